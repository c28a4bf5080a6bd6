"""Chooses among the evidence that other requirements have already."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from crasuite.interview.requirement_views import EvidenceLine
from crasuite.language import tr
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.widgets.build import column, label, row
from crasuite.ui.widgets.row_model import Column, RowFilter, RowModel
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.table import Table, in_card


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Name"), lambda line: line.record.name, lambda line: line.record.name.casefold()),
        Column(tr("What it is"), lambda line: line.detail, lambda line: line.detail.casefold()),
        Column(tr("Proves"), lambda line: ", ".join(line.also_proves) or "–", lambda line: line.also_proves),
    )


class KnownEvidenceDialog(QDialog):
    """`ask` gives the chosen ids."""

    def __init__(self, lines: Sequence[EvidenceLine], ref: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Evidence of another requirement"))
        self.model = RowModel(_columns())
        self.filter = RowFilter(self.model)
        self.model.set_rows(list(lines))
        self.search = SearchField(tr("Find evidence"))
        self.table = Table(tr("Evidence of other requirements"), self.filter)
        self.table.setSelectionMode(Table.SelectionMode.ExtendedSelection)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=0))
        self.table.set_row_height(self.fontMetrics().height() + 16)
        width = self.fontMetrics().averageCharWidth
        self.table.set_column_widths(None, width() * 32, width() * 24)
        self.search.textChanged.connect(self.filter.set_words)
        self.search.leave.connect(self.table.setFocus)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.addButton(tr("Attach"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.table.activated.connect(lambda *_: self.accept())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._check())
        empty = label(tr("No other requirement has evidence yet."), "muted")
        empty.setVisible(not lines)
        self.setLayout(
            column(
                label(tr("Attach to {ref}, too", ref=ref), "section"),
                row(self.search, None),
                in_card(self.table),
                empty,
                buttons,
                spacing=10,
                margins=(20, 18, 20, 14),
            )
        )
        self.resize(820, 480)
        self._check()
        self.table.setFocus()

    def ids(self) -> list[str]:
        """What is chosen."""
        model = self.table.model()
        assert isinstance(model, QSortFilterProxyModel)
        places = self.table.selectionModel().selectedRows()
        return [self.model.row_at(model.mapToSource(place).row()).record.id for place in places]

    @classmethod
    def ask(cls, lines: Sequence[EvidenceLine], ref: str, parent: QWidget | None = None) -> list[str]:
        """The chosen ids; none when cancelled."""
        dialog = cls(lines, ref, parent)
        return dialog.ids() if dialog.exec() else []

    def _check(self) -> None:
        self.accept_button.setEnabled(self.table.selectionModel().hasSelection())
