"""A row of joined buttons of which one is chosen; arrows move between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QWidget

from crasuite.ui.theme import scaled_font, set_role
from crasuite.ui.widgets.build import button
from crasuite.ui.widgets.flow_layout import FlowLayout

_LAID_OUT = QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show
_PADDING = 13
"""Padding and border of the style sheet, at each side."""


class Segments(QWidget):
    """Emits `chosen(key)`."""

    chosen = Signal(str)

    def __init__(self, name: str, items: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        # Before a window has its size, lines come and go.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._close_edges)
        self._buttons = {}
        layout = FlowLayout(0)
        for key, text in items:
            item = button(text, "segment")
            item.setCheckable(True)
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
        self._close_edges()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in _LAID_OUT and not self._later.isActive():
            self._later.start()
        return done

    def _close_edges(self) -> None:
        """Each line begins and ends round; how wide a segment is does not hang on that."""
        items = list(self._buttons.values())
        lines = [item.y() for item in items]
        for place, item in enumerate(items):
            first = place == 0 or lines[place] != lines[place - 1]
            last = place == len(items) - 1 or lines[place] != lines[place + 1]
            edge = "both" if first and last else "first" if first else "last" if last else ""
            if item.property("edge") != edge:
                set_role(item, edge, "edge")

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
