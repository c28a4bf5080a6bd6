"""Asks for one line of text, such as the name of a product."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from crasuite.ui.widgets.build import column, fit_height, label


class NameDialog(QDialog):
    """The button is a verb and waits for a name."""

    def __init__(
        self,
        title: str,
        question: str,
        verb: str,
        text: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.field = QLineEdit(text)
        self.field.setMaxLength(200)
        self.field.setAccessibleName(question)
        self.field.selectAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.addButton(f"&{verb}", QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        name = label(question, "strong")
        name.setBuddy(self.field)
        body = column(name, self.field, spacing=8, margins=(20, 18, 20, 14))
        if hint:
            body.addWidget(label(hint, "caption", wrap=True))
        body.addSpacing(6)
        body.addStretch(1)
        body.addWidget(buttons)
        self.setLayout(body)
        self.setMinimumWidth(440)
        fit_height(self, 440)
        self.field.textChanged.connect(lambda *_: self._check())
        self._check()

    @classmethod
    def ask(
        cls,
        title: str,
        question: str,
        verb: str,
        text: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> str:
        """The text, or "" when cancelled."""
        dialog = cls(title, question, verb, text, hint, parent)
        return dialog.field.text().strip() if dialog.exec() else ""

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.field.text().strip()))
