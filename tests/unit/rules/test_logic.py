"""Three-valued conditions: exhaustive tables, and random conditions against every completion."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.rules.logic import (
    FALSE,
    TRUE,
    All,
    AnswerIs,
    Any_,
    AtLeast,
    Atom,
    ConditionError,
    FactIs,
    Has,
    Names,
    Node,
    Not,
    Truth,
    date_variables,
    parse,
    parse_date,
)
from crasuite.rules.machine import Machine, State

YES_NO = frozenset(("yes", "no"))
LETTERS = ("a", "b", "c")
NAMES = Names(
    choices={
        **dict.fromkeys(LETTERS, YES_NO),
        "colour": frozenset(("red", "green", "blue")),
        "cover/p1": frozenset(("full", "part", "none")),
        "cover/p2": frozenset(("full", "part", "none")),
    },
    multis={"areas": frozenset(("health", "radio", "toys"))},
    numbers=frozenset(("years", "use")),
    dates=frozenset(("placed", "ended")),
    facts={"scope": frozenset(("in", "partly", "out"))},
    matrices={"cover": ("cover/p1", "cover/p2")},
)
SCOPE = {
    "in": AnswerIs("colour", frozenset(("red",))),
    "partly": AnswerIs("colour", frozenset(("green",))),
    "out": AnswerIs("colour", frozenset(("blue",))),
}
ATOM = {letter: AnswerIs(letter, frozenset(("yes",))) for letter in LETTERS}
ANSWER: dict[Truth, str | None] = {True: "yes", False: "no", None: None}


def situation(node: Node, values: dict[str, Any]) -> State:
    machine = Machine(NAMES, ["scope"], {"scope": SCOPE}, [node])
    return State(machine, {name: value for name, value in values.items() if value is not None})


def truth(node: Node, values: dict[str, Any]) -> Truth:
    return situation(node, values).holds(node)


def left_over(node: Node, values: dict[str, Any]) -> set[str]:
    state = situation(node, values)
    return set(state.machine.names(state.left_over(node)))


def condition(**body: Any) -> Node:
    return parse({name.replace("_", "-"): value for name, value in body.items()}, NAMES)


# -- tables ------------------------------------------------------------------------------------------------


def kleene_all(values: tuple[Truth, ...]) -> Truth:
    return False if False in values else None if None in values else True


def kleene_any(values: tuple[Truth, ...]) -> Truth:
    return True if True in values else None if None in values else False


@pytest.mark.parametrize("given_values", list(product((True, False, None), repeat=3)))
def test_all_and_any_follow_the_strong_tables(given_values: tuple[Truth, ...]) -> None:
    answers = {letter: ANSWER[value] for letter, value in zip(LETTERS, given_values, strict=True)}
    parts = tuple(ATOM.values())
    assert truth(All(parts), answers) is kleene_all(given_values)
    assert truth(Any_(parts), answers) is kleene_any(given_values)


@pytest.mark.parametrize(("value", "expected"), [(True, False), (False, True), (None, None)])
def test_not(value: Truth, expected: Truth) -> None:
    assert truth(Not(ATOM["a"]), {"a": ANSWER[value]}) is expected


@pytest.mark.parametrize("given_values", list(product((True, False, None), repeat=3)))
@pytest.mark.parametrize("node", [All(tuple(ATOM.values())), Any_(tuple(ATOM.values())), Not(ATOM["a"])])
def test_a_further_answer_never_changes_a_known_truth(node: Node, given_values: tuple[Truth, ...]) -> None:
    answers = {letter: ANSWER[value] for letter, value in zip(LETTERS, given_values, strict=True)}
    before = truth(node, answers)
    for letter in LETTERS:
        if answers[letter] is None:
            after = {truth(node, {**answers, letter: answer}) for answer in ("yes", "no")}
            assert before is None or after == {before}


def test_only_children_that_can_still_change_something_are_left_over() -> None:
    node = Any_((All((ATOM["a"], ATOM["b"])), ATOM["c"]))
    assert left_over(node, {}) == {"a", "b", "c"}
    assert left_over(node, {"a": "no"}) == {"c"}
    assert left_over(node, {"a": "no", "c": "yes"}) == set()
    assert left_over(Not(node), {"a": "yes", "b": "no"}) == {"c"}


def test_constants() -> None:
    assert truth(TRUE, {}) is True
    assert truth(FALSE, {}) is False
    assert left_over(TRUE, {}) == set()


# -- atoms -------------------------------------------------------------------------------------------------


def test_is_with_one_of_several_possible_answers() -> None:
    warm = condition(**{"is": {"colour": ["red", "green"]}})
    assert truth(warm, {"colour": "red"}) is True
    assert truth(warm, {"colour": "blue"}) is False
    assert truth(warm, {"colour": frozenset(("red", "green"))}) is True
    assert truth(warm, {"colour": frozenset(("red", "blue"))}) is None
    assert truth(condition(**{"is": {"colour": "red"}}), {"colour": frozenset(("green", "blue"))}) is False


def test_has_needs_one_of_the_options() -> None:
    node = condition(has={"areas": ["health", "toys"]})
    assert truth(node, {}) is None
    assert truth(node, {"areas": frozenset(("toys", "radio"))}) is True
    assert truth(node, {"areas": frozenset(("radio",))}) is False
    assert truth(node, {"areas": frozenset()}) is False
    assert left_over(node, {}) == {"areas"}


def test_numbers_compare_with_a_limit_or_another_answer() -> None:
    assert truth(condition(at_least={"years": "5"}), {"years": 5.0}) is True
    assert truth(condition(less_than={"years": "5"}), {"years": 5.0}) is False
    assert truth(condition(less_than={"years": "5"}), {"years": 4.9}) is True
    pair = condition(at_least={"years": {"answer": "use"}})
    assert truth(pair, {"years": 5.0, "use": 5.0}) is True
    assert truth(pair, {"years": 4.0, "use": 5.0}) is False
    assert truth(pair, {"years": 4.0}) is None
    assert left_over(pair, {"years": 4.0}) == {"use"}
    assert left_over(pair, {}) == {"years", "use"}


def test_dates_compare_by_day() -> None:
    later = condition(on_or_after={"placed": "2027-12-11"})
    assert truth(later, {"placed": date(2027, 12, 11)}) is True
    assert truth(later, {"placed": date(2027, 12, 10)}) is False
    assert truth(condition(before={"placed": "2027-12-11"}), {"placed": date(2027, 12, 10)}) is True
    assert truth(later, {}) is None


def test_rows_of_a_matrix() -> None:
    every, some = condition(every={"cover": ["full"]}), condition(some={"cover": "none"})
    assert truth(every, {"cover/p1": "full", "cover/p2": "full"}) is True
    assert truth(every, {"cover/p1": "part"}) is False
    assert truth(every, {"cover/p1": "full"}) is None
    assert truth(some, {"cover/p2": "none"}) is True
    assert left_over(every, {"cover/p1": "full"}) == {"cover/p2"}


def test_a_fact_is_known_as_far_as_its_values_allow() -> None:
    covered = condition(**{"is": {"scope": ["in", "partly"]}})
    assert truth(covered, {"colour": frozenset(("red", "green"))}) is True
    assert truth(covered, {"colour": "blue"}) is False
    assert truth(covered, {}) is None
    assert left_over(covered, {}) == {"colour"}


def test_atoms_are_found_at_every_depth() -> None:
    node = All((Not(Any_((ATOM["a"], ATOM["b"]))), TRUE))
    assert [type(atom) for atom in node.atoms()] == [AnswerIs, AnswerIs, type(TRUE)]
    assert all(isinstance(atom, Atom) for atom in node.atoms())


# -- random conditions -------------------------------------------------------------------------------------

DOMAINS: dict[str, tuple[Any, ...]] = {
    "a": ("yes", "no"),
    "b": ("yes", "no"),
    "colour": ("red", "green", "blue"),
    "areas": (frozenset(), frozenset(("health",)), frozenset(("radio", "toys"))),
    "years": (4.0, 5.0, 6.0),
    "placed": (date(2027, 12, 10), date(2027, 12, 11)),
}
ATOMS: st.SearchStrategy[Node] = st.sampled_from(
    [
        ATOM["a"],
        ATOM["b"],
        AnswerIs("colour", frozenset(("red", "blue"))),
        FactIs("scope", frozenset(("in", "partly"))),
        Has("areas", frozenset(("health", "toys"))),
        AtLeast("years", 5.0),
        AtLeast("placed", date(2027, 12, 11)),
    ]
)
CONDITIONS: st.SearchStrategy[Node] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda nodes: All(tuple(nodes))),
        st.lists(inner, min_size=1, max_size=3).map(lambda nodes: Any_(tuple(nodes))),
        inner.map(Not),
    ),
    max_leaves=8,
)
PARTIAL = st.fixed_dictionaries({name: st.sampled_from((None, *domain)) for name, domain in DOMAINS.items()})


@given(CONDITIONS, PARTIAL)
def test_a_known_truth_is_that_of_every_completion(node: Node, values: dict[str, Any]) -> None:
    known = {name: value for name, value in values.items() if value is not None}
    missing = {name: domain for name, domain in DOMAINS.items() if name not in known}
    state = situation(node, known)
    before, left = state.holds(node), set(state.machine.names(state.left_over(node)))
    assert (left == set()) == (before is not None)
    assert left <= set(missing)
    for chosen in product(*missing.values()):
        completion = dict(zip(missing, chosen, strict=True))
        after = state.fork(completion)
        assert after.holds(node) in (True, False)
        assert after.holds(node) is truth(node, {**known, **completion})  # a fork is like starting anew
        if before is not None:
            assert after.holds(node) is before


@given(CONDITIONS, PARTIAL)
def test_what_is_not_left_over_cannot_change_the_truth(node: Node, values: dict[str, Any]) -> None:
    known = {name: value for name, value in values.items() if value is not None}
    state = situation(node, known)
    left = set(state.machine.names(state.left_over(node)))
    others = {name: domain for name, domain in DOMAINS.items() if name not in known and name not in left}
    for chosen in product(*others.values()):
        assert state.fork(dict(zip(others, chosen, strict=True))).holds(node) is state.holds(node)


# -- what is no condition ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("yes", "exactly one key"),
        ({}, "exactly one key"),
        ({"is": {"a": "yes"}, "not": {}}, "exactly one key"),
        ({"all": []}, "needs a list"),
        ({"any": {"is": {"a": "yes"}}}, "needs a list"),
        ({"xor": []}, "unknown operator 'xor'"),
        ({"is": "a"}, "exactly one name"),
        ({"is": {"a": "yes", "b": "yes"}}, "exactly one name"),
        ({"is": {"a": "maybe"}}, "'a' has no value maybe"),
        ({"is": {"a": []}}, "compared with nothing"),
        ({"is": {"areas": "health"}}, "neither a fact nor a question with one choice"),
        ({"is": {"nobody": "yes"}}, "neither a fact nor a question with one choice"),
        ({"has": {"a": "yes"}}, "no question with several choices"),
        ({"has": {"areas": "sea"}}, "'areas' has no value sea"),
        ({"at-least": {"placed": "5"}}, "no number question"),
        ({"at-least": {"years": "many"}}, "no number"),
        ({"at-least": {"years": {"answer": "placed"}}}, "no number question"),
        ({"less-than": {"years": {"answer": "use", "or": "x"}}}, "no number question"),
        ({"on-or-after": {"years": "2027-12-11"}}, "no date question"),
        ({"before": {"placed": "11.12.2027"}}, "no date like"),
        ({"before": {"placed": "2027-W50-6"}}, "no date like"),
        ({"every": {"areas": "full"}}, "no matrix question"),
        ({"some": {"cover": "most"}}, "no value most"),
        ({"not": {"all": [{"is": {"a": "maybe"}}]}}, "no value maybe"),
        ({"is": {"a": {"": None}}}, "something that is no value"),
        ({"has": {"areas": [["health"]]}}, "something that is no value"),
        ({"some": {"cover": {}}}, "something that is no value"),
        ({"at-least": {"years": {"answer": ["use"]}}}, "no number question"),
    ],
)
def test_a_wrong_condition_says_what_is_wrong(body: Any, words: str) -> None:
    with pytest.raises(ConditionError, match=words):
        parse(body, NAMES)


@pytest.mark.parametrize(
    "text", ["2027-02-29", "20271211", "2027-W50-6", "2027-12-11T00:00", "", "２０２７-12-11"]
)
def test_only_one_spelling_of_a_date(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


def test_variables_of_a_date_expression() -> None:
    expression = {
        "end-of-month": {
            "add-years": [{"later-of": [{"answer": "placed"}, {"answer": "ended"}]}, {"answer": "years"}]
        }
    }
    assert date_variables(expression, NAMES) == {"placed", "ended", "years"}
    assert date_variables("2027-12-11", NAMES) == set()


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("soon", "no date like"),
        ({"answer": "years"}, "no date question"),
        ({"add-years": ["2027-12-11"]}, "needs a list of two"),
        ({"add-years": ["2027-12-11", "some"]}, "no number of years"),
        ({"add-years": ["2027-12-11", {"answer": "placed"}]}, "no number question"),
        ({"later-of": "2027-12-11"}, "needs a list of two"),
        ({"soonest-of": ["2027-12-11", "2027-12-12"]}, "unknown date operator"),
        ({"answer": "placed", "add-years": []}, "exactly one key"),
        (["2027-12-11"], "exactly one key"),
        ({"answer": ["placed"]}, "no date question"),
        ({"add-years": ["2027-12-11", {"answer": {"a": "b"}}]}, "no number question"),
    ],
)
def test_a_wrong_date_expression_says_what_is_wrong(expression: Any, words: str) -> None:
    with pytest.raises(ConditionError, match=words):
        date_variables(expression, NAMES)
