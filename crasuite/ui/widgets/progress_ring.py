"""Progress as a ring with the numbers in its middle."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crasuite.language import tr
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current


class ProgressRing(QWidget):
    """Shows `done` of `total`; both are also its accessible text."""

    def __init__(self, what: str = "Progress", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._done = self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_value(0, 0)

    def set_value(self, done: int, total: int) -> None:
        """Show other numbers."""
        self._done, self._total = done, total
        self.setAccessibleName(tr("{what}: {percent} percent", what=self._what, percent=self.percent()))
        self.setAccessibleDescription(
            tr(
                "{what}: {done} of {total}, {percent} percent.",
                what=self._what,
                done=done,
                total=total,
                percent=self.percent(),
            )
        )
        self.update()

    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self._done * 100 // self._total if self._total else 0

    def sizeHint(self) -> QSize:
        side = max(112, self.fontMetrics().height() * 7)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thickness = self.width() * 0.08
        box = QRectF(self.rect()).adjusted(thickness, thickness, -thickness, -thickness)
        painter.setPen(QPen(QColor(look.track), thickness))
        painter.drawEllipse(box)
        if self._done and self._total:
            pen = QPen(QColor(look.accent), thickness, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, -round(360 * 16 * self._done / self._total))
        painter.setPen(QColor(look.text))
        painter.setFont(scaled_font(self.font(), 1.7, 600, tabular=True))
        upper = QRectF(box.x(), box.y() + box.height() * 0.22, box.width(), box.height() * 0.36)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, f"{self.percent()} %")
        painter.setPen(QColor(look.text2))
        painter.setFont(scaled_font(self.font(), 0.92, tabular=True))
        lower = QRectF(box.x(), box.y() + box.height() * 0.56, box.width(), box.height() * 0.22)
        painter.drawText(
            lower, Qt.AlignmentFlag.AlignCenter, tr("{done} of {total}", done=self._done, total=self._total)
        )
        painter.end()
