"""The SQLite side of a workspace file: telling whose it is, connecting, checking, copying whole.

Knows nothing of locks, backups or products.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path, PurePath
from typing import NamedTuple
from urllib.parse import quote

from crasuite.store import migrations, proof
from crasuite.store.connection import Connection

APPLICATION_ID = 0x43524153  # "CRAS"
BUSY_SECONDS = 2.0
_TABLES = (
    {"products", "answers", "settings", "steps", "history", "_sqlite_migrations"},
    {"records", "files", "file_chunks"},
)
"""What each format added."""
_CHECKED_WHOLE = 64 * 1024 * 1024
"""Up to this many bytes, opening reads through the contents of files as well."""
_CONTENTS = frozenset({"files", "file_chunks"})
_SLICE = 8
"""Pieces of a file copied before others get their turn."""


class Header(NamedTuple):
    """What a file says of itself: whose it is and in which format."""

    application_id: int
    format: int

    @property
    def is_ours(self) -> bool:
        return self.application_id == APPLICATION_ID and self.format > 0


def uri(path: PurePath, mode: str) -> str:
    """The path as SQLite's URI, whatever characters it holds.

    >>> from pathlib import PurePosixPath, PureWindowsPath
    >>> uri(PurePosixPath("/tmp/50% #1?.crasuite"), "rw")
    'file:///tmp/50%25%20%231%3F.crasuite?mode=rw'
    >>> uri(PureWindowsPath("C:/a.crasuite"), "ro"), uri(PureWindowsPath("//srv/share/a.crasuite"), "ro")
    ('file:///C:/a.crasuite?mode=ro', 'file:////srv/share/a.crasuite?mode=ro')
    """
    posix = path.as_posix()
    if not posix.startswith("/"):
        posix = "/" + posix
    return f"file://{quote(os.fsencode(posix), safe='/:')}?mode={mode}"


def read_header(path: Path) -> Header | None:
    """Whose file this is, without locking, recovering or writing anything. None: not an SQLite file."""
    try:
        with closing(sqlite3.connect(uri(path, "ro&immutable=1"), uri=True)) as conn:
            application_id = conn.execute("PRAGMA application_id").fetchone()[0]
            user_version = conn.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_NOTADB:
            return None
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
            raise
        # Only now as plain bytes: closing a plain file drops the locks SQLite holds on it in this process.
        with path.open("rb") as file:
            head = file.read(72)
        return Header(int.from_bytes(head[68:72]), int.from_bytes(head[60:64]))
    return Header(application_id, user_version)


def connect(path: Path, mode: str) -> Connection:
    """Open with every safety on. `mode` is `rw`, `ro` or `rwc` (create)."""
    return guarded(sqlite3.connect(uri(path, mode), uri=True, timeout=BUSY_SECONDS))


def guarded(conn: sqlite3.Connection) -> Connection:
    """Wrap a connection and switch on what SQLite leaves off."""
    try:
        db = Connection(conn)
        for pragma in (
            "foreign_keys = ON",
            "synchronous = EXTRA",  # FULL, and the folder is synced too once the journal is gone
            "fullfsync = ON",  # macOS: through the disk's own cache
            "trusted_schema = OFF",  # the file may have come by mail
            "cell_size_check = ON",
        ):
            conn.execute(f"PRAGMA {pragma}")
    except BaseException:
        conn.close()
        raise
    return db


def is_intact(db: Connection, *, in_full: bool) -> bool:
    """True when SQLite finds no fault, every table is there, and all values are those of the history.

    In a large file the contents of files are left out: their hashes are checked whenever they are read. A
    long history is held against the values only `in_full`.
    """
    try:
        names = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        known = set().union(*_TABLES[: _number(db, "user_version")])
        if not names >= known:
            return False
        if _number(db, "page_count") * _number(db, "page_size") <= _CHECKED_WHOLE:
            checks = ["PRAGMA integrity_check(1)"]
        else:
            checks = [f"PRAGMA integrity_check({name})" for name in sorted(names - {"file_chunks"})]
        return all(db.execute(check).fetchall() == [("ok",)] for check in checks) and (
            (not in_full and not proof.is_quick(db)) or proof.agrees_with_history(db)
        )
    except UnicodeDecodeError:  # from a message about a table's definition
        return False
    except sqlite3.DatabaseError as error:
        # What we ask is right, so an error in it, or a text that is none, is one of the file.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
            return False
        raise


def refuses_writing(db: Connection) -> bool:
    """True when SQLite only reads a file that may be written: its head names a version it does not know."""
    try:
        db.conn.execute("UPDATE settings SET value = value WHERE FALSE")  # asks for the right, writes nothing
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_READONLY
    return False


def _number(db: Connection, pragma: str) -> int:
    value: int = db.execute(f"PRAGMA {pragma}").fetchone()[0]
    return value


def is_good_copy(path: Path) -> bool:
    """True when the file at rest is a workspace this version can open and nothing in it is damaged."""
    try:
        header = read_header(path)
        if header is None or not header.is_ours or header.format > migrations.newest():
            return False
        with closing(connect(path, "ro")) as db:
            return is_intact(db, in_full=True)
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def write_copy(db: Connection, target: Path) -> bool:
    """Write all that is committed into a new file, put in place only once it is whole and proven good.

    Reads through the connection it is given, even if the file was moved meanwhile, and lets nobody else
    write until it is done. Returns False, and leaves nothing behind, when the copy turned out bad.
    """

    def write(partial: Path) -> None:
        db.execute("VACUUM INTO ?", [uri(partial, "rwc")])

    return _written(target, write)


def write_copy_in_slices(path: Path, target: Path) -> bool:
    """The same for a file that others may write meanwhile: it is never locked for long.

    What people wrote is copied as it is at one moment. Contents of files follow a few pieces at a time; they
    never change, and those that come or go meanwhile are looked for again at the end.
    """

    def write(partial: Path) -> None:
        with closing(connect(partial, "rwc")) as db:
            for pragma in ("foreign_keys = OFF", "synchronous = OFF", "auto_vacuum = INCREMENTAL"):
                db.conn.execute(f"PRAGMA {pragma}")
            db.conn.execute("ATTACH ? AS source", [uri(path, "ro")])
            last = _copy_what_people_wrote(db)
            _copy_contents(db)
            with db.atomic():  # triggers last: they would refuse the rows
                for statement in last:
                    db.conn.execute(statement)

    return _written(target, write)


def _copy_what_people_wrote(db: Connection) -> list[str]:
    """All tables but the contents of files; returns the statements that make indexes and triggers."""
    with db.atomic():
        schema = db.conn.execute(
            "SELECT type, name, sql FROM source.sqlite_schema "
            "WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'"
        ).fetchall()
        for kind, name, statement in schema:
            if kind == "table":
                db.conn.execute(statement)
                if name not in _CONTENTS:
                    db.conn.execute(f"INSERT INTO main.{name} SELECT * FROM source.{name}")
        for pragma in ("application_id", "user_version"):
            (number,) = db.conn.execute(f"PRAGMA source.{pragma}").fetchone()
            db.conn.execute(f"PRAGMA main.{pragma} = {number}")
    return [statement for kind, _, statement in schema if kind != "table"]


def _copy_contents(db: Connection) -> None:
    """Files that are whole, until none is left that was not copied, and none is there that was removed."""
    if not db.conn.execute("SELECT 1 FROM main.sqlite_schema WHERE name = 'files'").fetchall():
        return
    whole = "SELECT id FROM source.files WHERE sha256 IS NOT NULL"
    while True:
        with db.atomic():  # gone first: a file that was mended has the hash of the one it took the place of
            for table, column in (("file_chunks", "file_id"), ("files", "id")):
                db.conn.execute(f"DELETE FROM main.{table} WHERE {column} NOT IN ({whole})")
        missing = db.conn.execute(f"{whole} EXCEPT SELECT id FROM main.files").fetchall()
        if not missing:
            return
        for (file_id,) in missing:
            with db.atomic():
                db.conn.execute("INSERT INTO main.files SELECT * FROM source.files WHERE id = ?", [file_id])
            start, copied = 0, _SLICE
            while copied == _SLICE:
                with db.atomic():
                    copied = db.conn.execute(
                        "INSERT INTO main.file_chunks SELECT * FROM source.file_chunks "
                        "WHERE file_id = ? AND position >= ? AND position < ?",
                        [file_id, start, start + _SLICE],
                    ).rowcount
                start += _SLICE


def remove_leftovers(folder: Path, of: str = "") -> None:
    """Remove copies that a crash cut off. Only for who holds the lock: nobody else can be writing them.

    `of` is the name of the file that was copied to; without it, all in the folder.
    """
    for partial in folder.glob(".*.part"):
        name, dot, pid = partial.name.removesuffix(".part")[1:].rpartition(".")
        if dot and pid.isdigit() and int(pid) != os.getpid() and of in ("", name):
            with suppress(OSError):
                partial.unlink()


def _written(target: Path, write: Callable[[Path], None]) -> bool:
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(b"")  # a folder that refuses us is named by the system, not by SQLite
        write(partial)
        sync_file(partial)
        if not is_good_copy(partial):
            return False
        replace(partial, target)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return True


def sync_file(path: Path) -> None:
    """Return once the file's content is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def replace(source: Path, target: Path) -> None:
    """Move over `target` in one step; on Windows retried, as virus scanners hold new files for a moment."""
    for attempt in range(5):
        try:
            os.replace(source, target)
            break
        except PermissionError:
            if attempt == 4 or os.name != "nt":
                raise
            time.sleep(0.05)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def journal_of(path: Path) -> Path:
    """The rollback journal SQLite keeps beside the file while a change is under way."""
    return path.with_name(path.name + "-journal")
