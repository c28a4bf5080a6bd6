"""Draws the cells of the register: two lines, levels as chips, the bar at the chosen line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crasuite.domain.risk import RiskLevel
from crasuite.interview.risk_file import RiskRow
from crasuite.language import tr
from crasuite.ui.delegates import paint_bar, paint_row_ground, paint_words
from crasuite.ui.pages.risk.levels import LEVEL_LOOK, short
from crasuite.ui.pages.risk.register_model import AFTER, BEFORE, ID, TITLE
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.row_model import ROW_ROLE
from crasuite.ui.widgets.status_chip import chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex
_ELIDE = Qt.TextElideMode.ElideRight
CELL_LEFT, CELL_RIGHT = 12, 6
CELL_MARGINS = CELL_LEFT + CELL_RIGHT
"""What a column has to have beside a chip."""


class RegisterDelegate(QStyledItemDelegate):
    """One delegate for all columns, since they share their lines and ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, row_height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RiskRow = index.data(ROW_ROLE)
        column = index.column()
        painter.save()
        paint_row_ground(painter, option, index)
        if column == ID and option.state & QStyle.StateFlag.State_Selected:
            paint_bar(painter, option.rect)
        rect = option.rect.adjusted(CELL_LEFT, 0, -CELL_RIGHT, 0)
        if column == TITLE:
            self._title(painter, option, rect, row)
        elif column == BEFORE:
            self._level(painter, option, rect, row.before, row.before_words, is_dashed=True)
        elif column == AFTER and row.after is not RiskLevel.NOT_RATED:
            self._level(painter, option, rect, row.after, row.after_words)
        else:
            self._line(
                painter, option.font, rect, str(index.data() or ""), bold=column == ID, quiet=column == AFTER
            )
        painter.restore()

    def _title(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: RiskRow) -> None:
        look = current()
        upper, lower = scaled_font(option.font, 1.0, 600), scaled_font(option.font, 0.92)
        height = QFontMetrics(upper).height()
        top = rect.center().y() - height + 1
        for text, font, token, y in (
            (row.title, upper, look.text, top),
            (row.line, lower, look.text2, top + height),
        ):
            paint_words(painter, QRectF(rect.x(), y, rect.width(), height), text, font, token)

    def _level(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        level: RiskLevel,
        words: str,
        *,
        is_dashed: bool = False,
    ) -> None:
        icon, tone = LEVEL_LOOK[level]
        unknown = level is RiskLevel.NOT_RATED
        # The full words stand in the tooltip and the summary.
        said = tr("Not known") if unknown else words
        if chip_size(said, option.font).width() > rect.width():
            said = short(level, said)
        if chip_size(said, option.font).width() > rect.width():
            said = QFontMetrics(option.font).elidedText(said, _ELIDE, rect.width() - 36)
        paint_chip(painter, rect, icon, said, tone, option.font, dashed=unknown and is_dashed)

    def _line(
        self, painter: QPainter, font: QFont, rect: QRect, text: str, *, bold: bool, quiet: bool
    ) -> None:
        chosen = scaled_font(font, 1.0, 600 if bold else 400)
        paint_words(painter, QRectF(rect), text, chosen, current().text2 if quiet else current().text)


def row_height(metrics: QFontMetrics) -> int:
    """Two lines and their margins."""
    return metrics.height() * 2 + 14
