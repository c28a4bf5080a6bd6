"""All dates of all products in one list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from crasuite.domain.english import counted, day
from crasuite.ui.dates import distance
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.pages.page import Page
from crasuite.ui.rows import DeadlineRow
from crasuite.ui.widgets.build import label, row
from crasuite.ui.widgets.row_model import ROW_ROLE, Column, RowFilter, RowModel
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.table import Table, in_card


class DeadlinesPage(Page):
    """Enter opens the product of a date; a date that several products share has none."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__("All deadlines", scrolls=False)
        self._today = date.min
        self._rows: list[DeadlineRow] = []
        self.model = RowModel(
            [
                Column("Date", lambda entry: day(entry.on), lambda entry: entry.on),
                Column("When", lambda entry: distance(entry.on, self._today), lambda entry: entry.on),
                Column("Product", lambda entry: entry.product, lambda entry: entry.product.casefold()),
                Column("What", lambda entry: entry.what, lambda entry: entry.what.casefold()),
                Column("Set by", lambda entry: entry.set_by, lambda entry: entry.set_by),
                Column("Where it is set", lambda entry: entry.cites, lambda entry: entry.cites),
            ]
        )
        self.filter = RowFilter(self.model)
        self.search = SearchField("Find a date")
        self.segments = Segments("Show", [("ahead", "Ahead"), ("all", "All")])
        self.segments.chosen.connect(lambda _key: self._show())
        self.table = Table("All deadlines", self.filter)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=0))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            width("24 Nov 2026") + 40,
            width("1,382 days ago") + 24,
            width("A product's whole name"),
            None,
            width("Set by the law"),
            width("Art. 13(8), Art. 13(19)"),
        )
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.activated.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.search.textChanged.connect(self.filter.set_words)
        self.search.leave.connect(self.table.setFocus)
        self._empty = label("No dates yet. They come from the interview of each product.", "muted")
        self.body.addLayout(row(self.search, self.segments, None))
        self.body.addWidget(in_card(self.table), 1)
        self.body.addWidget(self._empty)

    def load(self, rows: Sequence[DeadlineRow], today: date) -> None:
        """Show these dates."""
        self._today = today
        self._rows = list(rows)
        self._show()

    def initial_focus(self) -> QWidget | None:
        return self.table

    def filter_field(self) -> QWidget | None:
        return self.search

    def _show(self) -> None:
        ahead = [entry for entry in self._rows if entry.on >= self._today]
        self.segments.set_count("ahead", len(ahead))
        self.segments.set_count("all", len(self._rows))
        shown = self._rows if self.segments.key() == "all" else ahead
        self.model.set_rows(shown)
        header = self.table.horizontalHeader()
        self.model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        self._empty.setVisible(not shown)
        mine = sum(entry.set_by == "You" for entry in ahead)
        self.set_summary(f"{counted(len(ahead), 'date')} ahead, {mine} of them set by your answers.")

    def _open(self, index: QModelIndex) -> None:
        if product_id := index.data(ROW_ROLE).product_id:
            self.opened.emit(product_id)
