"""What a maker says of one point of Annex I, and where that point stands because of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crasuite.domain.placeholder import is_sentence
from crasuite.domain.problem import Place, Problem
from crasuite.domain.record import Record, choice, day, text, texts
from crasuite.domain.record_kind import RecordKind
from crasuite.language import tr


class Applies(StrEnum):
    """Whether a point applies to the product, as the maker says."""

    UNSAID = ""
    YES = "yes"
    NO = "no"
    NOT_SURE = "not-sure"


class RequirementStatus(StrEnum):
    """How far the maker says to be."""

    TO_DO = "to-do"
    IN_PROGRESS = "in-progress"
    MET = "met"
    NOT_SURE = "not-sure"


class RequirementState(StrEnum):
    """Where a point stands: what the maker says, checked against what there is."""

    TO_DO = "to-do"
    IN_PROGRESS = "in-progress"
    EVIDENCE_MISSING = "evidence-missing"
    MET = "met"
    NOT_SURE = "not-sure"
    NOT_APPLICABLE = "not-applicable"
    UNJUSTIFIED = "unjustified"
    """Said not to apply, without what the law asks for that."""

    @property
    def is_done(self) -> bool:
        return self in (RequirementState.MET, RequirementState.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Record):
    """One point of Annex I for one product; its id is that of the rule pack."""

    applies: Applies = choice(Applies.UNSAID)
    reason: str = text()
    how: str = text()
    status: RequirementStatus = choice(RequirementStatus.TO_DO)
    owner: str = text()
    due: date | None = day()
    risks: tuple[str, ...] = texts()
    evidence: tuple[str, ...] = texts()

    def state(
        self, *, may_not_apply: bool, risks: Collection[str], evidence: Collection[str]
    ) -> RequirementState:
        """Where the point stands. `risks` and `evidence` are the ids there are."""
        if self.applies is Applies.NO:
            refused = self.problems_with_leaving_out(may_not_apply=may_not_apply, risks=risks)
            return RequirementState.UNJUSTIFIED if refused else RequirementState.NOT_APPLICABLE
        if self.applies is Applies.NOT_SURE or self.status is RequirementStatus.NOT_SURE:
            return RequirementState.NOT_SURE
        if self.status is RequirementStatus.TO_DO:
            return RequirementState.TO_DO
        if not any(one in evidence for one in self.evidence):
            return RequirementState.EVIDENCE_MISSING
        return RequirementState(self.status.value)

    def problems_with_leaving_out(
        self, *, may_not_apply: bool, risks: Collection[str]
    ) -> tuple[Problem, ...]:
        """What forbids saying "does not apply"; nothing when it may be said. `may_not_apply` is what the rule
        pack says of the point, `risks` are the ids there are."""
        if not may_not_apply:
            return (
                self._problem(
                    "applies-always",
                    "applies",
                    tr("This point applies to every product and can't be left out."),
                ),
            )
        found = []
        if not is_sentence(self.reason):
            found.append(
                self._problem(
                    "no-reason",
                    "reason",
                    tr("Say in at least one sentence why this point does not apply."),
                )
            )
        if not any(one in risks for one in self.risks):
            found.append(
                self._problem(
                    "no-risk", "risks", tr("Link the risk that shows why this point does not apply.")
                )
            )
        return tuple(found)

    def _problem(self, code: str, where: str, words: str) -> Problem:
        return Problem(code, Place(RecordKind.REQUIREMENT, self.id, where), words)


@dataclass(frozen=True, slots=True)
class RequirementProgress:
    """How many points stand where."""

    total: int
    met: int = 0
    in_progress: int = 0
    evidence_missing: int = 0
    to_do: int = 0
    not_sure: int = 0
    not_applicable: int = 0
    unjustified: int = 0

    @classmethod
    def of(cls, states: Iterable[RequirementState]) -> RequirementProgress:
        """Count them."""
        counted = list(states)
        by_name = {state.value.replace("-", "_"): counted.count(state) for state in RequirementState}
        return cls(len(counted), **by_name)

    @property
    def done(self) -> int:
        return self.met + self.not_applicable

    @property
    def open(self) -> int:
        return self.total - self.done
