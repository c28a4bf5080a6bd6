"""Asks for one instant of a case, such as when a measure became available."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from crasuite.interview.reporting_file import ReportingFile
from crasuite.language import tr
from crasuite.ui.dialogs.form_dialog import FormDialog
from crasuite.ui.dialogs.new_case_dialog import zones_in_use
from crasuite.ui.widgets.instant_field import InstantField


class MomentDialog(FormDialog):
    """`ask` gives the instant, or None. It cannot lie in the future."""

    def __init__(
        self,
        desk: ReportingFile,
        case_id: str,
        title: str,
        text: str,
        held: datetime | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, text, tr("&Save"), parent)
        self._now = desk.now
        self.at = InstantField(title, desk.now, zones_in_use(desk))
        self.at.set_instant(held, desk.case(case_id).zone)
        self.at.changed.connect(self.check)
        self.add(tr("&When"), self.at)
        self.finish()

    def missing(self) -> str:
        reading = self.at.reading()
        if reading.at is None:
            return reading.words
        return tr("It is still to come. Record it once it has happened.") if reading.at > self._now else ""

    @classmethod
    def ask(
        cls,
        desk: ReportingFile,
        case_id: str,
        title: str,
        text: str,
        held: datetime | None = None,
        parent: QWidget | None = None,
    ) -> datetime | None:
        """The instant, or None when cancelled."""
        dialog = cls(desk, case_id, title, text, held, parent)
        return dialog.at.reading().at if dialog.exec() else None
