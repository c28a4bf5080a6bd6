"""Search everything and the help, from the keyboard: open, find, go there, and come back to where one was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from crasuite.interview.help_book import HelpBook, HelpLink
from crasuite.interview.search_everything import Entry, Index, Kind, entries_of_pack
from crasuite.rules import Pack, load_pack
from crasuite.ui.dialogs import search_dialog
from crasuite.ui.dialogs.help_dialog import HelpDialog
from crasuite.ui.dialogs.search_dialog import SearchDialog
from crasuite.ui.main_window import DEADLINES, OVERVIEW, REQUIREMENTS, MainWindow
from crasuite.ui.wizard.interview_wizard import InterviewWizard
from tests.ui.checks import check_all, lay_out, unreachable
from tests.ui.main_windows import main_windows, settle


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        window.session.workspace.add_sample("smart-door-lock")
        window.session.workspace.add_sample("wellness-wearable")
        settle(qtbot, window)
        yield window


@pytest.fixture
def dialog(qtbot, pack: Pack) -> SearchDialog:
    own = [Entry(Kind.PRODUCT, "1", "Security camera", "Sees the door"), Entry(Kind.COMMAND, "undo", "Undo")]
    dialog = SearchDialog([Index(own), Index(entries_of_pack(pack, HelpBook(pack)))])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(dialog.is_ready)
    return dialog


@pytest.fixture
def help_(qtbot, pack: Pack) -> HelpDialog:
    dialog = HelpDialog(HelpBook(pack))
    qtbot.addWidget(dialog)
    dialog.show_page()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def keys(text: str, at: QWidget | None = None) -> None:
    """Press keys where the focus is, or on a widget that gets it for that."""
    if at is not None:
        at.setFocus()
    target = at or QApplication.focusWidget()
    assert target is not None
    combination = QKeySequence(text)[0]
    QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


def in_search(qtbot, window: MainWindow, act: Callable[[SearchDialog], object], seconds: float = 20) -> None:
    """Press Ctrl+K, do something in the search once it is there; fail when it does not come in time."""
    seen: list[bool] = []
    looking = QTimer()
    looking.setInterval(20)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SearchDialog) and dialog.is_ready() and dialog.isActiveWindow():
            looking.stop()
            seen.append(dialog.field.hasFocus())
            act(dialog)
        elif time.monotonic() > latest and isinstance(dialog, QDialog):
            looking.stop()
            dialog.reject()  # or the key would never come back

    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    latest = time.monotonic() + seconds
    looking.timeout.connect(look)
    looking.start()
    try:
        keys("Ctrl+K")
    finally:
        looking.stop()
    assert seen == [True], "the search did not come in time, or without the focus in its field"


def type_and_open(query: str, down: int = 0) -> Callable[[SearchDialog], None]:
    def act(dialog: SearchDialog) -> None:
        QTest.keyClicks(dialog.field, query)
        for _ in range(down):
            keys("Down")
        keys("Return")

    return act


def test_search_by_keyboard_alone(qtbot, dialog: SearchDialog) -> None:
    qtbot.keyClicks(dialog.field, "secur")
    assert dialog.list.current().title == "Security camera"
    assert dialog.note.text().endswith("results.")
    keys("Down")  # over the heading of the next group
    assert dialog.list.current() is dialog.list.entries()[1]
    assert dialog.field.hasFocus()
    keys("Up")
    assert dialog.list.current().title == "Security camera"
    keys("Return")
    assert dialog.entry.key == "1"
    assert not dialog.isVisible()


def test_nothing_found_opens_nothing(qtbot, dialog: SearchDialog) -> None:
    qtbot.keyClicks(dialog.field, "xyzzy")
    assert dialog.note.text().startswith("Nothing found.")
    assert not dialog.open_button.isEnabled()
    keys("Return")
    assert dialog.isVisible()
    keys("Escape")
    assert not dialog.isVisible()
    assert dialog.entry is None


def test_search_passes_all_checks(qtbot, look: str, dialog: SearchDialog, artefacts: Path) -> None:
    qtbot.keyClicks(dialog.field, "update")
    lay_out(dialog)
    check_all(dialog)
    assert unreachable(dialog) == []
    assert dialog.grab().save(str(artefacts / f"dialog-search-{look}.png"))


def test_the_index_is_built_between_frames(qtbot, pack: Pack, monkeypatch) -> None:
    portions: list[float] = []
    original = Index.build

    def build(index: Index, seconds: float) -> bool:
        portions.append(seconds)
        return original(index, seconds)

    monkeypatch.setattr(Index, "build", build)
    dialog = SearchDialog([Index(entries_of_pack(pack, HelpBook(pack)))])
    qtbot.addWidget(dialog)
    assert portions == []  # nothing yet: the dialog shows first
    dialog.show()
    qtbot.keyClicks(dialog.field, "sbom")
    qtbot.waitUntil(dialog.is_ready)
    assert len(portions) > 1
    assert set(portions) == {search_dialog.SLICE_SECONDS}
    assert search_dialog.SLICE_SECONDS < 0.016 / 2
    qtbot.waitUntil(lambda: any(entry.key == "sbom" for entry in dialog.list.entries()))


def test_a_product_and_a_screen_open(qtbot, window: MainWindow) -> None:
    name = window.listed_products()[1].name
    in_search(qtbot, window, type_and_open(name))
    assert window.stack.currentWidget() is window.page(OVERVIEW)
    assert window.windowTitle().startswith(f"{name} – ")
    in_search(qtbot, window, type_and_open("all deadlines"))
    assert window.stack.currentWidget() is window.page(DEADLINES)


def test_a_requirement_opens_in_the_product(qtbot, window: MainWindow) -> None:
    window.open_product(window.listed_products()[0].id)
    entry = next(one for one in entries(window, "security updates") if one.kind is Kind.REQUIREMENT)
    window.finder.open(entry)
    assert window.stack.currentWidget() is window.page(REQUIREMENTS)
    assert window.page(REQUIREMENTS).detail.id == "annex-1-1-2-c"


def test_a_question_opens_in_the_interview_or_says_that_it_is_not_asked(qtbot, window: MainWindow) -> None:
    window.open_product(window.listed_products()[0].id)
    interview = window.session.workspace.interview(window.chosen_product())
    asked = interview.relevant()[2]
    window.finder.open(Entry(Kind.QUESTION, asked, "?", ""))
    wizard = window.interviews.wizards[window.chosen_product()]
    assert wizard.current_question() == asked
    wizard.close()
    window.activateWindow()
    other = next(one for one in window.session.pack.questions if one not in interview.relevant())
    window.finder.open(Entry(Kind.QUESTION, other, "Another question?", "Why it is asked."))
    assert "Not asked for this product at present." in texts(window.dock)


def test_a_place_in_the_law_and_a_term_open(qtbot, window: MainWindow) -> None:
    in_search(qtbot, window, type_and_open("art 13 8"))
    assert window.dock.isVisible()
    assert "Art. 13(8)" in texts(window.dock)
    link = next(one for one in window.dock.findChildren(QPushButton) if one.text() == "Support period")
    keys("Space", link)
    dialog = window.finder.help_dialog
    assert dialog.isVisible()
    assert dialog.link == HelpLink("term", "support-period")
    dialog.close()


def test_a_command_runs(qtbot, window: MainWindow) -> None:
    window.menus.actions["sidebar"].setChecked(False)
    in_search(qtbot, window, type_and_open("sidebar with icons"))
    assert window.sidebar.is_narrow()


def test_a_search_that_does_not_come_fails_and_holds_nothing_up(
    qtbot, window: MainWindow, monkeypatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(SearchDialog, "is_ready", lambda _dialog: False)
        with pytest.raises(AssertionError, match="did not come"):
            in_search(qtbot, window, type_and_open("update"), seconds=0.2)
    window.menus.actions["search"].setEnabled(False)
    with pytest.raises(AssertionError, match="did not come"):
        in_search(qtbot, window, type_and_open("update"))


def test_escape_leaves_everything_where_it_was(qtbot, window: MainWindow) -> None:
    window.open_product(window.listed_products()[0].id)
    window.go(REQUIREMENTS)
    page = window.page(REQUIREMENTS)
    page.search.setFocus()
    in_search(qtbot, window, lambda _dialog: keys("Escape"))
    assert window.stack.currentWidget() is page
    window.activateWindow()  # what a window manager does by itself
    qtbot.waitUntil(page.search.hasFocus)


def test_everything_of_the_window_is_found(qtbot, window: MainWindow) -> None:
    own = list(window.finder.own_entries())
    assert {one.kind for one in own} == {Kind.PRODUCT, Kind.SCREEN, Kind.COMMAND}
    assert all(window.menus.actions[one.key].isEnabled() for one in own if one.kind is not Kind.PRODUCT)
    assert not any("&" in one.title for one in own)


def test_help_is_read_by_keyboard_alone(qtbot, help_: HelpDialog) -> None:
    assert help_.browser.hasFocus()
    assert help_.browser.toPlainText().startswith("First steps")
    assert not help_.back_button.isEnabled()
    keys("Tab")  # the first link on the page
    keys("Return")
    assert help_.link == HelpLink("help", "interview")
    keys("Backspace")
    assert help_.link == HelpLink("help", "first-steps")
    keys("Ctrl+F")
    assert help_.search.hasFocus()
    qtbot.waitUntil(lambda: not help_._building.isActive())
    qtbot.keyClicks(help_.search, "support peri")
    keys("Down")
    keys("Return")
    assert help_.link == HelpLink("term", "support-period")
    keys("Escape")
    assert not help_.isVisible()


def test_help_shows_all_pages_and_terms(qtbot, pack: Pack, help_: HelpDialog) -> None:
    listed = help_.contents.entries()
    assert {entry.key for entry in listed if entry.kind is Kind.TERM} == pack.terms.keys()
    for entry in listed:
        help_.contents.chosen.emit(entry)
        assert help_.link.target == entry.key
        assert help_.contents.current() == entry
        assert help_.browser.toPlainText().startswith(entry.title)


def test_help_passes_all_checks(qtbot, look: str, help_: HelpDialog, artefacts: Path) -> None:
    help_.open(HelpLink("help", "reporting"))
    lay_out(help_)
    check_all(help_)
    assert help_.grab().save(str(artefacts / f"dialog-help-{look}.png"))
    help_.open(HelpLink("term", "support-period"))
    lay_out(help_)
    assert help_.grab().save(str(artefacts / f"dialog-help-term-{look}.png"))


def test_f1_explains_and_leads_to_the_page_of_the_screen(qtbot, window: MainWindow) -> None:
    window.open_product(window.listed_products()[0].id)
    window.go(REQUIREMENTS)
    page = window.page(REQUIREMENTS)
    page.search.setFocus()
    keys("F1")
    assert window.dock.isVisible()
    link = next(one for one in window.dock.findChildren(QPushButton) if one.text() == "Requirements")
    keys("Space", link)
    dialog = window.finder.help_dialog
    assert dialog.link == HelpLink("help", "requirements")
    qtbot.waitUntil(dialog.isActiveWindow)
    keys("Escape")
    qtbot.waitUntil(link.hasFocus)
    keys("Escape")
    qtbot.waitUntil(page.search.hasFocus)


def test_shift_f1_opens_the_page_of_the_screen(qtbot, window: MainWindow) -> None:
    keys("Shift+F1")
    dialog = window.finder.help_dialog
    assert dialog.link == HelpLink("help", "home")
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.close()


def entries(window: MainWindow, query: str) -> list[Entry]:
    from crasuite.interview.search_everything import search

    index = Index(entries_of_pack(window.session.pack, window.finder.book))
    index.build(10)
    return [entry for group in search([index], query) for entry in group.entries]


def texts(widget) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [one.text() for one in widget.findChildren(QLabel)]


@pytest.fixture
def wizard(qtbot, window: MainWindow) -> InterviewWizard:
    """The interview of the first product, with the focus in it."""
    window.open_product(window.listed_products()[0].id)
    window.open_interview("data-connection")
    wizard = window.interviews.wizards[window.chosen_product()]
    qtbot.waitUntil(lambda: wizard.isActiveWindow() and QApplication.focusWidget() is not None)
    return wizard


def test_in_the_interview_shift_f1_opens_its_page_and_the_focus_comes_back(
    qtbot, window: MainWindow, wizard: InterviewWizard
) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    assert wizard.isAncestorOf(focus)
    keys("Shift+F1")
    help_ = window.finder.help_dialog
    assert help_.link == HelpLink("help", "interview")
    qtbot.waitUntil(help_.isActiveWindow)
    keys("Escape")
    qtbot.waitUntil(lambda: wizard.isActiveWindow() and focus.hasFocus())


def test_in_the_interview_f1_leads_to_the_help_and_the_law_opens_beside_the_question(
    qtbot, window: MainWindow, wizard: InterviewWizard, look: str, artefacts: Path
) -> None:
    keys("F1")
    assert wizard.explanation.isVisible()
    lay_out(wizard)
    check_all(wizard)
    assert wizard.grab().save(str(artefacts / f"interview-help-links-{look}.png"))
    links = {one.text(): one for one in wizard.explanation.findChildren(QPushButton)}
    assert "Interview" in links
    term = next(name for name in links if name not in ("", "Interview"))
    keys("Space", links[term])
    help_ = window.finder.help_dialog
    assert help_.link is not None
    assert help_.link.kind == "term"
    qtbot.waitUntil(help_.isActiveWindow)
    help_.law_wanted.emit("cra art-13-8")
    qtbot.waitUntil(wizard.isActiveWindow)
    assert "Art. 13(8)" in " ".join(texts(wizard.explanation))
    assert "dock" not in vars(window), "the main window behind it stays as it was"
    help_.close()


def test_in_the_interview_ctrl_k_goes_to_a_question_and_explains_what_is_not_asked(
    qtbot, window: MainWindow, wizard: InterviewWizard
) -> None:
    wanted = next(
        one for one in wizard.interview.relevant() if one != "data-connection" and one.startswith("support")
    )
    pack = window.session.pack
    in_search(qtbot, wizard, lambda dialog: choose(dialog, Kind.QUESTION, wanted))
    assert wizard.current_question() == wanted
    unasked = next(one for one in pack.questions if one not in wizard.interview.relevant())
    in_search(qtbot, wizard, lambda dialog: choose(dialog, Kind.QUESTION, unasked))
    assert wizard.explanation.isVisible()
    assert "Not asked for this product at present." in texts(wizard.explanation)
    in_search(qtbot, wizard, lambda dialog: choose(dialog, Kind.REQUIREMENT, "annex-1-1-2-a"))
    assert window.shown_screen == REQUIREMENTS


def choose(dialog: SearchDialog, kind: Kind, key: str) -> None:
    """As Enter does on that result; closes the search without one where it is not found."""
    found = [entry for index in dialog._indexes for entry in index._entries]
    dialog.entry = next((one for one in found if (one.kind, one.key) == (kind, key)), None)
    dialog.done(1 if dialog.entry else 0)
