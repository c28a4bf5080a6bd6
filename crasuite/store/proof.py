"""Proves that what a workspace holds is what its history says was put there.

SQLite notices damage to the structure of a file, not to a letter inside a value. Every value is kept twice,
in its own place and in the history; a value that was altered by a failing disk or by hand disagrees with the
other one. Over the history itself the file keeps a running check sum. It finds accidents, not forgers.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crasuite.domain.change import ChangeKind
from crasuite.store import cells

if TYPE_CHECKING:
    from crasuite.store.connection import Connection

CHECK_SUM = "check-sum-of-the-history"
"""Key of the setting; nobody sees it but this module."""
QUICK = 10_000
"""Up to this many changes the proof takes less than a tenth of a second, and opening waits for it."""
_Key = tuple[str, int | None, str]
_ON_QUESTION = frozenset({ChangeKind.ANSWER, ChangeKind.NOTE, ChangeKind.OWNER, ChangeKind.DUE})
_MANY = 1000
_MOMENT = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z"
_STEPS = "SELECT id, at, who, label, pack_version, direction, target FROM steps"
_HISTORY = "SELECT step, position, kind, product_id, what, old, new FROM history"


def note_step(db: Connection, step: int) -> None:
    """Take the newest step into the check sum; part of its transaction."""
    noted = _noted(db)
    (before,) = db.execute("SELECT max(id) FROM steps WHERE id < ?", [step]).fetchone()
    # A file of an earlier version has no sum, or went on without it: then all is summed up once.
    after, steps, changes = noted if noted and noted[0] == before else (0, 0, 0)
    steps = _summed(db.execute(f"{_STEPS} WHERE id > ? ORDER BY id", [after]), steps)
    changes = _summed(db.execute(f"{_HISTORY} WHERE step > ? ORDER BY step, position", [after]), changes)
    db.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [CHECK_SUM, cells.to_json([step, steps, changes])],
    )


def is_quick(db: Connection) -> bool:
    """True when the proof is quick enough to wait for."""
    (changes,) = db.execute("SELECT count(*) FROM history").fetchone()
    return bool(changes <= QUICK)


def agrees_with_history(db: Connection) -> bool:
    """True when each value stands where the newest change put it, each change follows from the last, and the
    history is what was written.

    Settings that no change ever named are what the program itself noted; they stand alone.
    """
    last: dict[_Key, str | None] = {}
    touched: dict[tuple[int | None, str], int] = {}
    try:
        noted = _noted(db)
        upto, wanted_steps, wanted_changes = noted or (0, 0, 0)
        if _summed(db.execute(f"{_STEPS} WHERE id <= ? ORDER BY id", [upto])) != wanted_steps:
            return False
        found = 0
        rows = db.execute(f"{_HISTORY} ORDER BY step, position")
        while some := rows.fetchmany(_MANY):
            found = _sum_of([row for row in some if row[0] <= upto] if some[-1][0] > upto else some, found)
            for step, _, kind, product_id, what, old, new in some:
                key = (kind, product_id, what)
                if last.get(key) != old:
                    return False
                last[key] = new
                if kind in _ON_QUESTION:
                    touched[product_id, what] = step
        if found != wanted_changes:
            return False
        for key, value in _values(db):
            if (key in last or key[0] != ChangeKind.SETTING) and last.pop(key, None) != value:
                return False
        # All of each step is read: a file without a sum may hold a text that is none.
        moments = {row[0]: row[1] for row in db.execute(_STEPS)}
        return (
            not any(value is not None for value in last.values())
            and all(
                moments.get(touched.get((product_id, question), 0)) == at
                for product_id, question, at in db.execute(
                    "SELECT product_id, question_id, changed_at FROM answers"
                )
            )
            and _is_plausible(db)
        )
    except ValueError:  # not what JSON looks like
        return False


def _noted(db: Connection) -> tuple[int, int, int] | None:
    """Up to which step the history was summed up, and the sums of steps and changes."""
    row = db.execute("SELECT value FROM settings WHERE key = ?", [CHECK_SUM]).fetchone()
    if row is None:
        return None
    noted = cells.plainly(row[0])
    if not isinstance(noted, list) or len(noted) != 3 or not all(isinstance(one, int) for one in noted):
        raise ValueError("no check sum")
    step, steps, changes = noted
    return step, steps, changes


def _summed(rows: sqlite3.Cursor, before: int = 0) -> int:
    while some := rows.fetchmany(_MANY):
        before = _sum_of(some, before)
    return before


def _sum_of(rows: list[tuple[object, ...]], before: int) -> int:
    return zlib.crc32("".join(map(repr, rows)).encode(), before)


def _values(db: Connection) -> Iterator[tuple[_Key, str]]:
    """Every value the file holds in its own place, as the history would name and write it."""
    for product_id, name, state in db.execute("SELECT id, name, state FROM products"):
        for what, content in (("name", name), ("state", state)):
            if content is not None:
                yield (ChangeKind.PRODUCT, product_id, what), cells.to_json(content)
    for product_id, question, value, note, owner, due in db.execute(
        "SELECT product_id, question_id, value, note, owner, due_on FROM answers"
    ):
        if value is not None:
            yield (ChangeKind.ANSWER, product_id, question), value
        if note is not None:
            yield (ChangeKind.NOTE, product_id, question), cells.to_json(note)
        if owner is not None:
            yield (ChangeKind.OWNER, product_id, question), cells.to_json(owner)
        if due is not None:
            yield (ChangeKind.DUE, product_id, question), cells.to_json(due)
    for key, value in db.execute("SELECT key, value FROM settings"):
        cells.from_json(value)
        yield (ChangeKind.SETTING, None, key), value
    if db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'records'").fetchone():
        for product_id, kind, record_id, data in db.execute(
            "SELECT product_id, kind, record_id, data FROM records WHERE data IS NOT NULL"
        ):
            yield (ChangeKind.RECORD, product_id, f"{kind}/{record_id}"), data


def _is_plausible(db: Connection) -> bool:
    """What is kept once: moments are moments, and files have their size."""
    broken = [
        f"SELECT 1 FROM products WHERE {_is_no_moment('created_at')} OR {_is_no_moment('changed_at')}",
        f"SELECT 1 FROM steps WHERE {_is_no_moment('at')} OR direction NOT IN ('do', 'undo', 'redo')",
    ]
    if db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'file_chunks'").fetchone():
        broken.append(
            "SELECT 1 FROM files AS f WHERE sha256 IS NOT NULL AND "
            "size != (SELECT coalesce(sum(length(data)), 0) FROM file_chunks WHERE file_id = f.id)"
        )
    return not any(db.execute(f"{one} LIMIT 1").fetchone() for one in broken)


def _is_no_moment(column: str) -> str:
    # The pattern lets the 34th of a month through; SQLite makes another day of it, or none.
    second = f"substr({column}, 1, 19)"
    return (
        f"({column} NOT GLOB '{_MOMENT}' OR {column} < '0001' "
        f"OR strftime('%Y-%m-%dT%H:%M:%S', {second}, '+0 days') IS NOT {second})"
    )
