"""`crasuite must-report`: whether Article 14 asks for a report, from an answers file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from crasuite.interview.words import uncapital
from crasuite.rules import Assessment, assess, load_pack
from crasuite.rules.as_json import must_report

AID = "must-report"


def add_command(
    commands: Any, read_answers: Callable[[Path], dict[str, Any]], day: Callable[[str], date]
) -> None:
    """Add the command to the parser of the command line."""
    command = commands.add_parser("must-report", help="whether an event must be reported under Article 14")
    command.add_argument(
        "answers",
        type=Path,
        help='JSON file {"question-id": value} with answers about product and case, or - for standard input',
    )
    command.add_argument(
        "--on", type=day, metavar="YYYY-MM-DD", help="under the law of this day (default: today)"
    )
    command.add_argument(
        "--country",
        type=str.upper,
        metavar="CODE",
        help="Member State, such as NL, that the answers point to; names its CSIRT",
    )
    command.add_argument("--json", action="store_true", help="as JSON")

    def run(args: argparse.Namespace) -> int:
        pack = load_pack()
        if args.country and args.country not in pack.csirts:
            command.error(
                f"'{args.country}' is no Member State of the rule pack; choose from {', '.join(pack.csirts)}"
            )
        result = assess(pack, read_answers(args.answers), args.on or date.today(), AID)
        said = must_report(result, args.country or "")
        text = (
            json.dumps(said, ensure_ascii=False, indent=2) if args.json else "\n".join(_lines(result, said))
        )
        sys.stdout.write(f"{text}\n")
        return 0

    command.set_defaults(run=run)


def _lines(result: Assessment, said: dict[str, Any]) -> Iterator[str]:
    pack = result.pack
    name = str(result.answers.get("product-name") or "the product")
    yield f"{name}, law of {result.on.isoformat()}"
    for goal in result.goals:
        verdict = result.unless_moot(goal)
        fact = pack.facts[goal]
        yield ""
        if verdict.value is None:
            yield f"{fact.title}: still open"
            continue
        if_due = "" if result.verdict(goal).is_decided else "if a report is due, "
        said_of = fact.words.get(verdict.value, verdict.value)
        csirt = said[goal.removeprefix("report-")].get("csirt") if fact.moot else None
        named = f": {csirt['body']}, {csirt['name']}" if csirt else ""
        yield f"{fact.title}: {if_due}{uncapital(said_of) if if_due else said_of}{named}"
        for rule in verdict.rules:
            yield f"    {rule.because} {'; '.join(pack.label(cite) for cite in rule.cites)}"
            if rule.warning:
                yield f"    Note: {rule.warning}"
    for heading, applies in (("Due", "yes"), ("Due if the answer turns out to be yes", "open")):
        stages = [stage for stage in said["stages"] if stage["applies"] == applies]
        if stages:
            yield from ("", f"{heading} (see crasuite clocks for the instants)")
        for stage in stages:
            cites = "; ".join(pack.label(cite) for cite in stage["cites"])
            yield f"    {stage['title']} ({stage['kind']}): {stage['due']}. {cites}"
    if any(stage["applies"] == "open" for stage in said["stages"]):
        point = pack.counting["not-sure"]
        yield f"    {point.title}. {point.text}"
    if said["overlap"]:
        yield from ("", "Other reporting laws to look at")
        for regime in said["overlap"]:
            unsure = " (open)" if regime["applies"] == "open" else ""
            yield f"    {regime['title']}{unsure}: {regime['recipient']}"
    for heading, key in (
        ("Questions still to answer", "open_questions"),
        ("Open points (answered “not sure”)", "open_points"),
    ):
        if said[key]:
            yield from ("", heading)
            for question in said[key]:
                yield f"    {question}: {pack.questions[question].text.replace('{product}', name)}"
    manifest = pack.manifest
    yield from (
        "",
        f"Rule pack {manifest.version}, law as of {manifest.law_as_of.isoformat()}. "
        "Guidance, not legal advice.",
    )
