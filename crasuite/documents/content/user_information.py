"""The information and instructions for users (UI): Annex II, each point under its own heading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crasuite.documents.content.file_gaps import is_user_text_needed
from crasuite.documents.content.file_view import FileView
from crasuite.documents.content.wording import day
from crasuite.documents.tree import Block, Document, Heading, note, para
from crasuite.language import mark, tr

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "UI"
TITLE = mark("Information and instructions to the user")
BASIS = mark("Art. 13(18); Annex II")
_DETAILS = "annex-2-8-a"


def build(record: ProductRecord) -> Document:
    """The user information as a document."""
    view = FileView(record, CODE)
    meta = view.meta(
        tr(TITLE),
        tr("{product} · Regulation (EU) 2024/2847, Annex II", product=record.name_at_start),
        tr(BASIS),
        draft_means=tr("not published"),
    )
    return Document(meta, tuple(_points(view)), front="title")


def _points(view: FileView) -> Iterator[Block]:
    for item in view.pack.user_information.values():
        source = f"record:user-info/{item.id}"
        if item.id == _DETAILS:
            yield Heading(1, tr("Detailed instructions"), tr("Annex II (8)"))
        level = 2 if item.id.startswith("annex-2-8") else 1
        yield Heading(2 if level == 2 else 1, item.title, item.ref)
        if view.raw(source) or view.tag(source):
            yield from view.blocks(source)
        elif item.id == "annex-2-9":
            yield para(tr("No place is named where users can get the software bill of materials."))
        elif item.id == "annex-2-8-f" and not is_user_text_needed(view.record, item.id):
            yield para(tr("This product is not meant to be built into other products."))
        else:
            yield para(tr("Does not apply to this product."))
        end = view.support_end
        if item.id == "annex-2-7" and end and str(end.year) not in view.raw(source):
            yield para(tr("Support ends on {day}.", day=day(end)))
    yield note(
        tr(
            "{maker}. Version of {day}, revision {revision}.",
            maker=view.record.maker,
            day=day(view.record.on),
            revision=view.record.revision,
        )
    )
