"""One event that is a vulnerability and an incident, what a case is called, and what stays in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crasuite.domain.case import CaseKind, CaseSource, CaseStatus, Decision
from crasuite.domain.clocks import ClockState
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import ReportingError
from crasuite.interview.deadlines import all_deadlines
from crasuite.interview.reporting_file import ReportingFile, next_dues
from crasuite.rules import NOT_SURE
from tests.desk_times import AWARE, EARLY, FINAL, NOTE, NOW, Time


@pytest.fixture
def case(lock: ReportingFile) -> str:
    return lock.new_case(
        CaseKind.VULNERABILITY,
        "Update server taken over through a known flaw",
        aware=AWARE,
        zone="Europe/Amsterdam",
        aware_how="A researcher wrote",
        summary="The flaw was used on our update server.",
        versions="2.2",
        cve=("CVE-2026-10001",),
        cvss=("CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N",),
        source=CaseSource.RESEARCHER,
        components=("pkg:generic/zephyr/ble-host",),
        measures="Server taken off",
        answers={"case-kind": "both"},
    )


def _card(lock: ReportingFile, case: str, stage: str):  # type: ignore[no-untyped-def]
    return next(one for one in lock.clocks(case) if one.stage == stage)


def test_a_second_case_takes_over_what_both_share(lock: ReportingFile, case: str) -> None:
    second_id = lock.open_second(case)
    first, second = lock.case(case), lock.case(second_id)
    assert (first.linked, second.linked) == (second_id, case)
    assert second.kind is CaseKind.INCIDENT
    for shared in ("title", "summary", "aware", "zone", "aware_how", "versions", "source", "components"):
        assert getattr(second, shared) == getattr(first, shared), shared
    assert second.measures == "Server taken off"
    # What only a vulnerability has would be found twice by a list of findings.
    assert (second.ids, second.cvss) == ((), ())
    assert (first.answers["case-kind"], second.answers["case-kind"]) == ("vulnerability", "incident")
    assert [one.stage for one in lock.clocks(second_id)][0] == "incident-early-warning"
    assert _card(lock, second_id, "incident-early-warning").due == _card(lock, case, EARLY).due
    there, back = lock.other_case(case), lock.other_case(second_id)
    assert there is not None
    assert back is not None
    assert (there.id, there.words) == (second_id, f"Case {second_id}, on the incident")
    assert (back.id, back.words) == (case, f"Case {case}, on the vulnerability")


def test_both_cases_are_one_step_and_there_is_no_third(lock: ReportingFile, case: str) -> None:
    before = lock.case(case)
    second = lock.open_second(case)
    for one in (case, second):
        with pytest.raises(ReportingError) as caught:
            lock.open_second(one)
        assert caught.value.code == "REPORT-15"
    lock.workspace.undo()
    assert lock.case(case) == before
    assert [one.id for one in lock.rows()] == [case]
    assert lock.other_case(case) is None


def test_a_second_case_that_was_removed_can_be_opened_anew(lock: ReportingFile, case: str) -> None:
    second = lock.open_second(case)
    lock.remove_case(second)
    assert lock.other_case(case) is None
    third = lock.open_second(case)
    assert third != second
    assert lock.case(case).linked == third


def test_a_case_of_an_incident_gets_one_for_the_vulnerability(lock: ReportingFile) -> None:
    first = lock.new_case(CaseKind.INCIDENT, "Outage", aware=AWARE, zone="Europe/Amsterdam", occurred=NOW)
    second = lock.case(lock.open_second(first))
    assert (second.kind, second.occurred) == (CaseKind.VULNERABILITY, None)


def test_the_check_says_when_both_must_be_reported(lock: ReportingFile, case: str) -> None:
    answers = {
        "case-exploited": "yes",
        "case-exploit-evidence": "reliable",
        "case-incident-effect": "yes",
        "case-severe": "yes",
    }
    asked = lock.law.aids["must-report"].questions
    for _turn in range(60):
        view = lock.aid(case)
        if view.wants_second or not view.next or view.next not in asked:
            break
        question = asked[view.next]
        wanted = answers.get(question.id)
        if wanted is None:
            options = [one.id for one in question.options]
            wanted = "yes" if question.type == "yes-no" else options[0] if options else "2026-11-23"
        lock.answer(case, question.id, [wanted] if question.type == "multi" else wanted)
    view = lock.aid(case)
    assert view.wants_second, [(one.fact, one.words) for one in view.verdicts]
    assert "both be reported" in view.headline
    assert view.note == lock.law.counting["two-notifications"].text
    lock.open_second(case)
    after = lock.aid(case)
    assert not after.wants_second
    assert "both" not in after.headline


def test_a_case_is_called_what_is_known_of_it(lock: ReportingFile, case: str) -> None:
    assert lock.row(case).kind_words == "Vulnerability and incident"
    lock.answer(case, "case-kind", NOT_SURE)
    assert lock.row(case).kind_words == "Event, not decided yet"
    lock.decide(case, Decision.REPORT)
    assert lock.row(case).kind_words == "Actively exploited vulnerability"
    plain = lock.new_case(CaseKind.VULNERABILITY, "Flaw")
    assert lock.row(plain).kind_words == "Vulnerability"


def test_a_measure_from_before_awareness_is_explained(lock: ReportingFile, case: str) -> None:
    assert _card(lock, case, FINAL).surprise is None
    lock.set_case(case, measure_available=AWARE - timedelta(days=20))
    card = _card(lock, case, FINAL)
    assert card.state is ClockState.OVERDUE
    assert card.due < _card(lock, case, NOTE).due
    assert card.surprise is not None
    assert card.surprise.reading == lock.law.counting["measure-before-aware"].reading
    assert [one.label for one in card.surprise.cites] == ["Art. 14(2)(b)", "Art. 14(2)(c)"]
    # 14 days after the measure is later than the 72 hours: nothing needs to be explained.
    lock.set_case(case, measure_available=AWARE - timedelta(days=10))
    assert _card(lock, case, FINAL).surprise is None


def test_a_status_closes_no_case_with_something_due(lock: ReportingFile, case: str) -> None:
    with pytest.raises(ReportingError) as caught:
        lock.set_case(case, status=CaseStatus.CLOSED)
    assert caught.value.code == "REPORT-04"
    line = lock.new_case(CaseKind.VULNERABILITY, "Line", opened=False)
    assert lock.set_case(line, status=CaseStatus.CLOSED)
    lock.open_report(line)
    assert lock.case(line).is_open
    lock.decide(case, Decision.NO_REPORT, "Not exploited.")
    lock.set_case(case, status=CaseStatus.CLOSED)
    lock.reopen_case(case)
    assert (lock.case(case).is_open, lock.case(case).status) == (True, CaseStatus.ASSESSING)


def test_what_is_due_in_a_closed_case_stays_in_sight(lock: ReportingFile, case: str, time: Time) -> None:
    lock.decide(case, Decision.NO_REPORT, "Not exploited.")
    lock.close_case(case)
    assert [one.id for one in lock.case_list().closed] == [case]
    assert lock.row(case).chip == "No report needed"
    assert lock.dues() == ()
    # The decision is taken back while the case is closed: its clocks run, and ran all the time.
    lock.decide(case, Decision.NONE)
    time.now = NOW + timedelta(days=2)
    assert [one.id for one in lock.case_list().open] == [case]
    assert lock.row(case).state is ClockState.OVERDUE
    assert lock.row(case).chip == "Overdue"
    assert {one.stage for one in lock.dues()} == {EARLY, NOTE}
    assert [one.case_id for one in next_dues(lock.workspace)] == [case]
    assert any(one.is_overdue for one in all_deadlines(lock.workspace))


def test_a_link_to_a_case_that_does_not_link_back_shows_nothing(lock: ReportingFile, case: str) -> None:
    second = lock.open_second(case)
    data = replace(lock.case(second), linked="").to_json()
    lock.workspace.set_records(lock.product_id, {RecordKind.CASE: {second: data}}, "test")
    assert lock.other_case(case) is None
