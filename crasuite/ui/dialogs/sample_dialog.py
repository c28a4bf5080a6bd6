"""Chooses one of the finished examples."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from crasuite.language import tr
from crasuite.ui.rows import NextAction, SampleRow
from crasuite.ui.widgets.action_list import ActionList
from crasuite.ui.widgets.build import column, fit_height, label


class SampleDialog(QDialog):
    """A list; Enter or a click takes one."""

    def __init__(self, samples: Sequence[SampleRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Examples"))
        self.key = ""
        self.list = ActionList(tr("Examples"))
        self.list.set_actions(
            [
                NextAction(sample.name, sample.description, sample.icon, "accent", sample.key)
                for sample in samples
            ]
        )
        self.list.chosen.connect(self._take)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        # The list is what this is about: no button is the main one.
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self.setLayout(
            column(
                label(tr("Look at an example"), "headline"),
                label(
                    tr("You get a copy. Change anything; the example itself stays as it is."),
                    "muted",
                    wrap=True,
                ),
                self.list,
                None,
                buttons,
                spacing=10,
                margins=(22, 18, 22, 14),
            )
        )
        self.setMinimumWidth(560)
        fit_height(self, 560)
        self.list.setFocus()

    @classmethod
    def ask(cls, samples: Sequence[SampleRow], parent: QWidget | None = None) -> str:
        """Key of the chosen example, or ""."""
        dialog = cls(samples, parent)
        return dialog.key if dialog.exec() else ""

    def _take(self, action: NextAction) -> None:
        self.key = action.target
        self.accept()
