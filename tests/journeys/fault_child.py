"""A session of work in a process of its own, which somebody kills. Says of each act that it began and ended.

It does what it is told: the acts come from the test, which keeps a plain model of what must be in the file.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from crasuite.errors import StoreError
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.store import backups

Act = tuple[Any, ...]
PRODUCT = 1


@lru_cache(maxsize=1)
def pack() -> Pack:
    """The real rule pack; read once in the process that all sessions are forked from."""
    return load_pack()


def opened(path: Path) -> Workspace:
    """The workspace as a window opens it; who works on it is always the same."""
    return Workspace.open(path, pack(), who=lambda: "Tester", daily_backup=False)


def content(seed: int, size: int) -> bytes:
    """A file to import."""
    return Random(seed).randbytes(size)


def perform(workspace: Workspace, act: Act, folder: Path) -> None:
    """Do one act through the presenters, as the window does."""
    interview = workspace.interview(PRODUCT)
    match act:
        case ("answer", question, value):
            assert interview.answer(question, value) == ""
            assert interview.is_saved, interview.save_problem
        case ("note", question, text):
            interview.set_note(question, text)
            assert interview.is_saved, interview.save_problem
        case ("rename", name):
            workspace.rename_product(PRODUCT, name)
        case ("record", record_id, data):
            workspace.set_records(PRODUCT, {"requirement": {record_id: data}}, "requirement")
        case ("import", number, size, requirement):
            kept = workspace.repository.add_file(content(number, size), "log.bin")
            evidence = {"name": f"log {number}", "sha256": kept.sha256}
            workspace.set_records(
                PRODUCT,
                {"evidence": {f"E-{number}": evidence}, "requirement": {requirement: {"n": number}}},
                "importing",
            )
        case ("undo",):
            assert workspace.undo()
            interview.reload()
        case ("redo",):
            assert workspace.redo()
            interview.reload()
        case ("export", number):
            _export(workspace, folder / f"record {number % 3}.docx")
        case ("copy", number):
            workspace.file.save_copy(folder / f"copy {number % 3}.crasuite")
        case _:
            raise ValueError(act)


def _export(workspace: Workspace, target: Path) -> None:
    from crasuite.interview.documents_file import DocumentsFile

    papers = DocumentsFile(workspace, PRODUCT)
    papers.paper_work("CR")(target)


def work(path: Path, acts: list[Act], folder: Path, said: Connection) -> None:
    """One session: open, act by act to the end, with backups made at the same time in another thread."""
    workspace = opened(path)
    said.send(("opened",))
    stop = threading.Event()
    backup = threading.Thread(target=_back_up, args=(path, stop, workspace.is_read_only), daemon=True)
    backup.start()
    for number, act in enumerate(acts):
        said.send(("began", number))
        perform(workspace, act, folder)
        said.send(("ended", number))
    stop.set()
    backup.join()
    workspace.close()
    said.send(("closed",))


def _back_up(path: Path, stop: threading.Event, is_read_only: bool) -> None:
    while not stop.wait(0.02) and not is_read_only:
        with suppress(StoreError):  # the file is busy: next time
            backups.make_backup(path, datetime.now(UTC), "under load")
