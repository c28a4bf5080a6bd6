"""Giving a finished file its name, and saying plainly why a disk would not take it."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

from crasuite.errors import DocumentError

# On Windows virus scanners and previewers hold a new file for a moment; an open Word holds it longer.
_TRIES = 12
_PAUSE_SECONDS = 0.1
_ON_WINDOWS = os.name == "nt"


def give_name(finished: Path, target: Path) -> None:
    """Put a finished file or folder in the place of an older file or of an empty folder, in one step."""
    for attempt in range(1, _TRIES + 1):
        try:
            if target.is_dir() and not any(target.iterdir()):
                target.rmdir()
            os.replace(finished, target)
            return
        except PermissionError:
            if not _ON_WINDOWS or attempt == _TRIES:
                raise
            time.sleep(_PAUSE_SECONDS)


def protected_error(what: str, place: str) -> DocumentError:
    """The error for a place that must not be written to; `what` and `place` as for `write_error`."""
    return DocumentError(
        "DOC-03",
        what,
        f"{place} is write-protected.",
        "Choose another folder, or take the protection off and export again.",
    )


def write_error(
    problem: OSError, target: Path, what: str, *, held: str, name: str, place: str
) -> DocumentError:
    """What the disk reported, in words, and what to do.

    Args:
        what: what was not written, and what became of what was there.
        held: what another program may have open: the file itself, or one of several.
        name: what can be given another name: a file name, or that of a folder as well.
        place: what may be write-protected, at the beginning of a sentence.
    """
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DocumentError(
            "DOC-02",
            what,
            "There is not enough space left on this drive.",
            "Free some space or choose another drive, then export again.",
        )
    if problem.errno in (errno.EBUSY, errno.ETXTBSY) or (
        isinstance(problem, PermissionError) and _ON_WINDOWS and target.exists()
    ):
        return DocumentError(
            "DOC-01",
            what,
            f"Another program has {held} open, most likely Word, Excel or LibreOffice.",
            f"Close it there and export again, or choose another {name}.",
        )
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return protected_error(what, place)
    if problem.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ):
        return DocumentError(
            "DOC-05",
            what,
            "This drive does not accept such a file name.",
            "Choose a shorter name without special characters.",
        )
    if problem.errno in (errno.ENOENT, errno.ENOTDIR):
        return DocumentError(
            "DOC-04",
            what,
            f"The folder “{target.parent}” does not exist or is not reachable.",
            "Choose a folder that exists, or connect the drive again.",
        )
    reason = problem.strerror or type(problem).__name__
    return DocumentError(
        "DOC-06",
        what,
        f"The drive reported: {reason}.",
        "Check the drive, or choose another folder, then export again.",
    )
