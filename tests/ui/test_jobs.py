"""Work off the window's thread: one outcome each, delivered in the window's thread."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from shiboken6 import delete, isValid

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


class Remembers(QObject):
    """Something of Qt that says in which thread it was let go of."""

    def __init__(self, let_go_in: list[int]) -> None:
        super().__init__()
        self._let_go_in = let_go_in
        self.myself = self

    def __del__(self) -> None:
        self._let_go_in.append(threading.get_ident())


def make_garbage(_handle: jobs.JobHandle) -> None:
    """Enough for Python to look for garbage many times over, the oldest included."""
    for _ in range(200):
        kept = [[] for _ in range(2000)]
        kept.append(kept)


def test_what_nobody_needs_any_more_is_collected_in_the_windows_thread_alone(qtbot) -> None:
    let_go_in: list[int] = []
    for _ in range(20):
        Remembers(let_go_in)
    with qtbot.waitSignal(jobs.start(make_garbage).ended):
        pass
    gc.collect()
    assert let_go_in == [threading.get_ident()] * 20


def test_a_long_job_does_not_keep_garbage(qtbot) -> None:
    let_go_in: list[int] = []
    stop = threading.Event()
    job = jobs.start(lambda _handle: stop.wait(60))
    for _ in range(20):
        Remembers(let_go_in)
    young = [[] for _ in range(5000)]
    qtbot.waitUntil(lambda: len(let_go_in) == 20, timeout=20_000)
    with qtbot.waitSignal(job.ended):
        stop.set()
    assert len(young) == 5000


def test_the_last_reference_is_never_dropped_in_the_pool(qtbot) -> None:
    let_go_in: list[int] = []
    for _ in range(100):
        held = Remembers(let_go_in)
        held.myself = None

        def work(_handle: jobs.JobHandle, held: Remembers = held) -> None:
            raise JobFailedError(held)

        job = jobs.start(work, failed=lambda _error: None)
        with qtbot.waitSignal(job.ended):
            del held, work
        del job
    gc.collect()
    assert let_go_in == [threading.get_ident()] * 100


class JobFailedError(Exception):
    """Holds what the job was about."""


def test_a_job_outlives_the_parent_it_had(qtbot) -> None:
    begun, stop = threading.Event(), threading.Event()

    def work(handle: jobs.JobHandle) -> None:
        begun.set()
        handle.report(1, 2, "before")
        assert stop.wait(60)
        handle.report(2, 2, "after")

    parent = QObject()
    heard: list[object] = []
    job = jobs.start(work, done=heard.append, parent=parent)
    job.progress.connect(lambda *values: heard.append(values))
    assert begun.wait(5)
    delete(parent)
    stop.set()
    qtbot.waitUntil(lambda: jobs.running() == 0)
    assert not isValid(job)
    assert heard == []
