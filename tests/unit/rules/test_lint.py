"""House rules of a pack: each is broken once here, in a pack that is otherwise clean."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from crasuite.rules import lint
from tests.unit.rules.packs import SHOP_QUESTIONS, SHOP_RULES, write_pack

NAME = '- {id: name, step: support, type: text, text: Name?, why: W., cites: [cra art-1], record: "true"}\n'
STATE = """
- id: state.standards
  title: Standards
  values: [none, some]
  entries:
    - {from: 2026-01-01, value: none, text: None yet, source: S, read_on: 2026-01-02, confidence: high}
    - {from: 2026-06-01, value: some, text: One, source: S, read_on: 2026-06-02, confidence: high}
  cites: [cra art-1]
  user_fact: A standard
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
synonyms: [lock, bolt]
cites: [cra art-1]
"""
PROCEDURE = """
id: procedure-a
procedure: A
title: Module A
who: You
summary: S
fits_when: F
you_hand_over: Nothing
while_you_sell: Control
papers: []
declared_as: Module A
marking: [{id: mark-a, text: No number follows the mark., cites: [cra art-1]}]
groups:
  - title: First
    steps:
      - {id: pc-a-01, text: Do it., who: You, evidence: E, basis: [cra art-1]}
"""
USES_STATE = """
facts: [{id: route, title: R, values: [open, closed], goal: "true"}]
rules:
  - {id: r-o, decides: {route: open}, when: {is: {state.standards: some}}, because: B., cites: [cra art-1]}
  - {id: r-c, decides: {route: closed}, otherwise: "true", because: B., cites: [cra art-1]}
"""


def found(folder: Path, *, notes: bool = False, **parts: str) -> list[str]:
    problems = lint.lint_pack(write_pack(folder, **parts))
    return [str(problem) for problem in problems if notes or not problem.is_note]


def test_a_clean_pack_has_no_problem(tmp_path: Path) -> None:
    parts = {"state": STATE, "rules__state": USES_STATE, "questions__90": NAME, "categories__i_1": CATEGORY}
    assert found(tmp_path, documents__procedure_a=PROCEDURE, **parts) == []


def test_what_the_loader_finds_is_passed_on_with_its_place(tmp_path: Path) -> None:
    text = SHOP_QUESTIONS.replace("kind\n", "kind\n      smell: none\n")
    problem = found(tmp_path, questions=text)[0]
    assert problem == "questions/10-all.yaml:3: entry 'kind': there is no key 'smell' here"


QUESTION_RULES = [
    ("id: other", "id: Other", "the id 'Other' is not written like the others"),
    ("It matters.", "It  matters.", "the why of 'digital' has blanks too many"),
    ("It matters.", '" It matters."', "has blanks too many"),
    ("It matters.", "It shall matter.", "says “shall”, which we do not"),
    ("It matters.", "Please read on.", "says “Please”, which we do not"),
    ("It matters.", "It matters!", "says “!”, which we do not"),
    ("Is it sold?", "'Is {name} sold?'", "has “{name}”; only {product} is filled in"),
    ("Is it sold?", "'Is {product sold?'", "has “{”; only {product}"),
    ("A lock", "' '", "the option 'lock' of 'kind' is empty"),
    ("step: product", "step: support", "of step product stands after one of step support"),
    ("type: choice", 'optional: "true"\n      type: choice', "is optional, which only a record"),
    ("type: choice", "minimum: 1\n      type: choice", "takes no minimum or maximum"),
    ("type: choice", "rows: requirements\n      type: choice", "rows belong to a matrix"),
    (
        "type: choice",
        "not_before: {question: digital, too_early: E, too_late: L}\n      type: choice",
        "not_before takes two different date questions",
    ),
]
RULE_RULES = [
    ("[in, out]", "[in, out, partly]", "no rule gives 'scope' the value 'partly'"),
    ("[in, out]", "[in, out, in]", "the value 'in' stands twice"),
    ("[in, out]", "[in, out], words: {inside: In}", "'inside' is no value of 'scope'"),
    (
        "because: Not s",
        "from: 2027-02-01\n        until: 2027-01-01\n        because: S",
        "ends before it begins",
    ),
    ("because: Not s", "except: [none-out]\n        because: S", "decides another fact"),
    ("because: Not s", "except: [out-not-sold]\n        because: S", "is its own exception"),
    ("because: Digital", "except: [none-out], because: Digital", "'otherwise' takes no exceptions"),
    ("title: Scope", "title: 'Scope  '", "has blanks too many"),
]


@pytest.mark.parametrize(("old", "new", "words"), QUESTION_RULES)
def test_house_rules_of_questions(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in SHOP_QUESTIONS
    problems = found(tmp_path, questions=SHOP_QUESTIONS.replace(old, new, 1))
    assert any(words in problem for problem in problems), problems


@pytest.mark.parametrize(("old", "new", "words"), RULE_RULES)
def test_house_rules_of_facts_and_rules(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in SHOP_RULES
    problems = found(tmp_path, rules=SHOP_RULES.replace(old, new, 1))
    assert any(words in problem for problem in problems), problems


@pytest.mark.parametrize("name", ["Kind", "kind_1", "kind--1", "-kind", "art-2."])
def test_ids_are_kebab_case(tmp_path: Path, name: str) -> None:
    problems = found(tmp_path, questions__90=NAME.replace("id: name", f"id: '{name}'"))
    assert problems == [f"questions/90.yaml:1: the id '{name}' is not written like the others"]


def test_blanks_at_the_end_of_a_line_have_their_line(tmp_path: Path) -> None:
    assert found(tmp_path, terms="# words \n") == ["terms.yaml:1: blanks at the end of the line"]


def test_files_that_nothing_reads(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "rules" / "old.yml").write_text("facts: []\n")
    (tmp_path / "notes.txt").write_text("x\n")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "locks.yaml").write_text("[]\n")
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n")
    assert found(tmp_path) == [
        "notes.txt:1: nothing reads this file",
        "rules/old.yml:1: nothing reads this file",
    ]


def test_a_question_that_nothing_reads(tmp_path: Path) -> None:
    lonely = NAME.replace(', record: "true"', "")
    problem = "nothing reads the question 'name', and it is not asked for the record"
    assert found(tmp_path, questions__90=lonely) == [f"questions/90.yaml:1: {problem}"]


def test_a_question_that_only_asks_for_another(tmp_path: Path) -> None:
    texts = "- {id: gate, step: support, type: yes-no, text: Gate?, why: W., cites: [cra art-1]}\n"
    texts += NAME.replace('record: "true"', 'record: "true", ask_when: {is: {gate: "yes"}}')
    assert "other than to ask another question" in found(tmp_path, questions__90=texts)[0]


def test_a_question_of_the_timeline_is_read(tmp_path: Path) -> None:
    questions = "- {id: day, step: support, type: date, text: When?, why: W., cites: [cra art-1]}\n"
    rules = "timeline: [{id: t-day, title: Day, date: {answer: day}, cites: [cra art-1]}]\n"
    assert found(tmp_path, questions__90=questions, rules__t=rules) == []


def test_a_fact_that_nothing_reads(tmp_path: Path) -> None:
    problems = found(tmp_path, goals="scope")
    assert "rules/all.yaml:3: nothing reads the fact 'class', and it is no goal" in problems


def test_a_state_of_play_that_nothing_reads(tmp_path: Path) -> None:
    assert found(tmp_path, state=STATE) == ["state.yaml:1: no rule reads 'state.standards'"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("from: 2026-06-01", "from: 2026-01-01", "are not in order of their dates"),
        ("[none, some]", "[none, some, some]", "the value 'some' stands twice"),
        ("cites:", "labels: {many: Many}\n  cites:", "'many' is no value of 'state.standards'"),
        ("state.standards", "standards", "the id 'standards' is not written like the others"),
    ],
)
def test_the_state_of_play(tmp_path: Path, old: str, new: str, words: str) -> None:
    rules = USES_STATE.replace("state.standards", "standards") if old == "state.standards" else USES_STATE
    problems = found(tmp_path, state=STATE.replace(old, new, 1), rules__state=rules)
    assert any(words in problem for problem in problems), problems


def test_options_that_no_condition_names(tmp_path: Path) -> None:
    text = SHOP_QUESTIONS.replace("{id: other,", "{id: third, label: T}, {id: other,")
    notes = found(tmp_path, notes=True, questions=text)
    assert [note.partition("note: ")[2] for note in notes if "names the option" in note] == [
        "no condition names the option 'other' of 'kind'",
        "no condition names the option 'third' of 'kind'",
    ]


RADIO = """
neighbours:
  - {id: n-h, law: L, effect: watch, when: {has: {areas: health}}, text: T., cites: [cra art-1]}
"""


def test_an_unnamed_option_of_several_is_a_problem(tmp_path: Path) -> None:
    questions = """
        - id: areas
          step: support
          type: multi
          text: Areas?
          why: W.
          options: [{id: health, label: H}, {id: radio, label: R}]
          cites: [cra art-1]
    """
    rules = RADIO
    problems = found(tmp_path, questions__90=questions, rules__n=rules)
    assert problems == ["questions/90.yaml:1: no condition names the option 'radio' of 'areas'"]


def test_facts_in_a_circle(tmp_path: Path) -> None:
    rules = SHOP_RULES.replace('when: {is: {digital: "no"}}', "when: {is: {class: none}}")
    problems = found(tmp_path, rules=rules)
    assert len(problems) == 1
    assert problems[0].startswith("rules/all.yaml:")
    assert "facts read each other in a circle" in problems[0]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("class: important-1", "class: critical", "says another class or number"),
        ("number: 1", "number: 2", "says another class or number"),
        ("id: I-1", "id: lock", "the id 'lock' is not written like the others"),
        ("cites:", "near: [I-1]\ncites:", "'I-1' is near to itself"),
        ("synonyms: [lock, bolt]", "synonyms: [lock, lock]", "the synonym 'lock' stands twice"),
    ],
)
def test_categories(tmp_path: Path, old: str, new: str, words: str) -> None:
    problems = found(tmp_path, categories__i_1=CATEGORY.replace(old, new, 1))
    assert any(words in problem for problem in problems), problems


def test_synonyms_of_two_categories_and_unknown_terms_are_notes(tmp_path: Path) -> None:
    other = CATEGORY.replace("id: I-1", "id: I-2").replace("number: 1", "number: 2")
    terms = "- {id: zebra, term: zebra, meaning: An animal., cites: [cra art-1]}\n"
    terms += "- {id: lock, term: lock, meaning: It closes., cites: [cra art-1]}\n"
    parts = {"categories__i_1": CATEGORY, "categories__i_2": other, "terms": terms}
    notes = found(tmp_path, notes=True, **parts)
    assert "categories/i-2.yaml:1: note: the synonym 'bolt' also leads to 'I-1'" in notes
    assert "terms.yaml:1: note: no text uses the term 'zebra'" in notes
    assert not any("'lock'" in note and note.startswith("terms") for note in notes)
    assert found(tmp_path, **parts) == []


def test_two_terms_of_one_name(tmp_path: Path) -> None:
    terms = "- {id: lock, term: Lock, meaning: It closes., cites: [cra art-1]}\n"
    terms += "- {id: bolt, term: bolt, also: [lock], meaning: It closes too., cites: [cra art-1]}\n"
    assert "terms.yaml:2: 'lock' is explained already as 'lock'" in found(tmp_path, terms=terms)


def test_a_long_sentence_is_a_note(tmp_path: Path) -> None:
    text = SHOP_QUESTIONS.replace("It matters.", "word " * 26 + "end. Short.", 1)
    assert any("has a sentence of 27 words" in note for note in found(tmp_path, notes=True, questions=text))
    assert found(tmp_path, questions=text) == []


def test_a_step_id_in_two_procedures(tmp_path: Path) -> None:
    other = PROCEDURE.replace("id: procedure-a", "id: procedure-h").replace("procedure: A", "procedure: H")
    other = other.replace("id: mark-a", "id: mark-h")
    problems = found(tmp_path, documents__a=PROCEDURE, documents__h=other)
    assert problems == ["documents/h.yaml:1: step 'pc-a-01' exists already in 'procedure-a'"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("declared_as: Module A\n", "", "says nothing for the declaration or the CE marking"),
        ("groups:", 'number_in_mark: "true"\ngroups:', "has a number in the mark and no body"),
        ("groups:", "served_by: class\ngroups:", "does not say what its body issues"),
        ("groups:", "certificate: Certificate\ngroups:", "name papers exactly where a body takes part"),
        ("id: mark-a", "id: pc-a-01", "statement 'pc-a-01' exists already in 'procedure-a'"),
    ],
)
def test_what_a_procedure_leaves_unsaid(tmp_path: Path, old: str, new: str, words: str) -> None:
    (problem,) = found(tmp_path, documents__procedure_a=PROCEDURE.replace(old, new, 1))
    assert words in problem


# -- the command -------------------------------------------------------------------------------------------


def test_run_proves_a_clean_pack(tmp_path: Path) -> None:
    out = io.StringIO()
    assert lint.run(write_pack(tmp_path), out=out) == 0
    lines = out.getvalue().splitlines()
    assert lines[-2].startswith("Proven for ")
    assert lines[-1].startswith("0 problems, ")


def test_run_lists_problems_and_leaves_the_proof_for_later(tmp_path: Path) -> None:
    out = io.StringIO()
    assert lint.run(write_pack(tmp_path, questions__90=NAME.replace(', record: "true"', "")), out=out) == 2
    assert "questions/90.yaml:1: nothing reads the question 'name'" in out.getvalue()
    assert "The proof was left out until the problems above are solved." in out.getvalue()
    assert "1 problem, " in out.getvalue()


def test_run_fails_where_the_proof_does(tmp_path: Path) -> None:
    out = io.StringIO()
    rules = SHOP_RULES.replace(
        'otherwise: "true", because: Digital', 'when: {is: {digital: "yes"}}, because: Digital'
    )
    assert lint.run(write_pack(tmp_path, rules=rules), out=out) == 2
    assert "rules/all.yaml:2: 'scope' has two values at once: in and out" in out.getvalue()
    assert "Not proven for " in out.getvalue()


def test_run_says_when_the_proof_could_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crasuite.rules.proof.solver_library", lambda: None)
    out = io.StringIO()
    assert lint.run(write_pack(tmp_path), out=out) == 0
    assert "The proof was not run: z3-solver is not installed." in out.getvalue()


def test_run_without_proof(tmp_path: Path) -> None:
    out = io.StringIO()
    assert lint.run(write_pack(tmp_path), proof=False, out=out) == 0
    assert "The proof was left out, as asked for." in out.getvalue()
