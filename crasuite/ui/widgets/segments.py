"""A row of joined buttons of which one is chosen; arrows move between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QWidget

from crasuite.ui.theme import scaled_font
from crasuite.ui.widgets.build import button
from crasuite.ui.widgets.flow_layout import FlowLayout

_PADDING = 13
"""Padding and border of the style sheet, at each side."""


class Segments(QWidget):
    """Emits `chosen(key)`."""

    chosen = Signal(str)

    def __init__(self, name: str, items: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons = {}
        layout = FlowLayout(0)
        for place, (key, text) in enumerate(items):
            item = button(text, "segment")
            item.setCheckable(True)
            item.setProperty("edge", "first" if place == 0 else "last" if place == len(items) - 1 else "")
            self._group.addButton(item)
            self._buttons[key] = item
            self._texts = dict(items)
            layout.addWidget(item)
            item.toggled.connect(partial(self._on_toggled, key))
            self._fit(key)
        self.setLayout(layout)
        for item in self._buttons.values():
            item.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._buttons[items[0][0]].setChecked(True)

    def _on_toggled(self, key: str, on: bool) -> None:
        # Tab stops at the chosen one; from there the arrows move.
        self._buttons[key].setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
        if on:
            self.chosen.emit(key)

    def set_count(self, key: str, count: int) -> None:
        """Show how many there are behind a segment."""
        self._buttons[key].setText(f"{self._texts[key]} {count}")
        self._fit(key)

    def _fit(self, key: str) -> None:
        """Room for the words as they look when chosen: bold, which Qt does not reckon with."""
        item = self._buttons[key]
        bold = QFontMetrics(scaled_font(item.font(), 1.0, 700))
        item.setMinimumWidth(bold.horizontalAdvance(item.text()) + 2 * _PADDING)

    def choose(self, key: str) -> None:
        """Choose a segment."""
        self._buttons[key].setChecked(True)

    def key(self) -> str:
        """The chosen segment."""
        return next(key for key, item in self._buttons.items() if item.isChecked())
