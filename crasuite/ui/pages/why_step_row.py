"""One step of the reasoning, with its citations, its answers folded below, and a way to change them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from crasuite.language import mark, tr, tr_in
from crasuite.ui.icons import icon
from crasuite.ui.rows import WhyStep
from crasuite.ui.widgets.build import (
    IconLabel,
    button,
    column,
    icon_button,
    label,
    row,
    rule,
    tab_in_reading_order,
)
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.words_and_controls import WordsAndControls

_ICONS = {
    "ok": ("circle-check", "ok", mark("Decided")),
    "caution": ("triangle-alert", "warn", mark("Decided, with a warning")),
    "warn": ("circle-question-mark", "warn", mark("Open")),
    "neutral": ("circle-minus", "text2", mark("Does not apply")),
}
_CHIPS_IN_ROW = 1


class WhyStepRow(QWidget):
    """Emits `explain(citation)` and `change(question id)`."""

    explain = Signal(object)
    change = Signal(str)

    def __init__(self, step: WhyStep, *, first: bool = False, chips: int = _CHIPS_IN_ROW) -> None:
        super().__init__()
        self.step = step
        self._chips = chips
        name, token, state = _ICONS[step.tone]
        mark = IconLabel(name, token, 18, tr(state))
        words = column(label(step.title, "strong", wrap=True), spacing=1)
        if step.note:
            words.addWidget(label(step.note, "caption", wrap=True))
        controls = row(*(self._chip(cite) for cite in step.cites[:chips]), spacing=10)
        self._across = WordsAndControls(words, controls, spacing=10)
        line = row(mark, self._across, spacing=10)
        line.setStretch(1, 1)
        if step.change:
            change = button(tr_in("verb", "Change"), "link", on_click=lambda: self.change.emit(step.change))
            change.setAccessibleName(tr("Change: {title}", title=step.title))
            controls.addWidget(change)
        self._details: QWidget | None = None  # most are never looked at, so built when first opened
        self._toggle = icon_button(
            "chevron-down", tr("Show what is behind: {title}", title=step.title), self.toggle
        )
        if not self._has_details():
            self._toggle.hide()
        controls.addWidget(self._toggle)
        body = column(spacing=4, margins=(0, 0, 0, 0))
        if not first:
            body.addWidget(rule())
        body.addLayout(line)
        self._body = body
        self.setLayout(body)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"{tr(state)}: {step.title}")

    def set_narrow(self, on: bool) -> None:
        """Put the citation and the buttons below the words."""
        self._across.set_narrow(on)

    def is_open(self) -> bool:
        """True while the details show."""
        return self._details is not None and not self._details.isHidden()

    def set_open(self, on: bool) -> None:
        """Show or fold the details."""
        if not self._has_details() or on == self.is_open():
            return
        if self._details is None:
            self._details = self._build_details()
            self._body.addWidget(self._details)
            tab_in_reading_order(self._body)
        self._details.setVisible(on)
        self._toggle.setIcon(icon("chevron-up" if on else "chevron-down"))
        self._toggle.setAccessibleName(
            tr("Hide what is behind: {title}", title=self.step.title)
            if on
            else tr("Show what is behind: {title}", title=self.step.title)
        )
        self._toggle.setToolTip(tr("Hide the answers") if on else tr("Show the answers behind it"))

    def toggle(self) -> None:
        """Show the details if folded, else fold them."""
        self.set_open(not self.is_open())

    def _chip(self, cite: object) -> CitationChip:
        chip = CitationChip(cite)
        chip.activated.connect(self.explain)
        return chip

    def _has_details(self) -> bool:
        return bool(self.step.answers or self.step.detail or self.step.cites[self._chips :])

    def _build_details(self) -> QWidget:
        step = self.step
        more = step.cites[self._chips :]
        result = QWidget()
        body = column(spacing=6, margins=(28, 2, 0, 6))
        if step.detail:
            for paragraph in step.detail.split("\n"):
                body.addWidget(label(paragraph, "muted", wrap=True))
        for answer in step.answers:
            question = label(answer.question, "caption", wrap=True)
            said = label(answer.answer, "strong", wrap=True)
            line = row(question, said, spacing=12)
            line.setStretch(0, 3)
            line.setStretch(1, 2)
            line.setAlignment(question, Qt.AlignmentFlag.AlignTop)
            line.setAlignment(said, Qt.AlignmentFlag.AlignTop)
            if answer.question_id and answer.question_id != step.change:
                change = button(
                    tr_in("verb", "Change"), "link", on_click=partial(self.change.emit, answer.question_id)
                )
                change.setAccessibleName(tr("Change the answer to: {question}", question=answer.question))
                line.addWidget(change)
            body.addLayout(line)
        if more:
            in_line = 3 if self._chips else 2  # a narrow card holds two side by side
            for start in range(0, len(more), in_line):
                chips = [self._chip(cite) for cite in more[start : start + in_line]]
                body.addLayout(row(*chips, None, spacing=6))
        result.setLayout(body)
        return result
