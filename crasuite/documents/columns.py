"""Columns that hold their longest word.

The widths of a table pattern are made for English. Where another language, or a long word of any, would be
broken wherever the line ends, the column takes the room it lacks from those that have some to spare. A word
that is far too long for that gets soft hyphens, in a language whose words we can divide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crasuite.documents.metrics import text_width
from crasuite.documents.text import NO_BREAK_SPACE, clean, keep_together
from crasuite.documents.tree import (
    Cell,
    Cite,
    Gap,
    Muted,
    OpenPoint,
    Run,
    StatedByYou,
    Status,
    Strong,
    Table,
    TablePattern,
    Text,
    Tick,
    UserText,
    Words,
)
from crasuite.domain.english import divided

SOFT_HYPHEN = "\u00ad"
# Widths of Arial Bold in thousandths of the size, from space to tilde; the factor of `metrics` is a mean, and
# words with many narrow letters are wider than that.
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_BOLD_OF = dict(zip(map(chr, range(32, 127)), _BOLD, strict=True)) | {
    NO_BREAK_SPACE: 278, "ä": 556, "ö": 611, "ü": 611, "ß": 611, "Ä": 722, "Ö": 778, "Ü": 722,
}  # fmt: skip
_CELL, _HEAD, _CITE = 9.0, 8.5, 8.5
_PADDING = 6.8
_NEARLY = 6.0
"""A word that lacks no more than this, in points, widens its column; a longer one is divided first."""
_REAL_WIDTH = 1.01
"""Programs measure a little differently."""
_WIDEST = 1.1
"""No letter is wider than this part of its size, bold or not."""
_PIECES = re.compile(r"([ \n\t]|(?<=\w-)(?=\w))")
_PLACES = re.compile(r"[ \n\t]|(?<=\w-)(?=\w)")
# Addresses, hash values and the like are broken anywhere by every program. Nothing is a word that is longer
# than any; looking into it would take time that grows with its square.
_NO_WORD = re.compile(r"[/@:_\\=]|(?=\w*\d)\w{12}")
_NO_LONGER = 80


def widths_for(tables: Iterable[Table], widths: Sequence[int], words: Words) -> list[int]:
    """The widths of the columns of tables of one pattern, in twips; the sum stays.

    Args:
        widths: as the pattern has them.
        words: of the document, whose language the tables are in.
    """
    needs = [_PADDING] * len(widths)
    for table in tables:
        for place, column in enumerate(table.pattern.columns):
            room = widths[place] / 20 - _PADDING
            enough = room if table.pattern.grid else room + _NEARLY
            for word, size, bold in _words(table, place, column.look == "strong", words):
                needed = _measured(word, size, bold)
                if needed > enough:
                    *first, last = divided(word, words.language)
                    needed = max(
                        _measured(part, size, bold) for part in (*(f"{one}-" for one in first), last)
                    )
                needs[place] = max(needs[place], needed + _PADDING)
    return widened(widths, [round(20 * need) for need in needs])


def widened(widths: Sequence[int], needs: Sequence[int]) -> list[int]:
    """The widths with each that is too small made larger, at the cost of those with room; the sum stays.

    >>> widened([100, 300, 100], [120, 100, 50]), widened([100, 100], [90, 100])
    ([120, 284, 96], [100, 100])
    """
    lacks = [max(0, need - width) for width, need in zip(widths, needs, strict=True)]
    spare = [max(0, width - need) for width, need in zip(widths, needs, strict=True)]
    wanted, there = sum(lacks), sum(spare)
    if not wanted or not there:
        return list(widths)
    share = min(1.0, there / wanted)
    new = [width + int(lack * share) for width, lack in zip(widths, lacks, strict=True)]
    given = sum(new) - sum(widths)
    taken = [room * given // there for room in spare]
    taken[max(range(len(spare)), key=spare.__getitem__)] += given - sum(taken)
    return [width - less for width, less in zip(new, taken, strict=True)]


def divided_rows(
    rows: Iterable[Sequence[Cell]], pattern: TablePattern, widths: Sequence[int], code: str
) -> list[tuple[Cell, ...]]:
    """The rows with soft hyphens in what we say ourselves and finds no room; words of the user stay."""
    return [
        tuple(
            _divided_cell(content, _Column(width / 20 - _PADDING, column.look == "strong", code))
            for content, width, column in zip(row, widths, pattern.columns, strict=True)
        )
        for row in rows
    ]


def divided_head(head: str, width: int, code: str) -> str:
    """The words over a column, with soft hyphens where one finds no room."""
    return _divided_text(head, _Column(width / 20 - _PADDING, True, code), _HEAD)


@dataclass(frozen=True, slots=True)
class _Column:
    """The room of a column in points, whether its words are bold, and the language of the document."""

    room: float
    bold: bool
    code: str


def _divided_cell(content: Cell, column: _Column) -> Cell:
    paragraphs = tuple(
        replace(one, runs=tuple(_divided_run(run, column) for run in one.runs)) for one in content.paragraphs
    )
    return content if paragraphs == content.paragraphs else replace(content, paragraphs=paragraphs)


def _divided_run(run: Run, column: _Column) -> Run:
    if isinstance(run, (Text, Strong, Muted, Cite)):
        return replace(run, text=_divided_text(run.text, column, _CELL))
    if isinstance(run, (Status, Tick)):
        return replace(run, words=_divided_text(run.words, column, _CELL))
    return run


def _divided_text(text: str, column: _Column, size: float) -> str:
    """The text with the words divided that find no room; as it was when each finds it."""
    if len(text) * size * _WIDEST <= column.room:
        return text
    said = keep_together(clean(text))
    pieces = [
        SOFT_HYPHEN.join(divided(piece, column.code))
        if _measured(piece, size, column.bold) > column.room
        else piece
        for piece in _PIECES.split(said)
    ]
    new = "".join(pieces)
    return text if new == said else new


def longest_word(texts: Iterable[str], size: float, *, bold: bool = False) -> float:
    """The width of the widest word of texts in points; addresses and hash values do not count.

    >>> longest_word(["a note at https://maker.example/long"], 10) < longest_word(["a longer note"], 10)
    True
    """
    found = (word for text in texts for word in _PLACES.split(clean(text)))
    return max((_measured(one, size, bold) for one in found if _is_word(one)), default=0.0)


def _is_word(text: str) -> bool:
    return len(text) <= _NO_LONGER and not _NO_WORD.search(text)


def _measured(word: str, size: float, bold: bool) -> float:
    if not bold:
        return text_width(word, size) * _REAL_WIDTH
    return sum(_BOLD_OF.get(one, 667) for one in word) * size / 1000 * _REAL_WIDTH


def _words(table: Table, place: int, strong: bool, words: Words) -> Iterator[tuple[str, float, bool]]:
    """What a line cannot end in, of one column: its size and whether it is bold."""
    if table.pattern.with_head:
        head = (table.heads or [column.head for column in table.pattern.columns])[place]
        for word in _PLACES.split(keep_together(clean(head))):
            yield word, _HEAD, True
    for row in table.rows:
        for paragraph in row[place].paragraphs:
            for run in paragraph.runs:
                size = _CITE if isinstance(run, (Cite, StatedByYou)) else _CELL
                bold = strong or isinstance(run, (Strong, Gap, OpenPoint))
                for word in _PLACES.split(_said(run, words)):
                    if len(word) > 4 and _is_word(word):
                        yield word, size, bold


def _said(run: Run, words: Words) -> str:
    if isinstance(run, UserText):
        return clean(run.text)
    if isinstance(run, (Gap, OpenPoint)):
        kind = words.gap if isinstance(run, Gap) else words.open
        return f" ▲ {kind} {run.number} ".replace(" ", NO_BREAK_SPACE)
    if isinstance(run, Status):
        said = keep_together(clean(run.words or words.status_word(run.kind)))
        return f"{run.kind.value}{NO_BREAK_SPACE}{said}"
    if isinstance(run, Tick):
        return f"■{NO_BREAK_SPACE}{keep_together(clean(run.words))}" if run.words else "■"
    if isinstance(run, StatedByYou):
        return keep_together(f"{words.stated_by_you}: {clean(run.reference)}, {words.day(run.on)}")
    return keep_together(clean(run.text))
