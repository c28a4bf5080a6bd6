"""The papers of a reporting case, opened again and read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document

from crasuite.documents.content import reports
from crasuite.documents.fingerprint import with_fingerprint
from crasuite.documents.tree import ResultBox
from crasuite.domain.case import CaseKind, CaseSource, Decision, Exploit
from crasuite.domain.english import as_maker
from crasuite.errors import ReportingError
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_papers import ReportingPapers
from crasuite.interview.workspace import Workspace
from tests.desk_times import AWARE, EARLY, FINAL, NOTE, NOW
from tests.unit.interview.conftest import add_answers_of

CASE = "2026-01"


@pytest.fixture
def papers(workspace: Workspace) -> ReportingPapers:
    found = ReportingPapers(workspace, add_answers_of(workspace, "smart-door-lock"))
    made = found.desk.new_case(
        CaseKind.VULNERABILITY,
        "BLE pairing bypass",
        opened=True,
        aware=AWARE,
        zone="Europe/Amsterdam",
        aware_how="E-mail from a researcher",
        source=CaseSource.RESEARCHER,
        summary="A phone in radio range can be paired with a lock. =1+1",
        versions="Firmware 2.2 to 2.4.1",
        exploit=Exploit.KNOWN,
        cve=("CVE-2026-12345",),
    )
    assert made == CASE
    found.desk.set_country("NL")
    return found


def words_of(path: Path) -> str:
    """All text of a Word file, in reading order."""
    word = Document(str(path))
    found = []
    for block in word.element.body.iter():
        if block.tag.endswith("}p"):
            found.append("".join(run.text or "" for run in block.iter() if run.tag.endswith("}t")))
    return "\n".join(found)


def header_of(path: Path) -> str:
    """What stands above and below each page."""
    section = Document(str(path)).sections[0]
    return "\n".join(one.text for part in (section.header, section.footer) for one in part.paragraphs)


def test_early_warning_says_when_to_whom_and_what(papers: ReportingPapers, tmp_path: Path) -> None:
    target = tmp_path / papers.suggested_name(CASE, "EW")
    assert target.name == "ASL_EW-2026-01_r01_2026-11-24_en_DRAFT.docx"
    said = words_of(papers.write(CASE, "EW", target))
    for expected in (
        "Early warning, 24 hours",
        "Actively exploited vulnerability: BLE pairing bypass",
        "ASL-EW-2026-01",
        "Mon 23 Nov 2026, 16:20 UTC (17:20 CET)",
        "Tue 24 Nov 2026, 16:20 UTC (17:20 CET)",
        "26 Nov 2026, 16:20 UTC",
        "A phone in radio range can be paired with a lock. =1+1",
        "CVE-2026-12345",
        "ENISA",
        "CRA Suite sends nothing",
        "Art. 14(2)(a)",
        "Annex III, class I (17)",
        "24 hours after we became aware",
    ):
        assert expected in said.replace("\u00a0", " "), expected
    assert "I-17" not in said
    assert "Art. 14(4)" not in said.replace("\u00a0", " "), (
        "provisions on incidents in a report on a vulnerability"
    )


def test_every_field_of_the_form_is_in_the_paper(papers: ReportingPapers, tmp_path: Path) -> None:
    for choice in papers.choices(CASE):
        if not choice.stage:
            continue
        said = words_of(papers.write(CASE, choice.code, tmp_path / f"{choice.code}.docx")).casefold()
        for field in papers.desk.form(CASE, choice.stage).fields:
            if field.id != "users-recipients" and (field.is_filled or field.required != "optional"):
                assert as_maker(field.title).casefold() in said, (choice.code, field.id)


def test_writing_keeps_the_draft_it_was_made_from(papers: ReportingPapers, tmp_path: Path) -> None:
    papers.write(CASE, "EW", tmp_path / "first.docx")
    papers.write(CASE, "EW", tmp_path / "second.json")
    drafts = papers.desk.form(CASE, "vulnerability-early-warning").drafts
    assert [one.exported_as for one in drafts] == ["first.docx", "second.json"]
    assert papers.document(CASE, "EW").meta.revision == 3


def test_json_holds_the_fields_of_the_stage(papers: ReportingPapers, tmp_path: Path) -> None:
    said = json.loads(papers.write(CASE, "EW", tmp_path / "ew.json").read_text(encoding="utf-8"))
    values = {one["id"]: one["value"] for one in said["fields"]}
    assert said["stage"] == "vulnerability-early-warning"
    assert values["title"] == "BLE pairing bypass"
    assert values["summary"].endswith("=1+1")


def test_a_paper_that_is_no_form_is_not_written_as_json(papers: ReportingPapers, tmp_path: Path) -> None:
    with pytest.raises(ReportingError, match="JSON"):
        papers.write(CASE, "SA", tmp_path / "sa.json")
    assert not (tmp_path / "sa.json").exists()


def test_what_was_handed_in_stands_in_the_paper(papers: ReportingPapers, tmp_path: Path) -> None:
    at = NOW - timedelta(hours=1)
    papers.desk.submit(CASE, "vulnerability-early-warning", at, reference="SRP-77", by="Ana")
    said = words_of(papers.write(CASE, "EW", tmp_path / "ew.docx")).replace("\u00a0", " ")
    assert "SRP-77" in said
    assert "Handed in Tue 24 Nov 2026, 08:02 UTC" in said
    assert "Early warning, 24 hours" in said, "the hours stay when the clock has stopped"
    meta = papers.document(CASE, "EW").meta
    assert (meta.band, papers.suggested_name(CASE, "EW")[-8:]) == ("RECORD", "_en.docx")
    assert meta.draft_counts == "handed in Tue 24 Nov 2026, 08:02 UTC (09:02 CET)", "band and state agree"
    later = words_of(papers.write(CASE, "NT", tmp_path / "nt.docx")).replace("\u00a0", " ")
    assert "handed in Tue 24 Nov 2026, 08:02 UTC" in later
    assert "Not handed in yet" not in later


def test_a_stage_that_was_left_out_is_not_called_next(papers: ReportingPapers, tmp_path: Path) -> None:
    said = words_of(papers.write(CASE, "FR", tmp_path / "fr.docx")).replace("\u00a0", " ")
    assert "Not handed in yet: early warning" in said
    assert "Next: early warning" not in said
    assert "due Tue 24 Nov 2026, 17:20 CET" in papers.document(CASE, "EW").meta.draft_counts


def test_notice_to_users_names_no_fields_of_the_platform(papers: ReportingPapers, tmp_path: Path) -> None:
    papers.desk.set_field(
        CASE, "users", "users-measures", "Install firmware 2.4.2.\nUntil then keep the app closed."
    )
    said = words_of(papers.write(CASE, "UN", tmp_path / "un.docx"))
    assert "Install firmware 2.4.2." in said
    assert "Until then keep the app closed." in said
    assert "Who is told" not in said
    assert "CSIRT" not in said


def test_advisory_has_what_part_two_asks_for(papers: ReportingPapers, tmp_path: Path) -> None:
    papers.desk.set_case(CASE, fix_version="2.4.2", user_measures="Install 2.4.2.", credits="A. Researcher")
    papers.desk.set_field(CASE, FINAL, "vulnerability-impact", "Doors can be opened by strangers.")
    said = words_of(papers.write(CASE, "SA", tmp_path / "sa.docx"))
    for expected in (
        "What is wrong",
        "Aldwin Smart Lock, Lock unit ASL-2",
        "Sample manufacturer",
        "What is affected",
        "Impact",
        "Doors can be opened by strangers.",
        "Severity",
        "What to do",
        "2.4.2",
        "A. Researcher",
    ):
        assert expected in said, expected


def test_not_reportable_says_who_decided_and_why(papers: ReportingPapers, tmp_path: Path) -> None:
    case = papers.desk.new_case(
        CaseKind.INCIDENT, "Cloud login outage", opened=True, aware=AWARE, zone="Europe/Amsterdam"
    )
    papers.desk.answer(case, "case-severe-function", "no")
    papers.desk.answer(case, "case-severe-code", "no")
    papers.desk.decide(
        case, Decision.NO_REPORT, "Users could not sign in for an hour; nothing else happened."
    )
    said = words_of(papers.write(case, "ND", tmp_path / "nd.docx")).replace("\u00a0", " ")
    assert "Users could not sign in for an hour" in said
    assert "Decided on Tue 24 Nov 2026" in said
    assert "recorded by Ana" in said
    assert "Decided by\nAna\n24 Nov 2026" in said
    assert "What did we learn" in said
    assert "the decision is ours" not in said, "the answers say the same"
    assert papers.suggested_name(case, "ND").endswith("_en.docx"), "what is decided is no draft"


def test_a_decision_that_the_answers_do_not_carry_says_so(papers: ReportingPapers) -> None:
    case = papers.desk.new_case(
        CaseKind.VULNERABILITY, "Weak reset code", opened=True, aware=AWARE, zone="Europe/Amsterdam"
    )
    papers.desk.decide(case, Decision.NO_REPORT, "Found in our own test.")
    box = papers.document(case, "ND").blocks[0]
    assert isinstance(box, ResultBox)
    assert box.headline == "No report under Article 14: so we decided."
    assert "do not decide whether the law asks for a report" in str(box.lines)


def test_only_a_case_that_is_not_reported_has_that_paper(papers: ReportingPapers) -> None:
    assert "ND" not in [one.code for one in papers.choices(CASE)]
    with pytest.raises(ReportingError, match="ND"):
        papers.document(CASE, "ND")


def test_no_text_for_the_platform_is_ever_final(papers: ReportingPapers) -> None:
    for choice in papers.choices(CASE):
        assert not (choice.stage in (EARLY, NOTE, FINAL) and papers.document(CASE, choice.code).meta.final)


def test_a_notice_without_gaps_is_a_clean_text_to_send_and_a_record_afterwards(
    papers: ReportingPapers, tmp_path: Path
) -> None:
    assert not papers.document(CASE, "UN").meta.final
    assert papers.suggested_name(CASE, "UN").endswith("_DRAFT.docx")
    for field in papers.desk.form(CASE, "users").fields:
        if field.required == "always":
            papers.desk.set_field(CASE, "users", field.id, f"Said of {field.id}.")
    assert papers.document(CASE, "UN").meta.draft_counts == "1 not known yet", "what users can do"
    papers.desk.set_field(CASE, "users", "users-measures", "Keep the app closed for now.")
    target = tmp_path / papers.suggested_name(CASE, "UN")
    assert target.name.endswith("_en.docx")
    said = header_of(papers.write(CASE, "UN", target))
    assert not any(word in said for word in ("DRAFT", "RECORD", "not sent", "CRA Suite")), said
    assert "Draft" not in papers.html(CASE, "UN")
    papers.desk.submit(CASE, "users", NOW, reference="", by="Ana")
    assert "RECORD" in header_of(papers.write(CASE, "UN", target))


def test_an_advisory_without_gaps_is_a_clean_text_to_publish(papers: ReportingPapers) -> None:
    assert not papers.document(CASE, "SA").meta.final, "impact, what to do and what fixes it are missing"
    papers.desk.set_case(CASE, fix_version="2.4.2", user_measures="Install 2.4.2.")
    papers.desk.set_field(CASE, FINAL, "vulnerability-impact", "Doors can be opened by strangers.")
    papers.desk.set_field(CASE, FINAL, "vulnerability-severity", "High")
    meta = papers.document(CASE, "SA").meta
    assert (meta.final, meta.state) == (True, "Text to publish")


def test_report_of_a_drill_fits_on_a_page(papers: ReportingPapers, tmp_path: Path) -> None:
    paper = reports.DrillPaper(
        "DR", "Report of a drill", "Made-up event", CASE, "practice", "Drill, no real event", 1,
        steps=(
            reports.StepLine("Opened", "Tue 24 Nov 2026, 10:00 CET", "", "0 min"),
            reports.StepLine("Decided", "", "", ""),
        ),
        headline="12 min from word to draft", words=("Nobody was named for the night.",),
    )  # fmt: skip
    record = papers.documents.record
    document = with_fingerprint(reports.build(record, paper), rule_pack_hash=record.pack.sha256)
    from crasuite.documents.docx_writer import write_docx

    write_docx(document, tmp_path / "dr.docx")
    said = words_of(tmp_path / "dr.docx")
    assert "not reached" in said
    assert "The real register was not touched" in said
    assert replace(paper, steps=()) != paper


def test_preview_shows_the_same(papers: ReportingPapers) -> None:
    assert "BLE pairing bypass" in papers.html(CASE, "EW")


def test_papers_belong_to_one_product(papers: ReportingPapers, workspace: Workspace) -> None:
    other = ReportingFile(workspace, add_answers_of(workspace, "password-manager"))
    assert other.rows() == []


def test_papers_are_in_the_language_of_the_documents_and_the_window_stays(
    papers: ReportingPapers, tmp_path: Path
) -> None:
    papers.documents.set_language("de")
    german = ReportingPapers(papers.desk.workspace, papers.desk.product_id)
    target = tmp_path / german.suggested_name(CASE, "EW")
    assert "_de_" in target.name
    said = words_of(german.write(CASE, "EW", target)).replace("\u00a0", " ")
    for expected in (
        "Aktiv ausgenutzte Schwachstelle: BLE pairing bypass",
        "23. Nov. 2026",
        "Felder dieser Stufe",
    ):
        assert expected in said, expected
    assert "Became aware" not in said
    for typed in ("Actively exploited vulnerability", "Important product", "Austria, Belgium, Germany"):
        assert typed in said, "the platform takes English alone"
    assert "Österreich" not in said
    german.desk.submit(CASE, EARLY, NOW, reference="SRP-77", by="Ana")
    band = words_of(german.write(CASE, "EW", target)) + german.document(CASE, "EW").meta.draft_means
    assert "Text für die Plattform, wie vermerkt" in band
    assert [one.title for one in german.choices(CASE)] == [one.title for one in papers.choices(CASE)]
    with pytest.raises(ReportingError, match="has no paper"):
        german.document(CASE, "XX")
