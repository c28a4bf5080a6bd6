"""The page of the wizard on which all questions are shown, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget, QWizardPage

from crasuite.ui.wizard.interview_page import InterviewPage


class QuestionDesk(QWizardPage):
    """At each change of page QWizard hides the whole window, walks through everything on every page, and has
    all of it laid out and painted again. From question to question nothing but the question changes.

    It has no layout, so that what happens on a question does not reach the window around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: InterviewPage | None = None

    def add(self, page: InterviewPage) -> None:
        """Take a page, out of sight."""
        page.hide()
        page.setParent(self)

    def lay_out(self, page: InterviewPage) -> None:
        """Show a page above the one before, which stays until the focus has left it."""
        self.shown = page
        page.setGeometry(self.rect())
        page.raise_()
        page.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.shown is not None:
            self.shown.setGeometry(self.rect())

    def sizeHint(self) -> QSize:
        return InterviewPage.GOOD

    def minimumSizeHint(self) -> QSize:
        return InterviewPage.LEAST
