"""The list of standards and specifications (SL): what is applied, how far it reaches, what stays open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content import file_fields
from crasuite.documents.content.file_gaps import standard_name
from crasuite.documents.content.file_parts import (
    COVERAGE,
    REACH,
    STANDARD,
    coverage_counts,
    standard_rows,
    standards_sentence,
)
from crasuite.documents.content.file_view import FileView, ref_list
from crasuite.documents.content.parts import class_line
from crasuite.documents.content.wording import as_maker, capital, lowered, state_runs
from crasuite.documents.tree import Block, Document, Heading, cell, note, para, result_box, table
from crasuite.domain.standards_in_use import Extent

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "SL"
TITLE = "Standards and specifications"


def build(record: ProductRecord) -> Document:
    """The list as a document."""
    view = FileView(record, CODE)
    meta = view.meta(TITLE, f"{capital(record.name)}, {class_line(record)}", "Annex VII (5); Art. 27")
    count = len(view.file.standards.standards)
    result = result_box(
        f"{count or 'No'} standard{'' if count == 1 else 's'} or "
        f"specification{'' if count == 1 else 's'} in use.",
        standards_sentence(view),
        "What is only a technical specification shows good practice and gives no presumption of conformity.",
        cites=["Art. 27(1)", "Annex VII (5)"],
    )
    return Document(meta, (result, *_sections(view), *view.points_blocks()))


def _sections(view: FileView) -> Iterator[Block]:
    yield Heading(1, "Harmonised standards, common specifications, schemes", "Art. 27(1), (5), (8)")
    yield para(standards_sentence(view))
    for used in view.record.assessment.states:
        if used.id == "state.harmonised-standards":
            yield para("State of play: ", *state_runs(view.pack, used), ".")
    if coverage_counts(view):
        yield note(
            f"Point by point: the answers in the classification record, {view.record.product_code}-CR."
        )
    in_part = [name for name, use in view.file.standards.standards.items() if use.extent is Extent.PART]
    yield Heading(1, "Parts applied where not in full", "Annex VII (5)")
    if in_part:
        yield para(
            "The parts stand with each standard in section 3: "
            + ", ".join(standard_name(view.pack, name) for name in in_part)
            + "."
        )
    else:
        yield para("No standard is applied only in part.")
    yield Heading(1, "Other technical specifications", "Annex VII (5)")
    rows = standard_rows(view)
    if rows:
        yield table(STANDARD, rows, "Applied, in which edition and how far")
    else:
        yield para("None is named.")
    yield Heading(1, "What they carry, and what stays open", "practice")
    if not view.file.standards.standards:
        yield para("No standard is named; section 5 describes our own solutions for all points.")
    for name in view.file.standards.standards:
        known = view.pack.standards.get(name)
        if known is None:
            continue
        yield Heading(2, f"{standard_name(view.pack, name)}: {lowered(known.title)}")
        lines: list[tuple[Any, ...]] = [
            (
                cell(*ref_list(view.pack, [cover.requirement])),
                cell(", ".join(cover.clauses) or "whole document"),
                cell(REACH[cover.strength]),
                cell(as_maker(cover.gap) or "Nothing named"),
            )
            for cover in known.covers
        ]
        lines += [
            (
                cell(*ref_list(view.pack, [silent.requirement])),
                cell("none"),
                cell("Silent"),
                cell(as_maker(silent.gap)),
            )
            for silent in known.silent_on
        ]
        if lines:
            yield table(COVERAGE, lines, description=f"Reach of {known.title}")
        else:
            yield para("No mapping to points of Annex I is known.")
    yield note(
        "II marks points of Part II. The mapping to Annex I is our reading of the clauses and no "
        "published equivalence. It gives no "
        "presumption."
    )
    yield Heading(1, "Solutions for what stays open", "Annex VII (5)")
    for field in file_fields.SOLUTIONS:
        yield Heading(3, field.label)
        yield from view.blocks(field.source)
