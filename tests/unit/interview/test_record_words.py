"""Changes of the technical file as the history tells them."""

from __future__ import annotations

from pathlib import Path

from crasuite.domain.record_kind import RecordKind
from crasuite.domain.requirement import RequirementStatus
from crasuite.domain.risk import Risk
from crasuite.interview.technical_file import RequirementsFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack
from tests.unit.interview.conftest import TODAY, Clock

UPDATES = "annex-1-1-2-c"


def test_the_history_speaks_of_points_and_values_not_of_json(tmp_path: Path) -> None:
    with Workspace.create(
        tmp_path / "work.crasuite", load_pack(), clock=Clock(), today=lambda: TODAY
    ) as workspace:
        file = RequirementsFile(workspace, workspace.new_product("AeroLock 2").id)
        file.set_owner(UPDATES, "Mara")
        file.set_status(UPDATES, RequirementStatus.MET)
        file.change_all([UPDATES], owner="Jonas", due=TODAY)
        file.write("adding a risk", {RecordKind.RISK: {"R-01": Risk("R-01", title="Stolen key")}})
        file.link_risk(UPDATES, "R-01")
        secret = tmp_path / "report of Mara.txt"
        secret.write_text("x")
        file.attach([UPDATES], [file.look_in(secret)])
        file.remove_evidence("E-01")
        file.change_all([UPDATES, "annex-1-1-1"], status=RequirementStatus.MET)
        file.set_status(UPDATES, RequirementStatus.IN_PROGRESS)
        workspace_history = workspace.history(file.product_id)
        lines = [(one.what, one.before, one.after) for one in workspace_history]
    point = "Requirement Part I (2)(c) Security updates"
    assert (point, "", "Owner: Mara") in lines
    assert (f"{point} marked as met", "Status: to do", "Status: met") in lines
    assert (point, "Owner: Mara; due date: none", "Due date: 24 Nov 2026; owner: Jonas") in lines
    assert (point, "Linked risks: none", "Linked risks: R-01") in lines
    labels = [one.label for one in workspace_history]
    assert "marking Part I (2)(c) as met" in labels
    assert "giving Part I (2)(c) the owner Jonas and setting the due date to 24 Nov 2026" in labels
    assert ("Risk R-01: Stolen key added", "", "Title: Stolen key") in lines
    assert any(what == "Evidence E-01: report of Mara.txt removed" for what, _, _ in lines)
    assert "marking 2 requirements as met" in labels
    first = "Requirement Part I (1) Security that fits the risks marked as met"
    assert (first, "", "Status: met") in lines
    assert (f"{point} no longer marked as met", "Status: met", "Status: in progress") in lines
    assert not any("{" in text or str(tmp_path) in text for line in lines for text in line)


def test_the_history_of_a_sample_names_no_record_by_its_id(tmp_path: Path) -> None:
    with Workspace.create(
        tmp_path / "work.crasuite", load_pack(), clock=Clock(), today=lambda: TODAY
    ) as workspace:
        said = [one.what for one in workspace.history(workspace.add_sample("smart-door-lock").id)]
    assert "Description of the file security.txt added" in said
    assert any(one.startswith("Process Part II (8)") for one in said)
    assert not [one for one in said if "security-txt" in one or "annex-" in one]
