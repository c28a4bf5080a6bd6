"""At 200 % nothing is cut and all can be got to: twice the scale, and letters of twice the size."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.small_screen import let_scroll
from crasuite.ui.widgets.scroll_body import ScrollBody
from tests.ui.checks import lay_out, unreachable


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "scale", "points", "parts"),
    [
        pytest.param("de", 2, 10, ("dialogs", "interview"), id="twice-the-scale-de"),
        pytest.param("en", 1, 20, ("dialogs", "interview"), id="letters-twice-as-large-en"),
        pytest.param("de", 1, 20, ("screens", "dialogs", "interview"), id="letters-twice-as-large-de"),
    ],
)
def test_nothing_is_cut_or_out_of_reach_on_a_small_screen(
    tmp_path: Path,
    project_root: Path,
    language: str,
    scale: int,
    points: int,
    parts: tuple[str, ...],
) -> None:
    screen = {"name": "small", "x": 0, "y": 0, "width": 1280 * scale, "height": 720 * scale}
    dots = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = tmp_path / "screens.json"
    screens.write_text(
        json.dumps(
            {
                "synchronousWindowSystemEvents": False,
                "windowFrameMargins": True,
                "screens": [{**screen, **dots}],
            }
        ),
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.twice", tmp_path, language, str(points), "100", *parts],
        cwd=tmp_path,  # a path with a colon would end the name of the file of screens
        env={
            **os.environ,
            "QT_SCALE_FACTOR": str(scale),
            "QT_QPA_PLATFORM": f"offscreen:configfile={screens.name}",
            "PYTHONPATH": str(project_root),
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert [line for line in lines if line.startswith("WALKED")] == [f"WALKED {float(scale)} True"]
    assert [line for line in lines if line.startswith("FAULT")] == []


def test_a_dialog_higher_than_the_screen_scrolls_and_keeps_its_keys(qtbot) -> None:
    dialog = NameDialog("Rename", "What is it called?", "Rename", "AeroLock 2")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    usual, focus = dialog.size(), QApplication.focusWidget()
    let_scroll(dialog)
    assert dialog.size() == usual
    assert dialog.findChildren(ScrollBody) == [], "it has room"
    dialog.layout().addSpacing(4000)
    QApplication.processEvents()
    let_scroll(dialog)
    let_scroll(dialog)
    lay_out(dialog)
    (area,) = dialog.findChildren(ScrollBody)
    assert dialog.height() <= dialog.screen().availableSize().height()
    assert area.verticalScrollBar().isVisible()
    assert QApplication.focusWidget() is focus
    assert unreachable(dialog) == []
    focus.setFocus()
    qtbot.keyClick(focus, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert not dialog.isVisible()
