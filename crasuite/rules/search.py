"""Finding categories by the user's own words, to read first. Never decides anything.

Whole words and phrases are compared with the synonyms, titles and examples of the pack; a plural finds its
singular. What differs from one language to another stands in `_Grammar`; a German word also finds what it is
put together with. Where another language than English is spoken, English words find as well: people who make
products use them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec import Struct

from crasuite.language import ENGLISH, language
from crasuite.rules.model import Category, Pack
from crasuite.rules.translation import as_read

_WORD = re.compile(r"[^\W_]+(?:['’+.-][^\W_]+)*")
_SYNONYM, _NAME, _EXAMPLE, _WORD_OF_SYNONYM = 3.0, 2.0, 1.0, 1.0
_COMMON = 4
"""A single word found in more categories than this says nothing about any of them."""
STRONG = _SYNONYM
"""A hit from this score on matched a synonym as a whole: worth suggesting unasked."""
_SHORTEST_PART = 4
"""Letters of a folded word that may be one part of a compound."""
_AS_A_MODIFIER = 0.5
"""A "Routergehäuse" is no router: what only describes the rest of a compound counts half."""


class Hit(Struct, frozen=True):
    """A category worth reading and the user's words that found it, best first."""

    category: str
    matched: tuple[str, ...]
    score: float


class _Grammar(Struct, frozen=True):
    """What finding words takes from a language."""

    fold: Callable[[str], str]
    """One form for all forms of a word."""
    filler: frozenset[str]
    """Folded words that say nothing of a product."""
    has_compounds: bool = False


def find_categories(pack: Pack, text: str) -> list[Hit]:
    """Categories whose synonyms, names or examples appear in the text, the likeliest first.

    A synonym counts more than the name, a longer phrase more than a single word. Partial words never match,
    but for the parts of a compound in a language that has them.
    """
    words = _words(text)
    if not words:
        return []
    spoken = language() if language() in _GRAMMARS else ENGLISH
    sources = {spoken: pack, ENGLISH: as_read(pack)}
    found: dict[str, dict[str, float]] = {category: {} for category in pack.categories}
    for code, source in sources.items():
        folded = tuple(_GRAMMARS[code].fold(word) for word in words)
        common = _common_words(tuple(source.categories.values()), code)
        for category in source.categories.values():
            _look(words, folded, category, code, common, found[category.id])
    order = {category: position for position, category in enumerate(pack.categories)}
    hits = []
    for category_id, said_by in found.items():
        kept = {said: score for said, score in said_by.items() if not _inside_another(said, said_by)}
        if kept:
            ordered = tuple(sorted(kept, key=lambda said: -kept[said]))
            hits.append(Hit(category_id, ordered, sum(kept.values())))
    return sorted(hits, key=lambda hit: (-hit.score, order[hit.category]))


def _look(
    words: tuple[str, ...],
    folded: tuple[str, ...],
    category: Category,
    code: str,
    common: frozenset[str],
    found: dict[str, float],
) -> None:
    """Note which of the user's words stand for a category, each with its best score."""
    has_compounds = _GRAMMARS[code].has_compounds
    for phrase, weight in _phrases(category, code):
        size = len(phrase)
        if size == 1 and weight < _SYNONYM and phrase[0] in common:
            continue
        for start in range(len(folded) - size + 1):
            if folded[start : start + size] == phrase:
                score = weight * size
            elif has_compounds and size == 1:
                score = weight * _part_of(folded[start], phrase[0])
            else:
                continue
            if score:
                said = " ".join(words[start : start + size])
                found[said] = max(found.get(said, 0.0), score)


def _part_of(compound: str, part: str) -> float:
    """How much a word counts that stands at the end of a compound, or at its start; 0: nowhere in it.

    >>> _part_of("haustürschloss", "schloss"), _part_of("schlosstür", "schloss"), _part_of("tür", "tür")
    (1.0, 0.5, 0.0)
    """
    if len(part) < _SHORTEST_PART or len(compound) < len(part) + 3:
        return 0.0
    if compound.endswith(part):
        return 1.0
    return _AS_A_MODIFIER if compound.startswith(part) else 0.0


def _inside_another(said: str, found: dict[str, float]) -> bool:
    return any(said != other and f" {said} " in f" {other} " for other in found)


def _common_words(categories: tuple[Category, ...], code: str) -> frozenset[str]:
    """Words that occur on their own in too many categories to point to one."""
    seen: dict[str, int] = {}
    for category in categories:
        for word in {phrase[0] for phrase, _ in _phrases(category, code) if len(phrase) == 1}:
            seen[word] = seen.get(word, 0) + 1
    return frozenset(word for word, number in seen.items() if number > _COMMON)


def _phrases(category: Category, code: str) -> tuple[tuple[tuple[str, ...], float], ...]:
    """What finds a category, each with its weight."""
    return _phrases_of(category.id, category.title, category.synonyms, category.name, category.counts, code)


@lru_cache(maxsize=256)
def _phrases_of(
    ident: str, title: str, synonyms: tuple[str, ...], name: str, counts: tuple[str, ...], code: str
) -> tuple[tuple[tuple[str, ...], float], ...]:
    phrases: dict[tuple[str, ...], float] = {}
    fold, filler = _GRAMMARS[code].fold, _GRAMMARS[code].filler

    def folded(text: str) -> tuple[str, ...]:
        return tuple(fold(word) for word in _words(text))

    def add(words: tuple[str, ...], weight: float) -> None:
        if words and not all(word in filler for word in words):
            phrases[words] = max(phrases.get(words, 0.0), weight)

    for synonym in synonyms:
        add(folded(synonym), _SYNONYM)
        for word in folded(synonym):
            if len(word) > 2:
                add((word,), _WORD_OF_SYNONYM)
    for text in (title, name):
        add(folded(text), _NAME)
        for word in folded(text):
            if len(word) > 3:
                add((word,), _NAME)
    for example in counts:
        words = folded(example)
        for size in (2, 3):
            for start in range(len(words) - size + 1):
                part = words[start : start + size]
                if not filler & set(part):
                    add(part, _EXAMPLE)
    add(folded(ident), _SYNONYM)
    return tuple(phrases.items())


def _words(text: str) -> tuple[str, ...]:
    return tuple(_split(unicodedata.normalize("NFKC", text)))


def _split(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        yield match.group().casefold().replace("’", "'")


# --- the languages ------------------------------------------------------------------------------------------


def _fold_english(word: str) -> str:
    """The singular of a plural, roughly; applied to both sides alike.

    >>> [_fold_english(word) for word in ("locks", "batteries", "switches", "access", "vpns", "virus")]
    ['lock', 'battery', 'switch', 'access', 'vpn', 'virus']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})
_WRITTEN_OUT = re.compile("ae|oe|ue")


def _fold_german(word: str) -> str:
    """The word without umlauts and endings, roughly; applied to both sides alike.

    >>> [_fold_german(word) for word in ("schlösser", "schloss", "schluessel", "schlüsseln", "vpns")]
    ['schloss', 'schloss', 'schlussel', 'schlussel', 'vpn']
    """
    word = word.translate(_UMLAUTS)
    word = _WRITTEN_OUT.sub(lambda found: found.group()[0], word)
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    for ending in ("ern", "en", "er", "e"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)]
    return word[:-1] if word.endswith("ln") else word


def _said_of_all(words: str, fold: Callable[[str], str] = str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


_GRAMMARS = {
    ENGLISH: _Grammar(
        _fold_english,
        _said_of_all(
            "a an and any are as at be by can do does for from has have in into is it its may of on or "
            "our own part parts such that the their them these they this to use used user users using we "
            "which with you your product products device devices software hardware system systems "
            "function functions functionality app apps"
        ),
    ),
    "de": _Grammar(
        _fold_german,
        _said_of_all(
            "alle als am an auch auf aus bei beim das dass dem den der des die durch ein eine einem einen "
            "einer eines er es für gibt haben hat ihr ihre im in ist kann können mit nach nicht oder sein "
            "sie sind so solche teil teile über um und uns unser unsere unter vom von vor welche werden "
            "wie wir wird zu zum zur nutzen nutzer benutzer anwender verwenden verwendet produkt produkte "
            "gerät geräte software hardware system systeme funktion funktionen funktionalität app apps "
            "programm programme anwendung anwendungen eigene eigenen",
            _fold_german,
        ),
        has_compounds=True,
    ),
}
"""Grammar by language; a language without one uses that of English."""
