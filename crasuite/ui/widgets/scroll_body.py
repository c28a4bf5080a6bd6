"""A column that scrolls up and down and is exactly as high as its text needs at the present width.

Qt's own scroll area asks for the height at the smallest possible width, which for wrapped text is absurd.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


class ScrollBody(QScrollArea):
    """Takes a layout; `role` is that of the ground behind it."""

    def __init__(self, layout: QLayout, name: str, role: str = "page", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = _Inner()
        inner.setProperty("role", role)
        self.setWidget(inner)
        inner.setLayout(layout)  # once it is in its place: a move would style everything in it anew
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)

    def to_top(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)


class _Inner(QWidget):
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
