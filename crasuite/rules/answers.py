"""Answers as given (JSON values) to what the engine knows of each variable.

An answer is the value itself, `"not-sure"`, or missing. A question with one choice also accepts
`{"one-of": [...]}`: "one of these, I don't know which". A state item accepts
`{"value": ..., "reference": ..., "date": ...}`: a newer fact stated by the user.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crasuite.errors import AnswersError
from crasuite.rules.logic import parse_date
from crasuite.rules.model import NOT_SURE, Pack, Question

Answers = Mapping[str, Any]
"""Question id (or state item id) → answer."""

MAX_TEXT = 20_000


def known_values(pack: Pack, answers: Answers) -> dict[str, Any]:
    """What each variable is known to be; variables nothing is known of are left out.

    Raises:
        AnswersError: with every problem found.
    """
    problems: list[str] = []
    known: dict[str, Any] = {}
    for name, value in answers.items():
        if value is None:
            continue
        try:
            if name in pack.questions:
                known.update(_question(pack, pack.questions[name], value))
            elif name in pack.state:
                known.update(_stated(pack, name, value))
            else:
                raise ValueError(
                    f"there is no question '{name}'{_did_you_mean(name, (*pack.questions, *pack.state))}"
                )
        except AnswersError as error:
            problems += error.problems
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise AnswersError(problems)
    return known


def problem_with(pack: Pack, question: str, value: Any) -> str:
    """Why this value is no answer to the question; empty when it is one."""
    try:
        known_values(pack, {question: value})
    except AnswersError as error:
        return error.problems[0]
    return ""


def problem_with_order(pack: Pack, question: str, day: date, answers: Answers) -> tuple[str, date] | None:
    """Why this date cannot stand beside the other answers, and the date in its way.

    The sentence comes from the pack and has no full stop; None when the dates are in order.
    """
    rule = pack.questions[question].not_before
    if rule is not None:
        other = _given_date(answers.get(rule.question))
        if other is not None and day < other:
            return rule.too_early, other
    for later in pack.questions.values():
        if later.not_before is not None and later.not_before.question == question:
            other = _given_date(answers.get(later.id))
            if other is not None and day > other:
                return later.not_before.too_late, other
    return None


def fitting(pack: Pack, answers: Answers) -> dict[str, Any]:
    """The answers that the pack understands; of two dates in the wrong order the later question's goes."""
    kept = {
        name: value
        for name, value in answers.items()
        if (name in pack.questions or name in pack.state) and not problem_with(pack, name, value)
    }
    for later, _, _ in _out_of_order(pack, kept):
        del kept[later.id]
    return kept


def order_problems(pack: Pack, answers: Answers) -> list[str]:
    """One line for each date that comes before the one it has to follow."""
    return [
        f"'{later.id}' ({day}) comes before '{rule.question}' ({other}): {rule.too_early}"
        for later, day, other in _out_of_order(pack, answers)
        if (rule := later.not_before) is not None
    ]


def _out_of_order(pack: Pack, answers: Answers) -> list[tuple[Question, date, date]]:
    found = []
    for question in pack.questions.values():
        if (rule := question.not_before) is None or (day := _given_date(answers.get(question.id))) is None:
            continue
        other = _given_date(answers.get(rule.question))
        if other is not None and day < other:
            found.append((question, day, other))
    return found


def _given_date(value: Any) -> date | None:
    try:
        return None if value is None or value == NOT_SURE else parse_date(value)
    except ValueError:
        return None


def _did_you_mean(name: object, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(name), list(names), 1, 0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def _option(question: Question, value: Any, allowed: frozenset[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(
            f"'{question.id}' has no option {value!r}{_did_you_mean(value, allowed)}"
            + (f" (options: {', '.join(sorted(allowed))})" if len(allowed) <= 12 else "")
        )
    return value


def _question(pack: Pack, question: Question, value: Any) -> dict[str, Any]:
    if value == NOT_SURE:
        return {}
    name, kind = question.id, question.type
    if kind in ("yes-no", "choice", "category"):
        allowed = pack.names.choices[name]
        if kind == "yes-no" and isinstance(value, bool):
            value = "yes" if value else "no"
        if isinstance(value, dict):
            some = value.get("one-of")
            if set(value) != {"one-of"} or not isinstance(some, list) or not some:
                raise ValueError(f"'{name}': an object must be {{\"one-of\": [at least one option]}}")
            options = frozenset(_option(question, item, allowed) for item in some)
            return {name: next(iter(options)) if len(options) == 1 else options}
        return {name: _option(question, value, allowed)}
    if kind == "multi":
        if not isinstance(value, list):
            raise ValueError(f"'{name}' needs a list of options, got {_kind(value)}")
        allowed = pack.names.multis[name]
        return {name: frozenset(_option(question, item, allowed) for item in value)}
    if kind == "number":
        return {name: _number(question, value)}
    if kind == "date":
        return {name: _date(name, value)}
    if kind == "matrix":
        return _matrix(pack, question, value)
    if kind == "category-reasons":
        _category_reasons(pack, name, value)
        return {}
    if not isinstance(value, str):
        raise ValueError(f"'{name}' needs a text, got {_kind(value)}")
    if len(value) > MAX_TEXT:
        raise ValueError(f"'{name}' is longer than {MAX_TEXT:,} characters")
    return {}


def _category_reasons(pack: Pack, name: str, value: Any) -> None:
    if not isinstance(value, dict):
        raise ValueError(f"'{name}' needs an object from category to reason, got {_kind(value)}")
    problems = [
        f"'{name}' has no category '{category}'{_did_you_mean(category, pack.categories)}"
        for category in value
        if category not in pack.categories
    ]
    problems += [
        f"'{name}' needs a text as reason for '{category}', got {_kind(reason)}"
        for category, reason in value.items()
        if not isinstance(reason, str)
    ]
    if problems:
        raise AnswersError(problems)


def _number(question: Question, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"'{question.id}' needs a number, got {_kind(value)}")
    if value != value or abs(value) > 1e9:
        raise ValueError(f"'{question.id}' needs a number that can be counted with, got one without bounds")
    if question.minimum is not None and value < question.minimum:
        raise ValueError(f"'{question.id}' must be at least {question.minimum}, got {value}")
    if question.maximum is not None and value > question.maximum:
        raise ValueError(f"'{question.id}' must be at most {question.maximum}, got {value}")
    return float(value)


def _date(name: str, value: Any) -> date:
    try:
        return parse_date(value)
    except ValueError:
        raise ValueError(f"'{name}' needs a date like 2027-12-11, got {value!r}") from None


def _matrix(pack: Pack, question: Question, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(
            f"'{question.id}' needs an object from point of Annex I to option, got {_kind(value)}"
        )
    known: dict[str, Any] = {}
    problems: list[str] = []
    for row, option in value.items():
        variable = f"{question.id}/{row}"
        if row not in pack.requirements:
            problems.append(f"'{question.id}' has no row '{row}'{_did_you_mean(row, pack.requirements)}")
        elif option != NOT_SURE:
            try:
                known[variable] = _option(question, option, pack.names.choices[variable])
            except ValueError as error:
                problems.append(str(error))
    if problems:
        raise AnswersError(problems)
    return known


def _stated(pack: Pack, name: str, value: Any) -> dict[str, Any]:
    if value == NOT_SURE:
        return {}
    item = pack.state[name]
    if not isinstance(value, dict) or set(value) != {"value", "reference", "date"}:
        raise ValueError(f"'{name}' needs an object with value, reference and date")
    if value["value"] not in item.values:
        raise ValueError(f"'{name}' has no value {value['value']!r} (values: {', '.join(item.values)})")
    if not isinstance(value["reference"], str) or not value["reference"].strip():
        raise ValueError(f"'{name}' needs the reference where the newer fact can be read")
    _date(name, value["date"])
    return {name: value["value"]}


def _kind(value: Any) -> str:
    names = {
        str: "a text",
        bool: "true/false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), type(value).__name__)
