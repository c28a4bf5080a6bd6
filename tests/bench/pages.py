"""From the key or click to the painted page: every screen of the window and every page of the interview.

The product is the sample with a filled technical file. A first visit builds the page and is counted apart;
what counts is going there again.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Row
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from crasuite import paths
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack

if TYPE_CHECKING:
    from crasuite.ui.main_window import MainWindow

SAMPLE = "smart-door-lock"
ROUNDS = 3
NOW = datetime(2026, 11, 24, 9, 2, tzinfo=UTC)
AIM, WORST = 16.0, 50.0


def settle() -> None:
    """Let everything end that goes on after the page shows."""
    from crasuite.ui import jobs

    until = time.perf_counter() + 0.05
    while time.perf_counter() < until:
        QApplication.processEvents()
    jobs.wait_for_all()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # outside of exec() nobody else does


def until_painted(act: Callable[[], object]) -> float:
    """Milliseconds from the act until its page stands on the screen."""
    settle()
    begin = time.perf_counter()
    act()
    # Layouts and painting are posted events; what is put off until the page shows waits for a timer.
    QApplication.sendPostedEvents()
    QApplication.sendPostedEvents()
    return (time.perf_counter() - begin) * 1000


@contextmanager
def main_window(folder: Path) -> Iterator[MainWindow]:
    from crasuite.ui.main_window import MainWindow
    from crasuite.ui.session import Session
    from crasuite.ui.settings import Settings

    file = folder / "pages.crasuite"
    with Workspace.create(file, load_pack(), clock=lambda: NOW) as workspace:
        workspace.add_sample(SAMPLE)
    settings = Settings(folder / "settings.ini")
    window = MainWindow(settings, Session(settings, lambda: NOW))
    window.show()
    window.start(file)
    while window.session.workspace is None or window.session.is_filling():
        QApplication.processEvents()
    settle()
    yield window
    window.close()
    settle()


def of_window(folder: Path) -> tuple[dict[str, float], dict[str, list[float]]]:
    """First visit and later ones, by screen."""
    from crasuite.ui.product_screens import product_screens

    first: dict[str, float] = {}
    again: dict[str, list[float]] = {}
    with main_window(folder) as window:
        product = window.listed_products()[0].id
        window.open_product(product)
        screens = ["home", "overview", *(one.key for one in product_screens()), "history", "deadlines"]
        for turn in range(ROUNDS + 1):
            for screen in screens:
                if screen != "home" and not window.chosen_product():
                    window.open_product(product)
                spent = until_painted(partial(window.go, screen))
                if turn == 0:
                    first[screen] = spent
                else:
                    again.setdefault(screen, []).append(spent)
    return first, again


def of_interview(folder: Path) -> tuple[dict[str, float], dict[str, list[float]]]:
    """The same, by question, going on with Next from the first to the result."""
    from crasuite.ui.wizard.interview_wizard import InterviewWizard

    first: dict[str, float] = {}
    again: dict[str, list[float]] = {}
    with Workspace.create(folder / "interview.crasuite", load_pack(), clock=lambda: NOW) as workspace:
        product = workspace.add_sample(SAMPLE)
        wizard = InterviewWizard(workspace, product.id)
        wizard.open_at()
        settle()
        for turn in range(ROUNDS + 1):
            wizard.open_question(wizard.interview.relevant()[0])
            last = ""
            while wizard.nextId() != -1 and last != wizard.current_question():
                last = wizard.current_question()
                spent = until_painted(wizard.go_on)
                name = wizard.current_question()
                if turn == 0:
                    first[name] = spent
                else:
                    again.setdefault(name, []).append(spent)
        wizard.close()
        wizard.deleteLater()
        settle()
    return first, again


def _row(name: str, ms: float, aim: float | None = None) -> Row:
    return Row(name, "ms", ms, aim=aim, aim_is_ratio=False)


def rows() -> list[Row]:
    from crasuite.ui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for file in sorted((paths.resources_dir() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    app.setFont(QFont("Inter", 10))
    theme.apply(app, "light")
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        for title, measure in (("screen of the window", of_window), ("page of the interview", of_interview)):
            first, again = measure(Path(name))
            medians = {page: statistics.median(figures) for page, figures in again.items()}
            worst = max(medians, key=lambda page: medians[page])
            slowest = max(first, key=lambda page: first[page])
            found += [
                _row(
                    f"{title}, gone to (median of {len(medians)})", statistics.median(medians.values()), AIM
                ),
                _row(f"{title}, gone to (worst: {worst})", medians[worst], WORST),
                _row(f"{title}, first visit (median)", statistics.median(first.values())),
                _row(f"{title}, first visit (worst: {slowest})", first[slowest]),
            ]
    return found


if __name__ == "__main__":
    from crasuite.ui import theme

    app = QApplication([])
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory() as name:
        for measure in (of_window, of_interview):
            first, again = measure(Path(name))
            for page, figures in again.items():
                print(f"{page:32} {statistics.median(figures):7.1f}  first {first.get(page, 0):7.1f}")
