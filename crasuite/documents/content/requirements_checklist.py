"""The requirements checklist in Word form (RC-W): all 22 points of Annex I, as the workbook has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crasuite.documents.content.file_parts import evidence_table, requirement_table
from crasuite.documents.content.file_view import FileView
from crasuite.documents.content.parts import class_line
from crasuite.documents.content.wording import capital
from crasuite.documents.tree import Block, Document, Heading, note, result_box

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "RC-W"
TITLE = "Requirements checklist"


def build(record: ProductRecord) -> Document:
    """The checklist as a document."""
    view = FileView(record, CODE)
    meta = view.meta(TITLE, f"{capital(record.name)}, {class_line(record)}", "Annex I; Art. 13(3), (4)")
    progress = view.file.requirement_progress(view.points_of_annex_1)
    used = [one for one in view.file.evidence if one not in view.file.unused_evidence()]
    blocks: list[Block] = [
        result_box(
            f"{progress.done} of {progress.total} points done: {progress.met} met, "
            f"{progress.not_applicable} not applicable.",
            f"In progress {progress.in_progress}, evidence missing {progress.evidence_missing}, to do "
            f"{progress.to_do}, "
            f"not sure {progress.not_sure}, reason missing {progress.unjustified}.",
            cites=["Annex I"],
        ),
        Heading(1, "Properties of the product", "Annex I, Part I"),
        requirement_table(view, "annex-1-1", "Annex I, Part I"),
        note(
            "A point of Part I (2) may be left out with a reason and the risk that shows it. Part I (1) "
            "applies always."
        ),
        Heading(1, "Handling of vulnerabilities", "Annex I, Part II"),
        requirement_table(view, "annex-1-2", "Annex I, Part II"),
        Heading(1, "Evidence named above"),
        evidence_table(view, used, "Evidence"),
        *view.points_blocks(),
    ]
    return Document(meta, tuple(blocks))
