"""Figures and how they are taken: several times, ours and the floor in turn, and the median counts."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of the table. `floor` is the least this machine needs for it, measured in the same run."""

    name: str
    unit: str
    ours: float
    floor: float | None = None
    floor_is: str = ""
    aim: float | None = None
    aim_is_ratio: bool = True

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def is_met(self) -> bool | None:
        """None where there is no aim."""
        if self.aim is None:
            return None
        measured = self.ratio if self.aim_is_ratio else self.ours
        return measured is not None and measured <= self.aim

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "is_met": self.is_met}


def medians(ours: Callable[[], float], floor: Callable[[], float], times: int) -> tuple[float, float]:
    """Medians of both, taken in turn so that a busy moment of the machine hits both alike."""
    ours(), floor()  # once for the disk cache and the compiled files
    pairs = [(ours(), floor()) for _ in range(times)]
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


@dataclass(frozen=True)
class Start:
    """One start of a program: until it said the word, and the most memory it held (0 where unknown)."""

    ms: float
    peak_mib: float


STARTER = """
import json, os, subprocess, sys, time
word, *command = sys.argv[1:]
begin = time.perf_counter()
process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
took = None
for line in process.stdout:
    if took is None and line.strip() == word:
        took = (time.perf_counter() - begin) * 1000
peak = 0.0
if hasattr(os, "wait4"):
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    # Linux counts in KiB, macOS in bytes.
    peak = usage.ru_maxrss / (1024 if os.uname().sysname == "Linux" else 1024 * 1024)
else:
    code = process.wait()
print(json.dumps([took, peak, code]))
"""
"""Run in a process of its own: on Linux a program's peak counts what its parent held when it was started."""


def start_program(command: Sequence[str], env: dict[str, str], word: str = "usable") -> Start:
    """Start a program that says this word when it is that far, and then ends."""
    done = subprocess.run(
        [sys.executable, "-c", STARTER, word, *command], capture_output=True, text=True, env=env, check=True
    )
    took, peak, code = json.loads(done.stdout)
    if took is None or code != 0:
        raise SystemExit(f"{' '.join(command)} ended with {code}:\n{done.stderr}")
    return Start(took, peak)


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, ready for the README."""
    lines = [
        "| what | ours | floor | ratio | aim | met |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for row in rows:
        floor = f"{row.floor:.1f} {row.unit} ({row.floor_is})" if row.floor is not None else "–"
        ratio = f"{row.ratio:.2f}×" if row.ratio is not None else "–"
        aim = "–"
        if row.aim is not None:
            aim = f"≤ {row.aim:g}×" if row.aim_is_ratio else f"≤ {row.aim:g} {row.unit}"
        ours = f"{row.ours:.2f}" if row.ours < 10 else f"{row.ours:.1f}"
        met = {None: "–", True: "yes", False: "**no**"}[row.is_met]
        lines.append(f"| {row.name} | {ours} {row.unit} | {floor} | {ratio} | {aim} | {met} |")
    return "\n".join(lines)
