"""All imported SBOMs of one part, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from crasuite.domain.english import day
from crasuite.domain.sbom_record import SbomRecord
from crasuite.interview.sbom_file import short_hash
from crasuite.language import number, tr
from crasuite.ui.dates import clock
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.row_model import ROW_ROLE, Column, RowModel
from crasuite.ui.widgets.table import Table, in_card


def imported_words(record: SbomRecord) -> str:
    """When it was imported."""
    if record.imported is None:
        return "–"
    local = record.imported.astimezone()
    return f"{day(local.date())}, {clock(local)}"


def _columns() -> list[Column]:
    return [
        Column(tr("Imported"), imported_words, lambda record: str(record.imported)),
        Column(tr("File"), lambda record: record.file_name, lambda record: record.file_name.casefold()),
        Column(
            tr("Format"),
            lambda record: f"{record.format} {record.spec_version}",
            lambda record: record.format,
        ),
        Column(
            tr("Components"),
            lambda record: number(record.components or 0),
            lambda record: record.components or 0,
        ),
        Column("SHA-256", lambda record: short_hash(record.sha256), lambda record: record.sha256),
    ]


class SbomVersionsDialog(QDialog):
    """Emits what is wanted of a version: its file, or that it goes."""

    export_wanted = Signal(str)
    remove_wanted = Signal(str)
    compare_wanted = Signal(str)

    def __init__(
        self,
        part: str,
        records: Sequence[SbomRecord],
        *,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.part = part
        self._read_only = read_only
        self.setWindowTitle(tr("Versions of {part}", part=part))
        self.model = RowModel(_columns())
        self.table = Table(tr("Versions of {part}", part=part), self.model)
        self.table.setSortingEnabled(False)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=1))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            width(f"{day(date(2026, 11, 24))}, 10:02") + 32,
            None,
            width("CycloneDX 1.6") + 32,
            width(tr("Components")) + 36,
            width("5e0c…a97f") + 34,
        )
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._update())
        self.export_button = button(
            tr("&Export the original…"), on_click=lambda: self._emit(self.export_wanted)
        )
        self.compare_button = button(
            tr("&Compare with the newest…"), on_click=lambda: self._emit(self.compare_wanted)
        )
        self.remove_button = button(
            tr("&Remove this version"), on_click=lambda: self._emit(self.remove_wanted)
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.setLayout(
            column(
                label(tr("Versions of {part}", part=part), "headline"),
                label(
                    tr("The first one counts. The files lie in the workspace as they were imported."),
                    "muted",
                    wrap=True,
                ),
                in_card(self.table),
                row(self.export_button, self.compare_button, self.remove_button, None),
                buttons,
                spacing=10,
                margins=(22, 18, 22, 14),
            )
        )
        self.resize(760, 400)
        self.load(records)
        self.table.setFocus()

    def load(self, records: Sequence[SbomRecord]) -> None:
        """Show these versions."""
        place = max(self.table.currentIndex().row(), 0)
        self.model.set_rows(records)
        if records:
            self.table.selectRow(min(place, len(records) - 1))
        self._update()

    def current(self) -> SbomRecord | None:
        """The version of the current row."""
        index = self.table.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def _update(self) -> None:
        record = self.current()
        self.export_button.setEnabled(record is not None)
        self.compare_button.setEnabled(record is not None and self.table.currentIndex().row() > 0)
        self.remove_button.setEnabled(record is not None and not self._read_only)

    def _emit(self, signal) -> None:  # type: ignore[no-untyped-def]
        record = self.current()
        if record is not None:
            signal.emit(record.id)
