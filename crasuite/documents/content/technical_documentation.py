"""The technical documentation (TD): chapters 1 to 8 are items 1 to 8 of Annex VII, evidence in annex A."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from crasuite.documents.content import declaration, file_fields, living_list, pictures, risk_assessment
from crasuite.documents.content.file_fields import CHAPTERS, FileField
from crasuite.documents.content.file_gaps import is_hardware, is_user_text_needed
from crasuite.documents.content.file_parts import (
    STANDARD,
    evidence_table,
    gap_tags,
    not_applicable,
    process_table,
    requirement_table,
    sbom_table,
    standard_rows,
    standards_sentence,
    support_result,
    support_rows,
)
from crasuite.documents.content.file_view import FileView, short_ref
from crasuite.documents.content.parts import class_line, class_sign, gaps_table
from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.wording import capital, category_place, counted, day, joined, lowered
from crasuite.documents.tree import (
    COMPLETENESS,
    LABEL_VALUE,
    Block,
    Cite,
    Contents,
    Cover,
    Document,
    Heading,
    Muted,
    OpenPoint,
    PageBreak,
    Status,
    StatusKind,
    Strong,
    Text,
    UserText,
    bullets,
    cell,
    note,
    own_pattern,
    para,
    table,
)

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "TD"
TITLE = "Technical documentation"
COVER_LINE = (
    "Technical documentation under Article 31 and Annex VII of Regulation (EU) 2024/2847 "
    "(Cyber Resilience Act)"
)
REVISIONS = own_pattern(
    ("Document", 28), ("Revision", 20), ("Exported", 32), ("State", 45), ("Fingerprint", 40), name="revisions"
)
USER_POINTS = own_pattern(("Annex II", 24), ("Content", 76), ("State", 65), name="user-points")
_MOST_NAMED = 4
_PROCEDURE_LINES = {
    "procedure-a": "Module A, internal control (Annex VIII, Part I)",
    "procedure-b-c": "Modules B + C, EU-type examination and conformity to type (Annex VIII, Parts II "
    "and III)",
    "procedure-h": "Module H, full quality assurance (Annex VIII, Part IV)",
}


def build(record: ProductRecord) -> Document:
    """The technical documentation as a document."""
    view = FileView(record, CODE)
    meta = view.meta(
        TITLE,
        f"{capital(record.name)}, {class_line(record)}",
        "Art. 31; Annex VII",
        draft_means="not for submission",
    )
    kind = record.text("product-type")
    sign = class_sign(record)
    cover = Cover(
        COVER_LINE, capital(record.name), kind or "type not stated", sign, capital(class_line(record))
    )
    blocks: list[Block] = [
        _identity(view),
        PageBreak(),
        Contents(),
        note("Chapters 1 to 8 carry the numbers of Annex VII. Entries are links."),
        PageBreak(),
        *_state(view),
        *_description(view),
        *_design(view),
        *_risks(view),
        *_support(view),
        *_standards(view),
        *_tests(view),
        *_declaration(view),
        *_sbom(view),
        *_evidence(view),
        *_revisions(view),
    ]
    return Document(meta, tuple(blocks), front="cover", cover=cover)


# ----------------------------------------------------------------------------------------- before chapter 1


def _identity(view: FileView) -> Block:
    record = view.record
    name = (
        cell(UserText(record.maker))
        if record.text("manufacturer-name")
        else cell(view.tag("answer:manufacturer-name") or record.maker)
    )
    rows: list[tuple[Any, Any]] = [
        ("Type and versions", view.cell("answer:product-type")),
        ("Identification", view.cell("record:user-info/annex-2-3")),
        ("Manufacturer", name),
        ("Address and contact", view.cell("answer:manufacturer-address")),
        ("Procedure", _procedure(view)),
    ]
    if view.retention_end:
        rows.append(
            (
                "Kept until",
                cell((f"{day(view.retention_end)} at the earliest", Cite("Art. 13(13)"))),
            )
        )
    rows.append(("Text in", cell("English. What the manufacturer wrote stands here in its own language.")))
    return table(LABEL_VALUE, rows, description="Identity of product and file")


def _procedure(view: FileView) -> Any:
    record = view.record
    tag = view.tag("answer:procedure-choice")
    if tag:
        return cell(tag)
    if record.chosen is None:
        return cell(Muted("No procedure is to be chosen."))
    lines: list[Any] = [_PROCEDURE_LINES.get(record.chosen, capital(PROCEDURE_NAMES[record.chosen]))]
    if record.chosen in ("procedure-b-c", "procedure-h"):
        tag = view.tag("record:declaration/body_name")
        if tag:
            lines.append(tag)
        else:
            number = view.raw("record:declaration/body_number")
            lines.append(
                (
                    "Notified body: ",
                    UserText(view.raw("record:declaration/body_name")),
                    f", No. {number}" if number else "",
                )
            )
    return cell(*lines)


def _state(view: FileView) -> Iterator[Block]:
    record = view.record
    yield Heading(1, "Gaps, open points and revisions", numbered=False)
    yield table(
        COMPLETENESS,
        [_chapter_row(view, chapter) for chapter in range(1, 9)],
        f"Completeness against Annex VII on {day(record.on)}",
    )
    yield note("● filled  ► in progress  ○ to do  ? not sure yet  ▲ missing  – does not apply")
    if view.gaps:
        yield gaps_table(view.gaps, "Gaps with owner and day")
    if view.open_count:
        yield view.open_table()
    yield _revision_table(view, ("TD",), "Revisions")


def _chapter_row(view: FileView, chapter: int) -> tuple[Any, ...]:
    needs = [need for need in view.record.needs if CODE in need.papers and need.chapter == chapter]
    gaps = [gap for gap in view.gaps if gap.number.startswith(f"{chapter}.")]
    points = view.points if chapter == 3 else ()
    lines: list[Any] = gap_tags(view, chapter)[:_MOST_NAMED]
    if len(gaps) > _MOST_NAMED:
        lines.append(f"and {len(gaps) - _MOST_NAMED} more, listed below")
    lines += [(OpenPoint(point.number), Text(f"{point.words}.")) for point in points]
    if chapter == 1:
        lines += [(OpenPoint(point.number), Text(point.words)) for point in view.answers_open]
    filled = sum(need.is_met for need in needs)
    total = filled + len(gaps) + len(points)
    if chapter == 8:
        status = Status(StatusKind.NOT_APPLICABLE, "On request only")
        lines = ["Handed over on a reasoned request of an authority"]
    elif not gaps and not points:
        status = Status(StatusKind.MET, "Filled")
    elif filled:
        status = Status(StatusKind.IN_PROGRESS, f"{filled} of {total} filled")
    else:
        status = Status(StatusKind.TO_DO, f"0 of {total} filled")
    return (
        cell(f"({chapter})"),
        cell(CHAPTERS[chapter]),
        cell(status),
        cell(*(lines or ["Nothing is missing"])),
    )


# ---------------------------------------------------------------------------------------- 1 the description


def _description(view: FileView) -> Iterator[Block]:
    record, pack = view.record, view.pack
    yield Heading(1, CHAPTERS[1], "Annex VII (1)", new_page=True)
    yield Heading(2, "Intended purpose", "Annex VII (1)(a)")
    yield from view.said("answer:intended-purpose")
    category = record.assessment.value("category")
    rows: list[tuple[Any, Any]] = [
        (
            "Parts of the product",
            view.cell("answer:product-parts"),
        )
    ]
    if category in pack.categories:
        known = pack.categories[category]
        rows.append(("Core functionality", cell((known.core, Cite(category_place(pack, known))))))
    elif category == "none":
        rows.append(("Core functionality", cell(("In none of the 26 categories", Cite("Art. 7(1), 8(1)")))))
    rows.append(
        (
            "Class",
            cell((f"{capital(class_line(record))}. Why: classification record {record.product_code}-CR",)),
        )
    )
    rows.append(("Remote data processing", cell((_remote(view), Cite("Art. 3(2)")))))
    if view.raw("answer:markets") or view.tag("answer:markets"):
        rows.append(("Member States", view.cell("answer:markets")))
    yield table(LABEL_VALUE, rows, description="Product and class")
    yield Heading(2, "Software versions", "Annex VII (1)(b)")
    yield from view.blocks("record:design/description/software-versions")
    yield Heading(2, "Outside, marking and inside", "Annex VII (1)(c)")
    if is_hardware(record) or view.raw("record:design/description/pictures"):
        yield from view.blocks(pictures.PICTURES)
        yield from pictures.blocks(view, pictures.PICTURES)
    else:
        yield para(
            Status(StatusKind.NOT_APPLICABLE),
            ". The product is software; Annex VII asks for pictures of hardware only.",
        )
    yield Heading(2, "Information and instructions to users", "Annex VII (1)(d); Annex II")
    yield para(
        f"The text for users is document {record.product_code}-UI, revision {record.revision}. It "
        f"carries each point of Annex II "
        "under its own heading."
    )
    yield table(
        USER_POINTS,
        [_user_point(view, item.id) for item in pack.user_information.values()],
        "Points of Annex II in the user information",
    )


def _user_point(view: FileView, item: str) -> tuple[Any, ...]:
    known = view.pack.user_information[item]
    source = f"record:user-info/{item}"
    tag = view.tag(source)
    if tag:
        state: Any = cell(tag)
    elif view.raw(source):
        state = cell(Status(StatusKind.MET, "Filled"))
    elif is_user_text_needed(view.record, item):
        state = cell(Status(StatusKind.TO_DO))
    else:
        state = cell(Status(StatusKind.NOT_APPLICABLE, "Not needed for this product"))
    return cell(Strong(known.ref.removeprefix("Annex II "))), cell(known.title), state


def _remote(view: FileView) -> str:
    value = view.record.assessment.value("remote-data-processing")
    if value == "yes":
        return "Part of the product: the cloud software is ours or made for us, and a function needs it"
    if value == "no":
        return "None that is part of the product"
    return "Not decided yet"


# --------------------------------------------------------------------------------------------- 2 the design


def _texts(view: FileView, fields: Sequence[FileField], empty: str) -> Iterator[Block]:
    for field in fields:
        yield Heading(3, field.label)
        yield from view.blocks(field.source, empty)
        if field.source == pictures.DRAWINGS:
            yield from pictures.blocks(view, pictures.DRAWINGS)


def _design(view: FileView) -> Iterator[Block]:
    record = view.record
    yield Heading(
        1, "Design, development, production and vulnerability handling", "Annex VII (2)", new_page=True
    )
    yield Heading(2, "Design, development and architecture", "Annex VII (2)(a)")
    yield from _texts(
        view,
        file_fields.ARCHITECTURE,
        "No drawing is named: the architecture is described in words. "
        "Annex VII asks for drawings where they apply.",
    )
    if view.file.context.interfaces:
        yield Heading(3, "Interfaces")
        yield bullets(*(UserText(one) for one in view.file.context.interfaces if one.strip()))
    yield Heading(2, "Vulnerability handling", "Annex VII (2)(b); Annex I, Part II")
    yield para(
        f"The processes stand in full in {record.product_code}-VH, the disclosure policy in "
        f"{record.product_code}-DP, "
        f"components and their checks in {record.product_code}-SB. All have revision {record.revision}."
    )
    yield process_table(view, "Processes for Annex I, Part II")
    yield from living_list.figures(record)
    yield from living_list.state(record)
    yield sbom_table(view, "Software bills of materials, newest of each part")
    missing = [gap for gap in view.gaps if gap.source.startswith("record:design/policy/")]
    policy: Any = (
        tuple(run for gap in missing for run in (view.tag(gap.source) or ()))
        if missing
        else f"Complete: {record.product_code}-DP."
    )
    yield table(
        LABEL_VALUE,
        [
            ("Disclosure policy", cell(policy)),
            *view.rows(file_fields.HANDLING),
        ],
        description="Policy, contact and updates",
    )
    yield Heading(2, "Production, monitoring and their validation", "Annex VII (2)(c); Art. 13(14)")
    yield from _texts(view, file_fields.PRODUCTION, "")


# ---------------------------------------------------------------------------------------------- 3 the risks


def _risks(view: FileView) -> Iterator[Block]:
    record = view.record
    yield Heading(1, "Cybersecurity risk assessment", "Annex VII (3); Art. 13(2) to (4)", new_page=True)
    yield Heading(2, "Method and result", "Art. 13(2), (3)")
    yield para(
        f"The full assessment is document {record.product_code}-RA, revision {record.revision}. "
        f"{risk_assessment.result_words(view)}"
    )
    for gap in view.gaps:
        if gap.source.startswith(("record:risk", "record:assessment", "record:component")):
            yield para(*(view.tag(gap.source) or ()))
    yield Heading(2, "Annex I, Part I: how each point applies and is met", "Art. 13(3), (4)")
    yield requirement_table(view, "annex-1-1", f"Annex I, Part I, for {record.name}")
    left_out = not_applicable(view)
    yield note(
        "A point that does not apply says why, which risk shows it and who accepted it. "
        + (
            f"Here: {joined(short_ref(one.ref) for one in left_out)}."
            if left_out
            else "Here every point applies or is still to be looked at."
        )
    )
    yield Heading(2, "Annex I, Part II: how each point is met", "Art. 13(3), (8)")
    yield requirement_table(view, "annex-1-2", f"Annex I, Part II, for {record.name}")


# ------------------------------------------------------------------------------------- 4 the support period


def _support(view: FileView) -> Iterator[Block]:
    yield Heading(1, CHAPTERS[4], "Annex VII (4); Art. 13(8)", new_page=True)
    yield support_result(view)
    yield table(LABEL_VALUE, support_rows(view), "What was taken into account")
    yield from _texts(view, [field for field in file_fields.MARKING if field.chapter == 4], "")


# ------------------------------------------------------------------------------------------ 5 the standards


def _standards(view: FileView) -> Iterator[Block]:
    yield Heading(1, CHAPTERS[5], "Annex VII (5)", new_page=True)
    yield Heading(2, "Standards, specifications, certification schemes", "Art. 27")
    yield para(standards_sentence(view))
    if tag := view.tag("answer:standards-coverage"):
        yield para(*tag)
    rows = standard_rows(view)
    if rows:
        yield table(STANDARD, rows, "Standards and specifications applied, and the parts where not in full")
        yield note(f"Points and clauses: {view.record.product_code}-SL.")
    else:
        yield para("No other technical specification is named. Section 5.2 describes our own solutions.")
    yield Heading(2, "Solutions where none of these is applied")
    yield from _texts(view, file_fields.SOLUTIONS, "")


def _tests(view: FileView) -> Iterator[Block]:
    yield Heading(1, CHAPTERS[6], "Annex VII (6)")
    yield from _texts(view, file_fields.TESTS, "")
    yield from living_list.looks(view.record)
    yield note("The reports themselves are part of the evidence; numbers as in annex A.")


# ---------------------------------------------------------------------------------------- 7 the declaration


def _declaration(view: FileView) -> Iterator[Block]:
    record = view.record
    yield Heading(1, CHAPTERS[7], "Annex VII (7)")
    paper = declaration.build(record)
    if paper.meta.final:
        words = "It is final and attached in this revision."
    else:
        words = "It is a draft and is not signed as long as something is missing anywhere in the file."
    yield para(
        f"The declaration is document {record.product_code}-DC, revision {record.revision}. {words} Its "
        f"text is:"
    )
    for block in paper.blocks:
        if isinstance(block, declaration.Table):
            yield block
    for source in declaration.SIGNED_WITH:
        if tag := view.tag(source):
            yield para(*tag)
    yield note(
        "It is issued in the languages that the Member States of sale require",
        Cite("Art. 28(2)"),
    )


# ----------------------------------------------------------------------------------------------- 8 the SBOM


def _sbom(view: FileView) -> Iterator[Block]:
    yield Heading(1, CHAPTERS[8], "Annex VII (8)")
    yield para(
        "The complete bills of materials are handed to a market surveillance authority that asks for "
        "them with "
        "reasons, as far as it needs them to check Annex I. They are kept as files, with these hashes:"
    )
    current = view.file.current_sboms().values()
    if current:
        yield bullets(
            *(
                (
                    Strong(f"{sbom.id} "),
                    UserText(f"{sbom.part or 'whole product'}, {sbom.file_name}"),
                    f": SHA-256 {sbom.sha256}",
                )
                for sbom in current
            )
        )
    else:
        yield para(*(view.tag("record:sbom") or (Text("None is imported."),)))


# -------------------------------------------------------------------------------------------------- annexes


def _evidence(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Annex A  Evidence register", numbered=False, new_page=True)
    count = len(view.file.evidence)
    yield para(
        f"{capital(counted(count, 'proof'))}. Full hashes stand in the manifest of the dossier and in "
        f"the workbook."
        if count
        else "No proof is registered yet; the points of Annex I that miss one say so in section 3."
    )
    if count:
        yield evidence_table(view, list(view.file.evidence), "Evidence", description="Evidence register")
    expired = [one.id for one in view.file.evidence.values() if one.is_expired(view.record.on)]
    if expired:
        yield note(f"Past the last day of validity: {', '.join(expired)}.")
    for gap in view.gaps:
        if gap.source.startswith("record:evidence"):
            yield para(*(view.tag(gap.source) or ()))


def _revisions(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Annex B  Revision details", numbered=False)
    states = view.file.documents
    yield _revision_table(view, tuple(states) or ("TD",), "Last export of each document")
    yield note(
        "The program keeps every change of answers and records with day and person; "
        "this annex names the last export of each paper",
        Cite("Art. 31(2)"),
    )


def _revision_table(view: FileView, codes: Sequence[str], caption: str) -> Block:
    record = view.record
    rows: list[tuple[Any, ...]] = []
    for code in codes:
        state = view.file.documents.get(code)
        if state is None or (code == CODE and state.revision >= record.revision):
            continue
        released = f"{state.state or 'draft'}"
        if state.released_by:
            released += f", released by {state.released_by}"
        rows.append(
            (
                cell(f"{record.product_code}-{code}"),
                cell(str(state.revision)),
                cell(day(state.exported.date())) if state.exported else cell(Muted("not exported")),
                cell(released),
                cell(state.fingerprint[:12] or "not noted"),
            )
        )
    rows.append(
        (
            cell(f"{record.product_code}-{CODE}"),
            cell(str(record.revision)),
            cell(day(record.on)),
            cell(f"this revision, {lowered(record.state_of(len(view.gaps), view.open_count))}"),
            cell("on each page"),
        )
    )
    return table(REVISIONS, rows, caption)
