"""The interview window, driven by keys and mouse."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QScrollArea, QWizard

from crasuite.errors import StoreError
from crasuite.interview.categories import rejected
from crasuite.interview.change_preview import impact_of
from crasuite.interview.interview import RESULT
from crasuite.interview.questions import question_view
from crasuite.interview.result import result_of
from crasuite.interview.state_facts import state_facts_of
from crasuite.interview.workspace import Workspace
from crasuite.rules import NOT_SURE
from crasuite.ui.wizard import interview_wizard
from crasuite.ui.wizard.impact_dialog import ImpactDialog
from crasuite.ui.wizard.interview_wizard import InterviewWizard
from crasuite.ui.wizard.question_page import QuestionPage
from crasuite.ui.wizard.result_page import ResultPage
from crasuite.ui.wizard.state_dialog import StateDialog
from crasuite.ui.wizard.unsaved_dialog import AGAIN, CLOSE, UnsavedDialog
from tests.ui.checks import check_all, lay_out
from tests.ui.wizard.conftest import product_from_sample

Open = Callable[..., InterviewWizard]
KEY, BUTTON = Qt.Key, Qt.MouseButton
ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


def page_of(wizard: InterviewWizard) -> QuestionPage:
    page = wizard.currentPage()
    assert isinstance(page, QuestionPage)
    return page


def body_of(wizard: InterviewWizard) -> Any:
    return page_of(wizard).body


def press(qtbot: Any, wizard: InterviewWizard, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(wizard.focusWidget() or wizard, key, modifier)


def next_button(wizard: InterviewWizard) -> QAbstractButton:
    return wizard.button(QWizard.WizardButton.NextButton)


@pytest.fixture
def at_scope(small: Workspace, open_wizard: Open) -> InterviewWizard:
    product = small.new_product("AeroLock 2")
    for question, value in {
        "manufacturer-name": "A",
        "own-brand": "yes",
        "intended-purpose": "A lock",
    }.items():
        small.interview(product.id).answer(question, value)
    return open_wizard(small, product.id)


def test_opens_where_the_interview_was_left(at_scope: InterviewWizard) -> None:
    assert at_scope.current_question() == "data-connection"
    assert page_of(at_scope).accessibleName() == "Can AeroLock 2 exchange data?"
    assert at_scope.windowTitle() == "Can AeroLock 2 exchange data? – AeroLock 2 – CRA Suite"
    assert not at_scope.isModal()
    assert at_scope.wizardStyle() is QWizard.WizardStyle.ModernStyle
    assert (
        at_scope.button(QWizard.WizardButton.CancelButton) is None
        or not at_scope.button(QWizard.WizardButton.CancelButton).isVisible()
    )


def test_back_follows_the_real_path(qtbot: Any, at_scope: InterviewWizard) -> None:
    back = at_scope.button(QWizard.WizardButton.BackButton)
    seen = []
    while back.isVisible() and back.isEnabled() and at_scope.current_question() != "manufacturer-name":
        qtbot.mouseClick(back, BUTTON.LeftButton)
        seen.append(at_scope.current_question())
    assert seen == ["intended-purpose", "product-name", "own-brand", "manufacturer-name"]


def test_nothing_is_preselected_and_next_asks_for_a_choice(qtbot: Any, at_scope: InterviewWizard) -> None:
    body = body_of(at_scope)
    assert body.value() is None
    assert next_button(at_scope).isEnabled()
    qtbot.mouseClick(next_button(at_scope), BUTTON.LeftButton)
    assert at_scope.current_question() == "data-connection"
    assert page_of(at_scope).error == "Choose an answer to go on. “I'm not sure” is one too."
    qtbot.waitUntil(lambda: at_scope.focusWidget() is body.cards[0].button)


def test_a_choice_is_saved_at_once_and_moves_the_panel(
    qtbot: Any, small: Workspace, at_scope: InterviewWizard
) -> None:
    qtbot.mouseClick(body_of(at_scope).cards[1], BUTTON.LeftButton)
    product_id = at_scope.interview.product_id
    assert small.repository.values(product_id)["data-connection"] == "no"
    assert at_scope.panel.headline() == "The CRA does not apply"
    qtbot.mouseClick(body_of(at_scope).cards[0], BUTTON.LeftButton)
    assert at_scope.panel.headline() == "Still open"
    assert page_of(at_scope).error == ""


@pytest.mark.parametrize(("letter", "value"), [("Y", "yes"), ("N", "no"), ("S", NOT_SURE)])
def test_letters_answer_with_and_without_alt(
    qtbot: Any, at_scope: InterviewWizard, letter: str, value: str
) -> None:
    key = getattr(KEY, f"Key_{letter}")
    body = body_of(at_scope)
    qtbot.waitUntil(lambda: at_scope.focusWidget() is body.cards[0].button)
    press(qtbot, at_scope, key)
    assert body.value() == value
    body.load(question_view(at_scope.interview, "data-connection"))
    at_scope.interview.answer("data-connection", None)
    page_of(at_scope).load()
    press(qtbot, at_scope, key, ALT)  # Qt shows the button pressed for a moment before it counts
    qtbot.waitUntil(lambda: at_scope.interview.value("data-connection") == value)


def test_not_sure_asks_who_and_when(qtbot: Any, small: Workspace, at_scope: InterviewWizard) -> None:
    page = page_of(at_scope)
    assert not page._unsure.isVisible()
    qtbot.mouseClick(body_of(at_scope).group.cards[-1], BUTTON.LeftButton)
    assert page._unsure.isVisible()
    qtbot.keyClicks(page._unsure.owner, "Jonas")
    page._unsure.due.setDate(QDate(2026, 12, 4))
    qtbot.mouseClick(next_button(at_scope), BUTTON.LeftButton)
    kept = small.repository.answers(at_scope.interview.product_id)["data-connection"]
    assert (kept.value, kept.owner, kept.due_on) == (NOT_SURE, "Jonas", date(2026, 12, 4))
    assert at_scope.current_question() == "medical-device"


def test_text_is_saved_after_the_last_key(qtbot: Any, small: Workspace, open_wizard: Open) -> None:
    wizard = open_wizard(small, small.new_product("AeroLock 2").id)
    field = body_of(wizard).field
    qtbot.keyClicks(field, "Example Ltd")
    qtbot.waitUntil(
        lambda: small.repository.values(wizard.interview.product_id).get("manufacturer-name") == "Example Ltd"
    )


def test_next_saves_what_was_just_typed(qtbot: Any, small: Workspace, open_wizard: Open) -> None:
    wizard = open_wizard(small, small.new_product("AeroLock 2").id)
    qtbot.keyClicks(body_of(wizard).field, "Example Ltd")
    qtbot.keyClick(body_of(wizard).field, KEY.Key_Return)
    assert wizard.current_question() == "manufacturer-address"
    assert small.repository.values(wizard.interview.product_id)["manufacturer-name"] == "Example Ltd"


def test_enter_in_a_long_text_begins_a_line(qtbot: Any, small: Workspace, open_wizard: Open) -> None:
    wizard = open_wizard(small, small.new_product("AeroLock 2").id, "intended-purpose")
    qtbot.keyClicks(body_of(wizard).field, "Locks")
    qtbot.keyClick(body_of(wizard).field, KEY.Key_Return)
    assert wizard.current_question() == "intended-purpose"


def test_optional_question_may_be_left_empty(qtbot: Any, small: Workspace, open_wizard: Open) -> None:
    product = small.new_product("AeroLock 2")
    small.interview(product.id).answer("manufacturer-name", "A")
    wizard = open_wizard(small, product.id)
    assert wizard.current_question() == "manufacturer-address"
    qtbot.mouseClick(next_button(wizard), BUTTON.LeftButton)
    assert wizard.current_question() == "own-brand"


def test_a_date_is_typed_and_one_that_cannot_be_read_is_said(
    qtbot: Any, workspace: Workspace, open_wizard: Open
) -> None:
    product = product_from_sample(workspace, "smart-door-lock", without=("first-placed-on",))
    wizard = open_wizard(workspace, product, "first-placed-on")
    qtbot.keyClicks(body_of(wizard).field, "1 Mar 28")
    qtbot.mouseClick(next_button(wizard), BUTTON.LeftButton)
    assert wizard.current_question() == "first-placed-on"
    assert page_of(wizard).error.startswith("Enter a date to go on, for example 11 Dec 2027.")
    body_of(wizard).field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(body_of(wizard).field, "1 Mar 2028")
    qtbot.mouseClick(next_button(wizard), BUTTON.LeftButton)
    assert workspace.repository.values(product)["first-placed-on"] == "2028-03-01"
    assert wizard.current_question() != "first-placed-on"


def test_an_answer_first_given_here_may_be_tried_out(
    qtbot: Any, workspace: Workspace, open_wizard: Open, agree: list[Any]
) -> None:
    product = product_from_sample(workspace, "smart-door-lock", without=("own-brand",))
    wizard = open_wizard(workspace, product, "own-brand")
    for card in (0, 1, 0):
        qtbot.mouseClick(body_of(wizard).cards[card], BUTTON.LeftButton)
    assert agree == []
    wizard.open_question("product-name")
    wizard.open_question("own-brand")
    qtbot.mouseClick(body_of(wizard).cards[1], BUTTON.LeftButton)
    assert len(agree) == 1


def test_a_question_is_never_cut_beside_the_panel(
    qtbot: Any, workspace: Workspace, open_wizard: Open
) -> None:
    wizard = open_wizard(workspace, product_from_sample(workspace, "smart-door-lock"), "supply")
    wizard.resize(1080, 680)
    qtbot.keyClick(wizard, KEY.Key_F9)
    qtbot.waitUntil(wizard.side.isVisible)
    for area in page_of(wizard).findChildren(QScrollArea):
        assert area.widget().width() <= area.viewport().width()


def test_note_is_kept(qtbot: Any, small: Workspace, at_scope: InterviewWizard) -> None:
    press(qtbot, at_scope, KEY.Key_O, ALT)
    note = page_of(at_scope)._note.edit
    qtbot.waitUntil(note.hasFocus)
    qtbot.keyClicks(note, "see data sheet")
    at_scope.close()
    assert small.repository.answers(at_scope.interview.product_id)["data-connection"].note == "see data sheet"


WHOLE: dict[str, Any] = {
    "manufacturer-name": "A",
    "own-brand": "yes",
    "intended-purpose": "A lock",
    "data-connection": "yes",
    "medical-device": "none",
    "core-functionality": "I-17",
    "residential": "yes",
    "standards-coverage": {"annex-1-1-1": "none", "annex-1-1-2-a": "none", "annex-1-2-1": "none"},
    "procedure-choice": "b-c",
    "features": ["usb"],
    "support-years": 5,
    "first-placed-on": "2027-12-12",
}


@pytest.fixture
def whole(small: Workspace) -> int:
    return small.repository.add_product("AeroLock 2", {**WHOLE, "product-name": "AeroLock 2"}).id


def test_finished_interview_opens_at_the_result(small: Workspace, open_wizard: Open, whole: int) -> None:
    wizard = open_wizard(small, whole)
    assert wizard.current_question() == RESULT
    finish = wizard.button(QWizard.WizardButton.FinishButton)
    assert finish.isVisible()
    assert finish.isDefault()
    assert not next_button(wizard).isVisible()
    texts = [label.text() for label in wizard.result_page.findChildren(QLabel)]
    assert "The Cyber Resilience Act applies to AeroLock 2. It is an important product, class I." in texts


def test_open_workspace_closes_and_says_so(
    qtbot: Any, small: Workspace, open_wizard: Open, whole: int
) -> None:
    wizard = open_wizard(small, whole)
    with qtbot.waitSignals([wizard.closed, wizard.workspace_wanted]):
        qtbot.mouseClick(wizard.button(QWizard.WizardButton.FinishButton), BUTTON.LeftButton)
    assert not wizard.isVisible()


def test_a_done_step_can_be_opened(qtbot: Any, small: Workspace, open_wizard: Open, whole: int) -> None:
    wizard = open_wizard(small, whole)
    qtbot.mouseClick(wizard.steps.rows[2], BUTTON.LeftButton)
    assert wizard.current_question() == "data-connection"
    assert body_of(wizard).value() == "yes"
    assert len(wizard.visitedIds()) == 5


def test_change_opens_the_answer_before(qtbot: Any, small: Workspace, open_wizard: Open, whole: int) -> None:
    wizard = open_wizard(small, whole, "medical-device")
    qtbot.waitUntil(lambda: wizard.focusWidget() is not None)
    press(qtbot, wizard, KEY.Key_C, ALT)
    qtbot.waitUntil(lambda: wizard.current_question() == "data-connection")


def test_an_earlier_answer_counts_only_after_its_impact_was_seen(
    qtbot: Any, small: Workspace, open_wizard: Open, whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = open_wizard(small, whole, "data-connection")
    shown: list[Any] = []
    monkeypatch.setattr(
        ImpactDialog, "ask", classmethod(lambda _c, impact, _p=None: bool(shown.append(impact)))
    )
    qtbot.mouseClick(body_of(wizard).cards[1], BUTTON.LeftButton)
    assert [change.title for change in shown[0].verdicts][:1] == ["Scope"]
    assert small.repository.values(whole)["data-connection"] == "yes"
    assert body_of(wizard).value() == "yes"


def test_agreed_change_counts_and_next_goes_on(
    qtbot: Any, small: Workspace, open_wizard: Open, whole: int, agree: list[Any]
) -> None:
    wizard = open_wizard(small, whole, "data-connection")
    qtbot.mouseClick(body_of(wizard).cards[1], BUTTON.LeftButton)
    assert len(agree) == 1
    assert small.repository.values(whole)["data-connection"] == "no"
    assert small.repository.values(whole)["core-functionality"] == "I-17"
    qtbot.mouseClick(next_button(wizard), BUTTON.LeftButton)
    assert wizard.current_question() == "medical-device"
    qtbot.mouseClick(next_button(wizard), BUTTON.LeftButton)
    assert wizard.current_question() == RESULT


def test_impact_dialog_names_verdicts_and_answers(
    qtbot: Any, small: Workspace, whole: int, artefacts: Any, look: str
) -> None:
    interview = small.interview(whole)
    dialog = ImpactDialog(impact_of(interview, "data-connection", "no"))
    qtbot.addWidget(dialog)
    dialog.show()
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "From “Yes” to “No”. Nothing is changed yet." in texts
    assert "The Cyber Resilience Act applies" in texts
    assert "It does not apply" in texts
    assert any(text.endswith("kept, but no longer used") for text in texts)
    dialog.grab().save(str(artefacts / f"wizard-impact-{look}.png"))
    qtbot.keyClick(dialog, KEY.Key_Escape)
    assert dialog.result() == 0


def test_impact_dialog_and_windows_leave_their_buttons_on_the_screen(
    qtbot: Any, workspace: Workspace
) -> None:
    product = product_from_sample(workspace, "smart-door-lock")
    interview = workspace.interview(product)
    room = QApplication.primaryScreen().availableSize().height()
    dialog = ImpactDialog(impact_of(interview, "areas", ["health"]))
    qtbot.addWidget(dialog)
    wizard = InterviewWizard(workspace, product)
    qtbot.addWidget(wizard)
    for window in (dialog, wizard):
        window.show()
        assert window.frameGeometry().height() < room
    # Far more results change than fit: they scroll, and the buttons stay.
    assert dialog.findChild(QScrollArea).verticalScrollBar().maximum() > 0
    assert dialog.rect().contains(dialog.change.geometry())


def test_closed_interview_is_out_of_sight_before_the_verdicts_are_worked_out(
    qtbot: Any, small: Workspace, at_scope: InterviewWizard
) -> None:
    qtbot.mouseClick(body_of(at_scope).cards[0], BUTTON.LeftButton)
    assert at_scope.isVisible()
    in_sight: list[bool] = []
    small.on_change(lambda _products: in_sight.append(not at_scope.isHidden()))
    at_scope.close()
    assert in_sight
    assert not any(in_sight)


def test_path_may_lead_back_to_a_new_question(
    qtbot: Any, small: Workspace, open_wizard: Open, whole: int, agree: list[Any]
) -> None:
    small.repository.set_answers(whole, {"residential": None})
    wizard = open_wizard(small, whole, "first-placed-on")
    qtbot.mouseClick(next_button(wizard), BUTTON.LeftButton)
    assert wizard.current_question() == "residential"
    qtbot.mouseClick(body_of(wizard).cards[0], BUTTON.LeftButton)
    for _ in range(7):
        qtbot.mouseClick(next_button(wizard), BUTTON.LeftButton)
    assert wizard.current_question() == RESULT


def test_category_picker_finds_explains_and_records(
    qtbot: Any, small: Workspace, at_scope: InterviewWizard
) -> None:
    at_scope.interview.answer("data-connection", "yes")
    at_scope.interview.answer("medical-device", "none")
    at_scope.open_question("core-functionality")
    body = body_of(at_scope)
    product_id = at_scope.interview.product_id
    qtbot.keyClicks(body.search, "firewall")
    qtbot.keyClick(body.search, KEY.Key_Return)
    assert body.detail.category == "II-2"
    assert body.value() is None, "searching must not select"
    qtbot.mouseClick(body.detail.no, BUTTON.LeftButton)
    assert small.repository.values(product_id)["categories-rejected"] == {"II-2": body.detail.reason.text()}
    body.detail.reason.clear()
    qtbot.keyClicks(body.detail.reason, "It only has a small filter.")
    body.search.clear()
    body.detail.flush()
    assert rejected(at_scope.interview) == {"II-2": "It only has a small filter."}
    assert "core-functionality" not in small.repository.values(product_id)
    body._go_to_category("I-17")
    qtbot.mouseClick(body.detail.yes, BUTTON.LeftButton)
    assert small.repository.values(product_id)["core-functionality"] == "I-17"


def test_what_is_judged_is_what_the_search_shows(qtbot: Any, at_scope: InterviewWizard) -> None:
    at_scope.interview.answer("data-connection", "yes")
    at_scope.interview.answer("medical-device", "none")
    at_scope.open_question("core-functionality")
    body = body_of(at_scope)
    qtbot.keyClicks(body.search, "firewall")
    qtbot.waitUntil(lambda: body.detail.category == "II-2")
    assert body.tree.current_category() == "II-2"
    qtbot.keyClick(body.search, KEY.Key_Down)
    assert body.tree.hasFocus()
    body.search.setText("zeppelin")
    qtbot.waitUntil(lambda: body.detail.category == "none")
    assert body.tree.current_category() == "none"
    assert body.value() is None, "searching must not select"


def test_several_categories_can_stay_possible(
    qtbot: Any, small: Workspace, at_scope: InterviewWizard
) -> None:
    at_scope.interview.answer("data-connection", "yes")
    at_scope.interview.answer("medical-device", "none")
    at_scope.open_question("core-functionality")
    body = body_of(at_scope)
    for category in ("I-17", "I-12"):
        body._go_to_category(category)
        qtbot.mouseClick(body.detail.unsure, BUTTON.LeftButton)
    assert at_scope.interview.value("core-functionality") == {"one-of": ["I-12", "I-17"]}
    qtbot.waitUntil(page_of(at_scope)._unsure.isVisible)
    body.tree.show_category("none")
    qtbot.mouseClick(body.detail.yes, BUTTON.LeftButton)
    assert at_scope.interview.value("core-functionality") == "none"


def test_coverage_can_be_set_together(
    qtbot: Any, small: Workspace, open_wizard: Open, whole: int, agree: list[Any]
) -> None:
    small.repository.set_answers(whole, {"standards-coverage": None})
    wizard = open_wizard(small, whole, "standards-coverage")
    body = body_of(wizard)
    qtbot.mouseClick(next_button(wizard), BUTTON.LeftButton)
    assert page_of(wizard).error.startswith("Choose an answer for each point")
    body.combos["annex-1-1-1"].setCurrentIndex(body.combos["annex-1-1-1"].findData("none"))
    qtbot.mouseClick(body.apply_open, BUTTON.LeftButton)
    assert small.repository.values(whole)["standards-coverage"] == {
        "annex-1-1-1": "none",
        "annex-1-1-2-a": "standard",
        "annex-1-2-1": "standard",
    }
    assert body.combos["annex-1-1-1"].findData("not-applicable") == -1
    assert body.combos["annex-1-1-2-a"].findData("not-applicable") > 0


def test_closed_procedures_cannot_be_chosen(
    qtbot: Any, small: Workspace, open_wizard: Open, whole: int, agree: list[Any]
) -> None:
    wizard = open_wizard(small, whole, "procedure-choice")
    body = body_of(wizard)
    assert list(body.radios) == ["b-c", "h"]
    assert body.value() == "b-c"
    qtbot.waitUntil(lambda: wizard.focusWidget() is body.radios["b-c"])
    qtbot.keyClick(body.radios["b-c"], KEY.Key_Right)
    assert small.repository.values(whole)["procedure-choice"] == "h"
    qtbot.mouseClick(body.unsure, BUTTON.LeftButton)
    assert small.repository.values(whole)["procedure-choice"] == NOT_SURE
    assert body._waiting.isVisible()


def test_newer_fact_is_stated_in_a_dialog(qtbot: Any, small: Workspace, whole: int) -> None:
    interview = small.interview(whole)
    dialog = StateDialog(interview)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.state, BUTTON.LeftButton)
    assert dialog._error.text() == "Choose the day on which it was published."
    dialog.on.setDate(QDate(2026, 11, 20))
    qtbot.mouseClick(dialog.state, BUTTON.LeftButton)
    assert dialog._error.text() == "Say where the newer fact can be read."
    qtbot.keyClicks(dialog.reference, "Commission list of 20 Nov 2026")
    qtbot.mouseClick(dialog.state, BUTTON.LeftButton)
    assert state_facts_of(interview)[0].is_stated
    again = StateDialog(interview)
    qtbot.addWidget(again)
    again.show()
    qtbot.mouseClick(again.withdraw, BUTTON.LeftButton)
    assert not state_facts_of(interview)[0].is_stated


def test_citation_is_explained_beside_the_question(qtbot: Any, at_scope: InterviewWizard) -> None:
    from crasuite.ui.widgets.citation_chip import CitationChip

    chip = next(one for one in page_of(at_scope).findChildren(CitationChip) if one.isVisible())
    chip.setFocus()
    qtbot.keyClick(chip, KEY.Key_F1)
    assert at_scope.side.currentWidget() is at_scope.explanation
    texts = [label.text() for label in at_scope.explanation.findChildren(QLabel)]
    assert "Products with a data connection are covered" in texts
    qtbot.keyClick(at_scope.explanation.close_button, KEY.Key_Escape)
    assert at_scope.side.currentWidget() is at_scope.panel
    assert at_scope.focusWidget() is chip
    assert at_scope.isVisible()


def test_f9_folds_the_panel_and_f6_walks_the_regions(qtbot: Any, at_scope: InterviewWizard) -> None:
    qtbot.waitUntil(lambda: at_scope.focusWidget() is body_of(at_scope).cards[0].button)
    press(qtbot, at_scope, KEY.Key_F9)
    assert not at_scope.side.isVisible()
    press(qtbot, at_scope, KEY.Key_F9)
    assert at_scope.side.isVisible()
    regions = []
    for _ in range(4):
        press(qtbot, at_scope, KEY.Key_F6)
        focus = at_scope.focusWidget()
        assert focus is not None
        named = {"side": at_scope.side, "steps": at_scope.steps, "page": page_of(at_scope)._centre}
        regions.append(next((name for name, one in named.items() if one.isAncestorOf(focus)), "buttons"))
    assert regions == ["side", "buttons", "steps", "page"]


def test_panel_stays_in_place_and_every_page_leaves_room_for_it(
    qtbot: Any, small: Workspace, open_wizard: Open, whole: int
) -> None:
    wizard = open_wizard(small, whole)
    place, frame = wizard.side.geometry(), wizard.side.parentWidget()
    for question in (*wizard.interview.relevant(), RESULT):
        wizard.open_question(question)
        lay_out(wizard)
        assert wizard.side.parentWidget() is frame
        assert wizard.side.geometry() == place
        page = wizard.currentPage()
        assert isinstance(page, (QuestionPage, ResultPage))
        right = page._centre.mapTo(frame, page._centre.rect().topRight()).x()
        assert place.left() - 4 <= right < place.left(), question
    press(qtbot, wizard, KEY.Key_F9)
    lay_out(wizard)
    assert page._centre.mapTo(frame, page._centre.rect().topRight()).x() > place.left()


def test_result_is_drawn_anew_only_when_it_is_another(
    small: Workspace, open_wizard: Open, whole: int, agree: list[Any]
) -> None:
    wizard = open_wizard(small, whole, RESULT)
    shown = wizard.result_page._content.itemAt(1).widget()
    wizard.refresh()
    assert wizard.result_page._content.itemAt(1).widget() is shown
    wizard.interview.answer("product-name", "AeroLock 3")
    wizard.interview.answer(wizard.interview.relevant()[3], None)
    wizard.refresh()
    title = wizard.result_page._content.itemAt(1).widget()
    assert title is not shown
    assert isinstance(title, QLabel)
    assert title.text() == result_of(wizard.interview).headline


def test_narrow_window_keeps_the_headline_in_sight(qtbot: Any, at_scope: InterviewWizard) -> None:
    at_scope.resize(1080, 700)
    qtbot.waitUntil(lambda: not at_scope.side.isVisible())
    assert at_scope.steps._verdict_box.isVisible()
    assert at_scope.steps._verdict.text() == "Still open"
    press(qtbot, at_scope, KEY.Key_F9)
    assert at_scope.side.isVisible()
    assert not at_scope.steps._verdict_box.isVisible()


def test_answer_that_cannot_be_saved_is_held_and_said(
    qtbot: Any, small: Workspace, at_scope: InterviewWizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise StoreError("STORE-09", "The disk is full.", "", "Free some space.")

    monkeypatch.setattr(small.repository, "set_answers", full)
    qtbot.mouseClick(body_of(at_scope).cards[0], BUTTON.LeftButton)
    assert at_scope.banner.isVisible()
    assert "The disk is full." in at_scope.banner.accessibleDescription()
    qtbot.mouseClick(next_button(at_scope), BUTTON.LeftButton)
    assert at_scope.current_question() == "medical-device"
    assert at_scope.banner.isVisible()
    monkeypatch.undo()
    qtbot.mouseClick(at_scope.retry_button, BUTTON.LeftButton)
    assert not at_scope.banner.isVisible()
    assert small.repository.values(at_scope.interview.product_id)["data-connection"] == "yes"


@pytest.fixture
def locked(small: Workspace) -> Iterator[sqlite3.Connection]:
    """Another program writes into the file and does not end."""
    with small.file.reading() as db:
        db.execute("PRAGMA busy_timeout = 100")
    with closing(sqlite3.connect(small.file.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield other


def choose(
    monkeypatch: pytest.MonkeyPatch, *choices: str | Callable[[UnsavedDialog], str]
) -> list[UnsavedDialog]:
    """Answers the question that is asked on closing, once for each choice."""
    asked: list[UnsavedDialog] = []
    left = list(choices)

    def run(dialog: UnsavedDialog) -> int:
        asked.append(dialog)
        check_all(dialog)
        choice = left.pop(0)
        dialog.choice = choice if isinstance(choice, str) else choice(dialog)
        return 0

    monkeypatch.setattr(UnsavedDialog, "exec", run)
    monkeypatch.setattr(UnsavedDialog, "deleteLater", lambda _dialog: None)
    return asked


def test_an_interview_that_cannot_be_saved_does_not_close_by_itself(
    qtbot: Any,
    small: Workspace,
    at_scope: InterviewWizard,
    locked: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    product = at_scope.interview.product_id
    asked = choose(monkeypatch, "", AGAIN, CLOSE)
    qtbot.mouseClick(body_of(at_scope).cards[0], BUTTON.LeftButton)
    assert not at_scope.close()
    assert at_scope.isVisible()
    assert at_scope.banner.isVisible()
    assert asked[0].text.toPlainText() == "Can AeroLock 2 exchange data?\nYes"
    assert "everything before" in asked[0].accessibleDescription().lower()
    asked[0].copy_button.click()
    assert QGuiApplication.clipboard().text() == "Can AeroLock 2 exchange data?\nYes"
    with qtbot.waitSignal(at_scope.closed):
        assert at_scope.close()
    assert len(asked) == 3
    assert not small.interview(product).is_saved
    locked.execute("ROLLBACK")
    assert "data-connection" not in small.repository.values(product)
    assert small.interview(product).retry()
    assert small.repository.values(product)["data-connection"] == "yes"


def test_trying_again_on_closing_saves_what_was_held(
    qtbot: Any,
    small: Workspace,
    at_scope: InterviewWizard,
    locked: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def make_room(dialog: UnsavedDialog) -> str:
        locked.execute("ROLLBACK")
        return AGAIN

    asked = choose(monkeypatch, AGAIN, make_room)
    qtbot.mouseClick(body_of(at_scope).cards[0], BUTTON.LeftButton)
    assert at_scope.close()
    assert len(asked) == 2
    assert small.repository.values(at_scope.interview.product_id)["data-connection"] == "yes"


def test_the_question_on_closing_is_answered_by_keyboard(qtbot: Any) -> None:
    problem = StoreError("STORE-09", "The disk is full.", "No room.", "Free some space.")
    for key, button, choice in (
        (KEY.Key_Escape, None, ""),
        (KEY.Key_Return, None, AGAIN),
        (KEY.Key_Space, "close_button", CLOSE),
    ):
        dialog = UnsavedDialog(problem, ["One\nYes", "Two\nNo"])
        qtbot.addWidget(dialog)
        dialog.show()
        check_all(dialog)
        assert dialog.accessibleName() == "2 entries are not in your file yet"
        if button:
            getattr(dialog, button).setFocus()
        QTest.keyClick(dialog.focusWidget() or dialog, key)
        assert dialog.choice == choice
        assert not dialog.isVisible()


def test_closing_tells_the_workspace(qtbot: Any, small: Workspace, at_scope: InterviewWizard) -> None:
    heard: list[list[int]] = []
    small.on_change(lambda ids: heard.append(list(ids)))
    qtbot.mouseClick(body_of(at_scope).cards[0], BUTTON.LeftButton)
    with qtbot.waitSignal(at_scope.closed):
        qtbot.mouseClick(at_scope.button(QWizard.WizardButton.CustomButton1), BUTTON.LeftButton)
    assert heard == [[at_scope.interview.product_id]]
    at_scope.open_at()
    assert at_scope.isVisible()


def test_undo_in_the_workspace_shows_in_the_window(
    qtbot: Any, small: Workspace, at_scope: InterviewWizard
) -> None:
    qtbot.mouseClick(body_of(at_scope).cards[0], BUTTON.LeftButton)
    small.undo()
    assert body_of(at_scope).value() is None
    small.redo()
    assert body_of(at_scope).value() == "yes"


def test_undo_and_redo_by_keys(qtbot: Any, small: Workspace, at_scope: InterviewWizard) -> None:
    qtbot.mouseClick(body_of(at_scope).cards[0], BUTTON.LeftButton)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(at_scope.focusWidget(), KEY.Key_Z, control)
    qtbot.waitUntil(lambda: body_of(at_scope).value() is None)
    assert "data-connection" not in small.repository.values(at_scope.interview.product_id)
    qtbot.keyClick(at_scope.focusWidget(), KEY.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: body_of(at_scope).value() == "yes")


def test_first_page_says_that_one_can_stop(small: Workspace, open_wizard: Open) -> None:
    wizard = open_wizard(small, small.new_product("AeroLock 2").id)
    assert page_of(wizard)._welcome.isVisible()
    assert page_of(wizard)._welcome.accessibleName() == "You can stop at any time"


def test_look_may_change_while_the_window_is_open(qtbot: Any, qapp: Any, at_scope: InterviewWizard) -> None:
    from crasuite.ui import theme

    for look in ("dark", "light", "dark"):
        theme.apply(qapp, look)  # type: ignore[arg-type]
        qtbot.mouseClick(body_of(at_scope).cards[0], BUTTON.LeftButton)
    assert at_scope.isVisible()
    assert next_button(at_scope).text() == "Ne&xt"


def test_escape_does_not_close_the_window(qtbot: Any, at_scope: InterviewWizard) -> None:
    press(qtbot, at_scope, KEY.Key_Escape)
    assert at_scope.isVisible()


def test_every_page_offers_not_sure(small: Workspace, open_wizard: Open, whole: int) -> None:
    wizard = open_wizard(small, whole)
    for question in small.pack.questions.values():
        if question.type == "category-reasons":
            continue
        wizard.open_question(question.id)
        texts = [one.text() for one in page_of(wizard).findChildren(QAbstractButton)]
        combos = [
            combo.itemText(combo.count() - 1) for combo in getattr(body_of(wizard), "combos", {}).values()
        ]
        assert "I'm not &sure" in texts or "I'm not sure" in combos, question.id


def test_next_is_the_default_button(at_scope: InterviewWizard) -> None:
    button = next_button(at_scope)
    assert isinstance(button, QPushButton)
    assert button.isDefault()


def test_a_shortened_answer_before_stands_whole_in_its_tooltip(
    qtbot: Any, small: Workspace, open_wizard: Open
) -> None:
    purpose = "A lock for front doors that a phone opens, " * 12
    product = small.repository.add_product(
        "AeroLock 2", {**WHOLE, "product-name": "AeroLock 2", "intended-purpose": purpose}
    )
    wizard = open_wizard(small, product.id, "data-connection")
    lay_out(wizard)
    before = page_of(wizard)._before_answer
    assert before.text().endswith("…")
    assert before.text()[:20] == purpose[:20]
    assert before.toolTip().strip() == before.accessibleName().strip() == purpose.strip()


def test_a_name_is_not_marked_when_its_question_opens_and_the_answer_before_is_whole(
    qtbot: Any, workspace: Workspace, open_wizard: Open
) -> None:
    """A key pressed on arrival must not wipe out what stands there."""
    wizard = open_wizard(workspace, workspace.add_sample("smart-door-lock").id)
    wizard.resize(1280, 760)
    wizard.open_question("product-name")
    field = body_of(wizard).field
    qtbot.waitUntil(field.hasFocus)
    assert field.selectedText() == ""
    assert field.cursorPosition() == len(field.text())
    wizard.open_question("data-connection")
    lay_out(wizard)
    page = page_of(wizard)
    assert page._before_answer.text() == page._before_answer.accessibleName() != ""
    assert page._before.text() == page._before.accessibleName() != ""


def test_what_the_next_answers_would_change_is_worked_out_once_the_page_is_painted(
    workspace: Workspace, open_wizard: Open, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = open_wizard(workspace, product_from_sample(workspace, "smart-door-lock"), "own-brand")
    order: list[str] = []

    def looked(_interview: object, question: str) -> None:
        order.append(question)

    monkeypatch.setattr(interview_wizard, "question_view", looked)
    wizard.next()
    time.sleep(0.05)  # a slow computer: what waits for a time alone would be due before the page is painted
    painted = _Painted(page_of(wizard), order)
    following = wizard.interview.next_after(wizard.current_question())
    qtbot.waitUntil(lambda: following in order)
    assert order[0] == "painted"
    page_of(wizard).removeEventFilter(painted)


class _Painted(QObject):
    def __init__(self, page: QuestionPage, order: list[str]) -> None:
        super().__init__(page)
        self._order = order
        page.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._order.append("painted")
        return False
