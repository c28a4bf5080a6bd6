"""Web addresses that are shown: opened by the system's browser when somebody asks, or copied instead."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from crasuite.language import tr
from crasuite.ui.announce import announce
from crasuite.ui.settings import Settings

COPY_ONLY = "copy-addresses"
"""The setting that keeps the browser shut."""


def follow(address: str, settings: Settings) -> bool:
    """Hand an address to the system's browser; True when it took it.

    It is copied instead where the user wants that, where it is no web address, and where no browser opens.
    """
    url = QUrl(address.strip(), QUrl.ParsingMode.StrictMode)
    is_web = url.isValid() and url.scheme() in ("http", "https") and bool(url.host())
    if is_web and not settings.flag(COPY_ONLY) and QDesktopServices.openUrl(url):
        return True
    QGuiApplication.clipboard().setText(address)
    return False


def follow_and_tell(address: str, settings: Settings, note: QLabel) -> None:
    """Follow an address, and say in a line below it when it was copied; an opened browser shows itself."""
    if follow(address, settings):
        note.clear()
    else:
        tell(note, tr("The address is copied."))


def tell(note: QLabel, text: str) -> None:
    """Show what happened in a line that may have been hidden, and announce it to screen readers."""
    note.setText(text)
    note.show()
    announce(note, text)


def settings_of(widget: QWidget | None) -> Settings:
    """The settings of the window that a widget belongs to, also through the dialogs and windows above it."""
    while widget is not None:
        if isinstance(found := getattr(widget, "settings", None), Settings):
            return found
        widget = widget.parentWidget()
    return Settings()
