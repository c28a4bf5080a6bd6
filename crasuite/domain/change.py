"""One line of the audit trail: who changed what, when, from what to what, under which rule pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crasuite.domain.answer import JsonValue
from crasuite.domain.product import ProductState
from crasuite.domain.record_kind import RecordKind
from crasuite.language import ENGLISH, language, mark, speaking, tr


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
    ChangeKind.ANSWER: mark("answer to {what}"),
    ChangeKind.NOTE: mark("note on {what}"),
    ChangeKind.OWNER: mark("owner of {what}"),
    ChangeKind.DUE: mark("date for {what}"),
    ChangeKind.SETTING: mark("setting {what}"),
}
_TO_STATE = {
    ProductState.ACTIVE: mark("restoring a product"),
    ProductState.ARCHIVED: mark("archiving a product"),
    ProductState.DELETED: mark("deleting a product"),
}


_RECORDS = {
    RecordKind.REQUIREMENT: mark("requirement {id}"),
    RecordKind.EVIDENCE: mark("evidence {id}"),
    RecordKind.RISK: mark("risk {id}"),
    RecordKind.ASSESSMENT: mark("risk assessment"),
    RecordKind.SBOM: mark("SBOM {id}"),
    RecordKind.COMPONENT: mark("component {id}"),
    RecordKind.USER_INFO: mark("user information"),
    RecordKind.SUPPORT: mark("support period"),
    RecordKind.STANDARDS: mark("standards in use"),
    RecordKind.DECLARATION: mark("EU declaration of conformity"),
    RecordKind.PROCESS: mark("process {id}"),
    RecordKind.DESIGN: mark("description of the {id}"),
    RecordKind.DOCUMENT: mark("document {id}"),
    RecordKind.STEP: mark("step {id} of the procedure"),
    RecordKind.CASE: mark("case {id}"),
    RecordKind.NOTIFICATION: mark("report {id}"),
    RecordKind.SUBMISSION: mark("record of submission {id}"),
    RecordKind.FINDING_SOURCE: mark("imported list {id}"),
    RecordKind.HANDLING: mark("vulnerability handling {id}"),
}
_DESIGNS = {
    "application": mark("application"),
    "architecture": mark("architecture"),
    "certificate": mark("certificate"),
    "description": mark("product"),
    "enquiry": mark("enquiry"),
    "handling": mark("handling of vulnerabilities"),
    "marking": mark("marking"),
    "policy": mark("disclosure policy"),
    "production": mark("production"),
    "quality-system": mark("quality system"),
    "security-txt": mark("file security.txt"),
    "solutions": mark("solutions"),
    "tests": mark("tests"),
}
"""Parts of the description of a product, by id."""


def describe(cell: Cell, new: JsonValue) -> str:
    """Words for the menu ("Undo …") where the caller gave none.

    >>> describe(Cell(ChangeKind.NOTE, 1, "own-brand"), "ask sales")
    'note on own-brand'
    >>> describe(Cell.of_record(1, "risk", "R-01"), None)
    'removing risk R-01'
    """
    if cell.kind is ChangeKind.RECORD:
        kind, record_id = cell.record
        said = f"{kind} {record_id}"
        if kind in set(RecordKind):
            named = record_id
            if kind == RecordKind.DESIGN and record_id in _DESIGNS:
                named = tr(_DESIGNS[record_id])
            said = tr(_RECORDS[RecordKind(kind)], id=named)
        return tr("removing {record}", record=said) if new is None else said
    if cell.kind is not ChangeKind.PRODUCT:
        return tr(_ON_QUESTION[cell.kind], what=cell.what)
    if cell.what == "name":
        return tr("renaming a product")
    return tr(_TO_STATE[ProductState(str(new))])


def in_words(label: str, cell: Cell, new: JsonValue) -> str:
    """The label of a step for this reader: worded anew if `describe` made it, in English, else as it is.

    `cell` and `new` are of the first change of the step.
    """
    if language() == ENGLISH:
        return label
    with speaking(ENGLISH):
        is_ours = label == describe(cell, new)
    return describe(cell, new) if is_ours else label
