"""A text of several lines that is saved while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from crasuite.ui.widgets.saver import Saver


class SavedText(QPlainTextEdit):
    """`save(text)` is called when the keys rest and when the field is left; it says whether the text was
    taken."""

    def __init__(self, name: str, save: Callable[[str], bool], *, lines: int = 4) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 27)
        self._saver = Saver(self, self.toPlainText, save)
        self.textChanged.connect(self._saver.typed)

    def load(self, text: str) -> None:
        """Show what is kept; what was typed meanwhile wins."""
        if self._saver.is_replaced_by(self.toPlainText(), text):
            self.reset(text)

    def reset(self, text: str) -> None:
        """Show the text of something else."""
        self.setPlainText(text)
        self._saver.hold(text)

    def flush(self) -> None:
        """Hand over what was typed and not taken yet."""
        self._saver.flush()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
