"""Each point of the quality report: met, not met, not to be told; with the components it concerns."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from crasuite.rules.model import Pack, SbomTest
from crasuite.sbom.model import Sbom
from crasuite.sbom.quality import TESTS, QualityReport, Release, Status, check_sbom
from tests.unit.sbom.files import cyclonedx, real, spdx, spdx3

MET, NOT_MET, UNKNOWN = Status.MET, Status.NOT_MET, Status.NOT_CHECKABLE

GOOD: dict[str, Any] = {
    "type": "library",
    "bom-ref": "lib",
    "name": "radio",
    "version": "7.3.0",
    "supplier": {"name": "Radio GmbH"},
    "manufacturer": {"name": "Chip AG", "url": ["https://example.org"]},
    "licenses": [
        {"license": {"id": "MIT", "acknowledgement": "concluded"}},
        {"license": {"id": "MIT", "acknowledgement": "declared"}},
    ],
    "purl": "pkg:generic/radio@7.3.0",
    "hashes": [{"alg": "SHA-512", "content": "ab"}],
    "externalReferences": [
        {"type": "source-distribution", "url": "https://example.org/src"},
        {"type": "distribution", "url": "https://example.org/bin"},
    ],
    "properties": [
        {"name": f"bsi:component:{name}", "value": value}
        for name, value in (
            ("filename", "radio.bin"),
            ("executable", "executable"),
            ("archive", "no archive"),
            ("structured", "unstructured"),
        )
    ],
}
PRODUCT: dict[str, Any] = {
    "bom-ref": "lock",
    "name": "lock",
    "version": "2.4.1",
    "supplier": {"name": "Lock AG"},
}
METADATA: dict[str, Any] = {
    "timestamp": "2026-11-01T10:00:00Z",
    "tools": {"components": [{"name": "maker", "version": "1"}]},
    "manufacturer": {"name": "Lock AG", "contact": [{"email": "info@example.org"}]},
    "lifecycles": [{"phase": "build"}],
    "component": PRODUCT,
}
PERFECT: dict[str, Any] = {
    "version": 1,
    "signature": {"algorithm": "ES256", "value": "c2lnbmF0dXJl"},
    "serialNumber": "urn:uuid:1",
    "metadata": METADATA,
    "components": [GOOD],
    "dependencies": [{"ref": "lock", "dependsOn": ["lib"]}, {"ref": "lib", "dependsOn": []}],
    "compositions": [{"aggregate": "complete", "dependencies": ["lock", "lib"]}],
}
RELEASE = Release("2.4.1", date(2026, 11, 20))


def outcomes(sbom: Sbom, release: Release | None = None) -> dict[str, tuple[Status, tuple[str, ...]]]:
    found = {name: test(sbom, release or RELEASE) for name, test in TESTS.items()}
    return {name: (outcome.status, outcome.refs) for name, outcome in found.items()}


def test_every_test_of_the_pack_exists_and_is_used(pack: Pack) -> None:
    assert set(TESTS) == set(get_args(SbomTest))
    used = {check.test for section in pack.sbom_checks.values() for check in section.checks}
    assert used == set(TESTS)


def test_only_the_two_points_of_the_regulation_are_law(pack: Pack) -> None:
    checks = [check for section in pack.sbom_checks.values() for check in section.checks]
    assert [check.id for check in checks if check.kind == "law"] == ["cra-format", "cra-top-level"]
    for check in checks:
        kinds = {pack.sources[cite.partition(" ")[0]].kind for cite in check.cites}
        assert check.kind != "law" or kinds == {"law"}


def test_a_perfect_sbom_meets_every_point(pack: Pack) -> None:
    report = check_sbom(cyclonedx(**PERFECT), pack, RELEASE)
    assert [one.check.id for one in report.findings if one.status is not MET] == []
    assert report.count == {MET: len(report.findings)}
    assert report.meets_law is True
    assert all(one.detail for one in report.findings)


# What is taken away or changed, the tests that notice it, and the components they name.
GAPS: list[tuple[str, dict[str, Any], dict[str, tuple[Status, tuple[str, ...]]]]] = [
    ("version", {"version": ""}, {"version": (NOT_MET, ("lib",))}),
    (
        "supplier and maker",
        {"supplier": None, "manufacturer": None},
        {"supplier": (NOT_MET, ("lib",)), "creator-contact": (NOT_MET, ("lib",))},
    ),
    ("address of the maker", {"manufacturer": {"name": "x"}}, {"creator-contact": (NOT_MET, ("lib",))}),
    (
        "identifier",
        {"purl": None},
        {"identifier": (NOT_MET, ("lib",)), "identifier-if-any": (UNKNOWN, ("lib",))},
    ),
    (
        "identifier that is none",
        {"purl": "radio"},
        {"identifier": (NOT_MET, ("lib",)), "identifier-if-any": (UNKNOWN, ("lib",))},
    ),
    ("hash", {"hashes": []}, {"hash": (NOT_MET, ("lib",)), "hash-sha-512": (NOT_MET, ("lib",))}),
    ("SHA-512", {"hashes": [{"alg": "SHA-256", "content": "ab"}]}, {"hash-sha-512": (NOT_MET, ("lib",))}),
    (
        "licence",
        {"licenses": None},
        {
            "licence": (NOT_MET, ("lib",)),
            "licence-concluded": (NOT_MET, ("lib",)),
            "licence-declared": (UNKNOWN, ("lib",)),
        },
    ),
    (
        "what kind of licence it is",
        {"licenses": [{"license": {"id": "MIT"}}]},
        {"licence-concluded": (NOT_MET, ("lib",)), "licence-declared": (UNKNOWN, ("lib",))},
    ),
    (
        "addresses",
        {"externalReferences": None},
        {"source-address": (UNKNOWN, ("lib",)), "file-address": (UNKNOWN, ("lib",))},
    ),
    (
        "facts about the file",
        {"properties": None},
        dict.fromkeys(("file-name", "executable", "archive", "structured"), (NOT_MET, ("lib",))),
    ),
    ("a real version", {"version": "TBD"}, {"placeholders": (NOT_MET, ("lib",))}),
    ("a real supplier", {"supplier": {"name": "Unknown"}}, {"placeholders": (NOT_MET, ("lib",))}),
]


@pytest.mark.parametrize(("what", "change", "expected"), GAPS, ids=[row[0] for row in GAPS])
def test_each_gap_of_a_component_is_found_and_nothing_else(
    what: str, change: dict[str, Any], expected: dict[str, tuple[Status, tuple[str, ...]]]
) -> None:
    before = outcomes(cyclonedx(**PERFECT))
    after = outcomes(cyclonedx(**{**PERFECT, "components": [{**GOOD, **change}]}))
    assert {name: found for name, found in after.items() if found != before[name]} == expected


WHOLE: list[tuple[str, dict[str, Any], dict[str, tuple[Status, tuple[str, ...]]]]] = [
    ("serial number", {"serialNumber": None}, {"serial": (NOT_MET, ())}),
    (
        "time",
        {"metadata": {**METADATA, "timestamp": None}},
        {"timestamp": (NOT_MET, ()), "recent": (UNKNOWN, ())},
    ),
    (
        "a time that is one",
        {"metadata": {**METADATA, "timestamp": "yesterday"}},
        {"timestamp": (NOT_MET, ()), "recent": (UNKNOWN, ())},
    ),
    (
        "a recent time",
        {"metadata": {**METADATA, "timestamp": "2026-10-01T00:00:00Z"}},
        {"recent": (NOT_MET, ())},
    ),
    (
        "author",
        {"metadata": {**METADATA, "manufacturer": None}},
        {"author": (NOT_MET, ()), "author-contact": (NOT_MET, ())},
    ),
    (
        "address of the author",
        {"metadata": {**METADATA, "manufacturer": {"name": "Lock AG"}}},
        {"author-contact": (NOT_MET, ())},
    ),
    (
        "tool",
        {"metadata": {**METADATA, "tools": None}},
        {"tool": (NOT_MET, ()), "tool-version": (NOT_MET, ())},
    ),
    (
        "version of the tool",
        {"metadata": {**METADATA, "tools": {"components": [{"type": "application", "name": "bomber"}]}}},
        {"tool-version": (NOT_MET, ())},
    ),
    ("version of the SBOM", {"version": None}, {"document-version": (NOT_MET, ())}),
    ("phase", {"metadata": {**METADATA, "lifecycles": None}}, {"context": (NOT_MET, ())}),
    (
        "version of the product",
        {"metadata": {**METADATA, "component": {**PRODUCT, "version": ""}}},
        {"version": (NOT_MET, ("lock",)), "subject": (NOT_MET, ("lock",)), "release": (UNKNOWN, ())},
    ),
    (
        "the version of this release",
        {"metadata": {**METADATA, "component": {**PRODUCT, "version": "2.4.0"}}},
        {"release": (NOT_MET, ())},
    ),
    (
        "the product",
        {"metadata": {**METADATA, "component": None}},
        {
            "subject": (NOT_MET, ()),
            "release": (UNKNOWN, ()),
            "top-level": (UNKNOWN, ()),
            "connected": (UNKNOWN, ()),
            "links": (NOT_MET, ()),
        },
    ),
    (
        "dependencies",
        {"dependencies": None},
        {
            "top-level": (UNKNOWN, ()),
            "dependencies": (NOT_MET, ()),
            "completeness": (NOT_MET, ()),
            "links": (UNKNOWN, ()),
            "connected": (UNKNOWN, ()),
        },
    ),
    (
        "a link to the component",
        {"dependencies": [{"ref": "lib", "dependsOn": []}]},
        {"top-level": (UNKNOWN, ()), "connected": (NOT_MET, ("lib",))},
    ),
    ("marks", {"compositions": None}, {"completeness": (NOT_MET, ("lock", "lib"))}),
    (
        "where a link leads",
        {"dependencies": [*PERFECT["dependencies"], {"ref": "lib", "dependsOn": ["gone"]}]},
        {"links": (NOT_MET, ())},
    ),
    ("nothing", {"vulnerabilities": [{"id": "CVE-1"}]}, {"no-vulnerabilities": (NOT_MET, ())}),
    ("a newer version", {"specVersion": "1.5"}, {"format-recent": (NOT_MET, ())}),
    ("one of two equal entries", {"components": [GOOD, GOOD]}, {"duplicates": (NOT_MET, ("lib",))}),
]


@pytest.mark.parametrize(("what", "change", "expected"), WHOLE, ids=[row[0] for row in WHOLE])
def test_each_gap_of_the_file_is_found_and_nothing_else(
    what: str, change: dict[str, Any], expected: dict[str, tuple[Status, tuple[str, ...]]]
) -> None:
    before = outcomes(cyclonedx(**PERFECT))
    after = outcomes(cyclonedx(**{**PERFECT, **change}))
    assert {name: found for name, found in after.items() if found != before[name]} == expected


def test_a_package_under_two_references_is_a_duplicate() -> None:
    twice = [GOOD, {**GOOD, "bom-ref": "again"}]
    links = [{"ref": "lock", "dependsOn": ["lib", "again"]}]
    sbom = cyclonedx(**{**PERFECT, "components": twice, "dependencies": links})
    assert outcomes(sbom)["duplicates"] == (NOT_MET, ("again",))
    other_content = {**GOOD, "bom-ref": "again", "hashes": [{"alg": "SHA-512", "content": "cd"}]}
    sbom = cyclonedx(**{**PERFECT, "components": [GOOD, other_content], "dependencies": links})
    assert outcomes(sbom)["duplicates"][0] is MET


@pytest.mark.parametrize("name", ["test", "foo", "null", "latest", "abc"])
def test_packages_with_odd_names_are_no_placeholders(name: str) -> None:
    sbom = cyclonedx(**{**PERFECT, "components": [{**GOOD, "name": name}]})
    assert outcomes(sbom)["placeholders"][0] is MET


@pytest.mark.parametrize(
    "word", ["TBD", "n/a", "xxx", "???", "<name>", "${version}", "Your company", "0.0.0", "-"]
)
def test_placeholders_are_found(word: str) -> None:
    sbom = cyclonedx(**{**PERFECT, "components": [{**GOOD, "version": word}]})
    assert outcomes(sbom)["placeholders"] == (NOT_MET, ("lib",))


@pytest.mark.parametrize(
    ("version", "on", "release", "recent"),
    [
        ("", None, UNKNOWN, UNKNOWN),
        ("v2.4.1", date(2026, 11, 30), MET, MET),
        ("2.4.2", date(2026, 12, 1), NOT_MET, NOT_MET),
        ("2.4.1", date(2026, 10, 3), MET, MET),
        ("2.4.1", date(2026, 10, 2), MET, NOT_MET),
    ],
)
def test_the_release_is_compared_where_it_is_known(
    version: str, on: date | None, release: Status, recent: Status
) -> None:
    found = outcomes(cyclonedx(**PERFECT), Release(version, on))
    assert (found["release"][0], found["recent"][0]) == (release, recent)


def test_an_empty_sbom_fails_the_law(pack: Pack) -> None:
    report = check_sbom(cyclonedx(metadata=METADATA), pack)
    assert report.meets_law is False
    assert {one.check.id for one in report.findings if one.check.kind == "law" and one.status is NOT_MET} == {
        "cra-top-level"
    }


def test_a_flat_list_leaves_the_law_open(pack: Pack) -> None:
    report = check_sbom(cyclonedx(components=[GOOD]), pack)
    assert report.meets_law is None


def test_what_a_format_cannot_say_is_not_held_against_the_maker() -> None:
    package = {"SPDXID": "SPDXRef-a", "name": "a", "licenseConcluded": "MIT"}
    product = {"SPDXID": "SPDXRef-p", "name": "p"}
    link = {"spdxElementId": "SPDXRef-p", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-a"}
    sbom = spdx(packages=[product, package], documentDescribes=["SPDXRef-p"], relationships=[link])
    found = outcomes(sbom)
    for name in ("executable", "archive", "structured", "completeness", "context", "source-address"):
        assert found[name] == (UNKNOWN, ()), name
    for name in ("document-version", "signature"):  # a signature beside the file cannot be seen
        assert found[name] == (UNKNOWN, ()), name
    assert found["format-recent"][0] is NOT_MET
    assert found["licence-concluded"][0] is MET
    three = spdx3(
        {"type": "SpdxDocument", "spdxId": "urn:doc", "rootElement": ["urn:p"]},
        {"type": "software_Package", "spdxId": "urn:p", "name": "p"},
        {"type": "software_Package", "spdxId": "urn:a", "name": "a"},
        {"type": "Relationship", "from": "urn:p", "relationshipType": "dependsOn", "to": ["urn:a"]},
    )
    found = outcomes(three)
    assert found["format-recent"][0] is MET
    assert found["archive"] == (UNKNOWN, ("urn:a",))


def by_id(report: QualityReport) -> dict[str, tuple[str, int]]:
    return {one.check.id: (one.status.value, len(one.refs)) for one in report.findings}


def test_the_report_on_our_own_environment(pack: Pack) -> None:
    found = by_id(check_sbom(real("crasuite-environment.cdx-1.6.json"), pack))
    assert found["cra-format"] == ("met", 0)
    assert found["cra-top-level"] == ("met", 0)
    assert found["ntia-supplier"] == ("not-met", 57)
    assert found["ntia-version"] == ("not-met", 1)
    assert found["cisa-licence"] == ("not-met", 2)
    assert found["cisa-format"] == found["cisa-tool-version"] == ("met", 0)
    assert found["cisa-signature"] == ("not-checkable", 0)
    assert found["bsi-format"] == ("met", 0)
    assert found["bsi-original-licence"] == ("not-checkable", 2)
    assert found["practice-connected"] == ("not-met", 21)
    assert found["practice-subject"] == ("not-met", 1)


def test_the_report_on_npms_own_spdx(pack: Pack) -> None:
    found = by_id(check_sbom(real("lock-portal-2.4.1.spdx-2.3.json"), pack, Release("2.4.1")))
    assert found["cra-top-level"] == ("met", 0)
    assert found["ntia-author"] == ("not-met", 0)
    assert found["bsi-hash"] == ("met", 0)
    assert found["bsi-format"] == ("not-met", 0)
    assert found["practice-release"] == ("met", 0)
