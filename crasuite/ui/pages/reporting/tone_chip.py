"""A status in an icon and words that wraps where a chip would be cut."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crasuite.ui import icons
from crasuite.ui.tokens import current
from crasuite.ui.widgets.status_chip import chip_font

_PADDING, _ICON, _GAP, _ABOVE = 7, 14, 5, 3
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_ALL_AROUND = 2 * _PADDING + _ICON + _GAP + 2


class ToneChip(QWidget):
    """Drawn as wide as its words, over several lines where there is no room for one."""

    def __init__(self) -> None:
        super().__init__()
        self._text, self._icon, self._tone = "", "circle-dashed", "neutral"
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_content(self, text: str, icon: str, tone: str) -> None:
        """Show a status; `tone` is neutral, info, ok, warn or danger."""
        self._text, self._icon, self._tone = text, icon, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words shown."""
        return self._text

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(22, self._words(width).height() + 2 * _ABOVE)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(chip_font(self.font())).horizontalAdvance(self._text) + _ALL_AROUND
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(90, 22)

    def _words(self, width: int) -> QRect:
        """Room the words take beside the icon."""
        metrics = QFontMetrics(chip_font(self.font()))
        return metrics.boundingRect(QRect(0, 0, max(40, width - _ALL_AROUND + 2), 10_000), _FLAGS, self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, words = current(), self._words(self.width())
        box = QRectF(0.5, 0.5, min(self.width() - 1, words.width() + _ALL_AROUND), self.height() - 1)
        ink = QColor(look.color(self._tone))
        edge = QColor(ink)
        edge.setAlpha(110)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(QColor(look.color(f"{self._tone}_bg")))
        painter.drawRoundedRect(box, 4, 4)
        line = QFontMetrics(chip_font(self.font())).height()
        top = _ABOVE + max(0, (self.height() - 2 * _ABOVE - words.height()) // 2)
        icons.draw(painter, QRectF(_PADDING, top + (line - _ICON) / 2, _ICON, _ICON), self._icon, self._tone)
        painter.setPen(ink)
        painter.setFont(chip_font(self.font()))
        left = _PADDING + _ICON + _GAP
        painter.drawText(
            QRect(left, top, self.width() - left - _PADDING + 2, words.height()), _FLAGS, self._text
        )
        painter.end()
