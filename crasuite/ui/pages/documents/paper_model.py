"""The papers in their groups, as a tree of two levels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from crasuite.interview.documents_file import PaperGroup, PaperRow
from crasuite.language import mark, tr
from crasuite.ui.widgets.grouped_model import GroupedModel

TITLE, FILLED, STATE = range(3)


class PaperModel(GroupedModel):
    """A group is a row of its own with its papers below it."""

    headings = (mark("Document"), mark("Filled"), mark("State"))

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[PaperGroup] = []

    def set_groups(self, groups: Sequence[PaperGroup]) -> None:
        """Show these papers."""
        self._groups = list(groups)
        self._show([group.rows for group in groups])

    def group(self, place: int) -> PaperGroup:
        """One group."""
        return self._groups[place]

    # What the tree asks

    def _key(self, row: PaperRow) -> str:
        return row.code

    def _group_text(self, place: int) -> str:
        return f"{self._groups[place].title}, {self._groups[place].words}"

    def _cell(self, row: PaperRow, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return {
                TITLE: f"{row.title}, {row.basis}",
                FILLED: tr("{filled} of {total}", filled=row.filled, total=row.total),
                STATE: tr("{state}, out of date", state=row.state_words) if row.changed else row.state_words,
            }[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(
                part for part in (row.title, row.per_words, row.exported_words, row.changed_words) if part
            )
        return None
