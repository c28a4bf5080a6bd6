"""Dates and counts in the words of the window. English month names on purpose: the window speaks English."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date) -> str:
    """
    >>> day(date(2026, 11, 24))
    '24 Nov 2026'
    """
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def clock(at: datetime) -> str:
    """
    >>> clock(datetime(2026, 11, 24, 9, 5))
    '09:05'
    """
    return f"{at.hour:02}:{at.minute:02}"


def counted(number: int, one: str, many: str = "") -> str:
    """
    >>> counted(1, "answer"), counted(3, "answer"), counted(2, "party", "parties")
    ('1 answer', '3 answers', '2 parties')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def distance(on: date, today: date) -> str:
    """
    >>> distance(date(2026, 11, 25), date(2026, 11, 24)), distance(date(2026, 11, 24), date(2026, 11, 24))
    ('1 day', 'today')
    """
    days = (on - today).days
    if days == 0:
        return "today"
    return counted(days, "day") if days > 0 else f"{counted(-days, 'day')} ago"
