"""Times in the words of the window."""

from __future__ import annotations

from datetime import date, datetime

from crasuite.language import tr, trn


def clock(at: datetime) -> str:
    """
    >>> clock(datetime(2026, 11, 24, 9, 5))
    '09:05'
    """
    return f"{at.hour:02}:{at.minute:02}"


def distance(on: date, today: date) -> str:
    """
    >>> distance(date(2026, 11, 25), date(2026, 11, 24)), distance(date(2026, 11, 24), date(2026, 11, 24))
    ('1 day', 'today')
    """
    days = (on - today).days
    if days == 0:
        return tr("today")
    return trn("{n} day", "{n} days", days) if days > 0 else trn("{n} day ago", "{n} days ago", -days)
