"""The history on screen: narrowed by screen, person and words, and a value put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crasuite.rules import Pack
from crasuite.ui.main_window import HISTORY, MainWindow
from tests.ui.checks import check_all, lay_out, unreachable
from tests.ui.main_windows import main_windows, settle

Open = Callable[..., MainWindow]


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[MainWindow]:
    """A window on the history of a product whose purpose was said twice, and whose owner once."""
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        workspace = window.session.workspace
        assert workspace is not None
        product = workspace.new_product("AeroLock").id
        interview = workspace.interview(product)
        interview.answer("intended-purpose", "Opens doors.")
        interview.answer("intended-purpose", "Opens windows.")
        workspace.set_records(product, {"requirement": {"annex-1-1-2-a": {"owner": "QA"}}}, "owner")
        workspace.rename_product(product, "PulseLock")
        settle(qtbot, window)
        window.open_product(product)
        window.go(HISTORY)
        lay_out(window)
        yield window


def rows(window: MainWindow) -> list[str]:
    model = window.history.filter
    return [f"{model.index(at, 4).data()} > {model.index(at, 5).data()}" for at in range(model.rowCount())]


def choose_row(window: MainWindow, text: str) -> None:
    window.history.table.selectRow(rows(window).index(text))


def test_narrowing_by_screen_person_and_words(qtbot, window: MainWindow, look, artefacts) -> None:
    page = window.history
    every = len(rows(window))
    page.screens.setCurrentIndex(page.screens.findText("Interview"))
    assert "Opens doors. > Opens windows." in rows(window)
    assert 0 < len(rows(window)) < every
    page.screens.setCurrentIndex(page.screens.findText("Requirements"))
    assert len(rows(window)) == 1
    page.screens.setCurrentIndex(0)
    assert len(rows(window)) == every
    page.people.setCurrentIndex(1)
    assert len(rows(window)) == every, "one person did it all"
    qtbot.keyClicks(page.search, "windows")
    assert rows(window) == ["Opens doors. > Opens windows."]
    page.search.clear()
    check_all(window)
    assert unreachable(page) == []
    window.grab().save(str(artefacts / f"history-window-{look}.png"))


def test_a_value_is_put_back_and_undo_takes_that_back(qtbot, window: MainWindow) -> None:
    workspace = window.session.workspace
    assert workspace is not None
    choose_row(window, "Opens doors. > Opens windows.")
    qtbot.mouseClick(window.history.back_button, Qt.MouseButton.LeftButton)
    assert workspace.interview(1).value("intended-purpose") == "Opens doors."
    assert workspace.product(1).name == "PulseLock", "what was done since stays"
    assert rows(window)[0] == "Opens windows. > Opens doors.", "it is a change of its own"
    assert window.notice is not None
    window.undo()
    assert workspace.interview(1).value("intended-purpose") == "Opens windows."


def test_what_is_so_already_changes_nothing(qtbot, window: MainWindow) -> None:
    workspace = window.session.workspace
    assert workspace is not None
    choose_row(window, "Opens doors. > Opens windows.")
    window.history.back_button.click()
    before = len(workspace.history())
    choose_row(window, "Opens doors. > Opens windows.")
    window.history.back_button.click()
    assert len(workspace.history()) == before
    assert window.notice is not None


def test_a_name_is_put_back_in_both_places(qtbot, window: MainWindow) -> None:
    workspace = window.session.workspace
    assert workspace is not None
    choose_row(window, "AeroLock > PulseLock")
    window.history.back_button.click()
    assert workspace.product(1).name == "AeroLock"
    assert workspace.interview(1).value("product-name") == "AeroLock"


def test_the_adding_of_a_product_cannot_be_put_back(window: MainWindow) -> None:
    page = window.history
    page.screens.setCurrentIndex(page.screens.findText("Products"))
    adding = [at for at, text in enumerate(rows(window)) if text.startswith("– >")]
    assert adding
    for at in adding:
        page.table.selectRow(at)
        assert not page.back_button.isEnabled()
