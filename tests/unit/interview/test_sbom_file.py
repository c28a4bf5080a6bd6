"""SBOMs in a workspace: imported whole or not at all, versions kept, checks, notes on components."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.domain.record_kind import RecordKind
from crasuite.domain.sbom_record import SbomRecord
from crasuite.errors import SbomError, StoreError
from crasuite.interview import sbom_file
from crasuite.interview.sbom_file import (
    DILIGENCE,
    ImportCancelledError,
    SbomFile,
    compare_records,
    component_key,
    load_content,
    load_sbom,
    quick_form_of,
    read_file,
    sbom_from_quick_form,
)
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.sbom.model import Component, Hash, Licence, Party, Sbom
from crasuite.sbom.quality import Status
from tests.unit.sbom.files import REAL, cyclonedx_bytes, real

OLD, NEW = REAL / "lock-portal-2.4.1.cdx-1.5.json", REAL / "lock-portal-2.5.0.cdx-1.5.json"
SPDX = REAL / "spdx-tools.spdx-2.3.spdx"


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The pack that ships, because the checks are its data."""
    return load_pack()


@pytest.fixture
def workspace(tmp_path: Path, pack: Pack) -> Iterator[Workspace]:
    now = [datetime(2026, 11, 24, 9, 0, tzinfo=UTC)]

    def clock() -> datetime:
        now[0] += timedelta(seconds=1)
        return now[0]

    with Workspace.create(
        tmp_path / "work.crasuite", pack, clock=clock, who=lambda: "Ana", today=lambda: date(2026, 11, 24)
    ) as found:
        yield found


@pytest.fixture
def sboms(workspace: Workspace) -> SbomFile:
    return SbomFile(workspace, workspace.new_product("AeroLock 2").id)


def imported(sboms: SbomFile, path: Path, part: str = "Device") -> str:
    return sboms.keep(read_file(sboms.repository, sboms.pack, path), part)


def content(sboms: SbomFile, record_id: str):  # type: ignore[no-untyped-def]
    return load_content(sboms.repository, sboms.pack, sboms.sboms[record_id])


# -- importing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(one.name for one in REAL.iterdir() if one.suffix != ".md"))
def test_every_real_sbom_is_kept_with_its_bytes_and_read_back_from_its_quick_form(
    sboms: SbomFile, name: str
) -> None:
    record_id = imported(sboms, REAL / name)
    record = sboms.sboms[record_id]
    assert sboms.repository.file_bytes(record.sha256) == (REAL / name).read_bytes()
    assert load_sbom(sboms.repository, record) == real(name)
    assert record.components == len(real(name).components)


def test_an_import_is_one_step_that_undo_takes_back(workspace: Workspace, sboms: SbomFile) -> None:
    assert sboms.words() == "none yet"
    imported(sboms, OLD)
    assert workspace.undo_label() == f"importing {OLD.name}"
    assert [part.name for part in sboms.parts()] == ["Device"]
    workspace.undo()
    assert sboms.parts() == ()
    workspace.redo()
    assert content(sboms, "S-01").direct == 3


def test_every_version_is_kept_and_the_newest_counts(sboms: SbomFile) -> None:
    first, second = imported(sboms, OLD), imported(sboms, NEW)
    (part,) = sboms.parts()
    assert (part.record.id, part.versions, part.record.supersedes) == (second, 2, first)
    assert [one.id for one in sboms.versions("Device")] == [second, first]
    assert "imported 24 Nov 2026" in part.caption


def test_parts_are_told_apart_and_renamed(sboms: SbomFile) -> None:
    imported(sboms, OLD, "Backend")
    imported(sboms, SPDX, " App ")
    imported(sboms, NEW, "Backend")
    assert [part.name for part in sboms.parts()] == ["Backend", "App"]
    assert sboms.summary() == "AeroLock 2 has 2 parts with an SBOM: Backend and App."
    assert sboms.rename_part("Backend", "Cloud portal")
    assert [part.name for part in sboms.parts()] == ["Cloud portal", "App"]
    assert len(sboms.versions("Cloud portal")) == 2
    assert not sboms.rename_part("App", "  ")
    sboms.remove_part("Cloud portal")
    assert [part.name for part in sboms.parts()] == ["App"]


def test_the_part_of_a_file_is_guessed_from_its_name(sboms: SbomFile) -> None:
    assert sboms.guessed_part(OLD) == "Device"
    imported(sboms, OLD, "Backend")
    assert sboms.guessed_part(NEW) == "Backend"
    assert sboms.guessed_part(SPDX) == ""


def test_the_same_file_again_is_refused(sboms: SbomFile) -> None:
    imported(sboms, OLD)
    with pytest.raises(SbomError, match="is the SBOM of “Device” already"):
        imported(sboms, OLD)
    imported(sboms, OLD, "App")
    assert len(sboms.sboms) == 2


def test_what_cannot_be_read_changes_nothing(sboms: SbomFile, tmp_path: Path) -> None:
    imported(sboms, OLD)
    before = sboms.repository.file_sizes()
    bad = tmp_path / "bad.json"
    for raw in (b"", b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [', b"PK\x03\x04"):
        bad.write_bytes(raw)
        with pytest.raises(SbomError):
            imported(sboms, bad)
    assert sboms.repository.file_sizes() == before
    assert len(sboms.sboms) == 1


@pytest.mark.parametrize("after", [0, 1, 2, 5])
def test_a_cancelled_import_leaves_no_record_and_no_file(sboms: SbomFile, tmp_path: Path, after: int) -> None:
    calls = iter(range(10_000))
    before = sboms.repository.file_sizes()
    with pytest.raises(ImportCancelledError):
        read_file(sboms.repository, sboms.pack, OLD, cancelled=lambda: next(calls) >= after)
    assert sboms.repository.file_sizes() == before
    assert sboms.parts() == ()


def test_nothing_is_imported_into_a_file_open_to_read_only(
    workspace: Workspace, sboms: SbomFile, pack: Pack
) -> None:
    product = sboms.product_id
    workspace.close()
    with Workspace.open(workspace.path, pack, read_only=True) as reading, pytest.raises(StoreError):
        imported(SbomFile(reading, product), OLD)


def test_a_quick_form_of_another_version_is_made_anew_from_the_file(sboms: SbomFile) -> None:
    record_id = imported(sboms, OLD)
    record = sboms.sboms[record_id]
    other = sboms.repository.add_file(msgspec.msgpack.encode({"version": 0}), "other")
    assert load_sbom(sboms.repository, with_quick_form(record, other.sha256)) == real(OLD.name)
    assert load_sbom(sboms.repository, with_quick_form(record, "")) == real(OLD.name)


def with_quick_form(record: SbomRecord, quick_form: str) -> SbomRecord:
    return replace(record, quick_form=quick_form)


TEXT = st.text(max_size=12)
PARTY = st.none() | st.builds(Party, TEXT, TEXT, TEXT)
COMPONENTS = st.builds(
    Component,
    ref=TEXT,
    name=TEXT,
    version=TEXT,
    supplier=PARTY,
    creator=PARTY,
    licences=st.tuples(st.builds(Licence, TEXT, st.sampled_from(("declared", "concluded", "")))),
    hashes=st.tuples(st.builds(Hash, TEXT, TEXT)),
    relation=st.sampled_from(("direct", "transitive", "unknown")),
    depends_on=st.lists(TEXT, max_size=3).map(tuple),
    is_executable=st.none() | st.booleans(),
)


@given(st.lists(COMPONENTS, max_size=6), st.none() | COMPONENTS)
def test_the_quick_form_loses_nothing(components: list[Component], subject: Component | None) -> None:
    sbom = Sbom(
        format="SPDX",
        spec_version="2.3",
        encoding="tag-value",
        file_name="x",
        size=1,
        sha256="a",
        subject=subject,
        components=tuple(components * 100),
    )
    assert sbom_from_quick_form(b"".join(quick_form_of(sbom))) == sbom


# -- components ----------------------------------------------------------------------------------------------


def test_notes_on_a_component_outlive_its_version(workspace: Workspace, sboms: SbomFile) -> None:
    old = content(sboms, imported(sboms, OLD))
    row = next(row for row in old.rows if row.component.name == "express")
    assert row.key == "pkg:npm/express"
    assert sboms.set_component(row.key, "express", "support", "Until May 2029 ")
    assert workspace.undo_label() == "support of express"
    new = content(sboms, imported(sboms, NEW))
    assert sboms.noted(new) == {"pkg:npm/express"}
    assert sboms.component("pkg:npm/express").support == "Until May 2029 "
    assert sboms.set_component(row.key, "express", "support", "  ")
    assert "pkg:npm/express" not in sboms.repository.records(sboms.product_id, RecordKind.COMPONENT)
    with pytest.raises(ValueError):
        sboms.set_component(row.key, "express", "colour", "red")


def test_every_field_of_the_record_can_be_written(sboms: SbomFile) -> None:
    for field in DILIGENCE:
        assert sboms.set_component("zlib", "zlib", field, "said")
        assert not sboms.set_component("zlib", "zlib", field, "said")
    assert sboms.component("zlib").is_complete


def test_components_without_a_package_url_are_known_by_their_name() -> None:
    assert component_key(Component(ref="1", name="blob", group="radio")) == "radio/blob"
    assert component_key(Component(ref="1", name="")) == "1"


# -- checks --------------------------------------------------------------------------------------------------


def test_the_law_comes_first_and_guidelines_are_not_counted_as_issues(sboms: SbomFile) -> None:
    found = content(sboms, imported(sboms, OLD))
    sections = sboms.quality(found)
    assert [section.id for section in sections][:2] == ["cra", "ntia"]
    assert [section.is_law for section in sections] == [True] + [False] * (len(sections) - 1)
    assert sections[0].cites[0].label == "Annex I, Part II (1)"
    assert sboms.words() == "2 issues"  # supplier and author
    (part,) = sboms.parts()
    assert part.checks_words == "7 of 9 checks pass"


def test_suppliers_entered_by_hand_settle_the_point_and_say_that_the_file_does_not(
    sboms: SbomFile, tmp_path: Path
) -> None:
    path = tmp_path / "lock.cdx.json"
    lock = {"bom-ref": "lock", "name": "lock", "version": "1", "supplier": {"name": "Lock AG"}}
    blob = {"type": "library", "bom-ref": "blob", "name": "radio-blob", "version": "7.3.0"}
    path.write_bytes(
        cyclonedx_bytes(
            metadata={"component": lock},
            components=[blob],
            dependencies=[{"ref": "lock", "dependsOn": ["blob"]}],
        )
    )
    found = content(sboms, imported(sboms, path))

    def supplier():  # type: ignore[no-untyped-def]
        return next(
            one for section in sboms.quality(found) for one in section.findings if one.id == "ntia-supplier"
        )

    before = sboms.parts()[0].issues
    assert supplier().status is Status.NOT_MET
    assert supplier().refs == ("blob",)
    assert supplier().takes_supplier
    sboms.set_component("radio-blob", "radio-blob", "supplier", "Chip AG")
    assert supplier().status is Status.MET
    assert supplier().detail == "1 entered by you; the file itself does not say"
    assert sboms.parts()[0].issues == before - 1


def test_a_file_that_nobody_looked_at_is_not_said_to_pass(sboms: SbomFile) -> None:
    stored = sboms.repository.add_file(NEW, NEW.name)
    record = SbomRecord("S-01", part="Device", file_name=NEW.name, sha256=stored.sha256, size=stored.size)
    sboms.write("adding an example", {RecordKind.SBOM: {"S-01": record}})
    sbom_file._FOUND.clear()
    (part,) = sboms.parts()
    assert (part.issues, part.checks_words, sboms.words()) == (None, "Not checked yet", "")
    content(sboms, "S-01")
    (part,) = sboms.parts()
    assert part.checks_words == "7 of 9 checks pass"


def test_an_example_comes_with_its_sboms_checked(workspace: Workspace) -> None:
    sbom_file._FOUND.clear()
    sboms = SbomFile(workspace, workspace.add_sample("smart-door-lock").id)
    parts = sboms.parts()
    assert len(parts) == 4
    assert all(part.issues is not None and part.record.quick_form for part in parts)
    assert parts[0].caption.startswith("Release 2.4")
    looked_at = content(sboms, parts[0].record.id)
    assert set(parts[0].record.unmet) == set(sbom_file.Found.of(looked_at).unmet)


def test_the_release_is_taken_from_the_file_and_compared_once_somebody_says_it(sboms: SbomFile) -> None:
    found = content(sboms, imported(sboms, NEW))
    record = sboms.sboms[found.record_id]
    assert record.file_version == found.sbom.subject.version
    assert record.file_date == date.fromisoformat(found.sbom.timestamp[:10])

    def belongs() -> Status:
        findings = (one for section in sboms.quality(found) for one in section.findings)
        return next(one.status for one in findings if one.id == "practice-release")

    assert belongs() is Status.NOT_CHECKABLE
    assert sboms.set_release(record.id, record.file_version, None)
    assert belongs() is Status.MET
    assert sboms.set_release(record.id, "9.9", date(2026, 11, 20))
    assert belongs() is Status.NOT_MET
    assert "Release 9.9 of 20 Nov 2026" in sboms.parts()[0].caption
    assert not sboms.set_release(record.id, " 9.9 ", date(2026, 11, 20))


def test_a_finding_leads_to_its_components(sboms: SbomFile) -> None:
    found = content(sboms, imported(sboms, OLD))
    for section in sboms.quality(found):
        for one in section.findings:
            assert all(ref in found.row_of_ref for ref in one.refs)
            assert one.todo
            assert one.cites


# -- comparing -----------------------------------------------------------------------------------------------


def test_two_versions_are_compared(sboms: SbomFile) -> None:
    first, second = imported(sboms, OLD), imported(sboms, NEW)
    found = compare_records(sboms.repository, sboms.sboms[first], sboms.sboms[second])
    changed = {row.name: (row.before, row.after) for row in found.rows if row.kind == "changed"}
    assert changed["express"] == ("4.21.2", "5.1.0")
    assert {row.kind for row in found.rows} == {"added", "removed", "changed"}
    same = compare_records(sboms.repository, sboms.sboms[first], sboms.sboms[first])
    assert same.rows == ()
    assert same.summary == "No component was added, removed or changed; 74 components stayed."


def test_other_content_under_the_same_version_is_marked(sboms: SbomFile, tmp_path: Path) -> None:
    ids = []
    for number, value in enumerate(("aa", "bb")):
        path = tmp_path / f"{number}.json"
        blob = {
            "type": "library",
            "name": "blob",
            "version": "1",
            "hashes": [{"alg": "SHA-256", "content": value * 32}],
        }
        path.write_bytes(json.dumps(json.loads(cyclonedx_bytes(components=[blob]))).encode())
        ids.append(imported(sboms, path))
    found = compare_records(sboms.repository, *(sboms.sboms[one] for one in ids))
    assert [row.is_suspicious for row in found.rows] == [True]
