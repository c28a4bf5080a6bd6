"""The other laws that ask for a report of the same event, each with its clocks, and why it applies or not."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from crasuite.domain.english import Worded
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_views import OverlapRow
from crasuite.language import mark, tr, trn
from crasuite.ui.pages.reporting.reporting_view import ReportingView
from crasuite.ui.widgets.build import button, clear, column, frame, label, row, tab_in_reading_order
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.status_chip import StatusChip

_STATES: dict[bool | None, tuple[str, str, str]] = {
    True: (mark("Applies"), "applies", mark("The event sets it off as well, by your answers:")),
    None: (mark("Your answers leave it open"), "open", mark("It hangs on:")),
    False: (mark("Does not apply"), "does-not-apply", mark("It does not apply because:")),
}
_CONFIDENCE: Worded[str] = Worded(
    {
        "high": mark("Read in the official text."),
        "medium": mark("Read in part: check the article before you rely on it."),
        "low": mark("Not read in full: have it checked."),
    }
)


class OverlapView(ReportingView):
    """For one case of the product, chosen above; the newest at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self.case_box = QComboBox()
        self.case_box.setAccessibleName(tr("Case"))
        self.case_box.setMinimumWidth(260)
        self.case_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.case_box.activated.connect(lambda _at: self.refresh())
        self.open_button = button(tr("Open the &case"), on_click=self._open)
        self.summary = label("", wrap=True)
        self.summary.setMinimumWidth(440)
        self._cards = column(spacing=10)
        self.cards: list[QFrame] = []
        body = column(self._cards, None)
        self._scroll = ScrollBody(body, tr("Other reporting laws"))
        caption = label(tr("Case"), "strong")
        layout = column(
            row(caption, self.case_box, self.open_button, None, spacing=8),
            self.summary,
            self._scroll,
            spacing=10,
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def load(self, desk: ReportingFile) -> None:
        self._shown = None
        if self.desk is not None and self.desk.product_id != desk.product_id:
            self.case_box.clear()
        super().load(desk)

    def refresh(self) -> None:
        desk = self.desk
        if desk is None:
            return
        cases = desk.case_list()
        offered = [(one.id, f"{one.id}  {one.title}") for one in (*cases.open, *cases.closed)]
        current = self.case_box.currentData()
        if offered != [
            (self.case_box.itemData(at), self.case_box.itemText(at)) for at in range(self.case_box.count())
        ]:
            self.case_box.clear()
            for case_id, words in offered:
                self.case_box.addItem(words, case_id)
            self.case_box.setCurrentIndex(max(0, self.case_box.findData(current)) if offered else -1)
        case_id = self.case_box.currentData()
        for one in (self.case_box, self.open_button):
            one.setEnabled(case_id is not None)
        rows = desk.overlap(case_id) if case_id is not None else ()
        self._say(rows, has_case=case_id is not None)
        if rows != self._shown:
            self._shown = rows
            self._show_rows(rows)

    def initial_focus(self) -> QWidget | None:
        return self.case_box if self.case_box.isEnabled() else None

    def _say(self, rows: tuple[OverlapRow, ...], *, has_case: bool) -> None:
        if not has_case:
            self.summary.setText(
                tr(
                    "There is no reporting case. Open one under Cases: what other laws ask hangs on the "
                    "event."
                )
            )
            return
        if not rows:
            self.summary.setText(tr("The rule pack of this product knows no other reporting laws."))
            return
        applies = sum(one.applies is True for one in rows)
        is_open = sum(one.applies is None for one in rows)
        self.summary.setText(
            trn(
                "{n} other law set off by this event, {open} left open by your answers. "
                "No report to one authority stands in for another; each clock runs on its own.",
                "{n} other laws set off by this event, {open} left open by your answers. "
                "No report to one authority stands in for another; each clock runs on its own.",
                applies,
                open=is_open,
            )
        )

    def _show_rows(self, rows: tuple[OverlapRow, ...]) -> None:
        clear(self._cards)
        self.cards = [self._card(one) for one in rows]
        for card in self.cards:
            self._cards.addWidget(card)
        tab_in_reading_order(self._cards)

    def _card(self, one: OverlapRow) -> QFrame:
        words, status, why = _STATES[one.applies]
        words, why = tr(words), tr(why)
        card = frame("card")
        card.setAccessibleName(f"{one.title}: {words}")
        head = row(label(one.title, "section", wrap=True), StatusChip(status, words), spacing=10)
        head.setStretch(0, 1)
        chips = FlowLayout(6)
        for cite in one.cites:
            chip = CitationChip(cite)
            chip.activated.connect(self.explain)
            chips.addWidget(chip)
        left = column(label(one.trigger, wrap=True), spacing=6)
        if one.because:
            left.addWidget(label(why, "strong", wrap=True))
            for said in one.because:
                left.addWidget(label(said, "caption", wrap=True))
        if one.questions:
            left.addLayout(row(button(tr("Answer it in the case"), "link", "arrow-right", self._open), None))
        left.addStretch(1)
        right = column(spacing=3)
        for (name, span), due in zip(one.clocks, one.dues, strict=True):
            right.addWidget(label(name, "strong", wrap=True))
            right.addWidget(label(span, "caption", wrap=True))
            if due and one.applies is not False:
                right.addWidget(
                    label(tr("That is {moment}", moment=due), wrap=True, tone="warn" if one.applies else "")
                )
            right.addSpacing(4)
        right.addWidget(label(tr("Goes to: {recipient}.", recipient=one.recipient), "caption", wrap=True))
        right.addStretch(1)
        sides = row(left, right, spacing=24)
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        note = f"{one.note} {_CONFIDENCE[one.confidence]}".strip()
        card.setLayout(
            column(head, sides, label(note, "caption", wrap=True), chips, spacing=8, margins=(18, 12, 18, 14))
        )
        return card

    def _open(self) -> None:
        case_id = self.case_box.currentData()
        if case_id is not None:
            self.wants_case.emit(case_id)
