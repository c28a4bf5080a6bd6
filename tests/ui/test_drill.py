"""A drill from the menu to its report: marked at all times, and the real file stays as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document

from crasuite.domain.case import CaseKind
from crasuite.interview.drill import is_drill
from crasuite.rules import Pack, load_pack
from crasuite.ui.dialogs import files
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.drill_report_dialog import DrillReportDialog
from crasuite.ui.main_window import MainWindow
from tests.ui.checks import check_all, lay_out
from tests.ui.main_windows import NOW, main_windows, settle
from tests.ui.reporting_desk import fill, open_desk


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[Callable[..., MainWindow]]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        yield start


@pytest.fixture
def shown(qtbot, window, tmp_path: Path, monkeypatch) -> MainWindow:
    desk = open_desk(tmp_path)
    with desk.workspace:
        fill(desk)
    found = window()
    settle(qtbot, found)
    found.open_product(desk.product_id)
    return found


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_drill_from_the_menu_to_the_report(
    qtbot, shown: MainWindow, tmp_path: Path, look: str, artefacts: Path, monkeypatch
) -> None:
    real = tmp_path / "larkfield.crasuite"
    before, cases = _sum(real), set(shown.session.workspace.cases.opened())
    said: list[str] = []
    moment = [NOW]
    shown.session.workspace._clock = lambda: moment[0]
    monkeypatch.setattr(ConfirmDialog, "ask", lambda _title, text, *_: said.append(text) or True)
    shown.actions_by_name["drill"].trigger()
    assert "copy" in said[0]
    assert "thrown away" in said[0]
    drill = shown._drill
    assert drill is not None
    lay_out(drill)
    assert drill.banner.isVisible()
    assert drill.banner.accessibleName() == "Drill: nothing here is real"
    assert drill.windowTitle().startswith("Drill")
    assert is_drill(drill.drill.workspace)
    copy = drill.copy_path()
    assert copy.exists()
    assert copy != real
    desk = drill._desk
    moment[0] += timedelta(minutes=4)
    case_id = desk.new_case(CaseKind.VULNERABILITY, "Made-up bypass", aware=NOW, zone="Europe/Amsterdam")
    moment[0] += timedelta(minutes=6)
    desk.submit(case_id, "vulnerability-early-warning", moment[0])
    check_all(drill)
    drill.grab().save(str(artefacts / f"drill-{look}.png"))
    target = tmp_path / "drill.docx"
    monkeypatch.setattr(files, "ask_to_save", lambda *_: target)
    seen: list[DrillReportDialog] = []

    def run(dialog: DrillReportDialog) -> int:
        seen.append(dialog)
        dialog.show()
        lay_out(dialog)
        check_all(dialog)
        dialog.grab().save(str(artefacts / f"drill-report-{look}.png"))
        dialog.save_button.click()
        dialog.end_button.click()
        return dialog.result()

    monkeypatch.setattr(DrillReportDialog, "exec", run)
    drill.end_button.click()
    assert [one.report().case_id for one in seen] == [case_id]
    assert "10 min" in seen[0].heading.text()
    assert "Made-up bypass" in "\n".join(one.text for one in Document(str(target)).paragraphs)
    assert shown._drill is None
    assert not copy.exists(), "the copy is thrown away"
    assert not copy.parent.exists()
    assert _sum(real) == before, "the real file is the same, byte by byte"
    assert set(shown.session.workspace.cases.opened()) == cases


def test_closing_asks_and_going_on_keeps_the_drill(qtbot, shown: MainWindow, monkeypatch) -> None:
    answers = [True, False, True]
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_: answers.pop(0))
    shown.run_drill()
    drill = shown._drill
    assert drill is not None
    drill.close()
    assert drill.isVisible(), "going on is the harmless choice"
    shown.run_drill()
    assert shown._drill is drill, "there is one drill at a time"
    drill.close()
    assert shown._drill is None


def test_closing_the_main_window_throws_the_copy_away(qtbot, shown: MainWindow, monkeypatch) -> None:
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_: True)
    shown.run_drill()
    assert shown._drill is not None
    copy = shown._drill.copy_path()
    shown.close()
    assert not copy.exists()


def test_not_now_starts_nothing(qtbot, shown: MainWindow, monkeypatch) -> None:
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *_: False)
    shown.run_drill()
    assert shown._drill is None
