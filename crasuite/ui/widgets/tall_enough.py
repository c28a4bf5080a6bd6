"""A screen as large as its room, but never so low that nothing of it could be read: then it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


class TallEnough(QScrollArea):
    """Takes a head, as high as its words need, and a body that gets the rest, at least so many lines."""

    def __init__(self, layout: QLayout, head: QLayout, lines: int, name: str) -> None:
        super().__init__()
        self._head, self._lines = head, lines
        inner = _Inner(self)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)  # the page has painted its ground already
        inner.setLayout(layout)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)

    def set_least_lines(self, lines: int) -> None:
        """Of the body."""
        self._lines = lines
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """All the room, or what is needed at least."""
        room = self.maximumViewportSize()
        head = self._head
        needed = head.heightForWidth(room.width()) if head.hasHeightForWidth() else head.sizeHint().height()
        needed += self._lines * self.fontMetrics().height()
        width = room.width()
        if needed > room.height():
            width -= self.verticalScrollBar().sizeHint().width()
        self.widget().resize(width, max(needed, room.height()))


class _Inner(QWidget):
    def __init__(self, area: TallEnough) -> None:
        super().__init__()
        self._area = area

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._area.fit()
        return super().event(event)
