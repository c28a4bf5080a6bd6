"""`crasuite findings import` and `findings advisory`: the same calls as the window."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def add_commands(subparsers: Any) -> None:
    """Add `findings` with its own commands to those of the program."""
    findings = subparsers.add_parser("findings", help="lists of vulnerabilities in, advisories out")
    commands = findings.add_subparsers(title="commands", required=True, metavar="COMMAND")
    command = commands.add_parser(
        "import", help="hold a list against the SBOMs and the register of a product"
    )
    command.add_argument("workspace", type=Path, help="workspace file")
    command.add_argument("--product", metavar="NAME", required=True, help="product in the workspace file")
    command.add_argument(
        "file",
        type=Path,
        help="CycloneDX vulnerabilities or VEX, OSV-Scanner JSON, CSAF 2.0, KEV catalogue (JSON, CSV)",
    )
    command.add_argument("--apply", action="store_true", help="save it; without it, it is only listed")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run_import)

    command = commands.add_parser("advisory", help="write the advisory on a vulnerability in CSAF 2.0")
    command.add_argument("workspace", type=Path, help="workspace file")
    command.add_argument("--product", metavar="NAME", required=True, help="product in the workspace file")
    command.add_argument("--case", metavar="ID", required=True, help="line of the register, such as 2026-03")
    command.add_argument("--id", metavar="ID", required=True, help="id of the advisory, such as EX-2026-001")
    command.add_argument("--namespace", metavar="URL", required=True, help="web address of the manufacturer")
    command.add_argument(
        "--published",
        nargs=2,
        action="append",
        required=True,
        metavar=("INSTANT", "WHAT"),
        help="when a state was published, such as 2026-11-24T10:00+01:00, and what is new; may be repeated",
    )
    command.add_argument("--draft", action="store_true", help="mark it as a draft")
    command.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder to write into")
    command.set_defaults(run=run_advisory)


def run_import(args: argparse.Namespace) -> int:
    """List what a list would change in the register; with --apply save it as one step."""
    from crasuite.interview.dossier_command import tell_of_backup
    from crasuite.interview.export import product_named
    from crasuite.interview.findings_file import FindingsImport
    from crasuite.interview.workspace import Workspace
    from crasuite.language import trn
    from crasuite.rules import load_pack

    with Workspace.open(args.workspace, load_pack(), read_only=not args.apply) as workspace:
        tell_of_backup(workspace)
        found = FindingsImport.read(workspace, product_named(workspace, args.product).id, args.file)
        source = found.apply() if args.apply else ""
        if args.json:
            data = {**found.to_json(), "saved_as": source or None}
            _say(json.dumps(data, ensure_ascii=False, indent=2))
            return 0
        for line in found.text():
            _say(line)
        if source:
            changed = trn("{n} line", "{n} lines", found.changes)
            saved = "Look noted at" if found.same else "Saved as"
            _say(f"{saved} {source}. Added or changed in the register: {changed}.")
    return 0


def run_advisory(args: argparse.Namespace) -> int:
    """Write an advisory, or say all that it lacks."""
    from crasuite.domain.instant import read_instant
    from crasuite.errors import FindingsError
    from crasuite.findings.csaf_advisory import Revision
    from crasuite.interview.advisory_file import AdvisoryFile
    from crasuite.interview.export import product_named
    from crasuite.interview.workspace import Workspace
    from crasuite.rules import load_pack

    revisions = []
    for at, what in args.published:
        read = read_instant(at)
        if read.at is None:
            raise FindingsError("FIND-42", f"“{at}” is no instant.", read.words, "Write it with its offset.")
        revisions.append(Revision(read.at, what))
    with Workspace.open(args.workspace, load_pack(), read_only=True) as workspace:
        advisory = AdvisoryFile(
            workspace,
            product_named(workspace, args.product).id,
            args.case,
            tracking_id=args.id,
            namespace=args.namespace,
            revisions=revisions,
        )
        _say(str(advisory.export(args.to, is_draft=args.draft)))
    return 0


def _say(text: str) -> None:
    # What a file says may hold control characters that would move the cursor or change colours.
    sys.stdout.write(_CONTROL.sub("\ufffd", text) + "\n")
