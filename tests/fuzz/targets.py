"""What is fuzzed: for each file from elsewhere, the code that reads it and the files to start from.

A target takes any bytes. It ends well, or with the error classes that the reader names, and writes nothing.
Every other exception is a defect. Knows nothing of the fuzzer, so that an ordinary test can run the seeds.

Formats in a zip or a folder are given as parts: a name on the first line, the content below it, and `SPLIT`
before the next part. They take the place of parts of a sound file, so that the fuzzer need not first find out
how to make a zip.
"""

from __future__ import annotations

import io
import json
import re
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from crasuite import cli
from crasuite.documents import picture_file, xlsx_reader
from crasuite.documents.content import workbook
from crasuite.documents.content.workbook import sheet_id
from crasuite.documents.dossier_folder import paper_bytes
from crasuite.documents.package import unpack
from crasuite.documents.sheets import Sheet
from crasuite.errors import UserFacingError, WorkspaceDamagedError
from crasuite.findings import matching
from crasuite.findings import reader as findings_reader
from crasuite.findings.source import FindingsSource
from crasuite.interview.checklist_import import ChecklistImport
from crasuite.interview.documents_file import check_letterhead
from crasuite.interview.export import product_record
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, assess, load_pack
from crasuite.rules.aids import of_product
from crasuite.rules.as_json import assessment
from crasuite.sbom import as_json, quality
from crasuite.sbom import reader as sbom_reader
from crasuite.sbom.source import Source, Steps
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import create_workspace, open_workspace

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
SPLIT = b"\0\0"
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FEW = 4
"""Entries of each list that are left in a seed: short ones are read more often, and the code is the same."""
_WRITES = frozenset({"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink"})
_PART = re.compile(r"[A-Za-z0-9_./\[\]-]{1,80}")


class WrittenError(Exception):
    """A reader wrote something."""


@dataclass(frozen=True)
class Target:
    """One reader. `run` takes any bytes."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    longest: int = 200_000


# --- what holds for all

_watching = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching:
        return
    if event == "open":
        _, mode, flags = arguments
        if isinstance(flags, int) and flags & 0b11 or isinstance(mode, str) and set(mode) & set("wax+"):
            raise WrittenError(f"opened to write: {arguments}")
    elif event in _WRITES or event.startswith(("subprocess.", "socket.connect")):
        raise WrittenError(f"{event}: {arguments}")


@cache
def _watch_for_writing() -> None:
    sys.addaudithook(_watch)


@contextmanager
def refusing(*also: type[Exception]) -> Iterator[None]:
    """The errors for bad input are a good end; writing is none."""
    global _watching
    _watch_for_writing()
    _watching = True
    try:
        yield
    except (UserFacingError, *also) as error:
        _check_words(error)
    finally:
        _watching = False


def _check_words(error: Exception) -> None:
    if not str(error).strip():
        raise AssertionError("an error without words") from error


@cache
def _folder() -> Path:
    """A place of this process that is gone with it."""
    kept = tempfile.TemporaryDirectory(prefix="crasuite-fuzz-", ignore_cleanup_errors=True)
    _kept.append(kept)
    return Path(kept.name)


_kept: list[Any] = []


def _files(folder: str, pattern: str) -> list[bytes]:
    """The files of the other tests, with a few entries of each list."""
    return [_shortened(file.read_bytes()) for file in sorted((DATA / folder).glob(pattern))]


def _shortened(data: bytes) -> bytes:
    if data.startswith(b"{"):
        return json.dumps(_few(json.loads(data)), ensure_ascii=False).encode()
    if not data.startswith(b"<"):
        return data
    tree = ElementTree.fromstring(data)
    for element in tree.iter():
        for child in list(element)[FEW:]:
            if child.tag == element[0].tag:  # a list, and no record
                element.remove(child)
    ElementTree.register_namespace("", tree.tag[1:].partition("}")[0])
    return ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)


def _few(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _few(child) for key, child in value.items()}
    if not isinstance(value, list):
        return value
    kinds = [child.get("type") if isinstance(child, dict) else None for child in value]
    return [_few(child) for at, child in enumerate(value) if kinds[:at].count(kinds[at]) < FEW]


@cache
def _pack() -> Pack:
    return load_pack(use_cache=False)


def _parts(data: bytes) -> dict[str, bytes]:
    parts = (part.partition(b"\n") for part in data.split(SPLIT))
    named = {name.decode("utf-8", "replace"): content for name, _, content in parts}
    return {name: content for name, content in named.items() if _PART.fullmatch(name)}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _as_parts(parts: Mapping[str, bytes]) -> list[bytes]:
    return sorted((name.encode() + b"\n" + content for name, content in parts.items()), key=len)


# --- SBOMs


def sbom(data: bytes) -> None:
    with refusing():
        found = sbom_reader.read(Source("seed", data), Steps(None, None))
        report = quality.check_sbom(found, _pack(), quality.Release("1.0", date(2026, 11, 24)))
        as_json.quality(found, report, _pack())


# --- findings


@cache
def _index() -> matching.Index:
    path = DATA / "sbom" / "lock-portal-2.4.1.cdx-1.5.json"
    return matching.Index({"E-01": sbom_reader.read_sbom(path)})


def findings(data: bytes) -> None:
    with refusing():
        matching.match(findings_reader.read(FindingsSource("seed", data), Steps(None, None)), _index())


# --- answers and rule packs


def answers(data: bytes) -> None:
    file = _folder() / "answers.json"
    file.write_bytes(data)
    with refusing():
        assessment(assess(_pack(), of_product(_pack(), cli.read_answers(file)), date(2026, 11, 24)))


def _answers_seeds() -> list[bytes]:
    return sorted((file.read_bytes() for file in (ROOT / "resources" / "samples").glob("*.json")), key=len)


def _small_pack() -> dict[str, bytes]:
    folder = DATA / "minipack"
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*.yaml"))}


def _article_14() -> dict[str, bytes]:
    """The folder on reporting of the pack that ships; the small one has none."""
    folder = ROOT / "resources" / "rulepack"
    found = sorted((folder / "reporting").glob("*.yaml"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


@cache
def _pack_folder(*, reporting: bool) -> tuple[Path, dict[str, bytes]]:
    parts = _small_pack() | (_article_14() if reporting else {})
    folder = _folder() / f"pack-{reporting}"
    for name, content in parts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder, parts


def rule_pack(data: bytes) -> None:
    given = _parts(data)
    folder, sound = _pack_folder(reporting=any(name.startswith("reporting/") for name in given))
    changed = {name: content for name, content in given.items() if name in sound}
    try:
        for name, content in changed.items():
            (folder / name).write_bytes(content)
        with refusing():
            load_pack(folder, use_cache=False)
    finally:
        for name in changed:
            (folder / name).write_bytes(sound[name])


def _pack_seeds() -> list[bytes]:
    return [part for part in _as_parts(_small_pack() | _article_14()) if len(part) <= 30_000]


# --- Excel and Word


@cache
def _work() -> tuple[Workspace, int]:
    """An open workspace with one product to read a checklist into."""
    work = Workspace.create(
        _folder() / "checklist.crasuite", _pack(), clock=lambda: NOW, who=lambda: "A. Maker", today=NOW.date
    )
    product = work.add_sample("password-manager").id
    risk = {"title": "Replayed message", "likelihood_before": 3, "impact_before": 5, "treatment": "reduce"}
    requirement = {"applies": "yes", "how": "Scan.", "status": "met", "owner": "A. Maker"}
    records = {"requirement": {"annex-1-1-2-a": requirement}, "risk": {"R-01": risk}}
    work.set_records(product, records, "filling the file")
    return work, product


@cache
def _checklist_parts() -> dict[str, bytes]:
    """The sheets that may come back, with a few rows of each."""
    book = workbook.build(product_record(*_work()))
    sheets = (one for one in book.sheets if isinstance(one, Sheet) and sheet_id(one.name) in book.read_back)
    few = tuple(replace(one, rows=one.rows[:FEW]) for one in sheets)
    return unpack(paper_bytes(replace(book, sheets=few, matrix=())))


def checklist(data: bytes) -> None:
    work, product = _work()
    file = _folder() / "checklist.xlsx"
    file.write_bytes(_zipped({**_checklist_parts(), **_parts(data)}))
    with refusing():
        found = ChecklistImport(work, product, xlsx_reader.read_workbook(file))
        list(found.lines())


def _checklist_seeds() -> list[bytes]:
    return _as_parts(_checklist_parts())


@cache
def _letterhead_parts() -> dict[str, bytes]:
    import docx

    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "The maker's own header"
    word.sections[0].footer.paragraphs[0].text = "The maker's own footer"
    for style in [one for one in word.styles if one.type == docx.enum.style.WD_STYLE_TYPE.TABLE][FEW:]:
        style.delete()
    buffer = io.BytesIO()
    word.save(buffer)
    parts = unpack(buffer.getvalue())
    # What Word 2010 kept for other versions is ten times as large as the rest, and nobody reads it.
    return {name: b"<styles/>" if "WithEffects" in name else part for name, part in parts.items()}


def letterhead(data: bytes) -> None:
    file = _folder() / "letterhead.docx"
    file.write_bytes(_zipped({**_letterhead_parts(), **_parts(data)}))
    with refusing():
        check_letterhead(file)


def _letterhead_seeds() -> list[bytes]:
    return [part for part in _as_parts(_letterhead_parts()) if b"\0" not in part]


# --- pictures


def picture(data: bytes) -> None:
    for given in (data, _with_check_sums(data)):
        with refusing(picture_file.PictureRefusedError):
            found = picture_file.read_picture(given)
            assert picture_file.size_of(found.data) == (found.width, found.height)
            assert picture_file.read_picture(found.data) == found, "what was let through is refused"


def _with_check_sums(data: bytes) -> bytes:
    """The same PNG with the sums of its pieces put right, which a fuzzer cannot guess."""
    signature, place = data[:8], 8
    pieces = [signature]
    while signature == b"\x89PNG\r\n\x1a\n" and place + 12 <= len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        body = data[place + 4 : place + 8 + length]
        pieces += [data[place : place + 4], body, struct.pack(">I", zlib.crc32(body))]
        place += 12 + length
    return b"".join(pieces)


def _png(colour: int, channels: int, *more: tuple[bytes, bytes]) -> bytes:
    raw = b"".join(b"\0" + bytes(range(4 * channels)) for _ in range(3))
    head = struct.pack(">IIBBBBB", 4, 3, 8, colour, 0, 0, 0)
    pieces = [(b"IHDR", head), *more, (b"IDAT", zlib.compress(raw)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in pieces
    )


def _jpeg(frame: int) -> bytes:
    """The segments of a JPEG of 4 by 3 points; what its scan says is of no interest to the reader."""
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0"
    frame_head = b"\x08\0\x03\0\x04\x01\x01\x11\0"
    segments = [(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), (0xE1, exif), (0xFE, b"words")]
    segments += [
        (0xDB, b"\0" + bytes(64)),
        (frame, frame_head),
        (0xC4, bytes(17)),
        (0xDA, b"\x01\x01\0\0\x3f\0"),
    ]
    written = b"".join(
        b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body for kind, body in segments
    )
    return b"\xff\xd8" + written + b"\x12\x34\xff\x00\xff\xd0\x56\xff\xd9"


def _picture_seeds() -> list[bytes]:
    words = (b"tEXt", b"Author\0words")
    palette = (b"PLTE", bytes(12))
    pngs = [_png(0, 1), _png(2, 3, words), _png(3, 1, palette), _png(6, 4)]
    return [*pngs, *(_jpeg(frame) for frame in (0xC0, 0xC2, 0xC3))]


# --- workspace files


def workspace(data: bytes) -> None:
    """A damaged file is refused and left as it was, or opened, and then all of it can be read."""
    folder = _folder() / "workspace"
    folder.mkdir(exist_ok=True)
    file = folder / "work.crasuite"
    file.write_bytes(data)
    try:
        with open_workspace(file, clock=lambda: NOW, daily_backup=False) as opened:
            _read_all(Repository(opened, clock=lambda: NOW, who=lambda: "A. Maker", pack_version=lambda: "1"))
    except WorkspaceDamagedError:
        assert file.read_bytes() == data, "a file that was refused was changed"
    except UserFacingError as error:
        _check_words(error)
    finally:
        for left in sorted(folder.rglob("*"), reverse=True):
            left.rmdir() if left.is_dir() else left.unlink()


def _read_all(repository: Repository) -> None:
    repository.settings()
    repository.file_sizes()
    for product in repository.products():
        repository.answers(product.id)
        repository.records_by_kind(product.id)
        repository.history(product_id=product.id)


@cache
def _workspace_seeds() -> tuple[bytes, ...]:
    file = _folder() / "seed.crasuite"
    with create_workspace(file) as opened:
        repository = Repository(opened, clock=lambda: NOW, who=lambda: "A. Maker", pack_version=lambda: "1")
        product = repository.add_product("AeroLock 2", {"question": "yes"})
        repository.set_record(product.id, "risk", "R-01", {"title": "Replayed message"})
    return (ROOT / "tests" / "store" / "old_files" / "0.1.crasuite").read_bytes(), file.read_bytes()


# --- all of them

TARGETS: dict[str, Target] = {
    "sbom-cyclonedx-json": Target(sbom, lambda: _files("sbom", "*.cdx-*.json")),
    "sbom-cyclonedx-xml": Target(sbom, lambda: _files("sbom", "*.xml")),
    "sbom-spdx-json": Target(sbom, lambda: _files("sbom", "*.spdx-*.json")),
    "sbom-spdx-tag-value": Target(sbom, lambda: _files("sbom", "*.spdx")),
    "findings-cyclonedx-json": Target(findings, lambda: _files("findings", "*cdx*.json")),
    "findings-cyclonedx-xml": Target(findings, lambda: _files("findings", "*.xml")),
    "findings-osv": Target(findings, lambda: _files("findings", "osv-*.json")),
    "findings-csaf": Target(findings, lambda: _files("findings", "*.csaf.json")),
    "findings-kev-json": Target(findings, lambda: _files("findings", "kev.json")),
    "findings-kev-csv": Target(findings, lambda: _files("findings", "kev*.csv")),
    "answers": Target(answers, _answers_seeds),
    "rule-pack": Target(rule_pack, _pack_seeds),
    "checklist": Target(checklist, _checklist_seeds),
    "letterhead": Target(letterhead, _letterhead_seeds),
    "picture": Target(picture, _picture_seeds, longest=4_000),
    "workspace": Target(workspace, lambda: list(_workspace_seeds())),
}
