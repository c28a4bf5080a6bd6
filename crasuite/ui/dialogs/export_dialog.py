"""Where to export to, progress with Cancel, and what was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QProgressBar, QWidget

from crasuite.errors import CraSuiteError, StoreError
from crasuite.language import LANGUAGES, tr, trn
from crasuite.ui import crash, jobs
from crasuite.ui.delegates import TextDelegate
from crasuite.ui.rows import ExportResult
from crasuite.ui.widgets.banner import Banner
from crasuite.ui.widgets.build import button, clear, column, fit_height, label, row
from crasuite.ui.widgets.row_model import Column, RowFilter, RowModel
from crasuite.ui.widgets.saved_choice import SavedChoice
from crasuite.ui.widgets.table import Table, in_card

Work = Callable[[Path, jobs.JobHandle], ExportResult]
Note = Callable[[ExportResult], None]
_ROWS_SHOWN = 9
_WIDTH = 560
_NAME = "PVL_RC-W_r01_2026-11-24_en_DRAFT.docx"


class ExportDialog(QDialog):
    """`work` writes the documents into a folder, off the window's thread; `note` then notes what went out.

    With `language`, another one can be chosen for the documents; `in_language` then gives the work anew.
    """

    def __init__(
        self,
        product: str,
        folder: Path,
        work: Work,
        note: Note | None = None,
        notes: str = "",
        parent: QWidget | None = None,
        *,
        language: str = "",
        in_language: Callable[[str], Work] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export documents"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self._work = work
        self._note = note
        self._language, self._in_language = language, in_language
        self._product = product
        self._job: jobs.Job | None = None
        self.result_shown: ExportResult | None = None
        self._heading = label(tr("Export the documents of {product}", product=product), "headline", wrap=True)
        self._problem = Banner(tone="danger")
        self._problem.hide()
        # Not stacked: a stack would give each page the height of the highest.
        self._pages = self._build_choice(folder, notes), self._build_progress(), self._build_result()
        self.setLayout(
            column(self._heading, self._problem, *self._pages, spacing=12, margins=(22, 18, 22, 16))
        )
        self.setMinimumWidth(_WIDTH)
        self._show_page(0)

    def folder(self) -> Path:
        """Where the documents go."""
        return Path(self.field.text().strip()).expanduser()

    def _show_page(self, number: int) -> None:
        for place, page in enumerate(self._pages):
            page.setVisible(place == number)
        fit_height(self, max(self.width(), _WIDTH) if self.isVisible() else _WIDTH)

    # -- building --------------------------------------------------------------------------------------------

    def _build_choice(self, folder: Path, notes: str) -> QWidget:
        self.field = QLineEdit(str(folder))
        self.field.setAccessibleName(tr("Folder"))
        name = label(tr("&Folder"), "strong")
        name.setTextFormat(Qt.TextFormat.AutoText)
        name.setBuddy(self.field)
        choose = button(tr("C&hoose…"), on_click=self._choose, name=tr("Choose a folder"))
        self.start_button = button(tr("&Export"), "primary", "folder-output", self.start)
        self.start_button.setDefault(True)
        cancel = button(tr("Cancel"), on_click=self.reject)
        line = row(self.field, choose)
        line.setStretch(0, 1)
        body = column(
            label(
                tr("Word and Excel files, written new each time. Open points are marked in them."),
                "muted",
                wrap=True,
            ),
            name,
            line,
            spacing=8,
        )
        self.language_choice = SavedChoice(tr("Language of the documents"), LANGUAGES, lambda _code: True)
        if self._language:
            self.language_choice.load(self._language)
            said = label(tr("&Language of the documents"), "strong")
            said.setTextFormat(Qt.TextFormat.AutoText)
            said.setBuddy(self.language_choice)
            body.addLayout(row(said, self.language_choice, None))
        if notes:
            body.addWidget(label(notes, "caption", wrap=True))
        body.addStretch(1)
        body.addLayout(row(None, cancel, self.start_button))
        page = QWidget()
        page.setLayout(body)
        return page

    def _build_progress(self) -> QWidget:
        self._count = label("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress of the export"))
        self._now = label("", "muted", wrap=True)
        self.cancel_button = button(tr("&Cancel"), on_click=self.cancel)
        page = QWidget()
        page.setLayout(
            column(
                row(label(tr("Writing the documents"), "section"), None, self._count),
                self._bar,
                self._now,
                None,
                row(None, self.cancel_button),
                spacing=10,
            )
        )
        return page

    def _build_result(self) -> QWidget:
        self._written = label("", "section", wrap=True)
        self._not_written = column(spacing=4)
        model = RowModel(
            [
                Column(tr("Document"), lambda line: line[0] or tr("Text file"), lambda line: line[0]),
                Column(tr("File"), lambda line: line[1], lambda line: line[1]),
            ]
        )
        self._files = model, RowFilter(model)
        self.table = Table(tr("Files written"), self._files[1])
        self.table.setItemDelegate(TextDelegate(self.table, bold_column=0))
        metrics = self.table.fontMetrics()
        self.table.set_row_height(metrics.height() + 14)
        self.table.set_column_widths(None, metrics.horizontalAdvance(_NAME) + 36)
        self.table.setMinimumHeight((metrics.height() + 14) * _ROWS_SHOWN)
        self.open_button = button(tr("&Open folder"), "primary", "folder-open", self._open_folder)
        close = button(tr("Close"), on_click=self.accept)
        page = QWidget()
        page.setLayout(
            column(
                self._written,
                self._not_written,
                in_card(self.table),
                row(None, close, self.open_button),
                spacing=10,
            )
        )
        return page

    # -- doing -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Write the documents."""
        folder = self.folder()
        if not self.field.text().strip():
            self._problem.set_content(tr("Choose a folder first."), "", tone="danger")
            self._problem.show()
            self._show_page(0)
            self.field.setFocus()
            return
        self._problem.hide()
        code = self.language_choice.value()
        if self._language and self._in_language is not None and code != self._language:
            try:
                self._work = self._in_language(code)
            except StoreError as error:
                self._problem.set_content(error.what, f"{error.why} {error.next_step}".strip(), tone="danger")
                self._problem.show()
                return
            self._language = code
        self._bar.setRange(0, 0)
        self._count.setText("")
        self._now.setText(tr("You can go on working."))
        self.cancel_button.setEnabled(True)
        self._show_page(1)
        self.cancel_button.setFocus()
        work = self._work
        self._job = jobs.Job(lambda handle: work(folder, handle), self)
        self._job.is_important = True
        self._job.progress.connect(self._on_progress)
        self._job.done.connect(self._on_done)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._job.start()

    def cancel(self) -> None:
        """Stop; what was begun is removed by the work itself."""
        if self._job is not None:
            self.cancel_button.setEnabled(False)
            self._now.setText(tr("Stopping…"))
            self._job.cancel()

    def _on_progress(self, done: int, total: int, what: str) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._count.setText(tr("{done} of {total}", done=min(done + 1, total), total=total))
        self._now.setText(tr("Now: {what}. You can go on working.", what=what))

    def _on_done(self, result: ExportResult) -> None:
        self._job = None
        self.result_shown = result
        self._heading.setText(tr("The documents of {product} are written", product=self._product))
        self._written.setText(
            trn("{n} file in {folder}", "{n} files in {folder}", len(result.files), folder=result.folder)
        )
        self._files[0].set_rows(result.lines or [("", file.name) for file in result.files])
        clear(self._not_written)
        for problem in result.problems:
            self._not_written.addWidget(
                label(tr("Not written: {problem}", problem=problem), "caption", wrap=True, tone="danger")
            )
        self.resize(max(self.width(), 760), self.height())
        self._show_page(2)
        self.open_button.setFocus()
        if self._note is not None:
            try:
                self._note(result)
            except StoreError as error:
                crash.show_error(error)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._show_page(0)
        if isinstance(error, CraSuiteError):
            self._problem.set_content(error.what, f"{error.why} {error.next_step}".strip(), tone="danger")
            self._problem.show()
            self._show_page(0)
            self.field.setFocus()
        else:
            crash.show_error(error)

    def _on_cancelled(self) -> None:
        self._job = None
        self._show_page(0)
        self._problem.set_content(
            tr("Export cancelled."),
            tr("What had been begun was removed. Your answers are unchanged."),
            tone="info",
        )
        self._problem.show()
        self._show_page(0)
        self.start_button.setFocus()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder for the documents"), str(self.folder()))
        if chosen:
            self.field.setText(chosen)

    def _open_folder(self) -> None:
        if self.result_shown is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.result_shown.folder)))

    def reject(self) -> None:
        if self._job is not None:
            self.cancel()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None:
            self.cancel()
            event.ignore()
            return
        super().closeEvent(event)
