"""A read-only table over plain rows, for screens that list things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from crasuite.ui.widgets.word_filter import WordFilter

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_DOWN = Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class Column:
    """Heading, text and sort key of a column."""

    heading: str
    text: Callable[[Any], str]
    key: Callable[[Any], object]


class RowModel(QAbstractTableModel):
    """Any rows under given columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = list(columns)
        self._rows: list[Any] = []

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row_at(self, place: int) -> Any:
        """One row."""
        return self._rows[place]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the column's key. Done here and not in the proxy, which would compare one by one."""
        if column < 0:
            return
        key = self.columns[column].key
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        before = self._rows
        places = sorted(range(len(before)), key=lambda at: key(before[at]), reverse=order == _DOWN)  # type: ignore
        self._rows = [before[at] for at in places]
        new_place = {old: new for new, old in enumerate(places)}
        self.changePersistentIndexList(kept, [self.index(new_place[one.row()], one.column()) for one in kept])
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._rows[index.row()]
        if role == ROW_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.columns[index.column()].text(entry)
        return None


class RowFilter(WordFilter):
    """Narrows by words in any column; sorting is left to the model."""

    def __init__(self, model: RowModel) -> None:
        super().__init__(model)
        self._model = model

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._model.sort(column, order)

    def filterAcceptsRow(self, source_row: int, _parent: Index) -> bool:
        if not self._words:
            return True
        entry = self._model.row_at(source_row)
        haystack = " ".join(column.text(entry) for column in self._model.columns).casefold()
        return self._fits(haystack)
