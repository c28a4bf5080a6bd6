"""What several store tests need."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crasuite.store import sqlite_file
from crasuite.store.connection import Connection
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import Workspace, create_workspace

ROOT = Path(__file__).parents[2]


class TickingClock:
    """24 November 2026, 10:00 UTC, and one second later each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def repository_of(
    workspace: Workspace, clock: TickingClock | None = None, who: str = "Ana Costa"
) -> Repository:
    return Repository(
        workspace, clock=clock or TickingClock(), who=lambda: who, pack_version=lambda: "2026.11"
    )


def make_workspace(path: Path, answers: int = 3) -> None:
    """A closed workspace with one product."""
    with create_workspace(path) as workspace:
        values = {f"question-{number}": "yes" for number in range(answers)}
        repository_of(workspace).add_product("AeroLock 2", values)


def is_whole(path: Path) -> bool:
    """The long check, which opening does not take the time for."""
    with closing(sqlite_file.connect(path, "rw")) as db:
        rows = db.execute("PRAGMA integrity_check").fetchall()
        return rows == [("ok",)] and not db.execute("PRAGMA foreign_key_check").fetchall()


@contextmanager
def statements(db: Connection, seen: list[str]) -> Iterator[None]:
    """Collects what SQLite is asked meanwhile."""
    db.conn.set_trace_callback(seen.append)
    try:
        yield
    finally:
        db.conn.set_trace_callback(None)


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Run Python code in another process, with pipes to talk to it."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def stop(process: subprocess.Popen[str]) -> None:
    """End it without giving it a chance to tidy up, and close its pipes."""
    process.kill()
    process.communicate()


def neighbours(path: Path) -> list[str]:
    """What lies beside the file."""
    return sorted(other.name for other in path.parent.iterdir() if other != path)
