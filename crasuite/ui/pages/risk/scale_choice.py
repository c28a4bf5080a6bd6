"""One step of a scale, or not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from crasuite.interview.risk_file import NOT_KNOWN, StepView
from crasuite.language import tr


class ScaleChoice(QComboBox):
    """`save(step or None)` is called when the user chose another one. Each step explains itself."""

    def __init__(self, name: str, save: Callable[[int | None], bool]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self._save = save
        self._steps: tuple[StepView, ...] = ()
        self._known: int | None = None
        self.activated.connect(self._chosen)

    def load(self, steps: Sequence[StepView], value: int | None) -> None:
        """Show these steps with one chosen."""
        if tuple(steps) != self._steps:
            self._steps = tuple(steps)
            self.clear()
            self.addItem(tr(NOT_KNOWN), None)
            for step in steps:
                self.addItem(step.line, step.value)
                self.setItemData(self.count() - 1, step.text, Qt.ItemDataRole.ToolTipRole)
        self._known = value
        self.setCurrentIndex(self.findData(value) if value is not None else 0)
        self.setAccessibleDescription(self.explanation())

    def value(self) -> int | None:
        """The step chosen."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, int) else None

    def explanation(self) -> str:
        """What the chosen step means."""
        value = self.value()
        return next((step.text for step in self._steps if step.value == value), tr("Nobody knows yet."))

    def _chosen(self, _at: int) -> None:
        if self.value() == self._known:
            return
        if not self._save(self.value()):
            self.setCurrentIndex(self.findData(self._known) if self._known is not None else 0)
