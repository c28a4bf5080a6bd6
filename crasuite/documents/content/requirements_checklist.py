"""The requirements checklist in Word form (RC-W): all 22 points of Annex I, as the workbook has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crasuite.documents.content.file_parts import evidence_table, requirement_table
from crasuite.documents.content.file_view import FileView
from crasuite.documents.content.parts import class_line
from crasuite.documents.tree import Block, Document, Heading, note, result_box
from crasuite.language import mark, tr

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "RC-W"
TITLE = mark("Requirements checklist")
BASIS = mark("Annex I; Art. 13(3), (4)")


def build(record: ProductRecord) -> Document:
    """The checklist as a document."""
    view = FileView(record, CODE)
    meta = view.meta(tr(TITLE), f"{record.name_at_start}, {class_line(record)}", tr(BASIS))
    progress = view.file.requirement_progress(view.points_of_annex_1)
    used = [one for one in view.file.evidence if one not in view.file.unused_evidence()]
    blocks: list[Block] = [
        result_box(
            tr(
                "{done} of {total} points done: {met} met, {not_applicable} not applicable.",
                done=progress.done,
                total=progress.total,
                met=progress.met,
                not_applicable=progress.not_applicable,
            ),
            tr(
                "In progress {in_progress}, evidence missing {evidence_missing}, to do {to_do}, not "
                "sure {not_sure}, reason missing {unjustified}.",
                in_progress=progress.in_progress,
                evidence_missing=progress.evidence_missing,
                to_do=progress.to_do,
                not_sure=progress.not_sure,
                unjustified=progress.unjustified,
            ),
            cites=[tr("Annex I")],
        ),
        Heading(1, tr("Properties of the product"), tr("Annex I, Part I")),
        requirement_table(view, "I", tr("Annex I, Part I")),
        note(
            tr(
                "A point of Part I (2) may be left out with a reason and the risk that shows it. Part I (1) "
                "applies always."
            )
        ),
        Heading(1, tr("Handling of vulnerabilities"), tr("Annex I, Part II")),
        requirement_table(view, "II", tr("Annex I, Part II")),
        Heading(1, tr("Evidence named above")),
        evidence_table(view, used, tr("Evidence")),
        *view.points_blocks(),
    ]
    return Document(meta, tuple(blocks))
