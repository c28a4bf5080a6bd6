"""Conditions over true, false and unknown.

`parse` turns a condition of the pack into a tree of nodes; `machine` evaluates them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Truth = bool | None
"""True, False, or None for "not known yet"."""

OPERATORS = (
    "all",
    "any",
    "not",
    "is",
    "has",
    "at-least",
    "less-than",
    "on-or-after",
    "before",
    "every",
    "some",
)


class ConditionError(ValueError):
    """A condition that is not in the closed language."""


class Node:
    """A condition."""

    __slots__ = ()

    def atoms(self) -> Iterator[Atom]:
        """All atoms below this node."""
        raise NotImplementedError


class Atom(Node):
    """A node without children."""

    __slots__ = ()

    def atoms(self) -> Iterator[Atom]:
        yield self


@dataclass(frozen=True, slots=True)
class All(Node):
    """True when every child is."""

    children: tuple[Node, ...]

    def atoms(self) -> Iterator[Atom]:
        for child in self.children:
            yield from child.atoms()


@dataclass(frozen=True, slots=True)
class Any_(Node):
    """True when one child is."""

    children: tuple[Node, ...]

    def atoms(self) -> Iterator[Atom]:
        for child in self.children:
            yield from child.atoms()


@dataclass(frozen=True, slots=True)
class Not(Node):
    """True when its child is false."""

    child: Node

    def atoms(self) -> Iterator[Atom]:
        yield from self.child.atoms()


@dataclass(frozen=True, slots=True)
class AnswerIs(Atom):
    """A variable has one of these values."""

    variable: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class FactIs(Atom):
    """A fact has one of these values."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Has(Atom):
    """At least one of these options of a multi question is ticked."""

    variable: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtLeast(Atom):
    """A number or date is at least a limit, which is fixed or another answer."""

    variable: str
    limit: int | float | date | None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Constant(Atom):
    """Always the same truth."""

    value: bool


TRUE = Constant(True)
FALSE = Constant(False)


@dataclass(frozen=True, slots=True)
class Names:
    """What a condition may refer to, for `parse`."""

    choices: Mapping[str, frozenset[str]]
    """Variables with a finite domain: single-choice questions, state items, matrix rows."""
    multis: Mapping[str, frozenset[str]]
    numbers: frozenset[str]
    dates: frozenset[str]
    facts: Mapping[str, frozenset[str]]
    matrices: Mapping[str, tuple[str, ...]]
    """Matrix question → its row variables."""


def parse(condition: Any, names: Names) -> Node:
    """Turn a condition of the pack into nodes.

    Raises:
        ConditionError: not in the closed language, or a name or value that does not exist.
    """
    if not isinstance(condition, dict) or len(condition) != 1:
        raise ConditionError("a condition is a mapping with exactly one key out of " + ", ".join(OPERATORS))
    operator, body = next(iter(condition.items()))
    if operator in ("all", "any"):
        if not isinstance(body, list) or not body:
            raise ConditionError(f"'{operator}' needs a list of conditions")
        children = tuple(parse(child, names) for child in body)
        return All(children) if operator == "all" else Any_(children)
    if operator == "not":
        return Not(parse(body, names))
    if operator not in OPERATORS:
        raise ConditionError(f"unknown operator '{operator}'; use one of {', '.join(OPERATORS)}")
    if not isinstance(body, dict) or len(body) != 1:
        raise ConditionError(f"'{operator}' needs exactly one name with its value")
    name, value = next(iter(body.items()))
    return _ATOMS[operator](name, value, names)


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_date(value: Any) -> date:
    """A date written like 2027-12-11; the other ISO spellings (week dates, no dashes) are refused.

    Raises:
        ValueError: not such a date.
    """
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("not a date like 2027-12-11")
    return date.fromisoformat(value)


def date_variables(expression: Any, names: Names) -> frozenset[str]:
    """Questions that a date expression of the timeline reads.

    Raises:
        ConditionError: not in the closed language, or a question that is no date or number question.
    """
    if isinstance(expression, str):
        try:
            parse_date(expression)
        except ValueError:
            raise ConditionError(f"'{expression}' is no date like 2027-12-11") from None
        return frozenset()
    if not isinstance(expression, dict) or len(expression) != 1:
        raise ConditionError("a date is written 2027-12-11 or as a mapping with exactly one key")
    operator, body = next(iter(expression.items()))
    if operator == "answer":
        if not isinstance(body, str) or body not in names.dates:
            raise ConditionError(f"'{body}' is no date question")
        return frozenset((body,))
    if operator == "end-of-month":
        return date_variables(body, names)
    if not isinstance(body, list) or len(body) < 2 or (operator == "add-years" and len(body) != 2):
        raise ConditionError(f"'{operator}' needs a list of two")
    if operator == "add-years":
        return date_variables(body[0], names) | _number_variables(body[1], names)
    if operator in ("later-of", "earlier-of"):
        return frozenset().union(*(date_variables(part, names) for part in body))
    raise ConditionError(f"unknown date operator '{operator}'")


def _number_variables(expression: Any, names: Names) -> frozenset[str]:
    if isinstance(expression, dict):
        other = expression.get("answer")
        if len(expression) != 1 or not isinstance(other, str) or other not in names.numbers:
            raise ConditionError(f"'{other}' is no number question")
        return frozenset((other,))
    try:
        float(expression)
    except (TypeError, ValueError):
        raise ConditionError(f"'{expression}' is no number of years") from None
    return frozenset()


def _values(value: Any, domain: frozenset[str], name: str) -> frozenset[str]:
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in given):
        raise ConditionError(f"'{name}' is compared with something that is no value")
    wanted = frozenset(given)
    if not wanted:
        raise ConditionError(f"'{name}' is compared with nothing")
    unknown = wanted - domain
    if unknown:
        raise ConditionError(f"'{name}' has no value {', '.join(sorted(map(str, unknown)))}")
    return wanted


def _is(name: str, value: Any, names: Names) -> Node:
    if name in names.facts:
        return FactIs(name, _values(value, names.facts[name], name))
    if name in names.choices:
        return AnswerIs(name, _values(value, names.choices[name], name))
    raise ConditionError(f"'is' refers to '{name}', which is neither a fact nor a question with one choice")


def _has(name: str, value: Any, names: Names) -> Node:
    if name not in names.multis:
        raise ConditionError(f"'has' refers to '{name}', which is no question with several choices")
    return Has(name, _values(value, names.multis[name], name))


def _rows(name: str, value: Any, names: Names) -> tuple[Node, ...]:
    if name not in names.matrices:
        raise ConditionError(f"'{name}' is no matrix question")
    return tuple(AnswerIs(row, _values(value, names.choices[row], name)) for row in names.matrices[name])


def _at_least(name: str, value: Any, names: Names) -> Node:
    if name not in names.numbers:
        raise ConditionError(f"'{name}' is no number question")
    if isinstance(value, dict):
        other = value.get("answer")
        if len(value) != 1 or not isinstance(other, str) or other not in names.numbers:
            raise ConditionError(f"'{name}' is compared with '{other}', which is no number question")
        return AtLeast(name, None, other)
    try:
        return AtLeast(name, float(value))
    except (TypeError, ValueError):
        raise ConditionError(f"'{name}' is compared with '{value}', which is no number") from None


def _on_or_after(name: str, value: Any, names: Names) -> Node:
    if name not in names.dates:
        raise ConditionError(f"'{name}' is no date question")
    try:
        return AtLeast(name, parse_date(value))
    except ValueError:
        raise ConditionError(
            f"'{name}' is compared with '{value}', which is no date like 2027-12-11"
        ) from None


_ATOMS: dict[str, Callable[[str, Any, Names], Node]] = {
    "is": _is,
    "has": _has,
    "at-least": _at_least,
    "less-than": lambda name, value, names: Not(_at_least(name, value, names)),
    "on-or-after": _on_or_after,
    "before": lambda name, value, names: Not(_on_or_after(name, value, names)),
    "every": lambda name, value, names: All(_rows(name, value, names)),
    "some": lambda name, value, names: Any_(_rows(name, value, names)),
}
