"""A file is written whole or not at all, and says what to do when it was not."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from crasuite.documents import atomic, disk
from crasuite.documents.atomic import write_atomically
from crasuite.errors import DocumentError


def leftovers(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir() if item.name.startswith("."))


def refuse(tmp_path: Path, code: str, target: Path | None = None) -> DocumentError:
    """Tries to write over an old file and checks that it stayed; returns the error."""
    path = target or tmp_path / "report.docx"
    with pytest.raises(DocumentError) as caught:
        write_atomically(path, b"new")
    error = caught.value
    assert error.code == code
    assert all((error.what, error.why, error.next_step)), "three sentences"
    assert leftovers(tmp_path) == []
    return error


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a file with späces.docx"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
def test_keeps_the_mode_of_the_old_file_and_obeys_the_umask_for_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    old = os.umask(0o027)
    try:
        write_atomically(path, b"one")
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o604)
    write_atomically(path, b"two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.docx"
    real.write_bytes(b"old")
    link = tmp_path / "link.docx"
    link.symlink_to(real)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert "gone" in refuse(tmp_path, "DOC-04", tmp_path / "gone" / "report.docx").why


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "report.docx").mkdir()
    refuse(tmp_path, "DOC-05")


def test_a_name_the_drive_does_not_take(tmp_path: Path) -> None:
    refuse(tmp_path, "DOC-05", tmp_path / ("n" * 300 + ".docx"))


def test_a_protected_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        # The superuser may write everywhere; what the system would answer to others is put in its place.
        monkeypatch.setattr(atomic.os, "access", lambda *_: False)
    refuse(tmp_path, "DOC-03")
    assert path.read_bytes() == b"old"


def failing(
    monkeypatch: pytest.MonkeyPatch, function: str, problem: BaseException, times: int = 10**6
) -> list[int]:
    """Makes a function of the system fail; returns the list of calls."""
    calls: list[int] = []
    real = getattr(os, function)

    def fail(*arguments: object) -> object:
        calls.append(1)
        if len(calls) <= times:
            raise problem
        return real(*arguments)

    monkeypatch.setattr(atomic.os, function, fail)
    return calls


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "DOC-02"),
        (errno.EACCES, "DOC-03"),
        (errno.EROFS, "DOC-03"),
        (errno.EBUSY, "DOC-01"),
        (errno.EIO, "DOC-06"),
    ],
)
def test_each_failure_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")
    failing(monkeypatch, "fsync", OSError(number, os.strerror(number)))
    assert "unchanged" in refuse(tmp_path, code).what
    assert path.read_bytes() == b"old"


def test_a_file_open_in_word_is_tried_again_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")
    monkeypatch.setattr(disk, "_ON_WINDOWS", True)
    monkeypatch.setattr(disk, "_PAUSE_SECONDS", 0)
    calls = failing(monkeypatch, "replace", PermissionError(errno.EACCES, "in use"))
    assert "open" in refuse(tmp_path, "DOC-01").why
    assert len(calls) > 3
    assert path.read_bytes() == b"old"


def test_a_scanner_that_lets_go_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.docx"
    monkeypatch.setattr(disk, "_ON_WINDOWS", True)
    monkeypatch.setattr(disk, "_PAUSE_SECONDS", 0)
    failing(monkeypatch, "replace", PermissionError(errno.EACCES, "in use"), times=3)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")
    failing(monkeypatch, "fsync", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_drive_that_takes_no_more(tmp_path: Path) -> None:
    """A real limit of the system stands for the full disk: the write itself fails half way."""
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from crasuite.documents.atomic import write_atomically\n"
        "from crasuite.errors import DocumentError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    write_atomically(Path(sys.argv[1]), b'x' * 100_000)\n"
        "except DocumentError as error:\n"
        "    print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "DOC-02"
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_folder_in_the_place_of_a_file_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    for folder in (taken, taken / "papers"):
        with pytest.raises(DocumentError) as caught:
            disk.make_folder(folder)
        assert caught.value.code == "DOC-07"
        assert str(folder) in caught.value.what
    assert taken.read_text(encoding="utf-8") == "mine"
