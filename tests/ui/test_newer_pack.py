"""A newer rule pack in the window: told of, shown product by product, and counting when somebody says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crasuite.interview.pack_book import reasons_since
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.ui.dialogs.pack_dialog import PackDialog
from crasuite.ui.main_window import MainWindow
from tests.newer_pack import NEWER_VERSION, VERSION
from tests.ui.checks import check_all, lay_out
from tests.ui.main_windows import main_windows, settle


@pytest.fixture
def window(qtbot, tmp_path: Path, newer: Pack, newer_folder: Path, monkeypatch) -> Iterator[MainWindow]:
    """A program with the newer pack opens a file that was worked on with the older one."""
    old = load_pack()
    path = tmp_path / "larkfield.crasuite"
    with Workspace.create(path, old, today=lambda: date(2026, 11, 24)) as workspace:
        lock = workspace.add_sample("smart-door-lock").id
        workspace.interview(lock).answer("standards-coverage", dict.fromkeys(old.requirements, "standard"))
        workspace.refresh(lock)
        workspace.add_sample("patient-monitor")
    monkeypatch.setattr(
        "crasuite.ui.pack_notice.reasons_since", lambda version: reasons_since(version, newer_folder)
    )
    with main_windows(qtbot, tmp_path, newer, monkeypatch) as start:
        yield start(path.name)


def in_dialog(monkeypatch, act) -> None:
    """Do this with the dialog while it is open."""

    def run(dialog: PackDialog) -> int:
        dialog.show()
        dialog.activateWindow()
        for _ in range(20):
            QApplication.processEvents()
        assert dialog.isActiveWindow()
        act(dialog)
        return dialog.result()

    monkeypatch.setattr(PackDialog, "exec", run)


def lock_of(window: MainWindow) -> int:
    return next(one.id for one in window.session.workspace.products() if "Lock" in one.name)


def test_the_window_tells_of_it_and_shows_the_old_verdicts(window: MainWindow) -> None:
    assert not window.pack_notice.isHidden()
    assert window.pack_notice.accessibleName() == "2 products are assessed with an older rule pack"
    assert window.menus.actions["pack_changes"].isEnabled()
    lock = lock_of(window)
    assert window.session.workspace.assessment(lock).value("procedure-a") == "closed"
    window.open_product(lock)
    assert window.pack_notice.accessibleName() == f"This product is assessed with rule pack {VERSION}"
    lay_out(window)
    check_all(window)


def test_deciding_later_changes_nothing(qtbot, window: MainWindow, monkeypatch) -> None:
    def later(dialog: PackDialog) -> None:
        assert dialog.later_button.isDefault()
        lines = 2 * dialog.list.fontMetrics().lineSpacing()
        assert dialog.list.visualItemRect(dialog.list.item(0)).height() >= lines + 8
        QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    in_dialog(monkeypatch, later)
    window.menus.actions["pack_changes"].trigger()
    workspace = window.session.workspace
    assert len(workspace.products_behind()) == 2
    assert workspace.assessment(lock_of(window)).value("procedure-a") == "closed"
    assert not window.pack_notice.isHidden()


def test_one_product_goes_over_and_undo_takes_it_back(qtbot, window: MainWindow, monkeypatch) -> None:
    lock = lock_of(window)

    def use_one(dialog: PackDialog) -> None:
        assert "Lock" in dialog.list.currentItem().text()  # what changes most comes first
        said = dialog.text.toPlainText()
        assert "Not open to you" in said
        assert "Open to you" in said
        assert "A harmonised standard is cited in the Official Journal" in said
        check_all(dialog)
        QTest.keyClick(dialog.list, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: dialog.used == [lock])
        assert dialog.list.count() == 1
        assert "Nothing changes" in dialog.list.currentItem().text()
        dialog.reject()

    in_dialog(monkeypatch, use_one)
    window.pack_notice.show_changes()
    settle(qtbot, window)
    workspace = window.session.workspace
    assert workspace.assessment(lock).value("procedure-a") == "open"
    assert f"goes by rule pack {NEWER_VERSION} now" in window.notices.note.accessibleName()
    assert window.pack_notice.accessibleName() == "1 product is assessed with an older rule pack"
    window.open_product(lock)
    assert window.pack_notice.isHidden()
    window.undo()
    settle(qtbot, window)
    assert workspace.assessment(lock).value("procedure-a") == "closed"
    assert window.pack_notice.accessibleName() == f"This product is assessed with rule pack {VERSION}"


def test_all_products_go_over_at_once(qtbot, window: MainWindow, monkeypatch) -> None:
    def use_all(dialog: PackDialog) -> None:
        QTest.keyClick(dialog.list, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: len(dialog.used) == 2)
        assert not dialog.isVisible()

    in_dialog(monkeypatch, use_all)
    window.pack_notice.show_changes()
    settle(qtbot, window)
    assert window.session.workspace.products_behind() == []
    assert window.pack_notice.isHidden()
    assert not window.menus.actions["pack_changes"].isEnabled()
    lines = window.session.workspace.history(lock_of(window))
    assert lines[0].before.startswith(f"Rule pack {VERSION}. The Cyber Resilience Act applies")
    assert "Module A" in lines[0].after


def test_a_picture_of_it(window: MainWindow, artefacts: Path, monkeypatch, look: str) -> None:
    in_dialog(monkeypatch, lambda dialog: dialog.grab().save(str(artefacts / f"newer-pack-{look}.png")))
    window.pack_notice.show_changes()
    lay_out(window)
    window.grab().save(str(artefacts / f"newer-pack-home-{look}.png"))
    assert (artefacts / f"newer-pack-{look}.png").stat().st_size > 10_000


def test_a_pack_that_cannot_be_read_is_told_before_anything_else(
    qtbot, tmp_path: Path, newer: Pack, monkeypatch, look: str, artefacts: Path
) -> None:
    path = tmp_path / "larkfield.crasuite"
    later = msgspec.structs.replace(
        newer, manifest=msgspec.structs.replace(newer.manifest, minimum_program="99")
    )
    with Workspace.create(path, later, today=lambda: date(2026, 11, 24)) as workspace:
        lock = workspace.add_sample("smart-door-lock").id
        workspace.refresh(lock)
    with main_windows(qtbot, tmp_path, load_pack(), monkeypatch) as start:
        window = start(path.name)
        assert window.pack_notice.accessibleName() == "The rule pack of 1 product cannot be read"
        assert not window.menus.actions["pack_changes"].isEnabled()
        window.open_product(lock)
        assert NEWER_VERSION in window.pack_notice.accessibleName()
        assert VERSION in window.pack_notice.accessibleDescription()
        lay_out(window)
        check_all(window)
        window.grab().save(str(artefacts / f"pack-cannot-be-read-{look}.png"))
