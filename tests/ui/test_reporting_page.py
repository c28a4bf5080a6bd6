"""The cases of the reporting screen: clocks, forms, the check, what is recorded, and the way by keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QFileDialog, QLabel

from crasuite.domain.case import CaseKind, CaseSource, Decision, Sensitivity
from crasuite.domain.clocks import ClockState
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.advisory_file import keep_namespace, known_namespace
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_zone import likely_zone
from crasuite.interview.search_everything import Index, Kind, search
from crasuite.interview.workspace import Workspace
from crasuite.rules import NOT_SURE, Pack, load_pack
from crasuite.ui import crash
from crasuite.ui.dialogs import new_case_dialog
from crasuite.ui.dialogs.awareness_dialog import AwarenessDialog
from crasuite.ui.dialogs.decide_dialog import DecideDialog
from crasuite.ui.dialogs.moment_dialog import MomentDialog
from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.dialogs.new_case_dialog import NewCaseDialog
from crasuite.ui.dialogs.paper_dialog import PaperDialog
from crasuite.ui.dialogs.submission_dialog import SubmissionDialog
from crasuite.ui.dialogs.text_dialog import TextDialog
from crasuite.ui.main_window import REPORTING, MainWindow
from crasuite.ui.pages.product_model import DEADLINE
from crasuite.ui.pages.reporting.cases_view import CasesView
from crasuite.ui.pages.reporting_page import ReportingPage
from crasuite.ui.settings import Settings
from tests.desk_times import AMSTERDAM, AWARE, EARLY, FINAL, NOTE, Time
from tests.ui.checks import check_all, lay_out, repeated_letters, unreachable
from tests.ui.main_windows import NOW, main_windows, settle

MOST_ACTIONS = 40


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def desk(tmp_path: Path, pack: Pack, time: Time) -> Iterator[ReportingFile]:
    with Workspace.create(
        tmp_path / "desk.crasuite", pack, clock=time, today=lambda: time.now.date()
    ) as workspace:
        yield ReportingFile(workspace, workspace.add_sample("smart-door-lock").id)


@pytest.fixture
def case(desk: ReportingFile) -> str:
    """One vulnerability whose first clock has seven hours left."""
    return desk.new_case(
        CaseKind.VULNERABILITY,
        "BLE pairing bypass",
        aware=AWARE,
        zone="Europe/Amsterdam",
        aware_how="by e-mail from a researcher",
        versions="firmware 2.2 to 2.4.1",
        source=CaseSource.RESEARCHER,
        sensitive=Sensitivity.NOT_SURE,
    )


@pytest.fixture
def page(qtbot, desk: ReportingFile, tmp_path: Path) -> ReportingPage:
    page = ReportingPage(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    page.resize(1060, 745)
    page.load(desk.workspace, desk.product_id)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    lay_out(page)
    return page


@pytest.fixture
def view(case: str, page: ReportingPage) -> CasesView:
    page.show_case(case)
    found = page.view()
    assert isinstance(found, CasesView)
    return found


def during(action: Callable[[], object], work: Callable[[Any], object], kind: type[QDialog]) -> None:
    """Do something that opens a dialog, and work in that dialog; it is closed in any case."""
    met: list[BaseException | None] = []

    def go() -> None:
        dialog = QApplication.activeModalWidget()
        try:
            assert isinstance(dialog, kind), dialog
            lay_out(dialog)
            work(dialog)
            met.append(None)
        except BaseException as error:  # noqa: BLE001  raised again below, outside Qt
            met.append(error)
        finally:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()

    before = QApplication.activeWindow()
    QTimer.singleShot(0, go)
    action()
    if before is not None:  # the system gives the focus back; the platform of the tests does not
        before.activateWindow()
        lay_out(before)
    assert met, "no dialog came"
    if met[0] is not None:
        raise met[0]


def fill_instant(field: Any, day: QDate, time: str, zone: str | None = None) -> None:
    field.date.setDate(day)
    field.time.setFocus()
    field.time.selectAll()
    QTest.keyClicks(field.time, time)
    if zone is not None:
        field.zone.setEditText(zone)


def press_ok(dialog: Any) -> None:
    assert dialog.accept_button.isEnabled(), dialog.problem.text()
    dialog.accept_button.click()


# What is seen


def test_before_the_first_case_the_screen_says_when_one_is_opened(
    qtbot, page: ReportingPage, desk: ReportingFile, look: str, artefacts: Path
) -> None:
    view = page.view()
    assert not view.empty.isHidden()
    assert view._scroll.isHidden()
    assert page.initial_focus() is view.empty.new_button
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-empty-{look}.png"))
    assert "since 11 Sep 2026" in page.summary.text()


@pytest.mark.parametrize("size", [(1060, 745), (860, 625)])
def test_a_running_case_in_pictures(
    qtbot,
    view: CasesView,
    page: ReportingPage,
    desk: ReportingFile,
    case: str,
    look: str,
    size,
    artefacts: Path,
) -> None:
    page.resize(*size)
    lay_out(page)
    assert (page.width(), page.height()) == size
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-case-{size[0]}-{look}.png"))
    early, note, final = (view.faces[one] for one in (EARLY, NOTE, FINAL))
    assert (early.big.text(), early.of.text(), early.due.text()) == (
        "7 h 18 min",
        "left of 24 hours",
        "Tue 24 Nov, 17:20 CET",
    )
    assert note.big.text() == "2 d 7 h"
    assert (final.big.text(), final.due.text()) == ("14 days", "Clock not started")
    said = early.accessibleDescription()
    assert "24 Nov 2026, 16:20 UTC" in said
    assert "due soon" in said
    assert "No measure is recorded as available yet" in final.accessibleDescription()
    view.start_check()
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-check-{size[0]}-{look}.png"))
    view.leave_check()
    view.show_stage("users")
    lay_out(page)
    check_all(page)
    for row in view.form.rows.values():
        row.open_editor()
    view.show_stage(EARLY)
    for row in view.form.rows.values():
        row.open_editor()
    view.form.optional.set_open(True)
    lay_out(page)
    check_all(page)
    desk.set_case(case, requested=NOW - timedelta(hours=1), measure_available=NOW - timedelta(hours=2))
    desk.submit(case, EARLY, NOW - timedelta(minutes=9), reference="SRP-1234", csirt="NL")
    page.reload()
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-sent-{size[0]}-{look}.png"))


def test_every_control_is_reached_by_tab(qtbot, view: CasesView, page: ReportingPage) -> None:
    view.list.setFocus()
    assert unreachable(page) == []
    view.start_check()
    lay_out(page)
    assert unreachable(page) == []


def test_clocks_follow_the_wall_clock_and_the_editor_stays(
    qtbot, view: CasesView, page: ReportingPage, time: Time
) -> None:
    row = view.form.rows["summary"]
    row.open_editor()
    qtbot.keyClicks(row.editor, "Half a sent")
    time.now = NOW + timedelta(hours=8)
    page.tick()
    face = view.faces[EARLY]
    assert face.big.text() == "42 min late"
    assert face.card.state is ClockState.OVERDUE
    assert row.is_open()
    assert row.editor.toPlainText() == "Half a sent"
    assert row.editor.hasFocus()


def test_without_awareness_no_clock_runs_and_it_says_so(
    qtbot, page: ReportingPage, desk: ReportingFile
) -> None:
    page.show_case(desk.new_case(CaseKind.INCIDENT, "Build server entered"))
    view = page.view()
    assert {face.card.state for face in view.faces.values()} == {ClockState.NOT_RUNNING}
    assert "Say when you became aware" in next(iter(view.faces.values())).chip.text()


def test_how_the_clocks_run_names_what_the_law_leaves_open(
    qtbot, view: CasesView, page: ReportingPage, desk: ReportingFile
) -> None:
    def read(dialog: TextDialog) -> None:
        said = dialog.browser.toPlainText()
        for stage in desk.law.stages_of("vulnerability"):
            assert stage.title in said
            for point in (*stage.undefined, *stage.notes):
                assert desk.law.counting[point].title in said
        assert "We count:" in said

    during(page.rules_button.click, read, TextDialog)


# Opening a case


def test_a_new_case_asks_for_the_zone_and_opens_the_clocks(
    qtbot, page: ReportingPage, desk: ReportingFile, look: str, artefacts: Path, monkeypatch
) -> None:
    monkeypatch.setattr(new_case_dialog, "computer_zone", str)

    def fill(dialog: NewCaseDialog) -> None:
        assert not dialog.accept_button.isEnabled()
        dialog.kinds.buttons()[0].click()
        dialog.title.setText("BLE pairing bypass")
        assert dialog.accept_button.isEnabled(), "an instant can follow later"
        fill_instant(dialog.aware, QDate(2026, 11, 23), "17:20")
        assert not dialog.accept_button.isEnabled()
        assert "Say which one is meant" in dialog.problem.text()
        dialog.aware.zone.setEditText("Europe/Amsterdm")
        assert "Did you mean Europe/Amsterdam" in dialog.problem.text()
        lay_out(dialog)
        check_all(dialog)
        dialog.aware.zone.setEditText("Europe/Amsterdam")
        lay_out(dialog)
        check_all(dialog)
        dialog.grab().save(str(artefacts / f"reporting-new-{look}.png"))
        dialog.source.setCurrentIndex(dialog.source.findData(CaseSource.RESEARCHER))
        dialog.how.setText("by e-mail")
        press_ok(dialog)

    during(page.new_case, fill, NewCaseDialog)
    (row,) = desk.case_list().open
    found = desk.case(row.id)
    assert found.aware == AWARE
    assert (found.zone, found.source, found.aware_how) == ("Europe/Amsterdam", "researcher", "by e-mail")
    assert page.view().case_id == row.id
    qtbot.waitUntil(page.view().decision.check_button.hasFocus)


def test_a_local_time_that_came_twice_or_never_is_asked_about(
    qtbot, page: ReportingPage, desk: ReportingFile
) -> None:
    desk.workspace.file  # noqa: B018  the desk is open

    def fill(dialog: NewCaseDialog) -> None:
        dialog.kinds.buttons()[0].click()
        dialog.title.setText("Night shift")
        fill_instant(dialog.aware, QDate(2026, 3, 29), "02:30", "Europe/Amsterdam")
        assert "never shown" in dialog.problem.text()
        assert len(dialog.aware._group.buttons()) == 2
        dialog.aware.date.setDate(QDate(2026, 10, 25))
        assert "shown twice" in dialog.problem.text()
        first, second = dialog.aware._group.buttons()
        assert "CEST" in first.text()
        second.click()
        assert "CET" in second.text()
        press_ok(dialog)

    during(page.new_case, fill, NewCaseDialog)
    found = desk.case(desk.case_list().open[0].id)
    assert found.aware.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_instant_to_come_needs_a_reason(qtbot, page: ReportingPage, desk: ReportingFile) -> None:
    def fill(dialog: NewCaseDialog) -> None:
        dialog.kinds.buttons()[1].click()
        dialog.title.setText("Announced shutdown")
        fill_instant(dialog.aware, QDate(2026, 11, 25), "8:00", "Europe/Amsterdam")
        assert not dialog.accept_button.isEnabled()
        assert dialog.reason.isVisible()
        dialog.reason.setPlainText("The clock of this computer is slow.")
        press_ok(dialog)

    during(page.new_case, fill, NewCaseDialog)
    found = desk.case(desk.case_list().open[0].id)
    assert found.kind is CaseKind.INCIDENT
    assert found.aware_reason == "The clock of this computer is slow."


def test_changed_awareness_needs_a_reason_and_both_are_kept(
    qtbot, view: CasesView, desk: ReportingFile, case: str
) -> None:
    def change(dialog: AwarenessDialog) -> None:
        assert dialog.aware.reading().at == AWARE
        fill_instant(dialog.aware, QDate(2026, 11, 23), "16:05")
        assert not dialog.accept_button.isEnabled()
        dialog.reason.setPlainText("The hotline had it first.")
        lay_out(dialog)
        check_all(dialog)
        press_ok(dialog)

    during(view.form.rows["aware"].edit_button.click, change, AwarenessDialog)
    found = desk.case(case)
    assert found.aware == AWARE - timedelta(minutes=75)
    assert found.aware_earlier[0].aware == AWARE
    assert found.aware_earlier[0].reason == "The hotline had it first."
    assert view.faces[EARLY].due.text() == "Tue 24 Nov, 16:05 CET"
    desk.workspace.undo()
    assert desk.case(case).aware == AWARE


# Forms


def _edit(view: CasesView, field: str) -> Any:
    row = view.form.rows[field]
    if not row.is_open():
        row.edit_button.click()
    return row.editor


def test_fields_of_every_type_are_edited_in_place(
    qtbot, view: CasesView, page: ReportingPage, desk: ReportingFile, case: str
) -> None:
    def value(field: str) -> Any:
        return next(one.value for one in desk.form(case, EARLY).fields if one.id == field)

    title = _edit(view, "title")
    assert title.hasFocus()
    title.selectAll()
    qtbot.keyClicks(title, "Pairing without a code")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert value("title") == "Pairing without a code"
    assert not view.form.rows["title"].is_open()
    assert view.form.rows["title"].edit_button.hasFocus()
    assert view.form.rows["title"].shown.text() == "Pairing without a code"
    summary = _edit(view, "summary")
    qtbot.keyClicks(summary, "Somebody pairs without the code.")
    qtbot.keyClick(summary, Qt.Key.Key_Escape)
    assert value("summary") == "Somebody pairs without the code."
    view.form.optional.set_open(True)
    yes = _edit(view, "measure-expected")
    yes.setFocus()
    qtbot.keyClick(yes, Qt.Key.Key_Down)
    assert value("measure-expected") == "yes"
    states = _edit(view, "member-states")
    boxes = {one.text(): one for one in states.findChildren(QCheckBox)}
    boxes["Spain"].click()
    assert value("member-states") == ("AT", "BE", "DE", "ES", "FR", "NL") or "ES" in value("member-states")
    grounds = _edit(view, "delay-grounds")
    grounds.findChildren(QCheckBox)[0].click()
    assert value("delay-grounds") == ("fix-soon",)
    row = view.form.rows["title"]
    row.open_editor()
    row._back.click()
    assert value("title") == "BLE pairing bypass"
    assert view.form.rows["title"].editor.text() == "BLE pairing bypass"
    desk.workspace.undo()
    page.reload()
    assert view.form.rows["title"].shown.text() == "Pairing without a code"


def test_an_instant_in_a_form_keeps_its_zone(qtbot, page: ReportingPage, desk: ReportingFile) -> None:
    case = desk.new_case(CaseKind.INCIDENT, "Build server entered", aware=AWARE, zone="Europe/Amsterdam")
    page.show_case(case)
    view = page.view()
    view.show_stage("incident-notification")
    field = _edit(view, "occurred")
    fill_instant(field, QDate(2026, 11, 20), "3:15", "Europe/Helsinki")
    shown = next(one for one in desk.form(case, "incident-notification").fields if one.id == "occurred")
    assert datetime.fromisoformat(shown.value) == datetime(2026, 11, 20, 1, 15, tzinfo=UTC)


def test_csirt_and_sensitivity_are_chosen_from_lists(
    qtbot, view: CasesView, desk: ReportingFile, case: str
) -> None:
    csirt = _edit(view, "coordinator")
    csirt.setCurrentIndex(csirt.findData("NL"))
    assert desk.csirt_choice(case).country == "NL"
    assert view.form.rows["coordinator"].field.is_filled
    assert view.form.rows["sensitivity"].edit_button.text() == "Decide"
    how = _edit(view, "sensitivity")
    how.setCurrentIndex(how.findData("yes"))
    assert desk.case(case).sensitive is Sensitivity.YES
    assert view.form.rows["sensitivity"].shown.text() == "Sensitive for now"


def test_text_json_draft_and_preview(
    qtbot, view: CasesView, desk: ReportingFile, case: str, tmp_path: Path, monkeypatch
) -> None:
    view.form.copy_button.click()
    assert QApplication.clipboard().text() == desk.form_text(case, EARLY)
    target = tmp_path / "early.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.export("json")
    assert json.loads(target.read_text())["case"] == case
    view.keep_draft()
    first, second = desk.form(case, EARLY).drafts
    assert (first.exported_as, second.exported_as) == ("early.json", "")
    assert view.form.drafts.head.text() == "2 kept drafts"

    def read(dialog: TextDialog) -> None:
        assert "BLE pairing bypass" in dialog.browser.toPlainText()

    during(lambda: view.form.draft_shown.emit(first), read, TextDialog)

    def look_at(dialog: PaperDialog) -> None:
        assert "24 Nov 2026, 16:20 UTC" in dialog.browser.toPlainText()
        check_all(dialog)

    during(view.preview, look_at, PaperDialog)


def test_what_cannot_be_written_is_said_and_no_draft_is_kept(
    qtbot, view: CasesView, desk: ReportingFile, case: str, tmp_path: Path, monkeypatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(crash, "show_error", said.append)
    folder = tmp_path / "folder.docx"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder), ""))
    view.export("docx")
    assert len(said) == 1
    assert desk.form(case, EARLY).drafts == ()


# What is recorded


def test_only_a_recorded_submission_stops_a_clock(
    qtbot, view: CasesView, page: ReportingPage, desk: ReportingFile, case: str
) -> None:
    def record(dialog: SubmissionDialog) -> None:
        assert dialog.at.zone.currentText() == "Europe/Amsterdam"
        fill_instant(dialog.at, QDate(2026, 11, 25), "9:00")
        assert not dialog.accept_button.isEnabled(), "it is still to come"
        fill_instant(dialog.at, QDate(2026, 11, 23), "12:00")
        assert not dialog.accept_button.isEnabled(), "before awareness"
        fill_instant(dialog.at, QDate(2026, 11, 24), "9:55")
        dialog.reference.setText("SRP-1234")
        dialog.csirt.setCurrentIndex(dialog.csirt.findData("NL"))
        assert list(dialog._covers) == [NOTE, FINAL]
        dialog._covers[NOTE].setChecked(True)
        lay_out(dialog)
        check_all(dialog)
        press_ok(dialog)

    during(view.form.submit_button.click, record, SubmissionDialog)
    (kept,) = desk.submissions(case)
    assert kept.at == datetime(2026, 11, 24, 9, 55, tzinfo=AMSTERDAM)
    assert (kept.reference, kept.csirt, kept.covers) == ("SRP-1234", "NL", (NOTE,))
    assert view.faces[EARLY].card.state is ClockState.DONE
    assert view.faces[NOTE].card.state is ClockState.DONE
    assert view.form.submit_button.isHidden()
    view.form.take_back.click()
    assert view.faces[EARLY].card.state is ClockState.DUE_SOON
    desk.workspace.undo()
    page.reload()
    assert view.faces[EARLY].card.state is ClockState.DONE


def test_a_measure_starts_the_fourteen_days(qtbot, view: CasesView, desk: ReportingFile, case: str) -> None:
    def say(dialog: MomentDialog) -> None:
        fill_instant(dialog.at, QDate(2026, 11, 24), "10:00")
        press_ok(dialog)

    during(view.set_measure, say, MomentDialog)
    assert view.faces[FINAL].card.due == datetime(2026, 12, 8, 10, 0, tzinfo=AMSTERDAM)
    assert view.faces[FINAL].card.state is ClockState.RUNNING


def test_an_intermediate_report_shows_once_the_csirt_asked(
    qtbot, view: CasesView, desk: ReportingFile
) -> None:
    assert "intermediate" not in view.faces

    def say(dialog: MomentDialog) -> None:
        fill_instant(dialog.at, QDate(2026, 11, 24), "9:00")
        press_ok(dialog)

    during(view.set_requested, say, MomentDialog)
    assert view.faces["intermediate"].card.state is ClockState.RUNNING
    view.show_stage("intermediate")
    assert view.form.stage == "intermediate"


def test_no_report_needs_its_reason_and_stops_the_clocks(
    qtbot, view: CasesView, desk: ReportingFile, case: str, tmp_path: Path, monkeypatch
) -> None:
    def decide(dialog: DecideDialog) -> None:
        dialog.choices.buttons()[1].click()
        assert not dialog.accept_button.isEnabled()
        dialog.reason.setPlainText("Nobody but our own laboratory used it.")
        lay_out(dialog)
        check_all(dialog)
        press_ok(dialog)

    during(view.decision.decide_button.click, decide, DecideDialog)
    assert desk.case(case).decision is Decision.NO_REPORT
    assert view.faces == {}
    assert view.form.isHidden()
    assert "our own laboratory" in view.decision.note.text()
    target = tmp_path / "nd.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.export("docx", "ND")
    assert "our own laboratory" in _text_of(target)
    view.close_case()
    assert desk.case_list().open == ()
    assert view.segments._buttons["closed"].text() == "Closed 1"
    view.segments.choose("closed")
    assert view.case_id == case
    view.reopen_case()
    assert [one.id for one in desk.case_list().open] == [case]


def test_a_case_with_something_due_stays_open(
    qtbot, view: CasesView, desk: ReportingFile, case: str, monkeypatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(crash, "show_error", said.append)
    view.close_case()
    assert said[0].code == "REPORT-04"
    assert desk.case(case).is_open


def test_users_are_owed_a_notice_of_their_own(qtbot, view: CasesView, desk: ReportingFile, case: str) -> None:
    assert "0 of 5 parts" in view._users_words.text() or "1 of 5 parts" in view._users_words.text()
    view.notice_button.click()
    assert view.form.stage == "users"
    assert view.form.rows["users-event"].edit_button.hasFocus()
    qtbot.keyClicks(_edit(view, "users-event"), "Doors can be opened.")
    view.flush()
    assert desk.form(case, "users").fields[0].value == "Doors can be opened."
    view.notice_button.click()
    assert view.form.stage == EARLY


# The check


def test_the_check_asks_one_by_one_and_not_sure_stops_no_clock(
    qtbot, view: CasesView, desk: ReportingFile, case: str
) -> None:
    view.decision.check_button.click()
    check = view.check
    assert check.isVisible()
    assert view.faces[EARLY].isVisible(), "the clocks stay in sight"
    assert check._question == "case-evidence"
    group = check.group
    assert [card.value for card in group.cards][-1] == NOT_SURE
    group.card(NOT_SURE).button.click()
    assert desk.case(case).answers == {"case-evidence": NOT_SURE}
    assert "clock runs" in check.headline.accessibleName()
    assert view.faces[EARLY].card.state is ClockState.DUE_SOON
    check.group.card("attack").button.click()
    check.next_button.click()
    assert check._question == "case-where"
    check.group.card("own").button.click()
    assert "must be reported" in check.headline.accessibleName()
    assert not check.trace.isHidden()
    check.back_button.click()
    assert check._question == "case-evidence"
    assert check.group.value() == "attack"
    desk.workspace.undo()
    view.refresh()
    assert "must be reported" not in check.headline.accessibleName()
    qtbot.keyClick(check.group.cards[0].button, Qt.Key.Key_Escape)
    assert check.isHidden()
    assert view.form.isVisible()


def test_the_check_asks_in_which_member_state_the_csirt_is(
    qtbot, view: CasesView, desk: ReportingFile, case: str, artefacts: Path
) -> None:
    view.decision.check_button.click()
    check = view.check
    assert check.country is None, "nobody said yet which establishment counts"
    desk.answer(case, "case-main-place", "yes")
    view.refresh()
    check.country.setCurrentIndex(check.country.findText("Netherlands"))
    check.country.activated.emit(check.country.currentIndex())
    assert desk.csirt_choice(case).country == "NL"
    lay_out(view)
    assert "NCSC-NL, Netherlands" in " ".join(one.text() for one in check.findChildren(QLabel))
    check_all(view)
    check.grab().save(str(artefacts / "check-csirt.png"))
    desk.workspace.undo()
    view.refresh()
    assert check.country.currentText() == "Not said yet"


def test_the_check_of_a_product_nobody_was_asked_about_begins_with_the_event(
    qtbot, page: ReportingPage, desk: ReportingFile
) -> None:
    product = desk.workspace.new_product("Gate opener").id
    other = ReportingFile(desk.workspace, product)
    case = other.new_case(CaseKind.VULNERABILITY, "Odd traffic", aware=AWARE, zone="Europe/Amsterdam")
    questions = other.aid(case).questions
    about_event = [one.is_case for one in questions]
    assert about_event == sorted(about_event, reverse=True)
    assert not all(about_event)
    page.load(desk.workspace, product)
    check = page.view().check
    page.view().show_place(Place(RecordKind.CASE, case))
    page.view().start_check()
    lay_out(page)
    assert check._question == "case-evidence"
    assert check.position.text() == f"Question 3 of {about_event.count(True)}"
    for _question in about_event[2 : about_event.count(True)]:
        check.next_button.click()
    assert check.position.text() == f"About the product: question 1 of {about_event.count(False)}"
    lay_out(page)
    check_all(page)


def test_the_check_has_the_letters_of_the_interview_and_ends_with_the_decision(
    qtbot, window: MainWindow, monkeypatch
) -> None:
    desk = ReportingFile(window.session.workspace, window.product_id)
    case = desk.new_case(CaseKind.VULNERABILITY, "Odd traffic", aware=AWARE, zone="Europe/Amsterdam")
    desk.answer(case, "case-evidence", "attack")
    desk.answer(case, "case-where", "own")
    window.go(REPORTING)
    page = window.page(REPORTING)
    view = page.view()
    settle(qtbot, window)
    assert page.new_button.text() == "&New case"
    view.show_place(Place(RecordKind.CASE, case))
    view.start_check()
    check = view.check
    assert page.new_button.text() == "New case", "Alt+N is an answer now"
    given = set()
    for _turn in range(20):
        lay_out(window)
        question = next(one for one in desk.aid(case).questions if one.id == check._question)
        letters = {card.value: card.button.text() for card in check.group.cards}
        assert letters[NOT_SURE] == "I'm not &sure"
        assert repeated_letters(window) == []
        assert [one.height() for one in check.group.cards] == [
            one.heightForWidth(one.width()) for one in check.group.cards
        ], "no answer has its second line over the first"
        given.add(question.type)
        if question.type == "yes-no":
            assert {one.value: letters[one.value] for one in question.options} == {"yes": "&Yes", "no": "&No"}
        next(card for card in check.group.cards if card.value != "none").button.click()
        if not desk.aid(case).next:
            break
        check.next_button.click()
    assert "yes-no" in given
    assert not desk.aid(case).next
    if question.type != "multi":
        assert check.decide_button.hasFocus()
    monkeypatch.setattr(DecideDialog, "ask", lambda *_: (Decision.REPORT, ""))
    check.decide_button.click()
    assert check.isHidden(), "no further key leads back to the case"
    assert desk.case(case).decision is Decision.REPORT
    assert page.new_button.text() == "&New case"


def test_two_cases_of_one_event_lead_to_each_other(
    qtbot, view: CasesView, page: ReportingPage, desk: ReportingFile, case: str, look: str, artefacts: Path
) -> None:
    assert view.other_button.isHidden(), "nobody said yet that it is both"
    view.open_second()
    second = view.case_id
    assert second != case
    assert desk.case(second).kind is CaseKind.INCIDENT
    assert list(view.faces) == ["incident-early-warning", "incident-notification", "incident-final"]
    assert view.other_button.text() == f"Same event: Case {case}, on the vulnerability"
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-second-case-{look}.png"))
    view.other_button.click()
    assert view.case_id == case
    assert view.other_button.text() == f"Same event: Case {second}, on the incident"
    desk.workspace.undo()
    view.refresh()
    assert view.case_id == case
    assert view.other_button.isHidden()


def test_a_measure_from_before_awareness_is_explained_in_sight(
    qtbot, view: CasesView, page: ReportingPage, desk: ReportingFile, case: str, look: str, artefacts: Path
) -> None:
    assert view.surprise.isHidden()
    desk.set_case(case, measure_available=AWARE - timedelta(days=20))
    view.refresh()
    assert view.faces[FINAL].card.state is ClockState.OVERDUE
    assert view.surprise.isVisible()
    assert "Art. 14(2)(c)" in view.surprise.accessibleDescription()
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-early-measure-{look}.png"))
    desk.set_case(case, measure_available=AWARE)
    view.refresh()
    assert view.surprise.isHidden()


def test_several_answers_none_and_not_sure_exclude_each_other(
    qtbot, view: CasesView, desk: ReportingFile, case: str
) -> None:
    for question, value in (("case-evidence", "attack"), ("case-where", "own"), ("case-main-place", "yes")):
        desk.answer(case, question, value)
    view.start_check()
    check = view.check
    assert check._question == "case-delay-grounds"
    check.group.card("fix-soon").button.click()
    check.group.card("part-is-enough").button.click()
    assert desk.case(case).answers["case-delay-grounds"] == ["fix-soon", "part-is-enough"]
    check.group.card("none").button.click()
    assert desk.case(case).answers["case-delay-grounds"] == []
    assert check.group.value() == ["none"]
    check.group.card(NOT_SURE).button.click()
    assert desk.case(case).answers["case-delay-grounds"] == NOT_SURE


def test_the_check_starts_without_a_case_and_sets_its_kind(
    qtbot, page: ReportingPage, desk: ReportingFile
) -> None:
    def fill(dialog: NewCaseDialog) -> None:
        assert dialog.kinds.checkedButton().text().endswith("&sure")
        dialog.title.setText("Odd traffic")
        fill_instant(dialog.aware, QDate(2026, 11, 23), "17:20", "Europe/Amsterdam")
        press_ok(dialog)

    view = page.view()
    during(view.empty.check_button.click, fill, NewCaseDialog)
    case = desk.case_list().open[0].id
    assert view.check.isVisible()
    assert desk.case(case).answers == {"case-kind": NOT_SURE}
    assert desk.sidebar_words() == "due 17:20"
    while view.check._question != "case-kind":
        view.check.move(-1)
    view.check.group.card("incident").button.click()
    assert desk.case(case).kind is CaseKind.INCIDENT
    assert list(view.faces) == ["incident-early-warning", "incident-notification", "incident-final"]


def test_places_lead_to_their_field(qtbot, view: CasesView, page: ReportingPage, case: str) -> None:
    page.segments.choose("register")
    page.show_place(Place(RecordKind.NOTIFICATION, f"{case}/{NOTE}", "measures-taken"))
    assert page.segments.key() == "cases"
    assert view.stage == NOTE
    assert view.form.rows["measures-taken"].editor.hasFocus()
    line = page.desk.new_case(CaseKind.VULNERABILITY, "Old library", opened=False)
    page.show_place(Place(RecordKind.CASE, line))
    assert page.segments.key() == "register"
    page.show_place(Place(RecordKind.CASE, case))
    assert page.segments.key() == "cases"
    page.go_to_filter()
    assert page.segments.key() == "register"
    assert page.view().filter_field().hasFocus()


def test_a_file_open_to_read_only_shows_and_changes_nothing(
    qtbot, desk: ReportingFile, case: str, tmp_path: Path, pack: Pack, time: Time
) -> None:
    product = desk.product_id
    path = desk.workspace.file.path
    desk.workspace.close()
    with Workspace.open(path, pack, clock=time, today=lambda: time.now.date(), read_only=True) as workspace:
        page = ReportingPage(Settings(tmp_path / "settings.ini"))
        qtbot.addWidget(page)
        page.load(workspace, product)
        page.show()
        view = page.view()
        assert not page.new_button.isEnabled()
        assert not view.form.submit_button.isEnabled()
        assert not view.decision.decide_button.isEnabled()
        assert not any(row.edit_button.isEnabled() for row in view.form.rows.values())
        assert view.form.copy_button.isEnabled()


# In the window


def _text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    said = "\n".join([*(one.text for one in document.paragraphs), *cells])
    return said.replace("\xa0", " ")


class Keyboard:
    """Counts what hands do: a key or a chord is one action, and so is a text typed at one go."""

    def __init__(self) -> None:
        self.actions = 0

    def press(self, keys: str) -> None:
        combination = QKeySequence(keys)[0]
        self.actions += 1
        target = QApplication.focusWidget() or QApplication.activeWindow()
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()

    def type(self, text: str) -> None:
        self.actions += 1
        QTest.keyClicks(QApplication.focusWidget(), text)


@pytest.fixture
def window(qtbot, tmp_path: Path, pack, monkeypatch) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        window.open_product(window.session.workspace.add_sample("smart-door-lock").id)
        settle(qtbot, window)
        yield window


# The list of zones that fit grabs the keyboard, where a platform has one to grab.
@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
def test_from_the_overview_to_an_early_warning_in_word_by_keyboard(
    qtbot, window: MainWindow, tmp_path: Path, monkeypatch
) -> None:
    hands = Keyboard()
    target = tmp_path / "early warning.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desk = ReportingFile(window.session.workspace, window.product_id)
    window.overview.setFocus()

    def fill(dialog: NewCaseDialog) -> None:
        hands.press("Space")  # a weakness in the product
        hands.press("Alt+T")
        hands.type("BLE pairing bypass")
        hands.press("Alt+Y")
        hands.type("23 Nov 2026")
        hands.press("Tab")
        hands.type("17:20")
        hands.press("Tab")
        hands.type("Europe/Amsterdam")
        hands.press("Alt+H")
        hands.type("by e-mail from a researcher")
        hands.press("Return")

    during(lambda: hands.press("Ctrl+Shift+N"), fill, NewCaseDialog)
    case = desk.case_list().open[0].id
    view = window.page(REPORTING).view()
    qtbot.waitUntil(view.decision.check_button.hasFocus)
    hands.press("Return")
    hands.press("Space")  # reliable evidence of an attack
    hands.press("Alt+X")
    qtbot.waitUntil(lambda: view.check._question == "case-where")
    hands.press("Space")  # in our own hardware or software
    hands.press("Escape")
    assert "must be reported" in view.decision.words.text()
    hands.press("Alt+W")
    qtbot.waitUntil(target.exists)
    assert hands.actions < MOST_ACTIONS
    said = _text_of(target)
    assert "24 Nov 2026, 16:20 UTC" in said
    assert "26 Nov 2026, 16:20 UTC" in said
    assert "23 Nov 2026, 16:20 UTC" in said
    assert desk.form(case, EARLY).drafts[0].exported_as == target.name
    lines = window.session.workspace.history(window.product_id)[:4]
    history = [f"{line.what} | {line.after}" for line in lines]
    assert "Draft 1 exported as early warning.docx" in history[0]
    assert "Where does the weakness lie? In our own hardware or software" in history[1]
    assert "Reliable evidence of an attack" in history[2]
    assert "BLE pairing bypass added" in history[3]
    assert "Became aware: Mon 23 Nov 2026, 17:20 CET" in history[3]


@pytest.mark.parametrize("way", ["the card", "the keys"])
def test_who_is_attacked_before_there_is_a_product_names_it_and_reports(
    qtbot, tmp_path: Path, pack: Pack, monkeypatch, way: str
) -> None:
    asked: list[str] = []

    def name(title: str, *_: object, **_more: object) -> str:
        asked.append(title)
        return "AeroLock 2"

    monkeypatch.setattr(NameDialog, "ask", name)

    def fill(dialog: NewCaseDialog) -> None:
        dialog.kinds.buttons()[0].click()
        dialog.title.setText("BLE pairing bypass")
        fill_instant(dialog.aware, QDate(2026, 11, 23), "17:20", "Europe/Amsterdam")
        press_ok(dialog)

    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        if way == "the card":
            during(window.home.report_button.click, fill, NewCaseDialog)
        else:
            during(lambda: Keyboard().press("Ctrl+Shift+N"), fill, NewCaseDialog)
        settle(qtbot, window)
        assert asked == ["Report now"]
        assert [one.name for one in window.listed_products()] == ["AeroLock 2"]
        assert window.shown_screen == REPORTING
        view = window.page(REPORTING).view()
        assert view.case_id
        assert not window.interviews.is_one_active()
        assert view.faces[EARLY].due.text() == "Tue 24 Nov, 17:20 CET"
        settle(qtbot, window)
        lay_out(window)
        check_all(window)


def test_the_search_finds_a_case_and_opens_it(qtbot, window: MainWindow) -> None:
    desk = ReportingFile(window.session.workspace, window.product_id)
    for title, cve in (("Weak reset code", "CVE-2026-10002"), ("BLE pairing bypass", "CVE-2026-10001")):
        case = desk.new_case(
            CaseKind.VULNERABILITY,
            title,
            aware=AWARE,
            zone="Europe/Amsterdam",
            cve=(cve,),
            euvd=("EUVD-2026-7",),
        )
    desk.new_case(CaseKind.VULNERABILITY, "Only a line", cve=("CVE-2026-10003",), opened=False)
    index = Index(window.finder.own_entries())
    while not index.build(1):
        pass

    def found(words: str) -> list[str]:
        return [one.key for group in search([index], words) for one in group.entries if one.kind is Kind.CASE]

    key = f"{window.product_id} {case}"
    assert found("pairing") == found("CVE-2026-10001") == found(case) == [key]
    assert len(found("EUVD-2026-7")) == 2
    assert found("CVE-2026-10003") == [], "no reporting case"
    window.finder.open(next(one for _score, one in index.scores(["pairing"]) if one.kind is Kind.CASE))
    settle(qtbot, window)
    assert window.page(REPORTING).isVisible()
    assert window.page(REPORTING).view().case_id == case


def test_a_new_case_starts_with_the_likely_zone(
    qtbot, page: ReportingPage, desk: ReportingFile, monkeypatch
) -> None:
    assert likely_zone(desk, "") == ("", "")
    assert likely_zone(desk, "Europe/Vienna")[0] == "Europe/Vienna"
    desk.set_country("NL")
    assert likely_zone(desk, "")[0] == "Europe/Amsterdam"
    assert likely_zone(desk, "America/New_York") == ("", ""), "two zones are as likely"
    desk.set_country("PT")
    assert likely_zone(desk, "") == ("", ""), "a country with several zones says nothing"
    assert likely_zone(desk, "Atlantic/Azores")[0] == "Atlantic/Azores"
    monkeypatch.setattr(new_case_dialog, "computer_zone", lambda: "Atlantic/Azores")

    def fill(dialog: NewCaseDialog) -> None:
        assert dialog.aware.zone.currentText() == "Atlantic/Azores"
        assert "zone of this computer" in dialog.zone_words.text()
        assert dialog.aware.is_empty()
        dialog.kinds.buttons()[0].click()
        dialog.title.setText("BLE pairing bypass")
        fill_instant(dialog.aware, QDate(2026, 11, 23), "15:20")
        lay_out(dialog)
        check_all(dialog)
        press_ok(dialog)

    during(page.new_case, fill, NewCaseDialog)
    (row,) = desk.case_list().open
    assert (desk.case(row.id).aware, desk.case(row.id).zone) == (AWARE, "Atlantic/Azores")
    assert likely_zone(desk, "Europe/Vienna")[0] == "Atlantic/Azores", "the newest case counts first"


def test_the_web_address_of_the_maker_is_asked_once(desk: ReportingFile) -> None:
    assert known_namespace(desk.workspace) == ""
    keep_namespace(desk.workspace, "https://example.org")
    assert known_namespace(desk.workspace) == "https://example.org"
    desk.workspace.undo()
    assert known_namespace(desk.workspace) == ""


def test_the_sidebar_and_the_products_tell_what_is_due(
    qtbot, window: MainWindow, artefacts: Path, look: str
) -> None:
    workspace, product = window.session.workspace, window.product_id
    desk = ReportingFile(workspace, product)
    case = desk.new_case(CaseKind.VULNERABILITY, "BLE pairing bypass", aware=AWARE, zone="Europe/Amsterdam")
    settle(qtbot, window)
    model = window.sidebar.model()
    words = [model.index(at, 0).data() for at in range(model.rowCount())]
    assert "Reporting, due 17:20" in words
    window.show_home()
    settle(qtbot, window)
    row = window.home.model.rows()[0]
    assert (row.deadline, row.deadline_text, row.is_urgent) == (date(2026, 11, 24), "Due 17:20", True)
    index = window.home.filter.index(0, DEADLINE)
    assert index.data() == "Due 17:20, Early warning: BLE pairing bypass"
    window.grab().save(str(artefacts / f"reporting-home-{look}.png"))
    window.go(REPORTING)
    workspace._clock = window.session.clock = lambda: NOW + timedelta(hours=9)
    window.show_home()
    assert window.home.model.rows()[0].deadline_text == "Overdue", "it became so on another screen"
    workspace._clock = window.session.clock = lambda: NOW
    window._tick()
    assert window.home.model.rows()[0].deadline_text == "Due 17:20"
    desk.submit(case, EARLY, NOW)
    desk.submit(case, NOTE, NOW)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not window.home.model.rows()[0].is_urgent)


def test_the_whole_window_passes_every_check(qtbot, window: MainWindow, look: str, artefacts: Path) -> None:
    desk = ReportingFile(window.session.workspace, window.product_id)
    desk.new_case(CaseKind.VULNERABILITY, "BLE pairing bypass", aware=AWARE, zone="Europe/Amsterdam")
    window.go(REPORTING)
    for size in ((1280, 800), (1080, 680)):
        window.resize(*size)
        lay_out(window)
        check_all(window)
        window.grab().save(str(artefacts / f"window-reporting-{size[0]}-{look}.png"))
    window.page(REPORTING).view().start_check()
    lay_out(window)
    check_all(window)
    assert (window.width(), window.height()) == (1080, 680)
