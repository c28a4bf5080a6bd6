"""One writer per workspace file, and who it is.

The lock is a file beside the workspace (`.name.lock`); who holds it stands in a second one
(`.name.holder`), because a locked file cannot be read by others on Windows. The system drops the lock when
its process ends, so a crash on this computer leaves nothing to clear. A holder noted by another computer
while the lock is free means a crash there or a folder kept in step by a sync client, where locks do not
travel: ask, don't guess.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from crasuite.language import tr
from crasuite.paths import APP_NAME
from crasuite.store import problems

_TRIES = 3  # a lock file may just be disappearing with its last holder
_PAUSE_SECONDS = 0.05


class Holder(NamedTuple):
    """The program that has a workspace open. Deliberately no person."""

    host: str
    pid: int
    program: str

    @classmethod
    def me(cls) -> Holder:
        return cls(_host(), os.getpid(), APP_NAME)

    def __str__(self) -> str:
        return tr(
            "{program} on {computer} (process {number})",
            program=self.program,
            computer=self.host,
            number=self.pid,
        )


class WorkspaceLock:
    """The right to write one workspace file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock_path = path.with_name(f".{path.name}.lock")
        self._holder_path = path.with_name(f".{path.name}.holder")
        self._lock: _FileLock | None = None

    def acquire(self, *, take_over: bool = False) -> None:
        """Take the lock. `take_over` overrides a holder noted by another computer.

        Raises:
            WorkspaceInUseError: somebody else has it.
            OSError: the folder cannot be written.
        """
        lock = _FileLock(self._lock_path)
        if not lock.acquire():
            raise problems.in_use(self._path, str(self.holder() or tr("another program")))
        self._lock = lock
        holder, me = self.holder(), Holder.me()
        if holder and holder.host != me.host and not take_over:
            self._unlock()
            raise problems.not_closed_elsewhere(self._path, str(holder))
        with suppress(OSError):  # courtesy only: a full disk must not keep anyone out
            self._holder_path.write_text(json.dumps(me._asdict()), encoding="utf-8")

    def release(self) -> None:
        """Give the lock back and leave nothing beside the workspace."""
        if self._lock is not None:
            with suppress(OSError):
                self._holder_path.unlink(missing_ok=True)
            self._unlock()

    def holder(self) -> Holder | None:
        """Who noted itself as holder, as far as can be read."""
        try:
            noted = json.loads(self._holder_path.read_text(encoding="utf-8"))
            return Holder(str(noted["host"]), int(noted["pid"]), str(noted["program"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _unlock(self) -> None:
        assert self._lock is not None
        # Unlinked while still held: a waiter that opened the old file notices that it has no name any more.
        with suppress(OSError):
            self._lock_path.unlink(missing_ok=True)
        self._lock.release()
        self._lock = None


if sys.platform == "win32":

    class _FileLock:
        """Left to a library, since there a file that is being deleted can neither be opened nor made."""

        def __init__(self, path: Path) -> None:
            from filelock import FileLock

            self._lock = FileLock(path, timeout=_TRIES * _PAUSE_SECONDS, thread_local=False)

        def acquire(self) -> bool:
            from filelock import Timeout

            try:
                self._lock.acquire()
            except Timeout:
                return False
            return True

        def release(self) -> None:
            self._lock.release()

else:

    class _FileLock:
        """The system's own lock on an open file. A library for these lines would delay the first window."""

        def __init__(self, path: Path) -> None:
            self._path = path
            self._open = -1

        def acquire(self) -> bool:
            """False when another program has it."""
            import fcntl

            for attempt in range(_TRIES):
                if attempt:
                    time.sleep(_PAUSE_SECONDS)
                flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
                file = os.open(self._path, flags, 0o644)
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    has_name = os.fstat(file).st_nlink > 0
                except BlockingIOError:
                    has_name = False
                except BaseException:
                    os.close(file)
                    raise
                if has_name:
                    self._open = file
                    return True
                # Held by another, or unlinked by its last holder between our opening and our locking it.
                os.close(file)
            return False

        def release(self) -> None:
            os.close(self._open)
            self._open = -1


def _host() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    import platform  # on Windows alone: it would be one more thing to load before the first window

    return platform.node()
