"""Copies: made daily, ten kept, each good, and put back without losing the damaged file."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from crasuite.errors import StoreError, WorkspaceDamagedError, WorkspaceInUseError
from crasuite.store import backups, files, sqlite_file
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import Workspace, create_workspace, open_workspace
from tests.store.helpers import TickingClock, is_whole, make_workspace, neighbours, repository_of

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_people_work_on_during_a_backup(
    workspace: Workspace, repository: Repository, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two slices everything can be saved; what was written meanwhile spoils nothing."""
    product = repository.add_product("AeroLock 2", {"q": "before"}).id
    contents = {name: Random(name).randbytes(20 * files.CHUNK) for name in ("kept", "mended", "added")}
    kept = repository.add_file(contents["kept"], "a")
    mended = repository.add_file(contents["mended"], "b")
    repository.add_file(b"unused", "c")
    repository.set_record(product, "evidence", "E-01", {"sha256": kept.sha256})
    repository.set_record(product, "evidence", "E-02", {"sha256": mended.sha256})
    with workspace.transaction() as db:
        db.execute("DELETE FROM file_chunks WHERE file_id = 2 AND position = 19")
        db.execute("INSERT INTO files (size) VALUES (1)")  # one that is just being added
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.0)
    with workspace.reading() as db:
        db.execute("PRAGMA busy_timeout = 0")
    saved: list[int] = []
    begun = 0

    def between(sql: str) -> None:
        nonlocal begun
        if not sql.startswith("BEGIN"):
            return
        begun += 1
        if begun > 1:  # what people wrote is copied
            repository.set_answer(product, "q", begun)
            saved.append(begun)
        if begun == 4:
            assert repository.add_file(contents["mended"], "b") == mended
            repository.add_file(contents["added"], "d")
            saved.append(0)

    def connect(path: Path, mode: str) -> Database:
        db = open_file(path, mode)
        if mode == "rwc":
            db.conn.set_trace_callback(between)
        return db

    open_file = sqlite_file.connect
    monkeypatch.setattr(sqlite_file, "connect", connect)
    backup = backups.make_backup(workspace.path, clock(), "daily")
    monkeypatch.undo()
    assert 0 in saved
    assert len(saved) == begun > 10, "each of them"
    assert is_whole(backup)
    with open_workspace(backup, clock=clock, daily_backup=False) as copy:
        reader = repository_of(copy)
        assert reader.values(product) == {"q": "before"}
        assert reader.file_bytes(kept.sha256) == contents["kept"]
        assert reader.file_bytes(mended.sha256) == contents["mended"]
        assert set(reader.file_sizes()) >= {kept.sha256, mended.sha256}


def test_one_backup_a_day(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    for _ in range(3):
        open_workspace(path, clock=clock).close()
    assert [backup.name for backup in backups.list_backups(path)] == ["2026-11-24T100001Z daily.crasuite"]
    clock.now += timedelta(days=1)
    open_workspace(path, clock=clock).close()
    assert len(backups.list_backups(path)) == 2


def test_ten_newest_are_kept(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    for _ in range(13):
        clock.now += timedelta(days=1)
        open_workspace(path, clock=clock).close()
    names = [backup.name[:10] for backup in backups.list_backups(path)]
    assert names == [f"2026-12-{day:02}" for day in range(7, 0, -1)] + [
        "2026-11-30",
        "2026-11-29",
        "2026-11-28",
    ]


@pytest.mark.parametrize(("room", "kept"), [(0, 3), (4.5, 4), (100, 10)])
def test_large_backups_are_fewer(
    path: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch, room: float, kept: int
) -> None:
    make_workspace(path)
    size = backups.make_backup(path, clock(), "daily").stat().st_size
    monkeypatch.setattr(backups, "KEEP_BYTES", int(size * room))
    for _ in range(12):
        newest = backups.make_backup(path, clock(), "daily")
    assert len(backups.list_backups(path)) == kept
    assert backups.list_backups(path)[0] == newest


def test_files_of_others_in_the_backup_folder_are_left_alone(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    folder = backups.backups_folder(path)
    folder.mkdir()
    (folder / "my own copy.crasuite").write_text("mine")
    for _ in range(12):
        clock.now += timedelta(days=1)
        open_workspace(path, clock=clock).close()
    assert (folder / "my own copy.crasuite").read_text() == "mine"
    assert len(backups.list_backups(path)) == 10


def test_backup_is_a_workspace_with_everything_in_it(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    backup = backups.make_backup(path, clock(), "daily")
    assert is_whole(backup)
    with open_workspace(backup, clock=clock, daily_backup=False) as workspace:
        repository = repository_of(workspace)
        assert repository.values(1) == {f"question-{n}": "yes" for n in range(3)}
        repository.undo()
        assert repository.products() == []


def test_backup_runs_beside_the_open_workspace(
    path: Path, workspace: Workspace, repository: Repository, clock: TickingClock
) -> None:
    product = repository.add_product("AeroLock 2", {"a": 1})
    made: list[Path] = []
    thread = threading.Thread(target=lambda: made.append(backups.make_backup(path, clock(), "daily")))
    thread.start()
    repository.set_answer(product.id, "b", 2)
    thread.join()
    assert sqlite_file.is_good_copy(made[0])
    assert repository.values(product.id) == {"a": 1, "b": 2}


def test_failing_daily_backup_does_not_keep_anyone_out(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    backups.backups_folder(path).write_text("a file is in the way")
    with open_workspace(path, clock=clock) as workspace:
        assert workspace.backup_problem
        assert workspace.backup_problem.code == "STORE-10"
        repository_of(workspace).set_answer(1, "question-0", "no")


def test_bad_copy_is_never_put_in_place(
    path: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(path)
    monkeypatch.setattr(sqlite_file, "sync_file", lambda partial: os.truncate(partial, 5000))
    with pytest.raises(WorkspaceDamagedError):
        backups.make_backup(path, clock(), "daily")
    assert list(backups.backups_folder(path).iterdir()) == []


def test_good_backup_is_found_behind_bad_ones(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    good = backups.make_backup(path, clock(), "daily")
    for ruin in (b"", b"SQLite format 3\0", good.read_bytes()[:-4096]):
        backups.make_backup(path, clock(), "daily").write_bytes(ruin)
    assert backups.find_good_backup(path) == good
    good.unlink()
    assert backups.find_good_backup(path) is None


def test_restoring_keeps_the_damaged_file_and_its_journal(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    backup = backups.make_backup(path, clock(), "daily")
    path.write_bytes(b"ruined")
    journal = path.with_name(path.name + "-journal")
    journal.write_bytes(b"journal of the ruined file")
    aside = backups.restore_backup(path, backup, datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert aside
    assert aside.name == f"{path.stem} damaged 2026-11-24T120000Z.crasuite"
    assert aside.read_bytes() == b"ruined"
    assert aside.with_name(aside.name + "-journal").read_bytes() == b"journal of the ruined file"
    assert not journal.exists()
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        assert repository_of(workspace).products()[0].name == "AeroLock 2"
    assert backup.exists()

    path.write_bytes(b"ruined again")
    again = backups.restore_backup(path, backup, datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert again
    assert (aside.read_bytes(), again.read_bytes()) == (b"ruined", b"ruined again")


def test_restoring_a_vanished_workspace(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    backup = backups.make_backup(path, clock(), "daily")
    path.unlink()
    assert backups.restore_backup(path, backup, clock()) is None
    assert is_whole(path)


def test_bad_backup_or_open_workspace_stops_restoring(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    backup = backups.make_backup(path, clock(), "daily")
    before = path.read_bytes()
    bad = backup.with_name("bad.crasuite")
    bad.write_bytes(backup.read_bytes()[:5000])
    with pytest.raises(StoreError) as caught:
        backups.restore_backup(path, bad, clock())
    assert caught.value.code == "STORE-14"
    with (
        open_workspace(path, clock=clock, daily_backup=False),
        pytest.raises(WorkspaceInUseError),
    ):
        backups.restore_backup(path, backup, clock())
    assert path.read_bytes() == before
    assert neighbours(path) == [backups.backups_folder(path).name]


def test_saved_copy_is_complete_and_replaces_its_target(path: Path, clock: TickingClock) -> None:
    target = path.with_name("copy.crasuite")
    target.write_text("older")
    with create_workspace(path) as workspace:
        repository_of(workspace).add_product("AeroLock 2", {"a": "yes"})
        workspace.save_copy(target)
    assert is_whole(target)
    with open_workspace(target, clock=clock, daily_backup=False) as workspace:
        assert repository_of(workspace).values(1) == {"a": "yes"}
    assert neighbours(path) == ["copy.crasuite"]


def test_copy_cannot_replace_the_workspace_itself(path: Path, workspace: Workspace) -> None:
    link = path.with_name("link.crasuite")
    link.hardlink_to(path)
    for target in (path, link):
        with pytest.raises(StoreError) as caught:
            workspace.save_copy(target)
        assert caught.value.code == "STORE-12"


def test_copy_into_a_missing_folder_is_refused(path: Path, workspace: Workspace) -> None:
    with pytest.raises(StoreError, match="folder does not exist"):
        workspace.save_copy(path.parent / "no such" / "copy.crasuite")


def test_copy_does_not_replace_a_workspace_somebody_has_open(path: Path, workspace: Workspace) -> None:
    target = path.with_name("open.crasuite")
    with create_workspace(target) as other:
        with pytest.raises(WorkspaceInUseError):
            workspace.save_copy(target)
        repository_of(other).add_product("AeroLock 2")


def test_copy_does_not_inherit_a_stray_journal(path: Path, workspace: Workspace) -> None:
    target = path.with_name("copy.crasuite")
    target.with_name(target.name + "-journal").write_bytes(b"left over")
    with pytest.raises(StoreError, match="journal"):
        workspace.save_copy(target)
    assert not target.exists()


def test_a_backup_of_a_clock_that_was_ahead_is_not_the_newest(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    right = clock.now
    made: list[Path] = []
    for number, ahead in enumerate((0, 400, 1, 2)):
        clock.now = right + timedelta(days=ahead)
        with open_workspace(path, clock=clock, daily_backup=False) as workspace:
            repository_of(workspace, clock).add_product(f"Product {number}")
        made.append(backups.make_backup(path, clock(), "daily"))
    assert backups.list_backups(path)[0] == made[1]
    assert backups.by_history(path) == [made[3], made[2], made[1], made[0]]
    assert [one.path for one in backups.described(path)] == backups.by_history(path)
    assert backups.find_good_backup(path) == made[3]
    assert backups.contents_of(made[1]).last_change[0] > backups.contents_of(made[3]).last_change[0]


def test_after_going_back_the_names_decide_which_backup_is_newest(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    early = backups.make_backup(path, clock(), "daily")
    clock.now += timedelta(days=1)
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        for number in range(5):
            repository_of(workspace, clock).add_product(f"Not wanted {number}")
    clock.now += timedelta(days=1)
    before = backups.restore_backup(path, early, clock())
    clock.now += timedelta(days=1)
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        repository_of(workspace, clock).add_product("Wanted")
    after = backups.make_backup(path, clock(), "daily")
    assert backups.by_history(path) == [after, before, early]
