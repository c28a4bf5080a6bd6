"""Asks to which part of the product SBOM files belong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QWidget

from crasuite.language import tr
from crasuite.ui.widgets.build import column, fit_height, label
from crasuite.ui.widgets.elided_text import ElidedText


def usual_parts() -> tuple[str, ...]:
    """Names to choose from; they are kept as they are worded here."""
    return tr("Device"), tr("App"), tr("Backend")


class SbomPartDialog(QDialog):
    """One line for each file. A part is a name: one that is known, or a new one."""

    def __init__(
        self,
        files: Sequence[str],
        guesses: Sequence[str],
        known: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import SBOM"))
        self.fields: list[QComboBox] = []
        one = len(files) == 1
        body = column(
            label(
                tr("Which part of the product is it?") if one else tr("Which parts of the product are they?"),
                "headline",
                wrap=True,
            ),
            label(
                tr(
                    "A product can have several: a device, an app, a service behind it. "
                    "A known part gets a new version; the earlier one is kept."
                ),
                "muted",
                wrap=True,
            ),
            spacing=8,
            margins=(22, 18, 22, 14),
        )
        for file, guess in zip(files, guesses, strict=True):
            field = QComboBox()
            field.setEditable(True)
            field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            field.addItems(list(dict.fromkeys((*known, *usual_parts()))))
            field.setEditText(guess)
            field.setAccessibleName(tr("Part that {file} belongs to", file=file))
            field.lineEdit().setMaxLength(80)
            field.editTextChanged.connect(lambda *_: self._check())
            self.fields.append(field)
            body.addSpacing(2)
            body.addWidget(ElidedText(file, weight=600))
            body.addWidget(field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        body.addSpacing(6)
        body.addWidget(buttons)
        self.setLayout(body)
        self.setMinimumWidth(460)
        fit_height(self, 460)
        self._check()
        self.fields[0].setFocus()
        self.fields[0].lineEdit().selectAll()

    def parts(self) -> list[str]:
        """What was chosen, file by file."""
        return [field.currentText().strip() for field in self.fields]

    def _check(self) -> None:
        self.accept_button.setEnabled(all(self.parts()))

    @classmethod
    def ask(
        cls,
        files: Sequence[str],
        guesses: Sequence[str],
        known: Sequence[str],
        parent: QWidget | None = None,
    ) -> list[str]:
        """The part of each file; empty when cancelled."""
        dialog = cls(files, guesses, known, parent)
        return dialog.parts() if dialog.exec() else []
