"""How the CE marking is affixed (CE): Art. 29 and 30, for hardware and for software."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crasuite.documents.content import file_fields
from crasuite.documents.content.declaration import other_acts
from crasuite.documents.content.file_gaps import is_hardware
from crasuite.documents.content.file_view import FileView
from crasuite.documents.content.parts import class_line
from crasuite.documents.content.wording import capital
from crasuite.documents.tree import (
    LABEL_VALUE,
    Block,
    Cite,
    Document,
    Heading,
    Muted,
    Strong,
    UserText,
    bullets,
    cell,
    para,
    result_box,
    table,
)
from crasuite.language import mark, tr

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "CE"
TITLE = mark("CE marking")


def build(record: ProductRecord) -> Document:
    """The guidance as a document."""
    view = FileView(record, CODE)
    meta = view.meta(tr(TITLE), f"{capital(record.name)}, {class_line(record)}", tr("Art. 29, 30"))
    with_number = record.chosen == "procedure-h"
    headline = (
        tr("The CE marking stands with the identification number of the notified body.")
        if with_number
        else tr("The CE marking stands alone, without the number of a notified body.")
    )
    acts = other_acts(record)
    blocks: list[Block] = [
        result_box(
            headline,
            tr(
                "It is affixed before the product is placed on the market, and only once the declaration can "
                "be signed."
            ),
            cites=[tr("Art. 30(3)"), tr("Art. 30(4)")],
        ),
        Heading(1, tr("What the mark stands for"), tr("Art. 29, 30(5)")),
        para(tr("The mark says that the product meets every Union act that provides for it:")),
        bullets(tr("Regulation (EU) 2024/2847 (Cyber Resilience Act)"), *((UserText(act),) for act in acts)),
        Heading(
            1,
            tr("On the device") if is_hardware(record) else tr("On a device, where there is one"),
            tr("Art. 30(1), (2)"),
        ),
        *_hardware(view),
        Heading(1, tr("For software"), tr("Art. 30(1)")),
        *_software(view),
        Heading(1, tr("Number of the notified body"), tr("Art. 30(4)")),
        *_number(view, with_number),
        Heading(1, tr("Other data on the product"), tr("Art. 13(15), (16)")),
        view.form((file_fields.MARKING[1],), tr("Identification")),
        *view.points_blocks(),
    ]
    return Document(meta, tuple(blocks))


def _hardware(view: FileView) -> list[Block]:
    if not is_hardware(view.record):
        return [para(tr("This product is software. Nothing is marked on a device."))]
    return [
        view.form((file_fields.MARKING[0],), tr("Place of the mark")),
        bullets(
            (tr("Visible, legible and indelible, on the product itself"), Cite(tr("Art. 30(1)"))),
            (
                tr(
                    "Where the nature of the product does not allow it: on the packaging and on the "
                    "declaration"
                ),
                Cite(tr("Art. 30(1)")),
            ),
            (tr("It may be lower than 5 mm as long as it stays visible and legible"), Cite(tr("Art. 30(2)"))),
            (tr("Shape and proportions as in Regulation (EC) No 765/2008, Annex II"), Cite(tr("Art. 29"))),
        ),
    ]


def _software(view: FileView) -> list[Block]:
    if is_hardware(view.record):
        return [
            para(
                tr(
                    "The software belongs to the device and needs no mark of its own. A part that is also "
                    "sold alone is a product "
                    "of its own."
                )
            )
        ]
    url = view.raw("record:declaration/url")
    rows: list[tuple[Any, Any]] = [
        (file_fields.MARKING[0].label, view.cell(file_fields.MARKING[0].source)),
        (
            tr("Address of the declaration"),
            cell(UserText(url)) if url else cell(Muted(tr("Not named yet; see the declaration."))),
        ),
    ]
    return [
        table(LABEL_VALUE, rows, description=tr("Place of the mark")),
        bullets(
            (
                tr("On the EU declaration of conformity, or on the website that accompanies the software"),
                Cite(tr("Art. 30(1)")),
            ),
            (
                tr("The section of the website must be easy and direct to reach for consumers"),
                Cite(tr("Art. 30(1)")),
            ),
        ),
    ]


def _number(view: FileView, with_number: bool) -> list[Block]:
    if not with_number:
        return [
            para(
                Strong(tr("No number stands beside the mark. ")),
                tr(
                    "Only under full quality assurance (module H) does the body’s number follow it. Name and "
                    "number of a body that "
                    "examined the type stand in item 7 of the declaration only."
                ),
                Cite(tr("Art. 30(4); Annex VIII, Part III, 3.1")),
            )
        ]
    number = view.raw("record:declaration/body_number")
    return [
        para(
            tr("The number of the notified body follows the mark"),
            Cite(tr("Art. 30(4); Annex VIII, Part IV, 5.1")),
        ),
        para(tr("Number: "), UserText(number))
        if number
        else para(Muted(tr("The number is not known yet; see item 7 of the declaration."))),
    ]
