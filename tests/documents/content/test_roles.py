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
    assert record.gaps == ()
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
