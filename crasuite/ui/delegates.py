"""What all delegates share: the ground of a row, its hairline, bar and ring, and lines of words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from crasuite.ui.tokens import current

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def has_focus(option: QStyleOptionViewItem) -> bool:
    """True when the view holds the keyboard focus."""
    view = option.widget
    return isinstance(view, QAbstractItemView) and view.hasFocus()


def is_selected(option: QStyleOptionViewItem, index: Index) -> bool:
    """True when the cell is selected; asked of the view, which is cheaper than the option's state."""
    view = option.widget
    return isinstance(view, QAbstractItemView) and view.selectionModel().isSelected(index)


def paint_row_ground(
    painter: QPainter, option: QStyleOptionViewItem, index: Index, *, line: bool = True
) -> None:
    """Selection, hairline and focus ring of a table cell; the ring goes around the whole row."""
    look = current()
    rect = option.rect
    if is_selected(option, index):
        painter.fillRect(rect, QColor(look.accent_soft))
    if line:
        painter.setPen(QPen(QColor(look.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    view = option.widget
    if has_focus(option) and isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row():
        model = index.model()
        paint_ring(
            painter,
            rect,
            left=index.column() == 0,
            right=model is not None and index.column() == model.columnCount() - 1,
        )


def paint_ring(painter: QPainter, rect: QRect, *, left: bool = True, right: bool = True) -> None:
    """A 2 px ring inside `rect`; the sides say where the ring ends."""
    painter.setPen(QPen(QColor(current().accent), 2))
    box = rect.adjusted(1, 1, -1, -2)
    painter.drawLine(rect.left() + (1 if left else 0), box.top(), rect.right(), box.top())
    painter.drawLine(rect.left() + (1 if left else 0), box.bottom(), rect.right(), box.bottom())
    if left:
        painter.drawLine(box.topLeft(), box.bottomLeft())
    if right:
        painter.drawLine(box.topRight(), box.bottomRight())


def paint_bar(painter: QPainter, rect: QRect) -> None:
    """The bar at the left edge of the chosen row."""
    painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), QColor(current().accent))


def paint_words(painter: QPainter, box: QRectF, words: str, font: QFont, ink: str) -> None:
    """One line of words at the left of a box, cut with an ellipsis; `ink` is a colour of the look."""
    painter.setFont(font)
    painter.setPen(QColor(ink))
    room = max(0, int(box.width()))
    painter.drawText(box, _LEFT, QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room))


class TextDelegate(QStyledItemDelegate):
    """Plain text cells with the same ground, ring and padding as all tables."""

    def __init__(self, parent=None, *, bold_column: int = -1) -> None:  # type: ignore[no-untyped-def]
        super().__init__(parent)
        self._bold_column = bold_column

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + 24, option.fontMetrics.height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        paint_row_ground(painter, option, index)
        rect = QRectF(option.rect.adjusted(12, 0, -8, 0))
        font = option.font
        if index.column() == self._bold_column:
            font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(current().text))
        text = str(index.data() or "").replace("\n", " ")
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
