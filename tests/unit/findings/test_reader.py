"""Lists of every format that is read, made by real tools where they could be run."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crasuite.errors import FindingsError
from crasuite.findings.model import Finding, ListFormat, Range, Target, VexState
from crasuite.findings.reader import read_findings
from crasuite.sbom.source import SbomCancelledError
from tests.unit.findings.files import REAL, csaf, cyclonedx, from_bytes, kev, osv, real, xml


def by_id(name: str) -> dict[str, Finding]:
    return {one.id: one for one in real(name).items}


@pytest.mark.parametrize("version", ["1.4", "1.6"])
def test_cyclonedx_json_and_xml_say_the_same(version: str) -> None:
    stem = f"lock-portal.vulnerabilities.cdx-{version}"
    assert set(real(f"{stem}.json").items) == set(real(f"{stem}.xml").items)


def test_a_cyclonedx_list_is_read_with_analysis_and_versions() -> None:
    found = real("lock-portal.vulnerabilities.cdx-1.6.json")
    assert (found.format, found.version, found.name) == (ListFormat.CYCLONEDX, "1.6", "lock-portal 2.4.1")
    assert found.made_at == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert found.tool == "scanner 1.0"
    one = by_id("lock-portal.vulnerabilities.cdx-1.6.json")["CVE-2024-37890"]
    assert one.aliases == ("GHSA-3h5v-q93c-6h6q",)
    assert (one.state, one.justification) == (VexState.NOT_AFFECTED, "code_not_reachable")
    assert one.detail == "The server behind the portal limits headers."
    assert one.rating == "high"
    # The tool leaves the version out of the vector and gives it as the method.
    assert one.cvss == ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",)
    assert one.target == Target(
        purl="pkg:npm/ws@8.18.0",
        name="ws",
        version="8.18.0",
        ref="ws@8.18.0",
        unaffected=("8.17.1",),
        ranges=(Range("npm", (("introduced", "0"), ("fixed", "8.17.1"))),),
        stated="vers:npm/<8.17.1",
    )
    states = {one.id: one.state for one in found.items}
    assert states == {
        "CVE-2024-37890": VexState.NOT_AFFECTED,
        "CVE-2024-43796": VexState.AFFECTED,
        "CVE-2024-43799": VexState.UNDER_INVESTIGATION,
        "CVE-2024-52798": VexState.FIXED,
    }


def test_a_vex_of_its_own_keeps_the_link_into_the_sbom() -> None:
    target = real("lock-portal.vex.cdx-1.5.json").items[0].target
    assert target.bom == "urn:uuid:8ee8a3d3-6d83-4599-acee-bb3074415df1"
    assert target.ref == "ws@8.18.0"


def test_pip_audit_gives_a_name_and_nothing_more() -> None:
    for name in ("pip-audit.cdx.json", "pip-audit.cdx.xml"):
        (one,) = real(name).items
        assert one.id == "PYSEC-2021-66"
        assert (one.target.name, one.target.version, one.target.purl) == ("jinja2", "2.11.2", "")
        assert one.state is VexState.NOT_SAID


def test_lib4vex_writes_versions_without_a_list() -> None:
    found = by_id("lib4vex.cdx.json")
    assert found["CVE-2024-43796"].target.versions == ("4.21.2",)
    assert found["CVE-2024-37890"].target.unaffected == ("8.18.0",)


def test_osv_scanner_groups_are_one_finding_each() -> None:
    found = by_id("osv-scanner.json")
    assert set(found) == {"CVE-2024-37890", "CVE-2020-28493"}
    jinja = found["CVE-2020-28493"]
    assert jinja.aliases == ("GHSA-g3rq-g295-4j3m", "PYSEC-2021-66")
    assert jinja.title == "Regular Expression Denial of Service (ReDoS) in Jinja2"
    assert jinja.target.purl == "pkg:pypi/jinja2@2.11.2"
    assert jinja.target.versions == ("2.11.0", "2.11.1", "2.11.2")
    assert (jinja.rating, jinja.fixed_in) == ("medium", ("2.11.3",))
    ws = found["CVE-2024-37890"]
    assert ws.fixed_in == ("8.17.1", "7.5.10")
    assert [one.scheme for one in ws.target.ranges] == ["semver", "semver"]


def test_osv_without_groups_leaves_out_what_was_withdrawn() -> None:
    package = {"name": "a", "version": "1", "ecosystem": "Nowhere"}
    raw = osv(package, {"id": "X-1"}, {"id": "X-2", "withdrawn": "2026-01-01T00:00:00Z"})
    found = from_bytes(raw)
    assert [one.id for one in found.items] == ["X-1"]
    assert found.left_out == ("1 were withdrawn by their source",)
    assert found.items[0].target == Target(name="a", version="1")


def test_a_report_of_osv_scanner_2_is_read() -> None:
    (one,) = real("osv-scanner-2.hex.json").items
    assert one.ids == ("CVE-2020-15150", "GHSA-w98m-2xqg-9cvj")
    assert (one.rating, one.cvss, one.fixed_in) == ("critical", (), ("1.0.0",))
    assert one.target == Target(
        purl="pkg:hex/paginator@0.6.0",
        name="paginator",
        version="0.6.0",
        ranges=(Range("semver", (("introduced", "0"), ("fixed", "1.0.0"))),),
    )
    assert one.title == "Remote Code Execution in paginator"
    assert one.published == "2022-04-12T19:36:39Z"


def test_osv_scanner_1_leaves_the_group_out_of_names_from_an_sbom() -> None:
    affected = {
        "package": {"ecosystem": "Maven", "name": "ch.qos.logback:logback-core"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2.9"}]}],
        "versions": ["1.2.3"],
    }
    entry = {"id": "GHSA-668q-qrv7-99fm", "affected": [affected]}
    package = {"name": "logback-core", "version": "1.2.3", "ecosystem": "Maven"}
    (one,) = from_bytes(osv(package, entry)).items
    assert one.target.purl == "pkg:maven/ch.qos.logback/logback-core@1.2.3"
    assert (one.fixed_in, one.target.versions) == (("1.2.9",), ("1.2.3",))
    # Two groups have a part of that name: which one it is cannot be told.
    other = {"package": {"ecosystem": "Maven", "name": "org.example:logback-core"}, "versions": ["9"]}
    (one,) = from_bytes(osv(package, {**entry, "affected": [affected, other]})).items
    assert (one.target.purl, one.fixed_in) == ("pkg:maven/logback-core@1.2.3", ())


def test_names_on_pypi_are_compared_as_pypi_does() -> None:
    affected = {"package": {"ecosystem": "PyPI", "name": "typing-extensions"}, "versions": ["1"]}
    package = {"name": "Typing_Extensions", "version": "1", "ecosystem": "PyPI"}
    (one,) = from_bytes(osv(package, {"id": "PYSEC-1", "affected": [affected]})).items
    assert one.target.versions == ("1",)


def test_entries_of_distributions_are_known_by_their_cve() -> None:
    package = {"name": "coreutils", "version": "8.32-4", "ecosystem": "Debian:11"}
    entries = [
        {"id": "DEBIAN-CVE-2016-2781"},
        {"id": "DSA-1", "severity": [{"type": "Ubuntu", "score": "low"}]},
    ]
    looked = {"DEBIAN-CVE-2016-2781": {"called": True, "unimportant": True}}
    group = {
        "ids": ["DSA-1"],
        "aliases": ["CVE-2016-1111"],
        "experimental_analysis": {"DSA-1": {"called": False}},
    }
    first, second = from_bytes(
        osv(
            package,
            *entries,
            groups=[{"ids": ["DEBIAN-CVE-2016-2781"], "experimental_analysis": looked}, group],
        )
    ).items
    assert first.ids == ("CVE-2016-2781", "DEBIAN-CVE-2016-2781")
    assert first.detail == "The distribution calls it unimportant."
    assert (second.ids, second.rating) == (("CVE-2016-1111", "DSA-1"), "low")
    assert second.detail == "The scanner found no call of the affected code."


@pytest.mark.parametrize(
    "raw",
    [
        b'{"version":"1.0","results":[{"check_id":"a","path":"x.py"}],"errors":[],"paths":{}}',
        b'{"results":[],"errors":[],"paths":{"scanned":[]}}',
        b'{"errors":[],"generated_at":"2026-11-20T10:00:00Z","metrics":{},"results":[]}',
        b'{"results":[{"source":{},"package":{"name":"a"},"vulnerabilities":[{"id":"CVE-2024-1111"}]}]}',
    ],
    ids=["semgrep", "semgrep-empty", "bandit-empty", "flat"],
)
def test_other_reports_with_results_are_refused_and_not_empty(raw: bytes) -> None:
    with pytest.raises(FindingsError) as caught:
        from_bytes(raw)
    assert caught.value.code == "FIND-02"


def test_osv_scanner_may_find_packages_and_nothing_in_them() -> None:
    raw = (
        b'{"results":[{"source":{"path":"a","type":"lockfile"},"packages":[{"package":{"name":"a","version":"1",'
        b'"ecosystem":"npm"},"licenses":["MIT"],"license_violations":["MIT"]}]},{"source":{},"packages":[]}],'
        b'"experimental_config":{"licenses":{"summary":false,"allowlist":["ISC"]}}}'
    )
    assert from_bytes(raw).items == ()
    assert from_bytes(b'{"results":[],"experimental_config":{}}').items == ()


def test_trivy_writes_cyclonedx_that_is_read() -> None:
    found = real("trivy.cdx-1.6.json")
    (one,) = found.items
    assert (found.tool, found.version) == ("trivy 0.59.1", "1.6")
    assert (one.id, one.target.purl) == ("CVE-2024-37890", "pkg:npm/ws@8.17.0")
    assert one.target.versions == ("8.17.0",)
    assert "8.17.1" in one.advice


def test_an_address_among_the_ids_of_csaf_is_a_reference() -> None:
    bug = "https://bugzilla.redhat.com/show_bug.cgi?id=1811673"
    entry = {"cve": "CVE-2020-10188", "ids": [{"system_name": "Red Hat Bugzilla", "text": bug}]}
    (one,) = from_bytes(csaf({}, entry)).items
    assert (one.ids, one.references) == (("CVE-2020-10188",), (bug,))


def test_a_csaf_vex_is_read_with_flags_and_remedies() -> None:
    found = real("lib4vex.csaf.json")
    assert (found.format, found.name) == (ListFormat.CSAF, "EX-2026-01 Lock Portal VEX")
    one = by_id("lib4vex.csaf.json")["CVE-2024-37890"]
    assert one.justification == "vulnerable_code_not_in_execute_path"
    assert (one.target.name, one.target.version) == ("lock-portal", "2.4.1")
    assert by_id("lib4vex.csaf.json")["CVE-2024-43796"].advice == "Upgrade to 4.20.0 or later."


TREE = {
    "branches": [
        {
            "category": "vendor",
            "name": "Maker",
            "branches": [
                {
                    "category": "product_name",
                    "name": "libx",
                    "branches": [
                        {
                            "category": "product_version_range",
                            "name": "vers:semver/>=1.0.0|<1.4.0",
                            "product": {
                                "product_id": "old",
                                "name": "libx before 1.4.0",
                                "product_identification_helper": {"purl": "pkg:generic/libx"},
                            },
                        },
                        {
                            "category": "product_version",
                            "name": "1.4.0",
                            "product": {"product_id": "new", "name": "libx 1.4.0"},
                        },
                    ],
                }
            ],
        }
    ],
    "full_product_names": [{"product_id": "box", "name": "Box 7"}],
    "relationships": [
        {
            "category": "default_component_of",
            "product_reference": "old",
            "relates_to_product_reference": "box",
            "full_product_name": {"product_id": "old-in-box", "name": "libx in Box 7"},
        }
    ],
    "product_groups": [{"group_id": "g", "product_ids": ["old", "old-in-box"]}],
}


def test_products_of_csaf_follow_branches_relationships_and_groups() -> None:
    entry = {
        "cve": "CVE-2026-1000",
        "ids": [{"system_name": "EUVD", "text": "EUVD-2026-5"}],
        "notes": [{"category": "description", "text": "Overflow."}],
        "product_status": {"known_affected": ["old", "old-in-box"], "first_fixed": ["new"]},
        "scores": [
            {"products": ["old"], "cvss_v3": {"vectorString": "CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}}
        ],
        "threats": [{"category": "exploit_status", "details": "Seen in the wild.", "group_ids": ["g"]}],
        "remediations": [{"category": "vendor_fix", "details": "Update.", "group_ids": ["g"]}],
    }
    found = {one.target.ref: one for one in from_bytes(csaf(TREE, entry)).items}
    assert set(found) == {"old", "old-in-box", "new"}
    old, inside = found["old"], found["old-in-box"]
    assert old.ids == ("CVE-2026-1000", "EUVD-2026-5")
    assert old.target.ranges == (Range("semver", (("introduced", "1.0.0"), ("fixed", "1.4.0"))),)
    assert (old.fixed_in, old.detail, old.advice) == (("1.4.0",), "Seen in the wild.", "Update.")
    assert old.cvss
    assert inside.target.purl == "pkg:generic/libx"
    assert inside.target.name == "libx in Box 7"
    assert found["new"].state is VexState.FIXED


def test_a_catalogue_is_read_from_json_csv_and_plain_ids() -> None:
    from_json = real("kev.json")
    assert (from_json.format, from_json.is_catalogue) == (ListFormat.KEV, True)
    assert from_json.made_at == datetime(2025, 2, 25, 20, 33, 53, tzinfo=UTC)
    craft = from_json.items[0]
    assert (craft.exploited, craft.exploited_on) == (True, date(2025, 2, 20))
    assert craft.references[0].startswith("https://github.com/craftcms/")
    assert real("kev.csv").items == from_json.items
    plain = from_bytes(
        b"# exploited, from the CSIRT\ncve-2025-23209, CVE-2017-3066\r\n\r\nCVE-2025-0108 # seen\n"
    )
    assert [one.id for one in plain.items] == [one.id for one in from_json.items]
    assert all(one.exploited for one in plain.items)


def test_a_csv_may_have_semicolons_and_other_columns() -> None:
    raw = '\ufeffcveID;dateAdded;product\r\nCVE-2026-1000;2026-01-05;"a;\nb"\r\n;;\r\n'.encode()
    (one,) = from_bytes(raw).items
    assert (one.id, one.exploited_on, one.target.stated) == ("CVE-2026-1000", date(2026, 1, 5), "a;\nb")


def test_the_csv_of_the_catalogue_is_read_with_its_quotes() -> None:
    found = by_id("kev-quoted.csv")
    assert set(found) == {"CVE-2018-19410", "CVE-2019-11001"}
    assert 'the "TestEmail" functionality' in found["CVE-2019-11001"].summary
    assert found["CVE-2018-19410"].exploited_on == date(2025, 2, 4)


def test_only_a_line_feed_ends_a_line_of_csv() -> None:
    raw = (
        "cveID,product,dateAdded\r\nCVE-2024-1111,a\u2028b\x85c,2025-01-02\r\nCVE-2024-2222,d,2025-01-03\r\n"
    )
    first, second = from_bytes(raw.encode()).items
    assert (first.exploited_on, second.exploited_on) == (date(2025, 1, 2), date(2025, 1, 3))


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    for name in ("kev.json", "osv-scanner.json", "lib4vex.csaf.json", "pip-audit.cdx.xml"):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes((REAL / name).read_bytes())
        assert read_findings(path).items == real(name).items


def test_a_list_may_be_empty() -> None:
    assert from_bytes(cyclonedx()).items == ()
    assert from_bytes(b'{"results": []}').items == ()
    assert from_bytes(csaf({})).items == ()
    assert from_bytes(kev()).items == ()


def test_the_same_finding_twice_is_kept_once() -> None:
    entry = {"id": "CVE-2026-1000", "affects": [{"ref": "ws"}, {"ref": "ws"}]}
    assert len(from_bytes(cyclonedx(entry, entry)).items) == 1


def test_a_vulnerability_without_components_is_kept() -> None:
    found = from_bytes(cyclonedx({"id": "CVE-2026-1000"}, {"id": "CVE-2026-1001", "rejected": "2026-01-01"}))
    assert [one.target for one in found.items] == [Target()]
    assert found.left_out == ("1 were withdrawn by their source",)
    entry = "<vulnerability><id>CVE-2026-1000</id></vulnerability>"
    assert len(from_bytes(xml(f"<vulnerabilities>{entry}</vulnerabilities>")).items) == 1


def test_progress_is_told_and_reading_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(cyclonedx(*({"id": f"CVE-2026-{number:05}"} for number in range(2_000))))
    told: list[tuple[int, int]] = []
    assert len(read_findings(path, progress=lambda done, total: told.append((done, total))).items) == 2_000
    assert told[-1] == (2_000, 2_000)
    with pytest.raises(SbomCancelledError):
        read_findings(path, cancelled=lambda: len(told) > 0)
