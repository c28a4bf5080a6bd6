"""The window: pages, widgets, theme. The only part of the program that imports PySide6."""

from crasuite.ui.none_guard import install as _install_none_guard

_install_none_guard()
