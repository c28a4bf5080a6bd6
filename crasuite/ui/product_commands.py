"""The commands on one product: new, rename, duplicate, archive, delete, export and the like.

Loaded when one of them is first chosen.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from crasuite import paths
from crasuite.documents.atomic import write_atomically
from crasuite.errors import CraSuiteError
from crasuite.language import tr
from crasuite.ui import adapter, crash
from crasuite.ui.dialogs import files
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.rows import SampleRow

if TYPE_CHECKING:
    from crasuite.ui.main_window import MainWindow
    from crasuite.ui.rows import ExportResult


class ProductCommands:
    """Each asks what it has to know and acts on the product the window shows or has chosen in its list."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    # -- more products ---------------------------------------------------------------------------------------

    def new(self) -> None:
        """Ask for a name, add the product and open its interview."""
        if self._add(tr("New product"), tr("What is the product called?"), tr("Start the interview")):
            self._window.open_interview()

    def new_to_report(self) -> None:
        """Ask for a name only, add the product and open a reporting case: the interview can follow."""
        if self._add(tr("Report now"), tr("Which product is it about?"), tr("Go to reporting")):
            self._window.new_report()

    def _add(self, title: str, question: str, go_on: str) -> bool:
        """Ask for a name, add the product and show it; False where there is none."""
        window, workspace = self._window, self._window.session.workspace
        if workspace is None or workspace.is_read_only:
            return False
        hint = tr("As your customers know it. You can change it later.")
        name = NameDialog.ask(title, question, go_on, hint=hint, parent=window)
        if name:
            window.open_product(workspace.new_product(name).id)
        return bool(name)

    def choose_sample(self) -> None:
        """Open a copy of a finished example."""
        from crasuite.ui.dialogs.sample_dialog import SampleDialog

        workspace = self._window.session.workspace
        if workspace is None or workspace.is_read_only:
            return
        samples = [
            SampleRow(one.key, one.name, one.description, workspace.icon(one.answers))
            for one in workspace.samples()
        ]
        key = SampleDialog.ask(samples, self._window)
        if key:
            self._window.open_product(workspace.add_sample(key).id)

    def duplicate(self) -> None:
        """A copy with all answers, for a variant."""
        window, workspace = self._window, self._window.session.workspace
        product = window.chosen_row()
        if workspace is None or product is None:
            return
        name = NameDialog.ask(
            tr("Duplicate"),
            tr("What is the copy called?"),
            tr("Duplicate"),
            tr("{product} (copy)", product=product.name),
            tr(
                "It starts with all that stands in the original: answers, notes, requirements with evidence, "
                "risks, SBOMs and texts. Reporting cases stay with the original."
            ),
            parent=window,
        )
        if name:
            window.open_product(workspace.duplicate_product(product.id, name).id)

    # -- another name, or away -------------------------------------------------------------------------------

    def rename(self) -> None:
        """Give the product another name."""
        window, workspace = self._window, self._window.session.workspace
        product = window.chosen_row()
        if workspace is None or product is None:
            return
        name = NameDialog.ask(
            tr("Rename"), tr("What is the product called?"), tr("Rename"), product.name, parent=window
        )
        if name and name != product.name:
            workspace.rename_product(product.id, name)

    def archive(self) -> None:
        """Take the product off the list, or bring it back."""
        window, workspace = self._window, self._window.session.workspace
        product = window.chosen_row()
        if workspace is None or product is None:
            return
        if product.is_archived:
            workspace.restore_product(product.id)
            return
        window.leave_product(product.id)
        workspace.archive_product(product.id)
        window.offer_undo(
            tr("{product} is archived.", product=product.name),
            tr("View, Show archived products lists it again."),
        )

    def delete(self) -> None:
        """Delete the product after asking; undo brings it back."""
        window, workspace = self._window, self._window.session.workspace
        product = window.chosen_row()
        if workspace is None or product is None:
            return
        said = tr(
            "It goes off all lists, with its answers, technical file and reporting cases. "
            "Edit, Undo brings it back."
        )
        running = "" if product.error else adapter.running_report(workspace, product.id)
        if ConfirmDialog.ask(
            tr("Delete {product}?", product=product.name),
            f"{running}\n\n{said}" if running else said,
            tr("Delete"),
            tr("Keep"),
            window,
        ):
            window.leave_product(product.id)
            workspace.delete_product(product.id)
            window.offer_undo(
                tr("{product} is deleted.", product=product.name),
                tr("Its answers are still in the file's history."),
            )

    # -- as files --------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the documents of the product into a folder."""
        from crasuite.ui.dialogs.export_dialog import ExportDialog

        window, workspace = self._window, self._window.session.workspace
        product = window.chosen_row()
        if workspace is None or product is None:
            return
        last = window.settings.text("export-folder")
        folder = Path(last) if last else Path.home() / "Documents"
        dialog = ExportDialog(
            product.name,
            folder / _as_folder_name(product.name),
            adapter.export_work(workspace, product.id),
            lambda result: adapter.note_export(workspace, product.id, result),
            language=adapter.documents_language(workspace, product.id),
            in_language=lambda code: adapter.export_work(workspace, product.id, code),
            parent=window,
        )
        dialog.exec()
        result: ExportResult | None = dialog.result_shown
        if result is not None:
            window.settings.set_text("export-folder", str(result.folder.parent))

    def save_answers(self) -> None:
        """The answers as a file the command line reads."""
        window, workspace = self._window, self._window.session.workspace
        product = window.chosen_row()
        if workspace is None or product is None:
            return
        start = paths.data_dir() / f"{_as_folder_name(product.name)}.json"
        path = files.ask_to_save(window, tr("Save answers"), start, tr("Answers (*.json)"))
        if not path:
            return
        text = json.dumps(
            workspace.repository.values(product.id), ensure_ascii=False, indent=2, sort_keys=True
        )
        try:
            write_atomically(path, (text + "\n").encode())
        except CraSuiteError as error:
            crash.show_error(error)


def _as_folder_name(name: str) -> str:
    """A product's name as every system accepts it for a folder."""
    kept = "".join(letter if letter.isalnum() or letter in " -_.()" else "-" for letter in name).strip(" .")
    return kept[:80] or "product"
