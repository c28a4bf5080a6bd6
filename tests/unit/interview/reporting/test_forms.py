"""Decision aid, clocks, forms and submissions of the reporting desk, over the real rule pack."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from crasuite.domain.case import CaseKind, CaseSource, CaseStatus, Sensitivity
from crasuite.domain.clocks import ClockState
from crasuite.domain.handling import HandlingState
from crasuite.errors import ReportingError
from crasuite.interview.moment_words import local_words
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_views import AidVerdict, ReportFieldView
from crasuite.interview.workspace import Workspace
from crasuite.language import LANGUAGES, speaking
from crasuite.rules import NOT_SURE, Pack, load_pack
from tests.desk_times import AWARE, EARLY, FINAL, NOTE, NOW, Time
from tests.unit.interview.conftest import MINIPACK


@pytest.fixture
def case(lock: ReportingFile) -> str:
    return lock.new_case(
        CaseKind.VULNERABILITY,
        "BLE pairing bypass",
        aware=AWARE,
        zone="Europe/Amsterdam",
        versions="2.2 to 2.4.1",
        source=CaseSource.RESEARCHER,
    )


def _refused(code: str, what: Callable[[], object]) -> None:
    with pytest.raises(ReportingError) as refused:
        what()
    assert refused.value.code == code


def _field(lock: ReportingFile, case: str, stage: str, field: str) -> ReportFieldView:
    return next(one for one in lock.form(case, stage).fields if one.id == field)


def _card(lock: ReportingFile, case: str, stage: str):  # type: ignore[no-untyped-def]
    return next(one for one in lock.clocks(case) if one.stage == stage)


# Decision aid


def test_the_register_answers_what_it_knows_already(lock: ReportingFile, case: str) -> None:
    known = {one.id: one for one in lock.aid(case).questions if one.value is not None}
    assert known["case-kind"].value == "vulnerability"
    assert known["case-aware-on"].words == "23 Nov 2026"
    assert known["case-found-by"].value == "researcher"
    assert lock.case(case).answers == {}, "nothing is written without the user"


def test_the_check_leads_to_a_verdict_with_its_trace(lock: ReportingFile, case: str) -> None:
    view = lock.aid(case)
    assert not view.is_decided
    assert view.tone == "warn"
    assert view.note, "it is said that time runs while nobody is sure"
    assert view.next == "case-evidence"
    lock.answer(case, "case-evidence", "attack")
    lock.answer(case, "case-where", "own")
    view = lock.aid(case)
    assert view.is_decided
    assert "must be reported" in view.headline
    verdict = next(one for one in view.verdicts if one.fact == "report-vulnerability")
    assert verdict.value == "yes"
    assert verdict.reasons[0].cites[0].label == "Art. 14(1)"
    assert any(
        "case" not in answer and question for step in verdict.trace for question, answer in step.answers
    )
    assert view.note == ""


def test_not_sure_keeps_it_open_and_the_clock_runs(lock: ReportingFile, case: str) -> None:
    lock.answer(case, "case-evidence", "not-sure")
    lock.answer(case, "case-where", "own")
    view = lock.aid(case)
    assert not view.is_decided
    assert "the clock runs" in view.headline
    assert lock.sidebar_words() == "due 17:20"
    lock.answer(case, "case-evidence", None)
    assert lock.aid(case).next == "case-evidence"


def test_a_wrong_answer_or_question_is_refused(lock: ReportingFile, case: str) -> None:
    _refused("REPORT-10", lambda: lock.answer(case, "case-evidence", "perhaps"))
    _refused("REPORT-10", lambda: lock.answer(case, "own-brand", "yes"))
    assert lock.case(case).answers == {}


# Clocks


def test_the_cards_say_what_is_left_and_what_waits(lock: ReportingFile, case: str) -> None:
    early, final = _card(lock, case, EARLY), _card(lock, case, FINAL)
    assert (early.big_words, early.of_words) == ("7 h 18 min", "left of 24 hours")
    assert early.due_words == "Tue 24 Nov, 17:20 CET"
    assert early.utc_words == "24 Nov 2026, 16:20 UTC"
    assert early.state is ClockState.DUE_SOON
    assert (final.big_words, final.due_words) == ("14 days", "Clock not started")
    assert final.why
    assert all(card.cites for card in lock.clocks(case))
    assert any(one.reading for one in early.undefined)
    assert _card(lock, case, "users").big_words == "Without delay"


def test_a_measure_starts_the_final_report(lock: ReportingFile, case: str, time: Time) -> None:
    available = NOW - timedelta(hours=1)
    lock.set_case(case, measure_available=available)
    assert _card(lock, case, FINAL).due == available + timedelta(days=14)


def test_overdue_stays_until_it_is_submitted(lock: ReportingFile, case: str, time: Time) -> None:
    time.now = NOW + timedelta(days=300)
    card = _card(lock, case, EARLY)
    assert card.state is ClockState.OVERDUE
    assert card.big_words == "299 d 16 h late"
    assert lock.sidebar_words() == "overdue"
    assert lock.row(case).chip == "Overdue"
    lock.submit(case, EARLY, time.now, reference="R-1")
    card = _card(lock, case, EARLY)
    assert card.state is ClockState.DONE
    assert card.chip.endswith("R-1, late")
    assert card.chip_tone == "warn"


def test_the_month_of_an_incident_starts_with_its_notification(lock: ReportingFile, time: Time) -> None:
    case = lock.new_case(CaseKind.INCIDENT, "Key stolen", aware=AWARE, zone="Europe/Amsterdam")
    assert _card(lock, case, "incident-final").state is ClockState.NOT_RUNNING
    sent = datetime(2027, 1, 31, 9, tzinfo=UTC)
    time.now = sent
    lock.submit(case, "incident-early-warning", sent, covers=["incident-notification"])
    due = _card(lock, case, "incident-final").due
    assert due.isoformat() == "2027-02-28T10:00:00+01:00"
    assert _card(lock, case, "incident-notification").state is ClockState.DONE, "it was given already"


def test_before_awareness_is_said_no_clock_runs(lock: ReportingFile) -> None:
    case = lock.new_case(CaseKind.INCIDENT, "Key stolen")
    assert {one.state for one in lock.clocks(case)} == {ClockState.NOT_RUNNING}
    assert all("became aware" in one.why for one in lock.clocks(case))
    assert lock.row(case).chip == "Say when you became aware"
    assert lock.sidebar_words() == "1 open"


# Forms


def test_the_form_starts_from_register_and_interview(lock: ReportingFile, case: str) -> None:
    form = lock.form(case, EARLY)
    said = {one.id: one for one in form.fields}
    assert said["title"].value == "BLE pairing bypass"
    assert said["notification-type"].shown == "Actively exploited vulnerability"
    assert said["aware"].value == "2026-11-23T17:20+01:00"
    assert "CET" in said["aware"].shown
    assert "UTC" in said["aware"].shown
    assert said["member-states"].value == ("AT", "BE", "DE", "FR", "NL")
    assert said["product-type"].value == "important"
    assert said["title"].source == "From the register"
    assert said["manufacturer"].source == "From the interview"
    assert not form.is_ready
    assert form.filled_words == f"{form.filled} of {form.wanted} fields filled"
    assert form.platform, "the dated facts on the platform"


def test_every_field_of_the_pack_has_a_source_that_is_known(lock: ReportingFile, law: Pack) -> None:
    for kind, text in ((CaseKind.VULNERABILITY, "v"), (CaseKind.INCIDENT, "i")):
        case = lock.new_case(kind, text, aware=AWARE, zone="Europe/Amsterdam")
        record = lock.case(case)
        for entry in law.report_fields.values():
            source, _, name = entry.prefill.partition(":")
            assert source in ("", "case", "answer", "fact", "aid", "csirt"), entry.id
            if source == "case":
                assert hasattr(record, name), f"{entry.id}: a case has no {name}"
            if source == "answer":
                assert name in law.questions, entry.id
            if source == "fact":
                assert name in law.facts, entry.id
            if source == "aid":
                assert name in law.aids["must-report"].questions, entry.id
        for stage in law.stages_of(str(kind)):
            assert lock.form(case, stage.id).fields, stage.id


def test_what_is_written_goes_before_the_register_and_back(lock: ReportingFile, case: str) -> None:
    lock.set_field(case, EARLY, "title", "Locks open")
    assert _field(lock, case, EARLY, "title").is_own
    lock.set_case(case, title="Another title")
    assert _field(lock, case, EARLY, "title").value == "Locks open"
    lock.set_field(case, EARLY, "title", None)
    assert _field(lock, case, EARLY, "title").value == "Another title"
    lock.set_field(case, EARLY, "title", "Locks open")
    lock.set_field(case, EARLY, "title", "Another title")
    assert not _field(lock, case, EARLY, "title").is_own, "the same as the register says follows it on"
    lock.set_field(case, EARLY, "member-states", ())
    assert _field(lock, case, EARLY, "member-states").value == (), "emptied is not prefilled again"


def test_placeholders_and_texts_too_long_are_not_ready(lock: ReportingFile, case: str) -> None:
    lock.set_field(case, EARLY, "summary", "tbd")
    assert not _field(lock, case, EARLY, "summary").is_filled
    lock.set_field(case, EARLY, "summary", "x" * 4001)
    assert _field(lock, case, EARLY, "summary").is_too_long
    assert not lock.form(case, EARLY).is_ready


def test_a_full_form_is_ready_and_drafts_keep_what_it_said(lock: ReportingFile, case: str) -> None:
    lock.set_country("NL")
    lock.set_field(case, EARLY, "summary", "Locks open without a key.")
    form = lock.form(case, EARLY)
    assert form.is_ready
    assert [one.id for one in form.fields if one.required == "always" and not one.is_filled] == []
    first = lock.keep_draft(case, EARLY)
    lock.set_field(case, EARLY, "summary", "Locks open for anybody nearby.")
    second = lock.keep_draft(case, EARLY, exported_as="early-warning.docx")
    drafts = lock.form(case, EARLY).drafts
    assert [one.number for one in drafts] == [1, 2]
    assert first.fields["summary"] == "Locks open without a key."
    assert first.fields["title"] == "BLE pairing bypass", "prefilled fields are kept, too"
    assert (second.by, second.exported_as) == ("Ana", "early-warning.docx")
    assert _card(lock, case, EARLY).chip == "Draft ready, not sent"


def test_later_stages_carry_over_what_was_asked_before(lock: ReportingFile, case: str) -> None:
    lock.set_field(case, EARLY, "summary", "Locks open without a key.")
    carried = {one.id: one for one in lock.form(case, FINAL).carried}
    assert carried["summary"].value == "Locks open without a key."
    assert not carried.keys() & {one.id for one in lock.form(case, FINAL).fields}
    assert lock.form(case, EARLY).carried == ()


def test_text_and_data_of_a_form(lock: ReportingFile, case: str) -> None:
    text = lock.form_text(case, EARLY)
    assert "Title: BLE pairing bypass" in text
    assert "Summary: (not filled)" in text
    assert "Category: Annex III, class I (17)" in text
    with speaking("de"):
        assert lock.form_text(case, EARLY) == text, "the platform takes English alone"
        assert "Nutzer" in lock.form_text(case, "users")
    data = json.loads(json.dumps(lock.form_json(case, EARLY)))
    assert data["case"] == case
    assert data["complete"] is False
    assert {one["id"]: one["value"] for one in data["fields"]}["member-states"] == [
        "AT",
        "BE",
        "DE",
        "FR",
        "NL",
    ]


def test_sensitivity_is_marked_on_case_and_stage(lock: ReportingFile, case: str) -> None:
    assert lock.form(case, EARLY).sensitive is Sensitivity.UNDECIDED
    lock.set_case(case, sensitive=Sensitivity.NOT_SURE)
    assert lock.form(case, EARLY).sensitive is Sensitivity.NOT_SURE
    lock.set_sensitive(case, EARLY, Sensitivity.YES)
    assert lock.form(case, EARLY).sensitive is Sensitivity.YES
    assert lock.form(case, NOTE).sensitive is Sensitivity.NOT_SURE


def test_a_stage_of_the_other_kind_is_refused(lock: ReportingFile, case: str) -> None:
    _refused("REPORT-07", lambda: lock.form(case, "incident-final"))
    _refused("REPORT-07", lambda: lock.submit(case, "incident-final", NOW))


# Submissions


def test_where_it_goes_is_named_while_the_duty_is_open(lock: ReportingFile, case: str) -> None:
    def verdict() -> AidVerdict:
        return next(one for one in lock.aid(case).verdicts if one.fact == "report-where")

    lock.answer(case, "case-evidence", NOT_SURE)
    assert (lock.csirt_choice(case).where, verdict().reasons) == ("", ())
    lock.answer(case, "case-main-place", "yes")
    choice, said = lock.csirt_choice(case), verdict()
    assert choice.where == "main-establishment"
    assert choice.words.startswith("Your main establishment is where decisions")
    assert said.value is None
    assert (
        said.words == "If a report is due: the coordinating CSIRT where security decisions are mainly taken"
    )
    assert said.reasons[0].text == choice.words
    assert ("NL", "Netherlands") in said.countries
    assert said.country == ""
    lock.set_country("NL")
    assert verdict().words == f"{said.words}: {lock.csirt_choice(case).body}, Netherlands"
    assert verdict().country == "NL"
    lock.answer(case, "case-evidence", "none")
    assert (verdict().value, verdict().words, verdict().countries) == ("nowhere", "No report is due", ())
    assert lock.csirt_choice(case).where == "nowhere"


def test_a_submission_keeps_when_by_whom_and_to_which_csirt(lock: ReportingFile, case: str) -> None:
    lock.set_country("NL")
    for question, value in (("case-evidence", "attack"), ("case-where", "own"), ("case-main-place", "yes")):
        lock.answer(case, question, value)
    choice = lock.csirt_choice(case)
    assert (choice.where, choice.country) == ("main-establishment", "NL")
    assert choice.cites[0].label == "Art. 14(7)"
    lock.keep_draft(case, EARLY)
    lock.submit(case, EARLY, NOW, zone="Europe/Amsterdam", reference=" SRP-1 ", note="By phone first.")
    (sent,) = lock.submissions(case)
    assert (sent.stage, sent.by, sent.csirt, sent.csirt_why) == (EARLY, "Ana", "NL", "main-establishment")
    assert (sent.reference, sent.draft, sent.at, sent.zone) == ("SRP-1", "1", NOW, "Europe/Amsterdam")
    assert lock.form(case, EARLY).submission == sent
    lock.remove_submission(case, sent.id)
    assert _card(lock, case, EARLY).state is ClockState.DUE_SOON


def test_a_submission_lies_between_awareness_and_now(lock: ReportingFile, case: str) -> None:
    _refused("REPORT-09", lambda: lock.submit(case, EARLY, NOW + timedelta(minutes=1)))
    _refused("REPORT-09", lambda: lock.submit(case, EARLY, AWARE - timedelta(minutes=1)))
    assert lock.submissions(case) == ()


def test_a_country_outside_the_union_is_refused(lock: ReportingFile) -> None:
    _refused("REPORT-08", lambda: lock.set_country("CH"))


def test_the_history_tells_each_step_in_words(lock: ReportingFile, case: str) -> None:
    lock.set_awareness(case, AWARE - timedelta(hours=1), "Europe/Amsterdam", reason="The mail came earlier.")
    lock.answer(case, "case-evidence", "attack")
    lock.set_field(case, EARLY, "summary", "Locks open.")
    lock.keep_draft(case, EARLY, exported_as="early.docx")
    lock.submit(case, EARLY, NOW, reference="SRP-1")
    lock.look("h-contact", HandlingState.IN_PLACE)
    told = [(one.what, one.before, one.after) for one in lock.workspace.history(lock.product_id)][:7]
    assert told[::-1] == [
        (
            "Case 2026-01: BLE pairing bypass added",
            "",
            "Became aware: Mon 23 Nov 2026, 17:20 CET; kind: vulnerability; reporting case: yes; "
            "source: researcher; title: BLE pairing bypass; versions: 2.2 to 2.4.1",
        ),
        (
            "Case 2026-01: BLE pairing bypass",
            "Became aware: Mon 23 Nov 2026, 17:20 CET",
            "Became aware: Mon 23 Nov 2026, 16:20 CET; reason of the change: The mail came earlier.",
        ),
        (
            "Case 2026-01: BLE pairing bypass",
            "",
            "What shows that somebody uses the weakness? Reliable evidence of an attack",
        ),
        ("Early warning of case 2026-01 added", "", "Summary: Locks open."),
        ("Early warning of case 2026-01", "", "Draft 1 exported as early.docx"),
        (
            "Early warning of case 2026-01, submission added",
            "",
            "At: Tue 24 Nov 2026, 10:02 CET; by: Ana; reference: SRP-1",
        ),
        (
            "Vulnerability handling: The contact address works added",
            "",
            "Looked at by Ana on 2026-11-24; state: in place",
        ),
    ]


def test_a_product_kept_at_an_older_pack_reports_by_the_newer_one(
    lock: ReportingFile, law: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = structs.replace(law, stages={}, counting={}, report_fields={}, csirts={}, aids={}, handling={})
    monkeypatch.setattr(lock.workspace, "pack_of", lambda _product_id: older)
    case = lock.new_case(CaseKind.VULNERABILITY, "Old", aware=AWARE, zone="Europe/Amsterdam")
    assert lock.pack is older
    assert lock.law is law
    assert _card(lock, case, EARLY).big_words == "7 h 18 min"
    assert _field(lock, case, EARLY, "manufacturer").value
    lock.answer(case, "case-evidence", "attack")
    lock.answer(case, "case-where", "own")
    assert lock.aid(case).is_decided


def test_a_pack_without_reporting_refuses_in_words(tmp_path: Path, time: Time) -> None:
    with Workspace.create(tmp_path / "mini.crasuite", load_pack(MINIPACK), clock=time) as workspace:
        file = ReportingFile(workspace, workspace.new_product("Mini").id)
        case = file.new_case(CaseKind.INCIDENT, "Key stolen", aware=AWARE, zone="Europe/Amsterdam")
        assert file.clocks(case) == ()
        assert file.sidebar_words() == "1 open"
        assert file.overlap(case) == ()
        _refused("REPORT-11", lambda: file.aid(case))
        _refused("REPORT-07", lambda: file.form(case, EARLY))


# The process


def test_a_look_sets_the_next_and_feeds_the_texts(lock: ReportingFile, law: Pack, time: Time) -> None:
    rows = {one.id: one for one in lock.handling()}
    assert rows.keys() == law.handling.keys()
    assert all(one.is_due and one.state_words == "Not looked at" for one in rows.values())
    lock.look("h-contact", HandlingState.IN_PLACE, "Sent a test mail; the answer came in an hour.")
    row = next(one for one in lock.handling() if one.id == "h-contact")
    assert (row.state_words, row.tone, row.last) == ("In place", "ok", date(2026, 11, 24))
    assert row.due == date(2027, 2, 24)
    assert row.looks[0][1] == "Ana"
    time.now = datetime(2027, 2, 24, 9, tzinfo=UTC)
    row = next(one for one in lock.handling() if one.id == "h-contact")
    assert row.is_due
    lock.set_handling("h-contact", cadence_months=12, owner="Support")
    row = next(one for one in lock.handling() if one.id == "h-contact")
    assert (row.is_due, row.owner, row.cadence_months) == (False, "Support", 12)
    lock.look("h-contact", HandlingState.MISSING, on=date(2026, 10, 1))
    row = next(one for one in lock.handling() if one.id == "h-contact")
    assert row.state is HandlingState.IN_PLACE, "a look entered later about an earlier day changes nothing"
    _refused("REPORT-12", lambda: lock.look("h-contact", HandlingState.IN_PLACE, on=date(2030, 1, 1)))


def test_the_figures_are_sentences(lock: ReportingFile, case: str) -> None:
    lock.set_case(case, status=CaseStatus.FIXED, measure_available=AWARE + timedelta(days=9, hours=5))
    said = lock.figures_words()
    assert said[0] == "0 open vulnerabilities."
    assert (
        "1 vulnerability with a measure: median 9 days from awareness to the measure, longest 9 days." in said
    )
    assert said[-1].startswith("To look at: ")


def test_other_laws_stand_beside_it_where_the_answers_call_for_them(lock: ReportingFile, case: str) -> None:
    before = {one.id for one in lock.overlap(case) if one.applies}
    lock.answer(case, "case-personal-data", "own")
    after = {one.id: one for one in lock.overlap(case) if one.applies}
    assert "o-gdpr-controller" in after.keys() - before
    assert after["o-gdpr-controller"].clocks[0][1].startswith("72 hours from")
    assert after["o-gdpr-controller"].cites


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_of_a_clock_of_another_law_is_told_in_every_language(
    lock: ReportingFile, case: str, language: str
) -> None:
    lock.answer(case, "case-personal-data", "own")
    with speaking(language):
        row = next(one for one in lock.overlap(case) if one.id == "o-gdpr-controller")
        wanted = local_words(AWARE + timedelta(hours=72), lock.zone_of(lock.case(case)), lock.now)
        assert row.dues == (wanted, ""), "72 hours; without undue delay has no end"
