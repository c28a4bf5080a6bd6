"""Vulnerability handling as a process (Annex I Part II): when each point was looked at, lists that were
imported, and the figures of the register."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Any

from crasuite.domain.case import Case, CaseKind, Severity
from crasuite.domain.record import Record, choice, instant, number, text, texts, value


class HandlingState(StrEnum):
    """What the last look found."""

    NOT_SAID = ""
    IN_PLACE = "in-place"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_SURE = "not-sure"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a point: when, by whom, what was found."""

    on: date
    by: str
    state: HandlingState
    note: str = ""

    @classmethod
    def from_json(cls, data: Any) -> Look:
        """Raises TypeError, KeyError or ValueError when the data is something else."""
        return cls(
            date.fromisoformat(data["on"]),
            str(data.get("by", "")),
            HandlingState(data["state"]),
            str(data.get("note", "")),
        )

    def to_json(self) -> dict[str, Any]:
        """Its JSON object."""
        said = {"on": self.on.isoformat(), "by": self.by, "state": str(self.state), "note": self.note}
        return {key: one for key, one in said.items() if one}


def _looks(given: Any) -> tuple[Look, ...]:
    try:
        return tuple(map(Look.from_json, given))
    except KeyError as error:
        raise ValueError from error


def _instants(given: Any) -> tuple[datetime, ...]:
    found = tuple(map(datetime.fromisoformat, given))
    if any(one.tzinfo is None for one in found):
        raise ValueError(given)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling(Record):
    """What is said of one line of the living list; its id is that of the line in the rule pack."""

    state: HandlingState = choice(HandlingState.NOT_SAID)
    looks: tuple[Look, ...] = value((), _looks, lambda held: [one.to_json() for one in held])
    cadence_months: int | None = number(most=120)
    """Months between two looks as the maker chose them; None: as the rule pack suggests."""
    owner: str = text()
    evidence: tuple[str, ...] = texts()
    note: str = text()

    @property
    def last(self) -> date | None:
        """The day of the newest look."""
        return max((one.on for one in self.looks), default=None)

    def due(self, suggested_months: int) -> date | None:
        """When to look again; None when it is done once, or was never looked at."""
        months = suggested_months if self.cadence_months is None else self.cadence_months
        return add_months(self.last, months) if self.last and months else None


def add_months(start: date, months: int) -> date:
    """The same day some months later, cut to the last of the month.

    >>> add_months(date(2028, 1, 31), 1)
    datetime.date(2028, 2, 29)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


class ListState(StrEnum):
    """What an imported list of findings is worth today."""

    CHECKED = "checked"
    NOT_CHECKED = "not-checked"
    """No list at all: nothing can be said."""
    OLD = "old"
    """The newest list is too old to say anything about today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSource(Record):
    """One list that was imported: whose it is, how old, and what of it concerned the product."""

    file_name: str = text()
    sha256: str = text()
    size: int | None = number()
    format: str = text()
    tool: str = text()
    made: datetime | None = instant()
    """When the list was made, as far as the file says."""
    imported: datetime | None = instant()
    checked: tuple[datetime, ...] = value((), _instants, lambda held: [one.isoformat() for one in held])
    """When the very same file was imported again. That shows a look; it makes the list no newer."""
    by: str = text()
    findings: int | None = number()
    matched: int | None = number()
    part: str = text()
    supersedes: str = text()
    """Id of the earlier state of the same list, where there is one."""
    cases: tuple[str, ...] = texts()
    """Ids of the lines of the register that this list names."""
    names: tuple[str, ...] = texts()
    """All CVE ids of a catalogue of exploited vulnerabilities, to hold what comes later against it."""
    note: str = text()

    @property
    def is_catalogue(self) -> bool:
        """True for a list of exploited vulnerabilities: it says nothing of the components of a product."""
        return self.format == "KEV"

    @property
    def dated(self) -> datetime | None:
        """When it was made; when it was imported, where the file does not say."""
        return self.made or self.imported

    def age(self, now: datetime) -> timedelta | None:
        """How old it is."""
        return None if self.dated is None else now - self.dated

    def is_old(self, now: datetime, most_days: int) -> bool:
        """True when it says nothing about today; a list without a date never does."""
        age = self.age(now)
        return age is None or age > timedelta(days=most_days)


def list_state(sources: Iterable[FindingSource], now: datetime, most_days: int) -> ListState:
    """What the newest of these lists is worth. None at all is "not checked", never "no findings".

    Catalogues of exploited vulnerabilities do not count: with them alone, no component was looked at.
    """
    listed = [one for one in sources if not one.is_catalogue]
    if not listed:
        return ListState.NOT_CHECKED
    return ListState.OLD if all(one.is_old(now, most_days) for one in listed) else ListState.CHECKED


def not_in_newest(sources: Iterable[FindingSource]) -> frozenset[str]:
    """Ids of cases that an earlier state of a list named and no newest state of any list names any more.

    That closes nothing: a list may have lost the entry for reasons of its own.
    """
    listed = list(sources)
    replaced = {one.supersedes for one in listed if one.supersedes}
    named = {case for one in listed if one.id not in replaced for case in one.cases}
    return frozenset(case for one in listed if one.id in replaced for case in one.cases) - named


AGE_BOUNDS = (7, 30, 90, 180)
"""Upper bounds in days of the groups by age; the last group has none."""


@dataclass(frozen=True, slots=True)
class HandlingFigures:
    """The vulnerabilities of a register in numbers."""

    open: int
    open_by_severity: Mapping[Severity, int]
    open_by_age: tuple[int, ...]
    """By age in days: up to each of `AGE_BOUNDS`, then older; without a date of awareness last."""
    fixed: int
    median_days_to_fix: float | None
    """From awareness until a measure was available; None when nothing was fixed yet."""
    longest_days_to_fix: float | None

    @classmethod
    def of(cls, cases: Iterable[Case], now: datetime) -> HandlingFigures:
        """Count them; incidents are left out."""
        counted = [one for one in cases if one.kind is CaseKind.VULNERABILITY]
        waiting = [one for one in counted if one.status.needs_work and one.is_open]
        spans = [
            max(0.0, (one.measure_available - one.aware) / timedelta(days=1))
            for one in counted
            if one.aware is not None and one.measure_available is not None
        ]
        ages = [None if one.aware is None else max(0, (now - one.aware).days) for one in waiting]
        groups = [0] * (len(AGE_BOUNDS) + 2)
        for age in ages:
            groups[-1 if age is None else sum(age > bound for bound in AGE_BOUNDS)] += 1
        return cls(
            len(waiting),
            {one: sum(case.severity is one for case in waiting) for one in Severity},
            tuple(groups),
            len(spans),
            median(spans) if spans else None,
            max(spans, default=None),
        )
