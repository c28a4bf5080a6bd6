"""Writing a file whole or not at all.

The bytes go to a new file in the folder of the target, reach the disk, and then take the target's name in one
step. Whatever fails, the old file stays as it was and no leftover remains.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from pathlib import Path

from crasuite.errors import DocumentError

# On Windows virus scanners and previewers hold a new file for a moment; an open Word holds it longer.
_TRIES = 12
_PAUSE_SECONDS = 0.1
_ON_WINDOWS = os.name == "nt"


def write_atomically(path: Path, data: bytes) -> None:
    """Puts `data` into `path`, replacing an older file only when everything is on disk.

    Raises:
        DocumentError: the target is open elsewhere, protected, or the disk is full; says what to do.
    """
    target = Path(os.path.realpath(path))
    temporary = target.parent / f".{target.name[:80]}.{secrets.token_hex(6)}.tmp"
    try:
        _refuse_unusable(target)
        try:
            _write_through(temporary, data)
            if target.exists():
                os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
            _replace(temporary, target)
        except BaseException:
            # BaseException: a closing program (KeyboardInterrupt) leaves no half file behind either.
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as problem:
        raise _explain(problem, target) from problem
    _sync_folder(target.parent)


def _write_through(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace(temporary: Path, target: Path) -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            os.replace(temporary, target)
            return
        except PermissionError:
            if not _ON_WINDOWS or attempt == _TRIES:
                raise
            time.sleep(_PAUSE_SECONDS)


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable; file systems that cannot do this for a folder do without."""
    if _ON_WINDOWS:
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_unusable(target: Path) -> None:
    name = target.name
    if target.is_dir():
        raise DocumentError(
            "DOC-05",
            f"\u201c{name}\u201d was not written.",
            "A folder of this name stands in its place.",
            "Choose another file name or move the folder.",
        )
    if not target.parent.is_dir():
        raise DocumentError(
            "DOC-04",
            f"\u201c{name}\u201d was not written.",
            f"The folder \u201c{target.parent}\u201d does not exist or is not reachable.",
            "Choose a folder that exists, or connect the drive again.",
        )
    # On Linux and macOS a protected file could be replaced all the same; its owner did not mean that.
    if target.exists() and not os.access(target, os.W_OK):
        raise _protected(name)


def _protected(name: str) -> DocumentError:
    return DocumentError(
        "DOC-03",
        f"\u201c{name}\u201d was not written; the file that was there is unchanged.",
        "The file or its folder is write-protected.",
        "Choose another folder, or take the protection off and export again.",
    )


def _explain(problem: OSError, target: Path) -> DocumentError:
    name = target.name
    untouched = "; the file that was there is unchanged." if os.path.exists(target) else "."
    what = f"\u201c{name}\u201d was not written{untouched}"
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DocumentError(
            "DOC-02",
            what,
            "There is not enough space left on this drive.",
            "Free some space or choose another drive, then export again.",
        )
    if problem.errno in (errno.EBUSY, errno.ETXTBSY) or (
        isinstance(problem, PermissionError) and _ON_WINDOWS and os.path.exists(target)
    ):
        return DocumentError(
            "DOC-01",
            what,
            "Another program has it open, most likely Word, Excel or LibreOffice.",
            "Close it there and export again, or choose another file name.",
        )
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _protected(name)
    if problem.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ):
        return DocumentError(
            "DOC-05",
            what,
            "This drive does not accept the file name.",
            "Choose a shorter name without special characters.",
        )
    reason = problem.strerror or type(problem).__name__
    return DocumentError(
        "DOC-06",
        what,
        f"The drive reported: {reason}.",
        "Check the drive, or choose another folder, then export again.",
    )
