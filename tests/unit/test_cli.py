"""The command line: outputs, exit codes, and what it says of input it cannot take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crasuite.cli import main
from crasuite.paths import resources_dir

LOCK = resources_dir() / "samples" / "smart-door-lock.json"


@pytest.fixture
def answers(tmp_path: Path) -> Any:
    """Write an answers file; text and bytes go in as they are."""

    def write(content: Any) -> str:
        path = tmp_path / "answers.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def assessed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["assess", *arguments, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert isinstance(result, dict)
    return result


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The problems listed for an input that has some."""
    assert main(list(arguments)) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    return caught.err.splitlines()[:-1]


def test_assessment_has_the_promised_keys(capsys: pytest.CaptureFixture[str]) -> None:
    result = assessed(capsys, str(LOCK), "--on", "2026-11-24")
    assert set(result["rule_pack"]) == {"id", "version", "law_as_of", "sha256"}
    assert result["scope"]["value"] == "in"
    assert result["role"] == "manufacturer"
    assert result["class"]["value"] == "important-1"
    assert result["class"]["possible"] == ["important-1"]
    assert result["class"]["categories"] == ["I-17"]
    assert set(result["procedures"]) == {"A", "B+C", "H", "certification", "EHDS", "AI-Act"}
    assert set(result["procedures"].values()) <= {"open", "closed", "undecided"}
    assert all({"id", "from", "cites"} <= set(duty) for duty in result["duties"])
    assert {"timeline", "neighbours", "open_questions", "trace"} <= set(result)


def test_no_answer_at_all_leaves_everything_open(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    result = assessed(capsys, answers({}))
    assert result["scope"]["value"] == "open"
    assert result["class"]["value"] == "open"
    assert set(result["class"]["possible"]) == {"default", "important-1", "important-2", "critical", "none"}
    assert result["open_questions"]


def test_not_sure_is_a_value_of_every_question(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    assert main(["questions", "--json"]) == 0
    questions = json.loads(capsys.readouterr().out)
    assert all({"id", "step", "text", "type", "options", "asked_when", "cites"} <= set(q) for q in questions)
    result = assessed(capsys, answers({question["id"]: "not-sure" for question in questions}))
    assert result["scope"]["value"] == "open"


@pytest.mark.parametrize(("bodies", "is_said"), [("none", True), ("some", False)])
def test_a_procedure_that_no_body_can_serve_yet_is_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bodies: str, is_said: bool
) -> None:
    answers = json.loads(LOCK.read_bytes())
    answers["state.notified-bodies"] = {"value": bodies, "reference": "NANDO", "date": "2026-11-23"}
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    assert main(["assess", str(file), "--on", "2026-11-24"]) == 0
    said = "no notified body is listed yet (state of play, read" in capsys.readouterr().out
    assert said is is_said


def test_every_problem_is_listed_with_what_was_probably_meant(
    capsys: pytest.CaptureFixture[str], answers: Any
) -> None:
    problems = refused(
        capsys,
        "assess",
        answers(
            {
                "own-brnd": "yes",
                "form": "hardwear",
                "areas": "radio",
                "first-placed-on": "2027-13-01",
                "standards-coverage": {"annex-1-1-1": "standrd", "annex-1-1-99": "none"},
                "categories-rejected": {"I-99": "x", "I-1": 3},
            }
        ),
    )
    assert len(problems) == 8
    text = "\n".join(problems)
    assert "there is no question 'own-brnd'; did you mean 'own-brand'?" in text
    assert "did you mean 'hardware'?" in text
    assert "'areas' needs a list of options, got a text" in text
    assert "'first-placed-on' needs a date like 2027-12-11" in text
    assert "did you mean 'standard'?" in text
    assert "has no row 'annex-1-1-99'" in text
    assert "'categories-rejected' has no category 'I-99'" in text
    assert "needs a text as reason for 'I-1', got a number" in text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "1:1: not JSON"),
        ('{"form": "hardw', "not JSON"),
        ("[]", "the file must be an object"),
        ('{"form": "hardware", "form": "software"}', "'form' stands there twice"),
        ('{"form":' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        ('{"support-years": ' + "9" * 5_000 + "}", "a number has too many digits"),
        ('{"support-years": NaN}', "a number that can be counted with"),
        ('{"support-years": 1e400}', "a number that can be counted with"),
        ('{"product-name": "\\ud800"}', "half a character"),
        (b'{"form": "\xff\xfe"}', "not a text file in UTF-8"),
        ('{"product-name": "' + "a" * 5_000_001 + '"}', "larger than 5 MB"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_file_that_holds_no_answers_is_refused(
    capsys: pytest.CaptureFixture[str], answers: Any, content: str | bytes, says: str
) -> None:
    problems = refused(capsys, "assess", answers(content))
    assert len(problems) == 1
    assert says in problems[0]


def test_a_byte_order_mark_is_read(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    assert assessed(capsys, answers(b"\xef\xbb\xbf" + LOCK.read_bytes()))["scope"]["value"] == "in"


@pytest.mark.parametrize("name", ["", "missing.json"])
def test_the_surroundings_end_with_one(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    assert main(["assess", str(tmp_path / name)]) == 1
    assert "could not be read" in capsys.readouterr().err


def test_a_last_unit_before_the_first_is_refused_everywhere(
    capsys: pytest.CaptureFixture[str], answers: Any, tmp_path: Path
) -> None:
    given = {**json.loads(LOCK.read_text(encoding="utf-8")), "first-placed-on": "2028-02-01"}
    file = answers({**given, "last-placed-on": "2028-01-31"})
    said = (
        "'last-placed-on' (2028-01-31) comes before 'first-placed-on' (2028-02-01): "
        "The last unit cannot come before the first one"
    )
    assert refused(capsys, "assess", file, "--json") == [said]
    assert refused(capsys, "export", file, "--to", str(tmp_path / "out")) == [said]
    assert not (tmp_path / "out").exists()
    for last in ("2028-02-01", "not-sure"):
        assert main(["assess", answers({**given, "last-placed-on": last})]) == 0
        capsys.readouterr()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "command", [["questions", "--json"], ["assess", str(LOCK)], ["--version"], ["--help"]]
)
def test_output_that_cannot_be_written_is_one_line_and_no_traceback(
    command: list[str], unbuffered: str
) -> None:
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "crasuite", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert ran.returncode == 1
    assert ran.stderr == "The output could not be written: No space left on device. [CLI-05]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_stops_early_gets_no_traceback(unbuffered: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ran = subprocess.run(
            [sys.executable, "-m", "crasuite", "questions"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert ran.returncode == 1
    assert ran.stderr == "The output could not be written: Whoever reads it stopped. [CLI-05]\n"


def test_a_day_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["assess", str(LOCK), "--on", "2026-02-30"])
    assert ended.value.code == 2
    assert "'2026-02-30' is no date" in capsys.readouterr().err


def test_export_writes_documents_and_names_them(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["export", str(LOCK), "--to", str(tmp_path / "out"), "--on", "2026-11-24"]) == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert {path.suffix for path in written} == {".docx", ".xlsx"}
    assert all(path.is_file() for path in written)


def test_export_into_a_file_says_what_to_do(capsys: pytest.CaptureFixture[str], answers: Any) -> None:
    path = answers({})
    assert main(["export", path, "--to", path]) == 1
    assert "Choose another folder" in capsys.readouterr().err


def test_a_search_names_categories_and_decides_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["categories", "door", "lock"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("I-17 ")
    assert "It decides nothing." in said
