"""Lists that are broken, false or meant to do harm: one clear error each, in bounded time and memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crasuite.errors import FindingsError
from crasuite.findings import collect
from crasuite.findings import csaf as csaf_module
from crasuite.findings.reader import read_findings
from crasuite.sbom import source as source_module
from tests.unit.findings.files import REAL, WS, csaf, cyclonedx, from_bytes, kev, osv, xml


def error_of(raw: bytes) -> FindingsError:
    with pytest.raises(FindingsError) as caught:
        from_bytes(raw)
    error = caught.value
    assert error.what == "a file could not be read as a list of vulnerabilities."
    assert error.why[:1].isupper()
    assert error.why.endswith(".")
    assert error.next_step.endswith("Nothing was changed.")
    assert "SBOM" not in error.what + error.next_step
    return error


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"%PDF-1.7 rest", "PDF file, not a list of vulnerabilities"),
        (b"<html><body>Sign in</body></html>", "web page"),
        (b"[1, 2]", "bare list"),
        (b"{}", "no list of vulnerabilities"),
        (b'{"statements": []}', "OpenVEX"),
        (b'{"runs": []}', "SARIF"),
        (b'{"Results": []}', "Trivy"),
        (b'{"matches": []}', "Grype"),
        (b'{"auditReportVersion": 2}', "npm audit"),
        (b'{"dependencies": [], "fixes": []}', "pip-audit"),
        (b'{"spdxVersion": "SPDX-2.3"}', "SPDX"),
        (b'{"id": "X", "affected": []}', "single record"),
        (b'{"bomFormat": "x", "specVersion": "1.6"}', "bomFormat"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}', "without vulnerabilities"),
        (xml(""), "without vulnerabilities"),
        (b"Dear Sir,\nplease find attached", "neither"),
        (b"# only remarks\n", "nothing but remarks"),
    ],
)
def test_other_files_are_named(raw: bytes, words: str) -> None:
    error = error_of(raw)
    assert error.code == "FIND-02"
    assert words in error.why


@pytest.mark.parametrize(
    ("raw", "code", "words", "line"),
    [
        (cyclonedx({"id": ""}), "FIND-09", "vulnerabilities[0]", 14),
        (cyclonedx({"description": "x"}), "FIND-09", "has no id", 14),
        (cyclonedx({"id": "A", "affects": {}}), "FIND-09", "vulnerabilities[0].affects", 14),
        (cyclonedx(specVersion="1.3"), "FIND-03", "CycloneDX 1.3", None),
        (csaf({}, version="2.1"), "FIND-03", "CSAF “2.1”", None),
        (csaf({}, {"title": "x"}), "FIND-09", "vulnerabilities[0]", 15),
        (csaf({}, {"cve": "CVE-2026-1", "product_status": {"fixed": ["P"]}}), "FIND-10", "“P”", 15),
        (csaf({"branches": [{"product": {"name": "x"}}]}), "FIND-09", "product_id", None),
        (osv({"name": "a"}, {"aliases": []}), "FIND-09", "results[0].packages[0].vulnerabilities[0]", 10),
        (kev({"cveID": "GHSA-x"}), "FIND-09", "“GHSA-x” is no CVE id", 6),
        (kev({}), "FIND-09", "There is no CVE id", 6),
        (b"cveID,product\nCVE-2026-1000,a\nnothing,b\n", "FIND-09", "“nothing”", 3),
        (b"cveID,product\nCVE-2026-1000,a,b,c\n", "FIND-09", "4 values under 2 headings", 2),
        (b'cveID,product\n"CVE-2026-1000,a\n', "FIND-04", "CSV", 2),
        (b"CVE-2026-1000\nCVE-x\n", "FIND-09", "“CVE-x”", 2),
    ],
)
def test_what_is_wrong_is_named_with_its_place(raw: bytes, code: str, words: str, line: int | None) -> None:
    error = error_of(raw)
    assert error.code == code
    assert words in error.why
    assert error.line == line


@pytest.mark.parametrize("name", ["lib4vex.csaf.json", "kev.json", "osv-scanner.json", "pip-audit.cdx.json"])
def test_every_truncation_is_an_error_with_its_line(name: str) -> None:
    raw = (REAL / name).read_bytes().rstrip()
    for cut in range(50, len(raw) - 1, max(1, len(raw) // 30)):
        error = error_of(raw[:cut])
        assert error.code == "FIND-04"
        assert error.line is not None


def test_entities_are_refused_before_they_are_looked_at() -> None:
    raw = b'<!DOCTYPE bom [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>'
    assert error_of(raw).code == "FIND-08"


def test_nesting_without_end_is_refused() -> None:
    deep = b'{"results":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    assert error_of(deep).code == "FIND-07"
    branch: dict[str, Any] = {"category": "vendor", "name": "x"}
    for _ in range(100):
        branch = {"category": "vendor", "name": "x", "branches": [branch]}
    assert error_of(csaf({"branches": [branch]})).code == "FIND-07"
    assert error_of(xml("<vulnerabilities><vulnerability>" + "<ratings>" * 1_000)).code == "FIND-07"


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "MAX_BYTES", 1_000)
    path = tmp_path / "large.json"
    path.write_bytes(b"{" + b" " * 2_000 + b"}")
    with pytest.raises(FindingsError, match="too large") as caught:
        read_findings(path)
    assert caught.value.code == "FIND-06"
    with pytest.raises(FindingsError) as caught:
        read_findings(tmp_path / "missing.json")
    assert caught.value.code == "FIND-01"


def test_too_many_findings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "MAX_FINDINGS", 10)
    entries = [{"cveID": f"CVE-2026-{number:04}"} for number in range(11)]
    assert error_of(kev(*entries)).code == "FIND-06"


def test_groups_cannot_multiply_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csaf_module, "MAX_MENTIONS", 100_000)
    products = [{"product_id": f"p{number}", "name": "x"} for number in range(1_000)]
    group = {"group_id": "g", "product_ids": [one["product_id"] for one in products]}
    flags = [{"label": "component_not_present", "group_ids": ["g"] * 100} for _ in range(100)]
    tree = {"full_product_names": products, "product_groups": [group]}
    assert error_of(csaf(tree, {"cve": "CVE-2026-1000", "flags": flags})).code == "FIND-06"


def test_long_texts_are_cut_with_a_note() -> None:
    (one,) = from_bytes(cyclonedx({"id": "CVE-2026-1000", "description": "x" * 100_000})).items
    assert len(one.summary) < collect.MAX_TEXT + 20
    assert one.summary.endswith("(cut)")


def test_half_characters_do_no_harm() -> None:
    raw = cyclonedx({"id": "CVE-2026-1000", "description": "HALF"}).replace(b"HALF", b"\\ud800 x")
    try:
        found = from_bytes(raw)
    except FindingsError:
        return
    found.items[0].summary.encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FILES = [
    "lock-portal.vulnerabilities.cdx-1.6.json",
    "lib4vex.csaf.json",
    "osv-scanner.json",
    "kev.json",
]


def read_or_refused(raw: bytes) -> None:
    """Anything else than a list or a `FindingsError` fails the test; a list must be one that can be kept."""
    try:
        found = from_bytes(raw)
    except FindingsError:
        return
    for one in found.items:
        assert one.id
        json.dumps([one.title, one.summary, *one.ids, one.target.words]).encode()


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_value_in_any_place_is_read_or_refused(name: str, data: st.DataObject) -> None:
    members = json.loads((REAL / name).read_bytes())
    place: Any = members
    for _ in range(data.draw(st.integers(1, 7))):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(JSON)
            break
        place = place[key]
    read_or_refused(json.dumps(members).encode())


@pytest.mark.parametrize("name", [*FILES, "pip-audit.cdx.xml", "kev.csv"])
@settings(max_examples=60, deadline=None)
@given(at=st.floats(0, 1), new=st.binary(max_size=4), gone=st.integers(0, 20))
def test_any_damage_is_read_or_refused(name: str, at: float, new: bytes, gone: int) -> None:
    raw = (REAL / name).read_bytes()
    start = int(at * len(raw))
    read_or_refused(raw[:start] + new + raw[start + gone :])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
@example("cveID\n\x00")
@example("cveID;\r\rCVE-2026-1000")
@example("CVE-2026-1000\x85CVE")
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text.encode("utf-8", "surrogatepass"))
    read_or_refused(b"cveID,dateAdded\n" + text.encode("utf-8", "surrogatepass"))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.fixed_dictionaries({"id": JSON}, optional={"affects": JSON, "ratings": JSON}), max_size=3))
def test_any_vulnerability_is_read_or_refused(entries: list[Any]) -> None:
    read_or_refused(cyclonedx(*entries, components=[WS]))
