"""All dates of all products in one list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from crasuite.domain.english import day
from crasuite.interview.moment_words import span_words
from crasuite.language import tr, trn
from crasuite.ui.dates import distance
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.pages.page import Page
from crasuite.ui.rows import DeadlineRow
from crasuite.ui.widgets.build import button, label
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.row_model import ROW_ROLE, Column, RowFilter, RowModel
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.table import Table, in_card

_LEAST_LETTERS = 30
"""Of what is due; where a date is set says too who set it."""


class DeadlinesPage(Page):
    """Enter opens where a date is set, or the product; a date that several products share has neither."""

    opened = Signal(int)
    place_wanted = Signal(int, object)  # id of the product, and the Place of the record with the date
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("All deadlines"), scrolls=False)
        self._today = date.min
        self._now = datetime.min.replace(tzinfo=UTC)
        self._rows: list[DeadlineRow] = []
        self.model = RowModel(
            [
                Column(tr("Date"), lambda entry: entry.when_words or day(entry.on), _order),
                Column(tr("When"), self._distance, _order),
                Column(tr("Product"), lambda entry: entry.product, lambda entry: entry.product.casefold()),
                Column(tr("What"), lambda entry: entry.what, lambda entry: entry.what.casefold()),
                Column(tr("Set by"), lambda entry: entry.set_by, lambda entry: entry.set_by),
                Column(tr("Where it is set"), lambda entry: entry.cites, lambda entry: entry.cites),
            ]
        )
        self.filter = RowFilter(self.model)
        self.search = SearchField(tr("Find a date"))
        self.segments = Segments(tr("Show"), [("ahead", tr("Ahead")), ("all", tr("All"))])
        self.segments.chosen.connect(lambda _key: self._show())
        self.table = Table(tr("All deadlines"), self.filter)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=0))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            width(tr("Tue 24 Nov, 17:20 CET")) + 30,
            width(tr("Overdue, 382 days ago")) + 24,
            width(tr("A product's whole name")),
            None,
            width(tr("Set by the law")),
            width(tr("Art. 13(8), Art. 13(19)")),
        )
        self.table.keep_readable(3, _LEAST_LETTERS, 4)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.activated.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.search.textChanged.connect(self.filter.set_words)
        self.search.leave.connect(self.table.setFocus)
        self.export_button = button(
            tr("Export &calendar file…"), icon_name="calendar", on_click=self.export_wanted.emit
        )
        self.add_button(self.export_button)
        self._empty = label(tr("No dates yet. They come from the interview of each product."), "muted")
        narrowing = FlowLayout(8)
        narrowing.addWidget(self.search)
        narrowing.addWidget(self.segments)
        self.body.addLayout(narrowing)
        self.body.addWidget(in_card(self.table), 1)
        self.body.addWidget(self._empty)

    def load(self, rows: Sequence[DeadlineRow], today: date, now: datetime | None = None) -> None:
        """Show these dates; `now` is the moment that clocks are counted from."""
        self._today = today
        self._now = now or datetime.now(UTC)
        self._rows = list(rows)
        self._show()

    def initial_focus(self) -> QWidget | None:
        return self.table

    def filter_field(self) -> QWidget | None:
        return self.search

    def _show(self) -> None:
        ahead = [entry for entry in self._rows if entry.on >= self._today or self._is_late(entry)]
        self.segments.set_count("ahead", len(ahead))
        self.segments.set_count("all", len(self._rows))
        shown = self._rows if self.segments.key() == "all" else ahead
        current = self.table.currentIndex()
        kept: DeadlineRow | None = current.data(ROW_ROLE) if current.isValid() else None
        self.model.set_rows(shown)
        header = self.table.horizontalHeader()
        self.model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        for at in range(self.filter.rowCount() if kept is not None else 0):
            if self.filter.index(at, 0).data(ROW_ROLE) == kept:
                self.table.setCurrentIndex(self.filter.index(at, 0))
                break
        self._empty.setVisible(not shown)
        mine = sum(entry.is_yours for entry in ahead)
        overdue = sum(map(self._is_late, ahead))
        said = trn(
            "{n} date ahead, {mine} of them set by your answers.",
            "{n} dates ahead, {mine} of them set by your answers.",
            len(ahead),
            mine=mine,
        )
        if overdue:
            late = trn("{n} date overdue, listed first.", "{n} dates overdue, listed first.", overdue)
            said = f"{said} {late}"
        self.set_summary(said)
        self.export_button.setEnabled(bool(ahead))

    def _open(self, index: QModelIndex) -> None:
        entry: DeadlineRow = index.data(ROW_ROLE)
        if entry.product_id and entry.place is not None:
            self.place_wanted.emit(entry.product_id, entry.place)
        elif entry.product_id:
            self.opened.emit(entry.product_id)

    def _is_late(self, entry: DeadlineRow) -> bool:
        return entry.is_overdue or (entry.at is not None and entry.at < self._now)

    def _distance(self, entry: DeadlineRow) -> str:
        if entry.at is None:
            far = distance(entry.on, self._today)
            return tr("Overdue, {time}", time=far) if entry.is_overdue else far
        left = entry.at - self._now
        return (
            tr("Overdue, {time}", time=span_words(left))
            if entry.at < self._now
            else tr("In {time}", time=span_words(left))
        )


def _order(entry: DeadlineRow) -> tuple[date, float]:
    return entry.on, entry.at.timestamp() if entry.at is not None else 0.0
