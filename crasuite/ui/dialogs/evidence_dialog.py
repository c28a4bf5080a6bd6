"""Asks for the name and the content of an address or a note, or for another name of a file."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPlainTextEdit, QWidget

from crasuite.ui.widgets.build import column, label

Sort = Literal["file", "link", "note"]
_TITLES = {"file": "Rename evidence", "link": "Web address as evidence", "note": "Note as evidence"}
_CONTENT = {"link": "&Address", "note": "&Note"}
_HINTS = {
    "link": "Kept as text. CRA Suite never opens it, so check now and then that it still leads there.",
    "note": "For instance who checked what, when, and with which result.",
}


class EvidenceDialog(QDialog):
    """`ask` gives name and content, or None."""

    def __init__(self, sort: Sort, name: str = "", content: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_TITLES[sort])
        self._sort = sort
        self.name = QLineEdit(name)
        self.name.setMaxLength(200)
        self.content: QLineEdit | QPlainTextEdit | None = None
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        verb = "Rename" if sort == "file" else "Save" if content else "Attach"
        self.accept_button = buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        body = column(spacing=6, margins=(20, 18, 20, 14))
        if sort == "link":
            self.content = QLineEdit(content)
            self.content.setMaxLength(2000)
            self.content.textChanged.connect(lambda *_: self._check())
        elif sort == "note":
            self.content = QPlainTextEdit(content)
            self.content.setTabChangesFocus(True)
            self.content.setFixedHeight(self.fontMetrics().lineSpacing() * 7)
            self.content.textChanged.connect(self._check)
        if self.content is not None:
            self._add(body, _CONTENT[sort], self.content)
            body.addWidget(label(_HINTS[sort], "caption", wrap=True))
            body.addSpacing(6)
        self._add(body, "Na&me" if sort == "file" else "Na&me, if it shall have one", self.name)
        body.addSpacing(8)
        body.addWidget(buttons)
        self.setLayout(body)
        self.setMinimumWidth(460)
        self.name.textChanged.connect(lambda *_: self._check())
        self._check()
        (self.content or self.name).setFocus()

    def _add(self, body, text: str, field: QWidget) -> None:  # type: ignore[no-untyped-def]
        caption = label(text, "strong")
        caption.setTextFormat(Qt.TextFormat.AutoText)
        caption.setBuddy(field)
        field.setAccessibleName(text.replace("&", ""))
        body.addWidget(caption)
        body.addWidget(field)

    def values(self) -> tuple[str, str]:
        """Name and content."""
        if isinstance(self.content, QPlainTextEdit):
            content = self.content.toPlainText().strip()
        else:
            content = self.content.text().strip() if self.content is not None else ""
        return self.name.text().strip(), content

    @classmethod
    def ask(
        cls, sort: Sort, name: str = "", content: str = "", parent: QWidget | None = None
    ) -> tuple[str, str] | None:
        """Name and content, or None when cancelled."""
        dialog = cls(sort, name, content, parent)
        return dialog.values() if dialog.exec() else None

    def _check(self) -> None:
        name, content = self.values()
        self.accept_button.setEnabled(bool(name if self._sort == "file" else content))
