"""A small pack and a real workspace file for the presenters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crasuite.interview.interview import Interview
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack

MINIPACK = Path(__file__).resolve().parents[2] / "data" / "minipack"
TODAY = date(2026, 11, 24)


class Clock:
    """A second passes at each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(MINIPACK)


@pytest.fixture
def workspace(tmp_path: Path, pack: Pack) -> Iterator[Workspace]:
    with Workspace.create(
        tmp_path / "work.crasuite", pack, clock=Clock(), who=lambda: "Ana", today=lambda: TODAY
    ) as found:
        yield found


@pytest.fixture
def interview(workspace: Workspace) -> Interview:
    return workspace.interview(workspace.new_product("AeroLock 2").id)


def add_answers_of(workspace: Workspace, key: str) -> int:
    """A product with the answers of an example, but nothing of its technical file."""
    sample = next(one for one in workspace.samples() if one.key == key)
    answers = {**workspace.fitting(sample.answers), "product-name": sample.name}
    return workspace.repository.add_product(sample.name, answers).id
