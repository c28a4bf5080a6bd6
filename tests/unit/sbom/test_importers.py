"""Any SBOM, written in any format, is read back as it was; any damage to a real file is read or refused."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crasuite.errors import SbomError
from crasuite.sbom.compare import compare_sboms
from crasuite.sbom.model import Sbom
from tests.unit.sbom.files import REAL, from_bytes

# What XML can hold: no control characters, no halves of pairs, no blanks at the ends.
LETTERS = st.characters(
    exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)
WORDS = st.text(LETTERS, min_size=1, max_size=12).filter(
    lambda text: text not in ("NONE", "NOASSERTION", "none", "noassertion")
)
PLAIN = st.from_regex(r"[A-Za-z][A-Za-z0-9.+-]{0,10}", fullmatch=True).filter(
    lambda word: word.upper() not in ("NONE", "NOASSERTION")
)


@st.composite
def boms(draw: st.DrawFn) -> dict[str, Any]:
    """A product, its components and which needs which; circles and loose ends included."""
    count = draw(st.integers(0, 8))
    components = [
        {
            "name": draw(WORDS),
            "version": draw(st.one_of(st.just(""), WORDS)),
            "licence": draw(st.one_of(st.just(""), PLAIN)),
            "sha512": draw(st.one_of(st.just(""), st.from_regex(r"[0-9a-f]{8}", fullmatch=True))),
            "purl": draw(st.one_of(st.just(""), PLAIN.map(lambda name: f"pkg:generic/{name}@1"))),
            "supplier": draw(st.one_of(st.just(""), PLAIN)),
        }
        for _ in range(count)
    ]
    everyone = st.integers(0, count)
    links = draw(st.lists(st.tuples(everyone, everyone).filter(lambda pair: pair[0] != pair[1]), max_size=20))
    return {"components": components, "links": sorted(set(links))}


def as_cyclonedx_json(bom: dict[str, Any]) -> bytes:
    components = [
        {
            "type": "library",
            "bom-ref": f"r{number}",
            "name": one["name"],
            **({"version": one["version"]} if one["version"] else {}),
            **({"licenses": [{"expression": one["licence"]}]} if one["licence"] else {}),
            **({"hashes": [{"alg": "SHA-512", "content": one["sha512"]}]} if one["sha512"] else {}),
            **({"purl": one["purl"]} if one["purl"] else {}),
            **({"supplier": {"name": one["supplier"]}} if one["supplier"] else {}),
        }
        for number, one in enumerate(bom["components"], 1)
    ]
    dependencies = [{"ref": f"r{one}", "dependsOn": [f"r{other}"]} for one, other in bom["links"]]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "metadata": {"component": {"type": "device", "bom-ref": "r0", "name": "product"}},
        "components": components,
        "dependencies": dependencies,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def as_cyclonedx_xml(bom: dict[str, Any]) -> bytes:
    parts = ['<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><metadata>']
    parts.append(
        '<component type="device" bom-ref="r0"><name>product</name></component></metadata><components>'
    )
    for number, one in enumerate(bom["components"], 1):
        parts.append(f'<component type="library" bom-ref="r{number}">')
        if one["supplier"]:
            parts.append(f"<supplier><name>{escape(one['supplier'])}</name></supplier>")
        parts.append(f"<name>{escape(one['name'])}</name>")
        if one["version"]:
            parts.append(f"<version>{escape(one['version'])}</version>")
        if one["sha512"]:
            parts.append(f'<hashes><hash alg="SHA-512">{one["sha512"]}</hash></hashes>')
        if one["licence"]:
            parts.append(f"<licenses><expression>{escape(one['licence'])}</expression></licenses>")
        if one["purl"]:
            parts.append(f"<purl>{escape(one['purl'])}</purl>")
        parts.append("</component>")
    parts.append("</components><dependencies>")
    parts += [
        f'<dependency ref="r{one}"><dependency ref={quoteattr(f"r{other}")}/></dependency>'
        for one, other in bom["links"]
    ]
    parts.append("</dependencies></bom>")
    return "".join(parts).encode()


def as_spdx_json(bom: dict[str, Any]) -> bytes:
    packages: list[dict[str, Any]] = [{"SPDXID": "SPDXRef-0", "name": "product"}]
    for number, one in enumerate(bom["components"], 1):
        package = {"SPDXID": f"SPDXRef-{number}", "name": one["name"], "versionInfo": one["version"]}
        package["licenseDeclared"] = one["licence"] or "NOASSERTION"
        package["supplier"] = f"Organization: {one['supplier']}" if one["supplier"] else "NOASSERTION"
        if one["sha512"]:
            package["checksums"] = [{"algorithm": "SHA512", "checksumValue": one["sha512"]}]
        if one["purl"]:
            reference = {"referenceCategory": "PACKAGE_MANAGER", "referenceType": "purl"}
            package["externalRefs"] = [{**reference, "referenceLocator": one["purl"]}]
        packages.append(package)
    relationships = [
        {
            "spdxElementId": f"SPDXRef-{one}",
            "relationshipType": "DEPENDS_ON",
            "relatedSpdxElement": f"SPDXRef-{other}",
        }
        for one, other in bom["links"]
    ]
    document = {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "documentDescribes": ["SPDXRef-0"],
        "packages": packages,
        "relationships": relationships,
    }
    return json.dumps(document).encode()


def as_spdx_tags(bom: dict[str, Any]) -> bytes:
    lines = [
        "SPDXVersion: SPDX-2.3",
        "SPDXID: SPDXRef-DOCUMENT",
        "",
        "PackageName: product",
        "SPDXID: SPDXRef-0",
    ]
    for number, one in enumerate(bom["components"], 1):
        lines += ["", f"PackageName: {one['name']}", f"SPDXID: SPDXRef-{number}"]
        lines.append(f"PackageVersion: {one['version']}")
        lines.append(f"PackageLicenseDeclared: {one['licence'] or 'NOASSERTION'}")
        lines.append(
            f"PackageSupplier: {'Organization: ' + one['supplier'] if one['supplier'] else 'NOASSERTION'}"
        )
        if one["sha512"]:
            lines.append(f"PackageChecksum: SHA512: {one['sha512']}")
        if one["purl"]:
            lines.append(f"ExternalRef: PACKAGE-MANAGER purl {one['purl']}")
    lines.append("Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-0")
    lines += [f"Relationship: SPDXRef-{other} DEPENDENCY_OF SPDXRef-{one}" for one, other in bom["links"]]
    return "\n".join(lines).encode()


def as_spdx3(bom: dict[str, Any]) -> bytes:
    graph: list[dict[str, Any]] = [
        {"type": "SpdxDocument", "spdxId": "urn:doc", "rootElement": ["urn:0"]},
        {"type": "software_Package", "spdxId": "urn:0", "name": "product"},
    ]
    for number, one in enumerate(bom["components"], 1):
        package: dict[str, Any] = {"type": "software_Package", "spdxId": f"urn:{number}", "name": one["name"]}
        package["software_packageVersion"] = one["version"]
        package["software_packageUrl"] = one["purl"]
        if one["sha512"]:
            entry = {"type": "Hash", "algorithm": "sha512", "hashValue": one["sha512"]}
            package["verifiedUsing"] = [entry]
        if one["supplier"]:
            graph.append({"type": "Organization", "spdxId": f"urn:s{number}", "name": one["supplier"]})
            package["suppliedBy"] = f"urn:s{number}"
        if one["licence"]:
            kind = "simplelicensing_LicenseExpression"
            graph.append(
                {
                    "type": kind,
                    "spdxId": f"urn:l{number}",
                    "simplelicensing_licenseExpression": one["licence"],
                }
            )
            graph.append(_relationship(f"urn:{number}", "hasDeclaredLicense", f"urn:l{number}"))
        graph.append(package)
    graph += [_relationship(f"urn:{one}", "dependsOn", f"urn:{other}") for one, other in bom["links"]]
    context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
    return json.dumps({"@context": context, "@graph": graph}).encode()


def _relationship(one: str, kind: str, other: str) -> dict[str, Any]:
    return {"type": "Relationship", "from": one, "relationshipType": kind, "to": [other]}


def seen(sbom: Sbom) -> list[tuple[Any, ...]]:
    """What of an SBOM every format can say; references become positions."""
    assert sbom.subject is not None
    position = {one.ref: number for number, one in enumerate((sbom.subject, *sbom.components))}
    return [
        (
            one.name,
            one.version,
            one.licence,
            tuple(one.hashes),
            one.purl,
            one.supplier_name,
            one.relation,
            frozenset(position[ref] for ref in one.depends_on),
        )
        for one in sbom.components
    ]


def expected_relations(bom: dict[str, Any]) -> list[str]:
    direct = {other for one, other in bom["links"] if one == 0}
    reached, before = set(direct), set[int]()
    while reached != before:
        before = set(reached)
        reached |= {other for one, other in bom["links"] if one in reached and other != 0}
    numbers = range(1, len(bom["components"]) + 1)
    return ["direct" if n in direct else "transitive" if n in reached else "unknown" for n in numbers]


WRITERS = (as_cyclonedx_json, as_cyclonedx_xml, as_spdx_json, as_spdx_tags, as_spdx3)


@given(boms())
@settings(max_examples=80)
def test_every_format_says_the_same(bom: dict[str, Any]) -> None:
    first = from_bytes(as_cyclonedx_json(bom))
    assert [one.name for one in first.components] == [one["name"] for one in bom["components"]]
    assert [one.version for one in first.components] == [one["version"] for one in bom["components"]]
    assert [one.supplier_name for one in first.components] == [one["supplier"] for one in bom["components"]]
    assert [one.relation for one in first.components] == expected_relations(bom)
    for writer in WRITERS[1:]:
        assert seen(from_bytes(writer(bom))) == seen(first), writer.__name__


@given(boms(), boms())
@settings(max_examples=60)
def test_comparing_accounts_for_every_component(old_bom: dict[str, Any], new_bom: dict[str, Any]) -> None:
    old, new = from_bytes(as_cyclonedx_json(old_bom)), from_bytes(as_spdx_json(new_bom))
    found = compare_sboms(old, new)
    kept = found.unchanged + len(found.changed)
    assert kept + len(found.removed) == len(old.components)
    assert kept + len(found.added) == len(new.components)
    back = compare_sboms(new, old)
    assert (len(back.added), len(back.removed)) == (len(found.removed), len(found.added))
    assert compare_sboms(old, old).is_equal


def read_or_refused(raw: bytes) -> None:
    """Anything else than an SBOM or an `SbomError` fails the test."""
    try:
        sbom = from_bytes(raw)
    except SbomError:
        return
    assert sbom.spec_version


SMALL = [
    "spdx-tools.spdx-2.3.spdx",
    "spdx-tools.spdx-2.3.json",
    "spdx-tools.spdx-3.0.json",
    "crasuite-environment.cdx-1.4.xml",
    "crasuite-environment.cdx-1.6.json",
]


@pytest.mark.parametrize("name", SMALL)
@given(st.data())
@settings(max_examples=80)
def test_damaged_files_are_read_or_refused(name: str, data: st.DataObject) -> None:
    raw = bytearray((REAL / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        end = min(len(raw), start + data.draw(st.sampled_from([0, 1, 2, 40, 4000])))
        raw[start:end] = data.draw(
            st.one_of(st.binary(max_size=6), st.sampled_from([b'"', b"{", b"]", b"<", b"null"]))
        )
    read_or_refused(bytes(raw))


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    read_or_refused(raw)


NAMES = """
name version components licenses license id expression hashes alg content metadata component tools authors
supplier url contact bom-ref ref dependsOn SPDXID packages relationships spdxElementId relationshipType
relatedSpdxElement creationInfo creators externalRefs referenceType checksums type spdxId from to
verifiedUsing rootElement swid compositions assemblies services vulnerabilities properties
"""
KEYS = st.sampled_from(NAMES.split())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
HEADS: tuple[dict[str, Any], ...] = (
    {"bomFormat": "CycloneDX", "specVersion": "1.6"},
    {"spdxVersion": "SPDX-2.3"},
    {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"},
)


@given(st.sampled_from(HEADS), st.dictionaries(KEYS, JSON, max_size=5), st.lists(JSON, max_size=3))
@settings(max_examples=200)
def test_any_json_is_read_or_refused(head: dict[str, Any], members: dict[str, Any], graph: list[Any]) -> None:
    lists = dict.fromkeys(("@graph", "components", "packages"), graph)
    read_or_refused(json.dumps({**head, **members, **lists}).encode())
