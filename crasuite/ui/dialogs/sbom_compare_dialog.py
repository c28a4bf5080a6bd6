"""Two imported SBOMs side by side: what was added, removed and changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QWidget

from crasuite.domain.english import Worded
from crasuite.domain.sbom_record import SbomRecord
from crasuite.interview.sbom_file import ChangeRow, ComparisonView
from crasuite.language import mark, tr, trn
from crasuite.ui import crash, jobs, small_screen
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.dialogs.sbom_versions_dialog import imported_words
from crasuite.ui.widgets.banner import Banner
from crasuite.ui.widgets.build import column, label, row
from crasuite.ui.widgets.row_model import Column, RowFilter, RowModel
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.table import Table, in_card

_NAMED = 3
"""Components named in the warning; the rest are counted."""
Compare = Callable[[SbomRecord, SbomRecord, jobs.JobHandle], ComparisonView]
_KINDS: Worded[str] = Worded({"added": mark("Added"), "removed": mark("Removed"), "changed": mark("Changed")})


def _columns() -> list[Column]:
    return [
        Column(tr("Change"), lambda one: _KINDS[one.kind], lambda one: one.kind),
        Column(tr("Component"), lambda one: one.name, lambda one: one.name.casefold()),
        Column(tr("Before"), lambda one: one.before or "–", lambda one: one.before),
        Column(tr("After"), lambda one: one.after or "–", lambda one: one.after),
    ]


class SbomCompareDialog(QDialog):
    """`compare` runs off the window's thread whenever a version is chosen."""

    def __init__(
        self,
        records: Sequence[SbomRecord],
        old: str,
        new: str,
        compare: Compare,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare versions"))
        self._records = {record.id: record for record in records}
        self._compare = compare
        self._job: jobs.Job | None = None
        self._rows: tuple[ChangeRow, ...] = ()
        self.old = self._choice(tr("Earlier SBOM"), old)
        self.new = self._choice(tr("Later SBOM"), new)
        self.summary = label("", "strong", wrap=True)
        self.warning = Banner(tone="warn")
        self.warning.hide()
        self.search = SearchField(tr("Find component"))
        self.segments = Segments(tr("Show"), [("all", tr("All")), *_KINDS.items()])
        self.segments.chosen.connect(lambda _key: self._show_rows())
        self.model = RowModel(_columns())
        self.filter = RowFilter(self.model)
        self.search.textChanged.connect(self.filter.set_words)
        self.table = Table(tr("Changes"), self.filter)
        self.search.leave.connect(self.table.setFocus)
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=1))
        self.table.set_row_height(self.table.fontMetrics().height() + 16)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        width = self.table.fontMetrics().horizontalAdvance
        licence = width(tr("Licence: {licence}", licence="Apache-2.0 OR MIT")) + 24
        kind = max(width(words) for words in _KINDS.values()) + 36
        self.table.set_column_widths(kind, None, licence, licence)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        choice = row(
            column(_named(tr("&Earlier"), self.old), self.old, spacing=4),
            column(_named(tr("&Later"), self.new), self.new, spacing=4),
            spacing=16,
        )
        choice.setStretch(0, 1)
        choice.setStretch(1, 1)
        body = column(
            label(tr("Compare versions"), "headline"),
            choice,
            self.summary,
            self.warning,
            row(self.search, self.segments, None),
            in_card(self.table),
            buttons,
            spacing=10,
            margins=(22, 18, 22, 14),
        )
        body.setStretch(5, 1)
        self.setLayout(body)
        self.resize(820, 600)

    def _choice(self, name: str, chosen: str) -> QComboBox:
        field = QComboBox()
        field.setAccessibleName(name)
        field.setMinimumWidth(120)
        for record in self._records.values():
            field.addItem(f"{record.part}, {imported_words(record)}, {record.file_name}", record.id)
        field.setCurrentIndex(max(field.findData(chosen), 0))
        field.currentIndexChanged.connect(lambda _at: self._start())
        return field

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._job is None:
            self._start()

    def _start(self) -> None:
        if self._job is not None:
            self._job.cancel()
        old, new = (self._records[field.currentData()] for field in (self.old, self.new))
        self.summary.setText(tr("Comparing…"))
        job = jobs.Job(lambda handle: self._compare(old, new, handle), self)
        job.done.connect(lambda found: self._on_done(job, found))
        job.failed.connect(lambda error: self._on_failed(job, error))
        self._job = job.start()

    def _on_done(self, job: jobs.Job, found: ComparisonView) -> None:
        if job is not self._job:
            return
        self._rows = found.rows
        self.summary.setText(found.summary)
        self.segments.set_count("all", len(found.rows))
        for kind in _KINDS:
            self.segments.set_count(kind, sum(one.kind == kind for one in found.rows))
        odd = [one.name for one in found.rows if one.is_suspicious]
        self.warning.setVisible(bool(odd))
        if odd:
            names = ", ".join(odd[:_NAMED])
            said = (
                trn(
                    "{components} and {n} more: the hash changed and the version did not. Find out why.",
                    "{components} and {n} more: the hash changed and the version did not. Find out why.",
                    len(odd) - _NAMED,
                    components=names,
                )
                if len(odd) > _NAMED
                else tr(
                    "{components}: the hash changed and the version did not. Find out why.",
                    components=names,
                )
            )
            self.warning.set_content(tr("Other content under the same version"), said, tone="warn")
        self._show_rows()
        # It says more than it did when it was opened, once what it says is laid out.
        QTimer.singleShot(0, self, lambda: small_screen.let_scroll(self))

    def _on_failed(self, job: jobs.Job, error: Exception) -> None:
        if job is self._job:
            self.summary.setText(tr("The two could not be compared."))
            crash.show_error(error)

    def _show_rows(self) -> None:
        kind = self.segments.key()
        self.model.set_rows([one for one in self._rows if kind in ("all", one.kind)])

    def reject(self) -> None:
        if self._job is not None:
            self._job.cancel()
        super().reject()


def _named(text: str, field: QComboBox) -> QWidget:
    name = label(text, "strong")
    name.setTextFormat(Qt.TextFormat.AutoText)
    name.setBuddy(field)
    return name
