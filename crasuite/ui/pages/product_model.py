"""The products as a table, with filter and sort."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from crasuite.domain.english import day
from crasuite.language import mark, tr, tr_in, trn
from crasuite.ui.widgets.class_badge import KINDS
from crasuite.ui.widgets.word_filter import WordFilter

if TYPE_CHECKING:
    from crasuite.ui.product_row import ProductRow

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
PRODUCT, CLASS, ROUTE, PROGRESS, OPEN, DEADLINE = range(6)
HEADERS = (
    mark("Product"),
    mark("Class"),
    mark("Conformity route"),
    mark("Progress"),
    mark("Open points"),
    mark("Next date"),
)
SEGMENTS = ("all", "needs-action", "in", "open", "out")
_BADGE_ORDER = {
    kind: place for place, kind in enumerate(("critical", "important-2", "important-1", "default"))
}


class ProductModel(QAbstractTableModel):
    """Rows can be replaced one by one while verdicts fill in."""

    def __init__(self, rows: Sequence[ProductRow] = ()) -> None:
        super().__init__()
        self._rows: list[ProductRow] = list(rows)
        self._places: dict[int, int] = {}
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[ProductRow]) -> None:
        """Show other products."""
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {row.id: place for place, row in enumerate(self._rows)}
        self.endResetModel()

    def replace(self, row: ProductRow) -> None:
        """Show what is now known of one product."""
        place = self._places.get(row.id)
        if place is None or self._rows[place] == row:
            return
        self._rows[place] = row
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(HEADERS) - 1))

    def rows(self) -> list[ProductRow]:
        """All products, unfiltered."""
        return list(self._rows)

    def row_at(self, place: int) -> ProductRow:
        """One product."""
        return self._rows[place]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by what a column means. Done here and not in the proxy, which would compare one by one."""
        before = self._rows
        after = sorted(
            before, key=lambda row: sort_key(row, column), reverse=order == Qt.SortOrder.DescendingOrder
        )
        if after == before:
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        ids = [before[index.row()].id for index in kept]
        self._rows = after
        self._places = {row.id: place for place, row in enumerate(after)}
        moved = [self.index(self._places[one], index.column()) for one, index in zip(ids, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def row_of(self, product_id: int) -> int:
        """Where a product is, or -1."""
        return self._places.get(product_id, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADERS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return ", ".join(part for part in cell_lines(row, index.column()) if part)
        return None


def cell_lines(row: ProductRow, column: int) -> tuple[str, str]:
    """The two lines of a cell in words."""
    if row.error and column != PRODUCT:
        return (tr("Could not be opened"), row.error) if column == CLASS else ("", "")
    if not row.badge and column != PRODUCT:
        return (tr("Working it out…"), "") if column == CLASS else ("", "")
    if column == PRODUCT:
        return row.name, tr("Archived") if row.is_archived else row.description
    if column == CLASS:
        return KINDS[row.badge].text, ""
    if column == ROUTE:
        return row.route, row.route_note
    if column == PROGRESS:
        return row.progress_text, ""
    if column == OPEN:
        return trn("{n} open", "{n} open", row.open_points) if row.open_points else tr_in(
            "open points", "None"
        ), ""
    return row.deadline_text or (day(row.deadline) if row.deadline else tr("No date")), row.deadline_note


class ProductFilter(WordFilter):
    """Narrows by words and by one of `SEGMENTS`; sorting is left to the model."""

    def __init__(self, model: ProductModel) -> None:
        super().__init__(model)
        self._model = model

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._model.sort(column, order)

    def filterAcceptsRow(self, source_row: int, _parent: Index) -> bool:
        if self.segment == "all" and not self._words:
            return True  # asked of each of thousands of rows, again and again while they come
        row = self._model.row_at(source_row)
        if not in_segment(row, self.segment):
            return False
        return self._fits(f"{row.name} {row.description} {row.route}".casefold())


def in_segment(row: ProductRow, segment: str) -> bool:
    """Whether a product belongs to a segment."""
    if segment == "all":
        return True
    if segment == "needs-action":
        return row.needs_action
    return row.scope == segment


def sort_key(row: ProductRow, column: int) -> tuple:
    """What a column is sorted by; names settle ties."""
    name = row.name.casefold()
    if column == CLASS:
        return (_BADGE_ORDER.get(row.badge, 9), row.badge, name)
    if column == ROUTE:
        return (not row.route, row.route.casefold(), name)
    if column == PROGRESS:
        return (row.answered / row.total if row.total else 2.0, name)
    if column == OPEN:
        return (-row.open_points, name)
    if column == DEADLINE:
        return (row.deadline or date.max, name)
    return (name,)
