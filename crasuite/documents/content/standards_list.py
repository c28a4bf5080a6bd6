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
from crasuite.documents.content.wording import as_maker, lowered, state_runs
from crasuite.documents.tree import Block, Document, Heading, cell, note, para, result_box, table
from crasuite.domain.standards_in_use import Extent
from crasuite.language import mark, tr, tr_in, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "SL"
TITLE = mark("Standards and specifications")
BASIS = mark("Annex VII (5); Art. 27")


def build(record: ProductRecord) -> Document:
    """The list as a document."""
    view = FileView(record, CODE)
    meta = view.meta(tr(TITLE), f"{record.name_at_start}, {class_line(record)}", tr(BASIS))
    count = len(view.file.standards.standards)
    result = result_box(
        trn("{n} standard or specification in use.", "{n} standards or specifications in use.", count)
        if count
        else tr("No standards or specifications in use."),
        standards_sentence(view),
        tr(
            "What is only a technical specification shows good practice and gives no "
            "presumption of conformity."
        ),
        cites=[tr("Art. 27(1)"), tr("Annex VII (5)")],
    )
    return Document(meta, (result, *_sections(view), *view.points_blocks()))


def _sections(view: FileView) -> Iterator[Block]:
    yield Heading(1, tr("Harmonised standards, common specifications, schemes"), tr("Art. 27(1), (5), (8)"))
    yield para(standards_sentence(view))
    for used in view.record.assessment.states:
        if used.id == "state.harmonised-standards":
            yield para(tr("State of play:") + " ", *state_runs(view.pack, used), ".")
    if coverage_counts(view):
        yield note(
            tr(
                "Point by point: the answers in the classification record, {document}.",
                document=f"{view.record.product_code}-CR",
            )
        )
    in_part = [name for name, use in view.file.standards.standards.items() if use.extent is Extent.PART]
    yield Heading(1, tr("Parts applied where not in full"), tr("Annex VII (5)"))
    if in_part:
        yield para(
            tr(
                "The parts stand with each standard in section 3: {standards}.",
                standards=", ".join(standard_name(view.pack, name) for name in in_part),
            )
        )
    else:
        yield para(tr("No standard is applied only in part."))
    yield Heading(1, tr("Other technical specifications"), tr("Annex VII (5)"))
    rows = standard_rows(view)
    if rows:
        yield table(STANDARD, rows, tr("Applied, in which edition and how far"))
    else:
        yield para(tr("None is named."))
    # LibreOffice leaves a heading between two tables alone at the end of a page, though it is kept with the
    # next.
    has_tables = bool(view.file.standards.standards)
    yield Heading(1, tr("What they carry, and what stays open"), tr("practice"), new_page=has_tables)
    if not has_tables:
        yield para(tr("No standard is named; section 5 describes our own solutions for all points."))
    else:
        yield note(
            tr(
                "II marks points of Part II. The mapping to Annex I is our reading of the "
                "clauses and no published equivalence. It gives no presumption."
            )
        )
    for name in view.file.standards.standards:
        known = view.pack.standards.get(name)
        if known is None:
            continue
        yield Heading(2, f"{standard_name(view.pack, name)}: {lowered(known.title)}")
        lines: list[tuple[Any, ...]] = [
            (
                cell(*ref_list(view.pack, [cover.requirement])),
                cell(", ".join(cover.clauses) or tr("whole document")),
                cell(REACH[cover.strength]),
                cell(as_maker(cover.gap) or tr("Nothing named")),
            )
            for cover in known.covers
        ]
        lines += [
            (
                cell(*ref_list(view.pack, [silent.requirement])),
                cell(tr_in("clauses", "none")),
                cell(tr("Silent")),
                cell(as_maker(silent.gap)),
            )
            for silent in known.silent_on
        ]
        if lines:
            yield table(COVERAGE, lines, description=tr("Reach of {standard}", standard=known.title))
        else:
            yield para(tr("No mapping to points of Annex I is known."))
    yield Heading(1, tr("Solutions for what stays open"), tr("Annex VII (5)"))
    for field in file_fields.SOLUTIONS:
        yield Heading(2, field.label)
        yield from view.blocks(field.source)
