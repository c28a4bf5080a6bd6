"""A place in the law, as a button that opens its explanation."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from crasuite.language import tr
from crasuite.ui.icons import icon


class CitationChip(QToolButton):
    """Shows the citation's label ("Art. 2(1)") and emits `activated(citation)` on click, Space or Enter."""

    activated = Signal(object)

    def __init__(self, citation: object, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.citation = citation
        self.setProperty("role", "citation")
        self.setText(text or str(getattr(citation, "label", citation)))
        self.setIcon(icon("book-open", "accent"))
        self.setIconSize(QSize(18, 14))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("{place}, explain", place=self.text()))
        self.setToolTip(tr("Explain {place}", place=self.text()))
        self.clicked.connect(lambda *_: self.activated.emit(self.citation))

    def sizeHint(self) -> QSize:
        # Qt leaves room for two spaces after the text.
        usual = super().sizeHint()
        return QSize(usual.width() - 2 * self.fontMetrics().horizontalAdvance(" "), usual.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
