"""The help: pages from `resources/help`, and one entry for each term of the rule pack.

A page is Markdown in our own words. Its links say where they lead: `help:` another page, `term:` a term,
`law:` a place in the law (`law:cra/art-13-8`). The entry of a term is made from the rule pack, so that help
and interview cannot say two different things. Knows no window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from crasuite import paths
from crasuite.domain.english import capital
from crasuite.language import ENGLISH, language, mark, tr
from crasuite.rules import Pack
from crasuite.rules.model import Term

CONTENTS, FIRST = "contents", "first-steps"
_LINK = re.compile(r"\[([^\]]+)\]\(([a-z]+):([^)\s]+)\)")
_KINDS = {
    "guidance": mark("This meaning comes from guidance of the Commission."),
    "practice": mark("This meaning is good practice, not law."),
}


class HelpLink(Struct, frozen=True):
    """Where a link leads: `kind` is help, term or law; `target` is an id there."""

    kind: str
    target: str

    @classmethod
    def parsed(cls, address: str) -> HelpLink:
        """From what stands in a page.

        >>> HelpLink.parsed("law:cra/art-13-8")
        HelpLink(kind='law', target='cra art-13-8')
        """
        kind, _, target = address.partition(":")
        return cls(kind, target.replace("/", " ") if kind == "law" else target)

    @property
    def address(self) -> str:
        """As it is written in a page."""
        return f"{self.kind}:{self.target.replace(' ', '/')}"


class HelpPage(Struct, frozen=True):
    """One page to read. `text` is Markdown and begins with the title."""

    link: HelpLink
    title: str
    text: str

    def links(self) -> list[HelpLink]:
        """Where the page leads, in reading order."""
        return [HelpLink(kind, _target(kind, target)) for _, kind, target in _LINK.findall(self.text)]

    @property
    def plain(self) -> str:
        """The text without its title and marks, for searching and for one line of a list."""
        body = self.text.partition("\n")[2]
        return " ".join(
            re.sub(r"[#*`>]|^\d+\. |^- ", "", _LINK.sub(r"\1", line)) for line in body.split("\n")
        )


class HelpGroup(Struct, frozen=True):
    """Pages that stand together in the contents."""

    title: str
    links: tuple[tuple[str, HelpLink], ...]


class HelpBook:
    """All pages in the language spoken now; the files are read when they are first asked for."""

    def __init__(self, pack: Pack, folder: Path | None = None) -> None:
        self.pack = pack
        self._folder = folder or paths.resources_dir() / "help"
        self._pages: dict[str, HelpPage] = {}

    @cached_property
    def groups(self) -> tuple[HelpGroup, ...]:
        """The contents: groups of pages, then the terms from A to Z."""
        found: list[HelpGroup] = []
        for part in re.split(r"(?m)^## ", self._read(CONTENTS))[1:]:
            title, _, body = part.partition("\n")
            links = tuple((words, HelpLink(kind, target)) for words, kind, target in _LINK.findall(body))
            found.append(HelpGroup(title.strip(), links))
        terms = sorted(self.pack.terms.values(), key=lambda one: one.term.casefold())
        entries = tuple((capital(one.term), HelpLink("term", one.id)) for one in terms)
        return (*found, HelpGroup(tr("Terms"), entries))

    @cached_property
    def page_ids(self) -> tuple[str, ...]:
        """Ids of all pages that are files, in the order of the contents."""
        return tuple(link.target for group in self.groups for _, link in group.links if link.kind == "help")

    def has_page(self, page_id: str) -> bool:
        """True when there is a page of this id, such as the key of a screen."""
        return page_id in self.page_ids

    def page(self, link: HelpLink) -> HelpPage | None:
        """What a link leads to; None for places in the law and where nothing is."""
        if link.kind == "help" and self.has_page(link.target):
            return self._page(link.target)
        term = self.pack.terms.get(link.target) if link.kind == "term" else None
        return self._entry(term) if term is not None else None

    def terms_in(self, text: str) -> list[Term]:
        """Terms of the rule pack that a text names, in reading order; plurals count."""
        found = self._pattern.findall(text.casefold())
        return [self.pack.terms[term] for term in dict.fromkeys(self._names[name] for name in found)]

    @cached_property
    def _names(self) -> dict[str, str]:
        """What a term is called → its id."""
        terms = self.pack.terms.values()
        return {name.casefold(): term.id for term in terms for name in (*term.also, term.term)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._names, key=len, reverse=True)
        return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})")

    @cached_property
    def _named_in(self) -> dict[str, list[str]]:
        """Id of a term → terms whose meaning names it."""
        result: dict[str, list[str]] = {}
        for term in self.pack.terms.values():
            for named in self.terms_in(term.meaning):
                result.setdefault(named.id, []).append(term.id)
        return result

    @cached_property
    def _linked_from(self) -> dict[HelpLink, list[HelpPage]]:
        """Link → pages that have it."""
        result: dict[HelpLink, list[HelpPage]] = {}
        for page in self.all_pages():
            for link in dict.fromkeys(page.links()):
                result.setdefault(link, []).append(page)
        return result

    def terms_from(self, citation: str) -> list[Term]:
        """Terms whose meaning comes from this place in the law."""
        return [one for one in self.pack.terms.values() if citation in one.cites]

    def all_pages(self) -> Iterator[HelpPage]:
        """Every page that is a file; terms are found in the rule pack."""
        for page_id in self.page_ids:
            yield self._page(page_id)

    def _page(self, page_id: str) -> HelpPage:
        if page_id not in self._pages:
            text = self._read(page_id)
            title = text.partition("\n")[0].removeprefix("#").strip()
            self._pages[page_id] = HelpPage(HelpLink("help", page_id), title, text)
        return self._pages[page_id]

    def _entry(self, term: Term) -> HelpPage:
        title = capital(term.term)
        lines = [f"# {title}", "", term.meaning]
        if term.kind in _KINDS:
            lines += ["", tr(_KINDS[term.kind])]
        if term.also:
            lines += ["", tr("Also called: {names}.", names=", ".join(term.also))]
        if term.cites:
            lines += ["", f"## {tr('In the law')}", ""]
            lines += [
                f"- [{self._name_of(one)}](law:{_address(one)}): {self.pack.gist(one)}" for one in term.cites
            ]
        link = HelpLink("term", term.id)
        near = [*(one.id for one in self.terms_in(term.meaning)), *self._named_in.get(term.id, ())]
        if near := [one for one in dict.fromkeys(near) if one != term.id]:
            lines += ["", f"## {tr('See also')}", ""]
            lines += [f"- [{capital(self.pack.terms[one].term)}](term:{one})" for one in near]
        if pages := self._linked_from.get(link):
            lines += ["", f"## {tr('On these pages')}", ""]
            lines += [f"- [{page.title}]({page.link.address})" for page in pages]
        return HelpPage(link, title, "\n".join(lines) + "\n")

    def _name_of(self, citation: str) -> str:
        """`Art. 13(8)`; places of other sources say which."""
        source = self.pack.sources[citation.partition(" ")[0]]
        label = self.pack.label(citation)
        return label if source.id == "cra" else f"{source.short}, {label}"

    def _read(self, page_id: str) -> str:
        code = language()
        translated = self._folder.parent / "translations" / code / "help" / f"{page_id}.md"
        if code != ENGLISH and translated.is_file():
            return translated.read_text(encoding="utf-8")
        text = (self._folder / f"{page_id}.md").read_text(encoding="utf-8")
        if code == ENGLISH or page_id == CONTENTS:
            return text
        title, _, rest = text.partition("\n")
        return f"{title}\n\n*{tr('This page is not translated yet.')}*\n{rest}"


def _target(kind: str, target: str) -> str:
    return target.replace("/", " ") if kind == "law" else target


def _address(citation: str) -> str:
    return citation.replace(" ", "/")
