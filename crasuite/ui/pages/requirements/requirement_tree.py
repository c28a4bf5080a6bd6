"""The list of points: parts that fold, whole rows, chips painted in place."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from crasuite.interview.requirement_views import STATE_WORDS, RequirementRow
from crasuite.ui import icons
from crasuite.ui.delegates import Index, paint_ring
from crasuite.ui.pages.requirements.requirement_model import (
    EVIDENCE,
    FLAGGED_ROLE,
    OWNER,
    REF,
    ROW_ROLE,
    STATUS,
    TITLE,
    RequirementFilter,
)
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.status_chip import STATUSES, chip_size, paint_chip

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CHIPS = {"evidence-missing": "missing", "unjustified": "unjustified"}


class RequirementTree(QTreeView):
    """Emits `chosen(ids)` whenever other points are selected; Enter goes into the point: `entered`."""

    chosen = Signal(list)
    entered = Signal()

    def __init__(self, model: RequirementFilter) -> None:
        super().__init__()
        self.setAccessibleName("Requirements")
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
        header.setDefaultAlignment(_LEFT)
        header.setMinimumSectionSize(40)
        self._fit_columns()
        self.clicked.connect(self._toggle)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self.expandAll)
        self.expandAll()

    # -- selection -------------------------------------------------------------------------------------------

    def ids(self) -> list[str]:
        """The selected points, in the order of the law."""
        rows = {index.data(ROW_ROLE).id for index in self.selectionModel().selectedRows()}
        return [row.id for row in self._all_rows() if row.id in rows]

    def select(self, requirement_id: str) -> bool:
        """Select one point; False when it is not listed."""
        proxy = self._proxy()
        index = proxy.mapFromSource(proxy.sourceModel().index_of(requirement_id))  # type: ignore[attr-defined]
        if not index.isValid():
            return False
        self.expand(index.parent())
        self._choose(index)
        self.scrollTo(index)
        return True

    def select_first(self) -> bool:
        """Select the first point listed."""
        proxy = self._proxy()
        group = proxy.index(0, 0)
        index = proxy.index(0, 0, group)
        if index.isValid():
            self._choose(index)
        return index.isValid()

    def _choose(self, index: QModelIndex) -> None:
        # Not setCurrentIndex: while Ctrl is held, as in a shortcut, that would only add to the selection.
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)

    def select_all_listed(self) -> None:
        """Select every point that the filter shows."""
        proxy, wanted = self._proxy(), QItemSelection()
        for place in range(proxy.rowCount()):
            group = proxy.index(place, 0)
            last = proxy.rowCount(group) - 1
            if last >= 0:
                wanted.select(proxy.index(0, 0, group), proxy.index(last, OWNER, group))
        self.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _all_rows(self) -> list[RequirementRow]:
        return self._proxy().sourceModel().rows()  # type: ignore[attr-defined]

    def _proxy(self) -> RequirementFilter:
        model = self.model()
        assert isinstance(model, RequirementFilter)
        return model

    def _on_selection(self) -> None:
        self.chosen.emit(self.ids())

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
        proxy = self._proxy()
        lines = []
        for index in self.selectionModel().selectedRows():
            cells = [index.siblingAtColumn(at).data() for at in range(proxy.columnCount())]
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

    # -- columns ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """The title takes what is left; where that is too little, the last columns go."""
        metrics, header = self.fontMetrics(), self.header()
        status = max(chip_size(text, self.font()).width() for text in STATE_WORDS.values()) + 16
        widths = {
            REF: QFontMetrics(scaled_font(self.font(), 1.0, 600)).horizontalAdvance("(2)(m)") + 20,
            STATUS: status,
            EVIDENCE: max(metrics.horizontalAdvance("None") + 58, metrics.horizontalAdvance("Evidence") + 24),
            OWNER: metrics.averageCharWidth() * 10,
        }
        room = self.viewport().width()
        least = metrics.averageCharWidth() * 24
        for column in (OWNER, EVIDENCE):
            hide = room > 0 and sum(widths.values()) + least > room
            self.setColumnHidden(column, hide)
            if hide:
                del widths[column]
        for column, width in widths.items():
            header.resizeSection(column, width)
        header.resizeSection(TITLE, max(60, room - sum(widths.values())))

    # -- painting --------------------------------------------------------------------------------------------

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(0, option.rect.y(), self.viewport().width(), option.rect.height())
        look = current()
        if not index.parent().isValid():
            self._draw_group(painter, rect, index)
        else:
            if self.selectionModel().isRowSelected(index.row(), index.parent()):
                painter.fillRect(rect, QColor(look.accent_soft))
                painter.fillRect(QRect(0, rect.y(), 3, rect.height()), QColor(look.accent))
            self._draw_cells(painter, rect, index)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(look.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self.hasFocus() and self.currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0):
            paint_ring(painter, rect)
        painter.restore()

    def _draw_group(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look = current()
        model = self._proxy()
        source = model.mapToSource(index)  # type: ignore[arg-type]
        number, title, done = model.sourceModel().group_words(source.row())  # type: ignore[attr-defined]
        painter.fillRect(rect, QColor(look.window))
        arrow = "chevron-down" if self.isExpanded(index) else "chevron-right"
        icons.draw(painter, QRectF(rect.x() + 12, rect.center().y() - 7, 16, 16), arrow, "text2")
        bold = scaled_font(self.font(), 0.96, 600)
        metrics = QFontMetrics(bold)
        painter.setFont(bold)
        painter.setPen(QColor(look.text))
        painter.drawText(rect.adjusted(34, 0, 0, 0), _LEFT, number)
        painter.drawText(
            rect.adjusted(34 + metrics.horizontalAdvance(f"{number}  "), 0, -110, 0), _LEFT, title
        )
        painter.setFont(scaled_font(self.font(), 0.92))
        painter.setPen(QColor(look.text2))
        painter.drawText(rect.adjusted(0, 0, -14, 0), _RIGHT, done)

    def _draw_cells(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, row = current(), index.siblingAtColumn(0).data(ROW_ROLE)
        for column in range(self._proxy().columnCount()):
            if self.isColumnHidden(column):
                continue
            cell = QRect(
                self.columnViewportPosition(column), rect.y(), self.columnWidth(column), rect.height()
            )
            if column == STATUS:
                words, icon, tone = STATUSES[_CHIPS.get(row.state.value, row.state.value)]
                paint_chip(painter, cell.adjusted(12, 0, 0, 0), icon, words, tone, self.font())
                continue
            left = 12
            colour = look.text if column in (REF, TITLE) else look.text2
            text = str(index.siblingAtColumn(column).data() or "")
            if column == EVIDENCE:
                text = str(row.evidence or "None")
                icons.draw(
                    painter, QRectF(cell.x() + 12, cell.center().y() - 7, 16, 16), "paperclip", "text2"
                )
                left = 33
                if index.siblingAtColumn(0).data(FLAGGED_ROLE):
                    at = cell.x() + left + self.fontMetrics().horizontalAdvance(text) + 6
                    icons.draw(painter, QRectF(at, cell.center().y() - 7, 15, 15), "triangle-alert", "warn")
            font = scaled_font(self.font(), 1.0, 600 if column == REF else 400)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            box = cell.adjusted(left, 0, 0, 0)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, _LEFT, shown)


class _Heights(QStyledItemDelegate):
    """Only says how high rows are; the tree paints them itself."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        padding = 16 if index.parent().isValid() else 12
        return QSize(60, option.fontMetrics.height() + padding + 1)
