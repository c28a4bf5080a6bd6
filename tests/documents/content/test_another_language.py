"""Papers of the technical file in a made-up language: whatever still has plain vowels is not translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from crasuite.documents import tree
from crasuite.documents.content.file_view import month_and_year, short_ref
from crasuite.documents.content.meanings import Meanings
from crasuite.documents.content.papers import BUILDERS
from crasuite.documents.content.requirements_sheet import APPLIES_OF, columns, shown
from crasuite.documents.content.risk_register_sheet import TREATMENT_OF, TREATMENTS
from crasuite.documents.record import ProductRecord
from crasuite.domain.requirement import Applies
from crasuite.domain.risk import Treatment
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import PSEUDO, mark, speaking
from crasuite.rules.translation import spoken
from tests.documents.content.conftest import DAY, sample, sample_records
from tests.documents.content.said import text_of

# The language under its own name, and the names of fields of security.txt.
NAMES = {
    "English",
    "Acknowledgments",
    "Canonical",
    "Contact",
    "Encryption",
    "Expires",
    "Languages",
    "Policy",
    "Preferred",
}
_NO_VOWELS = str.maketrans("aeiouAEIOU", "xxxxxXXXXX")
# Ids, numbers and choices, which stay as they are.
_KEPT = re.compile(r"[a-z0-9_:/.@+%-]*|[A-Z]-\d+|\d{4}-.*")
_PLAIN = re.compile(r"(?<![\w./:@-])(?=[A-Za-z]*[aeiouAEIOU])[A-Za-z][a-z]+(?![\w/:@-]|\.\w)")
_NUMBERS = re.compile(r"\b[ER]-\d+")


def without_vowels(data: Any, key: str = "") -> Any:
    """The user's own texts, made different from anything the program says."""
    if isinstance(data, dict):
        return {
            one.translate(_NO_VOWELS) if " " in one else one: without_vowels(said, one)
            for one, said in data.items()
        }
    if isinstance(data, list):
        return [without_vowels(one, key) for one in data]
    if not isinstance(data, str) or _KEPT.fullmatch(data):
        return data
    numbers = iter(_NUMBERS.findall(data))
    return re.sub(r"\bX-\d+", lambda _: next(numbers), _NUMBERS.sub("X-0", data).translate(_NO_VOWELS))


@pytest.fixture
def papers(pack) -> Callable[..., Iterator[tuple[str, tree.Document]]]:
    """Builds the papers of the sample in the made-up language, with the file changed as told."""

    def build(change: Callable[[dict[str, Any]], None]) -> Iterator[tuple[str, tree.Document]]:
        records = without_vowels(sample_records("smart-door-lock"))
        change(records)
        answers = without_vowels(sample("smart-door-lock"))
        with speaking(PSEUDO):
            record = ProductRecord.from_answers(
                spoken(pack), answers, DAY, technical_file=TechnicalFile.from_records(records)
            )
            for code, build_paper in BUILDERS.items():
                yield code, build_paper(record)

    return build


def said_by_us(node: Any) -> Iterator[str]:
    """Every text of a document that is not the user's, nor prescribed in a language of its own."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, tree.UserText) or (isinstance(node, tree.Text) and node.language):
        return
    elif isinstance(node, tree.Table):
        if node.pattern.with_head:
            yield from node.heads or [column.head for column in node.pattern.columns]
        yield from said_by_us((node.caption, node.description, node.rows))
    elif isinstance(node, tree.DocumentMeta):
        yield from (node.title, node.subtitle, node.legal_basis, node.draft_means)
    elif isinstance(node, tuple):
        for one in node:
            yield from said_by_us(one)
    elif is_dataclass(node):
        for field in fields(node):
            if field.name not in ("style", "level", "sign", "front", "bookmark", "data"):
                yield from said_by_us(getattr(node, field.name))


def nothing(records: dict[str, Any]) -> None:
    """The file as it is."""


def much_missing(records: dict[str, Any]) -> None:
    """A file in the middle of the work."""
    for number, said in enumerate(records["requirement"].values()):
        said["applies"] = ("yes", "no", "not-sure", "")[number % 4]
        said["status"] = ("met", "in-progress", "not-sure")[number % 3]
        if number % 5 == 0:
            said.update(evidence=["E-77"], risks=[], reason="")
    for number, risk in enumerate(records["risk"].values()):
        if number % 3 == 0:
            risk.update(likelihood_after=None, treatment="", owner="")
    for kind in ("design", "process", "user-info", "support", "component"):
        for texts in records[kind].values():
            for name in list(texts)[::2]:
                texts[name] = ""
    records["declaration"] = {}
    records["assessment"] = {}


def nothing_at_all(records: dict[str, Any]) -> None:
    """An empty file."""
    records.clear()


@pytest.mark.parametrize("change", [nothing, much_missing, nothing_at_all])
def test_nothing_is_left_in_english(papers, change: Callable[[dict[str, Any]], None]) -> None:
    left = {
        (code, words)
        for code, paper in papers(change)
        for said in said_by_us(paper)
        for words in _PLAIN.findall(said)
    }
    assert {words for _, words in left} <= NAMES, sorted(left)


def test_an_official_wording_that_the_pack_does_not_hold_stands_in_english(papers) -> None:
    built = dict(papers(nothing))
    for code, wording in (("DC", "under the sole responsibility"), ("SD", "Hereby, ")):
        said = text_of(built[code])
        assert wording in said
        assert "It stands here in English." not in said
        assert "stànds héré în Énglîsh" in said


def test_an_english_declaration_says_nothing_of_another_language(file_record) -> None:
    for code in ("DC", "SD"):
        assert "stands here in English" not in text_of(BUILDERS[code](file_record("smart-door-lock")))


def test_a_part_or_annex_is_left_out_in_every_language() -> None:
    assert short_ref("Teil II Nr. 5") == "Nr. 5"
    assert short_ref("Part II (5)") == short_ref("Annex II (5)") == "(5)"
    assert short_ref("Nr. 2 Buchst. a") == "Nr. 2 Buchst. a"


def test_months_in_full_do_not_follow_the_computer() -> None:
    assert month_and_year(date(2033, 5, 31)) == "May 2033"
    with speaking(PSEUDO):
        assert month_and_year(date(2033, 5, 31)).startswith("Mày")


def test_the_words_of_a_list_are_read_in_each_language() -> None:
    assert TREATMENT_OF["Reduce"] is Treatment.REDUCE
    assert APPLIES_OF["Does not apply"] is Applies.NO
    with speaking("de"):
        assert TREATMENT_OF[TREATMENTS[Treatment.AVOID]] is Treatment.AVOID
    known = Meanings({mark("Accept"): 1})
    assert list(known)[0] == "Accept"
    assert known.get("Nothing of the kind") is None


def test_the_sheet_of_requirements_follows_the_language(pack) -> None:
    file = TechnicalFile.from_records(sample_records("smart-door-lock"))
    english = shown(pack, file, "annex-1-1-1")
    with speaking(PSEUDO):
        assert shown(pack, file, "annex-1-1-1")["status"] != english["status"]
        assert [column.head for column in columns(file)][0].startswith("Àpplîés?")
        assert columns(file)[0].id == "applies"
