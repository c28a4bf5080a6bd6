"""A date, typed or taken from a calendar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDateEdit, QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.views import QuestionView
from crasuite.ui.wizard.field_body import FieldBody

NO_DATE = QDate(1999, 12, 31)
"""Shown as "No date yet": a QDateEdit cannot be empty."""


class DateBody(FieldBody):
    """Counts once the field is left or a day was picked."""

    waits_for_leaving = True

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        self.field_row.addStretch(1)

    def _make_field(self) -> QWidget:
        edit = date_edit()
        edit.dateChanged.connect(lambda _day: self._edited())
        edit.editingFinished.connect(self.flush)
        return edit

    def _read(self) -> Any:
        assert isinstance(self.field, QDateEdit)
        day = self.field.date()
        return None if day == NO_DATE else day.toString("yyyy-MM-dd")

    def _show(self, value: Any) -> None:
        assert isinstance(self.field, QDateEdit)
        day = QDate.fromString(str(value), "yyyy-MM-dd") if value else NO_DATE
        self.field.setDate(day if day.isValid() else NO_DATE)

    def missing(self) -> str:
        return "Choose a date to go on. “I'm not sure” is an answer too."


def date_edit() -> QDateEdit:
    """A date field that can also show that there is no date yet."""
    edit = _DateEdit()
    edit.setDisplayFormat("d MMM yyyy")
    edit.setCalendarPopup(True)
    edit.setMinimumDate(NO_DATE)
    edit.setSpecialValueText("No date yet")
    edit.setDate(NO_DATE)
    edit.setMinimumWidth(edit.fontMetrics().averageCharWidth() * 24)
    return edit


class _DateEdit(QDateEdit):
    """Opens the calendar, and the first step up, at today instead of at the year 1999."""

    def stepBy(self, steps: int) -> None:
        if self.date() == NO_DATE:
            self.setDate(QDate.currentDate())
            return
        super().stepBy(steps)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.date() == NO_DATE and (calendar := self.calendarWidget()) is not None:
            today = QDate.currentDate()
            calendar.setCurrentPage(today.year(), today.month())
