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
from crasuite.documents.content.wording import (
    answer_words,
    capital,
    category_words,
    day,
    joined,
    stated,
    statements,
)
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
from crasuite.domain.requirement import Applies
from crasuite.language import mark, tr, tr_in, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

B_CODE, H_CODE, ENQUIRY_CODE, PRODUCTION_CODE, CHANGES_CODE = "AB", "AH", "EN", "PR", "CH"
B_TITLE = mark("Application for EU-type examination")
B_BASIS = mark("Annex VIII, Part II (3)")
H_TITLE = mark("Application for assessment of the quality system")
H_BASIS = mark("Annex VIII, Part IV (3)")
ENQUIRY_TITLE = mark("Enquiry to notified bodies")
ENQUIRY_BASIS = mark("practice; Art. 32(6)")
PRODUCTION_TITLE = mark("Production conformity note")
PRODUCTION_BASIS = mark("Annex VIII, Part III; Art. 13(14)")
CHANGES_TITLE = mark("Register of changes after the certificate")
CHANGES_BASIS = mark("Annex VIII, Part II (7)")
ENCLOSURE = own_pattern(
    (mark("Encl."), 16), (mark("Document"), 84), (mark("Revision"), 20), (mark("State"), 45), name="enclosure"
)
QUALITY = own_pattern(
    (mark("Point"), 16),
    (mark("What is to be described"), 55),
    (mark("Where and how"), 94),
    name="quality-system",
)
CHANGE = own_pattern(
    (mark("No."), 12),
    (mark("Change and day"), 45),
    (mark("Effect on conformity"), 45),
    (mark("Told to the body"), 33),
    (mark("Addition"), 30),
    name="change",
)
_ENCLOSED = (
    ("TD", mark("Technical documentation, Annex VII (1) to (8)")),
    ("RA", mark("Cybersecurity risk assessment")),
    ("RC-W", mark("Requirements checklist, Annex I")),
    ("VH", mark("Vulnerability handling")),
    ("DP", mark("Coordinated vulnerability disclosure policy")),
    ("SB", mark("SBOM summary, with the files")),
    ("UI", mark("Information and instructions to the user")),
    ("SP", mark("Support period and its reasons")),
    ("SL", mark("Standards and specifications")),
    ("CR", mark("Classification record")),
)
_REST_ON = tuple(code for code, _ in _ENCLOSED)
_SMALL = ("micro", "small", "medium")


# ------------------------------------------------------------------------------------------------- module B


def build_b(record: ProductRecord) -> Document:
    """The application for EU-type examination (Annex VIII, Part II, 3)."""
    view = FileView(record, B_CODE)
    elsewhere = view.gaps_elsewhere(_REST_ON, without_chapters=(7,))
    meta = view.meta(
        tr(B_TITLE),
        tr("Module B, Annex VIII, Part II"),
        tr(B_BASIS),
        draft_means=tr("not lodged"),
        blocked_by=elsewhere,
    )
    blocks: list[Block] = [
        _to(
            view,
            tr(
                "EU-type examination of {product}, {product_class}, under Regulation (EU) 2024/2847",
                product=record.name,
                product_class=class_line(record),
            ),
        ),
        Heading(1, tr("Applicant"), tr("Part II, 3.1")),
        _applicant(view),
        Heading(1, tr("No application to another body"), tr("Part II, 3.2")),
        *_no_other(view),
        Heading(1, tr("Type to be examined"), tr("Part II, 1")),
        _type(view),
        Heading(1, tr("Technical documentation and evidence"), tr("Part II, 3.3, 3.4")),
        *_documentation(view),
        Heading(1, tr("Specimens and place of tests"), tr("Part II, 2, 4.2, 4.5")),
        view.form(_specimen_fields(), tr("Specimens and place of tests")),
        Heading(1, tr("What we undertake"), tr("Part II, 7, 8, 10")),
        *_undertakings(view, "procedure-b-c"),
        Heading(1, tr("Signature"), tr("Part II, 3, 11")),
        *_signature(view, elsewhere),
    ]
    return Document(meta, tuple(blocks))


def _specimen_fields() -> list[file_fields.FileField]:
    return [field for field in file_fields.APPLICATION if field.source.endswith(("/samples", "/place"))]


def _to(view: FileView, subject: str) -> Block:
    name = view.tag("record:declaration/body_name")
    rows: list[tuple[Any, Any]] = [
        (tr_in("addressee", "To"), cell(name or UserText(_body(view)))),
        (tr("Subject"), cell(subject)),
    ]
    if name and view.record.assessment.lacks_body(view.record.chosen or ""):
        rows[0] = (
            tr_in("addressee", "To"),
            cell(
                name,
                Muted(
                    tr(
                        "No notified body is listed for the CRA as far as is known on {day}.",
                        day=day(view.record.on),
                    )
                ),
            ),
        )
    return table(LABEL_VALUE, rows, description=tr("To and subject"))


def _body(view: FileView) -> str:
    named = view.file.declaration
    return ", ".join(
        filter(
            None,
            (
                named.body_name,
                tr("No. {number}", number=named.body_number) if named.body_number else "",
            ),
        )
    )


def _applicant(view: FileView) -> Block:
    return table(LABEL_VALUE, _applicant_rows(view), description=tr("Applicant"))


def _applicant_rows(view: FileView) -> list[tuple[Any, Any]]:
    record = view.record
    outside = record.assessment.answers.get("establishment") == "outside"
    without = (
        tr("None is named; the manufacturer lodges the application itself from outside the Union.")
        if outside
        else tr("None is named; the manufacturer lodges the application itself.")
    )
    rows: list[tuple[Any, Any]] = [
        (tr("Manufacturer"), view.cell("answer:manufacturer-name")),
        (tr("Address and contact"), view.cell("answer:manufacturer-address")),
        (
            tr("Authorised representative"),
            Cell((para(UserText(view.raw("record:design/application/representative"))),))
            if view.has("record:design/application/representative")
            else cell(view.tag("record:design/application/representative") or without),
        ),
        (tr("Size"), _size(view)),
    ]
    return rows


def _size(view: FileView) -> Cell:
    record = view.record
    tag = view.tag("answer:enterprise-size")
    if tag:
        return cell(tag)
    value = record.assessment.answers.get("enterprise-size")
    if value is None:
        return cell(Muted(tr("Not asked for this product.")))
    words = answer_words(view.pack, view.pack.questions["enterprise-size"], value)
    if value in _SMALL:
        return cell(
            (
                tr(
                    "{size} (Recommendation 2003/361/EC). We ask for fees reduced in proportion to our "
                    "interests and needs.",
                    size=words,
                ),
                Cite(tr("Art. 32(6)")),
            )
        )
    return cell(words)


def _no_other(view: FileView) -> Iterator[Block]:
    source = "record:design/application/no-other-body"
    tag = view.tag(source)
    if tag:
        yield para(*tag)
        yield para(Muted(tr("The declaration stands here once this is confirmed.")))
        return
    yield para(*(said[0] for said in statements(view.pack, "same-application")))
    if said := view.raw(source):
        yield note(UserText(said))


def _type(view: FileView) -> Block:
    record = view.record
    code = record.product_code
    left_out = not_applicable(view)
    open_points = [
        one
        for one in view.pack.requirements.values()
        if view.points_of_annex_1.get(one.id)
        and view.file.requirement(one.id).applies not in (Applies.YES, Applies.NO)
    ]
    except_for = [one for one in view.pack.requirements.values() if one in left_out or one in open_points]
    points = (
        tr(
            "Annex I, Part I: all, except {points}; see {code}-TD, section 3.2. Annex I, Part II: all.",
            points=joined(short_ref(one.ref) for one in except_for),
            code=code,
        )
        if except_for
        else tr("Annex I, Part I: all. Annex I, Part II: all.")
    )
    if open_points:
        points += " " + tr(
            "Whether {points} apply is not decided yet.",
            points=joined(short_ref(one.ref) for one in open_points),
        )
    rows: list[tuple[Any, Any]] = [
        (tr("Product"), view.cell("answer:product-name")),
        (tr("Type"), view.cell("answer:product-type")),
        (tr("Versions"), view.cell("record:design/description/software-versions")),
        (tr("Parts"), view.cell("answer:product-parts")),
        (tr("Class and category"), cell(_category(view))),
        (tr("Requirements"), cell(points)),
        (
            tr("Standards"),
            cell(
                tr(
                    "{standards} Specifications and solutions: {code}-TD, section 5.",
                    standards=standards_sentence(view),
                    code=code,
                )
            ),
        ),
    ]
    return table(LABEL_VALUE, rows, description=tr("Type to be examined"))


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
            cell(f"{record.product_code}-{code}  {tr(title)}"),
            cell(str(record.revision)),
            cell(_enclosure_state(record, code)),
        )
        for number, (code, title) in enumerate(_ENCLOSED, 1)
    ]
    yield table(ENCLOSURE, rows, tr("What is handed in"))
    yield note(
        tr(
            "{code}-RA holds the analysis and assessment of the risks, {code}-TD what concerns design, "
            "manufacture and operation. The manifest of the dossier names the SHA-256 of every file.",
            code=record.product_code,
        ),
        Cite(tr("Part II, 3.3")),
    )
    yield Heading(2, tr("Supporting evidence and test results"), tr("Part II, 3.4"))
    yield para(
        tr(
            "Documents used, above all where harmonised standards or specifications are not "
            "applied in full: {code}-SL.",
            code=record.product_code,
        )
    )
    yield view.form(file_fields.TESTS, tr("Test results"))
    yield evidence_table(view, list(view.file.evidence), tr("Supporting evidence"))


def _enclosure_state(record: ProductRecord, code: str) -> Any:
    """How complete an enclosure is. What item 7 of Annex VII misses comes with the certificate."""
    view = FileView(record, code)
    later = [gap for gap in view.gaps if gap.number.startswith("7.")]
    points = len(record.open_points) if code == "CR" else view.open_count
    now = len(view.gaps) - len(later)
    if now or points:
        words = [trn("{n} gap", "{n} gaps", now)] if now else []
        words += [trn("{n} open point", "{n} open points", points)] if points else []
        return Status(StatusKind.EVIDENCE_MISSING if now else StatusKind.NOT_SURE, joined(words))
    if later:
        return Status(StatusKind.IN_PROGRESS, tr("Complete but for the declaration"))
    return Status(StatusKind.MET, tr("Complete"))


def _undertakings(view: FileView, procedure: str) -> Iterator[Block]:
    yield bullets(*(stated(view.pack, one) for one in view.pack.procedures[procedure].undertakings))
    source = "record:design/application/undertakings"
    if view.raw(source) or view.tag(source):
        yield from view.blocks(source)


def _signature(view: FileView, elsewhere: Sequence[str]) -> Iterator[Block]:
    named = view.file.declaration
    who = ", ".join(filter(None, (named.signatory_name, named.signatory_function))) or tr("to be named")
    yield SignatureBlock((Signatory(tr("For the manufacturer"), who),), blocked=view.blocked(elsewhere))


# ------------------------------------------------------------------------------------------------- module H


def build_h(record: ProductRecord) -> Document:
    """The application for assessment of the quality system (Annex VIII, Part IV, 3)."""
    view = FileView(record, H_CODE)
    elsewhere = view.gaps_elsewhere(_REST_ON, without_chapters=(7,))
    meta = view.meta(
        tr(H_TITLE),
        tr("Module H, Annex VIII, Part IV"),
        tr(H_BASIS),
        draft_means=tr("not lodged"),
        blocked_by=elsewhere,
    )
    rows = [
        (
            cell(Strong(tr_in("letter of a list in the law", "({letter})", letter=field.source[-1]))),
            cell(field.label),
            view.cell(field.source),
        )
        for field in file_fields.QUALITY_SYSTEM[1:]
    ]
    blocks: list[Block] = [
        _to(view, tr("Assessment of our quality system under Regulation (EU) 2024/2847")),
        Heading(1, tr("Applicant"), tr("Part IV, 3.1(a)")),
        _applicant(view),
        Heading(1, tr("One model of each category"), tr("Part IV, 3.1(b)")),
        _models(view),
        *_enclosures(view),
        Heading(1, tr("Quality system documentation"), tr("Part IV, 3.1(c), 3.2")),
        *view.blocks("record:design/quality-system/overview"),
        table(QUALITY, rows, tr("What the quality system documentation describes")),
        Heading(1, tr("No application to another body"), tr("Part IV, 3.1(d)")),
        *_no_other(view),
        Heading(1, tr("Sites for the visit"), tr("Part IV, 3.3, 4.2")),
        *view.blocks("record:design/enquiry/sites"),
        Heading(1, tr("What we undertake"), tr("Part IV, 3.4, 3.5, 4.2, 6")),
        *_undertakings(view, "procedure-h"),
        Heading(1, tr("Signature"), tr("Part IV, 3.1, 8")),
        *_signature(view, elsewhere),
    ]
    return Document(meta, tuple(blocks))


def _models(view: FileView) -> Block:
    rows: list[tuple[Any, Any]] = [
        (tr("Category"), cell(_category(view))),
        (tr("Model"), view.cell("answer:product-name")),
        (tr("Type"), view.cell("answer:product-type")),
        (
            tr("Technical documentation"),
            cell(
                tr(
                    "{code}-TD, revision {revision}",
                    code=view.record.product_code,
                    revision=view.record.revision,
                )
            ),
        ),
    ]
    return table(LABEL_VALUE, rows, description=tr("Model whose technical documentation is handed in"))


def _enclosures(view: FileView) -> Iterator[Block]:
    record = view.record
    yield table(
        ENCLOSURE,
        [
            (
                cell(Strong(f"A{number}")),
                cell(f"{record.product_code}-{code}  {tr(title)}"),
                cell(str(record.revision)),
                cell(_enclosure_state(record, code)),
            )
            for number, (code, title) in enumerate(_ENCLOSED, 1)
        ],
        tr("What is handed in for this model"),
    )
    yield note(tr("Further categories each need one model and its technical documentation."))


# ----------------------------------------------------------------------------------------------- the enquiry


def build_enquiry(record: ProductRecord) -> Document:
    """What bodies ask before they quote; good practice, with the fee reduction that is law."""
    view = FileView(record, ENQUIRY_CODE)
    meta = view.meta(
        tr(ENQUIRY_TITLE),
        f"{record.name_at_start}, {class_line(record)}",
        tr(ENQUIRY_BASIS),
        draft_means=tr("not sent"),
    )
    fields = {field.source.rpartition("/")[2]: field for field in (*file_fields.ENQUIRY, *file_fields.SITES)}
    interfaces = [one for one in view.file.context.interfaces if one.strip()]
    blocks: list[Block] = [
        result_box(
            tr(
                "We ask for an offer for {procedure} of {product}.",
                procedure=PROCEDURE_NAMES.get(record.chosen or "", tr("the assessment")),
                product=record.name,
            ),
            tr("This enquiry is no application. The application follows to one body only."),
            cites=[tr("Art. 32(6)")],
            sign=class_sign(record),
        ),
        Heading(1, tr("Manufacturer and size"), tr("Art. 32(6)")),
        _applicant(view),
        Heading(1, tr("Sites and important suppliers"), tr("practice")),
        view.form((fields["sites"], fields["suppliers"]), tr("Sites and suppliers")),
        Heading(1, tr("Product, class and procedure"), tr("Art. 32(2), (3)")),
        table(LABEL_VALUE, _enquired(view), description=tr("Product, class and procedure")),
        Heading(1, tr("Interfaces, radios, versions, remote parts"), tr("practice")),
        table(
            LABEL_VALUE,
            [
                (
                    tr("Interfaces and radios"),
                    cell(*((UserText(one),) for one in interfaces))
                    if interfaces
                    else cell(Muted(tr("Not listed yet; the gap stands in the risk assessment."))),
                ),
                (tr("Software versions"), view.cell("record:design/description/software-versions")),
                (
                    tr("Remote data processing"),
                    cell(
                        {"yes": tr("Yes, part of the product"), "no": tr("No")}.get(
                            record.assessment.value("remote-data-processing") or "", tr("Not decided yet")
                        )
                    ),
                ),
            ],
            description=tr("Interfaces, versions and remote parts"),
        ),
        _sboms(view),
        Heading(1, tr("Standards in use and existing certificates"), tr("practice")),
        *_standards(view),
        view.form((fields["certificates"],), tr("Existing certificates")),
        Heading(1, tr("Languages of the file"), tr("Art. 31(4)")),
        view.form((fields["languages"],), tr("Languages")),
        Heading(1, tr("Wanted dates, specimens and access"), tr("practice")),
        view.form((fields["dates"], *_specimen_fields()), tr("Dates and specimens")),
        Heading(1, tr("What we would like to know"), tr("practice")),
        bullets(
            tr("Scope of the designation under the CRA, and whether it covers this category"),
            tr("Time to first examination and to the decision, and what is needed for it"),
            tr("Fees, their reduction for our size, and travel"),
            tr("Languages of file and reports, and how files are handed over securely"),
            tr("How often the handling of vulnerabilities is audited, and how changes are approved"),
        ),
    ]
    return Document(meta, tuple(blocks))


def _enquired(view: FileView) -> list[tuple[Any, Any]]:
    record = view.record
    tag = view.tag("answer:procedure-choice")
    chosen = capital(PROCEDURE_NAMES[record.chosen]) if record.chosen else tr("Not chosen yet")
    return [
        (tr("Product"), view.cell("answer:product-name")),
        (tr("Type and version"), view.cell("answer:product-type")),
        (tr("Intended purpose"), view.cell("answer:intended-purpose")),
        (tr("Class and category"), cell(_category(view))),
        (tr("Procedure"), cell(tag or Text(chosen))),
        (tr("First unit on the market"), cell(_first(view))),
        (tr("State of the file"), cell(_file_state(view))),
    ]


def _first(view: FileView) -> str:
    on = view.on("t-first-unit")
    return tr("Planned for {day}", day=day(on)) if on else tr("Not planned yet")


def _file_state(view: FileView) -> str:
    done = completeness_of(view.record, "TD")
    if not done.missing:
        return tr(
            "Technical documentation: {filled} of {total} items there, no gap",
            filled=done.filled,
            total=done.total,
        )
    return trn(
        "Technical documentation: {filled} of {total} items there, {n} gap",
        "Technical documentation: {filled} of {total} items there, {n} gaps",
        len(done.missing),
        filled=done.filled,
        total=done.total,
    )


def _sboms(view: FileView) -> Block:
    if view.file.sboms:
        return sbom_table(view, tr("Software bills of materials"))
    return para(Muted(tr("No software bill of materials is imported yet.")))


def _standards(view: FileView) -> Iterator[Block]:
    rows = standard_rows(view)
    if rows:
        yield table(STANDARD, rows, tr("Standards in use"))
    else:
        yield para(tr("{standards} No other specification is named.", standards=standards_sentence(view)))


# ---------------------------------------------------------------------------------- production under module C


def build_production(record: ProductRecord) -> Document:
    """How production stays with the examined type (Annex VIII, Part III)."""
    view = FileView(record, PRODUCTION_CODE)
    meta = view.meta(tr(PRODUCTION_TITLE), tr("Module C, Annex VIII, Part III"), tr(PRODUCTION_BASIS))
    certificate = view.raw("record:declaration/certificate")
    retention = view.retention_end
    production = {field.source.rpartition("/")[2]: field for field in file_fields.PRODUCTION}
    named = " ".join(view.raw(field.source) for field in file_fields.PRODUCTION)
    records = [one for one in view.file.evidence if re.search(rf"\b{re.escape(one)}\b", named)]
    records = records or [one for one in view.file.evidence if one not in view.file.unused_evidence()]
    blocks: list[Block] = [
        Heading(1, tr("Conformity to the examined type"), tr("Part III, 1")),
        table(
            LABEL_VALUE,
            [
                (tr("Product"), view.cell("answer:product-name")),
                (tr("Type"), view.cell("answer:product-type")),
                (
                    tr("Certificate"),
                    cell(UserText(certificate))
                    if certificate
                    else cell(Muted(tr("Issued after the examination; see item 7 of the declaration."))),
                ),
                (
                    tr("Statement"),
                    cell(*(said[0] for said in statements(view.pack, "conformity-to-type"))),
                ),
            ],
            description=tr("Type and certificate"),
        ),
        Heading(1, tr("Measures in production"), tr("Part III, 2; Art. 13(14)")),
        *view.blocks(production["process"].source),
        Heading(1, tr("Monitoring and validation"), tr("Part III, 2")),
        view.form((production["monitoring"], production["validation"]), tr("Monitoring")),
        Heading(1, tr("Records"), tr("Part III, 2")),
        evidence_table(view, records, tr("Records of production")),
        Heading(1, tr("CE marking on each product"), tr("Part III, 3.1; Art. 30")),
        view.form((file_fields.MARKING[0],), tr("CE marking")),
        *(para(*stated(view.pack, one)) for one in view.pack.procedures["procedure-b-c"].marking),
        table(
            own_pattern(
                (mark("Checked"), 20),
                (mark("Before release of each batch or version"), 145),
                name="marking-check",
            ),
            [
                (
                    cell(Tick(False)),
                    cell(
                        tr(
                            "CE marking there, visible, legible, indelible; for software on "
                            "the declaration or website"
                        )
                    ),
                ),
                (cell(Tick(False)), cell(tr("No number of a body beside it"))),
                (
                    cell(Tick(False)),
                    cell(tr("Type, batch or serial number and the manufacturer’s name and address there")),
                ),
                (
                    cell(Tick(False)),
                    cell(
                        tr(
                            "Declaration or simplified declaration, and user information, come with "
                            "the product"
                        )
                    ),
                ),
                (
                    cell(Tick(False)),
                    cell(
                        tr(
                            "Software released is the version in the certificate, or a change that was "
                            "approved"
                        )
                    ),
                ),
            ],
            tr("Check of the marking"),
        ),
        Heading(
            1, tr("Declaration for each model, and how long it is kept"), tr("Part III, 3.2; Art. 13(13)")
        ),
        para(
            tr("The declaration is {code}-DC, for this product model.", code=record.product_code) + " ",
            tr("It is kept with the technical documentation until {day} at the earliest.", day=day(retention))
            if retention
            else "",
            *(() if retention else (said[0] for said in statements(view.pack, "kept-for"))),
        ),
        Heading(1, tr("Tasks of a representative"), tr("Part III, 4")),
        *view.blocks(
            "record:design/application/representative",
            tr("No authorised representative is named."),
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
        tr(CHANGES_TITLE),
        f"{record.name_at_start}, {class_line(record)}",
        tr(CHANGES_BASIS),
        draft_means=tr("working copy"),
        state=tr("Working copy"),
    )
    certificate = view.raw("record:declaration/certificate")
    body = _body(view)
    changes = [one for one in view.raw("record:design/certificate/changes").splitlines() if one.strip()]
    rows: list[tuple[Any, ...]] = [
        (
            cell(Strong(str(number))),
            cell(UserText(one)),
            cell(Muted(tr("to be entered"))),
            cell(Muted(tr("to be entered"))),
            cell(Muted(tr("to be entered"))),
        )
        for number, one in enumerate(changes, 1)
    ]
    first = len(rows) + 1
    rows += [
        (cell(Strong(str(number))), *(cell(Muted(tr("to be entered"))) for _ in range(4)))
        for number in range(first, max(first + 3, 7))
    ]
    blocks: list[Block] = [
        Heading(1, tr("Certificate and its conditions"), tr("Part II, 6, 10")),
        table(
            LABEL_VALUE,
            [
                (
                    tr("Certificate"),
                    cell(UserText(certificate)) if certificate else cell(Muted(tr("Not issued yet."))),
                ),
                (tr("Notified body"), cell(UserText(body)) if body else cell(Muted(tr("Not named yet.")))),
                (tr("Type"), cell(UserText(record.text("product-type") or record.name))),
                (tr("Conditions"), cell(tr("As in the certificate and its annexes."))),
            ],
            description=tr("Certificate"),
        ),
        Heading(1, tr("Changes, their effect, notices and additions"), tr("Part II, 7; Art. 3(30)")),
        *(para(*said) for said in statements(view.pack, "changes-to-body")),
        table(CHANGE, rows, tr("Changes")),
        note(
            tr(
                "A security update that only lowers risk is noted too, with the reason why the type stays "
                "what it was."
            )
        ),
        Heading(1, tr("Additions to the certificate"), tr("Part II, 7")),
        *view.blocks("record:design/certificate/additions", tr("None yet.")),
        Heading(1, tr("Audits of vulnerability handling"), tr("Part II, 8")),
        *view.blocks("record:design/certificate/audits", tr("None yet.")),
    ]
    return Document(meta, tuple(blocks))
