"""The command line: the same calls as the window, without Qt.

Exit codes: 0 done, 1 the surroundings refused (file, disk), 2 the input has problems, all of them listed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from crasuite import __version__
from crasuite.errors import AnswersError, CraSuiteError, FileError, PackError, UserFacingError
from crasuite.interview.clocks_command import add_commands as add_clocks_command
from crasuite.interview.dossier_command import add_commands as add_dossier_commands
from crasuite.interview.dossier_command import add_language, export_product
from crasuite.interview.findings_command import add_commands as add_findings_commands
from crasuite.interview.must_report import add_command as add_must_report
from crasuite.language import ENGLISH, speaking
from crasuite.rules import assess, load_pack
from crasuite.rules.aids import of_product
from crasuite.rules.as_json import PROCEDURES, assessment, question, rule_pack
from crasuite.rules.evaluate import Assessment
from crasuite.rules.translation import spoken
from crasuite.sbom.command import add_commands as add_sbom_commands

MAX_ANSWERS_BYTES = 5_000_000


def main(argv: list[str]) -> int:
    """Run one command. Returns the exit code."""
    try:
        try:
            args = _parser().parse_args(argv)
        except SystemExit:  # after --help, --version or a wrong argument
            sys.stdout.flush()
            raise
        run: Callable[[argparse.Namespace], int] = args.run
        code = run(args)
        sys.stdout.flush()  # what cannot be written shows here, not while the process ends
        return code
    except (PackError, AnswersError) as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(f"{error.what} {error.next_step} [{error.code}]", file=sys.stderr)
        return 2
    except UserFacingError as error:
        print(f"{error} [{error.code}]", file=sys.stderr)
        is_bad_input = isinstance(error, FileError) and error.code not in ("SBOM-01", "FIND-01")
        return 2 if is_bad_input else 1
    except CraSuiteError as error:
        print(f"{error} [{error.code}]", file=sys.stderr)
        return 3
    except OSError as error:  # files are guarded where they are used; what is left is mostly the output
        _drop_output()
        reason = "Whoever reads it stopped" if isinstance(error, BrokenPipeError) else error.strerror
        what = f"{error.filename} could not be used" if error.filename else "The output could not be written"
        print(f"{what}: {reason}. [CLI-05]", file=sys.stderr)
        return 1


def _drop_output() -> None:
    """Point standard output nowhere, so that the interpreter does not try to write the rest at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Parser(argparse.ArgumentParser):
    """Says so when help cannot be written; argparse passes over that."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            print(message, end="", file=file or sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="crasuite",
        description="Assess a product under the EU Cyber Resilience Act, on this computer only. "
        "Guidance, not legal advice.",
        epilog="Without a command, or with a workspace file, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"CRA Suite {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    command = commands.add_parser("gui", help="open the window (the default)")
    command.add_argument("file", nargs="?", help="workspace file to open")
    command.set_defaults(run=_gui)

    command = commands.add_parser("questions", help="list every question with its options")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=_questions)

    command = commands.add_parser("categories", help="find categories of Annex III and IV in your own words")
    command.add_argument("words", nargs="*", help='for example: "door lock"')
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=_categories)

    command = commands.add_parser("assess", help="evaluate an answers file")
    command.add_argument(
        "answers", type=Path, help='JSON file {"question-id": value}, or - for standard input'
    )
    command.add_argument(
        "--on", type=_day, metavar="YYYY-MM-DD", help="under the law of this day (default: today)"
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=_assess)

    command = commands.add_parser("export", help="write the Word and Excel documents")
    command.add_argument("source", type=Path, help="answers file, or workspace file with --product")
    command.add_argument("--product", metavar="NAME", help="product in the workspace file")
    command.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder to write into")
    command.add_argument(
        "--on", type=_day, metavar="YYYY-MM-DD", help="under the law of this day (default: today)"
    )
    add_language(command)
    command.set_defaults(run=_export)

    add_must_report(commands, read_answers, _day)
    add_dossier_commands(commands)
    add_sbom_commands(commands)
    add_findings_commands(commands)
    add_clocks_command(commands)

    command = commands.add_parser("lint-pack", help="check and prove a rule pack")
    command.add_argument("path", nargs="?", type=Path, help="folder of the pack (default: the program's own)")
    command.add_argument("--no-proof", action="store_true", help="leave out the proof, which takes longest")
    command.set_defaults(run=_lint_pack)

    command = commands.add_parser("self-test", help="check that this installation works")
    command.set_defaults(run=_self_test)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date like 2027-12-11") from None


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


def _text_of(path: Path) -> str:
    """No more of it is read than shows that it is too much."""
    if str(path) == "-":
        read: str | bytes = sys.stdin.read(MAX_ANSWERS_BYTES + 1)
    else:
        with path.open("rb") as file:
            read = file.read(MAX_ANSWERS_BYTES + 1)
    if len(read) > MAX_ANSWERS_BYTES:
        raise AnswersError([f"{path}: larger than 5 MB"])
    return read if isinstance(read, str) else read.decode("utf-8-sig")


def read_answers(path: Path) -> dict[str, Any]:
    """Read an answers file.

    Raises:
        AnswersError: not a JSON object of answers.
        UserFacingError: the file cannot be read.
    """
    try:
        raw = _text_of(path)
    except UnicodeDecodeError:
        raise AnswersError([f"{path}: not a text file in UTF-8"]) from None
    except OSError as error:
        raise UserFacingError(
            "CLI-01", f"{path} could not be read.", f"{error.strerror}.", "Check the name and try again."
        ) from error
    repeated: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in items:
            if key in result:
                repeated.append(key)
            result[key] = value
        return result

    try:
        data = json.loads(raw, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise AnswersError([f"{path}:{error.lineno}:{error.colno}: not JSON ({error.msg})"]) from None
    except RecursionError:
        raise AnswersError([f"{path}: nested too deeply"]) from None
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        raise AnswersError([f"{path}: a number has too many digits"]) from None
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise AnswersError(
            [f"{path}: an escape such as \\ud800 stands for half a character, which no text can have"]
        ) from None
    if not isinstance(data, dict):
        raise AnswersError([f'{path}: the file must be an object {{"question-id": value}}'])
    if repeated:
        raise AnswersError([f"{path}: '{key}' stands there twice" for key in repeated])
    return data


def _gui(args: argparse.Namespace) -> int:
    raise UserFacingError(
        "CLI-02", "The window is opened by the program itself.", "", "Type crasuite without a word."
    )


def _questions(args: argparse.Namespace) -> int:
    pack = load_pack()
    of_aids = (item for aid in pack.aids.values() for item in aid.questions.values())
    items = (*pack.questions.values(), *of_aids)
    if args.json:
        _print_json([question(pack, item) for item in items])
        return 0
    for item in items:
        print(f"{item.id}  [{item.type}]\n  {item.text.replace('{product}', 'the product')}")
        print("  " + "; ".join(pack.label(cite) for cite in item.cites))
        for option in question(pack, item)["options"]:
            print(f"    {option['id']}: {option['label']}")
    return 0


def _categories(args: argparse.Namespace) -> int:
    from crasuite.rules.search import find_categories

    pack = load_pack()
    hits = find_categories(pack, " ".join(args.words)) if args.words else []
    categories = [pack.categories[h.category] for h in hits] if args.words else list(pack.categories.values())
    if args.json:
        _print_json(
            [
                {"id": c.id, "class": c.class_, "name": c.name, "description": c.description}
                for c in categories
            ]
        )
        return 0
    if not categories:
        print("No category mentions these words. Read the list: crasuite categories")
    for category in categories:
        print(f"{category.id}  {category.name}")
        if args.words:
            print(textwrap.indent(textwrap.fill(category.description, 96), "    "))
    if args.words:
        print("\nA search finds descriptions to read. It decides nothing.")
    return 0


def _assess(args: argparse.Namespace) -> int:
    pack = load_pack()
    result = assess(pack, of_product(pack, read_answers(args.answers)), args.on or date.today())
    if args.json:
        _print_json(assessment(result))
    else:
        print(_summary(result))
    return 0


def _summary(result: Assessment) -> str:
    pack = result.pack
    name = str(result.answers.get("product-name") or "The product")
    lines = [f"{name}, law and state of play of {result.on.isoformat()}", ""]
    facts = ("scope", "role", "class", "category", "support-period")
    for fact in facts:
        verdict = result.verdict(fact)
        title = pack.facts[fact].title
        if verdict.value is None:
            possible = ", ".join(pack.facts[fact].words.get(v, v) for v in verdict.possible[:6])
            lines.append(f"{title}: still open ({possible}{', …' if len(verdict.possible) > 6 else ''})")
            continue
        lines.append(f"{title}: {pack.facts[fact].words.get(verdict.value, verdict.value)}")
        for rule in verdict.rules:
            lines.append(f"    {rule.because} {'; '.join(pack.label(cite) for cite in rule.cites)}")
            if rule.warning:
                lines.append(f"    Note: {rule.warning}")
    lines += ["", "Conformity assessment procedures"]
    for procedure, fact in PROCEDURES.items():
        verdict = result.verdict(fact)
        word = verdict.value or "undecided"
        because = " ".join(rule.because for rule in verdict.rules) if verdict.is_decided else ""
        lines.append(f"    {procedure:<14}{word:<11}{because}")
    lacking = [one for one in PROCEDURES.values() if result.value(one) == "open" and result.lacks_body(one)]
    for fact in dict.fromkeys(pack.procedures[one].served_by for one in lacking):
        lines.append(f"    {pack.facts[fact].words['no']} (state of play, read {_read_on(result)})")
    to_ask = result.questions_to_ask()
    if to_ask:
        lines += ["", f"Questions still to answer: {len(to_ask)}"]
        lines += [f"    {q}: {pack.questions[q].text.replace('{product}', name)}" for q in to_ask[:5]]
    if result.open_points:
        lines += ["", "Open points (answered “not sure”)"]
        lines += [f"    {q}: {pack.questions[q].text.replace('{product}', name)}" for q in result.open_points]
    pack_line = rule_pack(pack)
    lines += [
        "",
        f"Rule pack {pack_line['version']}, law as of {pack_line['law_as_of']}. Guidance, not legal advice.",
    ]
    return "\n".join(lines)


def _read_on(result: Assessment) -> str:
    return next(
        used.entry.read_on.isoformat() for used in result.states if used.id == "state.notified-bodies"
    )


def _export(args: argparse.Namespace) -> int:
    from crasuite.documents.dossier import ProductRecord, write_documents

    if args.product is not None:
        return export_product(args.source, args.product, args.to, args.on, args.language)
    pack = load_pack()
    answers = of_product(pack, read_answers(args.source))
    with speaking(args.language or ENGLISH):
        record = ProductRecord.from_answers(spoken(pack), answers, args.on or date.today())
    for path in write_documents(record, args.to):
        print(path)
    return 0


def _lint_pack(args: argparse.Namespace) -> int:
    from crasuite.rules.lint import run

    return run(args.path, proof=not args.no_proof)


def _self_test(args: argparse.Namespace) -> int:
    from crasuite.selftest import run

    return run()
