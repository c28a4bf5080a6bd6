"""The interview window on the rule pack that comes with the program, and on a small one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shiboken6

from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.ui.wizard.impact_dialog import ImpactDialog
from crasuite.ui.wizard.interview_wizard import InterviewWizard

MINIPACK = Path(__file__).resolve().parents[2] / "data" / "minipack"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="session")
def minipack() -> Pack:
    return load_pack(MINIPACK)


@pytest.fixture
def workspace(tmp_path: Path, pack: Pack) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.crasuite", pack, today=lambda: TODAY) as found:
        yield found


@pytest.fixture
def small(tmp_path: Path, minipack: Pack) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "small.crasuite", minipack, today=lambda: TODAY) as found:
        yield found


@pytest.fixture
def open_wizard(qtbot) -> Iterator[Callable[..., InterviewWizard]]:
    """Open the window of a product at a question; it is destroyed before the next test begins."""
    opened: list[InterviewWizard] = []

    def open_(workspace: Workspace, product_id: int, question: str = "") -> InterviewWizard:
        wizard = InterviewWizard(workspace, product_id)
        opened.append(wizard)
        wizard.resize(1280, 800)
        with qtbot.waitExposed(wizard):
            wizard.open_at(question)
        return wizard

    yield open_
    for wizard in opened:
        wizard.close()
        shiboken6.delete(wizard)


@pytest.fixture
def agree(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Agree to every change of an earlier answer; holds what was shown."""
    shown: list[Any] = []

    def ask(_cls: type, impact: Any, _parent: Any = None) -> bool:
        shown.append(impact)
        return True

    monkeypatch.setattr(ImpactDialog, "ask", classmethod(ask))
    return shown


def product_from_sample(workspace: Workspace, key: str, without: tuple[str, ...] = (), **more: Any) -> int:
    """A product with the answers of a sample, some left out or changed."""
    sample = next(one for one in workspace.samples() if one.key == key)
    answers = {name: value for name, value in sample.answers.items() if name not in without}
    return workspace.repository.add_product(sample.name, {**answers, **more}).id
