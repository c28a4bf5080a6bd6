"""Rows in groups, as a tree of two levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from crasuite.language import tr

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_GROUP = 0


class GroupedModel(QAbstractItemModel):
    """A group is a row of its own with its rows below it. Subclasses name the columns and say what stands
    where."""

    headings: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self._inside: list[Sequence[Any]] = []

    # For subclasses

    def _key(self, row: Any) -> str:
        """What tells a row from the others."""
        raise NotImplementedError

    def _group_text(self, place: int) -> str:
        """A group in words."""
        raise NotImplementedError

    def _cell(self, row: Any, column: int, role: int) -> object:
        """What Qt asks of a row."""
        raise NotImplementedError

    def _show(self, inside: list[Sequence[Any]]) -> None:
        """Show the rows of each group. The selection stays as long as the rows are the same."""
        same = [list(map(self._key, rows)) for rows in inside] == [
            list(map(self._key, rows)) for rows in self._inside
        ]
        if same and self._inside:
            self._inside = inside
            last = len(self.headings) - 1
            for place, rows in enumerate(inside):
                group = self.index(place, 0)
                self.dataChanged.emit(group, self.index(place, last))
                self.dataChanged.emit(self.index(0, 0, group), self.index(len(rows) - 1, last, group))
            return
        self.beginResetModel()
        self._inside = inside
        self.endResetModel()

    # Rows

    def rows(self) -> list[Any]:
        """The rows of all groups, in order."""
        return [row for rows in self._inside for row in rows]

    def index_of(self, key: str) -> QModelIndex:
        """Where a row stands."""
        for place, rows in enumerate(self._inside):
            for at, row in enumerate(rows):
                if self._key(row) == key:
                    return self.index(at, 0, self.index(place, 0))
        return QModelIndex()

    def key_of(self, index: Index) -> str:
        """The key of the row at a place of this model or of a filter over it; a group has none."""
        row = index.siblingAtColumn(0).data(ROW_ROLE)
        return "" if row is None else self._key(row)

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _GROUP)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:
        inside = index.internalId() if index.isValid() else _GROUP
        return QModelIndex() if inside == _GROUP else self.createIndex(inside - 1, 0, _GROUP)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        if not parent.isValid():
            return len(self._inside)
        if parent.internalId() == _GROUP and parent.column() == 0:
            return len(self._inside[parent.row()])
        return 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(self.headings[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.internalId() == _GROUP:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if index.internalId() == _GROUP:
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return self._group_text(index.row()) if index.column() == 0 else None
            return None
        row = self._inside[index.internalId() - 1][index.row()]
        return row if role == ROW_ROLE else self._cell(row, index.column(), role)
