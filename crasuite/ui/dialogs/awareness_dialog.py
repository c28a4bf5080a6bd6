"""Says or corrects when the maker became aware; what it replaces is kept, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from crasuite.domain.placeholder import is_filled
from crasuite.domain.zones import find_zone
from crasuite.interview.moment_words import local_words, utc_words
from crasuite.interview.reporting_file import ReportingFile
from crasuite.language import tr
from crasuite.ui.dialogs.form_dialog import FormDialog
from crasuite.ui.dialogs.new_case_dialog import zones_in_use
from crasuite.ui.widgets.build import label
from crasuite.ui.widgets.instant_field import InstantField


@dataclass(frozen=True)
class SaidAwareness:
    """What was entered."""

    at: datetime
    zone: str
    how: str
    reason: str


class AwarenessDialog(FormDialog):
    """A changed or a future instant needs a reason."""

    def __init__(self, desk: ReportingFile, case_id: str, parent: QWidget | None = None) -> None:
        case = desk.case(case_id)
        super().__init__(
            tr("When you became aware"),
            tr("Every clock of the case starts there. Until you save, they run on as before."),
            tr("&Save"),
            parent,
        )
        self._desk, self._case_id = desk, case_id
        self.aware = InstantField(tr("When you became aware"), desk.now, zones_in_use(desk))
        self.aware.set_instant(case.aware, case.zone)
        self.add(tr("&When you became aware"), self.aware)
        self.how = QLineEdit(case.aware_how)
        self.how.setMaxLength(400)
        self.add(tr("&How you became aware"), self.how)
        self._why = label("", "caption", wrap=True, tone="warn")
        self.reason = self.text_box()
        self._reason_words = self.add(tr("&Reason"), self.reason)
        self.fields.addWidget(self._why)
        for one in reversed(case.aware_earlier):
            zone = find_zone(one.zone)
            was = (
                (local_words(one.aware, zone) if zone else utc_words(one.aware))
                if one.aware
                else tr("not said")
            )
            self.fields.addWidget(
                label(
                    tr(
                        "Before {moment} it said: {was}. Reason: {reason}",
                        moment=utc_words(one.changed),
                        was=was,
                        reason=one.reason,
                    ),
                    "caption",
                    wrap=True,
                )
            )
        self.aware.changed.connect(self._on_instant)
        self._on_instant()
        self.finish()

    def missing(self) -> str:
        reading = self.aware.reading()
        if reading.at is None:
            return reading.words
        if self._needs() and not is_filled(self.reason.toPlainText()):
            return tr("Give the reason. The instant it replaces and the reason are both kept.")
        return ""

    def said(self) -> SaidAwareness | None:
        """What was entered; None while something is missing."""
        reading = self.aware.reading()
        if reading.at is None:
            return None
        reason = self.reason.toPlainText().strip() if self._needs() else ""
        return SaidAwareness(reading.at, reading.zone or "UTC", self.how.text().strip(), reason)

    @classmethod
    def ask(cls, desk: ReportingFile, case_id: str, parent: QWidget | None = None) -> SaidAwareness | None:
        """What was entered, or None when cancelled."""
        dialog = cls(desk, case_id, parent)
        return dialog.said() if dialog.exec() else None

    def _needs(self) -> str:
        at = self.aware.reading().at
        return self._desk.needs_reason(self._case_id, at) if at is not None else ""

    def _on_instant(self) -> None:
        why = self._needs()
        self._why.setText(why)
        for part in (self._why, self.reason, self._reason_words):
            part.setVisible(bool(why))
        self.check()
        if self.layout() is not None:
            self.fit()
