"""The worked cases of the pack: a story, answers, and what the law makes of them.

The program does not read `resources/rulepack/cases/`; lawyers and tests do.
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
from crasuite.rules import Assessment, Pack, as_json, assess


class Expectation(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What the case expects; what it leaves out may be anything."""

    scope: str | None = None
    role: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")
    categories: tuple[str, ...] | None = None
    procedures: dict[str, str] = {}
    support_period: str | None = None
    facts: dict[str, str] = {}
    duties: tuple[str, ...] = ()
    no_duties: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    no_neighbours: tuple[str, ...] = ()
    dates: dict[str, date] = {}
    no_dates: tuple[str, ...] = ()
    starts: dict[str, date] = {}
    open_points: tuple[str, ...] = ()
    third_party_points: tuple[str, ...] | None = None


class Case(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One worked case."""

    id: str
    story: str
    on: date
    cites: tuple[str, ...]
    answers: dict[str, Any]
    expect: Expectation


class UniqueKeysLoader(yaml.BaseLoader):
    """Everything stays a text; a key that stands twice is refused."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise yaml.MarkedYAMLError(problem="a key stands here twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def case_files(root: Path | None = None) -> list[Path]:
    """The files with worked cases, in order."""
    return sorted((root or paths.resources_dir() / "rulepack" / "cases").glob("*.yaml"))


def read_cases(pack: Pack, file: Path) -> list[Case]:
    """The cases of one file, with numbers as numbers."""
    data = yaml.load(file.read_text("utf-8"), Loader=UniqueKeysLoader)  # noqa: S506 (it builds nothing but texts)
    cases = msgspec.convert(data, list[Case], strict=False)
    return [msgspec.structs.replace(case, answers=dict(_typed(pack, case.answers))) for case in cases]


def _typed(pack: Pack, answers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in answers.items():
        question = pack.questions.get(name)
        is_number = question is not None and question.type == "number" and value != "not-sure"
        yield name, float(value) if is_number else value


def outcome(pack: Pack, case: Case) -> Assessment:
    """The assessment of a case on its day."""
    return assess(pack, case.answers, case.on)


def differences(result: Assessment, expect: Expectation) -> list[str]:
    """Everything in which the assessment, as `crasuite assess` prints it, is not as expected."""
    said = as_json.assessment(result)
    applying = {duty["id"]: duty["from"] for duty in said["duties"] if duty["applies"] == "yes"}
    possible = {duty["id"] for duty in said["duties"]}
    laws = {law["id"] for law in said["neighbours"] if law["applies"] == "yes"}
    dates = {entry["id"]: entry["date"] for entry in said["timeline"]}
    found: list[str] = []

    def compare(what: str, wanted: Any, got: Any) -> None:
        if wanted is not None and wanted != got:
            found.append(f"{what}: expected {wanted}, got {got}")

    compare("scope", expect.scope, said["scope"]["value"])
    compare("role", expect.role, said["role"])
    compare("class", expect.class_, said["class"]["value"])
    compare("categories", expect.categories, tuple(said["class"]["categories"]))
    compare("support-period", expect.support_period, said["support_period"]["value"])
    for procedure, state in expect.procedures.items():
        compare(f"procedure {procedure}", state, said["procedures"].get(procedure))
    for fact, value in expect.facts.items():
        compare(fact, value, result.value(fact) or "open")
    for duty, day in expect.starts.items():
        compare(f"start of {duty}", day.isoformat(), applying.get(duty))
    for entry, day in expect.dates.items():
        compare(f"date {entry}", day.isoformat(), dates.get(entry))
    found += [f"duty {duty}: missing" for duty in expect.duties if duty not in applying]
    found += [f"duty {duty}: not expected" for duty in expect.no_duties if duty in possible]
    found += [f"neighbour {law}: missing" for law in expect.neighbours if law not in laws]
    found += [f"neighbour {law}: not expected" for law in expect.no_neighbours if law in laws]
    found += [f"date {entry}: not expected" for entry in expect.no_dates if entry in dates]
    found += [f"open point {name}: missing" for name in expect.open_points if name not in result.open_points]
    if expect.third_party_points is not None:
        compare("third-party-points", list(expect.third_party_points), said["points_for_third_party"])
    return found
