"""Files that are broken, false or meant to do harm: one clear error each, in bounded time and memory."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from crasuite.errors import SbomError
from crasuite.sbom import source as source_module
from crasuite.sbom.reader import read_sbom
from tests.unit.sbom.files import REAL, cyclonedx, cyclonedx_bytes, from_bytes, spdx, spdx3, xml


def error_of(raw: bytes) -> SbomError:
    with pytest.raises(SbomError) as caught:
        from_bytes(raw)
    error = caught.value
    assert error.what == "a file could not be read as an SBOM."
    assert error.why[:1].isupper()
    assert error.why.endswith(".")
    assert error.next_step.endswith("Nothing was changed.")
    return error


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("sbom.json", "{}")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (zipped(), "ZIP archive"),
        (b"\x1f\x8b\x08\x00rest", "gzip"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"<!DOCTYPE html><html></html>", "document type"),
        (b"<html><body>Sign in</body></html>", "web page"),
        (b'<SoftwareIdentity xmlns="http://standards.iso.org/iso/19770/-2/2015/schema.xsd"/>', "SWID"),
        (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "RDF"),
        (b'<bom version="1"/>', "without a version"),
        (b'<project xmlns="http://maven.apache.org/POM/4.0.0"/>', "root “project”"),
        (b"spdxVersion: SPDX-2.3\nname: x\n", "YAML"),
        (b"name,version\nlibc,2.39\n", "neither CycloneDX nor SPDX"),
        (b"[1, 2]", "neither CycloneDX nor SPDX"),
        (b"{}", "neither CycloneDX nor SPDX"),
        (b'{"lockfileVersion": 3, "packages": {}}', "lock file of npm"),
        (b'{"document": {}, "vulnerabilities": []}', "CSAF"),
        (b'{"@context": "x", "statements": []}', "not SPDX"),
        (b'{"statements": []}', "VEX"),
        (b'{"predicateType": "x"}', "in-toto"),
        (b'{"sbom": {"spdxVersion": "SPDX-2.3"}}', "wrapped"),
        (b'{"bomFormat": "CycloneDX", "spdxVersion": "SPDX-2.3"}', "at once"),
        (b'{"bomFormat": "SPDX", "specVersion": "1.6"}', "bomFormat"),
        (b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', "without a list"),
    ],
)
def test_other_files_are_named(raw: bytes, words: str) -> None:
    error = error_of(raw)
    assert error.code in ("SBOM-02", "SBOM-08")
    assert words in error.why


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'{"bomFormat": "CycloneDX", "specVersion": "1.3"}', "CycloneDX 1.3"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "2.3"}', "“2.3”"),
        (b'{"bomFormat": "CycloneDX", "specVersion": 1.6}', ""),
        (b'{"bomFormat": "CycloneDX"}', "which version"),
        (b'{"spdxVersion": "SPDX-1.2"}', "SPDX-1.2"),
        (b'{"spdxVersion": "CycloneDX"}', "CycloneDX"),
        (xml("", "1.1"), "CycloneDX 1.1"),
        (b"SPDXVersion: SPDX-3.0\n", "SPDX-3.0"),
        (b'{"@context": "https://spdx.org/rdf/3.1/spdx-context.jsonld", "@graph": [{}]}', "SPDX 3.1"),
    ],
)
def test_other_versions_are_named(raw: bytes, words: str) -> None:
    if not words:
        assert from_bytes(raw).spec_version == "1.6"  # a number where a text belongs does no harm
        return
    error = error_of(raw)
    assert error.code == "SBOM-03"
    assert words in error.why


def test_every_truncation_of_a_real_file_is_an_error_with_its_line() -> None:
    for name in ("lock-portal.cdx-1.6.json", "lock-portal.cdx-1.6.xml", "spdx-tools.spdx-3.0.json"):
        raw = (REAL / name).read_bytes().rstrip()
        for cut in range(200, len(raw) - 1, len(raw) // 40):
            error = error_of(raw[:cut])
            assert error.code == "SBOM-04"
            assert error.line is not None
            assert abs(error.line - (raw.count(b"\n", 0, cut) + 1)) <= 1


def test_broken_json_is_named_with_line_and_character() -> None:
    raw = cyclonedx_bytes(components=[{"name": "a"}]).replace(b'"name": "a"', b'"name": oops')
    error = error_of(raw)
    assert error.code == "SBOM-04"
    assert error.line == raw.count(b"\n", 0, raw.index(b"oops")) + 1
    assert error.why.startswith(f"Line {error.line}: It is not proper JSON at character ")


def test_broken_xml_is_named_with_its_line() -> None:
    error = error_of(xml("<components>\n<component>\n</components>\n"))
    assert (error.code, error.line) == ("SBOM-04", 5)


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"components": {"name": "a"}}, "components"),
        ({"components": ["a"]}, "components[0]"),
        ({"components": [{"name": "a"}, {"name": ["b"]}]}, "components[1].name"),
        ({"components": [{"name": "a", "licenses": {}}]}, "components[0].licenses"),
        ({"components": [{"name": "a", "components": [{"name": {}}]}]}, "components[0].components[0].name"),
        ({"metadata": []}, "metadata"),
        ({"metadata": {"component": []}}, "metadata.component"),
        ({"dependencies": [{"ref": "a", "dependsOn": "b"}]}, "dependencies[0].dependsOn"),
        ({"compositions": [{"assemblies": "x"}]}, "compositions[0].assemblies"),
    ],
)
def test_what_is_not_as_it_should_be_is_named_with_its_path(members: dict[str, object], path: str) -> None:
    error = error_of(cyclonedx_bytes(**members))
    assert error.code == "SBOM-09"
    assert f"“{path}”" in error.why
    assert error.line is not None


def test_a_component_without_a_name_is_named_with_its_line() -> None:
    raw = cyclonedx_bytes(components=[{"name": "a"}, {"type": "library"}])
    error = error_of(raw)
    assert (error.code, error.line) == ("SBOM-09", raw.count(b"\n", 0, raw.rindex(b"{")) + 1)
    error = error_of(xml('<components>\n<component type="library"/>\n</components>'))
    assert (error.code, error.line) == ("SBOM-09", 4)


@pytest.mark.parametrize(
    "raw",
    [
        b"SPDXVersion: SPDX-2.3\nPackageName: a\nno tag here\n",
        b"SPDXVersion: SPDX-2.3\nPackageComment: <text>without end\n",
    ],
)
def test_broken_tags_are_named_with_their_line(raw: bytes) -> None:
    error = error_of(raw)
    assert error.code == "SBOM-04"
    assert error.line == (3 if b"no tag" in raw else 2)


@pytest.mark.parametrize("line", ["Relationship: a DEPENDS_ON", "ExternalRef: PACKAGE-MANAGER purl"])
def test_incomplete_tags_are_named_with_their_line(line: str) -> None:
    error = error_of(f"SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: a\n{line}\n".encode())
    assert (error.code, error.line) == ("SBOM-09", 4)


BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE bom [
<!ENTITY a "ha">
%s
]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><serial>&a9;</serial></bom>
""" % b"\n".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%s;" % (str(level - 1).encode() if level > 1 else b"") * 10)
    for level in range(1, 10)
)
EXTERNAL = b"""<?xml version="1.0"?>
<!DOCTYPE bom [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library">
<name>&secret;</name></component></components></bom>
"""


@pytest.mark.parametrize(
    "raw", [BILLION_LAUGHS, EXTERNAL, b'<!DOCTYPE bom SYSTEM "http://example.org/x.dtd"><bom/>']
)
def test_entities_are_refused_before_they_are_looked_at(raw: bytes) -> None:
    error = error_of(raw)
    assert error.code == "SBOM-08"
    assert error.line in (1, 2)


# From 20,000 on every version of Python gives up; 3.12 and later stand a few thousand.
@pytest.mark.parametrize("depth", [20_000, 100_000, 2_000_000])
def test_json_nested_without_end_is_refused(depth: int) -> None:
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        raw = b'{"bomFormat":"CycloneDX","x":' + opening * depth + b"1" + closing * depth + b"}"
        if depth == 20_000 and opening == b"[":
            with pytest.raises(SbomError, match="nested too deeply"):
                from_bytes(raw)
        error = error_of(raw)
        assert error.code == "SBOM-07"


def test_components_nested_without_end_are_refused() -> None:
    inner = '{"name":"x"}'
    for _ in range(200):
        inner = f'{{"name":"x","components":[{inner}]}}'
    raw = f'{{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{inner}]}}'.encode()
    assert error_of(raw).code == "SBOM-07"
    open_, close = '<component type="library"><name>x</name><components>', "</components></component>"
    assert error_of(xml(f"<components>{open_ * 500}{close * 500}</components>")).code == "SBOM-07"
    assert error_of(xml("<components>" + open_ * 100_000)).code == "SBOM-07"


def test_elements_nobody_asked_for_may_be_nested_as_they_like() -> None:
    depth = 50_000
    nested = "<x>" * depth + "</x>" * depth
    component = f'<components><component type="library"><name>a</name>{nested}</component></components>'
    assert from_bytes(xml(component)).components[0].name == "a"


def test_a_file_beyond_the_limit_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_module, "MAX_BYTES", 1_000_000)
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(SbomError, match="too large") as caught:
            read_sbom(path)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.code == "SBOM-06"


def test_millions_of_tiny_values_are_refused_before_they_are_built() -> None:
    tiny = b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":[' + b"{}," * 5_100_000 + b"{}]}"
    tracemalloc.start()
    try:
        error = error_of(tiny)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert error.code == "SBOM-06"
    assert error_of(xml("<a/>" * 10_100_000)).code == "SBOM-06"


def test_a_large_file_of_one_kind_of_thing_is_read_without_comparing_each_with_each() -> None:
    many = [f"ref-{number}" for number in range(200_000)]
    sbom = cyclonedx(
        components=[{"name": "a", "bom-ref": "a"}], dependencies=[{"ref": "a", "dependsOn": many}]
    )
    assert len(sbom.missing_refs) == 200_000
    chain = [{"name": "c", "bom-ref": f"c{n}"} for n in range(50_000)]
    links = [{"ref": f"c{n}", "dependsOn": [f"c{n + 1}"]} for n in range(49_999)]
    product = {"component": {"bom-ref": "p", "name": "p"}}
    first = [{"ref": "p", "dependsOn": ["c0"]}]
    sbom = cyclonedx(metadata=product, components=chain, dependencies=first + links)
    assert sbom.components[-1].relation == "transitive"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b'{"bomFormat": "CycloneDX",\n"x": "\xff"}', 2),
        (b'{"bomFormat": "CycloneDX",\n\n"x": "M\xfcller"}', 3),
        (b"SPDXVersion: SPDX-2.3\nDocumentName: M\xfcller\n", 2),
    ],
)
def test_wrong_encodings_are_named_with_their_line(raw: bytes, line: int) -> None:
    error = error_of(raw)
    assert (error.code, error.line) == ("SBOM-05", line)


def test_a_wrong_encoding_is_found_at_any_place() -> None:
    filler = b'{"bomFormat": "CycloneDX", "x": "' + "ä".encode() * 1_048_576
    assert error_of(filler + b"\xff\n" + b'"}').code == "SBOM-05"


def test_xml_in_another_encoding_than_it_says() -> None:
    document = xml(
        '<components>\n<component type="library"><name>M\u00fcller</name></component></components>'
    )
    assert error_of(document.decode().encode("latin-1")).code in ("SBOM-04", "SBOM-05")
    unknown = document.replace(b'"1.0"?', b'"1.0" encoding="x-none"?')
    assert error_of(unknown).code == "SBOM-05"
    assert error_of("{".encode("utf-16") + b"\x00").code == "SBOM-05"


@pytest.mark.parametrize("encoding", [b"shift_jis", b"gb2312", b"euc_kr"])
def test_xml_in_an_encoding_of_several_bytes_is_refused_with_what_to_do(encoding: bytes) -> None:
    error = error_of(xml("").replace(b'"1.0"?', b'"1.0" encoding="%b"?' % encoding))
    assert (error.code, error.line) == ("SBOM-05", 1)
    assert "UTF-8" in error.next_step


def test_two_components_with_one_reference_are_refused() -> None:
    twice = [{"bom-ref": "x", "name": "a"}, {"bom-ref": "x", "name": "b"}]
    raw = cyclonedx_bytes(components=twice)
    error = error_of(raw)
    assert (error.code, error.line) == ("SBOM-10", raw.count(b"\n", 0, raw.rindex(b"{")) + 1)
    assert "“x”" in error.why
    packages = [{"SPDXID": "SPDXRef-x", "name": name} for name in "ab"]
    with pytest.raises(SbomError, match="same SPDXID"):
        spdx(packages=packages)
    with pytest.raises(SbomError, match="same spdxId"):
        spdx3(*({"type": "software_Package", "spdxId": "urn:x", "name": name} for name in "ab"))


def test_the_same_component_twice_is_kept_once() -> None:
    sbom = cyclonedx(components=[{"bom-ref": "x", "name": "a"}] * 3)
    assert (len(sbom.components), sbom.repeated_refs) == (1, ("x",))
    sbom = spdx(packages=[{"SPDXID": "SPDXRef-x", "name": "a"}] * 2)
    assert (len(sbom.components), sbom.repeated_refs) == (1, ("SPDXRef-x",))
    sbom = spdx3(*({"type": "software_Package", "spdxId": "urn:x", "name": "a"} for _ in range(2)))
    assert (len(sbom.components), sbom.repeated_refs) == (1, ("urn:x",))


def test_what_cannot_be_opened_is_about_the_surroundings(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.json", tmp_path):
        with pytest.raises(SbomError) as caught:
            read_sbom(path)
        assert caught.value.code == "SBOM-01"
        assert str(path) in caught.value.what


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(SbomError, match="not a file"):
        read_sbom(path)


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "sbom.json"
    path.write_bytes(cyclonedx_bytes(components=[{"name": "a"}]))
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read_sbom(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [file.name for file in tmp_path.iterdir()] == ["sbom.json"]


def test_null_in_every_place_is_nothing() -> None:
    members = json.loads((REAL / "lock-portal.cdx-1.6.json").read_bytes())
    component = dict.fromkeys(members["components"][0], None) | {"name": "a"}
    empty = dict.fromkeys(members["metadata"], None)
    sbom = cyclonedx(
        metadata=empty, components=[component], dependencies=None, compositions=None, services=None
    )
    assert sbom.components[0].name == "a"
    assert sbom.subject is None
