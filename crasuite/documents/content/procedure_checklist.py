"""The procedure checklist (PC): every step of one conformity assessment procedure, to be ticked on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.file_gaps import is_maker
from crasuite.documents.content.parts import (
    because,
    class_line,
    class_sign,
    gaps_table,
    meta_for,
    open_points_table,
)
from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.procedures import open_if
from crasuite.documents.content.wording import basis, capital, day, in_words, joined, labels, lowered, stated
from crasuite.documents.tree import (
    LABEL_VALUE,
    Block,
    Cell,
    Column,
    Document,
    Gap,
    Heading,
    Muted,
    OpenPoint,
    Signatory,
    SignatureBlock,
    Status,
    StatusKind,
    Strong,
    Tick,
    UserText,
    cell,
    note,
    own_pattern,
    para,
    result_box,
    small,
    table,
)
from crasuite.domain.english import from_outside
from crasuite.domain.placeholder import is_filled
from crasuite.domain.procedure_step import StepRecord, StepStatus, settled
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import mark, tr, tr_in
from crasuite.rules.as_json import PROCEDURES
from crasuite.rules.model import Pack, Procedure, ProcedureStep

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "PC"

# As the checklist of the house, with 3 mm moved to the record: "Correspondence" must not break.
STEPS = own_pattern(
    Column(mark("Done"), 12, "centre"),
    (mark("Step"), 68),
    (mark("Basis"), 32),
    (mark("Record"), 28),
    (mark("Owner, due"), 25),
    name="steps",
)

_LEGAL_BASIS = {
    "procedure-a": mark("Art. 32(1)(a); Annex VIII, Part I"),
    "procedure-b-c": mark("Art. 32; Annex VIII, Parts II, III"),
    "procedure-h": mark("Art. 32; Annex VIII, Part IV"),
    "procedure-certification": mark("Art. 27(9), 32"),
    "procedure-ehds": mark("Art. 32(5a); Regulation (EU) 2025/327"),
    "procedure-ai": mark("Art. 12; Regulation (EU) 2024/1689, Art. 43"),
}
_STATUS = {
    StepStatus.IN_PROGRESS: Status(StatusKind.IN_PROGRESS),
    StepStatus.NOT_SURE: Status(StatusKind.NOT_SURE),
    StepStatus.NOT_APPLICABLE: Status(StatusKind.NOT_APPLICABLE),
}
"""What the tick box does not say."""
_FILE_SUFFIX = {
    "procedure-a": "A",
    "procedure-b-c": "BC",
    "procedure-h": "H",
    "procedure-certification": "CERT",
    "procedure-ehds": "EHDS",
    "procedure-ai": "AI",
}


def procedures_of(record: ProductRecord) -> tuple[str, ...]:
    """The procedures that get a checklist: the chosen one, else each that is open. Only a maker has one."""
    if not is_maker(record):
        return ()
    if record.chosen is not None:
        return (record.chosen,)
    return tuple(
        fact
        for fact in PROCEDURES.values()
        if fact in record.pack.procedures and record.assessment.value(fact) == "open"
    )


def code_of(record: ProductRecord, fact: str) -> str:
    """The code of a procedure's checklist: PC of the chosen one, else PC-A, PC-BC …"""
    return CODE if record.chosen == fact else f"{CODE}-{_FILE_SUFFIX[fact]}"


def title_of(fact: str) -> str:
    """The title of a checklist: "Procedure checklist, modules B + C"."""
    return tr("Procedure checklist, {procedure}", procedure=PROCEDURE_NAMES[fact])


def basis_of(fact: str) -> str:
    """Where the law lays the procedure down."""
    return tr(_LEGAL_BASIS[fact]) if fact in _LEGAL_BASIS else tr("Art. 32")


def build(record: ProductRecord, fact: str) -> Document:
    """The checklist of one procedure; its fingerprint is still to be added."""
    procedure = record.pack.procedures[fact]
    file = record.technical_file or TechnicalFile()
    said = [file.step(step.id) for group in procedure.groups for step in group.steps]
    code = code_of(record, fact)
    meta = meta_for(
        record,
        code,
        title_of(fact),
        f"{record.name_at_start}, {class_line(record)}",
        basis_of(fact),
        state=tr("Working copy, {done} of {total} steps done", done=settled(said), total=len(said)),
        draft_means=tr("working copy"),
        final=False,
    )
    blocks: list[Block] = [
        _result(record, fact),
        _demands(record.pack, procedure),
        note(
            tr(
                "Tick a step only when its record exists. □ to do, ■ done. “Basis” names "
                "the point that asks for the step; “practice” marks steps that no law asks "
                "for, “guidance” those that the Commission’s guidance names."
            )
        ),
        *_groups(record.pack, file, procedure),
    ]
    for statement in procedure.marking:
        blocks.append(para(*stated(record.pack, statement)))
    blocks.extend(_points(record))
    blocks.append(Heading(1, tr("Kept and closed")))
    blocks.append(
        SignatureBlock(
            (
                Signatory(tr("Kept by"), tr("to be named")),
                Signatory(tr("Closed"), record.text("released-by") or tr("to be named")),
            )
        )
    )
    return Document(meta, tuple(blocks))


def _result(record: ProductRecord, fact: str) -> Block:
    pack, result = record.pack, record.assessment
    verdict = result.verdict(fact)
    name = capital(PROCEDURE_NAMES[fact])
    is_chosen = record.chosen == fact
    are = fact == "procedure-b-c"
    lines: list[Any] = []
    marks: list[Any] = []
    if verdict.value == "open":
        headline = tr(_OPEN[are, is_chosen], procedure=name, product=record.name)
        lines.append(" ".join(in_words(pack, rule.because) for rule in verdict.rules))
        if result.lacks_body(fact):
            lines.append(
                (
                    Strong(tr("Open by law, but no body listed yet.") + " "),
                    tr("The steps before the application can be done now."),
                )
            )
    elif verdict.value == "closed":
        headline = (
            tr("{procedures} are not open to {product}.", procedures=name, product=record.name)
            if are
            else tr("{procedure} is not open to {product}.", procedure=name, product=record.name)
        )
        lines.append(because(result, fact))
        marks.extend(
            (
                Gap(gap.number),
                tr("It was chosen all the same. Choose an open procedure before any step is taken."),
            )
            for gap in record.gaps
            if gap.question == "procedure-choice"
        )
    else:
        headline = (
            tr(
                "It is not decided yet whether {procedures} are open to {product}.",
                procedures=PROCEDURE_NAMES[fact],
                product=record.name,
            )
            if are
            else tr(
                "It is not decided yet whether {procedure} is open to {product}.",
                procedure=PROCEDURE_NAMES[fact],
                product=record.name,
            )
        )
        lines.extend(open_if(rule.value == "open", in_words(pack, rule.because)) for rule in verdict.rules)
        marks.extend(
            (OpenPoint(point.number), f"{point.words}")
            for point in record.open_points
            if point.question.id in verdict.hangs_on
        )
    if record.chosen is None:
        others = [PROCEDURE_NAMES[one] for one in procedures_of(record) if one != fact]
        more = ""
        if len(others) > 1:
            more = " " + tr("{procedures} are open too.", procedures=capital(joined(others)))
        elif others:
            more = " " + tr("{procedure} is open too.", procedure=capital(others[0]))
        lines.append(tr("No procedure is chosen yet.") + more)
    cites = [cite for rule in verdict.rules for cite in rule.cites]
    return result_box(
        headline,
        *lines,
        cites=labels(pack, cites)[:6],
        marks=marks,
        sign=class_sign(record),
        sign_text=headline,
    )


_OPEN = {
    (False, False): mark("{procedure} is open to {product}."),
    (False, True): mark("{procedure} is open to {product} and chosen."),
    (True, False): mark("{procedure} are open to {product}."),
    (True, True): mark("{procedure} are open to {product} and chosen."),
}
"""By whether the procedure is several modules, and whether it is chosen."""


def _demands(pack: Pack, procedure: Procedure) -> Block:
    return table(
        LABEL_VALUE,
        [
            (tr("What happens"), cell(f"{in_words(pack, procedure.summary)}.")),
            (tr("Who checks"), cell(in_words(pack, procedure.who))),
            (tr("We hand over"), cell(in_words(pack, procedure.you_hand_over))),
            (tr("While we sell"), cell(in_words(pack, procedure.while_you_sell))),
        ],
        tr("What the procedure asks"),
    )


def _groups(pack: Pack, file: TechnicalFile, procedure: Procedure) -> Iterator[Block]:
    for chapter, group in enumerate(procedure.groups, 1):
        yield Heading(1, group.title)
        yield table(
            STEPS,
            [
                _step(pack, file.step(step.id), f"{chapter}.{number}", step)
                for number, step in enumerate(group.steps, 1)
            ],
            description=tr("Steps: {group}", group=group.title),
        )


def _step(
    pack: Pack, said: StepRecord, number: str, step: ProcedureStep
) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    lines: list[Any] = [(f"{number}  {in_words(pack, step.text)}",)]
    if step.hand_over:
        lines.append(small(tr("Hand over: {what}", what=lowered(in_words(pack, step.hand_over)))))
    if said.status in _STATUS:
        lines.append((_STATUS[said.status],))
    proof: list[Any] = [in_words(pack, step.evidence)]
    if is_filled(said.where):
        proof.append((UserText(said.where),))
    done = said.status is StepStatus.DONE
    due: Any = day(said.due) if said.due else Muted(tr("no date yet"))
    return (
        cell(Tick(done)),
        cell(*lines),
        cell(basis(pack, step.basis, step.kind)),
        cell(*proof),
        cell(UserText(said.owner) if is_filled(said.owner) else who(step), *([] if done else [due])),
    )


def who(step: ProcedureStep) -> str:
    """Who takes the step, seen from outside: "You" becomes "Manufacturer"."""
    return from_outside(step.who)


def _points(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, tr("Open points and gaps"))
    gaps = record.gaps_of(CODE)
    if not record.open_points and not gaps:
        yield para(tr_in("points and gaps", "None."))
        return
    if record.open_points:
        yield open_points_table(record, tr("Open answers and what hangs on them"))
    if gaps:
        yield gaps_table(gaps, tr("What is missing"))
