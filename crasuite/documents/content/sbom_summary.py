"""The SBOM summary (SB): which parts have a bill of materials, which file it is, what is known of flaws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.file_parts import sbom_table
from crasuite.documents.content.file_view import FileView
from crasuite.documents.content.parts import class_line
from crasuite.documents.content.wording import capital, counted, day, one_line
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

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "SB"
TITLE = "SBOM summary"
DECISIONS = own_pattern(("Component", 55), ("Decision", 62), ("Note", 48), name="sbom-decision")
VERSIONS = own_pattern(
    ("No.", 16), ("Part and file", 64), ("Imported", 30), ("Replaces", 20), ("Components", 35),
    name="sbom-versions",
)  # fmt: skip
CHECKS = own_pattern(("Check", 62), ("Result", 30), ("What is left open", 73), name="sbom-checks")


def build(record: ProductRecord) -> Document:
    """The summary as a document."""
    view = FileView(record, CODE)
    meta = view.meta(
        TITLE, f"{capital(record.name)}, {class_line(record)}", "Annex I, Part II (1); Annex VII (2)(b)"
    )
    return Document(
        meta,
        (_result(view), *_parts(view), *_files(view), *_quality(view), *_flaws(view), *view.points_blocks()),
    )


def _result(view: FileView) -> Block:
    current = view.file.current_sboms()
    if not current:
        return result_box("No software bill of materials is imported yet.", cites=["Annex I, Part II (1)"])
    total = sum(sbom.components or 0 for sbom in current.values())
    return result_box(
        f"{capital(counted(len(current), 'part'))}, {counted(total, 'component')} in all.",
        "The law asks for a common, machine-readable format that covers at least the top-level dependencies.",
        cites=["Annex I, Part II (1)"],
    )


def _parts(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Parts covered", "Annex I, Part II (1)")
    rows: list[tuple[Any, Any]] = [
        ("Parts of the product", view.cell("answer:product-parts")),
        (
            "Parts with an SBOM",
            cell(UserText("; ".join(one or "whole product" for one in view.file.current_sboms())))
            if view.file.sboms
            else cell(view.tag("record:sbom") or Muted("none")),
        ),
    ]
    yield table(LABEL_VALUE, rows, description="Parts covered")


def _files(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Format and hash of each file")
    yield sbom_table(view, "Newest file of each part")
    older = [one for one in view.file.sboms.values() if one not in view.file.current_sboms().values()]
    if older:
        yield table(
            VERSIONS,
            [
                (
                    cell(Strong(one.id)),
                    cell(UserText(f"{one.part or 'whole product'}, {one.file_name}")),
                    cell(day(one.imported.date())) if one.imported else cell(Muted("not noted")),
                    cell(one.supersedes or "none"),
                    cell(str(one.components) if one.components is not None else Muted("not counted")),
                )
                for one in older
            ],
            "Earlier files that are kept",
        )
    full = [one for one in view.file.current_sboms().values() if one.sha256]
    for one in full:
        yield note(f"{one.id}, SHA-256 in full: {one.sha256}")


def _quality(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Quality checks", "practice; Annex I, Part II (1)")
    rows = [
        (
            cell(Strong(f"{sbom.id}  "), result.title),
            cell(f"{result.met} of {result.total} met"),
            cell(*(result.not_met or ("Nothing is left open.",))),
        )
        for sbom in view.file.current_sboms().values()
        for result in view.record.sbom_results.get(sbom.id, ())
    ]
    if rows:
        yield table(CHECKS, rows, "Checks against law and practice")
        yield note("Only the points of the Cyber Resilience Act are law; the others are good practice.")
    elif view.file.sboms:
        yield para(
            "Each file was read in full at import. Results of the checks are not attached to this revision."
        )
    else:
        yield para("There is no file to check yet.")


def _flaws(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Known flaws and what was decided", "Annex I, Part II (1), (2); Art. 13(6)")
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
                    cell(UserText(one.decision)) if one.decision.strip() else cell(Muted("none noted")),
                    cell(UserText(one.note)) if one.note.strip() else cell(Muted("no note")),
                )
                for key, one in decided
            ],
            "Decisions on components",
        )
    if linked:
        yield para(
            "Risks that name components: "
            + ", ".join(risk.id for risk in linked)
            + f". See {view.record.product_code}-RA, section 3."
        )
    if not decided and not linked:
        yield para("No flaw of a component is noted, and no risk names a component.")
    yield note(
        f"This says what was noted on {day(view.record.on)}. New flaws become known every day; a list of "
        f"that day proves "
        "nothing for later."
    )
