"""Whether a case is reported: what was decided, or what the check says so far."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from crasuite.domain.case import Case, Decision
from crasuite.interview.reporting_views import AidView
from crasuite.language import tr
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, button, column, label, row
from crasuite.ui.widgets.words_and_controls import WordsAndControls

_ICONS = {"ok": "circle-check", "warn": "circle-question-mark", "danger": "siren", "neutral": "circle-minus"}


class CaseDecision(QFrame):
    """Two buttons: the check, and the decision itself."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("circle-question-mark", "warn", 18)
        self.words = label("", "strong", wrap=True)
        self.note = label("", "caption", wrap=True)
        self.check_button = button(tr("Chec&k"), icon_name="list-checks", name=tr("Start the check"))
        self.decide_button = button(tr("&Decide…"))
        self.line = WordsAndControls(
            column(self.words, self.note, spacing=0),
            row(self.check_button, self.decide_button, spacing=9),
            spacing=9,
        )
        layout = row(self._icon, self.line, spacing=9, margins=(13, 6, 8, 6))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def load(self, case: Case, aid: AidView, *, can_write: bool) -> None:
        """Show where the case stands."""
        tone, words, note = aid.tone, aid.headline, aid.note
        if case.decision is Decision.REPORT:
            tone, words, note = "danger", tr("Decided: it must be reported"), case.decision_reason
        elif case.decision is Decision.NO_REPORT:
            tone, words = "neutral", tr("Decided: no report is needed")
            note = tr("Because: {reason}", reason=case.decision_reason)
        set_role(self, tone)
        self._icon.set_icon(_ICONS.get(tone, "circle-question-mark"), tone)
        self.words.setText(words)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setAccessibleName(words)
        self.setAccessibleDescription(note)
        self.check_button.setEnabled(can_write)
        self.decide_button.setEnabled(can_write)
