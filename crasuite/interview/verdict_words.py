"""Scope and class in the words of panels, lists and badges."""

from __future__ import annotations

from crasuite.interview import words
from crasuite.interview.views import Tone
from crasuite.language import tr
from crasuite.rules import Assessment

SCOPE, CLASS, ROLE = "scope", "class", "role"

_TONES: dict[str, Tone] = {"in": "ok", "partly": "ok", "out": "neutral"}


def headline(scope: str | None) -> tuple[str, Tone]:
    """Headline of a scope, and how it is meant; None: not decided yet."""
    if scope not in _TONES:
        return tr("Still open"), "warn"
    return words.SCOPE_WORDS[scope], _TONES[scope]


def class_value(assessment: Assessment) -> str | None:
    """The class; None while it is open, and in a pack that gives none."""
    return assessment.value(CLASS) if CLASS in assessment.pack.facts else None


def class_kind(assessment: Assessment) -> str:
    """Which badge a product wears: its class (`none`: the law gives none), or why there is none yet."""
    scope = assessment.value(SCOPE)
    if scope == "out":
        return "out-of-scope"
    if scope is None:
        return "scope-open"
    return assessment.value(CLASS) or "open"


def class_words(assessment: Assessment) -> str:
    """The class, or the classes still possible."""
    verdict = assessment.verdict(CLASS)
    possible = [value for value in verdict.possible if value != "none"]
    if verdict.is_decided:
        return words.capital("".join(words.CLASS_WORDS.get(value, value) for value in possible)) or tr(
            "No class"
        )
    said = words.choices(assessment.pack, CLASS, possible)
    if len(said) == 4:
        return tr("Every class is still possible")
    return tr("Could be {classes}", classes=words.joined(said, "or"))
