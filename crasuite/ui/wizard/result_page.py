"""Step 7: the verdict with its reasons, what is still open, and the way into the workspace."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.result import result_of
from crasuite.interview.views import Cite, OpenPoint, QuestionRef, Reason, Result
from crasuite.interview.words import capital, day_words
from crasuite.language import tr, tr_in, trn
from crasuite.ui.widgets.build import IconLabel, button, clear, column, frame, label, row, rule
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.class_badge import KINDS, ClassBadge
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.folded_words import FoldedWords
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.status_chip import StatusChip
from crasuite.ui.wizard.interview_page import InterviewPage
from crasuite.ui.wizard.scroll_content import scrolled


class ResultPage(InterviewPage):
    """Drawn anew when it is shown and no longer the same."""

    explain = Signal(object)
    go_to = Signal(str)
    announced = Signal(str)

    def __init__(self, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.interview = interview
        self._shown: Result | None = None
        self.setFinalPage(True)
        self._content = column(spacing=12, margins=(26, 18, 26, 18))
        self.scroll_area = scrolled(column(self._content, None), tr("Result"), is_focusable=True)
        self._centre.setLayout(column(self.scroll_area, self._foot, spacing=0))

    def load(self) -> None:
        """Show the verdict as it is now."""
        result = result_of(self.interview)
        self.setAccessibleName(tr("Result: {headline}", headline=result.headline))
        self.scroll_area.verticalScrollBar().setValue(0)
        if result == self._shown:
            return
        self._shown = result
        body = self._content
        clear(body, orphaned=False)
        body.addLayout(row(label(tr("Result"), "step"), label(tr("Step 7 of 7"), "muted"), None, spacing=9))
        body.addWidget(label(result.headline, "title", wrap=True))
        card = frame(result.tone)
        facts = column(label(result.sentence, "section", wrap=True), spacing=8, margins=(16, 14, 16, 14))
        if result.class_kind in KINDS and result.class_kind not in ("scope-open",):
            facts.addLayout(row(ClassBadge(result.class_kind, 34), None))
        for line in (result.role_words, result.routes_words, result.routes_note):
            if line:
                facts.addWidget(label(line, "body", wrap=True))
        if result.is_provisional:
            number = len(result.open_points)
            said = (
                trn("Provisional, {n} open", "Provisional, {n} open", number) if number else tr("Provisional")
            )
            facts.addLayout(row(StatusChip("open", said, dashed=True), None))
        card.setLayout(facts)
        body.addWidget(card)
        if result.left:
            body.addWidget(self._left(result.left))
        for warning in result.warnings:
            body.addWidget(InfoBox("", warning, tone="warn", icon="triangle-alert"))
        if result.open_points:
            body.addWidget(label(tr("Open points"), "section"))
            for point in result.open_points:
                body.addLayout(self._point(point))
        if result.reasons:
            body.addWidget(label(tr("Why"), "section"))
            first = [reason for reason in result.reasons if not reason.is_default]
            self._reasons(body, first)
            rest = [reason for reason in result.reasons if reason.is_default]
            if rest:
                self._folded(body, rest)
        body.addWidget(rule())
        body.addWidget(
            label(
                tr("Guidance, not legal advice. Your answers are on this computer only."), "hint", wrap=True
            )
        )

    def collect(self) -> None:
        """Nothing is asked here."""

    def initial_focus(self) -> None:
        """The button that opens the workspace is the default; the keyboard scrolls the result."""
        self.scroll_area.setFocus(Qt.FocusReason.OtherFocusReason)

    def nextId(self) -> int:
        return -1

    def _reasons(self, body: QBoxLayout, reasons: Sequence[Reason]) -> None:
        for place, reason in enumerate(reasons):
            if place:
                body.addWidget(rule())
            body.addLayout(self._reason(reason))

    def _folded(self, body: QBoxLayout, reasons: Sequence[Reason]) -> None:
        """What was checked and does not concern the product, shown on demand."""
        inner = QWidget()
        lines = column(spacing=12)
        self._reasons(lines, reasons)
        inner.setLayout(lines)
        inner.setVisible(False)
        words = trn("Show {n} further check", "Show {n} further checks", len(reasons))
        more = button(words, "link", "chevron-right")

        def unfold() -> None:
            inner.setVisible(True)
            more.setVisible(False)
            self.scroll_area.setFocus(Qt.FocusReason.OtherFocusReason)

        more.clicked.connect(unfold)
        body.addLayout(row(more, None))
        body.addWidget(inner)

    def _left(self, left: tuple[QuestionRef, ...]) -> QWidget:
        box = frame("info")
        answer = button(
            tr("Answer it now") if len(left) == 1 else tr("Answer them now"),
            on_click=lambda: self.go_to.emit(left[0].id),
        )
        words = label(
            trn("{n} question still to answer", "{n} questions still to answer", len(left)),
            "strong",
            wrap=True,
        )
        line = row(IconLabel("circle-dot", "info", 20), words, answer, spacing=10, margins=(14, 9, 12, 9))
        line.setStretch(1, 1)
        box.setLayout(line)
        return box

    def _point(self, point: OpenPoint) -> QLayout:
        facts = []
        if point.owner:
            facts.append(tr("{owner} can tell", owner=point.owner))
        if point.due:
            on = day_words(point.due)
            facts.append(tr("by {day}, overdue", day=on) if point.is_overdue else tr("by {day}", day=on))
        change = button(
            tr_in("verb", "Change"),
            "link",
            on_click=lambda: self.go_to.emit(point.question.id),
            name=tr("Change: {question}", question=point.question.text),
        )
        words = column(label(point.question.text, "strong", wrap=True), spacing=1)
        if facts:
            said = "; ".join(facts)
            words.addWidget(label(capital(said), "caption", wrap=True))
        if point.can_change:
            words.addWidget(FoldedWords(_can_change, point.can_change, "caption", point.question.text))
        return _line(IconLabel("circle-question-mark", "warn", 18), words, change)

    def _reason(self, reason: Reason) -> QLayout:
        words = column(label(reason.text, "strong", wrap=True), spacing=3)
        said = [f"{ref.text} {ref.answer}." for ref in reason.answers[:2] if ref.answer]
        if said:
            words.addWidget(label(" ".join(said), "caption", wrap=True))
        chips = FlowLayout(6)
        for cite in reason.cites[:3]:
            chips.addWidget(self._chip(cite))
        holder = QWidget()
        holder.setLayout(chips)
        words.addWidget(holder)
        questions = [ref for ref in reason.answers if ref.id in self.interview.pack.questions]
        change = None
        if questions:
            ref = questions[0]
            change = button(
                tr_in("verb", "Change"),
                "link",
                on_click=lambda: self.go_to.emit(ref.id),
                name=tr("Change: {question}", question=ref.text),
            )
        mark = ("triangle-alert", "warn") if reason.warning else ("circle-check", "ok")
        return _line(IconLabel(*mark, 18), words, change)

    def _chip(self, cite: Cite) -> CitationChip:
        chip = CitationChip(cite, cite.label)
        chip.activated.connect(self.explain)
        return chip


def _line(mark: QWidget, words: QLayout, end: QWidget | None) -> QLayout:
    line = row(mark, words, spacing=10)
    line.setStretch(1, 1)
    line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    if end is not None:
        line.addWidget(end)
        line.setAlignment(end, Qt.AlignmentFlag.AlignTop)
    return line


def _can_change(results: str) -> str:
    return tr("Can change: {results}", results=results)
