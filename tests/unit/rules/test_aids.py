"""Decision aids: questions and rules of their own, over the answers of the same product."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crasuite.errors import AnswersError, PackError
from crasuite.rules import Pack, assess
from crasuite.rules.aids import narrowed, of_product
from crasuite.rules.lint import lint_pack
from tests.unit.rules.packs import make_pack, write_pack

DAY = date(2026, 11, 24)
AID_QUESTIONS = """
    - id: case-attacked
      step: reporting
      type: yes-no
      text: Is it attacked?
      why: It matters.
      cites: [cra art-2]
    - id: case-harm
      step: reporting
      type: yes-no
      text: Was somebody hurt?
      why: It matters.
      record: "true"
      cites: [cra art-2]
"""
AID_RULES = """
    id: must-report
    title: Must we report?
    text: Whether to report.
    goals: [report]
    cites: [cra art-2]
    facts:
      - {id: report, title: Report, values: ["yes", "no"]}
    rules:
      - id: report-yes
        decides: {report: "yes"}
        when: {all: [{is: {scope: in}}, {is: {case-attacked: "yes"}}]}
        because: It is attacked.
        cites: [cra art-2]
      - {id: report-no, decides: {report: "no"}, otherwise: "true", because: No attack., cites: [cra art-2]}
"""
OVERLAP = """
    - id: o-toys
      title: Toys
      trigger: Somebody was hurt.
      when: {all: [{is: {kind: toy}}, {is: {case-harm: "yes"}}]}
      clocks: [{label: Report, hours: "72", anchor: awareness}]
      recipient: The authority
      confidence: low
      cites: [mdr art-1]
"""
STAGES = """
    - id: early
      kind: vulnerability
      number: "1"
      title: Early warning
      text: Say it.
      anchor: aware
      hours: "24"
      due: Within a day
      document: EW
      cites: [cra art-1]
      undefined: [weekends]
"""
COUNTING = "- {id: weekends, title: Weekends, text: No rule., reading: They count., cites: [cra art-1]}"
CONTENTS = """
    - id: title
      title: Title
      help: Short.
      kind: both
      stages: [early]
      origin: platform
      required: always
      type: text
      prefill: case:title
      cites: [cra art-1]
"""
OUTLINE = """
    id: EW
    title: Early warning
    reader: Authority
    per: case
    cites: [cra art-1]
    sections:
      - {id: one, heading: One, content: [record:report], required: always, cites: [cra art-1]}
"""


def reporting(**changed: str) -> dict[str, str]:
    """The files of the folder on reporting."""
    files = {
        "stages": STAGES,
        "counting": COUNTING,
        "contents": CONTENTS,
        "csirts": "",
        "overlap": OVERLAP,
        "handling": "",
        "state": "",
        "questions": AID_QUESTIONS,
        "rules": AID_RULES,
        **changed,
    }
    return {"outlines__EW": OUTLINE, **{f"reporting__{name}": text for name, text in files.items()}}


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return make_pack(tmp_path, **reporting())


IN_SCOPE = {"digital": "yes", "sold": "yes"}


def test_an_aid_reads_the_product_and_the_case(pack: Pack) -> None:
    result = assess(pack, {**IN_SCOPE, "case-attacked": "yes"}, DAY, "must-report")
    assert result.goals == ("report",)
    assert result.value("report") == "yes"
    assert [step.rule.id for step in result.trace("report")] == ["in-all", "report-yes"]


def test_an_aid_asks_only_what_it_needs(pack: Pack) -> None:
    assert assess(pack, {}, DAY, "must-report").questions_to_ask() == (
        "digital",
        "sold",
        "case-attacked",
        "case-harm",
    )
    unsure = assess(pack, {**IN_SCOPE, "case-attacked": "not-sure"}, DAY, "must-report")
    assert unsure.value("report") is None
    assert unsure.open_points == ("case-attacked",)


def test_the_interview_does_not_know_the_aid(pack: Pack) -> None:
    assert assess(pack, {}, DAY).questions_to_ask() == ("digital", "sold", "kind")
    assert "report" not in pack.facts
    with pytest.raises(AnswersError, match="case-attacked"):
        assess(pack, {"case-attacked": "yes"}, DAY)


def test_the_narrowed_pack_is_made_once_and_leaves_out_what_the_aid_never_reads(pack: Pack) -> None:
    view = narrowed(pack, "must-report")
    assert narrowed(pack, "must-report") is view
    assert set(view.facts) == {"scope", "report"}
    assert "class" in pack.facts
    with pytest.raises(KeyError):
        narrowed(pack, "another")


def test_another_law_is_shown_where_the_answers_call_for_it(pack: Pack) -> None:
    def applies(**answers: str) -> bool | None:
        given = {name.replace("_", "-"): value for name, value in answers.items()}
        (shown,) = assess(pack, given, DAY, "must-report").overlap()
        return shown.applies

    assert applies(kind="toy", case_harm="yes") is True
    assert applies(kind="lock") is False
    assert applies(kind="toy") is None


def test_one_file_serves_both(pack: Pack) -> None:
    answers = {**IN_SCOPE, "case-attacked": "yes"}
    assert of_product(pack, answers) == IN_SCOPE
    with pytest.raises(AnswersError) as error:
        of_product(pack, {"case-attacked": "perhaps", "digital": "maybe"})
    assert len(error.value.problems) == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("rules", "case-attacked", "case-attackd", "neither a fact nor a question"),
        ("rules", "goals: [report]", "goals: [reports]", "goal 'reports' is no fact of the aid"),
        ("rules", "cra art-2", "cra art-9", "cites 'cra art-9', which is not in provisions.yaml"),
        ("questions", "id: case-attacked", "id: digital", "question 'digital' exists already"),
        ("overlap", "kind: toy", "kind: ball", "'kind' has no value ball"),
        ("overlap", 'hours: "72"', 'hours: "72", days: "3"', "needs one of hours, days and months"),
        ("overlap", "anchor: awareness", "anchor: awareness, starts: awareness", "'awareness'"),
        ("stages", 'hours: "24"', 'hours: "24"\n      days: "1"', "exactly one of hours, days and months"),
        ("stages", "document: EW", "document: ZZ", "'ZZ' is no document"),
        ("stages", "[weekends]", "[holidays]", "'holidays' is not in counting.yaml"),
        ("counting", ", reading: They count.", "", "leaves something open without a reading"),
        ("contents", "[early]", "[late]", "'late' is no stage"),
        ("contents", "case:title", "case:titel", "there is no 'case:titel'"),
        ("contents", "type: text", "type: choice", "options belong to choice and multi"),
    ],
)
def test_mistakes_in_the_folder_are_refused_with_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, problem: str
) -> None:
    texts = reporting()
    text = texts[f"reporting__{file}"]
    assert old in text
    texts[f"reporting__{file}"] = text.replace(old, new)
    with pytest.raises(PackError) as error:
        make_pack(tmp_path, **texts)
    assert any(problem in line and line.startswith("reporting/") for line in error.value.problems)


def test_the_linter_looks_at_the_aid(tmp_path: Path) -> None:
    more = AID_QUESTIONS.replace('      record: "true"\n', "")
    rules = AID_RULES.replace('values: ["yes", "no"]', 'values: ["yes", "no", "perhaps"]')
    folder = write_pack(tmp_path, **reporting(questions=more, rules=rules))
    texts = [problem.text for problem in lint_pack(folder) if not problem.is_note]
    assert any("nothing reads the question 'case-harm'" in text for text in texts)
    assert "no rule gives 'report' the value 'perhaps'" in texts
