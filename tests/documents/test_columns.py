"""Columns that hold their longest word, in the language of the document."""

from __future__ import annotations

import pytest

from crasuite.documents import tree
from crasuite.documents.columns import (
    SOFT_HYPHEN,
    divided_head,
    divided_rows,
    longest_word,
    widened,
    widths_for,
)
from crasuite.documents.tree import Status, StatusKind, Strong, UserText, own_pattern, table

PATTERN = own_pattern(("Step", 11), ("Finding", 94), ("Basis", 60))
WIDTHS = [624, 5329, 3402]


def of(*cells: object, heads: tuple[str, ...] = ()) -> tree.Table:
    return table(PATTERN, [cells], heads=heads)


@pytest.mark.parametrize(
    ("widths", "needs", "new"),
    [
        ([100, 100], [100, 90], [100, 100]),
        ([100, 300], [150, 100], [150, 250]),
        ([100, 300], [200, 290], [110, 290]),
        ([100, 100], [120, 110], [100, 100]),
    ],
)
def test_a_column_takes_no_more_than_others_can_spare(
    widths: list[int], needs: list[int], new: list[int]
) -> None:
    assert widened(widths, needs) == new


def test_widths_stay_where_every_word_finds_room() -> None:
    found = widths_for([of("1", "Finding", "Art. 13")], WIDTHS, tree.ENGLISH)
    assert found == WIDTHS


def test_a_column_gets_room_for_its_longest_word_and_the_table_keeps_its_width() -> None:
    found = widths_for(
        [of("1", "Befund", "Art. 13", heads=("Schritt", "Befund", "Grundlage"))], WIDTHS, tree.ENGLISH
    )
    assert found[0] > WIDTHS[0]
    assert sum(found) == sum(WIDTHS)


def test_tables_of_a_pattern_are_as_wide_as_each_other() -> None:
    long = of("Schrittzahl", "Befund", "Art. 13")
    assert widths_for([of("1", "x", "y"), long], WIDTHS, tree.ENGLISH) == widths_for(
        [long], WIDTHS, tree.ENGLISH
    )


@pytest.mark.parametrize(
    "word", ["https://manufacturer.example/security", "e843ad28895eaf508f32a59f62c1e19c"]
)
def test_addresses_and_hash_values_move_no_column(word: str) -> None:
    assert widths_for([of(UserText(word), "Finding", "Basis")], WIDTHS, tree.ENGLISH) == WIDTHS


def test_only_our_own_words_of_a_language_we_can_divide_get_hyphens() -> None:
    word = "Sicherheitsaktualisierungen"
    rows = [
        (tree.cell(Strong(word), Status(StatusKind.MET, word)), tree.cell(UserText(word)), tree.cell("x"))
    ]
    ((first, second, _),) = divided_rows(rows, PATTERN, [1000, 1000, 1000], "de")
    assert isinstance(first.paragraphs[0].runs[0], Strong)
    assert first.paragraphs[0].runs[0].text == f"Sicherheits{SOFT_HYPHEN}aktualisierungen"
    assert SOFT_HYPHEN in first.paragraphs[1].runs[0].words  # type: ignore[union-attr]
    assert second.paragraphs[0].runs[0] == UserText(word)
    assert divided_rows(rows, PATTERN, [1000, 1000, 1000], "en") == rows
    assert divided_head("Aufbewahrungsdatum", 5000, "de") == "Aufbewahrungsdatum"


def test_what_is_longer_than_any_word_claims_no_room() -> None:
    assert longest_word(["x" * 30_000], 10) == 0
