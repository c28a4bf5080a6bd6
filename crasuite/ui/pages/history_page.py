"""Everything that was changed: when, who, what, from what to what, under which rule pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from crasuite.domain.english import day
from crasuite.interview.words import quoted
from crasuite.language import mark, tr, trn
from crasuite.ui.dates import clock
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.pages.history_export import HistoryExport
from crasuite.ui.pages.page import Page
from crasuite.ui.rows import HistoryRow
from crasuite.ui.settings import Settings
from crasuite.ui.widgets.build import button, label, row
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.row_model import Column, Index, RowFilter, RowModel
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.table import Table, in_card

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace


def _when(entry: HistoryRow) -> str:
    local = entry.at.astimezone()
    return f"{day(local.date())}, {clock(local)}"


_COLUMNS: tuple[tuple[str, Callable[[HistoryRow], str], Callable[[HistoryRow], object]], ...] = (
    (mark("When"), _when, lambda entry: entry.at),
    (mark("Who"), lambda entry: entry.who, lambda entry: entry.who.casefold()),
    (mark("Product"), lambda entry: entry.product, lambda entry: entry.product.casefold()),
    (mark("What"), lambda entry: entry.what, lambda entry: entry.what.casefold()),
    (mark("Before"), lambda entry: entry.before or "–", lambda entry: entry.before.casefold()),
    (mark("After"), lambda entry: entry.after or "–", lambda entry: entry.after.casefold()),
    (mark("Rule pack"), lambda entry: entry.pack, lambda entry: entry.pack),
)


class HistoryFilter(RowFilter):
    """Narrows by screen and person as well."""

    screen = who = ""

    def choose(self, screen: str, who: str) -> None:
        """List what was changed on a screen by a person; empty: on any, by anybody."""
        self.beginFilterChange()
        self.screen, self.who = screen, who
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, parent: Index) -> bool:
        entry = self._model.row_at(source_row)
        return (
            self.screen in ("", entry.screen)
            and self.who in ("", entry.who)
            and super().filterAcceptsRow(source_row, parent)
        )


class HistoryPage(Page):
    """Nothing here is edited; a value can be put back, which is a change of its own. Ctrl+C copies a row."""

    put_back = Signal(object)
    """The row whose earlier value shall count again."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(tr("History"), scrolls=False)
        self.settings = settings
        self.model = RowModel([Column(tr(title), words, key) for title, words, key in _COLUMNS])
        self.filter = HistoryFilter(self.model)
        self.search = SearchField(tr("Find in the history"))
        self.table = Table(tr("History"), self.filter)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=3))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        self.table.horizontalHeader().setSortIndicator(-1, self.table.horizontalHeader().sortIndicatorOrder())
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            width(f"{day(date(2026, 9, 24))}, 10:02") + 32,
            width(tr("A person")) + 24,
            width(tr("A product name")) + 24,
            None,
            width(tr("A value before it")) + 24,
            None,
            width(tr("Rule pack")) + 34,
        )
        self.search.textChanged.connect(self._find)
        self.search.leave.connect(self.table.setFocus)
        self._product = ""
        self._loaded: Sequence[HistoryRow] = ()
        self._empty = label(
            tr("Nothing was changed yet. Each answer will be listed here with its date."), "muted"
        )
        self.screens = QComboBox()
        self.screens.setAccessibleName(tr("Screen"))
        self.people = QComboBox()
        self.people.setAccessibleName(tr("Person"))
        for box in (self.screens, self.people):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.currentIndexChanged.connect(self._choose)
        self.back_button = button(tr("Put the value &before back"), on_click=self._put_back)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._update())
        self.export = HistoryExport(self)
        self.add_button(self.export.button)
        self.body.addWidget(self.export.note)
        self.body.addWidget(self.export.panel)
        narrowing = FlowLayout(8)
        for one in (self.search, self.screens, self.people):
            narrowing.addWidget(one)
        bar = row(narrowing, self.back_button, spacing=8)
        bar.setStretch(0, 1)
        self.body.addLayout(bar)
        self.body.addWidget(in_card(self.table), 1)
        self.body.addWidget(self._empty)

    def load(self, rows: Sequence[HistoryRow], product: str = "", workspace: Workspace | None = None) -> None:
        """Show these changes, newest first; they can be exported where their workspace is given."""
        self.export.load(workspace, product)
        self._fill(self.screens, tr("All screens"), {entry.screen for entry in rows})
        self._fill(self.people, tr("Everybody"), {entry.who for entry in rows})
        from_the_oldest = self._place() if product == self._product else 0
        self._product, self._loaded = product, rows
        self.model.set_rows(rows)
        header = self.table.horizontalHeader()
        self.filter.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        if 0 < from_the_oldest <= len(rows):
            self._make_current(rows[-from_the_oldest])
        self._choose()
        self._empty.setVisible(not rows)
        self.table.setColumnHidden(2, bool(product))
        said = trn(
            "{n} change. Nothing here can be edited or removed.",
            "{n} changes. Nothing here can be edited or removed.",
            len(rows),
        )
        self.set_summary(f"{product}: {said}" if product else said)

    def listed(self) -> list[HistoryRow]:
        """The changes that are listed now, in their order."""
        rows = range(self.filter.rowCount())
        return [self.model.row_at(self.filter.mapToSource(self.filter.index(at, 0)).row()) for at in rows]

    def narrowed_to(self) -> str:
        """What the list is narrowed to, in words; empty when everything is listed."""
        words = self.search.text().strip()
        chosen = (self.screens.currentData(), self.people.currentData(), words and quoted(words))
        return ", ".join(one for one in chosen if one)

    def current(self) -> HistoryRow | None:
        """The current row."""
        index = self.filter.mapToSource(self.table.currentIndex())
        return self.model.row_at(index.row()) if index.isValid() else None

    def _place(self) -> int:
        """Which change is current, counted from the oldest, since new ones only come on top; 0: none."""
        entry = self.current()
        at = next((at for at, one in enumerate(self._loaded) if one is entry), len(self._loaded))
        return len(self._loaded) - at

    def _make_current(self, entry: HistoryRow) -> None:
        at = next(at for at in range(self.model.rowCount()) if self.model.row_at(at) is entry)
        index = self.filter.mapFromSource(self.model.index(at, 0))
        if index.isValid():
            self.table.setCurrentIndex(index)

    @staticmethod
    def _fill(box: QComboBox, everything: str, names: set[str]) -> None:
        """What there is to choose from; what was chosen stays."""
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(everything, "")
        for name in sorted(names - {""}, key=str.casefold):
            box.addItem(name, name)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def _choose(self) -> None:
        self.filter.choose(self.screens.currentData() or "", self.people.currentData() or "")
        self._update()

    def _find(self, words: str) -> None:
        self.filter.set_words(words)
        self._update()

    def _update(self) -> None:
        self.export.button.setEnabled(self.export.is_possible() and self.filter.rowCount() > 0)
        entry = self.current()
        self.back_button.setEnabled(entry is not None and entry.line is not None)

    def _put_back(self) -> None:
        entry = self.current()
        if entry is not None and entry.line is not None:
            self.put_back.emit(entry)

    def initial_focus(self) -> QWidget | None:
        return self.table

    def filter_field(self) -> QWidget | None:
        return self.search
