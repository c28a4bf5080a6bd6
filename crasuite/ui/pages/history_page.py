"""Everything that was changed: when, who, what, from what to what, under which rule pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from crasuite.domain.english import counted, day
from crasuite.ui.dates import clock
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.pages.page import Page
from crasuite.ui.rows import HistoryRow
from crasuite.ui.widgets.build import label, row
from crasuite.ui.widgets.row_model import Column, RowFilter, RowModel
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.table import Table, in_card


def _when(entry: HistoryRow) -> str:
    local = entry.at.astimezone()
    return f"{day(local.date())}, {clock(local)}"


_COLUMNS: tuple[tuple[str, Callable[[HistoryRow], str], Callable[[HistoryRow], object]], ...] = (
    ("When", _when, lambda entry: entry.at),
    ("Who", lambda entry: entry.who, lambda entry: entry.who.casefold()),
    ("Product", lambda entry: entry.product, lambda entry: entry.product.casefold()),
    ("What", lambda entry: entry.what, lambda entry: entry.what.casefold()),
    ("Before", lambda entry: entry.before or "–", lambda entry: entry.before.casefold()),
    ("After", lambda entry: entry.after or "–", lambda entry: entry.after.casefold()),
    ("Rule pack", lambda entry: entry.pack, lambda entry: entry.pack),
)


class HistoryPage(Page):
    """Read-only; Ctrl+C copies a row."""

    def __init__(self) -> None:
        super().__init__("History", scrolls=False)
        self.model = RowModel([Column(*column) for column in _COLUMNS])
        self.filter = RowFilter(self.model)
        self.search = SearchField("Find in the history")
        self.table = Table("History", self.filter)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=3))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        self.table.horizontalHeader().setSortIndicator(-1, self.table.horizontalHeader().sortIndicatorOrder())
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            width("24 Nov 2026, 10:02") + 32,
            width("A person") + 24,
            width("A product name") + 24,
            None,
            width("A value before it") + 24,
            width("A value after it all") + 24,
            width("Rule pack") + 34,
        )
        self.search.textChanged.connect(self.filter.set_words)
        self.search.leave.connect(self.table.setFocus)
        self._empty = label(
            "Nothing was changed yet. Each answer will be listed here with its date.", "muted"
        )
        self.body.addLayout(row(self.search, None))
        self.body.addWidget(in_card(self.table), 1)
        self.body.addWidget(self._empty)

    def load(self, rows: Sequence[HistoryRow], product: str = "") -> None:
        """Show these changes, newest first."""
        self.model.set_rows(rows)
        self._empty.setVisible(not rows)
        self.table.setColumnHidden(2, bool(product))
        of_what = f"{product}: " if product else ""
        self.set_summary(f"{of_what}{counted(len(rows), 'change')}. Nothing here can be edited or removed.")

    def initial_focus(self) -> QWidget | None:
        return self.table

    def filter_field(self) -> QWidget | None:
        return self.search
