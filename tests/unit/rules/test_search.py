"""Finding categories by the user's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from crasuite.language import speaking
from crasuite.rules import Pack, load_pack
from crasuite.rules.search import STRONG, find_categories
from crasuite.rules.translation import spoken, with_texts

MINIPACK = Path(__file__).resolve().parents[2] / "data" / "minipack"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(MINIPACK)


@pytest.mark.parametrize(
    ("text", "category", "matched"),
    [
        ("Door Lock", "I-17", "door lock"),
        ("Our DOOR-locks for flats", "I-17", ""),
        ("two door locks", "I-17", "door locks"),
        ("baby monitors", "I-17", "baby monitors"),
        ("a wifi router", "I-12", "wifi router"),
        ("Modems", "I-12", "modems"),
        ("battery guard", "II-2", "battery guard"),
        ("i-17", "I-17", "i-17"),
    ],
)
def test_whole_words_and_plurals_find(pack: Pack, text: str, category: str, matched: str) -> None:
    hits = find_categories(pack, text)
    if not matched:
        assert all(hit.matched != ("door lock",) for hit in hits)
        return
    assert hits[0].category == category
    assert hits[0].matched[0] == matched


@pytest.mark.parametrize(
    "text", ["", "   ", "the product of a user", "blocking", "rerouter", "🔒", "firewal"]
)
def test_parts_of_words_and_filler_find_nothing(pack: Pack, text: str) -> None:
    assert find_categories(pack, text) == []


def test_a_synonym_comes_before_a_name(pack: Pack) -> None:
    hits = find_categories(pack, "a firewall with a smart lock")
    assert [hit.category for hit in hits][:2] == ["I-17", "II-2"]
    assert all(hit.score >= STRONG for hit in hits[:2])


def test_order_of_the_law_settles_a_tie(pack: Pack) -> None:
    assert [hit.category for hit in find_categories(pack, "modem, firewall")] == ["I-12", "II-2"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("door lock", "I-17"),
        ("EDR", "I-4"),
        ("smart ring", "I-19"),
        ("password manager", "I-3"),
        ("hypervisor", "II-1"),
        ("hardware security module", "IV-1"),
        ("smart meter gateway", "IV-2"),
    ],
)
def test_the_pack_of_the_program_knows_the_words_of_a_founder(text: str, category: str) -> None:
    assert find_categories(load_pack(), text)[0].category == category


IN_GERMAN = {
    "door lock": "Türschloss",
    "smart lock": "intelligentes Schloss",
    "baby monitor": "Babyfon",
    "router": "Router",
    "wifi router": "WLAN-Router",
    "modem": "Modem",
    "firewall": "Firewall",
}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Türschloss", "I-17"),
        ("Tuerschloss", "I-17"),
        ("unsere Türschlösser", "I-17"),
        ("ein Haustürschloss für Wohnungen", "I-17"),
        ("intelligente Schlösser", "I-17"),
        ("Babyfone", "I-17"),
        ("Heimrouter", "I-12"),
        ("die Modems", "I-12"),
    ],
)
def test_german_words_find_umlauts_plurals_and_compounds(pack: Pack, text: str, category: str) -> None:
    german = with_texts(pack, lambda said: IN_GERMAN.get(said, said))
    with speaking("de"):
        hits = find_categories(german, text)
    assert hits[0].category == category
    assert hits[0].score >= STRONG


def test_what_only_describes_a_compound_is_not_suggested_unasked(pack: Pack) -> None:
    german = with_texts(pack, lambda said: IN_GERMAN.get(said, said))
    with speaking("de"):
        hits = find_categories(german, "Routergehäuse")
        assert find_categories(german, "das Gerät eines Nutzers") == []
    assert [hit.category for hit in hits] == ["I-12"]
    assert hits[0].score < STRONG


def test_english_words_find_in_another_language_too(pack: Pack) -> None:
    with speaking("de"):
        german = spoken(pack)
        assert german is not pack
        assert find_categories(german, "two door locks")[0].category == "I-17"
