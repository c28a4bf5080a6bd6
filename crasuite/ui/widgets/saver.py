"""When a field that is typed in is saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

SAVE_AFTER_MS = 400
"""A pause in typing as long as this counts as the end of a thought."""
SAVE_AT_LATEST_MS = 2000
"""Who types without such a pause loses no more than this to a power cut."""


class SaveTimer(QTimer):
    """Start it at each key: `save` is called once the keys rest, and while they do not, now and then."""

    def __init__(self, owner: QObject, save: Callable[[], object]) -> None:
        super().__init__(owner)
        self._save = save
        self._at_latest = QTimer(self)
        for timer, wait in ((self, SAVE_AFTER_MS), (self._at_latest, SAVE_AT_LATEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(self._on_due)

    def start(self) -> None:
        super().start()
        if not self._at_latest.isActive():
            self._at_latest.start()

    def stop(self) -> None:
        super().stop()
        self._at_latest.stop()

    def _on_due(self) -> None:
        self.stop()
        self._save()


class Saver:
    """Hands a field's text over when the keys rest or have not rested for long, and on `flush`.

    `save(text)` says whether the text was taken; until it was, the text stays and is tried again.
    """

    def __init__(self, owner: QObject, read: Callable[[], str], save: Callable[[str], bool] | None) -> None:
        self.known = ""
        """The text that is kept."""
        self._read = read
        self._save = save
        self._timer = SaveTimer(owner, self.flush)

    def typed(self) -> None:
        """To be called at each key."""
        self._timer.start()

    @property
    def is_waiting(self) -> bool:
        """True while something is being typed."""
        return self._timer.isActive()

    def is_replaced_by(self, shown: str, text: str) -> bool:
        """Whether the field, which shows one text, is to show another that is kept: what is being typed
        stays, with spaces at the ends of lines and lines said twice, which are not kept."""
        return shown == self.known != text and _said(shown) != _said(text)

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


def _said(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
