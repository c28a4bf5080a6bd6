"""Decision aids: questions about one case, answered beside the interview and decided by the same engine.

An aid has goals, questions and rules of its own and may read the answers and facts of the product. `narrowed`
makes of the whole pack and an aid one pack that knows the questions of both, has the aid's goals only, and
keeps of the product's rules those the aid rests on. The interview never sees an aid's question.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from crasuite.rules.answers import Answers, known_values
from crasuite.rules.loader import names_of
from crasuite.rules.model import Aid, Pack, Question


def narrowed(pack: Pack, aid: str) -> Pack:
    """The pack as an aid reads it; made once for each pack.

    Raises:
        KeyError: the pack has no aid of this id.
    """
    return pack.once(("narrowed", aid), lambda: _narrow(pack, pack.aids[aid]))


def of_product(pack: Pack, answers: Answers) -> dict[str, Any]:
    """The answers without those about a case, so that one file serves the interview and an aid.

    Raises:
        AnswersError: an answer about a case does not fit its question; with every problem of the answers.
    """
    for key, aid in pack.aids.items():
        if any(name in aid.questions for name in answers):
            known_values(narrowed(pack, key), answers)
    asked = {name for aid in pack.aids.values() for name in aid.questions}
    return {name: value for name, value in answers.items() if name not in asked}


def _narrow(pack: Pack, aid: Aid) -> Pack:
    reached = _reached(pack, aid)
    questions = {
        **{key: _kept(question, key in reached) for key, question in pack.questions.items()},
        **aid.questions,
    }
    facts = {key: replace(fact, goal=False) for key, fact in pack.facts.items() if key in reached}
    facts |= {key: replace(fact, goal=key in aid.goals) for key, fact in aid.facts.items()}
    rules = {key: rule for key, rule in pack.rules.items() if rule.fact in reached} | aid.rules
    return replace(
        pack,
        manifest=replace(pack.manifest, goals=aid.goals),
        questions=questions,
        facts=facts,
        rules=rules,
        duties={},
        timeline={},
        neighbours={},
        threats={},
        user_information={},
        outlines={},
        aids={},
        aid=aid.id,
        names=names_of(questions, facts, pack.state, pack.requirements, pack.categories),
    )


def _kept(question: Question, is_read: bool) -> Question:
    """A question of the interview: asked only where it can still change the outcome of the aid."""
    asked = question.ask_when if is_read and not question.record else None
    return replace(question, record=False, ask_when=asked)


def _reached(pack: Pack, aid: Aid) -> set[str]:
    """Facts and questions of the product that the aid reads, directly or through facts."""
    conditions: list[Any] = [rule.when for rule in aid.rules.values()]
    conditions += [question.ask_when for question in aid.questions.values()]
    conditions += [regime.when for regime in pack.overlap.values()]
    by_fact: dict[str, list[Any]] = {}
    for rule in pack.rules.values():
        by_fact.setdefault(rule.fact, []).append(rule.when)
    found: set[str] = set()
    while conditions:
        for name in _names_in(conditions.pop()):
            if name in found:
                continue
            if name in pack.facts:
                conditions += by_fact.get(name, ())
            elif name in pack.questions:
                if not pack.questions[name].record:
                    conditions.append(pack.questions[name].ask_when)
            else:
                continue
            found.add(name)
    return found


def _names_in(condition: Any) -> Iterator[str]:
    """Every key of a condition: the operators, and the names they refer to."""
    if isinstance(condition, list):
        for part in condition:
            yield from _names_in(part)
    elif isinstance(condition, dict):
        for key, value in condition.items():
            yield key
            yield from _names_in(value)
