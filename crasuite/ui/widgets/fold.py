"""A heading that shows or hides what belongs to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crasuite.ui.icons import icon
from crasuite.ui.widgets.build import button, column, row


class Fold(QWidget):
    """Closed at first; `body` is the layout to fill, at the latest when `opened` says so."""

    opened = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.head = button(title, "link", "chevron-right", self.toggle)
        self.head.setCheckable(True)
        self.body: QVBoxLayout = column(spacing=4, margins=(24, 0, 0, 4))
        self._inside = QWidget()
        self._inside.setLayout(self.body)
        self._inside.hide()
        self.setLayout(column(row(self.head, None), self._inside, spacing=2))

    def is_open(self) -> bool:
        """True while the body shows."""
        return not self._inside.isHidden()

    def toggle(self) -> None:
        """Show or hide the body."""
        self.set_open(not self.is_open())

    def set_open(self, on: bool) -> None:
        """Show or hide the body."""
        if on and not self.is_open():
            self.opened.emit()
        self._inside.setVisible(on)
        self.head.setChecked(on)
        self.head.setIcon(icon("chevron-down" if on else "chevron-right", "accent"))

    def set_title(self, title: str) -> None:
        """What the heading says."""
        self.head.setText(title)
