"""The samples that come with the program: finished, plausible, with the verdict they are there to show."""

from __future__ import annotations

from datetime import date

import pytest

from crasuite import paths
from crasuite.rules import assess
from tests.documents.content.conftest import DAY, sample

VERDICTS = {
    "smart-door-lock": ("in", "important-1", "I-17", "b-c"),
    "wellness-wearable": ("in", "important-1", "I-19", "b-c"),
    "small-office-firewall": ("in", "important-2", "II-2", "h"),
    "ehr-system": ("in", "default", "none", "ehds"),
    "hardware-security-module": ("in", "critical", "IV-1", "h"),
    "patient-monitor": ("out", "none", "none", None),
    "password-manager": ("in", "important-1", "I-3", "a"),
    "ranking-of-applicants": ("in", "default", "none", "ai"),
}


def test_there_is_a_verdict_for_each_sample() -> None:
    files = {file.stem for file in (paths.resources_dir() / "samples").glob("*.json")}
    assert files == set(VERDICTS)


@pytest.mark.parametrize("on", [DAY, date(2028, 1, 10)])
@pytest.mark.parametrize("name", VERDICTS)
def test_a_sample_is_finished(pack, name: str, on: date) -> None:
    result = assess(pack, sample(name), on)
    still = [one for one in result.questions_to_ask() if not pack.questions[one].optional]
    assert still == []
    assert result.open_points == ()
    assert all(result.verdict(goal).is_decided for goal in result.goals)


@pytest.mark.parametrize("name", VERDICTS)
def test_a_sample_shows_its_verdict_and_an_open_procedure(pack, name: str) -> None:
    result = assess(pack, sample(name), DAY)
    scope, class_, category, procedure = VERDICTS[name]
    assert (result.value("scope"), result.value("class"), result.value("category")) == (
        scope,
        class_,
        category,
    )
    assert sample(name).get("procedure-choice") == procedure
    if procedure is not None:
        assert result.value(f"procedure-{procedure}") == "open"


@pytest.mark.parametrize("name", VERDICTS)
def test_a_sample_is_marked_as_example_and_in_the_order_of_the_questions(pack, name: str) -> None:
    answers = sample(name)
    assert answers["manufacturer-name"] == "Sample manufacturer (example data)"
    assert list(answers) == [question for question in pack.questions if question in answers]
