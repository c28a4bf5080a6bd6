"""What the window has to say above its screens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crasuite.language import tr
from crasuite.ui.widgets.banner import Banner
from crasuite.ui.widgets.build import column


class Notices(QWidget):
    """One note at a time, below the banners that stay until their matter is settled.

    Takes no room while there is nothing to say.
    """

    def __init__(self) -> None:
        super().__init__()
        self.note: Banner | None = None
        self._lasting: list[Banner] = []
        self._layout = column(margins=(24, 12, 24, 0))
        self.setLayout(self._layout)
        self.hide()

    def tell(
        self,
        title: str,
        text: str,
        *,
        tone: str = "info",
        verb: str = "",
        slot: Callable[[], object] | None = None,
    ) -> None:
        """Put a note in place of the one before. `verb` is the text of its button."""
        self._remove_note()
        self.note = Banner(title, text, tone=tone)
        if slot is not None:
            self.note.add_button(verb, slot)
        self._layout.addWidget(self.note)
        self.settle()

    def tell_done(self, title: str, text: str) -> None:
        """A note on something that went well, to be closed once it is read."""
        self.tell(title, text, verb=tr("Close note"), slot=self.clear)

    def clear(self) -> None:
        """Take the note away."""
        self._remove_note()
        self.settle()

    def add_lasting(self, banner: Banner) -> None:
        """A banner above every note that shows and hides itself; call `settle` after that."""
        self._layout.insertWidget(0, banner)
        self._lasting.append(banner)

    def settle(self) -> None:
        """Show if there is anything to say."""
        self.setVisible(self.note is not None or any(not one.isHidden() for one in self._lasting))

    def _remove_note(self) -> None:
        if self.note is not None:
            self._layout.removeWidget(self.note)
            self.note.deleteLater()
            self.note = None
