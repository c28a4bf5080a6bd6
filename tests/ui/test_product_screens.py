"""Screens of a product in the window: one table lists them; the requirements as a user works with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.risk import Risk
from crasuite.interview.technical_file import RequirementsFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.ui import crash, jobs
from crasuite.ui.adapter import deadline_rows
from crasuite.ui.late_counts import LateCounts
from crasuite.ui.main_window import OVERVIEW, REQUIREMENTS, MainWindow
from crasuite.ui.pages.product_page import ProductPage
from crasuite.ui.product_screens import product_screens, screen_of
from tests.ui.checks import check_all, lay_out
from tests.ui.main_windows import NOW, main_windows, settle

UPDATES = "annex-1-1-2-c"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def window(qtbot, tmp_path: Path, pack, monkeypatch) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        window.open_product(window.session.workspace.new_product("AeroLock 2").id)
        settle(qtbot, window)
        yield window


@pytest.fixture
def file(window: MainWindow) -> RequirementsFile:
    return RequirementsFile(window.session.workspace, window.product_id)


def keys(window: MainWindow, text: str) -> None:
    combination = QKeySequence(text)[0]
    QTest.keyClick(QApplication.focusWidget() or window, combination.key(), combination.keyboardModifiers())


def count_of(window: MainWindow, screen: str) -> str:
    model = window.sidebar.model()
    items = [model.index(at, 0).data(Qt.ItemDataRole.UserRole) for at in range(model.rowCount())]
    return next(item.count for item in items if item.key == screen)


def test_every_page_of_the_table_opens_and_shows_its_product(qtbot, window: MainWindow) -> None:
    keys_ = [screen.key for screen in product_screens()]
    assert window.sidebar.keys()[2:-1] == [OVERVIEW, *keys_, "history"]
    for number, key in enumerate(keys_, 2):
        keys(window, f"Ctrl+{number}")
        assert window.stack.currentWidget() is window.page(key)
        assert isinstance(window.page(key), ProductPage)
        assert window.windowTitle().startswith("AeroLock 2 – ")


def test_a_place_is_found_by_its_kind() -> None:
    assert screen_of(RecordKind.EVIDENCE).key == REQUIREMENTS
    kinds = [kind for screen in product_screens() for kind in screen.kinds]
    assert len(kinds) == len(set(kinds))


def test_counts_follow_the_work(qtbot, window: MainWindow, file: RequirementsFile) -> None:
    assert count_of(window, REQUIREMENTS) == "22 open"
    file.attach_note([UPDATES], "", "Reviewed on 3 November by Mara.")
    file.change_all([UPDATES], status=file.detail(UPDATES).said.status.MET)
    assert count_of(window, REQUIREMENTS) == "21 open"
    keys(window, "Ctrl+Z")
    assert count_of(window, REQUIREMENTS) == "22 open"


def test_typing_is_saved_before_undo_and_before_leaving(
    qtbot, window: MainWindow, file: RequirementsFile
) -> None:
    window.go(REQUIREMENTS)
    page = window.page(REQUIREMENTS)
    page.tree.select(UPDATES)
    page.detail.how.setFocus()
    qtbot.keyClicks(page.detail.how, "Signed")
    window.undo()
    assert file.detail(UPDATES).said.how == ""
    assert page.detail.how.toPlainText() == ""
    window.redo()
    assert page.detail.how.toPlainText() == "Signed"
    page.detail.how.setFocus()
    page.detail.how.moveCursor(page.detail.how.textCursor().MoveOperation.End)
    qtbot.keyClicks(page.detail.how, " updates")
    keys(window, "Ctrl+1")
    assert file.detail(UPDATES).said.how == "Signed updates"
    assert window.menus.actions["undo"].text() == "&Undo how Part I (2)(c) is met"


def test_the_text_that_was_typed_last_survives_closing(
    qtbot, window: MainWindow, file: RequirementsFile, tmp_path: Path, pack
) -> None:
    from crasuite.interview.workspace import Workspace

    window.go(REQUIREMENTS)
    page = window.page(REQUIREMENTS)
    page.tree.select(UPDATES)
    page.detail.how.setFocus()
    qtbot.keyClicks(page.detail.how, "to the last letter")
    product = window.product_id
    window.close()
    with Workspace.open(tmp_path / "larkfield.crasuite", pack, clock=lambda: NOW) as workspace:
        kept = RequirementsFile(workspace, product).detail(UPDATES).said.how
    assert kept == "to the last letter"


def test_ctrl_d_attaches_and_ctrl_f_filters(
    qtbot, window: MainWindow, file: RequirementsFile, tmp_path: Path, monkeypatch
) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(b"fine")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(report)], ""))
    assert not window.menus.actions["attach"].isEnabled()
    window.go(REQUIREMENTS)
    page = window.page(REQUIREMENTS)
    page.tree.select(UPDATES)
    page.tree.setFocus()
    keys(window, "Ctrl+D")
    qtbot.waitUntil(lambda: file.row(UPDATES).evidence == 1)
    assert window.menus.actions["undo"].text() == "&Undo attaching “report.pdf” to Part I (2)(c)"
    keys(window, "Ctrl+F")
    assert page.search.hasFocus()


def test_places_lead_to_their_field(qtbot, window: MainWindow) -> None:
    window.show_place(Place(RecordKind.REQUIREMENT, UPDATES, "how"))
    page = window.page(REQUIREMENTS)
    assert window.stack.currentWidget() is page
    assert page.detail.id == UPDATES
    assert page.detail.how.hasFocus()


def test_a_linked_risk_opens_where_risks_are_edited(
    qtbot, window: MainWindow, file: RequirementsFile
) -> None:
    if screen_of(RecordKind.RISK) is None:
        pytest.skip("this build has no risk screen")
    file.write("risk", {RecordKind.RISK: {"R-01": Risk("R-01", title="Stolen key")}})
    file.link_risk(UPDATES, "R-01")
    window.show_place(Place(RecordKind.REQUIREMENT, UPDATES))
    window.page(REQUIREMENTS).detail.risk_opened.emit("R-01")
    assert window.stack.currentWidget() is window.page("risk")


def test_the_smallest_window_holds_the_screen_with_and_without_the_drawer(
    qtbot, window: MainWindow, artefacts: Path
) -> None:
    window.resize(1080, 680)
    window.go(REQUIREMENTS)
    page = window.page(REQUIREMENTS)
    lay_out(window)
    assert window.width() == 1080
    check_all(window)
    assert not page.splitter.is_single
    window.explain_focus()
    lay_out(window)
    assert window.width() == 1080
    check_all(window)
    assert window.grab().save(str(artefacts / "window-requirements-small-light.png"))


def test_the_dates_of_a_technical_file_stand_among_the_deadlines(pack: Pack, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "dates.crasuite", pack) as workspace:
        product = workspace.add_sample("smart-door-lock")
        found = {row.what: row.on for row in deadline_rows(workspace, product.id, product.name)}
    assert found["Look at the risk assessment again"] == date(2027, 5, 31)
    assert any(what.startswith("Evidence Penetration test") for what in found)
    assert "The whole law applies" in found


def test_the_count_of_documents_comes_once_all_is_quiet_and_is_renewed(qtbot, window: MainWindow) -> None:
    def words() -> str:
        items = window.sidebar.model()
        found = [items.index(at, 0).data() for at in range(items.rowCount())]
        return next(text for text in found if text.startswith("Documents"))

    qtbot.waitUntil(lambda: " of " in words(), timeout=20_000)
    before = words()
    workspace, product = window.session.workspace, window.product_id
    renewed = []
    window.lines.late.changed.connect(lambda: renewed.append(words()))
    workspace.interview(product).answer("form", "hardware")
    window.session.interview_changed(product)
    assert words() == before  # what was known stays until the new one is there
    qtbot.waitUntil(
        lambda: not window.lines.late._stale and not window.lines.late._timer.isActive(), timeout=20_000
    )
    qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
    assert " of " in words()


@pytest.mark.provokes_defects
def test_a_count_that_breaks_is_told_and_does_not_just_stay_away(qtbot, window: MainWindow) -> None:
    told: list[str] = []
    crash.set_presenter(lambda error, report: told.append(report))

    def broken() -> str:
        raise AttributeError("a paper of a new kind")

    counts = LateCounts(window)
    assert counts.words(window.session.workspace, 1, "documents", lambda: lambda *_: broken) == ""
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "a paper of a new kind" in told[0]


def test_closing_while_the_documents_are_put_together_is_quiet(qtbot, window: MainWindow) -> None:
    told: list[str] = []
    window.go("documents")
    window.close()
    crash.set_presenter(lambda error, report: told.append(report))
    qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
    QApplication.processEvents()
    assert told == []
    assert window.page("documents").file is None
