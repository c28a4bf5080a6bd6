"""Section 5 of the classification record: procedures open, not open and chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.parts import (
    missing,
)
from crasuite.documents.content.wording import (
    answer_words,
    basis,
    day,
    filled_text,
    in_words,
    joined,
    lowered,
    option_words,
)
from crasuite.documents.tree import (
    LABEL_VALUE,
    PROCEDURE,
    Block,
    Cell,
    Cite,
    Gap,
    Heading,
    Status,
    StatusKind,
    Strong,
    Tick,
    cell,
    own_pattern,
    para,
    table,
)
from crasuite.language import mark, tr, tr_in, trn
from crasuite.rules.as_json import PROCEDURES

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord
from crasuite.documents.content.parts import is_covered, reasons_of

POINTS = own_pattern((mark("Point"), 28), (mark("Requirement"), 68), (mark("Covered by"), 69), name="points")


def open_if(is_open: bool, condition: str) -> str:
    """Under which condition a procedure is open, or not open, while that is not decided."""
    said = lowered(condition)
    if is_open:
        return tr("Open, if: {condition}", condition=said)
    return tr("Not open, if: {condition}", condition=said)


def blocks(record: ProductRecord) -> Iterator[Block]:
    """Section 5: every procedure with its state and reasons, and what the chosen one asks."""
    result, pack = record.assessment, record.pack
    yield Heading(1, tr("Conformity assessment procedures"), tr("Art. 32"))
    if not is_covered(result):
        cites = [cite for rule in result.verdict("full-duties").rules for cite in rule.cites]
        yield para(
            tr(
                "No conformity assessment under the CRA is required for this product, and "
                "no procedure is chosen."
            ),
            Cite(basis(pack, cites)),
        )
        others = [
            item.entry.law
            for item in result.neighbours()
            if item.applies is not False and item.entry.effect == "excluded"
        ]
        if others:
            yield para(
                tr(
                    "Conformity is shown under the law that takes its place: {laws}. Section 6 says what it "
                    "asks.",
                    laws=joined(others),
                )
            )
        return
    rows = [_procedure_row(record, fact) for fact in PROCEDURES.values()]
    yield table(
        PROCEDURE, rows, tr("Procedures for {product} on {day}", product=record.name, day=day(record.on))
    )
    yield from _third_party(record)
    yield from _chosen(record)


def _procedure_row(record: ProductRecord, fact: str) -> tuple[Cell, Cell, Cell, Cell]:
    result, pack = record.assessment, record.pack
    verdict = result.verdict(fact)
    is_chosen = fact == record.chosen
    why: list[Any] = []
    if verdict.value is None:
        state: list[Any] = [Status(StatusKind.NOT_SURE, tr("Not decided"))]
        for rule in verdict.rules:
            why.append(open_if(rule.value == "open", in_words(pack, rule.because)))
    else:
        why.extend(reasons_of(result, fact))
        state = [Tick(is_chosen, tr("Chosen") if is_chosen else tr_in("procedure", "Open"))]
        if verdict.value == "closed":
            state = [Tick(False, tr("Not open"))]
    if is_chosen and verdict.value != "open":
        state.append(Strong(tr("Chosen")))
    if is_chosen:
        state.extend(
            Gap(gap.number)
            for gap in record.gaps
            if gap.question == "procedure-choice" and verdict.value == "closed"
        )
    if verdict.value != "closed" and result.lacks_body(fact):
        why.append(
            (
                Strong(tr("Open by law, but no body listed yet.") + " "),
                tr("It can be prepared, not completed."),
            )
        )
    if verdict.value == "closed":
        opens = _opened_by(record, fact)
        if opens:
            why.append((Strong(tr("Could open it:") + " "), f"{joined(opens, 'or')}."))
    cites = [cite for rule in verdict.rules for cite in rule.cites]
    return cell(pack.facts[fact].title), cell(*state), cell(*why), cell(basis(pack, cites))


def _opened_by(record: ProductRecord, fact: str) -> list[str]:
    """Single changes of the state of play, or of an answer about the route, after which it can be open."""
    result, pack = record.assessment, record.pack
    found: list[str] = []
    for item in pack.state.values():
        used = next(used for used in result.states if used.id == item.id)
        for value in item.values:
            if value == used.value:
                continue
            stated = {"value": value, "reference": "assumed", "date": result.on.isoformat()}
            if "open" in result.with_answer(item.id, stated).verdict(fact).possible:
                found.append(lowered(item.user_fact))
    for question in pack.questions.values():
        if question.step != "procedure" or question.record or question.id not in result.answers:
            continue
        for option, possible in result.outcomes(fact, question.id).items():
            if option != result.answers[question.id] and "open" in possible:
                asked = filled_text(question.text, record.name)
                found.append(
                    tr(
                        "the answer “{answer}” to “{question}”",
                        answer=option_words(pack, question, option),
                        question=asked,
                    )
                )
    return list(dict.fromkeys(found))


def _third_party(record: ProductRecord) -> Iterator[Block]:
    result, pack = record.assessment, record.pack
    points = result.points_for_third_party()
    if not points:
        return
    yield Heading(2, tr("Points of Annex I that call for a third party"), tr("Art. 32(2)"))
    rows = result.answers.get("standards-coverage")
    if len(points) == len(pack.requirements) and not isinstance(rows, dict):
        yield para(
            tr(
                "All {count} points of Annex I. None of them can be covered in full, because nothing that "
                "may cover them exists yet; section 6 gives the state of play.",
                count=len(points),
            )
        )
        return
    answers = rows if isinstance(rows, dict) else {}
    question = pack.questions["standards-coverage"]
    yield para(
        trn(
            "{n} of the {total} points of Annex I is not covered in full by an instrument that counts.",
            "{n} of the {total} points of Annex I are not covered in full by an instrument that counts.",
            len(points),
            total=len(pack.requirements),
        )
    )
    yield table(
        POINTS,
        [
            (
                cell(Strong(pack.requirements[point].ref)),
                cell(pack.requirements[point].title),
                cell(
                    answer_words(pack, question, {point: answers[point]}).removeprefix("1 × ")
                    if point in answers
                    else tr("Not answered")
                ),
            )
            for point in points
        ],
        tr("Points that are not covered in full"),
    )


def _chosen(record: ProductRecord) -> Iterator[Block]:
    pack = record.pack
    fact = record.chosen
    if fact is None:
        tag = missing(record, "procedure-choice")
        if tag is not None:
            yield para(*tag)
        return
    chosen = pack.procedures[fact]
    yield Heading(2, tr("What the chosen procedure asks"))
    yield table(
        LABEL_VALUE,
        [
            (tr("Procedure"), cell(chosen.title)),
            (tr("What happens"), cell(f"{in_words(pack, chosen.summary)}.")),
            (tr("Who checks"), cell(in_words(pack, chosen.who))),
            (tr("It fits when"), cell(in_words(pack, chosen.fits_when))),
            (tr("We hand over"), cell(in_words(pack, chosen.you_hand_over))),
            (tr("While we sell"), cell(in_words(pack, chosen.while_you_sell))),
        ],
        tr("The chosen procedure"),
    )
