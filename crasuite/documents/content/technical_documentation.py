"""The technical documentation (TD): chapters 1 to 8 are items 1 to 8 of Annex VII, evidence in annex A."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from crasuite.documents.content import declaration, file_fields, living_list, pictures, risk_assessment
from crasuite.documents.content.file_fields import CHAPTERS, FileField
from crasuite.documents.content.file_gaps import is_user_text_needed
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
from crasuite.documents.content.file_view import FileView, language_name, short_ref
from crasuite.documents.content.parts import class_line, class_sign, gaps_table
from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.wording import capital, category_place, day, joined, lowered
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
from crasuite.language import mark, tr, tr_in, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "TD"
TITLE = mark("Technical documentation")
BASIS = mark("Art. 31; Annex VII")
COVER_LINE = mark(
    "Technical documentation under Article 31 and Annex VII of Regulation (EU) 2024/2847 "
    "(Cyber Resilience Act)"
)
REVISIONS = own_pattern(
    (mark("Document"), 28),
    (mark("Revision"), 20),
    (mark("Exported"), 32),
    (mark("State"), 45),
    (mark("Fingerprint"), 40),
    name="revisions",
)
USER_POINTS = own_pattern(
    (mark("Annex II"), 24), (mark("Content"), 76), (mark("State"), 65), name="user-points"
)
_MOST_NAMED = 4


def build(record: ProductRecord) -> Document:
    """The technical documentation as a document."""
    view = FileView(record, CODE)
    meta = view.meta(
        tr(TITLE),
        f"{record.name_at_start}, {class_line(record)}",
        tr(BASIS),
        draft_means=tr("not for submission"),
    )
    kind = record.text("product-type")
    sign = class_sign(record)
    cover = Cover(
        tr(COVER_LINE), record.name_at_start, kind or tr("type not stated"), sign, capital(class_line(record))
    )
    blocks: list[Block] = [
        _identity(view),
        PageBreak(),
        Contents(),
        note(tr("Chapters 1 to 8 carry the numbers of Annex VII. Entries are links.")),
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
        (tr("Type and versions"), view.cell("answer:product-type")),
        (tr("Identification"), view.cell("record:user-info/annex-2-3")),
        (tr("Manufacturer"), name),
        (tr("Address and contact"), view.cell("answer:manufacturer-address")),
        (tr("Procedure"), _procedure(view)),
    ]
    if view.retention_end:
        rows.append(
            (
                tr("Kept until"),
                cell((tr("{day} at the earliest", day=day(view.retention_end)), Cite(tr("Art. 13(13)")))),
            )
        )
    rows.append(
        (
            tr("Text in"),
            cell(
                tr(
                    "{language}. What the manufacturer wrote stands here in its own language.",
                    language=language_name(),
                )
            ),
        )
    )
    return table(LABEL_VALUE, rows, description=tr("Identity of product and file"))


def _procedure(view: FileView) -> Any:
    record = view.record
    tag = view.tag("answer:procedure-choice")
    if tag:
        return cell(tag)
    if record.chosen is None:
        return cell(Muted(tr("No procedure is chosen.")))
    procedure = record.pack.procedures[record.chosen]
    lines: list[Any] = [procedure.declared_as or capital(PROCEDURE_NAMES[record.chosen])]
    if procedure.with_body:
        tag = view.tag("record:declaration/body_name")
        if tag:
            lines.append(tag)
        else:
            number = view.raw("record:declaration/body_number")
            lines.append(
                (
                    tr("Notified body: "),
                    UserText(view.raw("record:declaration/body_name")),
                    tr(", No. {number}", number=number) if number else "",
                )
            )
    return cell(*lines)


def _state(view: FileView) -> Iterator[Block]:
    record = view.record
    yield Heading(1, tr("Gaps, open points and revisions"), numbered=False)
    yield table(
        COMPLETENESS,
        [_chapter_row(view, chapter) for chapter in range(1, 9)],
        tr("Completeness against Annex VII on {day}", day=day(record.on)),
    )
    yield note(tr("● filled  ► in progress  ○ to do  ? not sure yet  ▲ missing  – does not apply"))
    if view.gaps:
        yield gaps_table(view.gaps, tr("Gaps with owner and day"))
    if view.open_count:
        yield view.open_table()
    yield _revision_table(view, ("TD",), tr("Revisions"))


def _chapter_row(view: FileView, chapter: int) -> tuple[Any, ...]:
    needs = [need for need in view.record.needs if CODE in need.papers and need.chapter == chapter]
    gaps = [gap for gap in view.gaps if gap.number.startswith(f"{chapter}.")]
    points = view.points if chapter == 3 else ()
    lines: list[Any] = gap_tags(view, chapter)[:_MOST_NAMED]
    if len(gaps) > _MOST_NAMED:
        lines.append(trn("and {n} more, listed below", "and {n} more, listed below", len(gaps) - _MOST_NAMED))
    lines += [(OpenPoint(point.number), Text(f"{point.words}.")) for point in points]
    if chapter == 1:
        lines += [(OpenPoint(point.number), Text(point.words)) for point in view.answers_open]
    filled = sum(need.is_met for need in needs)
    total = filled + len(gaps) + len(points)
    if chapter == 8:
        status = Status(StatusKind.NOT_APPLICABLE, tr("On request only"))
        lines = [tr("Handed over on a reasoned request of an authority")]
    elif not gaps and not points:
        status = Status(StatusKind.MET, tr("Filled"))
    elif filled:
        status = Status(StatusKind.IN_PROGRESS, tr("{filled} of {total} filled", filled=filled, total=total))
    else:
        status = Status(StatusKind.TO_DO, tr("0 of {total} filled", total=total))
    return (
        cell(tr_in("point of an annex", "({number})", number=chapter)),
        cell(CHAPTERS[chapter]),
        cell(status),
        cell(*(lines or [tr("Nothing is missing")])),
    )


# ---------------------------------------------------------------------------------------- 1 the description


def _description(view: FileView) -> Iterator[Block]:
    record, pack = view.record, view.pack
    yield Heading(1, CHAPTERS[1], tr("Annex VII (1)"), new_page=True)
    yield Heading(2, tr("Intended purpose"), tr("Annex VII (1)(a)"))
    yield from view.said("answer:intended-purpose")
    category = record.assessment.value("category")
    rows: list[tuple[Any, Any]] = [
        (
            tr("Parts of the product"),
            view.cell("answer:product-parts"),
        )
    ]
    if category in pack.categories:
        known = pack.categories[category]
        rows.append((tr("Core functionality"), cell((known.core, Cite(category_place(pack, known))))))
    elif category == "none":
        rows.append(
            (
                tr("Core functionality"),
                cell((tr("In none of the 26 categories"), Cite(tr("Art. 7(1), 8(1)")))),
            )
        )
    rows.append(
        (
            tr("Class"),
            cell(
                (
                    tr(
                        "{product_class}. Why: classification record {code}-CR",
                        product_class=capital(class_line(record)),
                        code=record.product_code,
                    ),
                )
            ),
        )
    )
    rows.append((tr("Remote data processing"), cell((_remote(view), Cite(tr("Art. 3(2)"))))))
    if view.raw("answer:markets") or view.tag("answer:markets"):
        rows.append((tr("Member States"), view.cell("answer:markets")))
    yield table(LABEL_VALUE, rows, description=tr("Product and class"))
    yield Heading(2, tr("Software versions"), tr("Annex VII (1)(b)"))
    yield from view.blocks("record:design/description/software-versions")
    yield Heading(2, tr("Outside, marking and inside"), tr("Annex VII (1)(c)"))
    is_required = record.assessment.is_section_required("TD", "pictures")
    if is_required or view.raw(pictures.PICTURES):
        yield from view.blocks(pictures.PICTURES)
        yield from pictures.blocks(view, pictures.PICTURES)
    elif is_required is None:
        yield para(Muted(tr("It is not decided yet whether this product is a device or software.")))
    else:
        yield para(
            Status(StatusKind.NOT_APPLICABLE),
            tr(". The product is software; Annex VII asks for pictures of hardware only."),
        )
    yield Heading(2, tr("Information and instructions to the user"), tr("Annex VII (1)(d); Annex II"))
    yield para(
        tr(
            "The text for users is document {code}-UI, revision {revision}. It carries each "
            "point of Annex II under its own heading.",
            code=record.product_code,
            revision=record.revision,
        )
    )
    yield table(
        USER_POINTS,
        [_user_point(view, item.id) for item in pack.user_information.values()],
        tr("Points of Annex II in the user information"),
    )


def _user_point(view: FileView, item: str) -> tuple[Any, ...]:
    known = view.pack.user_information[item]
    source = f"record:user-info/{item}"
    tag = view.tag(source)
    if tag:
        state: Any = cell(tag)
    elif view.raw(source):
        state = cell(Status(StatusKind.MET, tr("Filled")))
    elif is_user_text_needed(view.record, item):
        state = cell(Status(StatusKind.TO_DO))
    else:
        state = cell(Status(StatusKind.NOT_APPLICABLE, tr("Not needed for this product")))
    return cell(Strong(short_ref(known.ref))), cell(known.title), state


def _remote(view: FileView) -> str:
    value = view.record.assessment.value("remote-data-processing")
    if value == "yes":
        return tr("Part of the product: the cloud software is ours or made for us, and a function needs it")
    if value == "no":
        return tr("None that is part of the product")
    return tr("Not decided yet")


# --------------------------------------------------------------------------------------------- 2 the design


def _texts(
    view: FileView, fields: Sequence[FileField], empty: str, level: Literal[2, 3] = 3
) -> Iterator[Block]:
    """Each under a heading one level below the one it stands under."""
    for field in fields:
        yield Heading(level, field.label)
        yield from view.blocks(field.source, empty)
        if field.source == pictures.DRAWINGS:
            yield from pictures.blocks(view, pictures.DRAWINGS)


def _design(view: FileView) -> Iterator[Block]:
    record = view.record
    yield Heading(
        1,
        tr("Design, development, production and vulnerability handling"),
        tr("Annex VII (2)"),
        new_page=True,
    )
    yield Heading(2, tr("Design, development and architecture"), tr("Annex VII (2)(a)"))
    yield from _texts(
        view,
        file_fields.ARCHITECTURE,
        tr(
            "No drawing is named: the architecture is described in words. "
            "Annex VII asks for drawings where they apply."
        ),
    )
    if view.file.context.interfaces:
        yield Heading(3, tr("Interfaces"))
        yield bullets(*(UserText(one) for one in view.file.context.interfaces if one.strip()))
    yield Heading(2, tr("Vulnerability handling"), tr("Annex VII (2)(b); Annex I, Part II"))
    yield para(
        tr(
            "The processes stand in full in {code}-VH, the disclosure policy in {code}-DP, "
            "components and their checks in {code}-SB. All have revision {revision}.",
            code=record.product_code,
            revision=record.revision,
        )
    )
    yield process_table(view, tr("Processes for Annex I, Part II"))
    yield from living_list.figures(record)
    yield from living_list.state(record)
    yield sbom_table(view, tr("Software bills of materials, newest of each part"))
    missing = [gap for gap in view.gaps if gap.source.startswith("record:design/policy/")]
    policy: Any = (
        tuple(run for gap in missing for run in (view.tag(gap.source) or ()))
        if missing
        else tr("Complete: {code}-DP.", code=record.product_code)
    )
    yield table(
        LABEL_VALUE,
        [
            (tr("Disclosure policy"), cell(policy)),
            *view.rows(file_fields.HANDLING),
        ],
        description=tr("Policy, contact and updates"),
    )
    yield Heading(2, tr("Production, monitoring and their validation"), tr("Annex VII (2)(c); Art. 13(14)"))
    yield from _texts(view, file_fields.PRODUCTION, "")


# ---------------------------------------------------------------------------------------------- 3 the risks


def _risks(view: FileView) -> Iterator[Block]:
    record = view.record
    yield Heading(
        1, tr("Cybersecurity risk assessment"), tr("Annex VII (3); Art. 13(2) to (4)"), new_page=True
    )
    yield Heading(2, tr("Method and result"), tr("Art. 13(2), (3)"))
    yield para(
        tr(
            "The full assessment is document {code}-RA, revision {revision}. {result}",
            code=record.product_code,
            revision=record.revision,
            result=risk_assessment.result_words(view),
        )
    )
    for gap in view.gaps:
        if gap.source.startswith(("record:risk", "record:assessment", "record:component")):
            yield para(*(view.tag(gap.source) or ()))
    yield Heading(2, tr("Annex I, Part I: how each point applies and is met"), tr("Art. 13(3), (4)"))
    yield requirement_table(view, "I", tr("Annex I, Part I, for {product}", product=record.name))
    left_out = not_applicable(view)
    yield note(
        tr(
            "A point that does not apply says why, which risk shows it and who accepted it. Here: {points}.",
            points=joined(short_ref(one.ref) for one in left_out),
        )
        if left_out
        else tr(
            "A point that does not apply says why, which risk shows it and who accepted it. "
            "Here every point applies or is still to be looked at."
        )
    )
    yield Heading(2, tr("Annex I, Part II: how each point is met"), tr("Art. 13(3), (8)"))
    yield requirement_table(view, "II", tr("Annex I, Part II, for {product}", product=record.name))


# ------------------------------------------------------------------------------------- 4 the support period


def _support(view: FileView) -> Iterator[Block]:
    yield Heading(1, CHAPTERS[4], tr("Annex VII (4); Art. 13(8)"), new_page=True)
    yield support_result(view)
    yield table(LABEL_VALUE, support_rows(view), tr("What was taken into account"))
    yield from _texts(view, [field for field in file_fields.MARKING if field.chapter == 4], "", 2)


# ------------------------------------------------------------------------------------------ 5 the standards


def _standards(view: FileView) -> Iterator[Block]:
    yield Heading(1, CHAPTERS[5], tr("Annex VII (5)"), new_page=True)
    yield Heading(2, tr("Standards, specifications, certification schemes"), tr("Art. 27"))
    yield para(standards_sentence(view))
    if tag := view.tag("answer:standards-coverage"):
        yield para(*tag)
    rows = standard_rows(view)
    if rows:
        yield table(
            STANDARD, rows, tr("Standards and specifications applied, and the parts where not in full")
        )
        yield note(tr("Points and clauses: {code}-SL.", code=view.record.product_code))
    else:
        yield para(tr("No other technical specification is named. Section 5.2 describes our own solutions."))
    yield Heading(2, tr("Solutions where none of these is applied"))
    yield from _texts(view, file_fields.SOLUTIONS, "")


def _tests(view: FileView) -> Iterator[Block]:
    yield Heading(1, CHAPTERS[6], tr("Annex VII (6)"))
    yield from _texts(view, file_fields.TESTS, "", 2)
    yield from living_list.looks(view.record)
    yield note(tr("The reports themselves are part of the evidence; numbers as in annex A."))


# ---------------------------------------------------------------------------------------- 7 the declaration


def _declaration(view: FileView) -> Iterator[Block]:
    record = view.record
    yield Heading(1, CHAPTERS[7], tr("Annex VII (7)"))
    paper = declaration.build(record)
    yield para(
        tr(
            "The declaration is document {code}-DC, revision {revision}. It is final and attached in this "
            "revision. Its text is:",
            code=record.product_code,
            revision=record.revision,
        )
        if paper.meta.final
        else tr(
            "The declaration is document {code}-DC, revision {revision}. It is a draft and is not signed as "
            "long as something is missing anywhere in the file. Its text is:",
            code=record.product_code,
            revision=record.revision,
        )
    )
    for block in paper.blocks:
        if isinstance(block, declaration.Table):
            yield block
    for source in declaration.SIGNED_WITH:
        if tag := view.tag(source):
            yield para(*tag)
    yield note(
        tr("It is issued in the languages that the Member States of sale require."),
        Cite(tr("Art. 28(2)")),
    )


# ----------------------------------------------------------------------------------------------- 8 the SBOM


def _sbom(view: FileView) -> Iterator[Block]:
    yield Heading(1, CHAPTERS[8], tr("Annex VII (8)"))
    yield para(
        tr(
            "The complete bills of materials are handed to a market surveillance authority that asks for "
            "them with "
            "reasons, as far as it needs them to check Annex I. They are kept as files, with these hashes:"
        )
    )
    current = view.file.current_sboms().values()
    if current:
        yield bullets(
            *(
                (
                    Strong(f"{sbom.id} "),
                    UserText(f"{sbom.part or tr('whole product')}, {sbom.file_name}"),
                    f": SHA-256 {sbom.sha256}",
                )
                for sbom in current
            )
        )
    else:
        yield para(*(view.tag("record:sbom") or (Text(tr("None is imported.")),)))


# -------------------------------------------------------------------------------------------------- annexes


def _evidence(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Annex A  Evidence register"), numbered=False, new_page=True)
    count = len(view.file.evidence)
    yield para(
        f"{trn('{n} proof.', '{n} proofs.', count)} {_kept_as_files(view)}"
        if count
        else tr("No proof is registered yet; the points of Annex I that miss one say so in section 3.")
    )
    if count:
        yield evidence_table(
            view, list(view.file.evidence), tr("Evidence"), description=tr("Evidence register")
        )
    expired = [one.id for one in view.file.evidence.values() if one.is_expired(view.record.on)]
    if expired:
        yield note(tr("Past the last day of validity: {evidence}.", evidence=", ".join(expired)))
    for gap in view.gaps:
        if gap.source.startswith("record:evidence"):
            yield para(*(view.tag(gap.source) or ()))


def _kept_as_files(view: FileView) -> str:
    """How many proofs a reader can open, so that nobody looks for files that are not there."""
    count, files = len(view.file.evidence), sum(bool(one.sha256) for one in view.file.evidence.values())
    if not files:
        return tr("None of them is kept as a file here; each names a proof that lies elsewhere.")
    hashes = tr("Full hashes stand in the manifest of the dossier and in the workbook.")
    if files == count:
        return hashes
    return f"{trn('{n} is kept as a file.', '{n} are kept as files.', files)} {hashes}"


def _revisions(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Annex B  Revision details"), numbered=False)
    states = view.file.documents
    yield _revision_table(view, tuple(states) or ("TD",), tr("Last export of each document"))
    yield note(
        tr(
            "The program keeps every change of answers and records with day and person; "
            "this annex names the last export of each paper."
        ),
        Cite(tr("Art. 31(2)")),
    )


def _revision_table(view: FileView, codes: Sequence[str], caption: str) -> Block:
    record = view.record
    rows: list[tuple[Any, ...]] = []
    for code in codes:
        state = view.file.documents.get(code)
        if state is None or (code == CODE and state.revision >= record.revision):
            continue
        released = state.state or tr("draft")
        if state.released_by:
            released = tr("{state}, released by {person}", state=released, person=state.released_by)
        rows.append(
            (
                cell(f"{record.product_code}-{code}"),
                cell(str(state.revision)),
                cell(day(state.exported.date())) if state.exported else cell(Muted(tr("not exported"))),
                cell(released),
                cell(state.fingerprint[:12] or tr("not noted")),
            )
        )
    rows.append(
        (
            cell(f"{record.product_code}-{CODE}"),
            cell(str(record.revision)),
            cell(day(record.on)),
            cell(
                tr(
                    "this revision, {state}",
                    state=lowered(record.state_of(len(view.gaps), view.open_count)),
                )
            ),
            cell(tr("on each page")),
        )
    )
    return table(REVISIONS, rows, caption)
