"""Writing the documents: names, whole or not at all, and what a reader finds when opening them again."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest

from crasuite.documents.content.papers import documents_of
from crasuite.documents.dossier import file_name, preview_documents, write_documents
from crasuite.documents.tree import Document, Heading
from crasuite.errors import DocumentError
from tests.documents.content.test_samples import VERDICTS
from tests.documents.reading import docx_to_text, xlsx_to_text

NASTY = {
    "formula": '=HYPERLINK("http://x.example";"y")',
    "control": "bell\x07 null\x00 escape\x1b[31mred\x1b[0m",
    "long": "All work is recorded and nothing is lost. " * 240,
    "right to left": "מנעול חכם לבית",
    "emoji": "lock 🔐 family 👩‍👩‍👧",
    "braces": "The {product} and { INCLUDETEXT } of {unknown}",
    "markup": "<w:p>&amp; ]]>",
}


def _texts(paths: list[Path]) -> dict[str, str]:
    return {path.name: docx_to_text(path) if path.suffix == ".docx" else xlsx_to_text(path) for path in paths}


def test_names_say_product_document_revision_day_language_and_draft(record, tmp_path) -> None:
    written = write_documents(record("smart-door-lock", revision=3), tmp_path)
    assert [path.name for path in written] == [
        "ASL_CR_r03_2026-11-24_en_DRAFT.docx",
        "ASL_PC_r03_2026-11-24_en_DRAFT.docx",
        "ASL_RC_r03_2026-11-24_en_DRAFT.xlsx",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)


def test_a_folder_that_does_not_exist_is_made(record, tmp_path) -> None:
    assert len(write_documents(record("patient-monitor"), tmp_path / "new" / "folder")) == 2


def test_progress_reaches_the_end(record, tmp_path) -> None:
    steps: list[tuple[int, int, str]] = []
    write_documents(record("smart-door-lock"), tmp_path, progress=lambda *step: steps.append(step))
    assert [done for done, _, _ in steps] == sorted(done for done, _, _ in steps)
    assert steps[-1][:2] == (6, 6)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_cancelling_leaves_the_folder_as_it_was(record, tmp_path, after: int) -> None:
    old = tmp_path / "ASL_CR_r01_2026-11-24_en_DRAFT.docx"
    old.write_bytes(b"old")
    asked = iter(range(100))
    assert write_documents(record("smart-door-lock"), tmp_path, cancelled=lambda: next(asked) >= after) == []
    assert [path.name for path in tmp_path.iterdir()] == [old.name]
    assert old.read_bytes() == b"old"


def test_a_target_that_cannot_be_written_does_not_stop_the_others(record, tmp_path) -> None:
    one = record("smart-door-lock")
    blocked = tmp_path / file_name(one, preview_documents(one)[0])
    blocked.mkdir()
    with pytest.raises(DocumentError) as caught:
        write_documents(one, tmp_path)
    assert blocked.name in str(caught.value)
    assert "The other 2 documents are written." in str(caught.value)
    assert len([path for path in tmp_path.iterdir() if path.is_file()]) == 2


def test_a_folder_that_cannot_be_made_is_explained(record, tmp_path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DocumentError) as caught:
        write_documents(record("smart-door-lock"), tmp_path / "file" / "folder")
    assert caught.value.next_step


def test_the_same_record_gives_the_same_bytes(record, tmp_path) -> None:
    first = write_documents(record("smart-door-lock"), tmp_path / "a")
    second = write_documents(record("smart-door-lock"), tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("name", VERDICTS)
def test_opened_again_no_cell_of_a_word_file_is_blank(record, tmp_path, name: str) -> None:
    for path in write_documents(record(name), tmp_path):
        if path.suffix != ".docx":
            continue
        word = docx.Document(str(path))
        for table in word.tables:
            heads = [cell.text for cell in table.rows[0].cells]
            if len(table.rows) == 1 or "Signature" in heads:
                continue  # the result box and the lines to be signed by hand
            for row in table.rows:
                assert all(cell.text.strip() for cell in row.cells), [cell.text for cell in row.cells]
        assert "None" not in docx_to_text(path).replace("None of", "").replace("None.", "")


@pytest.mark.parametrize("name", VERDICTS)
def test_opened_again_only_cells_to_be_filled_in_are_blank(record, tmp_path, name: str) -> None:
    path = write_documents(record(name), tmp_path)[-1]
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title in ("Summary", "About") or sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows(min_row=6, min_col=1, max_col=sheet.max_column):
            for cell in row:
                assert cell.value is not None or not cell.protection.locked, cell.coordinate
                assert cell.data_type != "f", cell.coordinate


@pytest.mark.parametrize("kind", NASTY)
@pytest.mark.parametrize("question", ["product-name", "intended-purpose", "manufacturer-name"])
def test_any_text_of_the_user_survives(record, tmp_path, kind: str, question: str) -> None:
    nasty = NASTY[kind]
    one = record(
        "smart-door-lock", {question: nasty}, notes={"own-brand": nasty}, owners={"own-brand": nasty}
    )
    texts = _texts(write_documents(one, tmp_path))
    wanted = " ".join(
        nasty.replace("\x07", "").replace("\x00", "").replace("\x1b[31m", "").replace("\x1b[0m", "").split()
    )
    record_text = next(text for name, text in texts.items() if "_CR_" in name)
    workbook_text = next(text for name, text in texts.items() if "_RC_" in name)
    assert wanted in record_text
    assert wanted in " ".join(workbook_text.split())
    for name in texts:
        assert len(name) < 80
        assert name.isascii()


def test_reasons_for_rejected_categories_are_the_users_own_words(record, tmp_path) -> None:
    one = record("smart-door-lock", {"categories-rejected": {"I-1": NASTY["formula"], "I-12": "  "}})
    text = docx_to_text(write_documents(one, tmp_path)[0])
    assert NASTY["formula"] in text
    assert "no reason given" in text


def test_a_loose_page_says_whose_and_what_it_is(record, tmp_path) -> None:
    path = write_documents(record("smart-door-lock", on=date(2027, 1, 5)), tmp_path)[0]
    text = docx_to_text(path)
    assert "[header] Sample manufacturer (example data)" in text
    assert "[footer] ASL-CR · revision 1 · 5 Jan 2027 · fingerprint" in text
    assert "law as of" in text


def test_headings_go_down_one_level_at_a_time(file_record) -> None:
    for code, paper, _ in documents_of(file_record("smart-door-lock")):
        if isinstance(paper, Document):
            levels = [0, *(block.level for block in paper.blocks if isinstance(block, Heading))]
            assert all(below - above <= 1 for above, below in pairwise(levels)), code
