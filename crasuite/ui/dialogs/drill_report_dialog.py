"""What a drill showed: how long each step took, on one page that can be kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from crasuite.errors import UserFacingError
from crasuite.interview.drill import Drill
from crasuite.interview.reporting_papers import ReportingPapers
from crasuite.interview.reporting_views import DrillReport, DrillStep
from crasuite.language import tr
from crasuite.ui import crash
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.dialogs import files
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.row_model import Column, RowModel
from crasuite.ui.widgets.table import Table, in_card


class DrillReportDialog(QDialog):
    """Accepted: the drill is over. Rejected: it goes on."""

    def __init__(self, drill: Drill, reports: Sequence[DrillReport], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drill, self._reports = drill, list(reports)
        self.setWindowTitle(tr("Report of the drill"))
        self.case_box = QComboBox()
        self.case_box.setAccessibleName(tr("Case"))
        for one in reports:
            self.case_box.addItem(f"{one.case_id}  {one.title}")
        self.case_box.setVisible(len(reports) > 1)
        self.case_box.currentIndexChanged.connect(lambda _at: self._show())
        self.heading = label("", "headline", wrap=True)
        self._words = label("", wrap=True)
        self._words.setMinimumWidth(400)
        self.model = RowModel(
            [
                Column(tr("Step"), lambda one: one.title, lambda one: one.title),
                Column(tr("Took"), lambda one: one.took_words if one.is_done else tr("Not done"), _order),
                Column(tr("Since the start"), lambda one: one.since_start_words, _order),
            ]
        )
        self.table = Table(tr("Steps of the drill"), self.model)
        self.table.setSortingEnabled(False)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=0))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            None, width(tr("less than 1 min")) + 30, width(tr("Since the start")) + 60
        )
        self.saved = label("", "caption", wrap=True)
        self.go_on_button = button(tr("&Go on with the drill"), on_click=self.reject)
        self.save_button = button(tr("Save as &Word…"), icon_name="file-text", on_click=self.save)
        self.end_button = button(tr("&End, throw the copy away"), "primary", on_click=self.accept)
        layout = column(
            self.heading,
            self.case_box,
            self._words,
            in_card(self.table),
            self.saved,
            row(self.go_on_button, None, self.save_button, self.end_button),
            spacing=10,
            margins=(22, 18, 22, 16),
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.resize(760, 560)
        self._show()
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def report(self) -> DrillReport:
        """The report shown."""
        return self._reports[max(0, self.case_box.currentIndex())]

    def save(self) -> None:
        """Write the page as Word, to be kept when the copy is gone."""
        papers = ReportingPapers(self._drill.workspace, self._drill.product_id)
        start = Path.home() / f"Drill {self._drill.workspace.today.isoformat()}.docx"
        target = files.ask_to_save(self, tr("Report of the drill"), start, tr("Word documents (*.docx)"))
        if target is None:
            return
        try:
            papers.write_drill(self.report(), target)
        except UserFacingError as error:
            crash.show_error(error)
            return
        self.saved.setText(tr("The report is in {file}.", file=target.name))
        self.end_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        report = self.report()
        self.heading.setText(
            tr(
                "{case}: {span} from start to last step",
                case=report.title or report.case_id,
                span=report.total_words,
            )
        )
        self._words.setText("\n".join(report.words))
        self.model.set_rows(report.steps)


def _order(one: DrillStep) -> float:
    return one.at.timestamp() if one.at is not None else float("inf")
