"""The whole main window on a workspace file, opened and closed as a user does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crasuite.rules import Pack
from crasuite.ui import crash, jobs
from crasuite.ui.main_window import MainWindow
from crasuite.ui.session import Session
from crasuite.ui.settings import Settings

NOW = datetime(2026, 11, 24, 9, 2, tzinfo=UTC)


@contextmanager
def main_windows(
    qtbot: Any, folder: Path, pack: Pack, monkeypatch: Any
) -> Iterator[Callable[..., MainWindow]]:
    """Opens windows on files of a folder; they are closed at the end, and no job may be left running."""
    monkeypatch.setattr("crasuite.ui.session._load", lambda: pack)
    windows: list[MainWindow] = []

    def start(name: str = "larkfield.crasuite") -> MainWindow:
        settings = Settings(folder / "settings.ini")
        window = MainWindow(settings, Session(settings, lambda: NOW))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        with qtbot.waitSignal(window.usable, timeout=20_000):
            window.start(folder / name)
        settle(qtbot, window)
        return window

    yield start
    for window in windows:
        window.close()
    assert jobs.wait_for_all()
    crash.set_presenter(None)


def settle(qtbot: Any, window: MainWindow) -> None:
    """Wait until every product is worked out."""
    qtbot.waitUntil(lambda: not window.session.is_filling(), timeout=20_000)
