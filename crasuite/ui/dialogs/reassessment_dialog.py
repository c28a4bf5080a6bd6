"""Asks for a look at the whole risk assessment: when, who, what had changed, outcome, and the next day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from crasuite.domain.placeholder import is_filled
from crasuite.language import tr, tr_in
from crasuite.ui.widgets.build import add_labelled, column, fit_height, label
from crasuite.ui.widgets.date_field import NO_DATE, DateField
from crasuite.ui.widgets.owner_field import OwnerField

_WIDTH = 520


@dataclass(frozen=True)
class SaidReassessment:
    """What was entered."""

    on: date
    who: str
    changed: str
    outcome: str
    next_on: date | None


class ReassessmentDialog(QDialog):
    """`ask` gives what was entered, or None. Recording is possible once day, person and outcome are there."""

    def __init__(self, today: date, people: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Record re-assessment"))
        self._today = today
        self.on = DateField()
        self.on.setDate(QDate(today.year, today.month, today.day))
        self.who = OwnerField(tr("Done by"))
        self.who.load("", people)
        self.changed, self.outcome = QPlainTextEdit(), QPlainTextEdit()
        for text in (self.changed, self.outcome):
            text.setTabChangesFocus(True)
            text.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 12)
        self.next_on = DateField()
        self.problem = label("", "caption", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.addButton(
            tr_in("verb", "Record"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        body = column(spacing=6, margins=(20, 18, 20, 14))
        hint = tr("The day set before is kept with this entry, and the next look takes its place.")
        body.addWidget(label(hint, "muted", wrap=True))
        body.addSpacing(4)
        for caption, field in (
            (tr("&Looked at on"), self.on),
            (tr("&Done by"), self.who),
            (tr("What had &changed"), self.changed),
            (tr("Outco&me"), self.outcome),
            (tr("Next loo&k"), self.next_on),
        ):
            add_labelled(body, caption, field)
        body.addWidget(self.problem)
        body.addSpacing(6)
        body.addWidget(buttons)
        self.setLayout(body)
        self.setMinimumWidth(_WIDTH)
        fit_height(self, _WIDTH)
        self.on.dateChanged.connect(self._check)
        self.next_on.dateChanged.connect(self._check)
        self.who.editTextChanged.connect(self._check)
        self.outcome.textChanged.connect(self._check)
        self._check()
        self.who.setFocus()

    def said(self) -> SaidReassessment | None:
        """What was entered; None while it cannot be recorded."""
        on, next_on = _day(self.on), _day(self.next_on)
        outcome, who = self.outcome.toPlainText().strip(), self.who.name()
        if self._missing() or on is None:
            return None
        return SaidReassessment(on, who, self.changed.toPlainText().strip(), outcome, next_on)

    @classmethod
    def ask(
        cls, today: date, people: tuple[str, ...], parent: QWidget | None = None
    ) -> SaidReassessment | None:
        """What was entered, or None when cancelled."""
        dialog = cls(today, people, parent)
        return dialog.said() if dialog.exec() else None

    def _missing(self) -> str:
        on, next_on = _day(self.on), _day(self.next_on)
        if on is None:
            return tr("Enter the day.")
        if on > self._today:
            return tr("The day is still to come. Record a look after it was done.")
        if next_on is not None and next_on <= on:
            return tr("The next look comes after this one.")
        nobody, nothing = not is_filled(self.who.name()), not is_filled(self.outcome.toPlainText())
        if nobody and nothing:
            return tr("Still needed: who did it and the outcome.")
        if nobody:
            return tr("Still needed: who did it.")
        return tr("Still needed: the outcome.") if nothing else ""

    def _check(self, *_: object) -> None:
        missing = self._missing()
        self.problem.setText(missing or tr("Ready to record."))
        self.accept_button.setEnabled(not missing)


def _day(field: DateField) -> date | None:
    held = field.date()
    return None if held == NO_DATE else date(held.year(), held.month(), held.day())
