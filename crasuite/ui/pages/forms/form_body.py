"""The fields of one form in their sections, below what is known already."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from crasuite.interview.text_forms import FactLine, FieldView, FormView
from crasuite.language import tr, tr_in
from crasuite.ui.widgets.build import button, clear, column, label
from crasuite.ui.widgets.section_card import SectionCard
from crasuite.ui.widgets.text_field import TextField, TextFieldData

_AT_ONCE = 3
"""Fields built in one go: more would be felt as a pause."""


class FormBody(QWidget):
    """`save(field id, text)` says whether the text was taken. Built in portions, the first one at once."""

    explain = Signal(object)
    question_wanted = Signal(str)
    take_over_wanted = Signal(str)
    pictures_wanted = Signal(str)

    def __init__(self, form: FormView, save: Callable[[str, str], bool]) -> None:
        super().__init__()
        self.setAccessibleName(form.title)
        self.fields: dict[str, TextField] = {}
        self._save = save
        self._form = form
        self._owner: object = None
        self._facts_shown: tuple[FactLine, ...] = ()
        self._layout = column(spacing=12)
        self.setLayout(self._layout)
        if form.facts:
            card = SectionCard(tr("From the interview"))
            self._facts = QGridLayout()
            self._facts.setHorizontalSpacing(16)
            self._facts.setVerticalSpacing(4)
            self._facts.setColumnStretch(1, 1)
            card.body.addLayout(self._facts)
            self._layout.addWidget(card)
        self._to_build = [(at, field) for at, section in enumerate(form.sections) for field in section.fields]
        self._cards: dict[int, SectionCard] = {}
        self._layout.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._build_some)

    def load(self, form: FormView, owner: object) -> None:
        """Show how the form stands; what is being typed stays."""
        self._form, self._owner = form, owner
        for field in form.fields:
            if field.id in self.fields:
                self.fields[field.id].load(_data(field), owner, is_read_only=form.is_read_only)
        if form.facts and form.facts != self._facts_shown:
            self._facts_shown = form.facts
            self._show_facts(form.facts)
        if self._to_build and not self.fields:
            self._build_some()
        if self._to_build:
            self._timer.start()

    @property
    def is_built(self) -> bool:
        """True when all fields are there."""
        return not self._to_build

    def field(self, field_id: str) -> TextField:
        """A field, built now if it is not there yet."""
        while field_id not in self.fields and self._to_build:
            self._build_some()
        return self.fields[field_id]

    def _build_some(self) -> None:
        views = {one.id: one for one in self._form.fields}
        for at, field in self._to_build[:_AT_ONCE]:
            widget = TextField(field.kind, partial(self._save, field.id))
            widget.explain.connect(self.explain)
            widget.question_wanted.connect(self.question_wanted)
            widget.take_over_wanted.connect(self.take_over_wanted)
            widget.pictures_wanted.connect(self.pictures_wanted)
            widget.load(_data(views[field.id]), self._owner, is_read_only=self._form.is_read_only)
            self.fields[field.id] = widget
            self._card(at).body.addWidget(widget)
        del self._to_build[:_AT_ONCE]
        if not self._to_build:
            self._timer.stop()

    def _card(self, at: int) -> SectionCard:
        if at not in self._cards:
            section = self._form.sections[at]
            card = SectionCard(section.title or self._form.title)
            card.body.setSpacing(16)
            if section.note:
                card.body.addWidget(label(section.note, "muted", wrap=True))
            self._cards[at] = card
            self._layout.insertWidget(self._layout.count() - 1, card)
        return self._cards[at]

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""
        for field in self.fields.values():
            field.flush()

    def _show_facts(self, facts: tuple[FactLine, ...]) -> None:
        clear(self._facts)
        for at, fact in enumerate(facts):
            name = label(fact.label, "muted")
            value = label(fact.value, "strong" if fact.tone else "body", wrap=True, tone=fact.tone)
            self._facts.addWidget(name, at, 0, Qt.AlignmentFlag.AlignVCenter)
            self._facts.addWidget(value, at, 1)
            if fact.question:
                change = button(
                    tr_in("verb", "Change"),
                    "link",
                    on_click=partial(self.question_wanted.emit, fact.question),
                    name=tr("Change: {fact}", fact=fact.label),
                )
                self._facts.addWidget(change, at, 2, Qt.AlignmentFlag.AlignVCenter)


def _data(field: FieldView) -> TextFieldData:
    return TextFieldData(
        id=field.id,
        title=field.title,
        name=field.name,
        ref=field.ref,
        help=field.help,
        text=field.text,
        kind=field.kind,
        state=field.state,
        asks=field.asks,
        cites=field.cites,
        suggestion=field.suggestion,
        is_as_suggested=field.is_as_suggested,
        takes_pictures=field.takes_pictures,
    )
