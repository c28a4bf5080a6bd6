"""Every item that Annexes II, V, VI, VII and VIII ask for stands in a paper, and its outline says where.

The list below is the law's, not the rule pack's: an item that the outlines forget fails here, too.
"""

from __future__ import annotations

import re

import pytest

from crasuite.documents import tree
from crasuite.documents.content.papers import BUILDERS
from tests.documents.content.said import text_of

ITEMS: dict[str, tuple[str, ...]] = {
    "UI": tuple(
        f"annex-2-{one}"
        for one in ("1", "2", "3", "4", "5", "6", "7", "8-a", "8-b", "8-c", "8-d", "8-e", "8-f", "9")
    ),
    "DC": tuple(f"annex-5-{number}" for number in range(1, 9)),
    "SD": ("annex-6",),
    "TD": tuple(
        f"annex-7-{one}"
        for one in ("1-a", "1-b", "1-c", "1-d", "2-a", "2-b", "2-c", "3", "4", "5", "6", "7", "8")
    ),
    "AB": tuple(f"annex-8-2-{one}" for one in ("2", "3-1", "3-2", "3-3", "3-4", "4-5", "7", "8", "10")),
    "CH": tuple(f"annex-8-2-{one}" for one in ("6", "7", "8")),
    "PR": tuple(f"annex-8-3-{one}" for one in ("1", "2", "3-1", "3-2", "4")),
    "AH": (
        *(f"annex-8-4-3-1-{letter}" for letter in "abcd"),
        *(f"annex-8-4-3-2-{letter}" for letter in "abcdefgh"),
        "annex-8-4-3-3",
        "annex-8-4-3-4",
        "annex-8-4-3-5",
    ),
}
_ANNEX = {"II": "annex-2", "VII": "annex-7"}
_PARTS = {"II": "annex-8-2", "III": "annex-8-3", "IV": "annex-8-4"}
_POINT = re.compile(r"Annex (II|VII) ((?:\(\w\))+)")
_PART = re.compile(r"Part (II|III|IV), (\d+(?:\.\d+)?(?:\(\w\))?(?:, \d+(?:\.\d+)?(?:\(\w\))?)*)")


def _id(text: str) -> str:
    """The end of a provision's id for a printed number: "3.1(a)" → "3-1-a"."""
    return "-".join(re.findall(r"\w+", text))


def carried(paper: tree.Document) -> set[str]:
    """The items of the annexes that headings and numbered rows of a paper name."""
    found: set[str] = set()
    for block in paper.blocks:
        if isinstance(block, tree.Heading):
            for annex, points in _POINT.findall(block.citation):
                found.add(f"{_ANNEX[annex]}-{_id(points)}")
            if paper.meta.code in ("AB", "AH", "PR", "CH"):
                for part, numbers in _PART.findall(block.citation):
                    found |= {f"{_PARTS[part]}-{_id(number)}" for number in numbers.split(", ")}
        if isinstance(block, tree.Table):
            for row in block.rows:
                first = "".join(getattr(run, "text", "") for run in row[0].paragraphs[0].runs)
                if block.pattern.name == "declaration":
                    found.add(f"annex-5-{first}")
                if block.pattern.name == "quality-system":
                    found.add(f"annex-8-4-3-2-{_id(first)}")
    return found


@pytest.mark.parametrize("code", ITEMS)
def test_a_paper_carries_every_item_of_its_annex(file_record, code: str) -> None:
    record = file_record("smart-door-lock", {"procedure-choice": "h" if code == "AH" else "b-c"})
    paper = BUILDERS[code](record)
    if code == "SD":
        assert "The full text of the EU declaration of conformity is available" in text_of(paper)
        return
    assert set(ITEMS[code]) <= carried(paper)


@pytest.mark.parametrize("code", ITEMS)
def test_the_outline_carries_the_same_items(pack, code: str) -> None:
    said = {cite for section in pack.outlines[code].sections for cite in section.carries}
    assert {f"cra {item}" for item in ITEMS[code]} <= said


def test_every_item_of_the_annexes_is_known_to_the_pack(pack) -> None:
    for items in ITEMS.values():
        for item in items:
            assert f"cra {item}" in pack.provisions, item


def test_no_item_that_an_outline_carries_is_lost_on_paper(file_record, pack) -> None:
    lost: list[str] = []
    for code, build in BUILDERS.items():
        if code in ("RC-W", "SD", "SL", "SB", "VH", "DP", "ST", "RA", "SP"):
            continue
        record = file_record("smart-door-lock", {"procedure-choice": "h" if code == "AH" else "b-c"})
        here = carried(build(record))
        for section in pack.outlines[code].sections:
            for cite in section.carries:
                item = cite.removeprefix("cra ")
                if item.startswith(("annex-2-", "annex-5-", "annex-7-", "annex-8-")) and item not in here:
                    lost.append(f"{code}: {item}")
    assert not lost


def test_part_two_of_annex_one_stands_point_by_point(file_record) -> None:
    paper = BUILDERS["VH"](file_record("smart-door-lock"))
    cites = [block.citation for block in paper.blocks if isinstance(block, tree.Heading)]
    for number in range(1, 9):
        assert f"Annex I, Part II ({number})" in cites
