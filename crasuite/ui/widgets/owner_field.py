"""Who takes care of something: typed, or chosen from the people named already."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox

from crasuite.ui.widgets.saved_text import SAVE_AFTER_MS


class OwnerField(QComboBox):
    """`save(name)` is called 400 ms after the last key, at a choice and when the field is left."""

    def __init__(self, name: str, save: Callable[[str], bool] | None = None) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setMinimumWidth(80)
        self._save = save
        self._known = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.lineEdit().textEdited.connect(lambda _text: self._timer.start())
        self.activated.connect(lambda _at: self.flush())

    def load(self, owner: str, people: Sequence[str]) -> None:
        """Show who it is; a name being typed stays."""
        if self._timer.isActive():
            return
        self._known = owner
        if [self.itemText(at) for at in range(self.count())] != list(people):
            self.clear()
            self.addItems(list(people))
        if self.currentText() != owner:
            self.setEditText(owner)
            self.lineEdit().setCursorPosition(0)  # of a long name, the beginning shows
        self.setToolTip(owner)

    def name(self) -> str:
        """What the field says."""
        return self.currentText().strip()

    def flush(self) -> None:
        """Hand over a name that was typed and not taken yet."""
        self._timer.stop()
        name = self.name()
        if self._save is None or name == self._known:
            return
        before, self._known = self._known, name
        if not self._save(name):
            self._known = before

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
