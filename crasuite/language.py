"""The language of the reader: every shown text goes through `tr`, written in English where it is used.

The texts of another language lie in gettext catalogues, `resources/translations/<code>/`: `program` for the
window, the documents and the errors, `rulepack` for the rule pack. `build/translations.py` collects the
texts, checks the catalogues and compiles them.

The window speaks one language, set once with `use_language`. A document may be in another one: whatever runs
inside `with speaking("de"):` is worded in German, in this thread alone. A text that a catalogue does not have
yet is shown in English with "[en] " before it, so that nobody takes it for translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from gettext import NullTranslations

T = TypeVar("T")

ENGLISH = "en"
PSEUDO = "en-XA"
"""A made-up language for tests: English with accents and a third longer, to be told from what is not
translated, and to see what gets clipped."""
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
"""The languages to choose from, each under its own name."""
PROGRAM, RULEPACK = "program", "rulepack"
NOT_TRANSLATED = "[en] "

_default = ENGLISH
_spoken: ContextVar[str | None] = ContextVar("language", default=None)
_catalogues: dict[tuple[str, str], NullTranslations] = {}


def language() -> str:
    """Code of the language that is spoken here and now."""
    return _spoken.get() or _default


def use_language(code: str) -> None:
    """Speak this language from now on; one that is not known is English."""
    global _default
    _default = code if code in LANGUAGES or code == PSEUDO else ENGLISH


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language inside the block, in this thread."""
    token = _spoken.set(code if code in LANGUAGES or code == PSEUDO else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def tr(text: str, /, **values: object) -> str:
    """The text in the language of the reader, its `{names}` filled with the values.

    >>> tr("{product} has no name yet.", product="This product")
    'This product has no name yet.'
    """
    said = text if language() == ENGLISH else look_up(PROGRAM, text)
    return said.format(**values) if values else said


def tr_in(context: str, text: str, /, **values: object) -> str:
    """The same for a word that other languages say differently in different places.

    >>> tr_in("month", "May")
    'May'
    """
    said = text if language() == ENGLISH else look_up(PROGRAM, text, context=context)
    return said.format(**values) if values else said


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """A text with a number: `{n}` stands for it, with separators for thousands.

    >>> trn("{n} answer", "{n} answers", 1), trn("{n} answer", "{n} answers", 1200)
    ('1 answer', '1,200 answers')
    """
    if language() == ENGLISH:
        said = one if n == 1 else many
    else:
        said = look_up(PROGRAM, one, many=many, n=n)
    return said.format(n=number(n), **values)


def mark(text: str) -> str:
    """A text to be translated where it is used: `tr(WORDS[key])`. Tells only the collector about it."""
    return text


def in_each_language(make: Callable[[], T]) -> Callable[[], T]:
    """What a function without arguments makes of texts, kept for each language it was asked for in."""
    made: dict[str, T] = {}

    @wraps(make)
    def kept() -> T:
        code = language()
        if code not in made:
            made[code] = make()
        return made[code]

    return kept


def number(value: int) -> str:
    """A whole number with separators for thousands, as the reader writes it.

    >>> number(12000)
    '12,000'
    """
    said = f"{value:,}"
    return said if language() == ENGLISH else said.replace(",", tr_in("separator of thousands", ","))


def look_up(domain: str, text: str, *, context: str = "", many: str = "", n: int = 1) -> str:
    """A text from a catalogue of the spoken language, placeholders still in it."""
    code = language()
    if code == ENGLISH:
        return many if many and n != 1 else text
    if code == PSEUDO:
        return pseudo(many if many and n != 1 else text)
    key = (code, domain)
    if key not in _catalogues:
        _catalogues[key] = _read(code, domain)
    catalogue = _catalogues[key]
    if many:
        return catalogue.ngettext(text, many, n)
    return catalogue.pgettext(context, text) if context else catalogue.gettext(text)


def _read(code: str, domain: str) -> NullTranslations:
    """A compiled catalogue; without one, every text is one that is not translated."""
    import gettext

    from crasuite import paths

    class Untranslated(gettext.NullTranslations):
        """Shows what is missing."""

        def gettext(self, message: str) -> str:
            return NOT_TRANSLATED + message if needs_translation(message) else message

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return self.gettext(msgid1 if n == 1 else msgid2)

        def pgettext(self, context: str, message: str) -> str:
            return self.gettext(message)

    file = paths.resources_dir() / "translations" / code / f"{domain}.mo"
    try:
        with file.open("rb") as compiled:
            catalogue = gettext.GNUTranslations(compiled)
    except OSError:
        return Untranslated()
    catalogue.add_fallback(Untranslated())
    return catalogue


_WORD = re.compile(r"[A-Za-z][a-z]+|\bGDPR\b")


def needs_translation(text: str) -> bool:
    """False for what is written the same everywhere: numbers, signs, abbreviations.

    >>> needs_translation("CE"), needs_translation("{number} · {title}"), needs_translation("Open")
    (False, False, True)
    """
    return _WORD.search(_NAMES.sub("", text)) is not None


_NAMES = re.compile(r"\{[^{}]*\}")
_KEPT = re.compile(r"\{[^{}]*\}|\]\([^)\s]*\)|<[^<>]*>|&.|https?://\S+")
_ACCENTS = str.maketrans("aeiouAEIOU", "àéîöûÀÉÎÖÛ")


def pseudo(text: str) -> str:
    """English with accents and longer by a third; placeholders, link targets, tags and mnemonics stay.

    >>> pseudo("&Open {name}")
    '&Opén {name} ···'
    """
    parts: list[str] = []
    end = 0
    for kept in _KEPT.finditer(text):
        parts += [text[end : kept.start()].translate(_ACCENTS), kept.group()]
        end = kept.end()
    parts.append(text[end:].translate(_ACCENTS))
    return "".join(parts) + " " + "·" * max(2, len(text) // 4)
