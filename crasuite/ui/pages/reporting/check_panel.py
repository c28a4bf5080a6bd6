""" "Must we report?" in place: one question at a time, with the verdict and its trace at every moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from crasuite.domain.case import CaseKind
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_views import AidQuestion, AidVerdict, AidView
from crasuite.language import tr
from crasuite.rules import NOT_SURE
from crasuite.ui.widgets.answer_card import AnswerCard
from crasuite.ui.widgets.answer_group import AnswerGroup
from crasuite.ui.widgets.build import (
    at_reading_width,
    button,
    clear,
    column,
    label,
    row,
    rule,
    tab_in_reading_order,
)
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.due_field import DueField
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.fold import Fold
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.saved_choice import SavedChoice
from crasuite.ui.wizard.mnemonics import letters_of, with_mnemonics

KIND_QUESTION = "case-kind"
_DUTIES = ("report-vulnerability", "report-incident")


class CheckPanel(QFrame):
    """`do(work)` writes through the desk, where answers are kept as they are given."""

    explain = Signal(object)
    question_wanted = Signal(str)
    decide_wanted = Signal()
    left = Signal()

    def __init__(self, do: Callable[[Callable[[ReportingFile], Any]], Any]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._do = do
        self._desk: ReportingFile | None = None
        self._case_id = ""
        self._view: AidView | None = None
        self._question = ""
        self._shown: tuple[object, ...] = ()
        self.group: AnswerGroup | None = None
        self._title = label("", "section", wrap=True)
        self.close_button = button(tr("Leave the check"), icon_name="x", on_click=self.left.emit)
        head = row(self._title, None, self.close_button)
        head.setStretch(0, 1)
        self.headline = InfoBox(tone="warn")
        self.position = label("", "overline")
        self.text = label("", "section", wrap=True)
        self.why = label("", "muted", wrap=True)
        self._answers = column(spacing=6)
        self._hints = column(spacing=2)
        self._cites_holder = QWidget()
        self._cites = FlowLayout(6)
        self._cites_holder.setLayout(self._cites)
        self.back_button = button(tr("&Back"), icon_name="arrow-left", on_click=lambda: self.move(-1))
        self.next_button = button(tr("Ne&xt"), "primary", "arrow-right", lambda: self.move(1))
        self.decide_button = button(tr("&Decide on the report…"), on_click=self.decide_wanted.emit)
        foot = row(self.back_button, self.next_button, None, self.decide_button)
        self.country: SavedChoice | None = None
        self._country_row = row()
        self._verdicts = column(spacing=4)
        self.trace = Fold(tr("How this follows from the answers"))
        self.setLayout(
            column(
                head,
                self.headline,
                self.position,
                at_reading_width(self.text),
                at_reading_width(self.why),
                self._answers,
                self._hints,
                self._cites_holder,
                foot,
                rule(),
                self._country_row,
                self._verdicts,
                self.trace,
                spacing=8,
                margins=(16, 12, 16, 12),
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    # -- content ---------------------------------------------------------------------------------------------

    def start(self, desk: ReportingFile, case_id: str) -> None:
        """Begin at the first question without an answer."""
        self._desk, self._case_id, self._question = desk, case_id, ""
        self.load(desk, case_id)
        self.focus_answer()

    def load(self, desk: ReportingFile, case_id: str) -> None:
        """Show the check as it is now, at the same question."""
        if (desk, case_id) != (self._desk, self._case_id):
            self._question = ""
        self._desk, self._case_id = desk, case_id
        view = self._view = desk.aid(case_id)
        ids = [one.id for one in view.questions]
        if self._question not in ids:
            self._question = view.next if view.next in ids else ids[0] if ids else ""
        self._title.setText(view.title)
        self.headline.set_content(
            view.headline, view.note, tone=view.tone if view.tone != "neutral" else "sunken"
        )
        self._show_question(next((one for one in view.questions if one.id == self._question), None))
        self._show_verdicts(view)

    def focus_answer(self) -> None:
        """Put the focus on the answers."""
        if self.group is not None:
            self.group.focus_first()
        else:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def move(self, step: int) -> None:
        """The next or the earlier question; beyond the last one back to the case."""
        assert self._view is not None
        ids = [one.id for one in self._view.questions]
        place = ids.index(self._question) if self._question in ids else 0
        if not 0 <= place + step < len(ids):
            if step > 0:
                self.left.emit()
            return
        self._question = ids[place + step]
        assert self._desk is not None
        self.load(self._desk, self._case_id)
        self.focus_answer()

    def _show_question(self, shown: AidQuestion | None) -> None:
        for part in (self.position, self.text, self.why, self.back_button, self.next_button):
            part.setVisible(shown is not None)
        if shown is None or self._view is None:
            clear(self._answers)
            clear(self._hints)
            return
        ids = [one.id for one in self._view.questions]
        place = ids.index(shown.id)
        of_case = sum(one.is_case for one in self._view.questions)
        if not shown.is_case:
            at = tr(
                "About the product: question {number} of {count}",
                number=place + 1 - of_case,
                count=len(ids) - of_case,
            )
        elif shown.is_optional:
            at = tr("Question {number} of {count}, nobody has to answer it", number=place + 1, count=of_case)
        else:
            at = tr("Question {number} of {count}", number=place + 1, count=of_case)
        self.position.setText(at)
        self.text.setText(shown.text)
        self.why.setText(tr("Why we ask: {reason}", reason=shown.why) if shown.why else "")
        self.why.setVisible(bool(shown.why))
        self.back_button.setEnabled(place > 0)
        self.next_button.setText(tr("Ne&xt") if place + 1 < len(ids) else tr("Back to the &case"))
        key = (self._case_id, shown.id, shown.options, shown.is_case)
        if key != self._shown:
            self._shown = key
            self._build_question(shown)
        self._load_value(shown)

    def _build_question(self, shown: AidQuestion) -> None:
        for layout in (self._answers, self._hints, self._cites):
            clear(layout)
        self.group = None
        self._day: DueField | None = None
        if not shown.is_case:
            self._answers.addLayout(
                row(
                    button(
                        tr("Answer it in the interview"),
                        icon_name="list-filter",
                        on_click=lambda: self.question_wanted.emit(shown.id),
                    ),
                    None,
                )
            )
        elif shown.type == "date":
            self._day = DueField(shown.text, self._save_day)
            not_sure = button(tr("I'm not &sure"), on_click=lambda: self._save(NOT_SURE))
            self._answers.addLayout(row(self._day, not_sure, None))
        else:
            multi = shown.type == "multi"
            labels = [one.label for one in shown.options] + ([tr("None of these")] if multi else [])
            marked = with_mnemonics(labels, _taken())
            values = [one.value for one in shown.options] + (["none"] if multi else [])
            notes = [one.line for one in shown.options] + ([""] if multi else [])
            cards = [
                AnswerCard(value, text, note, multi=multi)
                for value, text, note in zip(values, marked, notes, strict=True)
            ]
            cards.append(
                AnswerCard(
                    NOT_SURE, tr("I'm not &sure"), tr("It stays open, and the clock runs on."), multi=multi
                )
            )
            self.group = AnswerGroup(shown.text, cards, multi=multi, alone=("none", NOT_SURE))
            self.group.changed.connect(self._on_answer)
            self._answers.addWidget(self.group)
        for title, lines in (
            (tr("Counts"), shown.counts),
            (tr("Does not count"), shown.does_not_count),
            (tr("What decides"), (shown.decides,) if shown.decides else ()),
            (tr("Who can tell"), (shown.who_can_tell,) if shown.who_can_tell else ()),
        ):
            if lines:
                self._hints.addWidget(label(title, "overline"))
                said = "\n".join(f"•  {one}" for one in lines) if len(lines) > 1 else lines[0]
                words = label(said, "caption", wrap=True)
                self._hints.addLayout(at_reading_width(words))
        for cite in shown.cites:
            chip = CitationChip(cite)
            chip.activated.connect(self.explain)
            self._cites.addWidget(chip)
        self._cites_holder.setVisible(bool(shown.cites))
        whole = self.layout()
        if whole is not None:
            tab_in_reading_order(whole)

    def _load_value(self, shown: AidQuestion) -> None:
        if self.group is not None:
            value = shown.value
            if shown.type == "multi":
                value = list(value) if isinstance(value, (list, tuple)) else [value] if value else []
                if shown.value == [] or shown.value == ():
                    value = ["none"]
            self.group.set_value(value)
        elif self._day is not None:
            self._day.load(_day(shown.value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    # -- answers ---------------------------------------------------------------------------------------------

    def _on_answer(self, value: object) -> None:
        if isinstance(value, list):
            given: Any = NOT_SURE if NOT_SURE in value else [] if "none" in value else value or None
        else:
            given = value
        self._save(given)

    def _save_day(self, on: date | None) -> bool:
        return self._save(on.isoformat() if on else None)

    def _save(self, value: Any) -> bool:
        case_id, question = self._case_id, self._question
        was_last = self._view is not None and self._view.next == question == self._view.questions[-1].id

        def work(desk: ReportingFile) -> None:
            if question == KIND_QUESTION and value in tuple(CaseKind) and not desk.submissions(case_id):
                case = desk.case(case_id)
                answers = {**case.answers, question: value}
                desk.set_case(case_id, kind=CaseKind(value), answers=answers)
            else:
                desk.answer(case_id, question, value)

        is_saved = self._do(work) is not None
        if is_saved and was_last and not self._view.next and not isinstance(value, list):
            # Nothing is left to ask: Enter decides, and that ends the check.
            self.decide_button.setFocus(Qt.FocusReason.OtherFocusReason)
        return is_saved

    # -- verdicts --------------------------------------------------------------------------------------------

    def _show_country(self, view: AidView) -> None:
        """In which Member State the CSIRT is: the same that the forms of the stages ask for."""
        said = next((one for one in view.verdicts if one.countries), None)
        if said is None:
            clear(self._country_row)
            self.country = None
            return
        if self.country is None:
            name = tr("Member State of the CSIRT")
            options = {"": tr("Not said yet"), **dict(said.countries)}
            self.country = SavedChoice(name, options, self._save_country)
            self.country.setMinimumContentsLength(max(map(len, options.values())))
            self._country_row.addWidget(label(name, "strong"))
            self._country_row.addWidget(self.country)
            self._country_row.addStretch(1)
            whole = self.layout()
            if whole is not None:
                tab_in_reading_order(whole)
        self.country.load(said.country)

    def _save_country(self, code: str) -> bool:
        return self._do(lambda desk: desk.set_country(code)) is not None

    def _show_verdicts(self, view: AidView) -> None:
        self._show_country(view)
        state = tuple((one.fact, one.words, one.reasons, one.trace) for one in view.verdicts)
        if getattr(self, "_shown_verdicts", None) == state:
            return
        self._shown_verdicts = state
        clear(self._verdicts)
        clear(self.trace.body)
        for verdict in view.verdicts:
            if verdict.value is None and verdict.fact not in _DUTIES and not verdict.reasons:
                continue
            self._verdicts.addWidget(_verdict(verdict))
        steps = {(step.title, step.because): step for one in view.verdicts for step in one.trace}
        for step in steps.values():
            cites = ", ".join(one.label for one in step.cites)
            said = "\n".join(f"•  {asked} {given}" for asked, given in step.answers)
            self.trace.body.addWidget(label(step.title, "strong", wrap=True))
            because = f"{step.because} ({cites})" if cites else step.because
            self.trace.body.addWidget(
                label("\n".join(one for one in (because, said) if one), "caption", wrap=True)
            )
        self.trace.setVisible(bool(steps))


def _taken() -> frozenset[str]:
    """The letters that buttons and menus beside the answers have."""
    menus = (tr("&File"), tr("&Edit"), tr("&Product"), tr("&View"), tr("&Tools"), tr("&Help"))
    texts = (
        *menus,
        tr("I'm not &sure"),
        tr("&Back"),
        tr("Ne&xt"),
        tr("Back to the &case"),
        tr("&Decide on the report…"),
    )
    return letters_of(texts)


def _verdict(verdict: AidVerdict) -> QWidget:
    """One outcome with its reasons."""
    holder = QWidget()
    lines = column(label(f"{verdict.title}: {verdict.words}", "strong", wrap=True), spacing=0)
    for reason in verdict.reasons:
        cites = ", ".join(one.label for one in reason.cites)
        said = " ".join(one for one in (reason.text, reason.warning) if one)
        lines.addWidget(label(f"{said} ({cites})" if cites else said, "caption", wrap=True))
    holder.setLayout(lines)
    return holder


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
