"""Shows the rest of a long list when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget

from crasuite.ui.widgets.push_button import PushButton


class MoreButton(PushButton):
    """Hides what is held back until it is pressed; then it goes away."""

    def __init__(self, words: Callable[[int], str]) -> None:
        """`words` says "Show all 5 steps" for 5."""
        super().__init__()
        self._words = words
        self._held: list[QWidget] = []
        self.setProperty("role", "link")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda *_: self.show_all())
        self.hide()

    def hold_back(self, widgets: Sequence[QWidget], total: int) -> None:
        """Hide these of `total` until the button is pressed."""
        self._held = list(widgets)
        for widget in self._held:
            widget.hide()
        self.setText(self._words(total))
        self.setVisible(bool(self._held))

    def show_all(self) -> None:
        """Show what was held back and put the focus on its first part."""
        had_focus = self.hasFocus()
        for widget in self._held:
            widget.show()
        if had_focus and self._held:
            self._held[0].focusNextChild()
        self._held = []
        self.hide()
