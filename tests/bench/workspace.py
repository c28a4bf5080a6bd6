"""First opening of a workspace with many products against one with a single product.

Measured twice: as a person meets it (start of the program with that file until the window can be used), and
in the store alone (open, check, list the products), each time with no backup made yet.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from measure import Row, medians, milliseconds, start_program
from start import environment, program
from verdict import samples

from crasuite.store.repository import Repository
from crasuite.store.workspace_file import create_workspace, open_workspace

MANY = 1000
TIMES = 5


def now() -> datetime:
    return datetime.now(UTC)


def make(path: Path, count: int) -> Path:
    """A workspace of finished products, their answers taken from the samples in turn."""
    answers = [json.loads(sample.read_text(encoding="utf-8")) for sample in samples()]
    with create_workspace(path) as workspace:
        repository = Repository(workspace, clock=now, who=lambda: "Bench", pack_version=lambda: "bench")
        for number in range(count):
            repository.add_product(f"Product {number + 1}", answers[number % len(answers)])
    return path


def fresh(original: Path, folder: Path) -> Path:
    """A copy that was never opened: no lock, no backup beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return Path(shutil.copy(original, folder / original.name))


def open_and_list(path: Path) -> None:
    # The window makes the daily backup in another thread, after it is on the screen.
    with open_workspace(path, clock=now, daily_backup=False) as workspace:
        Repository(workspace, clock=now, who=lambda: "Bench", pack_version=lambda: "bench").products()


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = make(folder / "many.crasuite", MANY)
        one = make(folder / "one.crasuite", 1)
        env = environment(folder / "home")

        def in_window(original: Path) -> float:
            return start_program(program(str(fresh(original, folder / "opened"))), env).ms

        def in_store(original: Path) -> float:
            path = fresh(original, folder / "opened")
            return milliseconds(lambda: open_and_list(path))

        window = medians(lambda: in_window(many), lambda: in_window(one), TIMES)
        store = medians(lambda: in_store(many), lambda: in_store(one), TIMES)
    return [
        Row(f"first open of {MANY} products, start to usable window", "ms", *window, "1 product", 1.3),
        Row(f"first open of {MANY} products, store alone", "ms", *store, "1 product"),
    ]
