"""One walk over every screen, every kind of page of the interview and every dialog, in both looks."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
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
from crasuite.domain.case import CaseKind
from crasuite.domain.problem import Place, Problem
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import StoreError
from crasuite.interview.change_preview import impact_of
from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.drill import drill_report, start_drill
from crasuite.interview.findings_file import FindingsImport
from crasuite.interview.help_book import HelpBook
from crasuite.interview.interview import RESULT
from crasuite.interview.pack_book import reasons_since
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.risk_file import RiskFile
from crasuite.interview.sbom_file import SbomFile, compare_records
from crasuite.interview.search_everything import Index, entries_of_pack
from crasuite.interview.technical_file import RequirementsFile
from crasuite.rules import Pack, load_pack
from crasuite.store.backups import contents_of
from crasuite.ui import adapter, jobs, texts, theme
from crasuite.ui.dialogs.advisory_dialog import AdvisoryDialog
from crasuite.ui.dialogs.awareness_dialog import AwarenessDialog
from crasuite.ui.dialogs.backups_dialog import BackupsDialog
from crasuite.ui.dialogs.catalogue_dialog import CatalogueDialog
from crasuite.ui.dialogs.check_dialog import CheckDialog
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.decide_dialog import DecideDialog
from crasuite.ui.dialogs.drill_report_dialog import DrillReportDialog
from crasuite.ui.dialogs.error_dialog import ErrorDialog
from crasuite.ui.dialogs.evidence_dialog import EvidenceDialog
from crasuite.ui.dialogs.export_dialog import ExportDialog
from crasuite.ui.dialogs.findings_dialog import FindingsDialog
from crasuite.ui.dialogs.help_dialog import HelpDialog
from crasuite.ui.dialogs.import_checklist_dialog import ImportChecklistDialog
from crasuite.ui.dialogs.known_evidence_dialog import KnownEvidenceDialog
from crasuite.ui.dialogs.method_dialog import MethodDialog
from crasuite.ui.dialogs.moment_dialog import MomentDialog
from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.dialogs.new_case_dialog import NewCaseDialog
from crasuite.ui.dialogs.pack_dialog import PackDialog
from crasuite.ui.dialogs.paper_dialog import PaperDialog
from crasuite.ui.dialogs.places_dialog import PlacesDialog
from crasuite.ui.dialogs.reassessment_dialog import ReassessmentDialog
from crasuite.ui.dialogs.register_dialog import RegisterDialog
from crasuite.ui.dialogs.sample_dialog import SampleDialog
from crasuite.ui.dialogs.sbom_compare_dialog import SbomCompareDialog
from crasuite.ui.dialogs.sbom_part_dialog import SbomPartDialog
from crasuite.ui.dialogs.sbom_release_dialog import SbomReleaseDialog
from crasuite.ui.dialogs.sbom_versions_dialog import SbomVersionsDialog
from crasuite.ui.dialogs.search_dialog import SearchDialog
from crasuite.ui.dialogs.sources_dialog import SourcesDialog
from crasuite.ui.dialogs.standards_dialog import StandardsDialog
from crasuite.ui.dialogs.submission_dialog import SubmissionDialog
from crasuite.ui.dialogs.text_dialog import TextDialog
from crasuite.ui.drill_window import DrillWindow
from crasuite.ui.main_window import DEADLINES, HISTORY, HOME, OVERVIEW, REPORTING, REQUIREMENTS, MainWindow
from crasuite.ui.pages.page import Page
from crasuite.ui.pages.reporting_page import ReportingPage
from crasuite.ui.product_screens import product_screens
from crasuite.ui.rows import SampleRow
from crasuite.ui.tokens import current
from crasuite.ui.widgets.class_badge import KINDS, badge_size, paint_badge
from crasuite.ui.widgets.status_chip import STATUSES, chip_size, paint_chip
from crasuite.ui.wizard.impact_dialog import ImpactDialog
from crasuite.ui.wizard.state_dialog import StateDialog
from crasuite.ui.wizard.unsaved_dialog import UnsavedDialog
from tests.ui import checks
from tests.ui.checks import lay_out
from tests.ui.main_windows import NOW, main_windows, settle
from tests.ui.walk import Walk, ratio_of

ABSTRACT = {"FormDialog", "InterviewPage", "Page", "ProductPage"}
"""Never shown as themselves."""
SMALL_SCREEN = QSize(1280, 680)
FINDINGS = Path(__file__).parents[1] / "data" / "findings" / "lock-portal.vulnerabilities.cdx-1.6.json"
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
    for screen in screens():
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


def screens() -> tuple[str, ...]:
    """Every screen of the main window."""
    return HOME, DEADLINES, OVERVIEW, *(one.key for one in product_screens()), HISTORY


def test_every_part_of_reporting(qtbot, look: str, window: MainWindow, artefacts: Path) -> None:
    """With a case at hand, which the sample does not have."""
    window.open_product(window.listed_products()[0].id)
    workspace = window.session.workspace
    assert workspace is not None
    desk = ReportingFile(workspace, window.chosen_product())
    desk.new_case(
        CaseKind.VULNERABILITY, "BLE pairing bypass", aware=NOW - timedelta(hours=3), zone="Europe/Amsterdam"
    )
    desk.new_case(CaseKind.INCIDENT, "Cloud login outage", opened=False)
    window.go(REPORTING)
    page = window.page(REPORTING)
    assert isinstance(page, ReportingPage)
    walk, found = Walk(), []
    for button in page.segments.findChildren(QAbstractButton):
        button.click()
        qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
        lay_out(window)
        name = button.text().split()[0].replace("&", "").lower()
        assert window.grab().save(str(artefacts / f"walk-reporting-{name}-{look}.png"))
        found += walk.through(window, f"reporting, {button.text()}")
    assert not found, "\n".join(found)


def through_the_interview(qtbot, walk: Walk, window: MainWindow, look: str, artefacts: Path) -> list[str]:
    """One page of each kind, a point that is not sure, and the explanation beside them."""
    window.open_interview()
    wizard = window.interviews.wizards[window.chosen_product()]
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


def dialogs(window: MainWindow) -> dict[str, Callable[[], QWidget]]:
    """Every dialog of the program by the name of its class, on a product with its technical file and a case.

    The one list: a class that is missing here fails `test_every_dialog_and_page_is_in_the_walk`.
    """
    workspace, product = window.session.workspace, window.chosen_product()
    assert workspace is not None
    assert window.session.file is not None
    path = window.session.file.path
    desk = ReportingFile(workspace, product)
    case_id = desk.new_case(
        CaseKind.VULNERABILITY, "BLE pairing bypass", aware=NOW - timedelta(hours=3), zone="Europe/Amsterdam"
    )
    findings = FindingsImport.read(workspace, product, FINDINGS)
    drill = start_drill(workspace, product)
    drilled = ReportingFile(drill.workspace, drill.product_id).new_case(
        CaseKind.VULNERABILITY, "Made-up bypass", aware=NOW - timedelta(hours=3), zone="Europe/Amsterdam"
    )
    checklist = path.with_name("checklist.xlsx")
    DocumentsFile(workspace, product).paper_work("RC")(checklist)
    settings = window.settings
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
        "TextDialog": lambda: TextDialog("Keyboard", texts.keyboard(), window),
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
        "AdvisoryDialog": lambda: AdvisoryDialog(desk, case_id, window),
        "AwarenessDialog": lambda: AwarenessDialog(desk, case_id, window),
        "DecideDialog": lambda: DecideDialog(desk, case_id, window),
        "MomentDialog": lambda: MomentDialog(
            desk, case_id, "Users told", "When you told them.", None, window
        ),
        "NewCaseDialog": lambda: NewCaseDialog(desk, "", window),
        "SubmissionDialog": lambda: SubmissionDialog(desk, case_id, "vulnerability-early-warning", window),
        "BackupsDialog": lambda: BackupsDialog(
            window.session.backups,
            lambda backup: contents_of(backup.path if backup is not None else path),
            window.session.back_up_by_hand(),
            parent=window,
        ),
        "DrillReportDialog": lambda: DrillReportDialog(
            drill, [drill_report(drill.workspace, drilled)], window
        ),
        "FindingsDialog": lambda: FindingsDialog(findings, window),
        "SourcesDialog": lambda: SourcesDialog(desk.findings_state(), window),
        "ImportChecklistDialog": lambda: ImportChecklistDialog(workspace, product, checklist, window),
        "PackDialog": lambda: PackDialog(
            [(product, "AeroLock 2")],
            workspace.pack_change,
            lambda _ids: True,
            reasons_since,
            version=pack.manifest.version,
            parent=window,
        ),
        "PaperDialog": lambda: PaperDialog("Early warning", "<p>What the report says.</p>", window),
        "SbomCompareDialog": lambda: SbomCompareDialog(
            sboms.versions(part),
            sboms.versions(part)[-1].id,
            sboms.versions(part)[0].id,
            lambda first, second, handle: compare_records(workspace.repository, first, second, handle.check),
            window,
        ),
        "UnsavedDialog": lambda: UnsavedDialog(
            StoreError("STORE-07", "Not saved.", "The disk is full.", "Free some."),
            ["Name: AeroLock"],
            window,
        ),
        "DrillWindow": lambda: DrillWindow(drill, settings, window),
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
    made = dialogs(window)
    settle(qtbot, window)
    changes = window.session.undo_label()
    walk, found = Walk(), []
    for name, make in made.items():
        assert comes_to_front(qtbot, window)
        field.setFocus()
        dialog = make()
        dialog.show()
        assert comes_to_front(qtbot, dialog), name
        if isinstance(dialog, SearchDialog):
            qtbot.waitUntil(dialog.is_ready)
            qtbot.keyClicks(dialog.field, "update")
        qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
        lay_out(dialog)
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
    assert missing == set(), "add them to `dialogs`, or to the screens"


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


def test_no_dialog_cuts_words_in_letters_of_half_more_size(
    qtbot, qapp, tmp_path: Path, pack: Pack, monkeypatch
) -> None:
    """15 in place of 10 points: what is cut, or reaches over an edge."""
    usual = QFont(qapp.font())
    qapp.setFont(QFont("Inter", 15))
    theme.apply(qapp, "light")
    found = []
    try:
        with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
            window = start()
            assert window.session.workspace is not None
            window.session.workspace.add_sample("smart-door-lock")
            settle(qtbot, window)
            window.open_product(window.listed_products()[0].id)
            for name, make in dialogs(window).items():
                dialog = make()
                dialog.show()
                qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
                lay_out(dialog)
                found += [f"{name}: {one}" for one in (*checks.clipped(dialog), *checks.outside(dialog))]
                if isinstance(dialog, DrillWindow):
                    dialog.throw_away()
                else:
                    dialog.close()
                    dialog.deleteLater()
    finally:
        qapp.setFont(usual)
        theme.apply(qapp, "light")
    assert not found, "\n".join(found)
