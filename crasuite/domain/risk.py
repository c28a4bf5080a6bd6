"""A cybersecurity risk, its level before and after treatment, and the sums over many of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from crasuite.domain.placeholder import is_filled
from crasuite.domain.problem import Place, Problem
from crasuite.domain.record import Record, choice, day, number, text, texts
from crasuite.domain.record_kind import RecordKind
from crasuite.language import tr

STEPS = 5


class RiskLevel(StrEnum):
    """How serious a risk is."""

    NOT_RATED = "not-rated"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very-high"

    @property
    def weight(self) -> int:
        """For comparing and sorting: what is not rated weighs as much as high, as nobody can say less.

        >>> RiskLevel.NOT_RATED.weight == RiskLevel.HIGH.weight > RiskLevel.MEDIUM.weight
        True
        """
        return 3 if self is RiskLevel.NOT_RATED else list(RiskLevel).index(self)

    @property
    def counts_as_high(self) -> bool:
        return self.weight >= RiskLevel.HIGH.weight


class Treatment(StrEnum):
    """What is done about a risk."""

    UNDECIDED = ""
    REDUCE = "reduce"
    AVOID = "avoid"
    TRANSFER = "transfer"
    ACCEPT = "accept"


Matrix: TypeAlias = tuple[tuple[RiskLevel, ...], ...]
"""Level for each impact (rows, slightest first) and likelihood (columns, rarest first)."""
When: TypeAlias = Literal["before", "after"]


def read_matrix(value: Any) -> Matrix:
    """A matrix from lists of level names.

    Raises:
        TypeError, ValueError: it is not 5 × 5 levels.
    """
    rows = tuple(tuple(RiskLevel(level) for level in row) for row in value)
    if len(rows) != STEPS or any(len(row) != STEPS or RiskLevel.NOT_RATED in row for row in rows):
        raise ValueError(f"a matrix has {STEPS} rows of {STEPS} levels")
    return rows


def is_monotonic(matrix: Matrix) -> bool:
    """True when more likelihood or more impact never makes a level lower."""
    return all(
        line[n].weight <= line[n + 1].weight
        for lines in (matrix, tuple(zip(*matrix, strict=True)))
        for line in lines
        for n in range(STEPS - 1)
    )


def level(matrix: Matrix, likelihood: int | None, impact: int | None) -> RiskLevel:
    """The level of two steps counted from 1; not rated when one is not known."""
    if likelihood is None or impact is None:
        return RiskLevel.NOT_RATED
    return matrix[impact - 1][likelihood - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Record):
    """One line of the register."""

    title: str = text()
    description: str = text()
    asset: str = text()
    threat_source: str = text()
    catalogue: str = text()
    likelihood_before: int | None = number(least=1, most=STEPS)
    impact_before: int | None = number(least=1, most=STEPS)
    treatment: Treatment = choice(Treatment.UNDECIDED)
    measures: str = text()
    likelihood_after: int | None = number(least=1, most=STEPS)
    impact_after: int | None = number(least=1, most=STEPS)
    requirements: tuple[str, ...] = texts()
    components: tuple[str, ...] = texts()
    owner: str = text()
    due: date | None = day()
    accepted_by: str = text()
    accepted_on: date | None = day()
    safety_harm: str = text()
    safety_reference: str = text()
    note: str = text()

    def steps(self, when: When) -> tuple[int | None, int | None]:
        """Likelihood and impact. What is accepted as it is stays what it was before, unless rated anew."""
        before = self.likelihood_before, self.impact_before
        after = self.likelihood_after, self.impact_after
        if when == "before" or (self.treatment is Treatment.ACCEPT and after == (None, None)):
            return before
        return after

    def level(self, matrix: Matrix, when: When) -> RiskLevel:
        """The level before or after treatment."""
        return level(matrix, *self.steps(when))

    def standing(self, matrix: Matrix) -> RiskLevel:
        """What the risk counts as today, on screen and on paper alike.

        Until it is decided what is done about it, nothing is done: it stands where it stood before. Once that
        is decided, what is left counts; where nobody rated what is left, that is not rated, which weighs as
        much as high, or very high where it was that before.
        """
        before, after = self.level(matrix, "before"), self.level(matrix, "after")
        if self.treatment is Treatment.UNDECIDED:
            return before
        if after is RiskLevel.NOT_RATED and before.weight > after.weight:
            return before
        return after

    def is_treated(self, matrix: Matrix) -> bool:
        """True when it is decided what to do and rated what is left."""
        return (
            self.treatment is not Treatment.UNDECIDED
            and self.level(matrix, "after") is not RiskLevel.NOT_RATED
        )

    def gaps(self, matrix: Matrix) -> tuple[Problem, ...]:
        """What this line still needs."""
        found: list[tuple[str, str, str]] = []
        if not is_filled(self.title):
            found.append(("no-title", "title", tr("Say what could happen.")))
        if self.level(matrix, "before") is RiskLevel.NOT_RATED:
            where = "likelihood_before" if self.likelihood_before is None else "impact_before"
            found.append(("not-rated", where, tr("Rate likelihood and impact before treatment.")))
        if self.treatment is Treatment.UNDECIDED:
            found.append(("no-treatment", "treatment", tr("Decide what is done about this risk.")))
        elif self.level(matrix, "after") is RiskLevel.NOT_RATED:
            where = "likelihood_after" if self.likelihood_after is None else "impact_after"
            found.append(("no-residual", where, tr("Rate what is left after treatment.")))
        if self.treatment not in (Treatment.UNDECIDED, Treatment.ACCEPT) and not is_filled(self.measures):
            found.append(("no-measures", "measures", tr("Say what you do about this risk.")))
        if self.treatment is Treatment.ACCEPT:
            if not is_filled(self.accepted_by):
                found.append(("nobody-accepted", "accepted_by", tr("Say who accepted this risk.")))
            if self.accepted_on is None:
                found.append(("no-acceptance-date", "accepted_on", tr("Say when this risk was accepted.")))
        return tuple(
            Problem(code, Place(RecordKind.RISK, self.id, where), words) for code, where, words in found
        )


@dataclass(frozen=True, slots=True)
class RiskCounts:
    """The register in numbers."""

    total: int
    treated: int
    before: Mapping[RiskLevel, int]
    after: Mapping[RiskLevel, int]
    standing: Mapping[RiskLevel, int]
    """By what each counts as today."""

    @classmethod
    def of(cls, risks: Iterable[Risk], matrix: Matrix) -> RiskCounts:
        """Count them."""
        counted = list(risks)

        def by_level(levels: Iterable[RiskLevel]) -> dict[RiskLevel, int]:
            found = list(levels)
            return {one: found.count(one) for one in RiskLevel}

        return cls(
            len(counted),
            sum(risk.is_treated(matrix) for risk in counted),
            by_level(risk.level(matrix, "before") for risk in counted),
            by_level(risk.level(matrix, "after") for risk in counted),
            by_level(risk.standing(matrix) for risk in counted),
        )

    @property
    def untreated(self) -> int:
        return self.total - self.treated

    @property
    def high(self) -> int:
        """At least high today, counting what is not rated."""
        return sum(count for one, count in self.standing.items() if one.counts_as_high)

    @property
    def high_and_not_rated(self) -> int:
        """Those of them that nobody rated."""
        return self.standing[RiskLevel.NOT_RATED]


def matrix_cells(risks: Iterable[Risk], when: When) -> dict[tuple[int, int], tuple[str, ...]]:
    """Which risks lie in which cell, by likelihood and impact. What is not rated lies in none."""
    cells: dict[tuple[int, int], tuple[str, ...]] = {}
    for risk in risks:
        likelihood, impact = risk.steps(when)
        if likelihood is not None and impact is not None:
            cells[likelihood, impact] = (*cells.get((likelihood, impact), ()), risk.id)
    return cells


def not_rated(risks: Iterable[Risk], when: When) -> tuple[str, ...]:
    """The risks that lie in no cell."""
    return tuple(risk.id for risk in risks if None in risk.steps(when))
