"""The pack of the program keeps its own house rules."""

from __future__ import annotations

import re
import subprocess
import sys

from crasuite.rules import Pack, lint

NO_NOTES_OF = ("no rule names the category", "has a sentence of")


def test_no_problem_is_left() -> None:
    assert [str(problem) for problem in lint.lint_pack() if not problem.is_note] == []


def test_notes_that_are_as_good_as_problems_here() -> None:
    notes = [
        str(problem) for problem in lint.lint_pack() if any(text in problem.text for text in NO_NOTES_OF)
    ]
    assert notes == []


def test_every_text_is_looked_at(pack: Pack) -> None:
    """A text of the pack that the linter does not know would escape the house rules."""
    seen = {subject.partition(":")[0] for subject, _, _ in lint.all_texts(pack)}
    kinds = {place.partition(":")[0] for place in pack.places}
    assert kinds - seen == {"source"}
    assert len(list(lint.all_texts(pack))) > 1000


def test_places_point_at_the_entry(pack: Pack, project_root: object) -> None:
    from crasuite import paths

    for subject in ("question:form", "rule:scope-in", "category:I-17", "state:state.harmonised-standards"):
        file, _, line = pack.places[subject].rpartition(":")
        text = (paths.resources_dir() / "rulepack" / file).read_text("utf-8").splitlines()
        assert re.search(rf"id: {re.escape(subject.partition(':')[2])}\b", text[int(line) - 1])


def test_the_command(pack: Pack) -> None:
    """With the proof it runs beside the tests; here it is enough that it works."""
    done = subprocess.run(
        [sys.executable, "-m", "crasuite", "lint-pack", "--no-proof"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout
    assert "0 problems, " in done.stdout
