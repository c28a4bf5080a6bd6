"""What a workspace file is, seen from outside the program."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crasuite.store import migrations, sqlite_file
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import Workspace
from tests.store.helpers import make_workspace, neighbours

OUR_TABLES = {"products", "answers", "settings", "steps", "history", "records", "files", "file_chunks"}


def test_file_says_whose_it_is_and_in_which_format(path: Path) -> None:
    make_workspace(path)
    head = path.read_bytes()[:100]
    assert head[:16] == b"SQLite format 3\0"
    assert int.from_bytes(head[68:72]) == sqlite_file.APPLICATION_ID
    assert int.from_bytes(head[60:64]) == migrations.newest()
    assert head[18:20] == b"\x01\x01", "a rollback journal, not WAL"


def test_closed_workspace_leaves_nothing_beside_it(path: Path) -> None:
    make_workspace(path)
    assert neighbours(path) == []


def test_every_table_is_strict(path: Path) -> None:
    make_workspace(path)
    with closing(sqlite3.connect(path)) as conn:
        strict = {row[1] for row in conn.execute("PRAGMA table_list") if row[5]}
    assert strict == OUR_TABLES


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("synchronous", 3), ("journal_mode", "delete"), ("trusted_schema", 0)],
)
def test_connection_has_every_safety_on(workspace: Workspace, pragma: str, value: object) -> None:
    with workspace.reading() as db:
        assert db.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_answer_needs_a_product(workspace: Workspace) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), workspace.transaction() as db:
        db.execute("INSERT INTO answers (product_id, question_id, changed_at) VALUES (99, 'q', 'now')")


@pytest.mark.parametrize("table", ["steps", "history"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_history_only_grows(path: Path, table: str, change: str) -> None:
    make_workspace(path)
    column = {"steps": "who", "history": "new"}[table]
    with closing(sqlite3.connect(path)) as conn, pytest.raises(sqlite3.IntegrityError, match="only grows"):
        conn.execute(change.format(table, column, column))


def test_history_cannot_be_replaced_either(repository: Repository, workspace: Workspace) -> None:
    repository.add_product("AeroLock 2")
    with pytest.raises(sqlite3.IntegrityError, match="only grows"), workspace.transaction() as db:
        db.execute("INSERT OR REPLACE INTO history SELECT * FROM history")


def test_values_are_canonical_json(repository: Repository, workspace: Workspace) -> None:
    product = repository.add_product("AeroLock 2")
    repository.set_answer(
        product.id, "q", {"value": "cited", "date": "2026-11-01", "ü": [1, True, None, 0.5]}
    )
    with workspace.reading() as db:
        stored = db.execute("SELECT value FROM answers").fetchone()[0]
    assert stored == '{"date":"2026-11-01","value":"cited","ü":[1,true,null,0.5]}'
