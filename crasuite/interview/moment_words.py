"""Instants and spans of time in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from crasuite.domain.english import day, month
from crasuite.language import tr, tr_in

_WEEKDAYS: tuple[Callable[[], str], ...] = (
    lambda: tr_in("weekday", "Mon"), lambda: tr_in("weekday", "Tue"), lambda: tr_in("weekday", "Wed"),
    lambda: tr_in("weekday", "Thu"), lambda: tr_in("weekday", "Fri"), lambda: tr_in("weekday", "Sat"),
    lambda: tr_in("weekday", "Sun"),
)  # fmt: skip


def day_words(on: date, now: datetime | None = None) -> str:
    """A day; the year is left out where it is that of `now`.

    >>> day_words(date(2026, 11, 24), datetime(2026, 1, 1))
    '24 Nov'
    """
    if now is None or now.year != on.year:
        return day(on)
    return tr_in("date", "{day} {month}", day=on.day, month=month(on.month))


def local_words(at: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """An instant as clocks in the zone show it; the year is left out where it is that of `now`.

    >>> local_words(datetime(2026, 11, 24, 16, 20, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
    'Tue 24 Nov 2026, 17:20 CET'
    """
    shown = at.astimezone(zone)
    return tr_in(
        "moment",
        "{weekday} {date}, {time} {zone}",
        weekday=_WEEKDAYS[shown.weekday()](),
        date=day_words(shown.date(), now.astimezone(zone) if now is not None else None),
        time=f"{shown:%H:%M}",
        zone=zone_letters(shown),
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
    return tr_in("moment", "{date}, {time} UTC", date=day(shown.date()), time=f"{shown:%H:%M}")


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
        return tr("less than 1 min")
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        parts = [tr("{hours} h", hours=hours)] if hours else []
        parts += [tr("{minutes} min", minutes=minutes)] if minutes else []
    else:
        parts = [tr("{days} d", days=hours // 24)]
        parts += [tr("{hours} h", hours=hours % 24)] if hours % 24 else []
    return " ".join(parts)


def due_words(due: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A due instant in a word or two, for a list.

    >>> due, now = datetime(2026, 11, 24, 16, 20, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)
    >>> due_words(due, ZoneInfo("Europe/Amsterdam"), now)
    'due 17:20'
    """
    if now.astimezone(UTC) > due.astimezone(UTC):
        return tr("overdue")
    local, today = due.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return tr("due {time}", time=f"{local:%H:%M}")
    on = day_words(local.date(), now.astimezone(zone))
    return tr("due {date}, {time}", date=on, time=f"{local:%H:%M}")
