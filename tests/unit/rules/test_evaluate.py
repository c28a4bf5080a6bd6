"""Verdicts, what they hang on, their reasons, and which answers count."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from crasuite.rules import NOT_SURE, Assessment, Pack, assess, load_pack
from crasuite.rules.evaluate import Change, compare
from tests.unit.rules.packs import SHOP_QUESTIONS, make_pack

ON = date(2027, 1, 1)
MORE_RULES = """
    duties:
      - {id: d-report, title: Report, text: T., when: {is: {scope: in}}, from: 2026-09-11, cites: [cra art-1]}
      - id: d-lock
        title: Lock it
        text: Lock.
        when: {all: [{is: {scope: in}}, {is: {kind: lock}}]}
        from: 2027-12-11
        cites: [cra art-1]
    neighbours:
      - {id: n-toys, law: Toys, effect: watch, when: {is: {kind: toy}}, text: Toys., cites: [cra art-1]}
"""
STATE = """
    - id: state.standards
      title: Standards
      values: [none, some]
      entries:
        - {from: 2026-01-01, value: none, text: None yet, source: S, read_on: 2026-01-02, confidence: high}
        - {from: 2027-06-01, value: some, text: One, source: S, read_on: 2027-06-02, confidence: high}
      cites: [cra art-1]
      user_fact: A standard
"""
RECORD = """
    - {id: name, step: product, type: text, text: Name?, why: W., cites: [cra art-1], record: "true"}
    - id: reasons
      step: class
      type: long-text
      text: Why this class?
      why: W.
      cites: [cra art-1]
      record: "true"
      ask_when: {is: {scope: in}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder: Path = tmp_path_factory.mktemp("shop")
    return make_pack(folder, questions=SHOP_QUESTIONS, rules__more=MORE_RULES, questions__20=RECORD)


def look(pack: Pack, **answers: Any) -> Assessment:
    return assess(pack, answers, ON)


# -- verdicts ----------------------------------------------------------------------------------------------


def test_nothing_answered_leaves_everything_open(shop: Pack) -> None:
    result = look(shop)
    scope = result.verdict("scope")
    assert (scope.value, scope.possible, scope.hangs_on) == (None, ("in", "out"), ("digital", "sold"))
    assert not scope.is_decided
    assert result.verdict("class").possible == ("default", "important", "none")
    assert result.verdict("class").hangs_on == ("digital", "sold", "kind")


def test_one_sufficient_answer_decides(shop: Pack) -> None:
    result = look(shop, digital="no")
    assert result.value("scope") == "out"
    assert result.value("class") == "none"
    assert result.verdict("scope").hangs_on == ()
    assert [rule.id for rule in result.verdict("scope").rules] == ["out-not-digital"]


def test_not_sure_is_never_read_as_no(shop: Pack) -> None:
    result = look(shop, digital=NOT_SURE, sold="yes", kind="lock")
    assert result.verdict("scope").possible == ("in", "out")
    assert result.verdict("class").possible == ("important", "none")
    assert result.open_points == ("digital",)
    assert "digital" not in result.questions_to_ask()


def test_an_open_class_keeps_the_order_of_the_pack(shop: Pack) -> None:
    assert look(shop, digital="yes", sold="yes").verdict("class").possible == ("default", "important")


def test_what_every_missing_answer_leads_to_is_decided(tmp_path: Path) -> None:
    """Three-valued logic alone would leave this open: `kind` decides two facts that always end alike."""
    rules = """
        facts:
          - {id: inner, title: I, values: [x, y]}
          - {id: outer, title: O, values: [same, other]}
        rules:
          - {id: i-x, decides: {inner: x}, when: {is: {kind: lock}}, because: B., cites: [cra art-1]}
          - {id: i-y, decides: {inner: y}, when: {not: {is: {kind: lock}}}, because: B., cites: [cra art-1]}
          - {id: o-x, decides: {outer: same}, when: {is: {inner: x}}, because: B., cites: [cra art-1]}
          - id: o-y
            decides: {outer: same}
            when: {all: [{is: {inner: y}}, {not: {is: {kind: lock}}}]}
            because: B.
            cites: [cra art-1]
          - {id: o-no, decides: {outer: other}, otherwise: "true", because: Never., cites: [cra art-1]}
    """
    pack = make_pack(tmp_path, rules=rules, goals="outer")
    verdict = look(pack).verdict("outer")
    assert (verdict.value, verdict.hangs_on) == ("same", ())
    assert look(pack).questions_to_ask() == ()
    steps = look(pack).trace("outer")
    assert {step.rule.id for step in steps} == {"o-x", "o-y"}


# -- questions ---------------------------------------------------------------------------------------------


def test_only_what_can_still_change_something_is_asked_in_order(shop: Pack) -> None:
    assert look(shop).questions_to_ask() == ("digital", "sold", "kind", "name")
    assert look(shop, digital="yes", sold="yes").questions_to_ask() == ("kind", "name", "reasons")
    # `kind` stays: it shows or hides a neighbouring law whatever the scope is.
    assert look(shop, digital="no").questions_to_ask() == ("kind", "name")
    assert look(shop, digital="no", kind="other", name="Lamp").questions_to_ask() == ()


def test_record_questions_wait_until_they_are_needed(shop: Pack) -> None:
    assert look(shop).asked == {"name"}
    assert look(shop).may_be_asked == {"name", "reasons"}
    assert look(shop, digital="no").may_be_asked == {"name"}


def test_an_answer_that_changes_nothing_is_unused(shop: Pack) -> None:
    result = look(shop, digital="no", sold="yes", kind="toy", name="Lamp", reasons="Old text")
    assert result.unused == ("sold", "reasons")
    assert result.used_answers() == ("digital", "kind", "name")


def test_of_two_answers_that_each_suffice_one_counts(shop: Pack) -> None:
    result = look(shop, digital="no", sold="no", kind="other")
    assert result.unused == ("sold",)
    assert result.carried_by("scope") == ("digital",)
    assert result.carried_by("class") == ("digital",)


def test_a_not_sure_that_no_longer_matters_is_no_open_point(shop: Pack) -> None:
    assert look(shop, digital="no", sold=NOT_SURE, kind=NOT_SURE).open_points == ("kind",)
    assert look(shop, digital="no", sold=NOT_SURE, kind=NOT_SURE).unused == ("sold",)


# -- reasons -----------------------------------------------------------------------------------------------


def test_trace_goes_from_answers_to_the_verdict(shop: Pack) -> None:
    steps = look(shop, digital="yes", sold="yes", kind="lock").trace("class")
    assert [step.rule.id for step in steps] == ["in-all", "important-kind"]
    assert steps[0].answers == (("digital", "yes"), ("sold", "yes"))
    assert steps[1].answers == (("kind", "lock"),)
    assert steps[1].fact == "class"
    assert steps[1].rule.cites == ("cra art-2",)


def test_trace_names_every_rule_that_fired(shop: Pack) -> None:
    steps = look(shop, digital="no", sold="no").trace("class")
    assert [step.rule.id for step in steps] == ["out-not-digital", "out-not-sold", "none-out"]


def test_an_open_verdict_has_no_trace(shop: Pack) -> None:
    assert look(shop, digital="yes").trace("class") == ()


@pytest.mark.parametrize("goal", ["scope", "class"])
def test_every_answer_that_carries_a_verdict_is_needed(shop: Pack, goal: str) -> None:
    answers = {"digital": "yes", "sold": "yes", "kind": "lock", "name": "Lock"}
    result = look(shop, **answers)
    carried = result.carried_by(goal)
    alone = {name: answers[name] for name in carried}
    assert look(shop, **alone).value(goal) == result.value(goal)
    for name in carried:
        rest = {key: value for key, value in alone.items() if key != name}
        assert look(shop, **rest).value(goal) is None


# -- what an answer would do -------------------------------------------------------------------------------


def test_outcomes_of_each_option(shop: Pack) -> None:
    result = look(shop, digital="yes", sold="yes")
    assert result.outcomes("class", "kind") == {
        "lock": ("important",),
        "other": ("default",),
        "toy": ("important",),
    }
    assert result.outcomes("scope", "digital") == {"yes": ("in",), "no": ("out",)}
    assert result.outcomes("scope", "name") == {}


def test_compare_lists_what_changed(shop: Pack) -> None:
    before = look(shop, digital="yes", sold="yes", kind="lock")
    after = before.with_answer("kind", "toy")
    assert compare(before, after) == (
        Change("duty", "d-lock", "yes", "no"),
        Change("neighbour", "n-toys", "no", "yes"),
    )
    out = before.with_answer("sold", "no")
    assert compare(before, out)[:2] == (
        Change("verdict", "scope", "in", "out"),
        Change("verdict", "class", "important", "none"),
    )
    assert compare(before, before.with_answer("kind", None))[0] == Change(
        "verdict", "class", "important", "open"
    )
    assert compare(before, before) == ()


def test_taking_an_answer_back_does_not_touch_the_first_assessment(shop: Pack) -> None:
    before = look(shop, digital="no")
    assert before.with_answer("digital", None).value("scope") is None
    assert before.value("scope") == "out"


def test_duties_and_neighbours_are_open_yes_or_no(shop: Pack) -> None:
    result = look(shop, digital="yes", sold="yes")
    assert [(item.entry.id, item.applies, item.hangs_on) for item in result.duties()] == [
        ("d-report", True, ()),
        ("d-lock", None, ("kind",)),
    ]
    assert [(item.entry.id, item.applies) for item in result.neighbours()] == [("n-toys", None)]
    assert [item.applies for item in look(shop, digital="no").duties()] == [False, False]


# -- state of play -----------------------------------------------------------------------------------------

STATE_RULES = """
    facts: [{id: route, title: Route, values: [open, closed]}]
    rules:
      - id: r-open
        decides: {route: open}
        when: {is: {state.standards: some}}
        because: B.
        cites: [cra art-1]
      - {id: r-closed, decides: {route: closed}, otherwise: "true", because: B., cites: [cra art-1]}
"""


@pytest.fixture
def dated(tmp_path: Path) -> Pack:
    return make_pack(tmp_path, rules=STATE_RULES, state=STATE, goals="route")


@pytest.mark.parametrize(
    ("on", "value"),
    [(date(2025, 1, 1), "closed"), (date(2027, 5, 31), "closed"), (date(2027, 6, 1), "open")],
)
def test_the_state_of_play_is_that_of_the_day(dated: Pack, on: date, value: str) -> None:
    result = assess(dated, {}, on)
    assert result.value("route") == value
    assert not result.states[0].stated


def test_a_stated_newer_fact_is_used_and_marked(dated: Pack) -> None:
    stated = {"value": "some", "reference": "OJ L, 2026/1", "date": "2026-12-01"}
    result = assess(dated, {"state.standards": stated}, date(2026, 12, 1))
    assert result.value("route") == "open"
    used = result.states[0]
    assert (used.stated, used.reference, used.on) == (True, "OJ L, 2026/1", date(2026, 12, 1))
    assert used.entry.value == "none"  # what the pack itself says
    assert result.trace("route")[0].answers == (("state.standards", stated),)


def test_a_stated_fact_does_not_work_before_its_day(dated: Pack) -> None:
    stated = {"value": "some", "reference": "OJ L, 2026/1", "date": "2026-12-01"}
    result = assess(dated, {"state.standards": stated}, date(2026, 11, 30))
    assert result.value("route") == "closed"
    assert not result.states[0].stated


REQUIREMENT = """
- id: {}
  ref: R
  title: T
  meaning: M.
  evidence: [E]
  nonconformities: [N]
  cites: [cra art-1]
  may_not_apply: "false"
"""


# -- a matrix ----------------------------------------------------------------------------------------------


def test_rows_of_a_matrix_are_answered_one_by_one(tmp_path: Path) -> None:
    questions = """
        - id: cover
          step: procedure
          type: matrix
          rows: requirements
          text: C?
          why: W.
          options: [{id: full, label: Full}, {id: part, label: Part}]
          cites: [cra art-1]
    """
    rules = """
        facts: [{id: all-covered, title: All, values: ["yes", "no"]}]
        rules:
          - id: r-yes
            decides: {all-covered: "yes"}
            when: {every: {cover: full}}
            because: B.
            cites: [cra art-1]
          - {id: r-no, decides: {all-covered: "no"}, otherwise: "true", because: B., cites: [cra art-1]}
    """
    requirements = REQUIREMENT.format("p-1") + REQUIREMENT.format("p-2")
    pack = make_pack(
        tmp_path, questions=questions, rules=rules, goals="all-covered", requirements__all=requirements
    )
    half = assess(pack, {"cover": {"p-1": "full"}}, ON)
    assert half.verdict("all-covered").hangs_on == ("cover",)
    assert half.open_points == ("cover",)
    assert assess(pack, {"cover": {"p-1": "full", "p-2": "full"}}, ON).value("all-covered") == "yes"
    decided = assess(pack, {"cover": {"p-1": "part", "p-2": "not-sure"}}, ON)
    assert decided.value("all-covered") == "no"
    assert decided.carried_by("all-covered") == ("cover",)
    assert decided.trace("all-covered")[0].answers == (("cover", {"p-1": "part", "p-2": "not-sure"}),)


def test_a_newer_entry_of_the_pack_goes_before_an_older_statement(tmp_path: Path) -> None:
    """A stated fact counts from its own day on, until the pack itself knows something later."""
    pack = load_pack()
    item = next(iter(pack.state.values()))
    known = item.entries[0]
    later = replace(known, from_=date(2027, 5, 1), value=item.values[0])
    newer = replace(pack, state={**pack.state, item.id: replace(item, entries=(known, later))})
    stated = {item.id: {"value": item.values[1], "reference": "Official Journal", "date": "2027-02-01"}}

    def used(pack: Pack, on: date) -> tuple[str, bool]:
        (found,) = (one for one in assess(pack, stated, on).states if one.id == item.id)
        return found.value, found.stated

    assert used(pack, date(2027, 1, 31)) == (item.values[0], False)
    assert used(pack, date(2027, 2, 1)) == (item.values[1], True)
    assert used(newer, date(2027, 4, 30)) == (item.values[1], True)
    assert used(newer, date(2027, 5, 1)) == (item.values[0], False)
