"""Recorded changes in words, on screen and as an Excel workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from crasuite.documents.fingerprint import with_fingerprint
from crasuite.documents.sheets import Sheet, SheetColumn, SheetRow, Workbook
from crasuite.documents.tree import DocumentMeta
from crasuite.domain.change import Change, ChangeKind, in_words
from crasuite.domain.english import Worded, day
from crasuite.domain.product import ProductState
from crasuite.interview import words
from crasuite.interview.record_words import record_words
from crasuite.language import mark, tr, trn
from crasuite.rules import Pack


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change in words."""

    at: datetime
    who: str
    product: str
    product_id: int | None
    what: str
    before: str
    after: str
    pack_version: str
    label: str
    is_undone: bool
    change: Change

    @property
    def can_be_put_back(self) -> bool:
        """False for the adding of a product: deleting it is what takes that back."""
        return self.change.cell.kind is not ChangeKind.PRODUCT or self.change.old is not None


_STATES: Worded[str] = Worded(
    {
        ProductState.ACTIVE.value: mark("active"),
        ProductState.ARCHIVED.value: mark("archived"),
        ProductState.DELETED.value: mark("deleted"),
    }
)


def history_line(pack: Pack, change: Change, names: Mapping[int, str]) -> HistoryLine:
    """A recorded change; `names` of the products by id, also of deleted ones."""
    cell = change.cell
    product = names.get(cell.product_id, "") if cell.product_id is not None else ""
    what, before, after = cell.what, _plain(change.old), _plain(change.new)
    if cell.kind in (ChangeKind.ANSWER, ChangeKind.NOTE, ChangeKind.OWNER, ChangeKind.DUE):
        question = pack.questions.get(cell.what)
        if question is not None:
            what = words.filled(question.text, product)
            if cell.kind is ChangeKind.ANSWER:
                before = words.answer_words(pack, question, change.old) if change.old is not None else ""
                after = words.answer_words(pack, question, change.new) if change.new is not None else ""
        elif cell.what in pack.state:
            what = pack.state[cell.what].title
        if cell.kind is ChangeKind.NOTE:
            what = tr("Note: {question}", question=what)
        elif cell.kind is ChangeKind.OWNER:
            what = tr("Who can tell: {question}", question=what)
        elif cell.kind is ChangeKind.DUE:
            what = tr("By when: {question}", question=what)
    elif cell.kind is ChangeKind.RECORD:
        what, before, after = record_words(pack, change)
    elif cell.kind is ChangeKind.PRODUCT:
        if cell.what == "state":
            what, before, after = tr("Listed as"), _STATES.get(before, before), _STATES.get(after, after)
        elif cell.what == "name":
            what = tr("Name")
    return HistoryLine(
        change.at,
        change.who,
        product,
        cell.product_id,
        what,
        before,
        after,
        change.pack_version,
        in_words(change.label, cell, change.new),
        change.undone_by is not None,
        change,
    )


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class ShownChange(Protocol):
    """One change as the screen lists it."""

    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def product(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def pack(self) -> str: ...


def history_workbook(
    changes: Sequence[ShownChange], pack: Pack, now: datetime, product: str = "", narrowed_to: str = ""
) -> Workbook:
    """These changes as a workbook with one sheet, in the order given.

    `product` is empty when the changes are those of all products. `narrowed_to` says in words what was left
    out; without it the sheet claims to hold every change. Times are those of this computer's zone, which
    stands with each, as a file is read elsewhere.
    """
    of_whom = product or tr("All products")
    on = now.astimezone().date()
    extent = tr("Narrowed to {what}.", what=narrowed_to) if narrowed_to else tr("Every recorded change.")
    rows = []
    for number, change in enumerate(changes, 1):
        at = change.at.astimezone()
        where = at.strftime("%z")
        rows.append(
            SheetRow(
                f"change.{number}",
                (
                    at.date(),
                    f"{at:%H:%M:%S} UTC{where[:3]}:{where[3:5]}",
                    change.who,
                    change.product,
                    change.what,
                    change.before or "–",
                    change.after or "–",
                    change.pack,
                ),
            )
        )
    meta = DocumentMeta(
        code="HI",
        title=tr("History"),
        subtitle=of_whom,
        number=tr("History"),
        revision=1,
        date=on,
        state=tr("Extract of the history"),
        legal_basis="",
        product=of_whom,
        product_line=of_whom,
        manufacturer="",
        place="",
        law_used=tr(
            "Rule pack {version}, law as of {day}",
            version=pack.manifest.version,
            day=day(pack.manifest.law_as_of),
        ),
        rule_pack=f"{pack.manifest.id} {pack.manifest.version}",
        final=True,
    )
    sheet = Sheet(
        tr("History"),
        tr("History: {product}", product=of_whom),
        trn("{n} change, exported on {day}.", "{n} changes, exported on {day}.", len(rows), day=day(on))
        + f" {extent}",
        (
            SheetColumn("day", tr("Day"), 12, kind="date"),
            SheetColumn("time", tr("Time"), 19),
            SheetColumn("who", tr("Who"), 16),
            SheetColumn("product", tr("Product"), 20),
            SheetColumn("what", tr("What"), 40, strong=True),
            SheetColumn("before", tr("Before"), 34),
            SheetColumn("after", tr("After"), 34),
            SheetColumn("pack", tr("Rule pack"), 12, kind="hash"),
        ),
        tuple(rows),
        freeze=2,
    )
    return with_fingerprint(Workbook(meta, (sheet,)), rule_pack_hash=pack.sha256)


def write_history(workbook: Workbook, target: Path) -> Path:
    """Write the workbook, whole or not at all.

    Raises:
        DocumentError: the file cannot be written; says what to do.
    """
    from crasuite.documents.xlsx_writer import write_xlsx

    write_xlsx(workbook, target)
    return target
