"""A document on the maker's own letterhead: theirs stays, ours comes below it, what is unsafe is refused."""

from __future__ import annotations

import io
import time
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from crasuite.documents.docx_writer import docx_bytes, write_docx
from crasuite.documents.package import pack, unpack
from crasuite.errors import DocumentError
from tests.documents import example


def letterhead(path: Path, *, right_mm: float = 20.0, **parts: bytes) -> Path:
    """A letterhead as a maker would make it, with a name in the header and a font of its own."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(right_mm)
    section.top_margin = Mm(40)
    section.header.paragraphs[0].text = "The maker's own header"
    section.footer.paragraphs[0].text = "The maker's own footer"
    word.styles["Normal"].font.name = "Georgia"
    word.styles["Heading 1"].font.size = Pt(19)
    word.add_paragraph("Dear reader, this text goes.")
    buffer = io.BytesIO()
    word.save(buffer)
    content = unpack(buffer.getvalue())
    for name, data in parts.items():
        part = {"types": "[Content_Types].xml", "main": "word/document.xml"}.get(name, name)
        content[part] = content.get(part, b"") + data if part not in content else data
    path.write_bytes(pack(content))
    return path


def test_theirs_stays_and_ours_comes_below(tmp_path: Path) -> None:
    base = letterhead(tmp_path / "letter.docx")
    write_docx(example.everything(), tmp_path / "out.docx", base)
    word = docx.Document(str(tmp_path / "out.docx"))
    section = word.sections[0]
    header = [paragraph.text for paragraph in section.header.paragraphs]
    assert header[0] == "The maker's own header"
    assert header[1].startswith("Example & Söhne <Maker> B.V.\t")
    assert header[2].startswith("DRAFT")
    footer = [paragraph.text for paragraph in section.footer.paragraphs]
    assert footer[0] == "The maker's own footer"
    assert footer[1].startswith("DL2-TD")
    assert round(section.top_margin.mm) == 40
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Dear reader" not in text
    assert "General description" in text
    assert word.styles["Normal"].font.name == "Georgia"
    assert word.styles["Heading 1"].font.size == Pt(19)
    names = {style.name for style in word.styles}
    assert {"CRA Cell", "CRA Gap", "CRA Note", "CRA Table"} <= names
    ids = [style.get(qn("w:styleId")) for style in word.styles.element.iter(qn("w:style"))]
    assert len(ids) == len(set(ids))
    defaults = [
        style.get(qn("w:type"))
        for style in word.styles.element.iter(qn("w:style"))
        if style.get(qn("w:default"))
    ]
    assert len(defaults) == len(set(defaults)), "one default style for each kind"


def test_every_numbering_used_exists_once(tmp_path: Path) -> None:
    write_docx(example.everything(), tmp_path / "out.docx", letterhead(tmp_path / "letter.docx"))
    word = docx.Document(str(tmp_path / "out.docx"))
    numbering = word.part.numbering_part.element
    order = [item.tag for item in numbering]
    assert order == sorted(order, key=[qn("w:abstractNum"), qn("w:num")].index)
    numbers = [item.get(qn("w:numId")) for item in numbering.iter(qn("w:num"))]
    assert len(numbers) == len(set(numbers))
    kinds = [item.get(qn("w:abstractNumId")) for item in numbering.iter(qn("w:abstractNum"))]
    assert len(kinds) == len(set(kinds))
    used = {item.get(qn("w:val")) for item in word.element.iter(qn("w:numId"))}
    used |= {item.get(qn("w:val")) for item in word.styles.element.iter(qn("w:numId"))}
    assert used - {"0"} <= set(numbers)
    assert word.element.body[-1].tag == qn("w:sectPr")


def test_headings_without_a_number_get_ours_and_numbered_ones_keep_theirs(tmp_path: Path) -> None:
    base = letterhead(tmp_path / "letter.docx")
    own = docx.Document(str(base))
    properties = own.styles["Heading 1"].element.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().val = 7
    own.save(str(tmp_path / "numbered.docx"))
    for name, number in (("letter.docx", 9001), ("numbered.docx", 7)):
        write_docx(example.record(), tmp_path / "out.docx", tmp_path / name)
        style = docx.Document(str(tmp_path / "out.docx")).styles["Heading 1"].element
        assert style.pPr.numPr.numId.val == number


def test_a_letterhead_of_a_german_word(tmp_path: Path) -> None:
    """Styles are known by name; their ids differ with the language of the program that made the file."""
    base = letterhead(tmp_path / "letter.docx")
    parts = unpack(base.read_bytes())
    for part in ("word/styles.xml", "word/document.xml"):
        for ours, theirs in (("Heading1", "berschrift1"), ("Normal", "Standard"), ("Title", "Titel")):
            parts[part] = parts[part].replace(f'w:val="{ours}"'.encode(), f'w:val="{theirs}"'.encode())
            parts[part] = parts[part].replace(f'styleId="{ours}"'.encode(), f'styleId="{theirs}"'.encode())
        parts[part] = parts[part].replace(b'<w:name w:val="Standard"/>', b'<w:name w:val="Normal"/>')
        parts[part] = parts[part].replace(b'<w:name w:val="Titel"/>', b'<w:name w:val="Title"/>')
    base.write_bytes(pack(parts))
    write_docx(example.record(), tmp_path / "out.docx", base)
    word = docx.Document(str(tmp_path / "out.docx"))
    styles = list(word.styles.element.iter(qn("w:style")))
    names = [style.find(qn("w:name")).get(qn("w:val")).lower() for style in styles]
    assert len(names) == len(set(names))
    headings = [p for p in word.paragraphs if p.style.style_id == "berschrift1"]
    assert len(headings) == 7
    ids = {style.get(qn("w:styleId")) for style in styles}
    used = {
        item.get(qn("w:val"))
        for root in (word.element, word.styles.element)
        for item in root.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"), qn("w:basedOn"), qn("w:next"))
    }
    assert used <= ids


def test_tables_stay_inside_the_text_in_an_old_letterhead(tmp_path: Path) -> None:
    write_docx(example.record(), tmp_path / "out.docx", letterhead(tmp_path / "letter.docx"))
    settings = docx.Document(str(tmp_path / "out.docx")).settings.element
    modes = [
        item.get(qn("w:val"))
        for item in settings.iter(qn("w:compatSetting"))
        if item.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]


def test_properties_are_ours_and_the_bytes_repeat(tmp_path: Path) -> None:
    base = letterhead(tmp_path / "letter.docx")
    first = docx_bytes(example.record(), base)
    assert first == docx_bytes(example.record(), base)
    parts = unpack(first)
    assert b"python-docx" not in b"".join(parts.values())
    assert docx.Document(io.BytesIO(first)).core_properties.author == "Example Maker B.V."
    assert sum(name.startswith("docProps/") for name in parts) == 2
    assert parts["[Content_Types].xml"].count(b"/docProps/core.xml") == 1


def test_tables_take_the_width_of_the_letterhead(tmp_path: Path) -> None:
    base = letterhead(tmp_path / "letter.docx", right_mm=35)
    write_docx(example.record(), tmp_path / "out.docx", base)
    for table in docx.Document(str(tmp_path / "out.docx")).tables:
        total = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iter(qn("w:gridCol")))
        assert abs(total - 150 * 1440 / 25.4) < 3


@pytest.mark.parametrize(
    ("name", "parts", "says"),
    [
        ("letter.docm", {}, "without macros"),
        (
            "letter.docx",
            {"types": b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"},
            "macros",
        ),
        ("letter.docx", {"word/vbaProject.bin": b"x"}, "macros"),
        (
            "letter.docx",
            {"word/_rels/header9.xml.rels": b'<Relationship TargetMode="External"/>'},
            "outside itself",
        ),
        ("letter.docx", {"word/comments.xml": b"<w:comments/>"}, "comments"),
        ("letter.docx", {"main": b'<w:document><w:ins w:id="1"/></w:document>'}, "tracked changes"),
    ],
)
def test_what_is_unsafe_is_refused_with_a_reason(
    tmp_path: Path, name: str, parts: dict[str, bytes], says: str
) -> None:
    base = letterhead(tmp_path / name, **parts)
    with pytest.raises(DocumentError) as caught:
        write_docx(example.record(), tmp_path / "out.docx", base)
    assert caught.value.code == "DOC-10"
    assert says in caught.value.why
    assert caught.value.next_step
    assert not (tmp_path / "out.docx").exists()


_LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><x>&a9;</x>"
)
_WORD = b"xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("word/media/image1.png", b"\0" * 70_000_000, "unpacks to more than 60 MB"),
        ("word/theme.xml", b" " * 10_000_001, "more than 10 MB"),
        ("word/styles.xml", _LAUGHS, "definitions"),
        ("word/settings.xml", _LAUGHS.decode().encode("utf-16"), "definitions"),
        ("word/document.xml", b"<w:document " + _WORD + b">" + b"<w:p>" * 200_000, "cannot be read"),
        ("word/document.xml", b"\0\1\2", "cannot be read"),
        ("../../outside.txt", b"x", "lead out"),
        ("word\\..\\..\\outside.txt", b"x", "lead out"),
        ("/outside.txt", b"x", "lead out"),
    ],
    ids=["bomb", "large-text", "laughs", "laughs-utf-16", "deep", "binary", "dots", "backslashes", "root"],
)
def test_what_was_made_to_do_harm_is_refused_at_once(
    tmp_path: Path, part: str, content: bytes, says: str
) -> None:
    base = letterhead(tmp_path / "letter.docx")
    parts = unpack(base.read_bytes())
    parts[part] = content
    base.write_bytes(pack(parts))
    before = sorted(tmp_path.rglob("*"))
    started = time.process_time()
    with pytest.raises(DocumentError) as caught:
        write_docx(example.record(), tmp_path / "out.docx", base)
    assert time.process_time() - started < 3
    assert caught.value.code == "DOC-10"
    assert says in caught.value.why
    assert sorted(tmp_path.rglob("*")) == before


def test_too_many_parts_and_damaged_zips_are_refused(tmp_path: Path) -> None:
    base = letterhead(tmp_path / "letter.docx")
    parts = unpack(base.read_bytes())
    many = tmp_path / "many.docx"
    many.write_bytes(pack({**parts, **{f"x/{n}.xml": b"<a/>" for n in range(2001)}}))
    with pytest.raises(DocumentError, match=r"2,000 parts"):
        docx_bytes(example.record(), many)
    whole = base.read_bytes()
    for place in range(0, len(whole), len(whole) // 150):
        base.write_bytes(bytes([*whole[:place], whole[place] ^ 0x55, *whole[place + 1 :]]))
        try:
            docx_bytes(example.record(), base)
        except DocumentError as error:
            assert error.code == "DOC-10"  # noqa: PT017  most flips are refused, a few do no harm


def test_a_narrow_page_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="135 mm wide"):
        docx_bytes(example.record(), letterhead(tmp_path / "narrow.docx", right_mm=50))
    (tmp_path / "text.docx").write_text("no zip")
    with pytest.raises(DocumentError, match="cannot be read"):
        docx_bytes(example.record(), tmp_path / "text.docx")
    with pytest.raises(DocumentError, match="cannot be read"):
        docx_bytes(example.record(), tmp_path / "missing.docx")
    (tmp_path / "other.docx").write_bytes(pack({"a": b"b"}))
    with pytest.raises(DocumentError, match="not a Word document"):
        docx_bytes(example.record(), tmp_path / "other.docx")


def test_page_numbers_stand_at_the_edge_of_their_page(tmp_path: Path) -> None:
    base = letterhead(tmp_path / "letter.docx", right_mm=40.0)
    write_docx(example.everything(), tmp_path / "out.docx", base)
    word = docx.Document(str(tmp_path / "out.docx"))
    section = word.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    entries = [one for one in word.paragraphs if one.style.style_id in ("TOC1", "TOC2")]
    assert entries
    for entry in entries:
        (stop,) = [one for one in entry.paragraph_format.tab_stops if one.leader == WD_TAB_LEADER.DOTS]
        assert abs(stop.position - width) < Pt(1)


def without(path: Path, part: str, old: bytes, new: bytes = b"") -> Path:
    """A letterhead with something in one of its parts exchanged."""
    content = unpack(letterhead(path).read_bytes())
    assert old in content[part]
    path.write_bytes(pack({**content, part: content[part].replace(old, new)}))
    return path


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", b"w:sectPr", b"w:other"),
        ("word/document.xml", b"<w:body>", b"<w:p/><w:body>"),
        ("word/document.xml", b"w:body", b"w:p"),
        ("word/document.xml", b'w:left="', b'w:left="not-sure'),
        ("word/document.xml", b"r:id=", b"r:other="),
        ("word/_rels/document.xml.rels", b"header1.xml", b"nowhere.xml"),
        ("word/settings.xml", b"w:settings", b"w:other"),
        ("word/styles.xml", b"w:styles", b"w:p"),
        ("word/numbering.xml", b"w:numbering", b"w:p"),
    ],
)
def test_what_word_could_not_read_either_is_refused_or_taken_whole(
    tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    base = without(tmp_path / "letter.docx", part, old, new)
    try:
        written = docx_bytes(example.record(), base)
    except DocumentError as refused:
        assert refused.code == "DOC-10"  # noqa: PT017
        assert "cannot be read as a Word document" in refused.why  # noqa: PT017
    else:
        assert docx.Document(io.BytesIO(written)).tables


def test_a_letterhead_without_any_list_is_taken(tmp_path: Path) -> None:
    base = without(tmp_path / "letter.docx", "word/_rels/document.xml.rels", b'/numbering"', b'/other"')
    word = docx.Document(io.BytesIO(docx_bytes(example.everything(), base)))
    numbers = {item.get(qn("w:numId")) for item in word.part.numbering_part.element.iter(qn("w:num"))}
    used = {item.get(qn("w:val")) for item in word.element.body.iter(qn("w:numId"))}
    assert used
    assert used - {"0"} <= numbers


def test_a_style_without_a_name_or_an_id_is_left_alone(tmp_path: Path) -> None:
    base = without(
        tmp_path / "letter.docx",
        "word/styles.xml",
        b"</w:styles>",
        b'<w:style w:type="paragraph"><w:name w:val="heading 3"/></w:style>'
        b'<w:style w:type="paragraph" w:styleId="Nameless"/></w:styles>',
    )
    styles = docx.Document(io.BytesIO(docx_bytes(example.everything(), base))).styles.element
    assert "Nameless" in {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}


def test_a_fault_of_ours_is_not_blamed_on_the_letterhead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = letterhead(tmp_path / "letter.docx")
    monkeypatch.setattr("crasuite.documents.docx_writer.WordXml.body", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        docx_bytes(example.record(), base)
