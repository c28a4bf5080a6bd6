"""Instants and spans of time in words. English names on purpose: the window speaks English."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def local_words(at: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """An instant as clocks in the zone show it; the year is left out where it is that of `now`.

    >>> local_words(datetime(2026, 11, 24, 16, 20, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
    'Tue 24 Nov 2026, 17:20 CET'
    """
    shown = at.astimezone(zone)
    year = "" if now is not None and now.astimezone(zone).year == shown.year else f" {shown.year}"
    return (
        f"{_DAYS[shown.weekday()]} {shown.day} {_MONTHS[shown.month - 1]}{year}, "
        f"{shown:%H:%M} {zone_letters(shown)}"
    )


def zone_letters(shown: datetime) -> str:
    """The letters of the zone at that instant, or its offset where it has none.

    >>> zone_letters(datetime(2026, 7, 1, tzinfo=ZoneInfo("America/Marigot")))
    'AST'
    """
    letters = shown.tzname() or ""
    return letters if letters[:1].isalpha() else f"UTC{shown.isoformat()[-6:]}"


def utc_words(at: datetime) -> str:
    """An instant in UTC.

    >>> utc_words(datetime(2026, 11, 24, 17, 20, tzinfo=ZoneInfo("Europe/Amsterdam")))
    '24 Nov 2026, 16:20 UTC'
    """
    shown = at.astimezone(UTC)
    return f"{shown.day} {_MONTHS[shown.month - 1]} {shown.year}, {shown:%H:%M} UTC"


def both_words(at: datetime, zone: ZoneInfo) -> str:
    """An instant in UTC with what clocks in the zone show; the day is said twice only where it differs.

    >>> both_words(datetime(2026, 11, 23, 16, 20, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
    'Mon 23 Nov 2026, 16:20 UTC (17:20 CET)'
    >>> both_words(datetime(2026, 11, 23, 23, 20, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
    'Mon 23 Nov 2026, 23:20 UTC (Tue 24 Nov 2026, 00:20 CET)'
    """
    said, shown, utc = local_words(at, UTC), at.astimezone(zone), at.astimezone(UTC)
    letters = zone_letters(shown)
    if letters == "UTC":
        return said
    if shown.date() == utc.date():
        return f"{said} ({shown:%H:%M} {letters})"
    return f"{said} ({local_words(at, zone)})"


def span_words(span: timedelta) -> str:
    """How long, in the two largest units that say something, cut and never rounded up.

    >>> span_words(timedelta(hours=7, minutes=18, seconds=59)), span_words(timedelta(days=2, hours=7))
    ('7 h 18 min', '2 d 7 h')
    """
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 1:
        return "less than 1 min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        parts = [(hours, "h"), (minutes, "min")]
    else:
        parts = [(hours // 24, "d"), (hours % 24, "h")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def due_words(due: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A due instant in a word or two, for a list.

    >>> due, now = datetime(2026, 11, 24, 16, 20, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)
    >>> due_words(due, ZoneInfo("Europe/Amsterdam"), now)
    'due 17:20'
    """
    if now.astimezone(UTC) > due.astimezone(UTC):
        return "overdue"
    local, today = due.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"due {local:%H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"due {local.day} {_MONTHS[local.month - 1]}{year}, {local:%H:%M}"
