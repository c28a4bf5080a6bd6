"""A product with many answers "not sure": the overview stays short and every point can be reached."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack
from crasuite.ui import adapter
from crasuite.ui.widgets.folded_words import FoldedWords


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


def test_what_hangs_on_open_points_unfolds_by_keyboard(qtbot) -> None:
    laws = [f"Law {number}" for number in range(1, 12)]
    words = FoldedWords(lambda said: f"Depends on open points: {said}", laws, "muted", "laws")
    after = QPushButton("After")
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.addWidget(words)
    layout.addWidget(after)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    assert words.words.text() == "Depends on open points: Law 1, Law 2, Law 3"
    assert words.more.text() == "and 8 more"
    words.more.setFocus()
    qtbot.keyClick(words.more, Qt.Key.Key_Return)
    assert words.words.text() == "Depends on open points: " + ", ".join(laws[:-1]) + " and Law 11."
    assert not words.more.isVisible()
    assert after.hasFocus()
    few = FoldedWords(lambda said: f"Can change: {said}", laws[:4], "muted", "laws")
    qtbot.addWidget(few)
    few.show()
    assert few.words.text() == "Can change: Law 1, Law 2, Law 3 and Law 4."
    assert not few.more.isVisible()


def test_a_law_is_named_once_with_all_it_asks(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "b.crasuite", load_pack()) as workspace:
        for sample in workspace.samples():
            data = adapter.overview(workspace, workspace.add_sample(sample.key).id)
            names = [law.text for law in data.laws]
            assert len(names) == len(set(names)), sample.key
        record = adapter.overview(workspace, workspace.add_sample("ehr-system").id)
        assert any("\n" in law.note for law in record.laws), "two effects of one law are both told"
