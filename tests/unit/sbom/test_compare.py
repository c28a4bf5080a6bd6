"""What changed between two SBOMs."""

from __future__ import annotations

from typing import Any

import pytest

from crasuite.sbom.compare import Comparison, Part, compare_sboms
from crasuite.sbom.purl import without_version
from tests.unit.sbom.files import cyclonedx, real


def component(name: str, version: str = "1", **more: Any) -> dict[str, Any]:
    return {"type": "library", "name": name, "version": version, **more}


def purl(name: str, version: str = "1", **more: Any) -> dict[str, Any]:
    return component(name, version, purl=f"pkg:generic/{name}@{version}", **more)


def compare(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Comparison:
    return compare_sboms(cyclonedx(components=old), cyclonedx(components=new))


def said(found: Comparison) -> tuple[list[str], list[str], list[str], int]:
    changed = [
        f"{change.old.name} " + ", ".join(f"{one.part}: {one.old}>{one.new}" for one in change.differences)
        for change in found.changed
    ]
    added = [f"{one.name} {one.version}" for one in found.added]
    removed = [f"{one.name} {one.version}" for one in found.removed]
    return added, removed, changed, found.unchanged


def test_added_removed_changed_and_unchanged() -> None:
    found = compare([purl("a"), purl("b"), purl("c")], [purl("b"), purl("c", "2"), purl("d")])
    assert said(found) == (["d 1"], ["a 1"], ["c version: 1>2"], 1)


def test_licence_supplier_and_hash() -> None:
    old = purl(
        "a",
        licenses=[{"license": {"id": "MIT"}}],
        supplier={"name": "Ada"},
        hashes=[{"alg": "SHA-256", "content": "11"}],
    )
    new = purl(
        "a",
        licenses=[{"expression": "GPL-3.0-only"}],
        supplier={"name": "Bob"},
        hashes=[{"alg": "SHA-256", "content": "22"}, {"alg": "SHA-512", "content": "33"}],
    )
    found = compare([old], [new])
    parts = [(one.part, one.old, one.new) for one in found.changed[0].differences]
    assert parts == [
        (Part.LICENCE, "MIT", "GPL-3.0-only"),
        (Part.SUPPLIER, "Ada", "Bob"),
        (Part.HASH, "SHA-256 11", "SHA-256 22"),
    ]
    assert found.changed[0].has_new_content_only


def test_a_further_algorithm_is_no_change_and_a_lost_hash_is_one() -> None:
    one = purl("a", hashes=[{"alg": "SHA-256", "content": "11"}])
    more = purl("a", hashes=[{"alg": "SHA-256", "content": "11"}, {"alg": "SHA-512", "content": "33"}])
    assert compare([one], [more]).is_equal
    found = compare([one], [purl("a")])
    assert said(found)[2] == ["a hash: SHA-256 11>"]
    assert not found.changed[0].has_new_content_only


def test_a_new_version_with_a_new_hash_is_no_surprise() -> None:
    old = purl("a", "1", hashes=[{"alg": "SHA-256", "content": "11"}])
    new = purl("a", "2", hashes=[{"alg": "SHA-256", "content": "22"}])
    assert not compare([old], [new]).changed[0].has_new_content_only


def test_without_a_package_url_group_name_and_type_decide() -> None:
    found = compare(
        [component("a", "1", group="g"), component("b"), component("c", type="library")],
        [component("a", "2", group="g"), component("b", group="g"), component("c", type="firmware")],
    )
    assert said(found)[:3] == (["c 1", "b 1"], ["b 1", "c 1"], ["a version: 1>2"])


def test_a_package_url_on_one_side_only_still_matches_by_name() -> None:
    assert said(compare([component("a")], [purl("a", "2")]))[2] == ["a version: 1>2"]


def test_two_package_urls_that_differ_never_match() -> None:
    old = component("core", purl="pkg:npm/core@1")
    new = component("core", purl="pkg:pypi/core@1")
    assert said(compare([old], [new])) == (["core 1"], ["core 1"], [], 0)


def test_qualifiers_do_not_hide_an_update() -> None:
    old = component("a", "1", purl="pkg:deb/debian/a@1?arch=amd64&distro=debian-12")
    new = component("a", "2", purl="pkg:deb/debian/a@2?arch=amd64&distro=debian-13")
    assert said(compare([old], [new]))[2] == ["a version: 1>2"]


def test_several_versions_of_one_package() -> None:
    old = [purl("a", "1.9"), purl("a", "1.10"), purl("a", "3")]
    new = [purl("a", "1.10"), purl("a", "2"), purl("a", "4"), purl("a", "5")]
    assert said(compare(old, new)) == (["a 5"], [], ["a version: 1.9>2", "a version: 3>4"], 1)


def test_two_versions_of_a_real_project() -> None:
    found = compare_sboms(real("lock-portal-2.4.1.cdx-1.5.json"), real("lock-portal-2.5.0.cdx-1.5.json"))
    versions = {
        change.new.full_name: (one.old, one.new)
        for change in found.changed
        for one in change.differences
        if one.part is Part.VERSION
    }
    assert versions["express"] == ("4.21.2", "5.1.0")
    assert versions["ws"] == ("8.18.0", "8.18.3")
    assert "array-flatten" in {one.name for one in found.removed}
    assert "router" in {one.name for one in found.added}
    assert not any(change.has_new_content_only for change in found.changed)
    assert found.unchanged + len(found.changed) + len(found.added) == 71


def test_the_same_project_in_two_formats_differs_in_nothing_that_both_say() -> None:
    found = compare_sboms(real("lock-portal-2.4.1.cdx-1.5.json"), real("lock-portal-2.4.1.spdx-2.3.json"))
    assert not found.added
    assert not found.removed
    assert {one.part for change in found.changed for one in change.differences} == {Part.SUPPLIER}


@pytest.mark.parametrize(
    ("purl_", "expected"),
    [
        ("pkg:npm/%40scope/name@1.0.0", "pkg:npm/@scope/name"),
        ("pkg:golang/github.com/x/y@v1.2.3#sub", "pkg:golang/github.com/x/y"),
        ("pkg:GitHub/Zephyr/Zephyr@3.7", "pkg:github/zephyr/zephyr"),
        ("pkg:generic/name", "pkg:generic/name"),
        ("pkg:generic/name?download_url=https://example.org/a@b", "pkg:generic/name"),
        ("pkg:pypi/a_b@1", "pkg:pypi/a-b"),
        ("pkg:", ""),
        ("pkg:npm", ""),
        ("", ""),
    ],
)
def test_package_urls_without_their_version(purl_: str, expected: str) -> None:
    assert without_version(purl_) == expected
