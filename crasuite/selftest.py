"""`crasuite self-test`: does this installation work? Runs the same in a source tree, a wheel and a bundle.

Each check works in a temporary folder and leaves nothing behind.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from crasuite import paths
from crasuite.errors import CraSuiteError

WINDOW_SECONDS = 60


class CheckError(Exception):
    """A check that did not pass, with the reason in words."""


def run() -> int:
    """Run every check, print one line for each; returns 0 when all passed."""
    checks: list[tuple[str, Callable[[Path], str]]] = [
        ("rule pack loads", _pack),
        ("languages are here", _languages),
        ("font is here", _font),
        ("workspace keeps an answer", _workspace),
        ("documents are written", _documents),
        ("window opens", _window),
    ]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="crasuite self-test é ") as folder:
        for name, check in checks:
            try:
                print(f"ok      {name}: {check(Path(folder))}")
            except (CheckError, CraSuiteError, OSError, subprocess.SubprocessError) as error:
                failed += 1
                print(f"FAILED  {name}: {error}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _pack(folder: Path) -> str:
    from crasuite.rules import load_pack

    pack = load_pack()
    return f"version {pack.manifest.version}, {len(pack.questions)} questions, {len(pack.rules)} rules"


def _languages(folder: Path) -> str:
    from crasuite.language import ENGLISH, LANGUAGES, PROGRAM, RULEPACK

    said = [LANGUAGES[ENGLISH]]
    pages = {page.name for page in (paths.resources_dir() / "help").glob("*.md")}
    for code, name in LANGUAGES.items():
        if code == ENGLISH:
            continue
        place = paths.resources_dir() / "translations" / code
        program, pack = (_texts(place / f"{domain}.mo") for domain in (PROGRAM, RULEPACK))
        missing = sorted(pages - {page.name for page in (place / "help").glob("*.md")})
        if missing:
            raise CheckError(f"{name} has no help on {', '.join(missing)}")
        said.append(
            f"{name} ({program} texts of the program, {pack} of the rule pack, {len(pages)} help pages)"
        )
    return ", ".join(said)


def _texts(catalogue: Path) -> int:
    """How many texts a compiled catalogue translates."""
    import gettext
    import struct

    content = catalogue.read_bytes()
    try:
        gettext.GNUTranslations(io.BytesIO(content))
    except (OSError, ValueError, struct.error) as error:
        raise CheckError(f"{catalogue} is damaged: {error}") from error
    order: Literal["little", "big"] = "little" if content.startswith(b"\xde\x12\x04\x95") else "big"
    count = int.from_bytes(content[8:12], order) - 1  # the first one is about the catalogue itself
    if count < 1:
        raise CheckError(f"{catalogue} translates nothing")
    return count


def _font(folder: Path) -> str:
    """The one for machines without any; elsewhere the system's own is shown, so nobody would miss it."""
    said = []
    for style in ("Regular", "SemiBold"):
        file = paths.resources_dir() / "fonts" / f"Inter-{style}.otf"
        content = file.read_bytes()
        tables = [content[12 + 16 * number :][:16] for number in range(int.from_bytes(content[4:6], "big"))]
        ends = [int.from_bytes(one[8:12], "big") + int.from_bytes(one[12:16], "big") for one in tables]
        if content[:4] != b"OTTO" or not ends or max(ends) > len(content):
            raise CheckError(f"{file} is damaged")
        said.append(file.stem)
    return ", ".join(said)


def _workspace(folder: Path) -> str:
    from crasuite.store.repository import Repository
    from crasuite.store.workspace_file import Workspace, create_workspace, open_workspace

    def now() -> datetime:
        return datetime.now(UTC)

    def repository(workspace: Workspace) -> Repository:
        return Repository(workspace, clock=now, who=lambda: "self-test", pack_version=lambda: "self-test")

    path = folder / "self-test.crasuite"
    with create_workspace(path) as workspace:
        product = repository(workspace).add_product("Self-test")
        repository(workspace).set_answer(product.id, "data-connection", "yes")
    with open_workspace(path, clock=now) as workspace:
        if repository(workspace).values(product.id) != {"data-connection": "yes"}:
            raise CheckError("the answer came back changed")
    return f"{path.stat().st_size // 1024} kB file"


def _documents(folder: Path) -> str:
    from crasuite.cli import read_answers
    from crasuite.documents.dossier import ProductRecord, write_documents
    from crasuite.rules import load_pack

    answers = read_answers(paths.resources_dir() / "samples" / "smart-door-lock.json")
    written = write_documents(ProductRecord.from_answers(load_pack(), answers, date.today()), folder / "out")
    if not written or any(path.stat().st_size == 0 for path in written):
        raise CheckError("a document is missing or empty")
    return ", ".join(path.name for path in written)


def _window(folder: Path) -> str:
    command = [sys.executable] if paths.is_frozen() else [sys.executable, "-m", "crasuite"]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "CRASUITE_BENCH_EXIT": "verdicts",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    done = subprocess.run(
        [*command, "gui", str(folder / "window.crasuite")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=WINDOW_SECONDS,
        check=False,
    )
    if done.returncode != 0 or "verdicts" not in done.stdout:
        raise CheckError(f"the window ended with code {done.returncode}: {done.stderr.strip()[-400:]}")
    return "opened and closed without a display"
