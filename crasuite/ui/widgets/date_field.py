"""A date that is typed as people write dates, stepped, or taken from a calendar."""

from __future__ import annotations

import re

from PySide6.QtCore import QDate, QDateTime, QLocale, QPoint, Qt, QTime
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QValidator,
)
from PySide6.QtWidgets import QDateEdit, QToolTip, QWidget

from crasuite.language import tr
from crasuite.ui.announce import announce

NO_DATE = QDate(1999, 12, 31)
"""Shown as "No date yet": a QDateEdit cannot be empty."""

_SHOWN = "d MMM yyyy"
_WRITTEN = (
    *(_SHOWN, "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy"),
    *("yyyy-M-d", "yyyy/M/d", "d.M.yyyy", "d/M/yyyy", "d-M-yyyy"),
)
_LATEST = QDate(9999, 12, 31)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_EDITING = frozenset(
    (
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    )
)


class DateField(QDateEdit):
    """Reads "1 Mar 2028", "1. March 2028", "March 1, 2028", "2028-03-01", "1. 3. 2028" and the like.

    Qt's own field takes each key for the part of the date at the cursor, so that a date typed over "No date
    yet" was lost and one typed over another date kept its day. Here the whole text is typed and then read;
    the arrow keys and the calendar work as before. A text that is no date goes back to the date before it,
    and the field says so; an emptied field means that there is no date yet.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat(_SHOWN)
        self.setCalendarPopup(True)
        self.setDateRange(NO_DATE, _LATEST)
        self.setSpecialValueText(tr("No date yet"))
        self.setDate(NO_DATE)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 24)

    def unread_text(self) -> str:
        """What stands in the field and is no date; empty when the field can be read."""
        text = self.lineEdit().text().strip()
        return "" if text in ("", self.specialValueText()) or _day(text, self.locale()) else text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & _COMMANDS or not (_is_written(event) or event.key() in _EDITING):
            super().keyPressEvent(event)
            return
        if _is_written(event) and self.text() == self.specialValueText():
            self.lineEdit().selectAll()
        self.lineEdit().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leaves the field; Qt's own would go from part to part, and never on from "No date yet"."""
        return QWidget.focusNextPrevChild(self, forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.lineEdit().selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if not self.lineEdit().text().strip():
            self.setDate(NO_DATE)
        unread = self.unread_text()
        super().focusOutEvent(event)
        if unread and not self.unread_text():
            self._tell(unread)

    def _tell(self, unread: str) -> None:
        """Say below the field what became of a text that is no date."""
        kept = tr(
            "“{text}” is no date; {date} stays. Write it like {example}.",
            text=unread[:40],
            date=self.text(),
            example=self.locale().toString(QDate(2027, 12, 11), _SHOWN),
        )
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), kept, self, msecShowTime=10_000)
        announce(self, kept)

    def validate(self, text: str, position: int) -> object:
        if text == self.specialValueText() or _day(text, self.locale()):
            return QValidator.State.Acceptable, text, position
        return QValidator.State.Intermediate, text, position

    def dateTimeFromText(self, text: str) -> QDateTime:
        # In the zone of the field: midnight in the computer's would be another day there.
        return QDateTime(_day(text, self.locale()) or NO_DATE, QTime(0, 0), self.timeZone())

    def stepBy(self, steps: int) -> None:
        """The first step goes to today instead of into the year 1999."""
        if self.date() == NO_DATE:
            self.setDate(QDate.currentDate())
            return
        super().stepBy(steps)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.date() == NO_DATE and (calendar := self.calendarWidget()) is not None:
            today = QDate.currentDate()
            calendar.setCurrentPage(today.year(), today.month())


def _is_written(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable()


def _day(text: str, locale: QLocale) -> QDate | None:
    """The day a text names; a year has four figures, so that "1 Mar 20" is not taken for the year 20."""
    text = re.sub(r"\s+", " ", text.strip())
    if not re.search(r"\d{4}", text):
        return None
    text = re.sub(r"(?<=\d)\. ?(?=[^\W\d])", " ", text)  # the first: "1. March"
    text = re.sub(r"(?<=\d)\. (?=\d)", ".", text)
    # Some languages write a short month with a full stop, some without one, and people either way.
    texts = dict.fromkeys(
        (text, re.sub(r"(?<=[^\W\d])\.? ", ". ", text), re.sub(r"(?<=[^\W\d])\.", "", text))
    )
    for language in (locale, QLocale.c()):
        for one in texts:
            for written in _WRITTEN:
                day = language.toDate(one, written)
                if day.isValid() and NO_DATE < day <= _LATEST:
                    return day
    return None
