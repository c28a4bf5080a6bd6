"""A full dossier of the door lock sample, against the same words by bare libraries and the same files zipped.

The floor reads our finished dossier first (that is not timed), keeps paragraphs, tables, cells and files, and
writes just those: python-docx and openpyxl for the papers, `zipfile` for the whole.
"""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date
from pathlib import Path

from export import cells_of, words_of, write_bare_excel, write_bare_word
from measure import Row, medians, milliseconds

from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack

TIMES = 5


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Workspace.create(
            folder / "lock.crasuite", load_pack(), today=lambda: date(2026, 11, 24)
        ) as workspace:
            product = workspace.add_sample("smart-door-lock").id
            DocumentsFile(workspace, product).dossier_work()(folder / "read", None, None)
            places = [place for place in (folder / "read").rglob("*") if place.is_file()]
            words = {place: words_of(place) for place in places if place.suffix == ".docx"}
            cells = {place: cells_of(place) for place in places if place.suffix == ".xlsx"}
            others = {place: place.read_bytes() for place in places if place not in {*words, *cells}}

            def write_bare() -> None:
                with zipfile.ZipFile(folder / "bare.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                    for place, content in words.items():
                        write_bare_word(content, folder / "bare.docx")
                        archive.write(folder / "bare.docx", place.name)
                    for place, book in cells.items():
                        write_bare_excel(book, folder / "bare.xlsx")
                        archive.write(folder / "bare.xlsx", place.name)
                    for place, data in others.items():
                        archive.writestr(place.name, data)

            def write_ours() -> None:
                DocumentsFile(workspace, product).dossier_work()(folder / "ours.zip", None, None)

            figures = medians(lambda: milliseconds(write_ours), lambda: milliseconds(write_bare), TIMES)
    title = (
        f"dossier of a product ({len(words)} Word files, {len(cells)} workbook, {len(others)} other files)"
    )
    return [Row(title, "ms", *figures, "same words, bare python-docx and openpyxl", 1.5)]
