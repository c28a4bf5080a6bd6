"""The verdict table: every worked case with everything the program says about it, one thing a line.

A change of rule shows as a diff of `verdicts.txt`. Write it anew with `python -m tests.rulepack.verdicts`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from crasuite.rules import Assessment, Pack, as_json, load_pack
from tests.rulepack.cases import case_files, outcome, read_cases

TABLE = Path(__file__).with_name("verdicts.txt")
PROCEDURE_SIGNS = {"open": "", "undecided": "?"}


def table(pack: Pack) -> str:
    """The verdicts of all worked cases."""
    lines: list[str] = []
    lists: dict[str, str] = {}
    for file in case_files():
        for case in read_cases(pack, file):
            lines.append(f"{file.stem} / {case.id} / {case.on}")
            lines += [f"  {line}" for line in _lines(outcome(pack, case), lists)]
    lines += [f"list {key}: {names}" for key, names in sorted(lists.items())]
    return "\n".join(lines) + "\n"


def _lines(result: Assessment, lists: dict[str, str]) -> Iterator[str]:
    said = as_json.assessment(result)
    goals = [goal for goal in result.goals if not goal.startswith("procedure-")]
    yield "; ".join(f"{goal} {' or '.join(result.verdict(goal).possible)}" for goal in goals)
    open_ = [name + PROCEDURE_SIGNS[s] for name, s in said["procedures"].items() if s in PROCEDURE_SIGNS]
    yield f"procedures: {', '.join(open_) or 'none'}"
    if said["points_for_third_party"]:
        yield f"points for a third party: {len(said['points_for_third_party'])}"
    for key in ("duties", "neighbours"):
        marked = [entry["id"] + ("?" if entry["applies"] == "open" else "") for entry in said[key]]
        names = " ".join(marked) or "none"
        if len(marked) > 3:  # long lists repeat from case to case: written out once, at the end
            short = hashlib.sha256(names.encode()).hexdigest()[:8]
            lists[short] = names
            names = f"{len(marked)}, list {short}"
        yield f"{key}: {names}"
    dated = (f"{entry['id']} {entry['date']}" for entry in said["timeline"] if entry["date"])
    yield f"dates: {', '.join(dated) or 'none'}"


if __name__ == "__main__":
    TABLE.write_text(table(load_pack()), encoding="utf-8")
    print(f"{TABLE} written")
