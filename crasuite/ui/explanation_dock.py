"""The drawer at the right: a place in the law in plain words, where it is used, and its reference."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QWidget
from shiboken6 import isValid

from crasuite.language import tr
from crasuite.ui import web_links
from crasuite.ui.widgets.address_link import AddressLink
from crasuite.ui.widgets.build import button, clear, column, icon_button, label, row
from crasuite.ui.widgets.scroll_body import ScrollBody


class ExplanationDock(QDockWidget):
    """`explain` opens it; Escape closes it and gives the focus back."""

    closed = Signal()
    help_wanted = Signal(str)
    """Address of a page of the help."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Explanation"), parent)
        self.setObjectName("explanation")
        self.setAccessibleName(tr("Explanation"))
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea)
        self._came_from: QWidget | None = None
        self._reference = ""
        title = QWidget()
        title.setProperty("role", "surface")
        self._close = icon_button("x", tr("Close the explanation"), self.close)
        title.setLayout(row(label(tr("Explanation"), "section"), None, self._close, margins=(16, 10, 8, 6)))
        self.setTitleBarWidget(title)
        self._body = column(spacing=10, margins=(16, 4, 16, 16))
        self.setWidget(ScrollBody(self._body, tr("Explanation"), "surface"))
        self.setMinimumWidth(300)
        self.hide()

    def explain(
        self,
        title: str,
        text: str,
        *,
        source: str = "",
        reference: str = "",
        address: str = "",
        used_in: Sequence[str] = (),
        came_from: QWidget | None = None,
        pages: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show an explanation; `reference` can be copied, and the web `address` of the text opened.

        `pages` of the help are titles and addresses.
        """
        if came_from is not None and not self.isAncestorOf(came_from):
            self._came_from = came_from
        self._reference = "\n".join(part for part in (reference, address) if part)
        clear(self._body)
        self._body.addWidget(label(title, "headline", wrap=True))
        if source:
            self._body.addWidget(label(source, "caption", wrap=True))
        for paragraph in text.split("\n"):
            if paragraph.strip():
                self._body.addWidget(_readable(paragraph))
        if used_in:
            self._body.addWidget(label(tr("Used in your file"), "overline"))
            for line in used_in:
                self._body.addWidget(_readable(line))
        if reference:
            self._body.addWidget(label(tr("Official text"), "overline"))
            self._body.addWidget(_readable(self._reference))
            self._note = label("", "caption", wrap=True)
            self._note.hide()
            self._copy = button(tr("Copy reference"), icon_name="copy", on_click=self._copy_reference)
            self._body.addLayout(row(self._copy, None))
            if address:
                self._body.addLayout(row(AddressLink(address, self._note), None))
            self._body.addWidget(self._note)
        if pages:
            self._body.addWidget(label(tr("In the help"), "overline"))
            for words, address in pages:
                link = button(
                    words,
                    "link",
                    on_click=partial(self.help_wanted.emit, address),
                    name=tr("Help: {page}", page=words),
                )
                self._body.addLayout(row(link, None))
        self._body.addStretch(1)
        self.show()
        self.raise_()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the focus into the drawer."""
        self._close.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        # Not before the dock is gone: hiding it would move the focus once more.
        QTimer.singleShot(0, self._give_focus_back)
        self.closed.emit()

    def _give_focus_back(self) -> None:
        origin, self._came_from = self._came_from, None
        if origin is not None and isValid(origin) and origin.isVisible():
            origin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy_reference(self) -> None:
        QGuiApplication.clipboard().setText(self._reference)
        web_links.tell(self._note, tr("The reference is copied."))


def _readable(text: str) -> QLabel:
    """Text that can be marked and copied."""
    result = label(text, wrap=True)
    result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result
