"""Shows a paper as it would be written."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QWidget

from crasuite.language import tr
from crasuite.ui.widgets.build import column


class PaperDialog(QDialog):
    """Links are shown, never opened."""

    def __init__(self, title: str, html: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Preview: {title}", title=title))
        self.browser = QTextBrowser()
        self.browser.setAccessibleName(tr("Preview: {title}", title=title))
        self.browser.setOpenLinks(False)
        self.browser.setTabChangesFocus(True)
        self.browser.document().setDocumentMargin(18)
        self.browser.setHtml(html)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = column(self.browser, buttons, spacing=10, margins=(16, 14, 16, 12))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.resize(760, 620)
