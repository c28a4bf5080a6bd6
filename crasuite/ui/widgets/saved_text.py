"""A text of several lines that is saved while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

SAVE_AFTER_MS = 400


class SavedText(QPlainTextEdit):
    """`save(text)` is called 400 ms after the last key and when the field is left. It says whether the text
    was taken; until it was, the text stays and is tried again."""

    def __init__(self, name: str, save: Callable[[str], bool], *, lines: int = 4) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 27)
        self._save = save
        self._known = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.textChanged.connect(self._timer.start)

    def load(self, text: str) -> None:
        """Show what is kept; what was typed meanwhile wins."""
        if self.toPlainText() == self._known and text != self._known:
            self._known = text
            self.setPlainText(text)
            self._timer.stop()

    def reset(self, text: str) -> None:
        """Show the text of something else."""
        self._known = text
        self.setPlainText(text)
        self._timer.stop()

    def flush(self) -> None:
        """Hand over what was typed and not taken yet."""
        self._timer.stop()
        text = self.toPlainText()
        if text == self._known:
            return
        before, self._known = self._known, text
        if not self._save(text):
            self._known = before

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
