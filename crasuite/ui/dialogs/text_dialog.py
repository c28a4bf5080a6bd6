"""Shows a text to read: about, the full caution, what is in the law data."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QWidget

from crasuite.ui import web_links
from crasuite.ui.widgets.build import column, label


class TextDialog(QDialog):
    """Text in Markdown. The address of a link is shown below it, and followed when the link is chosen."""

    def __init__(self, title: str, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.note = label("", "caption", wrap=True)
        self.browser = _Browser()
        self.browser.setAccessibleName(title)
        self.browser.setOpenLinks(False)
        self.browser.setMarkdown(markdown)
        self.browser.anchorClicked.connect(self._follow)
        self.browser.highlighted.connect(self._point_at)
        self.browser.reached.connect(lambda words, address: web_links.tell(self.note, f"{words}: {address}"))
        if "](" not in markdown:  # with links it stays, or the text would jump when one is pointed at
            self.note.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.setLayout(
            column(
                label(title, "headline"),
                self.browser,
                self.note,
                buttons,
                spacing=10,
                margins=(22, 18, 22, 14),
            )
        )
        self.resize(640, 520)

    @classmethod
    def show_text(cls, title: str, markdown: str, parent: QWidget | None = None) -> None:
        """Show it until it is closed."""
        cls(title, markdown, parent).exec()

    def _follow(self, url: QUrl) -> None:
        web_links.follow_and_tell(
            bytes(url.toEncoded().data()).decode(), web_links.settings_of(self), self.note
        )

    def _point_at(self, url: QUrl) -> None:
        if not url.isEmpty():
            self.note.setText(url.toString())
            self.note.show()


class _Browser(QTextBrowser):
    """Qt says nothing of a link that Tab reaches, only of one that the mouse points at."""

    reached = Signal(str, str)
    """Words and address of a link."""

    def focusNextPrevChild(self, is_next: bool) -> bool:
        moved = super().focusNextPrevChild(is_next)
        cursor = self.textCursor()
        if (address := cursor.charFormat().anchorHref()) and cursor.hasSelection() and self.hasFocus():
            self.reached.emit(cursor.selectedText(), address)
        return moved
