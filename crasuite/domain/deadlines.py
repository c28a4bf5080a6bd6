"""Dates to keep for one product: those people set themselves, those that follow from the law, and clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from crasuite.domain.case import Case
from crasuite.domain.clocks import Clock
from crasuite.domain.declaration import DECLARATION_ID
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.risk import Matrix
from crasuite.domain.technical_file import SUPPORT_ID, TechnicalFile
from crasuite.language import tr


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date. `owner` is who is to see to it, where somebody is named; `at` the instant of a clock."""

    on: date
    place: Place
    words: str
    owner: str = ""
    at: datetime | None = None

    def is_overdue(self, today: date) -> bool:
        """True from the day after."""
        return self.on < today

    def is_past(self, now: datetime, today: date) -> bool:
        """True from the day after; for a clock, from the instant after."""
        return self.is_overdue(today) if self.at is None else self.at.astimezone(UTC) < now.astimezone(UTC)


def deadlines_of_case(
    case: Case, running: Iterable[Clock], titles: Mapping[str, str], zone: tzinfo
) -> tuple[Deadline, ...]:
    """Every clock of a case that is due and not done, earliest first. What is overdue stays.

    `titles` names the stages.
    """
    name = case.title or case.id
    found = [
        Deadline(
            one.due.astimezone(zone).date(),
            Place(RecordKind.CASE, case.id, one.stage),
            tr("{stage} on “{case}” is due", stage=titles.get(one.stage, one.stage), case=name),
            at=one.due.astimezone(zone),
        )
        for one in running
        if one.due is not None and one.submitted is None
    ]
    return tuple(sorted(found, key=lambda one: one.at.timestamp() if one.at else 0))


def deadlines(
    file: TechnicalFile,
    *,
    points: Mapping[str, bool],
    of_pack: Matrix,
    names: Mapping[str, str] | None = None,
    steps: Mapping[str, str] | None = None,
    support_until: date | None = None,
    retention_until: date | None = None,
) -> tuple[Deadline, ...]:
    """Every date still to be kept, earliest first. What is done has none.

    `points` and `of_pack` are what the rule pack knows of the requirements and its matrix, `names` how to
    call records by id, such as "Part I (2)(c)".
    """
    called = names or {}
    found = [
        *_of_requirements(file, points, called),
        *_of_risks(file, of_pack, called),
        *_of_evidence(file, called),
        *_of_steps(file, steps or {}),
    ]
    for on, kind, record_id, words in (
        (
            file.context.reassess_on,
            RecordKind.ASSESSMENT,
            file.context.id,
            tr("Look at the risk assessment again"),
        ),
        (support_until, RecordKind.SUPPORT, SUPPORT_ID, tr("The support period ends")),
        (
            retention_until,
            RecordKind.DECLARATION,
            DECLARATION_ID,
            tr("Documentation may be given up after this"),
        ),
    ):
        if on is not None:
            found.append(Deadline(on, Place(kind, record_id), words))
    return tuple(sorted(found, key=lambda one: one.on))


def _of_requirements(
    file: TechnicalFile, points: Mapping[str, bool], called: Mapping[str, str]
) -> list[Deadline]:
    states = file.requirement_states(points)
    return [
        Deadline(
            one.due,
            Place(RecordKind.REQUIREMENT, one.id, "due"),
            tr("Requirement {requirement} is to be met", requirement=called.get(one.id, one.id)),
            one.owner,
        )
        for one in file.requirements.values()
        if one.due is not None and not (one.id in states and states[one.id].is_done)
    ]


def _of_steps(file: TechnicalFile, steps: Mapping[str, str]) -> list[Deadline]:
    return [
        Deadline(
            one.due,
            Place(RecordKind.STEP, one.id, "due"),
            tr("Step {step} is to be done", step=steps[one.id]),
            one.owner,
        )
        for one in file.steps.values()
        if one.due is not None and one.id in steps and not one.status.is_settled
    ]


def _of_risks(file: TechnicalFile, of_pack: Matrix, called: Mapping[str, str]) -> list[Deadline]:
    matrix = file.matrix(of_pack)
    return [
        Deadline(
            one.due,
            Place(RecordKind.RISK, one.id, "due"),
            tr("Risk {risk} is to be treated", risk=called.get(one.id, one.id)),
            one.owner,
        )
        for one in file.risks.values()
        if one.due is not None and not one.is_treated(matrix)
    ]


def _of_evidence(file: TechnicalFile, called: Mapping[str, str]) -> list[Deadline]:
    return [
        Deadline(
            one.valid_until,
            Place(RecordKind.EVIDENCE, one.id, "valid_until"),
            tr("Evidence {evidence} expires", evidence=called.get(one.id) or one.name or one.id),
        )
        for one in file.evidence.values()
        if one.valid_until is not None
    ]
