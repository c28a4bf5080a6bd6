"""A line to narrow a list with; Escape empties it, Down goes to the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from crasuite.ui.icons import icon


class SearchField(QLineEdit):
    """`name` is both its accessible name and, as a hint inside, what it looks through."""

    leave = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setClearButtonEnabled(False)
        self.addAction(QAction(icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * 30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave.emit()
        else:
            super().keyPressEvent(event)
