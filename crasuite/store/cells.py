"""Read and write one value of the workspace, whichever table keeps it. Values travel as canonical JSON."""

from __future__ import annotations

import json
import sqlite3
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from crasuite.domain.answer import JsonValue
from crasuite.domain.change import Cell, ChangeKind

if TYPE_CHECKING:
    from msgspec.json import Decoder

    from crasuite.store.connection import Connection

_ANSWER_COLUMNS = {
    ChangeKind.ANSWER: "value",
    ChangeKind.NOTE: "note",
    ChangeKind.OWNER: "owner",
    ChangeKind.DUE: "due_on",
}
_PRODUCT_COLUMNS = frozenset({"name", "state"})
_KEPT_AS_JSON = frozenset({ChangeKind.ANSWER, ChangeKind.SETTING, ChangeKind.RECORD})


_LONG = 200
"""Characters from which a quicker reader is worth loading."""


class UnreadableValueError(sqlite3.DatabaseError):
    """A value is not what a workspace holds; to whoever reads it, the file is damaged."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def to_json(value: JsonValue) -> str:
    """One text for one value: sorted keys, no spaces, no NaN, and no half of a surrogate pair.

    >>> to_json({"b": 1, "a": ["ä", None]})
    '{"a":["ä",null],"b":1}'
    """
    return clean(
        json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    )


def from_json(text: str) -> JsonValue:
    """The value again. Most answers are the same few words: short ones that cannot be altered are shared."""
    if len(text) < 40 and text[:1] not in ("[", "{"):
        return _shared(text)
    return _parsed(text) if len(text) >= _LONG else plainly(text)


@lru_cache(maxsize=2048)
def _shared(text: str) -> JsonValue:
    return plainly(text)


def _parsed(text: str) -> JsonValue:
    try:
        fast: JsonValue = _fast().decode(text)
    except (ValueError, RecursionError):  # `_DECODER` reads a little more and has the last word
        return plainly(text)
    return fast


def plainly(text: str) -> JsonValue:
    """The value again, without what makes long ones quick."""
    try:
        value: JsonValue = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:  # no JSON, a number without end, or nested without end
        raise UnreadableValueError("a value is not JSON that can be read") from error
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


@cache
def _fast() -> Decoder[Any]:
    from msgspec.json import Decoder  # a start reads nothing that is worth loading it for

    return Decoder()


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def clean(text: str) -> str:
    """Text as UTF-8 can hold it: halves of surrogate pairs are joined, a stray one becomes �."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read(db: Connection, cell: Cell) -> str | None:
    """What the cell holds, as JSON; None when it is empty."""
    if cell.kind is ChangeKind.SETTING:
        row = db.execute("SELECT value FROM settings WHERE key = ?", [cell.what]).fetchone()
    elif cell.kind is ChangeKind.PRODUCT:
        sql = f"SELECT {_product_column(cell)} FROM products WHERE id = ?"
        row = db.execute(sql, [cell.product_id]).fetchone()
    elif cell.kind is ChangeKind.RECORD:
        sql = "SELECT data FROM records WHERE product_id = ? AND kind = ? AND record_id = ?"
        row = db.execute(sql, [cell.product_id, *cell.record]).fetchone()
    else:
        sql = f"SELECT {_ANSWER_COLUMNS[cell.kind]} FROM answers WHERE product_id = ? AND question_id = ?"
        row = db.execute(sql, [cell.product_id, cell.what]).fetchone()
    if row is None or row[0] is None:
        return None
    text: str = row[0]
    return text if cell.kind in _KEPT_AS_JSON else to_json(text)


def write(db: Connection, cell: Cell, new: str | None, at: str) -> None:
    """Put a JSON text, or nothing, into the cell."""
    content = new if new is None or cell.kind in _KEPT_AS_JSON else from_json(new)
    if cell.kind is ChangeKind.SETTING:
        if content is None:
            db.execute("DELETE FROM settings WHERE key = ?", [cell.what])
        else:
            db.execute(
                "INSERT INTO settings (key, value) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [cell.what, content],
            )
    elif cell.kind is ChangeKind.PRODUCT:
        db.execute(
            f"UPDATE products SET {_product_column(cell)} = ? WHERE id = ?", [content, cell.product_id]
        )
    elif cell.kind is ChangeKind.RECORD:
        # The row of a removed record stays: it keeps the place in the order and the id from being used again.
        db.execute(
            "INSERT INTO records (product_id, kind, record_id, data) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (product_id, kind, record_id) DO UPDATE SET data = excluded.data",
            [cell.product_id, *cell.record, content],
        )
    else:
        column = _ANSWER_COLUMNS[cell.kind]
        db.execute(
            f"INSERT INTO answers (product_id, question_id, {column}, changed_at) VALUES (?, ?, ?, ?) "
            f"ON CONFLICT (product_id, question_id) "
            f"DO UPDATE SET {column} = excluded.{column}, changed_at = excluded.changed_at",
            [cell.product_id, cell.what, content, at],
        )
        if content is None:
            db.execute(
                "DELETE FROM answers WHERE product_id = ? AND question_id = ? "
                "AND value IS NULL AND note IS NULL AND owner IS NULL AND due_on IS NULL",
                [cell.product_id, cell.what],
            )


def _product_column(cell: Cell) -> str:
    if cell.what not in _PRODUCT_COLUMNS:
        raise ValueError(f"a product has no {cell.what!r}")
    return cell.what
