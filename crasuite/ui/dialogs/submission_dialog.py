"""Records that somebody submitted a stage on the platform; only this stops its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from crasuite.interview.reporting_file import ReportingFile
from crasuite.language import tr
from crasuite.ui.dialogs.form_dialog import FormDialog
from crasuite.ui.dialogs.new_case_dialog import zones_in_use
from crasuite.ui.widgets.build import column, label
from crasuite.ui.widgets.instant_field import InstantField
from crasuite.ui.widgets.wrapping_button import WrappingCheckBox

_USERS = "users"


@dataclass(frozen=True)
class SaidSubmission:
    """What was entered. `csirt` is the code of its country."""

    at: datetime
    zone: str
    reference: str
    csirt: str
    by: str
    note: str
    covers: tuple[str, ...]


class SubmissionDialog(FormDialog):
    """The CSIRT is the one of Article 14(7) as the answers and the country tell; it can be corrected."""

    def __init__(self, desk: ReportingFile, case_id: str, stage: str, parent: QWidget | None = None) -> None:
        form, case, choice = desk.form(case_id, stage), desk.case(case_id), desk.csirt_choice(case_id)
        told_users = stage == _USERS
        super().__init__(
            tr("{stage}: record as done", stage=form.title)
            if told_users
            else tr("{stage}: record as submitted", stage=form.title),
            tr("CRA Suite sends nothing. Record what you did, and the clock stops.")
            if told_users
            else tr(
                "CRA Suite sends nothing. Record what you submitted on the platform, and the clock stops."
            ),
            tr("&Record"),
            parent,
        )
        self._now, self._aware = desk.now, case.aware
        self.at = InstantField(tr("When it was submitted"), desk.now, zones_in_use(desk))
        self.at.set_instant(None, case.zone)
        self.at.changed.connect(self.check)
        self.add(tr("&When"), self.at)
        self.reference = QLineEdit()
        self.reference.setMaxLength(200)
        self.add(tr("Re&ference number of the platform"), self.reference)
        self.csirt = QComboBox()
        self.csirt.addItem(tr("Not said"), "")
        for code, name in choice.options:
            self.csirt.addItem(name, code)
        self.csirt.setCurrentIndex(max(0, self.csirt.findData(choice.country)))
        self._covers: dict[str, QCheckBox] = {}
        if not told_users:
            self.add(tr("Member State of the &CSIRT"), self.csirt)
            law = ", ".join(one.label for one in choice.cites)
            self.fields.addWidget(
                label(f"{choice.words} ({law})" if law else choice.words, "caption", wrap=True)
            )
        else:
            self.csirt.hide()
            self.csirt.setParent(self)
        self.by = QLineEdit(desk.workspace.who)
        self.by.setMaxLength(120)
        self.add(tr("&By whom"), self.by)
        later = [] if told_users else _later(desk, case_id, stage)
        if later:
            holder = QWidget()
            lines = column(spacing=2)
            holder.setLayout(lines)
            for key, title in later:
                box = WrappingCheckBox(title)
                self._covers[key] = box
                lines.addWidget(box)
            self.add(tr("It also held everything for"), holder)
        self.note = self.text_box()
        self.add(tr("N&ote"), self.note)
        self.finish()

    def missing(self) -> str:
        reading = self.at.reading()
        if reading.at is None:
            return reading.words
        if reading.at > self._now:
            return tr("It is still to come. Record it once it has happened.")
        if self._aware is not None and reading.at < self._aware:
            return tr("It lies before you became aware.")
        return ""

    def said(self) -> SaidSubmission | None:
        """What was entered; None while something is missing."""
        reading = self.at.reading()
        if reading.at is None:
            return None
        return SaidSubmission(
            reading.at,
            reading.zone,
            self.reference.text().strip(),
            self.csirt.currentData() or "",
            self.by.text().strip(),
            self.note.toPlainText().strip(),
            tuple(key for key, box in self._covers.items() if box.isChecked()),
        )

    @classmethod
    def ask(
        cls, desk: ReportingFile, case_id: str, stage: str, parent: QWidget | None = None
    ) -> SaidSubmission | None:
        """What was entered, or None when cancelled."""
        dialog = cls(desk, case_id, stage, parent)
        return dialog.said() if dialog.exec() else None


def _later(desk: ReportingFile, case_id: str, stage: str) -> list[tuple[str, str]]:
    """Stages that come after this one and are not submitted, which the law lets an earlier report cover."""
    number = desk.law.stages[stage].number
    return [
        (card.stage, card.title)
        for card in desk.clocks(case_id)
        if card.number > number and card.submission is None and desk.law.stages[card.stage].unless_provided
    ]
