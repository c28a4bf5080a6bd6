"""The history on screen: narrowed by screen, person and words, and a value put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crasuite.documents.xlsx_writer import FIRST_COLUMN, HEAD_ROW
from crasuite.rules import Pack
from crasuite.ui import jobs
from crasuite.ui.dialogs import files
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
    assert window.notices.note is not None
    window.undo()
    assert workspace.interview(1).value("intended-purpose") == "Opens windows."


def test_the_current_row_stays_current_when_a_value_is_put_back_and_undone(qtbot, window: MainWindow) -> None:
    page = window.history
    page.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    choose_row(window, "Opens doors. > Opens windows.")
    page.back_button.setFocus()
    page.back_button.click()
    settle(qtbot, window)
    assert page.back_button.hasFocus(), "who works by keyboard keeps the place"
    what = [page.filter.index(at, 3).data() for at in range(page.filter.rowCount())]
    assert what == sorted(what, key=str.casefold), "and the list its order"
    for act in (window.undo, window.redo):
        act()
        settle(qtbot, window)
        current = page.current()
        assert current is not None
        assert (current.before, current.after) == ("Opens doors.", "Opens windows.")


def test_what_is_so_already_changes_nothing(qtbot, window: MainWindow) -> None:
    workspace = window.session.workspace
    assert workspace is not None
    choose_row(window, "Opens doors. > Opens windows.")
    window.history.back_button.click()
    before = len(workspace.history())
    choose_row(window, "Opens doors. > Opens windows.")
    window.history.back_button.click()
    assert len(workspace.history()) == before
    assert window.notices.note is not None


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


def cells_of(file: Path) -> list[list[openpyxl.cell.Cell]]:
    """Head and rows of the exported sheet, hidden columns left out."""
    sheet = openpyxl.load_workbook(file)["History"]
    return [list(row) for row in sheet.iter_rows(min_row=HEAD_ROW, min_col=FIRST_COLUMN)]


def export_to(qtbot, window: MainWindow, target: Path, monkeypatch) -> None:
    """With the keyboard: Tab to the button, Space."""
    page = window.history
    monkeypatch.setattr(files, "ask_to_save", lambda *_: target)
    page.search.setFocus()
    for _ in range(40):
        if QApplication.focusWidget() is page.export.button:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: jobs.running() == 0, timeout=10_000)


def test_what_is_listed_is_exported_and_text_stays_text(
    qtbot, window: MainWindow, tmp_path: Path, monkeypatch, artefacts: Path, look: str
) -> None:
    workspace = window.session.workspace
    assert workspace is not None
    risky = '=HYPERLINK("https://example.test";"Opens gates")'
    workspace.interview(1).answer("intended-purpose", risky)
    workspace.interview(1).answer("intended-purpose", "+1 opens gates")
    workspace.refresh(1)
    page = window.history
    page.screens.setCurrentIndex(page.screens.findText("Interview"))
    page.search.setText("gates")
    target = tmp_path / "what happened"  # the ending is added
    export_to(qtbot, window, target, monkeypatch)
    head, *found = cells_of(tmp_path / "what happened.xlsx")
    assert [one.value for one in head] == [
        "Day",
        "Time",
        "Who",
        "Product",
        "What",
        "Before",
        "After",
        "Rule pack",
    ]
    assert [(row[5].value, row[6].value) for row in found] == [
        (risky, "+1 opens gates"),
        ("Opens windows.", risky),
    ]
    assert {one.data_type for row in found for one in row[1:]} == {"s"}, "no cell is a formula"
    assert found[0][5].quotePrefix
    newest = page.listed()[0]
    assert found[0][0].value.date() == newest.at.astimezone().date()
    assert found[0][1].value.startswith(f"{newest.at.astimezone():%H:%M:%S} UTC")
    assert found[0][2].value == newest.who
    assert found[0][7].value == newest.pack
    sheet = openpyxl.load_workbook(tmp_path / "what happened.xlsx")["History"]
    said = [str(one.value) for row in sheet.iter_rows(max_row=HEAD_ROW - 1) for one in row if one.value]
    assert any(
        one.startswith("2 changes, exported on 24 Nov 2026. Narrowed to Interview, “gates”.") for one in said
    )
    lay_out(window)
    check_all(window)
    assert page.export.note.isVisible()
    assert window.grab().save(str(artefacts / f"history-exported-{look}.png"))


def test_the_whole_history_has_every_change(qtbot, window: MainWindow, tmp_path: Path, monkeypatch) -> None:
    page = window.history
    export_to(qtbot, window, tmp_path / "all.xlsx", monkeypatch)
    _head, *found = cells_of(tmp_path / "all.xlsx")
    assert [row[4].value for row in found] == [one.what for one in page.listed()]
    assert len(found) == page.model.rowCount()


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_listed_nothing_to_export(
    qtbot, window: MainWindow, tmp_path: Path, monkeypatch
) -> None:
    page = window.history
    (tmp_path / "taken.xlsx").mkdir()
    export_to(qtbot, window, tmp_path / "taken.xlsx", monkeypatch)
    assert page.export.note.isVisible()
    assert "taken.xlsx" in page.export.note.accessibleName() + page.export.note.accessibleDescription()
    page.search.setText("nothing has these words")
    assert not page.export.button.isEnabled()
