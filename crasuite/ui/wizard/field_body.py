"""Answers that are typed: a text, a number, a date. "I'm not sure" stands below the field."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.views import QuestionView
from crasuite.language import tr
from crasuite.rules import NOT_SURE
from crasuite.ui.widgets.answer_card import AnswerCard
from crasuite.ui.widgets.build import column, row
from crasuite.ui.widgets.saver import SaveTimer
from crasuite.ui.wizard.answer_body import AnswerBody
from crasuite.ui.wizard.mnemonics import NOT_SURE_LABEL


class FieldBody(AnswerBody):
    """A field with the card for not knowing. Subclasses make the field and read it."""

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        self.unsure = AnswerCard(NOT_SURE, tr(NOT_SURE_LABEL), view.not_sure.effect, multi=True)
        self.field = self._make_field()
        self.field.setAccessibleName(view.text)
        self.field.installEventFilter(self)
        self._timer = SaveTimer(self, self.flush)
        self._quiet = False
        self._handed_over: Any = None
        self.field_row: QHBoxLayout = row(self.field, spacing=8)
        self.setLayout(column(self.field_row, self.unsure, spacing=12, margins=(4, 4, 4, 4)))
        self.unsure.toggled.connect(self._unsure_toggled)
        self.load(view)

    # For subclasses

    def _make_field(self) -> QWidget:
        raise NotImplementedError

    def _read(self) -> Any:
        raise NotImplementedError

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _edited(self) -> None:
        """To be called when the user changed the field."""
        if self._quiet:
            return
        if self.unsure.is_chosen() and self._read() is not None:
            self._quiet = True
            self.unsure.set_chosen(False)
            self._quiet = False
        if not self.waits_for_leaving:
            self._timer.start()

    # Body

    def load(self, view: QuestionView) -> None:
        self.view = view
        self._quiet = True
        self.unsure.set_chosen(view.value == NOT_SURE)
        self._show(None if view.value == NOT_SURE else view.value)
        self._quiet = False
        self._timer.stop()
        self._handed_over = self.value()

    def value(self) -> Any:
        return NOT_SURE if self.unsure.is_chosen() else self._read()

    def flush(self) -> None:
        self._timer.stop()
        value = self.value()
        if value != self._handed_over:
            self._handed_over = value
            self.answered.emit(value)

    def missing(self) -> str:
        return tr("Fill in the field to go on. “I'm not sure” is an answer too.")

    def initial_focus(self) -> QWidget:
        return self.field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.field:
            self.flush()
        return super().eventFilter(watched, event)

    def _unsure_toggled(self, _value: object, on: bool) -> None:
        if self._quiet:
            return
        if on:
            self._quiet = True
            self._show(None)
            self._quiet = False
        self.flush()
