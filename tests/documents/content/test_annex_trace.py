"""Every item that Annexes II, V, VI, VII and VIII ask for stands in a paper, and its outline says where.

The list below is the law's, not the rule pack's: an item that the outlines forget fails here, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

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


# ------------------------------------------------------------------------------------- what is inside an item

PARTS: dict[str, tuple[str, ...]] = {
    "annex-7-1-c": ("lock closed and open", "plate", "main board"),
    "annex-7-1-d": tuple(f"({one})" for one in (*range(1, 8), *(f"8)({letter}" for letter in "abcdef"), 9)),
    "annex-7-2-a": (
        "System architecture",
        "How parts build on each other",
        "Drawings and schemes",
        "Design and development",
    ),
    "annex-7-2-b": (
        "Software bills of materials",
        "Disclosure policy",
        "Proof of the contact address",
        "Distribution of updates",
        *(f"({number})" for number in range(1, 9)),
    ),
    "annex-7-2-c": ("Production", "Monitoring", "Validation"),
    "annex-7-3": (
        "(1)",
        *(f"(2)({letter})" for letter in "abcdefghijklm"),
        *(f"({number})" for number in range(2, 9)),
    ),
    "annex-7-4": ("What users may reasonably expect", "Kind of product", "Union law", "Expected use"),
    "annex-7-5": ("EN 18031-1:2024", "In part", "Annex I, Part I", "Annex I, Part II"),
    "annex-7-6": ("Tests of the product", "Tests of vulnerability handling"),
    "annex-7-7": ("Responsibility", "Conformity", "Additional information"),
    "annex-7-8": ("SHA-256",),
}
"""Words that the section of an item must have, for each thing the law names inside it."""


def _section(paper: tree.Document, item: str) -> tree.Document:
    """The blocks below the heading that carries an item, up to the next heading of its rank."""
    blocks: list[tree.Block] = []
    level = 0
    for block in paper.blocks:
        if isinstance(block, tree.Heading):
            here = {f"{_ANNEX[annex]}-{_id(points)}" for annex, points in _POINT.findall(block.citation)}
            if item in here and not level:
                level = block.level
            elif level and block.level <= level:
                break
        if level:
            blocks.append(block)
    return replace(paper, blocks=tuple(blocks), front="none")


@pytest.mark.parametrize("item", PARTS)
def test_a_section_of_the_technical_documentation_has_what_its_item_names(file_record, item: str) -> None:
    said = text_of(_section(BUILDERS["TD"](file_record("smart-door-lock")), item)).replace("\u00a0", " ")
    assert [part for part in PARTS[item] if part not in said] == []


def test_the_declaration_has_what_stands_below_its_items(file_record) -> None:
    paper = BUILDERS["DC"](file_record("smart-door-lock"))
    block = next(one for one in paper.blocks if isinstance(one, tree.SignatureBlock))
    assert block.on_behalf_of == "Sample manufacturer (example data)"
    assert "Sample signatory (example data), Managing director" in text_of(paper)
    assert [column.head for column in tree.SIGNATURE_DECLARATION.columns] == [
        "Place and date of issue",
        "Name, function",
        "Signature",
    ]


def test_the_user_information_names_each_thing_of_annex_two(file_record) -> None:
    """The law's own words for what must be there, answered by the text of the finished example."""
    said = text_of(BUILDERS["UI"](file_record("smart-door-lock")))
    for part in (
        "Sample Street 1",
        "products@manufacturer.example",
        "disclosure policy stands at",
        "serial number",
        "2039",
        "Later: look through",
        "install themselves",
        "removes keys",
        "turn off",
    ):
        assert part in said, part


@pytest.mark.parametrize("code", [code for code in ITEMS if code != "SD"])
def test_the_trace_notices_an_item_that_is_not_carried(file_record, code: str) -> None:
    """Take each carrying heading or row out in turn: the item it carries is then missed."""
    paper = BUILDERS[code](
        file_record("smart-door-lock", {"procedure-choice": "h" if code == "AH" else "b-c"})
    )
    whole = carried(paper)
    for item in ITEMS[code]:
        assert item in whole
        left = replace(paper, blocks=tuple(_without(item, paper)))
        assert item not in carried(left), item


def _without(item: str, paper: tree.Document) -> list[tree.Block]:
    """The blocks of a paper without those that carry an item."""
    found: list[tree.Block] = []
    for block in paper.blocks:
        if isinstance(block, tree.Table):
            rows = tuple(
                row
                for row in block.rows
                if item not in carried(replace(paper, blocks=(_with([row], block),)))
            )
            found.append(_with(rows, block))
        elif item not in carried(replace(paper, blocks=(block,))):
            found.append(block)
    return found


def _with(rows: Sequence[tuple[tree.Cell, ...]], block: tree.Table) -> tree.Table:
    return replace(block, rows=tuple(rows))


# ----------------------------------------------------------------------------------- Annex VIII, every point

OF_THE_BODY = {
    "annex-8-2-9": "what bodies tell authorities and each other",
    "annex-8-4-7": "what bodies tell authorities and each other",
    "annex-8-4-4-1": "what surveillance is for",
    "annex-8-1-1": "what internal control is",
    "annex-8-2-1": "what an examination of the type is",
    "annex-8-4-1": "what full quality assurance is",
}
"""Points that ask nothing of the maker."""


def test_every_point_of_annex_eight_stands_in_a_paper_or_a_step(file_record, pack) -> None:
    """What the maker does is a step of a checklist; what the application holds, a section of a paper."""
    there: set[str] = set()
    for code in ("AB", "AH", "PR", "CH"):
        choice = {"procedure-choice": "h" if code == "AH" else "b-c"}
        there |= carried(BUILDERS[code](file_record("smart-door-lock", choice)))
    for procedure in pack.procedures.values():
        for group in procedure.groups:
            for step in group.steps:
                there |= {cite.removeprefix("cra ") for cite in step.basis}
    points = {one.removeprefix("cra ") for one in pack.provisions if one.startswith("cra annex-8-")}
    leaves = {one for one in points if not any(other.startswith(f"{one}-") for other in points)}
    assert len(leaves) == 59
    # A step that names a point as a whole answers for what is inside it.
    missed = {
        one
        for one in leaves - set(OF_THE_BODY)
        if not any(one == known or one.startswith(f"{known}-") for known in there)
    }
    assert missed == set()
    assert set(OF_THE_BODY) <= points
