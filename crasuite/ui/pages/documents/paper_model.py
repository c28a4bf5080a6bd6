"""The papers in their groups, as a tree of two levels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from crasuite.interview.documents_file import PaperGroup, PaperRow

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
TITLE, FILLED, STATE = range(3)
HEADINGS = ("Document", "Filled", "State")
_GROUP = 0


class PaperModel(QAbstractItemModel):
    """A group is a row of its own with its papers below it."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[PaperGroup] = []

    def set_groups(self, groups: Sequence[PaperGroup]) -> None:
        """Show these papers. The selection stays as long as the papers are the same."""
        same = [[row.code for row in group.rows] for group in groups] == [
            [row.code for row in group.rows] for group in self._groups
        ]
        if same and self._groups:
            self._groups = list(groups)
            for place, inside in enumerate(groups):
                group = self.index(place, 0)
                self.dataChanged.emit(group, self.index(place, STATE))
                self.dataChanged.emit(self.index(0, 0, group), self.index(len(inside.rows) - 1, STATE, group))
            return
        self.beginResetModel()
        self._groups = list(groups)
        self.endResetModel()

    def group(self, place: int) -> PaperGroup:
        """One group."""
        return self._groups[place]

    def rows(self) -> list[PaperRow]:
        """All papers, in order."""
        return [row for group in self._groups for row in group.rows]

    def index_of(self, code: str) -> QModelIndex:
        """Where a paper stands."""
        for place, group in enumerate(self._groups):
            for at, row in enumerate(group.rows):
                if row.code == code:
                    return self.index(at, 0, self.index(place, 0))
        return QModelIndex()

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _GROUP)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        inside = index.internalId() if index.isValid() else _GROUP
        return QModelIndex() if inside == _GROUP else self.createIndex(inside - 1, 0, _GROUP)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() == _GROUP and parent.column() == 0:
            return len(self._groups[parent.row()].rows)
        return 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
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
            group = self._groups[index.row()]
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return f"{group.title}, {group.words}" if index.column() == 0 else None
            return None
        row = self._groups[index.internalId() - 1].rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return {
                TITLE: f"{row.title}, {row.basis}",
                FILLED: f"{row.filled} of {row.total}",
                STATE: f"{row.state_words}, out of date" if row.changed else row.state_words,
            }[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(
                part for part in (row.title, row.per_words, row.exported_words, row.changed_words) if part
            )
        return None
