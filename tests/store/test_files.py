"""Contents of files: copied in, shared, checked, cancelled without a trace."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crasuite.domain.stored_file import StoredFile
from crasuite.errors import StoreError
from crasuite.store import files, sqlite_file
from crasuite.store.files import FileCancelledError
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import Workspace, open_workspace
from tests.store.helpers import TickingClock, is_whole, make_workspace, repository_of

BIG = Random(27).randbytes(9 * files.CHUNK + 12_345)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def rows(workspace: Workspace, table: str) -> int:
    with workspace.reading() as db:
        count: int = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return count


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "Prüfbericht.pdf"
    path.write_bytes(BIG)
    return path


@pytest.mark.parametrize(
    "data", [b"", b"x", b"\0" * files.CHUNK, BIG[: files.CHUNK + 1], BIG], ids=lambda data: str(len(data))
)
def test_content_comes_back_after_closing(
    workspace: Workspace, repository: Repository, tmp_path: Path, clock: TickingClock, data: bytes
) -> None:
    (tmp_path / "a.bin").write_bytes(data)
    assert repository.add_file(tmp_path / "a.bin", "a.bin") == StoredFile(sha256(data), len(data))
    workspace.close()
    with open_workspace(workspace.path, clock=clock, daily_backup=False) as again:
        reader = repository_of(again)
        assert reader.file_bytes(sha256(data)) == data
        assert b"".join(reader.file_chunks(sha256(data))) == data
        assert (reader.file_size(sha256(data)), reader.file_sizes()) == (len(data), {sha256(data): len(data)})
        reader.copy_file(sha256(data), tmp_path / "b.bin")
        assert (tmp_path / "b.bin").read_bytes() == data
    assert is_whole(workspace.path)


def test_equal_content_is_kept_once(workspace: Workspace, repository: Repository, source: Path) -> None:
    first = repository.add_file(source, "one.pdf")
    size = workspace.path.stat().st_size
    assert repository.add_file(BIG, "two.pdf") == first
    assert (rows(workspace, "files"), rows(workspace, "file_chunks")) == (1, 10)
    assert workspace.path.stat().st_size == size


def test_adding_a_file_is_not_a_step(repository: Repository, source: Path) -> None:
    repository.add_product("AeroLock 2")
    before = repository.history()
    repository.add_file(source, "a.pdf")
    assert repository.history() == before


def test_progress_is_reported_to_the_end(repository: Repository, source: Path, tmp_path: Path) -> None:
    for data in (source, source):
        seen: list[tuple[int, int]] = []
        repository.add_file(data, "a.pdf", lambda done, total, seen=seen: seen.append((done, total)))
        assert seen == sorted(seen)
        assert seen[-1] == (2 * len(BIG), 2 * len(BIG))
        assert len(seen) >= 12
    seen = []
    repository.copy_file(sha256(BIG), tmp_path / "b", lambda done, total: seen.append((done, total)))
    assert (len(seen), seen[-1]) == (10, (len(BIG), len(BIG)))


class Stop(Exception):
    """What a window's job raises from its progress."""


def cancel_at(number: int) -> Callable[[], bool]:
    asked = iter(range(1000))
    return lambda: next(asked) >= number


def stop_at(number: int) -> files.Progress:
    asked = iter(range(1000))

    def progress(_done: int, _total: int) -> None:
        if next(asked) >= number:
            raise Stop

    return progress


@pytest.mark.parametrize("number", [0, 5, 10, 11, 12])
def test_cancelled_import_leaves_nothing(
    workspace: Workspace, repository: Repository, source: Path, number: int
) -> None:
    """0 to 9: while it is read for the hash; 10 to 12: while it is written."""
    kept = repository.add_file(b"kept", "kept.txt")
    size = workspace.path.stat().st_size
    with pytest.raises(FileCancelledError):
        repository.add_file(source, "a.pdf", cancelled=cancel_at(number))
    with pytest.raises(Stop):
        repository.add_file(source, "a.pdf", progress=stop_at(number))
    assert repository.file_sizes() == {kept.sha256: 4}
    assert (rows(workspace, "files"), rows(workspace, "file_chunks")) == (1, 1)
    assert workspace.path.stat().st_size <= size + 3 * 4096, "the room is given back"
    assert is_whole(workspace.path)
    assert repository.file_bytes(repository.add_file(source, "a.pdf").sha256) == BIG, (
        "and it can be added again"
    )


@pytest.mark.parametrize("number", [0, 4])
def test_cancelled_copy_leaves_the_target(repository: Repository, tmp_path: Path, number: int) -> None:
    kept = repository.add_file(BIG, "a.pdf")
    target = tmp_path / "target.pdf"
    target.write_text("was here")
    with pytest.raises(FileCancelledError):
        repository.copy_file(kept.sha256, target, cancelled=cancel_at(number))
    assert target.read_text() == "was here"
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


def test_copy_into_a_missing_folder(repository: Repository, tmp_path: Path) -> None:
    kept = repository.add_file(b"x", "a.txt")
    with pytest.raises(StoreError) as caught:
        repository.copy_file(kept.sha256, tmp_path / "none" / "a.txt")
    assert caught.value.code == "STORE-10"


# What cannot be added


def test_too_large_file_is_refused_before_it_is_read(
    workspace: Workspace, repository: Repository, tmp_path: Path
) -> None:
    with (tmp_path / "huge.bin").open("wb") as file:
        file.truncate(files.MAX_BYTES + 1)  # takes no room on the disk
    with pytest.raises(StoreError, match="up to 500 MB") as caught:
        repository.add_file(tmp_path / "huge.bin", "huge.bin")
    assert caught.value.code == "STORE-19"
    assert rows(workspace, "files") == 0


def test_file_at_the_limit_is_kept(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert repository.add_file(b"x" * 10, "ten").size == 10
    with pytest.raises(StoreError):
        repository.add_file(b"x" * 11, "eleven")


def test_what_is_not_a_file(repository: Repository, tmp_path: Path) -> None:
    places = [tmp_path / "missing.pdf", tmp_path]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        places.append(tmp_path / "pipe")
    for place in places:
        with pytest.raises(StoreError) as caught:
            repository.add_file(place, "manual.pdf")
        assert caught.value.code == "STORE-20"
        assert "manual.pdf" in caught.value.what


@pytest.mark.parametrize("when", [3, 11], ids=["while it is read", "while it is written"])
@pytest.mark.parametrize("how", ["longer", "shorter", "other"])
def test_file_changed_while_it_is_added(
    workspace: Workspace, repository: Repository, source: Path, when: int, how: str
) -> None:
    asked = iter(range(1000))

    def change_it() -> bool:
        if next(asked) == when:
            with source.open("rb+") as file:
                if how == "shorter":
                    file.truncate(len(BIG) - 100)
                else:
                    file.seek(0 if how == "longer" else len(BIG) - 10)
                    file.write(BIG + b"more" if how == "longer" else b"other text")
        return False

    if when == 3 and how == "other":  # changed where it was not read yet: what is kept is what it is now
        assert repository.add_file(source, "a.pdf", cancelled=change_it).sha256 == sha256(source.read_bytes())
        return
    with pytest.raises(StoreError) as caught:
        repository.add_file(source, "a.pdf", cancelled=change_it)
    assert caught.value.code == "STORE-21"
    assert (rows(workspace, "files"), rows(workspace, "file_chunks")) == (0, 0)


def test_read_only_workspace_takes_no_file(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    with open_workspace(path, clock=clock, read_only=True) as workspace:
        with pytest.raises(StoreError) as caught:
            repository_of(workspace).add_file(b"x", "a")
        assert caught.value.code == "STORE-08"


# Damage


def test_unknown_content(repository: Repository, tmp_path: Path) -> None:
    assert repository.file_size("0" * 64) is None
    for act in (
        lambda: repository.file_bytes("0" * 64),
        lambda: repository.copy_file("0" * 64, tmp_path / "a"),
    ):
        with pytest.raises(StoreError) as caught:
            act()
        assert caught.value.code == "STORE-18"
    assert not (tmp_path / "a").exists()


def damage(path: Path, data: bytes) -> None:
    """Change one byte of the content on the disk, where no check of SQLite's sees it."""
    raw = bytearray(path.read_bytes())
    place = raw.index(data[5000:5100])
    raw[place] ^= 1
    path.write_bytes(raw)


def test_damaged_content_is_noticed_and_mended(path: Path, clock: TickingClock, tmp_path: Path) -> None:
    make_workspace(path)
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        kept = repository_of(workspace).add_file(BIG, "a.pdf")
        other = repository_of(workspace).add_file(b"other", "b.txt")
    damage(path, BIG)
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        repository = repository_of(workspace)
        (tmp_path / "out.pdf").write_text("was here")
        for act in (
            lambda: repository.file_bytes(kept.sha256),
            lambda: repository.copy_file(kept.sha256, tmp_path / "out.pdf"),
        ):
            with pytest.raises(StoreError) as caught:
                act()
            assert caught.value.code == "STORE-17"
        assert (tmp_path / "out.pdf").read_text() == "was here"
        assert not list(tmp_path.glob(".*.part"))
        assert repository.file_bytes(other.sha256) == b"other"
        assert repository.add_file(BIG, "a.pdf") == kept
        assert repository.file_bytes(kept.sha256) == BIG
        assert (rows(workspace, "files"), rows(workspace, "file_chunks")) == (2, 11)
    assert is_whole(path)


@pytest.mark.parametrize("sql", ["DELETE FROM file_chunks WHERE position = 9", "DELETE FROM file_chunks"])
def test_lost_pieces_are_noticed(workspace: Workspace, repository: Repository, sql: str) -> None:
    kept = repository.add_file(BIG, "a.pdf")
    with workspace.transaction() as db:
        db.execute(sql)
    with pytest.raises(StoreError) as caught:
        repository.file_bytes(kept.sha256)
    assert caught.value.code == "STORE-17"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE files SET size = 1",
        "UPDATE files SET sha256 = NULL",
        "UPDATE file_chunks SET data = x'00'",
        "INSERT INTO file_chunks (file_id, position, data) VALUES (1, 99, x'00')",
    ],
)
def test_kept_content_never_changes(workspace: Workspace, repository: Repository, sql: str) -> None:
    repository.add_file(b"x", "a")
    with pytest.raises(sqlite3.IntegrityError, match="never changes"), workspace.transaction() as db:
        db.execute(sql)


# Cleaning up


def test_content_survives_backup_and_copy(
    workspace: Workspace, repository: Repository, tmp_path: Path, clock: TickingClock
) -> None:
    kept = repository.add_file(BIG, "a.pdf")
    workspace.save_copy(tmp_path / "copy.crasuite")
    with open_workspace(tmp_path / "copy.crasuite", clock=clock, daily_backup=False) as copy:
        assert repository_of(copy).file_bytes(kept.sha256) == BIG


# Threads


def test_window_works_on_while_a_job_adds_a_file(workspace: Workspace, repository: Repository) -> None:
    """The job's thread writes, this one saves and reads; nobody is told that the file is busy."""
    product = repository.add_product("AeroLock 2").id
    with workspace.reading() as db:
        db.execute("PRAGMA busy_timeout = 0")
    begun = threading.Event()

    def add() -> StoredFile:
        return repository.add_file(BIG * 4, "a.pdf", lambda done, _: done > len(BIG) * 4 and begun.set())

    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(add)
        begun.wait(30)
        saved = 0
        while not job.done():
            repository.set_answer(product, "q", saved)
            assert repository.values(product) == {"q": saved}
            saved += 1
        kept = job.result()
        assert saved > 1
        assert pool.submit(repository.file_bytes, kept.sha256).result() == BIG * 4
        assert pool.submit(repository.add_file, b"x", "b").result().size == 1
    assert is_whole(workspace.path)


def test_two_jobs_add_the_same_file(workspace: Workspace, repository: Repository) -> None:
    barrier = threading.Barrier(2)
    waited = threading.local()

    def together(done: int, _total: int) -> None:
        if done > len(BIG) and not hasattr(waited, "already"):
            waited.already = True
            barrier.wait(30)

    with ThreadPoolExecutor(2) as pool:
        first, second = (pool.submit(repository.add_file, BIG, "a.pdf", together) for _ in range(2))
        assert first.result() == second.result() == StoredFile(sha256(BIG), len(BIG))
    assert (rows(workspace, "files"), rows(workspace, "file_chunks")) == (1, 10)
    assert repository.file_bytes(sha256(BIG)) == BIG


def test_job_reads_from_a_read_only_workspace(path: Path, clock: TickingClock) -> None:
    make_workspace(path)
    with open_workspace(path, clock=clock, daily_backup=False) as workspace:
        kept = repository_of(workspace).add_file(b"x", "a")
    with open_workspace(path, clock=clock, read_only=True) as workspace, ThreadPoolExecutor(1) as pool:
        assert pool.submit(repository_of(workspace).file_bytes, kept.sha256).result() == b"x"


@given(pieces=st.lists(st.integers(0, 3 * 64), max_size=6), seed=st.integers(0, 3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sizes_come_back(
    workspace: Workspace,
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    pieces: list[int],
    seed: int,
) -> None:
    monkeypatch.setattr(files, "CHUNK", 64)
    contents = [Random(seed).randbytes(size) for size in pieces]
    kept = [repository.add_file(content, "a") for content in contents]
    assert [repository.file_bytes(one.sha256) for one in kept] == contents
    assert [one.size for one in kept] == pieces


MEASURE = """
import resource, sys
from pathlib import Path
from crasuite.store.workspace_file import create_workspace
from tests.store.helpers import repository_of

with create_workspace(Path(sys.argv[1])) as workspace:
    repository = repository_of(workspace)
    repository.add_file(b"warm", "warm up")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept = repository.add_file(Path(sys.argv[2]), "big.bin")
    repository.copy_file(kept.sha256, Path(sys.argv[3]))
    workspace.save_copy(Path(sys.argv[4]))
    print(kept.sha256, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux counts it")
def test_large_evidence_does_not_need_its_size_in_memory(path: Path, tmp_path: Path) -> None:
    from tests.store.helpers import start

    digest, block = hashlib.sha256(), Random(1).randbytes(files.CHUNK)
    with (tmp_path / "big.bin").open("wb") as file:
        for number in range(200):
            piece = number.to_bytes(8) + block[8:]
            digest.update(piece)
            file.write(piece)
    out, _ = start(
        MEASURE, path, tmp_path / "big.bin", tmp_path / "out.bin", tmp_path / "copy.crasuite"
    ).communicate()
    name, grown = out.split()
    assert name == digest.hexdigest()
    assert int(grown) < 40 * 1024, f"{grown} KiB"
    assert (tmp_path / "out.bin").stat().st_size == 200 * files.CHUNK
    with closing(sqlite_file.connect(tmp_path / "copy.crasuite", "ro")) as db:
        assert db.execute("SELECT count(*) FROM file_chunks").fetchone()[0] == 201
