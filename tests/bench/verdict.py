"""All verdicts for a finished product: what the window does after each click."""

from __future__ import annotations

import json
import statistics
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from measure import Row, milliseconds

from crasuite.paths import resources_dir
from crasuite.rules import Pack, assess, load_pack

TIMES = 200


def samples() -> list[Path]:
    return sorted((resources_dir() / "samples").glob("*.json"))


def evaluate(pack: Pack, answers: dict[str, Any]) -> None:
    """Everything the window shows anew: an assessment computes on demand, so each part is asked for."""
    result = assess(pack, answers, on=date(2027, 1, 1))
    for goal in result.goals:
        result.verdict(goal)
        result.trace(goal)
    result.duties()
    result.neighbours()
    result.timeline()
    result.questions_to_ask()


def rows() -> list[Row]:
    pack = load_pack()
    slowest = 0.0
    for sample in samples():
        answers = json.loads(sample.read_text(encoding="utf-8"))
        work = partial(evaluate, pack, answers)
        took = [milliseconds(work) for _ in range(TIMES)]
        slowest = max(slowest, statistics.median(took))
    name = f"verdicts, reasons, duties, dates and open questions (slowest of {len(samples())} samples)"
    return [Row(name, "ms", slowest, None, "", 2.0, aim_is_ratio=False)]
