"""`crasuite clocks`: due instants, what does not run yet, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from crasuite.cli import main

AMSTERDAM = ["--zone", "Europe/Amsterdam"]


def _json(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    assert main(["clocks", *args, "--json"]) == 0
    found = capsys.readouterr()
    assert found.err == ""
    data: dict[str, Any] = json.loads(found.out)
    return data


def _stages(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in data["stages"]}


def _refused(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert main(["clocks", *args]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    return found.err


def test_a_vulnerability_has_its_three_deadlines(capsys: pytest.CaptureFixture[str]) -> None:
    data = _json(
        capsys,
        *("--kind", "vulnerability", "--aware", "2026-11-23T17:20", *AMSTERDAM),
        *("--measure-available", "2026-12-01T09:00Z"),
    )
    stages = _stages(data)
    assert data["zone"] == "Europe/Amsterdam"
    assert data["aware"] == {"utc": "2026-11-23T16:20:00Z", "local": "2026-11-23T17:20:00+01:00"}
    early, final = stages["vulnerability-early-warning"], stages["vulnerability-final"]
    assert early["due"] == {"utc": "2026-11-24T16:20:00Z", "local": "2026-11-24T17:20:00+01:00"}
    assert stages["vulnerability-notification"]["due"]["utc"] == "2026-11-26T16:20:00Z"
    assert final["due"] == {"utc": "2026-12-15T09:00:00Z", "local": "2026-12-15T10:00:00+01:00"}
    assert early["cites"] == [{"id": "cra art-14-2-a", "label": "Art. 14(2)(a)"}]
    assert final["anchor"] == "measure-available"
    assert any(one["reading"] and one["cites"] for one in final["undefined"])
    assert data["rule_pack"]["law_as_of"]


@pytest.mark.parametrize("kind", ["vulnerability", "incident"])
def test_an_awareness_from_before_the_duty_says_so(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    # The day counts where the maker is: 22:30 UTC on the 10th is the 11th in Amsterdam.
    for aware, is_before in (("2026-09-10T23:59", True), ("2026-09-10T22:30Z", False)):
        args = ("--kind", kind, "--aware", aware, *AMSTERDAM)
        notes = _json(capsys, *args)["notes"]
        assert [one["id"] for one in notes] == (["known-before"] if is_before else [])
        assert main(["clocks", *args]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert ("The duty to report began on 11 September 2026" in said) is is_before
        assert ("[Art. 71(2); Guidance point 217; FAQ 5.3]" in said) is is_before
    assert notes == []


def test_what_has_not_happened_does_not_run_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    stages = _stages(_json(capsys, "--kind", "incident", "--aware", "2026-11-23T17:20+01:00"))
    final = stages["incident-final"]
    assert final["running"] is False
    assert final["due"] is final["started"] is None
    assert "72-hour notification" in final["not_running_because"]
    assert stages["intermediate"]["not_running_because"]
    assert stages["incident-early-warning"]["running"] is True
    assert "vulnerability-final" not in stages


def test_the_notification_stops_its_clock_and_starts_the_month(capsys: pytest.CaptureFixture[str]) -> None:
    stages = _stages(
        _json(
            capsys,
            *(
                "--kind",
                "incident",
                "--aware",
                "2027-01-29T10:00",
                "--notified",
                "2027-01-31T10:00",
                *AMSTERDAM,
            ),
        )
    )
    assert stages["incident-notification"]["running"] is False
    assert stages["incident-notification"]["submitted"]["utc"] == "2027-01-31T09:00:00Z"
    assert stages["incident-notification"]["late"] is False
    assert stages["incident-final"]["due"]["local"] == "2027-02-28T10:00:00+01:00"


def test_an_offset_needs_no_zone_but_the_month_then_keeps_it(capsys: pytest.CaptureFixture[str]) -> None:
    data = _json(
        capsys,
        "--kind",
        "incident",
        "--aware",
        "2027-03-10T10:00+01:00",
        "--notified",
        "2027-03-10T12:00+01:00",
    )
    assert data["zone_note"]
    assert _stages(data)["incident-final"]["due"]["local"] == "2027-04-10T12:00:00+01:00"
    with_zone = _json(
        capsys,
        *("--kind", "incident", "--aware", "2027-03-10T10:00+01:00", "--notified", "2027-03-10T12:00+01:00"),
        *AMSTERDAM,
    )
    assert with_zone["zone_note"] == ""
    assert _stages(with_zone)["incident-final"]["due"]["local"] == "2027-04-10T12:00:00+02:00"


def test_the_text_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clocks", "--kind", "vulnerability", "--aware", "2026-11-23T17:20", *AMSTERDAM]) == 0
    said = capsys.readouterr().out
    assert "due 2026-11-24 17:20 CET (2026-11-24 16:20 UTC)" in said
    assert "[Art. 14(2)(a)]" in said
    assert "not running: no corrective or mitigating measure" in said
    assert "does not define" in said
    assert "Guidance, not legal advice." in said


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--aware", "2026-11-23T17:20"], ["argument --aware", "--zone"]),
        (
            ["--aware", "2026-11-23T17:20", "--zone", "Europe/Amsterdm"],
            ["--zone", "did you mean Europe/Amsterdam"],
        ),
        (["--aware", "2026-11-23T17:20", "--zone", "Amsterdam"], ["--zone", "did you mean Europe/Amsterdam"]),
        (["--aware", "yesterday", *AMSTERDAM], ["argument --aware", "no date with a time"]),
        (["--aware", "2027-03-28T02:30", *AMSTERDAM], ["never shown", "2027-03-28T03:30:00+02:00"]),
        (["--aware", "2026-10-25T02:30", *AMSTERDAM], ["shown twice", "2026-10-25T02:30:00+02:00"]),
        (
            ["--aware", "2026-11-23T17:20Z", "--notified", "2026-11-23T17:19Z"],
            ["argument --notified", "before --aware"],
        ),
        (
            ["--aware", "soon", "--notified", "later", "--zone", "x y"],
            ["argument --aware", "argument --notified", "argument --zone"],
        ),
    ],
)
def test_what_is_refused_names_the_argument(
    capsys: pytest.CaptureFixture[str], args: list[str], words: list[str]
) -> None:
    said = _refused(capsys, "--kind", "incident", *args)
    assert all(word in said for word in words), said


def test_zones_are_known_where_the_system_keeps_none() -> None:
    """As on Windows: only the package tzdata has them."""
    command = [sys.executable, "-m", "crasuite", "clocks", "--kind", "incident", "--json"]
    command += ["--aware", "2027-03-27T17:20", "--zone", "europe/berlin"]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONTZPATH": ""}, capture_output=True, text=True, check=True
    )
    stages = _stages(json.loads(done.stdout))
    assert stages["incident-early-warning"]["due"]["local"] == "2027-03-28T18:20:00+02:00"
