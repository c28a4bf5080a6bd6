"""The points of Annex I in their two parts, as a tree of two levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from crasuite.interview.requirement_views import PARTS, STATE_WORDS, RequirementRow
from crasuite.ui.dates import counted

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
FLAGGED_ROLE = ROW_ROLE + 1
REF, TITLE, STATUS, EVIDENCE, OWNER = range(5)
HEADINGS = ("Ref.", "Requirement", "Status", "Evidence", "Owner")
_GROUP = 0


class RequirementModel(QAbstractItemModel):
    """A part is a row of its own with its points below it."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, list[RequirementRow]]] = []
        self._flagged: Mapping[str, int] = {}

    def set_rows(self, rows: Sequence[RequirementRow], flagged: Mapping[str, int]) -> None:
        """Show these points; `flagged` says how many proofs of a point changed or are missing."""
        parts = [(part, [row for row in rows if row.part == part]) for part in PARTS]
        same = [row.id for row in self.rows()] == [row.id for row in rows]
        self._flagged = flagged
        if same and self._parts:
            self._parts = parts
            for place, (_, inside) in enumerate(parts):
                group = self.index(place, 0)
                last = self.index(len(inside) - 1, OWNER, group)
                self.dataChanged.emit(self.index(0, 0, group), last)
                self.dataChanged.emit(group, self.index(place, OWNER))
            return
        self.beginResetModel()
        self._parts = parts
        self.endResetModel()

    def rows(self) -> list[RequirementRow]:
        """All points."""
        return [row for _, inside in self._parts for row in inside]

    def index_of(self, requirement_id: str) -> QModelIndex:
        """Where a point stands."""
        for place, (_, inside) in enumerate(self._parts):
            for at, row in enumerate(inside):
                if row.id == requirement_id:
                    return self.index(at, 0, self.index(place, 0))
        return QModelIndex()

    def group_words(self, place: int) -> tuple[str, str, str]:
        """A part's number, what it is about, and how far it is."""
        part, inside = self._parts[place]
        done = sum(not row.is_open for row in inside)
        return f"Part {part}", PARTS[part], f"{done} of {len(inside)} done"

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
            return len(self._parts)
        if parent.internalId() == _GROUP and parent.column() == 0:
            return len(self._parts[parent.row()][1])
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
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return ", ".join(self.group_words(index.row())) if index.column() == 0 else None
            return None
        row = self._parts[index.internalId() - 1][1][index.row()]
        if role == ROW_ROLE:
            return row
        if role == FLAGGED_ROLE:
            return self._flagged.get(row.id, 0)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                f"{row.full_ref} {row.title}" if index.column() <= TITLE else self._text(row, index.column())
            )
        return None

    def _text(self, row: RequirementRow, column: int) -> str:
        if column == EVIDENCE:
            flagged = self._flagged.get(row.id, 0)
            more = f", {counted(flagged, 'needs a look', 'need a look')}" if flagged else ""
            return f"{row.evidence or 'None'}{more}"
        if column == STATUS:
            return f"{STATE_WORDS[row.state]}, overdue" if row.is_overdue else STATE_WORDS[row.state]
        return {REF: row.ref, TITLE: row.title, OWNER: row.owner}[column]


SEGMENTS = (
    ("all", "All"),
    ("open", "Open"),
    ("no-evidence", "No evidence"),
    ("not-applicable", "Not applicable"),
)


def in_segment(row: RequirementRow, segment: str) -> bool:
    """Whether a point is listed under a segment."""
    return {
        "all": True,
        "open": row.is_open,
        "no-evidence": row.lacks_evidence,
        "not-applicable": row.state.value in ("not-applicable", "unjustified"),
    }[segment]


class RequirementFilter(QSortFilterProxyModel):
    """Narrows by words and segment when one of them changes; a point being edited never vanishes."""

    def __init__(self, model: RequirementModel) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self._segment = "all"
        self.setDynamicSortFilter(False)
        self.setSourceModel(model)

    def set_words(self, text: str) -> None:
        """Show points that contain every word."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange()

    def set_segment(self, segment: str) -> None:
        """Show points of a segment."""
        self.beginFilterChange()
        self._segment = segment
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self.sourceModel()
        index = model.index(source_row, 0, source_parent)
        if not source_parent.isValid():
            return any(self.filterAcceptsRow(at, index) for at in range(model.rowCount(index)))
        row: RequirementRow = index.data(ROW_ROLE)
        return in_segment(row, self._segment) and all(word in row.words for word in self._words)
