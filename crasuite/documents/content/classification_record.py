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
    CLASS_NAMES,
    NOT_STATED,
    answer_words,
    basis,
    capital,
    category_place,
    counted,
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
from crasuite.rules.as_json import PROCEDURES
from crasuite.rules.evaluate import Assessment

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

from crasuite.documents.content import categories, law_used, procedures, reasons
from crasuite.documents.content.parts import is_covered

CODE = "CR"
TITLE = "Classification record"
_PRODUCT_ROWS = (
    ("Organisation", ("manufacturer-name",)),
    ("Address and contact", ("manufacturer-address",)),
    ("Established, size", ("establishment", "enterprise-size")),
    ("Product", ("product-name",)),
    ("Type, model, version", ("product-type",)),
    ("Intended purpose", ("intended-purpose",)),
    ("Parts of the product", ("product-parts",)),
)
_MARKET_ROWS = (
    ("On the Union market", ("placing",)),
    ("First, last unit", ("first-placed-on", "last-placed-on")),
    ("Member States", ("markets",)),
    ("Expected use", ("expected-use-years",)),
    ("Support period", ("support-years", "support-reasons")),
)
_OPTIONAL_MISSING = {"manufacturer-address", "product-type", "product-parts", "markets", "support-reasons"}


def build(record: ProductRecord) -> Document:
    """The record as a document; its fingerprint is still to be added."""
    meta = meta_for(
        record,
        CODE,
        TITLE,
        f"{capital(record.name)}, {class_line(record)}",
        _legal_basis(record),
        draft_means="not released",
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


def _legal_basis(record: ProductRecord) -> str:
    result = record.assessment
    if result.value("scope") == "out":
        return "Art. 2, 3"
    annex = {"important-1": "; Annex III", "important-2": "; Annex III", "critical": "; Annex IV"}
    return f"Art. 2, 3, 7, 8, 32{annex.get(result.value('class') or '', '')}"


# ------------------------------------------------------------------------------------------------ result


def headline(record: ProductRecord) -> str:
    """The verdict in one or two sentences."""
    result = record.assessment
    scope, name = result.value("scope"), capital(record.name)
    if scope is None:
        return f"It is not decided yet whether the Cyber Resilience Act applies to {record.name}."
    if scope == "out":
        return f"The Cyber Resilience Act does not apply to {record.name}."
    start = fact_words(record.pack, "scope", scope)
    value = result.value("class")
    if value is None:
        return f"{start}. The class of {record.name} is not decided yet."
    if value == "none":
        return f"{start} to {record.name}. No class and no conformity assessment."
    article = "an" if value.startswith("important") else "of the" if value == "default" else "a"
    return f"{start}. {name} is {article} {CLASS_NAMES[value]}."


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
        lines.append(f"Still possible: {possible}. Section 2 says what it hangs on.")
    if category in pack.categories:
        known = pack.categories[category]
        lines.append(
            f"Its core functionality is that of {category_place(pack, known)}, {lowered(known.name)}."
        )
    elif category == "none" and scope == "in":
        lines.append("Its core functionality is in none of the 26 categories of Annexes III and IV.")
    elif category is None and scope != "out":
        possible = possible_words(pack, "class", result.verdict("class").possible)
        lines.append(f"Still possible: {possible}.")
    lines.extend(_procedure_lines(record))
    if not record.text("product-name") and record.release is None:
        lines.append("The product has no name yet.")
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
    names = [PROCEDURE_NAMES[fact] + (" (chosen)" if fact == record.chosen else "") for fact in is_open]
    lines = []
    if names:
        lines.append(f"Open conformity assessment procedure{'s' if len(names) > 1 else ''}: {joined(names)}.")
    if undecided:
        lines.append(f"Not decided yet: {joined(PROCEDURE_NAMES[fact] for fact in undecided)}.")
    if _needs_body(result, is_open):
        lines.append("A notified body has to take part; none is listed for the CRA yet.")
    return lines


def _needs_body(result: Assessment, is_open: Sequence[str]) -> bool:
    return (
        bool({"procedure-b-c", "procedure-h"} & set(is_open))
        and result.value("procedure-a") == "closed"
        and result.value("procedure-certification") != "open"
        and result.value("servable-bodies") == "no"
    )


def _marks(record: ProductRecord) -> list[Any]:
    result = record.assessment
    marks: list[Any] = []
    gaps, points = record.gaps_of(CODE), record.open_points
    if gaps:
        more = f"and {len(gaps) - 3} more: what" if len(gaps) > 3 else "What"
        marks.append((*(Gap(gap.number) for gap in gaps[:3]), f"{more} is missing stands in section 4."))
    if points:
        can_change = [
            word
            for word, goal in (("scope", "scope"), ("class", "class"))
            if any(point.question.id in result.verdict(goal).hangs_on for point in points)
        ]
        more = f"and {len(points) - 3} more. " if len(points) > 3 else ""
        effect = (
            f"can still change {joined(can_change)}" if can_change else "can change neither scope nor class"
        )
        many = counted(len(points), "answer is", "answers are")
        marks.append(
            (
                *(OpenPoint(point.number) for point in points[:3]),
                f"{more}{capital(many)} not sure and {effect}; see section 4.",
            )
        )
    return marks


# ------------------------------------------------------------------------------------------ 1 the product


def _product(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, "Product assessed", "Art. 2, 3")
    rows: list[tuple[Any, Cell]] = []
    for label, questions in _PRODUCT_ROWS:
        rows.extend(_row(record, label, questions))
    rows.extend(_core(record))
    rows.append(("Our role", _role(record)))
    if record.assessment.value("scope") != "out":
        for label, questions in _MARKET_ROWS:
            rows.extend(_row(record, label, questions))
        rows.extend(_support_end(record))
    yield table(LABEL_VALUE, rows, "Product and role", description="Product and role")


def _row(record: ProductRecord, label: str, questions: Sequence[str]) -> Iterator[tuple[Any, Cell]]:
    """One line of the product table; questions that do not matter here give none."""
    paragraphs: list[Paragraph] = []
    for question in questions:
        paragraphs.extend(_said(record, question))
    if paragraphs:
        yield label, Cell(tuple(paragraphs))


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
        prefix = {"first-placed-on": "First: ", "last-placed-on": "Last: "}.get(question, "")
        run: Run = UserText(words) if is_user_text(asked) else Text(prefix + words)
        if asked.type == "long-text":
            yield para(run)
        else:
            yield para(run, Cite(basis(pack, asked.cites[:2])))
    elif question in _OPTIONAL_MISSING and question in result.asked:
        yield para(Muted(NOT_STATED))


def _core(record: ProductRecord) -> Iterator[tuple[Any, Cell]]:
    pack, result = record.pack, record.assessment
    category = result.value("category")
    if result.value("scope") == "out" or result.value("full-duties") == "no":
        return
    if category in pack.categories:
        known = pack.categories[category]
        yield "Core functionality", cell((f"{known.core}", Cite(basis(pack, known.cites[:1]))))
    elif category == "none":
        yield "Core functionality", cell(("In none of the 26 categories", Cite("Art. 7(1), 8(1)")))
    else:
        tag = missing(record, "core-functionality")
        yield "Core functionality", cell(tag or Text("Not decided yet; see sections 3 and 4."))


def _role(record: ProductRecord) -> Cell:
    pack, result = record.pack, record.assessment
    verdict = result.verdict("role")
    if verdict.value is None:
        possible = joined((lowered(fact_words(pack, "role", value)) for value in verdict.possible), "or")
        return cell(Status(StatusKind.NOT_SURE, f"Not decided yet: {possible}"))
    lines: list[Any] = []
    for rule in verdict.rules:
        lines.append(
            (
                f"{fact_words(pack, 'role', verdict.value)}. {in_words(pack, rule.because)}",
                Cite(basis(pack, rule.cites)),
            )
        )
        if rule.warning:
            lines.append((Strong("Note. "), in_words(pack, rule.warning)))
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
            lines.append((Strong("Note. "), in_words(pack, rule.warning)))
    yield "Support ends", cell(*lines)


# --------------------------------------------------------------------------------- 4 gaps and open points


def _points(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, "Open points and gaps")
    gaps = record.gaps_of(CODE)
    if not record.open_points and not gaps:
        yield para(
            "None. Every question that matters is answered and nothing that the record needs is missing."
        )
        return
    if record.open_points:
        yield open_points_table(record, "Open answers and what hangs on them")
        yield note(
            "An open point is an answer “I’m not sure”. It is never read as no. All outcomes are shown; "
            "until "
            "it is settled, the file is prepared for the stricter one."
        )
    if gaps:
        yield gaps_table(gaps, "What is missing")
        yield note("A gap is something that this record or the law needs and that is not there yet.")


# --------------------------------------------------------------------------------------------- 7 release


def _release(record: ProductRecord) -> Iterator[Block]:
    yield Heading(1, "Release")
    released_by = record.text("released-by") or "to be named"
    gaps = record.gaps_of(CODE)
    pending = [
        counted(len(items), one)
        for items, one in ((gaps, "gap"), (record.open_points, "open point"))
        if items
    ]
    is_one = len(gaps) + len(record.open_points) == 1
    if record.release is not None:
        accepted = (
            f"; {joined(pending)} accepted as {'it stands' if is_one else 'they stand'}" if pending else ""
        )
        words = f"Released on {day(record.release.on)}{accepted}."
        last = Signatory("Released", record.release.by, day(record.release.on))
    elif pending:
        settled = f"{joined(pending)} {'is' if is_one else 'are'} settled or accepted in writing"
        words = f"Draft: the line “Released” opens when {settled}."
        last = Signatory("Released", released_by, "not open yet")
    else:
        words = "Draft: nothing is open. The record is released by signing the last line."
        last = Signatory("Released", released_by)
    yield SignatureBlock((Signatory("Prepared", "to be named"), Signatory("Reviewed", "to be named"), last))
    yield note(words)
