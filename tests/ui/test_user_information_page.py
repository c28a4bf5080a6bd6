"""The forms: names, keyboard, saving, suggestions with their source, jumps, and a picture of each look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.text_forms import FORM_TITLES, TextForms
from crasuite.ui import jobs
from crasuite.ui.pages.user_information_page import UserInformationPage
from crasuite.ui.settings import Settings
from tests.documents.test_picture_file import picture
from tests.ui.checks import check_all, lay_out, unreachable
from tests.ui.technical_file import door_lock

CONTACT = "user-info/annex-2/annex-2-2"
PURPOSE = "user-info/annex-2/annex-2-4"


@pytest.fixture
def forms(tmp_path: Path) -> Iterator[TextForms]:
    workspace, lock = door_lock(tmp_path)
    with workspace:
        yield TextForms(workspace, lock)


def _page(
    qtbot, forms: TextForms, tmp_path: Path, size: tuple[int, int] = (1060, 745)
) -> UserInformationPage:
    page = UserInformationPage(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    page.resize(*size)
    page.load(forms.workspace, forms.product_id)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    lay_out(page)
    return page


@pytest.mark.parametrize("form", list(FORM_TITLES))
def test_pictures_and_names(
    qtbot, forms: TextForms, tmp_path: Path, look: str, artefacts: Path, form: str
) -> None:
    forms.set_text(CONTACT, "TBD")
    page = _page(qtbot, forms, tmp_path)
    page.open_form(form)  # type: ignore[arg-type]
    _finished(qtbot, page)
    check_all(page)
    page.grab().save(str(artefacts / f"forms-{form}-{look}.png"))


def _finished(qtbot, page: UserInformationPage) -> None:
    qtbot.waitUntil(lambda: page._bodies[page.form_id].is_built)
    lay_out(page)


def test_it_fits_the_smallest_window(qtbot, forms: TextForms, tmp_path: Path) -> None:
    page = _page(qtbot, forms, tmp_path, (859, 600))
    _finished(qtbot, page)
    assert page.width() == 859
    check_all(page)


def test_tab_reaches_everything(qtbot, forms: TextForms, tmp_path: Path) -> None:
    page = _page(qtbot, forms, tmp_path)
    page.open_form("support-period")
    _finished(qtbot, page)
    assert unreachable(page) == []


def test_the_list_of_forms_by_keyboard(qtbot, forms: TextForms, tmp_path: Path) -> None:
    page = _page(qtbot, forms, tmp_path)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.form_id == "support-period"
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page._bodies["support-period"].field("support/annex-7-4/expected-use").edit.hasFocus()


def test_typing_is_saved_and_counted(qtbot, forms: TextForms, tmp_path: Path) -> None:
    page = _page(qtbot, forms, tmp_path)
    page.focus_field(CONTACT)
    field = page._bodies["user-information"].field(CONTACT)
    assert field.edit.hasFocus()
    qtbot.keyClicks(field.edit, "TBD")
    qtbot.waitUntil(lambda: forms.file.user_info.text("annex-2-2") == "TBD")
    assert field.chip.text() == "Only keeps a place"
    assert "0 of 12 filled, 1 only keeps a place" in page.summary.text()
    assert field.edit.hasFocus()
    qtbot.keyClicks(field.edit, " no more: write to security@lock.example")
    page.load(forms.workspace, forms.product_id)
    assert field.edit.toPlainText() == "TBD no more: write to security@lock.example"
    field.edit.setPlainText("Write to security@lock.example")
    page.flush()
    assert field.chip.text() == "Filled"
    forms.workspace.undo()
    page.load(forms.workspace, forms.product_id)
    assert field.edit.toPlainText() == "TBD"


def test_a_suggestion_shows_its_source_and_is_taken(qtbot, forms: TextForms, tmp_path: Path) -> None:
    page = _page(qtbot, forms, tmp_path)
    field = page._bodies["user-information"].field(PURPOSE)
    assert field._suggested.text().startswith("Your answer to “What is AeroLock 2 for")
    with qtbot.waitSignal(page.question_wanted) as caught:
        field.question_button.click()
    assert caught.args == ["intended-purpose"]
    field.take_button.setFocus()
    qtbot.keyClick(field.take_button, Qt.Key.Key_Space)
    assert forms.file.user_info.text("annex-2-4").startswith("Private households")
    assert field.edit.hasFocus()
    assert field._suggested.text() == "Says what its source says."
    assert page.take_all.text() == "Take over 3 suggestions"
    page.take_all.click()
    assert forms.form("user-information").filled == 4
    assert not page.take_all.isVisible()


def test_a_place_is_found_in_whichever_form(qtbot, forms: TextForms, tmp_path: Path) -> None:
    page = _page(qtbot, forms, tmp_path)
    page.show_place(Place(RecordKind.DESIGN, "security-txt", "policy"))
    assert page.form_id == "vulnerability-handling"
    field = page._bodies["vulnerability-handling"].fields["design/security-txt/policy"]
    assert field.edit.hasFocus()
    lay_out(page)
    top = field.mapTo(page._scroll.viewport(), field.rect().topLeft()).y()
    assert 0 <= top < page._scroll.viewport().height(), "the field is scrolled into view"


def test_gaps_are_listed_and_lead_to_the_field(qtbot, forms: TextForms, tmp_path: Path) -> None:
    page = _page(qtbot, forms, tmp_path)
    page.open_form("support-period")
    names = [name for name, _ in page._gap_buttons]
    assert names == [one.id for one in forms.form("support-period").open]
    page._gap_buttons[1][1].click()
    field = page._bodies["support-period"].field(names[1])
    assert field.edit.hasFocus()
    qtbot.keyClicks(field.edit, "A lock on a door is expected to last ten years.")
    page.flush()
    assert names[1] not in [name for name, _ in page._gap_buttons]


def test_dates_and_lists(qtbot, forms: TextForms, tmp_path: Path) -> None:
    page = _page(qtbot, forms, tmp_path)
    page.focus_field("declaration/declaration/other_acts")
    field = page._bodies["declaration"].fields["declaration/declaration/other_acts"]
    qtbot.keyClicks(field.edit, "Directive 2014/53/EU")
    page.flush()
    assert forms.file.declaration.other_acts == ("Directive 2014/53/EU",)
    forms.set_text("declaration/declaration/date", "2027-12-01")
    page.load(forms.workspace, forms.product_id)
    shown = page._bodies["declaration"].field("declaration/declaration/date").edit
    assert str(shown.due()) == "2027-12-01"


def test_the_support_period_says_what_is_too_short(qtbot, forms: TextForms, tmp_path: Path) -> None:
    forms.repository.set_answer(forms.product_id, "support-years", 4)
    forms.workspace.refresh(forms.product_id)
    page = _page(qtbot, forms, tmp_path)
    page.open_form("support-period")
    facts = page._bodies["support-period"]._facts
    said = [facts.itemAt(at).widget().text() for at in range(facts.count())]
    assert any("so support must last at least five years" in one for one in said)


def test_a_long_form_is_built_in_portions(qtbot, forms: TextForms, tmp_path: Path) -> None:
    page = _page(qtbot, forms, tmp_path)
    page.open_form("vulnerability-handling")
    body = page._bodies["vulnerability-handling"]
    assert 0 < len(body.fields) < len(forms.form("vulnerability-handling").fields)
    qtbot.waitUntil(lambda: body.is_built)
    assert list(body.fields) == [one.id for one in forms.form("vulnerability-handling").fields]


def test_pictures_are_attached_where_the_text_names_them(
    qtbot, forms: TextForms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _page(qtbot, forms, tmp_path)
    page.open_form("design")
    _finished(qtbot, page)
    with_button = {
        name for name, one in page._bodies["design"].fields.items() if "pictures_button" in one.__dict__
    }
    assert with_button == {"design/description/pictures", "design/architecture/drawings"}
    path = tmp_path / "front.png"
    path.write_bytes(picture("PNG"))
    monkeypatch.setattr(
        "crasuite.ui.pages.user_information_page.QFileDialog.getOpenFileNames",
        lambda *_args: ([str(path)], ""),
    )
    field = page._bodies["design"].field("design/description/pictures")
    qtbot.keyClicks(field.edit, "The lock.")
    qtbot.keyClick(field.pictures_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
    qtbot.waitUntil(lambda: field.edit.toPlainText() == "The lock.\nE-01 front")
    assert forms.file.evidence["E-01"].name == "front.png"
    check_all(page)
