"""A paper as HTML for the preview in the window: the tree of the export in tags a text view knows.

Colours come from outside, so that the preview follows the look of the window. Text is always escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from crasuite.documents import tree
from crasuite.documents.sheets import AboutSheet, CellValue, Sheet, SummarySheet, Workbook
from crasuite.documents.text import clean
from crasuite.domain.english import small_first
from crasuite.language import speaking, tr, trn

MOST_ROWS = 60
"""Rows of a sheet that are shown; a list of 50,000 components is read in Excel."""
_END = "<!--/-->"
"""Stands between the blocks of a paper and shows nowhere; text has no such brackets, since it is escaped."""


@dataclass(frozen=True, slots=True)
class PreviewColours:
    """What the preview needs of the look of the window."""

    text: str = "#18212D"
    muted: str = "#475364"
    border: str = "#AEB7C3"
    head: str = "#EBEEF3"
    gap: str = "#A8231C"
    gap_ground: str = "#FBE6E4"
    open: str = "#7A4B00"
    open_ground: str = "#FBEFD6"
    link: str = "#1C5A9E"
    on_very_high: str = "#FFFFFF"
    levels: tuple[str, str, str, str] = ("#FFFFFF", "#EBEEF3", "#C9D0DA", "#475364")


def preview_html(paper: tree.Document | Workbook, colours: PreviewColours | None = None) -> str:
    """The paper as one HTML page."""
    writer = _Html(paper.meta, colours or PreviewColours())
    if isinstance(paper, tree.Document):
        body = writer.document(paper)
    else:
        body = writer.workbook(paper)
    look = writer.colours
    style = (
        f"body {{ color: {look.text}; }} h1 {{ font-size: large; margin-top: 14px; margin-bottom: 4px; }} "
        "h2 { font-size: medium; margin-top: 12px; margin-bottom: 3px; } "
        "h3 { font-size: medium; margin-top: 10px; margin-bottom: 2px; } "
        "p { margin-top: 0; margin-bottom: 6px; } "
        f"a {{ color: {look.link}; }}"
    )
    return f"<html><head><style>{style}</style></head><body>{body}</body></html>"


def first_blocks(html: str, letters: int) -> str:
    """The beginning of a paper as a page of its own: whole blocks with so many letters of HTML, or all."""
    place = html.find(_END, letters)
    return html if place < 0 else f"{html[:place]}</body></html>"


class _Html:
    """Writes blocks one by one; headings of level 1 and 2 are counted as in the export."""

    def __init__(self, meta: tree.DocumentMeta, colours: PreviewColours) -> None:
        self.meta = meta
        self.colours = colours
        self._numbers = [0, 0]
        self._tables = 0
        self._figures = 0

    # ------------------------------------------------------------------------------------------- whole papers

    def document(self, document: tree.Document) -> str:
        meta = self.meta
        parts = []
        if document.front == "cover" and document.cover is not None:
            parts.append(self._p(document.cover.description, muted=True))
        if document.front != "none":
            parts.append(f'<p style="font-size: x-large; font-weight: 600">{self._text(meta.title)}</p>')
        parts.append(self._p(self._standing(), muted=True))
        if document.front == "block":
            parts.append(self._p(meta.subtitle, muted=True))
        parts += [self._block(block) for block in document.blocks]
        return _END.join(parts)

    def _standing(self) -> str:
        """Draft or released, and under which law, in sentences."""
        meta = self.meta
        if meta.final or meta.is_record:
            return f"{meta.law_used}. {meta.state}."
        with speaking(meta.language):
            law = small_first(meta.law_used)
            return tr("Draft of {day}, {law_used}. {state}.", day=meta.day, law_used=law, state=meta.state)

    def workbook(self, workbook: Workbook) -> str:
        parts = [f'<p style="font-size: x-large; font-weight: 600">{self._text(self.meta.title)}</p>']
        with speaking(self.meta.language):
            sheets = trn("Excel workbook, {n} sheet.", "Excel workbook, {n} sheets.", len(workbook.sheets))
        parts.append(self._p(f"{self.meta.state}. {sheets}", muted=True))
        for sheet in workbook.sheets:
            parts.append(f"<h1>{self._text(sheet.name)}</h1>")
            parts.append(self._p(sheet.subtitle, muted=True))
            if isinstance(sheet, SummarySheet):
                parts.append(
                    self._rows([(self._muted(name), self._lines(said)) for name, said in sheet.identity])
                )
                if sheet.note:
                    parts.append(self._p(sheet.note, muted=True))
            elif isinstance(sheet, AboutSheet):
                parts.append(
                    self._rows([(self._muted(name), self._lines(said)) for name, said in sheet.lines])
                )
            else:
                parts.append(self._sheet(sheet))
        return _END.join(parts)

    def _sheet(self, sheet: Sheet) -> str:
        shown = [(index, column) for index, column in enumerate(sheet.columns) if column.level_of is None]
        heads = [self._text(column.head) for _, column in shown]
        rows = [
            tuple(self._lines(_cell_words(row.values[index])) for index, _ in shown)
            for row in sheet.rows[:MOST_ROWS]
        ]
        more = len(sheet.rows) - MOST_ROWS
        with speaking(self.meta.language):
            words = trn("{n} more row in the file.", "{n} more rows in the file.", more)
        left = self._p(words, muted=True) if more > 0 else ""
        return self._rows(rows, heads) + left

    # ------------------------------------------------------------------------------------------------- blocks

    def _block(self, block: tree.Block) -> str:
        writers: Mapping[type, Callable[..., str]] = {
            tree.Heading: self._heading,
            tree.Paragraph: self._paragraph,
            tree.Bullets: self._bullets,
            tree.Table: self._table,
            tree.ResultBox: self._result,
            tree.SignatureBlock: self._signatures,
            tree.Note: lambda note: f"<p><small>{self._muted_html(self._runs(note.runs))}</small></p>",
            tree.PageBreak: lambda _: "<hr>",
            tree.Picture: self._picture,
            tree.Contents: lambda _: "",
        }
        return writers[type(block)](block)

    def _heading(self, heading: tree.Heading) -> str:
        number = ""
        if heading.numbered and heading.level == 1:
            self._numbers = [self._numbers[0] + 1, 0]
            number = f"{self._numbers[0]}&nbsp; "
        elif heading.numbered and heading.level == 2:
            self._numbers[1] += 1
            number = f"{self._numbers[0]}.{self._numbers[1]}&nbsp; "
        cite = f" <small>{self._muted(heading.citation)}</small>" if heading.citation else ""
        return f"<h{heading.level}>{number}{self._text(heading.text)}{cite}</h{heading.level}>"

    def _paragraph(self, paragraph: tree.Paragraph) -> str:
        html = self._runs(paragraph.runs)
        if paragraph.style in ("note", "small"):
            html = f"<small>{self._muted_html(html)}</small>"
        return f"<p>{html}</p>"

    def _bullets(self, bullets: tree.Bullets) -> str:
        tag = "ol" if bullets.ordered else "ul"
        items = "".join(f"<li>{self._runs(item.runs)}</li>" for item in bullets.items)
        return f"<{tag}>{items}</{tag}>"

    def _table(self, table: tree.Table) -> str:
        heads = table.heads or tuple(column.head for column in table.pattern.columns)
        caption = ""
        if table.caption:
            self._tables += 1
            words = f"{self.meta.words.table} {self._tables}&nbsp; {self._text(table.caption)}"
            caption = f"<p><small><b>{words}</b></small></p>"
        looks = [column.look for column in table.pattern.columns]
        rows = [
            tuple(self._cell(cell, look) for cell, look in zip(row, looks, strict=True)) for row in table.rows
        ]
        grounds = [tuple(self._ground(cell.level) for cell in row) for row in table.rows]
        named = [self._text(head) for head in heads] if table.pattern.with_head else None
        widths = [column.width_mm for column in table.pattern.columns]
        return caption + self._rows(rows, named, widths, grounds)

    def _cell(self, cell: tree.Cell, look: str) -> str:
        lines = []
        for paragraph in cell.paragraphs:
            html = self._runs(paragraph.runs)
            lines.append(f"<small>{self._muted_html(html)}</small>" if paragraph.style == "small" else html)
        html = "<br>".join(lines)
        if look == "label":
            return self._muted_html(html)
        html = f"<b>{html}</b>" if look == "strong" and html else html
        if cell.level == "very-high":
            return f'<font color="{self.colours.on_very_high}">{html}</font>'
        return html

    def _ground(self, level: str) -> str:
        names = ("low", "medium", "high", "very-high")
        return self.colours.levels[names.index(level)] if level in names else ""

    def _rows(
        self,
        rows: Sequence[tuple[str, ...]],
        heads: list[str] | None = None,
        widths: list[float] | None = None,
        grounds: list[tuple[str, ...]] | None = None,
    ) -> str:
        if not rows and not heads:
            return ""
        look = self.colours
        total = sum(widths) if widths else 0
        shares = [f' width="{round(100 * width / total)}%"' for width in widths] if widths and total else []

        def share(at: int) -> str:
            return shares[at] if at < len(shares) else ""

        line = f"border-bottom: 1px solid {look.border};"
        html = []
        if heads is not None:
            cells = "".join(
                f'<td bgcolor="{look.head}"{share(at)} style="{line}"><small><b>{head}</b></small></td>'
                for at, head in enumerate(heads)
            )
            html.append(f"<tr>{cells}</tr>")
        for number, row in enumerate(rows):
            cells = ""
            for at, cell in enumerate(row):
                ground = grounds[number][at] if grounds else ""
                colour = f' bgcolor="{ground}"' if ground else ""
                cells += f'<td{share(at)}{colour} style="{line}">{cell or "&nbsp;"}</td>'
            html.append(f"<tr>{cells}</tr>")
        return (
            f'<table width="98%" cellspacing="0" cellpadding="4" style="border-collapse: collapse; '
            f'margin-bottom: 8px;">{"".join(html)}</table>'
        )

    def _result(self, box: tree.ResultBox) -> str:
        inside = f"<b>{self._text(box.headline)}</b>"
        for line in box.lines:
            inside += f"<br>{self._runs(line.runs)}"
        if box.cites:
            inside += f"<br><small>{self._muted(', '.join(box.cites))}</small>"
        for mark in box.marks:
            inside += f"<br>{self._runs(mark.runs)}"
        return (
            f'<table width="98%" cellspacing="0" cellpadding="8"><tr><td bgcolor="{self.colours.head}">'
            f"{inside}</td></tr></table><p></p>"
        )

    def _signatures(self, block: tree.SignatureBlock) -> str:
        parts = []
        if block.on_behalf_of:
            parts.append(self._p(f"{self.meta.words.signed_for} {block.on_behalf_of}"))
        rows = []
        for one in block.signatories:
            signature = self._inline(one.signature) or "________________"
            rows.append(
                (
                    self._text(one.role),
                    self._text(one.name_and_function),
                    self._inline(one.place_and_date) or "________________",
                    f"<b>{self._text(block.blocked)}</b>" if block.blocked else signature,
                )
            )
        if rows:
            parts.append(self._rows(rows, tree.heads_of(tree.SIGNATURE, self.meta.language)))
        elif block.blocked:
            parts.append(f"<p><b>{self._text(block.blocked)}</b></p>")
        return "".join(parts)

    def _picture(self, picture: tree.Picture) -> str:
        self._figures += 1
        words = f"{self.meta.words.figure} {self._figures}: {picture.caption or picture.alt_text}"
        return self._p(words, muted=True)

    # --------------------------------------------------------------------------------------------------- runs

    def _runs(self, runs: tuple[tree.Run, ...]) -> str:
        return "".join(self._run(run) for run in runs)

    def _inline(self, run: tree.RunLike) -> str:
        return self._text(run) if isinstance(run, str) else self._run(run)

    def _run(self, run: tree.Run) -> str:
        words, look = self.meta.words, self.colours
        match run:
            case tree.UserText(text=text):
                return self._lines(text)
            case tree.Strong(text=text):
                return f"<b>{self._text(text)}</b>"
            case tree.Muted(text=text):
                return self._muted(text)
            case tree.Cite(text=text):
                return f" <small>{self._muted(text)}</small>"
            case tree.Gap(number=number):
                return self._tag(f"▲&nbsp;{words.gap}&nbsp;{escape(number)}", look.gap, look.gap_ground)
            case tree.OpenPoint(number=number):
                return self._tag(f"?&nbsp;{words.open}&nbsp;{escape(number)}", look.open, look.open_ground)
            case tree.StatedByYou(reference=reference, on=on):
                return f" ◊ {words.stated_by_you}: {self._text(reference)}, {words.day(on)}"
            case tree.Status(kind=kind, words=said):
                return f"{kind.value}&nbsp;{self._text(said or words.status_word(kind))}"
            case tree.Tick(done=done, words=said):
                return f"{'■' if done else '□'} {self._text(said)}".rstrip()
            case tree.Link(text=text):
                return self._text(text)
            case tree.Text(text=text):
                return self._text(text)
        raise TypeError(f"{type(run).__name__} is no run")

    @staticmethod
    def _tag(words: str, colour: str, ground: str) -> str:
        return f'<b><span style="color: {colour}; background-color: {ground}">&nbsp;{words}&nbsp;</span></b> '

    def _p(self, text: str, *, muted: bool = False) -> str:
        if not text:
            return ""
        return f"<p>{self._muted(text) if muted else self._text(text)}</p>"

    def _muted(self, text: str) -> str:
        return self._muted_html(self._text(text))

    def _muted_html(self, html: str) -> str:
        return f'<font color="{self.colours.muted}">{html}</font>'

    @staticmethod
    def _text(text: str) -> str:
        return escape(clean(text))

    def _lines(self, text: str) -> str:
        return self._text(text).replace("\n", "<br>")


def _cell_words(value: CellValue) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
