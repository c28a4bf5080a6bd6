"""Older files come up to date behind a backup, or stay as they were."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crasuite.domain.product import ProductState
from crasuite.errors import StoreError, WorkspaceDamagedError
from crasuite.store import backups, migrations, sqlite_file
from crasuite.store.files import FileCancelledError
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import open_workspace
from tests.store.helpers import TickingClock, is_whole, make_workspace, neighbours, repository_of

if TYPE_CHECKING:
    from sqlite_utils import Database

OLD_FILES = sorted(Path(__file__).with_name("old_files").glob("*.crasuite"))


def add_a_column(db: Database) -> None:
    db.execute("ALTER TABLE products ADD COLUMN colour TEXT")


def rebuild_products(db: Database) -> None:
    """The kind of step that loses rows when foreign keys stay on."""
    db.execute("CREATE TABLE products_new (id INTEGER PRIMARY KEY, name TEXT, state TEXT, "
               "created_at TEXT NOT NULL, changed_at TEXT NOT NULL, colour TEXT) STRICT")  # fmt: skip
    db.execute("INSERT INTO products_new SELECT * FROM products")
    db.execute("DROP TABLE products")
    db.execute("ALTER TABLE products_new RENAME TO products")


def fail_half_way(db: Database) -> None:
    db.execute("DELETE FROM answers")
    db.execute("INSERT INTO no_such_table VALUES (1)")


def orphan_the_answers(db: Database) -> None:
    db.execute("DELETE FROM products")


def wrong_data(db: Database) -> None:
    db.execute("DELETE FROM answers")
    raise ValueError("a date that is none")


@pytest.fixture
def old(path: Path) -> Path:
    make_workspace(path)
    return path


def check_old_content(repository: Repository) -> None:
    lock, band, draft = repository.products(*ProductState)
    assert (lock.name, band.name, draft.name) == ("AeroLock 2", "PulseBand Fit", "Draft")
    assert (lock.state, band.state, draft.state) == tuple(ProductState)
    answer = repository.answers(lock.id)["own-brand"]
    assert (answer.value, answer.note, answer.owner, answer.due_on) == (
        "not-sure",
        "Ask sales – größer?",
        "Ana Costa",
        date(2026, 12, 1),
    )
    assert repository.values(band.id) == {
        "own-brand": "not-sure",
        "parts": ["app", "cloud"],
        "state.harmonised-standards": {"value": True, "reference": "OJ L, 2026/1", "date": "2026-11-20"},
    }
    assert repository.settings() == {"person": "Ana Costa"}
    assert repository.redo_label() == "answer to size"
    assert repository.history(what="own-brand")[0].cell.product_id == band.id


@pytest.mark.parametrize("old_file", OLD_FILES, ids=lambda file: file.stem)
def test_file_of_each_release_opens(old_file: Path, path: Path, clock: TickingClock) -> None:
    shutil.copyfile(old_file, path)
    with open_workspace(path, clock=clock) as workspace:
        check_old_content(repository_of(workspace))
    assert is_whole(path)


@pytest.mark.parametrize("old_file", OLD_FILES, ids=lambda file: file.stem)
def test_file_of_each_release_takes_what_is_new(old_file: Path, path: Path, clock: TickingClock) -> None:
    shutil.copyfile(old_file, path)
    with open_workspace(path, clock=clock) as workspace:
        repository = repository_of(workspace)
        lock = repository.products()[0].id
        kept = repository.add_file(b"report" * 500_000, "report.pdf")
        repository.set_record(lock, "evidence", "E-01", {"sha256": kept.sha256})
        with pytest.raises(FileCancelledError):
            repository.add_file(b"other" * 500_000, "other.pdf", cancelled=lambda: True)
    with open_workspace(path, clock=clock) as workspace:
        repository = repository_of(workspace)
        assert (
            repository.file_bytes(repository.records(lock, "evidence")["E-01"]["sha256"])
            == b"report" * 500_000
        )
        repository.undo()
        assert repository.records_by_kind(lock) == {}
        repository.undo()
        assert repository.undo_label() != "evidence E-01"
    assert is_whole(path)


@pytest.mark.parametrize("old_file", OLD_FILES, ids=lambda file: file.stem)
def test_old_file_without_the_right_to_write_has_no_records(
    old_file: Path, path: Path, clock: TickingClock
) -> None:
    shutil.copyfile(old_file, path)
    before = path.read_bytes()
    with open_workspace(path, clock=clock, read_only=True) as workspace, ThreadPoolExecutor(1) as pool:
        repository = repository_of(workspace)
        assert repository.records_by_kind(1) == {}
        assert pool.submit(repository.file_sizes).result() == {}
        with pytest.raises(StoreError) as caught:
            pool.submit(repository.file_bytes, "0" * 64).result()
        assert caught.value.code == "STORE-18"
    assert path.read_bytes() == before


def test_there_is_an_old_file() -> None:
    assert [file.stem for file in OLD_FILES] == ["0.1"]


def test_old_file_goes_through_later_steps(
    path: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(OLD_FILES[0], path)
    before = path.read_bytes()
    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, add_a_column, rebuild_products])
    newest = len(migrations.STEPS)
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        check_old_content(repository_of(workspace))
        with workspace.reading() as db:
            assert db.execute("PRAGMA user_version").fetchone()[0] == newest
            assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
            names = [row[0] for row in db.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
            assert names == [f"{number:03}" for number in range(1, newest + 1)]
    (backup,) = backups.list_backups(path)
    assert backup.stem.endswith(f"before format {newest}")
    assert sqlite_file.read_header(backup) == sqlite_file.Header(sqlite_file.APPLICATION_ID, 1)
    monkeypatch.undo()
    assert path.read_bytes() != before
    with open_workspace(backup, clock=clock, daily_backup=False) as workspace:
        check_old_content(repository_of(workspace))


def test_old_file_is_read_without_being_changed(
    old: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, add_a_column])
    with open_workspace(old, clock=clock, read_only=True) as workspace:
        with workspace.reading() as db:
            assert db.execute("SELECT colour FROM products").fetchall() == [(None,)]
        repository = repository_of(workspace)
        assert len(repository.values(1)) == 3
        with pytest.raises(StoreError) as caught:
            repository.set_answer(1, "question-0", "no")
        assert caught.value.code == "STORE-08"
        workspace.save_copy(old.with_name("copy.crasuite"))
    assert old.read_bytes() == before
    assert sqlite_file.is_good_copy(old.with_name("copy.crasuite"))


@pytest.mark.parametrize("step", [fail_half_way, orphan_the_answers, wrong_data])
def test_failing_step_leaves_the_file_as_it_was(
    old: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch, step: migrations.Step
) -> None:
    before = old.read_bytes()
    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, add_a_column, step])
    with pytest.raises(StoreError) as caught:
        open_workspace(old, clock=clock)
    assert caught.value.code == "STORE-13"
    assert old.read_bytes() == before, "the step before it is taken back as well"
    monkeypatch.undo()
    with open_workspace(old, clock=clock, daily_backup=False) as workspace:
        assert len(repository_of(workspace).values(1)) == 3


def test_no_update_without_a_backup(old: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.read_bytes()
    backups.backups_folder(old).write_text("a file is in the way")
    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, add_a_column])
    with pytest.raises(StoreError):
        open_workspace(old, clock=clock)
    assert old.read_bytes() == before
    assert neighbours(old) == [backups.backups_folder(old).name]


def test_steps_can_be_stopped_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "STEPS", [migrations.STEPS[0], add_a_column])
    with closing(sqlite_file.connect(tmp_path / "a.crasuite", "rwc")) as db:
        migrations.migrate(db, stop_before=2)
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        with pytest.raises(sqlite3.OperationalError, match="colour"):
            db.execute("SELECT colour FROM products")
        migrations.migrate(db)
        assert db.execute("PRAGMA user_version").fetchone()[0] == 2
        db.execute("SELECT colour FROM products")
        assert migrations.unknown_steps(db) == []


def test_format_history_has_an_entry_for_every_step() -> None:
    for number in range(1, migrations.newest() + 1):
        assert f"\n{number}. (" in (migrations.__doc__ or "")


def test_an_old_file_with_a_text_that_is_none_is_refused_before_it_is_updated(
    tmp_path: Path, clock: TickingClock
) -> None:
    path = tmp_path / "work.crasuite"
    before = OLD_FILES[0].read_bytes().replace(b"note on own-brand", b"not\xb0 on own-brand")
    path.write_bytes(before)
    with pytest.raises(WorkspaceDamagedError):
        open_workspace(path, clock=clock)
    assert path.read_bytes() == before
    assert b"not\xb0" in before


@pytest.mark.parametrize("day", ["34", "31"])
def test_an_old_file_with_a_day_that_is_none_is_refused_before_it_is_updated(
    path: Path, clock: TickingClock, day: str
) -> None:
    with closing(sqlite3.connect(OLD_FILES[0])) as db:
        (moment,) = db.execute("SELECT at FROM steps WHERE label = 'note on own-brand'").fetchone()
    other = f"{moment[:5]}11-{day}{moment[10:]}"
    before = OLD_FILES[0].read_bytes().replace(moment.encode(), other.encode())
    assert before != OLD_FILES[0].read_bytes()
    path.write_bytes(before)
    with pytest.raises(WorkspaceDamagedError):
        open_workspace(path, clock=clock)
    assert path.read_bytes() == before
