"""The conformity procedures side by side: which are open, why, what each asks. Never recommends."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QGridLayout, QSizePolicy, QWidget

from crasuite.domain.english import Worded
from crasuite.interview.interview import Interview
from crasuite.interview.procedures import procedures_of
from crasuite.interview.questions import question_view
from crasuite.interview.views import ProcedureView, QuestionView
from crasuite.interview.words import joined, quoted
from crasuite.language import mark, tr
from crasuite.rules import NOT_SURE
from crasuite.ui.theme import scaled_font, set_role
from crasuite.ui.widgets.answer_card import AnswerCard
from crasuite.ui.widgets.build import IconLabel, button, clear, column, label, row, rule
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.status_chip import StatusChip
from crasuite.ui.widgets.wrapping_button import WrappingRadioButton
from crasuite.ui.wizard.answer_body import AnswerBody
from crasuite.ui.wizard.mnemonics import NOT_SURE_LABEL, letters_of, reserved, with_mnemonics
from crasuite.ui.wizard.state_dialog import StateDialog

_TEXTS = (
    (mark("Who checks"), "who"),
    (mark("You hand over"), "you_hand_over"),
    (mark("While you sell"), "while_you_sell"),
    (mark("Fits when"), "fits_when"),
)
_GAP = 10
_EDGES, _TITLE_EDGES = 22, 50
"""Pixels of a column that no word can use: frame and margins; beside a title, its button as well."""
_CHIPS = {"open": "open-to-you", "closed": "closed-to-you", "undecided": "open"}


class ProcedureBody(AnswerBody):
    """Equal columns with the same rows. A closed one has no radio button, a dashed frame and its reason."""

    shows_previous = False

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        self.radios: dict[str, WrappingRadioButton] = {}
        self._frames: dict[str, QFrame] = {}
        self._procedures: tuple[ProcedureView, ...] = ()
        self._group: QButtonGroup | None = None
        self._grid_holder = QWidget()
        self._grid_holder.setAccessibleName(view.text)
        self._columns = column(spacing=_GAP)
        self._grid_holder.setLayout(self._columns)
        self._waiting = InfoBox(tone="warn", icon="clock")
        self._world = InfoBox(
            tr("Is the law data older than you?"),
            tr("The state of play is dated. If something newer is published, state it with its reference."),
            tone="info",
        )
        self.state_fact = button(tr("State a newer &fact…"), "link", on_click=self._state_fact)
        world = row(self._world, self.state_fact, spacing=8)
        world.setStretch(0, 1)
        self.unsure = AnswerCard(NOT_SURE, tr(NOT_SURE_LABEL), view.not_sure.effect)
        self.unsure.toggled.connect(self._unsure_toggled)
        self.setLayout(
            column(self._grid_holder, self._waiting, self.unsure, world, spacing=10, margins=(4, 4, 4, 4))
        )
        self._quiet = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._rearrange)
        self.load(view)

    def load(self, view: QuestionView) -> None:
        self.view = view
        self._quiet = True
        procedures = procedures_of(self.interview)
        if procedures == self._procedures and self._frames:
            self._choose(view.value)
        else:
            self._procedures = procedures
            self._least = max((_least_width(one) for one in procedures), default=0)
            self._show(procedures, view.value)
        self.unsure.set_chosen(view.value == NOT_SURE)
        self._quiet = False

    def _choose(self, value: Any) -> None:
        assert self._group is not None
        self._group.setExclusive(False)
        for option, radio in self.radios.items():
            radio.setChecked(option == value)
        self._group.setExclusive(True)
        self._restyle()

    def value(self) -> Any:
        if self.unsure.is_chosen():
            return NOT_SURE
        return next((option for option, radio in self.radios.items() if radio.isChecked()), None)

    def initial_focus(self) -> QWidget:
        chosen = [radio for radio in self.radios.values() if radio.isChecked()]
        return next(iter([*chosen, *self.radios.values()]), self.unsure.button)

    def missing(self) -> str:
        return tr("Choose a procedure that is open to you, or “I'm not sure”.")

    # Columns

    def _show(self, procedures: tuple[ProcedureView, ...], value: Any) -> None:
        clear(self._columns)
        self.radios, self._frames = {}, {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        taken = reserved() | letters_of([self.state_fact.text()])
        names = with_mnemonics([one.title for one in procedures], taken)
        named = list(zip(procedures, names, strict=True))
        self._side_by_side = self._fitting(len(named))
        if self._side_by_side < len(named):  # what can be chosen is not to lie below what cannot
            named.sort(key=lambda one: one[0].state == "closed")
        for start in range(0, len(named), self._side_by_side):
            self._columns.addWidget(self._row_of(named[start : start + self._side_by_side]))
        for option, radio in self.radios.items():
            radio.setChecked(option == value)
            radio.toggled.connect(lambda on, one=option: self._toggled(one, on))
        self._restyle()
        waiting = dict.fromkeys(one.waiting for one in procedures if one.waiting)
        self._waiting.setVisible(bool(waiting))
        if waiting:
            routes = joined(one.title for one in procedures if one.waiting)
            self._waiting.set_content(
                tr("Open by law, but nobody can carry it out yet: {routes}", routes=routes),
                " ".join(waiting),
                tone="warn",
                icon="clock",
            )

    def _row_of(self, named: list[tuple[ProcedureView, str]]) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(0)
        holder = QWidget()
        holder.setLayout(grid)
        for place, (view, name) in enumerate(named):
            self._column(grid, place, view, name)
        for place in range(self._side_by_side):  # columns of a second row are as wide as those of the first
            grid.setColumnStretch(place, 1)
            grid.setColumnMinimumWidth(place, min(self._least, 120))
        return holder

    def _fitting(self, count: int) -> int:
        """How many columns there is room for side by side, spread evenly over the rows."""
        most = max(1, (self.width() + _GAP) // (self._least + _GAP))
        rows = -(-count // most)
        return max(1, -(-count // rows)) if count else 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()  # columns that go away while Qt lays them out would take it down

    def _rearrange(self) -> None:
        if self._fitting(len(self._procedures)) != self._side_by_side:
            kept = self.window().focusWidget()
            focused = next((one for one, radio in self.radios.items() if radio is kept), "")
            self._quiet = True
            self._show(self._procedures, self.value())
            self._quiet = False
            if focused:
                self.radios[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _column(self, grid: QGridLayout, place: int, view: ProcedureView, name: str) -> None:
        box = QFrame()
        box.setProperty("role", "answer" if view.state != "closed" else "answer-closed")
        box.setAccessibleName(f"{view.title}: {_STATE_WORDS[view.state]}")
        self._frames[view.option] = box
        rows = 7 + 2 * len(_TEXTS)
        grid.addWidget(box, 0, place, rows, 1)
        line = 0

        def cell(widget: QWidget, top: int = 0, bottom: int = 0) -> None:
            nonlocal line
            holder = QWidget()
            holder.setLayout(column(widget, margins=(11, top, 9, bottom)))
            holder.setAttribute(
                Qt.WidgetAttribute.WA_TransparentForMouseEvents, isinstance(widget, type(label()))
            )
            grid.addWidget(holder, line, place, Qt.AlignmentFlag.AlignTop)
            line += 1

        if view.state == "closed":
            head = QWidget()
            title = label(view.title, "strong", wrap=True)
            icon = IconLabel("circle-x", "text2", 18)
            layout = row(icon, title, spacing=9)
            layout.setStretch(1, 1)
            layout.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
            head.setLayout(layout)
            cell(head, 12)
        else:
            radio = WrappingRadioButton(name)
            radio.setProperty("role", "strong")
            radio.setAccessibleDescription(
                " ".join([_STATE_WORDS[view.state] + ".", view.subtitle + ".", *view.reasons[:1]])
            )
            assert self._group is not None
            self._group.addButton(radio)
            self.radios[view.option] = radio
            box.installEventFilter(self)
            cell(radio, 9, 5)
        cell(label(view.summary or view.subtitle, "caption", wrap=True), 4)
        chip = StatusChip(_CHIPS[view.state], tr("Not decided yet") if view.state == "undecided" else "")
        chip_row = QWidget()
        chip_row.setLayout(row(chip, None))
        cell(chip_row, 10)
        reason = " ".join(view.reasons[:2]) if view.state != "undecided" else _hangs(view)
        cell(label(reason, "body", wrap=True), 8)
        cites = QWidget()
        chips = column(spacing=5)
        for cite in view.cites[:2]:
            chip_ = CitationChip(cite, cite.label)
            chip_.activated.connect(self.explain)
            chips.addLayout(row(chip_, None))
        cites.setLayout(chips)
        cell(cites, 8, 8)
        cell(rule())
        for heading, field in _TEXTS:
            cell(label(tr(heading), "overline", wrap=True), 10)
            cell(label(getattr(view, field), "body", wrap=True), 2)
        end = QWidget()
        end.setFixedHeight(10)
        end.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        cell(end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            for option, box in self._frames.items():
                if box is watched and option in self.radios:
                    self.radios[option].setFocus(Qt.FocusReason.MouseFocusReason)
                    self.radios[option].setChecked(True)
                    return True
        return super().eventFilter(watched, event)

    def _restyle(self) -> None:
        for option, radio in self.radios.items():
            set_role(self._frames[option], "answer-chosen" if radio.isChecked() else "answer")

    def _toggled(self, option: str, on: bool) -> None:
        self._restyle()
        if self._quiet or not on:
            return
        self._quiet = True
        self.unsure.set_chosen(False)
        self._quiet = False
        self.answered.emit(option)

    def _unsure_toggled(self, _value: object, on: bool) -> None:
        if self._quiet or not on:
            return
        self._quiet = True
        if self._group is not None:
            self._group.setExclusive(False)
            for radio in self.radios.values():
                radio.setChecked(False)
            self._group.setExclusive(True)
        self._quiet = False
        self.answered.emit(NOT_SURE)

    def _state_fact(self) -> None:
        if StateDialog.ask(self.interview, self.window()):
            self.load(question_view(self.interview, self.view.id))
            self.situation_changed.emit()


_STATE_WORDS: Worded[str] = Worded(
    {"open": mark("Open to you"), "closed": mark("Not open today"), "undecided": mark("Not decided yet")}
)


def _least_width(view: ProcedureView) -> int:
    """Pixels that a column needs so that no word of it is cut."""
    texts = [view.summary or view.subtitle, *view.reasons[:2], *(getattr(view, field) for _, field in _TEXTS)]
    body, strong = QFontMetrics(QApplication.font()), QFontMetrics(scaled_font(QApplication.font(), 1, 600))
    widest = max((body.horizontalAdvance(word) for text in texts for word in text.split()), default=0)
    title = max(strong.horizontalAdvance(word) for word in view.title.split())
    chip = StatusChip(_CHIPS[view.state], tr("Not decided yet") if view.state == "undecided" else "")
    chip.ensurePolished()
    return max(widest + _EDGES, title + _TITLE_EDGES, chip.sizeHint().width() + _EDGES)


def _hangs(view: ProcedureView) -> str:
    if not view.hangs_on:
        return tr("Not decided yet.")
    said = [ref.number if "." in ref.number else quoted(ref.text) for ref in view.hangs_on[:4]]
    if len(said) == 1:
        return tr("Hangs on question {question}.", question=said[0])
    return tr("Hangs on questions {questions}.", questions=joined(said))
