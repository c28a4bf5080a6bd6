"""The EU declaration of conformity (DC, Annex V) and the simplified one (SD, Annex VI).

The wordings that the law gives come word for word from the rule pack. Nothing stands here that Annex V does
not ask for: no end of support, no number of a body outside item 7.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.file_gaps import papers_of
from crasuite.documents.content.file_parts import coverage_counts, standards_sentence
from crasuite.documents.content.file_view import FileView, language_name
from crasuite.documents.content.points import PROCEDURE_NAMES
from crasuite.documents.content.wording import capital, day, one_line, state_runs, statements
from crasuite.documents.tree import (
    Block,
    Cell,
    Column,
    Document,
    Muted,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    Text,
    UserText,
    cell,
    note,
    own_pattern,
    para,
    table,
)
from crasuite.language import ENGLISH, language, mark, tr
from crasuite.rules.model import LawText, LawTextVersion, Neighbour

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE, SIMPLIFIED_CODE = "DC", "SD"
TITLE = mark("EU declaration of conformity")
BASIS = mark("Art. 28; Annex V")
SIMPLIFIED_TITLE = mark("Simplified EU declaration of conformity")
SIMPLIFIED_BASIS = mark("Art. 13(20); Annex VI")
ITEM = own_pattern(
    Column("", 8, look="strong"),
    Column("", 38, look="label"),
    Column("", 119),
    name="declaration",
    with_head=False,
)
SIGNED_WITH = (
    "record:declaration/signatory_name",
    "record:declaration/signatory_function",
    "record:declaration/place",
)
CRA = mark("Regulation (EU) 2024/2847 (Cyber Resilience Act), OJ L, 2024/2847, 20.11.2024")


def build(record: ProductRecord) -> Document:
    """The declaration as a document."""
    view = FileView(record, CODE)
    elsewhere = view.gaps_elsewhere(papers_of(record))
    meta = view.meta(
        tr(TITLE),
        tr(
            "Regulation (EU) 2024/2847, Annex V · Declaration No. {number} · Language: {language}",
            number=f"{record.product_code}-{CODE}",
            language=language_name(),
        ),
        tr(BASIS),
        draft_means=tr("not signed, not valid"),
        blocked_by=elsewhere,
    )
    rows = [
        (cell(str(number)), cell(label), content)
        for number, (label, content) in enumerate(
            (
                (tr("Product"), _product(view)),
                (tr("Manufacturer"), _manufacturer(view)),
                (tr("Responsibility"), _law_text(view, "annex-5-3")),
                (tr("Object of the declaration"), _object(view)),
                (tr("Conformity"), _conformity(view)),
                (tr("Standards, specifications, certification"), _references(view)),
                (tr("Notified body and procedure"), _body(view)),
                (tr("Additional information"), _additional(view)),
            ),
            1,
        )
    ]
    blocks: list[Block] = [
        table(ITEM, rows, description=tr("The eight items of Annex V")),
        *_english_wording(view),
        *_signature(view, elsewhere),
    ]
    return Document(meta, tuple(blocks), front="title")


def other_acts(record: ProductRecord) -> tuple[str, ...]:
    """All other Union acts of one declaration, with their reference: those that apply, then the maker's "
    "own."""
    named = [
        item.entry.declared_as
        for item in record.assessment.neighbours()
        if item.applies is True and isinstance(item.entry, Neighbour) and item.entry.declared_as
    ]
    own = record.technical_file.declaration.other_acts if record.technical_file else ()
    numbers = {one.split(" (")[0] for one in named}
    named += [one.strip() for one in own if one.strip() and one.strip().split(" (")[0] not in numbers]
    return tuple(dict.fromkeys(named))


def _product(view: FileView) -> Cell:
    tags = [tag for source in ("answer:product-name", "answer:product-type") if (tag := view.tag(source))]
    name, kind = view.record.text("product-name"), view.record.text("product-type")
    said: list[Any] = [Strong(one_line(name, 200))] if name else []
    if kind:
        said += [Text(", ") if name else Text(""), UserText(kind)]
    identity = view.raw("record:user-info/annex-2-3")
    lines: list[Any] = [tuple(said)] if said else []
    if identity and identity != kind:
        lines.append((UserText(identity),))
    return cell(*lines, *tags)


def _manufacturer(view: FileView) -> Cell:
    lines: list[Any] = []
    for source in ("answer:manufacturer-name", "answer:manufacturer-address"):
        lines.append(view.tag(source) or (UserText(view.raw(source)),))
    return cell(*lines)


def _law_text(view: FileView, text_id: str) -> Cell:
    """The prescribed wording in the language of the declaration."""
    return cell(_wording(view, text_id))


def _wording(view: FileView, text_id: str) -> Any:
    version = _version(view, view.pack.law_texts[text_id])
    if version is None:
        tag = view.tag("record:declaration/language")
        return tag or (Text(tr("The official wording is missing.")),)
    return (Text(version.statement or version.text, _other_language(version)),)


def _version(view: FileView, law_text: LawText) -> LawTextVersion | None:
    """The official wording in the language the maker names; else in that of the document, else in English."""
    named = view.file.declaration.language.strip().lower()
    if named:
        return law_text.version(named)
    return law_text.version(language()) or law_text.version(ENGLISH)


def _other_language(version: LawTextVersion) -> str:
    """The language of an official wording where it is not that of the document."""
    return "" if version.language == language() else version.language


def _english_wording(view: FileView) -> Iterator[Block]:
    """Says that the official wording is English, where the pack has none in the document's language."""
    if view.file.declaration.language.strip():
        return
    if any(text.version(language()) is None for text in view.pack.law_texts.values()):
        yield note(
            tr(
                "The rule pack holds no official wording in the language of this document. "
                "It stands here in English."
            )
        )


def _object(view: FileView) -> Cell:
    record = view.record
    parts = record.text("product-parts")
    lines: list[Any] = [(UserText(parts),)] if parts else []
    lines.append(
        tr(
            "As described in technical documentation {code}-TD, revision {revision}.",
            code=record.product_code,
            revision=record.revision,
        )
    )
    tag = view.tag("record:design/description/pictures")
    if tag:
        lines.append(tag)
    elif place := view.raw("record:design/marking/identification"):
        lines.append((UserText(place),))
    return cell(*lines)


def _conformity(view: FileView) -> Cell:
    record = view.record
    lines: list[Any] = [
        _wording(view, "annex-5-5"),
        tr(CRA),
        *((UserText(act),) for act in other_acts(record)),
    ]
    wanted = ["declared-demonstrated"]
    if record.assessment.value("ai-high-risk") == "yes":
        wanted.append("declared-ai-level")
    lines += [said[0] for said in statements(view.pack, *wanted)]
    return cell(*lines)


def _references(view: FileView) -> Cell:
    lines: list[Any] = [standards_sentence(view)]
    if coverage_counts(view):
        lines += [
            tuple(state_runs(view.pack, used))
            for used in view.record.assessment.states
            if used.stated and used.id in ("state.harmonised-standards", "state.common-specifications")
        ]
    if tag := view.tag("answer:standards-coverage"):
        lines.append(tag)
    return cell(*lines)


def _body(view: FileView) -> Cell:
    chosen = view.record.chosen
    if tag := view.tag("answer:procedure-choice"):
        return cell(tag)
    if chosen is None:
        return cell(Muted(tr("The conformity assessment procedure is not chosen yet.")))
    procedure = view.pack.procedures[chosen]
    performed = procedure.declared_as or capital(PROCEDURE_NAMES[chosen])
    if view.record.assessment.takes_other_body(chosen) is not False:
        return cell(*_other_body(view, performed))
    if not procedure.with_body:
        return cell(tr("Procedure performed: {procedure}. No notified body takes part.", procedure=performed))
    lines: list[Any] = []
    missing = [view.tag(f"record:declaration/{name}") for name in ("body_name", "body_number")]
    named = view.file.declaration
    if any(missing):
        lines += [(tr("Notified body: "), *tag) for tag in missing if tag]
    else:
        lines.append(
            (
                tr("Notified body: "),
                UserText(named.body_name),
                tr(", No. {number}", number=named.body_number),
            )
        )
    lines.append(tr("Procedure performed: {procedure}", procedure=performed))
    tag = view.tag("record:declaration/certificate")
    lines.append((f"{procedure.certificate}: ", *(tag or (UserText(named.certificate),))))
    return cell(*lines)


def _other_body(view: FileView, performed: str) -> Iterator[Any]:
    """Not a notified body of the CRA, so its name and certificate stand here where they were given."""
    named = view.file.declaration
    yield tr("Procedure performed: {procedure}", procedure=performed)
    if named.body_name:
        number = tr(", No. {number}", number=named.body_number) if named.body_number else ""
        yield (tr("Body: "), UserText(named.body_name), number)
    if named.certificate:
        yield (tr("Certificate: "), UserText(named.certificate))
    if not (named.body_name and named.certificate):
        yield Muted(tr("The body that took part and its certificate belong here."))


def _additional(view: FileView) -> Cell:
    said = view.raw("record:declaration/additional")
    tag = view.tag("record:declaration/additional")
    if tag:
        return cell(tag)
    if said:
        return cell(UserText(said))
    url = view.raw("record:declaration/url")
    return (
        cell(tr("This declaration is available at {url}", url=one_line(url, 200)))
        if url
        else cell(tr("No further information."))
    )


def _signature(view: FileView, elsewhere: tuple[str, ...]) -> Iterator[Block]:
    named = view.file.declaration
    for source in SIGNED_WITH:
        if tag := view.tag(source):
            yield para(*tag)
    who = ", ".join(filter(None, (named.signatory_name, named.signatory_function))) or tr("to be named")
    place = named.place if view.has("record:declaration/place") else ""
    on = (
        f"{place}, {day(named.signed_on)}"
        if place and named.signed_on
        else tr("{place}, on the day of signature", place=place)
        if place
        else ""
    )
    blocked = view.blocked(elsewhere)
    yield SignatureBlock(
        (Signatory("", who, Muted(on) if on and not named.signed_on else on),),
        blocked=blocked,
        on_behalf_of=view.record.maker,
    )


# ------------------------------------------------------------------------------------------------ simplified


def build_simplified(record: ProductRecord) -> Document:
    """The simplified declaration: the text of Annex VI and nothing else."""
    view = FileView(record, SIMPLIFIED_CODE)
    elsewhere = view.gaps_elsewhere(papers_of(record))
    meta = view.meta(
        tr(SIMPLIFIED_TITLE),
        "",
        tr(SIMPLIFIED_BASIS),
        draft_means=tr("not valid"),
        blocked_by=elsewhere,
    )
    return Document(meta, tuple(_simplified(view)), front="title")


def _simplified(view: FileView) -> Iterator[Block]:
    law_text = view.pack.law_texts["annex-6"]
    version = _version(view, law_text)
    if version is None:
        yield para(
            *(view.tag("record:declaration/language") or (Text(tr("The official wording is missing.")),))
        )
        version = law_text.version(ENGLISH)
        if version is None:
            return
    other = _other_language(version)
    contents = {
        "answer:manufacturer-name": ("answer:manufacturer-name",),
        "answer:product-name": ("answer:product-name", "answer:product-type"),
        "record:declaration/url": ("record:declaration/url",),
    }
    for line in version.text.split("\n"):
        if not line.strip():
            continue
        runs: list[Any] = []
        rest = line
        for blank in version.blanks:
            before, found, after = rest.partition(blank.text)
            if not found:
                continue
            runs.append(Text(before, other))
            runs += _filled(view, contents.get(blank.content, (blank.content,)))
            rest = after
        runs.append(Text(rest, other))
        yield para(*(run for run in runs if not isinstance(run, Text) or run.text), style="lead")
    yield from _english_wording(view)


def _filled(view: FileView, sources: tuple[str, ...]) -> Iterator[Any]:
    for number, source in enumerate(sources):
        if number:
            yield Text(", ")
        tag = view.tag(source, with_owner=False)
        if tag:
            yield from tag
            yield Text(" ")
        else:
            yield UserText(" ".join(view.raw(source).split()))


__all__ = ["CODE", "SIGNED_WITH", "Table", "build", "build_simplified", "other_acts"]
