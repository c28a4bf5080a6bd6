"""The register: filtering, every field, what is refused, lists of findings, advisories, pictures."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from crasuite.domain.case import CaseKind, CaseStatus, Exploit, Severity
from crasuite.domain.handling import ListState
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.findings.csaf_advisory import JUSTIFICATIONS
from crasuite.interview.findings_file import CHECK_REPORT, FindingsImport
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.sbom_file import SbomFile, read_file
from crasuite.ui import crash, jobs
from crasuite.ui.dialogs import advisory_dialog, files
from crasuite.ui.dialogs.advisory_dialog import AdvisoryDialog
from crasuite.ui.dialogs.check_dialog import CheckDialog
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.findings_dialog import FindingsDialog
from crasuite.ui.dialogs.sources_dialog import SourcesDialog
from crasuite.ui.pages.reporting.register_model import COMPONENTS, REPORT, STATUS
from crasuite.ui.pages.reporting.register_view import RegisterView
from crasuite.ui.pages.reporting_page import REGISTER, ReportingPage
from tests.ui.checks import check_all, lay_out, unreachable
from tests.ui.reporting_desk import NOW, fill, open_desk, show_page
from tests.unit.findings.files import REAL, SBOMS, cyclonedx, kev

SBOM = SBOMS / "lock-portal-2.4.1.cdx-1.5.json"
LIST = REAL / "lock-portal.vulnerabilities.cdx-1.6.json"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ReportingFile]:
    found = open_desk(tmp_path)
    with found.workspace:
        yield found
        assert jobs.wait_for_all()


@pytest.fixture
def case_id(desk: ReportingFile) -> str:
    return fill(desk)


@pytest.fixture
def shown_errors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(crash, "show_error", lambda error: found.append(str(error)))
    return found


def _view(page: ReportingPage) -> RegisterView:
    view = page.view()
    assert isinstance(view, RegisterView)
    return view


def _type(qtbot, widget, text: str) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(widget, Qt.Key.Key_Delete)
    qtbot.keyClicks(widget, text)


def _listed(view: RegisterView) -> list[str]:
    return [view.model.row_at(at).title for at in range(view.model.rowCount())]


def _with_sbom(desk: ReportingFile) -> None:
    read = read_file(desk.repository, desk.pack, SBOM)
    SbomFile(desk.workspace, desk.product_id).keep(read, "Portal")


# Looks


@pytest.mark.parametrize("size", [(1060, 745), (860, 620)])
def test_pictures_and_names(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path, look: str, artefacts: Path, size
) -> None:
    page = show_page(qtbot, desk, tmp_path, REGISTER, size)
    view = _view(page)
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-register-{size[0]}-{look}.png"))
    view.show_place(Place(RecordKind.CASE, case_id, "fix_version"))
    for fold in (view.editor._upstream, view.editor._more):
        fold.set_open(True)
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-register-line-{size[0]}-{look}.png"))
    assert view.splitter.is_single == (size[0] == 860)


def test_every_control_is_reached_by_tab(qtbot, desk: ReportingFile, case_id: str, tmp_path: Path) -> None:
    page = show_page(qtbot, desk, tmp_path, REGISTER)
    _view(page).show_place(Place(RecordKind.CASE, case_id))
    lay_out(page)
    assert unreachable(page) == []


def test_an_empty_register_never_reads_as_no_findings(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    page = show_page(qtbot, desk, tmp_path, REGISTER)
    view = _view(page)
    assert view._state_words.text().startswith("Not checked: no list of findings was imported yet.")
    assert "says nothing about the product" in view._nothing.text()
    assert view.initial_focus() is view.add_button
    check_all(page)


def test_a_screen_reader_hears_severity_status_and_report(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path
) -> None:
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    place = view.model.place_of(case_id)
    said = [view.model.index(place, at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(6)]
    assert said[0] == "High, New, Known to be exploited"
    assert said[1] == f"BLE pairing bypass, {case_id}, CVE-2026-10001"
    assert said[COMPONENTS] == "ble-host, 2.2, 2.4.1"
    assert said[REPORT] == "Due today 17:20"
    assert view.table.isColumnHidden(STATUS)
    view.resize(1500, 700)
    view.splitter.setSizes([1100, 380])
    lay_out(view.window())
    view._fit_columns()
    assert not view.table.isColumnHidden(STATUS)
    assert view.model.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "High"


# Narrowing


def test_words_and_choices_narrow_together(qtbot, desk: ReportingFile, case_id: str, tmp_path: Path) -> None:
    page = show_page(qtbot, desk, tmp_path, REGISTER)
    view = _view(page)
    page.go_to_filter()
    assert view.search.hasFocus()
    qtbot.keyClicks(view.search, "cve-2026 ble")
    assert _listed(view) == ["BLE pairing bypass"]
    assert view.editor.case_id == case_id
    view.search.clear()

    def choose(name: str, words: str) -> None:
        view.choices[name].setCurrentIndex(view.choices[name].findText(words))

    choose("exploit", "Known to be exploited")
    assert _listed(view) == ["Overflow in TLS records", "BLE pairing bypass"]
    choose("severity", "High")
    assert _listed(view) == ["BLE pairing bypass"]
    choose("status", "Fixed")
    assert _listed(view) == []
    assert "Show all" in view._nothing.text()
    view.all_button.setFocus()
    qtbot.keyClick(view.all_button, Qt.Key.Key_Space)
    assert len(_listed(view)) == 5
    choose("kind", "Incidents")
    assert _listed(view) == ["Cloud login outage"]
    choose("kind", "Kind: any")
    choose("status", "Fixed")
    choose("exploit", "Not exploited")
    assert _listed(view) == ["Weak reset code"]


def test_a_line_being_edited_stays_listed(qtbot, desk: ReportingFile, case_id: str, tmp_path: Path) -> None:
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    view.choices["status"].setCurrentIndex(view.choices["status"].findText("Fixed"))
    line = view.editor.case_id
    status = view.editor.fields["status"]
    status.setFocus()
    qtbot.keyClick(status, Qt.Key.Key_Up)
    assert desk.case(line).status is CaseStatus.FIXING
    assert view.editor.case_id == line
    assert _listed(view) == ["Weak reset code"], "it leaves when the filter is used again, not under the hand"


def test_sorting_by_severity_puts_the_worst_first(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path
) -> None:
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    view.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    weights = [view.model.row_at(at).severity.weight for at in range(view.model.rowCount())]
    assert weights == sorted(weights, reverse=True)


# Fields


def test_what_is_typed_is_saved_and_undone(qtbot, desk: ReportingFile, case_id: str, tmp_path: Path) -> None:
    page = show_page(qtbot, desk, tmp_path, REGISTER)
    view = _view(page)
    view.show_place(Place(RecordKind.CASE, case_id))
    editor = view.editor
    for name, text in (
        ("title", "BLE pairing without a code"),
        ("cve", "CVE-2026-10001, CVE-2026-10009"),
        ("ghsa", "GHSA-abcd-efgh-ijkl"),
        ("euvd", "EUVD-2026-77"),
        ("other_ids", "OSV-1"),
        ("reporter", "A researcher's mail"),
        ("versions", "2.2 to 2.4.1"),
        ("exploit_note", "Seen in a forum."),
        ("components", "pkg:generic/a"),
        ("measures", "Firmware 2.4.2."),
        ("user_measures", "Update now."),
        ("fix_version", "2.4.2"),
        ("advisory", "https://example.org/a"),
        ("credits", "A. Finder"),
        ("note", "Look again."),
        ("summary", "Pairs without the code."),
    ):
        editor.focus_field(name)
        _type(qtbot, editor.fields[name], text)
    page.flush()
    case = desk.case(case_id)
    assert case.title == "BLE pairing without a code"
    assert case.cve == ("CVE-2026-10001", "CVE-2026-10009")
    assert (case.ghsa, case.euvd, case.other_ids) == (("GHSA-abcd-efgh-ijkl",), ("EUVD-2026-77",), ("OSV-1",))
    assert (case.reporter, case.versions) == ("A researcher's mail", "2.2 to 2.4.1")
    assert (case.components, case.exploit_note) == (("pkg:generic/a",), "Seen in a forum.")
    assert (case.measures, case.user_measures, case.fix_version) == (
        "Firmware 2.4.2.",
        "Update now.",
        "2.4.2",
    )
    assert (case.advisory, case.credits, case.note) == ("https://example.org/a", "A. Finder", "Look again.")
    assert case.summary == "Pairs without the code."
    desk.workspace.undo()
    assert desk.case(case_id).summary == "A device in range pairs without the code."
    summary = editor.fields["summary"]
    assert summary.toPlainText() == "A device in range pairs without the code."  # type: ignore[attr-defined]


def test_choices_are_saved_and_a_reason_is_asked_when_not_affected(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path
) -> None:
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    view.show_place(Place(RecordKind.CASE, case_id))
    fields = view.editor.fields
    assert not fields["justification"].isVisible()
    for name, words in (
        ("status", "Not affected"),
        ("exploit", "Not exploited"),
        ("source", "A researcher"),
        ("justification", "The faulty code is never run"),
        ("sensitive", "Yes, sensitive for now"),
    ):
        box = fields[name]
        view.editor.focus_field(name)
        at = box.findText(words)  # type: ignore[attr-defined]
        assert at >= 0, name
        box.setCurrentIndex(at)  # type: ignore[attr-defined]
        box.activated.emit(at)  # type: ignore[attr-defined]
    case = desk.case(case_id)
    assert (case.status, case.exploit) == (CaseStatus.NOT_AFFECTED, Exploit.NONE)
    assert (case.source, case.sensitive) == ("researcher", "yes")
    assert case.justification == JUSTIFICATIONS[2]
    assert fields["justification"].isVisible()


def test_a_vector_rates_the_line_and_a_bad_one_says_what_is_wrong(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path, shown_errors: list[str]
) -> None:
    page = show_page(qtbot, desk, tmp_path, REGISTER)
    view = _view(page)
    other = next(row.id for row in desk.rows() if row.title == "Parser reads too far")
    view.show_place(Place(RecordKind.CASE, other, "cvss"))
    box = view.editor.fields["cvss"]
    good = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    _type(qtbot, box, good)
    page.flush()
    assert desk.case(other).severity is Severity.CRITICAL
    assert view.editor.score_words.text() == "CVSS 3.1: 9.8 critical. The severity follows it."
    assert view.editor.chip.text() == "Critical"
    _type(qtbot, box, "CVSS:3.1/AV:X")
    page.flush()
    assert "is no CVSS vector" in view.editor.score_words.text()
    assert desk.case(other).cvss == (good,), "what was kept stays"
    view.show_place(Place(RecordKind.CASE, case_id))
    view.show_place(Place(RecordKind.CASE, other))
    assert box.toPlainText() == "CVSS:3.1/AV:X", "and what was typed is not lost"  # type: ignore[attr-defined]
    assert shown_errors == []


def test_products_and_components_are_chosen_from_lists(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_sbom(desk)
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    view.show_place(Place(RecordKind.CASE, case_id))
    offered: list[list[str]] = []

    def ask(_title, _text, items, chosen, parent=None):  # type: ignore[no-untyped-def]
        offered.append([words for _key, words in items])
        wanted = ("Cloud portal", "pkg:npm/ws")
        return (*chosen, *(key for key, words in items if words in wanted))

    monkeypatch.setattr(CheckDialog, "ask", ask)
    view.editor.products_button.click()
    assert offered == [["Cloud portal"]]
    assert desk.touched_names(case_id) == ("AeroLock 2", "Cloud portal")
    assert "Cloud portal" in view.editor._products.text()
    view.editor.components_button.click()
    qtbot.waitUntil(lambda: len(offered) == 2)
    qtbot.waitUntil(lambda: "pkg:npm/ws" in desk.case(case_id).components)
    assert "pkg:npm/express" in offered[1]
    assert desk.case(case_id).components == ("pkg:generic/zephyr/ble-host", "pkg:npm/ws")


def test_the_duty_towards_the_maker_of_a_component(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path
) -> None:
    page = show_page(qtbot, desk, tmp_path, REGISTER)
    view = _view(page)
    view.show_place(Place(RecordKind.CASE, case_id, "upstream.to"))
    assert "still to do" in view.editor._upstream.head.text()
    _type(qtbot, view.editor.fields["upstream.to"], "The maintainers")
    page.flush()
    edit = view.editor.reported_on.edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "23 Nov 2026")
    page.flush()
    upstream = desk.case(case_id).upstream
    assert (upstream.to, str(upstream.reported_on)) == ("The maintainers", "2026-11-23")
    assert view.editor._upstream_words.text().startswith("Reported to The maintainers on 23 Nov 2026.")


# Adding, opening, closing, removing


def test_add_open_close_reopen_remove_undo(
    qtbot, desk: ReportingFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show_page(qtbot, desk, tmp_path, REGISTER)
    view = _view(page)
    view.add(CaseKind.VULNERABILITY)
    (line,) = desk.rows()
    assert view.editor.fields["title"].hasFocus()
    qtbot.keyClicks(view.editor.fields["title"], "Door opens by itself")
    page.flush()
    assert desk.case(line.id).title == "Door opens by itself"
    assert not desk.case(line.id).opened
    view.editor.close_button.click()
    assert desk.case(line.id).closed_on == NOW.date()
    assert view.editor.close_button.text() == "Open again"
    view.editor.close_button.click()
    assert desk.case(line.id).closed_on is None
    wanted: list[str] = []
    view.wants_case.disconnect()
    view.wants_case.connect(wanted.append)
    view.editor.case_button.click()
    assert wanted == [line.id]
    assert desk.case(line.id).opened
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_: True)
    view.editor.remove_button.click()
    assert desk.rows() == []
    assert view.editor.case_id == ""
    desk.workspace.undo()
    assert [row.title for row in desk.rows()] == ["Door opens by itself"]
    assert _listed(view) == ["Door opens by itself"]


def test_what_was_submitted_cannot_be_removed(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path, shown_errors: list[str], monkeypatch
) -> None:
    desk.submit(case_id, "vulnerability-early-warning", NOW)
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    view.show_place(Place(RecordKind.CASE, case_id))
    asked: list[str] = []
    monkeypatch.setattr(ConfirmDialog, "ask", lambda title, *_: asked.append(title) or True)
    view.editor.remove_button.click()
    assert asked == []
    assert shown_errors
    assert "was not removed" in shown_errors[0]
    assert desk.case(case_id).title


def test_an_exploited_line_asks_to_check_the_duty(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path
) -> None:
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    exploited = next(row.id for row in desk.rows() if row.title == "Overflow in TLS records")
    view.show_place(Place(RecordKind.CASE, exploited))
    assert view.editor._duty.isVisible()
    assert view.model.index(view.model.place_of(exploited), REPORT).data() == "Check if to report"
    view.show_place(Place(RecordKind.CASE, case_id))
    assert not view.editor._duty.isVisible(), "it is a reporting case already"


# Lists of findings


def _import(qtbot, view: RegisterView, path: Path, monkeypatch, decide) -> list[FindingsDialog]:
    shown: list[FindingsDialog] = []

    def run(dialog: FindingsDialog) -> int:
        shown.append(dialog)
        dialog.show()
        lay_out(dialog)
        check_all(dialog)
        decide(dialog)
        dialog.hide()
        return dialog.result()

    monkeypatch.setattr(FindingsDialog, "exec", run)
    view.import_file(path)
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    return shown


def test_a_list_is_previewed_then_taken_as_one_step(
    qtbot, desk: ReportingFile, tmp_path: Path, look: str, artefacts: Path, monkeypatch
) -> None:
    _with_sbom(desk)
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))

    def look_only(dialog: FindingsDialog) -> None:
        dialog.grab().save(str(artefacts / f"reporting-findings-{look}.png"))
        assert dialog.filter.rowCount() == len(dialog.found.lines) == 4
        first = dialog.filter.index(0, 0).data()
        assert first == "New", "what changes stands before what is left out"
        dialog.segments.choose("new")
        assert dialog.filter.rowCount() == 2
        dialog.segments.choose("alone")
        assert dialog.filter.rowCount() == 2
        dialog.reject()

    _import(qtbot, view, LIST, monkeypatch, look_only)
    assert desk.rows() == [], "a preview changes nothing"
    _import(qtbot, view, LIST, monkeypatch, FindingsDialog.take)
    assert len(desk.rows()) == 2
    assert len(_listed(view)) == 2
    assert view._state_words.text().startswith("Checked against 1 list, the newest 3 days old")
    desk.workspace.undo()
    assert desk.rows() == []
    assert desk.findings_state().state is ListState.NOT_CHECKED


def test_a_file_is_chosen_or_dropped(qtbot, desk: ReportingFile, tmp_path: Path, monkeypatch) -> None:
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    read: list[str] = []
    monkeypatch.setattr(view, "import_file", lambda path: read.append(path.name))
    monkeypatch.setattr(view, "ask_file", lambda: LIST)
    view.import_button.click()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SBOM)), QUrl("https://example.org/list.json")])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(drop)
    assert drop.isAccepted()
    assert read == [LIST.name, SBOM.name]


def test_exploited_ones_are_marked_and_the_duty_is_named(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path, monkeypatch, artefacts: Path
) -> None:
    desk.set_case(case_id, exploit=Exploit.UNKNOWN)
    path = tmp_path / "kev.json"
    path.write_bytes(kev({"cveID": "CVE-2026-10001"}))
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))

    def decide(dialog: FindingsDialog) -> None:
        assert dialog.exploited.isVisible()
        assert "check whether you must report it" in dialog.exploited.accessibleName()
        assert CHECK_REPORT in dialog.detail.text()
        dialog.grab().save(str(artefacts / "reporting-findings-kev.png"))
        dialog.take()

    _import(qtbot, view, path, monkeypatch, decide)
    assert desk.case(case_id).exploit is Exploit.KNOWN
    assert view._state_words.text().startswith("Not checked"), "a catalogue looks at no component"


def test_what_the_newest_list_does_not_name_is_shown_and_stays(
    qtbot, desk: ReportingFile, tmp_path: Path, monkeypatch
) -> None:
    _with_sbom(desk)
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    old, new = tmp_path / "scan-1.json", tmp_path / "scan-2.json"
    both = [{"id": f"CVE-2026-{n}", "affects": [{"ref": "pkg:npm/ws@8.18.0"}]} for n in (1000, 1001)]
    old.write_bytes(cyclonedx(*both, components=[]))
    new.write_bytes(cyclonedx(both[0], components=[]))
    _import(qtbot, view, old, monkeypatch, FindingsDialog.take)
    before = len(desk.rows())

    def decide(dialog: FindingsDialog) -> None:
        dialog.segments.choose("gone")
        assert dialog.filter.rowCount() == 1
        dialog.take()

    _import(qtbot, view, new, monkeypatch, decide)
    assert len(desk.rows()) == before == 2


def test_a_register_that_changed_meanwhile_refuses_the_list(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path
) -> None:
    _with_sbom(desk)
    found = FindingsImport.read(desk.workspace, desk.product_id, LIST)
    dialog = FindingsDialog(found)
    qtbot.addWidget(dialog)
    desk.set_case(case_id, note="changed")
    dialog.show()
    dialog.take()
    assert dialog.banner.isVisible()
    assert "was not imported" in dialog.banner.accessibleName()
    assert not dialog.result()


def test_a_file_that_is_no_list_says_so_in_place(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    path = tmp_path / "letter.json"
    path.write_text(json.dumps({"dear": "sir"}))
    view.import_file(path)
    qtbot.waitUntil(lambda: "was not imported" in view.imports.cards[0].accessibleName())
    assert isinstance(view.imports.cards[0].accessibleDescription(), str)
    lay_out(view.window())
    check_all(view.window())
    view.imports.cards[0].close_button.click()
    assert view.imports.cards == []


def test_cancel_keeps_nothing(qtbot, desk: ReportingFile, tmp_path: Path, monkeypatch) -> None:
    _with_sbom(desk)
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    monkeypatch.setattr(FindingsDialog, "exec", lambda _dialog: pytest.fail("a preview was shown"))
    view.import_file(LIST)
    view.imports.cards[0].cancel_button.click()
    qtbot.waitUntil(lambda: not view.imports.cards)
    assert desk.rows() == []
    assert desk.findings_state().sources == ()


def test_imported_lists_show_source_and_age(qtbot, desk: ReportingFile, tmp_path: Path, look: str) -> None:
    _with_sbom(desk)
    FindingsImport.read(desk.workspace, desk.product_id, LIST).apply()
    dialog = SourcesDialog(desk.findings_state())
    qtbot.addWidget(dialog)
    dialog.show()
    lay_out(dialog)
    check_all(dialog)
    said = [str(dialog.model.index(0, at).data()) for at in range(4)]
    assert said[:3] == ["F-01", LIST.name, "Checked"]
    assert "3 days old" in said[3]


# Advisories


def test_a_csaf_advisory_is_written_once_nothing_is_missing(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path, monkeypatch
) -> None:
    dialog = AdvisoryDialog(desk, case_id)
    qtbot.addWidget(dialog)
    dialog.show()
    lay_out(dialog)
    check_all(dialog)
    assert not dialog.accept_button.isEnabled()
    dialog.published.set_instant(NOW, "Europe/Amsterdam")
    dialog.check()
    assert "web address" in dialog.gaps.text()
    qtbot.keyClicks(dialog.namespace, "https://larkfield.example")
    assert dialog.gaps.text() == ""
    assert dialog.accept_button.isEnabled()
    monkeypatch.setattr(AdvisoryDialog, "exec", lambda _dialog: True)
    monkeypatch.setattr(AdvisoryDialog, "__new__", lambda *_: dialog)
    monkeypatch.setattr(AdvisoryDialog, "__init__", lambda *_: None)
    monkeypatch.setattr(advisory_dialog, "ask_folder", lambda _parent: tmp_path)
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    view.show_place(Place(RecordKind.CASE, case_id))
    view.editor.csaf_button.click()
    (written,) = tmp_path.glob("*.json")
    read = json.loads(written.read_text(encoding="utf-8"))
    assert read["document"]["csaf_version"] == "2.0"
    assert read["document"]["tracking"]["status"] == "draft"
    assert read["vulnerabilities"][0]["cve"] == "CVE-2026-10001"


def test_a_word_advisory_is_written(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path, monkeypatch
) -> None:
    from docx import Document

    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    view.show_place(Place(RecordKind.CASE, case_id))
    target = tmp_path / "advisory.docx"
    monkeypatch.setattr(files, "ask_to_save", lambda *_: target)
    view.editor.word_button.click()
    assert "BLE pairing bypass" in "\n".join(one.text for one in Document(str(target)).paragraphs)


# Reading only, and size


def test_nothing_can_be_changed_in_a_file_that_is_read_only(
    qtbot, desk: ReportingFile, case_id: str, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(type(desk.workspace), "is_read_only", property(lambda _self: True))
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    assert not view.add_button.isEnabled()
    assert not view.import_button.isEnabled()
    assert view.editor.fields["title"].isReadOnly()  # type: ignore[attr-defined]
    assert not view.editor.fields["status"].isEnabled()
    assert not view.editor.remove_button.isEnabled()


def test_a_key_filters_5000_lines_in_less_than_100_ms(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    from crasuite.domain.case import Case

    records = {
        f"2026-{n:02}": Case(
            f"2026-{n:02}", title=f"Overflow {n} in component {n % 400}", cve=(f"CVE-2026-{n}",)
        )
        for n in range(1, 5_001)
    }
    desk.write("findings", {RecordKind.CASE: records})
    view = _view(show_page(qtbot, desk, tmp_path, REGISTER))
    assert view.model.rowCount() == 5_000
    took = []
    view.search.setFocus()
    for letter in "component 12":
        begin = time.perf_counter()
        qtbot.keyClick(view.search, letter)
        QApplication.processEvents()
        took.append(1000 * (time.perf_counter() - begin))
    assert 0 < view.model.rowCount() < 5_000
    took.sort()
    print(f"\nper key: median {took[len(took) // 2]:.1f} ms, most {took[-1]:.1f} ms")
