"""The SBOM summary (SB): which parts have a bill of materials, which file it is, what is known of flaws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.file_parts import sbom_table
from crasuite.documents.content.file_view import FileView
from crasuite.documents.content.parts import class_line
from crasuite.documents.content.wording import day, one_line
from crasuite.documents.tree import (
    LABEL_VALUE,
    Block,
    Document,
    Heading,
    Muted,
    Strong,
    UserText,
    cell,
    note,
    own_pattern,
    para,
    result_box,
    table,
)
from crasuite.language import mark, tr, tr_in, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "SB"
TITLE = mark("SBOM summary")
BASIS = mark("Annex I, Part II (1); Annex VII (2)(b)")
DECISIONS = own_pattern(
    (mark("Component"), 55), (mark("Decision"), 62), (mark("Note"), 48), name="sbom-decision"
)
VERSIONS = own_pattern(
    (mark("No."), 16),
    (mark("Part and file"), 64),
    (mark("Imported"), 30),
    (mark("Replaces"), 20),
    (mark("Components"), 35),
    name="sbom-versions",
)
CHECKS = own_pattern(
    (mark("Check"), 62), (mark("Result"), 30), (mark("What is left open"), 73), name="sbom-checks"
)


def build(record: ProductRecord) -> Document:
    """The summary as a document."""
    view = FileView(record, CODE)
    meta = view.meta(
        tr(TITLE),
        f"{record.name_at_start}, {class_line(record)}",
        tr(BASIS),
    )
    return Document(
        meta,
        (_result(view), *_parts(view), *_files(view), *_quality(view), *_flaws(view), *view.points_blocks()),
    )


def _result(view: FileView) -> Block:
    current = view.file.current_sboms()
    if not current:
        return result_box(
            tr("No software bill of materials is imported yet."), cites=[tr("Annex I, Part II (1)")]
        )
    total = sum(sbom.components or 0 for sbom in current.values())
    return result_box(
        tr(
            "{parts}, {components} in all.",
            parts=trn("{n} part", "{n} parts", len(current)),
            components=trn("{n} component", "{n} components", total),
        ),
        tr(
            "The law asks for a common, machine-readable format that covers at least "
            "the top-level dependencies."
        ),
        cites=[tr("Annex I, Part II (1)")],
    )


def _parts(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Parts covered"), tr("Annex I, Part II (1)"))
    rows: list[tuple[Any, Any]] = [
        (tr("Parts of the product"), view.cell("answer:product-parts")),
        (
            tr("Parts with an SBOM"),
            cell(UserText("; ".join(one or tr("whole product") for one in view.file.current_sboms())))
            if view.file.sboms
            else cell(view.tag("record:sbom") or Muted(tr_in("things", "none"))),
        ),
    ]
    yield table(LABEL_VALUE, rows, description=tr("Parts covered"))


def _files(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Format and hash of each file"))
    yield sbom_table(view, tr("Newest file of each part"))
    older = [one for one in view.file.sboms.values() if one not in view.file.current_sboms().values()]
    if older:
        yield table(
            VERSIONS,
            [
                (
                    cell(Strong(one.id)),
                    cell(UserText(f"{one.part or tr('whole product')}, {one.file_name}")),
                    cell(day(one.imported.date())) if one.imported else cell(Muted(tr("not noted"))),
                    cell(one.supersedes or tr_in("things", "none")),
                    cell(str(one.components) if one.components is not None else Muted(tr("not counted"))),
                )
                for one in older
            ],
            tr("Earlier files that are kept"),
        )
    full = [one for one in view.file.current_sboms().values() if one.sha256]
    for one in full:
        yield note(tr("{id}, SHA-256 in full: {sha256}", id=one.id, sha256=one.sha256))


def _quality(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Quality checks"), tr("practice; Annex I, Part II (1)"))
    rows = [
        (
            cell(Strong(f"{sbom.id}  "), result.title),
            cell(tr("{met} of {total} met", met=result.met, total=result.total)),
            cell(*(result.not_met or (tr("Nothing is left open."),))),
        )
        for sbom in view.file.current_sboms().values()
        for result in view.record.sbom_results.get(sbom.id, ())
    ]
    if rows:
        yield table(CHECKS, rows, tr("Checks against law and practice"))
        yield note(tr("Only the points of the Cyber Resilience Act are law; the others are good practice."))
    elif view.file.sboms:
        yield para(
            tr(
                "Each file was read in full at import. Results of the checks are not "
                "attached to this revision."
            )
        )
    else:
        yield para(tr("There is no file to check yet."))


def _flaws(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Known flaws and what was decided"), tr("Annex I, Part II (1), (2); Art. 13(6)"))
    decided = [
        (key, one) for key, one in view.file.components.items() if one.decision.strip() or one.note.strip()
    ]
    linked = [risk for risk in view.file.risks.values() if risk.components]
    if decided:
        yield table(
            DECISIONS,
            [
                (
                    cell(Strong(one_line(key, 90))),
                    cell(UserText(one.decision)) if one.decision.strip() else cell(Muted(tr("none noted"))),
                    cell(UserText(one.note)) if one.note.strip() else cell(Muted(tr("no note"))),
                )
                for key, one in decided
            ],
            tr("Decisions on components"),
        )
    if linked:
        yield para(
            tr(
                "Risks that name components: {risks}. See {document}, section 3.",
                risks=", ".join(risk.id for risk in linked),
                document=f"{view.record.product_code}-RA",
            )
        )
    if not decided and not linked:
        yield para(tr("No flaw of a component is noted, and no risk names a component."))
    yield note(
        tr(
            "This says what was noted on {day}. New flaws become known every day; a "
            "list of that day proves nothing for later.",
            day=day(view.record.on),
        )
    )
