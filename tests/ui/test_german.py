"""The window in German: nothing is missing, nothing is cut, and each letter has one meaning."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from crasuite import language
from crasuite.rules import Pack, load_pack
from crasuite.ui import texts
from crasuite.ui.app import speak
from crasuite.ui.main_window import MainWindow
from tests.ui import checks, every_window, spoken
from tests.ui.main_windows import main_windows, settle

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
    said = [
        f"{where}: {text!r}" for where, text in spoken.texts_of(window) if language.NOT_TRANSLATED in text
    ]
    cut = [
        *checks.cut_words(window),
        *checks.clipped(window),
        *checks.cut_headings(window),
        *checks.outside(window),
        *wider_than_its_view(window),
    ]
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
    for place in chain(every_window.show_screens(qtbot, window), every_window.show_reporting(qtbot, window)):
        found += wrong_in(window, place)
        if width == WIDTHS[-1] and not window.is_explaining():
            window.explain_focus()
            checks.lay_out(window)
            found += wrong_in(window, f"{place} beside the explanation")
            window.dock.close()
    assert window.width() == width
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_interview_in_german(qtbot, window: MainWindow, width: int) -> None:
    found = []
    for wizard, page in every_window.show_interview(qtbot, window, width):
        found += wrong_in(wizard, f"interview, {page}")
    assert not found, "\n".join(found)


def test_every_dialog_in_german(qtbot, window: MainWindow) -> None:
    found = []
    for dialog, name in every_window.show_dialogs(qtbot, window, "Aktualisierung"):
        found += wrong_in(dialog, name)
    assert not found, "\n".join(found)


def test_the_keyboard_table_names_the_letters_of_the_language() -> None:
    assert "| Alt+J, Alt+N, Alt+S |" in texts.keyboard()
    assert "| Alt+Z, Alt+T |" in texts.keyboard()
    with language.speaking(language.ENGLISH):
        assert "| Alt+Y, Alt+N, Alt+S |" in texts.keyboard()
        assert "| Alt+B, Alt+X |" in texts.keyboard()
