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
from crasuite.language import tr

FindBackup = Callable[[Path], Path | None]
READ_ONLY_ERRNOS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_DAMAGE_WITHOUT_CODE = ("decode to UTF-8", "unsupported file format")
_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def not_found(path: Path) -> StoreError:
    return StoreError(
        "STORE-01",
        tr("The workspace “{file}” was not found.", file=path.name),
        tr("There is no such file in {folder}.", folder=path.parent),
        tr("Look for it under another name or in another folder, then open it from there."),
    )


def not_a_workspace(path: Path) -> StoreError:
    return StoreError(
        "STORE-02",
        tr("“{file}” is not a workspace of this program.", file=path.name),
        tr("The file was written by another program; it was left as it is."),
        tr("Choose a file that ends in .crasuite and was made by CRA Suite."),
    )


def newer_format(path: Path, found: int, known: int) -> StoreError:
    return StoreError(
        "STORE-03",
        tr("“{file}” was saved by a newer version of CRA Suite.", file=path.name),
        tr(
            "It has format {found}, this version knows formats up to {known}; the file was left as it is.",
            found=found,
            known=known,
        ),
        tr("Install the newer version, then open the file again."),
    )


def damaged(path: Path, backup: Path | None) -> WorkspaceDamagedError:
    return WorkspaceDamagedError(
        "STORE-04",
        tr("“{file}” is damaged.", file=path.name),
        tr("Parts of the file cannot be read any more; it was left as it is."),
        tr("Restore the backup “{backup}”; the damaged file is kept beside it.", backup=backup.name)
        if backup
        else tr("There is no good backup beside it; ask whoever backs up this computer for an earlier copy."),
        backup=backup,
    )


def in_use(path: Path, holder: str) -> WorkspaceInUseError:
    return WorkspaceInUseError(
        "STORE-05",
        tr("“{file}” is open already.", file=path.name),
        tr("It is held by {holder}.", holder=holder),
        tr("Close it there, or open it here to read only."),
        holder=holder,
        can_take_over=False,
    )


def not_closed_elsewhere(path: Path, holder: str) -> WorkspaceInUseError:
    return WorkspaceInUseError(
        "STORE-05",
        tr("“{file}” was not closed on another computer.", file=path.name),
        tr("It was opened by {holder}, which may still be using it.", holder=holder),
        tr("Close it there first; open it here only if you are sure that nobody works on it."),
        holder=holder,
        can_take_over=True,
    )


def busy(path: Path) -> StoreError:
    return StoreError(
        "STORE-06",
        tr("“{file}” could not be reached in time.", file=path.name),
        tr("Another program, such as a sync client, is using the file; what was saved before is kept."),
        tr("Try again in a moment."),
    )


def disk_full(path: Path) -> StoreError:
    return StoreError(
        "STORE-07",
        tr("“{file}” could not be saved.", file=path.name),
        tr("The disk is full; everything saved before is kept."),
        tr("Free some space and try again, or save a copy elsewhere."),
    )


def read_only(path: Path) -> StoreError:
    return StoreError(
        "STORE-08",
        tr("“{file}” cannot be changed.", file=path.name),
        tr(
            "It is open to read only: the file or its folder is write-protected, "
            "or somebody else works on it."
        ),
        tr("Save a copy in another folder and work on the copy."),
    )


def vanished(path: Path) -> StoreError:
    return StoreError(
        "STORE-09",
        tr("“{file}” is no longer where it was opened.", file=path.name),
        tr("It was moved, deleted or replaced by another program; what was saved before can still be read."),
        tr("Save a copy under a new name, then go on with that file."),
    )


def unreachable(path: Path, reason: str) -> StoreError:
    return StoreError(
        "STORE-10",
        tr("“{file}” could not be read or written.", file=path.name),
        tr("The system says: {reason}.", reason=reason),
        tr("Check that the disk is connected and that you may use this folder, then try again."),
    )


def unfinished_change(path: Path) -> StoreError:
    return StoreError(
        "STORE-11",
        tr("“{file}” was not closed properly.", file=path.name),
        tr("A change was under way, and it can only be settled where the file may be written."),
        tr(
            "Open it from a folder you may write to, together with the file “{file}-journal” beside it.",
            file=path.name,
        ),
    )


def exists_already(path: Path) -> StoreError:
    return StoreError(
        "STORE-12",
        tr("There is already a file “{file}” in this folder.", file=path.name),
        tr("It was left as it is."),
        tr("Choose another name, or open the existing file."),
    )


def update_failed(path: Path, reason: str) -> StoreError:
    return StoreError(
        "STORE-13",
        tr("“{file}” could not be brought to the format of this version.", file=path.name),
        tr("The update stopped ({reason}) and was taken back; the file is as it was.", reason=reason),
        tr("Open it with the version it was made with, and send us the report of this problem."),
    )


def unusable_backup(path: Path) -> StoreError:
    return StoreError(
        "STORE-14",
        tr("The backup “{file}” cannot be used.", file=path.name),
        tr("It is missing, damaged or not a workspace; nothing was changed."),
        tr("Choose an older backup."),
    )


def no_such_product(name: object) -> StoreError:
    return StoreError(
        "STORE-15",
        tr("There is no product “{name}” in this workspace.", name=name),
        tr("It may have been named differently, or be in another workspace."),
        tr("Choose one of the products listed in the workspace."),
    )


def nameless_product() -> StoreError:
    return StoreError(
        "STORE-16",
        tr("The product has no name."),
        tr("Every product needs one, so that you can tell them apart; nothing was changed."),
        tr("Type the name under which you sell it."),
    )


def file_damaged(path: Path) -> StoreError:
    return StoreError(
        "STORE-17",
        tr("A file kept in “{file}” is damaged.", file=path.name),
        tr("Its content is no longer what was added; everything else is as it was."),
        tr("Add the file again from its original place, or restore a backup."),
    )


def no_such_file(path: Path) -> StoreError:
    return StoreError(
        "STORE-18",
        tr("A file is missing in “{file}”.", file=path.name),
        tr("An entry names it, but its content is not kept in this workspace."),
        tr("Add the file again from its original place."),
    )


def file_too_large(name: str, limit: int) -> StoreError:
    return StoreError(
        "STORE-19",
        tr("“{name}” is too large to be kept in the workspace.", name=name),
        tr("A file may have up to {limit} MB; nothing was added.", limit=limit // 1000000),
        tr("Keep it where it is and link it as evidence."),
    )


def unreadable_file(name: str, reason: str) -> StoreError:
    return StoreError(
        "STORE-20",
        tr("“{name}” could not be read.", name=name),
        tr("The system says: {reason}; nothing was added.", reason=reason),
        tr("Check that the file is there and that you may open it, then try again."),
    )


def file_changed_meanwhile(name: str) -> StoreError:
    return StoreError(
        "STORE-21",
        tr("“{name}” was changed while it was added.", name=name),
        tr("Another program is writing it; nothing was added."),
        tr("Close it there, then add it again."),
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
