"""Draws the living list: title over its point of the law, the state as a chip."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crasuite.domain.handling import HandlingState
from crasuite.interview.reporting_views import HandlingRow
from crasuite.language import tr
from crasuite.ui.delegates import is_selected, paint_bar, paint_row_ground, paint_words
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.row_model import ROW_ROLE
from crasuite.ui.widgets.status_chip import paint_chip

Index = QModelIndex | QPersistentModelIndex
STATE_ICONS = {
    HandlingState.NOT_SAID: "circle-dashed",
    HandlingState.IN_PLACE: "circle-check",
    HandlingState.PARTLY: "circle-dot",
    HandlingState.MISSING: "triangle-alert",
    HandlingState.NOT_SURE: "circle-question-mark",
}
_TITLE, _STATE = 0, 1


class HandlingDelegate(QStyledItemDelegate):
    """One delegate for all columns."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: HandlingRow = index.data(ROW_ROLE)
        look = current()
        painter.save()
        paint_row_ground(painter, option, index)
        rect = option.rect.adjusted(12, 0, -6, 0)
        if index.column() == _TITLE:
            if is_selected(option, index):
                paint_bar(painter, option.rect)
            height = option.fontMetrics.height()
            top = rect.center().y() - height + 1
            cites = ", ".join(one.label for one in row.cites[:1])
            owner = row.owner or tr("no owner")
            for text, weight, factor, token, y in (
                (row.title, 600, 1.0, look.text, top),
                (f"{cites}, {owner}", 400, 0.92, look.text2, top + height),
            ):
                font = scaled_font(option.font, factor, weight)
                paint_words(painter, QRectF(rect.x(), y, rect.width(), height), text, font, token)
        elif index.column() == _STATE:
            paint_chip(painter, rect, STATE_ICONS[row.state], row.state_words, row.tone, option.font)
        else:
            ink = look.color("warn") if row.is_due and index.column() > 2 else look.text
            paint_words(painter, QRectF(rect), str(index.data() or ""), option.font, ink)
        painter.restore()
