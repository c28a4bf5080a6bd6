"""The risk register as a sheet of the workbook; made to come back filled. Row ids are `risk.R-03`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crasuite.documents.content.file_gaps import matrix_of
from crasuite.documents.content.file_view import LEVEL_WORDS, refs
from crasuite.documents.content.meanings import Meanings
from crasuite.documents.sheets import CellValue, NamedList, Sheet, SheetColumn, SheetRow
from crasuite.domain.english import Worded
from crasuite.domain.risk import STEPS, Risk, Treatment
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import mark, tr, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord
    from crasuite.rules import Pack

SHEET = "Risks"
_TREATMENTS = {
    Treatment.UNDECIDED: mark("? To decide"),
    Treatment.REDUCE: mark("Reduce"),
    Treatment.AVOID: mark("Avoid"),
    Treatment.TRANSFER: mark("Transfer"),
    Treatment.ACCEPT: mark("Accept"),
}
TREATMENTS = Worded(_TREATMENTS)
TREATMENT_OF = Meanings({words: treatment for treatment, words in _TREATMENTS.items()})
_LIKELIHOOD, _IMPACT = "likelihood", "impact"


def _step(name: str, head: str, choices: str) -> SheetColumn:
    return SheetColumn(name, head, 13, kind="list", choices=choices, editable=True)


COLUMNS = (
    SheetColumn("number", mark("No."), 8, strong=True),
    SheetColumn("title", mark("What could happen"), 32, editable=True),
    _step("likelihood_before", mark("Likelihood before"), _LIKELIHOOD),
    _step("impact_before", mark("Impact before"), _IMPACT),
    SheetColumn(
        "level_before",
        mark("Level before"),
        12,
        colour="level",
        level_of=("likelihood_before", "impact_before"),
    ),
    SheetColumn(
        "treatment", mark("Treatment"), 13, kind="list", choices="treatment", editable=True, colour="status"
    ),
    SheetColumn("measures", mark("What is done, what is left"), 44, editable=True),
    _step("likelihood_after", mark("Likelihood after"), _LIKELIHOOD),
    _step("impact_after", mark("Impact after"), _IMPACT),
    SheetColumn(
        "level_after", mark("Level after"), 12, colour="level", level_of=("likelihood_after", "impact_after")
    ),
    SheetColumn("annex-1", mark("Annex I"), 13),
    SheetColumn("owner", mark("Owner"), 11, editable=True),
)
STEPS_OF = ("likelihood_before", "impact_before", "likelihood_after", "impact_after")
"""Columns that hold a step of a scale."""


def row_id(risk_id: str) -> str:
    """The stable id of a risk in the workbook.

    >>> row_id("R-03"), risk_of("risk.R-03"), risk_of("annex1.i.1")
    ('risk.R-03', 'R-03', '')
    """
    return f"risk.{risk_id}"


def risk_of(row: str) -> str:
    """The risk a row stands for; empty when it stands for none."""
    start, _, risk_id = row.partition(".")
    return risk_id if start == "risk" else ""


def build(record: ProductRecord) -> Sheet:
    """The sheet; without rows when there is no register."""
    file = record.technical_file or TechnicalFile()
    rows = tuple(
        SheetRow(row_id(risk.id), tuple(shown(record.pack, file, risk)[column.id] for column in COLUMNS))
        for risk in file.risks.values()
    )
    return Sheet(
        SHEET,
        tr("Risk register"),
        trn(
            "{n} risk. The level is looked up from likelihood and impact; what is not rated counts as high "
            "at least.",
            "{n} risks. The level is looked up from likelihood and impact; what is not rated counts as high "
            "at least.",
            len(rows),
        ),
        tuple(replace(column, head=tr(column.head)) for column in COLUMNS),
        rows,
        freeze=1,
    )


def lists(record: ProductRecord) -> tuple[NamedList, ...]:
    """The choices of its columns."""
    file = record.technical_file or TechnicalFile()
    return (
        NamedList(_LIKELIHOOD, _scale(record.pack, file, _LIKELIHOOD)),
        NamedList(_IMPACT, _scale(record.pack, file, _IMPACT)),
        NamedList("treatment", tuple(TREATMENTS.values())),
    )


def matrix(record: ProductRecord) -> tuple[tuple[str, ...], ...]:
    """The words of the matrix in use, slightest impact first."""
    file = record.technical_file or TechnicalFile()
    return tuple(tuple(LEVEL_WORDS[level] for level in line) for line in file.matrix(matrix_of(record.pack)))


def shown(pack: Pack, file: TechnicalFile, risk: Risk) -> dict[str, CellValue]:
    """What the cells of a risk show, by column; the levels are formulas and show nothing of their own."""
    likelihood, impact = _scale(pack, file, _LIKELIHOOD), _scale(pack, file, _IMPACT)
    before, after = risk.steps("before"), risk.steps("after")
    return {
        "number": risk.id,
        "title": risk.title or None,
        "likelihood_before": _in_words(likelihood, before[0]),
        "impact_before": _in_words(impact, before[1]),
        "level_before": None,
        "treatment": TREATMENTS[risk.treatment],
        "measures": risk.measures or None,
        "likelihood_after": _in_words(likelihood, after[0]),
        "impact_after": _in_words(impact, after[1]),
        "level_after": None,
        "annex-1": refs(pack, file.points_of_risk(risk.id)),
        "owner": risk.owner or None,
    }


def _scale(pack: Pack, file: TechnicalFile, which: str) -> tuple[str, ...]:
    """The five steps with their words: the maker's own, as far as they are short, else those of the pack."""
    method = pack.risk_method
    known = method.likelihood if which == _LIKELIHOOD else method.impact
    return tuple(f"{place} {step.label}" for place, step in enumerate(known[:STEPS], 1))


def _in_words(scale: tuple[str, ...], step: int | None) -> str | None:
    return scale[step - 1] if step else None
