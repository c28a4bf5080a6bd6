"""The steps of the procedure as a sheet of the workbook; made to come back filled. Row ids: `step.b-c-03`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crasuite.documents.content.meanings import Meanings
from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.procedure_checklist import procedures_of, who
from crasuite.documents.content.wording import basis, capital, in_words
from crasuite.documents.sheets import CellValue, Sheet, SheetColumn, SheetRow
from crasuite.domain.english import Worded
from crasuite.domain.procedure_step import StepStatus
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import mark, tr, tr_in

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord
    from crasuite.rules import Pack
    from crasuite.rules.model import ProcedureStep

SHEET = mark("Procedure")
_STATUS_WORDS = {
    StepStatus.DONE: mark("● Done"),
    StepStatus.IN_PROGRESS: mark("► In progress"),
    StepStatus.TO_DO: mark("○ To do"),
    StepStatus.NOT_SURE: mark("? Not sure yet"),
    StepStatus.NOT_APPLICABLE: mark("– Not applicable"),
}
STATUS_WORDS = Worded(_STATUS_WORDS)
STATUS_OF = Meanings({words: status for status, words in _STATUS_WORDS.items()})
EDITABLE = (
    SheetColumn(
        "status", mark("Status"), 16, kind="list", choices="step_status", editable=True, colour="status"
    ),
    SheetColumn("where", mark("Where it is"), 18, editable=True),
    SheetColumn("owner", mark("Owner"), 11, editable=True),
    SheetColumn("due", mark("Due"), 12, kind="date", editable=True),
)


def row_id(step_id: str) -> str:
    """The stable id of a step in the workbook.

    >>> row_id("a-01"), step_of("step.a-01"), step_of("risk.R-01")
    ('step.a-01', 'a-01', '')
    """
    return f"step.{step_id}"


def step_of(row: str) -> str:
    """The step a row stands for; empty when it stands for none."""
    start, _, step_id = row.partition(".")
    return step_id if start == "step" else ""


def steps_by_id(pack: Pack) -> dict[str, ProcedureStep]:
    """Every step of every procedure."""
    return {
        step.id: step
        for procedure in pack.procedures.values()
        for group in procedure.groups
        for step in group.steps
    }


def shown(file: TechnicalFile, step_id: str) -> dict[str, CellValue]:
    """What the cells of a step show, by column."""
    said = file.step(step_id)
    return {
        "status": STATUS_WORDS[said.status],
        "where": said.where or None,
        "owner": said.owner or None,
        "due": said.due,
    }


def columns() -> tuple[SheetColumn, ...]:
    """The columns a colleague fills, their heads in the spoken language."""
    return tuple(replace(column, head=tr(column.head)) for column in EDITABLE)


def build(record: ProductRecord) -> Sheet:
    """The sheet: the steps of the chosen procedure, else of each that is open."""
    pack, file = record.pack, record.technical_file or TechnicalFile()
    facts = procedures_of(record)
    several = len(facts) > 1
    shown_columns = (
        *([SheetColumn("procedure", tr("Procedure"), 18)] if several else []),
        SheetColumn("number", tr("No."), 7, strong=True, kind="hash"),
        SheetColumn("group", tr("Group"), 20),
        SheetColumn("step", tr("Step"), 52),
        SheetColumn("who", tr("Who"), 18),
        SheetColumn("hand-over", tr("Hand over"), 22),
        SheetColumn("proof", tr("Record"), 24),
        SheetColumn("basis", tr("Basis"), 28),
        *columns(),
    )
    rows = []
    for fact in facts:
        for chapter, group in enumerate(pack.procedures[fact].groups, 1):
            for number, step in enumerate(group.steps, 1):
                values: list[CellValue] = [capital(PROCEDURE_NAMES[fact])] if several else []
                values += [
                    f"{chapter}.{number}",
                    group.title,
                    in_words(pack, step.text),
                    who(step),
                    in_words(pack, step.hand_over) or tr_in("things", "nothing"),
                    in_words(pack, step.evidence),
                    basis(pack, step.basis, step.kind),
                    *shown(file, step.id).values(),
                ]
                rows.append(SheetRow(row_id(step.id), tuple(values)))
    title = (
        tr("Procedure steps, {procedure}", procedure=PROCEDURE_NAMES[facts[0]])
        if len(facts) == 1
        else tr("Steps of the open procedures")
    )
    return Sheet(
        SHEET,
        title,
        tr("Set a step to done only when its record exists."),
        shown_columns,
        tuple(rows),
        freeze=2 if several else 1,
    )
