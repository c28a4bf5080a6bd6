"""The measuring itself: the floor runs, and the table says plainly where an aim is missed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.helpers import load_script


@pytest.fixture(scope="module")
def measure(project_root: Path) -> ModuleType:
    return load_script(project_root / "tests" / "bench" / "measure.py")


def test_the_floor_paints_says_so_and_ends(measure: ModuleType, project_root: Path) -> None:
    script = project_root / "tests" / "bench" / "empty_window.py"
    start = measure.start_program([sys.executable, str(script)], dict(os.environ))
    assert start.ms > 0
    assert start.peak_mib > 10 or not hasattr(os, "wait4")


def test_a_program_that_never_gets_usable_is_no_measurement(measure: ModuleType) -> None:
    with pytest.raises(SystemExit, match="broken on purpose"):
        measure.start_program(
            [sys.executable, "-c", "raise SystemExit('broken on purpose')"], dict(os.environ)
        )


def test_table_shows_the_ratio_and_whether_the_aim_is_met(measure: ModuleType) -> None:
    row = measure.Row
    text = measure.table(
        [
            row("start", "ms", 300.0, 150.0, "empty window", 1.5),
            row("export", "ms", 120.0, 100.0, "bare library", 1.5),
            row("verdict", "ms", 1.25, aim=2.0, aim_is_ratio=False),
            row("trace", "ms", 5.0),
        ]
    ).splitlines()[2:]
    assert text == [
        "| start | 300.0 ms | 150.0 ms (empty window) | 2.00× | ≤ 1.5× | **no** |",
        "| export | 120.0 ms | 100.0 ms (bare library) | 1.20× | ≤ 1.5× | yes |",
        "| verdict | 1.25 ms | – | – | ≤ 2 ms | yes |",
        "| trace | 5.00 ms | – | – | – | – |",
    ]


def test_medians_take_both_in_turn(measure: ModuleType) -> None:
    order: list[str] = []

    def note(name: str, value: float) -> float:
        order.append(name)
        return value

    assert measure.medians(lambda: note("ours", 3.0), lambda: note("floor", 2.0), 3) == (3.0, 2.0)
    assert order == ["ours", "floor"] * 4


def test_help_of_the_runner_measures_nothing(project_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(project_root / "tests" / "bench" / "run.py"), "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(project_root)},
    )
    assert done.returncode == 0, done.stderr
    assert "--json" in done.stdout
