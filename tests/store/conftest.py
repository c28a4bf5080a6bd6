"""A workspace on a real disk, with a clock that moves one second at each look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crasuite.store.repository import Repository
from crasuite.store.workspace_file import Workspace, create_workspace
from tests.store.helpers import TickingClock, repository_of


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A name that trips careless quoting."""
    return tmp_path / "Müller & Söhne 50% #1?.crasuite"


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    with create_workspace(path) as workspace:
        yield workspace


@pytest.fixture
def repository(workspace: Workspace, clock: TickingClock) -> Repository:
    return repository_of(workspace, clock)
