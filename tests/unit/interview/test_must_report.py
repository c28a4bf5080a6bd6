"""`crasuite must-report`: what it prints, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crasuite.cli import main
from crasuite.paths import resources_dir

LOCK = resources_dir() / "samples" / "smart-door-lock.json"
EVENT = {
    "case-kind": "vulnerability",
    "case-aware-on": "2026-11-20",
    "case-evidence": "attack",
    "case-where": "own",
    "case-main-place": "yes",
}


@pytest.fixture
def answers(tmp_path: Path) -> Any:
    """Write the answers of the door lock with those about an event."""

    def write(**event: Any) -> str:
        path = tmp_path / "answers.json"
        case = {f"case-{name.replace('_', '-')}": value for name, value in event.items()}
        path.write_text(json.dumps({**json.loads(LOCK.read_text("utf-8")), **EVENT, **case}), "utf-8")
        return str(path)

    return write


def said(capsys: pytest.CaptureFixture[str], path: str, on: str = "2026-11-24") -> dict[str, Any]:
    assert main(["must-report", path, "--on", on, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert isinstance(result, dict)
    return result


def test_an_attacked_lock_must_be_reported(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    result = said(capsys, answers())
    assert set(result) == {
        "rule_pack",
        "on",
        "report",
        "users",
        "where",
        "voluntary",
        "delay",
        "exceptional",
        "upstream",
        "stages",
        "overlap",
        "open_questions",
        "open_points",
        "trace",
    }
    assert result["report"]["value"] == "vulnerability"
    assert result["report"]["vulnerability"]["cites"] == ["cra art-14-1", "cra art-3-42"]
    assert result["users"]["value"] == "yes"
    assert result["where"]["value"] == "main-establishment"
    assert result["voluntary"]["value"] == "no"
    assert result["delay"]["value"] == "open"
    stages = {stage["id"]: stage for stage in result["stages"]}
    assert stages["vulnerability-early-warning"]["hours"] == 24
    assert stages["vulnerability-final"]["anchor"] == "measure-available"
    assert stages["vulnerability-final"]["left_open_by_law"]
    assert {"report-vulnerability-yes", "scope-in"} <= {step["rule"] for step in result["trace"]}


def test_not_sure_is_open_and_its_stages_are_shown(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    result = said(capsys, answers(evidence="not-sure"))
    assert result["report"]["value"] == "open"
    assert result["open_points"] == ["case-evidence"]
    assert {stage["applies"] for stage in result["stages"]} == {"open"}
    warning = next(stage for stage in result["stages"] if stage["id"] == "vulnerability-early-warning")
    assert "not-sure" in {note["id"] for note in warning["notes"]}
    assert main(["must-report", answers(evidence="not-sure"), "--on", "2026-11-24"]) == 0
    text = capsys.readouterr().out
    assert "Due if the answer turns out to be yes" in text
    assert "“Not sure” stops no clock." in text


def test_where_it_would_go_is_named_while_the_duty_is_open(
    capsys: pytest.CaptureFixture[str], answers: Any
) -> None:
    path = answers(evidence="not-sure")
    where = said(capsys, path)["where"]
    assert (where["value"], where["possible"]) == ("open", ["main-establishment", "nowhere"])
    assert where["if_due"]["value"] == "main-establishment"
    assert where["if_due"]["cites"] == ["cra art-14-7"]
    assert main(["must-report", path, "--on", "2026-11-24"]) == 0
    assert (
        "The CSIRT that receives the report, together with ENISA: if a report is due, the coordinating CSIRT "
        "where security decisions are mainly taken" in capsys.readouterr().out
    )
    assert (
        said(capsys, answers(evidence="not-sure", main_place="not-sure"))["where"]["if_due"]["value"]
        == "open"
    )
    assert said(capsys, answers(evidence="none"))["where"]["if_due"]["value"] == "nowhere"


def test_the_csirt_of_the_member_state_is_named(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    def lines(*args: str) -> str:
        assert main(["must-report", *args, "--on", "2026-11-24"]) == 0
        return capsys.readouterr().out

    assert "decisions are mainly taken: NCSC-NL, Netherlands" in lines(answers(), "--country", "nl")
    assert "NCSC-NL" not in lines(answers(evidence="none"), "--country", "NL"), "no report is due"
    assert main(["must-report", answers(), "--country", "NL", "--json", "--on", "2026-11-24"]) == 0
    assert json.loads(capsys.readouterr().out)["where"]["csirt"]["country"] == "NL"
    with pytest.raises(SystemExit) as ended:
        main(["must-report", answers(), "--country", "CH"])
    assert ended.value.code == 2
    assert "'CH' is no Member State of the rule pack" in capsys.readouterr().err


def test_a_sure_duty_is_not_held_back_by_an_open_one(
    capsys: pytest.CaptureFixture[str], answers: Any
) -> None:
    result = said(capsys, answers(kind="both"))
    assert result["report"]["value"] == "vulnerability"
    assert result["report"]["incident"]["value"] == "open"
    assert "case-incident-event" in result["open_questions"]


def test_before_the_duty_began_nothing_is_reported(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    result = said(capsys, answers(aware_on="2026-09-09"), on="2026-09-10")
    assert result["report"]["value"] == "none"
    assert result["stages"] == []


def test_the_words_for_people(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    assert main(["must-report", answers(), "--on", "2026-11-24"]) == 0
    text = capsys.readouterr().out
    assert "You must report an actively exploited vulnerability" in text
    assert "at the latest 24 hours after you became aware" in text
    assert "Art. 14(2)(a)" in text
    assert "Guidance, not legal advice." in text


def test_bad_answers_are_refused_with_every_problem(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    assert main(["must-report", answers(evidence="atack", wher="own"), "--json"]) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert "did you mean 'attack'?" in caught.err
    assert "did you mean 'case-where'?" in caught.err


def test_the_same_file_serves_assess_and_the_questions_name_their_step(
    capsys: pytest.CaptureFixture[str], answers: Any
) -> None:
    assert main(["assess", answers(), "--on", "2026-11-24", "--json"]) == 0
    with_case = json.loads(capsys.readouterr().out)
    assert main(["assess", str(LOCK), "--on", "2026-11-24", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == with_case
    assert main(["questions", "--json"]) == 0
    steps = {question["id"]: question["step"] for question in json.loads(capsys.readouterr().out)}
    assert {step for name, step in steps.items() if name.startswith("case-")} == {"reporting"}
    assert not any(name.startswith("case-") for name in with_case["open_questions"])
