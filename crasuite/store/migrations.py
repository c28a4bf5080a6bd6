"""The format of a workspace file and how older files reach it.

A step is frozen once released: never edit one, add the next. `user_version` in the file is the number of
steps applied; sqlite-utils keeps their names in the file too.

Format history:

1. (0.1.0) `products`; `answers` with note, owner and due date, one row per product and question; `settings`;
   `steps`, what was done at once by whom, and `history`, the values before and after. The last two only grow.
   Values of answers and settings and both sides of the history are canonical JSON, times are UTC with
   milliseconds, dates are ISO 8601. A product without `state` was taken back by undo.
2. (0.2.0) `records`, the parts of the technical file: one JSON object per product, kind and id, in the order
   of `number`; one without `data` was removed or taken back, and its row keeps the id from being used again.
   In the history their `kind` is `record` and their `what` is "kind/id". `files` and `file_chunks` keep
   contents by SHA-256, in pieces of one MiB; records name them by that hash. A file without `sha256` was not
   added to the end and does not count. New workspaces give the room of removed contents back (auto_vacuum).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crasuite.store.connection import Connection

Step = Callable[["Database"], None]


def _001_products_answers_history(db: Database) -> None:
    # No CHECK on the two long tables: quick_check evaluates it for every row, which took five times as long.
    for statement in (
        """
        CREATE TABLE products (
            id INTEGER PRIMARY KEY,
            name TEXT,
            state TEXT CHECK (state IN ('active', 'archived', 'deleted')),
            created_at TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            CHECK (state IS NULL OR name IS NOT NULL)
        ) STRICT
        """,
        """
        CREATE TABLE answers (
            product_id INTEGER NOT NULL REFERENCES products (id),
            question_id TEXT NOT NULL,
            value TEXT,
            note TEXT,
            owner TEXT,
            due_on TEXT,
            changed_at TEXT NOT NULL,
            PRIMARY KEY (product_id, question_id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE settings (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE steps (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            label TEXT NOT NULL,
            pack_version TEXT NOT NULL,
            direction TEXT NOT NULL,
            target INTEGER REFERENCES steps (id)
        ) STRICT
        """,
        "CREATE INDEX steps_by_target ON steps (target) WHERE target IS NOT NULL",
        """
        CREATE TABLE history (
            step INTEGER NOT NULL REFERENCES steps (id),
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            product_id INTEGER REFERENCES products (id),
            what TEXT NOT NULL,
            old TEXT,
            new TEXT,
            PRIMARY KEY (step, position)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX history_by_product ON history (product_id, step)",
        *(
            f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the history only grows'); END"
            for table in ("steps", "history")
            for verb in ("update", "delete")
        ),
    ):
        db.execute(statement)


def _002_records_files(db: Database) -> None:
    # Here, too, no CHECK on the long tables.
    for statement in (
        """
        CREATE TABLE records (
            number INTEGER PRIMARY KEY,
            product_id INTEGER NOT NULL REFERENCES products (id),
            kind TEXT NOT NULL,
            record_id TEXT NOT NULL,
            data TEXT,
            UNIQUE (product_id, kind, record_id)
        ) STRICT
        """,
        "CREATE INDEX records_by_kind ON records (kind, product_id)",
        """
        CREATE TABLE files (
            id INTEGER PRIMARY KEY,
            sha256 TEXT UNIQUE,
            size INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE file_chunks (
            id INTEGER PRIMARY KEY,
            file_id INTEGER NOT NULL REFERENCES files (id),
            position INTEGER NOT NULL,
            data BLOB NOT NULL,
            UNIQUE (file_id, position)
        ) STRICT
        """,
        """
        CREATE TRIGGER files_refuse_update BEFORE UPDATE ON files WHEN old.sha256 IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a file never changes'); END
        """,
        """
        CREATE TRIGGER file_chunks_refuse_update BEFORE UPDATE ON file_chunks
        BEGIN SELECT RAISE(ABORT, 'a file never changes'); END
        """,
        """
        CREATE TRIGGER file_chunks_refuse_insert BEFORE INSERT ON file_chunks
        WHEN (SELECT sha256 FROM files WHERE id = new.file_id) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a file never changes'); END
        """,
    ):
        db.execute(statement)


STEPS: list[Step] = [_001_products_answers_history, _002_records_files]


def newest() -> int:
    """The format this version writes."""
    return len(STEPS)


def migrate(db: Connection, stop_before: int | None = None) -> None:
    """Bring the file to the newest format, or to the one before `stop_before`: all the way or not at all."""
    from sqlite_utils import Migrations

    migrations = Migrations("crasuite")
    for number, step in enumerate(STEPS, start=1):
        migrations(name=_name(number))(_numbered(number, step))
    # A step may rebuild a table, which must not delete the rows that point to it; proven before the end.
    db.execute("PRAGMA foreign_keys = OFF")
    try:
        with db.atomic():
            migrations.apply(db.database, stop_before=_name(stop_before) if stop_before else None)
            if broken := db.execute("PRAGMA foreign_key_check").fetchall():
                raise ValueError(f"{len(broken)} rows point nowhere")
    finally:
        db.execute("PRAGMA foreign_keys = ON")


def unknown_steps(db: Connection) -> list[str]:
    """Steps in the file that this version has never heard of."""
    known = {_name(number) for number in range(1, newest() + 1)}
    applied = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'crasuite'")
    return sorted(name for (name,) in applied if name not in known)


def _name(number: int) -> str:
    return f"{number:03}"


def _numbered(number: int, step: Step) -> Step:
    def run(db: Database) -> None:
        step(db)
        db.execute(f"PRAGMA user_version = {number}")

    return run
