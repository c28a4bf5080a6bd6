"""What the views of the reporting screen share: the desk they show, and how they write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crasuite.domain.problem import Place
from crasuite.errors import UserFacingError
from crasuite.interview.reporting_file import ReportingFile
from crasuite.ui import crash


class ReportingView(QWidget):
    """One segment of the screen. Made when it is first shown, and kept."""

    wants_case = Signal(str)  # open this case under Cases
    explain = Signal(object)  # a citation was opened
    jump = Signal(object)  # a Place that another screen edits
    question_wanted = Signal(str)  # a question of the interview to open
    written = Signal()  # something was saved; the page shows everything anew

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk: ReportingFile | None = None

    def load(self, desk: ReportingFile) -> None:
        """Show a product. What is being typed for the same one must survive it."""
        self.desk = desk
        self.refresh()

    def refresh(self) -> None:
        """Show the file as it is now."""

    def tick(self) -> None:
        """A minute has passed: what shows time left is worked out anew, and nothing else moves."""

    def flush(self) -> None:
        """Save what was typed and is not saved yet."""

    def initial_focus(self) -> QWidget | None:
        """Where the focus goes when the view opens."""
        return None

    def filter_field(self) -> QWidget | None:
        """What Ctrl+F goes to."""
        return None

    def show_place(self, place: Place) -> None:
        """Put the focus where this record is edited."""

    def do(self, work: Callable[[ReportingFile], Any]) -> Any:
        """Write; what could not be saved is shown and stays in its field. None when it failed."""
        if self.desk is None:
            return None
        try:
            result = work(self.desk)
        except UserFacingError as error:
            crash.show_error(error)
            return None
        self.written.emit()
        return True if result is None else result
