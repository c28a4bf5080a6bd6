"""Export of the Excel workbook that can be filled by others and read back, from the screens it is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crasuite.errors import StoreError
from crasuite.language import mark, tr
from crasuite.ui import crash, jobs
from crasuite.ui.dialogs import files
from crasuite.ui.widgets.build import button
from crasuite.ui.widgets.written_note import WrittenNote

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.pages.product_page import ProductPage
    from crasuite.ui.widgets.job_panel import JobPanel

WORKBOOK = "RC"
"""Code of the workbook whose sheets hold requirements and risks."""
_FOLDER = "export-folder"
_EXCEL = mark("Excel workbooks (*.xlsx)")
_WORDS = mark("Export checklist…")
_NARROW = 125  # letters across the page


class ChecklistExport(QObject):
    """The button, what is said afterwards, and the work between. The page shows `note` and `panel`."""

    def __init__(self, page: ProductPage, panel: JobPanel) -> None:
        super().__init__(page)
        self._page, self._panel = page, panel
        self._product: tuple[Workspace, int] | None = None
        self.button = button(
            "", icon_name="file-spreadsheet", on_click=self.export, name=tr("Export checklist")
        )
        self.button.setToolTip(tr("An Excel workbook that a colleague fills and Import reads back"))
        self.note = WrittenNote()

    def fit(self, width: int) -> None:
        """Only the drawing where the page is narrow."""
        narrow = width < self._page.fontMetrics().averageCharWidth() * _NARROW
        self.button.setText("" if narrow else tr(_WORDS))

    def load(self, workspace: Workspace, product_id: int) -> None:
        """Which product is shown."""
        if self._product != (workspace, product_id):
            self.note.hide()
        self._product = (workspace, product_id)

    def export(self) -> None:
        """Ask where to, and write there."""
        from crasuite.interview.documents_file import DocumentsFile

        if self._product is None or self._panel.is_busy():
            return
        self._page.flush()
        file = DocumentsFile(*self._product)
        start = Path(self._page.settings.text(_FOLDER, str(Path.home() / "Documents"))) / file.suggested_name(
            WORKBOOK
        )
        target = files.ask_to_save(self._page, tr("Export checklist"), start, tr(_EXCEL))
        if target is None:
            return
        if target.suffix.lower() != start.suffix:
            target = target.with_name(target.name + start.suffix)
        self._page.settings.set_text(_FOLDER, str(target.parent))
        work = file.paper_work(WORKBOOK)
        self.note.hide()
        job = jobs.Job(lambda _handle: work(target), self._page)
        job.is_important = True
        job.done.connect(lambda done: self._done(file, done))
        job.failed.connect(self.note.say_failed)
        job.ended.connect(lambda: self.button.setEnabled(True))
        self._panel.follow(job, tr("Writing {name}", name=target.name))
        self.button.setEnabled(False)
        job.start()

    def _done(self, file: object, done: object) -> None:
        from crasuite.interview.documents_file import DocumentsFile, Exported

        assert isinstance(file, DocumentsFile)
        assert isinstance(done, Exported)
        target = done.files[0]
        self.note.say(
            tr("{name} written.", name=target.name),
            tr(
                "Fill the columns with a white ground. Documents, Import checklist reads it "
                "back and shows every "
                "change before anything is taken in."
            ),
            folder=target.parent,
        )
        try:
            file.note_export(done)
        except StoreError as error:  # written it is
            crash.show_error(error)
