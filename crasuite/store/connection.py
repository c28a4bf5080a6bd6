"""One open SQLite connection. Reading asks SQLite itself; changes go through sqlite-utils.

sqlite-utils takes a tenth of a second to load. A window that opens a workspace and lists its products has not
changed anything yet, so it is loaded with the first change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database


class Connection:
    """Belongs to the thread that made it, as `conn` does."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        # Outside of `atomic` each statement is its own transaction; nothing is begun behind our back.
        conn.isolation_level = None

    @cached_property
    def database(self) -> Database:
        """The same connection for sqlite-utils."""
        from sqlite_utils import Database

        return Database(self.conn, execute_plugins=False)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.conn.execute(sql, parameters)

    def atomic(self) -> AbstractContextManager[Any]:
        """All or nothing; inside another one, a part of it."""
        return self.database.atomic()

    def close(self) -> None:
        """Let go of the file; harmless when done twice."""
        self.conn.close()
