"""On which page each heading will stand, worked out from the written XML and the widths of Arial.

Word shows what the contents list was written with until somebody updates it, so the numbers are worked out as
Word lays the page out: line by line, row by row, rows and headings kept together. Nobody else's layout can be
foretold to the point: where a little more or less room would give another number, the answer is that it is
not sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree

from crasuite.documents.metrics import text_width

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_PAGE_PT = (297 - 30 - 24) / 25.4 * 72
_SINGLE = 1.149
"""Height of a line of Arial in parts of its size."""
_SPACER_PT = 4.0
_TRIED = (0.98, 0.99, 1.01, 1.02)
"""Pages a little lower and higher than they are: numbers that stay the same are sure."""
_BARELY = 0.25
"""Part of a page below which it counts as nearly empty."""
_EMU = 12_700


class _Style(NamedTuple):
    size: float = 10.0
    line: float = 1.15
    before: float = 0.0
    after: float = 6.0
    bold: bool = False
    indent: float = 0.0
    keep_next: bool = False


_NORMAL = _Style()
_STYLES = {
    "Title": _Style(21, 1.0, 0, 2, bold=True, keep_next=True),
    "Subtitle": _Style(11, 1.079, 0, 10),
    "Heading1": _Style(14, 1.079, 18, 6, bold=True, indent=28.35, keep_next=True),
    "Heading2": _Style(11.5, 1.079, 13, 4, bold=True, indent=28.35, keep_next=True),
    "Heading3": _Style(10, 1.079, 10, 3, bold=True, keep_next=True),
    "Caption": _Style(8.5, 1.0, 8, 3, bold=True),
    "TOC1": _Style(10, 1.079, 7, 1, bold=True, indent=28.35),
    "TOC2": _Style(9.5, 1.079, 0, 1, indent=56.7),
    "ListBullet": _Style(10, 1.15, 0, 3, indent=17),
    "ListNumber": _Style(10, 1.15, 0, 3, indent=20),
    "CRACoverTitle": _Style(30, 1.0, 0, 6, bold=True),
    "CRALead": _Style(11, 1.079, 0, 4),
    "CRANote": _Style(8.5, 1.079, 3, 6),
    "CRAHead": _Style(8.5, 1.079, 0, 0, bold=True, keep_next=True),
    "CRACell": _Style(9, 1.079, 0, 0),
    "CRACellLabel": _Style(8.5, 1.079, 0, 0),
    "CRACellNext": _Style(9, 1.079, 2, 0),
    "CRACellSmall": _Style(8, 1.079, 2, 0),
    "CRALabel": _Style(8, 1.079, 0, 1),
    "CRAValue": _Style(9.5, 1.079, 0, 0),
    "CRASpacer": _Style(4, 1.0, 0, 0),
    "CRAPicture": _Style(10, 1.0, 3, 0, keep_next=True),
    "CRAContents": _Style(14, 1.079, 18, 6, bold=True, keep_next=True),
}
_SMALLER = {"CRACite": 8.5, "CRAContentsCite": 8.5}
_BOLD = frozenset({"Strong", "CRAGap", "CRAOpen"})


@dataclass(frozen=True, slots=True)
class Pages:
    """Page of each heading by its bookmark, and whether they can be relied on."""

    by_bookmark: dict[str, int]
    is_sure: bool


@dataclass(slots=True)
class _Box:
    """What stays whole: a paragraph, or a row of a table. Lines of a paragraph may go to the next page."""

    height: float
    before: float = 0.0
    after: float = 0.0
    """Of the space after one box and before the next, the larger counts."""
    keep_next: bool = False
    new_page: bool = False
    line: float = 0.0
    """Height of one line where the box may be split; 0 where it stays whole."""
    repeats: float = 0.0
    """Height of the head row that comes again on the next page."""
    bookmarks: tuple[str, ...] = ()
    is_row: bool = False


def barely_begun(body: str, namespaces: str, text_width_twips: int) -> frozenset[str]:
    """Bookmarks of the headings that would leave a page nearly empty if they started a new one.

    A chapter whose last rows were carried over leaves them alone on a page; the next chapter goes on there.
    """
    root = ElementTree.fromstring(f"<w:body {namespaces}>{body}</w:body>")
    joined: set[str] = set()
    _laid_out(list(_boxes(root, text_width_twips / 20)), _PAGE_PT, joined)
    return frozenset(joined)


def pages_of(body: str, namespaces: str, text_width_twips: int) -> Pages:
    """Where the headings of a body stand; `namespaces` are the declarations its prefixes need."""
    root = ElementTree.fromstring(f"<w:body {namespaces}>{body}</w:body>")
    boxes = list(_boxes(root, text_width_twips / 20))
    found = _laid_out(boxes, _PAGE_PT)
    # Programs differ in how they keep rows together.
    loose = [replace(box, keep_next=box.keep_next and not box.is_row) for box in boxes]
    is_sure = all(_laid_out(boxes, _PAGE_PT * page) == found for page in _TRIED)
    is_sure = is_sure and _laid_out(loose, _PAGE_PT) == found
    return Pages(found, is_sure)


def _laid_out(boxes: list[_Box], page_height: float, joined: set[str] | None = None) -> dict[str, int]:
    """The page of each bookmark when pages are so high.

    With `joined`, headings go on below what was carried over from the page before and leaves most of theirs
    empty; their bookmarks are added to it.
    """
    page, used, after = 1, 0.0, 0.0
    is_carried = False
    found: dict[str, int] = {}
    at = 0
    while at < len(boxes):
        end = at
        while boxes[end].keep_next and end + 1 < len(boxes) and not boxes[end + 1].new_page:
            end += 1
        group = boxes[at : end + 1]
        if group[0].new_page and used:
            if joined is not None and is_carried and used < page_height * _BARELY and group[0].bookmarks:
                joined.update(group[0].bookmarks)
            else:
                page, used = page + 1, 0.0
            is_carried = False
        inside = sum(max(one.after, two.before) for one, two in pairwise(group))
        needed = max(after, group[0].before) + inside + sum(box.height for box in group[:-1])
        needed += _least(group[-1])
        if used and used + needed > page_height and needed < page_height:
            page, used, is_carried = page + 1, group[0].repeats, True
        for box in group:
            before = max(after, box.before) if used else (box.before if box.new_page else 0.0)
            for name in box.bookmarks:
                found[name] = page
            height = before + box.height
            while used + height > page_height and box.line:
                room = max(0.0, page_height - used - before)
                height -= before + room // box.line * box.line
                page, used, before, is_carried = page + 1, box.repeats, 0.0, True
            used += height
            after = box.after
        at = end + 1
    return found


def _least(box: _Box) -> float:
    """What of a box must fit at the foot of a page: two lines, or all of it."""
    return min(box.height, 2 * box.line) if box.line else box.height


def _boxes(root: ElementTree.Element, width: float) -> Iterator[_Box]:
    for element in root:
        if element.tag == f"{_W}p":
            yield _paragraph_box(element, width)
        elif element.tag == f"{_W}tbl":
            yield from _rows(element)


def _rows(table: ElementTree.Element) -> Iterator[_Box]:
    head = 0.0
    for row in table.findall(f"{_W}tr"):
        properties = row.find(f"{_W}trPr")
        heights = [_cell_height(cell) for cell in row.findall(f"{_W}tc")]
        least = 0.0
        is_head = may_split = False
        if properties is None:
            may_split = True
        else:
            said = properties.find(f"{_W}trHeight")
            least = float(said.get(f"{_W}val", 0)) / 20 if said is not None else 0.0
            is_head = properties.find(f"{_W}tblHeader") is not None
            may_split = properties.find(f"{_W}cantSplit") is None
        height = max([least, *heights]) + 0.5
        if is_head:
            head = height
        keep = row.find(f".//{_W}keepNext") is not None
        line = 9.0 * _SINGLE * 1.079 if may_split else 0.0
        yield _Box(height, keep_next=keep, line=line, repeats=head, is_row=True)


def _cell_height(cell: ElementTree.Element) -> float:
    width = float(cell.find(f"{_W}tcPr/{_W}tcW").get(f"{_W}w", 0)) / 20  # type: ignore[union-attr]
    margins = cell.find(f"{_W}tcPr/{_W}tcMar")
    pad_x, pad_y = 6.8, 5.7
    if margins is not None:
        sides = {one.tag.removeprefix(_W): float(one.get(f"{_W}w", 0)) / 20 for one in margins}
        pad_x = sides.get("left", 3.4) + sides.get("right", 3.4)
        pad_y = sides.get("top", 0.0) + sides.get("bottom", 0.0)
    inside = [_paragraph_box(one, width - pad_x) for one in cell.findall(f"{_W}p")]
    between = sum(max(one.after, two.before) for one, two in pairwise(inside))
    return pad_y + between + sum(box.height for box in inside) + (inside[-1].after if inside else 0.0)


def _paragraph_box(paragraph: ElementTree.Element, width: float) -> _Box:
    properties = paragraph.find(f"{_W}pPr")
    style, before, keep_next, new_page, indent = _NORMAL, None, False, False, None
    if properties is not None:
        named = properties.find(f"{_W}pStyle")
        style = _STYLES.get(named.get(f"{_W}val", ""), _NORMAL) if named is not None else _NORMAL
        spacing = properties.find(f"{_W}spacing")
        if spacing is not None and spacing.get(f"{_W}before"):
            before = float(spacing.get(f"{_W}before", 0)) / 20
        keep_next = properties.find(f"{_W}keepNext") is not None
        new_page = properties.find(f"{_W}pageBreakBefore") is not None
        moved = properties.find(f"{_W}ind")
        if moved is not None:
            indent = float(moved.get(f"{_W}left", 0)) / 20
    drawn = sum(float(one.get("cy", 0)) / _EMU for one in paragraph.iter(_EXTENT))
    line = style.size * _SINGLE * style.line
    lines = _count_lines(paragraph, style, width - (style.indent if indent is None else indent))
    return _Box(
        _SPACER_PT if style is _STYLES["CRASpacer"] else max(lines * line, drawn),
        style.before if before is None else before,
        style.after,
        keep_next or style.keep_next,
        new_page,
        line if lines > 3 and not drawn else 0.0,
        bookmarks=tuple(one.get(f"{_W}name", "") for one in paragraph.iter(f"{_W}bookmarkStart")),
    )


def _count_lines(paragraph: ElementTree.Element, style: _Style, width: float) -> int:
    lines, used = 1, 0.0
    word = 0.0
    for text, size, bold in _texts(paragraph, style):
        space = text_width(" ", size, bold=bold)
        for place, piece in enumerate(text.split(" ")):
            if place:
                lines, used = _with_word(lines, used, word, width)
                used, word = used + space, 0.0
            if piece == "\n":
                lines, used, word = lines + 1, 0.0, 0.0
            elif piece:
                word += text_width(piece, size, bold=bold)
    return _with_word(lines, used, word, width)[0]


def _with_word(lines: int, used: float, word: float, width: float) -> tuple[int, float]:
    if used and used + word > width:
        lines, used = lines + 1, 0.0
    while word > width > 0:
        lines, word = lines + 1, word - width
    return lines, used + word


def _texts(paragraph: ElementTree.Element, style: _Style) -> Iterator[tuple[str, float, bool]]:
    hidden = False
    for run in paragraph.iter(f"{_W}r"):
        kind = run.find(f"{_W}fldChar")
        if kind is not None:
            hidden = kind.get(f"{_W}fldCharType") == "begin"
        named = run.find(f"{_W}rPr/{_W}rStyle")
        name = named.get(f"{_W}val", "") if named is not None else ""
        size = _SMALLER.get(name, style.size)
        bold = name in _BOLD or (style.bold and name not in _SMALLER and name != "CRARegular")
        for child in run:
            if child.tag == f"{_W}t" and not hidden:
                yield child.text or "", size, bold
            elif child.tag == f"{_W}br":
                yield " \n ", size, bold
            elif child.tag == f"{_W}tab":
                yield "    ", size, bold
