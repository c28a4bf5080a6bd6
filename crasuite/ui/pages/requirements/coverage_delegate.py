"""Cells that wrap, and a chip for how far a point is carried."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from crasuite.interview.requirement_views import CoverageRow
from crasuite.language import tr
from crasuite.ui.delegates import Index, paint_row_ground
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.row_model import ROW_ROLE
from crasuite.ui.widgets.status_chip import STATUSES, chip_size, paint_chip

_CHIP = 2
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_CHIPS = ("full", "partial", "weak", "planned", "silent", "nothing")


class CoverageDelegate(QStyledItemDelegate):
    """Rows grow with their text."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    @staticmethod
    def chip_width(base: QFont) -> int:
        """Width of the column with the chips."""
        return max(chip_size(tr(STATUSES[one][0]), base).width() for one in _CHIPS) + 22

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        if index.column() == _CHIP:
            return QSize(60, line + 16)
        width = self._table.columnWidth(index.column()) - 20
        room = QRect(0, 0, max(width, 40), 10_000)
        text = str(index.data() or "")
        height = QFontMetrics(self._font(option, index)).boundingRect(room, _FLAGS, text).height()
        return QSize(60, max(line, height) + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        paint_row_ground(painter, option, index)
        rect = option.rect.adjusted(12, 8, -8, -4)
        if index.column() == _CHIP:
            row: CoverageRow = index.data(ROW_ROLE)
            words, icon, tone = STATUSES[row.strength or "nothing"]
            height = option.fontMetrics.height()
            paint_chip(
                painter, QRect(rect.x(), rect.y(), rect.width(), height), icon, tr(words), tone, option.font
            )
        else:
            painter.setFont(self._font(option, index))
            painter.setPen(QColor(current().text if index.column() < _CHIP else current().text2))
            painter.drawText(rect, _FLAGS, str(index.data() or ""))
        painter.restore()

    def _font(self, option: QStyleOptionViewItem, index: Index) -> QFont:
        if index.column() > _CHIP:
            return scaled_font(option.font, 0.92)
        return scaled_font(option.font, 1.0, 600 if index.column() == 0 else 400)
