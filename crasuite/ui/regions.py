"""The parts of the window that F6 moves between. Loaded when it is first pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from crasuite.ui.pages.page import Page

if TYPE_CHECKING:
    from crasuite.ui.main_window import MainWindow


def move_region(window: MainWindow, step: int) -> None:
    """Give the focus to the next region, or with -1 to the one before."""
    regions = _regions(window)
    focus = QApplication.focusWidget()
    place = next(
        (
            at
            for at, one in enumerate(regions)
            if focus is not None and (one is focus or one.isAncestorOf(focus))
        ),
        -1,
    )
    target = regions[(place + step) % len(regions)]
    if isinstance(target, Page):
        window.focus_page()
    elif target is window.status:
        window.status.caution.setFocus(Qt.FocusReason.TabFocusReason)
    elif window.is_explaining() and target is window.dock:
        window.dock.focus_first()
    else:
        target.setFocus(Qt.FocusReason.TabFocusReason)


def _regions(window: MainWindow) -> list[QWidget]:
    found: list[QWidget] = [window.sidebar, window.page(window.shown_screen)]
    if window.is_explaining():
        found.append(window.dock)
    return [*found, window.status]
