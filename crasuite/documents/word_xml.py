"""The neutral tree as WordprocessingML: body, header and footer as text, no file and no library.

Children of each element are written in the order of the schema, because Word refuses some files that have
another order. Widths are twentieths of a point (twips); the text is 165 mm = 9355 twips wide unless a
letterhead says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from crasuite.documents.columns import SOFT_HYPHEN, divided_head, divided_rows, widths_for
from crasuite.documents.metrics import count_lines
from crasuite.documents.page_numbers import barely_begun, pages_of
from crasuite.documents.picture_file import size_of
from crasuite.documents.properties import language_tag
from crasuite.documents.text import NO_BREAK_SPACE, clean, is_right_to_left, keep_together
from crasuite.documents.tree import (
    SIGNATURE,
    SIGNATURE_DECLARATION,
    Block,
    Bullets,
    Cell,
    Cite,
    ClassSign,
    Contents,
    Document,
    DocumentMeta,
    Gap,
    Heading,
    Muted,
    Note,
    OpenPoint,
    PageBreak,
    Paragraph,
    Picture,
    ResultBox,
    Run,
    SignatureBlock,
    StatedByYou,
    Status,
    Strong,
    Table,
    TablePattern,
    Text,
    Tick,
    UserText,
    Words,
    as_cell,
    cell,
    heads_of,
    para,
)

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TEXT_WIDTH = 9355
TEXT_WIDTH_MM = 165.0
_MM = 1440 / 25.4
_PAD_X, _PAD_Y = 68, 57
_HALF_PAGE = 243 * _MM / 2
_SHORT_LIST = 4
"""Items of a last list that stay together."""
_CLASS_COLOUR: dict[ClassSign | None, str] = {
    None: "475364",
    "default": "465366",
    "important-1": "0A5F6B",
    "important-2": "64389B",
    "critical": "8A1250",
}
_LEVEL_FILL = {"low": "FFFFFF", "medium": "EBEEF3", "high": "C9D0DA", "very-high": "475364"}
_RULE = "475364"
_HAIRLINE = "AEB7C3"
_HEAD_FILL = "EBEEF3"
_BOX_FILL = "F3F5F8"


@dataclass(frozen=True)
class Image:
    """A PNG or JPEG to be stored in the file under this relationship id."""

    relation: str
    name: str
    data: bytes


@dataclass
class WordXml:
    """Turns one document into XML; keeps the counters that captions, bookmarks and lists need."""

    document: Document
    signs: dict[ClassSign, bytes]
    text_width: int = TEXT_WIDTH
    # The maker's Header style may have tab stops of its own, which would catch our text.
    on_letterhead: bool = False
    images: list[Image] = field(default_factory=list)
    ordered_lists: int = 0
    _tables: int = 0
    _figures: int = 0
    _bookmark_ids: int = 0
    _drawings: int = 0
    _headings: int = 0
    _fitting: dict[TablePattern, list[int]] = field(default_factory=dict)

    @property
    def meta(self) -> DocumentMeta:
        """The meta of the document."""
        return self.document.meta

    @property
    def words(self) -> Words:
        """The fixed words in the document's language."""
        return self.document.meta.words

    # ------------------------------------------------------------------------------------------------- body

    def body(self) -> str:
        """All blocks, front block first, without the section properties."""
        parts = [self._front()]
        blocks = self.document.blocks
        for index, block in enumerate(blocks):
            if isinstance(block, PageBreak):
                continue
            new_page = index > 0 and isinstance(blocks[index - 1], PageBreak)
            keep_next = self._is_before_signature(index) or self._is_before_last_words(index)
            keep_next = keep_next or _leads_in(block)
            parts.append(self._block(block, new_page, keep_next=keep_next, is_last=block is blocks[-1]))
        body = "".join(parts)
        if body.endswith(_spacer()):
            # Nothing follows: four points that find no room would be a page of their own.
            body = body.removesuffix(_spacer()) + _LAST_LINE
        return self._with_page_numbers(self._with_chapters_joined(body))

    def _is_before_signature(self, index: int) -> bool:
        """Nobody should sign a page with nothing on it: the words before a signature stay with it."""
        follows = self.document.blocks[index + 1 : index + 3]
        return (
            len(follows) == 2
            and isinstance(follows[0], Heading)
            and not follows[0].new_page
            and isinstance(follows[1], SignatureBlock)
        )

    def _is_before_last_words(self, index: int) -> bool:
        """No page for a last line alone: what stands before it comes along."""
        follows = self.document.blocks[index + 1 :]
        return len(follows) == 1 and isinstance(follows[0], Note)

    def _with_chapters_joined(self, body: str) -> str:
        """Chapters that start a page, but for those that would leave the page before nearly empty."""
        if self.on_letterhead or not any(
            isinstance(block, Heading) and block.new_page for block in self.document.blocks
        ):
            return body
        plain = _PAGE_MARK_OF.sub("00", body)
        for name in barely_begun(plain, NAMESPACES, self.text_width):
            body = re.sub(
                rf'<w:pageBreakBefore/>((?:(?!</w:p>).)*<w:bookmarkStart w:id="\d+" w:name="{name}"/>)',
                r"\1",
                body,
                count=1,
            )
        return body

    def _with_page_numbers(self, body: str) -> str:
        """The contents list with the pages its fields shall show until they are updated."""
        if _PAGE_MARK not in body:
            return body
        pages = None
        if not self.on_letterhead:
            pages = pages_of(_PAGE_MARK_OF.sub("00", body), NAMESPACES, self.text_width)
        if pages is None or not pages.is_sure:
            # No number beats a wrong one: nothing shows until the fields are updated.
            return _PAGE_MARK_OF.sub("", body)
        return _PAGE_MARK_OF.sub(lambda found: str(pages.by_bookmark[found[1]]), body)

    def _block(self, block: Block, new_page: bool, *, keep_next: bool = False, is_last: bool = False) -> str:
        if isinstance(block, Heading):
            return self._heading(block, new_page)
        lead = _paragraph("CRASpacer", "", page_break=True) if new_page else ""
        if isinstance(block, Paragraph):
            style = {"lead": "CRALead", "note": "CRANote"}.get(block.style, "Normal")
            return "".join(self._paragraphs(block, style, page_break=new_page, keep_next=keep_next))
        if isinstance(block, Note):
            said = Paragraph(block.runs)
            return "".join(self._paragraphs(said, "CRANote", page_break=new_page, keep_next=keep_next))
        if isinstance(block, Bullets):
            return lead + self._bullets(block, keep_next, whole=is_last and len(block.items) <= _SHORT_LIST)
        if isinstance(block, Table):
            return lead + self._table(block)
        if isinstance(block, ResultBox):
            return lead + self._result_box(block)
        if isinstance(block, SignatureBlock):
            return lead + self._signature_block(block, keep_next)
        if isinstance(block, Picture):
            return lead + self._picture(block)
        if isinstance(block, Contents):
            return self._contents(block, new_page)
        return lead

    def _front(self) -> str:
        front, meta = self.document.front, self.meta
        cover = self.document.cover
        if front == "none":
            return ""
        if front == "cover" and cover is not None:
            top = [
                _paragraph("Subtitle", _run(keep_together(clean(cover.line))), spacing=' w:before="2400"'),
                _paragraph("CRACoverTitle", _run(clean(cover.name))),
                _paragraph("CRALead", _run(keep_together(clean(cover.description)))),
            ]
            if cover.sign:
                top.append(self._sign_line(cover.sign, cover.sign_text))
            top.append(_paragraph("Subtitle", "", spacing=' w:before="480"'))
            return "".join(top) + self._front_block()
        title = _paragraph("Title", _run(keep_together(clean(meta.title))))
        subtitle = _paragraph("Subtitle", _run(keep_together(clean(meta.subtitle)))) if meta.subtitle else ""
        return title + subtitle + (self._front_block() if front == "block" else "")

    def _sign_line(self, sign: ClassSign, text: str) -> str:
        picture = self._drawing(self.signs[sign], 12, 12, text, f"class-{sign}")
        words = f"{NO_BREAK_SPACE}{NO_BREAK_SPACE}{keep_together(clean(text))}"
        return _paragraph(
            "CRALead",
            f"<w:r>{picture}</w:r>" + _run(words, "Strong"),
            text_alignment="center",
            spacing=' w:before="240"',
        )

    def _front_block(self) -> str:
        meta, words = self.meta, self.words
        day = f"{meta.revision}, {meta.day}"
        maker = f"{meta.manufacturer}, {meta.place}" if meta.place else meta.manufacturer
        rows = (
            (
                (words.label_document, meta.number, True),
                (words.label_revision, day, False),
                (words.label_state, meta.state, True),
                (words.label_legal_basis, meta.legal_basis, False),
            ),
            (
                (words.label_product, meta.product_line, False),
                (words.label_manufacturer, maker, False),
                (words.label_law_used, meta.law_used, False),
                (words.label_fingerprint, meta.short_fingerprint.replace(" ", NO_BREAK_SPACE), False),
            ),
        )
        widths = self._widths((43, 39, 44, 39))
        xml = [self._table_start(widths, words.label_document, f"{meta.title}: {meta.product}")]
        for row in rows:
            xml.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
            for width, (label, value, bold) in zip(widths, row, strict=True):
                # Line breaks of a user's address stay inside the one value.
                value_xml = "<w:r><w:br/></w:r>".join(
                    _run(keep_together(line), "Strong" if bold else "") for line in clean(value).split("\n")
                )
                xml.append(
                    _table_cell(
                        width,
                        _paragraph("CRALabel", _run(clean(label)))
                        + _paragraph("CRAValue", value_xml, bidi=is_right_to_left(value)),
                    )
                )
            xml.append("</w:tr>")
        xml.append("</w:tbl>" + _spacer())
        return "".join(xml)

    # --------------------------------------------------------------------------------------------- headings

    def _heading(self, heading: Heading, new_page: bool) -> str:
        self._headings += 1
        runs = _run(keep_together(clean(heading.text)))
        if heading.citation:
            runs += _run(f"{_WIDE_SPACE}{keep_together(clean(heading.citation))}", "CRACite")
        names = [_heading_anchor(self._headings)]
        if heading.bookmark:
            names.append(_anchor(heading.bookmark))
        unnumbered = heading.level < 3 and not heading.numbered
        return _paragraph(
            f"Heading{heading.level}",
            self._bookmarked(names, runs),
            page_break=new_page or heading.new_page,
            num_id=0 if unnumbered else None,
            indent=' w:left="0" w:firstLine="0"' if unnumbered else "",
        )

    def _bookmarked(self, names: Sequence[str], xml: str) -> str:
        start, end = [], []
        for name in names:
            self._bookmark_ids += 1
            start.append(f'<w:bookmarkStart w:id="{self._bookmark_ids}" w:name="{name}"/>')
            end.append(f'<w:bookmarkEnd w:id="{self._bookmark_ids}"/>')
        return "".join(start) + xml + "".join(end)

    def _contents(self, block: Contents, new_page: bool) -> str:
        """Links with numbers and page numbers; the pages are fields that LibreOffice fills when it opens."""
        xml = [_paragraph("CRAContents", _run(clean(block.title)), page_break=new_page)]
        headings = [item for item in self.document.blocks if isinstance(item, Heading)]
        # The styles put the page numbers at the edge of our own page.
        tabs = ""
        if self.text_width != TEXT_WIDTH:
            tabs = (
                f'<w:tab w:val="clear" w:pos="{TEXT_WIDTH}"/>'
                f'<w:tab w:val="right" w:leader="dot" w:pos="{self.text_width}"/>'
            )
        chapter = section = 0
        for position, heading in enumerate(headings, 1):
            if heading.level == 3:
                continue
            number = ""
            if heading.numbered and heading.level == 1:
                chapter, section = chapter + 1, 0
                number = str(chapter)
            elif heading.numbered:
                section += 1
                number = f"{chapter}.{section}"
            inside = _run(keep_together(clean(heading.text)), "CRAContentsLink")
            if number:
                inside = f"{_run(f'{number}{chr(9)}', 'CRAContentsLink')}{inside}"
            if heading.citation:
                cite = keep_together(clean(heading.citation))
                inside += _run(f"{_WIDE_SPACE}{cite}", "CRAContentsCite")
            anchor = _heading_anchor(position)
            page = _field(f" PAGEREF {anchor} \\h ", f"{_PAGE_MARK}{anchor}{_PAGE_MARK}", "CRAContentsLink")
            inside += f"{_run(chr(9), 'CRAContentsLink')}{page}"
            link = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{inside}</w:hyperlink>'
            indent = "" if number else ' w:left="0" w:firstLine="0"'
            xml.append(_paragraph(f"TOC{heading.level}", link, indent=indent, tabs=tabs))
        return "".join(xml)

    # ------------------------------------------------------------------------------------ runs, paragraphs

    def _paragraphs(
        self,
        paragraph: Paragraph,
        style: str,
        *,
        page_break: bool = False,
        keep_next: bool = False,
        num_id: int | None = None,
        align: str = "",
        emphasis: str = "",
        next_style: str = "",
    ) -> list[str]:
        """One paragraph of the tree as one or, where the user's text has line breaks, several of Word."""
        result = []
        for index, runs in enumerate(_split_lines(paragraph.runs)):
            plain = "".join(run.text for run in runs if isinstance(run, (Text, UserText)))
            result.append(
                _paragraph(
                    (next_style or style) if index else style,
                    self._runs(runs, emphasis),
                    page_break=page_break and index == 0,
                    keep_next=keep_next,
                    num_id=num_id if index == 0 else (0 if num_id is not None else None),
                    align=align,
                    bidi=is_right_to_left(plain),
                )
            )
        return result

    def _runs(self, runs: Sequence[Run], emphasis: str = "") -> str:
        """Runs with the space between a statement, its citation and its tags put in where it is missing."""
        xml: list[str] = []
        before: Run | None = None
        for run in runs:
            tag_before = isinstance(before, (Gap, OpenPoint))
            if isinstance(run, (Cite, StatedByYou)):
                if before is not None and not _ends_open(before):
                    xml.append(_run(NO_BREAK_SPACE + " "))
            elif isinstance(run, (Gap, OpenPoint)):
                if before is not None and not _ends_open(before):
                    xml.append(_run(" "))
            elif (tag_before and not _starts_open(run)) or (
                isinstance(before, Cite) and isinstance(run, (Strong, Muted)) and not _starts_open(run)
            ):
                xml.append(_run(" "))
            xml.append(self._one_run(run, emphasis))
            before = run
        return "".join(xml)

    def _one_run(self, run: Run, emphasis: str) -> str:
        words = self.words
        if isinstance(run, Text):
            return _run(keep_together(clean(run.text)), emphasis, language=run.language)
        if isinstance(run, UserText):
            return _run(clean(run.text), emphasis, language=run.language)
        if isinstance(run, Strong):
            return _run(keep_together(clean(run.text)), "Strong")
        if isinstance(run, Muted):
            return _run(keep_together(clean(run.text)), "CRAMuted")
        if isinstance(run, Cite):
            return _run(keep_together(clean(run.text)), "CRACite")
        if isinstance(run, Gap):
            return _run(_tag(f"▲ {words.gap} {run.number}"), "CRAGap")
        if isinstance(run, OpenPoint):
            return _run(_tag(f"? {words.open} {run.number}"), "CRAOpen")
        if isinstance(run, StatedByYou):
            day = words.day(run.on)
            text = f"◊{NO_BREAK_SPACE}{words.stated_by_you}: {clean(run.reference)}, {day}"
            return _run(keep_together(text), "CRACite")
        if isinstance(run, Status):
            text = clean(run.words or words.status_word(run.kind))
            return _run(f"{run.kind.value}{NO_BREAK_SPACE}{keep_together(text)}", emphasis)
        if isinstance(run, Tick):
            sign = "■" if run.done else "□"
            text = f"{sign}{NO_BREAK_SPACE}{keep_together(clean(run.words))}" if run.words else sign
            return _run(text, "Strong" if run.done and run.words else emphasis)
        return (
            f'<w:hyperlink w:anchor="{_anchor(run.bookmark)}" w:history="1">'
            f"{_run(keep_together(clean(run.text)), 'Hyperlink')}</w:hyperlink>"
        )

    def _bullets(self, block: Bullets, keep_next: bool = False, *, whole: bool = False) -> str:
        style, number = "ListBullet", None
        if block.ordered:
            self.ordered_lists += 1
            style, number = "ListNumber", ordered_list_id(self.ordered_lists)
        kept = [keep_next or (whole and item is not block.items[-1]) for item in block.items]
        return "".join(
            "".join(self._paragraphs(item, style, num_id=number, keep_next=keep))
            if block.ordered
            else self._bullet(item, keep)
            for item, keep in zip(block.items, kept, strict=True)
        )

    def _bullet(self, item: Paragraph, keep_next: bool) -> str:
        lines = _split_lines(item.runs)
        first = self._paragraphs(Paragraph(tuple(lines[0])), "ListBullet", keep_next=keep_next)
        rest = [
            _paragraph(
                "ListBullet",
                self._runs(line),
                keep_next=keep_next,
                num_id=0,
                indent=' w:left="340" w:firstLine="0"',
            )
            for line in lines[1:]
        ]
        return "".join(first + rest)

    # ----------------------------------------------------------------------------------------------- tables

    def _widths(self, millimetres: Sequence[float]) -> list[int]:
        """Column widths in twips that add up to the text width exactly, so that table edges are flush."""
        total = sum(millimetres)
        # A table that is meant to be narrower than the text stays so; all others fill it.
        goal = (
            self.text_width if total > TEXT_WIDTH_MM - 3 else round(total / TEXT_WIDTH_MM * self.text_width)
        )
        edges, used = [0], 0.0
        for width in millimetres:
            used += width
            edges.append(round(used / total * goal))
        return [right - left for left, right in zip(edges, edges[1:], strict=False)]

    def _widths_of(self, pattern: TablePattern) -> list[int]:
        """The same widths for all tables of a pattern, so that no word in them is broken."""
        if pattern not in self._fitting:
            tables = [
                one for one in self.document.blocks if isinstance(one, Table) and one.pattern == pattern
            ]
            widths = self._widths([column.width_mm for column in pattern.columns])
            self._fitting[pattern] = widths_for(tables, widths, self.words)
        return self._fitting[pattern]

    def _table_start(
        self,
        widths: Sequence[int],
        title: str,
        description: str,
        *,
        grid: bool = False,
        head: bool = False,
        row_heads: bool = False,
    ) -> str:
        vertical = f'<w:insideV w:val="single" w:sz="4" w:space="0" w:color="{_HAIRLINE}"/>' if grid else ""
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="CRATable"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
            f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{_RULE}"/>'
            f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_RULE}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{_HAIRLINE}"/>{vertical}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{_PAD_Y}" w:type="dxa"/>'
            f'<w:left w:w="{_PAD_X}" w:type="dxa"/><w:bottom w:w="{_PAD_Y}" w:type="dxa"/>'
            f'<w:right w:w="{_PAD_X}" w:type="dxa"/></w:tblCellMar>'
            # What reads a table aloud takes from here whether row and column are named by their first cell.
            f'<w:tblLook w:val="{0x0020 * head + 0x0080 * row_heads:04X}" w:firstRow="{int(head)}" '
            f'w:lastRow="0" w:firstColumn="{int(row_heads)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            + (f"<w:tblCaption w:val={_attribute(title)}/>" if title else "")
            + (f"<w:tblDescription w:val={_attribute(description)}/>" if description else "")
            + "</w:tblPr><w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
            + "</w:tblGrid>"
        )

    def _table(self, block: Table) -> str:
        pattern = block.pattern
        xml: list[str] = []
        if block.caption:
            self._tables += 1
            xml.append(
                self._caption(self.words.table, "Table", self._tables, block.caption, block.bookmark, True)
            )
        widths = self._widths_of(pattern)
        heads = block.heads or tuple(column.head for column in pattern.columns)
        title = block.caption or block.description or ", ".join(head for head in heads if head)
        description = block.description or title
        row_heads = pattern.columns[0].look != "plain"
        xml.append(
            self._table_start(
                widths, title, description, grid=pattern.grid, head=pattern.with_head, row_heads=row_heads
            )
        )
        if pattern.with_head:
            xml.append(self._head_row(pattern, heads, widths))
        height = max(block.min_row_mm, pattern.min_row_mm)
        keep = _kept_rows(len(block.rows))
        for index, row in enumerate(divided_rows(block.rows, pattern, widths, self.words.language)):
            estimate = self._row_height(row, widths)
            xml.append(
                self._row(
                    row,
                    pattern,
                    widths,
                    # A row taller than a third of a page is not tied to the next: the pair might fit nowhere.
                    keep_next=index in keep and estimate < _HALF_PAGE * 2 / 3,
                    may_split=estimate > _HALF_PAGE,
                    min_height=round(height * _MM),
                )
            )
        xml.append("</w:tbl>" + _spacer())
        return "".join(xml)

    def _caption(
        self, word: str, sequence: str, number: int, text: str, bookmark: str, keep_next: bool
    ) -> str:
        label = _run(f"{word}{NO_BREAK_SPACE}") + _field(f" SEQ {sequence} \\* ARABIC ", str(number))
        if bookmark:
            label = self._bookmarked([_anchor(bookmark)], label)
        return _paragraph(
            "Caption", label + _run(f"{NO_BREAK_SPACE} {keep_together(clean(text))}"), keep_next=keep_next
        )

    def _head_row(self, pattern: TablePattern, heads: Sequence[str], widths: Sequence[int]) -> str:
        cells = []
        for column, head, width in zip(pattern.columns, heads, widths, strict=True):
            paragraph = _paragraph(
                "CRAHead",
                _run(keep_together(clean(divided_head(head, width, self.words.language)))),
                keep_next=True,
                align=_JUSTIFY[column.align],
            )
            cells.append(
                _table_cell(width, paragraph, fill=_HEAD_FILL, valign="bottom" if pattern.grid else "")
            )
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"

    def _row(
        self,
        row: Sequence[Cell],
        pattern: TablePattern,
        widths: Sequence[int],
        *,
        keep_next: bool,
        may_split: bool,
        min_height: int,
    ) -> str:
        properties = "" if may_split else "<w:cantSplit/>"
        if min_height:
            properties += f'<w:trHeight w:val="{min_height}" w:hRule="atLeast"/>'
        xml = ["<w:tr>", f"<w:trPr>{properties}</w:trPr>" if properties else ""]
        for column, content, width in zip(pattern.columns, row, widths, strict=True):
            dark = content.level == "very-high"
            emphasis = "CRAOnDark" if dark else ("Strong" if column.look == "strong" else "")
            first_style = "CRACellLabel" if column.look == "label" else "CRACell"
            paragraphs: list[str] = []
            for paragraph in content.paragraphs:
                style = first_style if not paragraphs else "CRACellNext"
                if paragraph.style in ("small", "note"):
                    style = "CRACellSmall"
                paragraphs += self._paragraphs(
                    paragraph,
                    style,
                    keep_next=keep_next,
                    align=_JUSTIFY[column.align],
                    emphasis=emphasis,
                    next_style="CRACellNext",
                )
            if not paragraphs:
                paragraphs = [_paragraph("CRACell", "", keep_next=keep_next)]
            xml.append(
                _table_cell(
                    width,
                    "".join(paragraphs),
                    fill=_LEVEL_FILL.get(content.level, ""),
                    valign="center" if pattern.grid else "",
                )
            )
        xml.append("</w:tr>")
        return "".join(xml)

    def _row_height(self, row: Sequence[Cell], widths: Sequence[int]) -> float:
        """A row's height in twips, near enough to know whether it is tall."""
        tallest = 0
        for content, width in zip(row, widths, strict=True):
            room = (width - 2 * _PAD_X) / 20
            length = sum(_length(paragraph) for paragraph in content.paragraphs)
            if length < 40 and len(content.paragraphs) < 4:
                continue
            lines = sum(count_lines(clean(_plain(paragraph)), room, 9) for paragraph in content.paragraphs)
            tallest = max(tallest, lines)
        return tallest * 11.2 * 20 + 2 * _PAD_Y

    # --------------------------------------------------------------------------------- result box, signatures

    def _result_box(self, box: ResultBox) -> str:
        # The bar is a filled cell: a thick border sticks out of the text in one program or another.
        bar = 90
        sign_width = round(16 * _MM) if box.sign else 0
        widths = [bar, *([sign_width] if box.sign else []), self.text_width - bar - sign_width]
        paragraphs = [_paragraph("CRALead", _run(keep_together(clean(box.headline)), "Strong"))]
        for line in box.lines:
            paragraphs += self._paragraphs(line, "CRACell", next_style="CRACellNext", keep_next=True)
        if box.cites:
            cites: list[Run] = [Cite(cite) for cite in box.cites]
            paragraphs += self._paragraphs(Paragraph(tuple(cites)), "CRACellNext", keep_next=True)
        for mark in box.marks:
            paragraphs += self._paragraphs(mark, "CRACellNext", keep_next=True)
        cells = [_box_cell(bar, _paragraph("CRASpacer", ""), _CLASS_COLOUR[box.sign], 0, 0, 0)]
        if box.sign:
            picture = self._drawing(self.signs[box.sign], 12, 12, clean(box.sign_text), f"class-{box.sign}")
            drawn = _paragraph("CRACell", f"<w:r>{picture}</w:r>", keep_next=True)
            cells.append(_box_cell(sign_width, drawn, _BOX_FILL, 113, 113, 0))
        cells.append(
            _box_cell(widths[-1], "".join(paragraphs), _BOX_FILL, 113, 113 if box.sign else 170, 113)
        )
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/>'
            f'<w:tblW w:w="{self.text_width}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={_attribute(box.headline)}/></w:tblPr><w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
            + f"</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr></w:tbl>"
            + _spacer()
        )

    def _signature_block(self, block: SignatureBlock, keep_next: bool = False) -> str:
        rows: list[tuple[Cell, ...]] = []
        for signatory in block.signatories:
            place = cell(signatory.place_and_date)
            signature = cell(signatory.signature)
            if block.blocked:
                place = cell(Muted(self.words.left_empty))
                signature = cell(Strong(block.blocked))
            name = as_cell(UserText(signatory.name_and_function))
            if block.on_behalf_of:
                rows.append((place, name, signature))
            else:
                rows.append((as_cell(signatory.role), name, place, signature))
        lead = ""
        pattern = SIGNATURE
        if block.on_behalf_of:
            pattern = SIGNATURE_DECLARATION
            runs = self._runs(para(f"{self.words.signed_for} ", Strong(block.on_behalf_of)).runs)
            lead = _paragraph("Normal", runs, keep_next=True, spacing=' w:before="240"')
        heads = heads_of(pattern, self.meta.language)
        widths = self._widths([column.width_mm for column in pattern.columns])
        title = ", ".join(heads)
        xml = [
            lead,
            self._table_start(widths, title, title, head=True),
            self._head_row(pattern, heads, widths),
        ]
        last = len(rows) - 1
        xml += [
            self._row(
                row,
                pattern,
                widths,
                keep_next=keep_next or index != last,
                may_split=False,
                min_height=round(pattern.min_row_mm * _MM),
            )
            for index, row in enumerate(rows)
        ]
        xml.append("</w:tbl>" + _spacer(keep_next=keep_next))
        return "".join(xml)

    # ---------------------------------------------------------------------------------------------- pictures

    def _picture(self, picture: Picture) -> str:
        width, height = size_of(picture.data)
        shown = min(picture.width_mm, 150.0, self.text_width / _MM)
        drawing = self._drawing(
            picture.data, shown, shown * height / width, clean(picture.alt_text), "figure"
        )
        xml = _paragraph("CRAPicture", f"<w:r>{drawing}</w:r>", keep_next=bool(picture.caption))
        if picture.caption:
            self._figures += 1
            xml += self._caption(self.words.figure, "Figure", self._figures, picture.caption, "", False)
        return xml

    def _drawing(self, data: bytes, width_mm: float, height_mm: float, alt: str, name: str) -> str:
        self._drawings += 1
        known = next((image for image in self.images if image.data == data), None)
        if known is None:
            number = len(self.images) + 1
            kind = "jpeg" if data.startswith(b"\xff\xd8") else "png"
            known = Image(f"rIdImage{number}", f"{name}-{number}.{kind}", data)
            self.images.append(known)
        size = f'cx="{round(width_mm * 36000)}" cy="{round(height_mm * 36000)}"'
        described = f"descr={_attribute(alt)} title={_attribute(alt)}"
        kind = "http://schemas.openxmlformats.org/drawingml/2006/picture"
        return (
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{self._drawings}" name="Picture {self._drawings}" {described}/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="{kind}"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{self._drawings}" name="{known.name}" {described}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{known.relation}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing>"
        )

    # ----------------------------------------------------------------------------------------- header, footer

    def header(self) -> str:
        """Maker and title on every page, and below them the draft band while the document is not released."""
        meta, words = self.meta, self.words
        maker = " ".join(clean(meta.manufacturer).split())
        names_product = bool(meta.product) and meta.product in meta.title
        right = " ".join(clean(meta.title if names_product else f"{meta.title} · {meta.product}").split())
        tabs = f'<w:tab w:val="right" w:pos="{self.text_width}"/>'
        xml = _paragraph(
            "CRAHeader" if self.on_letterhead else "Header",
            _run(maker, "Strong") + "<w:r><w:tab/></w:r>" + _run(keep_together(right)),
            tabs=tabs,
        )
        if not meta.final:
            means = clean(meta.draft_means or words.not_released)
            counts = clean(meta.draft_counts or words.counts(meta.gaps, meta.open_points))
            xml += _paragraph(
                "CRADraft",
                _run(meta.band)
                + _run(f"{_WIDE_SPACE}{means}", "CRARegular")
                + "<w:r><w:tab/></w:r>"
                + _run(keep_together(counts), "CRARegular"),
                tabs=f'<w:tab w:val="right" w:pos="{self.text_width - 110}"/>',
            )
        return xml

    def footer(self) -> str:
        """What identifies the page, page x of y, and the program's line unless the maker alone speaks."""
        meta, words = self.meta, self.words
        identity = (
            f"{clean(meta.number)} · {words.revision} {meta.revision} · {meta.day} · "
            f"{words.fingerprint} {meta.short_fingerprint}"
        )
        page = (
            _run(f"{words.page}{NO_BREAK_SPACE}")
            + _field(" PAGE ", "1")
            + _run(f"{NO_BREAK_SPACE}{words.of}{NO_BREAK_SPACE}")
            + _field(" NUMPAGES ", "1")
        )
        border = f'<w:top w:val="single" w:sz="4" w:space="5" w:color="{_HAIRLINE}"/>'
        xml = _paragraph(
            "CRAHeader" if self.on_letterhead else "Footer",
            _run(keep_together(identity)) + "<w:r><w:tab/></w:r>" + page,
            border=border,
            tabs=f'<w:tab w:val="right" w:pos="{self.text_width}"/>',
        )
        if not (meta.final and meta.own_statement):
            xml += _paragraph("CRAHeader" if self.on_letterhead else "Footer", _run(words.made_with))
        return xml


# -------------------------------------------------------------------------------------------------------
# pieces

# The gap between a heading or a word of the band and what follows; a line may end at its last space.
_WIDE_SPACE = f"{NO_BREAK_SPACE}{NO_BREAK_SPACE} "
# Stands where a page number belongs until the pages are known; no text of the tree can hold it.
_PAGE_MARK = "\ue0fa"
_PAGE_MARK_OF = re.compile(f"{_PAGE_MARK}([^{_PAGE_MARK}]*){_PAGE_MARK}")
_JUSTIFY = {"left": "", "right": "right", "centre": "center"}
_TAG_SEPARATOR = re.compile(r"[\s-]")


def ordered_list_id(number: int) -> int:
    """The numbering id of the n-th counted list; ids below are taken by headings and bullets."""
    return 10 + number


def _tag(text: str) -> str:
    """A tag that no line end can break, with air on both sides inside its fill or outline."""
    return NO_BREAK_SPACE + _TAG_SEPARATOR.sub(NO_BREAK_SPACE, clean(text)) + NO_BREAK_SPACE


def _split_lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if isinstance(run, (Text, UserText)) and not run.text.isprintable():
            first, *rest = clean(run.text).split("\n")
            lines[-1].append(type(run)(first, run.language))
            lines += [[type(run)(line, run.language)] for line in rest]
        else:
            lines[-1].append(run)
    return lines


def _ends_open(run: Run) -> bool:
    """True when what follows needs no extra space."""
    if isinstance(run, (Gap, OpenPoint)):
        return False
    text = getattr(run, "text", "x")
    return not text or text[-1] in " \u00a0(\t\n"


def _starts_open(run: Run) -> bool:
    text = getattr(run, "text", "x")
    return not text or text[0] in " \u00a0.,;:)!?\t\n"


def _plain(paragraph: Paragraph) -> str:
    parts = []
    for run in paragraph.runs:
        if isinstance(run, (Gap, OpenPoint)):
            parts.append(f"▲ Open {run.number} ")
        elif isinstance(run, (Status, Tick)):
            parts.append(f"● {run.words}")
        elif isinstance(run, StatedByYou):
            parts.append(f"◊ stated by you: {run.reference}, 00 Nov 0000")
        else:
            parts.append(run.text)
    return "".join(parts)


def _length(paragraph: Paragraph) -> int:
    return sum(len(getattr(run, "text", "")) + 12 for run in paragraph.runs)


def _kept_rows(count: int) -> set[int]:
    """Rows tied to the next: the first and the last pair, and all of a table of up to four rows."""
    if count <= 4:
        return set(range(count - 1))
    return {0, count - 2}


def _heading_anchor(position: int) -> str:
    return f"_Toc{position:06d}"


def _anchor(name: str) -> str:
    """A name Word accepts for a bookmark: letters, digits, underscore, at most 40."""
    return ("cra_" + re.sub(r"[^A-Za-z0-9]", "_", name))[:40]


def _attribute(text: str) -> str:
    return '"' + escape(clean(text).replace("\n", " "), {'"': "&quot;", "\t": " "}) + '"'


def _run(text: str, style: str = "", *, language: str = "") -> str:
    """A run; tab, line break and soft hyphen become their elements, right-to-left text is marked as such."""
    if not text:
        return ""
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    if is_right_to_left(text):
        tag = f'<w:lang w:bidi="{escape(language_tag(language))}"/>' if language else ""
        properties += f"<w:rtl/>{tag}"
    elif language:
        properties += f'<w:lang w:val="{escape(language_tag(language))}"/>'
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    pieces: list[str] = []
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            pieces.append("<w:br/>")
        for tab_number, piece in enumerate(line.split("\t")):
            if tab_number:
                pieces.append("<w:tab/>")
            for part_number, part in enumerate(piece.split(SOFT_HYPHEN)):
                if part_number:
                    pieces.append("<w:softHyphen/>")
                if part:
                    pieces.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>')
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def _field(instruction: str, cached: str, style: str = "") -> str:
    """A complex field with the value we counted; nothing here asks Word to update."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{look}<w:t>{escape(cached)}</w:t></w:r>"
        f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def _paragraph(
    style: str,
    runs: str,
    *,
    keep_next: bool = False,
    page_break: bool = False,
    num_id: int | None = None,
    border: str = "",
    tabs: str = "",
    bidi: bool = False,
    spacing: str = "",
    indent: str = "",
    align: str = "",
    text_alignment: str = "",
) -> str:
    """A paragraph; the order of its properties is the schema's."""
    properties = "" if style == "Normal" else f'<w:pStyle w:val="{style}"/>'
    if keep_next:
        properties += "<w:keepNext/>"
    if page_break:
        properties += "<w:pageBreakBefore/>"
    if num_id is not None:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num_id}"/></w:numPr>'
    if border:
        properties += f"<w:pBdr>{border}</w:pBdr>"
    if tabs:
        properties += f"<w:tabs>{tabs}</w:tabs>"
    if bidi:
        properties += "<w:bidi/>"
    if spacing:
        properties += f"<w:spacing{spacing}/>"
    if indent:
        properties += f"<w:ind{indent}/>"
    if align:
        properties += f'<w:jc w:val="{align}"/>'
    if text_alignment:
        properties += f'<w:textAlignment w:val="{text_alignment}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>" if properties else f"<w:p>{runs}</w:p>"


def _table_cell(width: int, paragraphs: str, *, fill: str = "", valign: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    vertical = f'<w:vAlign w:val="{valign}"/>' if valign else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}{vertical}</w:tcPr>{paragraphs}</w:tc>'


def _box_cell(width: int, paragraphs: str, fill: str, vertical: int, left: int, right: int) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        f'<w:tcMar><w:top w:w="{vertical}" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/>'
        f'<w:bottom w:w="{vertical}" w:type="dxa"/><w:right w:w="{right}" w:type="dxa"/></w:tcMar></w:tcPr>'
        f"{paragraphs}</w:tc>"
    )


_LAST_LINE = _paragraph("CRASpacer", "", spacing=' w:line="20" w:lineRule="exact"')


def _leads_in(block: Block) -> bool:
    """Words that end in a colon stay with what they lead to."""
    if not isinstance(block, Paragraph) or not block.runs:
        return False
    last = block.runs[-1]
    return isinstance(last, Text) and last.text.rstrip().endswith(":")


def _spacer(*, keep_next: bool = False) -> str:
    """Four points after a table; Word would join it with a table that follows."""
    keep = "<w:keepNext/>" if keep_next else ""
    return f'<w:p><w:pPr><w:pStyle w:val="CRASpacer"/>{keep}</w:pPr></w:p>'


def ordered_list_numbers(count: int, abstract_id: int) -> Iterable[str]:
    """A numbering of its own for each counted list, so that each starts at 1."""
    for number in range(1, count + 1):
        yield (
            f'<w:num w:numId="{ordered_list_id(number)}"><w:abstractNumId w:val="{abstract_id}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
