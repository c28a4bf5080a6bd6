"""The moments that the tests of the reporting desk share, and a clock to move."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
AWARE = datetime(2026, 11, 23, 17, 20, tzinfo=AMSTERDAM)
NOW = datetime(2026, 11, 24, 9, 2, tzinfo=UTC)
"""Seven hours and eighteen minutes before the early warning is due."""
EARLY, NOTE, FINAL = (f"vulnerability-{stage}" for stage in ("early-warning", "notification", "final"))


class Time:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now
