"""One line of the audit trail: who changed what, when, from what to what, under which rule pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crasuite.domain.answer import JsonValue
from crasuite.domain.product import ProductState


class ChangeKind(StrEnum):
    """What sort of value was changed."""

    ANSWER = "answer"
    NOTE = "note"
    OWNER = "owner"
    DUE = "due"
    PRODUCT = "product"
    SETTING = "setting"


class Direction(StrEnum):
    """Whether a step was made, taken back, or made again."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Cell:
    """The one place a value is kept: a question of a product, a property of a product, or a setting."""

    kind: ChangeKind
    product_id: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Change:
    """A recorded change. Changes with the same `step` were made, and are undone, together.

    `target` is the step that this one takes back or makes again; `undone_by` the step that took this one
    back, None while it counts.
    """

    step: int
    at: datetime
    who: str
    cell: Cell
    old: JsonValue
    new: JsonValue
    pack_version: str
    label: str
    direction: Direction
    target: int | None
    undone_by: int | None


_ON_QUESTION = {
    ChangeKind.ANSWER: "answer to {what}",
    ChangeKind.NOTE: "note on {what}",
    ChangeKind.OWNER: "owner of {what}",
    ChangeKind.DUE: "date for {what}",
    ChangeKind.SETTING: "setting {what}",
}
_TO_STATE = {
    ProductState.ACTIVE: "restoring a product",
    ProductState.ARCHIVED: "archiving a product",
    ProductState.DELETED: "deleting a product",
}


def describe(cell: Cell, new: JsonValue) -> str:
    """Words for the menu ("Undo …") where the caller gave none.

    >>> describe(Cell(ChangeKind.NOTE, 1, "own-brand"), "ask sales")
    'note on own-brand'
    """
    if cell.kind is not ChangeKind.PRODUCT:
        return _ON_QUESTION[cell.kind].format(what=cell.what)
    if cell.what == "name":
        return "renaming a product"
    return _TO_STATE[ProductState(str(new))]
