"""Text of users and of ours on its way into a file."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.documents.metrics import count_lines, text_width
from crasuite.documents.text import NO_BREAK_SPACE, clean, is_right_to_left, keep_together

# What XML 1.0 allows in a document.
XML_TEXT = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_cleaned_text_is_always_legal_xml(text: str) -> None:
    cleaned = clean(text)
    assert XML_TEXT.fullmatch(cleaned)
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "text", ["a\tb\nc", "Grüße — 5 €", "🔐 👩‍👩‍👧", "مرحبا", "=1+1", "{ INCLUDETEXT }", " spaced  "]
)
def test_harmless_text_is_unchanged(text: str) -> None:
    assert clean(text) == text


def test_pasted_terminal_output_loses_its_colours_only() -> None:
    assert clean("\x1b[1;31merror\x1b[0m: \x07\x00done\r\nnext\x0bline") == "error: done\nnext\nline"


def test_surrogates_that_belong_together_become_their_character() -> None:
    assert clean("\ud83d\udd10 \ud83d") == "🔐 \ufffd"


@pytest.mark.parametrize(
    ("text", "glued"),
    [
        ("Art. 13(8)", "Art.~13(8)"),
        ("Annex III, class I (17)", "Annex~III, class~I~(17)"),
        ("Annex I, Part II (5)", "Annex~I, Part~II~(5)"),
        ("on 24 Nov 2026 and later", "on 24~Nov~2026 and later"),
        ("by 15 Jan", "by 15~Jan"),
        ("rev. 3, No. 7", "rev.~3, No.~7"),
        ("modules B + C", "modules~B~+~C"),
        ("no article here, part of it", "no article here, part of it"),
    ],
)
def test_a_line_never_ends_inside_a_citation_or_a_date(text: str, glued: str) -> None:
    assert keep_together(text) == glued.replace("~", NO_BREAK_SPACE)


def test_direction_follows_the_first_letter() -> None:
    assert is_right_to_left("12 מנעול lock")
    assert not is_right_to_left("lock מנעול")
    assert not is_right_to_left("12 ...")


def test_lines_are_counted_by_words() -> None:
    width = text_width("twelve words", 10) + 1
    assert count_lines("twelve words", width, 10) == 1
    assert count_lines("twelve words more", width, 10) == 2
    assert count_lines("a\n\nb", width, 10) == 3
    assert count_lines("", width, 10) == 1
