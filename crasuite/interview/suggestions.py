"""First texts for fields, made from what was said elsewhere, so that nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from crasuite.domain.english import Worded
from crasuite.domain.placeholder import is_placeholder
from crasuite.interview import words
from crasuite.language import mark, tr
from crasuite.rules.model import NOT_SURE, Pack, Question


class FieldState(StrEnum):
    """How far one field is."""

    FILLED = "filled"
    SUGGESTED = "suggested"
    """Empty, but a first text is at hand."""
    PLACEHOLDER = "placeholder"
    MISSING = "missing"
    OPTIONAL = "optional"
    """Empty, and nobody asks for it."""

    @property
    def is_open(self) -> bool:
        """True while the file has a gap here."""
        return self not in (FieldState.FILLED, FieldState.OPTIONAL)


STATE_WORDS: Worded[FieldState] = Worded(
    {
        FieldState.FILLED: mark("Filled"),
        FieldState.SUGGESTED: mark("Suggestion waits"),
        FieldState.PLACEHOLDER: mark("Only keeps a place"),
        FieldState.MISSING: mark("Missing"),
        FieldState.OPTIONAL: mark("May stay empty"),
    }
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that can be taken over, and where it comes from."""

    text: str
    source: str
    question: str = ""
    """The question to open when the text is wrong at its source."""


def state_of(text: str, suggestion: Suggestion | None, *, required: bool) -> FieldState:
    """How far a field with this text is."""
    if text.strip():
        return FieldState.PLACEHOLDER if is_placeholder(text) else FieldState.FILLED
    if suggestion is not None:
        return FieldState.SUGGESTED if required else FieldState.OPTIONAL
    return FieldState.MISSING if required else FieldState.OPTIONAL


def says_the_same(text: str, suggestion: Suggestion) -> bool:
    """True when a text holds every line of the suggestion, in whatever frame.

    >>> says_the_same("Larkfield, Mill Road 1.", Suggestion("Larkfield\\nMill Road 1", "an answer"))
    True
    """
    said = " ".join(text.casefold().split())
    lines = (" ".join(line.casefold().split()) for line in suggestion.text.splitlines())
    return all(line.rstrip(".") in said for line in lines if line)


def from_answers(
    pack: Pack, answers: Mapping[str, Any], questions: Iterable[str], product: str
) -> Suggestion | None:
    """The answers to some questions as one text, one line each; None without any answer."""
    lines, told = [], []
    for name in questions:
        question = pack.questions.get(name)
        if question is None or not is_told(answers.get(name)):
            continue
        said = answer_text(pack, question, answers[name])
        if said.strip() and not is_placeholder(said):
            lines.append(said)
            told.append(question)
    if not lines:
        return None
    asked = words.joined(words.quoted(words.filled(one.text, product)) for one in told)
    return Suggestion("\n".join(lines), tr("Your answer to {questions}", questions=asked), told[0].id)


def is_told(value: Any) -> bool:
    """True for an answer that says something."""
    return value is not None and value not in (NOT_SURE, "")


def answer_text(pack: Pack, question: Question, value: Any) -> str:
    """An answer as a sentence of a document would carry it."""
    if question.type == "date":
        try:
            return words.day_words(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    return words.answer_words(pack, question, value)
