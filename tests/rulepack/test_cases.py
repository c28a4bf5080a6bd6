"""Every worked case comes out as the law says, and nothing else changes unseen."""

from __future__ import annotations

import difflib
from pathlib import Path

import msgspec
import pytest
import yaml

from crasuite.rules import Pack, load_pack
from tests.rulepack import verdicts
from tests.rulepack.cases import Case, Expectation, case_files, differences, outcome, read_cases

PACK = load_pack()
CASES = [(file.stem, case) for file in case_files() for case in read_cases(PACK, file)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}/{case.id}" for name, case in CASES])
def test_case(pack: Pack, name: str, case: Case) -> None:
    result = outcome(pack, case)
    wrong = differences(result, case.expect)
    assert not wrong, f"{case.story}\n" + "\n".join(wrong)


def test_ids_are_unique_and_citations_exist(pack: Pack) -> None:
    assert len({case.id for _, case in CASES}) == len(CASES) >= 60
    cited = {cite for _, case in CASES for cite in case.cites}
    assert cited - set(pack.provisions) == set()
    assert all(case.cites and case.story.endswith(".") for _, case in CASES)


def test_every_case_expects_something() -> None:
    assert [case.id for _, case in CASES if case.expect == Expectation()] == []


def test_every_category_has_a_case_on_each_side(pack: Pack) -> None:
    inside = {category for _, case in CASES for category in case.expect.categories or ()}
    assert set(pack.categories) <= inside
    picked = {
        picked
        for _, case in CASES
        for question in ("core-functionality", "second-choice")
        if isinstance(picked := case.answers.get(question), str)
        and picked not in (case.expect.categories or ())
    }
    conditional = {category for category in pack.categories if f"fits-{category.lower()}" in pack.facts}
    assert conditional <= picked


def test_every_procedure_is_open_in_one_case_and_closed_in_another() -> None:
    seen = {(name, state) for _, case in CASES for name, state in case.expect.procedures.items()}
    names = ("A", "B+C", "H", "certification", "EHDS", "AI-Act")
    assert {(name, state) for name in names for state in ("open", "closed")} <= seen


def test_the_verdict_table_is_up_to_date(pack: Pack) -> None:
    old, new = verdicts.TABLE.read_text("utf-8").splitlines(), verdicts.table(pack).splitlines()
    diff = list(difflib.unified_diff(old, new, "verdicts.txt", "the pack now", lineterm="", n=1))
    message = "outcomes changed; if that is meant: python -m tests.rulepack.verdicts\n"
    assert not diff, message + "\n".join(diff[:60])


# -- the runner itself -------------------------------------------------------------------------------------

CASE = """
- id: lock
  story: A lock.
  on: 2027-12-11
  cites: [cra art-2-1]
  answers: {form: hardware, data-connection: "no", expected-use-years: 5}
  expect: {scope: out}
"""


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_runner_reads_numbers_and_finds_differences(tmp_path: Path, pack: Pack) -> None:
    (case,) = read_cases(pack, write(tmp_path, CASE.replace("scope: out", "scope: in, class: none")))
    assert case.answers["expected-use-years"] == 5.0
    assert differences(outcome(pack, case), case.expect) == ["scope: expected in, got out"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("scope:", "reach:"), ("story:", "tale:"), ("2027-12-11", "soon"), ("  story: A lock.\n", "")],
)
def test_the_runner_is_strict(tmp_path: Path, pack: Pack, old: str, new: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        read_cases(pack, write(tmp_path, CASE.replace(old, new)))


def test_the_runner_refuses_a_repeated_key(tmp_path: Path, pack: Pack) -> None:
    with pytest.raises(yaml.MarkedYAMLError, match="twice"):
        read_cases(pack, write(tmp_path, CASE.replace("form: hardware", "form: hardware, form: software")))
