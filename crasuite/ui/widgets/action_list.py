"""What to do next, as a list: icon, title, a line below, an arrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crasuite.ui import icons
from crasuite.ui.delegates import has_focus, paint_ring, paint_words
from crasuite.ui.rows import NextAction
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole.UserRole


class ActionModel(QAbstractListModel):
    """The actions in order."""

    def __init__(self) -> None:
        super().__init__()
        self._actions: list[NextAction] = []

    def set_actions(self, actions: Sequence[NextAction]) -> None:
        """Show other actions."""
        self.beginResetModel()
        self._actions = list(actions)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._actions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        action = self._actions[index.row()]
        if role == _ROLE:
            return action
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{action.title}. {action.note}".removesuffix(". ")
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, option.fontMetrics.height() * 2 + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        action: NextAction = index.data(_ROLE)
        look, rect = current(), option.rect
        painter.save()
        focused = has_focus(option)
        if option.state & QStyle.StateFlag.State_Selected and focused:
            painter.fillRect(rect, QColor(look.accent_soft))
        if index.row() > 0:
            painter.setPen(QPen(QColor(look.border), 1))
            painter.drawLine(rect.topLeft(), rect.topRight())
        icons.draw(painter, QRectF(rect.x() + 4, rect.center().y() - 8.5, 18, 18), action.icon, action.tone)
        if action.target:
            icons.draw(
                painter, QRectF(rect.right() - 20, rect.center().y() - 7.5, 16, 16), "chevron-right", "text2"
            )
        strong, small = scaled_font(option.font, 1.0, 600), scaled_font(option.font, 0.92)
        height = QFontMetrics(strong).height()
        top = rect.center().y() - (height if action.note else height / 2) + 1
        width = rect.width() - 32 - 26
        for font, text, colour, y in (
            (strong, action.title, look.text, top),
            (small, action.note, look.text2, top + height),
        ):
            paint_words(painter, QRectF(rect.x() + 32, y, width, height), text, font, colour)
        if focused and option.widget.currentIndex().row() == index.row():  # type: ignore[attr-defined]
            paint_ring(painter, rect)
        painter.restore()


class ActionList(QListView):
    """As high as its rows; Enter or a click emits `chosen(action)`."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._actions = ActionModel()
        self.setModel(self._actions)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(self._choose)

    def set_actions(self, actions: Sequence[NextAction]) -> None:
        """Show other actions."""
        self._actions.set_actions(actions)
        self.setFixedHeight(max(1, len(actions)) * (self.fontMetrics().height() * 2 + 16) + 2)
        if self.parentWidget() is not None:  # shown without a parent it would be a window of its own
            self.setVisible(bool(actions))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(_ROLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            and self.currentIndex().isValid()
        ):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._actions.rowCount():
            self.setCurrentIndex(self._actions.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
