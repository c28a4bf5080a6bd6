"""The register of the reporting desk: what is added, changed, refused and kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crasuite.domain.case import CaseKind, CaseSource, CaseStatus, Decision, Exploit, Severity, Upstream
from crasuite.domain.handling import FindingSource, ListState
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import FindingsError, ReportingError
from crasuite.interview.reporting_file import ReportingFile, next_dues
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack
from tests.desk_times import AMSTERDAM, AWARE, NOW, Time
from tests.unit.interview.conftest import add_answers_of


@pytest.fixture
def other(workspace: Workspace) -> ReportingFile:
    return ReportingFile(workspace, add_answers_of(workspace, "smart-door-lock"))


def _new(file: ReportingFile, **more: object) -> str:
    said: dict[str, object] = {"aware": AWARE, "zone": "Europe/Amsterdam", **more}
    return file.new_case(CaseKind.VULNERABILITY, "BLE pairing bypass", **said)  # type: ignore[arg-type]


def _refused(code: str, what: Callable[[], object]) -> None:
    with pytest.raises(ReportingError) as refused:
        what()
    assert refused.value.code == code
    assert refused.value.what
    assert refused.value.next_step


def test_ids_are_the_year_of_awareness_and_never_used_twice(
    lock: ReportingFile, other: ReportingFile
) -> None:
    assert _new(lock) == "2026-01"
    assert _new(other) == "2026-02", "one count for the whole workspace"
    lock.remove_case("2026-01")
    assert _new(lock) == "2026-03"
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    lock.workspace._clock.now = new_year + timedelta(hours=1)  # type: ignore[attr-defined]
    assert _new(lock, aware=new_year) == "2027-01", "in Amsterdam it was 2027 already"


def test_a_case_shows_in_every_product_it_touches(lock: ReportingFile, other: ReportingFile) -> None:
    case = _new(lock)
    assert other.rows() == []
    lock.set_case(case, products=(other.product_id, lock.product_id, other.product_id))
    assert lock.case(case).products == (other.product_id,), "the product it lies at is not listed again"
    assert [row.id for row in other.rows()] == [case]
    assert other.home_of(case) == lock.product_id
    assert other.sidebar_words() == lock.sidebar_words() == "due 17:20"
    other.set_case(case, versions="2.2 to 2.4.1")
    assert lock.row(case).versions == "2.2 to 2.4.1"
    assert len(next_dues(lock.workspace)) == 2
    assert len(lock.touched_names(case)) == 2


def test_whoever_listens_hears_of_every_product_touched(lock: ReportingFile, other: ReportingFile) -> None:
    heard: list[int] = []
    case = _new(lock)
    lock.workspace.on_change(heard.extend)
    lock.set_case(case, products=(other.product_id,))
    assert sorted(heard) == [lock.product_id, other.product_id]
    heard.clear()
    lock.submit(case, "vulnerability-early-warning", NOW)
    assert sorted(heard) == [lock.product_id, other.product_id]
    heard.clear()
    lock.set_field(case, "vulnerability-notification", "measures-taken", "Firmware 2.4.2.")
    lock.set_case(case, products=())
    assert sorted(heard) == [lock.product_id, lock.product_id, other.product_id, other.product_id]


def test_changed_awareness_asks_for_a_reason_and_keeps_both(lock: ReportingFile) -> None:
    case = _new(lock)
    earlier = AWARE - timedelta(hours=5)
    assert lock.needs_reason(case, earlier)
    _refused("REPORT-01", lambda: lock.set_awareness(case, earlier, "Europe/Amsterdam"))
    _refused("REPORT-01", lambda: lock.set_awareness(case, None, "", reason="  "))
    assert lock.case(case).aware == AWARE
    lock.set_awareness(case, earlier, "Europe/Paris", how="by e-mail", reason="The mail had come before.")
    said = lock.case(case)
    assert said.aware == earlier
    assert said.zone == "Europe/Paris"
    assert said.aware_how == "by e-mail"
    (kept,) = said.aware_earlier
    assert (kept.aware, kept.zone, kept.reason) == (AWARE, "Europe/Amsterdam", "The mail had come before.")
    assert lock.clocks(case)[0].due == earlier + timedelta(hours=24)
    lines = lock.workspace.history(lock.product_id)
    assert "awareness" in lines[0].label


def test_the_same_instant_in_another_zone_needs_no_reason(lock: ReportingFile) -> None:
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=1)
    case = _new(lock, aware=twice)
    assert lock.needs_reason(case, twice.astimezone(UTC)) == ""
    lock.set_awareness(case, twice.astimezone(ZoneInfo("Europe/Lisbon")), "Europe/Lisbon")
    assert lock.case(case).aware_earlier == ()


def test_awareness_in_the_future_asks_for_a_reason(lock: ReportingFile) -> None:
    _refused("REPORT-01", lambda: _new(lock, aware=NOW + timedelta(minutes=1)))
    case = _new(lock, aware=None)
    _refused("REPORT-01", lambda: lock.set_awareness(case, NOW + timedelta(hours=1), "Europe/Paris"))
    _refused("REPORT-06", lambda: lock.set_awareness(case, AWARE, "Europe/Nowhere"))
    assert lock.set_awareness(case, AWARE, "Europe/Paris"), "the first time needs none"


def test_no_instant_is_kept_without_a_zone(lock: ReportingFile) -> None:
    naive = AWARE.replace(tzinfo=None)
    _refused("REPORT-06", lambda: _new(lock, aware=naive))
    _refused("REPORT-06", lambda: _new(lock, zone=""))
    case = _new(lock)
    _refused("REPORT-06", lambda: lock.set_case(case, measure_available=naive))
    _refused("REPORT-06", lambda: lock.set_awareness(case, naive, "Europe/Paris", reason="Wrong clock."))
    assert lock.case(case).measure_available is None
    assert len(lock.rows()) == 1


def test_awareness_is_not_changed_in_passing(lock: ReportingFile) -> None:
    with pytest.raises(TypeError, match="aware"):
        lock.set_case(_new(lock), aware=None)


def test_a_vector_sets_how_serious_it_is(lock: ReportingFile) -> None:
    case = _new(lock)
    lock.set_case(case, cvss=("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",))
    assert lock.row(case).severity is Severity.CRITICAL
    lock.set_case(case, cvss=("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",), severity=Severity.HIGH)
    assert lock.row(case).severity is Severity.HIGH
    with pytest.raises(FindingsError):
        lock.set_case(case, cvss=("awful",))
    assert lock.row(case).severity is Severity.HIGH
    lock.set_case(case, cvss=())
    assert lock.row(case).severity is Severity.NOT_RATED


def test_not_sure_keeps_the_clock_running_and_no_report_needs_a_reason(lock: ReportingFile) -> None:
    case = _new(lock)
    assert lock.row(case).chip == "Due today 17:20"
    _refused("REPORT-03", lambda: lock.decide(case, Decision.NO_REPORT, "tbd"))
    lock.decide(case, Decision.NO_REPORT, "The log shows the tests of the researcher alone.")
    assert lock.clocks(case) == ()
    assert lock.next_due() is None
    assert lock.row(case).chip == "No report needed"
    lock.workspace.undo()
    assert lock.sidebar_words() == "due 17:20"


def test_a_case_with_something_due_is_not_closed(lock: ReportingFile) -> None:
    case = _new(lock)
    _refused("REPORT-04", lambda: lock.close_case(case))
    at = NOW - timedelta(hours=1)
    lock.submit(case, "vulnerability-early-warning", at)
    lock.submit(case, "vulnerability-notification", at)
    _refused("REPORT-04", lambda: lock.close_case(case))  # the final report is still to come
    lock.submit(case, "vulnerability-final", at)
    lock.close_case(case)
    assert lock.case(case).closed_on == NOW.date()
    assert [row.id for row in lock.case_list().closed] == [case]
    assert lock.case_list().open == ()
    lock.reopen_case(case)
    assert [row.id for row in lock.case_list().open] == [case]


def test_what_was_submitted_is_not_removed(lock: ReportingFile) -> None:
    case = _new(lock)
    sent = lock.submit(case, "vulnerability-early-warning", NOW)
    _refused("REPORT-02", lambda: lock.remove_case(case))
    lock.remove_submission(case, sent)
    lock.set_field(case, "vulnerability-early-warning", "summary", "Locks open by themselves.")
    lock.remove_case(case)
    _refused("REPORT-05", lambda: lock.case(case))
    assert lock.repository.records(lock.product_id, RecordKind.NOTIFICATION) == {}
    lock.workspace.undo()
    assert lock.form(case, "vulnerability-early-warning").fields[2].value == "Locks open by themselves."


def test_a_line_of_the_register_has_no_clock_until_it_is_a_case(lock: ReportingFile) -> None:
    case = _new(lock, opened=False, exploit=Exploit.NONE, status=CaseStatus.FIXING)
    assert lock.clocks(case) == ()
    assert lock.case_list().open == ()
    assert (lock.row(case).chip, lock.row(case).kind_words) == ("Fixing", "Vulnerability, not exploited")
    lock.open_report(case)
    assert lock.clocks(case)


def test_the_filter_text_holds_ids_components_and_title(lock: ReportingFile) -> None:
    case = _new(lock, cve=("CVE-2026-0001",), components=("pkg:npm/Left-Pad",))
    row = lock.row(case)
    assert all(word in row.search for word in ("cve-2026-0001", "left-pad", "pairing", case))


@pytest.mark.parametrize(
    ("upstream", "state"),
    [
        (Upstream(), "open"),
        (Upstream(needed="no"), "not-needed"),
        (Upstream(reported_on=date(2026, 11, 24), to="the project"), "reported"),
        (Upstream(reported_on=date(2026, 11, 24), fix_shared="yes"), "shared"),
    ],
)
def test_a_component_asks_for_a_report_upstream(lock: ReportingFile, upstream: Upstream, state: str) -> None:
    case = _new(lock, components=("pkg:npm/left-pad",), upstream=upstream)
    assert lock.upstream(case).state == state
    assert lock.upstream(case).cites[0].label == "Art. 13(6)"


def test_without_a_component_nothing_is_asked_upstream_until_the_answers_say_so(lock: ReportingFile) -> None:
    case = _new(lock)
    assert lock.upstream(case).state == "not-asked"
    lock.answer(case, "case-where", "component")
    assert lock.upstream(case).state == "open"


def test_missing_and_old_lists_are_not_checked(lock: ReportingFile) -> None:
    assert lock.findings_state().state is ListState.NOT_CHECKED
    assert lock.findings_state().words.startswith("Not checked")
    old = FindingSource("F-01", file_name="old.json", format="CSAF", made=NOW - timedelta(days=31))
    lock.write("import", {RecordKind.FINDING_SOURCE: {old.id: old}})
    found = lock.findings_state()
    assert found.state is ListState.OLD
    assert found.words.startswith("Not checked: the newest list is 31 days old. Import a newer one.")
    assert found.sources[0].is_old
    new = FindingSource("F-02", format="CSAF", made=NOW - timedelta(days=2), findings=1200, matched=0)
    lock.write("import", {RecordKind.FINDING_SOURCE: {new.id: new}})
    found = lock.findings_state()
    assert found.state is ListState.CHECKED
    assert "2 days old: 0 findings taken over." in found.words
    assert [one.id for one in found.sources] == ["F-02", "F-01"]
    assert "0 of 1,200 findings concern the product" in found.sources[0].words


def test_a_catalogue_of_exploited_vulnerabilities_looks_at_no_component(lock: ReportingFile) -> None:
    assert "no list of exploited vulnerabilities" in lock.findings_state().words
    catalogue = FindingSource("F-01", format="KEV", made=NOW - timedelta(days=2), findings=1200)
    lock.write("import", {RecordKind.FINDING_SOURCE: {catalogue.id: catalogue}})
    found = lock.findings_state()
    assert found.state is ListState.NOT_CHECKED
    assert "The list of exploited vulnerabilities is 2 days old." in found.words
    old = FindingSource("F-01", format="KEV", made=NOW - timedelta(days=40), findings=1200)
    lock.write("import", {RecordKind.FINDING_SOURCE: {old.id: old}})
    assert "Exploitation not checked" in lock.findings_state().words


def test_what_came_in_survives_a_restart(tmp_path: Path, law: Pack, time: Time) -> None:
    path = tmp_path / "again.crasuite"
    with Workspace.create(path, law, clock=time) as workspace:
        product = add_answers_of(workspace, "smart-door-lock")
        case = _new(ReportingFile(workspace, product), source=CaseSource.RESEARCHER)
    with Workspace.open(path, law, clock=time) as workspace:
        again = ReportingFile(workspace, product).case(case)
        assert again.aware == AWARE
        assert again.zone == "Europe/Amsterdam"
        assert "case" not in workspace.technical_file(product).to_records(), "no case goes into the dossier"
