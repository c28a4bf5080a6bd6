"""The records of the reporting desk: nothing is lost on the way to the file and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crasuite.domain.case import (
    Case,
    CaseKind,
    CaseStatus,
    Decision,
    EarlierAwareness,
    Exploit,
    Severity,
    Upstream,
)
from crasuite.domain.handling import (
    FindingSource,
    Handling,
    HandlingFigures,
    HandlingState,
    ListState,
    Look,
    list_state,
)
from crasuite.domain.notification import Draft, Notification, Submission

AT = datetime(2026, 11, 23, 17, 20, tzinfo=ZoneInfo("Europe/Amsterdam"))
NOW = datetime(2026, 11, 24, 10, 2, tzinfo=UTC)


def _case(**more: object) -> Case:
    return Case(
        "2026-03",
        title="BLE pairing bypass",
        products=(2, 3),
        components=("pkg:npm/left-pad",),
        aware=AT,
        zone="Europe/Amsterdam",
        cve=("CVE-2026-0001",),
        exploit=Exploit.KNOWN,
        opened=True,
        upstream=Upstream(needed="yes", to="the project", reported_on=date(2026, 11, 24)),
        answers={"case-exploited": "yes"},
        aware_earlier=(EarlierAwareness(AT, "Europe/Amsterdam", NOW, "The mail came earlier."),),
        **more,  # type: ignore[arg-type]
    )


def test_a_case_survives_the_file() -> None:
    case = _case()
    written = json.loads(json.dumps(case.to_json()))
    assert Case.from_json("2026-03", written) == case
    assert Case.from_json("2026-03", written).to_json() == written
    assert written["aware"] == "2026-11-23T17:20:00+01:00", "the offset is kept with the instant"
    assert written["zone"] == "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("key", "strange"),
    [
        ("aware", "2026-11-23T17:20"),
        ("products", ["two"]),
        ("products", [True]),
        ("answers", ["yes"]),
        ("upstream", {"needed": "yes", "later": 1}),
        ("upstream", "yes"),
        ("aware_earlier", [{"aware": "soon"}]),
        ("aware_earlier", 7),
        ("severity", "awful"),
        ("of a newer version", {"a": 1}),
    ],
)
def test_what_does_not_fit_is_carried_along(key: str, strange: object) -> None:
    read = Case.from_json("2026-01", {"kind": "incident", key: strange})
    assert read.kind is CaseKind.INCIDENT
    assert read.to_json() == {"kind": "incident", key: strange}


def test_the_clock_runs_while_nobody_decided_against_reporting() -> None:
    assert _case().clock_runs, "not sure yet: the clock runs"
    assert _case(decision=Decision.REPORT).clock_runs
    assert not _case(decision=Decision.NO_REPORT).clock_runs
    assert not Case("2026-04", opened=True).clock_runs, "no instant, no clock"
    assert not Case("2026-04", aware=AT).clock_runs, "a line of the register alone has none"


def test_the_first_submission_counts_and_starts_the_final_report_of_an_incident() -> None:
    case = Case("2026-05", kind=CaseKind.INCIDENT, aware=AT, opened=True)
    later = AT + timedelta(hours=3)
    events = case.events([("incident-notification", later), ("incident-notification", AT), ("users", later)])
    assert events.notified == AT
    assert events.submitted == {"incident-notification": AT, "users": later}


def test_a_notification_keeps_its_drafts() -> None:
    draft = Draft(1, NOW, "Ana", {"summary": "Locks open", "states": ("AT", "NL")}, "EW-1.docx")
    written = Notification("2026-03/users", fields={"states": ("AT",)}, drafts=(draft,))
    read = Notification.from_json(written.id, json.loads(json.dumps(written.to_json())))
    assert read == written
    assert (read.case, read.stage) == ("2026-03", "users")
    broken = {"drafts": [{"number": 1}], "fields": {"a": 1}}
    assert Notification.from_json("a/b", broken).to_json() == broken


def test_a_submission_answers_every_stage_it_covers() -> None:
    sent = Submission("S-01", case="2026-03", stage="users", covers=("intermediate", "users"), at=AT)
    assert sent.stages == ("users", "intermediate")
    assert Submission.from_json("S-01", sent.to_json()) == sent


def test_a_look_sets_the_next_one() -> None:
    looked = Handling("h", looks=(Look(date(2026, 8, 31), "Ana", HandlingState.IN_PLACE),))
    assert looked.due(6) == date(2027, 2, 28)
    assert looked.due(0) is None
    assert Handling("h", looks=looked.looks, cadence_months=1).due(6) == date(2026, 9, 30)
    assert Handling("h").due(6) is None
    assert Handling.from_json("h", looked.to_json()) == looked
    assert Handling.from_json("h", {"looks": [{"on": "soon"}]}).to_json() == {"looks": [{"on": "soon"}]}


def test_a_missing_or_old_list_is_not_checked() -> None:
    fresh = FindingSource("F-01", made=NOW - timedelta(days=30))
    old = FindingSource("F-02", made=NOW - timedelta(days=30, seconds=1), imported=NOW)
    undated = FindingSource("F-03")
    assert list_state([], NOW, 30) is ListState.NOT_CHECKED
    assert list_state([old, undated], NOW, 30) is ListState.OLD
    assert list_state([old, fresh], NOW, 30) is ListState.CHECKED
    assert old.age(NOW) == timedelta(days=30, seconds=1), "when it was made counts, not when it came in"


def test_the_figures_of_the_register() -> None:
    def found(number: int, days: int, fixed_after: float | None = None, **more: object) -> Case:
        aware = NOW - timedelta(days=days)
        fixed = None if fixed_after is None else aware + timedelta(days=fixed_after)
        status = CaseStatus.NEW if fixed is None else CaseStatus.FIXED
        return Case(f"2026-{number}", aware=aware, measure_available=fixed, status=status, **more)  # type: ignore[arg-type]

    cases = [
        found(1, 7, severity=Severity.HIGH),
        found(2, 8),
        found(3, 400, severity=Severity.LOW),
        Case("2026-4"),
        found(5, 60, 10, severity=Severity.HIGH),
        found(6, 60, 20, severity=Severity.HIGH),
        found(7, 60, 2.5, severity=Severity.LOW),
        found(8, 3, kind=CaseKind.INCIDENT),
        found(9, 3, closed_on=date(2026, 11, 24)),
    ]
    figures = HandlingFigures.of(cases, NOW)
    assert figures.open == 4
    assert figures.open_by_age == (1, 1, 0, 0, 1, 1)
    assert figures.open_by_severity[Severity.NOT_RATED] == 2
    assert figures.fixed == 3
    assert figures.median_days_to_fix == 10
    assert figures.longest_days_to_fix == 20
    assert HandlingFigures.of([], NOW).median_days_to_fix is None
