"""Writing a file whole or not at all.

The bytes go to a new file in the folder of the target, reach the disk, and then take the target's name in one
step. Whatever fails, the old file stays as it was and no leftover remains.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from crasuite.documents.disk import give_name, protected_error, write_error
from crasuite.errors import DocumentError
from crasuite.language import tr

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
            give_name(temporary, target)
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
            tr("“{name}” was not written.", name=name),
            tr("A folder of this name stands in its place."),
            tr("Choose another file name or move the folder."),
        )
    if not target.parent.is_dir():
        raise DocumentError(
            "DOC-04",
            tr("“{name}” was not written.", name=name),
            tr("The folder “{folder}” does not exist or is not reachable.", folder=target.parent),
            tr("Choose a folder that exists, or connect the drive again."),
        )
    # On Linux and macOS a protected file could be replaced all the same; its owner did not mean that.
    if target.exists() and not os.access(target, os.W_OK):
        raise protected_error(
            tr("“{name}” was not written; the file that was there is unchanged.", name=name)
        )


def _explain(problem: OSError, target: Path) -> DocumentError:
    if os.path.exists(target):
        what = tr("“{name}” was not written; the file that was there is unchanged.", name=target.name)
    else:
        what = tr("“{name}” was not written.", name=target.name)
    return write_error(problem, target, what)
