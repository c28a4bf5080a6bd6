"""The requirements sheet of the workbook, filled from the technical file; made to come back filled.

Row ids are stable (`annex1.i.2.c`). What a cell shows is worked out here alone, so that an import can tell
what was changed in the workbook from what was changed in the program meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crasuite.documents.content.meanings import Meanings
from crasuite.documents.sheets import CellValue, SheetColumn
from crasuite.domain.english import Worded
from crasuite.domain.requirement import Applies, Requirement, RequirementState, RequirementStatus
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import mark, tr

if TYPE_CHECKING:
    from crasuite.rules import Pack

SHEET = "Requirements"
APPLIES = (mark("Applies"), mark("Does not apply"), mark("? Not sure yet"))
NOT_SAID = mark("? Not said yet")
STATUS = (
    mark("● Met"),
    mark("► In progress"),
    mark("○ To do"),
    mark("? Not sure yet"),
    mark("▲ Evidence missing"),
    mark("– Not applicable"),
)
REASON_MISSING = mark("▲ Reason missing")
"""Words of the drop-downs, to be put through `tr`."""

_APPLIES_WORDS = {Applies.YES: APPLIES[0], Applies.NO: APPLIES[1], Applies.NOT_SURE: APPLIES[2]}
_STATE_WORDS = Worded(
    {
        RequirementState.MET: STATUS[0],
        RequirementState.IN_PROGRESS: STATUS[1],
        RequirementState.TO_DO: STATUS[2],
        RequirementState.NOT_SURE: STATUS[3],
        RequirementState.EVIDENCE_MISSING: STATUS[4],
        RequirementState.NOT_APPLICABLE: STATUS[5],
        RequirementState.UNJUSTIFIED: REASON_MISSING,
    }
)
APPLIES_OF = Meanings({words: applies for applies, words in _APPLIES_WORDS.items()})
STATUS_OF = Meanings(
    {
        STATUS[0]: RequirementStatus.MET,
        STATUS[1]: RequirementStatus.IN_PROGRESS,
        STATUS[2]: RequirementStatus.TO_DO,
        STATUS[3]: RequirementStatus.NOT_SURE,
    }
)
"""Words of the status column that may be chosen; the others follow from the rest of the row."""

EDITABLE = (
    SheetColumn("applies", mark("Applies?"), 14, kind="list", choices="applies", editable=True),
    SheetColumn("how", mark("How it is met, or why it does not apply"), 40, editable=True),
    SheetColumn("status", mark("Status"), 18, kind="list", choices="status", editable=True, colour="status"),
    SheetColumn("evidence", mark("Evidence"), 18, editable=True),
    SheetColumn("owner", mark("Owner"), 11, editable=True),
    SheetColumn("due", mark("Due"), 12, kind="date", editable=True),
)
RISKS = SheetColumn("risks", mark("Risks"), 12, editable=True)
"""Only with a technical file: a point that does not apply names the risk that shows why."""


def row_id(requirement_id: str) -> str:
    """The stable id of a point of Annex I in the workbook.

    >>> row_id("annex-1-1-2-c"), row_id("annex-1-2-4")
    ('annex1.i.2.c', 'annex1.ii.4')
    """
    _, _, part, *rest = requirement_id.split("-")
    return ".".join(["annex1", "i" if part == "1" else "ii", *rest])


def requirement_of(row: str) -> str:
    """The point of the rule pack a row stands for; empty when it stands for none.

    >>> requirement_of("annex1.i.2.c"), requirement_of("risk.R-01")
    ('annex-1-1-2-c', '')
    """
    start, _, rest = row.partition(".")
    part, _, rest = rest.partition(".")
    if start != "annex1" or part not in ("i", "ii") or not rest:
        return ""
    return "-".join(["annex-1", "1" if part == "i" else "2", *rest.split(".")])


def columns(file: TechnicalFile | None) -> tuple[SheetColumn, ...]:
    """The columns a colleague fills, their heads in the spoken language."""
    place = [column.id for column in EDITABLE].index("evidence") + 1
    risks = () if file is None else (RISKS,)
    return tuple(
        replace(column, head=tr(column.head)) for column in (*EDITABLE[:place], *risks, *EDITABLE[place:])
    )


def shown(pack: Pack, file: TechnicalFile, requirement_id: str) -> dict[str, CellValue]:
    """What the cells of a point show, by column."""
    said = file.requirement(requirement_id)
    may_not_apply = pack.requirements[requirement_id].may_not_apply
    state = file.requirement_states({requirement_id: may_not_apply})[requirement_id]
    unsaid = NOT_SAID if may_not_apply else APPLIES[0]
    return {
        "applies": tr(_APPLIES_WORDS.get(said.applies, unsaid)),
        "how": _words_of(said) or None,
        "status": _STATE_WORDS[state],
        "evidence": ", ".join(said.evidence) or None,
        "risks": ", ".join(file.risks_of_point(requirement_id)) or None,
        "owner": said.owner or None,
        "due": said.due,
    }


def _words_of(said: Requirement) -> str:
    return said.reason if said.applies is Applies.NO else said.how
