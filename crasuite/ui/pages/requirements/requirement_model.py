"""The points of Annex I in their two parts, as a tree of two levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt

from crasuite.interview.requirement_views import PARTS, STATE_WORDS, RequirementRow
from crasuite.language import mark, tr, tr_in, trn
from crasuite.ui.widgets.grouped_model import ROW_ROLE, GroupedModel, Index
from crasuite.ui.widgets.word_filter import WordFilter

FLAGGED_ROLE = ROW_ROLE + 1
REF, TITLE, STATUS, EVIDENCE, OWNER = range(5)


class RequirementModel(GroupedModel):
    """A part is a row of its own with its points below it."""

    headings = (mark("Ref."), mark("Requirement"), mark("Status"), mark("Evidence"), mark("Owner"))

    def __init__(self) -> None:
        super().__init__()
        self._flagged: Mapping[str, int] = {}

    def set_rows(self, rows: Sequence[RequirementRow], flagged: Mapping[str, int]) -> None:
        """Show these points; `flagged` says how many proofs of a point changed or are missing."""
        self._flagged = flagged
        self._show([[row for row in rows if row.part == part] for part in PARTS])

    def group_words(self, place: int) -> tuple[str, str, str]:
        """A part's number, what it is about, and how far it is."""
        part, inside = list(PARTS)[place], self._inside[place]
        done = sum(not row.is_open for row in inside)
        return (
            tr("Part {part}", part=part),
            PARTS[part],
            tr("{done} of {total} done", done=done, total=len(inside)),
        )

    # What the tree asks

    def _key(self, row: RequirementRow) -> str:
        return row.id

    def _group_text(self, place: int) -> str:
        return ", ".join(self.group_words(place))

    def _cell(self, row: RequirementRow, column: int, role: int) -> object:
        if role == FLAGGED_ROLE:
            return self._flagged.get(row.id, 0)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.full_ref} {row.title}" if column <= TITLE else self._text(row, column)
        return None

    def _text(self, row: RequirementRow, column: int) -> str:
        if column == EVIDENCE:
            flagged = self._flagged.get(row.id, 0)
            said = str(row.evidence) if row.evidence else tr_in("evidence", "None")
            return f"{said}, {trn('{n} needs a look', '{n} need a look', flagged)}" if flagged else said
        if column == STATUS:
            return (
                tr("{status}, overdue", status=STATE_WORDS[row.state])
                if row.is_overdue
                else STATE_WORDS[row.state]
            )
        return {REF: row.ref, TITLE: row.title, OWNER: row.owner}[column]


SEGMENTS = (
    ("all", mark("All")),
    ("open", mark("Open")),
    ("no-evidence", mark("No evidence")),
    ("not-applicable", mark("Not applicable")),
)


def in_segment(row: RequirementRow, segment: str) -> bool:
    """Whether a point is listed under a segment."""
    return {
        "all": True,
        "open": row.is_open,
        "no-evidence": row.lacks_evidence,
        "not-applicable": row.state.value in ("not-applicable", "unjustified"),
    }[segment]


class RequirementFilter(WordFilter):
    """Narrows the points; a part is listed while a point of it is."""

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self.sourceModel()
        index = model.index(source_row, 0, source_parent)
        if not source_parent.isValid():
            return any(self.filterAcceptsRow(at, index) for at in range(model.rowCount(index)))
        row: RequirementRow = index.data(ROW_ROLE)
        return in_segment(row, self.segment) and self._fits(row.words)
