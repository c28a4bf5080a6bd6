"""Reading what real generators wrote, and each field of each format."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crasuite.sbom.model import Component, Hash, Licence, Party, Sbom
from crasuite.sbom.reader import read_sbom
from crasuite.sbom.source import SbomCancelledError
from tests.unit.sbom.files import REAL, cyclonedx, cyclonedx_bytes, from_bytes, real, spdx, spdx3, xml

# name, format, version, encoding, components, direct, product
FILES: list[tuple[str, str, str, str, int, int, str]] = [
    ("crasuite-environment.cdx-1.4.xml", "CycloneDX", "1.4", "XML", 56, 9, "crasuite"),
    ("crasuite-environment.cdx-1.5.json", "CycloneDX", "1.5", "JSON", 56, 9, "crasuite"),
    ("crasuite-environment.cdx-1.6.json", "CycloneDX", "1.6", "JSON", 56, 9, "crasuite"),
    ("crasuite-environment.cdx-1.7.xml", "CycloneDX", "1.7", "XML", 56, 9, "crasuite"),
    ("lock-portal.cdx-1.6.json", "CycloneDX", "1.6", "JSON", 73, 3, "lock-portal"),
    ("lock-portal.cdx-1.6.xml", "CycloneDX", "1.6", "XML", 73, 3, "lock-portal"),
    ("lock-portal-2.4.1.cdx-1.5.json", "CycloneDX", "1.5", "JSON", 74, 3, "lock-portal"),
    ("lock-portal-2.5.0.cdx-1.5.json", "CycloneDX", "1.5", "JSON", 71, 3, "lock-portal"),
    ("lock-portal-2.4.1.spdx-2.3.json", "SPDX", "2.3", "JSON", 74, 3, "lock-portal"),
    ("spdx-tools.spdx-2.3.spdx", "SPDX", "2.3", "tag-value", 10, 9, "spdx-tools"),
    ("spdx-tools.spdx-2.3.json", "SPDX", "2.3", "JSON", 10, 9, "spdx-tools"),
    ("spdx-tools.spdx-3.0.json", "SPDX", "3.0.1", "JSON-LD", 10, 9, "spdx-tools"),
]


def test_every_real_file_is_tested() -> None:
    assert {file.name for file in REAL.iterdir()} == {row[0] for row in FILES} | {"README.md"}


@pytest.mark.parametrize(("name", "format_", "version", "encoding", "count", "direct", "product"), FILES)
def test_real_files_are_read(
    name: str, format_: str, version: str, encoding: str, count: int, direct: int, product: str
) -> None:
    sbom = read_sbom(REAL / name)
    assert (sbom.format, sbom.spec_version, sbom.encoding) == (format_, version, encoding)
    assert (len(sbom.components), len(sbom.direct)) == (count, direct)
    assert sbom.subject is not None
    assert sbom.subject.full_name == product
    raw = (REAL / name).read_bytes()
    assert (sbom.sha256, sbom.size, sbom.file_name) == (hashlib.sha256(raw).hexdigest(), len(raw), name)
    assert sbom.tools
    for one in sbom.components:
        assert one.name
        assert one.version
        assert one.purl.startswith("pkg:")
        assert set(one.depends_on) <= {other.ref for other in (*sbom.components, sbom.subject)}


def facts(sbom: Sbom, *fields: str) -> dict[str, tuple[Any, ...]]:
    return {one.purl: tuple(getattr(one, field) for field in fields) for one in sbom.components}


def needs(sbom: Sbom) -> dict[str, set[str]]:
    names = {one.ref: one.full_name for one in (*sbom.components, sbom.subject) if one is not None}
    return {one.purl: {names[ref] for ref in one.depends_on} for one in sbom.components}


def test_json_and_xml_of_one_tool_say_the_same() -> None:
    first, second = real("lock-portal.cdx-1.6.json"), real("lock-portal.cdx-1.6.xml")
    assert first.components == second.components
    assert first.subject == second.subject
    assert (first.tools, first.authors, first.phases) == (second.tools, second.authors, second.phases)


def test_json_and_tags_of_one_tool_say_the_same() -> None:
    first, second = real("spdx-tools.spdx-2.3.json"), real("spdx-tools.spdx-2.3.spdx")
    assert first.components == second.components
    assert first.subject == second.subject
    assert first.tools == second.tools == ("sbom4python-0.12.6",)


def test_cyclonedx_and_spdx_of_one_project_say_the_same() -> None:
    first = real("lock-portal-2.4.1.cdx-1.5.json")
    second = real("lock-portal-2.4.1.spdx-2.3.json")
    fields = ("full_name", "version", "relation", "licence", "hashes")
    assert facts(first, *fields) == facts(second, *fields)
    assert needs(first) == needs(second)


def test_spdx_2_and_3_of_one_package_say_the_same() -> None:
    first, second = real("spdx-tools.spdx-2.3.json"), real("spdx-tools.spdx-3.0.json")
    fields = ("full_name", "version", "relation", "licence", "cpe", "type", "supplier_name")
    assert facts(first, *fields) == facts(second, *fields)
    assert second.phases == ("build",)
    assert [one.rpartition("/")[2] for one in second.missing_refs] == [
        "SPDXRef-File-1--yaml.cpython-311-x86-64-linux-gnu.so"
    ]


def test_what_nothing_leads_to_is_neither_direct_nor_transitive() -> None:
    sbom = real("crasuite-environment.cdx-1.6.json")
    assert Counter(one.relation for one in sbom.components) == {"direct": 9, "transitive": 26, "unknown": 21}
    found = {one.name: one.relation for one in sbom.components}
    assert (found["msgspec"], found["shiboken6"], found["hatchling"]) == ("direct", "transitive", "unknown")


COMPONENT = {
    "type": "library",
    "bom-ref": "lib",
    "group": "@maker",
    "name": "radio",
    "version": 7,
    "supplier": {
        "name": "Radio GmbH",
        "url": ["https://example.org"],
        "contact": [{"email": "a@example.org"}],
    },
    "manufacturer": {"name": "Chip AG"},
    "licenses": [
        {"license": {"id": "MIT", "acknowledgement": "declared"}},
        {"expression": "MIT OR BSD-3-Clause", "acknowledgement": "concluded"},
        {"license": {"name": "House rules"}},
    ],
    "purl": "pkg:npm/%40maker/radio@7",
    "cpe": "cpe:2.3:a:maker:radio:7:*:*:*:*:*:*:*",
    "swid": {"tagId": "swid-1", "name": "radio"},
    "swhid": ["swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2"],
    "hashes": [{"alg": "SHA-256", "content": "AB"}],
    "externalReferences": [
        {"type": "vcs", "url": "https://example.org/radio.git"},
        {
            "type": "distribution",
            "url": "https://example.org/r",
            "hashes": [{"alg": "SHA-512", "content": "cd"}],
        },
    ],
    "properties": [
        {"name": "bsi:component:filename", "value": "radio.bin"},
        {"name": "bsi:component:executable", "value": "executable"},
        {"name": "bsi:component:archive", "value": "no archive"},
        {"name": "bsi:component:structured", "value": "unstructured"},
        {"name": "other", "value": None},
    ],
}
COMPONENT_XML = """
<component type="library" bom-ref="lib">
  <supplier><name>Radio GmbH</name><url>https://example.org</url>
    <contact><email>a@example.org</email></contact></supplier>
  <manufacturer><name>Chip AG</name></manufacturer>
  <group>@maker</group><name>radio</name><version>7</version>
  <hashes><hash alg="SHA-256">AB</hash></hashes>
  <licenses><license acknowledgement="declared"><id>MIT</id><text>long</text></license>
    <expression acknowledgement="concluded">MIT OR BSD-3-Clause</expression>
    <license><name>House rules</name></license></licenses>
  <cpe>cpe:2.3:a:maker:radio:7:*:*:*:*:*:*:*</cpe><purl>pkg:npm/%40maker/radio@7</purl>
  <swhid>swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2</swhid>
  <swid tagId="swid-1" name="radio"/>
  <pedigree><ancestors><component type="library"><name>older</name></component></ancestors></pedigree>
  <externalReferences>
    <reference type="vcs"><url>https://example.org/radio.git</url></reference>
    <reference type="distribution"><url>https://example.org/r</url>
      <hashes><hash alg="SHA-512">cd</hash></hashes></reference>
  </externalReferences>
  <properties>
    <property name="bsi:component:filename">radio.bin</property>
    <property name="bsi:component:executable">executable</property>
    <property name="bsi:component:archive">no archive</property>
    <property name="bsi:component:structured">unstructured</property>
  </properties>
</component>
"""
EXPECTED = Component(
    ref="lib",
    name="radio",
    version="7",
    group="@maker",
    type="library",
    supplier=Party("Radio GmbH", "a@example.org", "https://example.org"),
    creator=Party("Chip AG"),
    licences=(
        Licence("MIT", "declared", is_spdx=True),
        Licence("MIT OR BSD-3-Clause", "concluded", is_spdx=True),
        Licence("House rules"),
    ),
    purl="pkg:npm/%40maker/radio@7",
    cpe="cpe:2.3:a:maker:radio:7:*:*:*:*:*:*:*",
    other_ids=("swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2", "swid-1"),
    hashes=(Hash("SHA-256", "ab"), Hash("SHA-512", "cd")),
    file_name="radio.bin",
    is_executable=True,
    is_archive=False,
    is_structured=False,
    source_url="https://example.org/radio.git",
    file_url="https://example.org/r",
)


def test_every_field_of_a_cyclonedx_component() -> None:
    assert cyclonedx(components=[COMPONENT]).components == (EXPECTED,)
    assert from_bytes(xml(f"<components>{COMPONENT_XML}</components>")).components == (EXPECTED,)


METADATA = {
    "timestamp": "2026-11-01T10:00:00Z",
    "tools": {"components": [{"name": "maker", "version": "1"}], "services": [{"name": "cloud"}]},
    "authors": [{"name": "Ada", "email": "ada@example.org"}],
    "manufacturer": {"name": "Lock AG", "url": ["https://example.org"]},
    "lifecycles": [{"phase": "build"}, {"name": "house phase"}],
    "component": {
        "bom-ref": "lock",
        "name": "lock",
        "version": "2",
        "components": [{"bom-ref": "inner", "name": "inner"}],
    },
}
METADATA_XML = """<metadata><timestamp>2026-11-01T10:00:00Z</timestamp>
<tools><components><component type="application"><name>maker</name><version>1</version></component>
</components>
<services><service><name>cloud</name></service></services></tools>
<authors><author><name>Ada</name><email>ada@example.org</email></author></authors>
<component type="device" bom-ref="lock"><name>lock</name><version>2</version>
<components><component type="library" bom-ref="inner"><name>inner</name></component></components></component>
<manufacturer><name>Lock AG</name><url>https://example.org</url></manufacturer>
<lifecycles><lifecycle><phase>build</phase></lifecycle>
<lifecycle><name>house phase</name></lifecycle></lifecycles>
</metadata>
<components><component type="library" bom-ref="a"><name>a</name>
<components><component type="library" bom-ref="part"><name>part</name></component></components></component>
<component type="library" bom-ref="b"><name>b</name></component></components>
<services><service bom-ref="cloud"><name>cloud</name></service></services>
<dependencies><dependency ref="lock"><dependency ref="a"/><dependency ref="cloud"/></dependency>
<dependency ref="a"><dependency ref="b"/><dependency ref="gone"/></dependency></dependencies>
<compositions><composition><aggregate>complete</aggregate><assemblies><assembly ref="lock"/></assemblies>
<dependencies><dependency ref="a"/></dependencies></composition>
<composition><aggregate>incomplete_first_party_only</aggregate>
<dependencies><dependency ref="b"/></dependencies></composition></compositions>
<vulnerabilities><vulnerability><id>CVE-1</id></vulnerability></vulnerabilities>
"""


def test_what_cyclonedx_says_about_itself_and_its_links() -> None:
    in_json = cyclonedx(
        metadata=METADATA,
        serialNumber="urn:uuid:1",
        components=[
            {
                "bom-ref": "a",
                "name": "a",
                "type": "library",
                "components": [{"bom-ref": "part", "name": "part"}],
            },
            {"bom-ref": "b", "name": "b", "type": "library"},
        ],
        services=[{"bom-ref": "cloud", "name": "cloud"}],
        dependencies=[
            {"ref": "lock", "dependsOn": ["a", "cloud"]},
            {"ref": "a", "dependsOn": ["b", "gone"]},
        ],
        compositions=[
            {"aggregate": "complete", "assemblies": ["lock"], "dependencies": ["a"]},
            {"aggregate": "incomplete_first_party_only", "dependencies": ["b"]},
        ],
        vulnerabilities=[{"id": "CVE-1"}],
    )
    in_xml = from_bytes(xml(METADATA_XML))
    for sbom in (in_json, in_xml):
        assert sbom.timestamp == "2026-11-01T10:00:00Z"
        assert sbom.tools == ("maker 1", "cloud")
        assert sbom.authors == (Party("Ada", "ada@example.org"), Party("Lock AG", "", "https://example.org"))
        assert sbom.phases == ("build", "house phase")
        assert sbom.has_vulnerabilities
        assert sbom.missing_refs == ("gone",)
        assert {one.ref: one.relation for one in sbom.components} == {
            "inner": "transitive",
            "a": "direct",
            "part": "transitive",
            "b": "transitive",
        }
        assert sbom.component("a").depends_on == ("b", "part")
        marks = {ref: sbom.component(ref).completeness for ref in ("lock", "a", "b", "part")}
        assert marks == {"lock": "complete", "a": "complete", "b": "incomplete", "part": ""}
    assert in_json.serial == "urn:uuid:1"
    with pytest.raises(KeyError):
        in_json.component("gone")


def test_older_ways_to_name_tools_and_authors() -> None:
    sbom = cyclonedx(
        specVersion="1.4",
        metadata={
            "tools": [{"vendor": "v", "name": "t", "version": "1"}],
            "manufacture": {"name": "Lock AG"},
        },
        components=[{"name": "a", "author": "Ada <ada@example.org> (https://example.org)"}],
    )
    assert sbom.tools == ("t 1",)
    assert sbom.authors == (Party("Lock AG"),)
    assert sbom.components[0].creator == Party("Ada", "ada@example.org", "https://example.org")
    assert sbom.components[0].supplier_name == "Ada"


def test_parts_are_direct_only_where_no_dependencies_are_named() -> None:
    packages = [{"SPDXID": f"SPDXRef-{name}", "name": name} for name in ("product", "app", "lib")]
    relationships = [
        ("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-product"),
        ("SPDXRef-product", "CONTAINS", "SPDXRef-app"),
        ("SPDXRef-product", "CONTAINS", "SPDXRef-lib"),
        ("SPDXRef-app", "DEPENDS_ON", "SPDXRef-lib"),
    ]
    sbom = spdx(
        packages=packages,
        relationships=[
            {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
            for one, kind, other in relationships
        ],
    )
    assert {one.name: one.relation for one in sbom.components} == {"app": "direct", "lib": "transitive"}


def test_every_field_of_an_spdx_package() -> None:
    sbom = spdx(
        documentNamespace="https://example.org/1",
        creationInfo={
            "created": "2026-11-01T10:00:00Z",
            "creators": ["Tool: maker-1", "Organization: Lock AG (info@example.org)", "Person: Ada ()"],
        },
        documentDescribes=["SPDXRef-p"],
        packages=[
            {"SPDXID": "SPDXRef-p", "name": "product"},
            {
                "SPDXID": "SPDXRef-a",
                "name": "radio",
                "versionInfo": "7",
                "packageFileName": "radio.bin",
                "supplier": "Organization: Radio GmbH (a@example.org)",
                "originator": "NOASSERTION",
                "downloadLocation": "NOASSERTION",
                "licenseConcluded": "MIT",
                "licenseDeclared": "NOASSERTION",
                "checksums": [{"algorithm": "SHA512", "checksumValue": "AB"}],
                "primaryPackagePurpose": "OPERATING_SYSTEM",
                "externalRefs": [
                    {
                        "referenceCategory": "PACKAGE-MANAGER",
                        "referenceType": "purl",
                        "referenceLocator": "pkg:a/b",
                    },
                    {
                        "referenceCategory": "SECURITY",
                        "referenceType": "cpe23Type",
                        "referenceLocator": "cpe:2.3:a",
                    },
                ],
            },
        ],
        relationships=[
            {
                "spdxElementId": "SPDXRef-a",
                "relationshipType": "RUNTIME_DEPENDENCY_OF",
                "relatedSpdxElement": "SPDXRef-p",
            },
            {"spdxElementId": "SPDXRef-a", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "NONE"},
            {
                "spdxElementId": "SPDXRef-a",
                "relationshipType": "DEPENDS_ON",
                "relatedSpdxElement": "DocumentRef-x:y",
            },
        ],
    )
    assert sbom.tools == ("maker-1",)
    assert sbom.authors == (Party("Lock AG", "info@example.org"), Party("Ada"))
    assert (sbom.serial, sbom.missing_refs) == ("https://example.org/1", ())
    assert sbom.components == (
        Component(
            ref="SPDXRef-a",
            name="radio",
            version="7",
            type="operating-system",
            supplier=Party("Radio GmbH", "a@example.org"),
            licences=(Licence("MIT", "concluded", is_spdx=True),),
            purl="pkg:a/b",
            cpe="cpe:2.3:a",
            hashes=(Hash("SHA-512", "ab"),),
            relation="direct",
            file_name="radio.bin",
        ),
    )


def test_spdx_3_files_carry_what_bsi_asks_for() -> None:
    sbom = spdx3(
        {"type": "CreationInfo", "@id": "_:c", "created": "2026-11-01T10:00:00Z", "createdBy": ["urn:me"]},
        {
            "type": "Organization",
            "spdxId": "urn:me",
            "name": "Lock AG",
            "externalIdentifier": [{"externalIdentifierType": "email", "identifier": "info@example.org"}],
        },
        {"type": "SpdxDocument", "spdxId": "urn:doc", "creationInfo": "_:c", "rootElement": ["urn:p"]},
        {"type": "software_Package", "spdxId": "urn:p", "name": "product"},
        {
            "type": "software_Package",
            "spdxId": "urn:a",
            "name": "radio",
            "originatedBy": ["urn:me"],
            "externalIdentifier": [{"externalIdentifierType": "packageUrl", "identifier": "pkg:a/b@1"}],
        },
        {
            "type": "software_File",
            "spdxId": "urn:f",
            "name": "radio.bin",
            "software_primaryPurpose": "executable",
            "software_additionalPurpose": ["archive", "firmware"],
            "verifiedUsing": [{"type": "Hash", "algorithm": "sha512", "hashValue": "ab"}],
        },
        {
            "type": "Relationship",
            "from": "urn:a",
            "relationshipType": "hasDistributionArtifact",
            "to": ["urn:f"],
        },
        {
            "type": "LifecycleScopedRelationship",
            "from": "urn:p",
            "relationshipType": "dependsOn",
            "to": ["urn:a"],
            "completeness": "complete",
        },
        {"type": "Relationship", "from": "urn:a", "relationshipType": "hasDeclaredLicense", "to": ["urn:l"]},
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": "urn:l",
            "simplelicensing_licenseExpression": "MIT",
        },
    )
    (radio,) = sbom.components
    assert sbom.authors == (Party("Lock AG", "info@example.org"),)
    assert radio.creator == Party("Lock AG", "info@example.org")
    assert (radio.purl, radio.relation, radio.licence) == ("pkg:a/b@1", "direct", "MIT")
    assert (radio.file_name, radio.hashes) == ("radio.bin", (Hash("SHA-512", "ab"),))
    assert (radio.is_executable, radio.is_archive, radio.is_structured) == (True, True, False)
    assert sbom.subject is not None
    assert sbom.subject.completeness == "complete"


def test_circles_end() -> None:
    names = ["product", "a", "b", "c"]
    sbom = cyclonedx(
        metadata={"component": {"bom-ref": "product", "name": "product"}},
        components=[{"bom-ref": name, "name": name} for name in names[1:]],
        dependencies=[
            {"ref": "product", "dependsOn": ["a"]},
            {"ref": "a", "dependsOn": ["b", "a"]},
            {"ref": "b", "dependsOn": ["c"]},
            {"ref": "c", "dependsOn": ["a", "product"]},
        ],
    )
    assert [one.relation for one in sbom.components] == ["direct", "transitive", "transitive"]
    assert sbom.component("a").depends_on == ("b",)


def test_the_name_of_the_file_decides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sbom.xml"
    path.write_bytes(cyclonedx_bytes(components=[{"name": "a"}]))
    assert read_sbom(path).encoding == "JSON"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_are_understood(encoding: str) -> None:
    text = cyclonedx_bytes(components=[{"name": "ä"}]).decode()
    text = text.replace("\\u00e4", "ä")
    assert from_bytes(text.encode(encoding)).components[0].name == "ä"
    inner = '<components><component type="library"><name>ä</name></component></components>'
    document = xml(inner).decode().replace('"1.0"?', f'"1.0" encoding="{encoding[:6]}"?')
    if encoding in ("utf-8-sig", "utf-16"):
        document = document.replace('encoding="utf-8-"', 'encoding="utf-8"')
        assert from_bytes(document.encode(encoding)).components[0].name == "ä"


def test_progress_rises_to_the_end_and_cancelling_stops(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_bytes(cyclonedx_bytes(components=[{"name": f"c{n}"} for n in range(2000)]))
    seen: list[tuple[int, int]] = []
    read_sbom(path, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2000, 2000)
    assert len(seen) > 5
    asked: list[bool] = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(SbomCancelledError):
        read_sbom(path, cancelled=stop)
    assert len(asked) == 4


@pytest.mark.parametrize("name", [row[0] for row in FILES])
def test_cancelling_works_in_every_format(name: str) -> None:
    with pytest.raises(SbomCancelledError):
        read_sbom(REAL / name, cancelled=lambda: True)
    count = iter(range(100))
    with pytest.raises(SbomCancelledError):
        read_sbom(REAL / name, cancelled=lambda: next(count) >= 1)


@pytest.mark.parametrize("name", [row[0] for row in FILES])
def test_an_sbom_survives_being_kept(name: str) -> None:
    sbom = real(name)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(sbom), type=Sbom) == sbom
