"""When the whole assessment was looked at again, by whom, why and with which outcome."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from crasuite.interview.risk_file import ReassessmentLine
from crasuite.language import mark, tr
from crasuite.ui.widgets.build import button, clear, column, label, rule
from crasuite.ui.widgets.section_card import SectionCard

EMPTY = mark(
    "No re-assessment is recorded yet. Look at the assessment again on the day you set, after an incident, "
    "after a change of the product, and when a new flaw becomes known. Then record here what came of it."
)


class ReassessmentCard(SectionCard):
    """Emits `record_wanted()`."""

    record_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Past re-assessments"))
        self.record_button = button(
            tr("Record re-a&ssessment…"), icon_name="calendar-clock", on_click=self.record_wanted.emit
        )
        self.header.addWidget(self.record_button)
        self._lines = column(spacing=8)
        self.body.addLayout(self._lines)
        self._shown: tuple[ReassessmentLine, ...] | None = None

    def load(self, lines: Sequence[ReassessmentLine], *, is_read_only: bool) -> None:
        """Show these, newest first."""
        self.record_button.setEnabled(not is_read_only)
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        clear(self._lines)
        if not lines:
            self._lines.addWidget(label(tr(EMPTY), "muted", wrap=True))
        for place, line in enumerate(lines):
            if place:
                self._lines.addWidget(rule())
            self._lines.addWidget(label(line.title, "strong", wrap=True))
            if line.planned:
                self._lines.addWidget(label(line.planned, "caption", wrap=True))
            if line.changed:
                self._lines.addWidget(label(tr("Changed: {changed}", changed=line.changed), wrap=True))
            if line.outcome:
                self._lines.addWidget(label(tr("Outcome: {outcome}", outcome=line.outcome), wrap=True))
