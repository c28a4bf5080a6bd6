"""Draws the cells of the product table: icon and two lines, badge, progress bar, open points, date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crasuite.ui import icons
from crasuite.ui.delegates import is_selected, paint_row_ground, paint_words
from crasuite.ui.pages.product_model import CLASS, DEADLINE, OPEN, PRODUCT, PROGRESS, ROW_ROLE, cell_lines
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.class_badge import paint_badge

if TYPE_CHECKING:
    from crasuite.ui.product_row import ProductRow


class ProductDelegate(QStyledItemDelegate):
    """One delegate for all columns, since they share their lines and ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, row_height(option.fontMetrics))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: ProductRow = index.data(ROW_ROLE)
        look = current()
        paint_row_ground(painter, option, index)
        first, second = cell_lines(row, index.column())
        rect = option.rect.adjusted(12, 0, -6, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = index.column()
        if column == PRODUCT:
            plate = QRectF(rect.x(), rect.center().y() - 17 + 0.5, 34, 34)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.surface if is_selected(option, index) else look.accent_soft))
            painter.drawRoundedRect(plate, 6, 6)
            icons.draw(painter, plate.adjusted(8, 8, -8, -8), row.icon, "accent")
            self._lines(painter, option, rect.adjusted(45, 0, 0, 0), first, second, bold=True)
        elif column == CLASS and row.badge and not row.error:
            paint_badge(painter, rect, row.badge, 16, option.font)
        elif column == PROGRESS and row.badge and row.total:
            self._progress(painter, option, rect, row, first)
        elif column == OPEN and row.badge and not row.error:
            icon, token = ("circle-question-mark", "warn") if row.open_points else ("circle-check", "ok")
            icons.draw(painter, QRectF(rect.x(), rect.center().y() - 7.5, 16, 16), icon, token)
            self._lines(painter, option, rect.adjusted(22, 0, 0, 0), first, "")
        elif column == DEADLINE and row.deadline:
            icon, token = ("siren", "danger") if row.is_urgent else ("calendar", "text2")
            icons.draw(painter, QRectF(rect.x(), rect.center().y() - 14.5, 16, 16), icon, token)
            ink = "danger" if row.is_urgent else "text"
            self._lines(painter, option, rect.adjusted(24, 0, 0, 0), first, second, token=ink)
        else:
            if row.error and column == CLASS:
                icons.draw(
                    painter, QRectF(rect.x(), rect.center().y() - 14.5, 16, 16), "triangle-alert", "danger"
                )
                rect = rect.adjusted(22, 0, 0, 0)
            self._lines(painter, option, rect, first, second)
        painter.restore()

    def _lines(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        first: str,
        second: str,
        *,
        bold: bool = False,
        token: str = "text",
    ) -> None:
        upper = scaled_font(option.font, 1.0, 600 if bold else 400)
        height = QFontMetrics(upper).height()
        top = rect.center().y() - (height if second else height / 2) + 1
        box = QRectF(rect.x(), top, rect.width(), height)
        paint_words(painter, box, first, upper, current().color(token))
        if second:
            lower = scaled_font(option.font, 0.92)
            paint_words(painter, box.translated(0, height), second, lower, current().text2)

    def _progress(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: ProductRow, words: str
    ) -> None:
        look = current()
        bar = QRectF(rect.x(), rect.center().y() - 12, min(112, rect.width()), 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.track))
        painter.drawRoundedRect(bar, 3, 3)
        if row.answered:
            painter.setBrush(QColor(look.accent))
            share = max(6.0, bar.width() * min(1.0, row.answered / row.total))
            painter.drawRoundedRect(QRectF(bar.x(), bar.y(), share, bar.height()), 3, 3)
        font = scaled_font(option.font, 0.92)
        box = QRectF(rect.x(), bar.bottom() + 4, rect.width(), QFontMetrics(font).height())
        paint_words(painter, box, words, font, look.text2)


def row_height(metrics: QFontMetrics) -> int:
    """Two lines and their margins."""
    return metrics.height() * 2 + 24
