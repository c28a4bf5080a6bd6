"""The prover finds each kind of defect in a small pack, with a product that shows it."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from crasuite.rules import Pack, assess
from crasuite.rules.model import NOT_SURE
from crasuite.rules.program import program_for
from crasuite.rules.proof import (
    Finding,
    Report,
    Translation,
    prove_pack,
    solver_library,
    span_days,
)
from tests.unit.rules.packs import SHOP_RULES, make_pack

z3 = pytest.importorskip("z3")
ON = date(2027, 1, 1)


def prove(folder: Path, **parts: str) -> Report:
    return prove_pack(make_pack(folder, **parts))


def only(report: Report, kind: str) -> Finding:
    findings = [finding for finding in report.findings if finding.kind == kind]
    assert len(findings) == 1, report.findings
    return findings[0]


def holding(pack: Pack, fact: str, answers: dict[str, Any], on: date) -> set[str]:
    """Values whose condition is true for certain, by the engine and not by the solver."""
    result = assess(pack, answers, on)
    nodes = program_for(pack, on).value_nodes[fact]
    return {value for value, node in nodes.items() if result._state.holds(node) is True}


def test_a_sound_pack_is_proven(tmp_path: Path) -> None:
    report = prove(tmp_path)
    assert report.findings == ()
    assert report.is_proven
    assert report.checks > 10


def test_a_gap_comes_with_the_answers_that_lead_into_it(tmp_path: Path) -> None:
    rules = SHOP_RULES.replace(
        'otherwise: "true", because: Rest.', "when: {is: {kind: other}}, because: Rest."
    )
    rules = rules.replace("{kind: [lock, toy]}", "{kind: toy}")
    pack = make_pack(tmp_path, rules=rules)
    finding = only(prove_pack(pack), "gap")
    assert finding.subject == "fact:class"
    assert finding.answers == {"digital": "yes", "sold": "yes", "kind": "lock"}
    assert finding.on is not None
    assert holding(pack, "class", finding.answers, finding.on) == set()


def test_an_overlap_comes_with_the_answers_and_both_values(tmp_path: Path) -> None:
    rules = SHOP_RULES.replace("{all: [{is: {scope: in}}, {is: {kind: [lock, toy]}}]}", "{is: {kind: lock}}")
    pack = make_pack(tmp_path, rules=rules)
    finding = only(prove_pack(pack), "overlap")
    assert finding.text == "'class' has two values at once: important and none"
    assert finding.answers is not None
    assert finding.answers["kind"] == "lock"
    assert "no" in finding.answers.values()
    assert len(finding.answers) == 2  # one of `digital` and `sold` is enough
    assert finding.on is not None
    assert holding(pack, "class", finding.answers, finding.on) == {"important", "none"}


def test_an_exception_mends_the_overlap(tmp_path: Path) -> None:
    rules = SHOP_RULES.replace(
        "when: {all: [{is: {scope: in}}, {is: {kind: [lock, toy]}}]}",
        "when: {is: {kind: lock}}\n        except: [none-out]",
    )
    assert not [f for f in prove(tmp_path, rules=rules).findings if f.kind in ("gap", "overlap")]


def test_a_gap_on_some_days_only(tmp_path: Path) -> None:
    rules = SHOP_RULES.replace("because: Out of scope.", "because: Out of scope.\n        until: 2027-03-25")
    rules = rules.replace(
        'otherwise: "true", because: Rest.',
        "when: {all: [{is: {scope: in}}, {is: {kind: other}}]}, because: Rest.",
    )
    report = prove(tmp_path, rules=rules)
    assert report.spans == (date(2027, 3, 25), date(2027, 3, 26))
    finding = only(report, "gap")
    assert finding.on == date(2027, 3, 26)


def test_a_rule_that_can_never_fire(tmp_path: Path) -> None:
    more = """
        - id: out-both
          decides: {class: none}
          when: {all: [{is: {scope: out}}, {is: {digital: "yes"}}, {is: {sold: "yes"}}]}
          because: Never.
          cites: [cra art-1]
    """
    finding = only(prove(tmp_path, rules__more="rules:\n" + more), "dead")
    assert (finding.subject, finding.text) == ("rule:out-both", "rule 'out-both' can never fire")


def test_a_rule_whose_exception_always_goes_first(tmp_path: Path) -> None:
    more = """
        rules:
          - id: small-lock
            decides: {class: default}
            when: {all: [{is: {scope: in}}, {is: {kind: lock}}]}
            except: [important-kind]
            because: Never.
            cites: [cra art-1]
    """
    assert only(prove(tmp_path, rules__more=more), "dead").subject == "rule:small-lock"


def test_a_duty_that_can_never_apply(tmp_path: Path) -> None:
    more = """
        duties:
          - id: d-never
            title: Never
            text: Never.
            when: {all: [{is: {scope: out}}, {is: {class: default}}]}
            from: 2027-12-11
            cites: [cra art-1]
    """
    assert only(prove(tmp_path, rules__more=more), "dead").text == "duty 'd-never' can never apply"


def test_a_question_whose_answer_changes_nothing(tmp_path: Path) -> None:
    questions = "- {id: loud, step: support, type: yes-no, text: Loud?, why: W., cites: [cra art-1]}\n"
    more = """
        rules:
          - id: loud-a
            decides: {class: none}
            when: {all: [{is: {scope: out}}, {is: {loud: "yes"}}]}
            because: B.
            cites: [cra art-1]
    """
    finding = only(prove(tmp_path, questions__90=questions, rules__more=more), "idle-question")
    assert finding.subject == "question:loud"


def test_an_option_that_changes_nothing_by_itself(tmp_path: Path) -> None:
    questions = """
        - id: areas
          step: support
          type: multi
          text: Areas?
          why: W.
          options: [{id: health, label: H}, {id: radio, label: R}]
          cites: [cra art-1]
    """
    rules = """
        neighbours:
          - {id: n-h, law: L, effect: watch, when: {has: {areas: health}}, text: T., cites: [cra art-1]}
    """
    finding = only(prove(tmp_path, questions__90=questions, rules__n=rules), "idle-option")
    assert finding.text == "option 'radio' of 'areas' never changes anything by itself"
    assert finding.is_note


NUMBERS = """
    - {id: use, step: support, type: number, minimum: 0, maximum: 50, text: Use?, why: W., cites: [cra art-1]}
    - {id: years, step: support, type: number, minimum: 0, maximum: 50, text: Y?, why: W., cites: [cra art-1]}
    - {id: day, step: support, type: date, text: Day?, why: W., cites: [cra art-1]}
"""


def support(*whens: str) -> str:
    values = ("long", "short", "late")
    rules = "".join(
        f" - {{id: r-{value}, decides: {{support: {value}}}, when: {when}, because: B, cites: [cra art-1]}}\n"
        for value, when in zip(values, whens, strict=True)
    )
    return "facts: [{id: support, title: S, values: [long, short, late]}]\nrules:\n" + rules


def test_numbers_and_dates_are_proven_too(tmp_path: Path) -> None:
    rules = support(
        "{all: [{at-least: {years: {answer: use}}}, {before: {day: 2027-12-11}}]}",
        "{all: [{less-than: {years: {answer: use}}}, {before: {day: 2027-12-11}}]}",
        "{on-or-after: {day: 2027-12-11}}",
    )
    assert prove(tmp_path, questions=NUMBERS, rules=rules, goals="support").is_proven


def test_a_gap_between_two_limits_has_a_number_in_it(tmp_path: Path) -> None:
    rules = support(
        "{at-least: {years: 5}}",
        "{less-than: {years: 4.5}}",
        "{all: [{at-least: {years: 9}}, {less-than: {years: 2}}]}",
    )
    pack = make_pack(tmp_path, questions=NUMBERS, rules=rules, goals="support")
    finding = only(prove_pack(pack), "gap")
    assert finding.answers is not None
    assert 4.5 <= finding.answers["years"] < 5
    assert holding(pack, "support", finding.answers, ON) == set()


def test_the_bounds_of_a_number_are_kept(tmp_path: Path) -> None:
    """Above the maximum there is no gap, because nobody can answer that."""
    rules = support("{at-least: {years: 5}}", "{less-than: {years: 5}}", "{at-least: {years: 51}}")
    report = prove(tmp_path, questions=NUMBERS, rules=rules, goals="support")
    assert {finding.kind for finding in report.findings} == {"dead"}


def test_the_state_of_play_is_free(tmp_path: Path) -> None:
    state = """
        - id: state.standards
          title: Standards
          values: [none, some]
          entries:
            - {from: 2026-01-01, value: none, text: T, source: S, read_on: 2026-01-02, confidence: high}
          cites: [cra art-1]
          user_fact: A standard
    """
    rules = """
        facts: [{id: route, title: R, values: [open, closed]}]
        rules:
          - id: r-c
            decides: {route: closed}
            when: {is: {state.standards: none}}
            because: B.
            cites: [cra art-1]
          - id: r-o
            decides: {route: open}
            when: {all: [{is: {state.standards: some}}, {is: {sold: "yes"}}]}
            because: B.
            cites: [cra art-1]
    """
    finding = only(prove(tmp_path, state=state, rules=rules, goals="route"), "gap")
    assert finding.answers is not None
    assert finding.answers["sold"] == "no"
    assert finding.answers["state.standards"]["value"] == "some"


PROCEDURES = """
    facts:
      - {id: full-duties, title: F, values: ["yes", "no"]}
      - {id: procedure-a, title: A, values: [open, closed], goal: "true"}
      - {id: procedure-h, title: H, values: [open, closed], goal: "true"}
    rules:
      - {id: f-yes, decides: {full-duties: "yes"}, when: {is: {scope: in}}, because: B., cites: [cra art-1]}
      - {id: f-no, decides: {full-duties: "no"}, otherwise: "true", because: B., cites: [cra art-1]}
      - id: a-open
        decides: {procedure-a: open}
        when: {is: {class: default}}
        because: B.
        cites: [cra art-1]
      - {id: a-closed, decides: {procedure-a: closed}, otherwise: "true", because: B., cites: [cra art-1]}
      - id: h-open
        decides: {procedure-h: open}
        when: {is: {full-duties: "yes"}}
        because: B.
        cites: [cra art-1]
      - {id: h-closed, decides: {procedure-h: closed}, otherwise: "true", because: B., cites: [cra art-1]}
"""


def test_fitting_procedures_are_proven(tmp_path: Path) -> None:
    assert prove(tmp_path, rules__more=PROCEDURES).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "text"),
    [
        ('{is: {full-duties: "yes"}}', "{is: {kind: toy}}", "procedures", "a class, but no open procedure"),
        ("{class: default}", '{digital: "no"}', "procedures", "no class, but a procedure that is not closed"),
        ("{is: {scope: in}}", '{is: {digital: "yes"}}', "class", "full duties, but no class"),
        ("{is: {scope: in}}", "{is: {class: default}}", "class", "a class without full duties"),
    ],
)
def test_class_and_procedures_that_do_not_fit(
    tmp_path: Path, old: str, new: str, kind: str, text: str
) -> None:
    assert old in PROCEDURES
    found = prove(tmp_path, rules__more=PROCEDURES.replace(old, new, 1)).findings
    assert (kind, text) in {(finding.kind, finding.text) for finding in found}
    assert all(finding.answers for finding in found if finding.kind == kind)


def test_a_product_in_scope_without_a_class(tmp_path: Path) -> None:
    rules = SHOP_RULES.replace("{is: {scope: out}}", "{is: {kind: other}}").replace(
        "{all: [{is: {scope: in}}, {is: {kind: [lock, toy]}}]}", "{is: {kind: lock}}"
    )
    texts = {finding.text for finding in prove(tmp_path, rules=rules).findings}
    assert texts == {"in scope, but without a class", "out of scope, but with a class"}


def test_spans_of_days(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "a")
    assert span_days(pack) == (pack.manifest.law_as_of,)
    rules = SHOP_RULES.replace(
        "because: Not sold.", "from: 2027-03-26\n        until: 2028-08-01\n        because: N."
    )
    dated = make_pack(tmp_path / "b", rules=rules)
    assert span_days(dated) == (date(2027, 3, 25), date(2027, 3, 26), date(2028, 8, 2))


def test_without_the_solver_the_report_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert solver_library() is z3
    monkeypatch.setattr("crasuite.rules.proof.solver_library", lambda: None)
    report = prove(tmp_path)
    assert not report.ran
    assert not report.is_proven
    assert report.reason == "The proof was not run: z3-solver is not installed."


# -- the translation itself --------------------------------------------------------------------------------


def test_every_complete_answer_set_of_a_small_pack_agrees_with_the_engine(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, rules__more=PROCEDURES)
    translation = Translation(z3, pack, ON)
    for digital, sold, kind in product(("yes", "no"), ("yes", "no"), ("lock", "toy", "other")):
        answers = {"digital": digital, "sold": sold, "kind": kind}
        result, values = assess(pack, answers, ON), translation.values(answers)
        assert {fact: (result.value(fact),) for fact in pack.facts} == values


def test_answers_that_nobody_can_give_are_refused(tmp_path: Path) -> None:
    translation = Translation(z3, make_pack(tmp_path), ON)
    with pytest.raises(KeyError):
        list(translation.variables.fixed({"kind": "tree"}))
    assert translation.values({"digital": NOT_SURE, "sold": "yes"})["class"]
