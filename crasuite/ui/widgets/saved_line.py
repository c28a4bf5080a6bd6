"""A text of one line that is saved while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from crasuite.ui.widgets.saver import Saver


class SavedLine(QLineEdit):
    """`save(text)` is called when the keys rest, on Enter and when the field is left; it says whether the
    text was taken."""

    def __init__(self, name: str, save: Callable[[str], bool]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._saver = Saver(self, self.text, save)
        self.textEdited.connect(lambda _text: self._saver.typed())
        self.returnPressed.connect(self.flush)

    def load(self, text: str) -> None:
        """Show what is kept; what was typed meanwhile wins."""
        if self._saver.is_replaced_by(self.text(), text):
            self.reset(text)

    def reset(self, text: str) -> None:
        """Show the text of something else."""
        self.setText(text)
        self.setCursorPosition(0)
        self._saver.hold(text)

    def flush(self) -> None:
        """Hand over what was typed and not taken yet."""
        self._saver.flush()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
