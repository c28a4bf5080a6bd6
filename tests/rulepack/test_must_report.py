"""The decision aid on reporting: worked cases, proof, and that it leaves the interview alone."""

from __future__ import annotations

import difflib
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crasuite.rules import NOT_SURE, Assessment, Pack, assess, load_pack
from crasuite.rules.aids import narrowed
from crasuite.rules.lint import prove_aid
from crasuite.rules.proof import Translation
from tests.rulepack import reporting_cases
from tests.rulepack.answers import complete_answers, law_days, random_answer, usual_answer
from tests.rulepack.reporting_cases import AID, TABLE, Case, differences, outcome, read_cases

PACK = load_pack()
CASES = read_cases()
DAYS = law_days(narrowed(PACK, AID))


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}/{case.id}" for name, case in CASES])
def test_case(pack: Pack, name: str, case: Case) -> None:
    wrong = differences(outcome(pack, case), case.expect)
    assert not wrong, f"{case.story}\n" + "\n".join(wrong)


def test_the_cases_are_many_and_cite_what_exists(pack: Pack) -> None:
    assert len({case.id for _, case in CASES}) == len(CASES) >= 40
    assert {cite for _, case in CASES for cite in case.cites} - set(pack.provisions) == set()
    assert all(case.cites and case.story.endswith(".") for _, case in CASES)
    assert {case.expect.value for _, case in CASES} == {"vulnerability", "incident", "both", "none", "open"}


def test_every_value_of_every_goal_is_met_by_a_case(pack: Pack) -> None:
    met = {(goal, outcome(pack, case).value(goal)) for _, case in CASES for goal in pack.aids[AID].goals}
    wanted = {(goal, value) for goal in pack.aids[AID].goals for value in pack.aids[AID].facts[goal].values}
    assert wanted - met == set()


def test_the_table_is_up_to_date(pack: Pack) -> None:
    old, new = TABLE.read_text("utf-8").splitlines(), reporting_cases.table(pack).splitlines()
    diff = list(difflib.unified_diff(old, new, TABLE.name, "the pack now", lineterm="", n=1))
    message = "outcomes changed; if that is meant: python -m tests.rulepack.reporting_cases\n"
    assert not diff, message + "\n".join(diff[:60])


# -- proof -------------------------------------------------------------------------------------------------


def test_the_aid_is_proven(pack: Pack) -> None:
    """On every day and for every complete answer set each fact has one value, and nothing is dead or idle."""
    pytest.importorskip("z3")
    report = prove_aid(pack, AID)
    assert [finding.text for finding in report.findings] == []
    assert report.is_proven
    assert {date(2026, 9, 11), date(2027, 12, 11)} <= set(report.spans)


def test_a_gap_and_an_overlap_in_the_aid_are_found(pack: Pack) -> None:
    pytest.importorskip("z3")
    from msgspec.structs import replace

    aid = pack.aids[AID]
    without = {key: rule for key, rule in aid.rules.items() if key != "where-users"}
    wider = replace(aid.rules["severe-not"], when={"is": {"case-severe-function": "no"}})
    for rules, kind, fact in (
        (without, "gap", "report-where"),
        ({**aid.rules, "severe-not": wider}, "overlap", "incident-severe"),
    ):
        broken = replace(pack, aids={AID: replace(aid, rules=rules)})
        found = {(finding.kind, finding.subject) for finding in prove_aid(broken, AID).findings}
        assert (kind, f"fact:{fact}") in found


@pytest.mark.parametrize("on", [date(2026, 9, 10), date(2026, 9, 11), date(2027, 12, 11)])
def test_solver_and_engine_agree(pack: Pack, on: date) -> None:
    z3 = pytest.importorskip("z3")
    view = narrowed(pack, AID)
    translation = Translation(z3, view, on)
    rng = Random(f"aid {on}")
    values = set()
    for _ in range(20):
        answers = {**complete_answers(pack, on, rng), **case_answers(rng)}
        result = look(answers, on)
        assert {fact: (result.value(fact),) for fact in view.facts} == translation.values(answers), answers
        values.add(result.value("report-duty"))
    assert values == ({"no"} if on < date(2026, 9, 11) else {"yes", "no"})


# -- walks -------------------------------------------------------------------------------------------------


LIKELY: dict[str, Any] = {
    "case-kind": "both",
    "case-aware-on": "2027-12-20",
    "case-evidence": "attack",
    "case-where": "own",
    "case-incident-event": "happened",
}


def look(answers: dict[str, Any], on: date) -> Assessment:
    """The aid's view without the check that two dates are in order, which random answers need not pass."""
    return Assessment(narrowed(PACK, AID), answers, on)


def case_answers(rng: Random) -> dict[str, Any]:
    """An answer to every question of the aid; those of an event to report come up often."""
    return {
        question.id: LIKELY[question.id]
        if question.id in LIKELY and rng.random() < 0.7
        else random_answer(narrowed(PACK, AID), question, rng)
        for question in PACK.aids[AID].questions.values()
    }


def situation(result: Assessment) -> dict[str, frozenset[Any]]:
    known: dict[str, frozenset[Any]] = {
        fact: frozenset(result.verdict(fact).possible) for fact in result.pack.facts
    }
    for shown in result.overlap():
        truths = {True, False} if shown.applies is None else {shown.applies}
        known[f"overlap:{shown.regime.id}"] = frozenset(truths)
    return known


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.sampled_from(DAYS))
def test_a_walk_ends_decided_and_no_answer_undoes_a_verdict(rng: Random, on: date) -> None:
    answers: dict[str, Any] = {}
    view = narrowed(PACK, AID)
    result = look(answers, on)
    before = situation(result)
    unsure = 0.15 if rng.random() < 0.5 else 0.0
    while asked := result.questions_to_ask():
        question = view.questions[asked[0]]
        assert question.id not in answers
        usual = LIKELY.get(question.id) or usual_answer(view, question, rng)
        answers[question.id] = NOT_SURE if rng.random() < unsure else usual
        result = look(answers, on)
        after = situation(result)
        assert {key for key in after if not after[key] <= before[key]} == set()
        before = after
    open_ = {goal for goal in result.goals if not result.verdict(goal).is_decided}
    if NOT_SURE not in answers.values():
        assert open_ == set()
    assert all(result.verdict(goal).hangs_on for goal in open_)


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.sampled_from(DAYS))
def test_a_further_answer_never_adds_a_possible_value(rng: Random, on: date) -> None:
    view = narrowed(PACK, AID)
    answers = {
        question.id: NOT_SURE if rng.random() < 0.1 else usual_answer(view, question, rng)
        for question in view.questions.values()
        if rng.random() < 0.6
    }
    before = situation(look(answers, on))
    missing = [q for q in view.questions.values() if answers.get(q.id, NOT_SURE) == NOT_SURE]
    for question in rng.sample(missing, min(6, len(missing))):
        answers[question.id] = random_answer(view, question, rng)
        after = situation(look(answers, on))
        assert {key for key in after if not after[key] <= before[key]} == set()
        before = after


# -- the interview stays as it is --------------------------------------------------------------------------


def test_the_interview_knows_no_question_of_the_aid(pack: Pack) -> None:
    assert not [name for name in pack.questions if name.startswith("case-")]
    assert all(name.startswith("case-") for name in pack.aids[AID].questions)
    assert {question.step for question in pack.aids[AID].questions.values()} == {"reporting"}
    assert not set(pack.facts) & set(pack.aids[AID].facts)
    assert not set(pack.rules) & set(pack.aids[AID].rules)


def test_role_and_scope_are_those_of_the_interview(pack: Pack) -> None:
    for _, case in CASES:
        product = {name: value for name, value in case.answers.items() if name in pack.questions}
        main, aid = assess(pack, product, case.on), outcome(pack, case)
        for fact in ("role", "scope", "full-duties", "digital-product"):
            assert aid.verdict(fact).possible == main.verdict(fact).possible


def test_the_aid_asks_for_no_record_of_the_interview(pack: Pack) -> None:
    asked = assess(pack, {}, date(2026, 11, 24), AID).questions_to_ask()
    assert "product-name" not in asked
    assert "own-brand" in asked
    assert "case-kind" in asked
