"""The parts of a pack for the technical file are refused when a name in them leads nowhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from crasuite.errors import PackError
from crasuite.rules import assess, lint, load_pack
from crasuite.rules.file_checks import file_problems
from tests.unit.rules.packs import RISK_METHOD, make_pack, write_pack

REQUIREMENT = """
- id: annex-1-1-1
  part: I
  ref: Part I (1)
  title: T
  meaning: M
  evidence: [E]
  nonconformities: [N]
  cites: [cra art-1]
  may_not_apply: "false"
"""
STANDARD = """
id: iso-1
title: T
edition: E
body: B
about: A
state: S
claim: C
parts: [{id: part-1, title: T}]
covers: [{requirement: annex-1-1-1, clauses: [c], strength: weak, gap: G, source: [mdr]}]
cites: [cra art-1]
"""
THREAT = """
- id: t-1
  group: G
  title: T
  description: D
  when: {is: {digital: "yes"}}
  asset: A
  source: attacker
  likelihood: 3
  requirements: [annex-1-1-1]
  measures: [M]
  cites: [cra art-1]
"""
INFORMATION = """
- id: annex-2-1
  ref: R
  title: T
  help: H
  fills_from: [digital]
  required: {is: {sold: "yes"}}
  cites: [cra art-1]
"""
FACTOR = '- {id: f-1, title: T, help: H, required: "true", fills_from: [digital], cites: [cra art-1]}\n'
OUTLINE = """
id: TD
title: T
reader: R
per: version
sections:
  - id: one
    heading: H
    carries: [cra art-1]
    content: [answer:digital, fact:scope, record:risk, record:user-info/annex-2-1, requirements:part-1]
    required: always
  - id: two
    heading: H
    content: [document:TD]
    required: optional
    cites: [cra art-2]
cites: [cra art-1]
"""
LAW_TEXT = """
- id: formula
  title: T
  versions:
    - language: en
      text: Hereby, … [name] declares …
      blanks: [{text: "… [name]", content: answer:digital}, {text: …, content: answer:sold}]
      source: cra
      address: http://example.test
      read_on: 2026-01-01
  cites: [cra art-1]
"""
PROCEDURE = """
id: procedure-x
procedure: X
title: T
who: W
summary: S
fits_when: F
you_hand_over: H
while_you_sell: S
served_by: scope
only_where_open: "true"
papers: [TD]
declared_as: D
certificate: C
number_in_mark: "true"
marking: [{id: m-1, text: T, cites: [cra art-1]}]
undertakings: [{id: u-1, text: T, cites: [cra art-2]}]
groups: [{title: T, steps: [{id: p-1, text: T, who: W, evidence: E, basis: [cra art-1]}]}]
"""
STATEMENTS = """
- id: said
  text: Said because the law asks for it
  cites: [cra art-1]
"""
GOOD = {
    "requirements__all": REQUIREMENT,
    "standards__one": STANDARD,
    "threats__one": THREAT,
    "user_information": INFORMATION,
    "support_factors": FACTOR,
    "outlines__TD": OUTLINE,
    "law_texts": LAW_TEXT,
    "statements": STATEMENTS,
    "documents__procedure-x": PROCEDURE,
    "risk_method": RISK_METHOD,
}


def problems(folder: Path, part: str, old: str, new: str) -> str:
    assert old in GOOD[part]
    with pytest.raises(PackError) as caught:
        load_pack(write_pack(folder, **{**GOOD, part: GOOD[part].replace(old, new, 1)}))
    return "\n".join(caught.value.problems)


def test_a_good_pack_loads(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, **GOOD)
    assert pack.standards["iso-1"].covers[0].clauses == ("c",)
    assert (pack.threats["t-1"].likelihood, pack.threats["t-1"].impact) == (3, None)
    assert (pack.risk_method.level(4, 3), pack.risk_method.level(3, 3)) == ("high", "low")
    assert pack.user_information["annex-2-1"].required == {"is": {"sold": "yes"}}
    assert pack.outlines["TD"].sections[0].required == "always"
    assert pack.law_texts["formula"].version("de") is None
    procedure = pack.procedures["procedure-x"]
    assert (procedure.served_by, procedure.only_where_open) == ("scope", True)
    assert (procedure.with_body, procedure.number_in_mark, procedure.marking[0].id) == (True, True, "m-1")
    assert pack.statements["said"].cites == ("cra art-1",)
    assert pack.places["outline:TD"] == "outlines/TD.yaml:1"


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("standards__one", "annex-1-1-1", "annex-9", "'annex-9' is no requirement"),
        ("standards__one", "[mdr]", "[who]", "source 'who' is not in sources.yaml"),
        ("standards__one", "[mdr]", "[]", "'annex-1-1-1' names no source"),
        ("standards__one", "[c]", "[]", "names no clause"),
        ("standards__one", ", gap: G", "", "does not say what stays open"),
        ("standards__one", "weak", "strong", "Invalid enum value 'strong'"),
        (
            "standards__one",
            "cites:",
            "silent_on: [{requirement: annex-1-1-1, gap: G, source: [mdr]}]\ncites:",
            "has 'annex-1-1-1' twice",
        ),
        (
            "standards__one",
            "{id: part-1, title: T}",
            "{id: p, title: T, categories: [V-1]}",
            "'V-1' is no category",
        ),
        ("standards__one", "cites: [cra art-1]", "cites: []", "standard 'iso-1' cites nothing"),
        ("threats__one", "[annex-1-1-1]", "[annex-9]", "'annex-9' is no requirement"),
        ("threats__one", "[annex-1-1-1]", "[]", "needs a point of Annex I and a measure"),
        ("threats__one", "likelihood: 3", "likelihood: 6", "6 is no step from 1 to 5"),
        ("threats__one", "likelihood: 3", "impact: often", "'impact'"),
        ("threats__one", "{is: {digital", "{is: {gone", "threat 't-1': 'is' refers to 'gone'"),
        ("threats__one", "attacker", "ghost", "Invalid enum value 'ghost'"),
        ("user_information", "[digital]", "[gone]", "filled from 'gone', no question"),
        ("user_information", "{sold: ", "{gone: ", "'is' refers to 'gone'"),
        ("user_information", '{is: {sold: "yes"}}', "sometimes", "'required'"),
        ("support_factors", "[digital]", "[gone]", "filled from 'gone', no question"),
        ("outlines__TD", "answer:digital", "answer:gone", "there is no 'answer:gone'"),
        ("outlines__TD", "record:risk", "record:luck", "there is no 'record:luck'"),
        ("outlines__TD", "annex-2-1,", "annex-2-7,", "there is no 'record:user-info/annex-2-7'"),
        ("outlines__TD", "document:TD", "document:XX", "there is no 'document:XX'"),
        ("outlines__TD", "[document:TD]", "[]", "nothing says where its content comes from"),
        ("outlines__TD", "id: two", "id: one", "the section stands twice"),
        ("outlines__TD", "carries: [cra art-1]", "carries: [cra art-9]", "'cra art-9'"),
        ("outlines__TD", "cites: [cra art-2]", "cites: []", "outline 'TD' cites nothing"),
        (
            "outlines__TD",
            "required: always",
            'required: {is: {gone: "yes"}}',
            "outline 'TD/one': 'is' refers to 'gone'",
        ),
        ("documents__procedure-x", "served_by: scope", "served_by: gone", "is served by 'gone', no fact"),
        (
            "documents__procedure-x",
            "papers: [TD]",
            "other_body: {is: {gone: 'yes'}}\npapers: [TD]",
            "procedure 'procedure-x': ",
        ),
        ("documents__procedure-x", "papers: [TD]", "papers: [XX]", "calls for 'XX', no paper"),
        ("documents__procedure-x", "cites: [cra art-2]", "cites: [cra art-9]", "'cra art-9'"),
        ("statements", "cites: [cra art-1]", "cites: [cra art-9]", "'cra art-9'"),
        ("statements", "cites: [cra art-1]", "cites: []", "statement 'said' cites nothing"),
        ("law_texts", '"… [name]"', '"… [names]"', "'… [names]' is missing or not in order"),
        ("law_texts", "source: cra", "source: who", "source 'who' is not in sources.yaml"),
        ("risk_method", "value: 2", "value: 3", "the steps of likelihood are not 1 to 5 in order"),
        ("risk_method", "id: i-2", "id: i-1", "a step of impact stands twice"),
        ("risk_method", "- [low, low, low, low, low]", "- [low, low]", "the matrix is not 5 by 5"),
        ("risk_method", "[low, high, high", "[medium, high, high", "names medium, which is no level"),
        ("risk_method", "[low, low, low, high, high]", "[low, low, high, low, high]", "falls although"),
    ],
)
def test_what_does_not_fit(tmp_path: Path, part: str, old: str, new: str, words: str) -> None:
    assert words in problems(tmp_path, part, old, new)


def test_a_copy_of_an_older_pack_has_no_statements(tmp_path: Path) -> None:
    write_pack(tmp_path, **GOOD)
    (tmp_path / "statements.yaml").unlink()
    assert load_pack(tmp_path, use_cache=False).statements == {}


@pytest.mark.parametrize("name", ["risk-method", "user-information", "support-factors", "law-texts"])
def test_missing_files(tmp_path: Path, name: str) -> None:
    write_pack(tmp_path, **GOOD)
    (tmp_path / f"{name}.yaml").unlink()
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    assert f"{name}.yaml: the file is missing" in caught.value.problems


def test_offers_follow_the_answers_without_asking_for_them(tmp_path: Path) -> None:
    """A threat that reads a question makes nobody answer it: no verdict hangs on it."""
    extra = "- {id: radio, step: class, type: yes-no, text: Radio?, why: W., cites: [cra art-1]}\n"
    pack = make_pack(
        tmp_path,
        questions=extra,
        rules="facts: [{id: a, title: A, values: [b], goal: 'true'}]\n"
        "rules: [{id: r, decides: {a: b}, otherwise: 'true', because: B., cites: [cra art-1]}]\n",
        goals="a",
        requirements__all=REQUIREMENT,
        threats__one=THREAT.replace("digital", "radio"),
    )
    unanswered = assess(pack, {}, date(2027, 1, 1))
    assert unanswered.threats()[0].fits is None
    assert unanswered.questions_to_ask() == ()
    assert unanswered.with_answer("radio", "yes").threats()[0].fits is True
    assert unanswered.with_answer("radio", "no").threats()[0].fits is False
    assert unanswered.with_answer("radio", "not-sure").threats()[0].fits is None


def test_what_is_required_follows_the_answers(tmp_path: Path) -> None:
    parts = {**GOOD, "outlines__TD": OUTLINE.replace("required: always", "required: {is: {sold: 'no'}}")}
    assessment = assess(make_pack(tmp_path, **parts), {"sold": "yes"}, date(2027, 1, 1))
    assert assessment.is_information_required("annex-2-1") is True
    assert assessment.is_section_required("TD", "one") is False
    assert assessment.is_section_required("TD", "two") is False
    assert assessment.with_answer("sold", None).is_section_required("TD", "one") is None


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("outlines__TD", "id: one", "id: One", "the id 'One' is not written like the others"),
        ("outlines__TD", "heading: H", "heading: Please read", "says “Please”, which we do not"),
        ("standards__one", "id: part-1", "id: part_1", "the id 'part_1' is not written like the others"),
        ("standards__one", "gap: G", "gap: It shall not", "says “shall”, which we do not"),
        ("threats__one", "description: D", "description: Bad {thing}.", "only {product} is filled in"),
        ("threats__one", "measures: [M]", "measures: ['M ']", "has blanks too many"),
        ("user_information", "help: H", "help: Look!", "says “!”, which we do not"),
        ("support_factors", "title: T", "title: ' '", "the title of 'f-1' is empty"),
        ("risk_method", "id: l-1", "id: L1", "the id 'L1' is not written like the others"),
        ("risk_method", "label: L1, text: T", "label: L1, text: 'T  t'", "the entry 'l-1' of 'small'"),
    ],
)
def test_house_rules(tmp_path: Path, part: str, old: str, new: str, words: str) -> None:
    assert old in GOOD[part]
    problems = lint.lint_pack(write_pack(tmp_path, **{**GOOD, part: GOOD[part].replace(old, new, 1)}))
    found = [str(problem) for problem in problems if not problem.is_note]
    assert any(words in problem for problem in found), found


def test_a_document_code_is_two_capitals(tmp_path: Path) -> None:
    procedure = PROCEDURE.replace("[TD]", "[technical]")
    parts = {
        **GOOD,
        "outlines__TD": OUTLINE.replace("TD", "technical"),
        "documents__procedure-x": procedure,
    }
    found = [str(problem) for problem in lint.lint_pack(write_pack(tmp_path, **parts)) if not problem.is_note]
    assert found == ["outlines/TD.yaml:1: the id 'technical' is not written like the others"]


def test_prescribed_words_are_not_held_to_the_house_rules(tmp_path: Path) -> None:
    text = LAW_TEXT.replace("Hereby", "It shall, please, be said! Hereby")
    problems = lint.lint_pack(write_pack(tmp_path, **{**GOOD, "law_texts": text}))
    assert [str(problem) for problem in problems if not problem.is_note] == []


def test_rows_are_covered_by_options_of_their_question() -> None:
    pack = load_pack()
    asked = pack.questions["standards-coverage"]
    assert asked.coverage is not None
    wrong = replace(asked, rows="", coverage=replace(asked.coverage, left_out_by="gone"))
    found = file_problems(replace(pack, questions={asked.id: wrong}))
    assert [text for place, text in found if place == f"question:{asked.id}"] == [
        "'standards-coverage' covers rows and has none",
        "'standards-coverage' covers rows by 'gone', no option",
    ]


def test_a_procedure_has_a_notified_body_or_another(tmp_path: Path) -> None:
    parts = {**GOOD, "documents__procedure-x": PROCEDURE.replace("papers:", "other_body: always\npapers:")}
    found = [str(problem) for problem in lint.lint_pack(write_pack(tmp_path, **parts)) if not problem.is_note]
    assert found == ["documents/procedure-x.yaml:1: 'procedure-x' has a notified body and another"]


def test_the_parts_of_a_duty_are_statements() -> None:
    pack = load_pack()
    duty = replace(pack.duties["d-steward-policy"], parts=("steward-policy-written", "gone"))
    found = file_problems(replace(pack, duties={duty.id: duty}))
    assert [text for place, text in found if place == f"duty:{duty.id}"] == [
        "'d-steward-policy' asks for 'gone', no statement"
    ]


def test_a_point_of_annex_1_says_its_part(tmp_path: Path) -> None:
    parts = {**GOOD, "requirements__all": REQUIREMENT.replace("  part: I\n", "")}
    found = [str(problem) for problem in lint.lint_pack(write_pack(tmp_path, **parts)) if not problem.is_note]
    assert found == ["requirements/all.yaml:1: 'annex-1-1-1' does not say its part of Annex I"]


def test_rising_values_of_a_fact_are_all_its_values() -> None:
    pack = load_pack()
    fact = replace(pack.facts["scope"], rising=("out", "in"))
    found = file_problems(replace(pack, facts={fact.id: fact}))
    assert ("fact:scope", "'scope' has to put each of its values once in rising order") in list(found)
