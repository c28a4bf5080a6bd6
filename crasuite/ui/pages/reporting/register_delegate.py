"""Draws the cells of the register: two lines, severity and report as chips with icon and words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crasuite.interview.reporting_views import CaseRow
from crasuite.language import tr
from crasuite.ui.delegates import is_selected, paint_bar, paint_row_ground, paint_words
from crasuite.ui.pages.reporting.register_model import (
    NARROW_ROLE,
    REPORT,
    ROW_ROLE,
    SEVERITY,
    TITLE,
    report_look,
    severity_look,
    status_line,
    words_of,
)
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.status_chip import chip_font, chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex
_RIGHT_ELIDE = Qt.TextElideMode.ElideRight
_CHIP_EDGES = 36


class CaseDelegate(QStyledItemDelegate):
    """One delegate for all columns, since they share their lines and ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, row_height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: CaseRow = index.data(ROW_ROLE)
        painter.save()
        paint_row_ground(painter, option, index)
        if index.column() == SEVERITY and is_selected(option, index):
            paint_bar(painter, option.rect)
        rect = option.rect.adjusted(12, 0, -6, 0)
        if index.column() == SEVERITY:
            incident = (tr("Incident"), "siren", "neutral")
            look = severity_look(row.severity) if row.kind == "vulnerability" else incident
            if index.data(NARROW_ROLE):
                lower = scaled_font(option.font, 0.92)
                height = QFontMetrics(lower).height()
                box = QRectF(rect.x(), rect.bottom() - height - 3, rect.width(), height)
                paint_words(painter, box, status_line(row), lower, current().text2)
                rect = rect.adjusted(0, 3, 0, -height - 3)
            self._chip(painter, option, rect, *look)
        elif index.column() == REPORT:
            if (said := report_look(row))[0]:
                self._chip(painter, option, rect, *said)
        else:
            self._lines(painter, option, rect, *words_of(row, index.column()), bold=index.column() == TITLE)
        painter.restore()

    def _chip(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, words: str, icon: str, tone: str
    ) -> None:
        if chip_size(words, option.font).width() > rect.width():
            metrics = QFontMetrics(chip_font(option.font))
            words = metrics.elidedText(words, _RIGHT_ELIDE, rect.width() - _CHIP_EDGES)
        paint_chip(painter, rect, icon, words, tone, option.font)

    def _lines(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        first: str,
        second: str,
        *,
        bold: bool,
    ) -> None:
        upper = scaled_font(option.font, 1.0, 600 if bold else 400)
        lower = scaled_font(option.font, 0.92)
        height = QFontMetrics(upper).height()
        top = rect.center().y() - (height - 1 if second else height // 2)
        paint_words(painter, QRectF(rect.x(), top, rect.width(), height), first, upper, current().text)
        if second:
            below = QRectF(rect.x(), top + height, rect.width(), height)
            paint_words(painter, below, second, lower, current().text2)


def row_height(metrics: QFontMetrics) -> int:
    """Two lines and their margins."""
    return metrics.height() * 2 + 14
