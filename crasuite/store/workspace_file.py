"""Open, check, update, copy and close one workspace file. What is in it is `repository`'s business.

Opening goes from harmless to harmful: look at the header, lock, connect, check, back up, update. Whatever
is refused on the way is refused before the first byte is written.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import RLock, get_ident
from typing import TYPE_CHECKING

from crasuite.errors import StoreError
from crasuite.language import tr
from crasuite.store import backups, files, migrations, problems, proof, sqlite_file
from crasuite.store.lock import WorkspaceLock

if TYPE_CHECKING:
    from crasuite.store.connection import Connection

Clock = Callable[[], datetime]


class ReadOnly(StrEnum):
    """Why a workspace is open to read only."""

    ASKED = "asked"
    FILE = "file"
    FOLDER = "folder"


class Workspace:
    """An open workspace file. Belongs to the thread that opened it, but for the contents of files."""

    def __init__(
        self, path: Path, db: Connection, lock: WorkspaceLock | None, read_only: ReadOnly | None
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.backup_problem: StoreError | None = None
        self.is_behind = False
        """True while the newest change could not be written."""
        self.is_proven = proof.is_quick(db)
        """False when the history is so long that `prove` is left to another thread."""
        self._db = db
        self._lock = lock
        self._thread = get_ident()
        self._turn = RLock()
        self._is_on_disk = bool(db.execute("PRAGMA database_list").fetchone()[2])

    @property
    def is_read_only(self) -> bool:
        return self.read_only is not None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing; when the block ends without an error, its changes are on the disk."""
        if self.is_read_only:
            raise problems.read_only(self.path)
        try:
            with self.turn(), self._db.atomic():
                yield self._db
        except StoreError:
            self.is_behind = True
            raise
        self.is_behind = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """For queries: errors explained, nothing written."""
        with self.turn():
            yield self._db

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One thread at a time, so that nobody finds the file locked; errors explained."""
        with self._turn, problems.explained(self.path, backups.find_good_backup):
            yield

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection for the thread that asks: that of the workspace, or one of its own, closed at the end.

        Use it in turns, and let go between them.
        """
        if get_ident() == self._thread or not self._is_on_disk:
            yield self._db
            return
        with problems.explained(self.path, backups.find_good_backup):
            db = sqlite_file.connect(self.path, "ro" if self.is_read_only else "rw")
        with closing(db):
            yield db

    def save_copy(self, target: Path) -> None:
        """Write a complete copy under another name, replacing what is there unless it is open."""
        target = target.absolute()
        if target == self.path or (target.exists() and target.samefile(self.path)):
            raise problems.exists_already(target)
        lock = WorkspaceLock(target)
        with problems.explained(target, lambda _: backups.find_good_backup(self.path), is_new=True):
            _check_room_for(target)
            lock.acquire()
            try:
                sqlite_file.remove_leftovers(target.parent, target.name)
                if not sqlite_file.write_copy(self._db, target):
                    raise problems.damaged(self.path, backups.find_good_backup(self.path))
            finally:
                lock.release()

    def close(self) -> None:
        """Let go of the file; harmless when done twice."""
        self._db.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_workspace(path: Path) -> Workspace:
    """Make a new, empty workspace and open it.

    Raises:
        StoreError: the name is taken or the folder cannot be written.
    """
    path = path.absolute()
    lock = WorkspaceLock(path)
    with problems.explained(path, is_new=True):
        _check_room_for(path)
        if path.exists():
            raise problems.exists_already(path)
        lock.acquire()
        try:
            _write_empty(path)
            return Workspace(path, sqlite_file.connect(path, "rw"), lock, None)
        except BaseException:
            lock.release()
            raise


def open_workspace(
    path: Path,
    *,
    clock: Clock,
    read_only: bool = False,
    take_over: bool = False,
    daily_backup: bool = True,
) -> Workspace:
    """Open a workspace; an older format is backed up and updated, a write-protected place is opened to read
    only.

    A daily backup that fails is noted in `backup_problem` and does not keep anyone from working. Pass
    `daily_backup=False` to run `backups.make_daily_backup` in another thread.

    Raises:
        WorkspaceInUseError: somebody else has it open; try `read_only`, or `take_over` where the error
        allows it. WorkspaceDamagedError: it cannot be trusted; the error carries the newest good backup.
        StoreError: missing, foreign, newer, or out of reach. The file is left as it is in each of these
        cases.
    """
    path = path.absolute()
    with problems.explained(path, backups.find_good_backup):
        found = _format_of(path)
        reason = ReadOnly.ASKED if read_only else _write_protection(path)
        if reason:
            return Workspace(path, _connect_read_only(path, found), None, reason)
        lock = WorkspaceLock(path)
        try:
            lock.acquire(take_over=take_over)
        except OSError as error:
            if error.errno not in problems.READ_ONLY_ERRNOS:
                raise
            return Workspace(path, _connect_read_only(path, found), None, ReadOnly.FOLDER)
        try:
            workspace = Workspace(path, _connect(path, clock), lock, None)
        except BaseException:
            lock.release()
            raise
    if daily_backup:
        try:
            backups.make_daily_backup(path, clock())
        except StoreError as problem:
            workspace.backup_problem = problem
    return workspace


def prove(path: Path) -> None:
    """Hold all values against the history, which opening puts off where that takes long.

    Opens the file by itself, so it may run in another thread than the one that works on the workspace.

    Raises:
        WorkspaceDamagedError: a value is not what was put there; the error carries the newest good backup.
    """
    with problems.explained(path, backups.find_good_backup), closing(sqlite_file.connect(path, "ro")) as db:
        db.execute("BEGIN")  # one moment, whatever is written meanwhile
        if not sqlite_file.is_intact(db, in_full=True):
            raise problems.damaged(path, backups.find_good_backup(path))


def _check_room_for(path: Path) -> None:
    """A new file needs a folder, and no journal of an earlier one: SQLite would play that into it."""
    if not path.parent.is_dir():
        raise problems.unreachable(path, tr("the folder does not exist"))
    if sqlite_file.journal_of(path).exists():
        raise problems.exists_already(sqlite_file.journal_of(path))


def _format_of(path: Path) -> int:
    """The format of a workspace this version can open; everything else is refused here."""
    if not path.is_file():
        raise problems.not_found(path)
    header = sqlite_file.read_header(path)
    if header is None or not header.is_ours:
        # A workspace whose first page is gone looks like any other file; its backups tell.
        backup = backups.find_good_backup(path)
        raise problems.damaged(path, backup) if backup else problems.not_a_workspace(path)
    if header.format > migrations.newest():
        raise problems.newer_format(path, header.format, migrations.newest())
    return header.format


def _write_protection(path: Path) -> ReadOnly | None:
    """What forbids writing, as far as the system tells beforehand."""
    by_effective_user = os.access in os.supports_effective_ids
    if not os.access(path, os.W_OK, effective_ids=by_effective_user):
        return ReadOnly.FILE
    if not os.access(path.parent, os.W_OK | os.X_OK, effective_ids=by_effective_user):
        return ReadOnly.FOLDER
    return None


def _connect(path: Path, clock: Clock) -> Connection:
    """Connect to write: check, and bring an older format up to date behind a backup."""
    db = sqlite_file.connect(path, "rw")
    try:
        _check(db, path)
        if sqlite_file.refuses_writing(db):
            raise problems.damaged(path, backups.find_good_backup(path))
        found = int(db.execute("PRAGMA user_version").fetchone()[0])
        db.execute("PRAGMA journal_mode = DELETE")  # a rollback journal works on network shares, WAL does not
        if found < migrations.newest():
            backups.make_backup(path, clock(), f"before format {migrations.newest()}")
            _update(db, path)
        with suppress(StoreError), problems.explained(path):  # a full disk must not keep anyone out
            files.remove_unfinished(db)
    except BaseException:
        db.close()
        raise
    return db


def _connect_read_only(path: Path, found: int) -> Connection:
    """Connect to read; an older format is updated in a copy that is gone when it is closed."""
    db = sqlite_file.connect(path, "ro")
    try:
        _check(db, path)
        if found < migrations.newest():
            with closing(db):
                # SQLite spills it to the disk when it grows, and lets threads read it one at a time.
                temporary = sqlite3.connect("", check_same_thread=False)
                db.conn.backup(temporary)
            db = sqlite_file.guarded(temporary)
            _update(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _check(db: Connection, path: Path) -> None:
    if not sqlite_file.is_intact(db, in_full=False):
        raise problems.damaged(path, backups.find_good_backup(path))
    if unknown := migrations.unknown_steps(db):
        raise problems.newer_format(path, migrations.newest() + len(unknown), migrations.newest())


def _update(db: Connection, path: Path) -> None:
    try:
        with problems.explained(path):
            migrations.migrate(db)
    except (sqlite3.Error, LookupError, TypeError, ValueError) as error:
        raise problems.update_failed(path, str(error)) from error


def _write_empty(path: Path) -> None:
    """A new file appears complete or not at all."""
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.unlink(missing_ok=True)
        with closing(sqlite_file.connect(draft, "rwc")) as db:
            db.execute("PRAGMA auto_vacuum = INCREMENTAL")  # only before anything is written
            db.execute(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")
            migrations.migrate(db)
        sqlite_file.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
