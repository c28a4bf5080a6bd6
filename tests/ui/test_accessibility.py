"""One walk over every screen, every kind of page of the interview and every dialog, in both looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crasuite.rules import Pack, load_pack
from crasuite.ui import jobs
from crasuite.ui.main_window import DEADLINES, HISTORY, HOME, OVERVIEW, MainWindow
from crasuite.ui.product_screens import product_screens
from tests.ui.checks import lay_out
from tests.ui.main_windows import main_windows, settle
from tests.ui.walk import Walk


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        for key in ("smart-door-lock", "wellness-wearable", "patient-monitor", "hardware-security-module"):
            window.session.workspace.add_sample(key)
        settle(qtbot, window)
        window.resize(1280, 800)
        yield window


def test_every_screen(qtbot, look: str, window: MainWindow, artefacts: Path) -> None:
    walk, found = Walk(), []
    for screen in (HOME, DEADLINES, OVERVIEW, *(one.key for one in product_screens()), HISTORY):
        if screen == OVERVIEW:
            window.open_product(window.listed_products()[0].id)
        window.go(screen)
        qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
        lay_out(window)
        assert window.isActiveWindow(), "something was shown as a window of its own"
        assert window.grab().save(str(artefacts / f"window-{screen}-{look}.png"))
        found += walk.through(window, screen)
    assert not found, "\n".join(found)
    assert min(walk.counts[one] for one in ("text", "items", "outline", "focus")) > 5, walk.counts
