"""Walks through the interview: they end, leave nothing open, and nothing decided is ever undone."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crasuite.rules import NOT_SURE, Assessment, Pack, assess, load_pack
from tests.rulepack.answers import law_days, random_answer, random_state, usual_answer

PACK = load_pack()
DAYS = law_days(PACK)
WALKS_PER_DAY = 2


def situation(result: Assessment) -> dict[str, frozenset[Any]]:
    """Possible values of every fact, duty and neighbouring law."""
    known = {fact: frozenset(result.verdict(fact).possible) for fact in result.pack.facts}
    for kind, items in (("duty", result.duties()), ("neighbour", result.neighbours())):
        for item in items:
            known[f"{kind}:{item.entry.id}"] = frozenset(
                {True, False} if item.applies is None else {item.applies}
            )
    return known


def assert_only_narrower(before: dict[str, frozenset[Any]], after: dict[str, frozenset[Any]]) -> None:
    grown = {key: (before[key], after[key]) for key in after if not after[key] <= before[key]}
    assert not grown


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_walks_end_with_nothing_open_and_never_undo_a_verdict(pack: Pack, on: date) -> None:
    for number in range(WALKS_PER_DAY):
        rng = Random(f"walk {on} {number}")
        unsure = 0.0 if number == 0 else 0.12
        answers = random_state(pack, rng)
        result = assess(pack, answers, on)
        before, steps, order = situation(result), 0, list(pack.questions)
        while asked := result.questions_to_ask():
            question = pack.questions[asked[0]]
            assert question.id not in answers
            assert list(asked) == sorted(asked, key=order.index)
            answers[question.id] = NOT_SURE if rng.random() < unsure else usual_answer(pack, question, rng)
            result = assess(pack, answers, on)
            after = situation(result)
            assert_only_narrower(before, after)
            before, steps = after, steps + 1
            assert steps <= len(pack.questions)
        unsure_of = {name for name, value in answers.items() if value == NOT_SURE}
        assert set(result.open_points) <= unsure_of
        for goal in result.goals:
            verdict = result.verdict(goal)
            assert set(verdict.hangs_on) <= unsure_of
            assert verdict.is_decided == (verdict.hangs_on == ())
        if not unsure_of:
            assert all(result.verdict(goal).is_decided for goal in result.goals)
            assert all(item.applies is not None for item in (*result.duties(), *result.neighbours()))
            assert all(item.on is not None for item in result.timeline())
            open_procedures = [
                g for g in result.goals if g.startswith("procedure-") and result.value(g) == "open"
            ]
            assert (result.value("class") == "none") == (open_procedures == [])


def test_a_walk_asks_far_less_than_everything(pack: Pack) -> None:
    lengths = []
    for number in range(10):
        rng, answers = Random(number), dict[str, Any]()
        while asked := assess(pack, answers, DAYS[-1]).questions_to_ask():
            answers[asked[0]] = usual_answer(pack, pack.questions[asked[0]], rng)
        lengths.append(len(answers))
    assert max(lengths) < len(pack.questions)
    assert sorted(lengths)[5] < len(pack.questions) * 0.6


@settings(max_examples=20)
@given(st.randoms(use_true_random=False), st.sampled_from(DAYS))
def test_a_further_answer_never_adds_a_possible_value(rng: Random, on: date) -> None:
    """From any answers, in any order: not only along the interview."""
    answers = random_state(PACK, rng)
    for question in PACK.questions.values():
        chance = rng.random()
        if chance < 0.5:
            answers[question.id] = NOT_SURE if chance < 0.1 else usual_answer(PACK, question, rng)
    result = assess(PACK, answers, on)
    before = situation(result)
    missing = [q for q in PACK.questions.values() if answers.get(q.id, NOT_SURE) == NOT_SURE]
    for question in rng.sample(missing, min(6, len(missing))):
        answers[question.id] = random_answer(PACK, question, rng)
        after = situation(assess(PACK, answers, on))
        assert_only_narrower(before, after)
        before = after


@settings(max_examples=20)
@given(st.randoms(use_true_random=False), st.sampled_from(DAYS))
def test_a_narrower_one_of_never_adds_a_possible_value(rng: Random, on: date) -> None:
    answers = {q.id: random_answer(PACK, q, rng) for q in PACK.questions.values() if rng.random() < 0.8}
    choices = [q for q in PACK.questions.values() if q.type in ("choice", "category")]
    question = rng.choice(choices)
    options = sorted(PACK.names.choices[question.id])
    some = rng.sample(options, rng.randint(1, len(options)))
    wide = situation(assess(PACK, {**answers, question.id: NOT_SURE}, on))
    several = situation(assess(PACK, {**answers, question.id: {"one-of": some}}, on))
    one = situation(assess(PACK, {**answers, question.id: rng.choice(some)}, on))
    assert_only_narrower(wide, several)
    assert_only_narrower(several, one)


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.sampled_from(DAYS))
def test_unused_answers_really_have_no_effect(rng: Random, on: date) -> None:
    answers = random_state(PACK, rng)
    for question in PACK.questions.values():
        if rng.random() < 0.8:
            answers[question.id] = NOT_SURE if rng.random() < 0.1 else usual_answer(PACK, question, rng)
    result = assess(PACK, answers, on)
    kept = {name: value for name, value in answers.items() if name not in result.unused}
    smaller = assess(PACK, kept, on)
    goals = result.goals
    assert {g: smaller.verdict(g).possible for g in goals} == {g: result.verdict(g).possible for g in goals}
    assert [item.applies for item in smaller.duties()] == [item.applies for item in result.duties()]
    assert [item.on for item in smaller.timeline()] == [item.on for item in result.timeline()]
    assert smaller.unused == ()


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.sampled_from(DAYS))
def test_the_carrying_answers_alone_give_the_verdict(rng: Random, on: date) -> None:
    answers = {q.id: usual_answer(PACK, q, rng) for q in PACK.questions.values()}
    result = assess(PACK, answers, on)
    for goal in result.goals:
        alone = {name: answers[name] for name in result.carried_by(goal)}
        assert assess(PACK, alone, on).value(goal) == result.value(goal)
        steps = result.trace(goal)
        assert steps[-1].fact == goal
        assert all(step.rule.is_active(on) for step in steps)
