"""The dialog that shows every change of a filled workbook before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crasuite.documents.content import workbook
from crasuite.documents.dossier_folder import paper_bytes
from crasuite.interview.export import product_record
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.ui.dialogs.change_model import DECISION, KEEP, TAKE, UNDECIDED
from crasuite.ui.dialogs.import_checklist_dialog import ImportChecklistDialog
from tests.ui.checks import check_all, lay_out

HOW = "How it is met, or why it does not apply"
Opened = Callable[[Path], ImportChecklistDialog]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def workspace(tmp_path: Path, pack: Pack) -> Iterator[Workspace]:
    now = datetime(2026, 11, 24, 10, 2, tzinfo=UTC)
    with Workspace.create(
        tmp_path / "w.crasuite", pack, clock=lambda: now, who=lambda: "Ana", today=lambda: now.date()
    ) as found:
        yield found


@pytest.fixture
def product(workspace: Workspace) -> int:
    product_id = workspace.add_sample("password-manager").id
    workspace.set_records(
        product_id,
        {
            "requirement": {"annex-1-1-2-a": {"applies": "yes", "how": "Scan.", "owner": "Jonas"}},
            "evidence": {"E-01": {"kind": "note", "text": "Log"}},
        },
        "filling",
    )
    return product_id


@pytest.fixture
def filled(workspace: Workspace, product: int, tmp_path: Path) -> Path:
    """A workbook with three changes, one conflict and two cells that cannot be imported."""
    path = tmp_path / "checklist.xlsx"
    path.write_bytes(paper_bytes(workbook.build(product_record(workspace, product))))
    book = openpyxl.load_workbook(path)
    sheet = book["Requirements"]
    heads = {cell.value: cell.column for cell in sheet[5]}
    rows = {sheet.cell(row, 1).value: row for row in range(6, sheet.max_row + 1)}

    def put(row: str, head: str, value: Any) -> None:
        sheet.cell(rows[row], heads[head]).value = value

    put("annex1.i.2.a", "Owner", "Mara")
    put("annex1.i.2.b", HOW, "Reset restores the delivered state and deletes every key of the former owner.")
    put("annex1.i.2.b", "Status", "► In progress")
    put("annex1.i.2.c", "Due", date(2027, 1, 15))
    put("annex1.i.2.d", "Evidence", "E-77")
    put("annex1.ii.2", "Applies?", "Does not apply")
    book.save(path)
    workspace.set_records(
        product,
        {"requirement": {"annex-1-1-2-a": {"applies": "yes", "how": "Scan.", "owner": "Peter"}}},
        "meanwhile",
    )
    return path


@pytest.fixture
def opened(qtbot, workspace: Workspace, product: int) -> Opened:
    def show(path: Path) -> ImportChecklistDialog:
        dialog = ImportChecklistDialog(workspace, product, path)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        lay_out(dialog)
        return dialog

    return show


def test_it_shows_every_change_first(opened: Opened, filled: Path, artefacts: Path, look: str) -> None:
    dialog = opened(filled)
    assert (
        dialog.summary.text() == "4 changes, 1 conflict and 2 cells or rows not imported in checklist.xlsx."
    )
    assert dialog.model.decision(0) == UNDECIDED
    assert dialog.model.changes[0].is_conflict
    assert not dialog.import_button.isEnabled()
    assert dialog.import_button.text() == "1 conflict to decide"
    dialog.grab().save(str(artefacts / f"import-checklist-{look}.png"))
    check_all(dialog)


def test_a_conflict_is_decided_and_all_is_one_step(
    opened: Opened, filled: Path, workspace: Workspace, product: int, qtbot
) -> None:
    before = workspace.technical_file(product)
    dialog = opened(filled)
    qtbot.mouseClick(dialog.keep_button, Qt.MouseButton.LeftButton)
    assert dialog.model.decision(0) == KEEP
    assert dialog.import_button.text() == "&Import 3 changes"
    qtbot.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    assert dialog.import_button.text() == "&Import 4 changes"
    qtbot.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == dialog.DialogCode.Accepted
    assert dialog.imported == 4
    file = workspace.technical_file(product)
    assert file.requirement("annex-1-1-2-a").owner == "Mara"
    assert file.requirement("annex-1-1-2-c").due == date(2027, 1, 15)
    workspace.undo()
    assert workspace.technical_file(product) == before


def test_space_and_a_click_decide_too(opened: Opened, filled: Path, qtbot) -> None:
    dialog = opened(filled)
    table = dialog.table
    table.setFocus()
    table.setCurrentIndex(dialog.model.index(1, 2))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert dialog.model.decision(1) == KEEP
    place = table.visualRect(dialog.model.index(1, DECISION)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.model.decision(1) == TAKE


def test_cancel_changes_nothing(opened: Opened, filled: Path, workspace: Workspace, product: int) -> None:
    before = workspace.technical_file(product)
    dialog = opened(filled)
    dialog.reject()
    assert workspace.technical_file(product) == before


def test_a_foreign_file_is_explained(opened: Opened, tmp_path: Path, look: str, artefacts: Path) -> None:
    path = tmp_path / "prices.xlsx"
    openpyxl.Workbook().save(path)
    dialog = opened(path)
    assert "not a workbook that CRA Suite exported" in dialog.banner._title.text()
    assert not dialog.import_button.isVisible()
    dialog.grab().save(str(artefacts / f"import-refused-{look}.png"))
    check_all(dialog)
    assert dialog.height() < 320, "no higher than what it says needs"


def test_a_workbook_without_changes_says_so_in_a_small_window(
    opened: Opened, workspace: Workspace, product: int, tmp_path: Path, artefacts: Path
) -> None:
    path = tmp_path / "checklist.xlsx"
    path.write_bytes(paper_bytes(workbook.build(product_record(workspace, product))))
    dialog = opened(path)
    assert dialog.heading.text() == "checklist.xlsx brings nothing to import"
    assert dialog.summary.text() == "0 changes in checklist.xlsx."
    assert not dialog.import_button.isVisible()
    assert dialog.close_button.hasFocus()
    check_all(dialog)
    dialog.grab().save(str(artefacts / "import-nothing.png"))
    assert dialog.height() < 240
