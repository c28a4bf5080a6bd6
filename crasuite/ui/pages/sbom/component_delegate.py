"""Draws the cells of the component table: name with kind and package URL below, missing supplier, note."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crasuite.interview.sbom_file import ComponentRow
from crasuite.ui import icons
from crasuite.ui.delegates import paint_bar, paint_row_ground, paint_words
from crasuite.ui.pages.sbom.component_model import (
    COMPONENT,
    NOTES,
    ROW_ROLE,
    SUPPLIER,
    ComponentModel,
    address_words,
    note_of,
    relation_words,
)
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.status_chip import chip_font, chip_size, paint_chip

_MIDDLE, _RIGHT = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight


class ComponentDelegate(QStyledItemDelegate):
    """One delegate for all columns, since they share their ground."""

    def __init__(self, model: ComponentModel, parent=None) -> None:  # type: ignore[no-untyped-def]
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, row_height(option.fontMetrics))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        paint_row_ground(painter, option, index)
        look, column = current(), index.column()
        if column == COMPONENT and option.state & QStyle.StateFlag.State_Selected:
            paint_bar(painter, option.rect)
        row: ComponentRow = index.data(ROW_ROLE)
        rect = option.rect.adjusted(12, 0, -6, 0)
        first = self._model.words_of(row, column)[0]
        if column == COMPONENT:
            self._name(painter, option.font, rect, row, first)
        elif column == NOTES:
            record = self._model.record_of(row)
            if record is not None:
                words, icon, tone = note_of(record)
                chip = option.rect.adjusted(10, 0, -4, 0)
                room = chip.width() - chip_size("", option.font).width()
                shown = QFontMetrics(chip_font(option.font)).elidedText(words, _RIGHT, room)
                paint_chip(painter, chip, icon, shown, tone, option.font)
        else:
            token = "text"
            if column == SUPPLIER and self._model.lacks_supplier(row):
                token = "warn"
                icons.draw(
                    painter, QRectF(rect.x(), rect.center().y() - 7.5, 15, 15), "triangle-alert", token
                )
                rect = rect.adjusted(21, 0, 0, 0)
            paint_words(painter, QRectF(rect), first, option.font, look.color(token))
        painter.restore()

    def _name(self, painter: QPainter, base: QFont, rect: QRect, row: ComponentRow, first: str) -> None:
        look = current()
        upper, lower = scaled_font(base, 1.0, 600), scaled_font(base, 0.92)
        high, low = QFontMetrics(upper), QFontMetrics(lower)
        top = rect.center().y() - (high.height() + low.height()) / 2 + 1
        line = QRectF(rect.x(), top, rect.width(), high.height())
        paint_words(painter, line, first, upper, look.text)
        kind = f"{relation_words(row)}, "
        room = rect.width() - low.horizontalAdvance(kind)
        second = kind + low.elidedText(address_words(row), _MIDDLE, max(room, 0))
        line = QRectF(rect.x(), top + high.height(), rect.width(), low.height())
        paint_words(painter, line, second, lower, look.text2)


def row_height(metrics: QFontMetrics) -> int:
    """Two lines and their margins."""
    return metrics.height() * 2 + 12
