"""The living list of vulnerability handling, and the other reporting laws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from crasuite.domain.handling import HandlingState
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.reporting_file import ReportingFile
from crasuite.ui import jobs
from crasuite.ui.pages.reporting.handling_view import HandlingView
from crasuite.ui.pages.reporting.overlap_view import OverlapView
from crasuite.ui.pages.reporting_page import HANDLING, OVERLAP
from crasuite.ui.pages.requirements_page import RequirementsPage
from crasuite.ui.settings import Settings
from tests.ui.checks import check_all, lay_out, unreachable
from tests.ui.reporting_desk import fill, open_desk, show_page


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ReportingFile]:
    found = open_desk(tmp_path)
    with found.workspace:
        yield found
        assert jobs.wait_for_all()


def _handling(qtbot, desk: ReportingFile, tmp_path: Path) -> HandlingView:
    view = show_page(qtbot, desk, tmp_path, HANDLING).view()
    assert isinstance(view, HandlingView)
    return view


def _overlap(qtbot, desk: ReportingFile, tmp_path: Path) -> OverlapView:
    view = show_page(qtbot, desk, tmp_path, OVERLAP).view()
    assert isinstance(view, OverlapView)
    return view


def _texts(widget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


@pytest.mark.parametrize("size", [(1060, 745), (860, 620)])
def test_pictures_of_the_list(
    qtbot, desk: ReportingFile, tmp_path: Path, look: str, artefacts: Path, size
) -> None:
    fill(desk)
    desk.look("h-contact", HandlingState.PARTLY, "The mail was answered after four days.", date(2026, 6, 1))
    page = show_page(qtbot, desk, tmp_path, HANDLING, size)
    page.view().show_place(Place(RecordKind.HANDLING, "h-contact"))
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-handling-{size[0]}-{look}.png"))


def test_a_look_is_recorded_with_state_note_and_next_day(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    view = _handling(qtbot, desk, tmp_path)
    view.show_place(Place(RecordKind.HANDLING, "h-contact"))
    pane = view.pane
    assert not pane.look_button.isEnabled(), "nothing is taken for looked at by itself"
    assert pane.chip.text() == "Not looked at"
    pane.state.setFocus()
    qtbot.keyClick(pane.state, Qt.Key.Key_Down)
    qtbot.keyClicks(pane.look_note, "A test mail was answered in an hour.")
    pane.look_button.setFocus()
    qtbot.keyClick(pane.look_button, Qt.Key.Key_Space)
    row = next(one for one in desk.handling() if one.id == "h-contact")
    assert (row.state, row.last, row.due) == (HandlingState.IN_PLACE, date(2026, 11, 24), date(2027, 2, 24))
    assert row.looks == ((date(2026, 11, 24), "Ana", "In place", "A test mail was answered in an hour."),)
    assert pane.chip.text() == "In place"
    assert "24 Nov 2026, Ana, In place: A test mail was answered in an hour." in _texts(pane)
    assert pane.look_note.toPlainText() == ""
    desk.workspace.undo()
    assert pane.chip.text() == "Not looked at"


def test_owner_note_evidence_and_months_are_saved(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    view = _handling(qtbot, desk, tmp_path)
    view.show_place(Place(RecordKind.HANDLING, "h-tests"))
    for field, text in (
        (view.pane.owner, "Security lead"),
        (view.pane.note, "Twice a year."),
        (view.pane.evidence, "Penetration test 2026"),
    ):
        field.setFocus()
        qtbot.keyClicks(field, text)
    view.flush()
    view.pane.cadence.setFocus()
    qtbot.keyClick(view.pane.cadence, Qt.Key.Key_End)
    row = next(one for one in desk.handling() if one.id == "h-tests")
    assert (row.owner, row.note, row.evidence) == (
        "Security lead",
        "Twice a year.",
        ("Penetration test 2026",),
    )
    assert (row.cadence_months, row.own_months, row.suggested_months) == (24, 24, 6)


def test_the_figures_stand_above_the_list(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    fill(desk)
    view = _handling(qtbot, desk, tmp_path)
    assert all(said in _texts(view.figures) for said in desk.figures_words(with_due=False))
    assert "3 open vulnerabilities" in _texts(view.figures)
    assert unreachable(view.window()) == []


@pytest.mark.parametrize("size", [(1060, 745), (860, 620)])
def test_pictures_of_other_laws(
    qtbot, desk: ReportingFile, tmp_path: Path, look: str, artefacts: Path, size
) -> None:
    case_id = fill(desk)
    desk.answer(case_id, "case-personal-data", "own")
    page = show_page(qtbot, desk, tmp_path, OVERLAP, size)
    check_all(page)
    page.grab().save(str(artefacts / f"reporting-overlap-{size[0]}-{look}.png"))


def test_without_a_case_it_says_what_to_do(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    view = _overlap(qtbot, desk, tmp_path)
    assert "Open one under Cases" in view.summary.text()
    assert not view.open_button.isEnabled()
    assert view.cards == []


def test_laws_stand_side_by_side_with_clocks_and_reasons(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    case_id = fill(desk)
    view = _overlap(qtbot, desk, tmp_path)
    names = [card.accessibleName() for card in view.cards]
    assert len(names) == len(desk.law.overlap)
    assert "Personal data breach, as controller: Your answers leave it open" in names
    desk.answer(case_id, "case-personal-data", "own")
    names = [card.accessibleName() for card in view.cards]
    assert names[0] == "Personal data breach, as controller: Applies", "what applies stands first"
    first = _texts(view.cards[0])
    assert "72 hours from awareness of the breach" in first
    assert "That is Thu 26 Nov, 17:20 CET" in first
    assert "data protection authority" in first
    out = next(card for card in view.cards if card.accessibleName().endswith("Does not apply"))
    assert "It does not apply because:" in _texts(out)
    rows = desk.overlap(case_id)
    assert all(one.because for one in rows if one.applies is not True), (
        "nothing is ruled out without a reason"
    )
    assert all(one.questions for one in rows if one.applies is None)


def test_from_a_law_to_the_case(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    case_id = fill(desk)
    view = _overlap(qtbot, desk, tmp_path)
    wanted: list[str] = []
    view.wants_case.disconnect()
    view.wants_case.connect(wanted.append)
    view.open_button.setFocus()
    qtbot.keyClick(view.open_button, Qt.Key.Key_Space)
    assert wanted == [case_id]


def test_a_point_of_part_two_says_where_its_lines_stand(qtbot, desk: ReportingFile, tmp_path: Path) -> None:
    desk.look("h-contact", HandlingState.IN_PLACE, on=date(2026, 11, 2))
    page = RequirementsPage(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    page.resize(1060, 745)
    page.load(desk.workspace, desk.product_id)
    page.show()
    page.show_place(Place(RecordKind.REQUIREMENT, "annex-1-2-6"))
    lay_out(page)
    pane = page.detail
    assert pane._handling_words.text() == (
        "The contact address works: in place, looked at 2 Nov 2026. "
        "Information on components is shared: not looked at."
    )
    check_all(page)
    jumps: list[Place] = []
    page.jump.connect(jumps.append)
    pane.handling_button.setFocus()
    qtbot.keyClick(pane.handling_button, Qt.Key.Key_Space)
    assert jumps == [Place(RecordKind.HANDLING, "h-upstream")], "the line that is due"
    page.show_place(Place(RecordKind.REQUIREMENT, "annex-1-1-2-d"))
    assert not pane._handling.isVisible()
