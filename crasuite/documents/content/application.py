"""What a notified body gets: applications for modules B and H (AB, AH) and the enquiry before them (EN).

With them the note on production under module C (PR) and the register of changes after a certificate (CH).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from crasuite.documents.content import file_fields
from crasuite.documents.content.file_gaps import completeness_of
from crasuite.documents.content.file_parts import (
    STANDARD,
    evidence_table,
    not_applicable,
    sbom_table,
    standard_rows,
    standards_sentence,
)
from crasuite.documents.content.file_view import FileView, short_ref
from crasuite.documents.content.parts import class_line, class_sign
from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.wording import answer_words, capital, category_words, counted, day, joined
from crasuite.documents.tree import (
    LABEL_VALUE,
    Block,
    Cell,
    Cite,
    Document,
    Heading,
    Muted,
    Signatory,
    SignatureBlock,
    Status,
    StatusKind,
    Strong,
    Text,
    Tick,
    UserText,
    bullets,
    cell,
    note,
    own_pattern,
    para,
    result_box,
    table,
)

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

B_CODE, H_CODE, ENQUIRY_CODE, PRODUCTION_CODE, CHANGES_CODE = "AB", "AH", "EN", "PR", "CH"
B_TITLE = "Application for EU-type examination"
H_TITLE = "Application for assessment of the quality system"
ENQUIRY_TITLE = "Enquiry to notified bodies"
PRODUCTION_TITLE = "Production conformity note"
CHANGES_TITLE = "Register of changes after the certificate"
ENCLOSURE = own_pattern(("Encl.", 16), ("Document", 84), ("Revision", 20), ("State", 45), name="enclosure")
QUALITY = own_pattern(
    ("Point", 16), ("What is to be described", 55), ("Where and how", 94), name="quality-system"
)
CHANGE = own_pattern(
    ("No.", 12),
    ("Change and day", 45),
    ("Effect on conformity", 45),
    ("Told to the body", 33),
    ("Addition", 30),
    name="change",
)
_ENCLOSED = (
    ("TD", "Technical documentation, Annex VII (1) to (8)"),
    ("RA", "Cybersecurity risk assessment"),
    ("RC-W", "Requirements checklist, Annex I"),
    ("VH", "Vulnerability handling"),
    ("DP", "Coordinated vulnerability disclosure policy"),
    ("SB", "SBOM summary, with the files"),
    ("UI", "User information"),
    ("SP", "Support period and its reasons"),
    ("SL", "Standards and specifications"),
    ("CR", "Classification record"),
)
_REST_ON = tuple(code for code, _ in _ENCLOSED)
_NO_OTHER = "We declare that the same application has not been lodged with any other notified body."
_SMALL = ("micro", "small", "medium")


# ------------------------------------------------------------------------------------------------- module B


def build_b(record: ProductRecord) -> Document:
    """The application for EU-type examination (Annex VIII, Part II, 3)."""
    view = FileView(record, B_CODE)
    elsewhere = view.gaps_elsewhere(_REST_ON, without_chapters=(7,))
    meta = view.meta(
        B_TITLE,
        "Module B, Annex VIII, Part II",
        "Annex VIII, Part II (3)",
        draft_means="not lodged",
        blocked_by=elsewhere,
    )
    blocks: list[Block] = [
        _to(
            view,
            f"EU-type examination of {record.name}, {class_line(record)}, under Regulation (EU) 2024/2847",
        ),
        Heading(1, "Applicant", "Part II, 3.1"),
        _applicant(view),
        Heading(1, "No application to another body", "Part II, 3.2"),
        *_no_other(view),
        Heading(1, "Type to be examined", "Part II, 1"),
        _type(view),
        Heading(1, "Technical documentation and evidence", "Part II, 3.3, 3.4"),
        *_documentation(view),
        Heading(1, "Specimens and place of tests", "Part II, 2, 4.2, 4.5"),
        view.form(_specimen_fields(), "Specimens and place of tests"),
        Heading(1, "What we undertake", "Part II, 7, 8, 10"),
        *_undertakings(view, _B_UNDERTAKINGS),
        Heading(1, "Signature", "Part II, 3, 11"),
        *_signature(view, elsewhere),
    ]
    return Document(meta, tuple(blocks))


_B_UNDERTAKINGS = (
    (
        "We tell the body that holds the file of every change to the approved type and to the handling "
        "of vulnerabilities "
        "that may affect conformity or the conditions of the certificate, and wait for the addition to "
        "the certificate.",
        "Part II, 7",
    ),
    ("We accept the periodic audits of our vulnerability handling.", "Part II, 8"),
    (
        "We keep certificate, annexes, additions and technical documentation for ten years after placing "
        "on the market or "
        "for the support period, whichever is longer.",
        "Part II, 10; Art. 13(13)",
    ),
)
_H_UNDERTAKINGS = (
    (
        "We fulfil what the approved quality system asks for and keep it adequate and efficient.",
        "Part IV, 3.4",
    ),
    (
        "We tell the body of every intended change of the quality system and wait for its decision.",
        "Part IV, 3.5",
    ),
    (
        "We give access to the sites of design, development, production, inspection, testing and "
        "storage, and all "
        "information needed.",
        "Part IV, 4.2",
    ),
    (
        "We keep application, quality system documents, changes, decisions and reports for ten years "
        "after placing on the "
        "market or for the support period, whichever is longer.",
        "Part IV, 6",
    ),
)


def _specimen_fields() -> list[file_fields.FileField]:
    return [field for field in file_fields.APPLICATION if field.source.endswith(("/samples", "/place"))]


def _to(view: FileView, subject: str) -> Block:
    name = view.tag("record:declaration/body_name")
    rows: list[tuple[Any, Any]] = [
        ("To", cell(name or UserText(_body(view)))),
        ("Subject", cell(subject)),
    ]
    if name and view.record.assessment.value("servable-bodies") == "no":
        rows[0] = (
            "To",
            cell(
                name,
                Muted(f"No notified body is listed for the CRA as far as is known on {day(view.record.on)}."),
            ),
        )
    return table(LABEL_VALUE, rows, description="To and subject")


def _body(view: FileView) -> str:
    named = view.file.declaration
    return ", ".join(filter(None, (named.body_name, f"No. {named.body_number}" if named.body_number else "")))


def _applicant(view: FileView) -> Block:
    return table(LABEL_VALUE, _applicant_rows(view), description="Applicant")


def _applicant_rows(view: FileView) -> list[tuple[Any, Any]]:
    record = view.record
    outside = record.assessment.answers.get("establishment") == "outside"
    without = (
        "None lodges this application. The manufacturer is established outside the Union."
        if outside
        else "Does not apply: the manufacturer lodges the application itself."
    )
    rows: list[tuple[Any, Any]] = [
        ("Manufacturer", view.cell("answer:manufacturer-name")),
        ("Address and contact", view.cell("answer:manufacturer-address")),
        (
            "Authorised representative",
            Cell((para(UserText(view.raw("record:design/application/representative"))),))
            if view.has("record:design/application/representative")
            else cell(view.tag("record:design/application/representative") or without),
        ),
        ("Size", _size(view)),
    ]
    return rows


def _size(view: FileView) -> Cell:
    record = view.record
    tag = view.tag("answer:enterprise-size")
    if tag:
        return cell(tag)
    value = record.assessment.answers.get("enterprise-size")
    if value is None:
        return cell(Muted("Not asked for this product."))
    words = answer_words(view.pack, view.pack.questions["enterprise-size"], value)
    if value in _SMALL:
        return cell(
            (
                f"{words} (Recommendation 2003/361/EC). We ask for fees reduced in proportion to our "
                f"interests and needs.",
                Cite("Art. 32(6)"),
            )
        )
    return cell(words)


def _no_other(view: FileView) -> Iterator[Block]:
    source = "record:design/application/no-other-body"
    tag = view.tag(source)
    if tag:
        yield para(*tag)
        yield para(Muted("The declaration stands here once this is confirmed."))
        return
    yield para(_NO_OTHER)
    if said := view.raw(source):
        yield note(UserText(said))


def _type(view: FileView) -> Block:
    record = view.record
    code = record.product_code
    left_out = not_applicable(view)
    points = (
        f"Annex I, Part I: all, except {joined(short_ref(one.ref) for one in left_out)} with reasons in "
        f"{code}-TD, "
        "section 3.2. Annex I, Part II: all."
        if left_out
        else "Annex I, Part I: all. Annex I, Part II: all."
    )
    rows: list[tuple[Any, Any]] = [
        ("Product", view.cell("answer:product-name")),
        ("Type", view.cell("answer:product-type")),
        ("Versions", view.cell("record:design/description/software-versions")),
        ("Parts", view.cell("answer:product-parts")),
        ("Class and category", cell(_category(view))),
        ("Requirements", cell(points)),
        (
            "Standards",
            cell(f"{standards_sentence(view)} Specifications and solutions: {code}-TD, section 5."),
        ),
    ]
    return table(LABEL_VALUE, rows, description="Type to be examined")


def _category(view: FileView) -> str:
    category = view.record.assessment.value("category")
    line = capital(class_line(view.record))
    return (
        f"{line}. {capital(category_words(view.pack, category))}"
        if category in view.pack.categories
        else line
    )


def _documentation(view: FileView) -> Iterator[Block]:
    record = view.record
    rows = [
        (
            cell(Strong(f"A{number}")),
            cell(f"{record.product_code}-{code}  {title}"),
            cell(str(record.revision)),
            cell(_enclosure_state(record, code)),
        )
        for number, (code, title) in enumerate(_ENCLOSED, 1)
    ]
    yield table(ENCLOSURE, rows, "What is handed in")
    yield note(
        "The technical documentation carries an adequate analysis and assessment of the risks and covers "
        "design, "
        "manufacture and operation. The manifest of the dossier names the SHA-256 of every file.",
        Cite("Part II, 3.3"),
    )
    yield Heading(2, "Supporting evidence and test results", "Part II, 3.4")
    yield para(
        "Documents used, above all where harmonised standards or specifications are not applied in full: "
        f"{record.product_code}-SL."
    )
    yield view.form(file_fields.TESTS, "Test results")
    yield evidence_table(view, list(view.file.evidence), "Supporting evidence")


def _enclosure_state(record: ProductRecord, code: str) -> Any:
    """How complete an enclosure is. What item 7 of Annex VII misses comes with the certificate."""
    done = completeness_of(record, code)
    later = [gap for gap in done.missing if gap.number.startswith("7.")]
    now, points = len(done.missing) - len(later), len(done.open_points)
    if now or points:
        words = [counted(now, "gap")] if now else []
        words += [counted(points, "open point")] if points else []
        return Status(StatusKind.EVIDENCE_MISSING if now else StatusKind.NOT_SURE, joined(words))
    if later:
        return Status(StatusKind.IN_PROGRESS, "Complete but for the declaration")
    return Status(StatusKind.MET, "Complete")


def _undertakings(view: FileView, lines: Sequence[tuple[str, str]]) -> Iterator[Block]:
    yield bullets(*((text, Cite(cite)) for text, cite in lines))
    source = "record:design/application/undertakings"
    if view.raw(source) or view.tag(source):
        yield from view.blocks(source)


def _signature(view: FileView, elsewhere: Sequence[str]) -> Iterator[Block]:
    named = view.file.declaration
    who = ", ".join(filter(None, (named.signatory_name, named.signatory_function))) or "to be named"
    yield SignatureBlock((Signatory("For the manufacturer", who),), blocked=view.blocked(elsewhere))


# ------------------------------------------------------------------------------------------------- module H


def build_h(record: ProductRecord) -> Document:
    """The application for assessment of the quality system (Annex VIII, Part IV, 3)."""
    view = FileView(record, H_CODE)
    elsewhere = view.gaps_elsewhere(_REST_ON, without_chapters=(7,))
    meta = view.meta(
        H_TITLE,
        "Module H, Annex VIII, Part IV",
        "Annex VIII, Part IV (3)",
        draft_means="not lodged",
        blocked_by=elsewhere,
    )
    rows = [
        (cell(Strong(f"({field.source[-1]})")), cell(field.label), view.cell(field.source))
        for field in file_fields.QUALITY_SYSTEM[1:]
    ]
    blocks: list[Block] = [
        _to(view, "Assessment of our quality system under Regulation (EU) 2024/2847"),
        Heading(1, "Applicant", "Part IV, 3.1(a)"),
        _applicant(view),
        Heading(1, "One model of each category", "Part IV, 3.1(b)"),
        _models(view),
        *_enclosures(view),
        Heading(1, "Quality system documentation", "Part IV, 3.1(c), 3.2"),
        *view.blocks("record:design/quality-system/overview"),
        table(QUALITY, rows, "What the quality system documentation describes"),
        Heading(1, "No application to another body", "Part IV, 3.1(d)"),
        *_no_other(view),
        Heading(1, "Sites for the visit", "Part IV, 3.3, 4.2"),
        *view.blocks("record:design/enquiry/sites"),
        Heading(1, "What we undertake", "Part IV, 3.4, 3.5, 4.2, 6"),
        *_undertakings(view, _H_UNDERTAKINGS),
        Heading(1, "Signature", "Part IV, 3.1, 8"),
        *_signature(view, elsewhere),
    ]
    return Document(meta, tuple(blocks))


def _models(view: FileView) -> Block:
    rows: list[tuple[Any, Any]] = [
        ("Category", cell(_category(view))),
        ("Model", view.cell("answer:product-name")),
        ("Type", view.cell("answer:product-type")),
        ("Technical documentation", cell(f"{view.record.product_code}-TD, revision {view.record.revision}")),
    ]
    return table(LABEL_VALUE, rows, description="Model whose technical documentation is handed in")


def _enclosures(view: FileView) -> Iterator[Block]:
    record = view.record
    yield table(
        ENCLOSURE,
        [
            (
                cell(Strong(f"A{number}")),
                cell(f"{record.product_code}-{code}  {title}"),
                cell(str(record.revision)),
                cell(_enclosure_state(record, code)),
            )
            for number, (code, title) in enumerate(_ENCLOSED, 1)
        ],
        "What is handed in for this model",
    )
    yield note("Further categories each need one model and its technical documentation.")


# ----------------------------------------------------------------------------------------------- the enquiry


def build_enquiry(record: ProductRecord) -> Document:
    """What bodies ask before they quote; good practice, with the fee reduction that is law."""
    view = FileView(record, ENQUIRY_CODE)
    meta = view.meta(
        ENQUIRY_TITLE,
        f"{capital(record.name)}, {class_line(record)}",
        "practice; Art. 32(6)",
        draft_means="not sent",
    )
    fields = {field.source.rpartition("/")[2]: field for field in (*file_fields.ENQUIRY, *file_fields.SITES)}
    interfaces = [one for one in view.file.context.interfaces if one.strip()]
    blocks: list[Block] = [
        result_box(
            f"We ask for an offer for {PROCEDURE_NAMES.get(record.chosen or '', 'the assessment')} of "
            f"{record.name}.",
            "This enquiry is no application. The application follows to one body only.",
            cites=["Art. 32(6)"],
            sign=class_sign(record),
        ),
        Heading(1, "Manufacturer and size", "Art. 32(6)"),
        _applicant(view),
        Heading(1, "Sites and important suppliers", "practice"),
        view.form((fields["sites"], fields["suppliers"]), "Sites and suppliers"),
        Heading(1, "Product, class and procedure", "Art. 32(2), (3)"),
        table(LABEL_VALUE, _enquired(view), description="Product, class and procedure"),
        Heading(1, "Interfaces, radios, versions, remote parts", "practice"),
        table(
            LABEL_VALUE,
            [
                (
                    "Interfaces and radios",
                    cell(*((UserText(one),) for one in interfaces))
                    if interfaces
                    else cell(Muted("Not listed yet; the gap stands in the risk assessment.")),
                ),
                ("Software versions", view.cell("record:design/description/software-versions")),
                (
                    "Remote data processing",
                    cell(
                        {"yes": "Yes, part of the product", "no": "No"}.get(
                            record.assessment.value("remote-data-processing") or "", "Not decided yet"
                        )
                    ),
                ),
            ],
            description="Interfaces, versions and remote parts",
        ),
        _sboms(view),
        Heading(1, "Standards in use and existing certificates", "practice"),
        *_standards(view),
        view.form((fields["certificates"],), "Existing certificates"),
        Heading(1, "Languages of the file", "Art. 31(4)"),
        view.form((fields["languages"],), "Languages"),
        Heading(1, "Wanted dates, specimens and access", "practice"),
        view.form((fields["dates"], *_specimen_fields()), "Dates and specimens"),
        Heading(1, "What we would like to know", "practice"),
        bullets(
            "Scope of the designation under the CRA, and whether it covers this category",
            "Time to first examination and to the decision, and what is needed for it",
            "Fees, their reduction for our size, and travel",
            "Languages of file and reports, and how files are handed over securely",
            "How often the handling of vulnerabilities is audited, and how changes are approved",
        ),
    ]
    return Document(meta, tuple(blocks))


def _enquired(view: FileView) -> list[tuple[Any, Any]]:
    record = view.record
    tag = view.tag("answer:procedure-choice")
    chosen = capital(PROCEDURE_NAMES[record.chosen]) if record.chosen else "Not chosen yet"
    return [
        ("Product", view.cell("answer:product-name")),
        ("Type and version", view.cell("answer:product-type")),
        ("Intended purpose", view.cell("answer:intended-purpose")),
        ("Class and category", cell(_category(view))),
        ("Procedure", cell(tag or Text(chosen))),
        ("First unit on the market", cell(_first(view))),
        ("State of the file", cell(_file_state(view))),
    ]


def _first(view: FileView) -> str:
    on = view.on("t-first-unit")
    return f"Planned for {day(on)}" if on else "Not planned yet"


def _file_state(view: FileView) -> str:
    done = completeness_of(view.record, "TD")
    missing = counted(len(done.missing), "gap") if done.missing else "no gap"
    return f"Technical documentation: {done.filled} of {done.total} items there, {missing}"


def _sboms(view: FileView) -> Block:
    if view.file.sboms:
        return sbom_table(view, "Software bills of materials")
    return para(Muted("No software bill of materials is imported yet."))


def _standards(view: FileView) -> Iterator[Block]:
    rows = standard_rows(view)
    if rows:
        yield table(STANDARD, rows, "Standards in use")
    else:
        yield para(f"{standards_sentence(view)} No other specification is named.")


# ---------------------------------------------------------------------------------- production under module C


def build_production(record: ProductRecord) -> Document:
    """How production stays with the examined type (Annex VIII, Part III)."""
    view = FileView(record, PRODUCTION_CODE)
    meta = view.meta(PRODUCTION_TITLE, "Module C, Annex VIII, Part III", "Annex VIII, Part III; Art. 13(14)")
    certificate = view.raw("record:declaration/certificate")
    retention = view.retention_end
    production = {field.source.rpartition("/")[2]: field for field in file_fields.PRODUCTION}
    named = " ".join(view.raw(field.source) for field in file_fields.PRODUCTION)
    records = [one for one in view.file.evidence if re.search(rf"\b{re.escape(one)}\b", named)]
    records = records or [one for one in view.file.evidence if one not in view.file.unused_evidence()]
    blocks: list[Block] = [
        Heading(1, "Conformity to the examined type", "Part III, 1"),
        table(
            LABEL_VALUE,
            [
                ("Product", view.cell("answer:product-name")),
                ("Type", view.cell("answer:product-type")),
                (
                    "Certificate",
                    cell(UserText(certificate))
                    if certificate
                    else cell(Muted("Issued after the examination; see item 7 of the declaration.")),
                ),
                (
                    "Statement",
                    cell(
                        "We make sure that what we produce is of the type in the certificate "
                        "and meets Annex I, and that we meet Part II."
                    ),
                ),
            ],
            description="Type and certificate",
        ),
        Heading(1, "Measures in production", "Part III, 2; Art. 13(14)"),
        *view.blocks(production["process"].source),
        Heading(1, "Monitoring and validation", "Part III, 2"),
        view.form((production["monitoring"], production["validation"]), "Monitoring"),
        Heading(1, "Records", "Part III, 2"),
        evidence_table(view, records, "Records of production"),
        Heading(1, "CE marking on each product", "Part III, 3.1; Art. 30"),
        view.form((file_fields.MARKING[0],), "CE marking"),
        para(
            Strong("The number of the notified body does not stand beside the CE marking under module C."),
            Cite("Art. 30(4)"),
        ),
        table(
            own_pattern(
                ("Checked", 20), ("Before release of each batch or version", 145), name="marking-check"
            ),
            [
                (
                    cell(Tick(False)),
                    cell(
                        "CE marking there, visible, legible, indelible; for software on "
                        "the declaration or website"
                    ),
                ),
                (cell(Tick(False)), cell("No number of a body beside it")),
                (
                    cell(Tick(False)),
                    cell("Type, batch or serial number and the manufacturer’s name and address there"),
                ),
                (
                    cell(Tick(False)),
                    cell(
                        "Declaration or simplified declaration, and user information, come with the product"
                    ),
                ),
                (
                    cell(Tick(False)),
                    cell(
                        "Software released is the version in the certificate, or a change that was approved"
                    ),
                ),
            ],
            "Check of the marking",
        ),
        Heading(1, "Declaration for each model, and how long it is kept", "Part III, 3.2; Art. 13(13)"),
        para(
            f"The declaration is {record.product_code}-DC, for this product model. "
            + (
                f"It is kept with the technical documentation until {day(retention)} at the earliest."
                if retention
                else "It is kept for ten years or the support period, whichever is longer."
            ),
        ),
        Heading(1, "Tasks of a representative", "Part III, 4"),
        *view.blocks(
            "record:design/application/representative",
            "No authorised representative takes over tasks of this part.",
        ),
        *view.points_blocks(),
        *view.release(),
    ]
    return Document(meta, tuple(blocks))


# ------------------------------------------------------------------------------------- changes afterwards


def build_changes(record: ProductRecord) -> Document:
    """What the body must hear of after the certificate (Annex VIII, Part II, 7), to be kept up by hand."""
    view = FileView(record, CHANGES_CODE)
    meta = view.meta(
        CHANGES_TITLE,
        f"{capital(record.name)}, {class_line(record)}",
        "Annex VIII, Part II (7)",
        draft_means="working copy",
        state="Working copy",
    )
    certificate = view.raw("record:declaration/certificate")
    body = _body(view)
    changes = [one for one in view.raw("record:design/certificate/changes").splitlines() if one.strip()]
    rows: list[tuple[Any, ...]] = [
        (
            cell(Strong(str(number))),
            cell(UserText(one)),
            cell(Muted("to be entered")),
            cell(Muted("to be entered")),
            cell(Muted("to be entered")),
        )
        for number, one in enumerate(changes, 1)
    ]
    first = len(rows) + 1
    rows += [
        (cell(Strong(str(number))), *(cell(Muted("to be entered")) for _ in range(4)))
        for number in range(first, max(first + 3, 7))
    ]
    blocks: list[Block] = [
        Heading(1, "Certificate and its conditions", "Part II, 6, 10"),
        table(
            LABEL_VALUE,
            [
                (
                    "Certificate",
                    cell(UserText(certificate)) if certificate else cell(Muted("Not issued yet.")),
                ),
                ("Notified body", cell(UserText(body)) if body else cell(Muted("Not named yet."))),
                ("Type", cell(UserText(record.text("product-type") or record.name))),
                ("Conditions", cell("As in the certificate and its annexes.")),
            ],
            description="Certificate",
        ),
        Heading(1, "Changes, their effect, notices and additions", "Part II, 7; Art. 3(30)"),
        para(
            "Every change to the approved type or to the handling of vulnerabilities that may affect "
            "conformity or the "
            "conditions of the certificate goes to the body before it reaches the market. Such a change "
            "needs an addition "
            "to the certificate."
        ),
        table(CHANGE, rows, "Changes"),
        note(
            "A security update that only lowers risk is noted too, with the reason why the type stays "
            "what it was."
        ),
        Heading(1, "Additions to the certificate", "Part II, 7"),
        *view.blocks("record:design/certificate/additions", "None yet."),
        Heading(1, "Audits of vulnerability handling", "Part II, 8"),
        *view.blocks("record:design/certificate/audits", "None yet."),
    ]
    return Document(meta, tuple(blocks))
