"""Recorded changes in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crasuite.domain.change import Change, ChangeKind
from crasuite.interview import words
from crasuite.interview.record_words import record_words
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
        prefix = {
            ChangeKind.NOTE: "Note: ",
            ChangeKind.OWNER: "Who can tell: ",
            ChangeKind.DUE: "By when: ",
        }
        what = prefix.get(cell.kind, "") + what
    elif cell.kind is ChangeKind.RECORD:
        what, before, after = record_words(pack, change)
    elif cell.kind is ChangeKind.PRODUCT:
        what = {"name": "Name", "state": "Listed as"}.get(cell.what, cell.what)
    return HistoryLine(
        change.at,
        change.who,
        product,
        cell.product_id,
        what,
        before,
        after,
        change.pack_version,
        change.label,
        change.undone_by is not None,
        change,
    )


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
