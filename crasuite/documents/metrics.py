"""How wide words are in Arial, near enough to count lines, for row heights and tall rows."""

from __future__ import annotations

import math
import unicodedata

# Widths in thousandths of the size for the characters from space to tilde (Liberation Sans has the same).
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD_FACTOR = 1.07


class _Widths(dict[str, int]):
    """Widths by character; those beyond ASCII are found out when they first appear."""

    def __missing__(self, character: str) -> int:
        if unicodedata.combining(character):
            width = 0
        elif unicodedata.east_asian_width(character) in "WF" or ord(character) > 0xFFFF:
            width = 1000
        else:
            base = unicodedata.normalize("NFD", character)[0]
            width = self[base] if base != character else 600
        self[character] = width
        return width


_WIDTH_OF = _Widths(zip(map(chr, range(32, 127)), _WIDTHS, strict=True))
_WIDTH_OF["\u00a0"] = _WIDTH_OF[" "]


def text_width(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Width of a text on one line, in points."""
    return sum(map(_WIDTH_OF.__getitem__, text)) * size_pt / 1000 * (_BOLD_FACTOR if bold else 1.0)


def count_lines(text: str, width_pt: float, size_pt: float, *, bold: bool = False) -> int:
    """Lines that a text takes in a column of this width, words kept whole where they fit.

    >>> count_lines("one two", 200, 10), count_lines("a\\nb", 200, 10), count_lines("x" * 100, 100, 10)
    (1, 2, 5)
    """
    # Most texts are far shorter than the column; no letter is wider than its size.
    if len(text) * size_pt * _BOLD_FACTOR <= width_pt and "\n" not in text:
        return 1
    lines = 0
    space = text_width(" ", size_pt, bold=bold)
    for piece in text.split("\n"):
        lines += 1
        used = 0.0
        for word in piece.split(" "):
            width = text_width(word, size_pt, bold=bold)
            if used and used + space + width > width_pt:
                lines += 1
                used = 0.0
            if width > width_pt:
                # A word wider than the column is broken wherever the line ends.
                further = math.ceil(width / width_pt) - 1
                lines += further
                used = width - further * width_pt
            else:
                used += width + (space if used else 0.0)
    return lines
