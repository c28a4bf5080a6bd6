"""Words, and what belongs to them at their right; below them where the words would get too narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLayout


class WordsAndControls(QBoxLayout):
    """The words take all the width that the controls leave."""

    def __init__(self, words: QLayout, controls: QLayout, *, spacing: int) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self._controls = controls
        self._apart = spacing
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self.addLayout(words, 1)
        self.addLayout(controls)

    def set_narrow(self, on: bool) -> None:
        """Below each other, or side by side."""
        way = QBoxLayout.Direction.TopToBottom if on else QBoxLayout.Direction.LeftToRight
        if self.direction() == way:
            return
        self.setDirection(way)
        self.setSpacing(2 if on else self._apart)
        self.setAlignment(self._controls, Qt.AlignmentFlag.AlignLeft if on else Qt.AlignmentFlag(0))
