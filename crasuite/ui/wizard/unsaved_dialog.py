"""Asked when the interview is closed and its last answers cannot be saved: nothing is lost without a word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from crasuite.errors import StoreError
from crasuite.language import tr, trn
from crasuite.ui.widgets.build import button, column, fit_height, label, row

AGAIN = "again"
CLOSE = "close"


class UnsavedDialog(QDialog):
    """`choice` is AGAIN, CLOSE, or "" to go back to the interview, which Escape does as well."""

    def __init__(self, problem: StoreError, unsaved: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("CRA Suite"))
        self.choice = ""
        title = trn("{n} entry is not in your file yet", "{n} entries are not in your file yet", len(unsaved))
        why = f"{problem.what} {problem.why} {problem.next_step}".strip()
        kept = tr(
            "Everything before that is saved. If you close now, what is listed here is kept only until "
            "CRA Suite ends or another file is opened."
        )
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{why} {kept}")
        self.text = QPlainTextEdit("\n\n".join(unsaved))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("What is not saved"))
        self.text.setMinimumHeight(120)
        self.again_button = button(tr("&Try again"), "primary", on_click=partial(self._take, AGAIN))
        self.again_button.setDefault(True)
        self.copy_button = button(tr("&Copy the text"), icon_name="copy", on_click=self._copy)
        self.close_button = button(tr("C&lose without saving"), on_click=partial(self._take, CLOSE))
        self.back_button = button(tr("&Go back"), on_click=self.reject)
        self.setLayout(
            column(
                label(title, "section", wrap=True),
                label(why, wrap=True),
                label(kept, wrap=True),
                self.text,
                row(
                    self.copy_button,
                    None,
                    self.close_button,
                    self.back_button,
                    self.again_button,
                    spacing=8,
                ),
                spacing=10,
                margins=(22, 20, 22, 16),
            )
        )
        self.setMinimumWidth(620)
        fit_height(self, max(620, self.minimumSizeHint().width()))
        self.again_button.setFocus()

    @classmethod
    def ask(cls, problem: StoreError, unsaved: Sequence[str], parent: QWidget | None = None) -> str:
        """What the user chose: AGAIN, CLOSE, or "" to go back."""
        dialog = cls(problem, unsaved, parent)
        dialog.exec()
        dialog.deleteLater()
        return dialog.choice

    def _take(self, choice: str) -> None:
        self.choice = choice
        self.accept()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
