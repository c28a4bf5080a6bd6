"""One walk over every screen, every kind of page of the interview and every dialog, in both looks."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QToolButton,
    QWidget,
    QWizardPage,
)

from crasuite import ui
from crasuite.rules import Pack, load_pack
from crasuite.ui.dialogs.search_dialog import SearchDialog
from crasuite.ui.drill_window import DrillWindow
from crasuite.ui.main_window import REQUIREMENTS, MainWindow
from crasuite.ui.pages.page import Page
from crasuite.ui.tokens import current
from crasuite.ui.widgets.class_badge import KINDS, badge_size, paint_badge
from crasuite.ui.widgets.status_chip import STATUSES, chip_size, paint_chip
from tests.ui import every_window
from tests.ui.every_window import SMALL_SCREEN, at_rest, dialogs, screens
from tests.ui.main_windows import main_windows, settle
from tests.ui.walk import Walk, ratio_of

ABSTRACT = {"FormDialog", "InterviewPage", "Page", "ProductPage", "QuestionDesk"}
"""Never shown as themselves."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[MainWindow]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        for key in ("smart-door-lock", "wellness-wearable", "patient-monitor", "hardware-security-module"):
            window.session.workspace.add_sample(key)
        settle(qtbot, window)
        window.resize(1280, 800)
        yield window


def test_every_screen(qtbot, look: str, window: MainWindow, artefacts: Path) -> None:
    walk, found = Walk(colours_only=look == "dark"), []
    for screen in every_window.show_screens(qtbot, window):
        assert window.isActiveWindow(), "something was shown as a window of its own"
        assert window.grab().save(str(artefacts / f"window-{screen}-{look}.png"))
        found += walk.through(window, screen)
    for wizard, page in every_window.show_interview(qtbot, window):
        assert wizard.grab().save(str(artefacts / f"wizard-{page}-{look}.png"))
        found += walk.through(wizard, f"interview, {page}")
    assert not found, "\n".join(found)
    assert min(walk.counts[one] for one in ("text", "items", "outline", "focus")) > 5, walk.counts


def test_every_part_of_reporting(qtbot, look: str, window: MainWindow, artefacts: Path) -> None:
    walk, found = Walk(colours_only=look == "dark"), []
    for part in every_window.show_reporting(qtbot, window):
        name = part.split()[1].replace("&", "").lower()
        assert window.grab().save(str(artefacts / f"walk-reporting-{name}-{look}.png"))
        found += walk.through(window, part)
    assert not found, "\n".join(found)


def comes_to_front(qtbot, window: QWidget) -> bool:
    """Without a window manager, closing one window may come after showing the next."""

    def is_there() -> bool:
        window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(is_there, timeout=3000)
    return True


def test_every_dialog(qtbot, look: str, window: MainWindow, artefacts: Path) -> None:
    """All checks, and: Escape closes it, nothing happens, and the focus is where it was."""
    window.open_product(window.listed_products()[0].id)
    window.go(REQUIREMENTS)
    field = window.page(REQUIREMENTS).search
    made = dialogs(window)
    settle(qtbot, window)
    changes = window.session.undo_label()
    walk, found = Walk(colours_only=look == "dark"), []
    for name, make in made.items():
        assert comes_to_front(qtbot, window)
        field.setFocus()
        dialog = make()
        dialog.show()
        assert comes_to_front(qtbot, dialog), name
        if isinstance(dialog, SearchDialog):
            qtbot.waitUntil(dialog.is_ready)
            qtbot.keyClicks(dialog.field, "update")
        at_rest(qtbot, dialog)
        if dialog.width() > SMALL_SCREEN.width() or dialog.height() > SMALL_SCREEN.height():
            found.append(f"{name}: {dialog.width()}×{dialog.height()} is larger than a small screen")
        if QApplication.focusWidget() is None or not dialog.isAncestorOf(QApplication.focusWidget()):
            found.append(f"{name}: the focus is not in it")
        assert dialog.grab().save(str(artefacts / f"dialog-{name.removesuffix('Dialog').lower()}-{look}.png"))
        found += walk.through(dialog, name)
        if isinstance(dialog, DrillWindow):  # a window, which Escape leaves alone
            dialog.throw_away()
            continue
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
        if dialog.isVisible():  # one press may only empty a field
            QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
        if dialog.isVisible():
            found.append(f"{name}: Escape does not close it")
            dialog.close()
        assert comes_to_front(qtbot, window), name
        if QApplication.focusWidget() is not field:
            found.append(f"{name}: the focus did not come back")
        dialog.deleteLater()
    assert window.session.undo_label() == changes
    assert not found, "\n".join(found)


def test_every_dialog_and_page_is_in_the_walk(window: MainWindow) -> None:
    """What is shown as a window of its own or as a screen, by its class, wherever it is written."""
    for module in pkgutil.walk_packages(ui.__path__, "crasuite.ui."):
        importlib.import_module(module.name)
    window.open_product(window.listed_products()[0].id)
    walked = {*dialogs(window).keys(), *ABSTRACT, *(type(window.page(one)).__name__ for one in screens())}
    walked |= {"InterviewWizard", "MainWindow", "QuestionPage", "ResultPage"}
    ours = {one for kind in (QDialog, QMainWindow, Page, QWizardPage) for one in subclasses(kind)}
    missing = {one.__name__ for one in ours if one.__module__.startswith("crasuite.")} - walked
    assert missing == set(), "add them to `every_window.dialogs`, or to the screens"


def subclasses(kind: type) -> Iterator[type]:
    """All classes made from one, at any depth."""
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_the_walk_finds_each_fault(qtbot, qapp) -> None:
    """A window with one fault of each kind."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 400)
    faint = QLabel("too faint to read", window)
    palette = faint.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#B0B0B0"))
    faint.setPalette(palette)
    faint.setAutoFillBackground(True)
    faint.setGeometry(10, 10, 200, 30)
    cut = QLabel("A label with more words than it has room for", window)
    cut.setGeometry(10, 50, 60, 20)
    nameless = QLineEdit(window)
    nameless.setGeometry(10, 80, 200, 40)
    small = QToolButton(window)
    small.setAccessibleName("Small")
    small.setGeometry(10, 130, 16, 16)
    small.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for place, text in enumerate(("&One", "&Other")):
        button = QPushButton(text, window)
        button.setGeometry(10 + 120 * place, 160, 100, 40)
    plain = QPushButton("Go on", window)
    plain.setDefault(True)
    plain.setGeometry(10, 210, 100, 40)
    unseen = QWidget(window)
    unseen.setAccessibleName("Unseen")
    unseen.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    unseen.setGeometry(10, 260, 100, 40)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    found = "\n".join(Walk().through(window, "window"))
    for fault in (
        "no name: QLineEdit",
        "cut: 'A label with more",
        "two meanings: Alt+O",
        "no letter: button 'Go on'",
        "too small: 16×16 QToolButton Small",
        ":1: 'too faint to read'",
        "focus not seen (0 px): QWidget Unseen",
    ):
        assert fault in found, found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ground", ["surface", "accent_soft"])
def test_badges_are_readable_as_painted(look: str, kind: str, ground: str, qapp) -> None:
    size = badge_size(kind, 22, qapp.font())
    picture = painted(
        size, ground, lambda painter: paint_badge(painter, QRectF(QPoint(0, 0), size), kind, 22, qapp.font())
    )
    text = picture.copy(3 * 30, 3 * 6, picture.width() - 3 * 40, picture.height() - 3 * 12)
    assert ratio_of(text) >= 4.5


@pytest.mark.parametrize("status", STATUSES)
def test_chips_are_readable_as_painted(look: str, status: str, qapp) -> None:
    words, icon, tone = STATUSES[status]
    size = chip_size(words, qapp.font())
    picture = painted(
        size,
        "accent_soft",
        lambda painter: paint_chip(painter, QRect(QPoint(0, 0), size), icon, words, tone, qapp.font()),
    )
    drawing = picture.copy(3 * 7, 3 * 4, 3 * 14, picture.height() - 3 * 8)
    text = picture.copy(3 * 26, 3 * 4, picture.width() - 3 * 34, picture.height() - 3 * 8)
    assert ratio_of(drawing) >= 3.0
    assert ratio_of(text) >= 4.5


def painted(size: QSize, ground: str, paint: Callable[[QPainter], None]) -> QImage:
    """What is drawn on a ground, three times as large."""
    picture = QImage(size * 3, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(3)
    picture.fill(QColor(current().color(ground)))
    painter = QPainter(picture)
    paint(painter)
    painter.end()
    return picture
