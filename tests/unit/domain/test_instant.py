"""From typed text to an instant, or to the question that is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.domain.instant import Trouble, read_instant
from crasuite.domain.zones import EU_ZONES, find_zone, near_zones

ZONES = [zone for zones in EU_ZONES.values() for zone in zones]


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-11-23T17:20+01:00", "", "2026-11-23T16:20:00+00:00"),
        ("2026-11-23 17:20 +0100", "", "2026-11-23T16:20:00+00:00"),
        ("2026-11-23T16:20Z", "", "2026-11-23T16:20:00+00:00"),
        ("2026-11-23 16:20:05 UTC", "", "2026-11-23T16:20:05+00:00"),
        ("2026-11-23 17:20", "Europe/Amsterdam", "2026-11-23T16:20:00+00:00"),
        ("2026-11-23 17:20 [Europe/Amsterdam]", "", "2026-11-23T16:20:00+00:00"),
        ("2026-11-23T16:20Z", "europe/amsterdam", "2026-11-23T16:20:00+00:00"),
    ],
)
def test_an_instant_is_read(text: str, zone: str, utc: str) -> None:
    found = read_instant(text, zone)
    assert found.at is not None
    assert found.at.astimezone(UTC).isoformat() == utc
    assert found.trouble is Trouble.NONE


def test_a_time_without_zone_is_asked_about() -> None:
    found = read_instant("2026-11-23 17:20")
    assert found.at is None
    assert found.trouble is Trouble.NEEDS_ZONE
    assert "time zone" in found.words


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-11-23", "17:20", "23.11.2026 17:20", "2026-02-30 10:00", "2026-11-23 25:00"]
    + ["0001-01-01T00:00Z", "9999-12-31T23:59-12:00", "2026-11-23T17:20+99:00"],
)
def test_what_is_no_instant_is_refused_with_its_reason(text: str) -> None:
    found = read_instant(text, "Europe/Paris")
    assert found.at is None
    assert found.trouble is Trouble.FORM
    assert found.words


def test_a_misspelt_zone_offers_what_was_meant() -> None:
    found = read_instant("2026-11-23 17:20", "Europe/Amsterdm")
    assert found.trouble is Trouble.UNKNOWN_ZONE
    assert "Did you mean Europe/Amsterdam" in found.words
    assert near_zones("new york") == ("America/New_York",)
    assert near_zones("") == ()
    assert find_zone("Europe/") is find_zone("/etc/passwd") is find_zone("Europe") is None


def test_a_skipped_time_is_explained_and_its_neighbours_offered() -> None:
    found = read_instant("2027-03-28 02:30", "Europe/Berlin")
    assert found.trouble is Trouble.SKIPPED
    assert [one.isoformat()[11:] for one in found.choices] == ["01:30:00+01:00", "03:30:00+02:00"]
    assert "never shown" in found.words


def test_a_repeated_time_asks_which() -> None:
    found = read_instant("2026-10-25 02:30", "Europe/Berlin")
    assert found.trouble is Trouble.REPEATED
    assert [one.isoformat()[19:] for one in found.choices] == ["+02:00", "+01:00"]
    chosen = read_instant("2026-10-25 02:30 +01:00", "Europe/Berlin")
    assert chosen.at is not None
    assert chosen.at.astimezone(UTC).hour == 1


def test_an_offset_against_the_zone_is_a_contradiction() -> None:
    found = read_instant("2026-11-23T17:20+02:00", "Europe/Berlin")
    assert found.trouble is Trouble.CONTRADICTION
    assert "+01:00" in found.words


minutes = st.integers(0, 12 * 366 * 24 * 60).map(lambda count: timedelta(minutes=count))


@given(minutes.map(lambda after: datetime(2024, 1, 1, tzinfo=UTC) + after), st.sampled_from(ZONES))
def test_an_instant_is_read_exactly_where_clocks_show_the_time_once(guess: datetime, zone: str) -> None:
    where = ZoneInfo(zone)
    naive = guess.replace(tzinfo=None)
    showing = [
        guess + timedelta(minutes=15 * quarter)
        for quarter in range(-60, 61)
        if (guess + timedelta(minutes=15 * quarter)).astimezone(where).replace(tzinfo=None, fold=0) == naive
    ]
    found = read_instant(f"{naive:%Y-%m-%d %H:%M}", zone)
    if len(showing) == 1:
        assert found.at is not None
        assert found.at.astimezone(UTC) == showing[0]
    else:
        assert found.at is None
        assert found.trouble is (Trouble.REPEATED if showing else Trouble.SKIPPED)
