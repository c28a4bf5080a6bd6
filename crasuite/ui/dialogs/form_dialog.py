"""A dialog of captions and fields with one verb; the line above the buttons says what is still missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crasuite.ui.widgets.build import column, label
from crasuite.ui.widgets.scroll_body import ScrollBody

_WIDTH = 600
_MARGIN = 160
"""Room around the dialog on a small screen."""


class FormDialog(QDialog):
    """Subclasses add fields, say in `missing` what is still needed, and call `finish` last."""

    def __init__(self, title: str, text: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.fields: QVBoxLayout = column(spacing=5, margins=(20, 16, 20, 8))
        if text:
            self.fields.addWidget(label(text, "muted", wrap=True))
            self.fields.addSpacing(4)
        self.problem = label("", "caption", wrap=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self._buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._scroll: QScrollArea = ScrollBody(self.fields, title)

    def add(self, caption: str, field: QWidget, *, name: str = "") -> QLabel:
        """A caption with its field below; `name` is for screen readers where the caption is too short."""
        words = label(caption, "strong", wrap=True)
        words.setTextFormat(Qt.TextFormat.AutoText)
        words.setBuddy(field.focusProxy() or field)
        if name or not field.accessibleName():
            field.setAccessibleName(name or caption.replace("&", ""))
        self.fields.addWidget(words)
        self.fields.addWidget(field)
        return words

    def text_box(self, lines: int = 2) -> QPlainTextEdit:
        """A field for a few lines; Tab leaves it."""
        box = QPlainTextEdit()
        box.setTabChangesFocus(True)
        box.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 14)
        box.textChanged.connect(self.check)
        return box

    def finish(self) -> None:
        """Lay out and check once; to be called at the end of building."""
        self.fields.addStretch(1)
        foot = column(self.problem, self._buttons, spacing=8, margins=(20, 4, 20, 14))
        layout = column(self._scroll, foot, spacing=0)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setMinimumWidth(_WIDTH)
        self.check()
        self.fit()

    def fit(self) -> None:
        """As high as its fields need, and no higher than the screen; beyond that they scroll."""
        self.fields.activate()
        inner = self._scroll.widget()
        inner_layout = inner.layout() if inner is not None else None
        needed = inner_layout.totalHeightForWidth(_WIDTH) if inner_layout is not None else 0
        self._scroll.setMinimumHeight(min(needed, self._most()))
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            width = max(_WIDTH, self.width())
            # Qt reckons the smallest size as if wrapped lines were narrow.
            is_wrapped = layout.hasHeightForWidth()
            height = layout.totalHeightForWidth(width) if is_wrapped else layout.totalMinimumSize().height()
            self.resize(width, height)

    def _most(self) -> int:
        screen = QApplication.primaryScreen()
        return max(300, (screen.availableGeometry().height() if screen else 720) - _MARGIN)

    def missing(self) -> str:
        """What is still needed, as a sentence; empty when all is there."""
        return ""

    def check(self, *_: object) -> None:
        """Show what is missing; the verb waits for it."""
        missing = self.missing()
        self.problem.setText(missing)
        self.accept_button.setEnabled(not missing)
