"""A drill: the reporting screen on a copy of the file, in a window that says at all times that it is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QWidget

from crasuite.errors import UserFacingError
from crasuite.interview.drill import Drill, drill_report, start_drill
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_views import DrillReport
from crasuite.language import mark, tr
from crasuite.ui import crash
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.drill_report_dialog import DrillReportDialog
from crasuite.ui.pages.reporting_page import ReportingPage
from crasuite.ui.settings import Settings
from crasuite.ui.widgets.banner import Banner
from crasuite.ui.widgets.build import column, height_on_screen

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.main_window import MainWindow

_MINUTE_MS = 60_000
_EXPLANATION = mark(
    "You run a made-up event through reporting, from the first word of it to the recorded submission. "
    "All of it happens on a copy in a window of its own: your file is only read. At the end you get one page "
    "on how long each step took, and the copy is thrown away."
)


def open_drill(window: MainWindow, workspace: Workspace, product_id: int) -> DrillWindow | None:
    """Open a drill for a product beside the main window, after asking; None when there is none."""
    if not ConfirmDialog.ask(
        tr("Run a drill?"), tr(_EXPLANATION), tr("Start the drill"), tr("Not now"), window
    ):
        return None
    window.flush()
    try:
        drill = start_drill(workspace, product_id)
    except UserFacingError as error:
        crash.show_error(error)
        return None
    shown = DrillWindow(drill, window.settings, window)
    shown.page.explain.connect(window.explain)
    shown.show()
    return shown


class DrillWindow(QWidget):
    """Lives beside the main window. Closing it throws the copy away, after asking when something was done."""

    ended = Signal()

    def __init__(self, drill: Drill, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.drill = drill
        self._is_over = False
        workspace = drill.workspace
        self._desk = ReportingFile(workspace, drill.product_id)
        self._known = set(self._desk.cases())
        name = self._desk.product_name
        self.setWindowTitle(tr("Drill – {product}", product=name))
        self.setAccessibleName(tr("Drill: nothing here is real. {product}", product=name))
        self.banner = Banner(
            tr("Drill: nothing here is real"),
            tr(
                "A copy of the file of {product}. Open a case with New case, make up an event, and go on to "
                "the recorded submission. The copy is thrown away at the end.",
                product=name,
            ),
            tone="warn",
            icon="siren",
        )
        self.end_button = self.banner.add_button(tr("&End the drill…"), self.end)
        self.page = ReportingPage(settings)
        self.page.load(workspace, drill.product_id)
        workspace.on_change(self._reload)
        # Worked out from the wall clock each time, so a computer that slept shows the truth at the next tick.
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.page.tick)
        self._minute.start()
        layout = column(self.banner, self.page, spacing=0, margins=(0, 0, 0, 0))
        layout.setStretch(1, 1)
        # Qt reckons the smallest height as if wrapped lines were narrow.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(layout)
        self.setProperty("role", "page")
        self.resize(1120, height_on_screen(self, 680))
        for key, step in (
            (QKeySequence.StandardKey.Undo, workspace.undo),
            (QKeySequence.StandardKey.Redo, workspace.redo),
        ):
            shortcut = QShortcut(key, self)
            shortcut.activated.connect(lambda step=step: self._step(step))
        case_keys = QShortcut(QKeySequence("Ctrl+Shift+N"), self)
        case_keys.activated.connect(self.page.new_case)
        find_keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find_keys.activated.connect(self.page.go_to_filter)

    def _reload(self, _product_ids: object) -> None:
        if not self._is_over:
            self.page.load(self.drill.workspace, self.drill.product_id)

    def _step(self, step) -> None:  # type: ignore[no-untyped-def]
        self.page.flush()
        try:
            step()
        except UserFacingError as error:
            crash.show_error(error)

    # -- the end ---------------------------------------------------------------------------------------------

    def reports(self) -> list[DrillReport]:
        """One report for each case that was opened in the drill, in their order."""
        self.page.flush()
        found = sorted(set(self._desk.cases()) - self._known)
        return [drill_report(self.drill.workspace, one) for one in found if self._desk.case(one).opened]

    def end(self) -> None:
        """Show how long each step took, offer it as a file, and throw the copy away."""
        reports = self.reports()
        if not reports:
            if ConfirmDialog.ask(
                tr("End the drill?"),
                tr("No case was opened, so there is nothing to report on. The copy is thrown away."),
                tr("End the drill"),
                tr("Go on"),
                self,
            ):
                self.throw_away()
            return
        dialog = DrillReportDialog(self.drill, reports, self)
        if dialog.exec():
            self.throw_away()

    def throw_away(self) -> None:
        """Remove the copy and close; harmless when done twice."""
        if self._is_over:
            return
        self.page.flush()
        self._is_over = True
        self._minute.stop()
        self.drill.close()
        self.ended.emit()
        self.close()

    def copy_path(self) -> Path:
        """Where the copy lies."""
        return self.drill.path

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._is_over:
            event.ignore()
            self.end()
            return
        super().closeEvent(event)
