"""The lists of findings that were imported, each with its source and age."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from crasuite.interview.reporting_views import FindingsLine, SourceLine
from crasuite.language import tr
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.row_model import Column, RowModel
from crasuite.ui.widgets.table import Table, in_card


class SourcesDialog(QDialog):
    """Newest first; an old list is marked in words."""

    def __init__(self, said: FindingsLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Imported lists"))
        self.model = RowModel(
            [
                Column(tr("Id"), lambda one: one.id, lambda one: one.id),
                Column(tr("File"), lambda one: one.name, lambda one: one.name.casefold()),
                Column(tr("Says today"), _worth, lambda one: one.is_old),
                Column(tr("Source and age"), lambda one: one.words, lambda one: one.words),
            ]
        )
        self.table = Table(tr("Imported lists"), self.model)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=1))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            width("F-0000") + 20,
            width("a-list-of-findings.json") + 30,
            width(tr("Nothing, too old")) + 30,
            None,
        )
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.set_rows(said.sources)
        close = button(tr("Close"), on_click=self.reject)
        layout = column(
            label(tr("Imported lists"), "headline"),
            label(said.words, wrap=True),
            in_card(self.table),
            row(None, close),
            spacing=12,
            margins=(22, 18, 22, 16),
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.resize(980, 420)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _worth(one: SourceLine) -> str:
    return tr("Nothing, too old") if one.is_old else tr("Checked")
