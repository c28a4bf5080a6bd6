"""Folders with a copy of a workspace that is worked on for a while and then thrown away."""

from __future__ import annotations

import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from crasuite.errors import WorkspaceInUseError
from crasuite.store.lock import WorkspaceLock

_PREFIX = "crasuite-drill-"
_SETTLED = timedelta(minutes=5)
"""A younger folder may belong to a program that is about to lock the copy in it."""


def make_folder() -> Path:
    """A new folder for one copy, readable by its owner alone."""
    return Path(tempfile.mkdtemp(prefix=_PREFIX))


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it; what cannot be removed goes with `remove_left_behind`."""
    shutil.rmtree(folder, ignore_errors=True)


def remove_left_behind() -> int:
    """Remove the folders of programs that ended without doing so; returns how many those were.

    Copies that are open, here or in another window, stay.
    """
    removed = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if folder.is_symlink() or time.time() - folder.stat().st_mtime < _SETTLED.total_seconds():
                continue
            for copy in folder.glob("*.crasuite"):
                lock = WorkspaceLock(copy)
                lock.acquire(take_over=True)
                lock.release()
            shutil.rmtree(folder)
        except (OSError, WorkspaceInUseError):
            continue
        removed += 1
    return removed
