"""The list of papers: groups that fold, two lines a row, how much is filled, and the state."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
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

from crasuite.interview.documents_file import PaperRow
from crasuite.ui import icons
from crasuite.ui.delegates import Index, paint_ring
from crasuite.ui.pages.documents.paper_model import FILLED, ROW_ROLE, STATE, TITLE, PaperModel
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_STATE_ICONS = {"ok": "circle-check", "warn": "circle-question-mark", "danger": "triangle-alert"}
_OUT_OF_DATE = "Out of date"
_BAR = 52


class PaperTree(QTreeView):
    """Emits `chosen(codes)` whenever other papers are selected; Enter or a double click: `entered`."""

    chosen = Signal(list)
    entered = Signal()

    def __init__(self, model: PaperModel) -> None:
        super().__init__()
        self.setAccessibleName("Documents")
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
        self.doubleClicked.connect(self._enter)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit(self.codes()))
        model.modelReset.connect(self.expandAll)
        self.expandAll()

    # -- selection -------------------------------------------------------------------------------------------

    def codes(self) -> list[str]:
        """The selected papers, in order."""
        selected = {index.data(ROW_ROLE).code for index in self.selectionModel().selectedRows()}
        return [row.code for row in self._papers().rows() if row.code in selected]

    def current_code(self) -> str:
        """The paper with the cursor, if it is selected."""
        row = self.currentIndex().siblingAtColumn(0).data(ROW_ROLE)
        codes = self.codes()
        return row.code if row is not None and row.code in codes else (codes[0] if codes else "")

    def select(self, code: str) -> bool:
        """Select one paper; False when it is not listed."""
        index = self._papers().index_of(code)
        if not index.isValid():
            return False
        self.expand(index.parent())
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def select_first(self) -> bool:
        """Select the first paper."""
        rows = self._papers().rows()
        return bool(rows) and self.select(rows[0].code)

    def _papers(self) -> PaperModel:
        model = self.model()
        assert isinstance(model, PaperModel)
        return model

    def _toggle(self, index: QModelIndex) -> None:
        if not index.parent().isValid():
            group = index.siblingAtColumn(0)
            self.setExpanded(group, not self.isExpanded(group))

    def _enter(self, index: QModelIndex) -> None:
        if index.parent().isValid():
            self.entered.emit()

    # -- keyboard --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        is_group = index.isValid() and not index.parent().isValid()
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_all()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif is_group and (enters or event.key() == Qt.Key.Key_Space):
            self._toggle(index)
        elif enters:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _select_all(self) -> None:
        flags = QItemSelectionModel.SelectionFlag
        for row in self._papers().rows():
            index = self._papers().index_of(row.code)
            self.selectionModel().select(index, flags.Select | flags.Rows)

    def _copy(self) -> None:
        lines = []
        for index in self.selectionModel().selectedRows():
            lines.append("\t".join(str(index.siblingAtColumn(at).data() or "") for at in range(3)))
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
        """The title takes what is left."""
        metrics, header = self.fontMetrics(), self.header()
        state = max(metrics.horizontalAdvance(words) for words in (_OUT_OF_DATE, "133 gaps", "Complete"))
        widths = {FILLED: _BAR + metrics.horizontalAdvance("148 of 148") + 12, STATE: state + 38}
        for column, width in widths.items():
            header.resizeSection(column, width)
        header.resizeSection(TITLE, max(80, self.viewport().width() - sum(widths.values())))

    # -- painting --------------------------------------------------------------------------------------------

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = QRect(0, option.rect.y(), self.viewport().width(), option.rect.height())
        look = current()
        row: PaperRow | None = index.siblingAtColumn(0).data(ROW_ROLE)
        if row is None:
            self._draw_group(painter, rect, index)
        else:
            if self.selectionModel().isRowSelected(index.row(), index.parent()):
                painter.fillRect(rect, QColor(look.accent_soft))
                painter.fillRect(QRect(0, rect.y(), 3, rect.height()), QColor(look.accent))
            self._draw_title(painter, self._cell(rect, TITLE), row)
            self._draw_filled(painter, self._cell(rect, FILLED), row)
            self._draw_state(painter, self._cell(rect, STATE), row)
        painter.setPen(QPen(QColor(look.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self.hasFocus() and self.currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0):
            paint_ring(painter, rect)
        painter.restore()

    def _cell(self, rect: QRect, column: int) -> QRect:
        return QRect(self.columnViewportPosition(column), rect.y(), self.columnWidth(column), rect.height())

    def _draw_group(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, group = current(), self._papers().group(index.row())
        painter.fillRect(rect, QColor(look.window))
        arrow = "chevron-down" if self.isExpanded(index) else "chevron-right"
        icons.draw(painter, QRectF(rect.x() + 12, rect.center().y() - 7, 16, 16), arrow, "text2")
        painter.setFont(scaled_font(self.font(), 0.96, 600))
        painter.setPen(QColor(look.text))
        painter.drawText(rect.adjusted(34, 0, -130, 0), _LEFT, group.title)
        painter.setFont(scaled_font(self.font(), 0.92))
        painter.setPen(QColor(look.text2))
        painter.drawText(rect.adjusted(0, 0, -14, 0), _RIGHT, group.words)

    def _draw_title(self, painter: QPainter, cell: QRect, row: PaperRow) -> None:
        look = current()
        icon = "file-spreadsheet" if row.is_workbook else "file-text"
        icons.draw(painter, QRectF(cell.x() + 13, cell.center().y() - 9, 18, 18), icon, "text2")
        strong, small = scaled_font(self.font(), 1.0, 500), scaled_font(self.font(), 0.92)
        height = QFontMetrics(strong).height()
        top = cell.center().y() - height + 1
        box = QRect(cell.x() + 42, top, cell.width() - 50, height)
        for font, text, colour in ((strong, row.title, look.text), (small, row.basis, look.text2)):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, _LEFT, shown)
            box = box.translated(0, height)

    def _draw_filled(self, painter: QPainter, cell: QRect, row: PaperRow) -> None:
        look = current()
        track = QRectF(cell.x() + 4, cell.center().y() - 2.5, _BAR, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.track))
        painter.drawRoundedRect(track, 3, 3)
        share = row.filled / row.total if row.total else 1.0
        if share:
            full = QRectF(track)
            full.setWidth(max(6.0, track.width() * min(share, 1.0)))
            painter.setBrush(QColor(look.ok if row.is_complete else look.accent))
            painter.drawRoundedRect(full, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self.font())
        painter.setPen(QColor(look.text))
        painter.drawText(cell.adjusted(_BAR + 12, 0, 0, 0), _LEFT, f"{row.filled} of {row.total}")

    def _draw_state(self, painter: QPainter, cell: QRect, row: PaperRow) -> None:
        look = current()
        lines = [(_STATE_ICONS[row.tone], row.tone, row.state_words, 1.0)]
        if row.changed:
            lines.append(("refresh-cw", "warn", _OUT_OF_DATE, 0.92))
        height = self.fontMetrics().height() + 2
        top = cell.center().y() - height * len(lines) / 2 + 1
        for icon, tone, words, size in lines:
            icons.draw(painter, QRectF(cell.x() + 8, top + height / 2 - 8, 16, 16), icon, tone)
            painter.setFont(scaled_font(self.font(), size))
            painter.setPen(QColor(look.text if size == 1.0 else look.color(tone)))
            painter.drawText(QRectF(cell.x() + 31, top, cell.width() - 32, height), _LEFT, words)
            top += height


class _Heights(QStyledItemDelegate):
    """Only says how high rows are; the tree paints them itself."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        return QSize(60, 2 * line + 9 if index.parent().isValid() else line + 13)
