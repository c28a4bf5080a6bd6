"""The check of who is not the maker (IM): importer, distributor, authorised representative; Art. 18 to 20."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crasuite.documents.content.parts import class_line, meta_for
from crasuite.documents.content.wording import basis, capital, counted, in_words
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
from crasuite.rules.model import Duty

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

CODE = "IM"
ROLES = {
    "importer": ("importer", "Art. 19"),
    "distributor": ("distributor", "Art. 20"),
    "authorised-representative": ("authorised representative", "Art. 18"),
}
"""Roles with a check of their own: the words, and the article."""
_POINTS = own_pattern(
    Column("Done", 12, "centre"), ("Point", 92), ("Basis", 30), ("Record", 31), name="role-check"
)


def has_check(record: ProductRecord) -> bool:
    """True when the product is in scope and the role is one that checks the maker's work."""
    return record.assessment.value("role") in ROLES and record.assessment.value("full-duties") != "no"


def build(record: ProductRecord) -> Document:
    """The check of the role at hand."""
    pack = record.pack
    words, article = ROLES[record.assessment.value("role") or ""]
    meta = meta_for(
        record,
        CODE,
        f"Check by the {words}",
        f"{capital(record.name)}, {class_line(record)}",
        article,
        state="Working copy",
        draft_means="working copy",
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
            cell(Muted("to be entered")),
        )
        for duty in duties
    ]
    blocks: list[Block] = [
        result_box(
            f"We are the {words}; the file is the manufacturer's.",
            f"The law asks {counted(len(duties), 'thing')} of us. Technical documentation, conformity "
            "assessment and declaration are the manufacturer's.",
            cites=[article],
        ),
        Heading(1, "Point by point", article),
        table(_POINTS, rows, description=f"What the law asks of the {words}"),
        note("Tick a point only when its record exists. □ to do, ■ done."),
        Heading(1, "When we would become the manufacturer", "Art. 21, 22"),
        para(
            "Whoever sells the product under its own name or trademark, or changes it substantially, has the "
            "duties of the manufacturer."
        ),
        Heading(1, "Kept and closed"),
        SignatureBlock(
            (
                Signatory("Checked by", "to be named"),
                Signatory("Closed", record.text("released-by") or "to be named"),
            )
        ),
    ]
    return Document(meta, tuple(blocks))
