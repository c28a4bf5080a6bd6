"""What counts as an answer, and what is said of what does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crasuite.errors import AnswersError
from crasuite.rules import NOT_SURE, Pack, assess, load_pack
from crasuite.rules.answers import fitting, known_values, problem_with, problem_with_order
from tests.unit.rules.packs import make_pack

QUESTIONS = """
    - {id: digital, step: product, type: yes-no, text: Digital?, why: W., cites: [cra art-1]}
    - id: kind
      step: product
      type: choice
      text: What is it?
      why: W.
      options: [{id: lock, label: Lock}, {id: toy, label: Toy}, {id: other, label: Other}]
      cites: [cra art-1]
    - id: areas
      step: product
      type: multi
      text: Which areas?
      why: W.
      options: [{id: health, label: Health}, {id: radio, label: Radio}]
      cites: [cra art-1]
    - id: years
      step: product
      type: number
      minimum: 0
      maximum: 50
      text: Years?
      why: W.
      cites: [cra art-1]
    - {id: placed, step: product, type: date, text: When?, why: W., cites: [cra art-1]}
    - {id: name, step: product, type: text, text: Name?, why: W., cites: [cra art-1], record: "true"}
    - {id: category, step: product, type: category, text: Which?, why: W., cites: [cra art-1]}
    - id: rejected
      step: product
      type: category-reasons
      text: Why not?
      why: W.
      cites: [cra art-1]
      record: "true"
    - id: cover
      step: procedure
      type: matrix
      rows: requirements
      text: Covered?
      why: W.
      options: [{id: full, label: Full}, {id: part, label: Part}]
      cites: [cra art-1]
"""
STATE = """
    - id: state.standards
      title: Standards
      values: [none, some]
      entries: [{from: 2026-01-01, value: none, text: T, source: S, read_on: 2026-01-02, confidence: high}]
      cites: [cra art-1]
      user_fact: A standard
"""
REQUIREMENTS = """
    - id: p-1
      ref: Part I (1)
      title: First
      meaning: M.
      evidence: [E]
      nonconformities: [N]
      cites: [cra art-1]
      may_not_apply: "false"
    - id: p-2
      ref: Part I (2)
      title: Second
      meaning: M.
      evidence: [E]
      nonconformities: [N]
      cites: [cra art-1]
      may_not_apply: "true"
"""
CATEGORY = """
    id: I-1
    class: important-1
    number: 1
    title: Locks
    name: Locks
    description: D.
    core: C.
    counts: [A lock]
    does_not_count: [{text: A door}]
    synonyms: [lock]
    cites: [cra art-1]
"""
RULES = """
    facts: [{id: scope, title: Scope, values: [in, out]}]
    rules:
      - {id: r-in, decides: {scope: in}, when: {is: {digital: "yes"}}, because: B., cites: [cra art-1]}
      - {id: r-out, decides: {scope: out}, otherwise: "true", because: B., cites: [cra art-1]}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder: Path = tmp_path_factory.mktemp("pack")
    return make_pack(
        folder, questions=QUESTIONS, state=STATE, rules=RULES, goals="scope",
        requirements__all=REQUIREMENTS, categories__i_1=CATEGORY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "value", "known"),
    [
        ("digital", "yes", {"digital": "yes"}),
        ("digital", True, {"digital": "yes"}),
        ("digital", False, {"digital": "no"}),
        ("kind", "toy", {"kind": "toy"}),
        ("kind", {"one-of": ["toy", "lock"]}, {"kind": frozenset(("toy", "lock"))}),
        ("kind", {"one-of": ["toy"]}, {"kind": "toy"}),
        ("areas", [], {"areas": frozenset()}),
        ("areas", ["radio", "health", "radio"], {"areas": frozenset(("radio", "health"))}),
        ("years", 5, {"years": 5.0}),
        ("years", 2.5, {"years": 2.5}),
        ("placed", "2027-12-11", {"placed": date(2027, 12, 11)}),
        ("name", "Door lock = 1", {}),
        ("category", "I-1", {"category": "I-1"}),
        ("category", "none", {"category": "none"}),
        ("rejected", {"I-1": "Not a lock"}, {}),
        ("cover", {"p-1": "full", "p-2": "not-sure"}, {"cover/p-1": "full"}),
        ("cover", {}, {}),
        (
            "state.standards",
            {"value": "some", "reference": "OJ L 1", "date": "2026-02-01"},
            {"state.standards": "some"},
        ),
        ("digital", None, {}),
    ],
)
def test_a_good_answer(small: Pack, question: str, value: Any, known: dict[str, Any]) -> None:
    assert known_values(small, {question: value}) == known
    assert problem_with(small, question, value) == ""


def test_not_sure_answers_every_question_and_says_nothing(small: Pack) -> None:
    assert known_values(small, dict.fromkeys(small.questions, NOT_SURE)) == {}


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("digtal", "yes", "there is no question 'digtal'; did you mean 'digital'?"),
        ("state.standard", "some", "did you mean 'state.standards'?"),
        ("weather", "wet", "there is no question 'weather'"),
        ("digital", "ja", "'digital' has no option 'ja'"),
        ("digital", 1, "'digital' has no option 1"),
        ("kind", "tooy", "'kind' has no option 'tooy'; did you mean 'toy'? (options: lock, other, toy)"),
        ("kind", True, "'kind' has no option True"),
        ("kind", ["toy"], "'kind' has no option ['toy']"),
        ("kind", {"one-of": []}, 'an object must be {"one-of": [at least one option]}'),
        ("kind", {"one-of": "toy"}, 'an object must be {"one-of"'),
        ("kind", {"any-of": ["toy"]}, 'an object must be {"one-of"'),
        ("kind", {"one-of": ["toy", "tree"]}, "'kind' has no option 'tree'"),
        ("areas", "radio", "'areas' needs a list of options, got a text"),
        ("areas", ["radoi"], "did you mean 'radio'?"),
        ("areas", [["radio"]], "'areas' has no option ['radio']"),
        ("years", "5", "'years' needs a number, got a text"),
        ("years", True, "'years' needs a number, got true/false"),
        ("years", -1, "'years' must be at least 0, got -1"),
        ("years", 51, "'years' must be at most 50, got 51"),
        ("years", float("nan"), "'years' needs a number"),
        ("years", float("inf"), "'years' needs a number"),
        ("placed", "11.12.2027", "'placed' needs a date like 2027-12-11, got '11.12.2027'"),
        ("placed", "2027-02-29", "'placed' needs a date"),
        ("placed", "2027-W50-6", "'placed' needs a date"),
        ("placed", 20271211, "'placed' needs a date"),
        ("name", 7, "'name' needs a text, got a number"),
        ("name", "x" * 20_001, "'name' is longer than 20,000 characters"),
        ("rejected", ["I-1"], "'rejected' needs an object"),
        ("rejected", {"I-1": 1}, "'rejected' needs a text as reason for 'I-1', got a number"),
        ("rejected", {"I-9": "No"}, "'rejected' has no category 'I-9'; did you mean"),
        ("cover", "full", "'cover' needs an object"),
        ("cover", {"p-3": "full"}, "'cover' has no row 'p-3'; did you mean"),
        ("cover", {"p-1": "fully"}, "did you mean 'full'?"),
        ("state.standards", "some", "needs an object with value, reference and date"),
        (
            "state.standards",
            {"value": "many", "reference": "OJ", "date": "2026-02-01"},
            "has no value 'many'",
        ),
        ("state.standards", {"value": "some", "reference": " ", "date": "2026-02-01"}, "needs the reference"),
        ("state.standards", {"value": "some", "reference": "OJ", "date": "2026"}, "needs a date"),
    ],
)
def test_a_bad_answer_says_why(small: Pack, question: str, value: Any, words: str) -> None:
    assert words in problem_with(small, question, value)


def test_all_bad_answers_at_once(small: Pack) -> None:
    with pytest.raises(AnswersError) as caught:
        assess(small, {"digital": "ja", "kind": "tree", "nobody": 1, "years": 5}, date(2027, 1, 1))
    assert len(caught.value.problems) == 3
    assert caught.value.code == "ANSWERS-01"
    assert "3 problems" in caught.value.what


def test_one_of_several_options_counts_where_they_agree(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    answers: dict[str, Any] = {"digital": "yes", "sold": "yes", "kind": {"one-of": ["lock", "toy"]}}
    assert assess(pack, answers, date(2027, 1, 1)).value("class") == "important"
    answers["kind"] = {"one-of": ["lock", "other"]}
    assert assess(pack, answers, date(2027, 1, 1)).verdict("class").possible == ("default", "important")


def test_dates_in_the_wrong_order_are_refused_from_both_sides_and_left_out_of_a_file() -> None:
    pack = load_pack()
    wrong = {"first-placed-on": "2028-02-01", "last-placed-on": "2028-01-31"}
    with pytest.raises(AnswersError) as refused:
        assess(pack, wrong, date(2026, 11, 24))
    assert "'last-placed-on' (2028-01-31) comes before 'first-placed-on'" in refused.value.problems[0]
    early = problem_with_order(pack, "last-placed-on", date(2028, 1, 31), wrong)
    assert early == ("The last unit cannot come before the first one", date(2028, 2, 1))
    late = problem_with_order(pack, "first-placed-on", date(2028, 2, 1), wrong)
    assert late == ("The first unit cannot come after the last one", date(2028, 1, 31))
    assert problem_with_order(pack, "last-placed-on", date(2028, 2, 1), wrong) is None
    assert fitting(pack, {**wrong, "gone": "yes", "form": "hardwear"}) == {"first-placed-on": "2028-02-01"}
