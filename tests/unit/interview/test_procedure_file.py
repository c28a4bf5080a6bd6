"""The steps of the chosen procedure: what is said of each, one undo step, deadlines, history in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crasuite.domain.procedure_step import StepStatus
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.deadlines import all_deadlines
from crasuite.interview.procedure_file import ProcedureFile
from crasuite.interview.record_words import record_words
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack
from tests.unit.interview.conftest import TODAY, add_answers_of


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(
        tmp_path / "steps.crasuite", load_pack(), who=lambda: "Ana", today=lambda: TODAY
    ) as found:
        yield found


@pytest.fixture
def steps(workspace: Workspace) -> ProcedureFile:
    return ProcedureFile(workspace, add_answers_of(workspace, "smart-door-lock"))


def first(steps: ProcedureFile) -> str:
    return steps.groups("PC")[0].rows[0].id


def test_the_steps_are_those_of_the_checklist(steps: ProcedureFile) -> None:
    assert steps.codes() == {"PC": "procedure-b-c"}
    groups = steps.groups("PC")
    wanted = [group.title for group in steps.pack.procedures["procedure-b-c"].groups]
    assert [group.title for group in groups] == wanted
    row = groups[1].rows[1]
    assert row.number == "2.2"
    assert row.cites
    assert row.record
    assert steps.summary_words("PC") == "Modules B + C: 0 of 25 steps settled"
    assert steps.groups("PC-H") == ()


def test_without_a_choice_each_open_procedure_has_its_steps(workspace: Workspace) -> None:
    product = add_answers_of(workspace, "smart-door-lock")
    workspace.repository.set_answer(product, "procedure-choice", None)
    workspace.interview(product).reload()
    workspace.refresh(product)
    steps = ProcedureFile(workspace, product)
    assert steps.codes() == {"PC-BC": "procedure-b-c", "PC-H": "procedure-h"}
    assert steps.code_of_step(steps.groups("PC-H")[0].rows[0].id) == "PC-H"
    assert steps.code_of_step("unknown") == ""


def test_what_is_said_of_a_step_is_kept_and_can_be_undone(steps: ProcedureFile) -> None:
    step = first(steps)
    assert steps.set_status(step, StepStatus.DONE)
    assert steps.workspace.undo_label() == "marking step 1.1 as done"
    assert steps.set_where(step, " shelf 4 ")
    assert steps.set_owner(step, "Ana")
    assert steps.set_due(step, date(2026, 12, 1))
    assert not steps.set_owner(step, "Ana"), "nothing changed"
    said = steps.file.step(step)
    assert (said.status, said.where, said.owner, said.due) == (
        StepStatus.DONE,
        "shelf 4",
        "Ana",
        date(2026, 12, 1),
    )
    assert steps.people() == ["Ana"]
    for _ in range(4):
        steps.workspace.undo()
    assert step not in steps.file.steps


def test_a_step_back_at_its_beginning_leaves_no_record(steps: ProcedureFile) -> None:
    step = first(steps)
    steps.set_owner(step, "Ana")
    steps.set_owner(step, "")
    assert step not in steps.file.steps


def test_a_date_of_a_step_stands_among_the_deadlines_until_it_is_settled(steps: ProcedureFile) -> None:
    step = first(steps)
    steps.set_due(step, date(2026, 11, 20))
    steps.set_owner(step, "Ana")
    found = [one for one in all_deadlines(steps.workspace) if one.place and one.place.kind is RecordKind.STEP]
    assert [(one.on, one.owner, one.is_overdue) for one in found] == [(date(2026, 11, 20), "Ana", True)]
    assert found[0].what.startswith("Step 1.1, Choose one notified body")
    assert steps.summary_words("PC").endswith("0 of 25 steps settled, 1 overdue")
    steps.set_status(step, StepStatus.DONE)
    assert not [
        one for one in all_deadlines(steps.workspace) if one.place and one.place.kind is RecordKind.STEP
    ]


def test_a_date_of_a_step_of_another_procedure_is_no_deadline(steps: ProcedureFile) -> None:
    other = steps.pack.procedures["procedure-h"].groups[0].steps[0].id
    steps.set_due(other, date(2026, 11, 20))
    assert not [
        one for one in all_deadlines(steps.workspace) if one.place and one.place.kind is RecordKind.STEP
    ]


def test_the_history_speaks_of_the_step(steps: ProcedureFile) -> None:
    step = first(steps)
    steps.set_status(step, StepStatus.DONE)
    steps.set_status(step, StepStatus.TO_DO)
    changes = [one for one in steps.repository.history() if one.cell.what.startswith("step/")]
    said = [record_words(steps.pack, one) for one in changes]
    assert said[0][0].startswith("Step 1.1 of the procedure: Choose one notified body")
    assert {one[0].rpartition(" marked ")[2] for one in said if " marked " in one[0]} == {"as done"}
