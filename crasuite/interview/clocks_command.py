"""`crasuite clocks`: when each stage of a report under Article 14 is due, from the instants given."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from datetime import UTC, datetime, tzinfo
from typing import Any

from crasuite.domain.clocks import Clock, Events, clocks
from crasuite.domain.instant import Reading, Trouble, read_instant
from crasuite.domain.zones import find_zone, near_zones
from crasuite.rules import Pack, load_pack
from crasuite.rules.as_json import rule_pack
from crasuite.rules.model import CountingPoint, Stage

_WAITS_FOR = {
    "aware": "--aware is not given",
    "measure-available": "no corrective or mitigating measure is available yet (--measure-available)",
    "notified": "the 72-hour notification was not submitted yet (--notified)",
    "requested": "the CSIRT has not asked for it",
}
_INSTANTS = ("aware", "measure_available", "notified")
_FIXED = "No --zone was given, so local times keep the offset of --aware, and a month is counted by it."


def add_commands(subparsers: Any) -> None:
    """Add `clocks` to the commands of the program."""
    command = subparsers.add_parser("clocks", help="say when each report under Article 14 is due")
    command.add_argument("--kind", required=True, choices=["vulnerability", "incident"], help="what happened")
    command.add_argument(
        "--aware", required=True, metavar="INSTANT", help="when you became aware: 2026-11-23T17:20+01:00"
    )
    command.add_argument(
        "--measure-available", metavar="INSTANT", help="when a corrective or mitigating measure was available"
    )
    command.add_argument("--notified", metavar="INSTANT", help="when the 72-hour notification was submitted")
    command.add_argument(
        "--zone", metavar="AREA/CITY", help="zone of instants without an offset, and of the local times shown"
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run_clocks)


def run_clocks(args: argparse.Namespace) -> int:
    """`crasuite clocks`."""
    problems: list[str] = []
    where = find_zone(args.zone) if args.zone is not None else None
    if args.zone is not None and where is None:
        near = near_zones(args.zone)
        meant = f"did you mean {' or '.join(near)}?" if near else "zones are named like Europe/Vienna"
        problems.append(f"argument --zone: '{args.zone}' is no time zone; {meant}")
    given: dict[str, datetime] = {}
    for name in _INSTANTS:
        if (said := getattr(args, name)) is None:
            continue
        reading = read_instant(said)
        if reading.trouble is Trouble.NEEDS_ZONE and where is not None:
            reading = read_instant(said, where.key)
        if reading.at is not None:
            given[name] = reading.at
        elif reading.trouble is not Trouble.NEEDS_ZONE or args.zone is None:
            problems.append(_problem(name, reading))
    if not problems:
        problems = _out_of_order(given)
    if problems:
        for problem in problems:
            sys.stderr.write(f"{problem}\n")
        sys.stderr.write("Correct the arguments named here. [CLI-06]\n")
        return 2
    pack = load_pack()
    zone: tzinfo = where or given["aware"].tzinfo or UTC
    notified = given.get("notified")
    submitted = {f"{args.kind}-notification": notified} if notified else {}
    events = Events(given["aware"], given.get("measure_available"), notified, None, submitted)
    found = clocks(pack.stages.values(), args.kind, events, zone)
    if args.json:
        data = _as_json(pack, args.kind, given, found, zone)
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(pack, args.kind, given, found, zone)) + "\n")
    return 0


def _problem(name: str, reading: Reading) -> str:
    argument = f"argument --{name.replace('_', '-')}"
    if reading.trouble is Trouble.NEEDS_ZONE:
        return f"{argument}: {reading.words} Add the offset, as in +01:00, or give --zone Area/City."
    if reading.trouble in (Trouble.SKIPPED, Trouble.REPEATED):
        choices = " or ".join(one.isoformat() for one in reading.choices)
        return f"{argument}: {reading.words} Write {choices}."
    return f"{argument}: {reading.words}"


def _out_of_order(given: dict[str, datetime]) -> list[str]:
    notified = given.get("notified")
    if notified is not None and notified.astimezone(UTC) < given["aware"].astimezone(UTC):
        return ["argument --notified: it lies before --aware"]
    return []


def _name(zone: tzinfo) -> str:
    return getattr(zone, "key", None) or str(zone)


def _instant(at: datetime | None, zone: tzinfo) -> dict[str, str] | None:
    if at is None:
        return None
    return {
        "utc": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "local": at.astimezone(zone).isoformat(),
    }


def _counting(pack: Pack, ids: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "text": one.text,
            "reading": one.reading,
            "cites": _cites(pack, one.cites),
        }
        for one in (pack.counting[key] for key in ids)
    ]


def _cites(pack: Pack, ids: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"id": one, "label": pack.label(one)} for one in ids]


def _known_before(pack: Pack, found: tuple[Clock, ...], aware: datetime, zone: tzinfo) -> list[CountingPoint]:
    """What the pack says of an awareness as early as this one; the clocks are counted all the same."""
    day = aware.astimezone(zone).date()
    points = dict.fromkeys(point for one in found for point in pack.stages[one.stage].notes)
    said = [pack.counting[one] for one in points]
    return [one for one in said if one.aware_before is not None and day < one.aware_before]


def _as_json(
    pack: Pack, kind: str, given: dict[str, datetime], found: tuple[Clock, ...], zone: tzinfo
) -> dict[str, Any]:
    return {
        "kind": kind,
        "zone": _name(zone),
        "zone_note": "" if hasattr(zone, "key") else _FIXED,
        **{name: _instant(given.get(name), zone) for name in _INSTANTS},
        "notes": [
            {"id": one.id, "title": one.title, "text": one.text, "cites": _cites(pack, one.cites)}
            for one in _known_before(pack, found, given["aware"], zone)
        ],
        "stages": [_stage(pack, pack.stages[one.stage], one, zone) for one in found],
        "rule_pack": rule_pack(pack),
    }


def _stage(pack: Pack, stage: Stage, clock: Clock, zone: tzinfo) -> dict[str, Any]:
    return {
        "id": stage.id,
        "number": stage.number,
        "title": stage.title,
        "anchor": stage.anchor,
        "hours": stage.hours,
        "days": stage.days,
        "months": stage.months,
        "rule": stage.due,
        "running": clock.started is not None and clock.submitted is None,
        "not_running_because": _because(clock),
        "started": _instant(clock.started, zone),
        "due": _instant(clock.due, zone),
        "submitted": _instant(clock.submitted, zone),
        "late": clock.was_late,
        "cites": _cites(pack, stage.cites),
        "undefined": _counting(pack, stage.undefined),
        "notes": _counting(pack, stage.notes),
    }


def _because(clock: Clock) -> str:
    if clock.submitted is not None:
        return "it was submitted"
    return "" if clock.started is not None else _WAITS_FOR[clock.anchor]


def _lines(
    pack: Pack, kind: str, given: dict[str, datetime], found: tuple[Clock, ...], zone: tzinfo
) -> list[str]:
    event = "Actively exploited vulnerability" if kind == "vulnerability" else "Severe incident"
    lines = [f"{event}, aware {_both(given['aware'], zone)}", ""]
    if not hasattr(zone, "key"):
        lines[1:1] = [_FIXED]
    for note in _known_before(pack, found, given["aware"], zone):
        lines[-1:-1] = textwrap.wrap(f"{note.text} [{'; '.join(map(pack.label, note.cites))}]", 100)
    left_open: dict[str, None] = {}
    for clock in found:
        stage = pack.stages[clock.stage]
        cites = "; ".join(pack.label(one) for one in stage.cites)
        lines.append(f"{stage.title}  [{cites}]")
        if clock.submitted is not None:
            late = ", late" if clock.was_late else ""
            lines.append(f"    submitted {_both(clock.submitted, zone)}{late}")
        elif clock.due is not None:
            lines.append(f"    due {_both(clock.due, zone)}")
        elif clock.started is not None:
            lines.append("    running, no hour is named")
        else:
            lines.append(f"    not running: {_because(clock)}")
        lines.append(f"    {stage.due}.")
        left_open.update(dict.fromkeys(stage.undefined))
    lines += ["", "What the CRA does not define, and how it is counted here:"]
    for key in left_open:
        point = pack.counting[key]
        lines.append(
            textwrap.fill(
                f"{point.title}: {point.reading}", 100, initial_indent="    ", subsequent_indent="        "
            )
        )
    made = rule_pack(pack)
    lines += ["", f"Rule pack {made['version']}, law as of {made['law_as_of']}. Guidance, not legal advice."]
    return lines


def _both(at: datetime, zone: tzinfo) -> str:
    local, utc = at.astimezone(zone), at.astimezone(UTC)
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()} ({utc:%Y-%m-%d %H:%M} UTC)"
