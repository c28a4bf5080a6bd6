"""Where the product stands while the interview runs: state, decided, being decided, still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from crasuite.language import tr
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, clear, column, frame, label, row, rule
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


_Groups: TypeAlias = tuple[tuple[str, str, tuple[PanelLine, ...]], ...]
"""Title, kind and lines of each group."""


class VerdictPanel(QFrame):
    """`set_state` shows a verdict; the headline is announced to screen readers when it changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.setAccessibleName(tr("Where you stand"))
        self.setMinimumWidth(254)
        self.setMaximumWidth(300)
        self._headline = label("", "headline", wrap=True)
        self._text = label("", "body", wrap=True)
        self._box = frame("neutral")
        self._box.setLayout(column(self._headline, self._text, spacing=4, margins=(14, 12, 14, 12)))
        self._groups = column(spacing=8)
        self._shown: _Groups = ()
        scroll = ScrollBody(
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
        clear(self._groups, orphaned=False)
        first = True
        for title, kind, lines in groups:
            if not lines:
                continue
            if not first:
                self._groups.addWidget(rule())
            first = False
            self._groups.addWidget(label(title, "overline"))
            for line in lines:
                self._groups.addLayout(_line(kind, line))

    def headline(self) -> str:
        """The state in words."""
        return self._headline.text()

    def _announce(self, text: str) -> None:
        event = QAccessibleAnnouncementEvent(self, text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)


def _line(kind: str, line: PanelLine) -> QLayout:
    icon, token = _ICONS[kind]
    mark = IconLabel(icon, token, 18)
    words = column(label(line.text, "strong" if kind == "now" else "body", wrap=True), spacing=1)
    if line.note:
        words.addWidget(label(line.note, "caption", wrap=True))
    result = row(mark, words, spacing=8)
    result.setStretch(1, 1)
    result.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    return result
