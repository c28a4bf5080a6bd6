"""When a field that is typed in is saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

SAVE_AFTER_MS = 400
"""A pause in typing as long as this counts as the end of a thought."""


def save_timer(owner: QObject, save: Callable[[], object]) -> QTimer:
    """Start it at each key: `save` is called once the keys rest."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(SAVE_AFTER_MS)
    timer.timeout.connect(save)
    return timer


class Saver:
    """Hands a field's text over when the keys rest, and on `flush`.

    `save(text)` says whether the text was taken; until it was, the text stays and is tried again.
    """

    def __init__(self, owner: QObject, read: Callable[[], str], save: Callable[[str], bool] | None) -> None:
        self.known = ""
        """The text that is kept."""
        self._read = read
        self._save = save
        self._timer = save_timer(owner, self.flush)

    def typed(self) -> None:
        """To be called at each key."""
        self._timer.start()

    @property
    def is_waiting(self) -> bool:
        """True while something is being typed."""
        return self._timer.isActive()

    def hold(self, text: str) -> None:
        """Take a text for kept; what the field says is no longer handed over until somebody types."""
        self.known = text
        self._timer.stop()

    def flush(self) -> None:
        """Hand over what was typed and not taken yet."""
        self._timer.stop()
        text = self._read()
        if self._save is None or text == self.known:
            return
        before, self.known = self.known, text
        if not self._save(text):
            self.known = before
