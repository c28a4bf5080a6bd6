"""What is said once files were written, or were not, with the way to their folder."""

from __future__ import annotations

from pathlib import Path

from crasuite.errors import UserFacingError
from crasuite.language import tr
from crasuite.ui import crash
from crasuite.ui.dialogs import files
from crasuite.ui.widgets.banner import Banner


class WrittenNote(Banner):
    """Hidden until something is said; "Open folder" is there where a folder is given."""

    def __init__(self) -> None:
        super().__init__()
        self.folder: Path | None = None
        self._open_button = self.add_button(tr("Open folder"), self._open_folder)
        self.add_button(tr("Close note"), self.hide)
        self.hide()

    def say(self, title: str, text: str, *, tone: str = "info", folder: Path | None = None) -> None:
        """Show two sentences, and offer the folder."""
        self.set_content(title, text, tone=tone)
        self.folder = folder
        self._open_button.setVisible(folder is not None)
        self.show()

    def say_failed(self, error: Exception) -> None:
        """Say why nothing was written; a defect is shown as one."""
        if isinstance(error, UserFacingError):
            self.say(error.what, f"{error.why} {error.next_step}".strip(), tone="danger")
        else:
            crash.show_error(error)

    def _open_folder(self) -> None:
        if self.folder is not None:
            files.show_folder(self.folder)
