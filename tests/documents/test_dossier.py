"""The dossier: whole or not at all, the same from the same data, safe names, sums that hold."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.documents import dossier_sink
from crasuite.documents.dossier import ProductRecord, preview_documents
from crasuite.documents.dossier_files import enclosures_of, folder_of, safe_name, unique_names
from crasuite.documents.dossier_folder import Dossier, write_dossier
from crasuite.documents.dossier_json import DossierData, make_schema, schema_bytes
from crasuite.documents.dossier_sink import open_sink
from crasuite.domain.technical_file import TechnicalFile
from crasuite.errors import DocumentError
from crasuite.paths import resources_dir
from crasuite.rules import load_pack

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, 2, tzinfo=UTC)
REPORT = b"%PDF-1.7 test report\n" * 400
BOM = b'{"bomFormat": "CycloneDX"}'


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


CONTENTS = {sha(REPORT): REPORT, sha(BOM): BOM}
KEPT = {digest: len(data) for digest, data in CONTENTS.items()}
RECORDS: dict[str, Any] = {
    "evidence": {
        "E-01": {
            "kind": "file",
            "name": "Pen test.pdf",
            "sha256": sha(REPORT),
            "size": len(REPORT),
            "copied": True,
            "source_path": "/home/somebody/zq7-private/Pen test.pdf",
        },
        "E-02": {"kind": "file", "name": "../../../etc/passwd", "sha256": sha(REPORT), "copied": True},
        "E-03": {"kind": "file", "name": "linked.pdf", "sha256": "0" * 64, "copied": False},
        "E-04": {"kind": "file", "name": "lost.pdf", "sha256": "1" * 64, "copied": True},
        "E-05": {"kind": "note", "name": "Meeting", "text": "We looked at it together."},
    },
    "requirement": {
        "annex-1-1-2-a": {
            "applies": "yes",
            "how": "Scan at each build.",
            "status": "met",
            "evidence": ["E-01"],
        }
    },
    "sbom": {"S-01": {"part": "Backend", "file_name": "bom.json", "sha256": sha(BOM), "size": len(BOM)}},
}


def read(digest: str) -> Iterator[bytes]:
    data = CONTENTS[digest]
    yield data[:100]
    yield data[100:]


@pytest.fixture(scope="module")
def record() -> ProductRecord:
    answers = json.loads((resources_dir() / "samples" / "smart-door-lock.json").read_text(encoding="utf-8"))
    file = TechnicalFile.from_records(RECORDS)
    return ProductRecord.from_answers(load_pack(), answers, DAY, technical_file=file)


@pytest.fixture(scope="module")
def write(record: ProductRecord) -> Callable[..., Dossier | None]:
    papers = preview_documents(record)

    def write(target: Path, **more: Any) -> Dossier | None:
        given_read = more.pop("read", read)
        at = more.pop("exported", AT)
        return write_dossier(record, papers, target, given_read, KEPT, exported=at, **more)

    return write


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in folder.rglob("*")
        if place.is_file()
    }


def test_folder_and_zip_hold_the_same(tmp_path: Path, write: Callable[..., Dossier]) -> None:
    write(tmp_path / "folder")
    write(tmp_path / "dossier.zip")
    with zipfile.ZipFile(tmp_path / "dossier.zip") as archive:
        assert archive.testzip() is None
        zipped = {name: archive.read(name) for name in archive.namelist()}
    assert zipped == files_in(tmp_path / "folder")
    assert sorted(os.listdir(tmp_path)) == ["dossier.zip", "folder"]


def test_every_paper_of_the_set_lies_in_its_folder(
    tmp_path: Path, record: ProductRecord, write: Callable[..., Dossier]
) -> None:
    written = write(tmp_path / "d")
    names = {file.code: file.path for file in written.files if file.code}
    for paper in preview_documents(record):
        code = paper.meta.code
        assert names[code].startswith(f"{folder_of(code)}/")
        assert f"_{code}_r01_2026-11-24_en" in names[code]
        assert (tmp_path / "d" / names[code]).is_file()
    assert "/" not in names["MF"]


def test_sums_name_every_file_and_hold(tmp_path: Path, write: Callable[..., Dossier]) -> None:
    write(tmp_path / "d")
    found = files_in(tmp_path / "d")
    lines = found.pop("SHA256SUMS").decode().splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    assert listed == {name: sha(data) for name, data in found.items()}


def test_the_same_data_give_the_same_bytes(tmp_path: Path, write: Callable[..., Dossier]) -> None:
    first = write(tmp_path / "a.zip")
    second = write(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    later = write(tmp_path / "c", exported=datetime(2026, 11, 25, 8, 0, tzinfo=UTC))
    assert first.fingerprint == second.fingerprint == later.fingerprint
    write(tmp_path / "d")
    one, other = files_in(tmp_path / "c"), files_in(tmp_path / "d")
    assert {name for name in one if one[name] != other[name]} == {
        "MANIFEST.txt",
        "manifest.json",
        "SHA256SUMS",
    }


def test_manifest_says_what_is_missing_and_how_long_it_is_kept(
    tmp_path: Path, record: ProductRecord, write: Callable[..., Dossier]
) -> None:
    write(tmp_path / "d")
    text = (tmp_path / "d" / "MANIFEST.txt").read_text(encoding="utf-8")
    assert not re.search(r"\b\d{1,2}\n[A-Z]|\bArt\.\n", text), "no line ends inside a date or a citation"
    flat = " ".join(text.split())
    assert "2 evidence files and 1 SBOM for Aldwin Smart Lock, exported on 24 Nov 2026, 10:02 UTC" in flat
    assert "Compare with: sha256sum -c SHA256SUMS. Guidance, not legal advice." in flat
    assert "Kept until: 31 Dec 2041, Art. 13(13)" in text
    for gap in record.gaps:
        assert f"Gap {gap.number}  " in text
    assert "E-03  linked.pdf: it is only linked; copy it in to enclose it" in text
    assert "E-04  lost.pdf: its content is missing from the workspace" in text
    for path, data in files_in(tmp_path / "d").items():
        if path not in ("MANIFEST.txt", "manifest.json", "SHA256SUMS"):
            assert f"{sha(data)}  {path}" in text


def test_manifest_json_follows_the_manifest(tmp_path: Path, write: Callable[..., Dossier]) -> None:
    written = write(tmp_path / "d")
    data = json.loads((tmp_path / "d" / "manifest.json").read_bytes())
    assert data["format"] == "crasuite-manifest/1"
    assert data["exported"] == "2026-11-24T10:02:00+00:00"
    assert data["fingerprint"] == written.fingerprint
    assert {one["path"] for one in data["files"]} == {file.path for file in written.files}
    assert [one["id"] for one in data["not_enclosed"]] == ["E-03", "E-04"]


def test_data_follow_the_schema(tmp_path: Path, record: ProductRecord, write: Callable[..., Dossier]) -> None:
    write(tmp_path / "d")
    raw = (tmp_path / "d" / "dossier.json").read_bytes()
    data = msgspec.json.decode(raw, type=DossierData)
    assert data.product.name == "Aldwin Smart Lock"
    assert data.procedure == "B+C"
    assert {verdict.fact: verdict.value for verdict in data.verdicts}["class"] == "important-1"
    assert [gap.number for gap in data.gaps] == [gap.number for gap in record.gaps]
    assert data.technical_file.requirement["annex-1-1-2-a"]["how"] == "Scan at each build."
    assert data.dates.retention_end == "2041-12-31"
    assert (tmp_path / "d" / "dossier.schema.json").read_bytes() == schema_bytes()
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(raw.replace(b'"as_of": "2026-11-24"', b'"as_of": "soon"'), type=DossierData)


def test_shipped_schema_is_made_from_the_format() -> None:
    assert schema_bytes() == make_schema(), "run make_schema() and save it to resources/schemas"
    schema = json.loads(schema_bytes())
    properties = schema["$defs"]["DossierData"]["properties"]
    assert all("description" in one or "$ref" in one or "type" in one for one in properties.values())


def test_nothing_private_leaves(tmp_path: Path, write: Callable[..., Dossier]) -> None:
    write(tmp_path / "d")
    for name, data in files_in(tmp_path / "d").items():
        assert b"zq7-private" not in data, name
        if name.endswith((".docx", ".xlsx")):
            with zipfile.ZipFile(tmp_path / "d" / name) as archive:
                assert all(b"zq7-private" not in archive.read(part) for part in archive.namelist())


def test_names_cannot_leave_the_folder(tmp_path: Path, write: Callable[..., Dossier]) -> None:
    written = write(tmp_path / "d")
    paths = {file.id: file.path for file in written.files if file.id}
    assert paths == {
        "E-01": "evidence/E-01_Pen_test.pdf",
        "E-02": "evidence/E-02_passwd",
        "S-01": "sbom/S-01_bom.json",
    }


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 80
    assert safe.isascii()
    assert not set(safe) & set('\\/:*?"<>| \x00\n')
    assert safe not in (".", "..")
    assert not safe.endswith(".")


@given(st.lists(st.tuples(st.sampled_from(["", "E-01", "E-02"]), st.text(max_size=120)), max_size=30))
def test_no_two_files_share_a_name(names: list[tuple[str, str]]) -> None:
    found = list(unique_names(names))
    assert len(found) == len(names)
    assert len({name.casefold() for name in found}) == len(found)
    assert all(len(name) <= 90 for name in found)


@pytest.mark.parametrize("name", ["d", "d.zip"])
@pytest.mark.parametrize("after", range(0, 8, 2))
def test_cancelled_leaves_nothing(
    tmp_path: Path, write: Callable[..., Dossier | None], name: str, after: int
) -> None:
    seen: list[str] = []

    def progress(done: int, total: int, what: str) -> None:
        assert 0 <= done <= total
        seen.append(what)

    target = tmp_path / "new" / "folders" / name
    assert write(target, progress=progress, cancelled=lambda: len(seen) > after) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["d", "d.zip"])
def test_damaged_content_leaves_nothing(tmp_path: Path, write: Callable[..., Dossier], name: str) -> None:
    with pytest.raises(DocumentError, match="no longer what was added") as caught:
        write(tmp_path / name, read=lambda digest: [b"something else"])
    assert caught.value.code == "DOC-21"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["d", "d.zip"])
def test_a_full_disk_leaves_nothing_and_keeps_what_was_there(
    tmp_path: Path, write: Callable[..., Dossier], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    target = tmp_path / name
    write(target)
    before = files_in(target) if target.is_dir() else target.read_bytes()

    def full(digest: str) -> Iterator[bytes]:
        yield CONTENTS[digest][:10]
        raise OSError(28, "No space left on device")

    with pytest.raises(DocumentError, match="not enough space") as caught:
        write(target, read=full)
    assert caught.value.code == "DOC-02"
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert (files_in(target) if target.is_dir() else target.read_bytes()) == before


def test_an_earlier_dossier_is_replaced_whole(tmp_path: Path, write: Callable[..., Dossier]) -> None:
    write(tmp_path / "d")
    first = files_in(tmp_path / "d")
    write(tmp_path / "d")
    assert files_in(tmp_path / "d") == first
    assert [one.name for one in tmp_path.iterdir()] == ["d"]


def test_files_of_others_are_never_touched(tmp_path: Path, write: Callable[..., Dossier]) -> None:
    write(tmp_path / "d")
    (tmp_path / "d" / "03_Declaration").mkdir(exist_ok=True)
    signed = tmp_path / "d" / "03_Declaration" / "signed.pdf"
    signed.write_bytes(b"signed")
    with pytest.raises(DocumentError, match="03_Declaration/signed.pdf") as caught:
        write(tmp_path / "d")
    assert caught.value.code == "DOC-20"
    signed.unlink()
    (tmp_path / "d" / "MANIFEST.txt").write_text("edited", encoding="utf-8")
    with pytest.raises(DocumentError, match="MANIFEST.txt"):
        write(tmp_path / "d")
    (tmp_path / "e").mkdir()
    write(tmp_path / "e")
    (tmp_path / "f").write_text("a file", encoding="utf-8")
    with pytest.raises(DocumentError, match="A file of this name"):
        write(tmp_path / "f")
    assert (tmp_path / "f").read_text(encoding="utf-8") == "a file"


def test_a_failed_replacement_puts_the_old_dossier_back(
    tmp_path: Path, write: Callable[..., Dossier], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "d")
    before = files_in(tmp_path / "d")
    real = os.replace

    def failing(source: Any, target: Any) -> None:
        if str(source).endswith(".tmp") and Path(target) == tmp_path / "d":
            raise OSError(5, "Input/output error")
        real(source, target)

    monkeypatch.setattr(dossier_sink.os, "replace", failing)
    with pytest.raises(DocumentError):
        write(tmp_path / "d")
    monkeypatch.undo()
    assert files_in(tmp_path / "d") == before
    assert [one.name for one in tmp_path.iterdir()] == ["d"]


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "a\\..\\x", "c:x"])
def test_the_sink_itself_refuses_paths_that_lead_out(tmp_path: Path, path: str) -> None:
    for name in ("d", "d.zip"):
        with pytest.raises(ValueError, match="outside"), open_sink(tmp_path / name) as sink:
            sink.add(path, [b""])
    assert list(tmp_path.iterdir()) == []


def test_only_what_is_kept_is_enclosed() -> None:
    found, left_out = enclosures_of(TechnicalFile.from_records(RECORDS), KEPT)
    assert [one.id for one in found] == ["E-01", "E-02", "S-01"]
    assert [one.id for one in left_out] == ["E-03", "E-04"]
    assert all(PurePosixPath(one.path).parts[0] in ("evidence", "sbom") for one in found)
