"""The check of who is not the maker (IM): importer, distributor, representative, steward; Art. 18-20, 24."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crasuite.documents.content.parts import class_line, meta_for, product_line
from crasuite.documents.content.wording import ROLE_WORDS, basis, capital, in_words
from crasuite.documents.tree import (
    LABEL_VALUE,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Muted,
    Signatory,
    SignatureBlock,
    Strong,
    Tick,
    UserText,
    cell,
    note,
    own_pattern,
    para,
    result_box,
    table,
)
from crasuite.language import mark, tr, trn
from crasuite.rules.model import Duty, Pack, Statement

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
    "steward": (
        mark("Check by the open-source software steward"),
        mark("We are the steward; Annex I and a conformity assessment are not asked of us."),
        mark("What the law asks of the open-source software steward"),
        mark("Art. 24"),
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


_STEWARD = "steward"


def has_check(record: ProductRecord) -> bool:
    """True when the law asks something of the role and it is one that has no papers of the maker."""
    role = record.assessment.value("role")
    return role == _STEWARD or (role in ROLES and record.assessment.value("full-duties") != "no")


def build(record: ProductRecord) -> Document:
    """The check of the role at hand."""
    role = record.assessment.value("role") or ""
    title, result, asked, article = map(tr, ROLES[role])
    meta = meta_for(
        record,
        CODE,
        title,
        f"{record.name_at_start}, {class_line(record)}",
        article,
        state=tr("Working copy"),
        draft_means=tr("working copy"),
        final=False,
    )
    duties = _duties(record, role, article)
    lines = [trn("The law asks {n} thing of us.", "The law asks {n} things of us.", len(duties))]
    if role != _STEWARD:
        lines.append(
            tr("Technical documentation, conformity assessment and declaration are the manufacturer's.")
        )
    blocks: list[Block] = [
        result_box(result, " ".join(lines), cites=[article]),
        *(() if role == _STEWARD else _whose(record, role)),
        Heading(1, tr("Point by point"), article),
        table(_POINTS, _rows(record.pack, duties), description=asked),
        note(tr("Tick a point only when its record exists. □ to do, ■ done.")),
        *_when_maker(role),
        Heading(1, tr("Kept and closed")),
        SignatureBlock(
            (
                Signatory(tr("Checked by"), tr("to be named")),
                Signatory(tr("Closed"), record.text("released-by") or tr("to be named")),
            )
        ),
    ]
    return Document(meta, tuple(blocks))


def _duties(record: ProductRecord, role: str, article: str) -> list[Duty]:
    """What applies to the role, its own article first; a relief asks nothing."""
    found = [
        item.entry
        for item in record.assessment.duties()
        if item.applies
        and isinstance(item.entry, Duty)
        and role in item.entry.roles
        and not item.entry.relief
    ]
    return sorted(found, key=lambda duty: not basis(record.pack, duty.cites).startswith(article))


def _rows(pack: Pack, duties: list[Duty]) -> list[tuple[Cell, ...]]:
    rows = []
    for number, duty in enumerate(duties, 1):
        parts = [pack.statements[one] for one in duty.parts]
        said = f"{capital(in_words(pack, duty.title))}."
        more = "" if parts else f" {in_words(pack, duty.text)}"
        rows.append(_row(pack, (f"{number}  ", Strong(said), more), duty))
        rows += [_row(pack, (f"{number}.{index}  {part.text}",), part) for index, part in enumerate(parts, 1)]
    return rows


def _row(pack: Pack, said: tuple[str | Strong, ...], asked: Duty | Statement) -> tuple[Cell, ...]:
    return (
        cell(Tick(False)),
        cell(said),
        cell(basis(pack, asked.cites, asked.kind)),
        cell(Muted(tr("to be entered"))),
    )


def _whose(record: ProductRecord, role: str) -> Iterator[Block]:
    """Whose product was checked, by whom: the interview knows the one who checks, not the manufacturer."""
    by_hand = cell(Muted(tr("to be entered")))
    address = record.text("manufacturer-address")
    ours = UserText(f"{record.maker}\n{address}" if address else record.maker)
    rows: list[tuple[str, Cell]] = [
        (tr("Product"), cell(UserText(product_line(record)))),
        (capital(ROLE_WORDS[role]), cell(ours)),
        (tr("Manufacturer, address"), by_hand),
    ]
    if role == "distributor":
        rows.append((tr("Importer, if there is one"), by_hand))
    if role == "authorised-representative":
        rows.append((tr("Mandate of"), by_hand))
    rows += [
        (tr("EU declaration of conformity, of"), by_hand),
        (tr("End of support it is sold with"), by_hand),
    ]
    yield Heading(1, tr("Product and manufacturer"), tr("Art. 13(15), (16), (19), (20)"))
    yield table(LABEL_VALUE, rows, description=tr("Product and manufacturer"))


def _when_maker(role: str) -> Iterator[Block]:
    if role == _STEWARD:
        yield Heading(1, tr("When we would become the manufacturer"), tr("Art. 3(13), (14)"))
        yield para(
            tr(
                "Whoever markets the software under its own name or trademark in the course of business is "
                "its manufacturer, even where it is free of charge."
            )
        )
        return
    yield Heading(1, tr("When we would become the manufacturer"), tr("Art. 21, 22"))
    yield para(
        tr(
            "Whoever sells the product under its own name or trademark, or changes it "
            "substantially, has the duties of the manufacturer."
        )
    )
