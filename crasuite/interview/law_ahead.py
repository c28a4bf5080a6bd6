"""What coming changes of law would do to a product whose answers stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from crasuite.interview import words
from crasuite.interview.views import VerdictChange
from crasuite.language import language, tr
from crasuite.rules import Assessment, assess
from crasuite.rules.evaluate import compare
from crasuite.rules.model import Duty
from crasuite.rules.program import change_dates


@dataclass(frozen=True, slots=True)
class ChangeAhead:
    """What changes for a product on the day the law does."""

    on: date
    verdicts: tuple[VerdictChange, ...]
    other: tuple[str, ...]


def changes_ahead(now: Assessment) -> Iterator[ChangeAhead]:
    """What the next changes of law known to the pack would do to a product with these verdicts, in order.

    Each is worked out when it is asked for.
    """
    before = now
    for day in change_dates(before.pack):
        if day <= now.on:
            continue
        after = assess(before.pack, before.answers, day)
        change = _difference(day, before, after)
        if change is not None:
            yield change
        before = after


def next_change_ahead(now: Assessment) -> ChangeAhead | None:
    """The first of them, if any; worked out once for the same verdicts in the same language."""
    kept = _NEXT.setdefault(now, {})
    spoken = language()
    if spoken not in kept:
        kept[spoken] = next(changes_ahead(now), None)
    return kept[spoken]


_NEXT: WeakKeyDictionary[Assessment, dict[str, ChangeAhead | None]] = WeakKeyDictionary()


def _difference(day: date, before: Assessment, after: Assessment) -> ChangeAhead | None:
    verdicts, other = [], []
    pack = before.pack
    for change in compare(before, after):
        if change.kind == "verdict":
            fact = pack.facts[change.id]
            verdicts.append(
                VerdictChange(
                    fact.title,
                    _possible(before, fact.id),
                    _possible(after, fact.id),
                )
            )
        elif change.kind == "neighbour":
            other.append(_other_law(change.after, pack.neighbours[change.id].law))
    other += [
        tr("Duty begins: {duty}", duty=item.entry.title)
        for item in after.duties()
        if isinstance(item.entry, Duty) and item.applies is not False and item.entry.from_ == day
    ]
    return ChangeAhead(day, tuple(verdicts), tuple(other)) if verdicts or other else None


def _other_law(after: str, law: str) -> str:
    if after == "yes":
        return tr("{law} begins to matter", law=law)
    if after == "no":
        return tr("{law} no longer matters", law=law)
    return tr("{law} becomes open", law=law)


def _possible(result: Assessment, fact: str) -> str:
    return words.possible_words(result.pack, fact, result.verdict(fact).possible)
