"""Contents of files, kept in pieces beside the records that name them by SHA-256.

Large ones are written a few pieces at a time, each in a short transaction, so that the window can save and
read meanwhile; the content counts only once its hash is set at the end. What was cut off is removed at once
or, after a crash, at the next opening. Every function may be called from any thread.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from crasuite.domain.stored_file import StoredFile
from crasuite.errors import StoreError
from crasuite.language import tr
from crasuite.store import problems, sqlite_file

if TYPE_CHECKING:
    import hashlib

    from crasuite.store.connection import Connection
    from crasuite.store.workspace_file import Workspace

MAX_BYTES = 500_000_000
CHUNK = 1024 * 1024
_CHUNKS_AT_ONCE = 4

Progress = Callable[[int, int], None]
"""Called with the units done and the units in all."""
Cancelled = Callable[[], bool]


class FileCancelledError(Exception):
    """Adding or copying a file was cancelled; nothing came of it."""


class _Steps:
    """Reports progress and notices cancelling."""

    def __init__(self, total: int, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self._done = 0
        self._total = total
        self._progress = progress
        self._cancelled = cancelled

    def advance(self, units: int) -> None:
        if self._cancelled is not None and self._cancelled():
            raise FileCancelledError
        self._done = min(self._done + units, self._total)
        if self._progress is not None:
            self._progress(self._done, self._total)


def add(
    workspace: Workspace,
    source: Path | bytes,
    name: str,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> StoredFile:
    """Keep the content of a file. Content that is kept already is not written again, but mended if damaged.

    Raises:
        StoreError: too large, unreadable, changed meanwhile, or no room; nothing was added.
        FileCancelledError: `cancelled` returned True; nothing was added.
    """
    if workspace.is_read_only:
        raise problems.read_only(workspace.path)
    with _opened(source, name) as file:
        size = _size(file, name)
        steps = _Steps(2 * size, progress, cancelled)
        sha256 = _hash(file, name, size, steps)
        with workspace.connection() as db:
            kept = _find(workspace, db, sha256)
            if kept is not None and _is_whole(workspace, db, kept, steps):
                return StoredFile(sha256, size)
            file_id = _begin(workspace, db, size)
            try:
                _write_chunks(workspace, db, file_id, file, name, sha256, steps)
                _finish(workspace, db, file_id, sha256, kept)
            except BaseException:
                with suppress(StoreError):  # no room even for that: the next opening removes it
                    _remove(workspace, db, file_id)
                raise
    return StoredFile(sha256, size)


def size_of(workspace: Workspace, sha256: str) -> int | None:
    """How large the content is; None when it is not kept."""
    with workspace.connection() as db, workspace.turn():
        row = db.execute("SELECT size FROM files WHERE sha256 = ?", [sha256]).fetchone()
    return row[0] if row else None


def sizes(workspace: Workspace) -> dict[str, int]:
    """Every content kept, with its size, in the order they were added."""
    with workspace.connection() as db, workspace.turn():
        return dict(db.execute("SELECT sha256, size FROM files WHERE sha256 IS NOT NULL ORDER BY id"))


def chunks(workspace: Workspace, sha256: str) -> Iterator[bytes]:
    """The content piece by piece; the last one comes only when all of it proved good.

    Raises:
        StoreError: the content is not kept, or no longer what was added.
    """
    with workspace.connection() as db:
        file_id = _find(workspace, db, sha256)
        if file_id is None:
            raise problems.no_such_file(workspace.path)
        digest, before = _sha256(), b""
        for data in _read_chunks(workspace, db, file_id):
            digest.update(data)
            if before:
                yield before
            before = data
        if digest.hexdigest() != sha256:
            raise problems.file_damaged(workspace.path)
        if before:
            yield before


def copy(
    workspace: Workspace,
    sha256: str,
    target: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Write the content to `target`, whole and proven or not at all; what is there is replaced.

    Raises:
        StoreError: the content is missing or damaged, or the target cannot be written.
        FileCancelledError: `cancelled` returned True; the target is as it was.
    """
    if not target.parent.is_dir():
        raise problems.unreachable(target, tr("the folder does not exist"))
    steps = _Steps(size_of(workspace, sha256) or 0, progress, cancelled)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    with problems.explained(target):
        try:
            with partial.open("wb") as file:
                for data in chunks(workspace, sha256):
                    file.write(data)
                    steps.advance(len(data))
            sqlite_file.sync_file(partial)
            sqlite_file.replace(partial, target)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def remove_unfinished(db: Connection) -> None:
    """Remove what an import left that was cut off by a crash. Only while nobody else can be adding files."""
    unfinished = [row[0] for row in db.execute("SELECT id FROM files WHERE sha256 IS NULL")]
    for file_id in unfinished:
        with db.atomic():
            _delete(db, file_id)
    if unfinished:
        _shrink(db)


@contextmanager
def _opened(source: Path | bytes, name: str) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        # Asked before opening: a pipe would keep us waiting for somebody to write into it.
        if not stat.S_ISREG(source.stat().st_mode):
            raise problems.unreadable_file(name, tr("this is not a file"))
        file = source.open("rb")
    except OSError as error:
        raise _unreadable(name, error) from error
    with file:
        yield file


def _size(file: BinaryIO, name: str) -> int:
    size = file.seek(0, os.SEEK_END)
    if size > MAX_BYTES:
        raise problems.file_too_large(name, MAX_BYTES)
    return size


def _pieces(file: BinaryIO, name: str) -> Iterator[bytes]:
    try:
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece
    except OSError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError) -> StoreError:
    return problems.unreadable_file(name, error.strerror or type(error).__name__)


def _hash(file: BinaryIO, name: str, size: int, steps: _Steps) -> str:
    digest, read = _sha256(), 0
    for piece in _pieces(file, name):
        digest.update(piece)
        read += len(piece)
        if read > size:
            break  # it grows faster than we read, perhaps for ever
        steps.advance(len(piece))
    if read != size:
        raise problems.file_changed_meanwhile(name)
    return digest.hexdigest()


def _find(workspace: Workspace, db: Connection, sha256: str) -> int | None:
    with workspace.turn():
        row = db.execute("SELECT id FROM files WHERE sha256 = ?", [sha256]).fetchone()
    return row[0] if row else None


def _begin(workspace: Workspace, db: Connection, size: int) -> int:
    with workspace.turn(), db.atomic():
        cursor = db.execute("INSERT INTO files (size) VALUES (?)", [size])
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _write_chunks(
    workspace: Workspace, db: Connection, file_id: int, file: BinaryIO, name: str, sha256: str, steps: _Steps
) -> None:
    digest, waiting = _sha256(), list[tuple[int, int, bytes]]()

    def write_waiting() -> None:
        with workspace.turn(), db.atomic():
            db.conn.executemany("INSERT INTO file_chunks (file_id, position, data) VALUES (?, ?, ?)", waiting)
        steps.advance(sum(len(piece) for _, _, piece in waiting))
        waiting.clear()

    for position, piece in enumerate(_pieces(file, name)):
        digest.update(piece)
        waiting.append((file_id, position, piece))
        if len(waiting) == _CHUNKS_AT_ONCE:
            write_waiting()
    if waiting:
        write_waiting()
    if digest.hexdigest() != sha256:
        raise problems.file_changed_meanwhile(name)


def _finish(workspace: Workspace, db: Connection, file_id: int, sha256: str, damaged: int | None) -> None:
    """From here on the content counts; it takes the place of a damaged copy."""
    with workspace.turn(), db.atomic():
        if damaged is not None:
            _delete(db, damaged)
        added_meanwhile = db.execute("SELECT 1 FROM files WHERE sha256 = ?", [sha256]).fetchone()
        if added_meanwhile is None:
            db.execute("UPDATE files SET sha256 = ? WHERE id = ?", [sha256, file_id])
    if added_meanwhile is not None:
        _remove(workspace, db, file_id)


def _remove(workspace: Workspace, db: Connection, file_id: int) -> None:
    with workspace.turn(), db.atomic():
        _delete(db, file_id)
    with workspace.turn():
        _shrink(db)


def _delete(db: Connection, file_id: int) -> None:
    db.execute("DELETE FROM file_chunks WHERE file_id = ?", [file_id])
    db.execute("DELETE FROM files WHERE id = ?", [file_id])


def _shrink(db: Connection) -> None:
    """Give freed room back to the disk, in files that were made for it."""
    if not db.conn.in_transaction:
        db.conn.executescript("PRAGMA incremental_vacuum")  # a plain execute frees one page only


def _is_whole(workspace: Workspace, db: Connection, file_id: int, steps: _Steps) -> bool:
    digest = _sha256()
    for data in _read_chunks(workspace, db, file_id):
        digest.update(data)
        steps.advance(len(data))
    with workspace.turn():
        row = db.execute("SELECT sha256 FROM files WHERE id = ?", [file_id]).fetchone()
    return row is not None and bool(row[0] == digest.hexdigest())


def _read_chunks(workspace: Workspace, db: Connection, file_id: int) -> Iterator[bytes]:
    position = 0
    while True:
        with workspace.turn():
            row = db.execute(
                "SELECT data FROM file_chunks WHERE file_id = ? AND position = ?", [file_id, position]
            ).fetchone()
        if row is None:
            return
        yield row[0]
        position += 1


def _sha256() -> hashlib._Hash:
    import hashlib  # brings OpenSSL, for which no window should wait that only lists products

    return hashlib.sha256()
