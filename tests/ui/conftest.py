"""One application with a font of our own, so that pictures and widths agree between machines."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.ui.checks")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ARTEFACTS = Path(__file__).resolve().parent.parent / "artefacts"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["crasuite-tests"]


@pytest.fixture(scope="session", autouse=True)
def _font(qapp) -> None:
    from PySide6.QtGui import QFont, QFontDatabase

    from crasuite import paths

    for file in sorted((paths.resources_dir() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    qapp.setFont(QFont("Inter", 10))


@pytest.fixture(autouse=True)
def _garbage(qapp) -> Iterator[None]:
    """As in the program: garbage is looked for between two events; and no test leaves a job behind."""
    from crasuite.ui import garbage, jobs

    garbage.keep_to_this_thread()
    limits = gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # Python's own, as in the program
    yield
    gc.set_threshold(*limits)
    assert jobs.wait_for_all()
    gc.enable()


class _Defects(logging.Handler):
    """What the crash net catches: errors of jobs, of the window once the net is installed, warnings of Qt."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= (logging.WARNING if record.name == "qt" else logging.ERROR):
            self.found.append(self.format(record))


@pytest.fixture(autouse=True)
def _no_defect(request) -> Iterator[None]:
    """An error that the program logs and goes on after is an error of the test.

    What is raised in a slot or an override of Qt while the net is not installed is found by pytest-qt.
    """
    watched = [logging.getLogger(name) for name in ("crasuite", "qt")]
    defects = _Defects()
    for logger in watched:
        logger.addHandler(defects)
    yield
    for logger in watched:
        logger.removeHandler(defects)
    if request.node.get_closest_marker("provokes_defects") is None:
        assert not defects.found, "\n".join(defects.found)


@pytest.fixture(autouse=True)
def _light_look(qapp) -> None:
    """Each test starts in the light look, whatever the one before chose."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from crasuite.ui import theme
    from crasuite.ui.tokens import LIGHT, current

    # What the test before left would be styled anew with each change of the look.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if current() is not LIGHT or not qapp.styleSheet():
        theme.apply(qapp, "light")


@pytest.fixture
def artefacts() -> Path:
    """Folder for pictures a person looks at; never committed."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


@pytest.fixture
def said(monkeypatch) -> list[str]:
    """What is announced to a screen reader while a test runs."""
    from PySide6.QtGui import QAccessible

    heard: list[str] = []
    tell = QAccessible.updateAccessibility

    def listen(event) -> None:
        if event.type() == QAccessible.Event.Announcement:
            heard.append(event.message())
        tell(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(listen))
    return heard


@pytest.fixture(params=["light", "dark"])
def look(request, qapp) -> str:
    """Runs a test in both looks."""
    from crasuite.ui import theme

    theme.apply(qapp, request.param)
    return request.param
