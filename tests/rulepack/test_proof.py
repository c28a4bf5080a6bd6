"""The proof of the program's pack, and proof that the proof means something."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import msgspec
import pytest

from crasuite.rules import Pack, assess
from crasuite.rules.proof import Report, Translation, prove_pack, span_days
from tests.rulepack.answers import complete_answers, random_answer

z3 = pytest.importorskip("z3")

SAMPLES_PER_SPAN = 30


@pytest.fixture(scope="module")
def report(pack: Pack) -> Report:
    return prove_pack(pack)


def test_the_pack_is_proven(report: Report) -> None:
    """On every day and for every complete answer set: no gap, no overlap, nothing dead, nothing idle."""
    assert report.ran
    assert [finding.text for finding in report.findings] == []
    assert report.is_proven


def test_the_proof_covers_every_change_of_law(report: Report, pack: Pack) -> None:
    assert report.spans == span_days(pack)
    assert date(2027, 3, 26) in report.spans
    assert date(2027, 12, 11) in report.spans
    assert report.checks > 500


@pytest.mark.parametrize("on", [date(2026, 9, 10), date(2027, 3, 25), date(2027, 3, 26), date(2027, 12, 11)])
def test_solver_and_engine_agree_on_random_products(pack: Pack, on: date) -> None:
    """The proof is about formulas; this ties the formulas to what the program computes."""
    translation = Translation(z3, pack, on)
    rng = Random(f"agree {on}")
    classes = set()
    for _ in range(SAMPLES_PER_SPAN):
        answers = complete_answers(pack, on, rng)
        result = assess(pack, answers, on)
        engine: dict[str, tuple[Any, ...]] = {fact: (result.value(fact),) for fact in pack.facts}
        for kind, items in (("duty", result.duties()), ("neighbour", result.neighbours())):
            engine |= {f"{kind}:{item.entry.id}": ("yes" if item.applies else "no",) for item in items}
        solver = translation.values(answers)
        shown = {item.entry.id for item in result.timeline() if item.applies}
        engine |= {f"timeline:{key}": ("yes" if key in shown else "no",) for key in pack.timeline}
        assert engine == solver, answers
        classes.add(result.value("class"))
    assert len(classes) >= 3


# -- the prover on broken copies of the pack ---------------------------------------------------------------


def altered(pack: Pack, changes: dict[str, dict[str, Any]], *, without: tuple[str, ...] = ()) -> Pack:
    """The pack with some rules changed or left out."""
    rules = {
        key: msgspec.structs.replace(rule, **changes.get(key, {}))
        for key, rule in pack.rules.items()
        if key not in without
    }
    return msgspec.structs.replace(pack, rules=rules)


@pytest.fixture(scope="module")
def broken(pack: Pack) -> Pack:
    """The pack with facts that have one value each, but do not fit together."""
    in_but_not_open_source = {"all": [{"is": {"scope": "in"}}, {"is": {"foss": "no"}}]}
    never = {"all": [{"is": {"virtualisation": "hypervisor"}}, {"is": {"virtualisation": "packaged"}}]}
    changed = altered(
        pack,
        {
            "full-duties-in": {"when": in_but_not_open_source},
            "procedure-certification-mandated": {"decides": {"procedure-certification": "closed"}},
            "fits-ii-1-yes": {"when": never},
        },
    )
    lock = msgspec.structs.replace(pack.categories["I-17"], class_="critical")
    return msgspec.structs.replace(changed, categories={**pack.categories, "I-17": lock})


@pytest.mark.parametrize(
    ("rules", "without", "kind", "fact"),
    [
        ({"scope-partly-steward": {"except_": ()}}, (), "overlap", "scope"),
        ({}, ("support-below-use",), "gap", "support-period"),
    ],
)
def test_a_fact_without_one_value_is_found_with_a_product(
    pack: Pack, rules: dict[str, Any], without: tuple[str, ...], kind: str, fact: str
) -> None:
    unsound = altered(pack, rules, without=without)
    (finding,) = prove_pack(unsound).findings
    assert (finding.kind, finding.subject) == (kind, f"fact:{fact}")
    assert finding.answers is not None
    assert finding.on is not None
    rng = Random(fact)
    for _ in range(5):  # whatever else is answered
        others = {question.id: random_answer(pack, question, rng) for question in pack.questions.values()}
        assert assess(unsound, {**others, **finding.answers}, finding.on).value(fact) is None


def test_what_does_not_fit_together_is_found(broken: Pack) -> None:
    texts = {finding.text for finding in prove_pack(broken).findings}
    assert {
        "rule 'fits-ii-1-yes' can never fire",
        "'fits-ii-1' can never be 'yes'",
        "in scope, but without a class",
        "category 'I-17' with another class than its own",
        "a class, but no open procedure",
        "no answer to 'virtualisation' changes a verdict, duty, date or neighbouring law",
    } <= texts
