"""The whole rule pack, a clock that stands, and the desk of the door lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from tests.desk_times import Time
from tests.unit.interview.conftest import add_answers_of


@pytest.fixture(scope="session")
def law() -> Pack:
    return load_pack()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def workspace(tmp_path: Path, law: Pack, time: Time) -> Iterator[Workspace]:
    with Workspace.create(
        tmp_path / "desk.crasuite", law, clock=time, who=lambda: "Ana", today=lambda: time.now.date()
    ) as found:
        yield found


@pytest.fixture
def lock(workspace: Workspace) -> ReportingFile:
    return ReportingFile(workspace, add_answers_of(workspace, "smart-door-lock"))
