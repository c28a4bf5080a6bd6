"""Measures the program against what the same machine needs at the least, and prints one table.

Run by `python3 build/dev.py bench`. Nothing here passes or fails: a busy machine is no defect of the program.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import bundle
import dossier
import export
import pages
import reporting
import requirements
import sbom
import start
import verdict
import workspace
from measure import Row, table

BENCHMARKS = {
    "start": start.rows,
    "verdict": verdict.rows,
    "pages": pages.rows,
    "export": export.rows,
    "dossier": dossier.rows,
    "workspace": workspace.rows,
    "sbom": sbom.rows,
    "requirements": requirements.rows,
    "reporting": reporting.rows,
    "bundle": bundle.rows,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures there as well")
    parser.add_argument("--only", choices=sorted(BENCHMARKS), help="one benchmark instead of all")
    options = parser.parse_args()
    rows: list[Row] = []
    for name, measure in BENCHMARKS.items():
        if options.only in (None, name):
            gc.enable()  # a window collects its garbage itself, and would leave the next benchmark without
            begin = time.monotonic()
            rows += measure()
            print(f"measured {name} in {time.monotonic() - begin:.0f} s", file=sys.stderr)
    machine = {
        "python": platform.python_version(),
        "pyside6": version("PySide6-Essentials"),
        "system": platform.system(),
        "cores": os.cpu_count(),
    }
    print(table(rows))
    print()
    where = ", ".join(f"{key} {value}" for key, value in machine.items())
    print(f"{where}; medians, offscreen, files in the disk cache")
    if options.json:
        figures = {"machine": machine, "rows": [row.as_json() for row in rows]}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
