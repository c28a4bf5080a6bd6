"""The crash net: every kind of error is shown once, with a report that holds no answers."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crasuite.errors import CraSuiteError, InternalError, StoreError
from crasuite.ui import crash


@pytest.fixture
def shown() -> Iterator[list[tuple[CraSuiteError, str]]]:
    seen: list[tuple[CraSuiteError, str]] = []
    crash.set_presenter(lambda error, report: seen.append((error, report)))
    yield seen
    crash.set_presenter(None)


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Path]:
    crash.install(tmp_path)
    yield tmp_path
    crash.uninstall()


def test_an_error_of_the_surroundings_has_no_report(shown) -> None:
    error = StoreError("STORE-07", "Not saved.", "The disk is full.", "Free some space.")
    crash.show_error(error)
    assert shown == [(error, "")]


def test_a_defect_of_ours_becomes_three_sentences_and_a_report(shown) -> None:
    try:
        raise ZeroDivisionError("by zero")
    except ZeroDivisionError as error:
        crash.show_error(error)
    error, report = shown[0]
    assert isinstance(error, InternalError)
    assert "answers are saved" in error.why
    assert "ZeroDivisionError: by zero" in report
    assert "Python 3" in report


def test_an_error_while_an_error_shows_opens_no_second_dialog() -> None:
    seen: list[str] = []

    def presenter(error: CraSuiteError, _report: str) -> None:
        seen.append(error.code)
        crash.show_error(StoreError("STORE-09", "Again."))

    crash.set_presenter(presenter)
    crash.show_error(StoreError("STORE-07", "Not saved."))
    crash.set_presenter(None)
    assert seen == ["STORE-07"]


def test_an_uncaught_error_of_a_thread_reaches_the_window(qtbot, net: Path, shown) -> None:
    error = ValueError("in a thread")
    threading.excepthook(threading.ExceptHookArgs((ValueError, error, None, None)))
    qtbot.waitUntil(lambda: bool(shown))
    assert "in a thread" in shown[0][1]


def test_an_uncaught_error_of_the_window_is_logged_and_shown(qtbot, net: Path, shown) -> None:
    sys.excepthook(ValueError, ValueError("in a slot"), None)
    qtbot.waitUntil(lambda: bool(shown))
    logging.getLogger().handlers[-1].flush()
    assert "in a slot" in (net / "crasuite.log").read_text(encoding="utf-8")


def test_a_hard_crash_is_told_once_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "crash.log").write_text("Fatal Python error: Segmentation fault")
    try:
        assert "Segmentation fault" in crash.install(tmp_path)
    finally:
        crash.leave_cleanly()
        crash.uninstall()
    try:
        assert crash.install(tmp_path) == ""
    finally:
        crash.leave_cleanly()
        crash.uninstall()
    assert not (tmp_path / "crash.log").exists()


def test_a_log_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    try:
        assert crash.install(blocked / "logs") == ""
    finally:
        crash.uninstall()
