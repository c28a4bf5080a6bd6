"""Writing a product's documents, against the same content written by bare python-docx and openpyxl.

The floor reads our finished files first (that is not timed), keeps their paragraphs, tables and cells, and
then writes just those: no styles, no widths, no colours, no properties.
"""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

from measure import Row, medians, milliseconds

from crasuite.documents.dossier import ProductRecord, write_documents
from crasuite.paths import resources_dir
from crasuite.rules import load_pack

TIMES = 7

Paragraphs = list[str]
Tables = list[list[list[str]]]


def words_of(path: Path) -> tuple[Paragraphs, Tables]:
    """Everything a Word file says."""
    import docx

    document = docx.Document(str(path))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [paragraph.text for paragraph in document.paragraphs], tables


def write_bare_word(content: tuple[Paragraphs, Tables], path: Path) -> None:
    import docx

    paragraphs, tables = content
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(rows=0, cols=max(map(len, rows)))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                cell.text = text
    document.save(str(path))


def cells_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of a workbook, by sheet."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def write_bare_excel(content: dict[str, list[tuple[object, ...]]], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in content.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)


def rows() -> list[Row]:
    pack = load_pack()
    sample = resources_dir() / "samples" / "smart-door-lock.json"
    record = ProductRecord.from_answers(
        pack, json.loads(sample.read_text(encoding="utf-8")), date(2027, 1, 1)
    )
    with tempfile.TemporaryDirectory() as name:
        ours, bare = Path(name) / "ours", Path(name) / "bare"
        bare.mkdir()
        written = write_documents(record, ours)
        words = {path.name: words_of(path) for path in written if path.suffix == ".docx"}
        cells = {path.name: cells_of(path) for path in written if path.suffix == ".xlsx"}

        def write_bare() -> None:
            for file, content in words.items():
                write_bare_word(content, bare / file)
            for file, book in cells.items():
                write_bare_excel(book, bare / file)

        figures = medians(
            lambda: milliseconds(lambda: write_documents(record, ours)),
            lambda: milliseconds(write_bare),
            TIMES,
        )
    name = f"export of a product ({len(words)} Word files, {len(cells)} workbook)"
    return [Row(name, "ms", *figures, "same words, bare python-docx and openpyxl", 1.5)]
