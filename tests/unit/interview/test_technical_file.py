"""Requirements, evidence and standards in use on a real workspace file and the rule pack of the program."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from crasuite.domain.evidence import Evidence, EvidenceKind, EvidenceState
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.requirement import Applies, Requirement, RequirementState, RequirementStatus
from crasuite.domain.risk import Risk
from crasuite.domain.standards_in_use import Extent
from crasuite.errors import StoreError
from crasuite.interview.technical_file import RequirementsFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.store.files import FileCancelledError
from tests.unit.interview.conftest import TODAY, Clock

UPDATES, FIRST, POLICY = "annex-1-1-2-c", "annex-1-1-1", "annex-1-2-5"


@pytest.fixture(scope="module")
def full_pack() -> Pack:
    return load_pack()


@pytest.fixture
def file(tmp_path: Path, full_pack: Pack) -> Iterator[RequirementsFile]:
    with Workspace.create(
        tmp_path / "work.crasuite", full_pack, clock=Clock(), who=lambda: "Ana", today=lambda: TODAY
    ) as workspace:
        yield RequirementsFile(workspace, workspace.new_product("AeroLock 2").id)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "test report.pdf"
    path.write_bytes(b"all tests passed")
    return path


def state(file: RequirementsFile, point: str) -> RequirementState:
    return file.row(point).state


def test_every_point_of_annex_1_is_listed_in_the_order_of_the_law(file: RequirementsFile) -> None:
    rows = file.rows()
    assert [row.full_ref for row in rows][:4] == [
        "Part I (1)",
        "Part I (2)(a)",
        "Part I (2)(b)",
        "Part I (2)(c)",
    ]
    assert [(row.part, row.ref) for row in rows][-1] == ("II", "(8)")
    assert len(rows) == 22
    assert file.summary_words() == "Annex I of the CRA, 22 items. None is done, 22 are open."
    assert file.open_words() == "22 open"


def test_met_counts_only_with_evidence(file: RequirementsFile, report: Path) -> None:
    file.set_status(UPDATES, RequirementStatus.MET)
    assert state(file, UPDATES) is RequirementState.EVIDENCE_MISSING
    file.attach([UPDATES], [file.copy_in(report)])
    assert state(file, UPDATES) is RequirementState.MET
    assert file.open_words() == "21 open"
    assert file.summary_words() == "Annex I of the CRA, 22 items. 1 is done, 21 are open."
    assert not file.row(UPDATES).lacks_evidence


def test_part_1_1_and_part_2_cannot_be_left_out(file: RequirementsFile) -> None:
    for point in (FIRST, POLICY):
        assert "applies to every product" in file.detail(point).applies_always
        with pytest.raises(ValueError, match="every product"):
            file.set_applies(point, Applies.NO)
        assert file.detail(point).said.applies is Applies.UNSAID
    assert file.detail(UPDATES).applies_always == ""


def test_leaving_out_needs_a_sentence_and_a_risk(file: RequirementsFile) -> None:
    file.write("adding a risk", {RecordKind.RISK: {"R-01": Risk("R-01", title="Stolen key")}})
    file.set_applies(UPDATES, Applies.NO)
    assert state(file, UPDATES) is RequirementState.UNJUSTIFIED
    assert len(file.detail(UPDATES).problems) == 2
    file.set_reason(UPDATES, "The product holds no software that could be replaced.")
    assert len(file.detail(UPDATES).problems) == 1
    file.link_risk(UPDATES, "R-01")
    assert file.detail(UPDATES).problems == ()
    assert state(file, UPDATES) is RequirementState.NOT_APPLICABLE
    assert [risk.words for risk in file.detail(UPDATES).risks] == ["R-01 Stolen key"]
    assert file.detail(UPDATES).other_risks == ()
    file.unlink_risk(UPDATES, "R-01")
    assert state(file, UPDATES) is RequirementState.UNJUSTIFIED


def test_links_show_from_both_sides(file: RequirementsFile) -> None:
    risks = {"R-01": Risk("R-01", requirements=(UPDATES,)), "R-02": Risk("R-02")}
    file.write("adding risks", {RecordKind.RISK: risks})
    assert [risk.id for risk in file.detail(UPDATES).risks] == ["R-01"]
    assert [risk.id for risk in file.detail(UPDATES).other_risks] == ["R-02"]
    file.link_risk(UPDATES, "R-02")
    assert file.file.risks["R-02"].requirements == (UPDATES,)
    assert file.workspace.undo_label() == "linking R-02 to Part I (2)(c)"
    file.unlink_risk(UPDATES, "R-01")
    assert file.file.risks["R-01"].requirements == ()
    assert file.linked_risks(UPDATES) == ("R-02",)


def test_each_change_is_one_step_with_its_name(file: RequirementsFile) -> None:
    file.set_how(UPDATES, "Signed updates, installed at night.")
    assert file.workspace.undo_label() == "how Part I (2)(c) is met"
    assert not file.set_how(UPDATES, "Signed updates, installed at night.")
    points = [row.id for row in file.rows()][:5]
    file.change_all(points, owner="Mara", due=date(2026, 12, 18))
    assert (
        file.workspace.undo_label()
        == "giving 5 requirements the owner Mara and setting the due date to 18 Dec 2026"
    )
    assert [row.owner for row in file.rows()].count("Mara") == 5
    file.workspace.undo()
    assert [row.owner for row in file.rows()].count("Mara") == 0
    assert file.detail(UPDATES).said.how == "Signed updates, installed at night."
    file.workspace.redo()
    assert file.row(FIRST).due == date(2026, 12, 18)


def test_bulk_keeps_what_is_not_named(file: RequirementsFile) -> None:
    file.set_owner(FIRST, "Jonas")
    file.set_status(UPDATES, RequirementStatus.IN_PROGRESS)
    file.change_all([FIRST, UPDATES], due=TODAY)
    assert file.row(FIRST).owner == "Jonas"
    assert file.detail(UPDATES).said.status is RequirementStatus.IN_PROGRESS


def test_listeners_hear_of_records_and_see_them(file: RequirementsFile) -> None:
    seen: list[str] = []
    file.workspace.on_change(lambda _ids: seen.append(file.detail(UPDATES).said.how))
    file.set_how(UPDATES, "one")
    file.workspace.undo()
    file.workspace.redo()
    assert seen == ["one", "", "one"]


def test_what_a_newer_version_wrote_is_kept(file: RequirementsFile) -> None:
    file.workspace.set_records(
        file.product_id, {"requirement": {UPDATES: {"how": "x", "reviewed": "Ana"}}}, "newer"
    )
    file.set_owner(UPDATES, "Mara")
    kept = file.repository.records(file.product_id, "requirement")[UPDATES]
    assert kept == {"how": "x", "owner": "Mara", "reviewed": "Ana"}


def test_overdue_is_told_until_it_is_done(file: RequirementsFile, report: Path) -> None:
    file.set_due(UPDATES, TODAY - timedelta(days=1))
    assert file.row(UPDATES).is_overdue
    file.set_status(UPDATES, RequirementStatus.MET)
    file.attach([UPDATES], [file.copy_in(report)])
    assert not file.row(UPDATES).is_overdue


def test_people_named_most_often_come_first(file: RequirementsFile) -> None:
    points = [row.id for row in file.rows()]
    file.change_all(points[:2], owner="Mara")
    file.change_all(points[2:6], owner="Jonas")
    assert file.people() == ["Jonas", "Mara"]


# Evidence


def test_a_copied_file_is_kept_even_when_the_original_goes(file: RequirementsFile, report: Path) -> None:
    (evidence,) = file.attach([UPDATES, FIRST], [file.copy_in(report)])
    record = file.file.evidence[evidence]
    assert (record.name, record.size, record.added, record.copied) == ("test report.pdf", 16, TODAY, True)
    assert file.repository.file_bytes(record.sha256) == b"all tests passed"
    assert file.look()()[evidence].state is EvidenceState.UNCHANGED
    line = file.detail(UPDATES).evidence[0]
    assert line.also_proves == ("Part I (1)",)
    assert line.detail == f"{record.sha256[:4]}…{record.sha256[-4:]}, added 24 Nov 2026"
    report.unlink()
    assert file.look()()[evidence].state is EvidenceState.COPIED_ONLY
    assert file.workspace.undo_label() == "attaching “test report.pdf” to Part I (2)(c) and Part I (1)"


def test_a_changed_original_is_told_and_settled_either_way(file: RequirementsFile, report: Path) -> None:
    (evidence,) = file.attach([UPDATES], [file.copy_in(report)])
    old = file.file.evidence[evidence].sha256
    report.write_bytes(b"one test failed.")  # of the same size: only the hash tells
    look = file.look()()[evidence]
    assert look.state is EvidenceState.CHANGED
    assert file.flagged({evidence: look}) == 1
    words = file.look_words(evidence, look)
    assert words.startswith("The original changed on ")
    assert "Your copy of 24 Nov 2026 is kept." in words
    file.take_new_version(evidence, file.copy_in(report))
    assert file.look()()[evidence].state is EvidenceState.UNCHANGED
    assert file.repository.file_bytes(file.file.evidence[evidence].sha256) == b"one test failed."
    file.workspace.undo()
    assert file.file.evidence[evidence].sha256 == old
    assert file.repository.file_bytes(old) == b"all tests passed"
    file.keep_old_version(evidence)
    assert file.look()()[evidence].state is EvidenceState.COPIED_ONLY
    assert file.look_words(evidence, file.look()()[evidence]) == ""


def test_a_linked_file_is_only_hashed(file: RequirementsFile, report: Path) -> None:
    before = file.repository.file_sizes()
    (evidence,) = file.attach([UPDATES], [file.look_in(report)])
    assert file.repository.file_sizes() == before
    assert file.look()()[evidence].state is EvidenceState.UNCHANGED
    report.write_bytes(b"longer than it was before")
    changed = file.look()()[evidence]
    assert "There is no copy of the old one." in file.look_words(evidence, changed)
    report.unlink()
    missing = file.look()()[evidence]
    assert missing.state is EvidenceState.MISSING
    assert "no longer where it was" in file.look_words(evidence, missing)


def test_the_same_file_is_entered_once(file: RequirementsFile, report: Path) -> None:
    first = file.attach([UPDATES], [file.copy_in(report)])
    assert file.attach([FIRST, UPDATES], [file.copy_in(report), file.copy_in(report)]) == (*first, *first)
    assert list(file.file.evidence) == list(first)
    assert file.row(UPDATES).evidence == 1


def test_links_and_notes(file: RequirementsFile) -> None:
    link = file.attach_link([UPDATES], "", "https://example.test/policy")
    note = file.attach_note([UPDATES, FIRST], "", "Mara checked the label on 3 November; it is right.")
    lines = {line.record.id: line for line in file.detail(UPDATES).evidence}
    assert lines[link].record.kind is EvidenceKind.LINK
    assert lines[link].record.name == "https://example.test/policy"
    assert lines[note].detail == "Note, added 24 Nov 2026"
    assert file.look()()[note].state is EvidenceState.NOT_A_FILE
    file.change_evidence(note, name="Label check")
    assert file.detail(FIRST).evidence[0].record.name == "Label check"


def test_removing_unlinks_first_and_undo_brings_all_back(file: RequirementsFile, report: Path) -> None:
    (evidence,) = file.attach([UPDATES, FIRST], [file.copy_in(report)])
    file.detach(UPDATES, [evidence])
    assert evidence in file.file.evidence
    assert file.row(UPDATES).evidence == 0
    assert [line.record.id for line in file.other_evidence(UPDATES)] == [evidence]
    file.detach(FIRST, [evidence])
    assert evidence not in file.file.evidence
    file.workspace.undo()
    assert file.detail(FIRST).evidence[0].record.id == evidence
    file.attach_known(UPDATES, [evidence])
    file.remove_evidence(evidence)
    assert (file.row(UPDATES).evidence, file.row(FIRST).evidence) == (0, 0)


def test_a_number_is_never_given_twice(file: RequirementsFile, report: Path) -> None:
    (first,) = file.attach([UPDATES], [file.copy_in(report)])
    file.remove_evidence(first)
    assert file.attach_note([UPDATES], "n", "text") == "E-02"


def test_several_new_files_are_one_step(file: RequirementsFile, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(5)]
    for path in paths:
        path.write_text(path.name)
    ids = file.attach([UPDATES], [file.copy_in(path) for path in paths])
    assert ids == ("E-01", "E-02", "E-03", "E-04", "E-05")
    assert file.workspace.undo_label() == "attaching 5 files to Part I (2)(c)"
    file.workspace.undo()
    assert not file.file.evidence


def test_a_cancelled_or_unreadable_file_changes_nothing(file: RequirementsFile, report: Path) -> None:
    before = file.repository.file_sizes()
    for take_in in (file.copy_in, file.look_in):
        with pytest.raises(FileCancelledError):
            take_in(report, None, lambda: True)
        with pytest.raises(StoreError) as caught:
            take_in(report.with_name("not there.pdf"))
        assert "not there.pdf" in caught.value.what
    assert file.repository.file_sizes() == before
    assert not file.file.evidence


def test_a_name_no_system_allows_is_missing_and_no_crash(file: RequirementsFile) -> None:
    odd = Evidence("E-01", name="x", sha256="0" * 64, size=1, source_path="\0")
    file.write("odd", {RecordKind.EVIDENCE: {"E-01": odd}})
    assert file.look()()["E-01"].state is EvidenceState.MISSING


def test_evidence_that_is_gone_does_not_count(file: RequirementsFile) -> None:
    said = Requirement(UPDATES, status=RequirementStatus.MET, evidence=("E-77",))
    file.write("odd", {RecordKind.REQUIREMENT: {UPDATES: said}})
    assert file.row(UPDATES).evidence == 0
    assert state(file, UPDATES) is RequirementState.EVIDENCE_MISSING


def test_a_thousand_proofs_stay_quick(file: RequirementsFile) -> None:
    proofs = {f"E-{n:02}": Evidence(f"E-{n:02}", kind=EvidenceKind.NOTE, text=str(n)) for n in range(1, 1001)}
    said = Requirement(UPDATES, evidence=tuple(proofs))
    file.write("many", {RecordKind.EVIDENCE: proofs, RecordKind.REQUIREMENT: {UPDATES: said}})
    before = time.perf_counter()
    file.rows()
    detail = file.detail(UPDATES)
    spent = time.perf_counter() - before
    assert len(detail.evidence) == 1000
    print(f"{spent:.3f} s")


# Standards


def test_standards_many_makers_have_come_first(file: RequirementsFile) -> None:
    lines = file.standards()
    assert [line.id for line in lines][:3] == ["iec-81001-5-1", "iso-14971", "iec-62443-4-1"]
    assert len(lines) == len(file.pack.standards)
    assert not any(line.is_in_use for line in lines)
    names = {line.id: line.name for line in lines}
    assert names["etsi-en-303-645"] == "EN 303 645 V3.1.3"
    assert names["bsi-tr-03183-1"].startswith("BSI TR-03183-1 v1")
    assert all(line.claim for line in lines)


def test_standards_in_use_say_what_they_carry_and_what_is_left(file: RequirementsFile) -> None:
    assert file.coverage_words() == "No standard is in use yet. Choose those you work to."
    file.use_standard("iec-62443-4-1", True)
    file.use_standard("iec-81001-5-1", True)
    assert file.workspace.undo_label() == "working to IEC 81001-5-1:2021, with Interpretation Sheet 1:2025"
    reaches = file.reaches(UPDATES)
    assert [reach.short for reach in reaches] == ["IEC 62443-4-1", "IEC 81001-5-1"]
    assert all(reach.clauses and reach.gap for reach in reaches)
    assert "presumption" in reaches[0].claim
    rows = {row.requirement: row for row in file.coverage()}
    assert rows[UPDATES].strength == "partial"
    assert "IEC 62443-4-1: " in rows[UPDATES].clauses
    assert "IEC 81001-5-1: " in rows[UPDATES].left
    assert file.coverage_words().startswith("Carried of 22 points: ")
    file.use_standard("iec-62443-4-1", False)
    assert [reach.short for reach in file.reaches(UPDATES)] == ["IEC 81001-5-1"]


def test_best_reach_comes_first_and_silence_last(file: RequirementsFile) -> None:
    for standard in ("iec-62443-4-1", "iec-62443-4-2"):
        file.use_standard(standard, True)
    for point in file.points():
        strengths = [reach.strength for reach in file.reaches(point)]
        order = ["full", "partial", "weak", "planned", "silent"]
        assert strengths == sorted(strengths, key=order.index)
    silent = file.pack.standards["iec-62443-4-1"].silent_on[0].requirement
    alone = {row.requirement: row for row in file.coverage("iec-62443-4-1")}
    assert (alone[silent].strength, alone[silent].clauses) == ("silent", "")


def test_a_standard_applied_in_part_says_so(file: RequirementsFile) -> None:
    file.use_standard("iec-62443-4-1", True)
    file.describe_standard("iec-62443-4-1", extent=Extent.PART, parts="practices 1 to 5")
    assert file.reaches(UPDATES)[0].part_words == "You apply it in part: practices 1 to 5."
    assert "practices 1 to 5" in file.coverage()[0].left
    file.describe_standard("iec-62443-4-1", edition="2018 with amendments")
    assert file.reaches(UPDATES)[0].name == "IEC 62443-4-1 2018 with amendments"
    use = file.file.standards.standards["iec-62443-4-1"]
    assert use == replace(use, extent=Extent.PART, parts="practices 1 to 5")


def test_a_product_out_of_scope_has_no_open_count(file: RequirementsFile) -> None:
    copy = file.workspace.add_sample("patient-monitor")
    other = RequirementsFile(file.workspace, copy.id)
    assert other.is_out_of_scope()
    assert other.open_words() == ""
    assert len(other.rows()) == 22
