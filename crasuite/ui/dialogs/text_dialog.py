"""Shows a text to read: about, the full caution, what is in the law data."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QWidget

from crasuite.ui.widgets.build import column, label


class TextDialog(QDialog):
    """Text in Markdown; links are shown, never opened."""

    def __init__(self, title: str, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.browser = QTextBrowser()
        self.browser.setAccessibleName(title)
        self.browser.setOpenLinks(False)
        self.browser.setMarkdown(markdown)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.setLayout(
            column(label(title, "headline"), self.browser, buttons, spacing=10, margins=(22, 18, 22, 14))
        )
        self.resize(640, 520)

    @classmethod
    def show_text(cls, title: str, markdown: str, parent: QWidget | None = None) -> None:
        """Show it until it is closed."""
        cls(title, markdown, parent).exec()
