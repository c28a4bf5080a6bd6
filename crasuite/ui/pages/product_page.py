"""What the screens of one product share, so that the window needs to know none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QWidget

from crasuite.domain.problem import Place
from crasuite.ui.pages.page import Page

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.settings import Settings


class ProductPage(Page):
    """A screen that is made once and shows whichever product is open; see `ui.product_screens`."""

    jump = Signal(object)  # a Place to show on whichever screen edits it
    question_wanted = Signal(str)  # a question of the interview to open

    def __init__(
        self, title: str, settings: Settings, *, scrolls: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, scrolls=scrolls, parent=parent)
        self.settings = settings

    def load(self, workspace: Workspace, product_id: int) -> None:
        """Show the product as it is now. Called when the screen opens and after every change, own or undone;
        what is being typed must survive it."""
        raise NotImplementedError

    def let_go(self) -> None:
        """The file is closed: nothing more may be asked of it."""

    def flush(self) -> None:
        """Save what was typed and is not saved yet. Called before the screen is left and before undo."""

    def show_place(self, place: Place) -> None:
        """Put the focus where this record, and this key of it, is edited."""

    def remember(self, splitter: QSplitter, name: str) -> None:
        """Keep the sizes of a splitter between runs, under a name of this screen."""
        state = self.settings.bytes_of(f"splitter-{name}")
        if not state.isEmpty():
            splitter.restoreState(state)
        splitter.splitterMoved.connect(
            lambda *_: self.settings.set_bytes(f"splitter-{name}", splitter.saveState())
        )
