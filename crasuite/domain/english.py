"""The small words of sentences, the same on screens and on paper, as the spoken language writes them.

The grammar of English stands here, that of German in `german`, which is loaded once it is spoken. A language
without a grammar of its own follows English, and leaves voice and citations as its texts say them. The
language of the computer never counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from crasuite.language import ENGLISH, PSEUDO, language, tr, tr_in

GERMAN = "de"

_Key = TypeVar("_Key", bound=Hashable)


class Worded(Mapping[_Key, str]):
    """Marked texts by key, each said in the language of the moment it is asked for.

    >>> Worded({"in": "Applies"})["in"]
    'Applies'
    """

    def __init__(self, texts: Mapping[_Key, str]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, key: _Key) -> str:
        return tr(self._texts[key])

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


_MONTHS: tuple[Callable[[], str], ...] = (
    lambda: tr_in("month", "Jan"), lambda: tr_in("month", "Feb"), lambda: tr_in("month", "Mar"),
    lambda: tr_in("month", "Apr"), lambda: tr_in("month", "May"), lambda: tr_in("month", "Jun"),
    lambda: tr_in("month", "Jul"), lambda: tr_in("month", "Aug"), lambda: tr_in("month", "Sep"),
    lambda: tr_in("month", "Oct"), lambda: tr_in("month", "Nov"), lambda: tr_in("month", "Dec"),
)  # fmt: skip


def month(number: int) -> str:
    """A month in short, 1 to 12."""
    return _MONTHS[number - 1]()


def day(on: date) -> str:
    """A date with the month as a word, so that nobody takes the day for the month.

    >>> day(date(2026, 11, 4))
    '4 Nov 2026'
    """
    return tr_in("date", "{day} {month} {year}", day=on.day, month=month(on.month), year=on.year)


def decimal(value: float) -> str:
    """A number as it was given, with the sign of the language before its fractions.

    >>> decimal(2.5), decimal(3)
    ('2.5', '3')
    """
    said = str(value) if isinstance(value, int) else f"{value:g}"
    return said.replace(".", tr_in("sign before fractions", "."))


def joined(words: Iterable[str], last: str = "and") -> str:
    """A list as a sentence says it, with "and" or "or" before its last part.

    >>> joined(["a", "b", "c"], "or")
    'a, b or c'
    """
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    before, end = ", ".join(items[:-1]), items[-1]
    if language() == GERMAN:
        from crasuite.domain import german

        before += "," if german.ends_in_clause(items[-2]) else ""
    if last == "and":
        return tr_in("list", "{items} and {last}", items=before, last=end)
    if last == "or":
        return tr_in("list", "{items} or {last}", items=before, last=end)
    return f"{before} {last} {end}"


def capital(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is.

    >>> capital("EU declaration"), capital("class I")
    ('EU declaration', 'Class I')
    """
    return text[:1].upper() + text[1:]


def small_first(text: str) -> str:
    """The text as it goes on inside a sentence; the caller leaves out names and abbreviations.

    >>> small_first("A scheme")
    'a scheme'
    """
    if language() == GERMAN:
        from crasuite.domain import german

        return german.lowered(text)
    return text[:1].lower() + text[1:]


def divided(word: str, code: str) -> list[str]:
    """The parts of a word of a language between which a line may end with a hyphen; one where we know none.

    >>> divided("vulnerability", "en"), divided("Konformitätserklärung", "de")
    (['vulnerability'], ['Konformitäts', 'erklärung'])
    """
    if code == GERMAN:
        from crasuite.domain import german

        return german.divided(word)
    return [word]


# ---------------------------------------------------------------------------------------- the maker's voice

_OBJECT = re.compile(
    r"\b(to|for|by|on|from|with|of|about|than|against|leaves?|lets?|forces?|reach(?:es)?|tells?|told|spares?"
    r"|supplied|gives?|asks?|shows?|helps?|allows?|obliges?|protects?|makes?|takes?|concerns?) you\b"
    r"(?! (?:are|have|do|can)\b)"
)
_SUBJECT = {
    "You": "We", "you": "we", "Your": "Our", "your": "our", "Yours": "Ours", "yours": "ours",
    "Yourself": "Ourselves", "yourself": "ourselves", "Yourselves": "Ourselves", "yourselves": "ourselves",
}  # fmt: skip
_YOU = re.compile(r"\b(" + "|".join(_SUBJECT) + r")\b")


def as_maker(text: str) -> str:
    """A text of the rule pack that speaks to the reader, as the "we" of a paper that speaks for its author.

    >>> as_maker("You check it, so the choice is left to you and your team.")
    'We check it, so the choice is left to us and our team.'
    """
    if language() == GERMAN:
        from crasuite.domain import german

        return german.as_maker(text)
    text = _OBJECT.sub(lambda found: f"{found.group(1)} us", text)
    return _YOU.sub(lambda found: _SUBJECT[found.group(1)], text)


def from_outside(who: str) -> str:
    """Who takes a step, seen from outside: the reader of the rule pack is the manufacturer of the paper.

    >>> from_outside("You and your test laboratory")
    'Manufacturer and its test laboratory'
    """
    if language() == GERMAN:
        from crasuite.domain import german

        return german.from_outside(who)
    words = who.replace("You", "Manufacturer").replace("your ", "its ")
    return words.replace(" you", " manufacturer")


# ------------------------------------------------------------------------------------------------ citations

_PARAGRAPH = re.compile(r"^Art\. (\d+[a-z]?)\((\d+)\)$")


def cited(labels: Sequence[str]) -> str:
    """Citations in one line: articles of the CRA behind one "Art.", three or more paragraphs as a range.

    >>> cited(["Art. 3(1)", "Art. 3(4)", "Recital 15"])
    'Art. 3(1), 3(4); Recital 15'
    """
    if language() == GERMAN:
        from crasuite.domain import german

        return german.cited(labels)
    if language() not in (ENGLISH, PSEUDO):
        return "; ".join(labels)
    articles = [label for label in labels if label.startswith("Art. ")]
    others = [label for label in labels if not label.startswith("Art. ")]
    parts: list[str] = []
    run: list[tuple[str, int]] = []

    def close() -> None:
        if not run:
            return
        article = run[0][0]
        if len(run) > 2:
            parts.append(f"{article}({run[0][1]}) to ({run[-1][1]})")
        else:
            parts.extend(f"{article}({number})" for _, number in run)
        run.clear()

    for label in articles:
        match = _PARAGRAPH.match(label)
        if match is None:
            close()
            parts.append(label.removeprefix("Art. "))
            continue
        here = (match.group(1), int(match.group(2)))
        if run and (run[-1][0], run[-1][1] + 1) != here:
            close()
        run.append(here)
    close()
    first = [f"Art. {', '.join(parts)}"] if parts else []
    return "; ".join(first + others)


def listed(points: Sequence[str]) -> str:
    """Points of one text in a line.

    >>> listed(["(1)", "(2)(a)"])
    '(1), (2)(a)'
    """
    if language() == GERMAN:
        from crasuite.domain import german

        return german.listed(points)
    return ", ".join(points)
