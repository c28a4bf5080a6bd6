"""The steps of a procedure in their groups, as a tree of two levels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from crasuite.domain.english import day
from crasuite.interview.procedure_file import StepGroup, StepRow
from crasuite.language import mark, tr
from crasuite.ui.widgets.grouped_model import GroupedModel

NUMBER, STEP, STATUS = range(3)


class StepModel(GroupedModel):
    """A group is a row of its own with its steps below it."""

    headings = (mark("No."), mark("Step"), mark("Status"))

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[StepGroup] = []

    def set_groups(self, groups: Sequence[StepGroup]) -> None:
        """Show these steps."""
        self._groups = list(groups)
        self._show([group.rows for group in groups])

    def group(self, place: int) -> StepGroup:
        """One group."""
        return self._groups[place]

    # What the tree asks

    def _key(self, row: StepRow) -> str:
        return row.id

    def _group_text(self, place: int) -> str:
        group = self._groups[place]
        return tr(
            "{number} {title}, {count} settled", number=group.number, title=group.title, count=group.words
        )

    def _cell(self, row: StepRow, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            status = row.status_words
            said = tr("{status}, overdue", status=status) if row.is_overdue else status
            return {NUMBER: row.number, STEP: row.text, STATUS: said}[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = [row.text, row.said.owner]
            if row.said.due is not None:
                due = day(row.said.due)
                parts.append(
                    tr("Overdue since {day}", day=due) if row.is_overdue else tr("Due {day}", day=due)
                )
            return "\n".join(part for part in parts if part)
        return None
