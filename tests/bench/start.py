"""From starting the process to a window that can be used, and the most memory held on the way.

Measured as people start it: again, with three products in the file that was open last. From "usable" on the
products are listed and every command works; their verdicts follow. The very first start is measured as well:
no settings, no file, no copy of the rule pack.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measure import Row, Start, start_program

HERE = Path(__file__).resolve().parent
TIMES = 9
FIRST_TIMES = 5
FLOOR = "empty PySide6 window"


def environment(home: Path, until: str = "usable") -> dict[str, str]:
    """The program with settings, files and copies in a folder of its own."""
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, **folders, "QT_QPA_PLATFORM": "offscreen", "CRASUITE_BENCH_EXIT": until}


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "crasuite", "gui", *arguments]


def in_turn(programs: dict[str, Callable[[], Start]], times: int) -> dict[str, list[Start]]:
    """Start all programs in turn, so that a busy moment of the machine hits them alike."""
    for start in programs.values():  # once for the disk cache, the compiled files and the rule pack's copy
        start()
    starts: dict[str, list[Start]] = {name: [] for name in programs}
    for _ in range(times):
        for name, start in programs.items():
            starts[name].append(start())
    return starts


def rows() -> list[Row]:
    from workspace import make

    with tempfile.TemporaryDirectory() as name:
        home, first = Path(name) / "home", Path(name) / "first"
        file = make(Path(name) / "three.crasuite", 3)

        def first_start() -> Start:
            shutil.rmtree(first, ignore_errors=True)
            return start_program(program(), environment(first))

        def floor() -> Start:
            return start_program([sys.executable, str(HERE / "empty_window.py")], environment(home))

        start_program(program(str(file)), environment(home))  # from here on it is what was open last
        starts = in_turn(
            {
                "usable": lambda: start_program(program(), environment(home)),
                "verdicts": lambda: start_program(program(), environment(home, "verdicts"), "verdicts"),
                "floor": floor,
            },
            TIMES,
        )
        starts["first"] = in_turn({"first": first_start, "floor": floor}, FIRST_TIMES)["first"]
    ms = {what: statistics.median(start.ms for start in done) for what, done in starts.items()}
    mib = {what: statistics.median(start.peak_mib for start in done) for what, done in starts.items()}
    result = [
        Row("start to usable window", "ms", ms["usable"], ms["floor"], FLOOR, 1.5),
        Row("start until three verdicts show", "ms", ms["verdicts"], ms["floor"], FLOOR),
        Row("very first start to usable window", "ms", ms["first"], ms["floor"], FLOOR),
    ]
    if mib["usable"]:
        result += [
            Row("peak memory until usable", "MiB", mib["usable"], mib["floor"], FLOOR, 1.5),
            Row("peak memory until three verdicts show", "MiB", mib["verdicts"], mib["floor"], FLOOR),
        ]
    return result
