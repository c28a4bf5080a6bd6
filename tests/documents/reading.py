"""Exported files as plain text, for golden files that a person can read and a diff can show.

A golden file is written anew with `CRASUITE_UPDATE_GOLDEN=1 python -m pytest tests/documents`; read the diff
before you commit it.
"""

from __future__ import annotations

import difflib
import os
import re
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

GOLDEN = Path(__file__).parent / "golden"
_SKIPPED = {"CRA Spacer"}
_BLANK_LINES = re.compile("\n{3,}")


def docx_to_text(path: Path) -> str:
    """Headings, paragraphs and tables of a Word file, one line each; header and footer first."""
    word = docx.Document(str(path))
    lines = []
    for name, place in (("header", word.sections[0].header), ("footer", word.sections[0].footer)):
        lines += [f"[{name}] {_words(paragraph)}" for paragraph in place.paragraphs]
    lines.append("")
    for child in word.element.body.iterchildren():
        if child.tag == qn("w:p"):
            lines += _paragraph_lines(Paragraph(child, word))
        elif child.tag == qn("w:tbl"):
            table = Table(child, word)
            lines += ["| " + " | ".join(_cell(cell) for cell in row.cells) + " |" for row in table.rows]
            lines.append("")
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip() + "\n"


def xlsx_to_text(path: Path) -> str:
    """Every sheet of a workbook, one line per row, with formulas as they are written and their results."""
    book = openpyxl.load_workbook(path)
    results = openpyxl.load_workbook(path, data_only=True)
    lines = []
    for sheet in book.worksheets:
        state = "" if sheet.sheet_state == "visible" else f" ({sheet.sheet_state})"
        lines.append(f"== {sheet.title}{state} ==")
        for row in sheet.iter_rows():
            values = [_value(cell.value, results[sheet.title][cell.coordinate].value) for cell in row]
            while values and not values[-1]:
                values.pop()
            if values:
                lines.append("| " + " | ".join(values) + " |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def assert_golden(name: str, text: str) -> None:
    """Compares with `golden/<name>.txt` and shows what differs."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("CRASUITE_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    assert path.is_file(), f"{path} is missing; see the docstring of this module"
    wanted = path.read_text(encoding="utf-8")
    if text != wanted:
        difference = difflib.unified_diff(
            wanted.splitlines(), text.splitlines(), "golden", "written", lineterm="", n=1
        )
        raise AssertionError("\n".join(difference))


def _paragraph_lines(paragraph: Paragraph) -> list[str]:
    style = paragraph.style.name if paragraph.style is not None else ""
    if style in _SKIPPED:
        return []
    text = _words(paragraph)
    if style.startswith("Heading"):
        return ["", f"{'#' * int(style[-1])} {text}"]
    if style == "Title":
        return [f"= {text} ="]
    if style.startswith("List"):
        return [f"* {text}"]
    return [text] if text else []


def _words(paragraph: Paragraph) -> str:
    parts = []
    for element in paragraph._p.iter():
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag in (qn("w:tab"), qn("w:br")) and element.getparent().tag == qn("w:r"):
            parts.append("\t")
        elif element.tag == qn("wp:docPr"):
            parts.append(f"[picture: {element.get('descr')}]")
    return " ".join("".join(parts).replace("\u00a0", " ").split())


def _cell(cell: object) -> str:
    return " / ".join(filter(None, (_words(paragraph) for paragraph in cell.paragraphs)))  # type: ignore[attr-defined]


def _value(value: object, result: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    text = str(value).replace("\n", " / ")
    return f"{text} → {result}" if isinstance(value, str) and value != result else text
