"""Where LibreOffice is installed it opens what we write: pages, text, results of formulas."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from crasuite.documents.content import technical_documentation
from crasuite.documents.docx_writer import write_docx
from crasuite.documents.package import unpack
from crasuite.documents.record import ProductRecord
from crasuite.documents.xlsx_writer import write_xlsx
from crasuite.domain.technical_file import TechnicalFile
from crasuite.rules import Pack
from tests.documents import example
from tests.documents.content.conftest import DAY, sample, sample_records

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each example as PDF, and the summary of the workbook as CSV."""
    folder = tmp_path_factory.mktemp("converted")
    names = ("record", "checklist", "declaration", "everything")
    for name in names:
        write_docx(getattr(example, name)(), folder / f"{name}.docx")
    write_xlsx(example.workbook(), folder / "workbook.xlsx")
    convert(folder, "pdf", *(f"{name}.docx" for name in names), "workbook.xlsx")
    # -1 as the last field: every sheet in a file of its own.
    convert(
        folder,
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        "workbook.xlsx",
    )
    return folder


def convert(folder: Path, kind: str, *names: str) -> None:
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            SOFFICE or "",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
        ]
        + [str(folder / name) for name in names],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(folder)},
    )


def pages(folder: Path, name: str) -> list[str]:
    reader = pypdf.PdfReader(folder / f"{name}.pdf")
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages]


def test_the_contents_list_says_in_word_what_libreoffice_counts(tmp_path: Path, pack: Pack) -> None:
    sure = 0
    for name in ("smart-door-lock", "wellness-wearable"):
        file = TechnicalFile.from_records(sample_records(name))
        record = ProductRecord.from_answers(pack, sample(name), DAY, technical_file=file)
        write_docx(technical_documentation.build(record), tmp_path / f"{name}.docx")
        convert(tmp_path, "pdf", f"{name}.docx")
        contents = pypdf.PdfReader(tmp_path / f"{name}.pdf").pages[1].extract_text()
        counted = re.findall(r"\.{2,}\s*(\d+)\s*$", contents, re.MULTILINE)
        xml = unpack((tmp_path / f"{name}.docx").read_bytes())["word/document.xml"].decode()
        written = re.findall(
            r'PAGEREF _Toc\d+ \\h .*?<w:rStyle w:val="CRAContentsLink"/></w:rPr><w:t>(\d*)</w:t>', xml
        )
        assert len(written) == len(counted) > 20
        assert all(counted)
        if all(written):
            sure += 1
            assert written == counted
    assert sure, "nobody would ever see a number in Word"


@pytest.mark.parametrize(
    ("name", "count"), [("record", 3), ("checklist", 1), ("declaration", 1), ("everything", 7)]
)
def test_every_page_says_whose_what_and_which_of_how_many(converted: Path, name: str, count: int) -> None:
    texts = pages(converted, name)
    meta = getattr(example, name)().meta
    assert len(texts) == count
    for number, text in enumerate(texts, 1):
        assert meta.manufacturer in text
        assert f"{meta.title} · {meta.product}" in text
        assert (
            f"{meta.number} · revision {meta.revision} · 24 Nov 2026 · fingerprint {meta.short_fingerprint}"
            in text
        )
        assert f"Page {number} of {count}" in text
        assert "DRAFT" in text


def test_headings_are_numbered_and_heads_repeat(converted: Path) -> None:
    first, second, third = pages(converted, "record")
    assert "1 Product assessed" in first
    assert "2 Reasons, in the order of the law" in first
    assert "Step Finding Answers it rests on Basis" in first
    assert "Step Finding Answers it rests on Basis" in second, (
        "the head row of a table stands on its second page too"
    )
    assert "7 Release" in third
    assert "Error!" not in first + second + third


def test_no_text_is_lost_on_the_way(converted: Path) -> None:
    texts = "".join(pages(converted, "everything"))
    # Sentences may go over a page end, words do not.
    assert texts.count("lost.") == 239
    assert '{ INCLUDETEXT "C:\\\\secret.txt" }' in texts
    assert '=HYPERLINK("http://x";"y")' in texts


def test_the_workbook_prints_one_page_wide_with_head_rows(converted: Path) -> None:
    texts = pages(converted, "workbook")
    assert texts[0].startswith("Example & Söhne B.V.")
    assert any("Ref. Requirement Applies?" in text for text in texts)
    assert "annex1.i.1" not in "".join(texts), "ids are not printed"
    assert len([text for text in texts if "Ref. Requirement Applies?" in text]) == 1


def test_libreoffice_computes_what_we_stored(converted: Path) -> None:
    def rows(sheet: str) -> list[list[str]]:
        with (converted / f"workbook-{sheet}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    summary = {row[0]: row[1:4] for row in rows("Summary") if row and row[0]}
    assert summary["Annex I, Part I"] == ["5", "2", "3"]
    assert summary["Annex I, Part II"] == ["2", "1", "1"]
    assert summary["Not sure yet"] == ["7", "1", "6"]
    assert [row[6] for row in rows("Risks")[5:8]] == ["Very high", "Medium", "? Not rated"]
