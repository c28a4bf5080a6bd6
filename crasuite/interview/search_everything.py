"""Search across products, screens, commands, requirements, questions, terms, the law and the help.

An `Index` is fed bit by bit, so that a window can build it between two frames. Every word of a query has to
be found, as a whole word or as the beginning of one; what stands in a title counts more than what stands in a
text. Knows no window.
"""

from __future__ import annotations

import re
import time
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from crasuite.interview import words
from crasuite.interview.help_book import HelpBook
from crasuite.interview.workspace import Workspace
from crasuite.language import mark, tr
from crasuite.rules import Pack


class Kind(StrEnum):
    """What a result is, by its English words; the order is that of groups which match equally well."""

    PRODUCT = mark("Products")
    CASE = mark("Reporting cases")
    SCREEN = mark("Screens")
    COMMAND = mark("Commands")
    REQUIREMENT = mark("Requirements")
    QUESTION = mark("Questions of the interview")
    TERM = mark("Terms")
    PROVISION = mark("Places in the law")
    HELP = mark("Help")


class Entry(Struct, frozen=True):
    """Something that can be opened. `key` is its id among its kind; `more` is searched and not shown."""

    kind: Kind
    key: str
    title: str
    text: str = ""
    more: str = ""


class Group(Struct, frozen=True):
    """Entries that are listed under one heading, the best first, and how many there are in all."""

    title: str
    entries: tuple[Entry, ...]
    total: int


_WORD = re.compile(r"[^\W_]+")
_ORDER = {kind: place for place, kind in enumerate(Kind)}
_IN_TEXT, _IN_TITLE = 1, 4
_WHOLE = 2  # a whole word counts twice a beginning
_PHRASE, _BEGINNING, _EQUAL = 6, 8, 20


def folded_words(text: str) -> list[str]:
    """The words of a text without case and accents, in order.

    >>> folded_words("Art. 13(8), Café")
    ['art', '13', '8', 'cafe']
    """
    if not text.isascii():
        text = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return _WORD.findall(text.casefold())


class Index:
    """Takes entries from `source` in small portions; what was taken can be found already."""

    def __init__(self, source: Iterable[Entry]) -> None:
        self._source: Iterator[Entry] | None = iter(source)
        self._entries: list[Entry] = []
        self._titles: list[str] = []
        self._places: dict[str, dict[int, int]] = {}
        """Word → number of the entry → weight."""
        self._sorted: list[str] = []

    @property
    def is_complete(self) -> bool:
        """True once everything was taken."""
        return self._source is None

    def build(self, seconds: float) -> bool:
        """Take entries for about so long; True once all are in."""
        end = time.perf_counter() + seconds
        while self._source is not None:
            entry = next(self._source, None)
            if entry is None:
                self._source = None
            else:
                self._add(entry)
            if time.perf_counter() >= end:
                break
        return self.is_complete

    def _add(self, entry: Entry) -> None:
        number = len(self._entries)
        self._entries.append(entry)
        title = folded_words(entry.title)
        self._titles.append(" ".join(title))
        for said, weight in ((folded_words(f"{entry.text} {entry.more}"), _IN_TEXT), (title, _IN_TITLE)):
            for word in said:
                self._places.setdefault(word, {})[number] = weight

    def scores(self, query: Sequence[str]) -> list[tuple[int, Entry]]:
        """Every entry that has all words, with how well it fits."""
        if len(self._sorted) != len(self._places):
            self._sorted = sorted(self._places)
        found: dict[int, int] | None = None
        for word in query:
            fits = self._with(word)
            if found is None:
                found = fits
            else:
                found = {one: score + fits[one] for one, score in found.items() if one in fits}
        phrase = " ".join(query)
        return [
            (score + self._bonus(number, phrase), self._entries[number])
            for number, score in (found or {}).items()
        ]

    def _with(self, beginning: str) -> dict[int, int]:
        """Entries with a word that begins so."""
        result: dict[int, int] = {}
        for place in range(bisect_left(self._sorted, beginning), len(self._sorted)):
            word = self._sorted[place]
            if not word.startswith(beginning):
                break
            factor = _WHOLE if word == beginning else 1
            for number, weight in self._places[word].items():
                if result.get(number, 0) < weight * factor:
                    result[number] = weight * factor
        return result

    def _bonus(self, number: int, phrase: str) -> int:
        title = self._titles[number]
        if title == phrase:
            return _EQUAL
        if title.startswith(phrase):
            return _BEGINNING
        return _PHRASE if f" {phrase}" in title else 0


def search(indexes: Iterable[Index], text: str, per_group: int = 6) -> list[Group]:
    """The groups of results, the one with the best result first; none for an empty query."""
    query = folded_words(text)
    if not query:
        return []
    by_kind: dict[Kind, list[tuple[int, Entry]]] = {}
    for index in indexes:
        for score, entry in index.scores(query):
            by_kind.setdefault(entry.kind, []).append((score, entry))
    groups = []
    for kind, found in by_kind.items():
        found.sort(key=lambda one: (-one[0], len(one[1].title), one[1].title))
        best = tuple(entry for _, entry in found[:per_group])
        groups.append((-found[0][0], _ORDER[kind], Group(tr(kind.value), best, len(found))))
    return [group for _, _, group in sorted(groups, key=lambda one: one[:2])]


def entries_of_cases(workspace: Workspace) -> Iterator[Entry]:
    """The reporting cases of all products that are not put away, by title, number and ids; `key` is product
    and case."""
    names = {one.id: one.name for one in workspace.products()}
    for home, case in workspace.cases.opened():
        shown = next((one for one in case.touches(home) if one in names), None)
        if shown is None:
            continue
        yield Entry(
            Kind.CASE,
            f"{shown} {case.id}",
            f"{case.id} {case.title}",
            ", ".join((names[shown], *case.ids, case.versions)).rstrip(", "),
            case.summary,
        )


def entries_of_pack(pack: Pack, book: HelpBook) -> Iterator[Entry]:
    """What the rule pack and the help hold, made one by one."""
    for requirement in pack.requirements.values():
        yield Entry(
            Kind.REQUIREMENT,
            requirement.id,
            f"{requirement.ref} {requirement.title}",
            requirement.meaning,
            " ".join(requirement.evidence),
        )
    for question in pack.questions.values():
        yield Entry(
            Kind.QUESTION,
            question.id,
            words.filled(question.text, tr("the product")),
            words.filled(question.why, tr("the product")),
            " ".join(option.label for option in question.options),
        )
    for term in pack.terms.values():
        yield Entry(Kind.TERM, term.id, words.capital(term.term), term.meaning, " ".join(term.also))
    for citation, provision in pack.provisions.items():
        source = pack.sources[citation.partition(" ")[0]]
        label = provision.label if source.id == "cra" else f"{source.short}, {provision.label}"
        yield Entry(Kind.PROVISION, citation, label, provision.gist, source.title)
    for page in book.all_pages():
        yield Entry(Kind.HELP, page.link.target, page.title, page.plain.strip())
