"""The link to a web address that is shown: says what pressing it does, and tells when it copied."""

from __future__ import annotations

from PySide6.QtGui import QEnterEvent, QFocusEvent, QShowEvent
from PySide6.QtWidgets import QLabel

from crasuite.language import tr
from crasuite.ui import web_links
from crasuite.ui.icons import icon
from crasuite.ui.widgets.push_button import PushButton


class AddressLink(PushButton):
    """Opens the browser or copies, as the setting says by then; nothing happens before it is pressed."""

    def __init__(self, address: str, note: QLabel) -> None:
        """`note` is the line that says what happened."""
        super().__init__()
        self.address = address
        self._note = note
        self._copies: bool | None = None
        self.setProperty("role", "link")
        self.setToolTip(address)
        self._word()
        self.clicked.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        self._word()
        super().showEvent(event)

    # The setting may have changed in the menu since.

    def enterEvent(self, event: QEnterEvent) -> None:
        self._word()
        super().enterEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._word()
        super().focusInEvent(event)

    def _word(self) -> None:
        copies = web_links.settings_of(self).flag(web_links.COPY_ONLY)
        if copies == self._copies:
            return
        self._copies = copies
        if copies:
            self.setText(tr("Copy the address"))
            self.setAccessibleName(tr("Copy the address: {address}", address=self.address))
        else:
            self.setText(tr("Open in the browser"))
            self.setAccessibleName(tr("Open in the browser: {address}", address=self.address))
        self.setIcon(icon("copy" if copies else "link", "accent"))

    def _follow(self) -> None:
        web_links.follow_and_tell(self.address, web_links.settings_of(self), self._note)
