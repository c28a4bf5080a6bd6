"""All dates in one list, the calendar file, and the drill on a copy."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from crasuite.domain.case import CaseKind, Decision
from crasuite.domain.evidence import Evidence
from crasuite.domain.handling import HandlingState
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import ReportingError
from crasuite.interview.calendar_file import calendar_bytes, write_calendar
from crasuite.interview.deadlines import all_deadlines
from crasuite.interview.drill import drill_report, is_drill, start_drill
from crasuite.interview.reporting_file import ReportingFile, next_dues
from crasuite.store import passing_copy
from tests.desk_times import AWARE, EARLY, NOW, Time


def _case(lock: ReportingFile, **more: object) -> str:
    return lock.new_case(
        CaseKind.VULNERABILITY, "BLE pairing bypass", aware=AWARE, zone="Europe/Amsterdam", **more
    )


def test_all_kinds_of_dates_stand_in_one_list(lock: ReportingFile) -> None:
    case = _case(lock)
    lock.look("h-contact", HandlingState.IN_PLACE)
    proof = Evidence("E-01", name="Certificate", valid_until=date(2026, 12, 1))
    lock.write("evidence", {RecordKind.EVIDENCE: {"E-01": proof}})
    lock.repository.set_answer(lock.product_id, "data-connection", "not-sure")
    lock.repository.set_due(lock.product_id, "data-connection", date(2026, 11, 20))
    lock.workspace.interview(lock.product_id).reload()
    lock.workspace.refresh(lock.product_id)
    found = all_deadlines(lock.workspace)
    assert [one.on for one in found] == sorted(one.on for one in found)
    early = next(one for one in found if one.place and one.place.field == EARLY)
    assert early.at == AWARE + timedelta(hours=24)
    assert early.when_words == "Tue 24 Nov, 17:20 CET"
    assert (early.cites, early.set_by, early.is_overdue, early.is_soon) == (
        "Art. 14(2)(a)",
        "law",
        False,
        True,
    )
    assert early.place is not None
    assert early.place.record_id == case
    assert any(one.what == "Evidence Certificate expires" for one in found)
    assert any(one.what.startswith("Look again: ") and one.on == date(2027, 2, 24) for one in found)
    assert any(one.set_by == "law" and one.at is None and one.cites for one in found)
    open_point = next(one for one in found if one.question == "data-connection")
    assert open_point.is_overdue
    assert all_deadlines(lock.workspace, [999]) == []


def test_overdue_clocks_stay_in_the_list(lock: ReportingFile, time: Time) -> None:
    case = _case(lock)
    time.now = NOW + timedelta(days=60)
    late = [one for one in all_deadlines(lock.workspace) if one.place and one.place.record_id == case]
    assert [one.is_overdue for one in late] == [True, True]
    lock.submit(case, EARLY, time.now)
    late = [one for one in all_deadlines(lock.workspace) if one.place and one.place.record_id == case]
    assert len(late) == 1
    assert next_dues(lock.workspace)[0].words == "overdue"


def test_the_calendar_names_no_vulnerability(lock: ReportingFile, time: Time) -> None:
    case = _case(lock)
    lock.look("h-contact", HandlingState.IN_PLACE)
    items = all_deadlines(lock.workspace)
    calendar = Calendar.from_ical(calendar_bytes(items, NOW, "desk"))
    events = list(calendar.walk("VEVENT"))
    early = next(one for one in events if case in str(one["summary"]) and "Early" in str(one["summary"]))
    assert early["dtstart"].dt == AWARE + timedelta(hours=24)
    assert "BLE" not in calendar.to_ical().decode()
    days = [one for one in events if not isinstance(one["dtstart"].dt, datetime)]
    assert all(one["dtend"].dt - one["dtstart"].dt == timedelta(days=1) for one in days)
    assert all(one["dtstart"].dt >= NOW.date() for one in days), "what the law began long ago is left out"
    assert len({str(one["uid"]) for one in events}) == len(events)


def test_the_same_deadline_keeps_its_name_in_the_calendar(lock: ReportingFile) -> None:
    case = _case(lock)

    def uid() -> str:
        calendar = Calendar.from_ical(calendar_bytes(all_deadlines(lock.workspace), NOW, "desk"))
        return next(
            str(one["uid"])
            for one in calendar.walk("VEVENT")
            if f"Early warning on case {case}" in str(one["summary"])
        )

    before = uid()
    lock.set_awareness(case, AWARE - timedelta(hours=1), "Europe/Amsterdam", reason="The mail came earlier.")
    assert uid() == before


def test_the_calendar_file_has_the_lines_the_standard_asks_for(lock: ReportingFile, tmp_path: Path) -> None:
    lock.workspace.rename_product(lock.product_id, "Türschloss mit einem langen Namen; " + "ä, " * 30)
    _case(lock)
    path = tmp_path / "deadlines.ics"
    write_calendar(all_deadlines(lock.workspace), path, NOW)
    raw = path.read_bytes()
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert "Türschloss mit einem langen Namen; " in str(
        next(iter(Calendar.from_ical(raw).walk("VEVENT")))["summary"]
    )


# The drill


def _state_of(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir()) if one.is_file()}


def test_a_drill_leaves_the_real_file_as_it_is(lock: ReportingFile, time: Time) -> None:
    real = _case(lock)
    folder = lock.workspace.path.parent
    before = _state_of(folder)
    with start_drill(lock.workspace, lock.product_id) as drill:
        assert is_drill(drill.workspace)
        assert not is_drill(lock.workspace)
        desk = ReportingFile(drill.workspace, drill.product_id)
        assert desk.case(real).title == "BLE pairing bypass", "it is a copy of everything"
        time.now += timedelta(minutes=3)
        case = desk.new_case(CaseKind.VULNERABILITY, "Made up", aware=AWARE, zone="Europe/Amsterdam")
        time.now += timedelta(minutes=10)
        desk.answer(case, "case-evidence", "attack")
        time.now += timedelta(minutes=2)
        desk.answer(case, "case-where", "own")
        desk.decide(case, Decision.REPORT)
        time.now += timedelta(minutes=30)
        desk.keep_draft(case, EARLY, exported_as="early.docx")
        time.now += timedelta(minutes=5)
        desk.submit(case, EARLY, time.now)
        report = drill_report(drill.workspace, case)
        path = drill.path
        assert path.exists()
    assert _state_of(folder) == before
    assert not path.parent.exists(), "the copy is thrown away"
    done = {one.title: one.took_words for one in report.steps if one.is_done}
    assert done == {
        "Case opened": "3 min",
        "Awareness recorded": "less than 1 min",
        "Check answered": "12 min",
        "Decision recorded": "less than 1 min",
        "Draft of early warning kept": "30 min",
        "Draft of early warning exported": "less than 1 min",
        "Submission of early warning recorded": "5 min",
    }
    assert report.total_words == "50 min"
    assert not [one for one in report.words if "recorded" in one], "what was not done stands in the table"
    assert report.figures[f"submitted:{EARLY}"] == 50 * 60
    assert "Submission of vulnerability notification recorded" in [
        one.title for one in report.steps if not one.is_done
    ]
    assert [row.id for row in lock.rows()] == [real]


def test_what_was_taken_back_in_a_drill_does_not_count(lock: ReportingFile, time: Time) -> None:
    with start_drill(lock.workspace, lock.product_id) as drill:
        desk = ReportingFile(drill.workspace, drill.product_id)
        case = _case(desk)
        desk.submit(case, EARLY, time.now)
        drill.workspace.undo()
        report = drill_report(drill.workspace, case)
        assert f"submitted:{EARLY}" not in report.figures
        with pytest.raises(ReportingError, match="drill already"):
            start_drill(drill.workspace, drill.product_id)
    with pytest.raises(ReportingError, match="no drill"):
        drill_report(lock.workspace, "2026-01")


def test_the_copy_of_a_program_that_was_killed_goes_and_one_in_use_stays(
    lock: ReportingFile, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed = """
import os, sys
from pathlib import Path
from crasuite.interview.drill import start_drill
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack
with Workspace.create(Path(sys.argv[1]) / "killed.crasuite", load_pack()) as workspace:
    drill = start_drill(workspace, workspace.new_product("Lock").id)
    print(drill.path, flush=True)
    os._exit(9)
"""
    done = subprocess.run(
        [sys.executable, "-c", killed, str(tmp_path)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    left = Path(done.stdout.strip())
    assert left.is_file(), done.stderr
    with start_drill(lock.workspace, lock.product_id) as drill:
        assert left.exists(), "a folder that was made just now may be about to be used"
        for folder in (left.parent, drill.path.parent):
            os.utime(folder, (0, 0))
        assert passing_copy.remove_left_behind() == 1
        assert not left.parent.exists()
        assert is_drill(drill.workspace)
        assert drill.path.exists()
