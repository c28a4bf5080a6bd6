"""One walk over every screen, every kind of page of the interview and every dialog, in both looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from crasuite.domain.problem import Place, Problem
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import StoreError
from crasuite.interview.change_preview import impact_of
from crasuite.interview.help_book import HelpBook
from crasuite.interview.interview import RESULT
from crasuite.interview.risk_file import RiskFile
from crasuite.interview.sbom_file import SbomFile
from crasuite.interview.search_everything import Index, entries_of_pack
from crasuite.interview.technical_file import RequirementsFile
from crasuite.rules import Pack, load_pack
from crasuite.ui import adapter, jobs, texts
from crasuite.ui.dialogs.catalogue_dialog import CatalogueDialog
from crasuite.ui.dialogs.check_dialog import CheckDialog
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.error_dialog import ErrorDialog
from crasuite.ui.dialogs.evidence_dialog import EvidenceDialog
from crasuite.ui.dialogs.export_dialog import ExportDialog
from crasuite.ui.dialogs.help_dialog import HelpDialog
from crasuite.ui.dialogs.known_evidence_dialog import KnownEvidenceDialog
from crasuite.ui.dialogs.method_dialog import MethodDialog
from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.dialogs.places_dialog import PlacesDialog
from crasuite.ui.dialogs.reassessment_dialog import ReassessmentDialog
from crasuite.ui.dialogs.register_dialog import RegisterDialog
from crasuite.ui.dialogs.sample_dialog import SampleDialog
from crasuite.ui.dialogs.sbom_part_dialog import SbomPartDialog
from crasuite.ui.dialogs.sbom_release_dialog import SbomReleaseDialog
from crasuite.ui.dialogs.sbom_versions_dialog import SbomVersionsDialog
from crasuite.ui.dialogs.search_dialog import SearchDialog
from crasuite.ui.dialogs.standards_dialog import StandardsDialog
from crasuite.ui.dialogs.text_dialog import TextDialog
from crasuite.ui.main_window import DEADLINES, HISTORY, HOME, OVERVIEW, REQUIREMENTS, MainWindow
from crasuite.ui.product_screens import product_screens
from crasuite.ui.rows import SampleRow
from crasuite.ui.tokens import current
from crasuite.ui.widgets.class_badge import KINDS, badge_size, paint_badge
from crasuite.ui.widgets.status_chip import STATUSES, chip_size, paint_chip
from crasuite.ui.wizard.impact_dialog import ImpactDialog
from crasuite.ui.wizard.state_dialog import StateDialog
from tests.ui.checks import lay_out
from tests.ui.main_windows import main_windows, settle
from tests.ui.walk import Walk, ratio_of

UNSURE = "eu-market"
PAGES = (
    "manufacturer-name",
    "intended-purpose",
    "supply",
    "data-connection",
    "areas",
    "core-functionality",
    "categories-rejected",
    "standards-coverage",
    "procedure-choice",
    "support-years",
    "first-placed-on",
    RESULT,
    UNSURE,
)
"""One question of each kind, the result, and a question that nobody could answer yet."""


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
    walk, found = Walk(), []
    for screen in (HOME, DEADLINES, OVERVIEW, *(one.key for one in product_screens()), HISTORY):
        if screen == OVERVIEW:
            window.open_product(window.listed_products()[0].id)
        window.go(screen)
        qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
        lay_out(window)
        assert window.isActiveWindow(), "something was shown as a window of its own"
        assert window.grab().save(str(artefacts / f"window-{screen}-{look}.png"))
        found += walk.through(window, screen)
    window.open_product(window.listed_products()[0].id)
    window.explain_focus()
    lay_out(window)
    found += walk.through(window, "explanation")
    window.dock.close()
    found += through_the_interview(qtbot, walk, window, look, artefacts)
    assert not found, "\n".join(found)
    assert min(walk.counts[one] for one in ("text", "items", "outline", "focus")) > 5, walk.counts


def through_the_interview(qtbot, walk: Walk, window: MainWindow, look: str, artefacts: Path) -> list[str]:
    """One page of each kind, a point that is not sure, and the explanation beside them."""
    window.open_interview()
    wizard = window._wizards[window.chosen_product()]
    qtbot.waitUntil(wizard.isActiveWindow)
    wizard.resize(1280, 800)
    found = []
    for question in PAGES:
        if question == UNSURE:
            wizard.interview.answer(UNSURE, "not-sure")
        wizard.open_question(question)
        lay_out(wizard)
        assert wizard.grab().save(str(artefacts / f"wizard-{question}-{look}.png"))
        found += walk.through(wizard, f"interview, {question}")
    wizard.explain_step()
    lay_out(wizard)
    found += walk.through(wizard, "interview, explanation")
    wizard.close()
    return found


def dialogs(window: MainWindow) -> dict[str, Callable[[], QDialog]]:
    """Dialogs that need no more than a product with its technical file. The others have long ways to them;
    the tests that go those ways make the same checks."""
    workspace, product = window.session.workspace, window.chosen_product()
    requirements, risks = RequirementsFile(workspace, product), RiskFile(workspace, product)
    interview, pack = workspace.interview(product), window.session.pack
    sboms = SbomFile(workspace, product)
    part = sboms.parts()[0].name
    offers = risks.offers()
    problem = Problem("RISK-01", Place(RecordKind.REQUIREMENT, "annex-1-1-2-a"), "Part I (2)(a) rests on it.")
    work = adapter.export_work(workspace, product)
    book = HelpBook(pack)
    return {
        "ErrorDialog": lambda: ErrorDialog(
            StoreError("STORE-07", "Not saved.", "The disk is full.", "Free some.")
        ),
        "ConfirmDialog": lambda: ConfirmDialog(
            "Delete it?", "Undo brings it back.", "Delete", "Keep", window
        ),
        "NameDialog": lambda: NameDialog(
            "Rename", "What is it called?", "Rename", "AeroLock 2", parent=window
        ),
        "SampleDialog": lambda: SampleDialog(
            [SampleRow(one.key, one.name, one.description, "lock") for one in workspace.samples()], window
        ),
        "TextDialog": lambda: TextDialog("Keyboard", texts.KEYBOARD, window),
        "ExportDialog": lambda: ExportDialog("AeroLock 2", Path("out"), work, parent=window),
        "CheckDialog": lambda: CheckDialog(
            "Links", "Choose.", [("a", "One"), ("b", "Two")], {"a"}, "Use these"
        ),
        "PlacesDialog": lambda: PlacesDialog(
            "It cannot be deleted", "Change them first.", [problem], "Go there"
        ),
        "MethodDialog": lambda: MethodDialog(risks.view(), risks.usual_matrix(), window),
        "ReassessmentDialog": lambda: ReassessmentDialog(risks.today, ("Developer",), window),
        "CatalogueDialog": lambda: CatalogueDialog("AeroLock 2", offers, lambda _ids: offers, window),
        "EvidenceDialog": lambda: EvidenceDialog("link", parent=window),
        "KnownEvidenceDialog": lambda: KnownEvidenceDialog(
            requirements.other_evidence("annex-1-1-2-l"), "Part I (2)(l)", window
        ),
        "StandardsDialog": lambda: StandardsDialog(requirements, lambda _do: True, print, window),
        "SbomPartDialog": lambda: SbomPartDialog(["a.json", "b.json"], ["Device", ""], ["Device"], window),
        "SbomReleaseDialog": lambda: SbomReleaseDialog(sboms.versions(part)[0], window),
        "SbomVersionsDialog": lambda: SbomVersionsDialog(part, sboms.versions(part), parent=window),
        "RegisterDialog": lambda: RegisterDialog((), "AeroLock 2", window),
        "ImpactDialog": lambda: ImpactDialog(impact_of(interview, "data-connection", "no"), window),
        "StateDialog": lambda: StateDialog(interview, window),
        "SearchDialog": lambda: SearchDialog([Index(entries_of_pack(pack, book))], window),
        "HelpDialog": lambda: HelpDialog(book, window),
    }


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
    changes = window.session.undo_label()
    walk, found = Walk(), []
    for name, make in dialogs(window).items():
        assert comes_to_front(qtbot, window)
        field.setFocus()
        dialog = make()
        dialog.show()
        assert comes_to_front(qtbot, dialog), name
        if isinstance(dialog, SearchDialog):
            qtbot.waitUntil(dialog.is_ready)
            qtbot.keyClicks(dialog.field, "update")
        lay_out(dialog)
        if QApplication.focusWidget() is None or not dialog.isAncestorOf(QApplication.focusWidget()):
            found.append(f"{name}: the focus is not in it")
        assert dialog.grab().save(str(artefacts / f"dialog-{name.removesuffix('Dialog').lower()}-{look}.png"))
        found += walk.through(dialog, name)
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


def test_every_dialog_class_is_checked_here_or_where_it_is_used(
    project_root: Path, window: MainWindow
) -> None:
    ours = dialogs(window).keys()
    files = [file.read_text(encoding="utf-8") for file in (project_root / "tests" / "ui").rglob("test_*.py")]
    checked = [text for text in files if "check_all" in text]
    for file in (project_root / "crasuite" / "ui").rglob("*.py"):
        for name in re.findall(
            r"^class (\w+Dialog)\((?:Q|Form)Dialog\)", file.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert name in {*ours, "FormDialog"} or any(name in text for text in checked), name


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
