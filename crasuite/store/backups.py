"""Copies of a workspace in a folder `<name> backups` beside it, each proven good.

Of those the program makes by itself the ten newest are kept; those made by hand stay until somebody removes
them.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from crasuite.store import history, problems, sqlite_file
from crasuite.store.lock import WorkspaceLock

KEEP = 10
KEEP_ALWAYS = 3
_STAMP = "%Y-%m-%dT%H%M%SZ"
KEEP_BYTES = 2_000_000_000
"""With large evidence, ten copies would fill a disk: beyond this only the newest three are kept."""
DAILY = "daily"
BY_HAND = "by hand"
BEFORE_RESTORING = "before restoring"


class Backup(NamedTuple):
    """One backup in the list."""

    path: Path
    made_at: datetime
    reason: str
    """DAILY, BY_HAND, BEFORE_RESTORING, or "before format 2"."""
    size: int


class Contents(NamedTuple):
    """What is in a workspace file, for somebody who decides whether to go back to it."""

    products: tuple[tuple[str, int, int], ...]
    """Name, answers and records of each product that is not deleted."""
    files: int
    changes: int
    """Changes ever made, counted as the history lists them, also those that were taken back."""
    last_change: tuple[datetime, str, str] | None
    """When the newest one was made, by whom, and what it is called."""


def backups_folder(path: Path) -> Path:
    """Where the backups of a workspace lie."""
    return path.with_name(f"{path.stem} backups")


def list_backups(path: Path) -> list[Path]:
    """All backups of a workspace, newest first."""
    found = backups_folder(path).glob("????-??-??T??????Z *.crasuite")
    return sorted(found, key=lambda backup: backup.name, reverse=True)


def by_history(path: Path) -> list[Path]:
    """All backups of a workspace, that with the newest changes first.

    A name says when the clock of the computer thought it was made; a clock that was ahead must not make an
    old backup the newest. One that holds all changes of another and more comes before it, whatever the names
    say. Where neither holds the other, because somebody went back to a backup in between, the names decide.
    """
    found: list[tuple[Path, _Step | None]] = []
    for backup in list_backups(path):
        last = _last_step(backup)
        place = next(
            (
                number
                for number, (_, other) in enumerate(found)
                if last is not None and other is not None and last.id > other.id and _holds(backup, other)
            ),
            len(found),
        )
        found.insert(place, (backup, last))
    return [backup for backup, _ in found]


class _Step(NamedTuple):
    id: int
    at: str
    label: str


def _last_step(backup: Path) -> _Step | None:
    """The newest change in a backup; None where there is none, or it cannot be read."""
    return _step(backup, "ORDER BY id DESC LIMIT 1")


def _holds(backup: Path, step: _Step) -> bool:
    return _step(backup, "WHERE id = ?", step.id) == step


def _step(backup: Path, which: str, *values: int) -> _Step | None:
    with (
        suppress(sqlite3.Error, OSError, UnicodeDecodeError),
        closing(sqlite_file.connect(backup, "ro")) as db,
    ):
        row = db.execute(f"SELECT id, at, label FROM steps {which}", list(values)).fetchone()
        return _Step(*row) if row else None
    return None


def described(path: Path) -> list[Backup]:
    """The same with what their names say."""
    found = []
    for backup in by_history(path):
        stamp, _, reason = backup.stem.partition(" ")
        with suppress(OSError, ValueError):  # gone meanwhile, or named by somebody else
            made_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
            found.append(Backup(backup, made_at, reason, backup.stat().st_size))
    return found


def contents_of(path: Path) -> Contents:
    """What is in a workspace or a backup of one; opens it by itself, so it may run in any thread.

    Raises:
        StoreError: it cannot be used.
    """
    if not sqlite_file.is_good_copy(path):
        raise problems.unusable_backup(path)
    with problems.explained(path), closing(sqlite_file.connect(path, "ro")) as db:
        has_records = db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'records'").fetchone() is not None
        records = "SELECT count(*) FROM records WHERE product_id = p.id AND data IS NOT NULL"
        products = db.execute(
            "SELECT name, (SELECT count(*) FROM answers WHERE product_id = p.id AND value IS NOT NULL), "
            f"({records if has_records else 'SELECT 0'}) FROM products AS p "
            "WHERE state IN ('active', 'archived') ORDER BY id"
        ).fetchall()
        # Without the copies of rule packs, which the program keeps for itself.
        whole = (
            "SELECT (SELECT count(*) FROM files WHERE sha256 IS NOT NULL) - "
            "(SELECT count(*) FROM settings WHERE key GLOB 'rule-pack/*')"
        )
        (files,) = db.execute(whole).fetchone() if has_records else (0,)
        (changes,) = db.execute("SELECT count(*) FROM history").fetchone()
        last = db.execute("SELECT at, who, label FROM steps ORDER BY id DESC LIMIT 1").fetchone()
    at = (history.from_utc(last[0]), last[1], last[2]) if last else None
    return Contents(tuple(products), files, changes, at)


def find_good_backup(path: Path) -> Path | None:
    """The backup with the newest changes that can be opened and is whole; None when there is none."""
    return next((backup for backup in by_history(path) if sqlite_file.is_good_copy(backup)), None)


def make_backup(path: Path, now: datetime, reason: str) -> Path:
    """Copy the workspace, prove the copy, drop the oldest that are too many.

    Opens the file by itself, so it may run in another thread than the one that works on the workspace.
    """
    with problems.explained(path, find_good_backup):
        folder = backups_folder(path)
        folder.mkdir(exist_ok=True)
        sqlite_file.remove_leftovers(folder)
        target = folder / f"{_stamp(now)} {reason}.crasuite"
        if not sqlite_file.write_copy_in_slices(path, target):
            raise problems.damaged(path, find_good_backup(path))
        for old in _superfluous(target, list_backups(path)):
            with suppress(OSError):
                old.unlink()
    return target


def _superfluous(made: Path, newest_first: list[Path]) -> list[Path]:
    """What is too much beside the one just made. Those of a later date are of a clock that went wrong."""
    newest_first = [backup for backup in newest_first if not backup.stem.endswith(BY_HAND)]
    later = [backup for backup in newest_first if backup.name > made.name]
    newest_first = [backup for backup in newest_first if backup.name <= made.name] + later
    total = 0
    for number, backup in enumerate(newest_first):
        total += backup.stat().st_size
        if number >= KEEP or (number >= KEEP_ALWAYS and total > KEEP_BYTES):
            return newest_first[number:]
    return []


def is_backup_due(path: Path, now: datetime) -> bool:
    """True when no daily backup was made today (UTC)."""
    today = _stamp(now)[:10]
    return not any(b.name.startswith(today) and b.stem.endswith(DAILY) for b in list_backups(path))


def make_daily_backup(path: Path, now: datetime) -> Path | None:
    """Today's backup, unless there is one already."""
    return make_backup(path, now, DAILY) if is_backup_due(path, now) else None


def restore_backup(path: Path, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the workspace, which is kept: as a backup, or beside the new file where it
    is too damaged for that. Returns where it is kept, None if it was gone.

    Raises:
        StoreError: the backup is no good, there is no room, or somebody has the workspace open; nothing was
        changed.
    """
    path, backup = path.absolute(), backup.absolute()
    if not sqlite_file.is_good_copy(backup):
        raise problems.unusable_backup(backup)
    lock = WorkspaceLock(path)
    incoming = path.with_name(f".{path.name}.restoring")
    with problems.explained(path):
        lock.acquire()
        try:
            shutil.copyfile(backup, incoming)
            sqlite_file.sync_file(incoming)
            if sqlite_file.journal_of(path).exists() or not sqlite_file.is_good_copy(path):
                kept = set_aside(path, now, "damaged")
            else:
                kept = make_backup(path, now, BEFORE_RESTORING)
            sqlite_file.replace(incoming, path)
        finally:
            with suppress(OSError):
                incoming.unlink(missing_ok=True)
            lock.release()
    return kept


def set_aside(path: Path, now: datetime, why: str) -> Path | None:
    """Rename a file and the journal that belongs to it: SQLite would play that into whatever comes in its
    place.

    Returns the new name, None if there was no file.
    """
    aside = path.with_name(f"{path.stem} {why} {_stamp(now)}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem} {why} {_stamp(now)} ({number}){path.suffix}")
    existed = path.exists()
    if existed:
        # The file first: left alone for a moment, it must not be opened as if it were finished.
        sqlite_file.replace(path, aside)
    journal = sqlite_file.journal_of(path)
    if journal.exists():
        sqlite_file.replace(journal, sqlite_file.journal_of(aside))
    return aside if existed else None


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime(_STAMP)
