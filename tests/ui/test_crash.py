"""The crash net: every kind of error is shown once, with a report that holds no answers."""

from __future__ import annotations

import logging
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from crasuite.errors import CraSuiteError, InternalError, StoreError
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack
from crasuite.store import problems
from crasuite.ui import crash, jobs

pytestmark = pytest.mark.provokes_defects


@pytest.fixture
def shown() -> Iterator[list[tuple[CraSuiteError, str]]]:
    seen: list[tuple[CraSuiteError, str]] = []
    crash.set_presenter(lambda error, report: seen.append((error, report)))
    yield seen
    crash.set_presenter(None)
    crash.forget_what_was_shown()


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
    assert shown[0][1].splitlines()[3] == "ValueError"


def test_an_uncaught_error_of_the_window_is_logged_and_shown(qtbot, net: Path, shown) -> None:
    sys.excepthook(ValueError, ValueError("in a slot"), None)
    qtbot.waitUntil(lambda: bool(shown))
    logging.getLogger().handlers[-1].flush()
    assert "ValueError" in (net / "crasuite.log").read_text(encoding="utf-8")


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


# What a report may hold

MARKER = "Geheimnis-4711"


@pytest.fixture
def workspace(tmp_path: Path, pack: Pack) -> Iterator[Workspace]:
    """A file with the marker in its name, in its product, in an answer, in a note and in evidence."""
    with Workspace.create(tmp_path / f"{MARKER}.crasuite", pack, who=lambda: MARKER) as found:
        found.new_product(MARKER)
        found.interview(1).answer("intended-purpose", MARKER)
        found.interview(1).set_note("intended-purpose", MARKER)
        found.set_records(1, {"evidence": {"E-01": {"name": MARKER, "file": f"/home/{MARKER}"}}}, MARKER)
        yield found


def defects(workspace: Workspace) -> list[BaseException]:
    """Errors as they come about in the midst of what was typed."""
    values = workspace.repository.values(1)
    found: list[BaseException] = []
    for act in (
        lambda: {}[values["intended-purpose"]],
        lambda: int(values["intended-purpose"]),
        lambda: workspace.interview(1).note("intended-purpose").encode("ascii").nothing,  # type: ignore[attr-defined]
        lambda: (_ for _ in ()).throw(RuntimeError(workspace.repository.records(1, "evidence"))),
        lambda: Path(f"/nowhere/{MARKER}").read_bytes(),
        lambda: (_ for _ in ()).throw(problems.damaged(workspace.path, None)),
        lambda: sqlite3.connect(f"/nowhere/{MARKER}"),
        lambda: (_ for _ in ()).throw(AssertionError(MARKER)),
        lambda: __import__(MARKER),
    ):
        try:
            act()
        except Exception as error:  # noqa: BLE001  each of them is what the net has to take
            try:
                raise LookupError(MARKER) from error
            except LookupError as outer:
                outer.add_note(MARKER)
                found += [error, outer]
    assert len(found) == 18
    return found


def test_no_report_and_no_log_holds_what_was_typed(
    qtbot, net: Path, shown, workspace: Workspace, monkeypatch
) -> None:
    found = defects(workspace)
    for error in found:
        crash.show_error(error)
    qWarning(f"QImage: cannot read '/home/{MARKER}/a.png'")
    sys.unraisablehook(
        type("Args", (), {"exc_value": ValueError(MARKER), "err_msg": MARKER, "object": MARKER})()
    )
    qtbot.waitUntil(lambda: len(shown) >= 10)
    reports = [report for _, report in shown if report] + [crash.report_of(error) for error in found]
    assert len(reports) > 20
    for report in reports:
        assert MARKER not in report
        assert str(workspace.path.parent) not in report
    assert any("test_crash.py" in report for report in reports), "the place is named"
    logging.getLogger().handlers[-1].flush()
    log = (net / "crasuite.log").read_text(encoding="utf-8")
    assert "LookupError" in log
    assert MARKER not in log


def test_the_words_shown_say_what_was_kept_and_what_to_do(qtbot, net: Path, shown) -> None:
    crash.show_error(ValueError(MARKER))
    qtbot.waitUntil(lambda: bool(shown))
    error = shown[0][0]
    assert "saved" in error.why
    assert "start the program again" in error.next_step
    assert MARKER not in f"{error.what} {error.why} {error.next_step}"


# Wherever it happens


def test_in_a_worker(qtbot, net: Path, shown) -> None:
    def work(_handle: object) -> None:
        raise ValueError(MARKER)

    jobs.start(work)
    qtbot.waitUntil(lambda: bool(shown))
    assert "in work" in shown[0][1]


@pytest.mark.qt_no_exception_capture
def test_in_a_slot(qtbot, net: Path, shown) -> None:
    pressed = QPushButton("Press")
    qtbot.addWidget(pressed)

    def slot() -> None:
        raise ValueError(MARKER)

    pressed.clicked.connect(slot)
    pressed.click()
    qtbot.waitUntil(lambda: bool(shown))
    assert "in slot" in shown[0][1]
    assert MARKER not in shown[0][1]


class _Broken(QWidget):
    """Painting it fails, each time."""

    painted = 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.painted += 1
        raise ValueError(MARKER)


@pytest.mark.qt_no_exception_capture
def test_in_painting_it_is_shown_once_and_not_for_ever(qtbot, net: Path) -> None:
    """A dialog over a broken picture makes it paint again, which must not open the next dialog."""
    widget = _Broken()
    qtbot.addWidget(widget)
    seen: list[str] = []

    def present(_error: CraSuiteError, report: str) -> None:
        seen.append(report)
        for _ in range(3):
            widget.repaint()

    crash.set_presenter(present)
    try:
        widget.show()
        repaint = QTimer(widget)
        repaint.timeout.connect(widget.update)
        repaint.start(0)
        qtbot.waitUntil(lambda: widget.painted > 60)
        repaint.stop()
    finally:
        widget.hide()  # or it is painted once more after the test, and what that prints belongs to no test
        crash.set_presenter(None)
        crash.forget_what_was_shown()
    assert len(seen) == 1
    assert "in paintEvent" in seen[0]
    logging.getLogger().handlers[-1].flush()
    log = (net / "crasuite.log").read_text(encoding="utf-8")
    assert log.count("Unexpected error") <= 20, "nor does the log grow for ever"


def test_a_dialog_that_cannot_be_shown_is_not_tried_for_ever(qtbot, net: Path, capsys) -> None:
    tries: list[str] = []

    def present(error: CraSuiteError, _report: str) -> None:
        tries.append(error.code)
        raise RuntimeError("no dialog either")

    crash.set_presenter(present)
    try:
        crash.show_error(ValueError("first"))
        qtbot.waitUntil(lambda: bool(tries))
        qtbot.wait(50)
    finally:
        crash.set_presenter(None)
        crash.forget_what_was_shown()
    assert tries == ["UI-99"]


def test_the_same_defect_is_shown_again_when_the_user_tries_again(monkeypatch, shown) -> None:
    now = [100.0]
    monkeypatch.setattr(crash.time, "monotonic", lambda: now[0])
    for _ in range(30):
        crash.show_error(ValueError("again"))
        now[0] += 10
    assert 1 < len(shown) <= 5, "and not without end"
