"""Work off the window's thread, with one way to report progress, to stop, and to fail.

A job's function gets a `JobHandle` to report progress and to ask whether it shall stop. No widget and no
database connection crosses threads: hand over plain values and open what you need inside. Every signal of a
`Job` is emitted in the window's thread, so anything may be connected to it.

Nothing of Qt may be destroyed in the pool's thread: it frees parts of objects that the window's thread still
uses, and the program dies. So a job's thread never holds the last reference to the job, its function or its
result; it never touches the `Job`, which may be gone with its parent; and no garbage is looked for in it (see
`garbage`).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from threading import Event

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid

from crasuite.ui import crash, garbage


class JobCancelledError(Exception):
    """Raised inside a job when the user asked to stop."""


class JobHandle:
    """What the function sees of its job."""

    def __init__(self, number: int, stop: Event) -> None:
        self._number = number
        self._stop = stop

    def progress(self, done: int, total: int, what: str = "") -> None:
        """Say how far the work is; raises `JobCancelledError` when it shall stop."""
        self.check()
        self.report(done, total, what)

    def report(self, done: int, total: int, what: str = "") -> None:
        """Say how far the work is, without stopping; for work that must not end halfway."""
        _pool().reported.emit(self._number, done, total, what)

    def is_cancelled(self) -> bool:
        """True once the user asked to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Raise `JobCancelledError` when the work shall stop."""
        if self.is_cancelled():
            raise JobCancelledError


class Job(QObject):
    """One piece of work. Exactly one of `done`, `failed` and `cancelled` is emitted, then `ended`; none of
    them once its parent is gone.
    """

    progress = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Callable[[JobHandle], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self.is_important = False
        self.stop = Event()

    def start(self) -> Job:
        """Hand the work to the pool."""
        _pool().begin(self)
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.stop.set()

    def deliver(self, how: str, payload: object) -> None:
        """Tell how it ended; called in the window's thread."""
        if how == "cancelled":
            self.cancelled.emit()
        elif how == "failed":
            self.failed.emit(payload)
        else:
            self.done.emit(payload)
        if isValid(self):  # whoever heard of it may have deleted it
            self.ended.emit()


class _Pool(QObject):
    """The window's side of all jobs. Lives as long as the program, so any thread may signal through it."""

    reported = Signal(int, int, int, str)
    left = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.jobs: dict[int, Job] = {}
        self.outcomes: dict[int, tuple[str, object]] = {}
        self._numbers = count(1)
        self.reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self.left.connect(self._on_left, Qt.ConnectionType.QueuedConnection)

    def begin(self, job: Job) -> None:
        """Run a job in a thread of the pool."""
        garbage.keep_to_this_thread()
        number = next(self._numbers)
        self.jobs[number] = job
        QThreadPool.globalInstance().start(_Runner(number))

    def _on_reported(self, number: int, done: int, total: int, what: str) -> None:
        job = self.jobs.get(number)
        if job is not None and isValid(job):
            job.progress.emit(done, total, what)

    def _on_left(self, number: int) -> None:
        job = self.jobs.pop(number)
        how, payload = self.outcomes.pop(number)
        if isValid(job):
            job.deliver(how, payload)


class _Runner(QRunnable):
    """Knows its job by number alone, so that nothing else is let go of in the pool's thread."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def run(self) -> None:
        _work(self._number)
        _pool().left.emit(self._number)


def _work(number: int) -> None:
    """Do the work; what comes of it waits where the window's thread fetches it."""
    pool = _pool()
    # Nothing here may hold the job or the error: the error holds this frame, and would keep both in a circle.
    work, handle = pool.jobs[number].work, JobHandle(number, pool.jobs[number].stop)
    try:
        pool.outcomes[number] = "done", work(handle)
    except JobCancelledError:
        pool.outcomes[number] = "cancelled", None
    except Exception as error:  # noqa: BLE001  the one place where a job's failure is handed on
        pool.outcomes[number] = "failed", error


_ONLY: list[_Pool] = []


def _pool() -> _Pool:
    """Made with the first job, in the window's thread."""
    if not _ONLY:
        _ONLY.append(_Pool())
    return _ONLY[0]


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
    return sum(job.is_important or not important for job in _pool().jobs.values())


def wait_for_all(milliseconds: int = 5000) -> bool:
    """Ask all jobs to stop and wait for them, on closing."""
    for job in list(_pool().jobs.values()):
        job.cancel()
    return QThreadPool.globalInstance().waitForDone(milliseconds)
