"""Advisories from the register: written whole, or all gaps are named."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from crasuite.cli import main
from crasuite.domain.case import Case, CaseKind, CaseStatus
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.product_file import ProductFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack
from tests.unit.findings.csaf_checks import problems, schema_errors

FIXED = Case(
    "2026-01",
    title="Overflow in pairing",
    summary="A crafted request lets an attacker nearby run code.",
    cve=("CVE-2026-1000",),
    versions="2.3.0, 2.4.0",
    fix_version="2.4.1",
    cvss=("CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",),
    status=CaseStatus.FIXED,
)
BARE = Case("2026-02", title="Not looked at yet")
INCIDENT = Case("2026-03", title="Break-in", kind=CaseKind.INCIDENT)


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    path = tmp_path / "work.crasuite"
    with Workspace.create(path, load_pack(), today=lambda: date(2026, 11, 24)) as workspace:
        product_id = workspace.new_product("Smart Lock").id
        workspace.repository.set_answers(product_id, {"manufacturer-name": "Example Maker"})
        records = {one.id: one for one in (FIXED, BARE, INCIDENT)}
        ProductFile(workspace, product_id).write("adding", {RecordKind.CASE: records})
    published = ["--published", "2026-11-24T10:00+01:00", "First published"]
    more = ["--id", "EX-2026-001", "--namespace", "https://example.org", "--to", str(tmp_path)]
    return ["findings", "advisory", str(path), "--product", "Smart Lock", *published, *more]


def test_an_advisory_is_written_by_its_proper_name(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--case", "2026-01"]) == 0
    path = tmp_path / "ex-2026-001.json"
    assert capsys.readouterr().out.strip() == str(path)
    found = json.loads(path.read_bytes())
    assert schema_errors(found) == []
    assert problems(found) == []
    assert found["document"]["publisher"]["name"] == "Example Maker"
    again = [*arguments, "--case", "2026-01", "--published", "2026-11-26T10:00Z", "Credit added"]
    assert main(again) == 0
    assert json.loads(path.read_bytes())["document"]["tracking"]["version"] == "2"


def test_all_that_is_missing_is_said_and_nothing_is_written(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--case", "2026-02"]) == 2
    said = capsys.readouterr().err
    assert "Describe the vulnerability" in said
    assert "which versions" in said
    assert not list(tmp_path.glob("*.json"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--case", "2026-03"], "no vulnerability 2026-03"),
        (["--case", "2026-09"], "no vulnerability 2026-09"),
        (["--case", "2026-01", "--published", "2026-11-24 10:00", "x"], "time zone"),
    ],
)
def test_what_is_asked_for_wrongly_is_named(
    arguments: list[str], more: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, *more]) == 2
    assert words in capsys.readouterr().err
