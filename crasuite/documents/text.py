"""Text that is safe to write: control characters, broken surrogates, no-break spaces, direction."""

from __future__ import annotations

import re
import unicodedata

# XML 1.0 forbids these; Word and Excel call a file with one of them damaged. Tab and line feed stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_LINE_BREAK = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")

NO_BREAK_SPACE = "\u00a0"
_MONTHS = (
    "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|February|March|April|June|July|August|September"
)
_MONTHS += "|October|November|December"
_GERMAN_MONTHS = (
    r"Jan\.|Feb\.|März|Apr\.|Mai|Juni|Juli|Aug\.|Sept\.|Okt\.|Nov\.|Dez\.|Januar|Februar|April|August"
    "|September|Oktober|November|Dezember"
)
_DATE = re.compile(rf"\b(\d{{1,2}}) ({_MONTHS})\b(?: (\d{{4}})\b)?")
_GERMAN_DATE = re.compile(rf"\b(\d{{1,2}}\.) ({_GERMAN_MONTHS})(?![\w.])(?: (\d{{4}})\b)?")
_LEGAL = re.compile(
    r"\b(Arts?\.|Articles?|Annex|Annexes|Parts?|class|Class|rev\.|revision|No\.|Reg\.|Chapter|Module|module"
    r"|Modules|modules|Table|Gap|Open|section|point) (?=[\dIVXLABCH(])"
)
_GERMAN_LEGAL = re.compile(
    r"\b(Abs\.|UAbs\.|Nr\.|Buchst\.|Ziff\.|S\.|Anhangs?|Teile?|Klassen?|Kapitel|Abschnitte?|Moduls?|Modulen?"
    r"|Tabelle|Lücke|Offen|Punkte?|Fassung|Erwägungsgrund|Erwägungsgründen?) (?=[\dIVXLABCH]|[a-z]\b)"
)
_SUB = re.compile(r"\b(Annex\u00a0[IVX]+|Part\u00a0[IVX]+|class\u00a0I{1,2}) (?=\()")
_GERMAN_ARTICLE = re.compile(r"\b(Art\.\u00a0\d+[a-z]?) (?=(?:Abs|Nr)\.)")
_SHORT = re.compile(r"\b(z|d|u|i|o)\. (B|h|a|d|R|Ä)\.")
_MODULES = re.compile(r"\bB \+ C\b")


def clean(text: str) -> str:
    r"""User text without what a document cannot hold; tab and line break stay, nothing else is changed.

    >>> clean("a\x07b\r\nc\x1b[31mred\ud800")
    'ab\ncred\ufffd'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _ANSI.sub("", text)
    text = _LINE_BREAK.sub("\n", text)
    text = _FORBIDDEN.sub("", text)
    # Two halves that belong together become the character they mean; a lone half becomes the replacement
    # sign.
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def keep_together(text: str) -> str:
    """Our own text with no-break spaces where a line must not end: in dates, after Art., Annex, Part, No. …

    >>> keep_together("Annex VIII, Part II (5) on 24 Nov 2026").count(NO_BREAK_SPACE)
    5
    """
    text = _LEGAL.sub(lambda found: found.group(1) + NO_BREAK_SPACE, text)
    text = _GERMAN_LEGAL.sub(lambda found: found.group(1) + NO_BREAK_SPACE, text)
    text = _GERMAN_ARTICLE.sub(lambda found: found.group(1) + NO_BREAK_SPACE, text)
    text = _SUB.sub(lambda found: found.group(1) + NO_BREAK_SPACE, text)
    text = _MODULES.sub(f"B{NO_BREAK_SPACE}+{NO_BREAK_SPACE}C", text)
    text = _SHORT.sub(rf"\1.{NO_BREAK_SPACE}\2.", text)
    text = _GERMAN_DATE.sub(_unbroken, text)
    return _DATE.sub(_unbroken, text)


def _unbroken(found: re.Match[str]) -> str:
    return NO_BREAK_SPACE.join(part for part in found.groups() if part)


def is_right_to_left(text: str) -> bool:
    """True when the first letter with a direction is Hebrew, Arabic or the like."""
    if text.isascii():
        return False
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
