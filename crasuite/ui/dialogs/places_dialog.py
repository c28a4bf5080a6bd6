"""Says why something is refused, with the places that forbid it; one of them can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from crasuite.domain.problem import Place, Problem
from crasuite.language import tr
from crasuite.ui.widgets.build import button, column, fit_height, label, row


class PlacesDialog(QDialog):
    """Escape and Close leave everything as it is."""

    def __init__(
        self, title: str, text: str, problems: Sequence[Problem], verb: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("CRA Suite")
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{' '.join(one.words for one in problems)} {text}")
        self.place: Place | None = None
        lines = column(spacing=6)
        self.go_buttons = []
        for problem in problems:
            go = button(
                verb, "link", on_click=partial(self._go, problem.place), name=f"{verb}: {problem.words}"
            )
            self.go_buttons.append(go)
            line = row(label(problem.words, wrap=True), go, spacing=12)
            line.setStretch(0, 1)
            lines.addLayout(line)
        buttons = QDialogButtonBox()
        self.close_button = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.close_button.setDefault(True)
        buttons.rejected.connect(self.reject)
        self.setLayout(
            column(
                label(title, "section", wrap=True),
                lines,
                label(text, "muted", wrap=True),
                6,
                buttons,
                spacing=8,
                margins=(22, 18, 22, 14),
            )
        )
        self.setMinimumWidth(480)
        fit_height(self, 480)
        self.close_button.setFocus()

    def _go(self, place: Place) -> None:
        self.place = place
        self.accept()

    @classmethod
    def ask(
        cls, title: str, text: str, problems: Sequence[Problem], verb: str, parent: QWidget | None = None
    ) -> Place | None:
        """The place to go to; None when the user closed it."""
        dialog = cls(title, text, problems, verb, parent)
        dialog.exec()
        return dialog.place
