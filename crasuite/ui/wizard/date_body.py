"""A date, typed or taken from a calendar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.views import QuestionView
from crasuite.language import tr
from crasuite.ui.widgets.date_field import NO_DATE, DateField
from crasuite.ui.wizard.field_body import FieldBody


class DateBody(FieldBody):
    """Counts once the field is left or a day was picked."""

    waits_for_leaving = True

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        self.field_row.addStretch(1)

    def _make_field(self) -> QWidget:
        edit = DateField()
        edit.dateChanged.connect(lambda _day: self._edited())
        edit.editingFinished.connect(self.flush)
        return edit

    def _read(self) -> Any:
        assert isinstance(self.field, DateField)
        if unread := self.field.unread_text():
            return unread  # the interview says what is wrong with it
        day = self.field.date()
        return None if day == NO_DATE else day.toString("yyyy-MM-dd")

    def _show(self, value: Any) -> None:
        assert isinstance(self.field, DateField)
        day = QDate.fromString(str(value), "yyyy-MM-dd") if value else NO_DATE
        self.field.setDate(day if day.isValid() else NO_DATE)

    def missing(self) -> str:
        return tr("Enter a date to go on, for example 11 Dec 2027. “I'm not sure” is an answer too.")
