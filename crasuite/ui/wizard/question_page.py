"""One question of the interview as a page: what is asked, why, the answers, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.procedures import PROCEDURE_QUESTION
from crasuite.interview.questions import question_view
from crasuite.interview.views import Cite, QuestionView
from crasuite.language import tr
from crasuite.rules import NOT_SURE
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, button, column, frame, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.counts_box import CountsBox
from crasuite.ui.widgets.elided_label import ElidedLabel
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.wizard.answer_body import AnswerBody
from crasuite.ui.wizard.category_body import CategoryBody
from crasuite.ui.wizard.choice_body import ChoiceBody
from crasuite.ui.wizard.coverage_body import CoverageBody
from crasuite.ui.wizard.date_body import DateBody
from crasuite.ui.wizard.interview_page import InterviewPage
from crasuite.ui.wizard.multi_body import MultiBody
from crasuite.ui.wizard.note_field import NoteField
from crasuite.ui.wizard.number_body import NumberBody
from crasuite.ui.wizard.procedure_body import ProcedureBody
from crasuite.ui.wizard.reasons_body import ReasonsBody
from crasuite.ui.wizard.scroll_content import scrolled
from crasuite.ui.wizard.text_body import TextBody
from crasuite.ui.wizard.unsure_box import UnsureBox

_BODIES: dict[str, type[AnswerBody]] = {
    "yes-no": ChoiceBody,
    "choice": ChoiceBody,
    "multi": MultiBody,
    "text": TextBody,
    "long-text": TextBody,
    "number": NumberBody,
    "date": DateBody,
    "category": CategoryBody,
    "category-reasons": ReasonsBody,
    "matrix": CoverageBody,
}
Confirm = Callable[[str, Any], bool]
MAX_TEXT_WIDTH = 780
"""Answers and text stop growing here, so that a line can be read."""
_INSET = (4, 0, 4, 0)
"""Answers keep this much room for the focus ring; everything else lines up with them."""


class QuestionPage(InterviewPage):
    """Built from the rule pack when it is first shown; hands every answer to the interview at once."""

    edited = Signal()
    """An answer, note, owner or date was handed over."""
    explain = Signal(object)
    go_to = Signal(str)
    announced = Signal(str)

    def __init__(
        self, interview: Interview, question: str, confirm: Confirm, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.interview = interview
        self.question = question
        self.error = ""
        self.body: AnswerBody | None = None
        self._was_open = False
        self._confirm = confirm
        self._centre.setProperty("role", "surface")

    # What the wizard asks of a page

    def load(self) -> None:
        """Show the question as it stands now; builds the page the first time."""
        view = question_view(self.interview, self.question)
        if self.body is None:
            self._build(view)
        assert self.body is not None
        self.setAccessibleName(view.text)
        self._step.setText(view.step_title)
        self._position.setText(view.position)
        self._position.setVisible(bool(view.position))
        self._heading.setText(view.text)
        self._show_previous(view)
        self.body.load(view)
        self._was_open = view.value is None
        self._note.load(view.note)
        self._unused.setVisible(not view.is_used)
        self._welcome.setVisible(view.previous is None and view.value is None)
        self._load_unsure(view)
        self._show_error("")

    def collect(self) -> Any:
        """Hand over what was typed and return the answer."""
        if self.body is None:
            return None
        self.body.flush()
        self._note.flush()
        self._unsure.flush()
        return self.interview.value(self.question)

    @property
    def is_valid(self) -> bool:
        """True when there is an answer, or none is needed."""
        value = self.collect()
        if self.error or (self.body is not None and value is not None and not self.body.is_complete()):
            return False
        return value is not None or self._is_optional()

    def _is_optional(self) -> bool:
        return self.interview.is_optional(self.question)

    def initial_focus(self) -> None:
        """Put the keyboard where the answer is given."""
        if self.body is not None:
            self.body.initial_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def validatePage(self) -> bool:
        if self.is_valid:
            return True
        if not self.error and self.body is not None:
            self._show_error(self.body.missing())
        self.announced.emit(self.error)
        self.initial_focus()
        return False

    # Building

    def _build(self, view: QuestionView) -> None:
        self._step = label("", "step")
        self._position = label("", "muted")
        chips = FlowLayout(to_the_right=True)
        shown = _fitting(view.cites)
        for cite in shown:
            chips.addWidget(self._chip(cite))
        more = view.cites[len(shown) :]
        place = FlowLayout(9)
        place.addWidget(self._step)
        place.addWidget(self._position)
        head = row(place, chips, spacing=9)
        head.setStretch(1, 1)
        self._previous = frame("sunken")
        self._previous.setProperty("role", "sunken")
        self._before = ElidedLabel("muted", MAX_TEXT_WIDTH)
        self._before_answer = ElidedLabel("strong", MAX_TEXT_WIDTH)
        self._change = button(tr("&Change"), "link", on_click=self._change_previous)
        strip = row(
            IconLabel("circle-check", "ok", 18),
            label(tr("Before this:"), "muted"),
            self._before,
            self._before_answer,
            None,
            self._change,
            spacing=8,
            margins=(14, 2, 10, 2),
        )
        strip.setStretch(2, 0)
        self._previous.setLayout(strip)
        self._heading = label("", "title", wrap=True)
        why = label(tr("Why we ask: {why}", why=view.why), "muted", wrap=True)
        kinds = {"guidance": tr("From Commission guidance"), "practice": tr("Good practice, not law")}
        kind = kinds.get(view.kind, "")
        self._unused = InfoBox(
            tr("Kept, but not used"),
            tr("Your other answers make this one needless. It counts again if they change."),
            icon="info",
        )
        self._welcome = InfoBox(
            tr("You can stop at any time"),
            tr("Each answer is saved at once, on this computer only. “I'm not sure” is always an answer."),
            tone="info",
        )
        self._error = label("", "strong", wrap=True, tone="danger")
        self._error_row = QWidget()
        error_row = row(IconLabel("triangle-alert", "danger", 18), self._error, spacing=8)
        error_row.setStretch(1, 1)
        self._error_row.setLayout(error_row)
        self.body = self._make_body(view)
        self.body.answered.connect(self._answered)
        self.body.explain.connect(self.explain)
        self.body.go_to.connect(self.go_to)
        self.body.message.connect(self.announced)
        self.body.situation_changed.connect(self.edited)
        self._unsure = UnsureBox()
        self._unsure.owner_changed.connect(self._owner_changed)
        self._unsure.due_changed.connect(self._due_changed)
        self._note = NoteField(tr("optional, printed in the record"), folded=self.body.fills_page)
        self._note.changed.connect(self._note_changed)
        above = column(head, self._welcome, self._previous, self._heading, why, spacing=10, margins=_INSET)
        hints = (kind, tr("Optional: you can go on without an answer") if self._is_optional() else "")
        if hint := ". ".join(one for one in hints if one):
            above.addWidget(label(hint, "hint", wrap=True))
        above.addWidget(self._unused)
        below = column(self._error_row, self._unsure, spacing=10, margins=_INSET)
        if view.decides and self.body.fills_page:
            above.insertWidget(5, label(view.decides, "muted", wrap=True))
        elif view.counts or view.does_not_count:
            below.addWidget(CountsBox(view.counts, view.does_not_count))
        if view.decides and not self.body.fills_page:
            below.addWidget(label(view.decides, "body", wrap=True))
        below.addWidget(self._note)
        if more and not self.body.fills_page:
            rest = FlowLayout()
            rest.addWidget(label(tr("See also"), "caption"))
            for cite in more:
                rest.addWidget(self._chip(cite))
            below.addLayout(rest)
        content = column(above, spacing=6)
        content.addWidget(self.body, 1 if self.body.fills_page else 0)
        content.addLayout(below)
        if not self.body.fills_page:
            content.addStretch(1)
        self._finish(content)

    def _finish(self, content: QVBoxLayout) -> None:
        content.setContentsMargins(22, 18, 22, 14)
        assert self.body is not None
        if self.body.fills_page:
            self.scroll_area = scrolled(content, tr("Question"))
        else:
            holder = QWidget()
            holder.setMaximumWidth(MAX_TEXT_WIDTH)
            holder.setLayout(content)
            self.scroll_area = scrolled(row(holder, spacing=0), tr("Question"))
        self._centre.setLayout(column(self.scroll_area, self._foot, spacing=0))

    def _make_body(self, view: QuestionView) -> AnswerBody:
        kind = ProcedureBody if view.id == PROCEDURE_QUESTION else _BODIES[view.type]
        return kind(self.interview, view)

    def _chip(self, cite: Cite) -> CitationChip:
        chip = CitationChip(cite, cite.label)
        chip.activated.connect(self.explain)
        return chip

    # Showing

    def _show_previous(self, view: QuestionView) -> None:
        assert self.body is not None
        earlier = view.previous if self.body.shows_previous else None
        self._previous.setVisible(earlier is not None)
        if earlier is None:
            return
        self._before.set_whole_text(earlier.text)
        self._before_answer.set_whole_text(earlier.answer)
        self._change.setAccessibleName(tr("Change the answer before: {text}", text=earlier.text))
        self._change.setProperty("question", earlier.id)

    def _load_unsure(self, view: QuestionView) -> None:
        is_unsure = view.value == NOT_SURE or isinstance(view.value, dict) and "one-of" in view.value
        self._unsure.setVisible(is_unsure)
        if is_unsure:
            self._unsure.load(view.owner, view.due, view.who_can_tell, self.interview.owners())

    def _show_error(self, text: str) -> None:
        self.error = text
        self._error.setText(text)
        self._error_row.setVisible(bool(text))
        set_role(self._error, "danger", "tone")

    # Answers

    def _answered(self, value: object) -> None:
        # An answer first given on this page may be tried out; nothing was built on it yet.
        is_earlier = not self._was_open and self.interview.is_earlier(self.question)
        if is_earlier and not self._confirm(self.question, value):
            self._reload_body()
            return
        problem = self.interview.answer(self.question, value)
        self._show_error(problem)
        if problem:
            self.announced.emit(problem)
            return
        view = question_view(self.interview, self.question) if self._needs_view(value) else None
        if view is not None:
            self._load_unsure(view)
        else:
            self._unsure.setVisible(False)
        self._position.setText(self.interview.position(self.question))
        self.edited.emit()

    def _needs_view(self, value: object) -> bool:
        return value == NOT_SURE or isinstance(value, dict) and "one-of" in value

    def _reload_body(self) -> None:
        assert self.body is not None
        self.body.load(question_view(self.interview, self.question))

    def _note_changed(self, text: str) -> None:
        self.interview.set_note(self.question, text)
        self.edited.emit()

    def _owner_changed(self, text: str) -> None:
        self.interview.set_owner(self.question, text)
        self.edited.emit()

    def _due_changed(self, due: Any) -> None:
        self.interview.set_due(self.question, due)
        self.edited.emit()

    def _change_previous(self) -> None:
        question = self._change.property("question")
        if question:
            self.go_to.emit(str(question))


def _fitting(cites: tuple[Cite, ...]) -> tuple[Cite, ...]:
    """As many citations as fit beside the step's name; the others follow at the foot of the page."""
    room = 30
    for place, cite in enumerate(cites):
        room -= len(cite.label) + 4
        if place and room < 0:
            return cites[:place]
    return cites
