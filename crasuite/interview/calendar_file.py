"""Deadlines as a calendar file (iCalendar, RFC 5545), which calendar programs of every make read.

Clocks are entries at an instant in UTC, which no program can shift; other dates are whole days. Calendars are
shared and lie in clouds, so a case is named by its number alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from crasuite import __version__
from crasuite.documents.atomic import write_atomically
from crasuite.interview.deadlines import DeadlineItem
from crasuite.language import language, tr

_NAMESPACE = UUID("6f0a1f2e-3f0c-5a46-9d0e-3f5a6f2b7c11")
"""Fixed for good: the same deadline keeps its name, so that importing anew moves an entry, not doubles it."""
_REMIND_BEFORE = timedelta(days=7)


def calendar_bytes(items: Iterable[DeadlineItem], now: datetime, workspace_name: str = "") -> bytes:
    """What is ahead or overdue as a calendar file; `workspace_name` tells entries of several files apart."""
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//CRA Suite//{__version__}//{language()[:2].upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    seen: dict[str, int] = {}
    today = now.astimezone().date()
    for item in items:
        if item.on < today and not item.is_overdue:
            continue
        seen[item.key] = seen.get(item.key, 0) + 1
        name = f"{workspace_name}/{item.key}/{seen[item.key]}"
        event = Event()
        event.add("uid", f"{uuid5(_NAMESPACE, name)}@crasuite")
        event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
        event.add("summary", f"{item.product}: {item.discreet or item.what}")
        said = [item.when_words, item.cites, tr("Owner: {owner}", owner=item.owner) if item.owner else ""]
        event.add("description", "\n".join(part for part in said if part))
        event.add("transp", "TRANSPARENT")
        if item.at is not None:
            event.add("dtstart", item.at.astimezone(UTC))
            event.add("dtend", item.at.astimezone(UTC))
        else:
            event.add("dtstart", item.on)
            event.add("dtend", item.on + timedelta(days=1))
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", item.discreet or item.what)
        alarm.add("trigger", -timedelta(hours=2) if item.at is not None else -_REMIND_BEFORE)
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def write_calendar(
    items: Iterable[DeadlineItem], path: Path, now: datetime, workspace_name: str = ""
) -> None:
    """Write the calendar file, whole or not at all.

    Raises:
        DocumentError: it cannot be written; what was there before is unchanged.
    """
    write_atomically(path, calendar_bytes(items, now, workspace_name))
