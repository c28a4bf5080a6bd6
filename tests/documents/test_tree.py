"""The tree refuses what no writer could show, and its fingerprint tells papers apart by what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crasuite.documents.fingerprint import fingerprint, with_fingerprint
from crasuite.documents.sheets import Sheet, SheetColumn, SheetRow
from crasuite.documents.tree import (
    ENGLISH,
    PATTERNS,
    Document,
    Heading,
    PageBreak,
    StatusKind,
    UserText,
    para,
    table,
)
from tests.documents import example


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_pattern_fills_the_text_width(name: str) -> None:
    assert sum(column.width_mm for column in PATTERNS[name].columns) == pytest.approx(165)


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="row 2 of a category table has 2 cells, not 3"):
        table("category", [("a", "b", "c"), ("a", "b")])


def test_row_ids_of_a_sheet_are_unique() -> None:
    column = SheetColumn("no", "No.", 8)
    with pytest.raises(ValueError, match=r"risk\.R-01 stands twice"):
        Sheet("S", "", "", (column,), (SheetRow("risk.R-01", ("a",)), SheetRow("risk.R-01", ("b",))))


def test_words_of_the_draft_band() -> None:
    assert ENGLISH.counts(1, 0) == "1 gap, 0 open points"
    assert ENGLISH.counts(3, 1) == "3 gaps, 1 open point"
    assert ENGLISH.day(date(2026, 11, 4)) == "4 Nov 2026"
    assert [ENGLISH.status_word(kind) for kind in StatusKind][-1] == "Not applicable"


def two(first: Document, **changes: object) -> tuple[str, str]:
    return fingerprint(first), fingerprint(replace(first, meta=replace(first.meta, **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "Released"},
        {"final": True},
        {"date": date(2027, 1, 1)},
        {"fingerprint": "0" * 64},
        {"author": "Another"},
        {"keywords": ()},
        {"draft_means": "not signed"},
    ],
)
def test_state_and_layout_leave_the_fingerprint_alone(changes: dict[str, object]) -> None:
    before, after = two(example.record(), **changes)
    assert before == after


@pytest.mark.parametrize(
    "changes",
    [
        {"revision": 4},
        {"language": "de"},
        {"gaps": 1},
        {"open_points": 0},
        {"rule_pack": "2027.1"},
        {"place": "Delft"},
    ],
)
def test_what_the_paper_says_changes_the_fingerprint(changes: dict[str, object]) -> None:
    before, after = two(example.record(), **changes)
    assert before != after


def test_text_counts_and_page_breaks_do_not() -> None:
    def of(*blocks: object) -> str:
        return fingerprint(Document(example.meta(), blocks))  # type: ignore[arg-type]

    assert of(para("one")) != of(para("two"))
    assert of(Heading(1, "one")) != of(Heading(2, "one"))
    assert of(para("one")) == of(PageBreak(), para("one"))
    assert of(Heading(1, "one")) == of(Heading(1, "one", new_page=True))
    # The same letters composed differently, and a control character that no file will hold.
    assert of(para(UserText("Größe"))) == of(para(UserText("Gro\u0308ße\x07")))
    # A lone surrogate cannot be hashed as it is.
    assert of(para(UserText("\ud800")))


def test_rule_pack_and_evidence_hashes_count() -> None:
    document = example.record()
    plain = fingerprint(document)
    assert plain != fingerprint(document, rule_pack_hash="1")
    assert plain != fingerprint(document, evidence_hashes={"E-01": "aa"})
    one = fingerprint(document, evidence_hashes={"E-01": "aa", "E-02": "bb"})
    assert one == fingerprint(document, evidence_hashes={"E-02": "bb", "E-01": "aa"})


def test_the_fingerprint_is_stable_and_put_into_the_meta() -> None:
    document = example.record()
    assert document.meta.fingerprint == fingerprint(document)
    assert with_fingerprint(document) == document
    digits = document.meta.fingerprint
    assert document.meta.short_fingerprint == f"{digits[:4]} {digits[4:8]} {digits[8:12]}"
    assert with_fingerprint(example.workbook()).meta.fingerprint == example.workbook().meta.fingerprint
