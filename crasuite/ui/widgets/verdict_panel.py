"""Where the product stands while the interview runs: state, decided, being decided, still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from crasuite.language import tr
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, column, frame, label, row, rule
from crasuite.ui.widgets.scroll_body import ScrollBody

_ICONS = {
    "decided": ("circle-check", "ok"),
    "now": ("circle-dot", "info"),
    "to-come": ("circle-dashed", "text2"),
}


@dataclass(frozen=True)
class PanelLine:
    """One line of the panel."""

    text: str
    note: str = ""
    is_warned: bool = False


_Groups: TypeAlias = tuple[tuple[str, str, tuple[PanelLine, ...]], ...]
"""Title, kind and lines of each group."""


class VerdictPanel(QFrame):
    """`set_state` shows a verdict; the headline is announced to screen readers when it changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.setAccessibleName(tr("Where you stand"))
        self.setMinimumWidth(254)
        self._headline = label("", "headline", wrap=True)
        self._text = label("", "body", wrap=True)
        self._box = frame("neutral")
        self._box.setLayout(column(self._headline, self._text, spacing=4, margins=(14, 12, 14, 12)))
        self._groups = column(spacing=8)
        self._parts = [_Group(kind, self._groups) for kind in _ICONS]
        self._shown: _Groups = ()
        self._scroll = scroll = ScrollBody(
            column(
                row(IconLabel("gauge", "text", 20), label(tr("Where you stand"), "section"), None, spacing=8),
                self._box,
                self._groups,
                None,
                spacing=10,
                margins=(18, 16, 18, 12),
            ),
            tr("Where you stand"),
            "surface",
        )
        self.foot = column(spacing=8, margins=(18, 0, 18, 14))
        self.setLayout(column(scroll, self.foot, spacing=0))

    def set_state(
        self,
        headline: str,
        text: str = "",
        *,
        tone: str = "warn",
        decided: Sequence[PanelLine] = (),
        now: Sequence[PanelLine] = (),
        to_come: Sequence[PanelLine] = (),
    ) -> None:
        """Show a state; `tone` is ok (applies), neutral (does not apply) or warn (still open)."""
        changed = headline != self._headline.text()
        self._headline.setText(headline)
        set_role(self._headline, tone if tone != "neutral" else "", "tone")
        self._text.setText(text)
        self._text.setVisible(bool(text))
        set_role(self._box, tone)
        self._box.setAccessibleName(headline)
        self._show_groups(
            (
                (tr("Decided"), "decided", tuple(decided)),
                (tr("Being decided now"), "now", tuple(now)),
                (tr("Still to come"), "to-come", tuple(to_come)),
            )
        )
        if changed and self.isVisible():
            self._announce(headline)

    def _show_groups(self, groups: _Groups) -> None:
        if groups == self._shown:
            return
        self._shown = groups
        is_first = True
        for group, (title, _kind, lines) in zip(self._parts, groups, strict=True):
            group.show_lines(title, lines, is_first=is_first)
            is_first = is_first and not lines
        self._settle()

    def _settle(self) -> None:
        """Give each line its height now: a new text reaches the layouts around it event by event."""
        for group in self._parts:
            group.settle()
        inner = self._scroll.widget().layout()
        assert inner is not None
        inner.activate()
        QCoreApplication.sendEvent(self._scroll, QEvent(QEvent.Type.LayoutRequest))  # makes room for them

    def headline(self) -> str:
        """The state in words."""
        return self._headline.text()

    def _announce(self, text: str) -> None:
        event = QAccessibleAnnouncementEvent(self, text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)


class _Group:
    """Title and lines of one kind. Lines are used again, since a new label has to be styled."""

    def __init__(self, kind: str, into: QBoxLayout) -> None:
        self._kind = kind
        self._rule, self._title = rule(), label("", "overline")
        self._rows = column(spacing=8)
        self._lines: list[_LineRow] = []
        for part in (self._rule, self._title):
            part.hide()
            into.addWidget(part)
        into.addLayout(self._rows)

    def show_lines(self, title: str, lines: Sequence[PanelLine], *, is_first: bool) -> None:
        self._title.setText(title)
        self._title.setVisible(bool(lines))
        self._rule.setVisible(bool(lines) and not is_first)
        for _line in lines[len(self._lines) :]:
            self._lines.append(_LineRow(self._kind))
            self._rows.addWidget(self._lines[-1])
        for place, row_ in enumerate(self._lines):
            if place < len(lines):
                row_.show_line(lines[place])
            row_.setVisible(place < len(lines))

    def settle(self) -> None:
        """Work out the heights of the lines."""
        for line in self._lines:
            layout = line.layout()
            assert layout is not None
            layout.activate()


class _LineRow(QWidget):
    def __init__(self, kind: str) -> None:
        super().__init__()
        icon, token = _ICONS[kind]
        self._mark = mark = IconLabel(icon, token, 18)
        self._usual = icon, token
        self._text = label("", "strong" if kind == "now" else "body", wrap=True)
        self._note = label("", "caption", wrap=True)
        whole = row(mark, column(self._text, self._note, spacing=1), spacing=8)
        whole.setStretch(1, 1)
        whole.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        self.setLayout(whole)

    def show_line(self, line: PanelLine) -> None:
        self._mark.set_icon(*(("triangle-alert", "warn") if line.is_warned else self._usual))
        self._text.setText(line.text)
        self._note.setText(line.note)
        self._note.setVisible(bool(line.note))
