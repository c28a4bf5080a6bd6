"""Keeps whether a case is reported, and why not where it is not."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QWidget

from crasuite.domain.case import Decision
from crasuite.domain.placeholder import is_filled
from crasuite.interview.reporting_file import ReportingFile
from crasuite.language import mark, tr
from crasuite.ui.dialogs.form_dialog import FormDialog
from crasuite.ui.widgets.build import column
from crasuite.ui.widgets.wrapping_button import WrappingRadioButton

_CHOICES = (
    (Decision.REPORT, mark("It &must be reported")),
    (Decision.NO_REPORT, mark("&No report is needed, because…")),
    (Decision.NONE, mark("Not &decided yet: the clocks run on")),
)


class DecideDialog(FormDialog):
    """`ask` gives decision and reason, or None."""

    def __init__(self, desk: ReportingFile, case_id: str, parent: QWidget | None = None) -> None:
        case, aid = desk.case(case_id), desk.aid(case_id)
        super().__init__(
            tr("Decide on the report"),
            tr(
                "The check says: {verdict}. You decide, and History keeps who did and when.",
                verdict=aid.headline,
            ),
            tr("&Save decision"),
            parent,
        )
        self.choices = QButtonGroup(self)
        holder = QWidget()
        lines = column(spacing=2)
        holder.setLayout(lines)
        self._of: dict[QWidget, Decision] = {}
        for decision, words in _CHOICES:
            choice = WrappingRadioButton(tr(words))
            choice.setChecked(decision is case.decision)
            choice.toggled.connect(self.check)
            self.choices.addButton(choice)
            self._of[choice] = decision
            lines.addWidget(choice)
        self.add(tr("Decision"), holder)
        self.reason = self.text_box(4)
        self.reason.setPlainText(case.decision_reason)
        self.add(tr("&Reason"), self.reason)
        self.finish()
        checked = self.choices.checkedButton()
        if checked is not None:
            checked.setFocus()

    def decision(self) -> Decision:
        """What is chosen."""
        checked = self.choices.checkedButton()
        return self._of[checked] if checked is not None else Decision.NONE

    def missing(self) -> str:
        if self.decision() is Decision.NO_REPORT and not is_filled(self.reason.toPlainText()):
            return tr("Say why nothing is to be reported: the decision stops the clocks.")
        return ""

    @classmethod
    def ask(
        cls, desk: ReportingFile, case_id: str, parent: QWidget | None = None
    ) -> tuple[Decision, str] | None:
        """Decision and reason, or None when cancelled."""
        dialog = cls(desk, case_id, parent)
        return (dialog.decision(), dialog.reason.toPlainText().strip()) if dialog.exec() else None
