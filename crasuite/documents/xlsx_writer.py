"""From the neutral tree to an Excel workbook.

Every value of a row is written as what it is: a date as a date, a text as a text whatever it starts with. The
only formulas are the ones built here, from sheet names and column ids of ours, and each is stored with its
result, so that a viewer that does not calculate shows the same. Equal workbooks give equal bytes.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from crasuite.documents.atomic import write_atomically
from crasuite.documents.columns import longest_word
from crasuite.documents.metrics import count_lines, text_width
from crasuite.documents.package import pack, unpack
from crasuite.documents.sheets import (
    AboutSheet,
    CellValue,
    CountWhere,
    Sheet,
    SheetColumn,
    SheetRow,
    SummarySheet,
    Workbook,
)
from crasuite.documents.text import clean
from crasuite.documents.tree import DocumentMeta
from crasuite.language import ENGLISH, LANGUAGES, mark, speaking, tr

HEAD_ROW = 5
"""The row of column heads on every table sheet; data begin below it."""
FIRST_COLUMN = 3
"""The first visible column; A holds the id of the row, B its number at export."""
LISTS_SHEET = "Lists"
EXPORTED_SHEET = "Exported"
EXPORTED_FORMAT = "crasuite-workbook/1"
LEVEL_MARK = "="
"""Stands on the hidden sheet for a cell that is a formula of ours."""
LONGEST_TEXT = 32_767
CUT_NOTE = mark(" … [cut here: the whole text is in CRA Suite]")
_NOT_RATED = mark("? Not rated")

_RISKY_START = ("=", "+", "-", "@", "\t", "\r", "\n")
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)><f>([^<]*)</f><v ?/?>(?:</v>)?</c>')
# Of the 255 characters Excel takes, the codes for place, font and size need some.
_HEADER_ROOM = 180
_FOOTER_ROOM = 520.0
"""Points beside the page number of the narrowest page."""
_POINTS_OF_WIDTH = 7 * 0.75
_WIDEST_MORE = 12.0
"""Characters that a column may grow by."""
# Characters that no cleaned text holds stand for page and number of pages until the last moment.
_PAGE, _PAGES = "\x01", "\x02"
_LINE, _ROW_PADDING, _TALLEST_ROW = 13.0, 6.0, 409.0
_TALL_LINES = 6
_FIRST_DAY = date(1899, 12, 30)
_FORMATS = {"date": "yyyy-mm-dd", "hash": "@"}
_A4 = 9
_MM = 1 / 25.4
_TEXT, _GREY, _HAIRLINE, _HEAD_FILL, _LOCKED_FILL = "18212D", "475364", "AEB7C3", "EBEEF3", "F3F5F8"
_DANGER, _WARN, _OK = ("A8231C", "FBE6E4"), ("7A4B00", "FBEFD6"), ("1B6539", "E2F2E8")
_INFO, _NEUTRAL = ("1C5A9E", "E2ECF8"), ("475364", "EBEEF3")
_SIGN_COLOURS = (
    ("▲", _DANGER, True),
    ("?", _WARN, True),
    ("●", _OK, False),
    ("►", _INFO, False),
    ("–", _NEUTRAL, False),
)
_SUMMARY_WIDTHS = (26.0, 16.0, 16.0, 16.0, 34.0)
_ABOUT_WIDTHS = (26.0, 82.0)


def write_xlsx(workbook: Workbook, path: Path) -> None:
    """Writes a workbook as an Excel file, whole or not at all.

    Raises:
        DocumentError: the target cannot be written; says what to do.
    """
    write_atomically(path, xlsx_bytes(workbook))


def xlsx_bytes(workbook: Workbook) -> bytes:
    """The Excel file as bytes; equal workbooks give equal bytes."""
    with speaking(workbook.meta.language):
        return _XlsxBuilder(workbook).build()


def cell_text(value: CellValue) -> str:
    """A value as one text, the same whatever program wrote it: how exported and read cells are compared.

    >>> cell_text(date(2026, 12, 4)), cell_text(None), cell_text(3.0), cell_text(" two \\nlines ")
    ('2026-12-04', '', '3', 'two\\nlines')
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in clean(value).split("\n")).strip()
    return str(int(value)) if float(value).is_integer() else repr(value)


def safe_text(text: str) -> str:
    """A text as a cell can hold it: cleaned, and cut with a visible note where Excel's limit is reached.

    >>> safe_text("_x0041_ stays")
    '_x005F_x0041_ stays'
    """
    text = clean(text)
    if "_x" in text:
        # Excel reads _x0041_ as the letter A; the underscore is escaped so that the text stays as typed.
        text = _ESCAPE_LOOKALIKE.sub("_x005F_", text)
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - len(tr(CUT_NOTE))] + tr(CUT_NOTE)
    return text


@cache
def _cut_notes() -> tuple[str, ...]:
    notes = []
    for code in LANGUAGES:
        with speaking(code):
            notes.append(tr(CUT_NOTE).strip())
    return tuple(notes)


def is_cut(text: str) -> bool:
    """True for a text that ends where it was cut at export, in any language."""
    return text.endswith(_cut_notes())


class _XlsxBuilder:
    """Builds one workbook: openpyxl lays out the parts, results and fixed times are put in last."""

    def __init__(self, workbook: Workbook) -> None:
        import openpyxl

        self.workbook = workbook
        self.book: Any = openpyxl.Workbook()
        self.scratch: Any = self.book.active
        self.styles: dict[tuple[object, ...], Any] = {}
        self.indexes: dict[int, int] = {}
        self.rows: dict[str, str] = {}
        self.results: dict[str, dict[str, str | int]] = {}
        self.sheets = {sheet.name: sheet for sheet in workbook.sheets if isinstance(sheet, Sheet)}
        self._name_styles()

    @property
    def meta(self) -> DocumentMeta:
        return self.workbook.meta

    def build(self) -> bytes:
        written = []
        for sheet in self.workbook.sheets:
            target = self.book.create_sheet(sheet.name)
            written.append((sheet, target))
            self.results[sheet.name] = {}
            if isinstance(sheet, Sheet):
                self._table_sheet(sheet, target)
            elif isinstance(sheet, SummarySheet):
                self._summary_sheet(sheet, target)
            else:
                self._about_sheet(sheet, target)
            self._page(sheet, target)
        if self.workbook.lists or self.workbook.matrix:
            self._lists_sheet()
        if self.workbook.read_back:
            self._exported_sheet()
        self.book.remove(self.scratch)
        self.book.active = 0
        self._properties()
        return self._finished()

    # ---------------------------------------------------------------------------------------------- styles

    def _name_styles(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

        thin, medium = Side("thin", _HAIRLINE), Side("medium", _GREY)
        row = Border(bottom=thin)
        middle = Alignment(vertical="center", wrap_text=True)
        plain = {"name": "Arial", "size": 10, "color": _TEXT}
        # Column widths are counted in digits of the font of this style.
        normal = next(style for style in self.book._named_styles if style.name == "Normal")
        normal.font = Font(**plain)
        normal.bind(self.book)
        locked = PatternFill("solid", fgColor=_LOCKED_FILL)
        white = PatternFill("solid", fgColor="FFFFFF")
        for style in (
            NamedStyle(
                "CRA Title",
                Font(**{**plain, "size": 16, "bold": True}),
                alignment=Alignment(vertical="center"),
            ),
            NamedStyle("CRA Sub", Font(**{**plain, "color": _GREY}), alignment=Alignment(vertical="center")),
            NamedStyle(
                "CRA Head",
                Font(**{**plain, "size": 9.5, "bold": True}),
                PatternFill("solid", fgColor=_HEAD_FILL),
                Border(top=medium, bottom=thin),
                Alignment(vertical="center", wrap_text=True),
            ),
            NamedStyle("CRA Cell", Font(**plain), locked, row, middle),
            NamedStyle("CRA Input", Font(**plain), white, row, middle, protection=Protection(locked=False)),
            NamedStyle("CRA Strong", Font(**{**plain, "bold": True}), locked, row, middle),
            NamedStyle("CRA Plain", Font(**plain), None, row, middle),
            NamedStyle("CRA Plain Strong", Font(**{**plain, "bold": True}), None, row, middle),
            NamedStyle("CRA Label", Font(**{**plain, "size": 9, "color": _GREY}), None, row, middle),
            NamedStyle("CRA Hash", Font(**{**plain, "size": 8.5}), None, row, middle),
            NamedStyle("CRA Note", Font(**{**plain, "size": 9.5, "color": _GREY}), None, Border(), middle),
        ):
            self.book.add_named_style(style)

    def _style(
        self,
        name: str,
        number_format: str = "",
        quote: bool = False,
        align: str = "",
        vertical: str = "",
        wrap: bool = True,
    ) -> Any:
        """The finished style of a cell, made once: setting it piece by piece for each cell takes the time."""
        key = (name, number_format, quote, align, vertical, wrap)
        if key not in self.styles:
            from openpyxl.styles import Alignment

            cell = self.scratch.cell(row=len(self.styles) + 1, column=1)
            cell.style = name
            if number_format:
                cell.number_format = number_format
            if align or vertical or not wrap:
                cell.alignment = Alignment(
                    horizontal=align or None, vertical=vertical or "center", wrap_text=wrap
                )
            if quote:
                cell.quotePrefix = True
            self.styles[key] = cell._style
            self.indexes[id(cell._style)] = cell.style_id
        return self.styles[key]

    def _style_index(self, *look: Any, **more: Any) -> int:
        return self.indexes[id(self._style(*look, **more))]

    def _put(
        self,
        target: Any,
        row: int,
        column: int,
        value: CellValue,
        style: str,
        number_format: str = "",
        quote: bool = False,
        align: str = "",
        vertical: str = "",
        wrap: bool = True,
    ) -> None:
        """A value in a cell, text always as text."""
        cell = target.cell(row=row, column=column)
        if isinstance(value, str):
            text = safe_text(value)
            cell.value = text
            # Without this a text that starts with "=" would be a formula.
            cell.data_type = "s"
            quote = quote or text.startswith(_RISKY_START)
        elif value is not None:
            cell.value = value
            if isinstance(value, date):
                number_format = _FORMATS["date"]
        cell._style = self._style(style, number_format, quote, align, vertical, wrap)

    def _formula(
        self, target: Any, row: int, column: int, formula: str, result: str | int, style: str, **look: Any
    ) -> None:
        cell = target.cell(row=row, column=column)
        cell.value = formula
        cell._style = self._style(style, **look)
        self.results[target.title][cell.coordinate] = result

    # ---------------------------------------------------------------------------------------------- tables

    def _table_sheet(self, sheet: Sheet, target: Any) -> None:
        from openpyxl.utils import get_column_letter

        sheet = self._with_room(sheet)
        letters = {
            column.id: get_column_letter(FIRST_COLUMN + index) for index, column in enumerate(sheet.columns)
        }
        self._titles(target, sheet.title, sheet.subtitle, FIRST_COLUMN)
        target.column_dimensions["A"].width = 24
        target.column_dimensions["B"].width = 6
        for hidden in ("A", "B"):
            target.column_dimensions[hidden].hidden = True
        for column, head in ((1, "id"), (2, "row")):
            self._put(target, HEAD_ROW, column, head, "CRA Head")
        lines = 1
        for index, shown in enumerate(sheet.columns):
            target.column_dimensions[letters[shown.id]].width = shown.width + 0.71
            self._put(target, HEAD_ROW, FIRST_COLUMN + index, shown.head, "CRA Head", align=_align(shown))
            lines = max(lines, count_lines(shown.head, _points(shown.width), 9.5, bold=True))
        target.row_dimensions[HEAD_ROW].height = lines * _LINE + _ROW_PADDING
        written = [self._table_row(sheet, number, row, letters) for number, row in enumerate(sheet.rows, 1)]
        self.rows[sheet.name] = "".join(xml for xml, _ in written)
        too_long = [row for row, (_, fits) in zip(sheet.rows, written, strict=True) if not fits]
        if too_long:
            # Excel shows no more than 409 points of a row; what it hides on paper is named here.
            names = ", ".join(str(row.values[0] or row.id) for row in too_long)
            place = HEAD_ROW + len(sheet.rows) + 2
            note = self._cell(f"C{place}", f"{self.meta.words.too_long} {names}", "CRA Note", wrap=False)
            self.rows[sheet.name] += f'<row r="{place}">{note}</row>'
        last = HEAD_ROW + max(len(sheet.rows), 1)
        first_letter = get_column_letter(FIRST_COLUMN)
        last_letter = get_column_letter(FIRST_COLUMN + len(sheet.columns) - 1)
        target.auto_filter.ref = f"{first_letter}{HEAD_ROW}:{last_letter}{last}"
        target.freeze_panes = f"{get_column_letter(FIRST_COLUMN + sheet.freeze)}{HEAD_ROW + 1}"
        target.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        if sheet.rows:
            self._validations(sheet, target, letters, last)
            self._colours(sheet, target, letters, last)
        _protect(target)

    def _with_room(self, sheet: Sheet) -> Sheet:
        """The sheet with each column as wide as its longest word."""
        choices = {one.name: one.choices for one in self.workbook.lists}
        columns = []
        for place, column in enumerate(sheet.columns):
            values = (row.values[place] for row in sheet.rows)
            texts = [one for one in values if isinstance(one, str)] if column.kind != "hash" else []
            needed = max(
                longest_word([column.head], 9.5, bold=True),
                longest_word([*texts, *choices.get(column.choices, ())], 10, bold=column.strong),
            )
            lacking = needed - _points(column.width)
            wider = column.width + math.ceil(lacking / _POINTS_OF_WIDTH) if lacking > 0 else column.width
            columns.append(replace(column, width=min(wider, column.width + _WIDEST_MORE)))
        return replace(sheet, columns=tuple(columns))

    def _table_row(
        self, sheet: Sheet, number: int, row: SheetRow, letters: Mapping[str, str]
    ) -> tuple[str, bool]:
        """A row of data as XML, and whether Excel can show all its lines.

        Rows are most of a workbook; written here they take a quarter of the library's time.
        """
        place = HEAD_ROW + number
        lines = max(
            (
                count_lines(clean(value), _points(column.width), 10, bold=column.strong)
                for column, value in zip(sheet.columns, row.values, strict=True)
                if isinstance(value, str) and (len(value) > 8 or "\n" in value)
            ),
            default=1,
        )
        # In a row of a few lines words stand in the middle; in a long one they must be found at its top.
        vertical = "top" if lines > _TALL_LINES else ""
        cells = [
            self._cell(f"A{place}", row.id, "CRA Cell", "@", vertical=vertical),
            self._cell(f"B{place}", number, "CRA Cell", vertical=vertical),
        ]
        for column, value in zip(sheet.columns, row.values, strict=True):
            coordinate = f"{letters[column.id]}{place}"
            style = "CRA Input" if column.editable else ("CRA Strong" if column.strong else "CRA Cell")
            align = _align(column)
            if column.level_of is not None:
                formula, result = self._level(sheet, row, column.level_of, place, letters)
                index = self._style_index(style, align=align, vertical=vertical)
                cells.append(
                    f'<c r="{coordinate}" s="{index}" t="str"><f>{escape(formula[1:])}</f>'
                    f"<v>{escape(result)}</v></c>"
                )
                continue
            number_format = _FORMATS.get(column.kind, "")
            # A text cell that the user may edit keeps its text a text from the first moment.
            quote = column.editable and column.kind == "text" and isinstance(value, str) and value != ""
            cells.append(self._cell(coordinate, value, style, number_format, quote, align, vertical))
        height = _row_height(lines)
        xml = f'<row r="{place}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'
        return xml, lines * _LINE + _ROW_PADDING <= _TALLEST_ROW

    def _cell(
        self,
        coordinate: str,
        value: CellValue,
        style: str,
        number_format: str = "",
        quote: bool = False,
        align: str = "",
        vertical: str = "",
        wrap: bool = True,
    ) -> str:
        """A cell as XML; a text can be nothing but a text, because it is written as one."""
        if isinstance(value, str):
            text = safe_text(value)
            quote = quote or text.startswith(_RISKY_START)
            content = f'<is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else ""
            kind = ' t="inlineStr">' if text else "/>"
        elif value is None:
            content, kind = "", "/>"
        elif isinstance(value, date):
            number_format = _FORMATS["date"]
            content, kind = f"<v>{(value - _FIRST_DAY).days}</v></c>", ">"
        else:
            if not math.isfinite(value):
                raise ValueError(f"{coordinate} would hold {value}, which is no number")
            content, kind = f"<v>{value!r}</v></c>", ">"
        index = self._style_index(style, number_format, quote, align, vertical, wrap)
        return f'<c r="{coordinate}" s="{index}"{kind}{content}'

    def _level(
        self, sheet: Sheet, row: SheetRow, of: tuple[str, str], place: int, letters: Mapping[str, str]
    ) -> tuple[str, str]:
        """The formula of a risk level and what it yields now."""
        not_rated = tr(_NOT_RATED)
        likelihood, impact = (f"{letters[name]}{place}" for name in of)
        formula = (
            f'=IF(OR({likelihood}="",{impact}=""),"{not_rated}",IFERROR(INDEX(RiskMatrix,VALUE(LEFT({impact},1)),'
            f'VALUE(LEFT({likelihood},1))),"{not_rated}"))'
        )
        ids = [column.id for column in sheet.columns]
        steps = [str(row.values[ids.index(name)] or "")[:1] for name in of]
        if not all(step.isdecimal() for step in steps):
            return formula, not_rated
        column_number, row_number = (int(step) for step in steps)
        matrix = self.workbook.matrix
        if 1 <= row_number <= len(matrix) and 1 <= column_number <= len(matrix[row_number - 1]):
            return formula, matrix[row_number - 1][column_number - 1]
        return formula, not_rated

    def _validations(self, sheet: Sheet, target: Any, letters: Mapping[str, str], last: int) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        for column in sheet.columns:
            if not column.editable:
                continue
            if column.kind == "list":
                rule = DataValidation("list", formula1=column.choices, allow_blank=True)
                rule.error = tr("Choose one of the entries of the list. Other words cannot be read back.")
            elif column.kind == "date":
                # A date of this century; the number is 1 January 2000.
                rule = DataValidation(
                    "date", operator="greaterThanOrEqual", formula1="36526", allow_blank=True
                )
                rule.error = tr("Enter a date, such as 2026-12-11.")
            else:
                continue
            rule.errorTitle = column.head[:32]
            rule.showErrorMessage = True
            rule.add(f"{letters[column.id]}{HEAD_ROW + 1}:{letters[column.id]}{last}")
            target.add_data_validation(rule)

    def _colours(self, sheet: Sheet, target: Any, letters: Mapping[str, str], last: int) -> None:
        for column in sheet.columns:
            letter = letters[column.id]
            first = f"{letter}{HEAD_ROW + 1}"
            area = f"{first}:{letter}{last}"
            if column.colour:
                for sign, colours, bold in _SIGN_COLOURS:
                    self._rule(target, area, f'LEFT({first},1)="{sign}"', colours, bold)
            if column.colour == "level":
                for word, colours, bold in self._level_colours():
                    self._rule(target, area, f'{first}="{word}"', colours, bold)

    def _level_colours(self) -> list[tuple[str, tuple[str, str], bool]]:
        """The words of the matrix from its low corner to its high one, each with its colours."""
        matrix = self.workbook.matrix
        places = sorted(
            (impact + likelihood, word.replace('"', '""'))
            for impact, words in enumerate(matrix)
            for likelihood, word in enumerate(words)
        )
        totals: dict[str, list[int]] = {}
        for place, word in places:
            totals.setdefault(word, []).append(place)
        ordered = sorted(totals, key=lambda word: sum(totals[word]) / len(totals[word]))
        ladder = ((_OK, False), (_INFO, False), (_WARN, True), (_DANGER, True))
        return [
            (word, *ladder[max(len(ladder) - len(ordered) + index, 0)]) for index, word in enumerate(ordered)
        ]

    def _rule(
        self, target: Any, area: str, formula: str, colours: tuple[str, str], bold: bool, fill: bool = True
    ) -> None:
        from openpyxl.formatting.rule import FormulaRule
        from openpyxl.styles import Font, PatternFill

        target.conditional_formatting.add(
            area,
            FormulaRule(
                formula=[formula],
                font=Font(color=colours[0], bold=bold or None),
                fill=PatternFill(bgColor=colours[1]) if fill else None,
            ),
        )

    # ------------------------------------------------------------------------------------- summary, about

    def _titles(self, target: Any, title: str, subtitle: str, column: int) -> None:
        self._put(target, 1, column, title, "CRA Title", wrap=False)
        self._put(target, 2, column, subtitle, "CRA Sub", wrap=False)
        target.row_dimensions[1].height = 24
        target.row_dimensions[2].height = 16
        target.sheet_view.showGridLines = False

    def _summary_sheet(self, sheet: SummarySheet, target: Any) -> None:
        for letter, width in zip("ABCDE", _SUMMARY_WIDTHS, strict=True):
            target.column_dimensions[letter].width = width + 0.71
        self._titles(target, sheet.title, sheet.subtitle, 1)
        place = 4
        digits = self.meta.fingerprint
        grouped = " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))
        lines = [(label, value, "CRA Plain") for label, value in sheet.identity]
        if grouped:
            lines.append((self.meta.words.label_fingerprint, grouped, "CRA Hash"))
        for label, value, style in lines:
            self._put(target, place, 1, label, "CRA Label")
            self._wide(target, place, 2, 5, value, style, 10)
            place += 1
        if sheet.counts:
            place += 1
            self._head(target, place, sheet.count_heads, ("", "center", "center", "center", ""))
            for count in sheet.counts:
                place += 1
                self._put(target, place, 1, count.what, "CRA Plain Strong")
                for column, counted in ((2, count.in_all), (3, count.done)):
                    formula, result = self._count(counted)
                    self._formula(target, place, column, formula, result, "CRA Plain", align="center")
                left = self._count(count.in_all)[1] - self._count(count.done)[1]
                self._formula(
                    target, place, 4, f"=B{place}-C{place}", left, "CRA Plain Strong", align="center"
                )
                self._put(target, place, 5, count.where, "CRA Plain")
                self._fit(target, place, ((count.what, 0, True), (count.where, 4, False)))
            place += 1
        if sheet.points:
            place += 1
            self._head(target, place, sheet.point_heads, ("",) * 5)
            first = place + 1
            for point in sheet.points:
                place += 1
                words = self.meta.words
                kind, sign = (words.gap, "▲") if point.kind == "gap" else (words.open, "?")
                self._put(target, place, 1, f"{kind} {point.number}", "CRA Plain Strong")
                self._put(target, place, 2, f"{sign} {kind}", "CRA Plain")
                self._put(target, place, 3, point.owner or "–", "CRA Plain")
                self._put(target, place, 4, point.due or "–", "CRA Plain", align="left")
                self._put(target, place, 5, point.words, "CRA Plain")
                self._fit(target, place, ((point.owner, 2, False), (point.words, 4, False)))
            for sign, colours, bold in _SIGN_COLOURS[:2]:
                self._rule(
                    target, f"B{first}:B{place}", f'LEFT(B{first},1)="{sign}"', colours, bold, fill=False
                )
            place += 1
        if sheet.note:
            place += 1
            self._wide(target, place, 1, 5, sheet.note, "CRA Note", 9.5)
        _protect(target)

    def _about_sheet(self, sheet: AboutSheet, target: Any) -> None:
        for letter, width in zip("AB", _ABOUT_WIDTHS, strict=True):
            target.column_dimensions[letter].width = width + 0.71
        self._titles(target, sheet.title, sheet.subtitle, 1)
        for place, (label, value) in enumerate(sheet.lines, 4):
            self._put(target, place, 1, label, "CRA Label")
            self._put(target, place, 2, value, "CRA Plain")
            lines = max(
                count_lines(clean(value), _points(_ABOUT_WIDTHS[1]), 10),
                count_lines(clean(label), _points(_ABOUT_WIDTHS[0]), 9),
            )
            target.row_dimensions[place].height = _row_height(lines)
        _protect(target)

    def _head(self, target: Any, place: int, heads: tuple[str, ...], aligns: tuple[str, ...]) -> None:
        for column, (head, align) in enumerate(zip(heads, aligns, strict=True), 1):
            self._put(target, place, column, head, "CRA Head", align=align)
        target.row_dimensions[place].height = _LINE + _ROW_PADDING

    def _wide(
        self, target: Any, place: int, first: int, last: int, text: str, style: str, size: float
    ) -> None:
        """A text over several columns of the summary; one longer than a line wraps in a merged cell."""
        room = sum(_points(width) for width in _SUMMARY_WIDTHS[first - 1 : last])
        lines = count_lines(clean(text), room, size)
        self._put(target, place, first, text, style, wrap=lines > 1)
        for column in range(first + 1, last + 1):
            target.cell(row=place, column=column)._style = self._style(style)
        if lines > 1:
            target.merge_cells(start_row=place, start_column=first, end_row=place, end_column=last)
        target.row_dimensions[place].height = _row_height(lines)

    def _fit(self, target: Any, place: int, texts: tuple[tuple[str, int, bool], ...]) -> None:
        lines = max(
            count_lines(clean(text), _points(_SUMMARY_WIDTHS[column]), 10, bold=bold)
            for text, column, bold in texts
        )
        target.row_dimensions[place].height = _row_height(lines)

    def _count(self, counted: CountWhere) -> tuple[str, int]:
        """The formula that counts rows, and its result now."""
        from openpyxl.utils import get_column_letter

        sheet = self.sheets[counted.sheet]
        last = HEAD_ROW + max(len(sheet.rows), 1)
        quoted = sheet.name.replace("'", "''")
        ids = [column.id for column in sheet.columns]

        def area(position: int) -> str:
            letter = get_column_letter(position)
            return f"'{quoted}'!${letter}${HEAD_ROW + 1}:${letter}${last}"

        if not counted.conditions:
            return f"=COUNTA({area(1)})", len(sheet.rows)
        terms = []
        for prefixes in product(*(begins for _, begins in counted.conditions)):
            pairs = (
                f'{area(FIRST_COLUMN + ids.index(name))},"{_wildcard(prefix)}"'
                for (name, _), prefix in zip(counted.conditions, prefixes, strict=True)
            )
            terms.append(f"COUNTIFS({','.join(pairs)})")
        result = sum(
            all(
                str(row.values[ids.index(name)] or "").startswith(begins)
                for name, begins in counted.conditions
            )
            for row in sheet.rows
        )
        return f"={'+'.join(terms)}", result

    # ----------------------------------------------------------------------------------- lists, page, file

    def _lists_sheet(self) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.workbook.defined_name import DefinedName

        target = self.book.create_sheet(LISTS_SHEET)
        target.sheet_state = "veryHidden"
        column = 0
        for named in self.workbook.lists:
            column += 1
            letter = get_column_letter(column)
            self._put(target, 1, column, named.name, "CRA Head")
            for row, choice in enumerate(named.choices, 2):
                self._put(target, row, column, choice, "CRA Cell")
            area = f"{LISTS_SHEET}!${letter}$2:${letter}${len(named.choices) + 1}"
            self.book.defined_names[named.name] = DefinedName(named.name, attr_text=area)
        matrix = self.workbook.matrix
        if matrix:
            first = column + 2
            for row, words in enumerate(matrix, 2):
                for offset, word in enumerate(words):
                    self._put(target, row, first + offset, word, "CRA Cell")
            corner = get_column_letter(first + len(matrix[0]) - 1)
            area = f"{LISTS_SHEET}!${get_column_letter(first)}$2:${corner}${len(matrix) + 1}"
            self.book.defined_names["RiskMatrix"] = DefinedName("RiskMatrix", attr_text=area)
        _protect(target)

    def _exported_sheet(self) -> None:
        """What the cells said at export, so that a reader can tell who changed what since."""
        target = self.book.create_sheet(EXPORTED_SHEET)
        target.sheet_state = "veryHidden"
        head: tuple[tuple[str, str], ...] = (
            ("format", EXPORTED_FORMAT),
            ("product", self.meta.product),
            ("number", self.meta.number),
        )
        if self.meta.language != ENGLISH:
            head = (*head, ("language", self.meta.language))
        lines = [("", "", name, said) for name, said in (*head, ("fingerprint", self.meta.fingerprint))]
        for name in self.workbook.read_back:
            sheet = self.sheets[name]
            lines += [(name, "", column.id, column.head) for column in sheet.columns]
            for row in sheet.rows:
                for column, value in zip(sheet.columns, row.values, strict=True):
                    said = LEVEL_MARK if column.level_of is not None else cell_text(value)
                    lines.append((name, row.id, column.id, said))
        for place, line in enumerate(lines, 1):
            for position, said in enumerate(line, 1):
                if said:
                    self._put(target, place, position, said, "CRA Cell", "@")
        _protect(target)

    def _page(self, sheet: Sheet | SummarySheet | AboutSheet, target: Any) -> None:
        meta, words = self.meta, self.meta.words
        setup = target.page_setup
        setup.paperSize = _A4
        setup.orientation = "landscape" if isinstance(sheet, Sheet) else "portrait"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        target.sheet_properties.pageSetUpPr.fitToPage = True
        margins = target.page_margins
        margins.left = margins.right = 14 * _MM
        margins.top, margins.bottom, margins.header, margins.footer = 20 * _MM, 18 * _MM, 12 * _MM, 10 * _MM
        draft = ""
        if not meta.final:
            draft = f"{words.draft}  {meta.draft_counts or words.counts(meta.gaps, meta.open_points)}"
        identity = (
            f"{meta.number} · {words.revision} {meta.revision} · {meta.day} · "
            f"{words.fingerprint} {meta.short_fingerprint}"
        )
        if not (meta.final and meta.own_statement):
            whole = f"{identity} · {words.made_with}"
            fits = text_width(whole, 7) <= _FOOTER_ROOM
            identity = whole if fits else f"{identity} · {words.caution}"
        place = " ".join(clean(f"{meta.product} · {sheet.name}").split())
        _header_line(target.oddHeader, meta.manufacturer, draft, place)
        _header_line(target.oddFooter, identity, "", f"{words.page} {_PAGE} {words.of} {_PAGES}")

    def _properties(self) -> None:
        from openpyxl.packaging.custom import IntProperty, StringProperty

        from crasuite.documents.properties import core_values, custom_values

        values = core_values(self.meta)
        properties = self.book.properties
        moment = datetime.combine(self.meta.date, time(), UTC).replace(tzinfo=None)
        for name, value in values.items():
            setattr(properties, name.split(":")[1], value)
        properties.created = properties.modified = moment
        for name, content in custom_values(self.meta).items():
            kind = IntProperty if isinstance(content, int) else StringProperty
            self.book.custom_doc_props.append(kind(name=name, value=content))
        self.book.calculation.fullCalcOnLoad = False

    def _finished(self) -> bytes:
        from openpyxl.writer.excel import ExcelWriter

        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            ExcelWriter(self.book, archive).save()
        parts = unpack(buffer.getvalue())
        for number, target in enumerate(self.book.worksheets, 1):
            name = f"xl/worksheets/sheet{number}.xml"
            xml = parts[name].decode("utf-8")
            if self.results.get(target.title):
                xml = _with_results(xml, self.results[target.title])
            if self.rows.get(target.title):
                xml = xml.replace("</sheetData>", f"{self.rows[target.title]}</sheetData>", 1)
                # The library knows of the head alone; without the hint programs look for themselves.
                xml = re.sub(r'<dimension ref="[^"]*" ?/>', "", xml, count=1)
            parts[name] = xml.encode("utf-8")
        # The library names another program here; ours names none, as the manifest does that.
        parts["docProps/app.xml"] = (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
        )
        return pack(parts)


# ----------------------------------------------------------------------------------------------------- pieces


def _with_results(xml: str, results: Mapping[str, str | int]) -> str:
    def fill(found: re.Match[str]) -> str:
        coordinate, attributes, formula = found.groups()
        result = results[coordinate]
        if isinstance(result, int):
            return f'<c r="{coordinate}"{attributes}><f>{formula}</f><v>{result}</v></c>'
        return f'<c r="{coordinate}"{attributes} t="str"><f>{formula}</f><v>{escape(result)}</v></c>'

    return _FORMULA_CELL.sub(fill, xml)


def _points(width: float) -> float:
    """Room for text in a column of so many characters, in points."""
    return (width * 7 + 5) * 0.75 - 3


def _row_height(lines: int) -> float:
    """The height of a row in points, within what Excel allows."""
    return min(lines * _LINE + _ROW_PADDING, _TALLEST_ROW)


def _align(column: SheetColumn) -> str:
    if column.align == "centre":
        return "center"
    # Dates would stand at the right edge by themselves, beside the words of the next column.
    return "right" if column.align == "right" else ("left" if column.kind == "date" else "")


def _wildcard(prefix: str) -> str:
    """A prefix as a criterion of COUNTIFS."""
    return re.sub(r"([~*?])", r"~\1", prefix).replace('"', '""') + "*"


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _header_line(place: Any, left: str, centre: str, right: str) -> None:
    """Three texts in one line; the longest are shortened to the 255 characters Excel takes in all.

    Any `&` is doubled, only the marks for the page and the number of pages become codes.
    """
    texts = [" ".join(clean(left).split()), " ".join(clean(centre).split()), right]
    longest = max(len(text) for text in texts)
    while sum(len(_doubled(text)) for text in texts) > _HEADER_ROOM:
        longest -= 1
        texts = [_short(text, longest) for text in texts]
    parts = (place.left, "Arial,Regular"), (place.center, "Arial,Bold"), (place.right, "Arial,Regular")
    for (part, font), text in zip(parts, texts, strict=True):
        if text:
            part.text, part.font, part.size = _doubled(text), font, 8


def _doubled(text: str) -> str:
    return text.replace("&", "&&").replace(_PAGE, "&P").replace(_PAGES, "&N")


def _protect(target: Any) -> None:
    """Locks what is not an input, without a password; sorting, filtering and widths stay allowed."""
    protection = target.protection
    protection.sheet = True
    for allowed in ("sort", "autoFilter", "formatColumns", "formatRows"):
        setattr(protection, allowed, False)
