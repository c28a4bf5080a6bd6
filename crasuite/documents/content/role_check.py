"""The check of who is not the maker (IM): importer, distributor, authorised representative; Art. 18 to 20."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crasuite.documents.content.parts import class_line, meta_for
from crasuite.documents.content.wording import basis, capital, in_words
from crasuite.documents.tree import (
    Block,
    Column,
    Document,
    Heading,
    Muted,
    Signatory,
    SignatureBlock,
    Strong,
    Tick,
    cell,
    note,
    own_pattern,
    para,
    result_box,
    table,
)
from crasuite.language import mark, tr, trn
from crasuite.rules.model import Duty

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "IM"
ROLES = {
    "importer": (
        mark("Check by the importer"),
        mark("We are the importer; the file is the manufacturer's."),
        mark("What the law asks of the importer"),
        mark("Art. 19"),
    ),
    "distributor": (
        mark("Check by the distributor"),
        mark("We are the distributor; the file is the manufacturer's."),
        mark("What the law asks of the distributor"),
        mark("Art. 20"),
    ),
    "authorised-representative": (
        mark("Check by the authorised representative"),
        mark("We are the authorised representative; the file is the manufacturer's."),
        mark("What the law asks of the authorised representative"),
        mark("Art. 18"),
    ),
}
"""Roles with a check of their own: title, result, what the table holds, article."""
_POINTS = own_pattern(
    Column(mark("Done"), 12, "centre"),
    (mark("Point"), 92),
    (mark("Basis"), 30),
    (mark("Record"), 31),
    name="role-check",
)


def has_check(record: ProductRecord) -> bool:
    """True when the product is in scope and the role is one that checks the maker's work."""
    return record.assessment.value("role") in ROLES and record.assessment.value("full-duties") != "no"


def build(record: ProductRecord) -> Document:
    """The check of the role at hand."""
    pack = record.pack
    title, result, asked, article = map(tr, ROLES[record.assessment.value("role") or ""])
    meta = meta_for(
        record,
        CODE,
        title,
        f"{capital(record.name)}, {class_line(record)}",
        article,
        state=tr("Working copy"),
        draft_means=tr("working copy"),
        final=False,
    )
    role = record.assessment.value("role")
    duties = [
        item.entry
        for item in record.assessment.duties()
        if item.applies and isinstance(item.entry, Duty) and role in item.entry.roles
    ]
    rows: list[tuple[Any, ...]] = [
        (
            cell(Tick(False)),
            cell((Strong(f"{capital(in_words(pack, duty.title))}. "), in_words(pack, duty.text))),
            cell(basis(pack, duty.cites, duty.kind)),
            cell(Muted(tr("to be entered"))),
        )
        for duty in duties
    ]
    blocks: list[Block] = [
        result_box(
            result,
            trn("The law asks {n} thing of us.", "The law asks {n} things of us.", len(duties))
            + " "
            + tr("Technical documentation, conformity assessment and declaration are the manufacturer's."),
            cites=[article],
        ),
        Heading(1, tr("Point by point"), article),
        table(_POINTS, rows, description=asked),
        note(tr("Tick a point only when its record exists. □ to do, ■ done.")),
        Heading(1, tr("When we would become the manufacturer"), tr("Art. 21, 22")),
        para(
            tr(
                "Whoever sells the product under its own name or trademark, or changes it "
                "substantially, has the duties of the manufacturer."
            )
        ),
        Heading(1, tr("Kept and closed")),
        SignatureBlock(
            (
                Signatory(tr("Checked by"), tr("to be named")),
                Signatory(tr("Closed"), record.text("released-by") or tr("to be named")),
            )
        ),
    ]
    return Document(meta, tuple(blocks))
