"""`crasuite sbom check` and `crasuite sbom compare`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crasuite.cli import main
from tests.unit.sbom.files import REAL, cyclonedx_bytes

OLD = str(REAL / "lock-portal-2.4.1.cdx-1.5.json")
NEW = str(REAL / "lock-portal-2.5.0.cdx-1.5.json")


def test_check_says_each_point_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sbom", "check", OLD, "--release", "2.4.1"]) == 0
    out = capsys.readouterr().out
    assert "CycloneDX 1.5 (JSON) of lock-portal 2.4.1" in out
    assert "What the Regulation asks: 2 of 2 met" in out
    assert "  ok   Top-level dependencies listed: 3 direct dependencies of lock-portal" in out
    assert "  GAP  Author of the SBOM stated: Nobody is named." in out
    assert "  ok   Belongs to this release: Version 2.4.1" in out
    assert "(SBOM tool; practice: BSI TR-03183 Part 2)" in " ".join(out.split())
    assert out.endswith(
        "The points of the law are met, as far as a file can show. Guidance, not legal advice.\n"
    )


def test_check_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sbom", "check", OLD, "--json", "--released-on", "2026-11-30"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["sbom"]["components"] == 74
    assert data["meets_law"] is True
    findings = {one["id"]: one for section in data["sections"] for one in section["findings"]}
    assert sum(data["count"].values()) == len(findings)
    assert findings["practice-recent"]["status"] == "met"
    law = findings["cra-top-level"]
    assert (law["kind"], law["cites"]) == ("law", ["Annex I, Part II (1)", "Art. 3(39)"])
    supplier = findings["ntia-supplier"]
    assert supplier["status"] == "not-met"
    assert supplier["components"]


def test_compare_says_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sbom", "compare", OLD, NEW]) == 0
    out = capsys.readouterr().out
    assert "  express\n    version: 4.21.2 -> 5.1.0\n" in out
    assert "\nAdded: " in out
    assert "\nRemoved: " in out
    assert main(["sbom", "compare", OLD, OLD]) == 0
    assert "No difference in 74 components." in capsys.readouterr().out


def test_compare_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sbom", "compare", OLD, NEW, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["old"]["subject"]["version"] == "2.4.1"
    assert {"part": "version", "old": "8.18.0", "new": "8.18.3"} in [
        one for change in data["changed"] for one in change["differences"]
    ]


@pytest.mark.parametrize("command", ["check", "compare"])
def test_a_bad_file_ends_with_2_and_a_missing_one_with_1(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"bomFormat": "CycloneDX",\n', encoding="utf-8")
    more = [OLD] if command == "compare" else []
    assert main(["sbom", command, *more, str(bad)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "bad.json could not be read as an SBOM. Line 1: " in said.err
    assert "[SBOM-04]" in said.err
    assert main(["sbom", command, *more, str(tmp_path / "missing.json")]) == 1
    assert "[SBOM-01]" in capsys.readouterr().err


def test_what_a_file_says_cannot_drive_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sbom.json"
    path.write_bytes(cyclonedx_bytes(components=[{"name": "a\x1b[31m\u202eb"}]))
    assert main(["sbom", "check", str(path)]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(
    "arguments", [["sbom"], ["sbom", "check"], ["sbom", "check", "x", "--released-on", "soon"]]
)
def test_wrong_arguments_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: crasuite" in capsys.readouterr().err
