"""`crasuite export` of a product, `dossier` and `import-checklist`: the same calls as the window."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crasuite.errors import WorkspaceInUseError
from crasuite.language import LANGUAGES
from crasuite.rules import Pack, load_pack

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace

_NOT_NOTED = "The workspace is open in a window, so this export is not noted in its register."


def add_commands(subparsers: Any) -> None:
    """Add both commands to those of the program."""
    command = subparsers.add_parser(
        "dossier", help="write documents, evidence, SBOMs and sums of a product into a folder or ZIP"
    )
    command.add_argument("workspace", type=Path, help="workspace file")
    command.add_argument("--product", metavar="NAME", required=True, help="product in the workspace file")
    command.add_argument(
        "--to", type=Path, required=True, metavar="DIR|FILE.zip", help="new folder, or a file ending in .zip"
    )
    command.add_argument(
        "--on", type=_day, metavar="YYYY-MM-DD", help="under the law of this day (default: today)"
    )
    add_language(command)
    command.set_defaults(run=run_dossier)

    command = subparsers.add_parser(
        "import-checklist", help="read a filled checklist, risk register or list of steps back"
    )
    command.add_argument("workspace", type=Path, help="workspace file")
    command.add_argument("--product", metavar="NAME", required=True, help="product in the workspace file")
    command.add_argument("file", type=Path, help="workbook exported by CRA Suite (.xlsx)")
    command.add_argument(
        "--apply", action="store_true", help="save the changes; without it they are only listed"
    )
    command.add_argument(
        "--conflicts",
        choices=("keep", "take"),
        help="with --apply: what to do where the program was changed meanwhile, keep it or take the workbook",
    )
    command.set_defaults(run=run_import)


def add_language(command: argparse.ArgumentParser) -> None:
    """Add the choice of the language of the documents to a command."""
    names = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
    command.add_argument(
        "--language",
        choices=tuple(LANGUAGES),
        metavar="CODE",
        help=f"language of the documents: {names} (default: the one chosen for the product, else en)",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date like 2027-12-11") from None


def _say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")


def _warn(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def export_product(
    source: Path, name: str, folder: Path, on: date | None, in_language: str | None = None
) -> int:
    """Write all papers of a product in a workspace and note them in its register."""
    from crasuite.interview.documents_file import DocumentsFile
    from crasuite.interview.export import product_named

    with _opened(source, load_pack(), on) as workspace:
        documents = DocumentsFile(workspace, product_named(workspace, name).id, in_language)
        _tell_of_newer_pack(workspace, documents.product_id)
        done = documents.papers_work()(folder, None, None)
        assert done is not None, "nobody can cancel it here"
        documents.note_export(done)
        for path in done.files:
            _say(str(path))
        for problem in done.problems:
            _warn(f"{problem} [{problem.code}]")
        if workspace.is_read_only:
            _warn(_NOT_NOTED)
    return 1 if done.problems else 0


def run_dossier(args: argparse.Namespace) -> int:
    """Write the dossier, name its gaps, and note in the workspace what went out."""
    from crasuite.interview.documents_file import DocumentsFile
    from crasuite.interview.export import product_named

    pack = load_pack()
    with _opened(args.workspace, pack, args.on) as workspace:
        product = product_named(workspace, args.product)
        documents = DocumentsFile(workspace, product.id, args.language)
        _tell_of_newer_pack(workspace, product.id)
        done = documents.dossier_work()(args.to, None, None)
        assert done is not None, "nobody can cancel it here"
        dossier = done.dossier
        documents.note_export(done.exported)
        _say(str(dossier.target))
        for file in dossier.files:
            _say(f"  {file.path}")
        record = documents.record
        _say(f"{len(dossier.files)} files, {len(record.gaps)} gaps, fingerprint {dossier.fingerprint}")
        for left in dossier.left_out:
            _warn(f"Not enclosed: {left.id} {left.title}, {left.why}.")
        if workspace.is_read_only:
            _warn(_NOT_NOTED)
    return 0


def run_import(args: argparse.Namespace) -> int:
    """List what a workbook would change; with --apply save it as one step."""
    from crasuite.interview.checklist_import import ChecklistImport
    from crasuite.interview.export import product_named
    from crasuite.interview.workspace import Workspace

    pack = load_pack()
    with Workspace.open(args.workspace, pack, read_only=not args.apply) as workspace:
        tell_of_backup(workspace)
        product = product_named(workspace, args.product)
        found = ChecklistImport.read(workspace, product.id, args.file)
        for line in found.lines():
            _say(line)
        if not args.apply:
            return 0
        open_conflicts = [change for change in found.changes if change.is_conflict]
        if open_conflicts and args.conflicts is None:
            _warn(
                f"{len(open_conflicts)} conflicts are not decided; nothing was saved. Add --conflicts keep "
                "or --conflicts take, or import in the window and decide one by one."
            )
            return 2
        take = {change.key for change in found.changes if not change.is_conflict or args.conflicts == "take"}
        count = found.apply(take)
        _say(f"{count} changes saved.")
    return 0


def tell_of_backup(workspace: Workspace) -> None:
    """One line where the backup of the day could not be made: what follows is written without one."""
    if problem := workspace.file.backup_problem:
        _warn(f"{problem} [{problem.code}]")


def _tell_of_newer_pack(workspace: Workspace, product_id: int) -> None:
    """One line where a product has another rule pack than the program."""
    if any(one.id == product_id for one in workspace.products_without_pack()):
        _warn(
            f"The product was assessed with rule pack {workspace.pack_version_of(product_id)}, and the file "
            "holds no copy of it that this program can read. Each document is worked out with rule pack "
            f"{workspace.pack.manifest.version} instead and can say something else. The newest version of "
            "the program may be able to read it."
        )
    elif any(one.id == product_id for one in workspace.products_behind()):
        _warn(
            f"The product, and so each document, is assessed with rule pack "
            f"{workspace.pack_version_of(product_id)}. The program has {workspace.pack.manifest.version}: "
            "Tools, Newer rule pack in the window shows what it would change."
        )


def _opened(path: Path, pack: Pack, on: date | None) -> Any:
    from crasuite.interview.workspace import Workspace

    more: dict[str, Any] = {} if on is None else {"today": lambda: on}
    try:
        workspace = Workspace.open(path, pack, **more)
        tell_of_backup(workspace)
        return workspace
    except WorkspaceInUseError:
        return Workspace.open(path, pack, read_only=True, **more)
