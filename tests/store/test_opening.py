"""Opening: what is refused, in which words, and that a refused file is not touched."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crasuite.errors import StoreError, WorkspaceDamagedError, WorkspaceInUseError
from crasuite.store import backups, migrations, proof
from crasuite.store.workspace_file import ReadOnly, create_workspace, open_workspace, prove
from tests.store.helpers import TickingClock, make_workspace, neighbours, repository_of, start, stop

HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from crasuite.store.workspace_file import open_workspace
with open_workspace(Path(sys.argv[1]), clock=lambda: datetime.now(UTC), daily_backup=False):
    print("open", flush=True)
    sys.stdin.readline()
"""


ADD_AND_HOLD = """
import sys
from pathlib import Path
from crasuite.store.workspace_file import open_workspace
from tests.store.helpers import TickingClock, repository_of
with open_workspace(Path(sys.argv[1]), clock=TickingClock(), daily_backup=False) as workspace:
    repository = repository_of(workspace)
    kept = repository.add_file(b"report" * 500_000, "report.pdf")
    repository.set_record(1, "evidence", "E-01", {"sha256": kept.sha256})
    print(kept.sha256, flush=True)
    sys.stdin.readline()
    repository.set_record(1, "evidence", "E-02", {"name": "b"})
    print("done", flush=True)
    sys.stdin.readline()
"""


def say(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(sql)


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE bookmarks (url TEXT)")


def newer(path: Path) -> None:
    make_workspace(path)
    say(path, f"PRAGMA user_version = {migrations.newest() + 1}")


def newer_by_an_unknown_step(path: Path) -> None:
    make_workspace(path)
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("INSERT INTO _sqlite_migrations VALUES (99, 'crasuite', '999', 'later')")


def truncated(path: Path) -> None:
    make_workspace(path, answers=500)
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size // 2)


def scribbled(path: Path) -> None:
    make_workspace(path, answers=500)
    with path.open("rb+") as file:
        file.seek(3 * 4096)
        file.write(os.urandom(4096))


def without_a_table(path: Path) -> None:
    make_workspace(path)
    say(path, "DROP TABLE settings")


def without_a_newer_table(path: Path) -> None:
    make_workspace(path)
    say(path, "DROP TABLE records")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (foreign, "STORE-02"),
        (lambda path: path.write_bytes(b""), "STORE-02"),
        (lambda path: path.write_text("Minutes of the meeting\n" * 500), "STORE-02"),
        (newer, "STORE-03"),
        (newer_by_an_unknown_step, "STORE-03"),
        (truncated, "STORE-04"),
        (scribbled, "STORE-04"),
        (without_a_table, "STORE-04"),
        (without_a_newer_table, "STORE-04"),
    ],
    ids=[
        "foreign", "empty", "text", "newer", "newer step", "truncated", "scribbled", "table missing",
        "newer table missing",
    ],
)  # fmt: skip
@pytest.mark.parametrize("read_only", [False, True])
def test_refused_file_is_left_as_it_is(
    path: Path, clock: TickingClock, make: Callable[[Path], object], code: str, read_only: bool
) -> None:
    make(path)
    before, beside, touched = path.read_bytes(), neighbours(path), path.stat().st_mtime_ns
    with pytest.raises(StoreError) as caught:
        open_workspace(path, clock=clock, read_only=read_only)
    error = caught.value
    assert error.code == code
    assert all(part.endswith(".") for part in (error.what, error.why, error.next_step))
    assert (path.read_bytes(), neighbours(path), path.stat().st_mtime_ns) == (before, beside, touched)


def test_second_window_reads_records_and_files_and_writes_none(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    holder = start(ADD_AND_HOLD, path)
    assert holder.stdout
    sha256 = holder.stdout.readline().strip()
    try:
        with pytest.raises(WorkspaceInUseError):
            open_workspace(path, clock=clock)
        with open_workspace(path, clock=clock, read_only=True) as workspace:
            repository = repository_of(workspace)
            assert repository.records(1, "evidence") == {"E-01": {"sha256": sha256}}
            assert repository.file_bytes(sha256) == b"report" * 500_000
            for act in (
                lambda: repository.set_record(1, "evidence", "E-02", {}),
                lambda: repository.add_file(b"x", "x"),
            ):
                with pytest.raises(StoreError) as caught:
                    act()
                assert caught.value.code == "STORE-08"
            assert holder.stdin
            holder.stdin.write("go on\n")
            holder.stdin.flush()
            assert holder.stdout.readline() == "done\n"
            assert repository.records(1, "evidence") == {"E-01": {"sha256": sha256}, "E-02": {"name": "b"}}
    finally:
        stop(holder)


def test_missing_file(path: Path, clock: TickingClock) -> None:
    with pytest.raises(StoreError, match="was not found") as caught:
        open_workspace(path, clock=clock)
    assert caught.value.code == "STORE-01"
    assert not path.exists()


def test_folder_is_no_workspace(tmp_path: Path, clock: TickingClock) -> None:
    with pytest.raises(StoreError) as caught:
        open_workspace(tmp_path, clock=clock)
    assert caught.value.code == "STORE-01"


def test_new_workspace_never_replaces_a_file(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(StoreError) as caught:
        create_workspace(path)
    assert caught.value.code == "STORE-12"
    assert path.read_text() == "mine"
    assert neighbours(path) == []


def test_new_workspace_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        create_workspace(tmp_path / "no such folder" / "a.crasuite")
    assert caught.value.code == "STORE-10"
    assert list(tmp_path.iterdir()) == []


def test_new_workspace_does_not_inherit_a_stray_journal(path: Path) -> None:
    journal = path.with_name(path.name + "-journal")
    journal.write_bytes(b"left over")
    with pytest.raises(StoreError, match="journal"):
        create_workspace(path)
    assert journal.read_bytes() == b"left over"


@pytest.mark.parametrize("ruin", [truncated, scribbled], ids=["truncated", "scribbled"])
def test_damaged_file_offers_the_newest_good_backup(
    path: Path, clock: TickingClock, ruin: Callable[[Path], None]
) -> None:
    make_workspace(path)
    good = backups.make_backup(path, clock(), "daily")
    bad = backups.make_backup(path, clock(), "daily")
    bad.write_bytes(bad.read_bytes()[:5000])
    path.unlink()
    ruin(path)
    with pytest.raises(WorkspaceDamagedError, match="Restore the backup") as caught:
        open_workspace(path, clock=clock)
    assert caught.value.backup == good


def test_file_with_a_destroyed_beginning_is_known_by_its_backups(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    backup = backups.make_backup(path, clock(), "daily")
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])
    with pytest.raises(WorkspaceDamagedError) as caught:
        open_workspace(path, clock=clock)
    assert caught.value.backup == backup


# Somebody else has it open


def test_second_process_is_told_who_holds_it(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    other = start(HOLD, path)
    try:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WorkspaceInUseError) as caught:
            open_workspace(path, clock=clock, take_over=True)
        assert caught.value.code == "STORE-05"
        assert f"process {other.pid}" in caught.value.holder
        assert "CRA Suite" in caught.value.holder
        assert not caught.value.can_take_over
        assert "read only" in caught.value.next_step

        with open_workspace(path, clock=clock, read_only=True) as workspace:
            assert workspace.read_only is ReadOnly.ASKED
            repository = repository_of(workspace)
            assert repository.values(1) == {"question-0": "yes", "question-1": "yes", "question-2": "yes"}
            with pytest.raises(StoreError) as refused:
                repository.set_answer(1, "question-0", "no")
            assert refused.value.code == "STORE-08"

        other.communicate("close\n", timeout=20)
        with open_workspace(path, clock=clock, daily_backup=False):
            pass
        assert neighbours(path) == []
    finally:
        stop(other)


def test_killed_process_leaves_no_lock(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    other = start(HOLD, path)
    assert other.stdout
    other.stdout.readline()
    stop(other)
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        assert not workspace.is_read_only


def test_same_process_cannot_open_it_twice(path: Path, clock: TickingClock) -> None:
    with create_workspace(path), pytest.raises(WorkspaceInUseError):
        open_workspace(path, clock=clock)


def test_holder_on_another_computer_is_asked_about_not_guessed(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    holder = path.with_name(f".{path.name}.holder")
    holder.write_text(json.dumps({"host": "DESK-3", "pid": 7, "program": "CRA Suite"}))
    with pytest.raises(WorkspaceInUseError, match="DESK-3") as caught:
        open_workspace(path, clock=clock)
    assert caught.value.can_take_over
    assert "DESK-3" in holder.read_text(), "asking changes nothing"
    with open_workspace(path, clock=clock, take_over=True) as workspace:
        assert not workspace.is_read_only


# Write-protected places


@contextmanager
def as_ordinary_user() -> Iterator[Path]:
    """A folder of an ordinary user's: write protection means nothing to root."""
    if sys.platform == "win32":
        pytest.skip("folders have no read-only mode here")
    folder = Path(tempfile.mkdtemp())
    uid = os.geteuid()
    if uid == 0:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        os.seteuid(uid)
        for place, folders, _ in os.walk(folder):
            for name in folders:
                Path(place, name).chmod(0o700)
        folder.chmod(0o700)
        shutil.rmtree(folder)


@pytest.mark.parametrize("protected", list(ReadOnly)[1:])
def test_write_protected_place_opens_to_read(clock: TickingClock, protected: ReadOnly) -> None:
    with as_ordinary_user() as folder:
        path = folder / "work" / "a.crasuite"
        path.parent.mkdir()
        make_workspace(path)
        before = path.read_bytes()
        if protected is ReadOnly.FILE:
            path.chmod(0o400)
        else:
            path.parent.chmod(0o500)
        with open_workspace(path, clock=clock) as workspace:
            assert workspace.read_only is protected
            repository = repository_of(workspace)
            assert repository.products()[0].name == "AeroLock 2"
            with pytest.raises(StoreError) as caught:
                repository.add_product("PulseBand")
            assert caught.value.code == "STORE-08"
            workspace.save_copy(folder / "copy.crasuite")
        assert path.read_bytes() == before
        assert neighbours(path) == []
        with open_workspace(folder / "copy.crasuite", clock=clock) as workspace:
            repository_of(workspace).add_product("PulseBand")


def test_folder_that_refuses_a_new_file_is_named(clock: TickingClock) -> None:
    with as_ordinary_user() as folder:
        folder.chmod(0o500)
        with pytest.raises(StoreError) as caught:
            create_workspace(folder / "a.crasuite")
        assert caught.value.code == "STORE-10"


# A letter changed inside a value


def alter_a_value(path: Path) -> None:
    """What SQLite takes for sound: another value in the place of the one that was given."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE answers SET value = '\"no\"' WHERE question_id = 'question-1'")


def test_a_value_that_is_not_what_was_given_is_refused(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    good = backups.make_backup(path, clock(), "daily")
    alter_a_value(path)
    with pytest.raises(StoreError) as caught:
        open_workspace(path, clock=clock)
    assert caught.value.code == "STORE-04"
    assert good.name in caught.value.next_step
    with pytest.raises(StoreError):
        backups.make_backup(path, clock(), "daily")
    assert backups.list_backups(path) == [good]


def test_a_long_history_is_proven_after_opening(
    path: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(path)
    with open_workspace(path, clock=clock) as workspace:
        assert workspace.is_proven
    monkeypatch.setattr(proof, "QUICK", 0)
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        assert not workspace.is_proven
        prove(path)
        alter_a_value(path)
        with pytest.raises(StoreError) as caught:
            prove(path)
        assert caught.value.code == "STORE-04"


def test_a_file_that_an_earlier_version_went_on_with_is_summed_up_again(
    path: Path, clock: TickingClock
) -> None:
    make_workspace(path)
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        with workspace.transaction() as db:
            db.execute("DELETE FROM settings WHERE key = ?", [proof.CHECK_SUM])
        assert repository_of(workspace).settings() == {}
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        repository_of(workspace).set_answer(1, "question-1", "no")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TRIGGER steps_refuses_update")
        db.execute("UPDATE steps SET who = 'somebody else' WHERE id = 1")
    with pytest.raises(StoreError) as caught:
        open_workspace(path, clock=clock)
    assert caught.value.code == "STORE-04"


# A file made to do harm: sound to SQLite, true to its own history, with values no program wrote


def crafted(path: Path, table: str, value: str) -> None:
    make_workspace(path, answers=0)
    into = {
        "answer": "INSERT INTO answers (product_id, question_id, value, changed_at) "
        "VALUES (1, 'q', ?, (SELECT at FROM steps WHERE id = 1))",
        "due": "INSERT INTO answers (product_id, question_id, due_on, changed_at) "
        "VALUES (1, 'q', ?, (SELECT at FROM steps WHERE id = 1))",
        "record": "INSERT INTO records (product_id, kind, record_id, data) VALUES (1, 'risk', 'R-01', ?)",
        "setting": "INSERT INTO settings (key, value) VALUES ('letterhead', ?)",
    }[table]
    what = {"record": "risk/R-01", "setting": "letterhead"}.get(table, "q")
    told = json.dumps(value) if table == "due" else value
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM settings WHERE key = ?", [proof.CHECK_SUM])
        db.execute(into, [value])
        product = None if table == "setting" else 1
        row = [table, product, what, told]
        db.execute("INSERT INTO history VALUES (1, 99, ?, ?, ?, NULL, ?)", row)


@pytest.mark.parametrize("table", ["answer", "record", "setting"])
@pytest.mark.parametrize(
    "value",
    ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000, "{", "", "9" * 5000, "NaN", '"half', "\x00"],
    ids=["deep", "deep-and-open", "cut", "empty", "digits", "nan", "half", "nul"],
)
def test_values_no_program_wrote_are_damage_and_not_a_crash(
    path: Path, clock: TickingClock, table: str, value: str
) -> None:
    crafted(path, table, value)
    with pytest.raises(StoreError) as caught:
        read_all(path, clock)
    assert caught.value.code == "STORE-04"


@pytest.mark.parametrize(("table", "value"), [("record", "[]"), ("record", "7"), ("due", "soon")])
def test_values_of_another_kind_are_damage_and_not_a_crash(
    path: Path, clock: TickingClock, table: str, value: str
) -> None:
    crafted(path, table, value)
    with pytest.raises(StoreError) as caught:
        read_all(path, clock)
    assert caught.value.code == "STORE-04"


def read_all(path: Path, clock: TickingClock) -> None:
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        repository = repository_of(workspace)
        repository.answers(1)
        repository.values(1)
        repository.records_by_kind(1)
        repository.settings()
        repository.history()
