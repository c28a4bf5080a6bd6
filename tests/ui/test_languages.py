"""Nothing of the window stays in English when another language is chosen, and longer words have room."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from crasuite import language
from crasuite.interview.categories import own_words
from crasuite.rules import Pack, load_pack
from crasuite.rules.search import find_categories
from crasuite.ui import jobs
from crasuite.ui.main_window import MainWindow
from crasuite.ui.pages.documents_page import DocumentsPage
from crasuite.ui.pages.overview_page import OverviewPage
from crasuite.ui.pages.requirements_page import RequirementsPage
from crasuite.ui.pages.risk_page import RiskPage
from tests.ui import checks, every_window, spoken
from tests.ui.checks import lay_out
from tests.ui.every_window import FINDINGS, at_rest, dialogs, screens
from tests.ui.main_windows import main_windows, settle
from tests.ui.spoken import Listener


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(autouse=True)
def _made_up_language() -> Iterator[None]:
    language.use_language(language.PSEUDO)
    yield
    language.use_language(language.ENGLISH)


@pytest.fixture
def listener(monkeypatch, tmp_path: Path) -> Listener:
    findings = json.loads(FINDINGS.read_text(encoding="utf-8"))
    listener = Listener(spoken.typed_by_people(), monkeypatch)
    listener.know(
        [
            *spoken.written_in(dialogs),
            *spoken.strings_in(findings),
            *spoken.names_in(findings),
            str(tmp_path),
            getpass.getuser(),
        ]
    )
    listener.know(spoken.help_texts())
    listener.know(("larkfield", "smart-door-lock"))
    return listener


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch, listener: Listener) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        for key in ("smart-door-lock", "wellness-wearable", "patient-monitor"):
            window.session.workspace.add_sample(key)
        settle(qtbot, window)
        window.resize(1280, 800)
        yield window


def wrong_in(window: QWidget, listener: Listener, place: str) -> list[str]:
    """What is in English in this window, and what has no room in it."""
    cut = [
        *checks.cut_words(window),
        *checks.clipped(window),
        *checks.outside(window),
        *checks.overflowing(window),
    ]
    return [*listener.untranslated(window, place), *(f"{place}: cut: {one}" for one in cut)]


def test_every_screen_speaks_the_language(qtbot, window: MainWindow, listener: Listener) -> None:
    found = []
    for screen in every_window.show_screens(qtbot, window):
        found += wrong_in(window, listener, screen)
    assert not found, "\n".join(found)


def test_what_is_empty_or_unfolded_speaks_the_language(
    qtbot, tmp_path: Path, pack: Pack, monkeypatch, listener: Listener
) -> None:
    """No product, a product without answers, and the parts of screens that open on demand."""
    listener.know(["Aldwin"])
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        window.resize(1280, 800)
        lay_out(window)
        found = wrong_in(window, listener, "no product")
        workspace = window.session.workspace
        assert workspace is not None
        workspace.new_product("Aldwin")
        settle(qtbot, window)
        window.open_product(window.listed_products()[0].id)
        for screen in screens():
            window.go(screen)
            at_rest(qtbot, window)
            found += wrong_in(window, listener, f"empty {screen}")
        sample = workspace.add_sample("smart-door-lock")
        settle(qtbot, window)
        window.open_product(sample.id)
        for screen in screens():
            window.go(screen)
            qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
            page = window.page(screen)
            if isinstance(page, OverviewPage):
                page.expand_all()
            elif isinstance(page, RequirementsPage):
                page.tree.selectAll()
                assert page.panes.currentWidget() is page.bulk
            elif isinstance(page, RiskPage):
                page.show_full(True)
                lay_out(window)
                assert page.editor.is_full
                found += wrong_in(window, listener, "a risk in full")
                page.show_context()
            elif isinstance(page, DocumentsPage):
                assert page.file is not None
                codes = [one.code for group in page.file.groups() for one in group.rows]
                assert page.tree.select(next(one for one in codes if one.partition("-")[0] == "PC"))
                page.what.choose("steps")
            else:
                continue
            lay_out(window)
            found += wrong_in(window, listener, f"unfolded {screen}")
    assert not found, "\n".join(found)


def test_every_part_of_reporting_speaks_the_language(qtbot, window: MainWindow, listener: Listener) -> None:
    listener.know(every_window.CASES)
    found = []
    for part in every_window.show_reporting(qtbot, window):
        found += wrong_in(window, listener, part)
    assert not found, "\n".join(found)


def test_the_interview_speaks_the_language(qtbot, window: MainWindow, listener: Listener) -> None:
    found = []
    for wizard, page in every_window.show_interview(qtbot, window):
        hits = find_categories(wizard.interview.pack, own_words(wizard.interview))
        listener.know(word for hit in hits for word in hit.matched)
        found += wrong_in(wizard, listener, f"interview, {page}")
    assert not found, "\n".join(found)


def test_every_dialog_speaks_the_language(qtbot, window: MainWindow, listener: Listener) -> None:
    listener.know(every_window.CASES)
    found = []
    for dialog, name in every_window.show_dialogs(qtbot, window, "ûpdàté"):
        found += wrong_in(dialog, listener, name)
    assert not found, "\n".join(found)


def test_the_listener_hears_each_place(qtbot, listener: Listener) -> None:
    """One English word in each place, beside a text that somebody typed."""
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle("Heading")
    label = QLabel("Untranslated", window)
    label.setToolTip("Hovering")
    button = QPushButton("&Sàvé", window)
    button.setAccessibleName("Hidden")
    QLabel("Smart lock", window).setAccessibleDescription("Described")
    listener.know(["Smart lock"])
    window.show()
    qtbot.waitExposed(window)
    found = "\n".join(listener.untranslated(window, "here"))
    for word in ("Heading", "Untranslated", "Hovering", "Hidden", "Described"):
        assert word in found
    assert "Smart" not in found
    assert "Sàvé" not in found
