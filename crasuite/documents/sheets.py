"""The neutral tree of a workbook: its sheets, before any file format; `tree` holds what papers share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from crasuite.documents.tree import Align, DocumentMeta
from crasuite.language import tr, tr_in

CellValue = str | int | float | date | None
ColumnKind = Literal["text", "date", "number", "hash", "list"]


@dataclass(frozen=True)
class SheetColumn:
    """A visible column. `id` is stable and never shown.

    `kind` "hash" also serves versions (kept as text); "list" needs `choices`, the name of a `NamedList`.
    `editable` cells are white and unlocked. `colour` "status" colours by the first sign, "level" by the word
    of the risk level. `level_of` names the likelihood and the impact column: the cell is then a formula over
    the risk matrix.
    """

    id: str
    head: str
    width: float
    kind: ColumnKind = "text"
    choices: str = ""
    editable: bool = False
    strong: bool = False
    colour: Literal["", "status", "level"] = ""
    level_of: tuple[str, str] | None = None
    align: Align = "left"


@dataclass(frozen=True)
class SheetRow:
    """A row with its stable id (`annex1.i.2.c`, `risk.R-03`), never renumbered; one value per column.

    None leaves the cell empty, which is right only for something that does not exist yet (no due date). A
    string is always written as text, whatever it starts with.
    """

    id: str
    values: tuple[CellValue, ...]


@dataclass(frozen=True)
class Sheet:
    """A table sheet. `freeze` counts the visible columns that stay in view. Read-only sheets have no editable
    column.
    """

    name: str
    title: str
    subtitle: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    freeze: int = 1

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for row in self.rows:
            if len(row.values) != len(self.columns):
                raise ValueError(f"row {row.id} of sheet {self.name} has {len(row.values)} values")
            if row.id in seen:
                raise ValueError(f"row id {row.id} stands twice in sheet {self.name}")
            seen.add(row.id)


@dataclass(frozen=True)
class NamedList:
    """Choices of a drop-down, kept on a hidden sheet under `name` (letters, digits and underscore only)."""

    name: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class CountWhere:
    """Counts rows of a table sheet whose columns begin with given words; no condition counts all rows.

    >>> CountWhere("Requirements", (("ref", ("I (",)), ("status", ("●", "–"))))
    CountWhere(sheet='Requirements', conditions=(('ref', ('I (',)), ('status', ('●', '–'))))
    """

    sheet: str
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class SummaryCount:
    """A line of counts: what, in all, done (open is the difference), where to look."""

    what: str
    in_all: CountWhere
    done: CountWhere
    where: str


@dataclass(frozen=True)
class SummaryPoint:
    """A gap or open point in the summary, with the number it has everywhere."""

    kind: Literal["gap", "open"]
    number: str
    owner: str
    due: date | None
    words: str


def _count_heads() -> tuple[str, str, str, str, str]:
    return tr("What"), tr("In all"), tr("Done"), tr_in("not done", "Open"), tr("Where to look")


def _point_heads() -> tuple[str, str, str, str, str]:
    return tr("Gap or open point"), tr("Kind"), tr("Owner"), tr("Due"), tr("What is missing")


@dataclass(frozen=True)
class SummarySheet:
    """The first sheet: identity lines, counts as formulas, gaps, open points. Portrait, no hidden columns."""

    name: str
    title: str
    subtitle: str
    identity: tuple[tuple[str, str], ...]
    counts: tuple[SummaryCount, ...] = ()
    points: tuple[SummaryPoint, ...] = ()
    note: str = ""
    count_heads: tuple[str, str, str, str, str] = field(default_factory=_count_heads)
    point_heads: tuple[str, str, str, str, str] = field(default_factory=_point_heads)


@dataclass(frozen=True)
class AboutSheet:
    """The caution, the rule pack, how to read the workbook back: labels and paragraphs."""

    name: str
    title: str
    subtitle: str
    lines: tuple[tuple[str, str], ...]


AnySheet = Sheet | SummarySheet | AboutSheet


@dataclass(frozen=True)
class Workbook:
    """An Excel workbook. `matrix[impact - 1][likelihood - 1]` is the word of a risk level, if a sheet has
    levels.
    """

    meta: DocumentMeta
    sheets: tuple[AnySheet, ...]
    lists: tuple[NamedList, ...] = ()
    matrix: tuple[tuple[str, ...], ...] = field(default=())
    read_back: tuple[str, ...] = ()
    """Sheets that may come back filled: what their cells say is kept on a hidden sheet to compare with."""
