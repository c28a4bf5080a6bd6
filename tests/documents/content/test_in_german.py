"""The papers of a finished product in German: nothing of ours in English, nothing broken in a column."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from crasuite.documents import tree
from crasuite.documents.content.papers import BUILDERS, documents_of
from crasuite.documents.docx_writer import docx_bytes
from crasuite.documents.metrics import text_width
from crasuite.documents.record import ProductRecord
from crasuite.documents.sheets import Workbook
from crasuite.documents.xlsx_writer import xlsx_bytes
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import NOT_TRANSLATED, speaking
from crasuite.rules.translation import spoken
from tests.documents.content.conftest import DAY, sample, sample_records
from tests.documents.content.said import text_of
from tests.documents.content.test_another_language import without_vowels

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ENGLISH = re.compile(r"\b(?:the|of|and|is|are|for|with|not|this|it|to|or)\b", re.IGNORECASE)
# Ids, names, the official wording that the pack has in English alone, and the words of a status, which the
# writer puts in.
KEPT = re.compile(
    r"This EU declaration .*|The object of the declaration .*|Hereby, .*|The full text .*|https?://\S+|IT-\w+"
    r"|\b(?:law|date|duty|step|answer|component|evidence|risk)\.[\w.-]+|– Not applicable"
)
HEADINGS_OF_BOTH = {
    "security.txt",
    "Canonical",
    "Expires",
    "Policy",
    "Preferred-Languages",
    "Contact",
    "Tests",
}
NO_WORD = re.compile(r"[/@:_\\=]|(?=\w*\d)\w{12}")


def record_in(code: str, pack: Any, answers: dict[str, Any], records: dict[str, Any]) -> ProductRecord:
    with speaking(code):
        return ProductRecord.from_answers(
            spoken(pack), answers, DAY, technical_file=TechnicalFile.from_records(records)
        )


def papers_in(code: str, record: ProductRecord) -> dict[str, tree.Document | Workbook]:
    with speaking(code):
        papers = {one: paper for one, paper, _ in documents_of(record)}
        return papers | {one: build(record) for one, build in BUILDERS.items() if one not in papers}


@pytest.fixture(scope="module", params=["smart-door-lock", "wellness-wearable"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def ours(pack, name: str) -> dict[str, tree.Document | Workbook]:
    """The German papers, with a file that holds no vowels, so that each English word is one of ours."""
    answers, records = without_vowels(sample(name)), without_vowels(sample_records(name))
    return papers_in("de", record_in("de", pack, answers, records))


@pytest.fixture(scope="module")
def real(pack, name: str) -> dict[str, dict[str, tree.Document | Workbook]]:
    """The papers as a reader gets them, in both languages."""
    return {
        code: papers_in(code, record_in(code, pack, sample(name), sample_records(name)))
        for code in ("en", "de")
    }


def test_nothing_of_ours_is_in_english(ours) -> None:
    left = [
        f"{code}: {line}"
        for code, paper in ours.items()
        for line in text_of(paper).splitlines()
        if NOT_TRANSLATED in line or ENGLISH.search(KEPT.sub("", line))
    ]
    assert left == []


def test_what_the_law_has_papers_say_stands_there_as_it_is_in_the_pack(pack) -> None:
    """It is in the maker's voice; a German "Sie" there is the marking or the declaration, not the reader."""
    record = record_in("de", pack, sample("smart-door-lock"), sample_records("smart-door-lock"))
    said = "\n".join(
        text_of(paper)
        for code, paper in papers_in("de", record).items()
        if code in ("CE", "PR", "CH", "AB", "PC")
    )
    german = record.pack
    wanted = [german.statements[one].text for one in ("mark-before", "mark-height", "changes-to-body")]
    wanted += [one.text for one in german.procedures["procedure-b-c"].undertakings]
    assert [one for one in wanted if one not in said] == []
    assert any(one.startswith("Sie ") for one in wanted)


def test_every_heading_is_there_and_translated(real) -> None:
    for code, paper in real["de"].items():
        if not isinstance(paper, tree.Document):
            continue
        english, german = (
            [block for block in one.blocks if isinstance(block, tree.Heading)]
            for one in (real["en"][code], paper)
        )
        assert [one.level for one in german] == [one.level for one in english], code
        assert [bool(one.citation) for one in german] == [bool(one.citation) for one in english], code
        same = {one.text for one in german} & {one.text for one in english}
        own = {said.split(":")[0] for said in same} - HEADINGS_OF_BOTH
        assert not own or code in ("SL", "TD"), (code, own)


def test_tables_and_rows_are_the_same_in_both_languages(real) -> None:
    for code, paper in real["de"].items():
        if isinstance(paper, tree.Document):
            german, english = (
                Counter(block.pattern.name for block in one.blocks if isinstance(block, tree.Table))
                for one in (paper, real["en"][code])
            )
            assert german == english, code


def words_in_cells(data: bytes) -> Iterator[tuple[str, float]]:
    """What a line of a table cannot end in, with the room of its column in points."""
    body = ElementTree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
    for cell in body.iter(f"{W}tc"):
        width = cell.find(f"{W}tcPr/{W}tcW")
        assert width is not None
        room = float(width.get(f"{W}w", 0)) / 20 - 6.8
        for paragraph in cell.iter(f"{W}p"):
            said = "".join(
                "-\n" if one.tag == f"{W}softHyphen" else one.text or ""
                for one in paragraph.iter()
                if one.tag in (f"{W}t", f"{W}softHyphen")
            )
            for word in re.split(r"[ \n]|(?<=\w-)(?=\w)", said):
                if word and not NO_WORD.search(word):
                    yield word, room


def test_no_column_breaks_a_word_of_a_table(real) -> None:
    broken = [
        (code, word)
        for code, paper in real["de"].items()
        if isinstance(paper, tree.Document)
        for word, room in words_in_cells(docx_bytes(paper))
        if text_width(word, 8) > room
    ]
    assert broken == []


def test_heads_and_choices_of_the_workbook_are_german(real) -> None:
    book = next(paper for paper in real["de"].values() if isinstance(paper, Workbook))
    read = openpyxl.load_workbook(BytesIO(xlsx_bytes(book)))
    said = [str(cell.value) for sheet in read for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [one for one in said if one.startswith(NOT_TRANSLATED)]
    assert any(sheet.data_validations.dataValidation for sheet in read), "no list to choose from"
    assert {"● Erfüllt", "► In Arbeit", "Vermindern"} <= set(said)
