"""The way through the window by keyboard: first product to export, open points, files that are refused."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from crasuite.interview.interview import RESULT
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.ui import crash
from crasuite.ui.dialogs import files
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.export_dialog import ExportDialog
from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.main_window import OVERVIEW, MainWindow
from crasuite.ui.wizard.interview_wizard import InterviewWizard
from crasuite.ui.wizard.question_page import QuestionPage
from tests.ui.main_windows import main_windows, settle
from tests.ui.wizard.test_whole_interview import ANSWERS, answer_by_keys

Open = Callable[..., MainWindow]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def open_window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[Open]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        yield start


def keys(window: QDialog | MainWindow, text: str) -> None:
    combination = QKeySequence(text)[0]
    target = QApplication.focusWidget() or window
    QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


def in_dialog(monkeypatch, kind: type[QDialog], act: Callable[[Any], None]) -> None:
    """Do this with the dialog while it is open; it has the focus, as with a user."""

    def run(dialog: QDialog) -> int:
        dialog.show()
        dialog.activateWindow()
        for _ in range(20):
            QApplication.processEvents()
        act(dialog)
        assert not dialog.isVisible()
        return dialog.result()

    monkeypatch.setattr(kind, "exec", run)


def typed(text: str) -> Callable[[NameDialog], None]:
    """Type a name over whatever stands there, and press Enter."""

    def act(dialog: NameDialog) -> None:
        assert dialog.field.hasFocus()
        assert dialog.field.selectedText() == dialog.field.text(), "a name that is there is selected"
        QTest.keyClicks(dialog.field, text)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    return act


def answer_all(qtbot, wizard: InterviewWizard) -> list[str]:
    """Answer until the result shows; returns the questions."""
    seen = []
    while wizard.current_question() != RESULT:
        page = wizard.currentPage()
        assert isinstance(page, QuestionPage)
        seen.append(page.question)
        answer_by_keys(qtbot, wizard, page)
        QTest.keyClick(wizard.focusWidget() or wizard, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda page=page: wizard.currentPage() is not page or bool(page.error))
        assert not page.error, (page.question, page.error)
    return seen


def test_from_the_first_start_to_documents(
    qtbot, open_window: Open, tmp_path: Path, monkeypatch, artefacts: Path
) -> None:
    window = open_window()
    in_dialog(monkeypatch, NameDialog, typed("Garden Sensor 3"))
    keys(window, "Return")  # the first step offered has the focus
    wizard = window.interviews.wizards[window.product_id]
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    asked = answer_all(qtbot, wizard)
    assert {"core-functionality", "procedure-choice"} <= set(asked)
    wizard.grab().save(str(artefacts / "way-result.png"))
    assert "important" in wizard.currentPage().accessibleName().lower() or wizard.interview.left() == ()
    QTest.keyClick(wizard.focusWidget() or wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not wizard.isVisible())
    settle(qtbot, window)
    assert window.stack.currentWidget() is window.page(OVERVIEW)
    data = window.overview.data
    assert data.badge == "important-1"
    assert data.questions_left == 0
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.grab().save(str(artefacts / "way-overview.png"))
    shown: list[ExportDialog] = []

    def export(dialog: ExportDialog) -> None:
        assert dialog.field.hasFocus() or dialog.start_button.hasFocus()
        dialog.field.setFocus()
        QTest.keyClick(dialog.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(dialog.field, str(tmp_path / "out"))
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.result_shown is not None, timeout=60_000)
        shown.append(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    in_dialog(monkeypatch, ExportDialog, export)
    settle(qtbot, window)
    qtbot.waitUntil(window.menus.actions["export"].isEnabled)
    window.menus.actions["export"].trigger()
    assert shown
    written = sorted((tmp_path / "out").iterdir())
    assert len(written) == len(shown[0].result_shown.files)
    record = Document(str(next(path for path in written if "_CR_" in path.name)))
    words = "\n".join(one.text for one in record.paragraphs)
    assert "Garden Sensor 3" in words
    assert "class I (17)" in words.replace("\N{NO-BREAK SPACE}", " ")
    book = load_workbook(next(path for path in written if path.suffix == ".xlsx"))
    assert len(book.sheetnames) > 3


def test_open_points_are_left_and_settled_another_day(qtbot, open_window: Open) -> None:
    window = open_window()
    product = window.session.workspace.new_product("Unsure Sensor").id
    window.open_product(product)
    keys(window, "Ctrl+I")
    wizard = window.interviews.wizards[product]
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    while wizard.current_question() != RESULT:
        page = wizard.currentPage()
        if len(wizard.interview.assessment.open_points) < 9 and page.question not in ("form", "product-name"):
            qtbot.waitUntil(lambda page=page: page.isAncestorOf(wizard.focusWidget()))
            QTest.keyClick(wizard.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
        else:
            answer_by_keys(qtbot, wizard, page)
        QTest.keyClick(wizard.focusWidget() or wizard, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda page=page: wizard.currentPage() is not page or bool(page.error))
        assert not page.error, (page.question, page.error)
    unsure = set(wizard.interview.assessment.open_points)
    assert len(unsure) >= 8
    window.close()
    again = open_window()
    assert again.home.model.rows()[0].open_points == len(unsure)
    again.open_product(product)
    interview = again.session.workspace.interview(product)
    for _ in range(40):
        left = list(interview.assessment.open_points) or list(interview.left())
        if not left:
            break
        again.open_interview(left[0])
        wizard = again.interviews.wizards[product]
        wizard.activateWindow()
        qtbot.waitUntil(wizard.isActiveWindow)
        page = wizard.currentPage()
        assert page.question == left[0]
        value = ANSWERS.get(left[0])
        if value is None:
            answer_by_keys(qtbot, wizard, page)
        else:
            interview.answer(left[0], value)
        wizard.close()
    assert not interview.assessment.open_points
    settle(qtbot, again)
    again.open_product(product)
    assert again.overview.data.open_points == 0
    assert "Still open" not in again.overview.data.headline


def test_rename_duplicate_copy_delete_and_undo(
    qtbot, open_window: Open, tmp_path: Path, pack: Pack, monkeypatch
) -> None:
    window = open_window()
    workspace = window.session.workspace
    workspace.add_sample("password-manager")
    settle(qtbot, window)

    def names() -> list[str]:
        return sorted(row.name for row in window.home.model.rows())

    in_dialog(monkeypatch, NameDialog, typed("Vault 1"))
    keys(window, "F2")
    settle(qtbot, window)
    assert names() == ["Vault 1"]
    in_dialog(monkeypatch, NameDialog, typed("Vault 2"))
    window.menus.actions["duplicate"].trigger()
    settle(qtbot, window)
    keys(window, "Ctrl+0")
    assert names() == ["Vault 1", "Vault 2"]
    values = [workspace.repository.values(one.id) for one in workspace.products()]
    same = [{key: value for key, value in one.items() if key != "product-name"} for one in values]
    assert same[0] == same[1]
    monkeypatch.setattr(files, "ask_to_save", lambda *_: tmp_path / "copy")
    window.menus.actions["save_copy"].trigger()
    assert window.notices.note.accessibleName() == "A copy is in copy.crasuite."
    with Workspace.open(tmp_path / "copy.crasuite", pack) as copy:
        assert len(copy.products()) == 2
    in_dialog(monkeypatch, ConfirmDialog, lambda dialog: dialog.accept())
    window.menus.actions["delete"].trigger()
    settle(qtbot, window)
    assert len(names()) == 1
    window.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: names() == ["Vault 1", "Vault 2"], timeout=20_000)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("kind", ["damaged", "newer", "foreign", "no database"])
def test_a_file_that_cannot_be_used_is_told_of_and_left_alone(
    kind: str, qtbot, open_window: Open, tmp_path: Path, pack: Pack, monkeypatch
) -> None:
    path = tmp_path / "other.crasuite"
    with Workspace.create(path, pack) as workspace:
        workspace.add_sample("password-manager")
    if kind == "damaged":
        Workspace.open(path, pack).close()  # a day's first opening makes the backup
        data = bytearray(path.read_bytes())
        data[len(data) // 3 : len(data) // 2] = b"\xa5" * (len(data) // 2 - len(data) // 3)
        path.write_bytes(bytes(data))
    elif kind == "no database":
        path.write_text("A letter, not a workspace.", encoding="utf-8")
    else:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 999" if kind == "newer" else "PRAGMA application_id = 7")
        connection.commit()
        connection.close()
    before = _sum(path)
    window = open_window()
    told: list[str] = []
    crash.set_presenter(lambda error, _report: told.append(str(error)))
    offered: list[str] = []

    def ask(error: Exception, _report: str, choices: list[str]) -> str:
        told.append(str(error))
        offered.extend(choices)
        return ""

    window.session.ask = ask
    monkeypatch.setattr(files, "ask_to_open", lambda *_: path)
    keys(window, "Ctrl+O")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    (said,) = told
    assert path.name in said
    assert {"newer": "newer", "foreign": "another", "no database": "", "damaged": "damaged"}[kind] in said
    assert bool(offered) is (kind == "damaged"), "a good backup is offered in place of a damaged file"
    assert _sum(path) == before


def test_a_file_that_another_process_holds_can_be_read(
    qtbot, open_window: Open, tmp_path: Path, pack: Pack, monkeypatch
) -> None:
    path = tmp_path / "held.crasuite"
    with Workspace.create(path, pack) as workspace:
        workspace.add_sample("password-manager")
    hold = (
        "import sys; from pathlib import Path; from crasuite.interview.workspace import Workspace; "
        "from crasuite.rules import load_pack\n"
        "with Workspace.open(Path(sys.argv[1]), load_pack()):\n"
        "    print('held', flush=True)\n    sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline().strip() == "held"
        before = _sum(path)
        window = open_window()
        asked: list[str] = []

        def ask(error: Exception, _report: str, choices: list[str]) -> str:
            asked.append(str(error))
            return choices[0]

        window.session.ask = ask
        monkeypatch.setattr(files, "ask_to_open", lambda *_: path)
        keys(window, "Ctrl+O")
        qtbot.waitUntil(lambda: bool(asked) and window.session.is_read_only, timeout=20_000)
        assert path.name in asked[0]
        settle(qtbot, window)
        assert not window.home.new_button.isEnabled()
        assert window.home.model.rowCount() == 1
        assert _sum(path) == before
        holder.stdin.close()
