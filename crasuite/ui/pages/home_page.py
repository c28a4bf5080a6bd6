"""All products: which one needs me now?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from crasuite.domain.english import day, small_first
from crasuite.language import mark, tr, trn
from crasuite.ui.dates import distance
from crasuite.ui.pages.page import LEAST_LINES, Page
from crasuite.ui.pages.product_delegate import ProductDelegate, row_height
from crasuite.ui.pages.product_model import (
    DEADLINE,
    PRODUCT,
    PROGRESS,
    ROUTE,
    ROW_ROLE,
    SEGMENTS,
    ProductFilter,
    ProductModel,
    cell_lines,
    in_segment,
)
from crasuite.ui.theme import scaled_font
from crasuite.ui.widgets.build import IconLabel, button, clear, column, frame, label, row
from crasuite.ui.widgets.class_badge import KINDS, badge_size
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.section_card import SectionCard
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.status_chip import StatusChip
from crasuite.ui.widgets.table import Table, in_card

if TYPE_CHECKING:
    from crasuite.ui.product_row import ProductRow
    from crasuite.ui.rows import LawData, LawDate

_NARROW = 100
"""Fewer letters than these across, and the cards below the table stand below each other."""
_SEGMENT_WORDS = (
    mark("All"),
    mark("Needs action"),
    mark("In scope"),
    mark("Scope open"),
    mark("Out of scope"),
)


class HomePage(Page):
    """Shows `ProductRow`s; says which product was opened or that a new one is wanted."""

    opened = Signal(int)
    current_changed = Signal(int)
    new_wanted = Signal()
    sample_wanted = Signal()
    report_wanted = Signal()
    law_data_wanted = Signal()
    open_wanted = Signal()
    workspace_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Products"), scrolls=False)
        self.model = ProductModel()
        self.filter = ProductFilter(self.model)
        self.new_button = button(tr("&New product"), "primary", "plus", self.new_wanted.emit)
        self.add_button(self.new_button)
        self._stack = QStackedWidget()
        self._list = self._build_list()
        self._empty: QWidget | None = None
        self._stack.addWidget(self._list)
        self._first_button: QPushButton | None = None
        self._without_file: QWidget | None = None
        self._open_button: QPushButton | None = None
        self._can_write = True
        self._writing: list[QPushButton] = [self.new_button]
        self.body.addWidget(self._stack, 1)
        self._today = date.min

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, rows: Sequence[ProductRow]) -> None:
        """Show these products; verdicts may follow by `update_row`."""
        chosen = self.current_id()
        self.model.set_rows(rows)
        if not rows and self._empty is None:
            self._empty = self._build_empty()
            self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._list if rows or self._empty is None else self._empty)
        self.new_button.setVisible(bool(rows))
        self._restore_current(chosen)
        self.settle()
        self._fit_columns()

    def show_no_file(self) -> None:
        """Show what a workspace file is, and the ways to one."""
        self.model.set_rows([])
        if self._without_file is None:
            self._without_file = self._build_without_file()
            self._stack.addWidget(self._without_file)
        self._stack.setCurrentWidget(self._without_file)
        self.new_button.hide()
        self.set_summary(tr("No file is open"))

    def update_row(self, product: ProductRow) -> None:
        """Show what is now known of one product."""
        self.model.replace(product)

    def settle(self) -> None:
        """Counts, order and height, once rows or verdicts have changed."""
        rows = self.model.rows()
        for segment in SEGMENTS:
            self.segments.set_count(segment, sum(in_segment(one, segment) for one in rows))
        chosen = self.current_id()
        header = self.table.horizontalHeader()
        self.filter.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        self.filter.invalidate()
        self._restore_current(chosen)
        if not self.current_id() and self.filter.rowCount():
            # Rows that come while the table has the focus already: Enter and F2 act on the first one.
            self.table.setCurrentIndex(self.filter.index(0, 0))
        self._fit()
        self._fit_words(rows)
        in_scope = sum(one.scope == "in" for one in rows)
        unsettled = sum(one.open_points > 0 for one in rows)
        words = [trn("{n} product", "{n} products", len(rows))]
        if any(one.badge for one in rows):
            words.append(trn("{n} in scope", "{n} in scope", in_scope))
            words.append(
                trn("{n} with open points", "{n} with open points", unsettled)
                if unsettled
                else tr("no open points")
            )
        self.set_summary(", ".join(words) + "." if rows else tr("Nothing here yet."))

    def set_law(self, data: LawData | None, dates: Sequence[LawDate], today: date) -> None:
        """Show the dates of the Regulation and the age of the rule pack."""
        self._today = today
        clear(self._law_dates)
        for entry in dates:
            past = entry.on <= today
            name = label(day(entry.on), "strong")
            line = row(
                IconLabel("circle-check" if past else "calendar", "ok" if past else "text2", 18),
                name,
                label(entry.text, wrap=True),
                label(tr("In force") if past else distance(entry.on, today), "caption"),
                spacing=10,
            )
            line.setStretch(2, 1)
            self._law_dates.addLayout(line)
        self._law_dates.addStretch(1)
        if data is None:
            self._law_text.setText(tr("The rule pack is being read."))
            self._age.hide()
            return
        age = (today - data.law_as_of).days
        self._age.show()
        self._age.set_status(
            "open" if age > data.stale_after_days else "to-do",
            trn("{n} day old", "{n} days old", max(0, age)),
            icon="calendar",
            tone="warn" if age > data.stale_after_days else "neutral",
        )
        text = tr(
            "Rule pack {version}, law as of {day}. This app never goes online. It can't know "
            "what was published since.",
            version=data.version,
            day=day(data.law_as_of),
        )
        if age > data.stale_after_days:
            text += " " + tr("It is older than it should be: look for a newer version.")
        self._law_text.setText(text)

    def set_can_write(self, can_write: bool) -> None:
        """Whether products can be added to the file."""
        self._can_write = can_write
        for one in self._writing:
            one.setEnabled(can_write)

    # -- choice ----------------------------------------------------------------------------------------------

    def current_id(self) -> int:
        """The product of the current row, or 0."""
        index = self.table.currentIndex()
        return index.data(ROW_ROLE).id if index.isValid() else 0

    def select(self, product_id: int) -> None:
        """Make a product the current row."""
        self._restore_current(product_id)

    def sort_by(self, column: int) -> None:
        """Sort by a column, as the View menu asks."""
        self.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)

    def initial_focus(self) -> QWidget | None:
        shown = self._stack.currentWidget()
        if shown is self._list:
            return self.table
        return self._open_button if shown is self._without_file else self._first_button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _NARROW
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._cards.direction() != way:
            self._cards.setDirection(way)
            self.set_least_lines(LEAST_LINES + 14 if narrow else LEAST_LINES)

    def _fit_words(self, rows: Sequence[ProductRow]) -> None:
        """Names show whole where they are not longer than usual, then what the next date is about."""
        most = self.table.fontMetrics().averageCharWidth() * 40
        names = QFontMetrics(scaled_font(self.table.font(), 1.0, 600))
        dates = QFontMetrics(scaled_font(self.table.font(), 0.92))
        name = max((names.horizontalAdvance(one.name) for one in rows), default=0)
        about = max((dates.horizontalAdvance(cell_lines(one, DEADLINE)[1]) for one in rows), default=0)
        self._name_width, self._date_width = (min(one + 24 + 18 + 4, most) for one in (name + 21, about))
        self._fit_columns()

    def _fit_columns(self) -> None:
        """The name of a product always shows; where room is short, what the overview tells too goes."""
        room = self.width() - 60  # margins of the page and the scroll bar
        wanted = self.table.fontMetrics().averageCharWidth() * 26
        left = room - sum(self._widths[PRODUCT + 1 :])
        for section in (PROGRESS, ROUTE):
            is_hidden = left < wanted
            self.table.setColumnHidden(section, is_hidden)
            left += self._widths[section] if is_hidden else 0
        least = self._widths[DEADLINE]
        spare = left - max(wanted, self._name_width)
        self.table.setColumnWidth(DEADLINE, max(least, min(self._date_width, least + spare)))
        controls = self.search.width() + self.segments.sizeHint().width() + self._sorted_by.sizeHint().width()
        self._sorted_by.setHidden(controls + 24 > room)

    def filter_field(self) -> QWidget | None:
        return self.search if self._stack.currentWidget() is self._list else None

    # -- building --------------------------------------------------------------------------------------------

    def _build_list(self) -> QWidget:
        self.search = SearchField(tr("Find a product"))
        self.segments = Segments(tr("Show"), list(zip(SEGMENTS, map(tr, _SEGMENT_WORDS), strict=True)))
        self._sorted_by = label("", "caption")
        self.table = Table(tr("Products"), self.filter)
        self.table.setItemDelegate(ProductDelegate(self.table))
        self.table.set_row_height(row_height(self.table.fontMetrics()))
        metrics = self.table.fontMetrics()
        self.table.set_column_widths(
            None,
            max(badge_size(kind, 16, self.table.font()).width() for kind in KINDS) + 26,
            metrics.horizontalAdvance(tr("Full quality assurance")) + 18,
            metrics.horizontalAdvance(tr("26 of 42 answered")) + 24,
            metrics.horizontalAdvance(tr("Open points")) + 32,
            metrics.horizontalAdvance(tr("Reporting duties, 382 d")) + 18,
            letters=24,
        )
        self._name_width = self._date_width = 0
        self._widths = [self.table.columnWidth(section) for section in range(self.filter.columnCount())]
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._say_order)
        self.table.sortByColumn(DEADLINE, Qt.SortOrder.AscendingOrder)
        self._card = in_card(self.table)
        self._nothing = label(tr("No product fits. Change the words or the filter."), "muted")
        self._nothing.hide()
        self.table.horizontalScrollBar().rangeChanged.connect(lambda *_: self._fit())
        self.search.textChanged.connect(self._on_words)
        self.search.leave.connect(self.table.setFocus)
        self.segments.chosen.connect(self._on_segment)
        self.table.activated.connect(self._on_activated)
        self.table.doubleClicked.connect(self._on_activated)
        self.table.selectionModel().currentRowChanged.connect(
            lambda *_: self.current_changed.emit(self.current_id())
        )
        page = QWidget()
        narrowing = FlowLayout(8)
        narrowing.addWidget(self.search)
        narrowing.addWidget(self.segments)
        bar = row(narrowing, self._sorted_by, spacing=8)
        bar.setStretch(0, 1)
        layout = column(
            bar,
            self._card,
            self._nothing,
            self._build_cards(),
            spacing=12,
        )
        # The table takes the room it can use; what is left over lies below the cards.
        layout.setStretch(1, 1)
        layout.addStretch(0)
        page.setLayout(layout)
        return page

    def _build_cards(self) -> QHBoxLayout:
        dates = SectionCard(tr("Dates in the law"))
        self._law_dates = dates.body
        law = SectionCard(tr("Law data"))
        self._age = StatusChip("to-do", "", icon="calendar")
        law.header.addWidget(self._age)
        self._law_text = label("", wrap=True)
        law.body.addWidget(self._law_text)
        details = button(
            tr("What is in it"),
            "link",
            on_click=self.law_data_wanted.emit,
            name=tr("What is in the law data"),
        )
        law.body.addLayout(row(details, None))
        law.body.addStretch(1)
        self._cards = row(dates, law, spacing=14)
        self._cards.setStretch(0, 1)
        self._cards.setStretch(1, 1)
        return self._cards

    def _build_empty(self) -> QWidget:
        card = frame("card")
        steps = column(spacing=12)
        for number, icon, title, text in (
            (
                1,
                "list-checks",
                tr("Answer the interview"),
                tr("Only questions that can still change your result"),
            ),
            (2, "gauge", tr("See the verdict and why"), tr("Every step names your answer and the article")),
            (
                3,
                "folder-check",
                tr("Export the documents"),
                tr("Word and Excel, with every open point marked"),
            ),
        ):
            plate = frame("info")
            plate.setFixedSize(38, 38)
            plate.setLayout(row(IconLabel(icon, "accent", 20), margins=(9, 9, 9, 9)))
            words = column(label(f"{number}  {title}", "strong"), label(text, "caption"), spacing=1)
            steps.addLayout(row(plate, words, None, spacing=12))
        self._first_button = button(
            tr("&New product"), "primary", "plus", self.new_wanted.emit, name=tr("Start with a new product")
        )
        example = button(tr("&Look at an example"), on_click=self.sample_wanted.emit)
        intro = label(
            tr(
                "You need its manual or data sheet. The interview asks about 30 questions, "
                "and you can stop at any point."
            ),
            "muted",
            wrap=True,
        )
        intro.setMinimumWidth(360)
        card.setLayout(
            column(
                label(tr("Start with one product"), "headline"),
                intro,
                4,
                steps,
                4,
                row(self._first_button, example, None),
                label(
                    tr("Everything stays on this computer. This is guidance, not legal advice."), "caption"
                ),
                spacing=10,
                margins=(24, 20, 24, 20),
            )
        )
        self._writing += [self._first_button, example]
        page = QWidget()
        page.setLayout(column(row(column(card, self._build_urgent(), spacing=12), None), None))
        self.set_can_write(self._can_write)
        return page

    def _build_without_file(self) -> QWidget:
        card = frame("card")
        self._open_button = button(tr("&Open workspace…"), "primary", "folder-open", self.open_wanted.emit)
        more = button(tr("New &workspace…"), on_click=self.workspace_wanted.emit)
        words = label(
            tr(
                "All products, answers and proofs lie in one file that ends in .crasuite. Open the one you "
                "worked with, or make a new one."
            ),
            wrap=True,
        )
        backups = label(
            tr(
                "If yours is damaged or gone: a folder beside it, whose name ends in “backups”, holds copies "
                "from the last days you worked. A copy opens like any other file."
            ),
            "muted",
            wrap=True,
        )
        for one in (words, backups):
            one.setMinimumWidth(480)
        card.setLayout(
            column(
                label(tr("Your products are in a workspace file"), "headline"),
                words,
                4,
                row(self._open_button, more, None),
                4,
                backups,
                spacing=10,
                margins=(24, 20, 24, 20),
            )
        )
        page = QWidget()
        page.setLayout(column(row(card, None), None))
        return page

    def _build_urgent(self) -> QWidget:
        """For whom an attack brought here: the way to reporting, with no interview before it."""
        card = frame("card")
        self.report_button = button(
            tr("Go to &reporting…"),
            icon_name="siren",
            on_click=self.report_wanted.emit,
            name=tr("Name the product and go to reporting"),
        )
        self._writing.append(self.report_button)
        words = column(
            label(tr("Is something being exploited right now?"), "strong", wrap=True),
            label(
                tr(
                    "Or was a product attacked? Name it and write down when you learned of it: the deadlines "
                    "to report show at once. The interview can wait."
                ),
                "caption",
                wrap=True,
            ),
            8,
            row(self.report_button, None),
            spacing=2,
        )
        icon = column(IconLabel("siren", "danger", 20), None)
        layout = row(icon, words, spacing=12, margins=(24, 14, 24, 14))
        layout.setStretch(1, 1)
        card.setLayout(layout)
        return card

    # -- reactions -------------------------------------------------------------------------------------------

    def _on_words(self, text: str) -> None:
        self.filter.set_words(text)
        self._fit()

    def _on_segment(self, segment: str) -> None:
        self.filter.set_segment(segment)
        self._fit()

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW_ROLE).id)

    def _say_order(self, section: int, _order: Qt.SortOrder) -> None:
        name = str(self.filter.headerData(section, Qt.Orientation.Horizontal))
        self._sorted_by.setText(tr("Sorted by {column}", column=small_first(name)))

    def _restore_current(self, product_id: int) -> None:
        place = self.model.row_of(product_id)
        if place >= 0:
            index = self.filter.mapFromSource(self.model.index(place, 0))
            if index.isValid() and index != self.table.currentIndex():
                self.table.setCurrentIndex(index)

    def _fit(self) -> None:
        """The card ends with its last row; only more rows than fit make the table scroll."""
        self._nothing.setVisible(self.filter.rowCount() == 0 and self.model.rowCount() > 0)
        wanted = self.table.content_height() + 2
        self._card.setMaximumHeight(wanted)
        self._card.setMinimumHeight(min(wanted, row_height(self.table.fontMetrics()) * 3))
