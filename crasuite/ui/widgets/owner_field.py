"""Who takes care of something: typed, or chosen from the people named already."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox

from crasuite.ui.widgets.saver import Saver


class OwnerField(QComboBox):
    """`save(name)` is called when the keys rest, at a choice and when the field is left."""

    def __init__(self, name: str, save: Callable[[str], bool] | None = None) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setMinimumWidth(80)
        self._saver = Saver(self, self.name, save)
        self.lineEdit().textEdited.connect(lambda _text: self._saver.typed())
        self.activated.connect(lambda _at: self.flush())

    def load(self, owner: str, people: Sequence[str]) -> None:
        """Show who it is; a name being typed stays."""
        if self._saver.is_waiting:
            return
        self._saver.hold(owner)
        shown, cursor = self.currentText(), self.lineEdit().cursorPosition()
        if [self.itemText(at) for at in range(self.count())] != list(people):
            self.clear()
            self.addItems(list(people))
            self.setEditText(shown)
            self.lineEdit().setCursorPosition(cursor)
        if self.name() != owner:
            self.setEditText(owner)
            self.lineEdit().setCursorPosition(0)  # of a long name, the beginning shows
        self.setToolTip(owner)

    def name(self) -> str:
        """What the field says."""
        return self.currentText().strip()

    def flush(self) -> None:
        """Hand over what was typed and not taken yet."""
        self._saver.flush()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
