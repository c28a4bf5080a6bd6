"""Lists of vulnerabilities in the register: nothing twice, nothing decided, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crasuite.cli import main
from crasuite.domain.case import Case, CaseSource, CaseStatus, Decision, Exploit, Severity
from crasuite.domain.handling import FindingSource, ListState, list_state, not_in_newest
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import FindingsError
from crasuite.interview.findings_file import CHECK_REPORT, Effect, FindingsImport, read_list
from crasuite.interview.product_file import ProductFile
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.sbom_file import ImportCancelledError, SbomFile, read_file
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from tests.unit.findings.files import REAL, SBOMS, cyclonedx, kev

SBOM = SBOMS / "lock-portal-2.4.1.cdx-1.5.json"
LIST = REAL / "lock-portal.vulnerabilities.cdx-1.6.json"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def workspace(tmp_path: Path, pack: Pack) -> Iterator[Workspace]:
    now = [datetime(2026, 11, 24, 9, 0, tzinfo=UTC)]

    def clock() -> datetime:
        now[0] += timedelta(seconds=1)
        return now[0]

    path = tmp_path / "work.crasuite"
    with Workspace.create(path, pack, clock=clock, today=lambda: date(2026, 11, 24)) as found:
        yield found


@pytest.fixture
def product(workspace: Workspace) -> int:
    """A product with the SBOM of the lock portal."""
    return with_sbom(workspace, "Lock portal", SBOM)


def with_sbom(workspace: Workspace, name: str, path: Path) -> int:
    product_id = workspace.new_product(name).id
    read = read_file(workspace.repository, workspace.pack, path)
    SbomFile(workspace, product_id).keep(read, "Portal")
    return product_id


def cases(workspace: Workspace, product_id: int) -> dict[str, Case]:
    return {case.id: case for _, case in workspace.cases.of_product(product_id)}


def take(workspace: Workspace, product_id: int, path: Path) -> FindingsImport:
    found = FindingsImport.read(workspace, product_id, path)
    found.apply()
    return found


def effects(found: FindingsImport) -> dict[str, str]:
    return {line.vulnerability: str(line.effect) for line in found.lines}


def vulnerability(name: str, purl: str = "pkg:npm/ws@8.18.0", **more: Any) -> dict[str, Any]:
    return {"id": name, "affects": [{"ref": purl}], **more}


def written(path: Path, *vulnerabilities: Any, **members: Any) -> Path:
    path.write_bytes(cyclonedx(*vulnerabilities, components=[], **members))
    return path


def test_a_list_is_previewed_and_taken_as_one_step(workspace: Workspace, product: int) -> None:
    found = FindingsImport.read(workspace, product, LIST)
    assert effects(found) == {
        "CVE-2024-43796": "new",
        "CVE-2024-43799": "new",
        "CVE-2024-37890": "settled",
        "CVE-2024-52798": "other-version",
    }
    assert cases(workspace, product) == {}
    assert found.apply() == "F-01"
    kept = cases(workspace, product)
    assert list(kept) == ["2026-01", "2026-02"]
    express = kept["2026-01"]
    assert express.cve == ("CVE-2024-43796",)
    assert express.components == ("pkg:npm/express",)
    assert (express.versions, express.severity, express.source) == ("", Severity.MEDIUM, CaseSource.IMPORT)
    assert express.note.startswith("Found in: express 4.21.2 (Portal).")
    assert (express.status, express.decision, express.opened) == (CaseStatus.NEW, Decision.NONE, False)
    assert express.aware is None
    assert express.origin == "F-01"
    assert "Upgrade express" in express.note
    (source,) = workspace.cases.sources(product)
    assert (source.format, source.tool, source.findings, source.matched) == ("CycloneDX", "scanner 1.0", 4, 3)
    assert source.made == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert source.cases == ("2026-01", "2026-02")
    assert workspace.repository.undo_label() == f"importing “{LIST.name}”"
    workspace.undo()
    assert cases(workspace, product) == {}
    assert workspace.cases.sources(product) == ()


SAME = "This very file was imported before, as F-01. Importing it notes today's look there."


def test_the_same_list_twice_changes_nothing(workspace: Workspace, product: int) -> None:
    assert SAME not in take(workspace, product, LIST).warnings()
    before = cases(workspace, product)
    (first,) = workspace.cases.sources(product)
    found = take(workspace, product, LIST)
    assert found.changes == 0
    assert SAME in found.warnings()
    assert cases(workspace, product) == before
    (second,) = workspace.cases.sources(product)
    (looked,) = second.checked
    assert first.imported is not None
    assert looked > first.imported
    assert replace(second, checked=()) == first
    assert FindingSource.from_json("F-01", second.to_json()) == second
    assert not_in_newest((second,)) == frozenset()
    said = ReportingFile(workspace, product).findings_state().sources
    assert [one.id for one in said] == ["F-01"]
    assert "same file looked at again 24 Nov 2026" in said[0].words
    workspace.undo()
    assert workspace.cases.sources(product) == (first,)


def test_the_same_file_makes_no_old_list_new(workspace: Workspace, product: int, tmp_path: Path) -> None:
    path = written(tmp_path / "scan.json", vulnerability("CVE-2026-1000"))
    (unknown,) = FindingsImport.read(workspace, product, path).warnings()
    assert unknown == "The list does not say when it was made; its age counts from today."
    take(workspace, product, path)
    (kept,) = workspace.cases.sources(product)
    old = replace(kept, imported=datetime(2026, 10, 1, 9, 0, tzinfo=UTC))
    ProductFile(workspace, product).write("older", {RecordKind.FINDING_SOURCE: {old.id: old}})
    said = take(workspace, product, path).warnings()
    assert "The list does not say when it was made; its age counts from 1 Oct 2026." in said
    assert OLD.format(54) in said
    assert list_state(workspace.cases.sources(product), workspace.now, 30) is ListState.OLD


OLD = "The list is {} days old; the register counts it as not checked after 30 days. Get a newer one."


def test_an_old_list_says_so_before_it_is_taken(
    workspace: Workspace, product: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert OLD.format(636) in FindingsImport.read(workspace, product, REAL / "kev.json").warnings()
    path = tmp_path / "kev.json"
    for days, is_old in ((29, False), (30, True)):
        made = datetime(2026, 11, 24, 9, 0, tzinfo=UTC) - timedelta(days=days)
        path.write_bytes(kev({"cveID": "CVE-2026-1000"}, dateReleased=made.isoformat()))
        found = FindingsImport.read(workspace, product, path)
        assert (OLD.format(days) in found.warnings()) is is_old
        found.apply()
        newest = ReportingFile(workspace, product).findings_state().sources[0]
        assert newest.is_old is is_old
    workspace.close()
    assert main(["findings", "import", str(tmp_path / "work.crasuite"), "--product", "Lock portal",
                 str(REAL / "kev.json")]) == 0  # fmt: skip
    assert "the register counts it as not checked after 30 days" in capsys.readouterr().out


def test_an_old_state_once_more_does_not_replace_the_newer(
    workspace: Workspace, product: int, tmp_path: Path
) -> None:
    old, new = written(tmp_path / "scan-1.json", vulnerability("CVE-2026-1000")), tmp_path / "scan-2.json"
    written(new, vulnerability("CVE-2026-1000"), vulnerability("CVE-2026-2000"))
    for path in (old, new, old):
        take(workspace, product, path)
    first, second = workspace.cases.sources(product)
    assert (len(first.checked), second.checked, second.supersedes) == (1, (), "F-01")


def test_nothing_a_person_said_is_changed(workspace: Workspace, product: int, tmp_path: Path) -> None:
    take(workspace, product, LIST)
    case = cases(workspace, product)["2026-01"]
    decided = replace(
        case,
        title="Redirects in the portal",
        status=CaseStatus.NOT_AFFECTED,
        justification="vulnerable_code_not_in_execute_path",
        severity=Severity.LOW,
        exploit=Exploit.NONE,
        decision=Decision.NO_REPORT,
        decision_reason="The portal never redirects.",
    )
    ProductFile(workspace, product).write("deciding", {RecordKind.CASE: {case.id: decided}})
    newer = written(
        tmp_path / LIST.name,
        vulnerability(
            "CVE-2024-43796",
            "pkg:npm/express@4.21.2",
            references=[{"id": "GHSA-qw6h-vgh9-j6wx"}],
            ratings=[{"severity": "critical"}],
            analysis={"state": "exploitable"},
        ),
    )
    found = take(workspace, product, newer)
    after = cases(workspace, product)["2026-01"]
    assert after == replace(decided, ghsa=("GHSA-qw6h-vgh9-j6wx",))
    (line,) = (one for one in found.lines if one.case_id == "2026-01")
    assert line.effect is Effect.FILLED
    assert "The list rates it critical; the register says low, which stays." in line.notes
    assert "The list says affected; the register says not affected, which stays." in line.notes


def test_what_a_newer_list_leaves_out_stays(workspace: Workspace, product: int, tmp_path: Path) -> None:
    path = tmp_path / "scan-2026-11-01.json"
    take(workspace, product, written(path, vulnerability("CVE-2026-1000"), vulnerability("CVE-2026-1001")))
    before = cases(workspace, product)
    newer = tmp_path / "scan-2026-11-20.json"
    found = take(workspace, product, written(newer, vulnerability("CVE-2026-1001")))
    assert effects(found) == {"CVE-2026-1000": "not-in-newest", "CVE-2026-1001": "same"}
    assert cases(workspace, product) == before
    assert not_in_newest(workspace.cases.sources(product)) == {"2026-01"}
    again = take(workspace, product, written(path, vulnerability("CVE-2026-1000")))
    assert not_in_newest(workspace.cases.sources(product)) == {"2026-02"}
    assert effects(again)["CVE-2026-1000"] == "same"


def test_another_list_does_not_speak_for_the_first(
    workspace: Workspace, product: int, tmp_path: Path
) -> None:
    take(workspace, product, written(tmp_path / "scan.json", vulnerability("CVE-2026-1000")))
    found = take(workspace, product, written(tmp_path / "supplier.json", vulnerability("CVE-2026-1001")))
    assert effects(found) == {"CVE-2026-1001": "new"}
    assert not_in_newest(workspace.cases.sources(product)) == frozenset()


def test_a_further_component_joins_an_open_line_and_not_a_decided_one(
    workspace: Workspace, product: int, tmp_path: Path
) -> None:
    path = tmp_path / "scan.json"
    take(workspace, product, written(path, vulnerability("CVE-2026-1000")))
    both = vulnerability("CVE-2026-1000")
    both["affects"].append({"ref": "pkg:npm/express@4.21.2"})
    found = take(workspace, product, written(path, both))
    assert effects(found) == {"CVE-2026-1000": "extended"}
    case = cases(workspace, product)["2026-01"]
    assert case.components == ("pkg:npm/ws", "pkg:npm/express")
    decided = replace(case, status=CaseStatus.NOT_AFFECTED)
    ProductFile(workspace, product).write("deciding", {RecordKind.CASE: {case.id: decided}})
    both["affects"].append({"ref": "pkg:npm/send@0.19.0"})
    take(workspace, product, written(path, both))
    after = cases(workspace, product)
    assert after["2026-01"] == decided
    assert after["2026-02"].components == ("pkg:npm/send",)
    assert FindingsImport.read(workspace, product, path).changes == 0


def test_names_of_one_vulnerability_are_one_line(workspace: Workspace, product: int, tmp_path: Path) -> None:
    one = vulnerability("GHSA-3h5v-q93c-6h6q")
    other = vulnerability("CVE-2024-37890", references=[{"id": "GHSA-3h5v-q93c-6h6q"}])
    take(workspace, product, written(tmp_path / "a.json", one))
    found = take(workspace, product, written(tmp_path / "b.json", other))
    assert [line.effect for line in found.lines] == [Effect.FILLED]
    (case,) = cases(workspace, product).values()
    assert (case.cve, case.ghsa) == (("CVE-2024-37890",), ("GHSA-3h5v-q93c-6h6q",))


def test_a_line_written_by_hand_is_the_same_vulnerability(
    workspace: Workspace, product: int, tmp_path: Path
) -> None:
    mine = Case("2026-07", title="By hand", cve=("cve-2026-1000",))
    ProductFile(workspace, product).write("adding", {RecordKind.CASE: {mine.id: mine}})
    take(workspace, product, written(tmp_path / "a.json", vulnerability("CVE-2026-1000")))
    assert list(cases(workspace, product)) == ["2026-07"]
    assert cases(workspace, product)["2026-07"].components == ("pkg:npm/ws",)


def test_a_catalogue_marks_and_asks_and_decides_nothing(
    workspace: Workspace, product: int, tmp_path: Path
) -> None:
    take(
        workspace,
        product,
        written(tmp_path / "a.json", *(vulnerability(f"CVE-2026-100{n}") for n in range(3))),
    )
    second = replace(cases(workspace, product)["2026-02"], exploit=Exploit.NONE)
    third = replace(cases(workspace, product)["2026-03"], closed_on=date(2026, 11, 1))
    ProductFile(workspace, product).write("said", {RecordKind.CASE: {second.id: second, third.id: third}})
    path = tmp_path / "kev.json"
    entries = [{"cveID": f"CVE-2026-100{n}", "dateAdded": "2026-11-18"} for n in (0, 1, 2, 9)]
    path.write_bytes(kev(*entries))
    found = take(workspace, product, path)
    lines = {line.case_id: line for line in found.lines}
    assert set(lines) == {"2026-01", "2026-02", "2026-03"}
    assert all(CHECK_REPORT in line.notes and line.exploited for line in lines.values())
    assert "The register says not exploited; that stays." in lines["2026-02"].notes
    assert "2026-03 is closed. Look at it again." in lines["2026-03"].notes
    after = cases(workspace, product)
    assert after["2026-01"].exploit is Exploit.KNOWN
    assert after["2026-01"].exploit_note == "In “Catalogue” since 2026-11-18."
    assert after["2026-02"] == second
    assert after["2026-03"].closed_on == third.closed_on
    assert all(
        (one.decision, one.opened, one.aware) == (Decision.NONE, False, None) for one in after.values()
    )
    assert workspace.cases.sources(product)[-1].matched == 3


def test_a_catalogue_counts_for_what_is_imported_later(
    workspace: Workspace, product: int, tmp_path: Path
) -> None:
    path = tmp_path / "kev.json"
    path.write_bytes(kev({"cveID": "CVE-2026-1000"}))
    take(workspace, product, path)
    found = take(workspace, product, written(tmp_path / "a.json", vulnerability("CVE-2026-1000")))
    assert cases(workspace, product)["2026-01"].exploit is Exploit.KNOWN
    assert found.lines[0].notes[0] == CHECK_REPORT


def test_without_a_list_or_with_an_old_one_nothing_was_checked(workspace: Workspace, product: int) -> None:
    assert list_state(workspace.cases.sources(product), workspace.now, 30) is ListState.NOT_CHECKED
    take(workspace, product, LIST)
    sources = workspace.cases.sources(product)
    assert list_state(sources, workspace.now, 30) is ListState.CHECKED
    assert list_state(sources, workspace.now + timedelta(days=40), 30) is ListState.OLD


def test_any_spelling_of_a_purl_finds_the_component_of_the_sbom(
    workspace: Workspace, product: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fixed_in(version: str) -> dict[str, Any]:
        return {"affects": [{"ref": "ws", "versions": [{"range": f"vers:npm/<{version}"}]}]}

    purl = "PKG:NPM/WS@8.0.0?vcs_url=git%2Bhttps://example.org/ws#lib"
    listed = cyclonedx(
        {"id": "CVE-2026-1000", **fixed_in("8.18.1")},
        {"id": "CVE-2026-2000", **fixed_in("8.17.0")},
        components=[{"type": "library", "bom-ref": "ws", "name": "other", "version": "8.0.0", "purl": purl}],
    )
    (tmp_path / "scan.cdx.json").write_bytes(listed)
    package = {"name": "WS", "version": "8.0.0", "ecosystem": "npm"}

    def osv(name: str, fixed: str) -> dict[str, Any]:
        span = {"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}
        return {"id": name, "affected": [{"package": {"name": "WS", "ecosystem": "npm"}, "ranges": [span]}]}

    both = [osv("CVE-2026-3000", "8.18.1"), osv("CVE-2026-4000", "8.17.0")]
    results = [{"source": {"path": "/a"}, "packages": [{"package": package, "vulnerabilities": both}]}]
    (tmp_path / "osv.json").write_text(json.dumps({"results": results}), "utf-8")
    for name in ("scan.cdx.json", "osv.json"):
        found = take(workspace, product, tmp_path / name)
        assert list(effects(found).values()) == ["new", "other-version"], name
        assert found.lines[0].components == ("pkg:npm/ws",)
        assert not found.lines[0].by_name_only
    workspace.close()
    assert main(["findings", "import", str(tmp_path / "work.crasuite"), "--product", "Lock portal",
                 str(tmp_path / "osv.json")]) == 0  # fmt: skip
    said = capsys.readouterr().out
    assert "known already 2026-02: CVE-2026-3000" in said
    assert "in pkg:npm/ws 8.18.0\n" in said
    assert "other version: CVE-2026-4000" in said


def test_a_version_that_is_not_affected_leaves_the_register_as_it_is(
    workspace: Workspace, product: int, tmp_path: Path
) -> None:
    path = tmp_path / "scan.json"
    take(workspace, product, written(path, vulnerability("CVE-2026-1000"), vulnerability("CVE-2026-1001")))
    before = cases(workspace, product)
    spans = [{"range": "vers:npm/<8.0.0"}]
    fixed = {"id": "CVE-2026-1000", "affects": [{"ref": "pkg:npm/ws", "versions": spans}]}
    found = take(workspace, product, written(path, fixed, vulnerability("CVE-2026-1001", "pkg:npm/none")))
    lines = {line.case_id: line for line in found.lines}
    assert lines["2026-01"].effect is Effect.OTHER_VERSION
    assert lines["2026-01"].notes[0].startswith("By the list, the version in the SBOM is not affected.")
    assert lines["2026-02"].effect is Effect.UNMATCHED
    assert cases(workspace, product) == before
    # The list names both, so neither counts as gone from it.
    assert not_in_newest(workspace.cases.sources(product)) == frozenset()


def test_a_catalogue_alone_checks_nothing(workspace: Workspace, product: int) -> None:
    found = take(workspace, product, REAL / "kev.json")
    assert "None of its vulnerabilities is in the register." in found.warnings()
    assert list_state(workspace.cases.sources(product), workspace.now, 30) is ListState.NOT_CHECKED


def test_the_product_is_none_of_its_components(workspace: Workspace, product: int, tmp_path: Path) -> None:
    take(workspace, product, REAL / "lib4vex.csaf.json")
    assert [one.components for one in cases(workspace, product).values()] == [(), ()]
    assert all(
        one.note.startswith("Found in: lock-portal 2.4.1 (Portal).")
        for one in cases(workspace, product).values()
    )
    component = vulnerability("CVE-2024-43796", "pkg:npm/express@4.21.2")
    found = take(workspace, product, written(tmp_path / "a.json", component))
    assert effects(found) == {"CVE-2024-43796": "extended"}
    again = take(workspace, product, REAL / "lib4vex.csaf.json")
    assert again.changes == 0


def test_without_an_sbom_the_preview_says_so(workspace: Workspace) -> None:
    product_id = workspace.new_product("Bare").id
    found = FindingsImport.read(workspace, product_id, LIST)
    assert found.counts[Effect.UNMATCHED] == 4
    assert "The product has no SBOM yet, so no component could be found." in found.warnings()


def test_a_match_by_name_is_marked(workspace: Workspace, product: int, tmp_path: Path) -> None:
    component = {"bom-ref": "x", "type": "library", "name": "ws", "version": "8.18.0"}
    path = tmp_path / "a.json"
    path.write_bytes(cyclonedx(vulnerability("CVE-2026-1000", "x"), components=[component]))
    found = take(workspace, product, path)
    assert found.lines[0].by_name_only
    assert found.lines[0].version_compared
    assert "by name only" in cases(workspace, product)["2026-01"].note


def test_a_register_that_changed_meanwhile_is_not_overwritten(workspace: Workspace, product: int) -> None:
    found = FindingsImport.read(workspace, product, LIST)
    mine = Case("2026-01", title="Meanwhile")
    ProductFile(workspace, product).write("adding", {RecordKind.CASE: {mine.id: mine}})
    with pytest.raises(FindingsError) as caught:
        found.apply()
    assert caught.value.code == "FIND-31"
    assert cases(workspace, product) == {mine.id: mine}


def test_reading_can_be_cancelled(workspace: Workspace, product: int) -> None:
    sboms = workspace.technical_file(product).current_sboms()
    with pytest.raises(ImportCancelledError):
        read_list(workspace.repository, sboms, LIST, cancelled=lambda: True)


def test_what_lies_at_another_product_is_shown_and_left_alone(
    workspace: Workspace, product: int, tmp_path: Path
) -> None:
    other = workspace.new_product("Lock").id
    shared = Case("2026-05", title="Shared", cve=("CVE-2026-1000",), products=(product,))
    ProductFile(workspace, other).write("adding", {RecordKind.CASE: {shared.id: shared}})
    found = take(workspace, product, written(tmp_path / "a.json", vulnerability("CVE-2026-1000")))
    assert [(line.effect, line.case_id) for line in found.lines] == [(Effect.SAME, "2026-05")]
    assert cases(workspace, product) == {"2026-05": shared}


STATES = ["exploitable", "not_affected", "in_triage", "resolved", ""]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.integers(1000, 1004), st.sampled_from(["ws", "express", "send"]), st.sampled_from(STATES)
            ),
            max_size=5,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_lists_come_no_pair_stands_twice_and_nothing_goes(
    workspace: Workspace, tmp_path: Path, lists: list[list[tuple[int, str, str]]]
) -> None:
    product_id = with_sbom(workspace, "Lock portal", SBOM)
    seen: dict[str, Case] = {}
    for one in lists:
        entries = [
            vulnerability(
                f"CVE-2026-{number}", f"pkg:npm/{name}@1", analysis={"state": state} if state else None
            )
            for number, name, state in one
        ]
        for _ in range(2):
            take(workspace, product_id, written(tmp_path / "scan.json", *entries))
            kept = cases(workspace, product_id)
            pairs = [(name, key) for case in kept.values() for name in case.cve for key in case.components]
            assert len(pairs) == len(set(pairs))
            assert set(seen) <= set(kept)
            assert all(case.status is CaseStatus.NEW for case in kept.values())
            seen = kept


def test_the_command_lists_saves_and_says_it_as_json(
    workspace: Workspace, product: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(workspace.path)
    workspace.close()
    arguments = ["findings", "import", path, "--product", "Lock portal", str(LIST)]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "2 new" in said
    assert "new 2026-01: CVE-2024-43796, medium" in said
    assert main([*arguments, "--apply", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["saved_as"], data["counts"]["new"]) == ("F-01", 2)
    assert data["list"]["made_at"] == "2026-11-20T09:30:00+00:00"
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["new"] == 0


def test_the_command_refuses_bad_files(
    workspace: Workspace, product: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(workspace.path)
    workspace.close()
    bad = tmp_path / "bad.json"
    bad.write_bytes(b'{"runs": []}')
    assert main(["findings", "import", path, "--product", "Lock portal", str(bad)]) == 2
    assert "SARIF" in capsys.readouterr().err
    assert main(["findings", "import", path, "--product", "Lock portal", str(tmp_path / "none")]) == 1
    assert "[FIND-01]" in capsys.readouterr().err


def test_sources_of_older_files_are_read() -> None:
    source = FindingSource.from_json("F-01", {"file_name": "a", "cases": ["2026-01"]})
    assert source.cases == ("2026-01",)
    assert FindingSource.from_json("F-01", source.to_json()) == source
