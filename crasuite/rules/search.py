"""Finding categories by the user's own words, to read first. Never decides anything.

Whole words and phrases are compared with the synonyms, titles and examples of the pack; a plural finds its
singular.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from crasuite.rules.model import Category, Pack

_WORD = re.compile(r"[^\W_]+(?:['’+.-][^\W_]+)*")
_FILLER = frozenset(
    re.findall(
        r"\w+",
        "a an and any are as at be by can do does for from has have in into is it its may of on or our own "
        "part parts such that the their them these they this to use used user users using we which with you "
        "your product products device devices software hardware system systems function functions "
        "functionality app apps",
    )
)
_SYNONYM, _NAME, _EXAMPLE, _WORD_OF_SYNONYM = 3.0, 2.0, 1.0, 1.0
_COMMON = 4
"""A single word found in more categories than this says nothing about any of them."""
STRONG = _SYNONYM
"""A hit from this score on matched a synonym as a whole: worth suggesting unasked."""


class Hit(Struct, frozen=True):
    """A category worth reading and the user's words that found it, best first."""

    category: str
    matched: tuple[str, ...]
    score: float


def find_categories(pack: Pack, text: str) -> list[Hit]:
    """Categories whose synonyms, names or examples appear in the text, the likeliest first.

    A synonym counts more than the name, a longer phrase more than a single word. Partial words never match.
    """
    words = _words(text)
    if not words:
        return []
    folded = tuple(_fold(word) for word in words)
    order = {category: position for position, category in enumerate(pack.categories)}
    common = _common_words(tuple(pack.categories.values()))
    hits = []
    for category in pack.categories.values():
        found: dict[str, float] = {}
        for phrase, weight in _phrases(category):
            size = len(phrase)
            if size == 1 and weight < _SYNONYM and phrase[0] in common:
                continue
            for start in range(len(folded) - size + 1):
                if folded[start : start + size] == phrase:
                    said = " ".join(words[start : start + size])
                    found[said] = max(found.get(said, 0.0), weight * size)
        kept = {said: score for said, score in found.items() if not _inside_another(said, found)}
        if kept:
            ordered = tuple(sorted(kept, key=lambda said: -kept[said]))
            hits.append(Hit(category.id, ordered, sum(kept.values())))
    return sorted(hits, key=lambda hit: (-hit.score, order[hit.category]))


def _inside_another(said: str, found: dict[str, float]) -> bool:
    return any(said != other and f" {said} " in f" {other} " for other in found)


def _common_words(categories: tuple[Category, ...]) -> frozenset[str]:
    """Words that occur on their own in too many categories to point to one."""
    seen: dict[str, int] = {}
    for category in categories:
        for word in {phrase[0] for phrase, _ in _phrases(category) if len(phrase) == 1}:
            seen[word] = seen.get(word, 0) + 1
    return frozenset(word for word, number in seen.items() if number > _COMMON)


def _phrases(category: Category) -> tuple[tuple[tuple[str, ...], float], ...]:
    """What finds a category, each with its weight."""
    return _phrases_of(category.id, category.title, category.synonyms, category.name, category.counts)


@lru_cache(maxsize=256)
def _phrases_of(
    ident: str, title: str, synonyms: tuple[str, ...], name: str, counts: tuple[str, ...]
) -> tuple[tuple[tuple[str, ...], float], ...]:
    phrases: dict[tuple[str, ...], float] = {}

    def add(words: tuple[str, ...], weight: float) -> None:
        if words and not all(word in _FILLER for word in words):
            phrases[words] = max(phrases.get(words, 0.0), weight)

    for synonym in synonyms:
        add(_folded(synonym), _SYNONYM)
        for word in _folded(synonym):
            if len(word) > 2:
                add((word,), _WORD_OF_SYNONYM)
    for text in (title, name):
        add(_folded(text), _NAME)
        for word in _folded(text):
            if len(word) > 3:
                add((word,), _NAME)
    for example in counts:
        words = _folded(example)
        for size in (2, 3):
            for start in range(len(words) - size + 1):
                part = words[start : start + size]
                if not _FILLER & set(part):
                    add(part, _EXAMPLE)
    add(_folded(ident), _SYNONYM)
    return tuple(phrases.items())


def _folded(text: str) -> tuple[str, ...]:
    return tuple(_fold(word) for word in _words(text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_split(unicodedata.normalize("NFKC", text)))


def _split(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        yield match.group().casefold().replace("’", "'")


def _fold(word: str) -> str:
    """The singular of a plural, roughly; applied to both sides alike.

    >>> [_fold(word) for word in ("locks", "batteries", "switches", "access", "vpns", "virus")]
    ['lock', 'battery', 'switch', 'access', 'vpn', 'virus']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
