"""The worked cases on reporting: a product, an event, and what Article 14 makes of them.

The table `must_report.txt` holds everything the program says about them; write it anew with
`python -m tests.rulepack.reporting_cases`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from crasuite import paths
from crasuite.rules import Assessment, Pack, as_json, assess, load_pack
from tests.rulepack.cases import UniqueKeysLoader

TABLE = Path(__file__).with_name("must_report.txt")
AID = "must-report"


class Expectation(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What the case expects; what it leaves out may be anything."""

    value: str
    facts: dict[str, str] = {}
    stages: tuple[str, ...] = ()
    no_stages: tuple[str, ...] = ()
    overlap: tuple[str, ...] = ()
    no_overlap: tuple[str, ...] = ()
    open_points: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()


class Case(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One worked case: the answers of a product and those about the event."""

    id: str
    story: str
    on: date
    cites: tuple[str, ...]
    product: str
    answers: dict[str, Any]
    expect: Expectation


def read_cases() -> list[tuple[str, Case]]:
    """Every case with the name of its file; the answers hold those of the product as well."""
    folder = paths.resources_dir() / "rulepack" / "cases" / "reporting"
    products = _read(folder / "products.yaml")
    found = []
    for file in sorted(folder.glob("14-*.yaml")):
        for case in msgspec.convert(_read(file), list[Case], strict=False):
            answers = {**products[case.product], **case.answers}
            found.append((file.stem, msgspec.structs.replace(case, answers=answers)))
    return found


def _read(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), Loader=UniqueKeysLoader)  # noqa: S506 (nothing but texts)


def outcome(pack: Pack, case: Case) -> Assessment:
    """What the aid says of a case on its day."""
    return assess(pack, case.answers, case.on, AID)


def differences(result: Assessment, expect: Expectation) -> list[str]:
    """Everything in which `crasuite must-report` does not say what is expected."""
    said = as_json.must_report(result)
    found = []
    if said["report"]["value"] != expect.value:
        found.append(f"expected {expect.value}, got {said['report']['value']}")
    for fact, value in expect.facts.items():
        if result.value(fact) != value:
            found.append(f"{fact}: expected {value}, got {result.value(fact) or 'open'}")
    stages = {stage["id"] for stage in said["stages"]}
    laws = {law["id"] for law in said["overlap"] if law["applies"] == "yes"}
    shown = {law["id"] for law in said["overlap"]}
    asked = set(said["open_questions"])
    found += [f"stage {name}: missing" for name in expect.stages if name not in stages]
    found += [f"stage {name}: not expected" for name in expect.no_stages if name in stages]
    found += [f"law {name}: missing" for name in expect.overlap if name not in laws]
    found += [f"law {name}: not expected" for name in expect.no_overlap if name in shown]
    found += [f"open point {name}: missing" for name in expect.open_points if name not in said["open_points"]]
    found += [f"question {name}: not asked" for name in expect.asks if name not in asked]
    found += [f"question {name}: asked" for name in expect.not_asked if name in asked]
    return found


def table(pack: Pack) -> str:
    """The verdicts of all cases."""
    return "\n".join(line for name, case in read_cases() for line in _lines(name, case, pack)) + "\n"


def _lines(name: str, case: Case, pack: Pack) -> Iterator[str]:
    result = outcome(pack, case)
    said = as_json.must_report(result)
    yield f"{name} / {case.id} / {case.on}"
    yield f"  {said['report']['value']}"
    yield "  " + "; ".join(f"{goal} {' or '.join(result.verdict(goal).possible)}" for goal in result.goals)
    for goal in result.goals:
        verdict = result.verdict(goal)
        if verdict.is_decided:
            yield f"  {goal} by {', '.join(rule.id for rule in verdict.rules)}"
    for key in ("stages", "overlap"):
        marked = [entry["id"] + ("?" if entry["applies"] == "open" else "") for entry in said[key]]
        yield f"  {key}: {' '.join(marked) or 'none'}"
    yield f"  asks: {' '.join(said['open_questions']) or 'nothing'}"


if __name__ == "__main__":
    TABLE.write_text(table(load_pack()), encoding="utf-8")
    print(f"{TABLE} written")
