"""File, Backups: what is in each, making one, going back; and a damaged file found after opening."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crasuite.errors import CraSuiteError
from crasuite.rules import Pack, load_pack
from crasuite.store import backups, proof
from crasuite.ui.dialogs.backups_dialog import BackupsDialog
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.main_window import MainWindow
from tests.ui.checks import check_all, lay_out, unreachable
from tests.ui.main_windows import main_windows, settle

MINIPACK = Path(__file__).resolve().parents[1] / "data" / "minipack"
LATER = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""After the backup that opening made of the empty file."""
Open = Callable[..., MainWindow]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(MINIPACK)


@pytest.fixture
def open_window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[Open]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        yield start


@pytest.fixture
def window(qtbot, open_window: Open) -> MainWindow:
    """A window on a workspace that was backed up and then changed."""
    window = open_window()
    workspace = window.session.workspace
    assert workspace is not None
    workspace.new_product("AeroLock *2*")
    backups.make_backup(workspace.path, LATER, backups.DAILY)
    workspace.rename_product(1, "PulseBand")
    workspace.new_product("Second")
    settle(qtbot, window)
    return window


def shown(qtbot, window: MainWindow, monkeypatch, act: Callable[[BackupsDialog], None]) -> None:
    """Open the dialog by its menu, wait until it has read what is in the backup, and do something there."""
    seen: list[BackupsDialog] = []

    def run(dialog: BackupsDialog) -> int:
        seen.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: "Last change" in dialog.preview.toPlainText() or not dialog.current())
        lay_out(dialog)
        act(dialog)
        dialog.close()
        return 0

    monkeypatch.setattr(BackupsDialog, "exec", run)
    window.menus.actions["backups"].trigger()
    assert seen


def test_the_preview_says_what_is_in_a_backup(
    qtbot, window: MainWindow, monkeypatch, look, artefacts
) -> None:
    said: list[str] = []

    def act(dialog: BackupsDialog) -> None:
        qtbot.waitUntil(lambda: "in your file" in dialog.preview.toPlainText())
        dialog.table.selectRow(0)
        qtbot.waitUntil(lambda: "AeroLock *2*: 1 answer" in dialog.preview.toPlainText())
        said.append(dialog.preview.toPlainText())
        check_all(dialog)
        assert unreachable(dialog) == []
        dialog.grab().save(str(artefacts / f"backups-{look}.png"))

    shown(qtbot, window, monkeypatch, act)
    assert "1 product" in said[0]
    assert "5 changes were made in your file after it." in said[0]


def test_changes_are_counted_as_the_history_lists_them(
    qtbot, window: MainWindow, pack: Pack, monkeypatch
) -> None:
    workspace = window.session.workspace
    assert workspace is not None
    before = backups.contents_of(workspace.path).changes
    workspace.add_sample(next(iter(workspace.samples())).key)
    assert backups.contents_of(workspace.path).changes == len(workspace.history()) > before + 1


def test_backing_up_now_adds_one_that_stays(qtbot, window: MainWindow, monkeypatch) -> None:
    def act(dialog: BackupsDialog) -> None:
        before = dialog.model.rowCount()
        dialog.make_button.click()
        qtbot.waitUntil(lambda: dialog.model.rowCount() == before + 1)
        assert [row.reason for row in dialog._backups()].count(backups.BY_HAND) == 1

    shown(qtbot, window, monkeypatch, act)
    path = window.session.file.path  # type: ignore[union-attr]
    for number in range(12):
        backups.make_backup(path, datetime(2026, 12, 1 + number, tzinfo=UTC), backups.DAILY)
    kept = [one.reason for one in backups.described(path)]
    assert (kept.count(backups.DAILY), kept.count(backups.BY_HAND)) == (10, 1)


def test_going_back_keeps_the_present_file_as_a_backup(qtbot, window: MainWindow, monkeypatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(ConfirmDialog, "ask", lambda title, text, *_: bool(asked.append(text)) or True)

    def act(dialog: BackupsDialog) -> None:
        dialog.table.selectRow(0)
        qtbot.waitUntil(dialog.restore_button.isEnabled)
        qtbot.waitUntil(lambda: "were made in your file after it" in dialog.preview.toPlainText())
        dialog.restore_button.click()

    shown(qtbot, window, monkeypatch, act)
    settle(qtbot, window)
    workspace = window.session.workspace
    assert workspace is not None
    assert [one.name for one in workspace.products()] == ["AeroLock *2*"]
    assert asked[0].startswith("5 changes made since then will not be in it.")
    kept = next(one for one in backups.described(workspace.path) if one.reason == backups.BEFORE_RESTORING)
    assert [name for name, _, _ in backups.contents_of(kept.path).products] == ["PulseBand", "Second"]
    assert window.notices.note is not None


def test_a_backup_that_is_no_good_says_so_and_cannot_be_taken(qtbot, window: MainWindow, monkeypatch) -> None:
    path = window.session.file.path  # type: ignore[union-attr]
    newest = backups.list_backups(path)[0]
    newest.write_bytes(newest.read_bytes()[:5000])

    def run(dialog: BackupsDialog) -> int:
        dialog.show()
        qtbot.waitUntil(lambda: "cannot be used" in dialog.preview.toPlainText())
        assert not dialog.restore_button.isEnabled()
        dialog.close()
        return 0

    monkeypatch.setattr(BackupsDialog, "exec", run)
    window.menus.actions["backups"].trigger()


def test_each_backup_says_why_it_was_made(qtbot, window: MainWindow, monkeypatch) -> None:
    workspace = window.session.workspace
    assert workspace is not None
    for hour, reason in enumerate((backups.BY_HAND, backups.BEFORE_RESTORING, "before format 2"), 13):
        backups.make_backup(workspace.path, LATER.replace(hour=hour), reason)

    def why(dialog: BackupsDialog) -> None:
        cells = [dialog.model.index(row, 1).data() for row in range(dialog.model.rowCount())]
        assert cells[:4] == ["Before format 2", "Before going back", "By hand", "Daily"]

    shown(qtbot, window, monkeypatch, why)


def test_a_value_altered_in_a_long_history_closes_the_file(qtbot, open_window: Open, monkeypatch) -> None:
    """Opening does not wait for the proof of a long history; when it fails, nobody goes on with that file."""
    window = open_window()
    workspace = window.session.workspace
    assert workspace is not None
    workspace.new_product("AeroLock 2")
    path = workspace.path
    backups.make_backup(path, LATER, backups.DAILY)
    window.session.close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE products SET name = 'another'")
    monkeypatch.setattr(proof, "QUICK", 0)
    asked: list[str] = []

    def ask(error: CraSuiteError, *_: object) -> str:
        asked.append(error.code)
        return "Restore the backup"

    window.session.ask = ask
    assert window.session.open(path)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["STORE-04"]
    qtbot.waitUntil(lambda: window.session.file is not None)
    settle(qtbot, window)
    assert window.session.workspace is not None
    assert [one.name for one in window.session.workspace.products()] == ["AeroLock 2"]
    assert list(path.parent.glob("* damaged *.crasuite"))
