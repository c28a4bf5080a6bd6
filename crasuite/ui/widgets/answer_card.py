"""One answer of a question: a radio button or check box across the whole width, with a second line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import label
from crasuite.ui.widgets.wrapping_button import WrappingCheckBox, WrappingRadioButton


class AnswerCard(QFrame):
    """`button` is the real control; the whole card can be clicked. Emits `toggled(value, on)`."""

    toggled = Signal(object, bool)

    def __init__(
        self, value: object, text: str, note: str = "", *, multi: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.value = value
        self.button = WrappingCheckBox(text) if multi else WrappingRadioButton(text)
        self.button.setProperty("role", "strong")
        self.button.setProperty("ring", "parent")
        self._note = label(note, "caption", wrap=True)
        self._note.setContentsMargins(28, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 8)
        layout.setSpacing(1)
        layout.addWidget(self.button)
        layout.addWidget(self._note)
        self.setProperty("role", "answer")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_note(note)
        self.button.toggled.connect(self._on_toggled)

    def is_chosen(self) -> bool:
        """True if this answer is given."""
        return self.button.isChecked()

    def set_chosen(self, on: bool) -> None:
        """Give or take back this answer."""
        self.button.setChecked(on)

    def set_note(self, note: str) -> None:
        """The line below: what this answer would change."""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.button.setAccessibleDescription(note)

    def note(self) -> str:
        """The line below."""
        return self._note.text()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.button.isEnabled() and inside:
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()

    def _on_toggled(self, on: bool) -> None:
        if self.button.isEnabled():
            set_role(self, "answer-chosen" if on else "answer")
        self.toggled.emit(self.value, on)
