"""A paper as it would be exported, to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from crasuite.documents.preview import first_blocks
from crasuite.language import tr

_ENOUGH = 3000
"""Letters of HTML that fill the view in most papers; one with more room gets the whole paper at once."""


class PaperPreview(QTextBrowser):
    """A long paper takes several frames to lay out: what stands in view comes first, the rest below it once
    that is painted.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = ""
        self._shown = ("", "")
        self._left = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.show_all)
        self.setAccessibleName(tr("Preview"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(18)

    def show_paper(self, paper: str, look: str, html: str) -> None:
        """`paper` is its code: while it stays the same, the view stays where it is."""
        if (paper, look, html) == (self._paper, *self._shown):
            return
        place = self.verticalScrollBar().value() if paper == self._paper else 0
        self._paper, self._shown = paper, (look, html)
        start = html if place else first_blocks(html, _ENOUGH)
        self._put(start, place)
        self._left = html if start != html else ""
        self._fill_view()

    def show_nothing(self) -> None:
        """No paper."""
        self._paper, self._shown, self._left = "", ("", ""), ""
        self.clear()

    def show_all(self) -> None:
        """Show what is still left of the paper, below what is in view."""
        html, self._left = self._left, ""
        if html:
            self._put(html, self.verticalScrollBar().value())

    def _put(self, html: str, place: int) -> None:
        # A scroll bar that goes with the old text and comes back with the new has all laid out three times.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._left = ""
        self.setHtml(html)
        self.verticalScrollBar().setValue(place)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _fill_view(self) -> None:
        """Out of sight nothing has its size yet; this is asked again before anything is painted."""
        if not self._left or not self.isVisible():
            return
        if self.document().size().height() <= self.viewport().height():
            self.show_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill_view()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill_view()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._left:
            self._soon.start()
