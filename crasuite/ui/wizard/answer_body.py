"""What every kind of answer on a question page has in common."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.views import QuestionView
from crasuite.language import tr


class AnswerBody(QWidget):
    """The part of a page where one question is answered.

    Emits `answered(value)` when the user gave another answer (None: took it back). Decides nothing: the page
    asks the interview whether the answer can be taken.
    """

    answered = Signal(object)
    message = Signal(str)
    """Something to say to screen readers, politely."""
    explain = Signal(object)
    """A citation to explain."""
    go_to = Signal(str)
    """Another question to open."""
    situation_changed = Signal()
    """Something else was handed over than the answer: a stated fact, a rejected category."""

    fills_page = False
    """True when the body scrolls by itself and takes the height it gets."""
    shows_previous = True
    """False when the page needs the room of the line with the answer before."""
    waits_for_leaving = False
    """True when a change counts only once the field is left."""

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.interview = interview
        self.view = view

    def load(self, view: QuestionView) -> None:
        """Show the question as it is answered now."""
        raise NotImplementedError

    def value(self) -> Any:
        """The answer as shown; None when there is none."""
        raise NotImplementedError

    def flush(self) -> None:
        """Hand over what was typed and not handed over yet."""

    def is_complete(self) -> bool:
        """False when a part of the answer is still missing."""
        return True

    def missing(self) -> str:
        """What is asked of the user when Next finds no answer."""
        return tr("Choose an answer to go on. “I'm not sure” is one too.")

    def initial_focus(self) -> QWidget:
        """Where the keyboard begins."""
        raise NotImplementedError
