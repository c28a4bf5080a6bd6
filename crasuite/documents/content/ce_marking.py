"""How the CE marking is affixed (CE): Art. 29 and 30, for hardware and for software."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crasuite.documents.content import file_fields
from crasuite.documents.content.declaration import other_acts
from crasuite.documents.content.file_view import FileView
from crasuite.documents.content.parts import class_line
from crasuite.documents.content.wording import stated, statements
from crasuite.documents.tree import (
    LABEL_VALUE,
    Block,
    Document,
    Heading,
    Muted,
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
    from crasuite.rules.model import Procedure

CODE = "CE"
TITLE = mark("CE marking")
BASIS = mark("Art. 29, 30")


def build(record: ProductRecord) -> Document:
    """The guidance as a document."""
    view = FileView(record, CODE)
    meta = view.meta(tr(TITLE), f"{record.name_at_start}, {class_line(record)}", tr(BASIS))
    chosen = record.pack.procedures.get(record.chosen or "")
    headline = (
        tr("Whether a number follows the CE marking hangs on the procedure, which is not chosen yet.")
        if chosen is None
        else tr("The CE marking stands with the identification number of the notified body.")
        if chosen.number_in_mark
        else tr("The CE marking stands alone, without the number of a notified body.")
    )
    acts = other_acts(record)
    blocks: list[Block] = [
        result_box(
            headline,
            *(said[0] for said in statements(record.pack, "mark-before")),
            cites=[tr("Art. 30(3)"), tr("Art. 30(4)")],
        ),
        Heading(1, tr("What the mark stands for"), tr("Art. 29, 30(5)")),
        para(tr("The mark says that the product meets every Union act that provides for it:")),
        bullets(tr("Regulation (EU) 2024/2847 (Cyber Resilience Act)"), *((UserText(act),) for act in acts)),
        Heading(
            1,
            tr("On the device") if _is_asked(record, "hardware") else tr("On a device, where there is one"),
            tr("Art. 30(1), (2)"),
        ),
        *_hardware(view),
        Heading(1, tr("For software"), tr("Art. 30(1)")),
        *_software(view),
        Heading(1, tr("Number of the notified body"), tr("Art. 30(4)")),
        *_number(view, chosen),
        Heading(1, tr("Other data on the product"), tr("Art. 13(15), (16)")),
        view.form((file_fields.MARKING[1],), tr("Identification")),
        *view.points_blocks(),
    ]
    return Document(meta, tuple(blocks))


def _hardware(view: FileView) -> list[Block]:
    is_device, is_software = (_is_asked(view.record, one) for one in ("hardware", "software"))
    if not is_device and not is_software:
        return [para(Muted(tr("It is not decided yet whether this product is a device or software.")))]
    if not is_device:
        return [para(tr("This product is software. Nothing is marked on a device."))]
    return [
        view.form((file_fields.MARKING[0],), tr("Place of the mark")),
        bullets(
            *statements(view.pack, "mark-visible", "mark-packaging", "mark-height", "mark-shape"),
        ),
    ]


def _is_asked(record: ProductRecord, section: str) -> bool:
    """True when the law asks for the mark on a device, or with software, of this product."""
    return record.assessment.is_section_required(CODE, section) is True


def _software(view: FileView) -> list[Block]:
    if _is_asked(view.record, "hardware"):
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
        bullets(*statements(view.pack, "mark-software", "mark-website")),
    ]


def _number(view: FileView, chosen: Procedure | None) -> list[Block]:
    if chosen is None:
        return [para(Muted(tr("The conformity assessment procedure is not chosen yet.")))]
    runs: list[Any] = []
    for statement in chosen.marking:
        runs += [*([" "] if runs else []), *stated(view.pack, statement)]
    said: list[Block] = [para(*runs)]
    if chosen.number_in_mark:
        number = view.raw("record:declaration/body_number")
        said.append(
            para(tr("Number: "), UserText(number))
            if number
            else para(Muted(tr("The number is not known yet; see item 7 of the declaration.")))
        )
    return said
