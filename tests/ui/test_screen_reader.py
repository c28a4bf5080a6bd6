"""What a screen reader gets: the tree of names, roles, states and values, and what is said without asking."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from crasuite.rules import Pack, load_pack
from crasuite.ui import heading_role
from crasuite.ui.main_window import DEADLINES, HISTORY, HOME, OVERVIEW, MainWindow
from crasuite.ui.product_screens import product_screens
from crasuite.ui.widgets.build import label
from crasuite.ui.widgets.verdict_panel import VerdictPanel
from tests.ui.checks import lay_out
from tests.ui.main_windows import main_windows, settle

Role, Text = QAccessible.Role, QAccessible.Text
_MOST_CHILDREN = 60
_LISTS = (Role.List, Role.Tree, Role.Table)
_COMPOSED = (Role.ComboBox, Role.SpinBox)
_ITEMS = (Role.ListItem, Role.TreeItem, Role.Cell)


class Node:
    """One thing in the tree, read through Qt's interface for assistive technology."""

    def __init__(self, interface, depth: int = 0) -> None:
        self.role = interface.role()
        self.name = interface.text(Text.Name)
        self.description = interface.text(Text.Description)
        self.value = interface.text(Text.Value)
        attributes = interface.attributesInterface()
        level = attributes.attributeValue(QAccessible.Attribute.Level) if attributes is not None else None
        self.level = level if self.role == Role.Heading else 0
        state = interface.state()
        words = (
            "focusable",
            "focused",
            "disabled",
            "checked",
            "checkable",
            "selected",
            "expanded",
            "readOnly",
        )
        self.states = [word for word in words if getattr(state, word)]
        # Items that are scrolled away still belong to their list.
        self.is_visible = not state.invisible or self.role in _ITEMS
        self.depth = depth
        self.children: list[Node] = []
        if depth < 25 and self.is_visible:
            children = (interface.child(at) for at in range(interface.childCount()))
            nodes = (Node(one, depth + 1) for one in children if one is not None and one.isValid())
            # Of hidden questions there are many before the one that shows.
            self.children = list(islice((one for one in nodes if one.is_visible), _MOST_CHILDREN))

    def all(self) -> Iterator[Node]:
        """This one and everything in it that shows."""
        if self.is_visible:
            yield self
            for child in self.children:
                yield from child.all()

    def lines(self) -> Iterator[str]:
        """The tree as text, one line each."""
        for one in self.all():
            more = [one.name, one.description and f"({one.description})", one.value and f"= {one.value}"]
            said = " ".join(part for part in more if part).replace("\n", " / ")
            yield f"{'  ' * one.depth}{one.role.name}: {said} {' '.join(one.states)}".rstrip()


def tree(widget: QWidget, artefacts: Path, name: str) -> Node:
    """Read the tree and keep it as a text a person may look at."""
    lay_out(widget)
    node = Node(QAccessible.queryAccessibleInterface(widget))
    (artefacts / f"screen-reader-{name}.txt").write_text("\n".join(node.lines()) + "\n", encoding="utf-8")
    return node


def problems(root: Node) -> list[str]:
    """What would be said wrongly or not at all."""
    found = []
    parts = {id(part) for one in root.all() if one.role in _COMPOSED for part in one.children}
    for one in root.all():
        at = f"{one.role.name} {one.name!r}"
        # A cell may be empty, and the line inside a drop-down goes by the name of the whole.
        needs_name = one.role != Role.Cell and id(one) not in parts
        if needs_name and "focusable" in one.states and "disabled" not in one.states and not one.name.strip():
            found.append(f"{at} has no name, in a tree of depth {one.depth}")
        if one.role in _LISTS and not one.name.strip():
            found.append(f"{at} does not say what it lists")
        if one.role in (Role.RadioButton, Role.CheckBox, Role.PushButton) and "&" in one.name:
            found.append(f"{at} reads its mark aloud")
        if one.role in (Role.RadioButton, Role.CheckBox) and "checkable" not in one.states:
            found.append(f"{at} does not say that it can be chosen")
    return found


def named(root: Node, role: QAccessible.Role, name: str = "") -> list[Node]:
    """All of a role, whose name begins so."""
    return [one for one in root.all() if one.role == role and one.name.startswith(name)]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(autouse=True)
def _listening() -> Iterator[None]:
    """As if a screen reader ran: Qt then keeps its tree up to date."""
    heading_role.install()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        window.session.workspace.add_sample("smart-door-lock")
        settle(qtbot, window)
        window.resize(1280, 800)
        yield window


def test_the_screens_make_sense(qtbot, window: MainWindow, artefacts: Path) -> None:
    product = window.listed_products()[0]
    wrong = []
    for screen in (HOME, DEADLINES, OVERVIEW, *(one.key for one in product_screens()), HISTORY):
        if screen == OVERVIEW:
            window.open_product(product.id)
        window.go(screen)
        root = tree(window, artefacts, screen)
        wrong += [f"{screen}: {one}" for one in problems(root)]
        page = window.page(screen)
        heading = named(root, Role.Heading, page.heading.text())[0]
        assert heading.level == 1, screen
        sidebar = named(root, Role.List, "Screens")[0]
        entries = [one.name for one in sidebar.children if one.role == Role.ListItem]
        assert any(one.startswith("All deadlines") for one in entries), screen
        if screen == HOME:
            table = named(root, Role.Table, "Products")[0]
            cells = [one.name for one in table.children if one.role == Role.Cell]
            heads = [one.name for one in table.children if one.role == Role.ColumnHeader]
            assert product.name in " ".join(cells)
            assert any(one.startswith("Important, class I") for one in cells)
            assert "Class" in " ".join(heads)
        if screen == OVERVIEW:
            dates = next(one for one in root.all() if one.name == "Dates" and "focusable" in one.states)
            assert "The whole law applies (set by law)" in dates.description
            badge = [one for one in root.all() if one.description.startswith("Important product, class I")]
            assert badge
        if screen == "requirements":
            items = [one.name for one in named(root, Role.TreeItem)]
            assert any("Security updates" in one for one in items), items[:8]
        if screen == HISTORY:
            assert len(named(root, Role.Cell)) > 4
    assert not wrong, "\n".join(wrong)


def test_the_interview_makes_sense(qtbot, window: MainWindow, artefacts: Path, said: list[str]) -> None:
    window.open_product(window.listed_products()[0].id)
    window.open_interview("data-connection")
    wizard = window.interviews.wizards[window.chosen_product()]
    qtbot.waitUntil(wizard.isActiveWindow)
    root = tree(wizard, artefacts, "interview")
    assert problems(root) == []
    answers = {one.name: one for one in named(root, Role.RadioButton)}
    assert {"Yes", "No", "I'm not sure"} <= answers.keys()
    assert "checked" in answers["Yes"].states
    assert "checked" not in answers["No"].states
    assert answers["Yes"].description  # what it would change
    page = wizard.currentPage()
    assert page.accessibleName() in [one.name for one in named(root, Role.Heading) if one.level == 1]
    for button in ("Back", "Next", "Save and close", "Explain this step"):
        assert named(root, Role.PushButton, button), button
    wizard.close()


def test_titles_are_headings_for_as_long_as_they_exist(qtbot) -> None:
    """Qt owns what a screen reader sees and deletes it with the title; nothing may be deleted twice."""

    def heading_of(title: QWidget) -> Node:
        return Node(QAccessible.queryAccessibleInterface(title))

    for _ in range(100):
        title, section, plain = label("Dates", "title"), label("Next", "section"), label("Soon", "muted")
        assert (heading_of(title).role, heading_of(title).level) == (Role.Heading, 1)
        assert (heading_of(section).role, heading_of(section).level) == (Role.Heading, 2)
        assert heading_of(plain).role == Role.StaticText
        title.setText("All dates")
        assert heading_of(title).name == "All dates"
        title.deleteLater()
        QApplication.sendPostedEvents(title, QEvent.Type.DeferredDelete)
        del section
    gc.collect()
    assert sum(isValid(one) for one in heading_role._kept) < 200


_TITLES_FIRST = """
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
app = QApplication([])
QAccessible.setActive(True)
from crasuite.ui import heading_role
from crasuite.ui.widgets.build import label
title = label("Products", "title")
before = QAccessible.queryAccessibleInterface(title).role().name
heading_role.install()
heading_role.install()
print(before, QAccessible.queryAccessibleInterface(title).role().name)
"""


def test_a_title_that_was_read_before_becomes_a_heading(project_root: Path) -> None:
    """The program makes them headings once its first screen shows, and leaves without a fault."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", _TITLES_FIRST],
        cwd=project_root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "StaticText Heading"), done.stderr


def test_a_changed_verdict_is_announced_once(qtbot, said: list[str]) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.set_state("Still open", tone="warn")
    panel.show()
    assert said == []  # nothing changed in front of the user yet
    panel.set_state("The law applies", "Class I", tone="ok")
    panel.set_state("The law applies", "Class II", tone="ok")
    assert said == ["The law applies"]
    panel.set_state("The law does not apply", tone="neutral")
    assert said == ["The law applies", "The law does not apply"]


def test_an_answer_that_changes_the_verdict_is_announced(
    qtbot, window: MainWindow, said: list[str], monkeypatch
) -> None:
    from crasuite.ui.wizard.impact_dialog import ImpactDialog

    monkeypatch.setattr(ImpactDialog, "ask", classmethod(lambda *_: True))
    window.open_product(window.listed_products()[0].id)
    window.open_interview("data-connection")
    wizard = window.interviews.wizards[window.chosen_product()]
    qtbot.waitUntil(wizard.isActiveWindow)
    no = next(card.button for card in wizard.currentPage().body.group.cards if card.button.text() == "&No")
    no.click()
    assert any("not apply" in one for one in said), said
    wizard.close()


def test_results_are_announced_while_the_focus_stays_in_the_field(qtbot, said: list[str]) -> None:
    from crasuite.interview.search_everything import Entry, Index, Kind
    from crasuite.ui.dialogs.search_dialog import SearchDialog

    entries = [Entry(Kind.PRODUCT, "1", "Door lock"), Entry(Kind.PRODUCT, "2", "Door bell")]
    dialog = SearchDialog([Index(entries)])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.is_ready)
    qtbot.keyClicks(dialog.field, "door")
    qtbot.waitUntil(lambda: said == ["2 results. First: Door bell"])
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    assert said[-1] == "Door lock, Products"
