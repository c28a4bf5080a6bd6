"""The 5 × 5 matrix as a real table: arrows move, Enter lists the risks of a cell, screen readers read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from crasuite.domain.english import small_first
from crasuite.domain.risk import STEPS, Matrix, RiskLevel
from crasuite.interview.risk_file import StepView
from crasuite.language import tr, trn
from crasuite.ui.delegates import has_focus
from crasuite.ui.pages.risk.levels import LEVEL_LOOK, short, tiny
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole


class MatrixModel(QAbstractTableModel):
    """Rows are impact, the worst at the top; columns are likelihood. `cell` counts both from 1."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix: Matrix = ()
        self.cells: Mapping[tuple[int, int], Sequence[str]] = {}
        self.levels: Mapping[RiskLevel, str] = {}
        self.likelihood: Sequence[StepView] = ()
        self.impact: Sequence[StepView] = ()
        self.chosen = ""

    def load(
        self,
        matrix: Matrix,
        cells: Mapping[tuple[int, int], Sequence[str]],
        levels: Mapping[RiskLevel, str],
        likelihood: Sequence[StepView],
        impact: Sequence[StepView],
    ) -> None:
        """Show another matrix or other risks in it."""
        self.matrix, self.cells, self.levels = matrix, cells, levels
        self.likelihood, self.impact = likelihood, impact
        self.dataChanged.emit(self.index(0, 0), self.index(STEPS - 1, STEPS - 1))
        for orientation in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
            self.headerDataChanged.emit(orientation, 0, STEPS - 1)

    def choose(self, risk_id: str) -> None:
        """The risk whose mark is filled."""
        self.chosen = risk_id
        self.dataChanged.emit(self.index(0, 0), self.index(STEPS - 1, STEPS - 1))

    def cell(self, index: Index) -> tuple[int, int]:
        """Likelihood and impact of a place."""
        return index.column() + 1, STEPS - index.row()

    def place(self, likelihood: int, impact: int) -> QModelIndex:
        """Where two steps meet."""
        return self.index(STEPS - impact, likelihood - 1)

    def level(self, index: Index) -> RiskLevel:
        """The level of a place."""
        likelihood, impact = self.cell(index)
        return self.matrix[impact - 1][likelihood - 1] if self.matrix else RiskLevel.NOT_RATED

    def risks(self, index: Index) -> Sequence[str]:
        """The risks that lie there."""
        return self.cells.get(self.cell(index), ())

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else STEPS

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else STEPS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or not self.likelihood:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.likelihood[section].label
        return self.impact[STEPS - 1 - section].label

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not self.matrix:
            return None
        level, risks = self.level(index), self.risks(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return ", ".join((self.levels[level], *risks))
        if role == CELL_ROLE:
            return level, risks
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            likelihood, impact = self.cell(index)
            said = tr(
                "Impact {impact}, likelihood {likelihood}: {level}.",
                impact=small_first(self.impact[impact - 1].label),
                likelihood=small_first(self.likelihood[likelihood - 1].label),
                level=small_first(self.levels[level]),
            )
            there = tr("Risks: {risks}.", risks=", ".join(risks)) if risks else tr("No risk.")
            return f"{said} {there}"
        return None


class MatrixDelegate(QStyledItemDelegate):
    """Ground and words of the level, and one mark: the risk, or how many there are."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(CELL_ROLE)
        if found is None:
            return
        level, risks = found
        model = index.model()
        assert isinstance(model, MatrixModel)
        look, tone = current(), LEVEL_LOOK[level][1]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.color(f"{tone}_bg")))
        painter.drawRoundedRect(box, 3, 3)
        font = scaled_font(option.font, 0.85)
        painter.setFont(font)
        painter.setPen(QColor(look.color(tone)))
        words = short(level, model.levels[level])
        if QFontMetrics(font).horizontalAdvance(words) > box.width() - 4:
            words = tiny(level)
        line = QFontMetrics(font).height()
        painter.drawText(QRectF(box.x() + 3, box.y() + 1, box.width() - 4, line), words)
        if risks:
            self._mark(painter, option.font, box.adjusted(0, line, 0, 0), risks, model.chosen)
        view = option.widget
        if has_focus(option) and isinstance(view, QAbstractItemView) and view.currentIndex() == index:
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()

    def _mark(self, painter: QPainter, base: QFont, room: QRectF, risks: Sequence[str], chosen: str) -> None:
        look = current()
        words = risks[0] if len(risks) == 1 else trn("{n} risk", "{n} risks", len(risks))
        font = scaled_font(base, 0.85, 600)
        metrics = QFontMetrics(font)
        if metrics.horizontalAdvance(words) + 8 > room.width():
            words = str(len(risks)) if len(risks) > 1 else words.removeprefix("R-")
        width = min(room.width() - 4, metrics.horizontalAdvance(words) + 12)
        height = min(room.height() - 4, metrics.height() + 6)
        box = QRectF(0, 0, width, height)
        box.moveCenter(room.center())
        is_chosen = chosen in risks
        painter.setPen(QPen(QColor(look.accent if is_chosen else look.control), 1))
        painter.setBrush(QColor(look.accent if is_chosen else look.surface))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(look.on_accent if is_chosen else look.text))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class MatrixView(QTableView):
    """Emits `cell_opened(likelihood, impact)` on Enter, Space or a click."""

    cell_opened = Signal(int, int)

    def __init__(self, name: str, model: QAbstractTableModel, delegate: QStyledItemDelegate) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            # The labels beside the cells say the same; the headers are there for screen readers.
            header.hide()
            header.setMinimumSectionSize(20)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._open)

    def cell_height(self) -> int:
        """Room for the level's words and one mark."""
        return self.fontMetrics().height() * 2 + 15

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        for column in range(STEPS):
            self.setColumnWidth(column, width * (column + 1) // STEPS - width * column // STEPS)
        for row in range(STEPS):
            self.setRowHeight(row, self.cell_height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusOutEvent(event)
        self.viewport().update()

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.cell_opened.emit(index.column() + 1, STEPS - index.row())
