"""One line of the audit trail: who changed what, when, from what to what, under which rule pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crasuite.domain.answer import JsonValue
from crasuite.domain.product import ProductState
from crasuite.domain.record_kind import RecordKind


class ChangeKind(StrEnum):
    """What sort of value was changed."""

    ANSWER = "answer"
    NOTE = "note"
    OWNER = "owner"
    DUE = "due"
    PRODUCT = "product"
    SETTING = "setting"
    RECORD = "record"


class Direction(StrEnum):
    """Whether a step was made, taken back, or made again."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Cell:
    """The one place a value is kept: a question, a property or a record of a product, or a setting."""

    kind: ChangeKind
    product_id: int | None
    what: str

    @classmethod
    def of_record(cls, product_id: int, kind: str, record_id: str) -> Cell:
        """The place of a record. Its kind and its id stand in `what`, as the history keeps them.

        >>> Cell.of_record(1, "component", "pkg:npm/left-pad").what
        'component/pkg:npm/left-pad'
        """
        if not kind or "/" in kind or not record_id:
            raise ValueError(f"no record can be called {kind!r} {record_id!r}")
        return cls(ChangeKind.RECORD, product_id, f"{kind}/{record_id}")

    @property
    def record(self) -> tuple[str, str]:
        """Kind and id of the record kept here.

        >>> Cell.of_record(1, "component", "pkg:npm/left-pad").record
        ('component', 'pkg:npm/left-pad')
        """
        kind, slash, record_id = self.what.partition("/")
        if self.kind is not ChangeKind.RECORD or not slash:
            raise ValueError(f"{self.what!r} is no record")
        return kind, record_id


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


_RECORDS = {
    RecordKind.REQUIREMENT: "requirement {id}",
    RecordKind.EVIDENCE: "evidence {id}",
    RecordKind.RISK: "risk {id}",
    RecordKind.ASSESSMENT: "risk assessment",
    RecordKind.SBOM: "SBOM {id}",
    RecordKind.COMPONENT: "component {id}",
    RecordKind.USER_INFO: "user information",
    RecordKind.SUPPORT: "support period",
    RecordKind.STANDARDS: "standards in use",
    RecordKind.DECLARATION: "EU declaration of conformity",
    RecordKind.PROCESS: "process {id}",
    RecordKind.DESIGN: "description of the {id}",
    RecordKind.DOCUMENT: "document {id}",
    RecordKind.STEP: "step {id} of the procedure",
    RecordKind.CASE: "case {id}",
    RecordKind.NOTIFICATION: "report {id}",
    RecordKind.SUBMISSION: "record of submission {id}",
    RecordKind.FINDING_SOURCE: "imported list {id}",
    RecordKind.HANDLING: "vulnerability handling {id}",
}


def describe(cell: Cell, new: JsonValue) -> str:
    """Words for the menu ("Undo …") where the caller gave none.

    >>> describe(Cell(ChangeKind.NOTE, 1, "own-brand"), "ask sales")
    'note on own-brand'
    >>> describe(Cell.of_record(1, "risk", "R-01"), None)
    'removing risk R-01'
    """
    if cell.kind is ChangeKind.RECORD:
        kind, record_id = cell.record
        said = _RECORDS[RecordKind(kind)] if kind in set(RecordKind) else "{kind} {id}"
        said = said.format(kind=kind, id=record_id)
        return f"removing {said}" if new is None else said
    if cell.kind is not ChangeKind.PRODUCT:
        return _ON_QUESTION[cell.kind].format(what=cell.what)
    if cell.what == "name":
        return "renaming a product"
    return _TO_STATE[ProductState(str(new))]
