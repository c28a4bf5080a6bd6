"""What a document says, as lines: every text of the tree in reading order, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from crasuite.documents import tree
from crasuite.documents.sheets import Sheet, SummarySheet, Workbook


def lines_of(paper: tree.Document | Workbook) -> list[str]:
    """Meta, then each paragraph, table row or sheet row as one line."""
    return [*_meta(paper.meta), *(_document(paper) if isinstance(paper, tree.Document) else _workbook(paper))]


def text_of(paper: tree.Document | Workbook) -> str:
    """All lines as one text."""
    return "\n".join(lines_of(paper)) + "\n"


def cells_of(paper: tree.Document | Workbook) -> Iterator[str]:
    """The text of every table cell."""
    if isinstance(paper, tree.Document):
        for block in paper.blocks:
            if isinstance(block, tree.Table):
                for row in block.rows:
                    yield from (_cell(cell) for cell in row)
    else:
        for sheet in paper.sheets:
            if isinstance(sheet, Sheet):
                for row in sheet.rows:
                    for column, value in zip(sheet.columns, row.values, strict=True):
                        if not (column.editable and value is None):
                            yield "" if value is None else str(value)


def _meta(meta: tree.DocumentMeta) -> Iterator[str]:
    yield f"{meta.number} · revision {meta.revision} · {meta.day} · {meta.state}"
    yield f"{meta.title} · {meta.subtitle} · {meta.legal_basis}"
    yield f"{meta.words.label_manufacturer}: {meta.manufacturer} · {meta.product_line} · {meta.law_used}"
    yield f"{meta.words.counts(meta.gaps, meta.open_points)} · {'final' if meta.final else 'draft'}"


def _document(document: tree.Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, tree.Heading):
            yield ""
            yield f"{'#' * block.level} {block.text} {block.citation}".rstrip()
        elif isinstance(block, tree.Paragraph):
            yield _paragraph(block)
        elif isinstance(block, tree.Note):
            yield f"({''.join(_run(run) for run in block.runs)})"
        elif isinstance(block, tree.ResultBox):
            yield f"> {block.headline} (sign: {block.sign or 'no'})"
            yield from (f"> {_paragraph(line)}" for line in block.lines)
            yield f"> {' '.join(block.cites)}"
            yield from (f"> {_paragraph(mark)}" for mark in block.marks)
        elif isinstance(block, tree.Table):
            if block.caption:
                yield f"Table: {block.caption}"
            yield from ("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in block.rows)
        elif isinstance(block, tree.SignatureBlock):
            yield from (
                f"| {one.role} | {one.name_and_function} | {_plain(one.place_and_date)} |"
                for one in block.signatories
            )
            if block.blocked:
                yield f"! {block.blocked}"
        elif isinstance(block, tree.Bullets):
            yield from (f"* {_paragraph(item)}" for item in block.items)


def _workbook(workbook: Workbook) -> Iterator[str]:
    for sheet in workbook.sheets:
        yield ""
        yield f"== {sheet.name}: {sheet.title} · {sheet.subtitle}"
        if isinstance(sheet, Sheet):
            yield "| " + " | ".join(column.head for column in sheet.columns) + " |"
            for row in sheet.rows:
                values = ("" if value is None else str(value).replace("\n", " / ") for value in row.values)
                yield f"{row.id}: | " + " | ".join(values) + " |"
        elif isinstance(sheet, SummarySheet):
            yield from (f"{label}: {value}" for label, value in sheet.identity)
            yield from (f"{count.what}: {count.where}" for count in sheet.counts)
            for point in sheet.points:
                yield f"{point.kind} {point.number} | {point.owner} | {point.due or '–'} | {point.words}"
        else:
            yield from (f"{label}: {value}" for label, value in sheet.lines)


def _plain(run: tree.RunLike) -> str:
    return run if isinstance(run, str) else _run(run)


def _cell(cell: tree.Cell) -> str:
    return " / ".join(_paragraph(paragraph) for paragraph in cell.paragraphs)


def _paragraph(paragraph: tree.Paragraph) -> str:
    return "".join(_run(run) for run in paragraph.runs).strip()


def _run(run: tree.Run) -> str:
    if isinstance(run, tree.Gap):
        return f"▲ Gap {run.number} "
    if isinstance(run, tree.OpenPoint):
        return f"? Open {run.number} "
    if isinstance(run, tree.StatedByYou):
        return f" ◊ stated by you: {run.reference}, {tree.ENGLISH.day(run.on)}"
    if isinstance(run, tree.Status):
        return f"{run.kind.value} {run.words or tree.ENGLISH.status_word(run.kind)}"
    if isinstance(run, tree.Tick):
        return f"{'■' if run.done else '□'} {run.words}"
    if isinstance(run, tree.Cite):
        return f"  [{run.text}]"
    if isinstance(run, tree.Strong):
        return f"**{run.text}**"
    return run.text
