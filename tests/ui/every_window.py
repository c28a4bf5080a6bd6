"""Every screen, page and dialog of the program, shown one after the other for whoever looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

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
from crasuite.store.backups import contents_of
from crasuite.ui import adapter, jobs, texts
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
from crasuite.ui.main_window import DEADLINES, HISTORY, HOME, OVERVIEW, REPORTING, MainWindow
from crasuite.ui.pages.reporting_page import ReportingPage
from crasuite.ui.product_screens import product_screens
from crasuite.ui.rows import SampleRow
from crasuite.ui.wizard.impact_dialog import ImpactDialog
from crasuite.ui.wizard.interview_wizard import InterviewWizard
from crasuite.ui.wizard.state_dialog import StateDialog
from crasuite.ui.wizard.unsaved_dialog import UnsavedDialog
from tests.ui.checks import lay_out
from tests.ui.main_windows import NOW

SMALL_SCREEN = QSize(1280, 680)
FINDINGS = Path(__file__).parents[1] / "data" / "findings" / "lock-portal.vulnerabilities.cdx-1.6.json"
UNSURE = "eu-market"
CASES = ("BLE pairing bypass", "Cloud login outage")
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


def screens() -> tuple[str, ...]:
    """Every screen of the main window."""
    return HOME, DEADLINES, OVERVIEW, *(one.key for one in product_screens()), HISTORY


def show_screens(qtbot: Any, window: MainWindow) -> Iterator[str]:
    """Show each screen, then the explanation of the last one; what shows, by name."""
    for screen in screens():
        if screen == OVERVIEW:
            window.open_product(window.listed_products()[0].id)
        window.go(screen)
        at_rest(qtbot, window)
        yield screen
    window.open_product(window.listed_products()[0].id)
    window.explain_focus()
    lay_out(window)
    yield "explanation"
    window.dock.close()


def show_reporting(qtbot: Any, window: MainWindow) -> Iterator[str]:
    """Show each part of reporting, with a case at hand, which the sample does not have."""
    window.open_product(window.listed_products()[0].id)
    assert window.session.workspace is not None
    desk = ReportingFile(window.session.workspace, window.chosen_product())
    aware = NOW - timedelta(hours=3)
    desk.new_case(CaseKind.VULNERABILITY, CASES[0], aware=aware, zone="Europe/Amsterdam")
    desk.new_case(CaseKind.INCIDENT, CASES[1], opened=False)
    window.go(REPORTING)
    page = window.page(REPORTING)
    assert isinstance(page, ReportingPage)
    for button in page.segments.findChildren(QAbstractButton):
        button.click()
        at_rest(qtbot, window)
        yield f"reporting, {button.text()}"


def show_interview(
    qtbot: Any, window: MainWindow, width: int = 1280
) -> Iterator[tuple[InterviewWizard, str]]:
    """Show a page of each kind, a point that is not sure, and the explanation beside it."""
    window.open_product(window.listed_products()[0].id)
    window.open_interview()
    wizard = window.interviews.wizards[window.chosen_product()]
    qtbot.waitUntil(wizard.isActiveWindow)
    wizard.resize(width, 800)
    for question in PAGES:
        if question == UNSURE:
            wizard.interview.answer(UNSURE, "not-sure")
        wizard.open_question(question)
        lay_out(wizard)
        yield wizard, question
    wizard.explain_step()
    lay_out(wizard)
    yield wizard, "explanation"
    wizard.close()


def show_dialogs(qtbot: Any, window: MainWindow, searched: str = "update") -> Iterator[tuple[QWidget, str]]:
    """Show each dialog on the first product; the search finds what is searched for."""
    window.open_product(window.listed_products()[0].id)
    for name, make in dialogs(window).items():
        dialog = make()
        dialog.show()
        if isinstance(dialog, SearchDialog):
            qtbot.waitUntil(dialog.is_ready)
            dialog.field.setText(searched)
        at_rest(qtbot, dialog)
        yield dialog, name
        if isinstance(dialog, DrillWindow):
            dialog.throw_away()
        else:
            dialog.close()
            dialog.deleteLater()
        QApplication.processEvents()


def at_rest(qtbot: Any, window: QWidget) -> None:
    """Wait until no job runs and everything has its place."""
    qtbot.waitUntil(lambda: jobs.running() == 0, timeout=20_000)
    lay_out(window)


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
        CaseKind.VULNERABILITY, CASES[0], aware=NOW - timedelta(hours=3), zone="Europe/Amsterdam"
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
