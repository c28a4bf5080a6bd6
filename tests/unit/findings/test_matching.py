"""Which components a list concerns: by reference, package URL or name only; versions where they compare."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.findings.matching import Basis, Index, match
from crasuite.findings.model import Finding, Findings, ListFormat, Range, Target
from crasuite.findings.versions import Verdict, read_vers, verdict
from crasuite.sbom.model import Component, Sbom
from tests.unit.findings.files import real
from tests.unit.sbom import files as sbom_files


def sbom_of(*components: Component, subject: Component | None = None, serial: str = "") -> Sbom:
    return Sbom(
        format="CycloneDX",
        spec_version="1.6",
        encoding="JSON",
        file_name="a",
        size=1,
        sha256="0" * 64,
        components=components,
        subject=subject,
        serial=serial,
    )


def list_of(*targets: Target) -> Findings:
    items = tuple(Finding(id=f"CVE-2026-{number:04}", target=one) for number, one in enumerate(targets))
    return Findings(name="list", file_name="list", format=ListFormat.CSAF, items=items)


def found(target: Target, *components: Component) -> list[tuple[str, Basis, Verdict]]:
    return [
        (one.component.ref, one.basis, one.version)
        for one in Index({"Device": sbom_of(*components)}).find(target)
    ]


COMPONENTS = (
    Component(
        ref="a", name="core", group="@angular", version="17.0.1", purl="pkg:npm/%40angular/core@17.0.1"
    ),
    Component(ref="b", name="PyYAML", version="6.0", purl="pkg:pypi/pyyaml@6.0?arch=any#yaml"),
    Component(ref="c", name="zlib", version="1.3"),
    Component(ref="d", name="zlib", version="1.2", purl="pkg:deb/debian/zlib@1.2?distro=debian-12"),
)


def test_qualifiers_and_spelling_do_not_matter() -> None:
    assert found(Target(purl="pkg:npm/@angular/core@16"), *COMPONENTS) == [
        ("a", Basis.PURL, Verdict.NOT_COMPARED)
    ]
    assert found(Target(purl="pkg:pypi/PyYAML@6.0?x=y"), *COMPONENTS)[0][:2] == ("b", Basis.PURL)
    assert found(Target(purl="pkg:deb/debian/zlib?arch=amd64"), *COMPONENTS)[0][:2] == ("d", Basis.PURL)


@pytest.mark.parametrize(
    ("listed", "held"),
    [
        ("PKG:NPM/%40Angular/Core@17", "pkg:npm/@angular/core@17.0.1"),
        ("pkg://npm//ws@8", "pkg:npm/ws@8.18.0"),
        ("pkg:PyPI/Flask.Cors@3.0.9", "pkg:pypi/flask_cors@3.0.9"),
        ("pkg:golang/github.com/Gin-Gonic/gin@1.9.0", "pkg:golang/github.com%2Fgin-gonic%2Fgin@v1.9.0"),
        ("pkg:deb/Debian/openssl@3.0.11-1%7Edeb12u2?arch=amd64", "pkg:deb/debian/openssl@3.0.11-1~deb12u2"),
        ("pkg:nuget/Newtonsoft.Json", "pkg:nuget/newtonsoft.json@13.0.3"),
        ("pkg:conan/libstdc%2B%2B@12", "pkg:conan/libstdc++@12.2.0#src"),
    ],
)
def test_one_package_in_two_spellings(listed: str, held: str) -> None:
    ((_, basis, _),) = found(Target(purl=listed), Component(ref="a", name="x", version="1", purl=held))
    assert basis is Basis.PURL


@pytest.mark.parametrize(
    ("listed", "held"),
    [
        ("pkg:maven/org.Example/Tool", "pkg:maven/org.example/tool@1"),
        ("pkg:npm/core", "pkg:npm/%40angular/core@17"),
        ("pkg:npm/ws", "pkg:pypi/ws@1"),
        ("pkg:npm/", "pkg:npm/ws@1"),
    ],
)
def test_another_package_stays_another(listed: str, held: str) -> None:
    assert found(Target(purl=listed), Component(ref="a", name="x", version="1", purl=held)) == []


def test_the_name_decides_only_where_a_side_has_no_purl() -> None:
    assert [one[:2] for one in found(Target(name="ZLIB"), *COMPONENTS)] == [
        ("c", Basis.NAME),
        ("d", Basis.NAME),
    ]
    # The list has a purl of another kind: only the component without one can be meant.
    assert [one[0] for one in found(Target(purl="pkg:conan/zlib", name="zlib"), *COMPONENTS)] == ["c"]
    assert found(Target(purl="pkg:npm/core", name="core"), *COMPONENTS) == []
    assert found(Target(name="core 17.0.1", version="17.0.1"), *COMPONENTS)[0][:2] == ("a", Basis.NAME)
    assert found(Target(), *COMPONENTS) == []


def test_a_vex_finds_the_component_by_its_reference() -> None:
    sbom = sbom_files.real("lock-portal-2.4.1.cdx-1.5.json")
    (one,) = match(real("lock-portal.vex.cdx-1.5.json"), Index({"Portal": sbom})).matched
    assert [(hit.component.name, hit.basis) for hit in one.hits] == [("ws", Basis.REFERENCE)]
    other = match(real("lock-portal.vex.cdx-1.5.json"), Index({"Portal": sbom_of(*sbom.components)}))
    assert len(other.unmatched) == 1


def test_a_list_with_components_of_its_own_finds_those_of_the_sbom() -> None:
    sbom = sbom_files.real("lock-portal-2.4.1.cdx-1.5.json")
    matches = match(real("lock-portal.vulnerabilities.cdx-1.6.json"), Index({"Portal": sbom}))
    assert {hit.key for one in matches.matched for hit in one.hits} == {
        "pkg:npm/express",
        "pkg:npm/send",
        "pkg:npm/ws",
    }
    # The list itself calls the version of path-to-regexp in the SBOM unaffected.
    assert [one.finding.id for one in matches.other_version] == ["CVE-2024-52798"]


def test_a_statement_about_the_product_finds_the_product() -> None:
    sbom = sbom_files.real("lock-portal-2.4.1.cdx-1.5.json")
    hits = match(real("lib4vex.csaf.json"), Index({"Portal": sbom})).matched[0].hits
    assert [(hit.is_product, hit.basis) for hit in hits] == [(True, Basis.NAME)]


def test_findings_without_a_component_are_told() -> None:
    matches = match(list_of(Target(purl="pkg:npm/left-pad")), Index({"Device": sbom_of(*COMPONENTS)}))
    assert [one.id for one in matches.unmatched] == ["CVE-2026-0000"]
    assert match(real("kev.json"), Index({"Device": sbom_of(*COMPONENTS)})).matched == ()


@pytest.mark.parametrize(
    ("version", "target", "says"),
    [
        ("1.0", Target(version="1.0"), "affected"),
        ("1.1", Target(version="1.0"), "not-compared"),
        ("", Target(version="1.0"), "not-compared"),
        ("1.1", Target(versions=("1.1",)), "affected"),
        ("1.1", Target(versions=("1.1",), unaffected=("1.1",)), "not-affected"),
        ("2.0.0-rc.1", Target(ranges=(Range("npm", (("introduced", "0"), ("fixed", "2.0.0"))),)), "affected"),
        (
            "v1.2",
            Target(ranges=(Range("golang", (("introduced", "0"), ("fixed", "1.2.0"))),)),
            "not-affected",
        ),
        ("2.0rc1", Target(ranges=(Range("pypi", (("introduced", "0"), ("fixed", "2.0"))),)), "affected"),
        ("3.1", Target(ranges=(Range("pypi", (("introduced", "3"), ("last_affected", "3.1"))),)), "affected"),
        (
            "3.1.1",
            Target(ranges=(Range("pypi", (("introduced", "3"), ("last_affected", "3.1"))),)),
            "not-affected",
        ),
        ("1.0", Target(ranges=(Range("maven", (("introduced", "0"), ("fixed", "2.0"))),)), "not-compared"),
        ("one", Target(ranges=(Range("npm", (("introduced", "0"), ("fixed", "2.0.0"))),)), "not-compared"),
        ("3.0.0", Target(ranges=(Range("npm", (("introduced", "0"), ("fixed", "x"))),)), "not-compared"),
        ("3.0.0", Target(ranges=(Range("npm", (("introduced", "0"),)),)), "affected"),
        ("3.0.0", Target(stated="before 2"), "not-compared"),
    ],
)
def test_versions_are_compared_only_where_that_is_no_guess(version: str, target: Target, says: str) -> None:
    assert verdict(version, target) == says


def test_ranges_with_gaps_are_walked_in_order() -> None:
    events = (("fixed", "1.2.0"), ("introduced", "1.0.0"), ("introduced", "2.0.0"), ("fixed", "2.3.0"))
    target = Target(ranges=(Range("semver", events),))
    said = {one: verdict(one, target).value for one in ("0.9.0", "1.1.0", "1.2.0", "1.9.9", "2.2.9", "2.3.0")}
    assert said == {
        "0.9.0": "not-affected",
        "1.1.0": "affected",
        "1.2.0": "not-affected",
        "1.9.9": "not-affected",
        "2.2.9": "affected",
        "2.3.0": "not-affected",
    }


PART = st.integers(0, 4)
VERSION = st.tuples(PART, PART, PART)


@given(st.sets(VERSION, min_size=1, max_size=6), VERSION, st.randoms())
def test_any_semver_range_agrees_with_plain_numbers(
    bounds: set[tuple[int, int, int]], version, random
) -> None:
    ordered = sorted(bounds)
    kinds = [("introduced", "fixed")[number % 2] for number in range(len(ordered))]
    events = [(kind, ".".join(map(str, one))) for kind, one in zip(kinds, ordered, strict=True)]
    random.shuffle(events)
    below = sum(one <= version for one in ordered)
    expected = Verdict.AFFECTED if below % 2 else Verdict.NOT_AFFECTED
    assert verdict(".".join(map(str, version)), Target(ranges=(Range("semver", tuple(events)),))) is expected


@given(st.text(max_size=40))
def test_any_text_in_vers_notation_is_read_or_passed_over(text: str) -> None:
    for said in (text, f"vers:npm/{text}"):
        ranges, single = read_vers(said)
        assert verdict("1.0.0", Target(ranges=ranges, versions=single)) in Verdict


def test_thousands_of_findings_against_many_components() -> None:
    components = [
        Component(ref=f"r{n}", name=f"lib-{n}", version="1.2.3", purl=f"pkg:npm/%40scope/lib-{n}@1.2.3?x=y")
        for n in range(50_000)
    ]
    spans = (Range("semver", (("introduced", "1.0.0"), ("fixed", "1.3.0"))),)
    targets = [
        Target(purl=f"pkg:npm/@scope/lib-{n * 11}", name=f"lib-{n * 11}", ranges=spans) for n in range(5_000)
    ]
    findings, sbom = list_of(*targets), sbom_of(*components)
    matches = match(findings, Index({"Device": sbom}))
    assert len(matches.matched) == len([n for n in range(5_000) if n * 11 < 50_000])
