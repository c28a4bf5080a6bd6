"""`crasuite sbom check` and `crasuite sbom compare`: the same calls as the window."""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crasuite.rules import load_pack

if TYPE_CHECKING:
    from crasuite.rules.model import Pack
    from crasuite.sbom.compare import Change, Comparison
    from crasuite.sbom.model import Component, Sbom
    from crasuite.sbom.quality import Finding, QualityReport

SHOWN = 10
SHOWN_LETTERS = 40
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKS = {"met": "ok", "not-met": "GAP", "not-checkable": "?"}
_WHO = {"tool": "SBOM tool", "maker": "you"}


def add_commands(subparsers: Any) -> None:
    """Add `sbom` with its own commands to those of the program."""
    sbom = subparsers.add_parser("sbom", help="check or compare SBOM files")
    commands = sbom.add_subparsers(title="commands", required=True, metavar="COMMAND")

    command = commands.add_parser("check", help="check a CycloneDX or SPDX file point by point")
    command.add_argument("file", type=Path, help="SBOM in CycloneDX (JSON, XML) or SPDX (JSON, tag-value)")
    command.add_argument("--release", metavar="VERSION", default="", help="version of the product it is for")
    command.add_argument(
        "--released-on", type=_day, metavar="YYYY-MM-DD", help="day on which that version was released"
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run_check)

    command = commands.add_parser("compare", help="say what changed between two SBOM files")
    command.add_argument("old", type=Path, help="the earlier SBOM")
    command.add_argument("new", type=Path, help="the later SBOM")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run_compare)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date like 2027-12-11") from None


def run_check(args: argparse.Namespace) -> int:
    """`crasuite sbom check`. Gaps are for people to judge, so they do not change the exit code."""
    from crasuite.sbom.quality import Release, check_sbom
    from crasuite.sbom.reader import read_sbom

    pack = load_pack()
    sbom = read_sbom(args.file)
    report = check_sbom(sbom, pack, Release(args.release, args.released_on))
    if args.json:
        from crasuite.sbom.as_json import quality

        _print(json.dumps(quality(sbom, report, pack), ensure_ascii=False, indent=2))
    else:
        _print("\n".join(_report_lines(sbom, report, pack)))
    return 0


def run_compare(args: argparse.Namespace) -> int:
    """`crasuite sbom compare`."""
    from crasuite.sbom.compare import compare_sboms
    from crasuite.sbom.reader import read_sbom

    found = compare_sboms(read_sbom(args.old), read_sbom(args.new))
    if args.json:
        from crasuite.sbom.as_json import comparison

        _print(json.dumps(comparison(found), ensure_ascii=False, indent=2))
    else:
        _print("\n".join(_comparison_lines(found)))
    return 0


def _print(text: str) -> None:
    # What a file says may hold control characters that would move the cursor or change colours.
    sys.stdout.write(_CONTROL.sub("\ufffd", text) + "\n")


def _report_lines(sbom: Sbom, report: QualityReport, pack: Pack) -> list[str]:
    lines = _about(sbom)
    names = {one.ref: one for one in (*sbom.components, *([sbom.subject] if sbom.subject else []))}
    for section in report.sections:
        lines += ["", f"{section.section.title}: {section.met} of {len(section.findings)} met"]
        for finding in section.findings:
            detail = f": {finding.detail}" if finding.detail else ""
            lines.append(f"  {_MARKS[finding.status.value]:<4} {finding.check.title}{detail}")
            if finding.status.value != "met":
                lines += _what_to_do(finding, names, pack)
    law = {
        True: "met, as far as a file can show",
        False: "not met",
        None: "not to be told from the file alone",
    }
    lines += ["", f"The points of the law are {law[report.meets_law]}. Guidance, not legal advice."]
    return lines


def _about(sbom: Sbom) -> list[str]:
    subject = sbom.subject
    name = f"{subject.full_name} {subject.version}".strip() if subject else "a product that is not named"
    return [
        f"{sbom.file_name}: {sbom.format} {sbom.spec_version} ({sbom.encoding}) of {name}",
        f"{len(sbom.components):,} components, {len(sbom.direct):,} of them direct. SHA-256 {sbom.sha256}",
    ]


def _what_to_do(finding: Finding, names: dict[str, Component], pack: Pack) -> list[str]:
    cites = "; ".join(pack.label(cite) for cite in finding.check.cites)
    todo = f"{finding.check.todo} ({_WHO[finding.check.who]}; {finding.check.kind}: {cites})"
    lines = textwrap.wrap(todo, 96, initial_indent=" " * 7, subsequent_indent=" " * 7)
    shown = [_name(names[ref]) for ref in finding.refs[:SHOWN] if ref in names]
    if shown:
        more = len(finding.refs) - len(shown)
        text = "Concerns " + ", ".join(shown) + (f" and {more:,} more" if more else "")
        lines += textwrap.wrap(text, 96, initial_indent=" " * 7, subsequent_indent=" " * 7)
    return lines


def _name(one: Component) -> str:
    return f"{one.full_name} {one.version}".strip()


def _comparison_lines(found: Comparison) -> list[str]:
    lines = [*_about(found.old), *_about(found.new)]
    if found.is_equal:
        return [*lines, "", f"No difference in {found.unchanged:,} components."]
    for title, components in (("Added", found.added), ("Removed", found.removed)):
        if components:
            lines += ["", f"{title}: {len(components):,}"]
            lines += [f"  {_name(one)}  {one.licence}".rstrip() for one in components]
    if found.changed:
        lines += ["", f"Changed: {len(found.changed):,}"]
        for change in found.changed:
            lines += _change_lines(change)
    return [*lines, "", f"Unchanged: {found.unchanged:,}"]


def _change_lines(change: Change) -> list[str]:
    lines = [f"  {change.new.full_name}"]
    for one in change.differences:
        old, new = (
            side if len(side) <= SHOWN_LETTERS else f"{side[:SHOWN_LETTERS]}..."
            for side in (one.old, one.new)
        )
        lines.append(f"    {one.part.value}: {old or '(nothing)'} -> {new or '(nothing)'}")
    if change.has_new_content_only:
        lines.append("    The version is the same and the content is not. Find out why.")
    return lines
