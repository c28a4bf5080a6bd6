"""From a filled Excel workbook back to plain cells.

Only workbooks that this program exported are read, and of these only the sheets made to come back. The file
comes from outside: size, unpacked size and XML are looked at before a library sees any of it. Nothing is
decided here; what cannot be read is named with sheet and cell.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from crasuite.documents.xlsx_writer import (
    EXPORTED_FORMAT,
    EXPORTED_SHEET,
    LEVEL_MARK,
    cell_text,
)
from crasuite.errors import DocumentError
from crasuite.language import ENGLISH, number, tr

MAX_BYTES = 30_000_000
MAX_UNPACKED = 300_000_000
MAX_PARTS = 2_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
_HEAD_WITHIN = 30
_RATIO = 200
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Kind = Literal["blank", "text", "number", "date", "formula", "error", "flag"]


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell: where it stands, what it says as one text, and of what kind it is."""

    coordinate: str
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row by its stable id; cells by column id."""

    id: str
    place: int
    cells: Mapping[str, ReadCell]


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something that could not be read, with sheet and cell."""

    sheet: str
    cell: str
    words: str

    def __str__(self) -> str:
        return f"{self.sheet}, {self.cell}: {self.words}" if self.cell else f"{self.sheet}: {self.words}"


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet made to come back: what its cells said at export, and what they say now."""

    name: str
    columns: tuple[str, ...]
    heads: Mapping[str, str]
    exported: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, ReadRow]
    problems: tuple[ReadProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """A workbook of this program with the sheets that may come back."""

    name: str
    product: str
    number: str
    fingerprint: str
    sheets: Mapping[str, ReadSheet] = field(default_factory=dict)
    language: str = ENGLISH
    """Of the words in its cells."""


def read_workbook(path: Path) -> ReadWorkbook:
    """Read a filled workbook.

    Raises:
        DocumentError: not a workbook this program exported, too large, damaged, or made to do harm.
    """
    data = _bytes_of(path)
    _look_inside(data, path.name)
    try:
        with warnings.catch_warnings():
            # What the library cannot keep (a picture, an extension) is of no interest here.
            warnings.simplefilter("ignore")
            book = _opened(data)
            try:
                return _read(book, path.name)
            finally:
                book.close()
    except DocumentError:
        raise
    except Exception as error:
        # The library raises anything on a damaged file.
        raise _damaged(path.name) from error


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(
                "XLSX-02",
                tr("“{name}” was not read.", name=path.name),
                tr(
                    "It has {size} MB; a workbook of CRA Suite has less than {most}.",
                    size=size // 1_000_000,
                    most=MAX_BYTES // 1_000_000,
                ),
                tr("Choose the workbook that CRA Suite exported."),
            )
        return path.read_bytes()
    except OSError as problem:
        raise DocumentError(
            "XLSX-01",
            tr("“{name}” could not be read.", name=path.name),
            f"{problem.strerror or type(problem).__name__}.",
            tr("Check the name, and close the file where it is open."),
        ) from problem


def _look_inside(data: bytes, name: str) -> None:
    """Refuse what is no Excel file, unpacks to more than a workbook has, or declares XML entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names or len(names) != len(parts):
                raise _foreign(name)
            unpacked = sum(part.file_size for part in parts)
            bomb = any(
                part.file_size > 10_000_000 and part.file_size > _RATIO * max(part.compress_size, 1)
                for part in parts
            )
            if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS or bomb:
                raise DocumentError(
                    "XLSX-03",
                    tr("“{name}” was not read.", name=name),
                    tr("It unpacks to far more than a workbook holds, as files made to block a computer do."),
                    tr("Choose the workbook that CRA Suite exported."),
                )
            for part in parts:
                if part.flag_bits & 0x1:
                    raise DocumentError(
                        "XLSX-04",
                        tr("“{name}” was not read.", name=name),
                        tr("It is protected by a password."),
                        tr("Save it without a password and try again."),
                    )
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive, part, name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as problem:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise DocumentError(
                "XLSX-04",
                tr("“{name}” was not read.", name=name),
                tr("It is protected by a password, or an Excel file of the old kind (.xls)."),
                tr("Save it as .xlsx without a password and try again."),
            ) from problem
        raise _foreign(name) from problem
    except Exception as problem:
        if isinstance(problem, DocumentError):
            raise
        raise _damaged(name) from problem


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    with archive.open(part) as file:
        left, read = b"", 0
        while block := file.read(1 << 20):
            read += len(block)
            if read > part.file_size:
                raise _damaged(name)
            text = (left + block).replace(b"\0", b"")
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise DocumentError(
                    "XLSX-03",
                    tr("“{name}” was not read.", name=name),
                    tr("It declares XML entities, which no Excel file needs."),
                    tr("Choose the workbook that CRA Suite exported."),
                )
            left = block[-20:]


def _opened(data: bytes) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)


def _foreign(name: str) -> DocumentError:
    return DocumentError(
        "XLSX-05",
        tr("“{name}” is not a workbook that CRA Suite exported.", name=name),
        tr("The hidden sheet that says what was exported is not in it."),
        tr(
            "Export the workbook anew (Documents, Workbook) and fill that one. A copy "
            "of single sheets, or a file saved as CSV and back, cannot be read."
        ),
    )


def _damaged(name: str) -> DocumentError:
    return DocumentError(
        "XLSX-06",
        tr("“{name}” is damaged and was not read.", name=name),
        tr("Some part of it cannot be understood."),
        tr("Open it in Excel or LibreOffice, save it again as .xlsx, and try once more."),
    )


# ------------------------------------------------------------------------------------------------- reading


def _read(book: Any, name: str) -> ReadWorkbook:
    if EXPORTED_SHEET not in book.sheetnames:
        raise _foreign(name)
    head: dict[str, str] = {}
    heads: dict[str, dict[str, str]] = {}
    exported: dict[str, dict[str, dict[str, str]]] = {}
    for cells in _rows(book[EXPORTED_SHEET], name, 4, most=MAX_ROWS * 20):
        sheet, row, column, said = ((_value(cell).text if cell is not None else "") for cell in cells[:4])
        if not column:
            continue
        if not sheet:
            head[column] = said
        elif not row:
            heads.setdefault(sheet, {})[column] = said
        else:
            exported.setdefault(sheet, {}).setdefault(row, {})[column] = said
    if head.get("format") != EXPORTED_FORMAT:
        raise _foreign(name)
    sheets = {
        sheet: _sheet(book, sheet, known, exported.get(sheet, {}), name) for sheet, known in heads.items()
    }
    return ReadWorkbook(
        name,
        head.get("product", ""),
        head.get("number", ""),
        head.get("fingerprint", ""),
        sheets,
        head.get("language", ENGLISH),
    )


def _sheet(
    book: Any, sheet: str, heads: dict[str, str], exported: dict[str, dict[str, str]], name: str
) -> ReadSheet:
    if sheet not in book.sheetnames:
        problem = ReadProblem(sheet, "", tr("the sheet is missing or was renamed; nothing of it is imported"))
        return ReadSheet(sheet, tuple(heads), heads, exported, {}, (problem,))
    problems: list[ReadProblem] = []
    columns: dict[int, str] = {}
    rows: dict[str, ReadRow] = {}
    repeated: set[str] = set()
    for cells in _rows(book[sheet], name, MAX_COLUMNS):
        if not columns:
            columns = _columns(cells, heads)
            place = next((cell.row for cell in cells if cell is not None), 0)
            if not columns and place > _HEAD_WITHIN:
                break
            if columns:
                missing = [head for column, head in heads.items() if column not in columns.values()]
                problems += [
                    ReadProblem(
                        sheet,
                        tr("row {place}", place=place),
                        tr("the column “{head}” is missing; it is not imported", head=head),
                    )
                    for head in missing
                ]
            continue
        row = _row(cells, columns)
        if row is None:
            continue
        if not row.id:
            where = next(cell.coordinate for cell in row.cells.values() if cell.kind != "blank")
            words = tr("the row has no id (it was added, or its hidden cells were lost); it is not imported")
            # A note of ours below the table is no row.
            if any(row.cells[one].kind != "blank" for one in row.cells if one != next(iter(row.cells))):
                problems.append(ReadProblem(sheet, where, words))
            continue
        if row.id in rows or row.id in repeated:
            repeated.add(row.id)
            words = tr("the row {id} stands here a second time; none of them is imported", id=row.id)
            problems.append(ReadProblem(sheet, f"A{row.place}", words))
            rows.pop(row.id, None)
            continue
        rows[row.id] = row
    if not columns:
        problems.append(ReadProblem(sheet, "", tr("the head row was not found; nothing of it is imported")))
    return ReadSheet(sheet, tuple(heads), heads, exported, rows, tuple(problems))


def _rows(sheet: Any, name: str, columns: int, most: int = MAX_ROWS) -> Iterator[tuple[Any, ...]]:
    """Rows of real cells; an endless sheet is refused instead of read."""
    # Some programs write no size, others one that is wrong; what is there counts.
    sheet.reset_dimensions()
    for count, cells in enumerate(sheet.iter_rows(max_col=columns), 1):
        if count > most:
            raise DocumentError(
                "XLSX-02",
                tr("“{name}” was not read.", name=name),
                tr("The sheet “{title}” has more than {most} rows.", title=sheet.title, most=number(most)),
                tr("Choose the workbook that CRA Suite exported."),
            )
        if any(cell.value is not None for cell in cells):
            yield tuple(cell if cell.value is not None else None for cell in cells)


def _columns(cells: tuple[Any, ...], heads: Mapping[str, str]) -> dict[int, str]:
    """Position → column id of the head row; empty when these cells are none. Order does not matter."""
    said = [" ".join(str(cell.value).split()) if cell is not None else "" for cell in cells]
    if "id" not in said:
        return {}
    by_head = {" ".join(head.split()): column for column, head in heads.items()}
    found = {said.index("id"): ""}
    for position, head in enumerate(said):
        if head in by_head and by_head[head] not in found.values():
            found[position] = by_head[head]
    return found if len(found) > 1 else {}


def _row(cells: tuple[Any, ...], columns: Mapping[int, str]) -> ReadRow | None:
    place = next((cell.row for cell in cells if cell is not None), 0)
    found: dict[str, ReadCell] = {}
    row_id = ""
    for position, column in columns.items():
        cell = cells[position] if position < len(cells) else None
        read = _value(cell) if cell is not None else ReadCell(_coordinate(place, position), "blank", "")
        if column:
            found[column] = read
        else:
            row_id = read.text
    if not row_id and all(cell.kind == "blank" for cell in found.values()):
        return None
    return ReadRow(row_id, place, found)


def _coordinate(row: int, position: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(position + 1)}{row}"


def _value(cell: Any) -> ReadCell:
    value, kind = cell.value, cell.data_type
    coordinate = str(cell.coordinate)
    if kind == "f":
        return ReadCell(coordinate, "formula", str(value))
    if kind == "e":
        return ReadCell(coordinate, "error", str(value))
    if isinstance(value, bool):
        return ReadCell(coordinate, "flag", "TRUE" if value else "FALSE")
    if isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return ReadCell(coordinate, "date", value.date().isoformat() if is_day else value.isoformat(" "))
    if isinstance(value, date):
        return ReadCell(coordinate, "date", value.isoformat())
    if isinstance(value, (int, float)):
        return ReadCell(coordinate, "number", cell_text(value))
    text = cell_text(_unescaped(str(value)))
    return ReadCell(coordinate, "text" if text else "blank", text)


def _unescaped(text: str) -> str:
    r"""Excel writes what XML cannot hold, and what looks like that, as _x000D_.

    >>> _unescaped("a_x000D_b"), _unescaped("_x005F_x0041_")
    ('a\rb', '_x0041_')
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def is_level(exported: str) -> bool:
    """True for a cell that held a formula of ours at export."""
    return exported == LEVEL_MARK
