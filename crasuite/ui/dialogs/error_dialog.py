"""An error in three sentences: what happened, why or what is kept, what to do. Details for our defects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from crasuite.errors import CraSuiteError
from crasuite.language import tr
from crasuite.ui.widgets.build import IconLabel, button, column, fit_height, label, row


class ErrorDialog(QDialog):
    """Buttons are verbs; Escape is the harmless choice."""

    def __init__(
        self,
        error: CraSuiteError,
        report: str = "",
        choices: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("CRA Suite")
        self.setAccessibleName(error.what)
        self.setAccessibleDescription(f"{error.why} {error.next_step}".strip())
        self.choice = ""
        self._report = report
        body = column(
            row(IconLabel("circle-x", "danger", 22), label(error.what, "section", wrap=True), spacing=10),
            spacing=6,
            margins=(22, 20, 22, 16),
        )
        if error.why:
            # Without a title: an error may give the cause, what was kept, or both.
            body.addWidget(label(error.why, wrap=True))
        if error.next_step:
            body.addSpacing(4)
            body.addWidget(label(tr("What to do next"), "overline"))
            body.addWidget(label(error.next_step, wrap=True))
        body.addSpacing(8)
        body.addStretch(1)
        self._buttons: list[QPushButton] = []
        line = row(spacing=8)
        if report:
            self._details = QPlainTextEdit(report)
            self._details.setReadOnly(True)
            self._details.setAccessibleName(tr("Technical details"))
            self._details.setTabChangesFocus(True)
            self._details.hide()
            body.addWidget(self._details)
            line.addWidget(button(tr("Show &details"), on_click=self._show_details))
            line.addWidget(button(tr("&Copy report"), icon_name="copy", on_click=self._copy))
        else:
            line.addWidget(label(error.code, "hint"))
        line.addStretch(1)
        close = button(tr("Close"), on_click=self.reject)
        for text in choices:
            item = button(
                text, "primary" if text == choices[0] else "normal", on_click=partial(self._take, text)
            )
            line.addWidget(item)
            self._buttons.append(item)
        line.addWidget(close)
        body.addLayout(line)
        self.setLayout(body)
        self.setMinimumWidth(460)
        fit_height(self, 460)
        close.setFocus()

    @classmethod
    def ask(
        cls,
        error: CraSuiteError,
        report: str = "",
        choices: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> str:
        """Show the error; returns the chosen text, or "" when closed."""
        dialog = cls(error, report, choices, parent)
        dialog.exec()
        return dialog.choice

    def _take(self, text: str) -> None:
        self.choice = text
        self.accept()

    def _show_details(self) -> None:
        self._details.setVisible(self._details.isHidden())
        self._details.setMinimumHeight(180)
        fit_height(self, self.width())
        self._details.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
