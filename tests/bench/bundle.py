"""Size and start of the frozen program, against an empty PySide6 window frozen the same way."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Row, start_program
from start import TIMES, environment, in_turn

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FLOOR = "empty PySide6 window, frozen"
SUFFIX = ".exe" if os.name == "nt" else ""


def freeze(spec: Path, folder: Path) -> None:
    """Run PyInstaller; everything it writes goes below `folder`."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR"]
    command += [f"--workpath={folder / 'work'}", f"--distpath={folder}", str(spec)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{spec.name} could not be frozen:\n{done.stderr}")


def mib(folder: Path) -> float:
    """What the files of a folder hold; links count nothing."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 2**20


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        freeze(ROOT / "installer.spec", folder)
        freeze(HERE / "empty_window.spec", folder)
        ours, floor = folder / "CRA Suite", folder / "empty_window"
        starts = in_turn(
            {
                "ours": lambda: start_program(
                    [str(ours / f"crasuite{SUFFIX}"), "gui"], environment(folder / "home")
                ),
                "floor": lambda: start_program(
                    [str(floor / f"empty_window{SUFFIX}")], environment(folder / "home")
                ),
            },
            TIMES,
        )
        sizes = (mib(ours), mib(floor))
    ms = {what: statistics.median(start.ms for start in done) for what, done in starts.items()}
    return [
        Row("size of the bundle", "MiB", *sizes, FLOOR, 1.35),
        Row("bundle: start to usable window", "ms", ms["ours"], ms["floor"], FLOOR, 1.5),
    ]
