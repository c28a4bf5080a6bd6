"""Asks before something that is felt; the buttons say what they do."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from crasuite.language import tr
from crasuite.ui.widgets.build import column, fit_height, label


class ConfirmDialog(QDialog):
    """Escape and the default button are the harmless choice; it says `keep`, or Cancel."""

    def __init__(
        self, title: str, text: str, verb: str, keep: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("CRA Suite")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        buttons = QDialogButtonBox()
        self.keep_button = buttons.addButton(keep or tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.setLayout(
            column(
                label(title, "section", wrap=True),
                label(text, wrap=True),
                6,
                None,
                buttons,
                spacing=8,
                margins=(22, 18, 22, 14),
            )
        )
        self.setMinimumWidth(420)
        fit_height(self, 420)
        self.keep_button.setFocus()

    @classmethod
    def ask(cls, title: str, text: str, verb: str, keep: str = "", parent: QWidget | None = None) -> bool:
        """True when the user wants it done."""
        return bool(cls(title, text, verb, keep, parent).exec())
