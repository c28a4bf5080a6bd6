"""One line that is cut in its middle when there is no room; the whole stands in tooltip and name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current


class ElidedText(QWidget):
    """For file names, hashes and package URLs, whose ends matter most."""

    def __init__(
        self,
        text: str = "",
        *,
        factor: float = 1.0,
        weight: int = 400,
        token: str = "text",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        super().__init__()
        self._factor, self._weight, self._token, self._mode = factor, weight, token, mode
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)
        self.set_text(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, shorter: str = "") -> None:
        """Show another text; `shorter` takes its place where the whole one has no room."""
        self._text = text
        self._shorter = shorter
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def _drawn_with(self) -> QFont:
        return scaled_font(self.font(), self._factor, self._weight)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._drawn_with())
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self._drawn_with()
        painter.setFont(font)
        painter.setPen(QColor(current().color(self._token)))
        metrics, text = QFontMetrics(font), self._text
        if self._shorter and metrics.horizontalAdvance(text) > self.width():
            text = self._shorter
        shown = metrics.elidedText(text, self._mode, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
