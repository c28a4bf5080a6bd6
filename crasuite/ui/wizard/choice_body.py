"""One answer out of several, each saying what it would change."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.views import OptionView, QuestionView
from crasuite.language import tr
from crasuite.rules import NOT_SURE
from crasuite.ui.widgets.answer_card import AnswerCard
from crasuite.ui.widgets.answer_group import AnswerGroup
from crasuite.ui.widgets.build import column
from crasuite.ui.wizard.answer_body import AnswerBody
from crasuite.ui.wizard.mnemonics import NOT_SURE_LABEL, reserved, with_mnemonics


class ChoiceBody(AnswerBody):
    """Yes, no or one of a list; always with "I'm not sure"."""

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        labels = with_mnemonics([option.label for option in view.options], reserved())
        self.cards = [
            AnswerCard(option.value, label, note_of(option))
            for option, label in zip(view.options, labels, strict=True)
        ]
        unsure = AnswerCard(NOT_SURE, tr(NOT_SURE_LABEL), view.not_sure.effect)
        self.group = AnswerGroup(view.text, [*self.cards, unsure])
        self.group.changed.connect(self._changed)
        self._several: dict[str, Any] | None = None
        self.setLayout(column(self.group))
        self.load(view)

    def load(self, view: QuestionView) -> None:
        self.view = view
        for card, option in zip(self.cards, view.options, strict=True):
            card.set_note(note_of(option))
        self._several = view.value if isinstance(view.value, dict) else None
        self.group.set_value(NOT_SURE if self._several is not None else view.value)

    def value(self) -> Any:
        chosen = self.group.value()
        return self._several if chosen == NOT_SURE and self._several is not None else chosen

    def _changed(self, value: object) -> None:
        self._several = None
        self.answered.emit(value)

    def initial_focus(self) -> QWidget:
        chosen = [card for card in self.group.cards if card.is_chosen()]
        return (chosen or self.group.cards)[0].button


def note_of(option: OptionView) -> str:
    """The lines under a label: what it means, then what it changes."""
    return "\n".join(part for part in (option.hint, option.effect) if part)
