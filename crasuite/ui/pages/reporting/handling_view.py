"""Vulnerability handling as a living list (Annex I, Part II): state, looks, what is due, and the figures."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from crasuite.domain.english import day
from crasuite.domain.handling import HandlingState
from crasuite.domain.problem import Place
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_handling import STATE_WORDS
from crasuite.interview.reporting_views import HandlingRow
from crasuite.language import tr, trn
from crasuite.ui.pages.reporting.case_fields import split_lines
from crasuite.ui.pages.reporting.handling_delegate import STATE_ICONS, HandlingDelegate
from crasuite.ui.pages.reporting.reporting_view import ReportingView
from crasuite.ui.widgets.build import button, clear, column, frame, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.list_and_detail import ListAndDetail
from crasuite.ui.widgets.row_model import ROW_ROLE, Column, RowModel
from crasuite.ui.widgets.saved_choice import SavedChoice
from crasuite.ui.widgets.saved_line import SavedLine
from crasuite.ui.widgets.saved_text import SavedText
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.status_chip import StatusChip
from crasuite.ui.widgets.table import Table, in_card

_STATES = (HandlingState.IN_PLACE, HandlingState.PARTLY, HandlingState.MISSING, HandlingState.NOT_SURE)
_LEAST_WORDS = 440
"""Qt asks for the height of wrapped text at its smallest width, so that must not be absurd."""
_MONTHS = (1, 2, 3, 6, 12, 24)
_SAMPLE = date(2026, 9, 24)
"""As wide as any day, in the words of every language."""
_LEAST_LETTERS = 30
"""Of what has to be in place; the last look stands beside the list too."""


class HandlingView(ReportingView):
    """The list at the left, the chosen line at the right, the figures above both."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.current_id = ""
        self._is_loading = False
        self.model = RowModel(
            [
                Column(tr("What has to be in place"), lambda one: one.title, lambda one: one.requirement),
                Column(tr("State"), lambda one: one.state_words, lambda one: one.state_words),
                Column(
                    tr("Last look"), lambda one: _day(one.last, tr("Never")), lambda one: one.last or date.min
                ),
                Column(tr("Look again"), _due_words, lambda one: one.due or date.max),
            ]
        )
        self.table = Table(tr("Vulnerability handling"), self.model)
        self.table.setItemDelegate(HandlingDelegate(self.table))
        self.table.set_row_height(self.table.fontMetrics().height() * 2 + 14)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            None,
            width(tr("Not looked at")) + 56,
            width(day(_SAMPLE)) + 26,
            width(tr("Due {day}", day=day(_SAMPLE))) + 26,
        )
        self.table.keep_readable(0, _LEAST_LETTERS, 2)
        self.figures = frame("sunken")
        self._figures = column(spacing=2, margins=(14, 8, 14, 8))
        self.figures.setLayout(self._figures)
        self.pane = HandlingPane(self._save)
        self.pane.look_wanted.connect(self.look)
        self.pane.explain.connect(self.explain)
        self._scroll = ScrollBody(column(self.pane), tr("The chosen line"), "surface")
        detail = frame("card")
        detail.setLayout(column(self._scroll, margins=(1, 1, 1, 1)))
        self.splitter = ListAndDetail(
            in_card(self.table),
            detail,
            tr("Handling"),
            open_words=tr("Open the line"),
            both=830,
        )
        self.splitter.setSizes([640, 360])
        layout = column(self.figures, self.splitter, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.table.activated.connect(lambda _index: self._open_line())
        self.table.doubleClicked.connect(lambda _index: self._open_line())

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, desk: ReportingFile) -> None:
        if self.desk is not None and self.desk.product_id != desk.product_id:
            self.flush()
            self.current_id = ""
        super().load(desk)

    def refresh(self) -> None:
        desk = self.desk
        if desk is None:
            return
        self._is_loading = True
        self.model.set_rows(desk.handling())
        header = self.table.horizontalHeader()
        self.model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        self._is_loading = False
        clear(self._figures)
        for at, said in enumerate(desk.figures_words(with_due=False)):
            words = label(said, "strong" if at == 0 else "body", wrap=True)
            words.setMinimumWidth(_LEAST_WORDS)
            self._figures.addWidget(words)
        self.figures.setAccessibleName(tr("Figures of vulnerability handling"))
        self._select(self.current_id)

    def flush(self) -> None:
        self.pane.flush()

    def initial_focus(self) -> QWidget | None:
        return self.table

    def show_place(self, place: Place) -> None:
        self._select(place.record_id)
        self.splitter.open_detail()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _select(self, item_id: str) -> None:
        rows = [self.model.row_at(at) for at in range(self.model.rowCount())]
        place = next((at for at, one in enumerate(rows) if one.id == item_id), 0)
        if not rows:
            return
        self._is_loading = True
        self.table.setCurrentIndex(self.model.index(place, 0))
        self.table.selectRow(place)
        self._is_loading = False
        self._show(rows[place])

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._is_loading and current.isValid():
            self._show(current.data(ROW_ROLE))
            self._scroll.to_top()

    def _show(self, shown: HandlingRow) -> None:
        self.current_id = shown.id
        assert self.desk is not None
        self.pane.load(shown, is_read_only=self.desk.is_read_only)

    def _open_line(self) -> None:
        self.splitter.open_detail()
        self.pane.state.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- writing ---------------------------------------------------------------------------------------------

    def look(self, item_id: str, state: HandlingState, note: str) -> None:
        """Record a look of today."""
        self.flush()
        if self.do(lambda desk: desk.look(item_id, state, note)) is not None:
            self.pane.look_note.clear()

    def _save(self, item_id: str, values: dict[str, Any]) -> bool:
        return bool(item_id) and self.do(lambda desk: desk.set_handling(item_id, **values)) is not None


class HandlingPane(QWidget):
    """One line: what proves it, the look of today, owner, note, evidence and the looks before."""

    look_wanted = Signal(str, object, str)
    explain = Signal(object)

    def __init__(self, save: Any) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._save = save
        self.item_id = ""
        self._cites: tuple[object, ...] = ()
        self.heading = label("", "headline", wrap=True)
        self._question = label("", wrap=True)
        self._proof = label("", "caption", wrap=True)
        self.chip = StatusChip("to-do", tr("Not looked at"))
        self._chips = FlowLayout(6)
        self.state = SavedChoice(
            tr("What you find today"),
            {None: tr("Choose what you find"), **{one: STATE_WORDS[one] for one in _STATES}},
            lambda _v: True,
        )
        self.look_note = SavedText(tr("What you saw"), lambda _text: True, lines=2)
        self.look_button = button(tr("Record the &look"), "primary", "check", self._look)
        self.owner = SavedLine(tr("Owner"), partial(self._keep, "owner"))
        self.note = SavedText(tr("Note"), partial(self._keep, "note"), lines=3)
        self.evidence = SavedText(
            tr("Evidence, one a line"),
            lambda text: self._keep("evidence", split_lines(text)),
            lines=2,
        )
        self.cadence = SavedChoice(
            tr("Months between two looks"),
            {
                None: tr("As suggested"),
                0: tr("Once"),
                **{one: trn("{n} month", "{n} months", one) for one in _MONTHS},
            },
            lambda value: self._keep("cadence_months", value),
        )
        self._looks = column(spacing=6)
        self.state.activated.connect(lambda _at: self._allow())
        self.setLayout(
            column(
                self.heading,
                row(self.chip, None),
                self._question,
                self._proof,
                self._chips,
                4,
                label(tr("Look today"), "section"),
                label(tr("What you find today"), "strong"),
                self.state,
                label(tr("What you saw"), "strong"),
                self.look_note,
                row(self.look_button, None),
                6,
                label(tr("Owner"), "strong"),
                self.owner,
                label(tr("Evidence, one a line"), "strong"),
                self.evidence,
                label(tr("Note"), "strong"),
                self.note,
                label(tr("Months between two looks"), "strong"),
                self.cadence,
                6,
                label(tr("Looks so far"), "section"),
                self._looks,
                None,
                spacing=5,
                margins=(16, 12, 14, 14),
            )
        )

    def load(self, shown: HandlingRow, *, is_read_only: bool) -> None:
        """Show a line; what is being typed in the same one stays."""
        same = shown.id == self.item_id
        if not same:
            self.flush()
            self.state.load(None)
            self.look_note.reset("")
        self.item_id = shown.id
        self.heading.setText(shown.title)
        self.setAccessibleName(shown.title)
        self._question.setText(shown.question)
        self._proof.setText(tr("What proves it: {proof}.", proof=shown.proof))
        words = (
            shown.state_words
            if not shown.is_due or shown.last is None
            else tr("{state}, look again", state=shown.state_words)
        )
        self.chip.set_status("to-do", words, icon=STATE_ICONS[shown.state], tone=shown.tone)
        for field, text in (
            (self.owner, shown.owner),
            (self.note, shown.note),
            (self.evidence, "\n".join(shown.evidence)),
        ):
            field.load(text) if same else field.reset(text)
        self.cadence.setItemText(0, tr("As suggested: {months}", months=_months(shown.suggested_months)))
        self.cadence.load(shown.own_months)
        for widget in (self.state, self.look_note, self.cadence):
            widget.setEnabled(not is_read_only)
        for text_field in (self.owner, self.note, self.evidence):
            text_field.setReadOnly(is_read_only)
        self._is_read_only = is_read_only
        self._allow()
        if shown.cites != self._cites:
            self._cites = shown.cites
            clear(self._chips)
            for cite in shown.cites:
                chip = CitationChip(cite)
                chip.activated.connect(self.explain)
                self._chips.addWidget(chip)
        clear(self._looks)
        for on, by, found, note in shown.looks:
            said = ", ".join(part for part in (day(on), by, found) if part)
            self._looks.addWidget(label(f"{said}{': ' if note else ''}{note}", "caption", wrap=True))
        if not shown.looks:
            self._looks.addWidget(label(tr("None yet."), "caption"))

    def flush(self) -> None:
        """Save what was typed and is not saved yet. The note of a look is saved with the look."""
        for field in (self.owner, self.note, self.evidence):
            field.flush()

    def _allow(self) -> None:
        self.look_button.setEnabled(self.state.value() is not None and not self._is_read_only)

    def _look(self) -> None:
        state = self.state.value()
        if state is not None:
            note = self.look_note.toPlainText().strip()
            self.state.load(None)
            self._allow()
            self.look_wanted.emit(self.item_id, state, note)
            self.state.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, name: str, value: Any) -> bool:
        return bool(self._save(self.item_id, {name: value}))


def _day(on: date | None, none: str) -> str:
    return day(on) if on is not None else none


def _due_words(one: HandlingRow) -> str:
    if one.due is None:
        return tr("Now") if one.last is None else tr("When it changes")
    return tr("Due {day}", day=day(one.due)) if one.is_due else day(one.due)


def _months(number: int) -> str:
    return trn("every {n} month", "every {n} months", number) if number else tr("once")
