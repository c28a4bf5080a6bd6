"""The Word file, opened again: content, properties, fields, tables, order of elements, same bytes."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from crasuite.documents.docx_writer import docx_bytes, write_docx
from crasuite.documents.package import unpack
from crasuite.documents.tree import (
    Document,
    Gap,
    Heading,
    Signatory,
    SignatureBlock,
    UserText,
    Words,
    bullets,
    note,
    para,
    result_box,
    table,
)
from crasuite.errors import DocumentError
from crasuite.paths import resources_dir
from tests.documents import example
from tests.documents.reading import assert_golden, docx_to_text

ROOT = Path(__file__).parents[2]
EXAMPLES = ("record", "checklist", "declaration", "everything")

# The order the schema asks for; a name that is not listed may not appear.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs suppressAutoHyphens "
    "bidi spacing ind jc textAlignment outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u bdr shd rtl lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW tcBorders shd tcMar vAlign",
    "trPr": "cantSplit trHeight tblHeader",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tcMar": "top left bottom right",
    "pBdr": "top left bottom right",
    "numPr": "ilvl numId",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "sectPr": "headerReference footerReference pgSz pgMar cols",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr rPr",
    "abstractNum": "multiLevelType lvl",
    "num": "abstractNumId lvlOverride",
    "numbering": "abstractNum num",
    "styles": "docDefaults latentStyles style",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol "
    "listSeparator",
    "inline": "extent docPr cNvGraphicFramePr graphic",
}


def local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def parts_of(document: Document) -> dict[str, ElementTree.Element]:
    data = unpack(docx_bytes(document))
    return {
        name: ElementTree.fromstring(part) for name, part in data.items() if name.endswith((".xml", ".rels"))
    }


def written(tmp_path: Path, document: Document) -> docx.document.Document:
    path = tmp_path / "report.docx"
    write_docx(document, path)
    return docx.Document(str(path))


def elements(word: docx.document.Document, name: str) -> Iterator[Any]:
    return word.element.body.iter(qn(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_content(tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.docx"
    write_docx(getattr(example, name)(), path)
    assert_golden(f"word-{name}", docx_to_text(path))


@pytest.mark.parametrize("name", EXAMPLES)
def test_order_of_elements_is_the_schema_s(name: str) -> None:
    wrong = []
    for part, root in parts_of(getattr(example, name)()).items():
        for parent in root.iter():
            order = ORDER.get(local(parent.tag), "").split()
            if not order:
                continue
            names = [local(child.tag) for child in parent]
            unknown = set(names) - set(order)
            if unknown or names != sorted(names, key=order.index):
                wrong.append(f"{part}: {local(parent.tag)}: {names}")
    assert not wrong


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_reference_has_its_target(name: str) -> None:
    document = getattr(example, name)()
    data = unpack(docx_bytes(document))
    parts = parts_of(document)
    styles = {style.get(qn("w:styleId")) for style in parts["word/styles.xml"].iter(qn("w:style"))}
    numbers = {number.get(qn("w:numId")) for number in parts["word/numbering.xml"].iter(qn("w:num"))} | {"0"}
    relations = {item.get("Id"): item.get("Target") for item in parts["word/_rels/document.xml.rels"]}
    assert all(f"word/{target}" in data for target in relations.values())
    bookmarks: list[str] = []
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/styles.xml"):
        root = parts[part]
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            used = {item.get(qn("w:val")) for item in root.iter(qn(f"w:{tag}"))}
            assert used <= styles, (part, tag)
        assert {item.get(qn("w:val")) for item in root.iter(qn("w:numId"))} <= numbers
        bookmarks += [item.get(qn("w:name"), "") for item in root.iter(qn("w:bookmarkStart"))]
    root = parts["word/document.xml"]
    assert len(bookmarks) == len(set(bookmarks))
    assert all(len(bookmark) <= 40 for bookmark in bookmarks)
    assert {item.get(qn("w:anchor")) for item in root.iter(qn("w:hyperlink"))} <= set(bookmarks)
    assert {item.get(qn("r:embed")) for item in root.iter(qn("a:blip"))} <= set(relations)
    identities = [item.get("id") for item in root.iter(qn("wp:docPr"))]
    assert len(identities) == len(set(identities))
    # Every part has its content type, by name or by ending.
    types = parts["[Content_Types].xml"]
    named = {item.get("PartName", "")[1:] for item in types} | {f".{item.get('Extension')}" for item in types}
    assert all(part in named or f".{part.rsplit('.', 1)[-1]}" in named for part in data)


def test_properties_are_the_maker_s_and_nothing_else(tmp_path: Path) -> None:
    document = example.record()
    properties = written(tmp_path, document).core_properties
    assert properties.title == "Classification record: Door Lock 2"
    assert properties.subject == document.meta.legal_basis
    assert properties.author == properties.last_modified_by == "Example Maker B.V."
    assert properties.identifier == "DL2-CR"
    assert properties.version == "3"
    assert properties.category == "CRA"
    assert properties.content_status == "Draft, 2 open points"
    assert properties.language == "en-GB"
    assert properties.comments == "Guidance, not legal advice. Rule pack 2026.3."
    assert properties.created == properties.modified == datetime(2026, 11, 24, tzinfo=UTC)
    data = unpack((tmp_path / "report.docx").read_bytes())
    custom = data["docProps/custom.xml"].decode()
    for name in ("fingerprint", "document", "revision", "rulepack", "gaps", "open"):
        assert f'name="crasuite.{name}"' in custom
    assert document.meta.fingerprint in custom
    assert "docProps/app.xml" not in data
    everything = b"".join(data.values()).lower()
    for trace in (b"python-docx", b"openpyxl", str(ROOT).encode(), b"/home/", b"2013-12-23", b"<w:rsid"):
        assert trace not in everything


def test_the_same_document_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib\n"
        "from crasuite.documents.docx_writer import docx_bytes\n"
        "from tests.documents import example\n"
        "print(hashlib.sha256(docx_bytes(example.everything())).hexdigest())\n"
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


def test_page_and_header(tmp_path: Path) -> None:
    word = written(tmp_path, example.record())
    section = word.sections[0]
    sizes = [round(length.mm, 1) for length in (section.page_width, section.page_height)]
    assert sizes == [210.0, 297.0]
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(length.mm) for length in margins] == [25, 20, 30, 24]
    assert [round(length.mm) for length in (section.header_distance, section.footer_distance)] == [11, 10]
    header = [paragraph.text for paragraph in section.header.paragraphs]
    assert header[0] == "Example Maker B.V.\tClassification record · Door Lock 2"
    assert header[1].replace("\u00a0", " ") == "DRAFT   not released\t0 gaps, 2 open points"
    footer = section.footer
    assert (
        footer.paragraphs[0]
        .text.replace("\u00a0", " ")
        .startswith("DL2-CR · revision 3 · 24 Nov 2026 · fingerprint ")
    )
    fields = [item.text.strip() for item in footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    settings = (unpack((tmp_path / "report.docx").read_bytes())["word/settings.xml"]).decode()
    assert 'w:name="compatibilityMode"' in settings
    assert 'w:val="15"' in settings
    assert "updateFields" not in settings


def test_a_final_statement_of_the_maker_has_no_band_and_no_line_of_the_program(tmp_path: Path) -> None:
    final = written(tmp_path, example.declaration(final=True)).sections[0]
    assert len(final.header.paragraphs) == 1
    assert len(final.footer.paragraphs) == 1
    draft = written(tmp_path, example.declaration()).sections[0]
    assert len(draft.header.paragraphs) == 2
    assert len(draft.footer.paragraphs) == 2


def test_a_blocked_signature_has_no_line_and_no_date(tmp_path: Path) -> None:
    cells = [cell.text for cell in written(tmp_path, example.declaration()).tables[-1].rows[1].cells]
    assert cells == ["empty in a draft", "Managing director", "Not to be signed: 3 gaps."]


def test_the_words_before_a_signature_stay_with_it(tmp_path: Path) -> None:
    blocks = (
        Heading(1, "Before"),
        para("Free words."),
        Heading(1, "What we undertake"),
        bullets("First thing", "Second thing"),
        Heading(1, "Signature"),
        SignatureBlock((Signatory("For the manufacturer", "Managing director"),)),
    )
    word = written(tmp_path, Document(example.meta(), blocks, front="none"))
    kept = {one.text: bool(one.paragraph_format.keep_with_next) for one in word.paragraphs}
    assert kept["First thing"]
    assert kept["Second thing"]
    assert not kept["Free words."]


def test_no_last_line_is_alone_on_its_page(tmp_path: Path) -> None:
    blocks = (para("Before."), SignatureBlock((Signatory("Released", "Managing director"),)), note("Last."))
    word = written(tmp_path, Document(example.meta(), blocks))
    rows = [one for row in word.tables[-1].rows for one in row.cells[0].paragraphs]
    assert all(one.paragraph_format.keep_with_next for one in rows)
    assert [bool(one.paragraph_format.keep_with_next) for one in word.paragraphs[-3:]] == [False, True, False]

    blocks = (para("Before."), para("What it ends with."), note("Last."))
    word = written(tmp_path, Document(example.meta(), blocks))
    assert [bool(one.paragraph_format.keep_with_next) for one in word.paragraphs[-3:]] == [False, True, False]

    for count, kept in ((3, [True, True, False]), (9, [False] * 9)):
        word = written(tmp_path, Document(example.meta(), (bullets(*"abcdefghi"[:count]),)))
        assert [bool(one.paragraph_format.keep_with_next) for one in word.paragraphs[-count:]] == kept


def test_words_that_lead_in_stay_with_what_follows(tmp_path: Path) -> None:
    blocks = (para("Its text is:"), para("Free words."), Heading(1, "End"), para("Last."))
    word = written(tmp_path, Document(example.meta(), blocks, front="none"))
    kept = {one.text: bool(one.paragraph_format.keep_with_next) for one in word.paragraphs}
    assert kept["Its text is:"]
    assert not kept["Free words."]


@pytest.mark.parametrize(("lines", "starts_a_page"), [(20, True), (38, False), (60, True)])
def test_a_chapter_goes_on_below_what_was_carried_over(
    tmp_path: Path, lines: int, starts_a_page: bool
) -> None:
    """Twenty lines are a page of their own; of 38 a few stand alone on the second; 60 fill half of it."""
    blocks = (
        Heading(1, "One"),
        *(para(f"Line {number}") for number in range(lines)),
        Heading(1, "Two", new_page=True),
        para("More"),
    )
    word = written(tmp_path, Document(example.meta(), blocks, front="none"))
    two = next(one for one in word.paragraphs if one.text == "Two")
    assert bool(two.paragraph_format.page_break_before) is starts_a_page


def test_headings_are_real_and_numbered_by_their_style(tmp_path: Path) -> None:
    word = written(tmp_path, example.everything())
    levels = [
        int(paragraph.style.name[-1])
        for paragraph in word.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), (
        "no level is jumped"
    )
    styles = word.styles.element
    for level in (1, 2):
        style = next(
            item for item in styles.iter(qn("w:style")) if item.get(qn("w:styleId")) == f"Heading{level}"
        )
        assert style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}").get(qn("w:val")) == "1"
    plain = next(
        paragraph
        for paragraph in word.paragraphs
        if paragraph.style.name == "Heading 1" and paragraph.text.startswith("Gaps, open")
    )
    assert plain._p.pPr.numPr.numId.val == 0


def test_counted_lists_start_anew(tmp_path: Path) -> None:
    word = written(tmp_path, example.everything())
    numbers = [
        paragraph._p.pPr.numPr.numId.val
        for paragraph in word.paragraphs
        if paragraph.style.name == "List Number"
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_tables_keep_their_rules(tmp_path: Path) -> None:
    word = written(tmp_path, example.everything())
    labelled = 0
    for number, item in enumerate(word.tables):
        grid = [int(column.get(qn("w:w"))) for column in item._tbl.tblGrid.iter(qn("w:gridCol"))]
        assert sum(grid) == 9355, f"table {number} is flush with the text"
        assert all([cell.width.twips for cell in row.cells] == grid for row in item.rows)
        assert not list(item._tbl.iter(qn("w:gridSpan"), qn("w:vMerge"))), "no merged cells"
        assert item._tbl.tblPr.find(qn("w:tblCaption")) is not None
        headed = item.cell(0, 0).paragraphs[0].style.name == "CRA Head"
        repeats = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in item.rows]
        assert repeats == [headed] + [False] * (len(item.rows) - 1)
        look = item._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")) == "1") == headed
        if item.cell(0, 0).paragraphs[0].style.style_id == "CRACellLabel":
            labelled += 1
            assert look.get(qn("w:firstColumn")) == "1", "what reads aloud knows what names the row"
    assert labelled


def kept(item: docx.table.Table) -> list[bool]:
    """For each row, whether every paragraph in it stays with the next."""
    result = []
    for row in item.rows:
        flags = {
            paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:keepNext")) is not None
            for cell in row.cells
            for paragraph in cell.paragraphs
        }
        assert len(flags) == 1, "a row is kept with all its paragraphs or not at all"
        result.append(flags.pop())
    return result


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (1, [False]),
        (4, [True, True, True, False]),
        (5, [True, False, False, True, False]),
        (8, [True, False, False, False, False, False, True, False]),
    ],
)
def test_rows_that_stay_together(tmp_path: Path, rows: int, expected: list[bool]) -> None:
    document = Document(
        example.meta(), (table("category", [("a", "b", "c")] * rows, "Caption"),), front="none"
    )
    item = written(tmp_path, document).tables[0]
    assert kept(item) == [True, *expected]


def test_only_a_row_over_half_a_page_may_split(tmp_path: Path) -> None:
    rows = [("a", "b", "short"), ("a", "b", UserText("many words " * 400)), ("a", "b", "short")]
    item = written(tmp_path, Document(example.meta(), (table("category", rows),), front="none")).tables[0]
    whole = [row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in item.rows]
    assert whole == [True, True, False, True]
    assert kept(item)[2] is False


def test_the_caption_stays_with_its_table_and_is_counted_live(tmp_path: Path) -> None:
    word = written(tmp_path, example.everything())
    captions = [paragraph for paragraph in word.paragraphs if paragraph.style.name == "Caption"]
    texts = [paragraph.text.replace("\u00a0", " ") for paragraph in captions]
    assert [text.split("  ")[0] for text in texts if text.startswith("Table")] == [
        f"Table {n}" for n in range(1, 8)
    ]
    assert any(text.startswith("Figure 1") for text in texts)
    for paragraph in captions:
        assert any("SEQ" in item.text for item in paragraph._p.iter(qn("w:instrText")))
        if paragraph.text.startswith("Table"):
            assert paragraph._p.pPr.find(qn("w:keepNext")) is not None


def test_marks_are_tags_that_cannot_break(tmp_path: Path) -> None:
    word = written(tmp_path, example.checklist())
    runs = [
        run
        for item in word.tables
        for row in item.rows
        for cell in row.cells
        for p in cell.paragraphs
        for run in p.runs
    ]
    gaps = [run for run in runs if run.style.name == "CRA Gap"]
    assert [run.text for run in gaps][:2] == [
        "\u00a0▲\u00a0Gap\u00a04\u00a0",
        "\u00a0▲\u00a0Gap\u00a01\u00a0to\u00a08\u00a0",
    ]
    assert any(run.style.name == "CRA Open" for run in runs)
    # Only the tag is filled: the words after it are plain.
    follow = para(Gap("1"), "evidence. 11 Dec")
    document = Document(example.meta(), (follow,), front="none")
    paragraph = written(tmp_path, document).paragraphs[0]
    assert [run.style.name for run in paragraph.runs] == [
        "CRA Gap",
        "Default Paragraph Font",
        "Default Paragraph Font",
    ]
    assert paragraph.text.replace("\u00a0", " ") == " ▲ Gap 1  evidence. 11 Dec"


def test_pictures_have_words_and_size(tmp_path: Path) -> None:
    word = written(tmp_path, example.everything())
    described = [item.get("descr") for item in elements(word, "wp:docPr")]
    assert described == ["Critical product", "Two grey boxes that stand for two parts"]
    extents = list(elements(word, "wp:extent"))
    assert int(extents[0].get("cx")) == int(extents[0].get("cy")) == 12 * 36000
    for item in elements(word, "wp:inline"):
        assert {item.get(name) for name in ("distT", "distB", "distL", "distR")} == {"0"}


@pytest.mark.parametrize("name", sorted(set(example.NASTY) - {"control", "surrogate"}))
def test_text_of_the_user_survives_letter_by_letter(tmp_path: Path, name: str) -> None:
    text = example.NASTY[name]
    document = Document(example.meta(), (para(UserText(text)),), front="none")
    assert written(tmp_path, document).paragraphs[0].text == text


def test_text_of_the_user_never_becomes_a_field_or_a_link(tmp_path: Path) -> None:
    word = written(tmp_path, example.everything())
    instructions = {item.text.split()[0] for item in elements(word, "w:instrText")}
    assert instructions == {"SEQ", "PAGEREF"}
    assert not list(elements(word, "w:fldSimple"))
    assert all(item.get(qn("r:id")) is None for item in elements(word, "w:hyperlink"))
    assert b"External" not in b"".join(unpack((tmp_path / "report.docx").read_bytes()).values())


def test_right_to_left_text_is_marked(tmp_path: Path) -> None:
    document = Document(example.meta(), (para(UserText(example.NASTY["hebrew"], "he-IL")),), front="none")
    paragraph = written(tmp_path, document).paragraphs[0]
    assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    run = paragraph._p.find(qn("w:r"))
    assert run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
    assert run.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:bidi")) == "he-IL"


def test_line_breaks_of_the_user_are_paragraphs(tmp_path: Path) -> None:
    document = Document(example.meta(), (para("Said: ", UserText("one\r\ntwo\x0bthree")),), front="none")
    assert [p.text for p in written(tmp_path, document).paragraphs] == ["Said: one", "two", "three"]


def test_another_language_reaches_words_styles_and_properties(tmp_path: Path) -> None:
    words = Words(draft="ENTWURF", page="Seite", of="von", gaps="Lücken", open_points="offene Punkte")
    document = Document(example.meta(language="de", words=words), (para("Inhalt"),))
    word = written(tmp_path, document)
    assert word.core_properties.language == "de-DE"
    assert word.sections[0].header.paragraphs[1].text.startswith("ENTWURF")
    assert word.sections[0].footer.paragraphs[0].text.replace("\u00a0", " ").endswith("Seite 1 von 1")
    data = unpack((tmp_path / "report.docx").read_bytes())
    assert b'w:lang w:val="de-DE"' in data["word/styles.xml"]
    assert b'w:themeFontLang w:val="de-DE"' in data["word/settings.xml"]
    assert b"en-GB" not in data["word/styles.xml"] + data["word/settings.xml"]


def test_an_empty_document_and_one_of_a_single_heading_open(tmp_path: Path) -> None:
    for blocks in (
        (),
        (Heading(1, "Alone"),),
        (result_box("Only a box"),),
        (SignatureBlock((Signatory("a", "b"),)),),
    ):
        for front in ("block", "title", "none", "cover"):
            written(tmp_path, Document(example.meta(fingerprint="", subtitle=""), blocks, front))  # type: ignore[arg-type]


def test_a_folder_that_is_gone_is_said_in_three_sentences(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        write_docx(example.record(), tmp_path / "gone" / "report.docx")
    assert caught.value.code == "DOC-04"


def drawing() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_class_signs", ROOT / "build" / "draw_class_signs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("sign", ["default", "important-1", "important-2", "critical"])
def test_the_class_signs_are_what_the_program_draws(sign: str) -> None:
    stored = (resources_dir() / "templates" / "signs" / f"{sign}.png").read_bytes()
    start = stored.index(b"IDAT")
    length = int.from_bytes(stored[start - 4 : start], "big")
    assert zlib.decompress(stored[start + 4 : start + 4 + length]) == drawing().draw(sign)


def test_day_of_the_revision_is_the_day_of_the_file(tmp_path: Path) -> None:
    document = Document(example.meta(date=date(2027, 3, 5)), ())
    assert written(tmp_path, document).core_properties.created.date() == date(2027, 3, 5)
