"""Radio button and check box whose text wraps. Qt's own stay on one line and would cut a long answer."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QStyle, QStyleOptionButton

_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic)
_GAP = 10


@lru_cache(maxsize=2048)
def _height(text: str, width: int, font_key: str) -> int:
    """Height of the wrapped text; layouts ask for it many times over while a page is laid out."""
    font = QFont()
    font.fromString(font_key)
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), _FLAGS, text).height()


class _Wrapping:
    """What both share: text measured and drawn over several lines beside the indicator."""

    _primitive: QStyle.PrimitiveElement

    def _set_up(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)  # type: ignore[attr-defined]

    def _indent(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ExclusiveIndicatorWidth, None, self) + _GAP  # type: ignore

    def _text_height(self, width: int) -> int:
        font = self.font()  # type: ignore[attr-defined]
        return _height(self.text(), max(width, 40), font.key())  # type: ignore[attr-defined]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(24, self._text_height(width - self._indent()) + 4)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())  # type: ignore[attr-defined]
        width = metrics.size(int(Qt.TextFlag.TextShowMnemonic), self.text()).width()  # type: ignore[attr-defined]
        return QSize(self._indent() + width + 2, max(24, metrics.height() + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._indent() + 120, max(24, QFontMetrics(self.font()).height() + 4))  # type: ignore

    def hitButton(self, _position: QPoint) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)  # type: ignore[attr-defined]
        line = max(24, QFontMetrics(self.font()).height() + 4)  # type: ignore[attr-defined]
        side = self._indent() - _GAP
        painter = QPainter(self)  # type: ignore[call-overload]
        option.rect = QRect(0, (line - side) // 2, side, side)
        self.style().drawPrimitive(self._primitive, option, painter, self)  # type: ignore[attr-defined]
        role = self.foregroundRole()  # type: ignore[attr-defined]
        painter.setPen(self.palette().color(role))  # type: ignore[attr-defined]
        height = self._text_height(self.width() - self._indent())  # type: ignore[attr-defined]
        top = max(0, (line - QFontMetrics(self.font()).height()) // 2)  # type: ignore[attr-defined]
        box = QRect(self._indent(), top, self.width() - self._indent(), max(height, line))  # type: ignore
        painter.drawText(box, _FLAGS, self.text())  # type: ignore[attr-defined]
        painter.end()


class WrappingRadioButton(_Wrapping, QRadioButton):
    """A radio button with text of any length."""

    _primitive = QStyle.PrimitiveElement.PE_IndicatorRadioButton

    def __init__(self, text: str) -> None:
        QRadioButton.__init__(self, text)
        self._set_up()


class WrappingCheckBox(_Wrapping, QCheckBox):
    """A check box with text of any length."""

    _primitive = QStyle.PrimitiveElement.PE_IndicatorCheckBox

    def __init__(self, text: str) -> None:
        QCheckBox.__init__(self, text)
        self._set_up()
