"""A real workspace with the door lock of the examples, for the screens of the technical file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack

TODAY = date(2026, 11, 24)


def door_lock(folder: Path, *, with_file: bool = False) -> tuple[Workspace, int]:
    """The workspace and the id of the lock; without its technical file unless asked for."""
    workspace = Workspace.create(folder / "larkfield.crasuite", load_pack(), today=lambda: TODAY)
    if with_file:
        return workspace, workspace.add_sample("smart-door-lock").id
    sample = next(one for one in workspace.samples() if one.key == "smart-door-lock")
    answers = {**workspace.fitting(sample.answers), "product-name": "AeroLock 2"}
    return workspace, workspace.repository.add_product("AeroLock 2", answers).id
