"""Spares the start PySide6's search for modules that rename Qt's methods.

From the moment QtCore is loaded, PySide6 reads the source of every module imported and looks whether it might
switch on snake_case names or properties. None of ours does, nor any library we use. The search takes a tenth
of the start, and the source texts stay in memory.
"""

from __future__ import annotations

from contextlib import suppress


def skip_search() -> None:
    """Loads QtCore, so call it before other modules are imported.

    Where a later PySide6 is built differently, nothing happens and the search goes on.
    """
    import PySide6.QtCore  # noqa: F401

    with suppress(ImportError, AttributeError):
        from shibokensupport import feature  # type: ignore[import-not-found]

        feature._mod_uses_pyside = _never


def _never(_module: object) -> bool:
    return False
