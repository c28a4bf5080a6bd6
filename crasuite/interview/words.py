"""Plain words for values, answers, dates and numbers, the same on every screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from crasuite.domain.english import Worded, day, decimal, small_first
from crasuite.domain.english import capital as capital
from crasuite.domain.english import joined as joined
from crasuite.language import mark, tr, tr_in, trn
from crasuite.rules.model import NOT_SURE, Pack, Question, StepId

STEP_TITLES: Worded[StepId] = Worded(
    {
        "organisation": mark("Organisation and role"),
        "product": mark("Product"),
        "scope": mark("Scope"),
        "class": mark("Classification"),
        "procedure": mark("Conformity route"),
        "support": mark("Support and dates"),
    }
)
RESULT_TITLE = mark("Result")
PRODUCT = "{product}"
"""Stands for the product's name in texts of the pack."""

CLASS_WORDS: Worded[str] = Worded(
    {
        "default": mark("default class"),
        "important-1": mark("important, class I"),
        "important-2": mark("important, class II"),
        "critical": mark("critical"),
        "none": mark("no class"),
    }
)
CLASS_CHOICES: Worded[str] = Worded(
    {
        "default": mark("default"),
        "important-1": mark("important (class I)"),
        "important-2": mark("important (class II)"),
        "critical": mark("critical"),
        "none": mark("no class"),
    }
)
"""The same in a sentence and beside each other, where commas part them."""
SCOPE_WORDS: Worded[str] = Worded(
    {
        "in": mark("The CRA applies"),
        "partly": mark("The CRA applies in part"),
        "out": mark("The CRA does not apply"),
    }
)
_YES_NO: Worded[str] = Worded({"yes": mark("Yes"), "no": mark("No")})
_VALUES: Worded[str] = Worded({"yes": mark("yes"), "no": mark("no")})
NOT_SURE_WORDS = mark("I'm not sure")
NONE_OF_THESE = mark("None of these")
"""Marked only: `tr` says them."""

day_words = day
"""A date as every screen writes it."""


def uncapital(text: str) -> str:
    """The text as it stands inside a sentence; abbreviations stay.

    >>> uncapital("Your role"), uncapital("EHR system")
    ('your role', 'EHR system')
    """
    return text if text[:2].isupper() else small_first(text)


def filled(text: str, product: str) -> str:
    """A text of the pack with the product's name in it."""
    return text.replace(PRODUCT, product)


def fact_words(pack: Pack, fact: str, value: str | None) -> str:
    """A value of a fact in words; None is still open."""
    if value is None:
        return tr("still open")
    said = pack.facts[fact].words.get(value, "")
    if said:
        return said
    if fact == "class":
        return CLASS_WORDS.get(value, value)
    if fact == "category":
        return category_words(pack, value)
    return _VALUES.get(value, value.replace("-", " "))


def fact_line(pack: Pack, fact: str, value: str) -> str:
    """A decided fact as a line of its own: the pack's sentence, or its title with the value."""
    title = pack.facts[fact].title
    said = fact_words(pack, fact, value)
    if value in pack.facts[fact].words and len(said.split()) > 3:
        return said
    return f"{title}: {said if fact == 'category' else uncapital(said)}"


def possible_words(pack: Pack, fact: str, possible: tuple[str, ...]) -> str:
    """The value of a fact, or what it can still be."""
    if len(possible) == 1:
        return capital(fact_words(pack, fact, possible[0]))
    said = choices(pack, fact, possible)
    if len(said) <= 4 and all(len(one.split()) <= 3 for one in said):
        return tr("Open: {values}", values=joined((uncapital(one) for one in said), "or"))
    return trn("Open, {n} outcome possible", "Open, {n} outcomes possible", len(said))


def choices(pack: Pack, fact: str, possible: Iterable[str]) -> list[str]:
    """What a fact can still be, for a list in a sentence."""
    return [
        CLASS_CHOICES.get(value, value) if fact == "class" else fact_words(pack, fact, value)
        for value in possible
    ]


def category_words(pack: Pack, category: str) -> str:
    """A category by its number and title."""
    if category not in pack.categories:
        return tr(NONE_OF_THESE)
    return f"{category} {pack.categories[category].title}"


def option_words(pack: Pack, question: Question, option: str) -> str:
    """One option as it was offered."""
    for known in question.options:
        if known.id == option:
            return known.label
    if question.type == "category":
        return category_words(pack, option)
    return _YES_NO.get(option, option)


def short_option_words(pack: Pack, question: Question, option: str) -> str:
    """One option in a word or two, for lists."""
    if question.type == "yes-no":
        return _YES_NO.get(option, option)
    return option_words(pack, question, option)


def quoted(text: str) -> str:
    """A text in the quotation marks of the language.

    >>> quoted("Yes")
    '“Yes”'
    """
    return tr_in("quotation marks", "“{text}”", text=text)


def answer_words(pack: Pack, question: Question, value: Any) -> str:
    """An answer in words; a text is given as it is."""
    if value is None:
        return tr("Not answered")
    if value == NOT_SURE:
        return tr(NOT_SURE_WORDS)
    if isinstance(value, bool):
        return _YES_NO["yes" if value else "no"]
    kind = question.type
    if kind in ("yes-no", "choice", "category"):
        if isinstance(value, dict):
            some = value.get("one-of", [])
            options = (short_option_words(pack, question, str(one)) for one in some)
            return tr("One of: {options}", options=joined(options, "or"))
        return short_option_words(pack, question, str(value))
    if kind == "multi" and isinstance(value, list):
        return joined(option_words(pack, question, str(one)) for one in value) or tr(NONE_OF_THESE)
    if kind == "matrix" and isinstance(value, dict):
        return _matrix_words(question, value)
    if kind == "category-reasons" and isinstance(value, dict):
        return joined(category_words(pack, one) for one in value) or tr_in("things", "None")
    if kind == "date":
        try:
            return day_words(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    if kind == "number":
        said = decimal(value) if isinstance(value, (int, float)) else str(value)
        return f"{said} {question.unit}".strip()
    return str(value) or tr("Left empty")


def _matrix_words(question: Question, value: dict[str, Any]) -> str:
    labels = {option.id: option.label for option in question.options} | {NOT_SURE: tr(NOT_SURE_WORDS)}
    counts: dict[str, int] = {}
    for option in value.values():
        counts[str(option)] = counts.get(str(option), 0) + 1
    return "; ".join(f"{counts[one]} × {label}" for one, label in labels.items() if one in counts) or tr(
        "Not answered"
    )


def shortened(text: str, length: int = 60) -> str:
    """A text on one line, cut at a word.

    >>> shortened("a question that goes on", 12)
    'a question…'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[: length + 1].rpartition(" ")[0].rstrip(",;:") + "…"
