"""Until when something is to be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crasuite.ui.widgets.date_field import NO_DATE, DateField


class DueField(QWidget):
    """A date or none; `save(date or None)` is called when another one was chosen."""

    def __init__(self, name: str, save: Callable[[date | None], bool] | None = None) -> None:
        super().__init__()
        self.edit = DateField()
        self.edit.setAccessibleName(name)
        self.edit.setMinimumWidth(self.edit.fontMetrics().averageCharWidth() * 16)
        self._save = save
        self._quiet = False
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit)
        self.setLayout(layout)
        self.setFocusProxy(self.edit)
        self.edit.setKeyboardTracking(False)
        self.edit.dateChanged.connect(self._changed)

    def load(self, due: date | None) -> None:
        """Show a date."""
        shown = QDate(due.year, due.month, due.day) if due else NO_DATE
        if self.edit.date() != shown and not (self.edit.hasFocus() and self.edit.lineEdit().isModified()):
            self._quiet = True
            self.edit.setDate(shown)
            self._quiet = False

    def due(self) -> date | None:
        """The date shown."""
        day = self.edit.date()
        return None if day == NO_DATE else date(day.year(), day.month(), day.day())

    def flush(self) -> None:
        """Take a date that is being typed."""
        self.edit.interpretText()

    def _changed(self, _day: QDate) -> None:
        if not self._quiet and self._save is not None:
            self._save(self.due())
