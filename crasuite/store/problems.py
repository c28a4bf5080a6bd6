"""What can go wrong with a workspace, each as a code and three sentences: what, why, what now.

Codes are stable; help and tests use them.

STORE-01 not found · 02 not a workspace · 03 newer format · 04 damaged · 05 open elsewhere · 06 held by
another program · 07 disk full · 08 read-only · 09 moved or deleted while open · 10 cannot be read or
written · 11 an unfinished change must be settled first · 12 exists already · 13 update of the format failed
· 14 not a usable backup · 15 no such product · 16 product without a name · 17 stored file damaged · 18 no
such stored file · 19 file too large · 20 file cannot be read · 21 file changed while it was read
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crasuite.errors import StoreError, WorkspaceDamagedError, WorkspaceInUseError

FindBackup = Callable[[Path], Path | None]
READ_ONLY_ERRNOS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_DAMAGE_WITHOUT_CODE = ("decode to UTF-8", "unsupported file format")
_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def not_found(path: Path) -> StoreError:
    return StoreError(
        "STORE-01",
        f"The workspace “{path.name}” was not found.",
        f"There is no such file in {path.parent}.",
        "Look for it under another name or in another folder, then open it from there.",
    )


def not_a_workspace(path: Path) -> StoreError:
    return StoreError(
        "STORE-02",
        f"“{path.name}” is not a workspace of this program.",
        "The file was written by another program; it was left as it is.",
        "Choose a file that ends in .crasuite and was made by CRA Suite.",
    )


def newer_format(path: Path, found: int, known: int) -> StoreError:
    return StoreError(
        "STORE-03",
        f"“{path.name}” was saved by a newer version of CRA Suite.",
        f"It has format {found}, this version knows formats up to {known}; the file was left as it is.",
        "Install the newer version, then open the file again.",
    )


def damaged(path: Path, backup: Path | None) -> WorkspaceDamagedError:
    return WorkspaceDamagedError(
        "STORE-04",
        f"“{path.name}” is damaged.",
        "Parts of the file cannot be read any more; it was left as it is.",
        f"Restore the backup “{backup.name}”; the damaged file is kept beside it."
        if backup
        else "There is no good backup beside it; ask whoever backs up this computer for an earlier copy.",
        backup=backup,
    )


def in_use(path: Path, holder: str) -> WorkspaceInUseError:
    return WorkspaceInUseError(
        "STORE-05",
        f"“{path.name}” is open already.",
        f"It is held by {holder}.",
        "Close it there, or open it here to read only.",
        holder=holder,
        can_take_over=False,
    )


def not_closed_elsewhere(path: Path, holder: str) -> WorkspaceInUseError:
    return WorkspaceInUseError(
        "STORE-05",
        f"“{path.name}” was not closed on another computer.",
        f"It was opened by {holder}, which may still be using it.",
        "Close it there first; open it here only if you are sure that nobody works on it.",
        holder=holder,
        can_take_over=True,
    )


def busy(path: Path) -> StoreError:
    return StoreError(
        "STORE-06",
        f"“{path.name}” could not be reached in time.",
        "Another program, such as a sync client, is using the file; what was saved before is kept.",
        "Try again in a moment.",
    )


def disk_full(path: Path) -> StoreError:
    return StoreError(
        "STORE-07",
        f"“{path.name}” could not be saved.",
        "The disk is full; everything saved before is kept.",
        "Free some space and try again, or save a copy elsewhere.",
    )


def read_only(path: Path) -> StoreError:
    return StoreError(
        "STORE-08",
        f"“{path.name}” cannot be changed.",
        "It is open to read only: the file or its folder is write-protected, or somebody else works on it.",
        "Save a copy in another folder and work on the copy.",
    )


def vanished(path: Path) -> StoreError:
    return StoreError(
        "STORE-09",
        f"“{path.name}” is no longer where it was opened.",
        "It was moved, deleted or replaced by another program; what was saved before can still be read.",
        "Save a copy under a new name, then go on with that file.",
    )


def unreachable(path: Path, reason: str) -> StoreError:
    return StoreError(
        "STORE-10",
        f"“{path.name}” could not be read or written.",
        f"The system says: {reason}.",
        "Check that the disk is connected and that you may use this folder, then try again.",
    )


def unfinished_change(path: Path) -> StoreError:
    return StoreError(
        "STORE-11",
        f"“{path.name}” was not closed properly.",
        "A change was under way, and it can only be settled where the file may be written.",
        f"Open it from a folder you may write to, together with the file “{path.name}-journal” beside it.",
    )


def exists_already(path: Path) -> StoreError:
    return StoreError(
        "STORE-12",
        f"There is already a file “{path.name}” in this folder.",
        "It was left as it is.",
        "Choose another name, or open the existing file.",
    )


def update_failed(path: Path, reason: str) -> StoreError:
    return StoreError(
        "STORE-13",
        f"“{path.name}” could not be brought to the format of this version.",
        f"The update stopped ({reason}) and was taken back; the file is as it was.",
        "Open it with the version it was made with, and send us the report of this problem.",
    )


def unusable_backup(path: Path) -> StoreError:
    return StoreError(
        "STORE-14",
        f"The backup “{path.name}” cannot be used.",
        "It is missing, damaged or not a workspace; nothing was changed.",
        "Choose an older backup.",
    )


def no_such_product(name: object) -> StoreError:
    return StoreError(
        "STORE-15",
        f"There is no product “{name}” in this workspace.",
        "It may have been named differently, or be in another workspace.",
        "Choose one of the products listed in the workspace.",
    )


def nameless_product() -> StoreError:
    return StoreError(
        "STORE-16",
        "The product has no name.",
        "Every product needs one, so that you can tell them apart; nothing was changed.",
        "Type the name under which you sell it.",
    )


def file_damaged(path: Path) -> StoreError:
    return StoreError(
        "STORE-17",
        f"A file kept in “{path.name}” is damaged.",
        "Its content is no longer what was added; everything else is as it was.",
        "Add the file again from its original place, or restore a backup.",
    )


def no_such_file(path: Path) -> StoreError:
    return StoreError(
        "STORE-18",
        f"A file is missing in “{path.name}”.",
        "An entry names it, but its content is not kept in this workspace.",
        "Add the file again from its original place.",
    )


def file_too_large(name: str, limit: int) -> StoreError:
    return StoreError(
        "STORE-19",
        f"“{name}” is too large to be kept in the workspace.",
        f"A file may have up to {limit // 1_000_000} MB; nothing was added.",
        "Keep it where it is and link it as evidence.",
    )


def unreadable_file(name: str, reason: str) -> StoreError:
    return StoreError(
        "STORE-20",
        f"“{name}” could not be read.",
        f"The system says: {reason}; nothing was added.",
        "Check that the file is there and that you may open it, then try again.",
    )


def file_changed_meanwhile(name: str) -> StoreError:
    return StoreError(
        "STORE-21",
        f"“{name}” was changed while it was added.",
        "Another program is writing it; nothing was added.",
        "Close it there, then add it again.",
    )


@contextmanager
def explained(path: Path, find_backup: FindBackup | None = None, *, is_new: bool = False) -> Iterator[None]:
    """Turn what SQLite or the system says of `path` into a StoreError; the rest is our defect and passes.

    `is_new`: the file is only being made, so that it cannot have vanished.
    """
    try:
        yield
    except sqlite3.Error as error:
        problem = _of_sqlite(error, path, find_backup, is_new)
        if problem is None:
            raise
        raise problem from error
    except UnicodeDecodeError as error:  # SQLite quoted a definition that is no text any more
        raise damaged(path, find_backup(path) if find_backup else None) from error
    except OSError as error:
        raise _of_system(error, path) from error


def _of_sqlite(
    error: sqlite3.Error, path: Path, find_backup: FindBackup | None, is_new: bool
) -> StoreError | None:
    extended: int = getattr(error, "sqlite_errorcode", 0)
    if any(words in str(error) for words in _DAMAGE_WITHOUT_CODE):
        return damaged(path, find_backup(path) if find_backup else None)
    match extended & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy(path)
        case sqlite3.SQLITE_FULL:
            return disk_full(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path, find_backup(path) if find_backup else None)
        case sqlite3.SQLITE_READONLY if extended == sqlite3.SQLITE_READONLY_DBMOVED:
            return vanished(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN if _has_journal(path) and path.exists():
            return unfinished_change(path)
        case sqlite3.SQLITE_READONLY:
            return read_only(path)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return unreachable(path, str(error)) if is_new or path.exists() else vanished(path)
    return None


def _of_system(error: OSError, path: Path) -> StoreError:
    if error.errno in _FULL_ERRNOS:
        return disk_full(path)
    if isinstance(error, FileNotFoundError) and not path.exists():
        return not_found(path)
    return unreachable(path, error.strerror or type(error).__name__)


def _has_journal(path: Path) -> bool:
    try:
        return path.with_name(path.name + "-journal").stat().st_size > 0
    except OSError:
        return False
