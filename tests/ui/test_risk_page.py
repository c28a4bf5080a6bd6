"""The risk screen: keyboard, names, saving, catalogue, matrix, what is refused, and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFileDialog, QLabel

from crasuite.domain.english import day
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.risk import RiskLevel, Treatment
from crasuite.errors import StoreError
from crasuite.interview.checklist_import import ChecklistImport
from crasuite.interview.risk_file import RiskFile
from crasuite.interview.workspace import Workspace
from crasuite.ui import crash
from crasuite.ui.dialogs.catalogue_dialog import CatalogueDialog
from crasuite.ui.dialogs.check_dialog import CheckDialog
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.method_dialog import MethodDialog
from crasuite.ui.dialogs.places_dialog import PlacesDialog
from crasuite.ui.dialogs.reassessment_dialog import ReassessmentDialog
from crasuite.ui.pages.risk.register_model import AFTER, BEFORE, TREATMENT
from crasuite.ui.pages.risk_page import RiskPage
from crasuite.ui.settings import Settings
from tests.ui.checks import check_all, lay_out, unreachable
from tests.ui.technical_file import TODAY, door_lock

R = Treatment.REDUCE
RISKS = (
    ("Lock opened by replayed message", "attacker", 5, 4, R, 2, 5, ("annex-1-1-2-d", "annex-1-1-2-f")),
    ("Cloud account taken by guessing", "attacker", 4, 3, R, 2, 3, ("annex-1-1-2-d",)),
    ("Fake firmware over the bridge", "attacker", 4, 5, R, 3, 4, ("annex-1-1-2-c", "annex-1-1-2-f")),
    ("Cloud outage locks people out", "failure", 3, 4, R, 2, 4, ("annex-1-1-2-h",)),
    ("Log shows when nobody is home", "insider", 3, 3, Treatment.UNDECIDED, None, None, ("annex-1-1-2-e",)),
    (
        "Debug port read on a stolen lock",
        "physical",
        3,
        4,
        Treatment.UNDECIDED,
        None,
        None,
        ("annex-1-1-2-j",),
    ),
    ("Old owner keeps access after resale", "misuse", 4, 2, R, 2, 2, ("annex-1-1-2-m",)),
)
MEASURES = (
    "Boot loader accepts only images signed with our offline key; roll-back counter in secure storage. "
    "Left over: theft of the signing key, covered by dual control."
)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[RiskFile]:
    """An empty register."""
    workspace, lock = door_lock(tmp_path)
    with workspace:
        yield RiskFile(workspace, lock)


@pytest.fixture
def register(file: RiskFile) -> RiskFile:
    """Seven risks, two of them not decided."""
    for title, source, likely, harm, treatment, likely_after, harm_after, points in RISKS:
        file.set_risk(
            file.new_risk(title),
            threat_source=source,
            likelihood_before=likely,
            impact_before=harm,
            treatment=treatment,
            likelihood_after=likely_after,
            impact_after=harm_after,
            requirements=points,
            owner="Head of product",
            measures=MEASURES if treatment else "",
        )
    return file


def _page(qtbot, file: RiskFile, tmp_path: Path, size: tuple[int, int] = (1060, 745)) -> RiskPage:
    page = RiskPage(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    page.resize(*size)
    page.load(file.workspace, file.product_id)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    lay_out(page)
    return page


def _type(qtbot, widget, text: str) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(widget, text)


def _choose(qtbot, combo, times: int, key: Qt.Key = Qt.Key.Key_Down) -> None:
    combo.setFocus()
    for _ in range(times):
        qtbot.keyClick(combo, key)


# Looks


def test_pictures_and_names(qtbot, register: RiskFile, tmp_path: Path, look: str, artefacts: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    page.show_place(Place(RecordKind.RISK, "R-03"))
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / f"risk-{look}.png"))
    page.show_full(True)
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / f"risk-full-{look}.png"))
    page.show_context("foreseeable_use")
    lay_out(page)
    check_all(page)
    page.grab().save(str(artefacts / f"risk-context-{look}.png"))


def test_an_empty_register_offers_three_and_adds_none(
    qtbot, file: RiskFile, tmp_path: Path, look: str, artefacts: Path
) -> None:
    page = _page(qtbot, file, tmp_path)
    check_all(page)
    page.grab().save(str(artefacts / f"risk-empty-{look}.png"))
    assert not file.view().rows
    first = page.initial_focus()
    assert first is not None
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert [row.id for row in file.view().rows] == ["R-01"]
    assert page.table.hasFocus()
    assert page.editor.risk_id == "R-01"


def test_it_fits_the_smallest_window(qtbot, register: RiskFile, tmp_path: Path, artefacts: Path) -> None:
    page = _page(qtbot, register, tmp_path, (859, 600))
    assert page.width() == 859
    assert page.table.isColumnHidden(TREATMENT)
    check_all(page)
    page.grab().save(str(artefacts / "risk-small-light.png"))


@pytest.mark.parametrize("view", ["register", "full", "context"])
def test_tab_reaches_everything(qtbot, register: RiskFile, tmp_path: Path, view: str) -> None:
    page = _page(qtbot, register, tmp_path)
    if view == "full":
        page.show_full(True)
    if view == "context":
        page.show_context()
    lay_out(page)
    assert unreachable(page) == []


# The register


def test_words_segments_and_cells_narrow_the_register(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    assert page.summary.text().startswith("7 risks, 5 treated, 3 high.")
    page.segments.choose("untreated")
    assert _listed(page) == ["R-05", "R-06"]
    assert page.editor.risk_id == "R-05"
    page.segments.choose("high")
    assert _listed(page) == ["R-01", "R-03", "R-06"]
    page.segments.choose("all")
    page.search.setFocus()
    qtbot.keyClicks(page.search, "cloud")
    assert _listed(page) == ["R-02", "R-04"]
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    page.search.setText("no such thing")
    assert not page.table.isVisible()
    assert page._nothing.isVisible()


def _listed(page: RiskPage) -> list[str]:
    return [page.filter.index(row, 0).data() for row in range(page.filter.rowCount())]


def test_moving_the_line_moves_editor_and_matrix(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert (page.editor.risk_id, page.matrix.model.chosen) == ("R-03", "R-03")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.editor.is_full
    assert page.editor.title.hasFocus()


def test_what_nobody_rated_is_marked(qtbot, file: RiskFile, tmp_path: Path) -> None:
    file.new_risk("Nobody knows")
    page = _page(qtbot, file, tmp_path)
    assert "1 high, 1 of them not rated" in page.summary.text()
    assert page.filter.index(0, BEFORE).data() == "Not known, counts as high"
    assert page.filter.index(0, AFTER).data() == "Not rated"
    page.segments.choose("high")
    assert _listed(page) == ["R-01"]
    assert "R-01: not rated, counted as high" in [need.words for need in page.view.needs]


def test_escape_goes_back_one_view(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    page.show_full(True)
    qtbot.keyClicks(page.editor.title, "!")
    qtbot.keyClick(page.editor.title, Qt.Key.Key_Escape)
    assert not page.editor.is_full
    assert page.table.hasFocus()
    assert register.file.risks["R-01"].title == "!Lock opened by replayed message"
    page.show_context("foreseeable_use")
    qtbot.keyClick(page.context.fields["foreseeable_use"].edit, Qt.Key.Key_Escape)
    assert page.views.currentIndex() == 0
    page._list_cell(("R-04",), "here")
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert len(_listed(page)) == 7


# Saving


def test_typing_is_saved_and_survives_a_change_from_elsewhere(
    qtbot, register: RiskFile, tmp_path: Path
) -> None:
    page = _page(qtbot, register, tmp_path)
    page.show_place(Place(RecordKind.RISK, "R-02", "measures"))
    assert page.editor.measures.hasFocus()
    _type(qtbot, page.editor.measures, "Lock-out after ten tries")
    register.set_risk("R-01", owner="Somebody else")
    page.load(register.workspace, register.product_id)
    assert page.editor.measures.toPlainText() == "Lock-out after ten tries"
    assert page.editor.measures.hasFocus()
    qtbot.waitUntil(lambda: register.file.risks["R-02"].measures == "Lock-out after ten tries")
    assert register.file.risks["R-01"].owner == "Somebody else"


def test_leaving_a_line_saves_it_to_its_own_risk(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    _type(qtbot, page.editor.measures, "Counter in each message")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert register.file.risks["R-01"].measures == "Counter in each message"
    assert register.file.risks["R-02"].measures == MEASURES


def test_steps_and_treatment_by_keyboard_and_back_by_undo(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    page.show_place(Place(RecordKind.RISK, "R-05"))
    _choose(qtbot, page.editor.treatment, 1)
    _choose(qtbot, page.editor.likelihood_after, 2)
    _choose(qtbot, page.editor.impact_after, 2)
    risk = register.file.risks["R-05"]
    assert (risk.treatment, risk.likelihood_after, risk.impact_after) == (Treatment.REDUCE, 2, 2)
    assert page.editor.impact_after.hasFocus(), "the focus stays where one works"
    assert page.filter.index(4, AFTER).data() == "Low"
    register.workspace.undo()
    page.load(register.workspace, register.product_id)
    assert page.editor.impact_after.value() == 1
    assert page.editor.impact_after.currentText() == "1  Slight"


def test_own_words_of_the_scale_explain_the_steps(
    qtbot, register: RiskFile, tmp_path: Path, monkeypatch
) -> None:
    page = _page(qtbot, register, tmp_path)

    def ask(view, usual, parent):
        dialog = MethodDialog(view, usual, parent)
        qtbot.addWidget(dialog)
        dialog._edits["likelihood"][2].setPlainText("About once in two years.")
        dialog.show()
        dialog.tabs.setCurrentIndex(2)
        dialog.table.setCurrentIndex(dialog.model.place(1, 1))
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
        check_all(dialog)
        return dialog

    monkeypatch.setattr(MethodDialog, "ask", ask)
    page.edit_method()
    assert register.file.context.likelihood_scale[2] == "About once in two years."
    assert register.view().matrix[0][0] is RiskLevel.MEDIUM
    page.show_place(Place(RecordKind.RISK, "R-03"))
    page.show_full(True)
    assert "About once in two years." in page.editor._after_words.text()


def test_a_new_risk_opens_in_full(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.editor.risk_id == "R-08")
    assert page.editor.title.hasFocus()
    qtbot.keyClicks(page.editor.title, "Spare key code shared in a chat")
    qtbot.keyClick(page.editor.title, Qt.Key.Key_Return)
    assert register.file.risks["R-08"].title == "Spare key code shared in a chat"
    assert page.editor.heading.text() == "R-08  Spare key code shared in a chat"


def test_safety_dates_components_and_acceptance_reach_the_record(
    qtbot, register: RiskFile, tmp_path: Path
) -> None:
    page = _page(qtbot, register, tmp_path)
    page.show_place(Place(RecordKind.RISK, "R-04", "safety_harm"))
    assert page.editor.is_full, "the field is not among the few"
    assert page.editor.safety_harm.hasFocus()
    qtbot.keyClicks(page.editor.safety_harm, "H-07 Person locked in")
    _type(qtbot, page.editor.components, "pkg:npm/left-pad")
    page.editor.accepted_by.setFocus()
    qtbot.keyClicks(page.editor.accepted_by.lineEdit(), "Managing director")
    page.flush()
    risk = register.file.risks["R-04"]
    assert (risk.safety_harm, risk.components) == ("H-07 Person locked in", ("pkg:npm/left-pad",))
    assert risk.accepted_by == "Managing director"


def test_typical_measures_are_taken_one_by_one(qtbot, file: RiskFile, tmp_path: Path) -> None:
    (risk,) = file.accept([file.offers()[0].id])
    page = _page(qtbot, file, tmp_path)
    page.show_full(True)
    lay_out(page)
    first = file.view().rows[0].typical_measures[0]
    chip = page.editor._typical_flow.itemAt(0).widget()
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert file.file.risks[risk].measures == f"{first}."
    assert first not in file.view().rows[0].typical_measures


# Links, deleting


def test_links_are_ticked_and_lead_to_the_requirement(
    qtbot, register: RiskFile, tmp_path: Path, monkeypatch
) -> None:
    page = _page(qtbot, register, tmp_path)
    page.show_place(Place(RecordKind.RISK, "R-05", "requirements"))

    def ask(title, text, items, chosen, verb="", parent=None):
        dialog = CheckDialog(title, text, items, chosen, "Use these", parent)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.search.setText("(2)(g)")
        dialog._to_list()
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
        check_all(dialog)
        return dialog.chosen()

    monkeypatch.setattr(CheckDialog, "ask", ask)
    qtbot.keyClick(page.editor._link_button, Qt.Key.Key_Space)
    assert register.file.risks["R-05"].requirements == ("annex-1-1-2-e", "annex-1-1-2-g")
    assert register.file.requirement("annex-1-1-2-g").risks == ("R-05",)
    chip = page.editor._links.itemAt(2).widget()
    with qtbot.waitSignal(page.jump) as caught:
        qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert caught.args == [Place(RecordKind.REQUIREMENT, "annex-1-1-2-g")]


def test_deleting_asks_and_is_refused_with_the_places(
    qtbot, register: RiskFile, tmp_path: Path, monkeypatch
) -> None:
    said = register.file.requirement("annex-1-1-2-m").to_json()
    said |= {"applies": "no", "reason": "Nothing of any user is ever kept in it."}
    register.write("leaving a point out", {"requirement": {"annex-1-1-2-m": said}})
    page = _page(qtbot, register, tmp_path)
    asked: list[str] = []
    monkeypatch.setattr(ConfirmDialog, "ask", lambda title, *_: asked.append(title) or True)

    def places(title, text, problems, verb, parent):
        dialog = PlacesDialog(title, text, problems, verb, parent)
        qtbot.addWidget(dialog)
        dialog.show()
        check_all(dialog)
        asked.append(f"{title}: {problems[0].words}")
        dialog.go_buttons[0].click()
        return dialog.place

    monkeypatch.setattr(PlacesDialog, "ask", places)
    page.show_place(Place(RecordKind.RISK, "R-07"))
    page.show_full(True)
    with qtbot.waitSignal(page.jump) as caught:
        page.editor.delete_button.click()
    assert caught.args[0].record_id == "annex-1-1-2-m"
    assert "R-07" in register.file.risks
    assert asked == [
        "R-07 cannot be deleted: Annex I, Part I (2)(m), Removal of data and settings is said not to apply "
        "because of this risk."
    ] or asked[0].startswith("R-07 cannot be deleted: Annex I, Part I (2)(m)")
    page.show_full(False)
    page.show_place(Place(RecordKind.RISK, "R-02"))
    page.show_full(True)
    page.editor.delete_button.click()
    assert asked[1] == "Delete R-02?"
    assert "R-02" not in register.file.risks
    assert not page.editor.is_full
    assert page.editor.risk_id in register.file.risks


# The catalogue


def test_the_catalogue_takes_one_or_several(qtbot, file: RiskFile, look: str, artefacts: Path) -> None:
    dialog = CatalogueDialog("AeroLock 2", file.offers(), lambda ids: (file.accept(ids), file.offers())[1])
    qtbot.addWidget(dialog)
    dialog.show()
    lay_out(dialog)
    check_all(dialog)
    assert not dialog.add_ticked.isEnabled()
    first = dialog.current()
    dialog.add_one.click()
    assert file.file.risks["R-01"].catalogue == first.id
    assert dialog.current().taken_as == ("R-01",)
    assert not dialog.add_one.isEnabled()
    dialog.list.setFocus()
    for _ in range(2):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.add_ticked.text() == "Add 2 ticked ones"
    dialog.search.setText("no such threat")
    assert len(dialog.ticked()) == 2, "the search hides and does not untick"
    dialog.search.clear()
    lay_out(dialog)
    dialog.grab().save(str(artefacts / f"risk-catalogue-{look}.png"))
    dialog.add_ticked.click()
    assert list(file.file.risks) == ["R-01", "R-02", "R-03"]
    assert dialog.added == 3
    assert not dialog.isVisible()


# The matrix


def test_the_matrix_is_read_moved_in_and_listed(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    table = page.matrix.table
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface.role() == QAccessible.Role.Table
    cells = [interface.child(at).text(QAccessible.Text.Name) for at in range(interface.childCount())]
    assert len(cells) >= 25
    assert "Impact major, likelihood unlikely: medium. Risks: R-04." in cells
    cell = page.matrix.model.place(2, 4)
    table.setFocus()
    table.setCurrentIndex(page.matrix.model.place(1, 4))
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex() == cell
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert _listed(page) == ["R-04"]
    assert page.table.hasFocus()
    assert page._cell_words.text() == "1 risk: Unlikely, major, after treatment"
    page._show_all.click()
    assert len(_listed(page)) == 7
    page.matrix.switch.choose("before")
    assert page.matrix.model.risks(page.matrix.model.place(4, 5)) == ("R-03",)
    assert "Not rated yet" not in page.matrix.note.text()


# What is needed


def test_needs_lead_to_their_fields(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    needs = {need.code: need for need in page.view.needs}
    page._settle(needs["no-treatment"])
    assert page.editor.risk_id == "R-05"
    assert page.editor.treatment.hasFocus()
    page._settle(needs["high-not-accepted"])
    assert page.editor.risk_id == "R-01"
    assert page.editor.accepted_by.hasFocus()
    page._settle(needs["no-reassess"])
    assert page.views.currentIndex() == 1
    assert page.context.fields["reassess_on"].edit.edit.hasFocus()
    qtbot.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.views.currentIndex() == 0)


def test_suggestions_of_the_frame_name_their_answer(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    page.show_place(Place(RecordKind.ASSESSMENT, "context", "lifetime"))
    field = page.context.fields["lifetime"]
    assert field.edit.hasFocus()
    assert field._suggested.text().startswith("Your answer to “How many years will people normally use")
    with qtbot.waitSignal(page.question_wanted) as caught:
        field.question_button.click()
    assert caught.args == ["expected-use-years"]
    field.take_button.click()
    assert register.file.context.lifetime == "8 years"
    assert field.edit.text() == "8 years"
    page.context.take_all.click()
    assert register.file.context.intended_use
    page.context.fields["assets"].edit.setPlainText("Keys\nLog")
    page.flush()
    assert register.file.context.assets == ("Keys", "Log")


def test_another_product_starts_afresh(qtbot, register: RiskFile, tmp_path: Path) -> None:
    page = _page(qtbot, register, tmp_path)
    page.show_place(Place(RecordKind.RISK, "R-03"))
    page.search.setText("cloud")
    other = register.workspace.new_product("Another lock")
    page.load(register.workspace, other.id)
    assert not page.view.rows
    assert page.search.text() == ""
    assert page._empty_scroll.isVisible()


# When it cannot be saved


def test_what_could_not_be_saved_stays_in_its_field(
    qtbot, register: RiskFile, tmp_path: Path, monkeypatch
) -> None:
    page = _page(qtbot, register, tmp_path)
    shown: list[str] = []
    monkeypatch.setattr(crash, "show_error", lambda error: shown.append(error.what))
    kept = register.workspace.set_records

    def full(*_args: object) -> bool:
        raise StoreError("STORE-99", "The disk is full.")

    monkeypatch.setattr(register.workspace, "set_records", full)
    _type(qtbot, page.editor.measures, "Signed images only")
    page.editor.treatment.setFocus()
    assert shown == ["The disk is full."]
    assert page.editor.measures.toPlainText() == "Signed images only"
    _choose(qtbot, page.editor.treatment, 1)
    assert page.editor.treatment.currentText() == "Reduce", "a choice that was not kept is not shown"
    monkeypatch.setattr(register.workspace, "set_records", kept)
    page.flush()
    assert register.file.risks["R-01"].measures == "Signed images only"


def test_a_file_open_to_read_only_is_only_read(qtbot, register: RiskFile, tmp_path: Path) -> None:
    path = register.workspace.path
    register.workspace.close()
    with Workspace.open(path, register.pack, read_only=True, today=lambda: TODAY) as workspace:
        page = _page(qtbot, RiskFile(workspace, register.product_id), tmp_path)
        page.show_full(True)
        lay_out(page)
        assert not page.new_button.isEnabled()
        assert not page.catalogue_button.isEnabled()
        assert not page.editor.delete_button.isEnabled()
        assert not any(field.isEnabled() for field in page.editor.fields.values())
        page.show_context()
        lay_out(page)
        assert not any(field.edit.isEnabled() for field in page.context.fields.values())
        assert not page.context.take_all.isVisible()
        check_all(page)


def test_a_look_at_the_assessment_is_recorded(
    qtbot, register: RiskFile, tmp_path: Path, monkeypatch, artefacts: Path
) -> None:
    page = _page(qtbot, register, tmp_path)
    register.set_context(reassess_on="2026-11-20")
    page.reload()
    seen = []

    def fill(dialog: ReassessmentDialog) -> bool:
        dialog.show()
        assert not dialog.accept_button.isEnabled()
        qtbot.keyClicks(dialog.who, "A. Maker")
        qtbot.keyClicks(dialog.outcome, "R-03 rated anew after the change of the boot loader.")
        dialog.next_on.setDate(QDate(2026, 1, 1))
        assert not dialog.accept_button.isEnabled()
        assert "comes after" in dialog.problem.text()
        dialog.next_on.setDate(QDate(2027, 5, 31))
        qtbot.keyClicks(dialog.changed, "New boot loader.")
        check_all(dialog)
        dialog.grab().save(str(artefacts / "risk-reassessment.png"))
        seen.append(dialog.accept_button.isEnabled())
        return seen[-1]

    monkeypatch.setattr(ReassessmentDialog, "exec", fill)
    need = next(one for one in page.view.needs if one.code == "reassess-due")
    page.needs.wanted.emit(need)
    assert seen == [True]
    assert register.file.context.reassess_on == date(2027, 5, 31)
    page.show_context()
    lay_out(page)
    words = [one.text() for one in page.reassessments.findChildren(QLabel)]
    assert f"{day(TODAY)}, A. Maker" in words
    assert "Was set for 20 Nov 2026" in words
    page._context_scroll.ensureWidgetVisible(page.reassessments)
    check_all(page)
    page.grab().save(str(artefacts / "risk-reassessed.png"))


@pytest.mark.parametrize("state", ["list", "matrix", "full", "context"])
def test_ctrl_f_leads_to_the_search_from_everywhere(
    qtbot, register: RiskFile, tmp_path: Path, state: str
) -> None:
    page = _page(qtbot, register, tmp_path)
    if state == "matrix":
        page.matrix.table.setFocus()
    elif state == "full":
        page.show_full(True)
    elif state == "context":
        page.show_context("intended_use")
    page.go_to_filter()
    assert page.search.isVisible()
    assert page.focusWidget() is page.search


def test_ctrl_f_before_the_first_risk_finds_a_threat(
    qtbot, file: RiskFile, tmp_path: Path, monkeypatch
) -> None:
    page = _page(qtbot, file, tmp_path)
    found = []
    monkeypatch.setattr(CatalogueDialog, "exec", lambda dialog: found.append(dialog.focusWidget()) or 0)
    page.go_to_filter()
    assert [one.accessibleName() for one in found] == ["Find a threat"]


def test_the_checklist_is_written_and_can_be_read_back(
    qtbot, register: RiskFile, tmp_path: Path, monkeypatch
) -> None:
    page = _page(qtbot, register, tmp_path)
    target = tmp_path / "register.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target.with_suffix("")), ""))
    qtbot.mouseClick(page.checklist.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.checklist.note.isVisible(), timeout=20_000)
    assert "register.xlsx written" in page.checklist.note.accessibleName()
    assert ChecklistImport.read(register.workspace, register.product_id, target).changes == []
    assert register.file.documents["RC"].revision == 1
    lay_out(page)  # the note has just come
    check_all(page)
