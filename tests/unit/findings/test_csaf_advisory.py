"""Advisories in CSAF 2.0: valid by the official schema and the mandatory tests, and read back unchanged."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crasuite.domain.case import Case, CaseStatus, Exploit
from crasuite.errors import FindingsError
from crasuite.findings.csaf_advisory import (
    JUSTIFICATIONS,
    AdvisedProduct,
    Publisher,
    Revision,
    file_name,
    gaps,
    product_of,
    write,
)
from crasuite.findings.model import VexState
from tests.unit.findings.csaf_checks import problems, schema_errors
from tests.unit.findings.files import from_bytes, real

CASE = Case(
    "2026-03",
    title="Overflow in the pairing service",
    summary="A crafted pairing request lets an attacker nearby run code.",
    components=("pkg:generic/pairing",),
    versions="2.3.0, 2.4.0; vers:generic/<2.0.0",
    cve=("CVE-2026-1000",),
    euvd=("EUVD-2026-55",),
    ghsa=("GHSA-3h5v-q93c-6h6q",),
    cvss=(
        "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
    ),
    exploit=Exploit.KNOWN,
    status=CaseStatus.FIXED,
    fix_version="2.4.1",
    user_measures="Turn pairing off until you have updated.",
    measure_available=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    credits="A researcher who wants no name",
    advisory="https://example.org/advisories/1",
)
MAKER = Publisher("Example Maker", "https://example.org", "security@example.org")
FIRST = Revision(datetime(2026, 11, 20, 10, 0, tzinfo=timezone(timedelta(hours=1))), "First published")
LATER = Revision(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), "Versions added")


def made(case: Case = CASE, *revisions: Revision, purl: str = "pkg:generic/example/lock", **more: Any) -> Any:
    product = product_of(case, "Smart Lock", purl)
    return json.loads(write(case, product, MAKER, "EX-2026-001", revisions or (FIRST,), **more))


def test_an_advisory_says_what_the_register_says() -> None:
    found = made(CASE, LATER, FIRST)
    assert schema_errors(found) == []
    assert problems(found) == []
    assert found["document"]["category"] == "csaf_security_advisory"
    tracking = found["document"]["tracking"]
    assert tracking["initial_release_date"] == "2026-11-20T09:00:00Z"
    assert [one["number"] for one in tracking["revision_history"]] == ["1", "2"]
    assert tracking["version"] == "2"
    (one,) = found["vulnerabilities"]
    assert one["product_status"] == {
        "known_affected": ["CSAFPID-0001", "CSAFPID-0002", "CSAFPID-0003"],
        "fixed": ["CSAFPID-0004"],
    }
    assert one["scores"][0]["cvss_v3"]["baseScore"] == 8.8
    assert [note["title"] for note in one["notes"]] == [
        "Description",
        "Component with the vulnerability",
        "CVSS 4.0",
    ]
    assert [remedy["category"] for remedy in one["remediations"]] == ["vendor_fix", "mitigation"]
    assert one["threats"][0]["category"] == "exploit_status"


def test_a_product_that_is_not_affected_gets_a_vex_with_its_reason() -> None:
    case = replace(CASE, status=CaseStatus.NOT_AFFECTED, justification=JUSTIFICATIONS[2], versions="2.4.0")
    found = made(case)
    assert schema_errors(found) == []
    assert problems(found) == []
    assert found["document"]["category"] == "csaf_vex"
    assert found["vulnerabilities"][0]["flags"] == [
        {"label": "vulnerable_code_not_in_execute_path", "product_ids": ["CSAFPID-0001"]}
    ]


def test_without_a_fix_it_says_that_there_is_none() -> None:
    case = replace(CASE, fix_version="", user_measures="", cvss=(), exploit=Exploit.UNKNOWN)
    (one,) = made(case)["vulnerabilities"]
    assert [remedy["category"] for remedy in one["remediations"]] == ["none_available"]
    assert "scores" not in one
    assert "threats" not in one
    assert schema_errors(made(case)) == []


def test_the_same_input_gives_the_same_bytes_and_is_read_back() -> None:
    product = product_of(CASE, "Smart Lock", "pkg:generic/example/lock")
    raw = write(CASE, product, MAKER, "EX-2026-001", [FIRST])
    assert raw == write(CASE, product, MAKER, "EX-2026-001", [FIRST])
    found = {one.target.version or one.target.stated: one for one in from_bytes(raw).items}
    assert set(found) == {"2.3.0", "2.4.0", "vers:generic/<2.0.0", "2.4.1"}
    assert found["2.3.0"].ids == ("CVE-2026-1000", "EUVD-2026-55", "GHSA-3h5v-q93c-6h6q")
    assert found["2.3.0"].state is VexState.AFFECTED
    assert found["2.3.0"].target.purl == "pkg:generic/example/lock@2.3.0"
    assert found["2.4.1"].state is VexState.FIXED
    assert found["2.3.0"].cvss == (CASE.cvss[0],)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "title"),
        ({"summary": "[TODO]"}, "summary"),
        ({"versions": "", "fix_version": ""}, "which versions"),
        ({"versions": "all before the fix"}, "“all before the fix” is neither one version nor a range"),
        ({"versions": "2.4.1"}, "Version 2.4.1 stands under two states"),
        ({"status": CaseStatus.NOT_AFFECTED}, "reasons of VEX"),
        ({"cve": ("CVE-1",)}, "“CVE-1” is no CVE id"),
        ({"cve": ("CVE-2026-1000", "CVE-2026-1001")}, "split the case"),
        ({"cvss": ("CVSS:3.1/AV:N",)}, "Missing mandatory metrics"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_written(change: dict[str, Any], words: str) -> None:
    case = replace(CASE, **change)
    product = product_of(case, "Smart Lock")
    assert any(words in one for one in gaps(case, product, MAKER, "EX-1", [FIRST]))
    with pytest.raises(FindingsError) as caught:
        write(case, product, MAKER, "EX-1", [FIRST])
    assert caught.value.code == "FIND-40"
    assert words in caught.value.why


def test_all_gaps_are_named_at_once() -> None:
    found = gaps(Case("2026-01"), AdvisedProduct(""), Publisher("", "example"), " x", [])
    assert len(found) == 8


Damage = Callable[[Any], object]


@pytest.mark.parametrize(
    ("number", "damage"),
    [
        ("6.1.1 ", lambda one: one["vulnerabilities"][0]["product_status"]["fixed"].append("nobody")),
        (
            "6.1.2 ",
            lambda one: one["product_tree"].update(full_product_names=[{"product_id": "CSAFPID-0001"}]),
        ),
        ("6.1.6 ", lambda one: one["vulnerabilities"][0]["product_status"]["fixed"].append("CSAFPID-0001")),
        (
            "6.1.7 ",
            lambda one: one["vulnerabilities"][0]["scores"].append(one["vulnerabilities"][0]["scores"][0]),
        ),
        ("6.1.9 ", lambda one: one["vulnerabilities"][0]["scores"][0]["cvss_v3"].update(baseScore=1.0)),
        ("6.1.10 ", lambda one: one["vulnerabilities"][0]["scores"][0]["cvss_v3"].update(version="3.0")),
        ("6.1.13 ", lambda one: _leaf(one)["product"]["product_identification_helper"].update(purl="pkg:x")),
        ("6.1.14 ", lambda one: one["document"]["tracking"]["revision_history"][0].update(number="9")),
        ("6.1.16 ", lambda one: one["document"]["tracking"].update(version="7")),
        ("6.1.21 ", lambda one: one["document"]["tracking"]["revision_history"][1].update(number="3")),
        ("6.1.22 ", lambda one: one["document"]["tracking"]["revision_history"][1].update(number="1")),
        ("6.1.23 ", lambda one: one["vulnerabilities"].append(one["vulnerabilities"][0])),
        ("6.1.27.5 ", lambda one: one["vulnerabilities"][0].pop("notes")),
        ("6.1.27.10 ", lambda one: one["vulnerabilities"][0].pop("remediations")),
        ("6.1.29 ", lambda one: one["vulnerabilities"][0]["remediations"][0].pop("product_ids")),
        ("6.1.31 ", lambda one: _leaf(one).update(name="before 2.0")),
    ],
)
def test_the_checks_find_what_the_standard_forbids(number: str, damage: Damage) -> None:
    found = made(CASE, FIRST, LATER)
    assert problems(found) == []
    broken = copy.deepcopy(found)
    damage(broken)
    assert [one for one in problems(broken) if one.startswith(number)]


def _leaf(document: Any) -> Any:
    return document["product_tree"]["branches"][0]["branches"][0]["branches"][0]


def test_the_schema_is_the_official_one_and_refuses() -> None:
    found = made()
    found["document"].pop("title")
    found["vulnerabilities"][0]["scores"][0]["cvss_v3"]["baseScore"] = 11
    found["document"]["tracking"]["current_release_date"] = "soon"
    assert len(schema_errors(found)) >= 2
    assert real("lib4vex.csaf.json").items


def test_the_file_is_named_as_the_standard_asks() -> None:
    assert file_name("EX-2026-001") == "ex-2026-001.json"


TEXT = st.text(min_size=1, max_size=40).filter(
    lambda one: one.strip() and one.encode("utf-8", "ignore").decode() == one
)
NUMBERS = st.integers(0, 9)
PLAIN = st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda one: ".".join(map(str, one)))


@settings(max_examples=60, deadline=None)
@given(
    title=TEXT,
    summary=TEXT,
    measures=st.text(max_size=40),
    affected=st.sets(PLAIN, max_size=4),
    fixed=st.sets(PLAIN, max_size=2),
    other=st.lists(TEXT, max_size=2, unique=True),
    vectors=st.lists(st.sampled_from(CASE.cvss), max_size=3),
    days=st.lists(st.integers(0, 400), min_size=1, max_size=4, unique=True),
    draft=st.booleans(),
)
def test_whatever_is_written_is_valid(
    title: str,
    summary: str,
    measures: str,
    affected: set[str],
    fixed: set[str],
    other: list[str],
    vectors: list[str],
    days: list[int],
    draft: bool,
) -> None:
    case = replace(
        CASE,
        title=title,
        summary=summary,
        user_measures=measures,
        cvss=tuple(vectors),
        other_ids=tuple(other),
    )
    product = AdvisedProduct("Smart Lock", tuple(sorted(affected)), tuple(sorted(fixed)))
    revisions = [Revision(FIRST.at + timedelta(days=one), "Changed") for one in days]
    if gaps(case, product, MAKER, "EX-1", revisions):
        return
    found = json.loads(write(case, product, MAKER, "EX-1", revisions, is_draft=draft))
    assert schema_errors(found) == []
    assert problems(found) == []
