"""The classification record (CR): what a product is under the law, why, and what stays open.

Sections 1 to 7 are settled; a product outside the law has the same ones, so that a reader finds the same
thing in the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.parts import (
    class_line,
    class_sign,
    gaps_table,
    meta_for,
    missing,
    open_points_table,
)
from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.wording import (
    NOT_STATED,
    answer_words,
    basis,
    category_place,
    day,
    fact_words,
    in_words,
    is_user_text,
    joined,
    labels,
    lowered,
    possible_words,
)
from crasuite.documents.tree import (
    LABEL_VALUE,
    Block,
    Cell,
    Cite,
    Document,
    Gap,
    Heading,
    Muted,
    OpenPoint,
    Paragraph,
    Run,
    Signatory,
    SignatureBlock,
    Status,
    StatusKind,
    Strong,
    Text,
    UserText,
    cell,
    note,
    para,
    result_box,
    table,
)
from crasuite.language import mark, tr, trn
from crasuite.rules.as_json import PROCEDURES

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

from crasuite.documents.content import categories, law_used, procedures, reasons
from crasuite.documents.content.parts import is_covered

CODE = "CR"
TITLE = mark("Classification record")
_PRODUCT_ROWS = (
    (mark("Organisation"), ("manufacturer-name",)),
    (mark("Address and contact"), ("manufacturer-address",)),
    (mark("Established, size"), ("establishment", "enterprise-size")),
    (mark("Product"), ("product-name",)),
    (mark("Type, model, version"), ("product-type",)),
    (mark("Intended purpose"), ("intended-purpose",)),
    (mark("Parts of the product"), ("product-parts",)),
)
_MARKET_ROWS = (
    (mark("On the Union market"), ("placing",)),
    (mark("First, last unit"), ("first-placed-on", "last-placed-on")),
    (mark("Member States"), ("markets",)),
    (mark("Expected use"), ("expected-use-years",)),
    (mark("Support period"), ("support-years", "support-reasons")),
)
_OPTIONAL_MISSING = {"manufacturer-address", "product-type", "product-parts", "markets", "support-reasons"}


def build(record: ProductRecord) -> Document:
    """The record as a document; its fingerprint is still to be added."""
    meta = meta_for(
        record,
        CODE,
        tr(TITLE),
        f"{record.name_at_start}, {class_line(record)}",
        legal_basis(record),
        draft_means=tr("not released"),
    )
    blocks: list[Block] = [
        _result(record),
        *_product(record),
        *reasons.blocks(record),
        *categories.blocks(record),
        *_points(record),
        *procedures.blocks(record),
        *law_used.blocks(record),
        *_release(record),
    ]
    return Document(meta, tuple(blocks))


def legal_basis(record: ProductRecord) -> str:
    """Where the law says what the record decides."""
    result = record.assessment
    if result.value("scope") == "out":
        return tr("Art. 2, 3")
    value = result.value("class")
    if value in ("important-1", "important-2"):
        return tr("Art. 2, 3, 7, 8, 32; Annex III")
    return tr("Art. 2, 3, 7, 8, 32; Annex IV") if value == "critical" else tr("Art. 2, 3, 7, 8, 32")


# ------------------------------------------------------------------------------------------------ result


def headline(record: ProductRecord) -> str:
    """The verdict in one or two sentences."""
    result = record.assessment
    scope, name = result.value("scope"), record.name_at_start
    if scope is None:
        return tr(
            "It is not decided yet whether the Cyber Resilience Act applies to {product}.",
            product=record.name,
        )
    if scope == "out":
        return tr("The Cyber Resilience Act does not apply to {product}.", product=record.name)
    start = fact_words(record.pack, "scope", scope)
    value = result.value("class")
    if value is None:
        return f"{start}. " + tr("The class of {product} is not decided yet.", product=record.name)
    if value == "none":
        return tr(
            "{applies} to {product}. No class and no conformity assessment.",
            applies=start,
            product=record.name,
        )
    return f"{start}. {tr(_IS_OF[value], product=name)}"


_IS_OF = {
    "default": mark("{product} is of the default class."),
    "important-1": mark("{product} is an important product, class I."),
    "important-2": mark("{product} is an important product, class II."),
    "critical": mark("{product} is a critical product."),
}


def _result(record: ProductRecord) -> Block:
    result, pack = record.assessment, record.pack
    lines: list[Any] = []
    scope, category = result.value("scope"), result.value("category")
    if scope in ("out", "partly"):
        lines.extend(
            dict.fromkeys(in_words(pack, step.rule.because) for step in reasons.direct_reasons(result))
        )
    elif scope is None:
        possible = possible_words(pack, "scope", result.verdict("scope").possible)
        lines.append(tr("Still possible: {outcomes}. Section 2 says what it hangs on.", outcomes=possible))
    if category in pack.categories:
        known = pack.categories[category]
        lines.append(
            tr(
                "Its core functionality is that of {place}, {category}.",
                place=category_place(pack, known),
                category=lowered(known.name),
            )
        )
    elif category == "none" and scope == "in":
        lines.append(tr("Its core functionality is in none of the 26 categories of Annexes III and IV."))
    elif category is None and scope != "out":
        possible = possible_words(pack, "class", result.verdict("class").possible)
        lines.append(tr("Still possible: {outcomes}.", outcomes=possible))
    lines.extend(_procedure_lines(record))
    if not record.text("product-name") and record.release is None:
        lines.append(tr("The product has no name yet."))
    cites: list[str] = []
    if scope is not None:
        cites += [cite for step in reasons.direct_reasons(result) for cite in step.rule.cites]
    if category is not None and scope != "out":
        cites += [cite for rule in result.verdict("category").rules for cite in rule.cites]
    if record.chosen and result.value(record.chosen):
        cites += [cite for rule in result.verdict(record.chosen).rules for cite in rule.cites]
    return result_box(
        headline(record),
        *lines,
        cites=labels(pack, cites)[:6],
        marks=_marks(record),
        sign=class_sign(record),
        sign_text=headline(record),
    )


def _procedure_lines(record: ProductRecord) -> list[str]:
    result = record.assessment
    if not is_covered(result):
        return []
    is_open = [fact for fact in PROCEDURES.values() if result.value(fact) == "open"]
    undecided = [fact for fact in PROCEDURES.values() if result.value(fact) is None]
    names = [
        tr("{procedure} (chosen)", procedure=PROCEDURE_NAMES[fact])
        if fact == record.chosen
        else PROCEDURE_NAMES[fact]
        for fact in is_open
    ]
    lines = []
    if names:
        lines.append(
            tr("Open conformity assessment procedures: {procedures}.", procedures=joined(names))
            if len(names) > 1
            else tr("Open conformity assessment procedure: {procedure}.", procedure=names[0])
        )
    if undecided:
        lines.append(
            tr(
                "Not decided yet: {procedures}.",
                procedures=joined(PROCEDURE_NAMES[fact] for fact in undecided),
            )
        )
    if is_open and all(map(result.lacks_body, is_open)) and result.value("third-party-needed") == "yes":
        lines.append(tr("A notified body has to take part; none is listed for the CRA yet."))
    return lines


def _marks(record: ProductRecord) -> list[Any]:
    marks: list[Any] = []
    gaps, points = record.gaps_of(CODE), record.open_points
    if gaps:
        said = tr("What is missing stands in section 4.")
        if len(gaps) > 3:
            said = trn(
                "and {n} more: what is missing stands in section 4.",
                "and {n} more: what is missing stands in section 4.",
                len(gaps) - 3,
            )
        marks.append((*(Gap(gap.number) for gap in gaps[:3]), said))
    if points:
        more = trn("and {n} more.", "and {n} more.", len(points) - 3) + " " if len(points) > 3 else ""
        marks.append((*(OpenPoint(point.number) for point in points[:3]), more + _effect_of_points(record)))
    return marks


def _effect_of_points(record: ProductRecord) -> str:
    """How many answers are open, and which verdicts they can still change."""
    result, many = record.assessment, len(record.open_points)
    scope, class_ = (
        any(point.question.id in result.verdict(goal).hangs_on for point in record.open_points)
        for goal in ("scope", "class")
    )
    if scope and class_:
        return trn(
            "{n} answer is not sure and can still change scope and class; see section 4.",
            "{n} answers are not sure and can still change scope and class; see section 4.",
            many,
        )
    if scope:
        return trn(
            "{n} answer is not sure and can still change scope; see section 4.",
            "{n} answers are not sure and can still change scope; see section 4.",
            many,
        )
    if class_:
        return trn(
            "{n} answer is not sure and can still change class; see section 4.",
            "{n} answers are not sure and can still change class; see section 4.",
            many,
        )
    return trn(
        "{n} answer is not sure and can change neither scope nor class; see section 4.",
        "{n} answers are not sure and can change neither scope nor class; see section 4.",
        many,
    )


# ------------------------------------------------------------------------------------------ 1 the product


def _product(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, tr("Product assessed"), tr("Art. 2, 3"))
    rows: list[tuple[Any, Cell]] = []
    for label, questions in _PRODUCT_ROWS:
        rows.extend(_row(record, label, questions))
    rows.extend(_core(record))
    rows.append((tr("Our role"), _role(record)))
    if record.assessment.value("scope") != "out":
        for label, questions in _MARKET_ROWS:
            rows.extend(_row(record, label, questions))
        rows.extend(_support_end(record))
    yield table(LABEL_VALUE, rows, tr("Product and role"), description=tr("Product and role"))


def _row(record: ProductRecord, label: str, questions: Sequence[str]) -> Iterator[tuple[Any, Cell]]:
    """One line of the product table; questions that do not matter here give none."""
    paragraphs: list[Paragraph] = []
    for question in questions:
        paragraphs.extend(_said(record, question))
    if paragraphs:
        yield tr(label), Cell(tuple(paragraphs))


def _said(record: ProductRecord, question: str) -> Iterator[Paragraph]:
    """An answer with its citation, or its gap."""
    pack, result = record.pack, record.assessment
    asked = pack.questions.get(question)
    if asked is None:
        return
    tag = missing(record, question)
    value = result.answers.get(question)
    is_blank = value is None or (isinstance(value, str) and not value.strip())
    if tag is not None and (is_blank or value == "not-sure"):
        yield para(*tag)
    elif not is_blank:
        words = answer_words(pack, asked, value)
        if question == "first-placed-on":
            words = tr("First: {day}", day=words)
        elif question == "last-placed-on":
            words = tr("Last: {day}", day=words)
        run: Run = UserText(words) if is_user_text(asked) else Text(words)
        if asked.type == "long-text":
            yield para(run)
        else:
            yield para(run, Cite(basis(pack, asked.cites[:2])))
    elif question in _OPTIONAL_MISSING and question in result.asked:
        yield para(Muted(tr(NOT_STATED)))


def _core(record: ProductRecord) -> Iterator[tuple[Any, Cell]]:
    pack, result = record.pack, record.assessment
    category = result.value("category")
    if result.value("scope") == "out" or result.value("full-duties") == "no":
        return
    if category in pack.categories:
        known = pack.categories[category]
        yield tr("Core functionality"), cell((f"{known.core}", Cite(basis(pack, known.cites[:1]))))
    elif category == "none":
        yield (
            tr("Core functionality"),
            cell((tr("In none of the 26 categories"), Cite(tr("Art. 7(1), 8(1)")))),
        )
    else:
        tag = missing(record, "core-functionality")
        yield tr("Core functionality"), cell(tag or Text(tr("Not decided yet; see sections 3 and 4.")))


def _role(record: ProductRecord) -> Cell:
    pack, result = record.pack, record.assessment
    verdict = result.verdict("role")
    if verdict.value is None:
        possible = joined((lowered(fact_words(pack, "role", value)) for value in verdict.possible), "or")
        return cell(Status(StatusKind.NOT_SURE, tr("Not decided yet: {roles}", roles=possible)))
    lines: list[Any] = []
    for rule in verdict.rules:
        lines.append(
            (
                f"{fact_words(pack, 'role', verdict.value)}. {in_words(pack, rule.because)}",
                Cite(basis(pack, rule.cites)),
            )
        )
        if rule.warning:
            lines.append((Strong(tr("Note.") + " "), in_words(pack, rule.warning)))
    return cell(*lines)


def _support_end(record: ProductRecord) -> Iterator[tuple[Any, Cell]]:
    pack, result = record.pack, record.assessment
    verdict = result.verdict("support-period")
    if verdict.value in (None, "none"):
        return
    lines: list[Any] = []
    for item in result.timeline():
        if item.entry.id == "t-support-end" and item.on is not None:
            lines.append((Strong(day(item.on)), Cite(basis(pack, item.entry.cites))))
    for rule in verdict.rules:
        lines.append(in_words(pack, rule.because))
        if rule.warning:
            lines.append((Strong(tr("Note.") + " "), in_words(pack, rule.warning)))
    yield tr("Support ends"), cell(*lines)


# --------------------------------------------------------------------------------- 4 gaps and open points


def _points(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, tr("Open points and gaps"))
    gaps = record.gaps_of(CODE)
    if not record.open_points and not gaps:
        yield para(
            tr("None. Every question that matters is answered and nothing that the record needs is missing.")
        )
        return
    if record.open_points:
        yield open_points_table(record, tr("Open answers and what hangs on them"))
        yield note(
            tr(
                "An open point is an answer “I’m not sure”. It is never read as no. All "
                "outcomes are shown; until it is settled, the file is prepared for the "
                "stricter one."
            )
        )
    if gaps:
        yield gaps_table(gaps, tr("What is missing"))
        yield note(tr("A gap is something that this record or the law needs and that is not there yet."))


# --------------------------------------------------------------------------------------------- 7 release


def _release(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, tr("Release"))
    released_by = record.text("released-by") or tr("to be named")
    gaps = record.gaps_of(CODE)
    points = record.open_points
    parts = [trn("{n} gap", "{n} gaps", len(gaps))] if gaps else []
    parts += [trn("{n} open point", "{n} open points", len(points))] if points else []
    pending, is_one = joined(parts), len(gaps) + len(points) == 1
    if record.release is not None:
        on = day(record.release.on)
        if not pending:
            words = tr("Released on {day}.", day=on)
        elif is_one:
            words = tr("Released on {day}; {point} accepted as it stands.", day=on, point=pending)
        else:
            words = tr("Released on {day}; {points} accepted as they stand.", day=on, points=pending)
        last = Signatory(tr("Released"), record.release.by, day(record.release.on))
    elif pending:
        words = (
            tr(
                "Draft: the line “Released” opens when {point} is settled or accepted in writing.",
                point=pending,
            )
            if is_one
            else tr(
                "Draft: the line “Released” opens when {points} are settled or accepted in writing.",
                points=pending,
            )
        )
        last = Signatory(tr("Released"), released_by, tr("not open yet"))
    else:
        words = tr("Draft: nothing is open. The record is released by signing the last line.")
        last = Signatory(tr("Released"), released_by)
    yield SignatureBlock(
        (Signatory(tr("Prepared"), tr("to be named")), Signatory(tr("Reviewed"), tr("to be named")), last)
    )
    yield note(words)
