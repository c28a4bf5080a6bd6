"""Every revision of every paper that was exported: what left the house, when, and by which fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QWidget

from crasuite.domain.english import day
from crasuite.interview.documents_file import RegisterLine
from crasuite.language import tr, trn
from crasuite.ui.dates import clock
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.row_model import Column, RowFilter, RowModel
from crasuite.ui.widgets.table import Table, in_card


def _when(line: RegisterLine) -> str:
    local = line.revision.exported.astimezone()
    return f"{day(local.date())}, {clock(local)}"


def _fingerprint(line: RegisterLine) -> str:
    digits = line.revision.fingerprint[:12]
    return " ".join(digits[start : start + 4] for start in range(0, 12, 4))


class RegisterDialog(QDialog):
    """Read-only; Ctrl+C copies a row."""

    def __init__(self, lines: Sequence[RegisterLine], product: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Exported revisions"))
        model = RowModel(
            [
                Column(tr("Exported"), _when, lambda line: line.revision.exported),
                Column(tr("Document"), lambda line: line.title, lambda line: line.title.casefold()),
                Column(
                    tr("Revision"),
                    lambda line: str(line.revision.revision),
                    lambda line: line.revision.revision,
                ),
                Column(
                    tr("State"), lambda line: line.revision.state or "–", lambda line: line.revision.state
                ),
                Column(tr("Language"), lambda line: line.language_words, lambda line: line.language_words),
                Column(tr("Fingerprint"), _fingerprint, lambda line: line.revision.fingerprint),
            ]
        )
        model.set_rows(lines)
        self._kept = model, RowFilter(model)
        self.table = Table(tr("Exported revisions"), self._kept[1])
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=1))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        width = self.table.fontMetrics().horizontalAdvance
        state = ", ".join(
            (
                tr("Draft"),
                trn("{n} gap", "{n} gaps", 148),
                trn("{n} open point", "{n} open points", 9),
            )
        )
        self.table.set_column_widths(
            width(f"{day(date(2026, 11, 24))}, 10:02") + 36,
            None,
            width(tr("Revision")) + 36,
            width(state) + 24,
            width(tr("Language")) + 36,
            width("a028 eaad 628c") + 36,
        )
        heading = trn("{n} export of {product}", "{n} exports of {product}", len(lines), product=product)
        self.setLayout(
            column(
                label(heading, "headline", wrap=True),
                label(
                    tr(
                        "Equal fingerprints mean equal content. The files themselves are "
                        "where you saved them."
                    ),
                    "muted",
                    wrap=True,
                ),
                in_card(self.table),
                row(None, button(tr("Close"), "primary", on_click=self.accept)),
                spacing=12,
                margins=(22, 18, 22, 16),
            )
        )
        self.resize(1000, 480)
