"""One product: the verdict, why, when, and what to do next."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QSizePolicy, QStyle, QWidget, QWidgetItem

from crasuite.domain.english import day
from crasuite.language import tr, trn
from crasuite.ui.dates import distance
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.icons import icon
from crasuite.ui.pages.page import Page
from crasuite.ui.pages.why_step_row import WhyStepRow
from crasuite.ui.rows import DutyLine, NextAction, OverviewData, WhyStep
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.action_list import ActionList
from crasuite.ui.widgets.build import (
    IconLabel,
    button,
    clear,
    column,
    frame,
    label,
    row,
    rule,
    tab_in_reading_order,
)
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.class_badge import ClassBadge
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.folded_words import FoldedWords
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.more_button import MoreButton
from crasuite.ui.widgets.progress_ring import ProgressRing
from crasuite.ui.widgets.section_card import SectionCard
from crasuite.ui.widgets.status_chip import StatusChip
from crasuite.ui.widgets.table import Table, in_card
from crasuite.ui.widgets.timeline import Timeline, TimelineEvent
from crasuite.ui.widgets.words_and_controls import WordsAndControls

_VERDICT_ICONS = {
    "ok": ("shield-check", "ok"),
    "neutral": ("shield-x", "text2"),
    "warn": ("shield-question-mark", "warn"),
}
_LAWS_SHOWN, _DUTIES_SHOWN = 4, 5
_NARROW = 80
"""Fewer characters than these side by side leave a line with citations too little room for its words."""
_FACTS_APART, _CARD_MARGINS = 20, 38


class OverviewPage(Page):
    """Shows an `OverviewData`. Says which question to change, what to open, or that an export is wanted."""

    change = Signal(str)  # a question id
    interview_wanted = Signal()
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Overview"))
        self.data: OverviewData | None = None
        self._duty_lines: list[WordsAndControls] = []
        self.interview_button = button(
            tr("&Reopen interview"), icon_name="list-filter", on_click=self.interview_wanted.emit
        )
        self.export_button = button(
            tr("E&xport documents…"), "primary", "folder-output", self.export_wanted.emit
        )
        self.add_button(self.interview_button)
        self.add_button(self.export_button)
        left = self._left = column(self._build_verdict(), self._build_why(), None, spacing=12)
        right = column(self._build_progress(), self._build_next(), self._build_laws(), None, spacing=12)
        self._side = QWidget()
        self._side.setLayout(right)
        self._top = row(left, self._side, spacing=14)
        self._top.setStretch(0, 1)
        self.body.addLayout(self._top)
        self._place_side()
        self.body.addWidget(self._build_dates())
        self.body.addWidget(self._build_duties())
        self.body.addStretch(1)

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, data: OverviewData) -> None:
        """Show one product; of the same one, only what is no longer the same is made anew."""
        before = self.data if self.data is not None and self.data.product_id == data.product_id else None
        if before is None and self.scroll_area is not None:
            self.scroll_area.to_top()
        self.data = data
        if before == data:
            return
        self.set_summary(f"{data.name}, {data.description}" if data.description else data.name)
        self._load_verdict(data)
        if before is None or (before.steps, before.answers_used) != (data.steps, data.answers_used):
            self._load_why(
                data, {step.step.title for step in self._steps() if step.is_open()} if before else set()
            )
        self._load_progress(data)
        if before is None or _laws(before) != _laws(data):
            self._load_laws(data)
        self._load_dates(data)
        if before is None or (before.duties, before.today) != (data.duties, data.today):
            self._load_duties(data)
        QTimer.singleShot(0, self, self._place_side)  # when the new words have their letters
        tab_in_reading_order(self.body)
        unfinished = not data.is_finished
        self.interview_button.setText(tr("&Continue interview") if unfinished else tr("&Reopen interview"))
        set_role(self.interview_button, "primary" if unfinished else "normal")
        set_role(self.export_button, "normal" if unfinished else "primary")
        self.interview_button.setIcon(icon("list-filter", "on_accent" if unfinished else "text2"))
        self.export_button.setIcon(icon("folder-output", "text2" if unfinished else "on_accent"))

    def show_dates_as_table(self, on: bool) -> None:
        """Dates as rows instead of a line."""
        self.timeline.setVisible(not on)
        self._dates_rows.setVisible(on)
        self._fit_dates()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_side()

    def _place_side(self) -> None:
        """Beside the verdict where there is room, else below it."""
        margins = self.body.contentsMargins()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        across = self.width() - margins.left() - margins.right() - bar
        needed = sum(max(QWidgetItem(one).minimumSize().width() for one in fact) for fact in self._facts)
        needed += _FACTS_APART * (len(self._facts) - 1) + _CARD_MARGINS
        self._place_facts(len(self._facts) if needed <= across else 2)
        narrow = across < self.fontMetrics().averageCharWidth() * _NARROW
        steps = self._steps()
        for step in steps:
            step.set_narrow(narrow)
        for line in self._duty_lines:
            line.set_narrow(narrow)
        # New words, or controls in another place, change what they need; the inner ones first.
        for widget in (*steps, self._verdict_card, self._why_card):
            layout = widget.layout()
            if layout is not None:
                layout.activate()
        width = max(300, self.fontMetrics().averageCharWidth() * 43)
        self._left.invalidate()  # a layout within another keeps what it knew of its cards
        left = max(self._left.minimumSize().width(), self.fontMetrics().averageCharWidth() * 70)
        room = across - self._top.spacing()
        beside = room >= width + left
        self._top.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        self._side.setMinimumWidth(width if beside else 0)
        self._side.setMaximumWidth(width if beside else 16_777_215)

    def initial_focus(self) -> QWidget | None:
        unfinished = self.data is not None and not self.data.is_finished
        return self.interview_button if unfinished else self.export_button

    def expand_all(self) -> None:
        """Show every step with everything behind it, or fold all if all show."""
        steps = self._steps()
        on = not all(step.is_open() for step in steps)
        self._more_steps.show_all()
        for step in steps:
            step.set_open(on)
        self._expand.setText(tr("Fold all") if on else tr("Expand all"))

    # -- building --------------------------------------------------------------------------------------------

    def _build_verdict(self) -> QFrame:
        card = frame("card")
        self._plate = frame("ok")
        self._plate.setFixedSize(44, 44)
        self._plate_icon = IconLabel("shield-check", "ok", 24)
        self._plate.setLayout(row(self._plate_icon, margins=(10, 10, 10, 10)))
        self._headline = label("", "headline", wrap=True)
        self._sentence = label("", "muted", wrap=True)
        words = column(self._headline, self._sentence, spacing=3)
        head = row(self._plate, words, spacing=14)
        head.setStretch(1, 1)
        head.setAlignment(self._plate, Qt.AlignmentFlag.AlignTop)
        self._badge = ClassBadge("open", 34)
        self._route = label("", "strong", wrap=True)
        self._route.setMinimumWidth(self.fontMetrics().averageCharWidth() * 16)
        self._support = label("", "strong")
        self._certainty = StatusChip("open", "")
        self._facts: tuple[tuple[QWidget, QWidget], ...] = (
            (label(tr("Class"), "caption"), self._badge),
            (label(tr("Route"), "caption"), self._route),
            (label(tr("Support until"), "caption"), self._support),
            (label(tr("Certainty"), "caption"), self._certainty),
        )
        self._facts_in_row = 0
        grid = self._facts_grid = QGridLayout()
        grid.setHorizontalSpacing(_FACTS_APART)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        self._place_facts(len(self._facts))
        self._provisional = InfoBox(tone="warn")
        self._warnings = column(spacing=6)
        card.setLayout(
            column(
                head, rule(), grid, self._provisional, self._warnings, spacing=12, margins=(18, 16, 18, 14)
            )
        )
        self._verdict_card = card
        return card

    def _place_facts(self, in_row: int) -> None:
        """Class, route, support and certainty beside each other, or in two rows where there is no room."""
        if in_row == self._facts_in_row:
            return
        self._facts_in_row = in_row
        for place, (name, widget) in enumerate(self._facts):
            self._facts_grid.removeWidget(name)
            self._facts_grid.removeWidget(widget)
            at, below = place % in_row, place // in_row * 2
            self._facts_grid.addWidget(name, below, at)
            self._facts_grid.addWidget(widget, below + 1, at, Qt.AlignmentFlag.AlignVCenter)

    def _build_why(self) -> SectionCard:
        card = SectionCard(tr("Why this verdict"))
        self._why_count = label("", "caption")
        self._expand = button(
            tr("Expand all"), "link", on_click=self.expand_all, name=tr("Expand all reasons")
        )
        card.header.addWidget(_on_as_many_lines(self._why_count, self._expand))
        self._why = column(spacing=6)
        self._more_steps = MoreButton(lambda n: trn("Show all {n} step", "Show all {n} steps", n))
        card.body.addLayout(self._why)
        card.body.addWidget(self._more_steps)
        self._why_card = card
        return card

    def _build_progress(self) -> SectionCard:
        card = SectionCard(tr("Progress of the interview"))
        self._ring = ProgressRing(tr("Interview"))
        self._parts = column(spacing=6)
        line = row(self._ring, self._parts, spacing=16)
        line.setStretch(1, 1)
        card.body.addLayout(line)
        return card

    def _build_next(self) -> SectionCard:
        card = SectionCard(tr("Do next"))
        self._next = ActionList(tr("Do next"))
        self._next.chosen.connect(self._on_action)
        self._nothing_next = label(tr("Nothing is waiting for you."), "muted", wrap=True)
        card.body.addWidget(self._next)
        card.body.addWidget(self._nothing_next)
        return card

    def _build_laws(self) -> SectionCard:
        card = SectionCard(tr("Other laws to look at"))
        self._laws = column(spacing=6)
        self._more_laws = MoreButton(lambda n: trn("Show all {n} law", "Show all {n} laws", n))
        card.body.addLayout(self._laws)
        card.body.addWidget(self._more_laws)
        return card

    def _build_dates(self) -> SectionCard:
        card = SectionCard(tr("Dates"))
        signs = []
        for name, token, text in (
            ("circle-check", "accent", tr("in force or done")),
            ("diamond", "text", tr("set by law")),
            ("circle", "text2", tr("planned by you")),
        ):
            sign = QWidget()
            sign.setLayout(row(IconLabel(name, token, 14), label(text, "caption"), spacing=5))
            signs.append(sign)
        card.header.addWidget(_on_as_many_lines(*signs))
        self.timeline = Timeline()
        self._dates_table = Table(tr("Dates as a table"), self.timeline.model)
        self._dates_table.setSortingEnabled(False)
        self._dates_table.setItemDelegate(TextDelegate(self._dates_table, bold_column=0))
        self._dates_table.set_row_height(self._dates_table.fontMetrics().height() + 14)
        width = self._dates_table.fontMetrics().horizontalAdvance
        self._dates_table.set_column_widths(
            width(day(date(2026, 11, 24))) + 40,
            None,
            width(tr("Planned by you")) + 40,
            width(tr("Art. 13(8)")) * 3,
        )
        self._dates_rows = in_card(self._dates_table)
        self._dates_table.horizontalScrollBar().rangeChanged.connect(lambda *_: self._fit_dates())
        self._dates_rows.hide()
        card.body.addWidget(self.timeline)
        card.body.addWidget(self._dates_rows)
        return card

    def _build_duties(self) -> SectionCard:
        card = SectionCard(tr("What you have to do"))
        self._duties = column(spacing=6)
        self._more_duties = MoreButton(lambda n: trn("Show all {n} duty", "Show all {n} duties", n))
        card.body.addLayout(self._duties)
        card.body.addWidget(self._more_duties)
        self._duties_card = card
        return card

    # -- filling ---------------------------------------------------------------------------------------------

    def _load_verdict(self, data: OverviewData) -> None:
        name, token = _VERDICT_ICONS[data.tone]
        set_role(self._plate, data.tone)
        self._plate_icon.set_icon(name, token)
        self._headline.setText(data.headline)
        self._sentence.setText(data.sentence)
        self._verdict_card.setAccessibleName(tr("Verdict: {headline}", headline=data.headline))
        self._badge.set_kind(data.badge)
        self._route.setText(data.route or tr("Not chosen yet"))
        self._support.setText(data.support or tr("Not known yet"))
        if data.questions_left:
            self._certainty.set_status(
                "in-progress",
                trn("At most {n} question left", "At most {n} questions left", data.questions_left),
            )
        elif data.open_points:
            self._certainty.set_status(
                "open", trn("Provisional, {n} open", "Provisional, {n} open", data.open_points)
            )
        else:
            self._certainty.set_status("met", tr("Settled by your answers"))
        self._provisional.setVisible(bool(data.provisional))
        if data.provisional:
            self._provisional.set_content(
                tr("What can still change"), "\n".join(data.provisional), tone="warn"
            )
        clear(self._warnings, orphaned=False)
        for warning in data.warnings:
            self._warnings.addWidget(InfoBox("", warning, tone="warn", icon="triangle-alert"))

    def _load_why(self, data: OverviewData, opened: set[str]) -> None:
        clear(self._why, orphaned=False)
        for place, step in enumerate(data.steps):
            item = WhyStepRow(step, first=place == 0)
            item.explain.connect(self.explain)
            item.change.connect(self.change)
            item.set_open(step.title in opened)
            self._why.addWidget(item)
        self._more_steps.hold_back([one for one in self._steps() if not one.step.is_main], len(data.steps))
        if not data.steps:
            self._why.addWidget(
                label(tr("No reason yet: the interview has not come this far."), "muted", wrap=True)
            )
        self._why_count.setText(
            tr(
                "{steps}, from {answers}",
                steps=trn("{n} step", "{n} steps", len(data.steps)),
                answers=trn("{n} answer", "{n} answers", data.answers_used),
            )
            if data.steps
            else ""
        )
        self._expand.setVisible(bool(data.steps))
        self._expand.setText(tr("Expand all"))

    def _load_progress(self, data: OverviewData) -> None:
        self._ring.set_value(data.answered, data.answered + data.questions_left)
        clear(self._parts, orphaned=False)
        self._parts.addStretch(1)
        for title, words in data.steps_done:
            name = label(title, "caption", wrap=True)
            name.ensurePolished()  # its letters are smaller than those of the window
            width = name.fontMetrics().horizontalAdvance
            name.setMinimumWidth(max(width(word) for word in title.split()) + 2)
            line = row(name, label(words, "caption"), spacing=6)
            line.setStretch(0, 1)
            self._parts.addLayout(line)
        self._parts.addStretch(1)
        self._next.set_actions(data.next_actions)
        self._nothing_next.setVisible(not data.next_actions)

    def _load_laws(self, data: OverviewData) -> None:
        clear(self._laws, orphaned=False)
        held: list[QWidget] = []
        for place, law in enumerate(data.laws):
            detail = "\n".join([law.note, *(f"• {todo}" for todo in law.todo)])
            tone = "ok" if law.tone == "info" else "warn"
            step = WhyStep(law.text, law.state, tone, law.cites, "", (), detail)
            item = WhyStepRow(step, first=place == 0, chips=0)
            item.explain.connect(self.explain)
            self._laws.addWidget(item)
            if place >= _LAWS_SHOWN:
                held.append(item)
        self._more_laws.hold_back(held, len(data.laws))
        if data.laws_open:
            self._laws.addWidget(
                FoldedWords(
                    lambda laws: tr("Depends on open points: {laws}", laws=laws),
                    data.laws_open,
                    "muted",
                    tr("laws that depend on open points"),
                )
            )
        elif data.laws_note or not data.laws:
            self._laws.addWidget(
                label(data.laws_note or tr("None found with your answers."), "muted", wrap=True)
            )

    def _load_dates(self, data: OverviewData) -> None:
        events = [
            TimelineEvent(
                line.on,
                line.label,
                "done" if line.kind == "planned" and line.on <= data.today else line.kind,
                "",
                line.cites,
            )
            for line in data.dates
        ]
        self.timeline.set_events(events, data.today)
        self._fit_dates()

    def _load_duties(self, data: OverviewData) -> None:
        clear(self._duties, orphaned=False)
        self._duty_lines.clear()
        self._duties_card.setVisible(bool(data.duties))
        held: list[QWidget] = []
        for place, duty in enumerate(data.duties):
            item = self._duty(duty, data.today, first=place == 0)
            self._duties.addWidget(item)
            if place >= _DUTIES_SHOWN:
                held.append(item)
        self._more_duties.hold_back(held, len(data.duties))

    def _duty(self, duty: DutyLine, today: date, *, first: bool) -> QWidget:
        words = column(label(duty.title, "strong", wrap=True), spacing=1)
        words.addWidget(label(duty.text, "caption", wrap=True))
        when = (
            tr("In force")
            if duty.since <= today
            else tr("From {since}, {distance}", since=day(duty.since), distance=distance(duty.since, today))
        )
        controls = row(label(when, "caption"), spacing=12)
        for cite in duty.cites[:2]:
            chip = CitationChip(cite)
            chip.activated.connect(self.explain)
            controls.addWidget(chip)
        line = WordsAndControls(words, controls, spacing=12)
        self._duty_lines.append(line)
        body = column(spacing=6)
        if not first:
            body.addWidget(rule())
        body.addLayout(line)
        item = QWidget()
        item.setLayout(body)
        item.setAccessibleName(duty.title)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        item.setSizePolicy(policy)
        return item

    def _fit_dates(self) -> None:
        self._dates_rows.setFixedHeight(self._dates_table.content_height() + 4)

    def _steps(self) -> list[WhyStepRow]:
        shown = [item.widget() for place in range(self._why.count()) if (item := self._why.itemAt(place))]
        return [one for one in shown if isinstance(one, WhyStepRow)]

    def _on_action(self, action: NextAction) -> None:
        if action.target == "interview":
            self.interview_wanted.emit()
        elif action.target == "export":
            self.export_wanted.emit()
        elif action.target:
            self.change.emit(action.target)


def _on_as_many_lines(*widgets: QWidget) -> QWidget:
    """Beside a title, below each other where there is no room."""
    holder, flow = QWidget(), FlowLayout(12, to_the_right=True)
    for widget in widgets:
        flow.addWidget(widget)
    holder.setLayout(flow)
    return holder


def _laws(data: OverviewData) -> tuple[object, ...]:
    return data.laws, data.laws_note, data.laws_open
