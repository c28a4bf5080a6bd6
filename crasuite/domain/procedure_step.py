"""How far one step of a conformity assessment procedure is; its id is that of the step in the rule pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crasuite.domain.record import Record, choice, day, text


class StepStatus(StrEnum):
    """Where a step stands."""

    TO_DO = ""
    IN_PROGRESS = "in-progress"
    DONE = "done"
    NOT_SURE = "not-sure"
    NOT_APPLICABLE = "not-applicable"

    @property
    def is_settled(self) -> bool:
        """True when nothing is left to do."""
        return self in (StepStatus.DONE, StepStatus.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord(Record):
    """What is said of a step: status, where its proof is, who takes it, until when."""

    status: StepStatus = choice(StepStatus.TO_DO)
    where: str = text()
    owner: str = text()
    due: date | None = day()


def settled(steps: Iterable[StepRecord]) -> int:
    """How many are done, or need not be.

    >>> settled([StepRecord("a", status=StepStatus.DONE), StepRecord("b")])
    1
    """
    return sum(step.status.is_settled for step in steps)
