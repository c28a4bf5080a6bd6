"""A list in groups that fold: whole rows are selected, and painted by the list that they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from crasuite.ui import icons
from crasuite.ui.delegates import Index, paint_ring
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.grouped_model import ROW_ROLE, GroupedModel

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = LEFT | Qt.TextFlag.TextWordWrap
_TITLE_AT, _EDGE = 34, 14


class GroupedTree(QTreeView):
    """Shows a `GroupedModel` or a filter over one. Emits `chosen(keys)` whenever other rows are selected, and
    `entered` at Enter. Subclasses fit the columns and paint the cells."""

    chosen = Signal(list)
    entered = Signal()

    def __init__(self, name: str, model: QAbstractItemModel) -> None:
        super().__init__()
        self._group_heights: list[int] = []
        self._headings: dict[int, int] = {}
        self._row = 0, 0
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(_Heights(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setDefaultAlignment(LEFT)
        header.setMinimumSectionSize(40)
        self._fit_columns()
        self.clicked.connect(self._toggle)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit(self.keys()))
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self.expandAll)
        self.expandAll()

    # -- for subclasses --------------------------------------------------------------------------------------

    def _group_words(self, place: int) -> tuple[str, str, str]:
        """Number (may be empty), title and state of a group of the model."""
        raise NotImplementedError

    def _fit_columns(self) -> None:
        """Give the columns their widths."""
        raise NotImplementedError

    def _set_widths(self, title: int, widths: Mapping[int, int], least: int) -> None:
        """No heading is cut; the title takes what is left, at least so much."""
        header = self.header()
        wide = {column: max(width, self._heading(column)) for column, width in widths.items()}
        wide[title] = max(least, self._heading(title), self.viewport().width() - sum(wide.values()))
        for column, width in wide.items():
            if header.sectionSize(column) != width:
                header.resizeSection(column, width)

    def _heading(self, column: int) -> int:
        """Width of a heading; asking Qt takes long."""
        if column not in self._headings:
            self.header().ensurePolished()
            self._headings[column] = self.header().sectionSizeHint(column)
        return self._headings[column]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._headings.clear()
            self._row = 0, 0
        super().changeEvent(event)

    def height_of_row(self, line: int) -> int:
        """That of `row_height`, worked out once."""
        if self._row[0] != line:
            self._row = line, self.row_height(line)
        return self._row[1]

    def _draw_cells(self, painter: QPainter, rect: QRect, index: Index, row: Any) -> None:
        """Paint a row."""
        raise NotImplementedError

    def row_height(self, line: int) -> int:
        """Height of a row; `line` is that of a line of text."""
        raise NotImplementedError

    def _grouped(self) -> GroupedModel:
        model = self.model()
        if isinstance(model, QSortFilterProxyModel):
            model = model.sourceModel()
        assert isinstance(model, GroupedModel)
        return model

    def _cell(self, rect: QRect, column: int) -> QRect:
        return QRect(self.columnViewportPosition(column), rect.y(), self.columnWidth(column), rect.height())

    # -- selection -------------------------------------------------------------------------------------------

    def keys(self) -> list[str]:
        """The selected rows, in order."""
        grouped = self._grouped()
        found = sorted(self.selectionModel().selectedRows(), key=lambda one: (one.parent().row(), one.row()))
        return [grouped.key_of(index) for index in found]

    def select(self, key: str) -> bool:
        """Select one row; False when it is not listed."""
        index, model = self._grouped().index_of(key), self.model()
        if isinstance(model, QSortFilterProxyModel):
            index = model.mapFromSource(index)
        if not index.isValid():
            return False
        self.expand(index.parent())
        self._choose(index)
        self.scrollTo(index)
        return True

    def select_first(self) -> bool:
        """Select the first row listed; False when there is none."""
        model = self.model()
        for place in range(model.rowCount()):
            index = model.index(0, 0, model.index(place, 0))
            if index.isValid():
                self._choose(index)
                return True
        return False

    def _choose(self, index: QModelIndex) -> None:
        # Not setCurrentIndex: while Ctrl is held, as in a shortcut, that would only add to the selection.
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)

    def select_all_listed(self) -> None:
        """Select every row listed."""
        model, wanted = self.model(), QItemSelection()
        for place in range(model.rowCount()):
            group = model.index(place, 0)
            last = model.rowCount(group) - 1
            if last >= 0:
                right = model.columnCount() - 1
                wanted.select(model.index(0, 0, group), model.index(last, right, group))
        self.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _toggle(self, index: QModelIndex) -> None:
        if not index.parent().isValid():
            group = index.siblingAtColumn(0)
            self.setExpanded(group, not self.isExpanded(group))

    # -- keyboard --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        is_group = index.isValid() and not index.parent().isValid()
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all_listed()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif is_group and (enters or event.key() == Qt.Key.Key_Space):
            self._toggle(index)
        elif enters:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        lines = []
        for index in self.selectionModel().selectedRows():
            cells = [index.siblingAtColumn(at).data() for at in range(self.model().columnCount())]
            lines.append("\t".join(str(cell or "") for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.select_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        heights = [self.group_height(place) for place in range(self._grouped().rowCount())]
        if heights != self._group_heights:
            self._group_heights = heights
            self.scheduleDelayedItemsLayout()

    # -- painting --------------------------------------------------------------------------------------------

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(0, option.rect.y(), self.viewport().width(), option.rect.height())
        look = current()
        row = index.siblingAtColumn(0).data(ROW_ROLE)
        if row is None:
            self._draw_group(painter, rect, index)
        else:
            if self.selectionModel().isRowSelected(index.row(), index.parent()):
                painter.fillRect(rect, QColor(look.accent_soft))
                painter.fillRect(QRect(0, rect.y(), 3, rect.height()), QColor(look.accent))
            self._draw_cells(painter, rect, index, row)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(look.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self.hasFocus() and self.currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0):
            paint_ring(painter, rect)
        painter.restore()

    def _draw_group(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, place = current(), self.group_at(index)
        number, title, done = self._group_words(place)
        painter.fillRect(rect, QColor(look.window))
        arrow = "chevron-down" if self.isExpanded(index) else "chevron-right"
        icons.draw(painter, QRectF(rect.x() + 12, rect.center().y() - 7, 16, 16), arrow, "text2")
        bold, small = self._group_fonts()
        indent, right, room = self._group_room(place)
        painter.setFont(bold)
        painter.setPen(QColor(look.text))
        painter.drawText(rect.adjusted(_TITLE_AT, 0, 0, 0), LEFT, number)
        painter.drawText(QRect(_TITLE_AT + indent, rect.y(), room, rect.height()), int(_WRAPPED), title)
        painter.setFont(small)
        painter.setPen(QColor(look.text2))
        painter.drawText(QRect(rect.right() - _EDGE - right, rect.y(), right, rect.height()), _RIGHT, done)

    def _group_fonts(self) -> tuple[QFont, QFont]:
        return scaled_font(self.font(), 0.96, 600), scaled_font(self.font(), 0.92)

    def _group_room(self, place: int) -> tuple[int, int, int]:
        """Widths of the number, of the state, and of what is left for the title."""
        number, _title, done = self._group_words(place)
        bold, small = self._group_fonts()
        indent = QFontMetrics(bold).horizontalAdvance(f"{number}  ") if number else 0
        right = QFontMetrics(small).horizontalAdvance(done) + 2
        return indent, right, max(60, self.viewport().width() - _TITLE_AT - indent - right - 2 * _EDGE)

    def group_at(self, index: Index) -> int:
        """Which group of the model stands there."""
        model = self.model()
        return model.mapToSource(index).row() if isinstance(model, QSortFilterProxyModel) else index.row()

    def group_height(self, place: int) -> int:
        """As many lines as the title needs beside the state."""
        bold, _small = self._group_fonts()
        box = QRect(0, 0, self._group_room(place)[2], 10_000)
        title = self._group_words(place)[1]
        lines = QFontMetrics(bold).boundingRect(box, int(_WRAPPED), title).height()
        return max(self.fontMetrics().height(), lines) + 13


class _Heights(QStyledItemDelegate):
    """Only says how high rows are; the list paints them itself."""

    def __init__(self, tree: GroupedTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        if index.parent().isValid():
            return QSize(60, self._tree.height_of_row(line))
        return QSize(60, self._tree.group_height(self._tree.group_at(index)))
