"""Every screen and every term has a page of the help, and every link in it leads somewhere."""

from __future__ import annotations

import re

import pytest

from crasuite import paths
from crasuite.interview.help_book import HelpBook, HelpLink, HelpPage
from crasuite.language import ENGLISH, LANGUAGES, PSEUDO, speaking
from crasuite.rules import Pack, load_pack
from crasuite.ui.product_screens import product_screens
from crasuite.ui.texts import SCREENS

FOLDER = paths.resources_dir() / "help"
FILES = sorted(file.stem for file in FOLDER.glob("*.md") if file.stem != "contents")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def book(pack: Pack) -> HelpBook:
    return HelpBook(pack)


@pytest.fixture(scope="module")
def every_page(pack: Pack, book: HelpBook) -> list[HelpPage]:
    terms = [book.page(HelpLink("term", term)) for term in pack.terms]
    assert None not in terms
    return [*book.all_pages(), *terms]


def test_every_screen_has_a_page(book: HelpBook) -> None:
    screens = {*SCREENS, *(screen.key for screen in product_screens()), "interview"}
    assert [one for one in sorted(screens) if not book.has_page(one)] == []


def test_the_contents_list_every_file_once(book: HelpBook) -> None:
    assert sorted(book.page_ids) == FILES


def test_every_term_of_the_pack_has_an_entry_with_its_meaning_and_place(pack: Pack, book: HelpBook) -> None:
    listed = {link.target for _, link in book.groups[-1].links}
    assert listed == pack.terms.keys()
    for term in pack.terms.values():
        page = book.page(HelpLink("term", term.id))
        assert page is not None
        assert page.title.casefold() == term.term.casefold()
        assert term.meaning in page.text
        cited = [link.target for link in page.links() if link.kind == "law"]
        assert cited == list(term.cites)


def leads_somewhere(book: HelpBook, link: HelpLink) -> bool:
    """The law is shown by the window's reader of provisions, all else by the book."""
    return link.target in book.pack.provisions if link.kind == "law" else book.page(link) is not None


def test_every_link_leads_somewhere(book: HelpBook, every_page: list[HelpPage]) -> None:
    broken = [
        (page.title, link) for page in every_page for link in page.links() if not leads_somewhere(book, link)
    ]
    assert broken == []


def test_links_in_the_files_have_one_of_the_three_kinds() -> None:
    for name in FILES:
        text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
        targets = re.findall(r"\]\(([^)]*)\)", text)
        assert [one for one in targets if not re.match(r"(help|term|law):\S+$", one)] == [], name


def test_a_link_to_nowhere_is_found(book: HelpBook) -> None:
    assert not leads_somewhere(book, HelpLink.parsed("help:contents"))
    assert not leads_somewhere(book, HelpLink.parsed("term:vendor"))
    assert not leads_somewhere(book, HelpLink.parsed("law:cra/art-999"))
    assert book.page(HelpLink.parsed("law:cra/art-13-8")) is None


def test_pages_are_written_in_short_plain_sentences(book: HelpBook) -> None:
    for page in book.all_pages():
        assert page.text.startswith(f"# {page.title}\n")
        assert page.title in {
            words for group in book.groups for words, link in group.links if link == page.link
        }
        assert not re.search(r"[!—]|\b(shall|please|oops|simply)\b", page.text, re.IGNORECASE), page.title
        for sentence in re.split(r"(?<=[.:?])\s+|\n[-\d]|\n\n", page.text):
            words = re.sub(r"\]\([^)]*\)", "", sentence).split()
            assert len(words) <= 26, (page.title, sentence)


def test_terms_are_found_in_a_text(book: HelpBook) -> None:
    assert [term.id for term in book.terms_in("Reasons for the support period")] == ["support-period"]
    assert [term.id for term in book.terms_in("SBOM")] == ["sbom"]
    assert book.terms_in("") == []
    assert "support-period" in [term.id for term in book.terms_from("cra art-13-8")]


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH])
def test_every_page_is_there_in_every_language_with_the_same_links(pack: Pack, code: str) -> None:
    english = {page.link: page for page in HelpBook(pack).all_pages()}
    with speaking(code):
        pages = {page.link: page for page in HelpBook(pack).all_pages()}
    assert pages.keys() == english.keys()
    for link, page in pages.items():
        assert page.links() == english[link].links(), link.target
        assert page.title != english[link].title or link.target == "sbom", link.target


def test_a_page_that_is_not_translated_says_so(pack: Pack) -> None:
    with speaking(PSEUDO):
        page = HelpBook(pack).page(HelpLink("help", "risk"))
    assert page is not None
    assert "Thîs pàgé îs nöt trànslàtéd yét." in page.text
