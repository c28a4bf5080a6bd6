"""Making a folder, giving a finished file its name, and saying plainly why a disk would not take it."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

from crasuite.errors import DocumentError
from crasuite.language import tr

# On Windows virus scanners and previewers hold a new file for a moment; an open Word holds it longer.
_TRIES = 12
_PAUSE_SECONDS = 0.1
_ON_WINDOWS = os.name == "nt"


def make_folder(folder: Path) -> None:
    """Make a folder for documents, and those above it, unless it is there.

    Raises:
        DocumentError: it cannot be made; nothing was written yet.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DocumentError(
            "DOC-07",
            tr("The folder “{folder}” cannot be used; nothing was written.", folder=folder),
            f"{problem.strerror or type(problem).__name__}.",
            tr("Choose another folder and export again."),
        ) from problem


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


def protected_error(what: str, *, is_dossier: bool = False) -> DocumentError:
    """The error for a place that must not be written to; arguments as for `write_error`."""
    return DocumentError(
        "DOC-03",
        what,
        tr("The place is write-protected.")
        if is_dossier
        else tr("The file or its folder is write-protected."),
        tr("Choose another folder, or take the protection off and export again."),
    )


def write_error(problem: OSError, target: Path, what: str, *, is_dossier: bool = False) -> DocumentError:
    """What the disk reported, in words, and what to do.

    Args:
        what: what was not written, and what became of what was there.
        is_dossier: True for a folder or ZIP of many files instead of a single one.
    """
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DocumentError(
            "DOC-02",
            what,
            tr("There is not enough space left on this drive."),
            tr("Free some space or choose another drive, then export again."),
        )
    if problem.errno in (errno.EBUSY, errno.ETXTBSY) or (
        isinstance(problem, PermissionError) and _ON_WINDOWS and target.exists()
    ):
        return DocumentError(
            "DOC-01",
            what,
            tr("Another program has a file of it open, most likely Word, Excel or LibreOffice.")
            if is_dossier
            else tr("Another program has it open, most likely Word, Excel or LibreOffice."),
            tr("Close it there and export again, or choose another name.")
            if is_dossier
            else tr("Close it there and export again, or choose another file name."),
        )
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return protected_error(what, is_dossier=is_dossier)
    if problem.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ):
        return DocumentError(
            "DOC-05",
            what,
            tr("This drive does not accept such a file name."),
            tr("Choose a shorter name without special characters."),
        )
    if problem.errno in (errno.ENOENT, errno.ENOTDIR):
        return DocumentError(
            "DOC-04",
            what,
            tr("The folder “{folder}” does not exist or is not reachable.", folder=target.parent),
            tr("Choose a folder that exists, or connect the drive again."),
        )
    reason = problem.strerror or type(problem).__name__
    return DocumentError(
        "DOC-06",
        what,
        tr("The drive reported: {reason}.", reason=reason),
        tr("Check the drive, or choose another folder, then export again."),
    )
