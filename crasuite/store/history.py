"""The append-only history: what it records, what undo and redo would take, and how it is listed.

A *step* is what the user did at once; its changes are undone together. Undo and redo are steps of their own
that point to the step they take back or make again, so nothing is ever rewritten and both work after a
restart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from crasuite.domain.answer import JsonValue
from crasuite.domain.change import Cell, Change, ChangeKind, Direction
from crasuite.store.cells import UnreadableValueError, from_json

if TYPE_CHECKING:
    from crasuite.store.connection import Connection


class Step(NamedTuple):
    """Who did something, when, and what it is called; without the values."""

    id: int
    at: str
    who: str
    label: str
    pack_version: str
    direction: Direction
    target: int | None


_SELECT = """
    SELECT s.id, s.at, s.who, h.kind, h.product_id, h.what, h.old, h.new, s.pack_version, s.label,
    s.direction,
           s.target,
           (SELECT CASE later.direction WHEN 'undo' THEN later.id END
            FROM steps AS later WHERE later.target = s.id ORDER BY later.id DESC LIMIT 1)
    FROM history AS h JOIN steps AS s ON s.id = h.step
"""


def append_step(
    db: Connection, at: str, who: str, label: str, pack_version: str, direction: Direction, target: int | None
) -> Step:
    """Begin a step."""
    cursor = db.execute(
        "INSERT INTO steps (at, who, label, pack_version, direction, target) VALUES (?, ?, ?, ?, ?, ?)",
        [at, who, label, pack_version, direction, target],
    )
    assert cursor.lastrowid is not None
    return Step(cursor.lastrowid, at, who, label, pack_version, direction, target)


def append_change(
    db: Connection, step: Step, position: int, cell: Cell, old: str | None, new: str | None
) -> Change:
    """Record one value before and after, both as JSON."""
    db.execute(
        "INSERT INTO history (step, position, kind, product_id, what, old, new) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [step.id, position, cell.kind, cell.product_id, cell.what, old, new],
    )
    return Change(
        step.id,
        from_utc(step.at),
        step.who,
        cell,
        _value(old),
        _value(new),
        step.pack_version,
        step.label,
        step.direction,
        step.target,
        None,
    )


def next_undo(db: Connection) -> tuple[int, str] | None:
    """Step and label that undo would take back: the newest that counts and was not taken back."""
    taken_back = 0
    for step, direction, target, label in _newest_first(db):
        if direction == Direction.UNDO:
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        else:
            return target or step, label
    return None


def next_redo(db: Connection) -> tuple[int, str] | None:
    """Step and label that redo would make again: the newest taken back, with nothing new done since."""
    made_again = 0
    for _, direction, target, label in _newest_first(db):
        if direction == Direction.DO:
            return None
        if direction == Direction.REDO:
            made_again += 1
        elif made_again:
            made_again -= 1
        else:
            return target, label
    return None


def changes_of(db: Connection, step: int) -> list[Change]:
    """The changes of one step in the order they were made."""
    return [_change(row) for row in db.execute(f"{_SELECT} WHERE h.step = ? ORDER BY h.position", [step])]


def listing(
    db: Connection,
    *,
    product_id: int | None = None,
    what: str | None = None,
    kinds: Collection[ChangeKind] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    before_step: int | None = None,
    limit: int | None = None,
) -> list[Change]:
    """Changes that fit all filters, newest first. `since` is inclusive, `until` is not."""
    tests: list[str] = []
    values: list[object] = []
    for test, value in (
        ("h.product_id = ?", product_id),
        ("h.what = ?", what),
        ("s.at >= ?", since and to_utc(since)),
        ("s.at < ?", until and to_utc(until)),
        ("h.step < ?", before_step),
    ):
        if value is not None:
            tests.append(test)
            values.append(value)
    if kinds:
        tests.append(f"h.kind IN ({', '.join('?' * len(kinds))})")
        values.extend(kinds)
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    sql = f"{_SELECT} {where} ORDER BY h.step DESC, h.position DESC LIMIT ?"
    return [_change(row) for row in db.execute(sql, [*values, -1 if limit is None else limit])]


def to_utc(moment: datetime) -> str:
    """A moment as the file keeps it: UTC, milliseconds, comparable as text.

    >>> to_utc(datetime(2026, 11, 24, 10, 15, 2, 7000, tzinfo=UTC))
    '2026-11-24T10:15:02.007Z'
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_utc(text: str) -> datetime:
    """The moment again, in UTC."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableValueError("a moment is none") from error


def _newest_first(db: Connection) -> Iterable[tuple[int, str, int, str]]:
    return db.execute("SELECT id, direction, target, label FROM steps ORDER BY id DESC")


def _change(
    row: tuple[int, str, str, str, int | None, str, str, str, str, str, str, int | None, int | None],
) -> Change:
    step, at, who, kind, product_id, what, old, new, pack_version, label, direction, target, undone_by = row
    cell = Cell(ChangeKind(kind), product_id, what)
    return Change(
        step,
        from_utc(at),
        who,
        cell,
        _value(old),
        _value(new),
        pack_version,
        label,
        Direction(direction),
        target,
        undone_by,
    )


def _value(text: str | None) -> JsonValue:
    return None if text is None else from_json(text)
