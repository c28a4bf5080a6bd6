"""The requirements screen on a real workspace: keyboard, edits that reach the file, watched originals."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from crasuite.domain.evidence import Evidence, EvidenceKind, EvidenceState
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.requirement import Applies, Requirement, RequirementState, RequirementStatus
from crasuite.domain.risk import Risk
from crasuite.errors import StoreError
from crasuite.interview.checklist_import import ChecklistImport
from crasuite.interview.technical_file import RequirementsFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.ui import crash, jobs, web_links
from crasuite.ui.dialogs.evidence_dialog import EvidenceDialog, SaidEvidence
from crasuite.ui.dialogs.known_evidence_dialog import KnownEvidenceDialog
from crasuite.ui.dialogs.standards_dialog import StandardsDialog
from crasuite.ui.pages.requirements.evidence_model import CHIP_ROLE
from crasuite.ui.pages.requirements.requirement_model import EVIDENCE, STATUS
from crasuite.ui.pages.requirements_page import RequirementsPage
from crasuite.ui.settings import Settings
from crasuite.ui.widgets.citation_chip import CitationChip
from tests.ui.checks import check_all, lay_out, unreachable

NOW = datetime(2026, 11, 24, 9, 2, tzinfo=UTC)
UPDATES, FIRST, LOGS, POLICY = "annex-1-1-2-c", "annex-1-1-1", "annex-1-1-2-l", "annex-1-2-5"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def file(tmp_path: Path, pack: Pack) -> Iterator[RequirementsFile]:
    with Workspace.create(tmp_path / "larkfield.crasuite", pack, clock=lambda: NOW) as workspace:
        file = RequirementsFile(workspace, workspace.new_product("AeroLock 2").id)
        risks = {"R-01": Risk("R-01", title="Stolen key lets a false update in"), "R-02": Risk("R-02")}
        file.write("risks", {RecordKind.RISK: risks})
        yield file
        assert jobs.wait_for_all()


@pytest.fixture
def make_page(qtbot, tmp_path: Path, file: RequirementsFile) -> Callable[..., RequirementsPage]:
    """Shows the page as the window does: it is loaded again after every change."""

    def make(width: int = 1060, height: int = 745) -> RequirementsPage:
        page = RequirementsPage(Settings(tmp_path / "settings.ini"))
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.load(file.workspace, file.product_id)
        file.workspace.on_change(lambda _ids: page.load(file.workspace, file.product_id))
        lay_out(page)
        page.tree.setFocus()
        return page

    return make


@pytest.fixture
def page(make_page) -> RequirementsPage:
    return make_page()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "OTA test report.docx"
    path.write_bytes(b"all tests passed")
    return path


@pytest.fixture
def errors() -> Iterator[list[str]]:
    found: list[str] = []
    crash.set_presenter(lambda error, _report: found.append(error.what))
    yield found
    crash.set_presenter(None)


def attach(qtbot, page: RequirementsPage, *paths: Path, copied: bool = True) -> None:
    page.attach_files(paths, copied=copied)
    qtbot.waitUntil(lambda: not page.job_panel.is_busy())
    qtbot.waitUntil(lambda: all(one in page.looks for one in page.file.file.evidence))


def listed(page: RequirementsPage) -> int:
    return sum(page.filter.rowCount(page.filter.index(at, 0)) for at in range(page.filter.rowCount()))


def cell(page: RequirementsPage, point: str, column: int) -> str:
    return page.model.index_of(point).siblingAtColumn(column).data()


# The list


def test_the_list_says_everything_in_words(page: RequirementsPage) -> None:
    texts = [page.model.index_of(UPDATES).siblingAtColumn(at).data() for at in range(5)]
    assert texts == ["(2)(c)", "Security updates", "To do", "None", ""]
    assert page.model.index(0, 0).data() == "Part I, Properties of the product, 0 of 14 done"
    assert page.model.index(1, 0).data() == "Part II, Handling vulnerabilities, 0 of 8 done"
    assert page.summary.text() == "Annex I of the CRA, 22 items. None is done, 22 are open."
    assert page.detail.id == FIRST


def test_words_and_segments_narrow_and_count(qtbot, page: RequirementsPage, file: RequirementsFile) -> None:
    file.set_owner(UPDATES, "Mara")
    page.search.setFocus()
    qtbot.keyClicks(page.search, "updates mara")
    assert listed(page) == 1
    assert page.detail.id == UPDATES
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.tree.hasFocus()
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert listed(page) == 22
    assert page.tree.keys() == [UPDATES]
    page.segments.choose("not-applicable")
    assert listed(page) == 0
    assert page._nothing.isVisible()
    assert page.detail.id == UPDATES
    page.segments.choose("open")
    assert listed(page) == 22


def test_a_point_that_becomes_done_stays_listed_while_it_is_edited(
    qtbot, page: RequirementsPage, file: RequirementsFile
) -> None:
    page.segments.choose("open")
    page.tree.select(UPDATES)
    file.attach_note([UPDATES], "", "Reviewed on 3 November.")
    file.set_status(UPDATES, RequirementStatus.MET)
    assert page.tree.keys() == [UPDATES]
    assert page.segments._buttons["open"].text() == "Open 21"


def test_arrows_move_parts_fold_and_enter_goes_in(qtbot, page: RequirementsPage) -> None:
    for _ in range(3):
        qtbot.keyClick(page.tree, Qt.Key.Key_Down)
    assert page.detail.id == UPDATES
    qtbot.keyClick(page.tree, Qt.Key.Key_Left)
    assert not page.tree.currentIndex().parent().isValid()
    assert page.detail.id == UPDATES
    qtbot.keyClick(page.tree, Qt.Key.Key_Space)
    assert not page.tree.isExpanded(page.tree.currentIndex())
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert page.tree.isExpanded(page.tree.currentIndex())
    page.tree.select(UPDATES)
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert page.detail.isAncestorOf(QApplication.focusWidget())


def test_copying_rows_gives_text(qtbot, page: RequirementsPage) -> None:
    page.tree.select(UPDATES)
    qtbot.keyClick(page.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "(2)(c)\tSecurity updates\tTo do\tNone\t"


def test_a_point_is_shown_even_while_ctrl_is_held_from_a_shortcut(qtbot, page: RequirementsPage) -> None:
    qtbot.keyClick(page.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    for point in (UPDATES, LOGS):
        page.tree.select(point)
        assert page.tree.keys() == [point]


# One point


def test_how_it_is_met_is_saved_while_typing(qtbot, page: RequirementsPage, file: RequirementsFile) -> None:
    page.tree.select(UPDATES)
    page.detail.how.setFocus()
    qtbot.keyClicks(page.detail.how, "Signed updates")
    qtbot.waitUntil(lambda: file.detail(UPDATES).said.how == "Signed updates", timeout=2000)
    assert page.detail.how.hasFocus()
    assert page.detail.how.textCursor().position() == len("Signed updates")
    assert file.workspace.undo_label() == "how Part I (2)(c) is met"


def test_leaving_for_another_point_saves_to_the_right_one(
    qtbot, page: RequirementsPage, file: RequirementsFile
) -> None:
    page.tree.select(UPDATES)
    page.detail.how.setFocus()
    qtbot.keyClicks(page.detail.how, "abc")
    page.tree.select(LOGS)
    assert file.detail(UPDATES).said.how == "abc"
    assert file.detail(LOGS).said.how == ""
    assert page.detail.how.toPlainText() == ""


def test_another_change_does_not_disturb_typing(
    qtbot, page: RequirementsPage, file: RequirementsFile
) -> None:
    page.tree.select(UPDATES)
    page.detail.how.setFocus()
    qtbot.keyClicks(page.detail.how, "half a sen")
    file.set_owner(FIRST, "Jonas")
    assert page.detail.how.toPlainText() == "half a sen"
    page.flush()
    assert file.detail(UPDATES).said.how == "half a sen"


def test_undo_shows_in_the_fields(qtbot, page: RequirementsPage, file: RequirementsFile) -> None:
    page.tree.select(UPDATES)
    file.set_how(UPDATES, "one")
    file.set_owner(UPDATES, "Mara")
    file.set_due(UPDATES, date(2026, 12, 18))
    assert page.detail.owner.currentText() == "Mara"
    assert page.detail.due.due() == date(2026, 12, 18)
    for _ in range(3):
        file.workspace.undo()
    assert page.detail.owner.currentText() == ""
    assert page.detail.due.due() is None
    assert page.detail.how.toPlainText() == ""


def test_what_cannot_be_saved_is_said_and_stays(
    qtbot, page: RequirementsPage, file: RequirementsFile, monkeypatch
) -> None:
    page.tree.select(UPDATES)

    def refuse(*_args, **_more) -> bool:
        raise StoreError("STORE-99", "Not saved: the disk is full.", "", "Free some space.")

    with monkeypatch.context() as broken:
        broken.setattr(file.workspace, "set_records", refuse)
        page.detail.how.setPlainText("keep me")
        page.flush()
        assert page.problem.isVisible()
        assert page.problem.accessibleName() == "Not saved: the disk is full."
        assert page.detail.how.toPlainText() == "keep me"
    page.flush()
    assert not page.problem.isVisible()
    assert file.detail(UPDATES).said.how == "keep me"


def test_not_applicable_asks_for_reason_and_risk(
    qtbot, page: RequirementsPage, file: RequirementsFile
) -> None:
    page.tree.select(UPDATES)
    page.detail.not_applicable.setFocus()
    qtbot.keyClick(page.detail.not_applicable, Qt.Key.Key_Space)
    assert page.detail.reason.hasFocus()
    assert page.detail._needs.isVisible()
    assert cell(page, UPDATES, STATUS) == "Reason missing"
    qtbot.keyClicks(page.detail.reason, "It holds no software that could be replaced.")
    page.flush()
    assert page.detail.risks.choice.currentText() == "R-01 Stolen key lets a false update in"
    page.detail.risks.link_button.click()
    assert not page.detail._needs.isVisible()
    assert cell(page, UPDATES, STATUS) == "Not applicable"
    assert file.row(UPDATES).state is RequirementState.NOT_APPLICABLE


@pytest.mark.parametrize("point", [FIRST, POLICY])
def test_what_always_applies_says_why(page: RequirementsPage, point: str) -> None:
    page.tree.select(point)
    assert page.detail.applies.isChecked()
    assert not page.detail.not_applicable.isEnabled()
    assert "applies to every product" in page.detail.not_applicable.accessibleDescription()
    assert page.detail._always.isVisible()


def test_not_sure_is_kept(qtbot, page: RequirementsPage, file: RequirementsFile) -> None:
    page.tree.select(UPDATES)
    assert page.detail._group.checkedButton() is None
    page.detail.unsure.click()
    assert file.detail(UPDATES).said.applies is Applies.NOT_SURE
    assert cell(page, UPDATES, STATUS) == "Not sure yet"


def test_owner_status_and_date(qtbot, page: RequirementsPage, file: RequirementsFile) -> None:
    page.tree.select(UPDATES)
    page.detail.owner.setFocus()
    qtbot.keyClicks(page.detail.owner.lineEdit(), "Mara")
    page.detail.status.setFocus()
    assert file.row(UPDATES).owner == "Mara"
    qtbot.keyClick(page.detail.status, Qt.Key.Key_Down)
    assert file.detail(UPDATES).said.status is RequirementStatus.IN_PROGRESS
    assert cell(page, UPDATES, STATUS) == "Evidence missing"
    page.detail.due.edit.setDate(date(2026, 12, 18))
    assert file.row(UPDATES).due == date(2026, 12, 18)
    page.tree.select(LOGS)
    assert page.detail.owner.currentText() == ""
    assert page.detail.owner.findText("Mara") >= 0


def test_citations_explain_and_risks_can_be_opened(
    qtbot, page: RequirementsPage, file: RequirementsFile, monkeypatch
) -> None:
    file.link_risk(UPDATES, "R-01")
    page.tree.select(UPDATES)
    chip = next(one for one in page.detail.findChildren(CitationChip) if one.text() == "Part I (2)(c)")
    with qtbot.waitSignal(page.explain) as caught:
        chip.click()
    assert caught.args[0].id == "cra annex-1-1-2-c"
    with qtbot.waitSignal(page.jump) as caught:
        page.detail.risk_opened.emit("R-01")
    assert caught.args == [Place(RecordKind.RISK, "R-01")]


# Several points


def test_several_points_get_the_same_in_one_step(
    qtbot, page: RequirementsPage, file: RequirementsFile
) -> None:
    page.tree.select(FIRST)
    for _ in range(3):
        qtbot.keyClick(page.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.panes.currentWidget() is page.bulk
    assert page.bulk._title.text() == "4 requirements chosen"
    assert not page.bulk.change_button.isEnabled()
    lay_out(page)
    check_all(page)
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert page.bulk.owner_box.hasFocus()
    qtbot.keyClicks(page.bulk.owner.lineEdit(), "Iris")
    assert page.bulk.owner_box.isChecked()
    qtbot.keyClick(page.bulk.change_button, Qt.Key.Key_Space)
    assert [row.owner for row in file.rows()][:5] == ["Iris"] * 4 + [""]
    assert file.workspace.undo_label() == "giving 4 requirements the owner Iris"
    assert len(page.tree.keys()) == 4
    file.workspace.undo()
    assert file.row(FIRST).owner == ""


def test_select_all_chooses_what_the_filter_shows(qtbot, page: RequirementsPage) -> None:
    qtbot.keyClicks(page.search, "updates")
    shown = listed(page)
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert 1 < len(page.tree.keys()) == shown < 22


# Evidence


def test_a_file_is_taken_in_and_changes_are_told(
    qtbot, page: RequirementsPage, file: RequirementsFile, report: Path, monkeypatch
) -> None:
    page.tree.select(UPDATES)
    assert page.detail.evidence._empty.text().startswith("No evidence yet.")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(report)], ""))
    page.attach()
    qtbot.waitUntil(lambda: bool(file.file.evidence))
    qtbot.waitUntil(lambda: "E-01" in page.looks)
    box = page.detail.evidence
    assert box.model.index(0).data(CHIP_ROLE) == "unchanged"
    assert page.settings.text("evidence-folder") == str(report.parent)
    assert cell(page, UPDATES, EVIDENCE) == "1"
    report.write_bytes(b"something else altogether")
    page.look()
    qtbot.waitUntil(lambda: page.looks["E-01"].state is EvidenceState.CHANGED)
    assert cell(page, UPDATES, EVIDENCE) == "1, 1 needs a look"
    assert "The original changed on" in box.flag_words()
    lay_out(page)
    check_all(page)
    qtbot.keyClick(box.new_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.looks.get("E-01") and page.looks["E-01"].state is EvidenceState.UNCHANGED)
    assert box.flag_words() == ""
    assert file.workspace.undo_label() == "taking the new version of “OTA test report.docx”"


def test_keeping_the_old_version(qtbot, page: RequirementsPage, file: RequirementsFile, report: Path) -> None:
    page.tree.select(UPDATES)
    attach(qtbot, page, report)
    report.write_bytes(b"changed")
    page.look()
    qtbot.waitUntil(lambda: page.detail.evidence.old_button.isVisible())
    page.detail.evidence.old_button.click()
    qtbot.waitUntil(lambda: page.looks.get("E-01") and page.looks["E-01"].state is EvidenceState.COPIED_ONLY)
    assert file.repository.file_bytes(file.file.evidence["E-01"].sha256) == b"all tests passed"


def test_a_missing_linked_file_gets_its_new_place(
    qtbot, page: RequirementsPage, file: RequirementsFile, report: Path, monkeypatch
) -> None:
    page.tree.select(UPDATES)
    attach(qtbot, page, report, copied=False)
    moved = report.rename(report.with_name("moved.docx"))
    page.look()
    qtbot.waitUntil(lambda: page.looks["E-01"].state is EvidenceState.MISSING)
    assert page.detail.evidence.new_button.text() == "Choose the file…"
    assert not page.detail.evidence.old_button.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(moved)], ""))
    page.detail.evidence.new_button.click()
    qtbot.waitUntil(lambda: file.file.evidence["E-01"].source_path == str(moved))
    assert not file.file.evidence["E-01"].copied


def test_files_dropped_on_the_page_are_attached(
    qtbot, page: RequirementsPage, file: RequirementsFile, report: Path, tmp_path: Path, errors: list[str]
) -> None:
    page.tree.select(UPDATES)
    folder = tmp_path / "photos"
    folder.mkdir()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(report)), QUrl.fromLocalFile(str(folder))])
    event = QDropEvent(
        QPointF(QPoint(10, 10)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    qtbot.waitUntil(lambda: bool(errors))
    assert [one.name for one in file.file.evidence.values()] == ["OTA test report.docx"]
    assert errors == ["photos is a folder."]


def test_cancelling_attaches_nothing(
    qtbot, page: RequirementsPage, file: RequirementsFile, tmp_path: Path, monkeypatch
) -> None:
    page.tree.select(UPDATES)
    large = tmp_path / "video.mp4"
    large.write_bytes(b"0" * 20_000_000)
    before = file.repository.file_sizes()
    page.attach_files([large])
    page.job_panel.show()
    page.job_panel.cancel_button.click()
    qtbot.waitUntil(lambda: not page.job_panel.is_busy())
    assert not file.file.evidence
    assert file.repository.file_sizes() == before
    assert not page.job_panel.isVisible()


def test_progress_shows_for_work_that_takes_long(qtbot, page: RequirementsPage) -> None:
    go = []

    def work(handle: jobs.JobHandle) -> None:
        handle.report(500, 1000, "video.mp4")
        while not go:
            time.sleep(0.01)

    job = jobs.Job(work, page)
    page.job_panel.follow(job, "Taking in 1 file")
    job.start()
    qtbot.waitUntil(page.job_panel.isVisible)
    assert page.job_panel._now.text() == "Now: video.mp4. You can go on working."
    lay_out(page)
    check_all(page)
    go.append(True)
    qtbot.waitUntil(lambda: not page.job_panel.isVisible())


def test_removing_by_key_and_undo(
    qtbot, page: RequirementsPage, file: RequirementsFile, report: Path
) -> None:
    page.tree.select(UPDATES)
    attach(qtbot, page, report)
    file.attach_note([UPDATES], "Label", "Checked.")
    evidence = page.detail.evidence
    evidence.list.setFocus()
    evidence.choose("E-01")
    qtbot.keyClick(evidence.list, Qt.Key.Key_Delete)
    assert list(file.file.evidence) == ["E-02"]
    assert evidence.list.hasFocus()
    file.workspace.undo()
    assert len(evidence.model.lines()) == 2


def test_links_notes_and_known_evidence(
    qtbot, page: RequirementsPage, file: RequirementsFile, monkeypatch
) -> None:
    page.tree.select(UPDATES)
    answers = [SaidEvidence("", "https://example.test/policy"), SaidEvidence("Label", "Checked by Mara.")]
    monkeypatch.setattr(EvidenceDialog, "ask", classmethod(lambda cls, *_, **__: answers.pop(0)))
    page.detail.evidence.attach_wanted.emit("link")
    page.detail.evidence.attach_wanted.emit("note")
    assert [one.kind for one in file.file.evidence.values()] == [EvidenceKind.LINK, EvidenceKind.NOTE]
    page.detail.evidence.choose("E-01")
    opened: list[str] = []
    monkeypatch.setattr(
        web_links.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True
    )
    page.settings.set_flag(web_links.COPY_ONLY, True)
    qtbot.keyClick(page.detail.evidence.list, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "https://example.test/policy"
    assert opened == [], "no browser where addresses are copied"
    page.settings.set_flag(web_links.COPY_ONLY, False)
    qtbot.keyClick(page.detail.evidence.list, Qt.Key.Key_Return)
    assert opened == ["https://example.test/policy"]
    assert not web_links.follow("file:///etc/hosts", page.settings), "only the web is opened"
    assert len(opened) == 1
    page.tree.select(LOGS)
    monkeypatch.setattr(KnownEvidenceDialog, "ask", classmethod(lambda cls, lines, *_: [lines[1].record.id]))
    page.detail.evidence.attach_wanted.emit("known")
    assert file.detail(LOGS).said.evidence == ("E-02",)


def test_a_copy_is_opened_never_the_kept_file_and_programs_are_not_run(
    qtbot, page: RequirementsPage, report: Path, tmp_path: Path, monkeypatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "crasuite.ui.pages.requirements_page.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()),
    )
    tool = tmp_path / "scan.bat"
    tool.write_bytes(b"echo")
    page.tree.select(UPDATES)
    attach(qtbot, page, report, tool)
    page.open_evidence("E-01")
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert Path(opened[0]).read_bytes() == b"all tests passed"
    assert Path(opened[0]).name == report.name
    assert Path(opened[0]) != report
    page.open_evidence("E-02")
    qtbot.waitUntil(lambda: len(opened) == 2)
    assert Path(opened[1]).is_dir()


def test_name_note_and_validity_are_edited_and_what_expired_is_flagged(
    qtbot, page: RequirementsPage, file: RequirementsFile, report: Path, monkeypatch, artefacts: Path
) -> None:
    page.tree.select(UPDATES)
    attach(qtbot, page, report)
    said = SaidEvidence("Update test", note="Release 1.4 alone", valid_until=date(2026, 11, 23))
    monkeypatch.setattr(EvidenceDialog, "ask", classmethod(lambda cls, *_, **__: said))
    box = page.detail.evidence
    box.choose("E-01")
    lay_out(page)
    qtbot.mouseClick(box.edit_button, Qt.MouseButton.LeftButton)
    record = file.file.evidence["E-01"]
    assert (record.name, record.text, record.valid_until) == ("Update test", said.note, said.valid_until)
    assert file.workspace.undo_label() == "name, validity and note of “Update test”"
    assert box.model.index(0).data(CHIP_ROLE) == "expired"
    assert "Valid until 23 Nov 2026" in box.flag_words()
    assert not box.new_button.isVisible()
    assert page._flagged()[UPDATES] == 1
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / "requirements-expired.png"))
    file.change_evidence("E-01", valid_until=date(2026, 11, 24))
    assert box.model.index(0).data(CHIP_ROLE) == "unchanged"


def test_a_replaced_file_keeps_the_old_one(
    qtbot, page: RequirementsPage, file: RequirementsFile, report: Path, tmp_path: Path, monkeypatch
) -> None:
    page.tree.select(UPDATES)
    attach(qtbot, page, report)
    old = file.file.evidence["E-01"]
    newer = tmp_path / "OTA test report 2.docx"
    newer.write_bytes(b"all tests passed again")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(newer)], ""))
    page.detail.evidence.choose("E-01")
    lay_out(page)
    qtbot.mouseClick(page.detail.evidence.replace_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: file.file.evidence["E-01"].sha256 != old.sha256)
    record = file.file.evidence["E-01"]
    assert record.name == newer.name
    assert [(one.name, one.sha256, one.replaced) for one in record.earlier] == [
        (report.name, old.sha256, NOW.date())
    ]
    assert file.repository.file_bytes(old.sha256) == b"all tests passed"
    line = file.evidence_line("E-01")
    assert "replaces 1 earlier file" in line.detail
    assert line.earlier[0].startswith(f"{report.name}, ")


def test_evidence_dialogs(qtbot, page: RequirementsPage, file: RequirementsFile, artefacts: Path) -> None:
    for sort in ("link", "note"):
        dialog = EvidenceDialog(sort)
        qtbot.addWidget(dialog)
        dialog.show()
        lay_out(dialog)
        assert not dialog.accept_button.isEnabled()
        qtbot.keyClicks(dialog.content, "something")
        assert dialog.accept_button.isEnabled()
        assert dialog.values() == SaidEvidence("", "something")
        check_all(dialog)
    proof = Evidence("E-01", name="Certificate.pdf", valid_until=date(2027, 2, 1))
    edit = EvidenceDialog("file", proof, ("Old.pdf, 1111…2222, replaced 1 Feb 2026, copy kept",))
    qtbot.addWidget(edit)
    edit.show()
    lay_out(edit)
    qtbot.keyClicks(edit.note, "For the lock alone.")
    check_all(edit)
    edit.grab().save(str(artefacts / "evidence-edit.png"))
    assert edit.values() == SaidEvidence(
        "Certificate.pdf", note="For the lock alone.", valid_until=date(2027, 2, 1)
    )
    edit.name.clear()
    assert not edit.accept_button.isEnabled()
    file.attach_note([UPDATES], "Label", "Checked.")
    known = KnownEvidenceDialog(file.other_evidence(LOGS), "Part I (2)(l)")
    qtbot.addWidget(known)
    known.show()
    lay_out(known)
    known.table.selectRow(0)
    assert known.ids() == ["E-01"]
    check_all(known)


def test_a_thousand_proofs_stay_fluent(qtbot, page: RequirementsPage, file: RequirementsFile) -> None:
    proofs = {
        f"E-{n:02}": Evidence(f"E-{n:02}", kind=EvidenceKind.NOTE, name=f"Proof {n}", text="x")
        for n in range(1, 1001)
    }
    said = Requirement(UPDATES, evidence=tuple(proofs))
    file.write("many", {RecordKind.EVIDENCE: proofs, RecordKind.REQUIREMENT: {UPDATES: said}})
    page.tree.select(FIRST)
    start = time.perf_counter()
    page.tree.select(UPDATES)
    QApplication.processEvents()
    choosing = time.perf_counter() - start
    start = time.perf_counter()
    file.set_owner(UPDATES, "Mara")
    QApplication.processEvents()
    saving = time.perf_counter() - start
    assert page.detail.evidence.model.rowCount() == 1000
    print(f"chosen in {choosing:.3f} s, saved in {saving:.3f} s")


# Standards in use


def test_standards_are_ticked_by_key_and_show_what_is_left(
    qtbot, look: str, page: RequirementsPage, file: RequirementsFile, artefacts: Path
) -> None:
    dialog = StandardsDialog(file, page._do, page.explain.emit, page)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog._sentence.text().startswith("No standard is in use yet.")
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert file.standards_in_use() == ["iec-81001-5-1"]
    assert dialog.list.line().id == "iec-81001-5-1"
    for _ in range(2):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog._sentence.text().startswith("Carried of 22 points: ")
    assert dialog.table.model().index(0, 2).data() == "A part"
    lay_out(dialog)
    check_all(dialog)
    assert dialog.grab().save(str(artefacts / f"standards-{look}.png"))
    dialog.segments.choose("one")
    assert "IEC" not in dialog.table.model().index(0, 3).data()
    dialog.parts.setText("practices 1 to 5")
    dialog.parts.setModified(True)
    dialog.accept()
    assert file.file.standards.standards["iec-62443-4-1"].parts == "practices 1 to 5"
    page.tree.select(UPDATES)
    page.detail.standards.set_open(True)
    assert page.detail.standards.head.text() == "Standards in use: 2 of 2 help here"
    lay_out(page)
    check_all(page)


# The whole page


def fill(qtbot, page: RequirementsPage, file: RequirementsFile, folder: Path) -> None:
    """A product in the midst of the work, as in the design."""
    ids = list(file.pack.requirements)
    documents = []
    for name in ("Update design v1.4.pdf", "OTA test report 2.4.1.docx", "App update settings.png"):
        path = folder / name
        path.write_text(name)
        documents.append(path)
    file.change_all(ids[:4], owner="Mara")
    file.change_all(ids[4:], owner="Jonas")
    file.change_all([ids[0], ids[2]], status=RequirementStatus.MET)
    file.change_all(ids[3:6], status=RequirementStatus.IN_PROGRESS)
    file.set_status(LOGS, RequirementStatus.NOT_SURE)
    file.set_applies("annex-1-1-2-i", Applies.NO)
    file.set_reason("annex-1-1-2-i", "The lock reaches no network but that of its owner.")
    file.link_risk("annex-1-1-2-i", "R-02")
    file.set_applies(UPDATES, Applies.YES)
    file.link_risk(UPDATES, "R-01")
    file.set_how(
        UPDATES,
        "Signed firmware over BLE bridge and Wi-Fi, checked nightly. On by default; owners can postpone 7 "
        "days or switch it off in the app. A failed update rolls back to the last version.",
    )
    file.set_due(UPDATES, date(2026, 12, 18))
    page.tree.select(UPDATES)
    attach(qtbot, page, *documents)
    file.attach_known(ids[0], ["E-01"])
    file.attach_known(ids[2], ["E-01"])
    documents[1].write_text("changed since")
    page.look()
    qtbot.waitUntil(lambda: page.looks["E-02"].state is EvidenceState.CHANGED)


def test_nothing_is_cut_and_everything_is_reached(
    qtbot, look: str, page: RequirementsPage, file: RequirementsFile, tmp_path: Path, artefacts: Path
) -> None:
    fill(qtbot, page, file, tmp_path)
    lay_out(page)
    check_all(page)
    assert unreachable(page) == []
    page.tree.setFocus()
    assert page.grab().save(str(artefacts / f"requirements-{look}.png"))
    for point in (FIRST, LOGS, "annex-1-1-2-i", POLICY):
        page.tree.select(point)
        page.detail._typical.set_open(True)
        lay_out(page)
        check_all(page)
    assert page.grab().save(str(artefacts / f"requirements-part-2-{look}.png"))
    page.tree.select_all_listed()
    lay_out(page)
    assert page.height() == 745
    assert page.grab().save(str(artefacts / f"requirements-many-{look}.png"))


def test_a_narrow_page_shows_the_list_or_the_point(
    qtbot, make_page, file: RequirementsFile, tmp_path: Path, artefacts: Path
) -> None:
    page = make_page(640)
    fill(qtbot, page, file, tmp_path)
    lay_out(page)
    assert page.width() == 640
    assert page.splitter.is_single
    assert not page.detail.isVisible()
    check_all(page)
    assert unreachable(page) == []
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    lay_out(page)
    assert page.detail.isVisible()
    assert not page.tree.isVisible()
    check_all(page)
    assert page.grab().save(str(artefacts / "requirements-narrow-light.png"))
    qtbot.keyClick(page.splitter.back_button, Qt.Key.Key_Space)
    assert page.tree.hasFocus()


def test_the_split_is_remembered(qtbot, make_page) -> None:
    page = make_page()
    page.splitter.moveSplitter(480, 1)
    sizes = page.splitter.sizes()
    assert sizes[0] != 618
    page.settings.sync()
    again = make_page()
    assert again.splitter.sizes() == sizes


def test_a_place_in_a_record_is_found(qtbot, page: RequirementsPage, file: RequirementsFile) -> None:
    evidence = file.attach_note([LOGS], "Label", "Checked.")
    page.segments.choose("not-applicable")
    page.show_place(Place(RecordKind.REQUIREMENT, UPDATES, "how"))
    assert page.detail.id == UPDATES
    assert page.detail.how.hasFocus()
    page.show_place(Place(RecordKind.EVIDENCE, evidence))
    assert page.detail.id == LOGS
    assert page.detail.evidence.list.hasFocus()


def test_read_only_shows_all_and_changes_nothing(qtbot, make_page, tmp_path: Path, pack: Pack, file) -> None:
    file.set_how(UPDATES, "Signed updates.")
    file.workspace.close()
    with Workspace.open(
        tmp_path / "larkfield.crasuite", pack, clock=lambda: NOW, read_only=True
    ) as workspace:
        page = RequirementsPage(Settings(tmp_path / "settings.ini"))
        qtbot.addWidget(page)
        page.resize(1060, 745)
        page.show()
        page.load(workspace, file.product_id)
        page.tree.select(UPDATES)
        assert page.detail.how.isReadOnly()
        for field in (page.attach_button, page.detail.owner, page.detail.status, page.detail.applies):
            assert not field.isEnabled()
        assert page.detail.how.toPlainText() == "Signed updates."


def test_a_product_out_of_scope_is_told_so(qtbot, page: RequirementsPage, file: RequirementsFile) -> None:
    other = file.workspace.add_sample("patient-monitor")
    page.load(file.workspace, other.id)
    lay_out(page)
    assert page.out_of_scope.isVisible()
    check_all(page)


def test_the_checklist_is_written_and_can_be_read_back(
    qtbot, page: RequirementsPage, file: RequirementsFile, tmp_path: Path, monkeypatch
) -> None:
    target = tmp_path / "checklist.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.detail.how.setFocus()
    qtbot.keyClicks(page.detail.how, "Signed images only")
    qtbot.mouseClick(page.checklist.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.checklist.note.isVisible(), timeout=20_000)
    assert ChecklistImport.read(file.workspace, file.product_id, target).changes == []
    assert "Signed images only" in "".join(
        str(cell.value) for row in load_workbook(target)["Requirements"] for cell in row
    )
    lay_out(page)
    check_all(page)


def test_a_checklist_that_cannot_be_written_says_why(
    qtbot, page: RequirementsPage, file: RequirementsFile, tmp_path: Path, monkeypatch
) -> None:
    nowhere = tmp_path / "not there" / "checklist.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(nowhere), ""))
    qtbot.mouseClick(page.checklist.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.checklist.note.isVisible(), timeout=20_000)
    assert page.checklist.button.isEnabled()
    assert not file.file.documents
