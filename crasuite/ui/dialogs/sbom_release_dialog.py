"""Asks for which release of the product an SBOM was filed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from crasuite.domain.sbom_record import SbomRecord
from crasuite.interview import words
from crasuite.language import tr
from crasuite.ui.widgets.build import add_labelled, column, fit_height, label
from crasuite.ui.widgets.date_field import NO_DATE, DateField

_WIDTH = 460


class SbomReleaseDialog(QDialog):
    """`ask` gives release and day, or None. Empty fields mean: as the file says."""

    def __init__(self, record: SbomRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Release of the SBOM"))
        self.release = QLineEdit(record.release)
        self.release.setMaxLength(100)
        self.released_on = DateField()
        if record.released_on is not None:
            on = record.released_on
            self.released_on.setDate(QDate(on.year, on.month, on.day))
        version = (
            tr("The file names {version}.", version=record.file_version)
            if record.file_version
            else tr("The file names no version.")
        )
        made = (
            tr("The file names {day}.", day=words.day_words(record.file_date))
            if record.file_date
            else tr("The file names no day.")
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.addButton(tr("&Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        body = column(spacing=6, margins=(20, 18, 20, 14))
        body.addWidget(
            label(
                tr(
                    "Say which release of the product this SBOM belongs to. The checks then compare it with "
                    "what the file says."
                ),
                "muted",
                wrap=True,
            )
        )
        add_labelled(body, tr("&Release"), self.release)
        body.addWidget(label(version, "caption", wrap=True))
        add_labelled(body, tr("&Day of the release"), self.released_on)
        body.addWidget(label(made, "caption", wrap=True))
        body.addSpacing(8)
        body.addWidget(buttons)
        self.setLayout(body)
        self.setMinimumWidth(_WIDTH)
        fit_height(self, _WIDTH)

    def said(self) -> tuple[str, date | None]:
        """Release and day."""
        held = self.released_on.date()
        on = None if held == NO_DATE else date(held.year(), held.month(), held.day())
        return self.release.text().strip(), on

    @classmethod
    def ask(cls, record: SbomRecord, parent: QWidget | None = None) -> tuple[str, date | None] | None:
        """Release and day, or None when cancelled."""
        dialog = cls(record, parent)
        return dialog.said() if dialog.exec() else None
