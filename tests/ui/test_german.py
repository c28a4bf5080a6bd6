"""The window in German: nothing is missing, nothing is cut, and each letter has one meaning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from crasuite import language
from crasuite.domain.case import CaseKind
from crasuite.interview.reporting_file import ReportingFile
from crasuite.rules import Pack, load_pack
from crasuite.ui import jobs, texts
from crasuite.ui.app import speak
from crasuite.ui.dialogs.search_dialog import SearchDialog
from crasuite.ui.drill_window import DrillWindow
from crasuite.ui.main_window import OVERVIEW, REPORTING, MainWindow
from crasuite.ui.pages.reporting_page import ReportingPage
from tests.ui import checks, spoken
from tests.ui.checks import lay_out
from tests.ui.main_windows import NOW, main_windows, settle
from tests.ui.test_accessibility import PAGES, UNSURE, dialogs, screens

WIDTHS = (1280, 1080)
"""Of a usual window, and of the narrowest one."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(autouse=True)
def _german(qapp: QApplication) -> Iterator[None]:
    speak(qapp, "de")
    yield
    speak(qapp, language.ENGLISH)


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        for key in ("smart-door-lock", "wellness-wearable", "patient-monitor"):
            window.session.workspace.add_sample(key)
        settle(qtbot, window)
        window.resize(1280, 800)
        yield window


def wrong_in(window: QWidget, place: str) -> list[str]:
    """What has no German, what has no room, and letters that are missing or mean two things."""
    window.grab()
    said = [
        f"{where}: {text!r}" for where, text in spoken.texts_of(window) if language.NOT_TRANSLATED in text
    ]
    cut = [*checks.clipped(window), *checks.outside(window), *wider_than_its_view(window)]
    return [
        *(f"{place}: not in German: {one}" for one in said),
        *(f"{place}: cut: {one}" for one in cut),
        *(f"{place}: two meanings: {one}" for one in checks.repeated_letters(window)),
        *(f"{place}: no letter: {one}" for one in checks.without_letter(window)),
    ]


def wider_than_its_view(window: QWidget) -> list[str]:
    """Contents that have to be scrolled sideways."""
    return [
        f"{area.accessibleName()}: needs {inner.width()}, has {area.viewport().width()}"
        for area in window.findChildren(QScrollArea)
        if area.isVisible() and (inner := area.widget()) and inner.width() > area.viewport().width()
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_screen_in_german(qtbot, window: MainWindow, width: int) -> None:
    window.resize(width, 800)
    found = []
    for screen in screens():
        if screen == OVERVIEW:
            window.open_product(window.listed_products()[0].id)
        window.go(screen)
        qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
        lay_out(window)
        found += wrong_in(window, screen)
    assert window.width() == width
    workspace = window.session.workspace
    assert workspace is not None
    desk = ReportingFile(workspace, window.chosen_product())
    aware = NOW - timedelta(hours=3)
    desk.new_case(CaseKind.VULNERABILITY, "BLE pairing bypass", aware=aware, zone="Europe/Amsterdam")
    desk.new_case(CaseKind.INCIDENT, "Cloud login outage", opened=False)
    window.go(REPORTING)
    page = window.page(REPORTING)
    assert isinstance(page, ReportingPage)
    for button in page.segments.findChildren(QAbstractButton):
        button.click()
        qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
        lay_out(window)
        found += wrong_in(window, f"reporting, {button.text()}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_interview_in_german(qtbot, window: MainWindow, width: int) -> None:
    window.open_product(window.listed_products()[0].id)
    window.open_interview()
    wizard = window.interviews.wizards[window.chosen_product()]
    qtbot.waitUntil(wizard.isActiveWindow)
    wizard.resize(width, 800)
    found = []
    for question in PAGES:
        if question == UNSURE:
            wizard.interview.answer(UNSURE, "not-sure")
        wizard.open_question(question)
        lay_out(wizard)
        found += wrong_in(wizard, f"interview, {question}")
    wizard.explain_step()
    lay_out(wizard)
    found += wrong_in(wizard, "interview, explanation")
    wizard.close()
    assert not found, "\n".join(found)


def test_every_dialog_in_german(qtbot, window: MainWindow) -> None:
    window.open_product(window.listed_products()[0].id)
    found = []
    for name, make in dialogs(window).items():
        dialog = make()
        dialog.show()
        if isinstance(dialog, SearchDialog):
            qtbot.waitUntil(dialog.is_ready)
            dialog.field.setText("Aktualisierung")
        qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
        lay_out(dialog)
        found += wrong_in(dialog, name)
        if isinstance(dialog, DrillWindow):
            dialog.throw_away()
        else:
            dialog.close()
            dialog.deleteLater()
        QApplication.processEvents()
    assert not found, "\n".join(found)


def test_the_keyboard_table_names_the_letters_of_the_language() -> None:
    assert "| Alt+J, Alt+N, Alt+S |" in texts.keyboard()
    assert "| Alt+Z, Alt+T |" in texts.keyboard()
    with language.speaking(language.ENGLISH):
        assert "| Alt+Y, Alt+N, Alt+S |" in texts.keyboard()
        assert "| Alt+B, Alt+X |" in texts.keyboard()
