"""The register as a table, and what narrows it: words, a segment, or a cell of the matrix."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from crasuite.interview.risk_file import RiskRow
from crasuite.language import tr
from crasuite.ui.widgets.row_model import Column, RowFilter, RowModel

Index = QModelIndex | QPersistentModelIndex
ID, TITLE, BEFORE, TREATMENT, AFTER = range(5)
SEGMENTS = ("all", "untreated", "high")


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("ID"), lambda row: row.id, lambda row: _number(row.id)),
        Column(
            tr("What could happen"), lambda row: f"{row.title}\n{row.line}", lambda row: row.title.casefold()
        ),
        Column(tr("Before"), lambda row: row.before_words, lambda row: row.before.weight),
        Column(tr("Treatment"), lambda row: row.treatment_words, lambda row: row.treatment_words),
        Column(tr("After"), lambda row: row.after_words, lambda row: row.after.weight),
    )


def _number(risk_id: str) -> tuple[int, str]:
    digits = "".join(letter for letter in risk_id if letter.isdigit())
    return int(digits or 0), risk_id


class RegisterModel(RowModel):
    """Keeps its order when rows only changed, so that the current line stays the current line."""

    def __init__(self) -> None:
        super().__init__(_columns())

    def update_rows(self, rows: Sequence[RiskRow]) -> None:
        """Show these rows; a reset only when lines came or went."""
        by_id = {row.id: row for row in rows}
        if by_id.keys() != {row.id for row in self._rows} or not rows:
            self.set_rows(rows)
            return
        changed = [at for at, row in enumerate(self._rows) if by_id[row.id] != row]
        self._rows = [by_id[row.id] for row in self._rows]
        for at in changed:
            self.dataChanged.emit(self.index(at, 0), self.index(at, self.columnCount() - 1))

    def place_of(self, risk_id: str) -> int:
        """Row of a risk, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.id == risk_id), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return str(super().data(index)).replace("\n", ", ")
        return super().data(index, role)


class RegisterFilter(RowFilter):
    """Words, segment (all, untreated or high ones) and cell together."""

    def __init__(self, model: RegisterModel) -> None:
        super().__init__(model)
        self.ids: frozenset[str] | None = None

    def set_ids(self, ids: Collection[str] | None) -> None:
        """Only these; None: all."""
        self.beginFilterChange()
        self.ids = None if ids is None else frozenset(ids)
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, parent: Index) -> bool:
        row: RiskRow = self._model.row_at(source_row)
        if self.ids is not None and row.id not in self.ids:
            return False
        if self.segment == "untreated" and row.is_treated:
            return False
        if self.segment == "high" and not row.counts_as_high:
            return False
        return super().filterAcceptsRow(source_row, parent)
