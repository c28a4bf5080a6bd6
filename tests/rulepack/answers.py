"""Random answers to the questions of a pack, for walks, proofs of the translation and monotonicity."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from crasuite.rules import NOT_SURE, Pack, assess
from crasuite.rules.model import Question
from crasuite.rules.program import change_dates

USUAL: dict[str, Any] = {
    "own-brand": "yes",
    "form": "hardware",
    "data-connection": "yes",
    "eu-market": "yes",
    "supply": "paid",
    "placing": "from-then",
    "areas": [],
}
"""Answers of a product in scope; purely random ones nearly always lead out of it."""
DATES = ("2026-09-11", "2027-12-10", "2027-12-11", "2028-02-29", "2031-06-30")
NUMBERS = (0, 0.5, 3, 4.9, 5, 6, 10, 11)


def law_days(pack: Pack) -> list[date]:
    """Each day on which the law changes, and the day before."""
    return sorted({day - timedelta(days=less) for day in change_dates(pack) for less in (0, 1)})


def random_answer(pack: Pack, question: Question, rng: Random) -> Any:
    """Some answer to the question; for one with options each is as likely."""
    if question.type in ("yes-no", "choice", "category"):
        return rng.choice(sorted(pack.names.choices[question.id]))
    if question.type == "multi":
        return [option.id for option in question.options if rng.random() < 0.35]
    if question.type == "number":
        low, high = question.minimum or 0, question.maximum if question.maximum is not None else 100
        return rng.choice([number for number in NUMBERS if low <= number <= high])
    if question.type == "date":
        # A date that has to follow another comes from the second half, all others from the first.
        return rng.choice(DATES[2:] if question.not_before is not None else DATES[:3])
    if question.type == "matrix":
        options = sorted(pack.names.choices[pack.names.matrices[question.id][0]])
        usual = rng.choice(options)
        return {row: usual if rng.random() < 0.9 else rng.choice(options) for row in pack.requirements}
    return {} if question.type == "category-reasons" else "words"


def usual_answer(pack: Pack, question: Question, rng: Random) -> Any:
    """Like `random_answer`, but mostly that of a product in scope where one is listed."""
    if question.id in USUAL and rng.random() < 0.85:
        return USUAL[question.id]
    return random_answer(pack, question, rng)


def random_state(pack: Pack, rng: Random) -> dict[str, Any]:
    """Newer facts about the world, stated by the user, for some items of the state of play."""
    return {
        item.id: {"value": rng.choice(item.values), "reference": "OJ L", "date": "2025-01-01"}
        for item in pack.state.values()
        if rng.random() < 0.5
    }


def walk(pack: Pack, on: date, rng: Random, *, unsure: float = 0.1) -> dict[str, Any]:
    """Answers given by always answering the first question asked."""
    answers = random_state(pack, rng)
    while asked := assess(pack, answers, on).questions_to_ask():
        question = pack.questions[asked[0]]
        answers[question.id] = NOT_SURE if rng.random() < unsure else usual_answer(pack, question, rng)
    return answers


def complete_answers(pack: Pack, on: date, rng: Random) -> dict[str, Any]:
    """An answer to every question: half of the time a walk through the interview with the rest filled in."""
    given = walk(pack, on, rng, unsure=0.0) if rng.random() < 0.5 else random_state(pack, rng)
    return {**{q.id: random_answer(pack, q, rng) for q in pack.questions.values()}, **given}
