"""Kill, fill, pull away: whatever was confirmed is still there.

`tests/journeys/test_faults.py` does the same at random moments of a whole session.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crasuite.errors import StoreError
from crasuite.store import backups, problems, sqlite_file
from crasuite.store.workspace_file import Workspace, create_workspace, open_workspace
from tests.store.helpers import TickingClock, is_whole, make_workspace, repository_of, start, stop

CHANGE_WITHOUT_COMMIT = """
import sys
from pathlib import Path
from crasuite.store.workspace_file import open_workspace
from tests.store.helpers import TickingClock, repository_of

with open_workspace(Path(sys.argv[1]), clock=TickingClock(), daily_backup=False) as workspace:
    with workspace.transaction() as db:
        db.execute("PRAGMA cache_size = 1")
        db.execute("UPDATE answers SET value = '\\"spilled\\"'")
        db.execute("UPDATE steps SET id = id WHERE 0")
        print("changed", flush=True)
        sys.stdin.readline()
"""

UPDATE_WITHOUT_END = """
import sys
from pathlib import Path
from crasuite.store import migrations
from crasuite.store.workspace_file import open_workspace
from tests.store.helpers import TickingClock

def slow_step(db):
    db.execute("PRAGMA cache_size = 1")
    db.execute("UPDATE answers SET value = '\\"spilled\\"'")
    print("changed", flush=True)
    sys.stdin.readline()

migrations.STEPS.append(slow_step)
open_workspace(Path(sys.argv[1]), clock=TickingClock(), daily_backup=False)
"""

ADD_FILES_WITHOUT_END = """
import hashlib, sys
from itertools import count
from pathlib import Path
from random import Random
from crasuite.store.workspace_file import open_workspace
from tests.store.helpers import TickingClock, repository_of

with open_workspace(Path(sys.argv[1]), clock=TickingClock(), daily_backup=False) as workspace:
    repository = repository_of(workspace)
    for number in count(int(sys.argv[2])):
        kept = repository.add_file(Random(number).randbytes(6_000_000), "a.bin")
        repository.set_many(1, {
            "evidence": {f"E-{number}": {"sha256": kept.sha256}},
            "requirement": {"annex-1-1-1": {"evidence": [f"E-{number}"]}},
        })
        print(number, flush=True)
"""

FILL_UP = """
import json, resource, sys
from pathlib import Path
from crasuite.errors import StoreError
from crasuite.store.workspace_file import open_workspace
from tests.store.helpers import TickingClock, repository_of

path = Path(sys.argv[1])
with open_workspace(path, clock=TickingClock(), daily_backup=False) as workspace:
    repository = repository_of(workspace)
    limit = path.stat().st_size + 40_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    confirmed = 0
    try:
        while True:
            repository.set_answer(1, f"q-{confirmed}", "x" * 5000)
            confirmed += 1
    except StoreError as error:
        print(json.dumps([confirmed, error.code, len(repository.values(1))]), flush=True)
"""


def test_kill_while_files_are_added(path: Path) -> None:
    """What was confirmed is whole; what was cut off is gone when the workspace is opened again."""
    make_workspace(path, answers=0)
    chance = random.Random(27)
    last, cut_off = -1, 0
    for _ in range(12):
        child = start(ADD_FILES_WITHOUT_END, path, last + 1)
        assert child.stdout
        seen = [int(child.stdout.readline()) for _ in range(chance.randint(0, 1))]
        time.sleep(0.25 * (not seen) + chance.random() * 0.2)  # somewhere inside the next file
        child.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        rest, _ = child.communicate()
        last = max([last, *seen, *map(int, rest.split())])
        with closing(sqlite3.connect(path)) as db:
            cut_off += db.execute("SELECT count(*) FROM files WHERE sha256 IS NULL").fetchone()[0]
        with open_workspace(path, clock=TickingClock(), daily_backup=False) as workspace:
            repository = repository_of(workspace)
            evidence = repository.records(1, "evidence")
            assert set(evidence) >= {f"E-{number}" for number in range(last + 1)}
            last = max(last, len(evidence) - 1)
            named = {one["sha256"] for one in evidence.values()}
            kept = repository.file_sizes()
            assert named <= set(kept)
            assert len(kept) <= len(named) + 1, "one may be whole and not named yet"
            if evidence:
                assert repository.records(1, "requirement")["annex-1-1-1"] == {"evidence": [f"E-{last}"]}
            with workspace.reading() as db:
                (pieces,) = db.execute("SELECT count(*) FROM file_chunks").fetchone()
            assert pieces == 6 * len(kept)
    assert last > 0
    assert cut_off > 0, "the test never hit an import"
    with open_workspace(path, clock=TickingClock(), daily_backup=False) as workspace:
        repository = repository_of(workspace)
        for number, one in enumerate(repository.records(1, "evidence").values()):
            assert repository.file_bytes(one["sha256"]) == random.Random(number).randbytes(6_000_000)
    assert is_whole(path)


@pytest.fixture
def interrupted(path: Path) -> Path:
    """A workspace whose last change was cut off, half of it in the file and a journal to take it back."""
    make_workspace(path, answers=2000)
    child = start(CHANGE_WITHOUT_COMMIT, path)
    assert child.stdout
    assert child.stdout.readline() == "changed\n"
    stop(child)
    assert sqlite_file.journal_of(path).stat().st_size > 0
    assert b"spilled" in path.read_bytes()
    return path


def test_interrupted_change_is_taken_back(interrupted: Path, clock: TickingClock) -> None:
    with open_workspace(interrupted, clock=clock, daily_backup=False) as workspace:
        assert set(repository_of(workspace).values(1).values()) == {"yes"}
    assert is_whole(interrupted)


def test_interrupted_change_is_not_shown_as_if_it_counted(interrupted: Path, clock: TickingClock) -> None:
    before = interrupted.read_bytes()
    with pytest.raises(StoreError) as caught:
        open_workspace(interrupted, clock=clock, read_only=True)
    assert caught.value.code == "STORE-11"
    assert interrupted.read_bytes() == before


def test_kill_during_an_update_leaves_the_old_format(path: Path, clock: TickingClock) -> None:
    make_workspace(path, answers=2000)
    child = start(UPDATE_WITHOUT_END, path)
    assert child.stdout
    assert child.stdout.readline() == "changed\n"
    stop(child)
    assert b"spilled" in path.read_bytes()
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        assert set(repository_of(workspace).values(1).values()) == {"yes"}
    assert is_whole(path)
    (backup,) = backups.list_backups(path)
    assert is_whole(backup)


# Disk full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("needs the right to mount a small file system")
    folder = tmp_path / "small disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_full_disk_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    path = small_disk / "a.crasuite"
    with create_workspace(path) as workspace:
        repository = repository_of(workspace)
        product = repository.add_product("AeroLock 2")
        confirmed: dict[str, str] = {}

        def answer_on() -> None:
            for number in range(1000):
                repository.set_answer(product.id, f"q-{number}", "x" * 3000)
                confirmed[f"q-{number}"] = "x" * 3000

        with pytest.raises(StoreError) as caught:
            answer_on()
        assert caught.value.code == "STORE-07"
        assert len(confirmed) > 10
        assert repository.values(product.id) == confirmed
        with pytest.raises(StoreError) as caught:
            workspace.save_copy(small_disk / "copy.crasuite")
        assert caught.value.code == "STORE-07"
        assert not (small_disk / "copy.crasuite").exists()
        workspace.save_copy(tmp_path / "copy.crasuite")

    with open_workspace(path, clock=TickingClock()) as workspace:
        assert workspace.backup_problem, "no room for the daily backup"
        assert workspace.backup_problem.code == "STORE-07"
        assert repository_of(workspace).values(product.id) == confirmed
    for whole in (path, tmp_path / "copy.crasuite"):
        assert is_whole(whole)


def test_saving_goes_on_when_there_is_room_again(small_disk: Path) -> None:
    path = small_disk / "a.crasuite"
    with create_workspace(path) as workspace:
        repository = repository_of(workspace)
        product = repository.add_product("AeroLock 2")
        ballast = small_disk / "ballast"
        with ballast.open("wb") as file:
            file.write(b"\0" * (shutil.disk_usage(small_disk).free - 4096))
        with pytest.raises(StoreError) as caught:
            repository.set_answer(product.id, "q", "x" * 9000)
        assert caught.value.code == "STORE-07"
        assert (repository.values(product.id), repository.undo_label()) == ({}, "adding “AeroLock 2”")
        ballast.unlink()
        repository.set_answer(product.id, "q", "x" * 9000)
        assert repository.values(product.id) == {"q": "x" * 9000}


def test_file_for_which_there_is_no_room(small_disk: Path, tmp_path: Path) -> None:
    path = small_disk / "a.crasuite"
    with create_workspace(path) as workspace:
        repository = repository_of(workspace)
        product = repository.add_product("AeroLock 2").id
        kept = repository.add_file(b"small" * 1000, "small.txt")
        repository.set_record(product, "evidence", "E-01", {"sha256": kept.sha256})
        with pytest.raises(StoreError) as caught:
            repository.add_file(random.Random(1).randbytes(3_000_000), "large.bin")
        assert caught.value.code == "STORE-07"
        assert repository.file_sizes() == {kept.sha256: 5000}
        with workspace.reading() as db:
            assert db.execute("SELECT count(*) FROM files").fetchone() == (1,)
        repository.set_record(product, "evidence", "E-02", {"name": "saving goes on"})
        assert repository.file_bytes(kept.sha256) == b"small" * 1000
        large = small_disk.joinpath("ballast")
        large.write_bytes(b"\0" * (shutil.disk_usage(small_disk).free - 1000))
        with pytest.raises(StoreError) as caught:
            repository.copy_file(kept.sha256, small_disk / "copy.txt")
        assert caught.value.code == "STORE-07"
        assert sorted(one.name for one in small_disk.iterdir() if "lock" not in one.name) == [
            ".a.crasuite.holder", "a.crasuite", "ballast",
        ]  # fmt: skip
    assert is_whole(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_file_that_may_not_grow_loses_nothing(path: Path, clock: TickingClock) -> None:
    make_workspace(path, answers=0)
    child = start(FILL_UP, path)
    out, _ = child.communicate(timeout=60)
    confirmed, code, readable = json.loads(out)
    assert code in ("STORE-07", "STORE-10")
    assert readable == confirmed > 0
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        assert len(repository_of(workspace).values(1)) == confirmed
    assert is_whole(path)


# Other programs


def test_file_held_by_another_program(
    path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = repository_of(workspace)
    product = repository.add_product("AeroLock 2")
    with workspace.reading() as db:
        db.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            repository.set_answer(product.id, "q", "yes")
        assert caught.value.code == "STORE-06"
        assert repository.values(product.id) == {}
        other.rollback()
        monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.05)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError) as caught:
            open_workspace(path, clock=TickingClock(), read_only=True)
        assert caught.value.code == "STORE-06"
    repository.set_answer(product.id, "q", "yes")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")
@pytest.mark.parametrize("how", ["moved", "deleted", "replaced"])
def test_file_taken_away_while_open(path: Path, workspace: Workspace, how: str) -> None:
    repository = repository_of(workspace)
    product = repository.add_product("AeroLock 2", {"a": "yes"})
    if how == "moved":
        path.rename(path.with_name("elsewhere.crasuite"))
    else:
        path.unlink()
    if how == "replaced":
        make_workspace(path.with_name("other.crasuite"))
        path.with_name("other.crasuite").rename(path)
    with pytest.raises(StoreError) as caught:
        repository.set_answer(product.id, "b", "yes")
    assert caught.value.code == "STORE-09"
    assert repository.values(product.id) == {"a": "yes"}
    workspace.save_copy(path.with_name("rescued.crasuite"))
    with open_workspace(
        path.with_name("rescued.crasuite"), clock=TickingClock(), daily_backup=False
    ) as rescued:
        assert repository_of(rescued).values(product.id) == {"a": "yes"}


def test_damage_while_open_is_named(path: Path, clock: TickingClock) -> None:
    make_workspace(path, answers=2000)
    with open_workspace(path, clock=clock) as workspace:
        repository = repository_of(workspace)
        size = path.stat().st_size
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("UPDATE products SET name = 'changed, so that no page stays in memory'")
        with path.open("rb+") as file:
            file.seek(4096)
            file.write(os.urandom(size - 4096))
        with pytest.raises(StoreError) as caught:
            repository.answers_of_all()
        assert caught.value.code == "STORE-04"
        assert "Restore the backup" in caught.value.next_step


def test_our_own_mistakes_are_not_blamed_on_the_disk(workspace: Workspace) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), workspace.reading() as db:
        db.execute("SELECT * FROM no_such_table")


def test_every_problem_is_three_plain_sentences(path: Path) -> None:
    made = [
        problems.not_found(path),
        problems.not_a_workspace(path),
        problems.newer_format(path, 9, 1),
        problems.damaged(path, None),
        problems.damaged(path, path),
        problems.in_use(path, "CRA Suite on DESK-3"),
        problems.not_closed_elsewhere(path, "CRA Suite on DESK-3"),
        problems.busy(path),
        problems.disk_full(path),
        problems.read_only(path),
        problems.vanished(path),
        problems.unreachable(path, "the network is down"),
        problems.unfinished_change(path),
        problems.exists_already(path),
        problems.update_failed(path, "a reason"),
        problems.unusable_backup(path),
        problems.no_such_product("AeroLock"),
        problems.nameless_product(),
        problems.file_damaged(path),
        problems.no_such_file(path),
        problems.file_too_large(path.name, 500_000_000),
        problems.unreadable_file(path.name, "the network is down"),
        problems.file_changed_meanwhile(path.name),
    ]
    codes = {problem.code for problem in made}
    assert codes == {f"STORE-{number:02}" for number in range(1, 22)}
    for problem in made:
        for sentence in (problem.what, problem.why, problem.next_step):
            assert sentence.endswith(".")
            assert len(sentence.replace(path.name, "x").replace(str(path.parent), "x").split()) <= 22, (
                sentence
            )
