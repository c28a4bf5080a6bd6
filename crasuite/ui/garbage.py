"""Looks for garbage in the window's thread, between two events, and nowhere else.

Python looks for it in whichever thread makes the next object, in the midst of whatever that thread does. A
window that nobody needs any more is then taken apart in another thread while Qt still uses it in this one, or
inside a call that walks over the very connections it has; either way the program dies.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class _Collector(QObject):
    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.timeout.connect(_collect)
        self._timer.start(EVERY_MS)


_ONLY: list[_Collector] = []


def keep_to_this_thread() -> None:
    """From now on garbage is looked for in the thread that calls this; more calls change nothing."""
    gc.disable()
    if not _ONLY:
        _ONLY.append(_Collector())


def _collect() -> None:
    """As often as Python would by itself."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > limits[generation]:
            gc.collect(generation)
            return
