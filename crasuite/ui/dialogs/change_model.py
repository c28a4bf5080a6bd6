"""The cells of a workbook that would change something, each with what is decided about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crasuite.domain.english import Worded
from crasuite.interview.checklist_import import CellChange, Key
from crasuite.language import mark, tr

Index = QModelIndex | QPersistentModelIndex
CHANGE_ROLE = Qt.ItemDataRole.UserRole
DECISION_ROLE = CHANGE_ROLE + 1
DECISION, WHAT, HEAD, NOW, THEIRS, PLACE = range(6)
_HEADINGS: Worded[int] = Worded(
    {
        DECISION: mark("Decision"),
        WHAT: mark("Point or risk"),
        HEAD: mark("Column"),
        NOW: mark("In the program now"),
        THEIRS: mark("In the workbook"),
        PLACE: mark("Cell"),
    }
)
TAKE, KEEP, UNDECIDED = "take", "keep", "undecided"
DECISION_WORDS: Worded[str] = Worded({TAKE: mark("Take over"), KEEP: mark("Keep"), UNDECIDED: mark("Decide")})


class ChangeModel(QAbstractTableModel):
    """A change is taken unless it is kept out; a conflict is undecided until somebody decides it."""

    decided = Signal()

    def __init__(self, changes: Sequence[CellChange]) -> None:
        super().__init__()
        # Conflicts first: they wait for a decision.
        self.changes = sorted(changes, key=lambda change: not change.is_conflict)
        self._decisions = [UNDECIDED if change.is_conflict else TAKE for change in self.changes]

    def decide(self, rows: Sequence[int], decision: str) -> None:
        """Take or keep these rows."""
        for row in rows:
            self._decisions[row] = decision
            self.dataChanged.emit(self.index(row, 0), self.index(row, PLACE))
        self.decided.emit()

    def toggle(self, row: int) -> None:
        """The other decision."""
        self.decide([row], KEEP if self._decisions[row] == TAKE else TAKE)

    def decision(self, row: int) -> str:
        """What is decided about a row."""
        return self._decisions[row]

    def taken(self) -> set[Key]:
        """Keys of what is taken over."""
        return {
            change.key for change, said in zip(self.changes, self._decisions, strict=True) if said == TAKE
        }

    def undecided(self) -> int:
        """How many conflicts wait."""
        return self._decisions.count(UNDECIDED)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.changes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        change = self.changes[index.row()]
        if role == CHANGE_ROLE:
            return change
        if role == DECISION_ROLE:
            return self._decisions[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return {
                DECISION: DECISION_WORDS[self._decisions[index.row()]],
                WHAT: change.what,
                HEAD: change.head,
                NOW: change.now or tr("(empty)"),
                THEIRS: change.theirs or tr("(empty)"),
                PLACE: change.place,
            }[index.column()]
        return None
