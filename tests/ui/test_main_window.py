"""The window with a real workspace, rule pack and samples: from first start to export by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from crasuite.domain.case import CaseKind
from crasuite.interview.reporting_file import ReportingFile
from crasuite.rules import Pack, load_pack
from crasuite.ui import crash, jobs
from crasuite.ui.adapter import overview
from crasuite.ui.dialogs import files as dialog_files
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.error_dialog import ErrorDialog
from crasuite.ui.dialogs.export_dialog import ExportDialog
from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.dialogs.sample_dialog import SampleDialog
from crasuite.ui.dialogs.text_dialog import TextDialog
from crasuite.ui.main_window import HISTORY, HOME, OVERVIEW, MainWindow
from crasuite.ui.product_screens import product_screens
from crasuite.ui.settings import Settings
from crasuite.ui.widgets.citation_chip import CitationChip
from tests.ui.checks import check_all, lay_out
from tests.ui.main_windows import main_windows, settle

Open = Callable[..., MainWindow]


@pytest.fixture(scope="module")
def pack() -> Pack:
    """Read once: what reading costs and how it is done is tested elsewhere."""
    return load_pack()


@pytest.fixture
def open_window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[Open]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        yield start


def add_sample(qtbot, window: MainWindow, key: str = "smart-door-lock") -> int:
    product = window.session.workspace.add_sample(key)
    settle(qtbot, window)
    return product.id


def press(part: QWidget, text: str) -> None:
    """Click the button with this text."""
    found = [one for one in part.findChildren(QPushButton) if one.text().replace("&", "") == text]
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def keys(window: MainWindow, text: str) -> None:
    """Press a shortcut where the focus is, as a user does."""
    combination = QKeySequence(text)[0]
    target = QApplication.focusWidget() or window
    QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


def test_the_first_product_is_the_current_one_when_a_file_opens(qtbot, open_window: Open) -> None:
    window = open_window()
    product = add_sample(qtbot, window)
    window.close()
    again = open_window()
    assert again.home.current_id() == product
    assert again.menus.actions["rename"].isEnabled()
    keys(again, "Return")
    qtbot.waitUntil(lambda: again.stack.currentWidget() is again.page(OVERVIEW))


def test_first_start_makes_a_workspace_and_offers_the_first_step(
    qtbot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    assert (tmp_path / "larkfield.crasuite").is_file()
    assert window.home.initial_focus().hasFocus()
    assert window.status.texts()[1] == "larkfield.crasuite · on this computer only"
    assert "law as of" in window.status.texts()[2]
    check_all(window)


def test_new_product_from_the_keyboard(qtbot, open_window: Open, monkeypatch) -> None:
    window = open_window()
    monkeypatch.setattr(NameDialog, "ask", classmethod(lambda cls, *_, **__: "AeroLock 2"))
    opened: list[str] = []
    monkeypatch.setattr(window, "open_interview", lambda question="": opened.append(question))
    keys(window, "Ctrl+N")
    settle(qtbot, window)
    assert [row.name for row in window.home.model.rows()] == ["AeroLock 2"]
    assert opened == [""]
    assert window.windowTitle() == "AeroLock 2 – larkfield – CRA Suite"
    assert window.status.texts()[0] == "All answers saved · 09:02" or "·" in window.status.texts()[0]


def test_screens_open_by_shortcut(qtbot, open_window: Open) -> None:
    window = open_window()
    add_sample(qtbot, window)
    window.home.table.setFocus()
    keys(window, "Return")
    assert window.stack.currentWidget() is window.overview
    pages = {
        f"Ctrl+{len(product_screens()) + 2}": window.history,
        "Ctrl+1": window.overview,
        "Ctrl+9": window.deadlines,
        "Ctrl+0": window.home,
    }
    for shortcut, page in pages.items():
        keys(window, shortcut)
        assert window.stack.currentWidget() is page
    keys(window, "Ctrl+F")
    assert window.home.search.hasFocus()


def test_f6_walks_the_regions_and_comes_back(qtbot, open_window: Open) -> None:
    window = open_window()
    add_sample(qtbot, window)
    window.go(HOME)
    seen: list[QWidget] = []
    for _ in range(3):
        keys(window, "F6")
        seen.append(QApplication.focusWidget())
    assert seen == [window.status.caution, window.sidebar, window.home.table]
    keys(window, "Shift+F6")
    assert window.sidebar.hasFocus()


def test_the_sidebar_opens_screens_with_the_arrows(qtbot, open_window: Open) -> None:
    window = open_window()
    product = add_sample(qtbot, window)
    window.open_product(product)
    window.sidebar.setFocus()
    for screen in (*(one.key for one in product_screens()), HISTORY):
        qtbot.keyClick(window.sidebar, Qt.Key.Key_Down)
        assert window.stack.currentWidget() is window.page(screen)
    assert window.sidebar.hasFocus()
    qtbot.keyClick(window.sidebar, Qt.Key.Key_Return)
    assert window.history.table.hasFocus()


def test_f8_folds_the_sidebar_and_the_choice_is_kept(qtbot, open_window: Open) -> None:
    window = open_window()
    keys(window, "F8")
    assert window.sidebar.is_narrow()
    assert window.sidebar.width() == 56
    assert Settings(window.settings.file).flag("narrow-sidebar") or window.settings.flag("narrow-sidebar")
    keys(window, "F8")
    assert not window.sidebar.is_narrow()


def test_f1_on_a_citation_explains_and_escape_gives_the_focus_back(qtbot, open_window: Open) -> None:
    window = open_window()
    window.open_product(add_sample(qtbot, window))
    chip = next(one for one in window.overview.findChildren(CitationChip) if one.isVisible())
    chip.setFocus()
    keys(window, "F1")
    assert window.dock.isVisible()
    assert window.dock.isAncestorOf(QApplication.focusWidget())
    lay_out(window)
    check_all(window)
    keys(window, "Esc")
    assert not window.dock.isVisible()
    qtbot.waitUntil(chip.hasFocus)


def test_deleting_asks_and_undo_brings_it_back(qtbot, open_window: Open, monkeypatch) -> None:
    window = open_window()
    product = add_sample(qtbot, window)
    window.go(HOME)
    window.home.select(product)
    asked: list[str] = []

    def confirm(cls, title: str, *_, **__) -> bool:
        asked.append(title)
        return True

    monkeypatch.setattr(ConfirmDialog, "ask", classmethod(confirm))
    window.menus.actions["delete"].trigger()
    settle(qtbot, window)
    assert asked
    assert window.home.model.rowCount() == 0
    assert window.menus.actions["undo"].text().startswith("&Undo deleting")
    keys(window, "Ctrl+Z")
    settle(qtbot, window)
    assert window.home.model.rowCount() == 1
    assert window.home.model.rows()[0].badge == "important-1"
    keys(window, "Ctrl+Shift+Z")
    settle(qtbot, window)
    assert window.home.model.rowCount() == 0


def test_deleting_names_the_report_that_is_due(qtbot, open_window: Open, monkeypatch) -> None:
    window = open_window()
    product = add_sample(qtbot, window)
    workspace = window.session.workspace
    assert workspace is not None
    desk = ReportingFile(workspace, product)
    case = desk.new_case(CaseKind.VULNERABILITY, "BLE pairing bypass", opened=False)
    asked: list[str] = []
    monkeypatch.setattr(ConfirmDialog, "ask", lambda title, text, *_: bool(asked.append(text)))

    def delete() -> str:
        settle(qtbot, window)
        window.menus.actions["delete"].trigger()
        assert "Edit, Undo brings it back." in asked[-1]
        return asked[-1]

    assert "Art. 14" not in delete()
    assert not window.home.model.rows()[0].needs_action
    desk.open_report(case)
    assert "1 case under Art. 14 is still open" in delete()
    desk.set_awareness(case, workspace.now, "Europe/Amsterdam", reason="Mail")
    assert "“BLE pairing bypass” is due" in delete()
    assert window.home.model.rows()[0].needs_action, "though a day is left"


def test_archived_products_can_be_listed_and_brought_back(qtbot, open_window: Open) -> None:
    window = open_window()
    product = add_sample(qtbot, window)
    window.home.select(product)
    window.menus.actions["archive"].trigger()
    settle(qtbot, window)
    assert window.home.model.rowCount() == 0
    window.menus.actions["show_archived"].trigger()
    settle(qtbot, window)
    assert window.home.model.rows()[0].is_archived
    window.home.select(product)
    assert window.menus.actions["archive"].text() == "&Bring back"
    window.menus.actions["archive"].trigger()
    settle(qtbot, window)
    assert not window.home.model.rows()[0].is_archived


def test_renaming_shows_everywhere(qtbot, open_window: Open, monkeypatch) -> None:
    window = open_window()
    product = add_sample(qtbot, window)
    window.open_product(product)
    monkeypatch.setattr(NameDialog, "ask", classmethod(lambda cls, *_, **__: "Door & Co"))
    keys(window, "F2")
    settle(qtbot, window)
    assert window.overview.data.name == "Door & Co"
    assert "Door & Co" in window.windowTitle()
    assert "Door & Co" in window.overview.data.headline


def test_a_sample_opens_as_a_copy(qtbot, open_window: Open, monkeypatch) -> None:
    window = open_window()
    monkeypatch.setattr(SampleDialog, "ask", classmethod(lambda cls, samples, *_: samples[0].key))
    window.products.choose_sample()
    settle(qtbot, window)
    assert len(window.session.workspace.products()) == 1
    assert window.stack.currentWidget() is window.overview


def test_sample_list_is_worked_by_keyboard(qtbot, open_window: Open) -> None:
    window = open_window()
    from crasuite.ui.rows import SampleRow

    dialog = SampleDialog([SampleRow("a", "One", "first"), SampleRow("b", "Two", "second")])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.key == "b"
    assert window is not None


def test_appearance_is_applied_and_remembered(qtbot, open_window: Open) -> None:
    from crasuite.ui.tokens import DARK, LIGHT, current

    window = open_window()
    window.menus.actions["look_dark"].trigger()
    assert current() is DARK
    assert window.settings.appearance() == "dark"
    window.menus.actions["look_light"].trigger()
    assert current() is LIGHT


def test_a_file_that_is_open_elsewhere_can_be_read(
    qtbot, open_window: Open, tmp_path: Path, monkeypatch
) -> None:
    first = open_window("a.crasuite")
    add_sample(qtbot, first)
    asked: list[list[str]] = []

    def ask(error, _report="", choices=(), _parent=None) -> str:
        asked.append(list(choices))
        return "Open to read only"

    second = open_window("b.crasuite")
    second.session.ask = ask
    assert second.session.open(tmp_path / "a.crasuite")
    settle(qtbot, second)
    assert asked == [["Open to read only"]]
    assert second.home.model.rowCount() == 1
    assert not second.home.new_button.isEnabled()
    assert second.status.texts()[0] == "Open to read only"
    assert second.notices.note.isVisible()
    check_all(second)
    first.close()
    press(second.notices, "Open again")
    assert second.home.new_button.isEnabled()
    assert second.notices.note is None


def test_a_new_case_is_of_the_row_and_not_of_the_product_open_before(
    qtbot, open_window: Open, monkeypatch
) -> None:
    from crasuite.ui.pages.reporting_page import ReportingPage

    window = open_window()
    first, second = add_sample(qtbot, window), window.session.workspace.new_product("Second").id
    settle(qtbot, window)
    window.open_product(first)
    window.show_home()
    assert window.home.current_id() == first, "the row of the product one came from"
    window.open_product(second)
    window.show_home()
    assert window.home.current_id() == second
    window.open_product(first)
    window.show_home()
    rows = [window.home.filter.index(at, 0) for at in range(window.home.filter.rowCount())]
    window.home.table.setCurrentIndex(next(one for one in rows if "Second" in one.data()))
    asked: list[int] = []
    monkeypatch.setattr(ReportingPage, "new_case", lambda _page: asked.append(window.product_id))
    window.menus.actions["new_report"].trigger()
    assert asked == [second]


def test_the_last_file_is_missed_when_it_cannot_be_found(qtbot, open_window: Open, tmp_path: Path) -> None:
    window = open_window("a.crasuite")
    window.session.close()
    window.settings.add_recent(tmp_path / "stick" / "b.crasuite")
    window.start(None)
    settle(qtbot, window)
    assert window.session.file.path.name == "a.crasuite"
    assert window.notices.note.accessibleName() == "b.crasuite was not found."
    assert str(tmp_path / "stick") in window.notices.note.accessibleDescription()
    lay_out(window)
    check_all(window)


def test_a_file_that_was_moved_away_is_gone_on_with_in_a_copy(
    qtbot, open_window: Open, tmp_path: Path, monkeypatch
) -> None:
    window = open_window("a.crasuite")
    product = add_sample(qtbot, window)
    (tmp_path / "a.crasuite").rename(tmp_path / "moved.crasuite")
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(
        ErrorDialog, "ask", lambda error, *_: said.append((error.code, window.status.texts()[0]))
    )
    window.undo()
    assert said == [("STORE-09", "The newest change is not saved")]
    monkeypatch.setattr(dialog_files, "ask_to_save", lambda *_: tmp_path / "copy.crasuite")
    window.menus.actions["save_copy"].trigger()
    lay_out(window)
    check_all(window)
    press(window.notices, "Open the copy")
    window.session.workspace.rename_product(product, "Other")
    assert window.status.texts()[0].startswith("All answers saved")


def test_export_writes_real_documents_and_shows_them(
    qtbot, open_window: Open, tmp_path: Path, artefacts: Path
) -> None:
    from crasuite.ui import adapter

    window = open_window()
    product = add_sample(qtbot, window)
    workspace = window.session.workspace
    window.open_product(product)
    assert any(one.target == "export" for one in window.overview.data.next_actions)
    work = adapter.export_work(workspace, product)
    dialog = ExportDialog(
        "Aldwin Smart Lock",
        tmp_path / "out",
        work,
        lambda result: adapter.note_export(workspace, product, result),
        parent=window,
    )
    qtbot.addWidget(dialog)
    dialog.show()
    check_all(dialog)
    assert dialog.height() < 260, "no higher than what it asks needs"
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.result_shown is not None, timeout=60_000)
    files = dialog.result_shown.files
    assert {file.suffix for file in files} == {".docx", ".xlsx", ".txt"}
    assert all(file.is_file() for file in files)
    assert dialog.open_button.hasFocus()
    model = dialog.table.model()
    said = {model.index(row, 0).data(): model.index(row, 1).data() for row in range(model.rowCount())}
    assert said["EU declaration of conformity (DC)"].startswith("ASL_DC_r01_")
    assert len(files) == model.rowCount()
    dialog.grab().save(str(artefacts / "export-written.png"))
    check_all(dialog)
    assert workspace.technical_file(product).documents["DC"].revision == 1
    settle(qtbot, window)
    assert not any(one.target == "export" for one in window.overview.data.next_actions)
    workspace.set_records(product, {"declaration": {"declaration": {"place": "Town"}}}, "moving")
    settle(qtbot, window)
    assert any(one.target == "export" for one in window.overview.data.next_actions)


def test_a_failed_export_says_what_to_do_and_stays_open(qtbot, open_window: Open, tmp_path: Path) -> None:
    from crasuite.ui import adapter

    window = open_window()
    product = add_sample(qtbot, window)
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    dialog = ExportDialog("X", blocked / "out", adapter.export_work(window.session.workspace, product))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start()
    qtbot.waitUntil(dialog._problem.isVisible, timeout=60_000)
    assert dialog.isVisible()
    assert dialog.field.hasFocus() or dialog.field.isVisible()
    assert dialog.result_shown is None


def test_an_export_in_another_language_keeps_it_for_the_product(
    qtbot, open_window: Open, tmp_path: Path
) -> None:
    from crasuite.ui import adapter

    window = open_window()
    product = add_sample(qtbot, window)
    workspace = window.session.workspace
    dialog = ExportDialog(
        "Aldwin Smart Lock",
        tmp_path / "out",
        adapter.export_work(workspace, product),
        lambda result: adapter.note_export(workspace, product, result),
        parent=window,
        language=adapter.documents_language(workspace, product),
        in_language=lambda code: adapter.export_work(workspace, product, code),
    )
    qtbot.addWidget(dialog)
    dialog.show()
    check_all(dialog)
    assert dialog.height() < 300, "no higher than what it asks needs"
    assert dialog.language_choice.currentText() == "English"
    dialog.language_choice.setCurrentIndex(dialog.language_choice.findText("Deutsch"))
    assert adapter.documents_language(workspace, product) == "en", "nothing is kept before the export"
    dialog.start()
    qtbot.waitUntil(lambda: dialog.result_shown is not None, timeout=60_000)
    assert {file.name.split("_")[-2] for file in dialog.result_shown.files if file.suffix == ".docx"} == {
        "de"
    }
    assert adapter.documents_language(workspace, product) == "de"


def test_a_cancelled_export_leaves_nothing(qtbot, tmp_path: Path) -> None:
    from threading import Event

    begun = Event()

    def work(folder: Path, handle: jobs.JobHandle):
        begun.set()
        while True:
            handle.check()

    dialog = ExportDialog("X", tmp_path / "out", work)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start()
    qtbot.waitUntil(begun.is_set)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(dialog._problem.isVisible)
    assert not (tmp_path / "out").exists()
    assert dialog.isVisible()


def test_the_interview_opens_answers_and_the_window_follows(qtbot, open_window: Open) -> None:
    window = open_window()
    product = window.session.workspace.new_product("AeroLock 2")
    settle(qtbot, window)
    window.open_product(product.id)
    keys(window, "Ctrl+I")
    wizard = window.interviews.wizards[product.id]
    qtbot.waitUntil(wizard.isVisible)
    before = window._rows[product.id].answered
    interview = window.session.workspace.interview(product.id)
    assert interview.answer("own-brand", "yes") == ""
    wizard.answers_changed.emit(product.id)
    settle(qtbot, window)
    assert window._rows[product.id].answered == before + 1
    wizard.close()
    qtbot.waitUntil(lambda: product.id not in window.interviews.wizards)


def test_the_screen_behind_the_interview_waits_until_somebody_looks_at_it(qtbot, open_window: Open) -> None:
    window = open_window()
    product = window.session.workspace.new_product("AeroLock 2")
    settle(qtbot, window)
    window.open_product(product.id)
    window.open_interview()
    wizard = window.interviews.wizards[product.id]
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    shown = window.overview.data
    window.session.workspace.interview(product.id).answer("manufacturer-name", "Larkfield")
    window.session.interview_changed(product.id)
    assert window.overview.data is shown
    window.activateWindow()
    qtbot.waitUntil(lambda: window.overview.data is not shown)
    assert window.overview.data.answered == shown.answered + 1
    wizard.close()
    qtbot.waitUntil(lambda: product.id not in window.interviews.wizards)


def test_what_breaks_the_law_comes_first_of_what_to_do(qtbot, open_window: Open, artefacts: Path) -> None:
    window = open_window()
    product = add_sample(qtbot, window)
    window.session.workspace.repository.set_answer(product, "support-years", 4)
    window.session.workspace.refresh(product)
    window.open_product(product)
    lay_out(window)
    first = window.overview.data.next_actions[0]
    assert (first.title, first.target) == ("The support period is too short", "support-years")
    assert "must last at least five years" in first.note
    window.grab().save(str(artefacts / "overview-support-too-short.png"))
    check_all(window)


def test_a_product_nobody_answered_for_says_what_is_open(qtbot, open_window: Open) -> None:
    window = open_window()
    product = window.session.workspace.new_product("AeroLock 2")
    settle(qtbot, window)
    window.open_product(product.id)
    lay_out(window)
    data = window.overview.data
    assert data.headline == "Still open: does the Cyber Resilience Act apply to AeroLock 2?"
    assert data.tone == "warn"
    assert data.badge == "scope-open"
    assert not data.is_finished
    assert data.next_actions[0].target == "interview"
    assert window.overview.interview_button.hasFocus()
    check_all(window)


def test_a_reason_that_warns_of_something_wears_no_tick(qtbot, open_window: Open) -> None:
    window = open_window()
    workspace = window.session.workspace
    sample = next(one for one in workspace.samples() if one.key == "smart-door-lock")
    answers = {**sample.answers, "placing": "only-before", "modified-after": "no"}
    product = workspace.repository.add_product("AeroLock 1", answers).id
    steps = {step.title: step.tone for step in overview(workspace, product).steps}
    warned = [title for title, tone in steps.items() if tone == "caution"]
    assert warned == ["For units placed before 11 December 2027 only the reporting duties apply"]
    assert "ok" in steps.values()


def test_the_verdict_of_a_sample_reaches_every_screen(qtbot, open_window: Open) -> None:
    window = open_window()
    product = add_sample(qtbot, window)
    window.open_product(product)
    data = window.overview.data
    assert data.badge == window.home.model.rows()[0].badge == "important-1"
    assert data.headline == f"The Cyber Resilience Act applies to {data.name}"
    assert all(step.cites for step in data.steps if step.tone == "ok"), "a reason without a citation"
    assert data.duties
    assert [line.on for line in data.dates] == sorted(line.on for line in data.dates)
    assert window.session.deadlines[product]


def test_texts_open_from_the_status_bar(qtbot, open_window: Open, monkeypatch) -> None:
    window = open_window()
    shown: list[str] = []
    monkeypatch.setattr(
        TextDialog, "show_text", classmethod(lambda cls, title, text, *_: shown.append(title))
    )
    window.status.caution.setFocus()
    qtbot.keyClick(window.status.caution, Qt.Key.Key_Space)
    for name in ("law_data", "keyboard", "about"):
        window.menus.actions[name].trigger()
    assert shown == ["Guidance, not legal advice", "Law data", "Keyboard", "About CRA Suite"]


def test_an_error_is_shown_in_three_sentences(qtbot) -> None:
    from crasuite.errors import StoreError

    dialog = ErrorDialog(StoreError("STORE-07", "Not saved.", "The disk is full.", "Free some space."))
    qtbot.addWidget(dialog)
    dialog.show()
    check_all(dialog)
    assert dialog.accessibleName() == "Not saved."
    assert dialog.accessibleDescription() == "The disk is full. Free some space."
    texts = [one.text() for one in dialog.findChildren(QLabel) if one.text()]
    assert texts == ["Not saved.", "The disk is full.", "What to do next", "Free some space.", "STORE-07"]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.choice == ""


def test_menus_have_one_letter_per_entry(qtbot, open_window: Open) -> None:
    import re

    window = open_window()
    for top in window.menuBar().actions():
        letters = [
            match[1].upper()
            for action in top.menu().actions()
            if (match := re.search(r"&([^&])", action.text().replace("&&", "")))
        ]
        assert len(letters) == len(set(letters)), (top.text(), letters)
        named = [action for action in top.menu().actions() if not action.isSeparator()]
        assert len(letters) == len(named), [action.text() for action in named]


def test_no_shortcut_is_used_twice(qtbot, open_window: Open) -> None:
    window = open_window()
    seen: dict[str, str] = {}
    for name, action in window.menus.actions.items():
        for keys_ in action.shortcuts():
            text = keys_.toString()
            assert text not in seen, (text, name, seen[text])
            seen[text] = name


def test_many_products_show_at_once_and_verdicts_follow(qtbot, open_window: Open) -> None:
    window = open_window()
    workspace = window.session.workspace
    for number in range(60):
        workspace.repository.add_product(f"Product {number:02}", {})
    window.reload_products()
    assert window.home.model.rowCount() == 60
    assert not window.home.model.rows()[0].badge
    settle(qtbot, window)
    assert all(row.badge for row in window.home.model.rows())


def test_a_file_that_cannot_be_opened_leaves_a_window_that_says_what_to_do(
    qtbot, tmp_path: Path, pack: Pack, monkeypatch
) -> None:
    monkeypatch.setattr("crasuite.ui.session._load", lambda: pack)
    shown: list[str] = []
    bad = tmp_path / "bad.crasuite"
    bad.write_text("not a database", encoding="utf-8")
    window = MainWindow(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    crash.set_presenter(lambda error, _report: shown.append(error.what))
    window.show()
    try:
        window.start(bad)
        assert "bad.crasuite" in shown[0]
        assert window.status.texts()[0] == "No file is open"
        assert not window.home.table.isVisible()
        assert not window.home.new_button.isVisible()
        button = window.home.initial_focus()
        assert isinstance(button, QPushButton)
        assert button.isVisible()
        assert button.text() == "&Open workspace…"
        lay_out(window)
        check_all(window)
        window.session.create(tmp_path / "good.crasuite")
        assert window.home.report_button.isVisible()
        assert not button.isVisible()
        settle(qtbot, window)
        assert window.status.texts()[0] == "All answers saved"
    finally:
        window.close()
        assert jobs.wait_for_all()
        crash.set_presenter(None)
