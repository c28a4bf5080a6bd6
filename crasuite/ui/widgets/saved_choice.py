"""One of several values, saved when another one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from crasuite.ui.widgets.build import enlarged


class SavedChoice(QComboBox):
    """`save(value)` says whether the choice was taken; where it was not, the one before shows again."""

    def __init__(self, name: str, options: Mapping[Any, str], save: Callable[[Any], bool]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumWidth(enlarged(self, 80))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._values = list(options)
        self._known: Any = self._values[0]
        self._save = save
        for words in options.values():
            self.addItem(words)
        self.activated.connect(self._chosen)

    def load(self, value: Any) -> None:
        """Show a value; one that is not offered, such as of a newer version, is added."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(str(value))
        self._known = value
        self.setCurrentIndex(self._values.index(value))
        self.setToolTip(self.currentText())

    def value(self) -> Any:
        """The value shown."""
        return self._values[self.currentIndex()]

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a form past the field must not change it."""
        event.ignore()

    def _chosen(self, _at: int) -> None:
        value = self.value()
        if value != self._known and not self._save(value):
            self.load(self._known)
