"""Web addresses the user wrote down: opened by the system's browser when asked, or copied instead."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

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
