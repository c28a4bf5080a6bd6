"""How far the interview is, as a line. The words beside it say the same."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crasuite.language import tr
from crasuite.ui.tokens import current

_HEIGHT = 7


class ProgressLine(QWidget):
    """A QProgressBar repaints the window at once, in the middle of a click; this waits for its turn."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = self._total = 0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_value(self, done: int, total: int) -> None:
        """Show other numbers."""
        self._done, self._total = done, total
        self.setAccessibleDescription(tr("{done} of at most {total}", done=done, total=total))
        self.update()

    def value(self) -> tuple[int, int]:
        """Done and total."""
        return self._done, self._total

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(0, (self.height() - _HEIGHT) / 2, self.width(), _HEIGHT)
        painter.setBrush(QColor(current().track))
        painter.drawRoundedRect(box, 3, 3)
        if self._done and self._total:
            box.setWidth(max(float(_HEIGHT), box.width() * min(1.0, self._done / self._total)))
            painter.setBrush(QColor(current().accent))
            painter.drawRoundedRect(box, 3, 3)
        painter.end()
