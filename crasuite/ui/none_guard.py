"""Keeps Python 3.11 alive under PySide6 6.12.0.

That version returns None, True and False without counting the reference, which Python 3.12 made needless but
3.11 needs: each such call takes one away, and after some thousand calls the interpreter aborts with
"none_dealloc". The constants are given a count that is never used up, as Python 3.12 does by itself. Versions
of PySide6 that count correctly are not disturbed by it.
"""

from __future__ import annotations

import sys

_CONSTANTS = (None, True, False, NotImplemented, Ellipsis)


def install() -> None:
    """Make the constants immortal where the interpreter does not do so itself."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    import ctypes

    for constant in _CONSTANTS:
        counter = ctypes.c_ssize_t.from_address(id(constant))
        # Only where the count is really kept at this place (a debug build may keep something else there).
        if counter.value < sys.maxsize // 8 and abs(counter.value - sys.getrefcount(constant)) < 100:
            counter.value += sys.maxsize // 4
