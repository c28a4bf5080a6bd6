"""A text of one line that is saved while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from crasuite.ui.widgets.saved_text import SAVE_AFTER_MS


class SavedLine(QLineEdit):
    """`save(text)` is called 400 ms after the last key, on Enter and when the field is left; it says whether
    the text was taken."""

    def __init__(self, name: str, save: Callable[[str], bool]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._save = save
        self._known = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.textEdited.connect(lambda _text: self._timer.start())
        self.returnPressed.connect(self.flush)

    def load(self, text: str) -> None:
        """Show what is kept; what was typed meanwhile wins."""
        if self.text() == self._known and text != self._known:
            self.reset(text)

    def reset(self, text: str) -> None:
        """Show the text of something else."""
        self._known = text
        self.setText(text)
        self.setCursorPosition(0)
        self._timer.stop()

    def flush(self) -> None:
        """Hand over what was typed and not taken yet."""
        self._timer.stop()
        text = self.text()
        if text == self._known:
            return
        before, self._known = self._known, text
        if not self._save(text):
            self._known = before

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
