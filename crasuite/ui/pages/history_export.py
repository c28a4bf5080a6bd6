"""Export of the listed part of the history as an Excel workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crasuite.language import mark, number, tr
from crasuite.ui import jobs
from crasuite.ui.dialogs import files
from crasuite.ui.widgets.build import button
from crasuite.ui.widgets.job_panel import JobPanel
from crasuite.ui.widgets.written_note import WrittenNote

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.pages.history_page import HistoryPage

_FOLDER = "export-folder"
_EXCEL = mark("Excel workbooks (*.xlsx)")


class HistoryExport(QObject):
    """The button, what is said afterwards, and the work between. The page shows `note` and `panel`."""

    def __init__(self, page: HistoryPage) -> None:
        super().__init__(page)
        self._page = page
        self._workspace: Workspace | None = None
        self._product = ""
        self.button = button(tr("Export to Exce&l…"), icon_name="file-spreadsheet", on_click=self.export)
        self.button.setAccessibleName(tr("Export to Excel"))
        self.button.setAccessibleDescription(tr("Writes the changes that are listed, in their order."))
        self.note, self.panel = WrittenNote(), JobPanel()

    def load(self, workspace: Workspace | None, product: str) -> None:
        """Whose history is shown; an empty name stands for all products."""
        if (workspace, product) != (self._workspace, self._product):
            self.note.hide()
        self._workspace, self._product = workspace, product

    def is_possible(self) -> bool:
        """False without a workspace, and while a file is being written."""
        return self._workspace is not None and not self.panel.is_busy()

    def export(self) -> None:
        """Ask where to, and write there what the list shows."""
        from crasuite.interview.history_lines import history_workbook, write_history

        if self._workspace is None or self.panel.is_busy():
            return
        page, pack, now = self._page, self._workspace.pack, self._workspace.now
        name = (
            f"{_as_file_name(self._product or tr('All products'))}_history_{now.astimezone():%Y-%m-%d}.xlsx"
        )
        folder = Path(page.settings.text(_FOLDER, str(Path.home() / "Documents")))
        target = files.ask_to_save(page, tr("Export history"), folder / name, tr(_EXCEL))
        if target is None:
            return
        if target.suffix.lower() != ".xlsx":
            target = target.with_name(f"{target.name}.xlsx")
        page.settings.set_text(_FOLDER, str(target.parent))
        shown, product, narrowed = page.listed(), self._product, page.narrowed_to()
        self.note.hide()

        def write(handle: jobs.JobHandle) -> Path:
            workbook = history_workbook(shown, pack, now, product, narrowed)
            handle.check()
            return write_history(workbook, target)

        job = jobs.Job(write, page)
        job.is_important = True
        job.done.connect(lambda _path: self._done(target, len(shown)))
        job.failed.connect(self.note.say_failed)
        job.ended.connect(lambda: self.button.setEnabled(True))
        self.panel.follow(job, tr("Writing {name}", name=target.name))
        self.button.setEnabled(False)
        job.start()

    def _done(self, target: Path, count: int) -> None:
        self.note.say(
            tr("{name} written.", name=target.name),
            tr(
                "Changes in the file: {number}. It is a copy to read; the history itself stays as it is.",
                number=number(count),
            ),
            folder=target.parent,
        )


def _as_file_name(name: str) -> str:
    """A product's name as every system accepts it for a file."""
    kept = "".join(letter if letter.isalnum() or letter in " -_()" else "-" for letter in name).strip()
    return kept[:60] or "product"
