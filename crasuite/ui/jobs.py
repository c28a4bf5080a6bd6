"""Work off the window's thread, with one way to report progress, to stop, and to fail.

A job's function gets a `JobHandle` to report progress and to ask whether it shall stop. No widget and no
database connection crosses threads: hand over plain values and open what you need inside. Every signal of a
`Job` is emitted in the window's thread, so anything may be connected to it.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from crasuite.ui import crash


class JobCancelledError(Exception):
    """Raised inside a job when the user asked to stop."""


class JobHandle:
    """What the function sees of its job."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def progress(self, done: int, total: int, what: str = "") -> None:
        """Say how far the work is; raises `JobCancelledError` when it shall stop."""
        self.check()
        self._job.report(done, total, what)

    def report(self, done: int, total: int, what: str = "") -> None:
        """Say how far the work is, without stopping; for work that must not end halfway."""
        self._job.report(done, total, what)

    def is_cancelled(self) -> bool:
        """True once the user asked to stop."""
        return self._job.stop.is_set()

    def check(self) -> None:
        """Raise `JobCancelledError` when the work shall stop."""
        if self.is_cancelled():
            raise JobCancelledError


class Job(QObject):
    """One piece of work. Exactly one of `done`, `failed` and `cancelled` is emitted, then `ended`."""

    progress = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _reported = Signal(int, int, str)
    _finished = Signal(str, object)

    def __init__(self, work: Callable[[JobHandle], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.is_important = False
        self.stop = Event()
        self._reported.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> Job:
        """Hand the work to the pool."""
        _RUNNING.add(self)
        QThreadPool.globalInstance().start(_Runner(self))
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.stop.set()

    def report(self, done: int, total: int, what: str) -> None:
        """Progress, from the pool's thread."""
        self._reported.emit(done, total, what)

    def run(self) -> None:
        """Do the work; called in the pool's thread."""
        try:
            result = self._work(JobHandle(self))
        except JobCancelledError:
            self._finished.emit("cancelled", None)
        except Exception as error:  # noqa: BLE001  the one place where a job's failure is handed on
            self._finished.emit("failed", error)
        else:
            self._finished.emit("done", result)

    def _pass_on(self, done: int, total: int, what: str) -> None:
        self.progress.emit(done, total, what)

    def _deliver(self, how: str, payload: object) -> None:
        _RUNNING.discard(self)
        if how == "cancelled":
            self.cancelled.emit()
        elif how == "failed":
            self.failed.emit(payload)
        else:
            self.done.emit(payload)
        self.ended.emit()


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()


_RUNNING: set[Job] = set()


def start(
    work: Callable[[JobHandle], object],
    *,
    done: Callable[[object], object] | None = None,
    failed: Callable[[Exception], object] | None = None,
    parent: QObject | None = None,
) -> Job:
    """Run `work` off the window's thread. Without `failed`, a failure is shown the usual way."""
    job = Job(work, parent)
    if done is not None:
        job.done.connect(done)
    job.failed.connect(failed or crash.show_error)
    return job.start()


def running(*, important: bool = False) -> int:
    """How many jobs have not ended; closing the window asks when one of them writes for the user."""
    return sum(job.is_important or not important for job in _RUNNING)


def wait_for_all(milliseconds: int = 5000) -> bool:
    """Ask all jobs to stop and wait for them, on closing."""
    for job in list(_RUNNING):
        job.cancel()
    return QThreadPool.globalInstance().waitForDone(milliseconds)
