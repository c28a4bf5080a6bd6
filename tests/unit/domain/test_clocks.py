"""The clocks of Article 14 against an independent calculation, through clock changes and month ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crasuite.domain.clocks import Clock, ClockState, Events, clocks, next_due
from crasuite.domain.zones import EU_ZONES

ZONES = sorted(zone for zones in EU_ZONES.values() for zone in zones)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Stage:
    id: str
    kind: str
    number: int
    anchor: str
    hours: int | None = None
    days: int | None = None
    months: int | None = None

    def concerns(self, kind: str) -> bool:
        return self.kind in ("both", kind)


STAGES = (
    Stage("vulnerability-early-warning", "vulnerability", 1, "aware", hours=24),
    Stage("vulnerability-notification", "vulnerability", 2, "aware", hours=72),
    Stage("vulnerability-final", "vulnerability", 3, "measure-available", days=14),
    Stage("incident-early-warning", "incident", 1, "aware", hours=24),
    Stage("incident-notification", "incident", 2, "aware", hours=72),
    Stage("incident-final", "incident", 3, "notified", months=1),
    Stage("intermediate", "both", 8, "requested", hours=0),
    Stage("users", "both", 9, "aware", hours=0),
)


def _by_stage(kind: str, events: Events, zone: str) -> dict[str, Clock]:
    return {one.stage: one for one in clocks(STAGES, kind, events, ZoneInfo(zone))}


# An independent calculation: it counts seconds since 1970 and finds local times by trying instants.


def _seconds(at: datetime) -> float:
    return at.timestamp()


def _instants_showing(zone: ZoneInfo, shown: tuple[int, ...]) -> list[float]:
    """Every instant at which clocks in the zone show this, found by looking at each offset in use."""
    naive = datetime(*shown, tzinfo=UTC).timestamp()
    offsets = {
        (datetime.fromtimestamp(naive + day * 86400, zone).utcoffset() or timedelta()).total_seconds()
        for day in range(-2, 3)
    }
    return sorted(
        naive - offset
        for offset in offsets
        if datetime.fromtimestamp(naive - offset, zone).timetuple()[:6] == shown
    )


def _a_month_later(start: datetime, zone: ZoneInfo) -> float:
    local = datetime.fromtimestamp(start.timestamp(), zone)
    year, month = (local.year + 1, 1) if local.month == 12 else (local.year, local.month + 1)
    first_of_next = datetime(year + (month == 12), month % 12 + 1, 1, tzinfo=UTC)
    day = min(local.day, (first_of_next - timedelta(days=1)).day)
    shown = (year, month, day, local.hour, local.minute, local.second)
    found = _instants_showing(zone, shown)
    if found:
        return found[0]
    # Skipped: the reading with the later offset, which is the earlier instant.
    naive = datetime(*shown, tzinfo=UTC).timestamp()
    after = datetime.fromtimestamp(naive + 86400, zone).utcoffset() or timedelta()
    return naive - after.total_seconds()


def _changes(zone: ZoneInfo) -> list[datetime]:
    """Instants at which the offset of a zone changes."""
    found = []
    day = FIRST
    while day < LAST:
        if day.astimezone(zone).utcoffset() != (day + timedelta(days=1)).astimezone(zone).utcoffset():
            low, high = day, day + timedelta(days=1)
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(microsecond=0))
        day += timedelta(days=1)
    return found


_NEAR = {zone: _changes(ZoneInfo(zone)) for zone in ("Europe/Berlin", "Europe/Dublin", "Atlantic/Azores")}
whole_seconds = st.integers(int(FIRST.timestamp()), int(LAST.timestamp())).map(
    lambda at: datetime.fromtimestamp(at, UTC)
)
month_ends = st.builds(
    lambda year, month, back, hour: (
        datetime(year + month // 12, month % 12 + 1, 1, hour, 30, tzinfo=UTC) - timedelta(days=back)
    ),
    st.integers(2024, 2035),
    st.integers(0, 11),
    st.integers(0, 4),
    st.integers(0, 23),
)
near_changes = st.builds(
    lambda change, days, minutes: change - timedelta(days=days, minutes=minutes),
    st.sampled_from([one for changes in _NEAR.values() for one in changes]),
    st.sampled_from([0, 1, 3, 14, 28, 30, 31]),
    st.integers(-150, 150),
)
instants = st.one_of(whole_seconds, month_ends, near_changes)


def test_the_zones_cover_the_union() -> None:
    assert len(EU_ZONES) == 27
    assert all(ZoneInfo(zone).key == zone for zone in ZONES)
    assert len(set(ZONES)) == len(ZONES) == 40


@given(instants, st.sampled_from(ZONES))
@example(datetime(2028, 1, 31, 9, 0, tzinfo=UTC), "Europe/Paris")  # to a leap day
@example(datetime(2027, 2, 28, 1, 30, tzinfo=UTC), "Europe/Berlin")  # to a skipped local time
@example(datetime(2026, 9, 25, 0, 30, tzinfo=UTC), "Europe/Berlin")  # to a repeated local time
@example(datetime(2027, 2, 28, 1, 30, tzinfo=UTC), "Europe/Dublin")  # standard time is the summer one there
def test_every_stage_agrees_with_the_independent_calculation(at: datetime, zone: str) -> None:
    where = ZoneInfo(zone)
    events = Events(aware=at.astimezone(where), measure_available=at.astimezone(where), notified=at)
    first = _by_stage("vulnerability", events, zone)
    second = _by_stage("incident", events, zone)
    for found, seconds in (
        (first["vulnerability-early-warning"], 86_400),
        (first["vulnerability-notification"], 3 * 86_400),
        (first["vulnerability-final"], 14 * 86_400),
        (second["incident-early-warning"], 86_400),
        (second["incident-notification"], 3 * 86_400),
    ):
        assert found.due is not None
        assert _seconds(found.due) == _seconds(at) + seconds
    final = second["incident-final"].due
    assert final is not None
    assert _seconds(final) == _a_month_later(at, where)


@given(instants, st.sampled_from(ZONES), st.integers(-40 * 24 * 60, 40 * 24 * 60))
def test_the_state_follows_the_clock_in_absolute_time(at: datetime, zone: str, minutes: int) -> None:
    where = ZoneInfo(zone)
    clock = _by_stage("vulnerability", Events(aware=at), zone)["vulnerability-early-warning"]
    now = (at + timedelta(minutes=minutes)).astimezone(where)
    left = at.timestamp() + 86_400 - now.timestamp()
    expected = (
        ClockState.OVERDUE if left < 0 else ClockState.DUE_SOON if left <= 43_200 else ClockState.RUNNING
    )
    assert clock.state(now) is expected
    assert clock.left(now) == timedelta(seconds=left)


def test_a_day_with_a_clock_change_still_has_24_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = datetime(2027, 3, 27, 17, 20, tzinfo=berlin)
    due = _by_stage("vulnerability", Events(aware=spring), "Europe/Berlin")["vulnerability-early-warning"].due
    assert due is not None
    assert due.astimezone(berlin).isoformat() == "2027-03-28T18:20:00+02:00"
    autumn = datetime(2026, 10, 24, 17, 20, tzinfo=berlin)
    due = _by_stage("vulnerability", Events(aware=autumn), "Europe/Berlin")["vulnerability-early-warning"].due
    assert due is not None
    assert due.astimezone(berlin).isoformat() == "2026-10-25T16:20:00+01:00"


@pytest.mark.parametrize(
    ("notified", "due"),
    [
        ("2027-01-31T10:00:00+01:00", "2027-02-28T10:00:00+01:00"),
        ("2028-01-31T10:00:00+01:00", "2028-02-29T10:00:00+01:00"),
        ("2027-12-31T23:59:59+01:00", "2028-01-31T23:59:59+01:00"),
        ("2027-02-28T02:30:00+01:00", "2027-03-28T01:30:00+01:00"),  # 02:30 is skipped: the earlier reading
        ("2026-09-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00"),  # 02:30 comes twice: the first
    ],
)
def test_a_month_goes_by_the_calendar(notified: str, due: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    events = Events(notified=datetime.fromisoformat(notified))
    found = _by_stage("incident", events, "Europe/Berlin")["incident-final"].due
    assert found is not None
    assert found.astimezone(berlin).isoformat() == due


def test_what_has_not_happened_starts_no_clock() -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    for kind in ("vulnerability", "incident"):
        for clock in _by_stage(kind, Events(), "Europe/Paris").values():
            assert clock.state(now) is ClockState.NOT_RUNNING
            assert clock.due is clock.started is clock.left(now) is None


def test_overdue_stays_until_a_submission_is_recorded() -> None:
    aware = datetime(2026, 11, 1, 9, tzinfo=UTC)
    clock = _by_stage("incident", Events(aware=aware), "Europe/Paris")["incident-early-warning"]
    years_later = aware + timedelta(days=1000)
    assert clock.state(years_later) is ClockState.OVERDUE
    late = replace(clock, submitted=aware + timedelta(hours=25))
    assert late.state(years_later) is ClockState.DONE
    assert late.was_late
    assert not replace(clock, submitted=aware + timedelta(hours=24)).was_late


def test_the_last_instant_is_still_in_time() -> None:
    aware = datetime(2026, 11, 1, 9, tzinfo=UTC)
    clock = _by_stage("incident", Events(aware=aware), "Europe/Paris")["incident-early-warning"]
    assert clock.state(aware + timedelta(hours=24)) is ClockState.DUE_SOON
    assert clock.state(aware + timedelta(hours=24, microseconds=1)) is ClockState.OVERDUE
    assert clock.state(aware + timedelta(hours=12)) is ClockState.DUE_SOON
    assert clock.state(aware + timedelta(hours=12) - timedelta(microseconds=1)) is ClockState.RUNNING


def test_without_undue_delay_runs_without_a_due_instant() -> None:
    aware = datetime(2026, 11, 1, 9, tzinfo=UTC)
    clock = _by_stage("incident", Events(aware=aware), "Europe/Paris")["users"]
    assert clock.due is None
    assert clock.state(aware + timedelta(days=99)) is ClockState.RUNNING


def test_the_next_due_is_the_earliest_not_handed_in() -> None:
    aware = datetime(2026, 11, 1, 9, tzinfo=UTC)
    found = clocks(STAGES, "vulnerability", Events(aware=aware), ZoneInfo("Europe/Paris"))
    first = next_due(found)
    assert first is not None
    assert first.stage == "vulnerability-early-warning"
    handed_in = Events(aware=aware, submitted={"vulnerability-early-warning": aware})
    after = next_due(clocks(STAGES, "vulnerability", handed_in, ZoneInfo("Europe/Paris")))
    assert after is not None
    assert after.stage == "vulnerability-notification"
    assert next_due(()) is None
