"""Everything that fits out of a list; nothing of it is an answer too."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.views import QuestionView
from crasuite.interview.words import NONE_OF_THESE
from crasuite.language import tr
from crasuite.rules import NOT_SURE
from crasuite.ui.widgets.answer_card import AnswerCard
from crasuite.ui.widgets.answer_group import AnswerGroup
from crasuite.ui.widgets.build import column
from crasuite.ui.wizard.answer_body import AnswerBody
from crasuite.ui.wizard.choice_body import note_of
from crasuite.ui.wizard.mnemonics import NOT_SURE_LABEL, reserved, with_mnemonics

_NONE = object()


class MultiBody(AnswerBody):
    """Check boxes, then "None of these" and "I'm not sure", which stand alone."""

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        labels = with_mnemonics([*(option.label for option in view.options), tr(NONE_OF_THESE)], reserved())
        cards = [
            AnswerCard(option.value, label, note_of(option), multi=True)
            for option, label in zip(view.options, labels, strict=False)
        ]
        cards.append(AnswerCard(_NONE, labels[-1], multi=True))
        cards.append(AnswerCard(NOT_SURE, tr(NOT_SURE_LABEL), view.not_sure.effect, multi=True))
        self.group = AnswerGroup(view.text, cards, multi=True, alone=(_NONE, NOT_SURE))
        self.group.changed.connect(lambda _value: self.answered.emit(self.value()))
        self.setLayout(column(self.group))
        self.load(view)

    def load(self, view: QuestionView) -> None:
        self.view = view
        value = view.value
        if isinstance(value, list):
            self.group.set_value(list(value) or [_NONE])
        else:
            self.group.set_value([NOT_SURE] if value == NOT_SURE else [])

    def value(self) -> Any:
        chosen = self.group.value()
        assert isinstance(chosen, list)
        if not chosen:
            return None
        if NOT_SURE in chosen:
            return NOT_SURE
        return [value for value in chosen if value is not _NONE]

    def missing(self) -> str:
        return tr("Tick what fits, or “None of these”, or “I'm not sure”.")

    def initial_focus(self) -> QWidget:
        return self.group.cards[0].button
