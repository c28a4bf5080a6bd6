"""A file of 100 MB where a small one is expected: one clear error, and no more memory than is said here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SIZE = 100_000_000
ROOM = 1_000_000_000
"""Bytes of address space the whole process may use, the interpreter and its libraries included."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its limit")

READ = {
    "answers": "from crasuite.cli import read_answers as read",
    "sbom": "from crasuite.sbom.reader import read_sbom as read",
    "findings": "from crasuite.findings.reader import read_findings as read",
    "pack": "from crasuite.rules import load_pack as read",
}


def outcome(what: str, path: Path) -> str:
    """What reading comes to in a process of its own that may not use more than `ROOM`."""
    program = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_AS, ({ROOM}, {ROOM}))\n"
        "from pathlib import Path\n"
        "from crasuite.errors import CraSuiteError\n"
        f"{READ[what]}\n"
        "try:\n"
        "    read(Path(sys.argv[1]))\n"
        "except CraSuiteError as error:\n"
        "    print('refused:', error)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=300
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout


def fill(path: Path, start: bytes, piece: bytes, end: bytes) -> Path:
    """A file of `SIZE` bytes or a little more."""
    with path.open("wb") as file:
        file.write(start)
        many = piece * (1_000_000 // len(piece))
        for _ in range(SIZE // len(many) + 1):
            file.write(many)
        file.write(end)
    return path


@pytest.mark.parametrize(
    ("start", "piece", "end"),
    [
        (b"{", b'"a":[0,0,0],', b'"b":1}'),
        (b'{"product-name":"', "ä".encode() * 50, b'"}'),
        (b"", b"[" * 100, b""),
        (b'{"vulnerabilities":[', b'{"ratings":[{}],"id":"CVE-2026-1"},', b"{}]}"),
        (b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":[', b"{},", b"{}]}"),
    ],
    ids=["members", "one text", "brackets", "list", "components"],
)
@pytest.mark.parametrize("what", ["answers", "sbom", "findings"])
def test_100_megabytes_of_json_are_refused_in_bounded_memory(
    tmp_path: Path, what: str, start: bytes, piece: bytes, end: bytes
) -> None:
    said = outcome(what, fill(tmp_path / "large.json", start, piece, end))
    assert said.startswith("refused: ")
    assert "large.json" in said
    if what == "answers":
        assert "larger than 5 MB" in said


def test_a_file_of_100_megabytes_in_a_rule_pack_is_refused_in_bounded_memory(
    tmp_path: Path, pack_folder: Path
) -> None:
    fill(pack_folder / "terms.yaml", b"", b"- id: a-term\n  text: words\n", b"")
    assert "terms.yaml: the file is larger than 4 MB" in outcome("pack", pack_folder)


@pytest.fixture
def pack_folder(tmp_path: Path) -> Path:
    """A pack of which only the named file matters."""
    import shutil

    return Path(shutil.copytree(Path(__file__).resolve().parents[1] / "data" / "minipack", tmp_path / "pack"))
