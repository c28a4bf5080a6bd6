"""The Excel file, opened again: ids, types, lists, colours, protection, formulas, print, same bytes."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crasuite.documents.package import unpack
from crasuite.documents.sheets import CountWhere, Sheet, SheetColumn, SheetRow, Workbook
from crasuite.documents.xlsx_writer import CUT_NOTE, HEAD_ROW, LONGEST_TEXT, safe_text, write_xlsx, xlsx_bytes
from crasuite.errors import DocumentError
from tests.documents import example
from tests.documents.reading import assert_golden, xlsx_to_text

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("workbook") / "workbook.xlsx"
    write_xlsx(example.workbook(), target)
    return target


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def requirements(book: Any) -> Any:
    return book["Requirements"]


def small_book(*rows: SheetRow, **column: Any) -> Workbook:
    """A workbook with one sheet of one column."""
    sheet = Sheet("S", "Title", "Sub", (SheetColumn("text", "Text", 40, **column),), rows)
    return Workbook(example.meta(), (sheet,))


def reopened(tmp_path: Path, workbook: Workbook) -> Any:
    target = tmp_path / "book.xlsx"
    write_xlsx(workbook, target)
    return openpyxl.load_workbook(target)


def test_content(path: Path) -> None:
    assert_golden("excel-workbook", xlsx_to_text(path))


def test_ids_are_hidden_and_first_visible_is_c(requirements: Any) -> None:
    assert [requirements.cell(HEAD_ROW, column).value for column in (1, 2, 3)] == ["id", "row", "Ref."]
    ids = [requirements.cell(row, 1).value for row in range(HEAD_ROW + 1, HEAD_ROW + 8)]
    assert ids == [row.id for row in example.workbook().sheets[1].rows]  # type: ignore[union-attr]
    for letter in "AB":
        assert requirements.column_dimensions[letter].hidden
    assert not requirements.column_dimensions["C"].hidden
    assert requirements["C1"].value == "Requirements checklist, Annex I"
    assert requirements["A1"].value is None, "a title in a hidden column would vanish"


def test_view_and_print(book: Any, requirements: Any) -> None:
    assert requirements.freeze_panes == "D6"
    assert requirements.auto_filter.ref == "C5:J12"
    assert requirements.print_title_rows == "$5:$5"
    assert not requirements.sheet_view.showGridLines
    for sheet in book.worksheets:
        if sheet.title == "Lists":
            continue
        landscape = sheet.title not in ("Summary", "About")
        assert sheet.page_setup.orientation == ("landscape" if landscape else "portrait")
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert round(sheet.page_margins.left * 25.4) == round(sheet.page_margins.right * 25.4) == 14
    assert book.active.title == "Summary"


def test_header_and_footer_are_short_and_double_the_ampersand(path: Path, requirements: Any) -> None:
    assert requirements.oddHeader.left.text == "Example && Söhne B.V."
    assert requirements.oddHeader.center.text == "DRAFT 1 gap, 1 open point"
    assert "Bold" in requirements.oddHeader.center.font
    assert requirements.oddHeader.right.text == "Door Lock 2 · Requirements"
    assert requirements.oddFooter.left.text.startswith("DL2-RC · revision 3 · 24 Nov 2026 · fingerprint ")
    assert requirements.oddFooter.right.text == "Page &P of &N"
    for name, part in unpack(path.read_bytes()).items():
        if name.startswith("xl/worksheets/"):
            for found in re.findall(r"<odd(?:Header|Footer)>(.*?)</odd", part.decode()):
                assert len(html.unescape(found)) <= 255
                assert "_x000" not in found


def test_a_long_name_never_breaks_the_header(tmp_path: Path) -> None:
    workbook = replace(
        small_book(SheetRow("a", ("b",))),
        meta=example.meta(
            manufacturer="A & B " * 60, product="P&Q " * 40, number="N" * 60, draft_counts="c" * 200
        ),
    )
    target = tmp_path / "book.xlsx"
    write_xlsx(workbook, target)
    text = unpack(target.read_bytes())["xl/worksheets/sheet1.xml"].decode()
    lines = re.findall(r"<odd(?:Header|Footer)>(.*?)</odd", text)
    assert len(lines) == 2
    for line in lines:
        shown = html.unescape(line)
        assert len(shown) <= 255
        # What is left of the ampersands is doubled, but for the codes of place, font, size and page.
        assert re.fullmatch(r'(&[LCR]|&"[^"]*"|&8 |&[PN]|&&|[^&])*', shown)
    assert html.unescape(lines[1]).endswith("Page &P of &N")


def test_a_maker_whose_name_ends_like_a_code(tmp_path: Path) -> None:
    workbook = replace(
        small_book(SheetRow("a", ("b",))), meta=example.meta(manufacturer="R&N", product="Q&P")
    )
    sheet = reopened(tmp_path, workbook)["S"]
    assert sheet.oddHeader.left.text == "R&&N"
    assert sheet.oddHeader.right.text == "Q&&P · S"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@A1", "\t=1", "\n=1", '=HYPERLINK("http://x")', "={1}", "=cmd|' /C calc'!A0"],
)
@pytest.mark.parametrize("editable", [True, False])
def test_text_that_looks_like_a_formula_is_text(tmp_path: Path, text: str, editable: bool) -> None:
    workbook = small_book(SheetRow("=id", (text,)), editable=editable)
    sheet = reopened(tmp_path, workbook)["S"]
    cell = sheet["C6"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix
    assert sheet["A6"].data_type == "s"
    assert "<f>" not in unpack((tmp_path / "book.xlsx").read_bytes())["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.parametrize("name", sorted(set(example.NASTY) - {"control", "surrogate"}))
def test_text_of_the_user_survives_letter_by_letter(tmp_path: Path, name: str) -> None:
    text = example.NASTY[name]
    assert reopened(tmp_path, small_book(SheetRow("a", (text,)), editable=True))["S"]["C6"].value == text


def test_text_that_no_cell_can_hold_is_cleaned_or_cut_visibly(tmp_path: Path) -> None:
    sheet = reopened(
        tmp_path,
        small_book(
            *(
                SheetRow(str(number), (text,))
                for number, text in enumerate(("a\x00b\x1b[1mc", "\ud800", "x" * 40_000))
            )
        ),
    )["S"]
    assert sheet["C6"].value == "abc"
    assert sheet["C7"].value == "\ufffd"
    assert len(sheet["C8"].value) == LONGEST_TEXT
    assert sheet["C8"].value.endswith(CUT_NOTE)


def test_what_looks_like_an_escape_stays_as_typed() -> None:
    assert safe_text("_x0041_ _x_ _xyz") == "_x005F_x0041_ _x_ _xyz"


def test_dates_numbers_hashes_keep_their_kind(book: Any, requirements: Any) -> None:
    due = requirements["J7"]
    assert due.value == datetime(2026, 12, 4)  # noqa: DTZ001 - a date of the sheet has no zone
    assert due.number_format == "yyyy-mm-dd"
    assert book["Risks"]["H6"].value == 2.5
    version = book["Evidence"]["E6"]
    assert version.value == "2.10"
    assert version.number_format == "@"


def test_inputs_are_white_and_open_and_the_rest_is_locked(book: Any, requirements: Any) -> None:
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.sort
        assert not sheet.protection.autoFilter
        assert not sheet.protection.formatColumns
    assert requirements["C6"].protection.locked
    assert not requirements["F6"].protection.locked
    assert requirements["F6"].fill.fgColor.rgb.endswith("FFFFFF")
    assert requirements["C6"].fill.fgColor.rgb != requirements["F6"].fill.fgColor.rgb
    assert requirements["A6"].protection.locked
    assert book["Risks"]["G6"].protection.locked, "a level is a formula"


def test_named_styles(book: Any) -> None:
    names = {"CRA Title", "CRA Sub", "CRA Head", "CRA Cell", "CRA Input", "CRA Strong", "CRA Label"}
    assert names <= set(book.named_styles)
    assert book["Requirements"]["C5"].style == "CRA Head"
    assert book["Requirements"]["C5"].font.size == 9.5
    assert book["Requirements"]["F6"].font.name == "Arial"


def test_lists_come_from_a_sheet_nobody_sees(book: Any, requirements: Any) -> None:
    assert book["Lists"].sheet_state == "veryHidden"
    assert set(book.defined_names) == {"Applies", "Status", "Likelihood", "Impact", "RiskMatrix"}
    rules = {str(rule.sqref): rule for rule in requirements.data_validations.dataValidation}
    lists = {area: rule.formula1 for area, rule in rules.items()}
    assert lists == {"E6:E12": "Applies", "G6:G12": "Status", "J6:J12": "36526"}
    assert all(rule.error and rule.showErrorMessage for rule in rules.values())
    area = book.defined_names["Status"].attr_text
    sheet_name, cells = area.split("!")
    values = [row[0].value for row in book[sheet_name][cells.replace("$", "")]]
    assert values[0] == "● Met"


def test_colours_look_at_the_first_sign_and_repeat_words(requirements: Any, book: Any) -> None:
    formulas = [rule.formula[0] for area in requirements.conditional_formatting for rule in area.rules]
    assert formulas == [f'LEFT(G6,1)="{sign}"' for sign in "▲?●►–"]
    bold = [rule.dxf.font.b for area in requirements.conditional_formatting for rule in area.rules]
    assert [bool(value) for value in bold] == [True, True, False, False, False]
    levels = [rule.formula[0] for area in book["Risks"].conditional_formatting for rule in area.rules]
    assert levels[5:] == ['G6="Low"', 'G6="Medium"', 'G6="High"', 'G6="Very high"']


def test_row_heights_are_computed(requirements: Any) -> None:
    heights = [requirements.row_dimensions[row].height for row in range(6, 13)]
    assert heights[0] == 19
    assert heights[3] == 32
    assert heights[4] == 409
    assert requirements["E14"].value is None
    assert str(requirements["C14"].value).endswith("I (2)(l)")


def test_formulas_carry_their_results(path: Path) -> None:
    formulas = openpyxl.load_workbook(path)
    results = openpyxl.load_workbook(path, data_only=True)
    summary = results["Summary"]
    rows = {row[0].value: [cell.value for cell in row[1:4]] for row in summary.iter_rows(min_row=4)}
    assert rows["Annex I, Part I"] == [5, 2, 3]
    assert rows["Annex I, Part II"] == [2, 1, 1]
    assert rows["Not sure yet"] == [7, 1, 6]
    levels = [results["Risks"][f"G{row}"].value for row in (6, 7, 8)]
    assert levels == ["Very high", "Medium", "? Not rated"]
    assert all(str(formulas["Risks"][f"G{row}"].value).startswith("=IF(") for row in (6, 7, 8))
    count = next(row for row in formulas["Summary"].iter_rows(min_row=4) if row[0].value == "Not sure yet")
    assert '"~?*"' in count[2].value, "a question mark would stand for any letter"


def test_counting_an_empty_sheet_is_nought(tmp_path: Path) -> None:
    summary = replace(example.workbook().sheets[0], counts=())
    empty = Sheet("Risks", "Risks", "", (SheetColumn("no", "No.", 8),), ())
    first = example.workbook().sheets[0].counts[0]  # type: ignore[union-attr]
    line = replace(first, in_all=CountWhere("Risks"), done=CountWhere("Risks", (("no", ("R",)),)))
    book = reopened(tmp_path, Workbook(example.meta(), (replace(summary, counts=(line,)), empty)))  # type: ignore[arg-type]
    assert book["Risks"].auto_filter.ref == "C5:C6"


def test_summary_says_whose_it_is_and_shows_the_whole_fingerprint(book: Any) -> None:
    summary = book["Summary"]
    lines = {row[0].value: row[1].value for row in summary.iter_rows(min_row=4, max_row=9)}
    assert lines["Manufacturer"] == "Example & Söhne B.V., Eindhoven"
    assert lines["Fingerprint"].replace(" ", "") == example.workbook().meta.fingerprint
    assert lines["Answers of the maker"] == "=1+1"
    assert not any(summary.column_dimensions[letter].hidden for letter in "ABCDE")


def test_properties_are_the_maker_s_and_nothing_else(path: Path, book: Any) -> None:
    properties = book.properties
    assert properties.creator == properties.lastModifiedBy == "Example & Söhne B.V."
    assert properties.title == "CRA workbook: Door Lock 2"
    assert properties.identifier == "DL2-RC"
    assert properties.category == "CRA"
    assert properties.created == properties.modified == datetime(2026, 11, 24)  # noqa: DTZ001
    custom = {item.name: item.value for item in book.custom_doc_props.props}
    assert custom["crasuite.fingerprint"] == example.workbook().meta.fingerprint
    assert custom["crasuite.gaps"] == 1
    assert set(custom) == {
        f"crasuite.{name}" for name in ("document", "fingerprint", "gaps", "open", "revision", "rulepack")
    }
    data = b"".join(unpack(path.read_bytes()).values()).lower()
    for trace in (b"openpyxl", b"microsoft excel", str(ROOT).encode()):
        assert trace not in data
    assert b'targetmode="external"' not in data


def test_the_same_workbook_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib\n"
        "from crasuite.documents.xlsx_writer import xlsx_bytes\n"
        "from tests.documents import example\n"
        "print(hashlib.sha256(xlsx_bytes(example.workbook())).hexdigest())\n"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-B", "-c", program],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone, "SYSTEMROOT": "C:\\Windows"},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(hashes) == 1
    assert len(xlsx_bytes(example.workbook())) > 10_000


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        xlsx_bytes(small_book(SheetRow("a", (float("nan"),)), kind="number"))


def test_a_folder_that_is_gone_is_said_in_three_sentences(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        write_xlsx(example.workbook(), tmp_path / "gone" / "book.xlsx")
    assert caught.value.code == "DOC-04"
