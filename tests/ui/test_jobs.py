"""Work off the window's thread: one outcome each, delivered in the window's thread."""

from __future__ import annotations

import threading

from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from crasuite.errors import DocumentError
from crasuite.ui import crash, jobs


def main_thread() -> bool:
    return QThread.currentThread() is QApplication.instance().thread()


def test_a_result_arrives_in_the_windows_thread(qtbot) -> None:
    seen: list[tuple[object, bool]] = []
    worked_in: list[int] = []

    def work(_handle: jobs.JobHandle) -> int:
        worked_in.append(threading.get_ident())
        return 42

    job = jobs.start(work, done=lambda value: seen.append((value, main_thread())))
    with qtbot.waitSignal(job.ended):
        pass
    assert seen == [(42, True)]
    assert worked_in[0] != threading.get_ident()
    assert jobs.running() == 0


def test_progress_is_reported_in_order(qtbot) -> None:
    def work(handle: jobs.JobHandle) -> None:
        for number in range(3):
            handle.progress(number, 3, f"part {number}")

    job = jobs.Job(work)
    seen: list[tuple[int, int, str]] = []
    job.progress.connect(lambda *values: seen.append(values))
    with qtbot.waitSignal(job.ended):
        job.start()
    assert seen == [(0, 3, "part 0"), (1, 3, "part 1"), (2, 3, "part 2")]


def test_a_failure_has_one_path(qtbot) -> None:
    error = DocumentError("DOC-01", "Not written.")

    def work(_handle: jobs.JobHandle) -> None:
        raise error

    shown: list[object] = []
    crash.set_presenter(lambda one, report: shown.append((one, report)))
    job = jobs.start(work)
    with qtbot.waitSignal(job.ended):
        pass
    assert shown == [(error, "")]
    crash.set_presenter(None)


def test_cancel_ends_at_the_next_step(qtbot) -> None:
    begun = threading.Event()

    def work(handle: jobs.JobHandle) -> None:
        begun.set()
        while True:
            handle.check()

    job = jobs.Job(work)
    outcomes: list[str] = []
    job.done.connect(lambda _value: outcomes.append("done"))
    job.cancelled.connect(lambda: outcomes.append("cancelled"))
    job.start()
    assert begun.wait(5)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert outcomes == ["cancelled"]
