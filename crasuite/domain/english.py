"""The small words of sentences, the same on screens and on paper. English month names on purpose: the program
speaks English whatever the computer speaks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date) -> str:
    """A date with the month as a word, so that nobody takes the day for the month.

    >>> day(date(2026, 11, 4))
    '4 Nov 2026'
    """
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "answer"), counted(3, "answer"), counted(2, "party", "parties")
    ('1 answer', '3 answers', '2 parties')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def joined(words: Iterable[str], last: str = "and") -> str:
    """A list as a sentence says it.

    >>> joined(["a", "b", "c"], "or")
    'a, b or c'
    """
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is.

    >>> capital("EU declaration"), capital("class I")
    ('EU declaration', 'Class I')
    """
    return text[:1].upper() + text[1:]
