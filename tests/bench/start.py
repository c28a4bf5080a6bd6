"""From starting the process to a window that can be used, and the most memory held on the way."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from measure import Row, Start, start_program

HERE = Path(__file__).resolve().parent
TIMES = 9


def environment(home: Path) -> dict[str, str]:
    """The program as on a first start: no settings, no recent file."""
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, **folders, "QT_QPA_PLATFORM": "offscreen", "CRASUITE_BENCH_EXIT": "1"}


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "crasuite", "gui", *arguments]


def in_turn(ours: list[str], floor: list[str], times: int = TIMES) -> tuple[list[Start], list[Start]]:
    """Start both programs in turn, so that a busy moment of the machine hits both alike."""
    with tempfile.TemporaryDirectory() as home:
        env = environment(Path(home))
        for command in (ours, floor):  # once for the disk cache and the compiled files
            start_program(command, env)
        pairs = [(start_program(ours, env), start_program(floor, env)) for _ in range(times)]
    return [one for one, _ in pairs], [two for _, two in pairs]


def rows() -> list[Row]:
    ours, floor = in_turn(program(), [sys.executable, str(HERE / "empty_window.py")])
    result = [
        Row(
            "start to usable window",
            "ms",
            statistics.median(start.ms for start in ours),
            statistics.median(start.ms for start in floor),
            "empty PySide6 window",
            1.5,
        )
    ]
    if ours[0].peak_mib:
        result.append(
            Row(
                "peak memory until then",
                "MiB",
                statistics.median(start.peak_mib for start in ours),
                statistics.median(start.peak_mib for start in floor),
                "empty PySide6 window",
                1.5,
            )
        )
    return result
