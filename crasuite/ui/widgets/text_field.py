"""One text of the file: what it asks, the place in the law, how far it is, where a first text comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QWidget

from crasuite.interview.suggestions import STATE_WORDS, FieldState, Suggestion
from crasuite.interview.views import Cite
from crasuite.language import tr
from crasuite.ui.widgets.build import at_reading_width, button, column, label, row, stop_at_reading_width
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.due_field import DueField
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.saved_line import SavedLine
from crasuite.ui.widgets.saved_text import SavedText
from crasuite.ui.widgets.status_chip import StatusChip

Kind = Literal["line", "text", "list", "date"]
_CHIPS = {
    FieldState.FILLED: ("circle-check", "ok"),
    FieldState.SUGGESTED: ("circle-dot", "info"),
    FieldState.PLACEHOLDER: ("circle-question-mark", "warn"),
    FieldState.MISSING: ("circle-dashed", "warn"),
    FieldState.OPTIONAL: ("circle-minus", "neutral"),
}
_SHOWN = 130
"""Letters of a suggestion that show; the rest comes with it."""


@dataclass(frozen=True, slots=True)
class TextFieldData:
    """What a field shows. Lists have one entry a line, dates are ISO."""

    id: str
    title: str
    help: str
    text: str
    kind: Kind
    state: FieldState
    ref: str = ""
    asks: tuple[str, ...] = ()
    cites: tuple[Cite, ...] = ()
    suggestion: Suggestion | None = None
    is_as_suggested: bool = False
    takes_pictures: bool = False
    """Pictures can be attached to it."""
    name: str = ""
    """The title with what tells it from others; empty: the title."""


class TextField(QFrame):
    """`save(text)` says whether the text was taken. `take_over_wanted` carries the id."""

    explain = Signal(object)
    question_wanted = Signal(str)
    take_over_wanted = Signal(str)
    pictures_wanted = Signal(str)

    def __init__(self, kind: Kind, save: Callable[[str], bool], *, lines: int = 3) -> None:
        super().__init__()
        self.data: TextFieldData | None = None
        self._save = save
        self._owner: object = None
        self._shown_cites: tuple[Cite, ...] | None = None
        self.caption = label("", "strong", wrap=True)
        self.caption.setMinimumWidth(self.caption.fontMetrics().averageCharWidth() * 24)
        self.chip = StatusChip("to-do")
        self._cites_holder = QWidget()
        self._cites = FlowLayout(6, to_the_right=True)
        self._cites_holder.setLayout(self._cites)
        self.help = label("", "muted", wrap=True)
        self._asks = label("", "caption", wrap=True)
        self.edit: SavedText | SavedLine | DueField
        if kind == "line":
            self.edit = SavedLine("", save)
        elif kind == "date":
            self.edit = DueField("", lambda on: save(on.isoformat() if on else ""))
        else:
            self.edit = SavedText("", save, lines=lines)
        if kind != "date":
            stop_at_reading_width(self.edit)
        self._suggested = label("", "caption", wrap=True)
        self.take_button = button("", "link", "download", self._take_over)
        self.question_button = button("", "link", "list-filter", self._open_question)
        offers = row(self.take_button, self.question_button, None, spacing=4)
        self._offer = QWidget()
        self._offer.setLayout(column(at_reading_width(self._suggested), offers, spacing=0))
        self._cites.addWidget(self.chip)
        head = row(self.caption, self._cites_holder, spacing=12)
        head.setStretch(0, 1)
        field = row(self.edit, None) if kind == "date" else column(self.edit)
        self._below = column(spacing=0)
        self.setLayout(
            column(
                head,
                at_reading_width(self.help),
                at_reading_width(self._asks),
                field,
                self._below,
                self._offer,
                spacing=4,
            )
        )

    @cached_property
    def pictures_button(self) -> QAbstractButton:
        """Attaches pictures; only the fields that take some have it."""
        found = button(tr("Attach pictures…"), icon_name="paperclip", on_click=self._want_pictures)
        self._below.addLayout(row(found, None))
        return found

    def load(self, data: TextFieldData, owner: object, *, is_read_only: bool = False) -> None:
        """Show a field of `owner` (a product); what is being typed for the same one stays."""
        same = self._owner == owner
        if not same:
            self.flush()
        self._owner, self.data = owner, data
        is_cited = any(one.label == data.ref for one in data.cites)
        self.caption.setText(data.title if is_cited or not data.ref else f"{data.title}  {data.ref}")
        self.caption.setBuddy(self._inner())
        icon, tone = _CHIPS[data.state]
        self.chip.set_status("to-do", STATE_WORDS[data.state], icon=icon, tone=tone)
        self.help.setText(data.help)
        self._asks.setText("\n".join(f"•  {one}" for one in data.asks))
        self._asks.setVisible(bool(data.asks))
        if isinstance(self.edit, DueField):
            self.edit.load(date.fromisoformat(data.text) if data.text else None)
        elif same:
            self.edit.load(data.text)
        else:
            self.edit.reset(data.text)
        name = data.name or data.title
        self._inner().setAccessibleName(name)
        self._inner().setAccessibleDescription(f"{STATE_WORDS[data.state]}. {data.help}")
        self.edit.setEnabled(not is_read_only)
        if data.takes_pictures:
            self.pictures_button.setEnabled(not is_read_only)
            self.pictures_button.setAccessibleName(tr("Attach pictures to {name}", name=name))
        self._load_cites(data.cites)
        self._load_offer(data, is_read_only=is_read_only)

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        self.edit.flush()

    def focus_field(self) -> None:
        """Put the focus into the field."""
        self._inner().setFocus(Qt.FocusReason.OtherFocusReason)

    def _inner(self) -> QWidget:
        return self.edit.edit if isinstance(self.edit, DueField) else self.edit

    def _load_cites(self, cites: tuple[Cite, ...]) -> None:
        if cites == self._shown_cites:
            return
        self._shown_cites = cites
        while self._cites.count() > 1:
            if (taken := self._cites.takeAt(1)) is not None and (old := taken.widget()) is not None:
                old.deleteLater()
        for cite in cites[:2]:
            chip = CitationChip(cite)
            chip.activated.connect(self.explain)
            self._cites.addWidget(chip)

    def _load_offer(self, data: TextFieldData, *, is_read_only: bool) -> None:
        suggestion = data.suggestion
        said = ""
        if suggestion is not None:
            line = " ".join(suggestion.text.split())
            shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN].rpartition(' ')[0]}…"
            source = (
                tr("{source} differs", source=suggestion.source) if data.text.strip() else suggestion.source
            )
            said = f"{source}: {shown}"
            self._suggested.setToolTip(suggestion.text)
        elif data.is_as_suggested:
            said = tr("Says what its source says.")
        self._suggested.setText(said)
        self._offer.setVisible(bool(said))
        self.take_button.setVisible(suggestion is not None and not is_read_only)
        self.take_button.setText(tr("Use it instead") if data.text.strip() else tr("Take it over"))
        self.take_button.setAccessibleName(f"{self.take_button.text()}: {data.name or data.title}")
        question = suggestion.question if suggestion is not None else ""
        self.question_button.setVisible(bool(question))
        self.question_button.setText(tr("Change the answer"))
        self.question_button.setAccessibleName(
            tr("Change the answer behind {value}", value=data.name or data.title)
        )

    def _want_pictures(self) -> None:
        if self.data is not None:
            self.flush()
            self.pictures_wanted.emit(self.data.id)

    def _take_over(self) -> None:
        if self.data is not None:
            self.flush()
            self.take_over_wanted.emit(self.data.id)
            self.focus_field()

    def _open_question(self) -> None:
        if self.data is not None and self.data.suggestion is not None:
            self.question_wanted.emit(self.data.suggestion.question)
