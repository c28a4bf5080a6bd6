"""The clocks of Article 14: when each stage of a report is due, and how it stands at a moment.

Pure: how long each stage has, and what starts it, comes from the rule pack; the present moment is passed in.
Hours and days are counted in absolute time, through weekends and clock changes; a month by the calendar in
the maker's zone. Where that leads to a day the month has not, it is the month's last; where clocks skip or
repeat the time, it is the earlier instant.

All instants in and out of here are compared in UTC: Python compares and subtracts two local times of one zone
by what the clocks show, which is wrong by an hour across a change.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

from crasuite.domain.instant import both_readings

DUE_SOON = timedelta(hours=12)
"""From here on a clock is shown as urgent."""


class ClockState(StrEnum):
    """How a stage stands at a moment."""

    NOT_RUNNING = "not-running"
    RUNNING = "running"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    DONE = "done"


class StageLike(Protocol):
    """What is read of a stage of the rule pack."""

    @property
    def id(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def anchor(self) -> str: ...
    @property
    def hours(self) -> int | None: ...
    @property
    def days(self) -> int | None: ...
    @property
    def months(self) -> int | None: ...
    def concerns(self, kind: str) -> bool:
        """True when the stage belongs to a case of this kind."""


@dataclass(frozen=True, slots=True)
class Events:
    """What happened so far. `submitted` is by stage: the first instant at which it was handed in."""

    aware: datetime | None = None
    measure_available: datetime | None = None
    notified: datetime | None = None
    requested: datetime | None = None
    submitted: Mapping[str, datetime] = field(default_factory=dict)

    def at(self, anchor: str) -> datetime | None:
        """The instant of what starts a clock."""
        return {
            "aware": self.aware,
            "measure-available": self.measure_available,
            "notified": self.notified,
            "requested": self.requested,
        }[anchor]


@dataclass(frozen=True, slots=True)
class Clock:
    """One stage, with its instants in UTC. One without a number of hours, days or months ("without undue
    delay") has no `due`."""

    stage: str
    anchor: str
    started: datetime | None
    due: datetime | None
    submitted: datetime | None

    def state(self, now: datetime) -> ClockState:
        """How it stands. What is overdue stays so until a submission is recorded."""
        if self.submitted is not None:
            return ClockState.DONE
        if self.started is None:
            return ClockState.NOT_RUNNING
        if self.due is None:
            return ClockState.RUNNING
        left = self.due - now.astimezone(UTC)
        if left < timedelta(0):
            return ClockState.OVERDUE
        return ClockState.DUE_SOON if left <= DUE_SOON else ClockState.RUNNING

    def left(self, now: datetime) -> timedelta | None:
        """Time until it is due, negative once it is overdue; None when nothing is due."""
        return None if self.due is None or self.submitted is not None else self.due - now.astimezone(UTC)

    @property
    def was_late(self) -> bool:
        """True when it was submitted after it was due."""
        return self.submitted is not None and self.due is not None and self.submitted > self.due


def clocks(stages: Iterable[StageLike], kind: str, events: Events, zone: tzinfo) -> tuple[Clock, ...]:
    """The clocks of a case of this kind, in the order of its stages."""
    found = []
    for stage in sorted((one for one in stages if one.concerns(kind)), key=lambda one: one.number):
        started = _utc(events.at(stage.anchor))
        due = None if started is None else due_after(stage, started, zone)
        found.append(Clock(stage.id, stage.anchor, started, due, _utc(events.submitted.get(stage.id))))
    return tuple(found)


def due_after(stage: StageLike, start: datetime, zone: tzinfo) -> datetime | None:
    """When, in UTC, a stage is due whose clock started then; None when it has no number."""
    if stage.months:
        return months_after(start, stage.months, zone)
    length = timedelta(days=stage.days or 0, hours=stage.hours or 0)
    if not length:
        return None
    return start.astimezone(UTC) + length


def months_after(start: datetime, months: int, zone: tzinfo) -> datetime:
    """The same local time some months later, in UTC, cut to the last day of the month; the earlier of two
    readings.

    >>> from zoneinfo import ZoneInfo
    >>> months_after(datetime(2027, 1, 31, 9, tzinfo=UTC), 1, ZoneInfo("Europe/Paris")).isoformat()
    '2027-02-28T09:00:00+00:00'
    """
    local = start.astimezone(zone)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    month += 1
    day = min(local.day, calendar.monthrange(year, month)[1])
    earlier, _later = both_readings(local.replace(tzinfo=None, fold=0, year=year, month=month, day=day), zone)
    return earlier


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)


def next_due(of: Iterable[Clock]) -> Clock | None:
    """The clock that is due first among those that run, overdue ones included."""
    waiting = [one for one in of if one.due is not None and one.submitted is None]
    return min(waiting, key=lambda one: one.due or datetime.max.replace(tzinfo=UTC), default=None)
