"""What counts as no answer, and what must not."""

from __future__ import annotations

import pytest

from crasuite.domain.placeholder import is_filled, is_placeholder, is_sentence, placeholder_in

PLACEHOLDERS = [
    "TBD", "tbd.", " Tbd ", "[TBD]", "(tbc)", "TODO", "to do", "xxx", "XXXX", "xx", "abc", "ABC", "N/A",
    "n.a.", "na", "-", "–", "—", "--", "?", "???", "...", "…", "_", "*", "none", "Not applicable.",
    "to be defined", "To be defined later", "to be added", "Still to be provided by Ana",
    "Lorem ipsum dolor sit amet", "Our contact is TBD.", "Version XXX of the firmware", "CVE-2026-XXXX",
    "Support ends on __________", "The address is to be confirmed.", "[insert name]", "<insert your text>",
    "[Company name]", "{date}", "Enter your text here", "aaaa", "asdf", "0000", "noch offen",
    "wird noch ergänzt", "Kontakt: zu definieren", "à compléter", "Why??", "test", "unknown",
    "To be replaced.", "to be replaced later", "To be replaced by the final text",
    "To be replaced with real data.",
    "To be updated before release.", "To be provided by the legal department", "To be written by marketing",
    "Still to be replaced by Ana", "To be worked out", "To be confirmed by the notified body",
    "To be supplied in May", "The period is to be determined.",
]  # fmt: skip

MEANT = [
    "AeroLock GmbH", "A", "5", "1111", "III", "2.4.1", "v1", "IEC 62443-4-1", "€ 20", "No.", "yes", "0",
    "C", "Insert the battery here and close the lid.", "The user enters the code here.",
    "Information to be provided to users.", "To be used indoors only.",
    "Der Support wird noch fünf Jahre geleistet.", "security@aerolock.example",
    "https://aerolock.example/security", "+43 1 234 56", "Opens the door for anyone nearby.",
    "Tests are done monthly.", "The none-cipher is switched off.", "Unknown devices are refused.",
    "ABC Locks Ltd", "Press [OK].", "a < b > c", "Exxon", "日本", "Größe?",
    "The list (see annex) is complete.", "Set <your password> at first start.",
    "To be replaced every 5 years by the user.", "To be replaced by the user every 5 years.",
    "To be replaced in 5 years.", "To be replaced by a new battery of the same type.",
    "To be updated by the installer before first use.", "To be installed by a qualified electrician.",
    "To be kept in a dry place.", "To be used with the supplied charger.", "To be charged before first use.",
    "The password has to be defined at first start.", "The role needs to be confirmed by a second person.",
    "To be determined by the operator of the network.", "The interval, to be decided by the user, is kept.",
    "To be read by trained staff only.", "To be disposed of as electronic waste.",
]  # fmt: skip


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_text_that_only_keeps_a_place(text: str) -> None:
    assert is_placeholder(text)
    assert placeholder_in(text) in text
    assert not is_filled(text)


@pytest.mark.parametrize("text", MEANT)
def test_text_that_says_something(text: str) -> None:
    assert placeholder_in(text) == ""
    assert is_filled(text)


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_is_a_gap_of_its_own(text: str) -> None:
    assert not is_placeholder(text)
    assert not is_filled(text)


def test_mark_is_named() -> None:
    assert placeholder_in("Ask TBC, then XXXX.") == "TBC"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The lock stores no personal data.", True),
        ("Kein Funk im Gerät", True),
        ("この製品には無線機能がありません。", True),
        ("no radio", False),
        ("", False),
        ("The reason is still TBD here.", False),
        ("N/A", False),
    ],
)
def test_reason_is_at_least_a_sentence(text: str, said: bool) -> None:
    assert is_sentence(text) is said
