"""A text, on one line or on several."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from crasuite.rules.answers import MAX_TEXT
from crasuite.ui.wizard.field_body import FieldBody


class TextBody(FieldBody):
    """Saved 400 ms after the last key and when the field is left."""

    def _make_field(self) -> QWidget:
        if self.view.type == "text":
            line = QLineEdit()
            line.setMaxLength(MAX_TEXT)
            line.textChanged.connect(lambda _text: self._edited())
            return line
        text = QPlainTextEdit()
        text.setTabChangesFocus(True)
        text.setMinimumHeight(text.fontMetrics().lineSpacing() * 6 + 16)
        text.textChanged.connect(self._edited)
        return text

    def initial_focus(self) -> QWidget:
        # Qt marks the whole text where the focus comes by Tab: the next key would wipe it out.
        if isinstance(self.field, QLineEdit):
            self.field.deselect()
            self.field.end(False)
        return self.field

    def _read(self) -> Any:
        field = self.field
        text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()  # type: ignore[attr-defined]
        return text if text.strip() else None

    def _show(self, value: Any) -> None:
        text = "" if value is None else str(value)
        if isinstance(self.field, QLineEdit):
            self.field.setText(text)
        elif isinstance(self.field, QPlainTextEdit):
            self.field.setPlainText(text)
