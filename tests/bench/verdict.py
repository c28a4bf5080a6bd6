"""All verdicts for a finished product: what the window does after each click."""

from __future__ import annotations

import json
import statistics
from datetime import date
from functools import partial
from pathlib import Path

from measure import Row, milliseconds

from crasuite.paths import resources_dir
from crasuite.rules import assess, load_pack

TIMES = 200


def samples() -> list[Path]:
    return sorted((resources_dir() / "samples").glob("*.json"))


def rows() -> list[Row]:
    pack = load_pack()
    slowest = 0.0
    for sample in samples():
        answers = json.loads(sample.read_text(encoding="utf-8"))
        work = partial(assess, pack, answers, on=date(2027, 1, 1))
        took = [milliseconds(work) for _ in range(TIMES)]
        slowest = max(slowest, statistics.median(took))
    name = f"all verdicts of a finished product (slowest of {len(samples())} samples)"
    return [Row(name, "ms", slowest, None, "", 2.0, aim_is_ratio=False)]
