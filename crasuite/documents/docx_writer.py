"""From the neutral tree to a Word file.

Without a letterhead the file is put together from our own parts (`resources/templates/word/`): nothing of a
library's default template can be left in it, and the same input gives the same bytes. With the maker's
letterhead that file is the base: its page, header, footer and built-in styles stay, ours are added. Only that
way needs python-docx.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from xml.sax.saxutils import escape

from crasuite.documents import word_xml
from crasuite.documents.atomic import write_atomically
from crasuite.documents.package import pack, unpack
from crasuite.documents.properties import core_values, custom_values, language_tag
from crasuite.documents.text import clean
from crasuite.documents.tree import ClassSign, Document, DocumentMeta
from crasuite.documents.word_xml import NAMESPACES, TEXT_WIDTH, WordXml
from crasuite.errors import DocumentError
from crasuite.language import mark, tr
from crasuite.language import number as in_thousands
from crasuite.paths import resources_dir

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STATIC = ("styles.xml", "numbering.xml", "settings.xml", "fontTable.xml")
_PROPERTY_RELATIONS = (
    ("rIdCraCore", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rIdCraCustom", f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
)
_PROPERTY_TYPES = {
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_TRACKED = (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo ")
_ORDERED_LIST = 2
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Ids of numberings far above those a letterhead uses.
_FIRST_FREE, _HEADING_NUMBER, _BULLET_NUMBER = 9000, 9001, 9002
_NUMBERED_STYLES = {
    "Heading1": (_HEADING_NUMBER, 0),
    "Heading2": (_HEADING_NUMBER, 1),
    "ListBullet": (_BULLET_NUMBER, 0),
}
_STYLE_ID = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle) w:val=)"([^"]*)"')
_LIST_ID = re.compile(r'<w:numId w:val="([0-9]+)"/>')
_AFTER_COMPAT = frozenset(
    (
        "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping",
        "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions",
        "readModeInkLockDown", "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags",
        "decimalSymbol", "listSeparator",
    )
)  # fmt: skip
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_MM = 1440 / 25.4
_LETTERHEAD_BYTES = 30_000_000
_LETTERHEAD_PARTS = 2_000
_LETTERHEAD_UNPACKED = 60_000_000
_LETTERHEAD_XML = 10_000_000
_UNREADABLE = mark("The file cannot be read as a Word document.")
_ORDINARY_COPY = mark("Save a copy as an ordinary Word document (.docx) and choose that one.")
_SMALLER = mark(
    "Make a document with nothing but the letterhead in it, with small pictures, and choose that one."
)


def write_docx(document: Document, path: Path, letterhead: Path | None = None) -> None:
    """Writes a document as a Word file, whole or not at all.

    Args:
        letterhead: the maker's own .docx whose page set-up, header, footer and styles are used.

    Raises:
        DocumentError: the target cannot be written, or the letterhead cannot be used; says what to do.
    """
    write_atomically(path, docx_bytes(document, letterhead))


def docx_bytes(document: Document, letterhead: Path | None = None) -> bytes:
    """The Word file as bytes; equal documents give equal bytes."""
    if letterhead is not None:
        return _on_letterhead(document, letterhead)
    builder = WordXml(document, _signs())
    body = builder.body()
    parts = dict(_static_parts(language_tag(document.meta.language)))
    numbers = "".join(word_xml.ordered_list_numbers(builder.ordered_lists, _ORDERED_LIST))
    if numbers:
        numbering = parts["word/numbering.xml"].decode()
        parts["word/numbering.xml"] = numbering.replace("</w:numbering>", f"{numbers}</w:numbering>").encode()
    parts["word/document.xml"] = _encode(
        f"{_DECLARATION}<w:document {NAMESPACES}><w:body>{body}{_SECTION}</w:body></w:document>"
    )
    parts["word/header1.xml"] = _encode(f"{_DECLARATION}<w:hdr {NAMESPACES}>{builder.header()}</w:hdr>")
    parts["word/footer1.xml"] = _encode(f"{_DECLARATION}<w:ftr {NAMESPACES}>{builder.footer()}</w:ftr>")
    relations = [
        ("rIdStyles", f"{_OFFICE}/relationships/styles", "styles.xml"),
        ("rIdNumbering", f"{_OFFICE}/relationships/numbering", "numbering.xml"),
        ("rIdSettings", f"{_OFFICE}/relationships/settings", "settings.xml"),
        ("rIdFonts", f"{_OFFICE}/relationships/fontTable", "fontTable.xml"),
        ("rIdHeader", f"{_OFFICE}/relationships/header", "header1.xml"),
        ("rIdFooter", f"{_OFFICE}/relationships/footer", "footer1.xml"),
    ]
    for image in builder.images:
        parts[f"word/media/{image.name}"] = image.data
        relations.append((image.relation, f"{_OFFICE}/relationships/image", f"media/{image.name}"))
    parts["word/_rels/document.xml.rels"] = _relationships(relations)
    parts["docProps/core.xml"] = _core_properties(document.meta)
    parts["docProps/custom.xml"] = _custom_properties(document.meta)
    return pack(parts)


_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
    '<w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1701" w:right="1134" w:bottom="1361" w:left="1417" w:header="624" w:footer="567" '
    'w:gutter="0"/><w:cols w:space="708"/></w:sectPr>'
)


def _encode(xml: str) -> bytes:
    return xml.encode("utf-8")


@lru_cache(maxsize=1)
def _signs() -> dict[ClassSign, bytes]:
    folder = resources_dir() / "templates" / "signs"
    return {sign: (folder / f"{sign}.png").read_bytes() for sign in get_args(ClassSign)}


@lru_cache(maxsize=8)
def _static_parts(language: str) -> dict[str, bytes]:
    """The parts that are the same in all documents of a language."""
    folder = resources_dir() / "templates" / "word"
    parts = {}
    for name in _STATIC:
        text = (folder / name).read_text("utf-8")
        for attribute in ("val", "eastAsia"):
            text = text.replace(f'w:{attribute}="en-GB"', f'w:{attribute}="{escape(language)}"')
        # Indentation between elements is for the reader of the source and would only make the file longer.
        parts[f"word/{name}"] = "".join(line.strip() for line in text.splitlines()).encode("utf-8")
    parts["[Content_Types].xml"] = _content_types()
    parts["_rels/.rels"] = _relationships(
        [
            ("rIdDocument", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            *_PROPERTY_RELATIONS,
        ]
    )
    return parts


def _content_types() -> bytes:
    overrides = {
        "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_WORD_TYPE}.styles+xml",
        "/word/numbering.xml": f"{_WORD_TYPE}.numbering+xml",
        "/word/settings.xml": f"{_WORD_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
        "/word/header1.xml": f"{_WORD_TYPE}.header+xml",
        "/word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
        **_PROPERTY_TYPES,
    }
    return _encode(
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="jpeg" ContentType="image/jpeg"/>{_overrides(overrides)}</Types>'
    )


def _overrides(kinds: dict[str, str]) -> str:
    return "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())


def _relationships(relations: list[tuple[str, str, str]]) -> bytes:
    inside = "".join(_relationship(*relation) for relation in relations)
    return _encode(f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>')


def _relationship(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'


# ---------------------------------------------------------------------------------------------------
# properties


def _core_properties(meta: DocumentMeta) -> bytes:
    moment = f"{meta.date.isoformat()}T00:00:00Z"
    inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in core_values(meta).items())
    for name in ("created", "modified"):
        inside += f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
    return _encode(
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inside}</cp:coreProperties>'
    )


def _custom_properties(meta: DocumentMeta) -> bytes:
    inside = []
    for number, (name, value) in enumerate(custom_values(meta).items(), 2):
        if isinstance(value, int):
            content = f"<vt:i4>{value}</vt:i4>"
        else:
            content = f"<vt:lpwstr>{escape(clean(value))}</vt:lpwstr>"
        inside.append(f'<property fmtid="{_PROPERTY_SET}" pid="{number}" name="{name}">{content}</property>')
    return _encode(
        f'{_DECLARATION}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f"{''.join(inside)}</Properties>"
    )


# ---------------------------------------------------------------------------------------------------
# letterhead


def _on_letterhead(document: Document, letterhead: Path) -> bytes:
    data = _read_letterhead(letterhead)
    try:
        return _put_on(data, letterhead.name, document)
    except DocumentError:
        raise
    except Exception as problem:
        # The libraries fail in ways of their own on what is no Word document, some only when a part is used.
        docx_bytes(document)  # were the fault in our own part, it would show here
        raise _letterhead_error(letterhead.name, tr(_UNREADABLE), tr(_ORDINARY_COPY)) from problem


def _put_on(letterhead: bytes, name: str, document: Document) -> bytes:
    import docx
    from docx.oxml import parse_xml

    word: Any = docx.Document(io.BytesIO(letterhead))
    width = _usable_width(word, name)
    styles = _add_styles(word, language_tag(document.meta.language))
    _set_compatibility(word)
    builder = WordXml(document, _signs(), text_width=width, on_letterhead=True)
    xml = _with_their_styles(builder.body(), styles)
    for image in builder.images:
        relation, _ = word.part.get_or_add_image(io.BytesIO(image.data))
        xml = xml.replace(f'r:embed="{image.relation}"', f'r:embed="{relation}"')
    lists = _add_numbering(word, builder.ordered_lists, styles)
    xml = _LIST_ID.sub(lambda found: f'<w:numId w:val="{lists.get(int(found[1]), found[1])}"/>', xml)
    body = word.element.body
    last = body.sectPr
    for child in list(body):
        if child is not last:
            body.remove(child)
    for element in parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"):
        if last is None:
            body.append(element)
        else:
            last.addprevious(element)
    header, footer = (_with_their_styles(part, styles) for part in (builder.header(), builder.footer()))
    section = word.sections[-1]
    _append_below(section.header, header)
    _append_below(section.footer, footer)
    if section.different_first_page_header_footer:
        _append_below(section.first_page_header, header)
        _append_below(section.first_page_footer, footer)
    if word.settings.odd_and_even_pages_header_footer:
        _append_below(section.even_page_header, header)
        _append_below(section.even_page_footer, footer)
    buffer = io.BytesIO()
    word.save(buffer)
    parts = unpack(buffer.getvalue())
    return pack(_with_our_properties(parts, document.meta))


def _with_their_styles(xml: str, renamed: dict[str, str]) -> str:
    return _STYLE_ID.sub(lambda found: f'{found[1]}"{renamed.get(found[2], found[2])}"', xml)


def _append_below(place: Any, xml: str) -> None:
    """Our lines below the maker's; an empty paragraph that only stood there as a filler goes."""
    from docx.oxml import parse_xml

    place.is_linked_to_previous = False
    paragraphs = place.paragraphs
    if len(paragraphs) == 1 and not paragraphs[0].text and not place.tables and len(paragraphs[0]._p) <= 1:
        element = paragraphs[0]._p
        parent = element.getparent()
        parent.remove(element)
    for element in parse_xml(f"<w:hdr {NAMESPACES}>{xml}</w:hdr>"):
        place._element.append(element)


def _letterhead_error(name: str, why: str, next_step: str) -> DocumentError:
    return DocumentError("DOC-10", tr("The letterhead “{name}” cannot be used.", name=name), why, next_step)


def _read_letterhead(path: Path) -> bytes:
    """The bytes of a letterhead that holds nothing we would not want in a document of record."""
    name = path.name
    plain = tr(_ORDINARY_COPY)
    if path.suffix.lower() != ".docx":
        raise _letterhead_error(name, tr("Only .docx files without macros are taken as a letterhead."), plain)
    try:
        if path.stat().st_size > _LETTERHEAD_BYTES:
            raise _letterhead_error(
                name, tr("It has more than {number} MB.", number=_LETTERHEAD_BYTES // 1_000_000), tr(_SMALLER)
            )
        data = path.read_bytes()
        if why := _too_much(data):
            raise _letterhead_error(name, why, tr(_SMALLER))
        parts = unpack(data)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as problem:
        raise _letterhead_error(name, tr(_UNREADABLE), plain) from problem
    if any(_is_no_part(part) for part in parts):
        raise _letterhead_error(name, tr("It has parts that lead out of the file."), plain)
    xml = [content for part, content in parts.items() if part.endswith((".xml", ".rels"))]
    if any(mark in content.replace(b"\0", b"") for content in xml for mark in (b"<!DOCTYPE", b"<!ENTITY")):
        raise _letterhead_error(name, tr("It has definitions in it that no Word document needs."), plain)
    types = parts.get("[Content_Types].xml")
    if types is None or "word/document.xml" not in parts:
        raise _letterhead_error(name, tr("The file is not a Word document."), plain)
    if b"macroEnabled" in types or any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise _letterhead_error(name, tr("It contains macros."), plain)
    relations = [content for part, content in parts.items() if part.endswith(".rels")]
    if any(b'TargetMode="External"' in content for content in relations):
        raise _letterhead_error(
            name,
            tr("It refers to files or pages outside itself."),
            tr("Remove linked pictures and links, then try again."),
        )
    if any(part.startswith("word/comments") for part in parts):
        raise _letterhead_error(name, tr("It contains comments."), tr("Delete the comments, then try again."))
    texts = [content for part, content in parts.items() if part.startswith("word/") and part.endswith(".xml")]
    if any(mark in content for content in texts for mark in _TRACKED):
        raise _letterhead_error(
            name, tr("It contains tracked changes."), tr("Accept or reject the changes, then try again.")
        )
    return data


def _too_much(data: bytes) -> str:
    """Why a letterhead is not unpacked, by what its list of parts says; empty: nothing speaks against it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.infolist()
    if len(listed) > _LETTERHEAD_PARTS:
        return tr("It has more than {count} parts.", count=in_thousands(_LETTERHEAD_PARTS))
    if sum(part.file_size for part in listed) > _LETTERHEAD_UNPACKED:
        return tr("It unpacks to more than {number} MB.", number=_LETTERHEAD_UNPACKED // 1_000_000)
    if any(part.file_size > _LETTERHEAD_XML for part in listed if part.filename.endswith((".xml", ".rels"))):
        return tr("One of its texts has more than {number} MB.", number=_LETTERHEAD_XML // 1_000_000)
    return ""


def _is_no_part(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _usable_width(word: WordDocument, name: str) -> int:
    section = word.sections[-1]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    twips = round(width / 635)
    if twips < round(140 * _MM):
        raise _letterhead_error(
            name,
            tr("Its text is {width} mm wide; the tables need 140 mm.", width=round(twips / _MM)),
            tr("Make the left and right margins smaller, then try again."),
        )
    # 165 mm are rounded differently by different programs; they shall give the tables of our own page.
    return TEXT_WIDTH if abs(twips - TEXT_WIDTH) < 10 else twips


def _add_styles(word: Any, language: str) -> dict[str, str]:
    """Adds the styles the maker's file lacks; what it has stays, so that ours looks like its other papers.

    Returns our style ids with theirs: a German Word calls "heading 1" `berschrift1` inside the file.
    """
    from docx.oxml import parse_xml

    styles = word.styles.element
    theirs = {
        name.get(f"{_W}val", "").lower(): style
        for style in styles.findall(f"{_W}style")
        if style.get(f"{_W}styleId") and (name := style.find(f"{_W}name")) is not None
    }
    ours = parse_xml(_static_parts(language)["word/styles.xml"]).findall(f"{_W}style")
    renamed: dict[str, str] = {}
    added = []
    for style in ours:
        identity = style.get(f"{_W}styleId")
        existing = theirs.get(style.find(f"{_W}name").get(f"{_W}val").lower())
        if existing is None:
            style.attrib.pop(f"{_W}default", None)
            added.append(style)
        else:
            renamed[identity] = existing.get(f"{_W}styleId")
            style = existing
        if identity in _NUMBERED_STYLES:
            number, level = _NUMBERED_STYLES[identity]
            _number_style(style, number, level, keep=existing is not None)
    for style in added:
        for name in ("basedOn", "next"):
            reference = style.find(f"{_W}{name}")
            if reference is not None:
                value = reference.get(f"{_W}val")
                reference.set(f"{_W}val", renamed.get(value, value))
        styles.append(style)
    return renamed


def _number_style(style: Any, number: int, level: int, *, keep: bool) -> None:
    """Ties a style to our numbering; a numbering of the maker's is kept."""
    properties = style.get_or_add_pPr()
    if keep and properties.numPr is not None:
        return
    numbering = properties.get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = number


def _add_numbering(word: Any, ordered_lists: int, renamed: dict[str, str]) -> dict[int, int]:
    """Adds our numberings under ids the maker's file does not use; returns our list ids with the new ones."""
    from docx.oxml import parse_xml

    numbering = _numbering_part(word).element
    first_number = numbering.find(f"{_W}num")
    for abstract in parse_xml(_static_parts("en-GB")["word/numbering.xml"]).findall(f"{_W}abstractNum"):
        abstract.set(f"{_W}abstractNumId", str(_FIRST_FREE + int(abstract.get(f"{_W}abstractNumId"))))
        for style in abstract.iter(f"{_W}pStyle"):
            value = style.get(f"{_W}val")
            style.set(f"{_W}val", renamed.get(value, value))
        if first_number is None:
            numbering.append(abstract)
        else:
            first_number.addprevious(abstract)
    numbers = [
        f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{_FIRST_FREE + kind}"/></w:num>'
        for number, kind in ((_HEADING_NUMBER, 0), (_BULLET_NUMBER, 1))
    ]
    lists = {}
    for position, xml in enumerate(
        word_xml.ordered_list_numbers(ordered_lists, _FIRST_FREE + _ORDERED_LIST), 1
    ):
        old, new = word_xml.ordered_list_id(position), _BULLET_NUMBER + position
        lists[old] = new
        numbers.append(xml.replace(f'<w:num w:numId="{old}"', f'<w:num {NAMESPACES} w:numId="{new}"', 1))
    for xml in numbers:
        numbering.append(parse_xml(xml))
    return lists


def _numbering_part(word: Any) -> Any:
    """The part with the numberings; a file without a list in it has none, so one is added."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.parts.numbering import NumberingPart

    if not any(one.reltype == RELATIONSHIP_TYPE.NUMBERING for one in word.part.rels.values()):
        place = PackURI("/word/craNumbering.xml")
        empty = parse_xml(f"<w:numbering {NAMESPACES}/>")
        part = NumberingPart(place, CONTENT_TYPE.WML_NUMBERING, empty, word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return word.part.numbering_part


def _set_compatibility(word: Any) -> None:
    """Without mode 15 Word moves tables out of the text by their padding."""
    from docx.oxml import parse_xml

    settings = word.settings.element
    compat = settings.find(f"{_W}compat")
    if compat is None:
        compat = parse_xml(f"<w:compat {NAMESPACES}/>")
        later = next((child for child in settings if child.tag.removeprefix(_W) in _AFTER_COMPAT), None)
        if later is None:
            settings.append(compat)
        else:
            later.addprevious(compat)
    for setting in compat.findall(f"{_W}compatSetting"):
        if setting.get(f"{_W}name") == "compatibilityMode":
            compat.remove(setting)
    compat.append(
        parse_xml(
            f'<w:compatSetting {NAMESPACES} w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        )
    )


def _with_our_properties(parts: dict[str, bytes], meta: DocumentMeta) -> dict[str, bytes]:
    """Replaces the letterhead's author, company and custom properties by ours."""
    parts = {name: content for name, content in parts.items() if not name.startswith("docProps/")}
    parts["docProps/core.xml"] = _core_properties(meta)
    parts["docProps/custom.xml"] = _custom_properties(meta)
    relations = re.sub(r"<Relationship [^>]*docProps/[^>]*/>", "", parts["_rels/.rels"].decode("utf-8"))
    ours = "".join(_relationship(*relation) for relation in _PROPERTY_RELATIONS)
    parts["_rels/.rels"] = _encode(relations.replace("</Relationships>", f"{ours}</Relationships>"))
    types = parts["[Content_Types].xml"].decode("utf-8")
    types = re.sub(r'<Override [^>]*PartName="/docProps/[^>]*/>', "", types)
    parts["[Content_Types].xml"] = _encode(
        types.replace("</Types>", f"{_overrides(_PROPERTY_TYPES)}</Types>")
    )
    return parts
