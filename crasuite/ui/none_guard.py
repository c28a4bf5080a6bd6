"""Keeps Python 3.11 alive under PySide6 6.12.0.

That version returns None without counting the reference, which Python 3.12 made needless but 3.11 needs: each
call that returns nothing takes one away, and after some thousand calls the interpreter aborts with
"none_dealloc". None is given a count that is never used up, as Python 3.12 does by itself. Versions of
PySide6 that count correctly are not disturbed by it.
"""

from __future__ import annotations

import sys


def install() -> None:
    """Make None immortal where the interpreter does not do so itself."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    import ctypes

    counter = ctypes.c_ssize_t.from_address(id(None))
    # Only where the count is really kept at this place (a debug build may keep something else there).
    if abs(counter.value - sys.getrefcount(None)) < 100:
        counter.value += sys.maxsize // 4
