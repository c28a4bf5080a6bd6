"""Every text of every paper goes through the translation: built in the made-up language, re-opened with what
reads Word and Excel files, no word of ours is left without accents.

Answers and records of the samples are stripped of their vowels, so that a word with plain vowels can only be
ours.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from crasuite.documents.dossier import ProductRecord, preview_documents
from crasuite.documents.dossier_folder import paper_bytes, write_dossier
from crasuite.documents.preview import preview_html
from crasuite.documents.sheets import Workbook
from crasuite.documents.xlsx_writer import EXPORTED_SHEET
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import PSEUDO, speaking
from crasuite.rules import Pack
from crasuite.rules.translation import spoken
from tests.documents.content.conftest import DAY, sample, sample_records

_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = re.compile(r"[aeiouAEIOU]")
_VOWELS = re.compile(r"[aeiouAEIOU]")
# File names, codes, field names of other people's formats, names of programs and of this file format.
_NO_WORDS = re.compile(
    r"https?://\S+|www\.\S+|\b[0-9a-f]{4,8}(?: [0-9a-f]{4,8})+|[0-9a-f]{8}(?:…[0-9a-f]{8})|\b[0-9a-f]{32,64}"
    r"|\b[A-Z0-9]{2,8}-[A-Z]{2}(?:-[A-Z]{1,2})?\b|\b[IVX]+\b|\b[\w.-]+@[\w.-]+|[\w./-]+\.(?:docx|xlsx|txt|json|pdf|png|jpe?g|spdx|cdx|log|csv|zip|html)\b"
    r"|\b0\d_[\w-]+|\bsha256sum -c SHA256SUMS|/\.well-known/\S+"
    r"|Acknowledgments|Preferred-Languages|Encryption|Contact|Expires|Policy|Canonical|Hiring"
    r"|\bpkg:\S+|\b(?:annex1|risk|answer|date|duty|law|step|evidence|sbom|part)\.[\w.-]+"
)
_KEPT = frozenset(
    [
        "CRA",
        "CE",
        "EU",
        "SBOM",
        "ID",
        "SHA",
        "CycloneDX",
        "Word",
        "Excel",
        "English",
        "crasuite",
        "eu",
        "cra",
        "PRODUCT",
    ]
)


_TYPED = re.compile(r"\s|^[A-Z][a-z]+$")


def _bare(value: Any) -> Any:
    """The same data without the vowels of whatever somebody typed; ids and choices stay."""
    if isinstance(value, dict):
        return {_bare(key): _bare(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return _VOWELS.sub("", value) if isinstance(value, str) and _TYPED.search(value) else value


def _pseudo_record(
    pack: Pack, name: str, changes: dict[str, Any], with_file: bool, **more: Any
) -> ProductRecord:
    answers = {**_bare(sample(name)), **changes}
    given = {question: value for question, value in answers.items() if value is not None}
    if with_file:
        more["technical_file"] = TechnicalFile.from_records(_bare(sample_records(name)))
    with speaking(PSEUDO):
        return ProductRecord.from_answers(spoken(pack), given, DAY, **more)


def _texts_of_word(data: bytes) -> Iterator[str]:
    word = docx.Document(io.BytesIO(data))
    section = word.sections[0]
    for root in (word.element, section.header._element, section.footer._element):
        for paragraph in root.iter(qn("w:p")):
            yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for caption in (*root.iter(qn("w:tblCaption")), *root.iter(qn("w:tblDescription"))):
            yield caption.get(qn("w:val"))
        for picture in root.iter(qn("wp:docPr")):
            yield picture.get("descr") or ""
    core = word.core_properties
    yield from (core.title, core.subject, core.keywords, core.comments, core.content_status)


def _texts_of_excel(data: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        if sheet.title == EXPORTED_SHEET:
            continue
        is_hidden = sheet.sheet_state != "visible"
        if not is_hidden:
            yield sheet.title
        for row in sheet.iter_rows(min_row=2 if is_hidden else 1):
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "s" and cell.value not in ("id", "row"):
                    yield cell.value
        for rule in sheet.data_validations.dataValidation:
            yield from (rule.error or "", rule.errorTitle or "")
        for place in (sheet.oddHeader, sheet.oddFooter):
            yield from (part.text or "" for part in (place.left, place.center, place.right))
    core = book.properties
    yield from (one or "" for one in (core.title, core.subject, core.keywords, core.description))


def _names_of_the_law(pack: Pack) -> list[str]:
    """What stands on paper as it stands in the law or on the cover of a text, longest first."""
    found = {source.number for source in pack.sources.values()}
    for version in (version for text in pack.law_texts.values() for version in text.versions):
        for said in (version.text, version.statement):
            for blank in version.blanks:
                said = said.replace(blank.text, "\n")
            found |= {part.strip(" ,.:") for part in said.split("\n")}
    return sorted((one for one in found if len(one) > 3), key=len, reverse=True)


def _plain_words(text: str, names: list[str]) -> list[str]:
    text = text.replace("\u00a0", " ")
    for name in names:
        text = text.replace(name, " ")
    return [
        word
        for word in _WORD.findall(_NO_WORDS.sub(" ", text))
        if len(word) > 1 and _PLAIN.search(word) and word.isascii() and word not in _KEPT
    ]


def _untranslated(texts: Iterator[str], place: str, names: list[str]) -> list[str]:
    found = {}
    for text in texts:
        words = _plain_words(text, names)
        if words:
            found[f"{place}: {' '.join(words)}"] = text
    return [f"{words}    in “{text[:160]}”" for words, text in found.items()]


CASES = {
    "a finished file": ("smart-door-lock", {}, True),
    "an empty file": ("smart-door-lock", {"product-name": None, "manufacturer-name": None}, False),
    "not sure": ("small-office-firewall", {"core-functionality": "not-sure", "placing": "not-sure"}, False),
    "outside the law": ("patient-monitor", {}, False),
    "health records": ("ehr-system", {}, False),
    "an importer": ("smart-door-lock", {"own-brand": "no", "modifies": "none", "activity": "imports"}, False),
}


@pytest.mark.parametrize("case", CASES)
def test_no_word_of_ours_is_left_in_english(pack: Pack, case: str) -> None:
    name, changes, with_file = CASES[case]
    record = _pseudo_record(pack, name, changes, with_file)
    if not with_file and case != "outside the law":
        record = replace(record, technical_file=TechnicalFile())
    names = _names_of_the_law(record.pack)
    problems: list[str] = []
    papers = preview_documents(record)
    assert len(papers) > 1
    for paper in papers:
        assert paper.meta.language == PSEUDO
        data = paper_bytes(paper)
        texts = _texts_of_excel(data) if isinstance(paper, Workbook) else _texts_of_word(data)
        problems += _untranslated(texts, paper.meta.code, names)
        shown = re.sub(r"<style.*?</style>|<[^>]+>|&nbsp;", " ", preview_html(paper), flags=re.DOTALL)
        problems += _untranslated(iter([shown]), f"{paper.meta.code} preview", names)
    assert not problems, "\n".join(problems)


def test_the_dossier_is_in_the_language_of_its_record(pack: Pack, tmp_path: Path) -> None:
    record = _pseudo_record(pack, "smart-door-lock", {}, True)
    names = _names_of_the_law(record.pack)
    papers = preview_documents(record)
    dossier = write_dossier(
        record, papers, tmp_path / "dossier", lambda _: [b""], {}, exported=datetime(2026, 11, 24, tzinfo=UTC)
    )
    assert dossier is not None
    index = next(one for one in dossier.files if one.code == "MF")
    problems = _untranslated(_texts_of_word((tmp_path / "dossier" / index.path).read_bytes()), "MF", names)
    text = (tmp_path / "dossier" / "MANIFEST.txt").read_text(encoding="utf-8")
    problems += _untranslated(iter(text.splitlines()), "MANIFEST.txt", names)
    said = json.loads((tmp_path / "dossier" / "manifest.json").read_bytes())
    words = [said["state"], said["caution"], *(one["why"] for one in said["not_enclosed"])]
    data = json.loads((tmp_path / "dossier" / "dossier.json").read_bytes())
    words += [gap["words"] for gap in data["gaps"]] + [data["dates"]["retention"]]
    words += [sentence for verdict in data["verdicts"] for sentence in verdict["because"]]
    problems += _untranslated(iter(words), "json", names)
    assert not problems, "\n".join(problems)


def test_a_text_that_is_not_translated_is_found() -> None:
    said = ["Réqûîréménts", "Nw ttl", "Art. 13", "Left in English", "SHA-256: 0123abcd 4567cdef", "ÀLL GAPS"]
    assert _untranslated(iter(said), "XX", []) == [
        "XX: Art    in “Art. 13”",
        "XX: Left in    in “Left in English”",
        "XX: GAPS    in “ÀLL GAPS”",
    ]


def test_verdicts_and_numbers_are_the_same_in_every_language(pack: Pack) -> None:
    english = ProductRecord.from_answers(pack, sample("smart-door-lock"), DAY)
    with speaking(PSEUDO):
        pseudo = ProductRecord.from_answers(spoken(pack), sample("smart-door-lock"), DAY)
    assert [gap.number for gap in english.gaps] == [gap.number for gap in pseudo.gaps]
    for one, other in zip(preview_documents(english), preview_documents(pseudo), strict=True):
        assert (one.meta.code, one.meta.number, one.meta.gaps) == (
            other.meta.code,
            other.meta.number,
            other.meta.gaps,
        )
        assert one.meta.fingerprint != other.meta.fingerprint
