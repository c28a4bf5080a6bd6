"""The standards of the rule pack with a tick for those in use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from crasuite.interview.requirement_views import StandardLine
from crasuite.language import tr
from crasuite.ui.delegates import has_focus, paint_ring
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CHECK = Qt.ItemDataRole.CheckStateRole


class StandardsModel(QAbstractListModel):
    """A tick is a wish: `ticked(id, on)`."""

    ticked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[StandardLine] = []
        self._may_write = True

    def set_lines(self, lines: Sequence[StandardLine], *, may_write: bool) -> None:
        """Show these; the same ones in the same order keep the choice."""
        self._may_write = may_write
        if [one.id for one in lines] == [one.id for one in self._lines]:
            self._lines = list(lines)
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsUserCheckable if self._may_write else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == _CHECK:
            return Qt.CheckState.Checked if line.is_in_use else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.name}, {line.title}, {line.reach_words}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(
                "{name}\n{title}, {body}\nCarries {reach} of Annex I",
                name=line.name,
                title=line.title,
                body=line.body,
                reach=line.reach_words,
            )
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != _CHECK:
            return False
        self.ticked.emit(self._lines[index.row()].id, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True


class StandardsList(QListView):
    """Space ticks the line at hand."""

    def __init__(self, model: StandardsModel) -> None:
        super().__init__()
        self.setAccessibleName(tr("Standards"))
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def line(self) -> StandardLine | None:
        """The standard at hand."""
        index = self.currentIndex()
        return index.data(LINE_ROLE) if index.isValid() else None

    def line_height(self) -> int:
        """Height of one line."""
        return 2 * self.fontMetrics().height() + 14

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: StandardsList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, self._view.line_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect = current(), option.rect
        line: StandardLine = index.data(LINE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_soft))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(look.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._tick(painter, option, line)
        width = rect.width() - 44 - 10
        top = rect.y() + 6
        base = option.font
        for text, font, colour in (
            (line.name, scaled_font(base, 1.0, 600), look.text),
            (f"{line.title}: {line.reach_words}", scaled_font(base, 0.92), look.text2),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            box = QRect(rect.x() + 44, top, width, metrics.height())
            painter.drawText(box, _LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
            top += QFontMetrics(base).height() + 1
        if has_focus(option) and self._view.currentIndex() == index:
            paint_ring(painter, rect)
        painter.restore()

    def _tick(self, painter: QPainter, option: QStyleOptionViewItem, line: StandardLine) -> None:
        box = QStyleOptionViewItem(option)
        self.initStyleOption(box, self._view.model().index(0, 0))
        box.state = QStyle.StateFlag.State_Enabled
        box.state |= QStyle.StateFlag.State_On if line.is_in_use else QStyle.StateFlag.State_Off
        box.rect = self._box(option.rect)
        style = self._view.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, self._view)

    def _box(self, rect: QRect) -> QRect:
        return QRect(rect.x() + 14, rect.center().y() - 9, 18, 18)

    def editorEvent(self, event, model, option, index) -> bool:  # type: ignore[no-untyped-def]
        """A click on the tick, or Space, changes it."""
        if not model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        on_box = event.type() == QEvent.Type.MouseButtonRelease and self._box(option.rect).adjusted(
            -8, -8, 8, 8
        ).contains(event.position().toPoint())
        by_key = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
        if not on_box and not by_key:
            return False
        is_on = index.data(_CHECK) == Qt.CheckState.Checked
        return model.setData(index, Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked, _CHECK)
