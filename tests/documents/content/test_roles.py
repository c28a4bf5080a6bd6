"""Papers of those who are not the maker, and of products outside the law: what is asked of them, no more."""

from __future__ import annotations

import pytest

from crasuite.documents.content import manifest
from crasuite.documents.content.papers import codes_of, documents_of, text_files_of
from crasuite.documents.record import ProductRecord
from crasuite.domain.technical_file import TechnicalFile
from tests.documents.content.said import text_of

NOT_OURS = {"own-brand": "no", "modifies": "none"}
ROLES = {
    "importer": ({**NOT_OURS, "activity": "imports", "establishment": "eu"}, "Art. 19", 8),
    "distributor": ({**NOT_OURS, "activity": "distributes"}, "Art. 20", 6),
    "authorised-representative": (
        {**NOT_OURS, "activity": "represents", "establishment": "eu"},
        "Art. 18",
        3,
    ),
    "steward": (
        {"form": "software", "supply": "free-no-business", "foss": "yes", "areas": []}
        | {"sustains-foss": "yes", "legal-person": "yes", "foss-for-commercial": "yes"},
        "Art. 24",
        4,
    ),
}


def _record(file_record, role: str) -> ProductRecord:
    found = file_record("smart-door-lock", ROLES[role][0], TechnicalFile())
    assert found.assessment.value("role") == role
    return found


@pytest.mark.parametrize("role", ROLES)
def test_others_than_the_maker_get_a_check_and_no_file_of_the_maker(file_record, role: str) -> None:
    record = _record(file_record, role)
    papers = {code: paper for code, paper, _ in documents_of(record)}
    assert tuple(papers) == codes_of(record) == ("CR", "IM", "RC")
    assert text_files_of(record) == []
    assert not record.gaps_of("IM")
    assert "kept with our papers on the product" in text_of(papers["CR"])
    said = text_of(papers["IM"])
    article, points = ROLES[role][1:]
    assert f"asks {points} things of us" in said
    assert said.count(article) > points // 2
    for forbidden in ("DRAFT EU declaration", "we declare", "you ", "your "):
        assert forbidden not in said.casefold()
    assert not papers["IM"].meta.final


def test_the_check_prints_each_duty_of_the_role(file_record, pack) -> None:
    said = text_of({code: paper for code, paper, _ in documents_of(_record(file_record, "importer"))}["IM"])
    wanted = [duty.title for duty in pack.duties.values() if duty.roles == ("importer",)]
    assert len(wanted) == 7
    for title in wanted:
        assert title.split()[0] in said


@pytest.mark.parametrize(
    ("role", "points"),
    {
        "importer": ("Art. 19(2)(a)", "Art. 19(2)(b)", "Art. 19(2)(c)", "Art. 19(2)(d)"),
        "distributor": ("Art. 20(2)(a)", "Art. 20(2)(b)", "Art. 69(2)"),
        "authorised-representative": ("Art. 18(3)(a)", "Art. 18(3)(b)", "Art. 18(3)(c)"),
        "steward": ("Art. 24(1), 15(1)",),
    }.items(),
)
def test_a_duty_of_several_parts_is_checked_one_by_one(
    file_record, role: str, points: tuple[str, ...]
) -> None:
    said = text_of({code: paper for code, paper, _ in documents_of(_record(file_record, role))}["IM"])
    for place in points:
        assert place in said
    assert ("Manufacturer, address" in said) == (role != "steward")


def test_a_name_in_small_letters_stays_as_it_is(file_record) -> None:
    meta = documents_of(file_record("smart-door-lock", {"product-name": "libschloss"}))[0][1].meta
    assert meta.subtitle.startswith("libschloss, ")
    assert meta.product_line.startswith("libschloss, ")


def test_who_may_still_be_the_maker_keeps_the_papers(file_record) -> None:
    record = file_record("smart-door-lock", {"own-brand": None}, TechnicalFile())
    assert record.assessment.value("role") is None
    assert "TD" in codes_of(record)


def test_the_index_says_how_long_an_importer_keeps_the_declaration(file_record) -> None:
    assert "ten years" in manifest.retention(_record(file_record, "importer"))
    assert "Art. 19(6)" in manifest.retention(_record(file_record, "importer"))


def test_a_product_outside_the_law_has_its_record_and_its_reasons_only(file_record) -> None:
    record = file_record("patient-monitor", None, TechnicalFile())
    assert codes_of(record) == ("CR", "RC")
    index = manifest.build(record, [], [], [], [])
    said = text_of(index)
    assert "No technical documentation is asked of us" in said
    assert "Annex VII" not in said
    assert "no enclosed file" in said
