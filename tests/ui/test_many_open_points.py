"""A product with many answers "not sure": the overview stays short and every point can be reached."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack
from crasuite.ui import adapter


def test_the_overview_names_a_few_points_and_lists_all(tmp_path: Path) -> None:
    pack = load_pack()
    with Workspace.create(tmp_path / "a.crasuite", pack, today=lambda: date(2026, 11, 24)) as workspace:
        product = workspace.new_product("Unsure").id
        interview = workspace.interview(product)
        while (question := interview.first_open()) is not None:
            assert interview.answer(question, "not-sure") == ""
        open_points = interview.assessment.open_points
        assert len(open_points) >= 8
        data = adapter.overview(workspace, product)
        assert len(data.provisional) == 4
        assert "more open points, each listed under the reasons" in data.provisional[-1]
        assert all(len(line) < 200 for line in data.provisional)
        listed = [step.change for step in data.steps if step.title.startswith("Open: ")]
        assert set(open_points) <= set(listed)
