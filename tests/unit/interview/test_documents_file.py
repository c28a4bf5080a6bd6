"""The papers of a product in a workspace: pictures among the evidence, and what an export notes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from tests.unit.interview.conftest import TODAY, Clock


@pytest.fixture(scope="module")
def law() -> Pack:
    return load_pack()


@pytest.fixture
def workspace(tmp_path: Path, law: Pack) -> Iterator[Workspace]:
    with Workspace.create(
        tmp_path / "lock.crasuite", law, clock=Clock(), who=lambda: "Ana", today=lambda: TODAY
    ) as found:
        yield found


def attach(workspace: Workspace, product: int, files: dict[str, Path], named: str) -> DocumentsFile:
    """The product with these files as evidence (by number) and this text on its pictures."""
    records = {}
    for number, path in files.items():
        stored = workspace.repository.add_file(path, path.name)
        records[number] = {
            "kind": "file",
            "name": path.name,
            "sha256": stored.sha256,
            "size": path.stat().st_size,
            "copied": True,
        }
    said = workspace.technical_file(product).design["description"].to_json()
    description = {**said, "pictures": named}
    workspace.set_records(
        product, {"evidence": records, "design": {"description": description}}, "adding pictures"
    )
    return DocumentsFile(workspace, product)


def test_pictures_among_the_evidence_are_figures_of_the_technical_documentation(
    workspace: Workspace, tmp_path: Path
) -> None:
    product = workspace.add_sample("smart-door-lock").id
    outside, plate = tmp_path / "lock outside.png", tmp_path / "plate.jpg"
    Image.new("RGB", (1600, 900), "grey").save(outside)
    Image.new("RGB", (900, 1600), "white").save(plate)
    documents = attach(
        workspace, product, {"E-51": outside, "E-52": plate}, "E-51: the lock\nE-52: its plate, E-51 again"
    )
    assert not [gap for gap in documents.record.gaps if gap.source.startswith("record:evidence/E-5")]
    target = tmp_path / "td.docx"
    documents.note_export(documents.paper_work("TD")(target))
    with zipfile.ZipFile(target) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/media/figure")]
        xml = archive.read("word/document.xml").decode()
        types = archive.read("[Content_Types].xml").decode()
    assert sorted(Path(name).suffix for name in names) == [".jpeg", ".png"]
    assert 'Extension="jpeg"' in types
    assert 'descr="Aldwin Smart Lock: picture E-51, lock outside"' in xml
    assert "lock outside, evidence E\u201151" in xml
    assert DocumentsFile(workspace, product).row("TD").changed == ()  # type: ignore[union-attr]
    Image.new("RGB", (1600, 900), "black").save(outside)
    changed = attach(workspace, product, {"E-51": outside}, "E-51: the lock\nE-52: its plate, E-51 again")
    assert "evidence" in changed.row("TD").changed  # type: ignore[union-attr]


def test_a_picture_that_cannot_be_shown_is_a_gap_with_its_reason(
    workspace: Workspace, tmp_path: Path
) -> None:
    product = workspace.add_sample("smart-door-lock").id
    broken, bomb = tmp_path / "broken.png", tmp_path / "huge.png"
    Image.new("RGB", (300, 300), "grey").save(bomb)
    broken.write_bytes(bomb.read_bytes()[:200])
    data = bytearray(bomb.read_bytes())
    data[16:20] = (100_000).to_bytes(4, "big")
    bomb.write_bytes(bytes(data))
    pdf = tmp_path / "layout.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    documents = attach(
        workspace, product, {"E-51": broken, "E-52": bomb, "E-53": pdf}, "E-51, E-52, E-53 and E-77"
    )
    gaps = {gap.source: gap for gap in documents.record.gaps if gap.source.startswith("record:evidence")}
    assert {source: gap.words for source, gap in gaps.items()} == {
        "record:evidence/E-51": "Picture E-51, broken.png, is not shown: it is damaged or broken off",
        "record:evidence/E-52": "Picture E-52, huge.png, is not shown: it is damaged or broken off",
        "record:evidence/E-77": "E-77 is named among the pictures and is no evidence of this product",
    }
    html = unescape(documents.html("TD")).replace("\u00a0", " ")
    for gap in gaps.values():
        assert gap.number.startswith("1.")
        assert f"Gap {gap.number}" in html
    lines = {line.number: line for line in documents.gap_lines("TD")}
    assert lines[gaps["record:evidence/E-51"].number].place == Place(RecordKind.EVIDENCE, "E-51")
    documents.papers_work(["TD"])(tmp_path / "out", None, None)


def test_what_is_exported_and_unchanged_need_not_be_exported(workspace: Workspace, tmp_path: Path) -> None:
    product = workspace.add_sample("password-manager").id
    assert not DocumentsFile(workspace, product).is_exported
    documents = DocumentsFile(workspace, product)
    done = documents.papers_work()(tmp_path / "out", None, None)
    assert done is not None
    assert done.lines()[0] == ("Classification record (CR)", done.files[0].name)
    documents.note_export(done)
    assert DocumentsFile(workspace, product).is_exported
    workspace.set_records(product, {"declaration": {"declaration": {"place": "Town"}}}, "moving")
    assert not DocumentsFile(workspace, product).is_exported
    workspace.undo()
    assert DocumentsFile(workspace, product).is_exported
