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


def evaluate(pack: Pack, answers: dict[str, Any], *, with_trace: bool) -> None:
    """What the window shows anew after a click. An assessment computes on demand, so ask for each part."""
    result = assess(pack, answers, on=date(2027, 1, 1))
    for goal in result.goals:
        result.verdict(goal)
        if with_trace:
            result.trace(goal)
    result.duties()
    result.neighbours()
    result.timeline()
    result.questions_to_ask()


def slowest(pack: Pack, *, with_trace: bool) -> float:
    """Median time of the sample that takes longest."""
    medians = []
    for sample in samples():
        answers = json.loads(sample.read_text(encoding="utf-8"))
        work = partial(evaluate, pack, answers, with_trace=with_trace)
        medians.append(statistics.median(milliseconds(work) for _ in range(TIMES)))
    return max(medians)


def rows() -> list[Row]:
    pack = load_pack()
    which = f"slowest of {len(samples())} samples"
    name = f"verdicts, duties, dates and open questions after a click ({which})"
    return [
        Row(name, "ms", slowest(pack, with_trace=False), None, "", 2.0, aim_is_ratio=False),
        Row(f"the same with the trace of every verdict ({which})", "ms", slowest(pack, with_trace=True)),
    ]
