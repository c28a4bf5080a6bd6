"""The reporting cases of a product: list, clocks, the check, the forms, and what was submitted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QWidget

from crasuite import paths
from crasuite.domain.case import Case, CaseKind, Decision
from crasuite.domain.english import Worded
from crasuite.domain.notification import Draft
from crasuite.domain.problem import Place
from crasuite.errors import UserFacingError
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_papers import ReportingPapers
from crasuite.interview.reporting_register import is_reportable
from crasuite.interview.reporting_views import CaseList, CaseRow, ClockCard
from crasuite.language import mark, tr, trn
from crasuite.rules import NOT_SURE
from crasuite.ui import crash
from crasuite.ui.pages.reporting.case_decision import CaseDecision
from crasuite.ui.pages.reporting.case_list import CaseList as CaseListView
from crasuite.ui.pages.reporting.check_panel import CheckPanel
from crasuite.ui.pages.reporting.clock_face import ClockFace
from crasuite.ui.pages.reporting.no_case import NoCase
from crasuite.ui.pages.reporting.reporting_view import ReportingView
from crasuite.ui.pages.reporting.stage_form import USERS, StageForm
from crasuite.ui.widgets.build import IconLabel, button, column, frame, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.list_and_detail import ListAndDetail
from crasuite.ui.widgets.preview_colours import preview_colours
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.status_chip import StatusChip
from crasuite.ui.widgets.words_and_controls import WordsAndControls

OPEN, CLOSED = "open", "closed"
_LEFT_WIDTH = 226
_SECOND: Worded[CaseKind] = Worded(
    {
        CaseKind.VULNERABILITY: mark("Open a second case for the incident"),
        CaseKind.INCIDENT: mark("Open a second case for the vulnerability"),
    }
)
_SECOND_ITEM: Worded[CaseKind] = Worded(
    {
        CaseKind.VULNERABILITY: mark("Open a second case for the i&ncident"),
        CaseKind.INCIDENT: mark("Open a second case for the vul&nerability"),
    }
)
_REQUESTED = "requested"
_NARROW_CLOCK = 165
_NARROW = 72
"""Fewer letters across leave words too little room beside their buttons."""
_MANY_STAGES = 4
_TITLES: Worded[str] = Worded(
    {"vulnerability-notification": mark("Notification"), "incident-notification": mark("Notification")}
)
"""Titles of stages without the kind of the case, which stands above."""
_BRIEFLY: Worded[str] = Worded(
    {
        "vulnerability-final": mark("Final"),
        "incident-final": mark("Final"),
        "intermediate": mark("Intermediate"),
    }
)
"""Titles where there are many of them."""


class CasesView(ReportingView):
    """Shows one case at a time."""

    check_shown = Signal(bool)  # the check has taken the place of the form, or left it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.case_id = ""
        self.stage = ""
        self._cases: CaseList | None = None
        self._export_folder = Path.home() / "Documents"
        self._build_left()
        self._build_case()
        self.empty = NoCase()
        self.empty.new_wanted.connect(lambda: self.open_case(""))
        self.empty.check_wanted.connect(lambda: self.open_case(NOT_SURE))
        self._empty_scroll = ScrollBody(column(self.empty, None), tr("No case"))
        right = QWidget()
        right.setLayout(column(self._scroll, self._empty_scroll))
        self.splitter = ListAndDetail(
            self._left,
            right,
            tr("Cases"),
            open_words=tr("Open the case"),
            both=680,
        )
        self.splitter.keep_width(self.splitter.left, self._left_width)
        self.splitter.list_opened.connect(self.list.setFocus)
        self.setLayout(column(self.splitter))

    # -- building --------------------------------------------------------------------------------------------

    def _build_left(self) -> None:
        self._left = QWidget()
        self.segments = Segments(tr("Which cases"), [(OPEN, tr("Open")), (CLOSED, tr("Closed"))])
        self.segments.chosen.connect(lambda _key: self._on_segment())
        self.list = CaseListView()
        self.list.opened.connect(self._open)
        self.list.entered.connect(self._enter)
        self.check_box = frame("sunken")
        self._check_words = label("", "caption", wrap=True)
        asked = label(tr("Not sure if it must be reported?"), "strong", wrap=True)
        width = max(_LEFT_WIDTH, self.fontMetrics().averageCharWidth() * 29)
        for words in (asked, self._check_words):
            words.setMinimumWidth(width - 24)  # else Qt reserves the height of words in a narrow column
        self.start_button = button(tr("Start the check"), "link", on_click=self._start_from_box)
        self.check_box.setLayout(
            column(
                asked,
                self._check_words,
                row(self.start_button, None),
                spacing=4,
                margins=(12, 10, 12, 8),
            )
        )
        left = column(row(self.segments, None), self.list, self.check_box, spacing=8)
        left.setStretch(1, 1)
        self._left.setLayout(left)
        self._left_width = width

    def _build_case(self) -> None:
        self.title = label("", "section", wrap=True)
        self.kind = StatusChip("to-do")
        self.caption = label("", "caption", wrap=True)
        self.case_button = button(
            tr("Case"), icon_name="ellipsis", on_click=self._show_menu, name=tr("What to do with the case")
        )
        about = row(self.kind, self.caption, spacing=10)
        about.setStretch(1, 1)
        self.other_button = button("", "link", on_click=self._go_to_other)
        head = row(
            column(self.title, about, row(self.other_button, None), spacing=3), self.case_button, spacing=10
        )
        head.setStretch(0, 1)
        self.decision = CaseDecision()
        self.decision.check_button.clicked.connect(lambda *_: self.start_check())
        self.decision.decide_button.clicked.connect(lambda *_: self.decide())
        self.surprise = InfoBox(tone="warn")
        self.faces: dict[str, ClockFace] = {}
        self._clocks = QGridLayout()
        self._clocks.setSpacing(10)
        self._clocks.setContentsMargins(0, 0, 0, 0)
        self.form = StageForm(self.do)
        self.form.stage_chosen.connect(self.show_stage)
        self.form.explain.connect(self.explain)
        self.form.awareness_wanted.connect(self.set_awareness)
        self.form.copy_wanted.connect(self.copy)
        self.form.word_wanted.connect(lambda: self.export("docx"))
        self.form.json_wanted.connect(lambda: self.export("json"))
        self.form.preview_wanted.connect(self.preview)
        self.form.draft_wanted.connect(self.keep_draft)
        self.form.draft_shown.connect(self._show_draft)
        self.form.submit_wanted.connect(self.submit)
        self.form.take_back_wanted.connect(self._take_back)
        self.check = CheckPanel(self.do)
        self.check.explain.connect(self.explain)
        self.check.question_wanted.connect(self.question_wanted)
        self.check.decide_wanted.connect(self.decide)
        self.check.left.connect(self.leave_check)
        self.check.hide()
        self.said = label("", "caption", wrap=True)
        self.said.hide()
        self._build_users()
        body = column(
            head,
            self.decision,
            self._clocks,
            self.surprise,
            self.check,
            self.form,
            self.said,
            self.users,
            None,
            spacing=10,
        )
        body.setContentsMargins(0, 0, 4, 0)
        self._scroll = ScrollBody(body, tr("Case"))

    def _build_users(self) -> None:
        self.users: QFrame = frame("card")
        self._users_title = label("", "strong", wrap=True)
        self._users_words = label("", "caption", wrap=True)
        self._users_law = CitationChip("")
        self._users_law.activated.connect(self.explain)
        self.notice_button = button(
            tr("Open n&otice"), on_click=lambda: self.show_stage(self._other_stage(), focus=True)
        )
        self._users_line = WordsAndControls(
            column(self._users_title, self._users_words, spacing=0),
            row(self._users_law, self.notice_button, spacing=12),
            spacing=12,
        )
        layout = row(IconLabel("user", "text2", 18), self._users_line, spacing=12, margins=(16, 8, 12, 8))
        layout.setStretch(1, 1)
        self.users.setLayout(layout)

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, desk: ReportingFile) -> None:
        if desk is not self.desk:
            self.case_id, self.stage = "", ""
            self.leave_check(focus=False)
            self.said.hide()
        super().load(desk)
        if not self.case_id:
            self.splitter.open_detail(focus=False)

    def refresh(self) -> None:
        if self.desk is None:
            return
        cases = self._cases = self.desk.case_list()
        self.segments.set_count(OPEN, len(cases.open))
        self.segments.set_count(CLOSED, len(cases.closed))
        listed = [one.id for one in (*cases.open, *cases.closed)]
        if self.case_id not in listed:
            first = cases.open[0].id if cases.open else ""
            self.case_id = cases.closed[0].id if self.segments.key() == CLOSED and cases.closed else first
            self.leave_check(focus=False)
        self._show_list()
        self._show_box()
        has_case = bool(self.case_id)
        self._scroll.setVisible(has_case)
        self._empty_scroll.setVisible(not has_case)
        if has_case:
            self._show_case()
        else:
            self.empty.load(self.desk)

    def tick(self) -> None:
        self.refresh()

    def flush(self) -> None:
        self.form.flush()

    def initial_focus(self) -> QWidget | None:
        if not self.case_id:
            return self.empty.new_button
        return self.list

    def show_place(self, place: Place) -> None:
        case_id, _, stage = place.record_id.partition("/")
        if self.desk is None or case_id not in self.desk.cases():
            return
        if not self.desk.case(case_id).opened:
            return
        self._open(case_id)
        if stage:
            self.show_stage(stage)
        if stage or place.field:
            self.splitter.open_detail()
        if place.field:
            self.form.focus_field(place.field)
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        assert self._cases is not None
        if self.segments.key() == CLOSED:
            self.list.load(self._cases.closed, self.case_id)
            return
        items: list[CaseRow | str] = [*self._cases.open]
        if self._cases.closed:
            items += [tr("Closed"), *self._cases.closed]
        self.list.load(items, self.case_id)

    def _show_box(self) -> None:
        assert self.desk is not None
        aid = self.desk.law.aids.get("must-report")
        self.check_box.setVisible(aid is not None)
        self._check_words.setText(
            " ".join((aid.text, tr("One question at a time; “I'm not sure” is an answer."))) if aid else ""
        )
        self.start_button.setEnabled(not self.desk.workspace.is_read_only)

    def _on_segment(self) -> None:
        if self._cases is None:
            return
        listed = self._cases.closed if self.segments.key() == CLOSED else self._cases.open
        if listed and self.case_id not in [one.id for one in listed]:
            self._open(listed[0].id)
        else:
            self._show_list()

    def _open(self, case_id: str) -> None:
        if case_id != self.case_id:
            self.flush()
            self.case_id, self.stage = case_id, ""
            self.said.hide()
            self.leave_check(focus=False)
            self._scroll.to_top()
        self.refresh()

    def _enter(self) -> None:
        """From the list to what is to be done."""
        self.splitter.open_detail()
        target = self.check.next_button if self.check.isVisible() else self.form.copy_button
        first = next(iter(self.form.rows.values()), None)
        if first is not None and not self.check.isVisible():
            target = first.edit_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_case(self) -> None:
        assert self.desk is not None
        case, shown = self.desk.case(self.case_id), self.desk.row(self.case_id)
        cards = self.desk.clocks(self.case_id)
        can_write = not self.desk.workspace.is_read_only
        self.title.setText(case.title)
        danger = is_reportable(case)
        self.kind.set_status(
            "to-do",
            shown.kind_words,
            icon="siren" if danger else "circle-question-mark",
            tone="danger" if danger else "neutral",
        )
        others = [one for one in self.desk.touched_names(case.id) if one != self.desk.product_name]
        also = tr("also touches {products}", products=", ".join(others)) if others else ""
        parts = [tr("Case {case}", case=case.id), case.versions, also, "" if case.is_open else shown.chip]
        self.caption.setText(", ".join(one for one in parts if one))
        self.case_button.setEnabled(can_write)
        aid = self.desk.aid(self.case_id)
        self.decision.load(case, aid, can_write=can_write)
        self._show_other(case, wants_second=aid.wants_second and can_write)
        self._show_clocks(cards)
        self._show_surprise(cards)
        self._show_form(case, cards)
        if self.check.isVisible():
            self.check.load(self.desk, self.case_id)

    def _show_other(self, case: Case, *, wants_second: bool) -> None:
        """The second case of the event, or the offer to open it."""
        assert self.desk is not None
        other = self.desk.other_case(case.id)
        self.other_button.setVisible(other is not None or wants_second)
        if other is not None:
            self.other_button.setText(tr("Same event: {case}", case=other.words))
            self.other_button.setToolTip(other.title)
        else:
            self.other_button.setText(_SECOND[case.kind])
            self.other_button.setToolTip(
                tr("Awareness, products, versions and what is known are carried over. One step for Undo.")
            )

    def _show_surprise(self, cards: tuple[ClockCard, ...]) -> None:
        point = next((one.surprise for one in cards if one.surprise is not None), None)
        self.surprise.setVisible(point is not None)
        if point is not None:
            cites = ", ".join(one.label for one in point.cites)
            self.surprise.set_content(
                point.title,
                "\n".join((point.text, tr("We count: {reading} ({law})", reading=point.reading, law=cites))),
                tone="warn",
            )

    def _reports(self, cards: tuple[ClockCard, ...]) -> list[ClockCard]:
        """Stages with a clock face: an intermediate report only once somebody asked for one."""
        return [
            one
            for one in cards
            if one.stage != USERS
            and (one.anchor != _REQUESTED or one.started is not None or one.submission is not None)
        ]

    def _show_clocks(self, cards: tuple[ClockCard, ...]) -> None:
        wanted = self._reports(cards)
        is_new = list(self.faces) != [one.stage for one in wanted]
        if is_new:
            for face in self.faces.values():
                self._clocks.removeWidget(face)
                face.hide()
                face.deleteLater()
            self.faces = {}
            for card in wanted:
                face = ClockFace()
                face.chosen.connect(self.show_stage)
                self.faces[card.stage] = face
        for card in wanted:
            self.faces[card.stage].load(card, _short(card))
        if is_new:
            self._place_clocks()

    def _case_width(self) -> int:
        """What a case has of the width, beside the list or alone."""
        return self.width() - (self._left_width if self.splitter.holds_both(self.width()) else 0)

    def _place_clocks(self) -> None:
        count = len(self.faces)
        across = max(1, count)
        least = max((face.room_needed() + 12 for face in self.faces.values()), default=0)
        if count > 3:
            least = max(least, _NARROW_CLOCK)
        if count > 2 and self._case_width() // count < least:
            across = 2
        for column_ in range(4):
            self._clocks.setColumnStretch(column_, 1 if column_ < across else 0)
        for place, face in enumerate(self.faces.values()):
            self._clocks.addWidget(face, place // across, place % across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_clocks()
        narrow = self._case_width() < self.fontMetrics().averageCharWidth() * _NARROW
        for line in (self._users_line, self.decision.line):
            line.set_narrow(narrow)

    def _show_form(self, case: Case, cards: tuple[ClockCard, ...]) -> None:
        assert self.desk is not None
        has_stages = bool(cards)
        in_check = not self.check.isHidden()
        self.form.setVisible(has_stages and not in_check)
        self.decision.setVisible(not in_check)
        users = next((one for one in cards if one.stage == USERS), None)
        self.users.setVisible(users is not None and not in_check)
        if not has_stages:
            return
        reports = self._reports(cards)
        in_brief = _BRIEFLY if len(reports) >= _MANY_STAGES else {}
        stages = [(one.stage, in_brief.get(one.stage) or _short(one)) for one in reports]
        known = [key for key, _title in stages]
        if self.stage not in (*known, USERS):
            waiting = [one.stage for one in self._reports(cards) if one.submission is None]
            self.stage = waiting[0] if waiting else known[-1]
        self.form.load(self.desk, case.id, self.stage, stages)
        if users is not None:
            self._show_users(users)

    def _show_users(self, card: ClockCard) -> None:
        is_open = self.stage == USERS
        done = card.submission is not None
        self._users_title.setText(
            tr("The reports of this case")
            if is_open
            else tr("Users were told")
            if done
            else tr("Also owed: tell affected users, and what they can do")
        )
        self._users_words.setText(
            card.chip
            if done
            else trn(
                "Draft notice: {written} of {n} parts written, not yet recorded as sent by you.",
                "Draft notice: {written} of {n} parts written, not yet recorded as sent by you.",
                card.wanted,
                written=card.filled,
            )
        )
        self._users_words.setVisible(not is_open)
        if card.cites:
            self._users_law.citation = card.cites[0]
            self._users_law.setText(card.cites[0].label)
            self._users_law.setAccessibleName(tr("{law}, explain", law=card.cites[0].label))
        self._users_law.setVisible(bool(card.cites) and not is_open)
        self.notice_button.setText(tr("Back t&o the reports") if is_open else tr("Open n&otice"))
        self.users.setAccessibleName(self._users_title.text())
        self.users.setAccessibleDescription(self._users_words.text())

    def _other_stage(self) -> str:
        if self.stage != USERS:
            return USERS
        return next(iter(self.faces), USERS)

    def show_stage(self, stage: str, *, focus: bool = False) -> None:
        """The form of a stage."""
        self.flush()
        self.leave_check(focus=False)
        self.stage = stage
        self.said.hide()
        self.refresh()
        first = next(iter(self.form.rows.values()), None)
        if focus and first is not None:
            first.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(first, 0, 120)

    # -- the check -------------------------------------------------------------------------------------------

    def start_check(self) -> None:
        """The questions, in place of the form; the clocks stay in sight."""
        if self.desk is None or not self.case_id:
            return
        self.flush()
        self.check.show()
        self.check_shown.emit(True)
        self._show_form(self.desk.case(self.case_id), self.desk.clocks(self.case_id))
        self.check.start(self.desk, self.case_id)
        self._scroll.ensureWidgetVisible(self.check.position, 0, 60)

    def leave_check(self, *, focus: bool = True) -> None:
        """Back to the form."""
        if self.check.isHidden():
            return
        self.check.hide()
        self.check_shown.emit(False)
        if self.desk is not None and self.case_id:
            self.refresh()
            self._scroll.to_top()
        if focus:
            self.decision.check_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start_from_box(self) -> None:
        if self.case_id:
            self.start_check()
        else:
            self.open_case(NOT_SURE)

    # -- actions ---------------------------------------------------------------------------------------------

    def open_case(self, kind: str = "") -> None:
        """Ask what happened and open a case; one that is not sure goes on with the check."""
        from crasuite.ui.dialogs.new_case_dialog import NewCaseDialog

        if self.desk is None or self.desk.workspace.is_read_only:
            return
        self.flush()
        said = NewCaseDialog.ask(self.desk, kind, self)
        if said is None:
            return
        answers = {} if said.answer == said.kind else {"case-kind": said.answer}
        case_id = self.do(
            lambda desk: desk.new_case(
                said.kind,
                said.title,
                aware=said.aware,
                zone=said.zone,
                aware_how=said.aware_how,
                aware_reason=said.aware_reason,
                source=said.source,
                answers=answers,
            )
        )
        if isinstance(case_id, str):
            self.segments.choose(OPEN)
            self._open(case_id)
            if answers:
                self.start_check()
            else:
                self.decision.check_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_second(self) -> None:
        """Open the case for the other kind of event, linked with this one."""
        case_id = self.case_id
        second = self.do(lambda desk: desk.open_second(case_id))
        if isinstance(second, str):
            self.segments.choose(OPEN)
            self._open(second)
            self.decision.check_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_other(self) -> None:
        assert self.desk is not None
        other = self.desk.other_case(self.case_id)
        if other is None:
            self.open_second()
        else:
            self._open(other.id)
            self.other_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_awareness(self) -> None:
        """Say or correct when you became aware."""
        from crasuite.ui.dialogs.awareness_dialog import AwarenessDialog

        if self.desk is None:
            return
        case_id = self.case_id
        said = AwarenessDialog.ask(self.desk, case_id, self)
        if said is not None:
            self.do(
                lambda desk: desk.set_awareness(case_id, said.at, said.zone, how=said.how, reason=said.reason)
            )

    def decide(self) -> None:
        """Keep whether it is reported."""
        from crasuite.ui.dialogs.decide_dialog import DecideDialog

        if self.desk is None:
            return
        case_id = self.case_id
        said = DecideDialog.ask(self.desk, case_id, self)
        if said is not None and self.do(lambda desk: desk.decide(case_id, *said)) is not None:
            self.leave_check()

    def submit(self) -> None:
        """Record that the stage was submitted."""
        from crasuite.ui.dialogs.submission_dialog import SubmissionDialog

        if self.desk is None:
            return
        self.flush()
        case_id, stage = self.case_id, self.stage
        said = SubmissionDialog.ask(self.desk, case_id, stage, self)
        if said is not None:
            self.do(
                lambda desk: desk.submit(
                    case_id,
                    stage,
                    said.at,
                    zone=said.zone,
                    csirt=said.csirt,
                    reference=said.reference,
                    by=said.by,
                    note=said.note,
                    covers=said.covers,
                )
            )

    def _take_back(self, submission_id: str) -> None:
        case_id = self.case_id
        self.do(lambda desk: desk.remove_submission(case_id, submission_id))

    def set_measure(self) -> None:
        """Since when a measure is available; the clock of the final report starts there."""
        self._set_moment(
            "measure_available",
            tr("A measure is available"),
            tr(
                "The first corrective or mitigating measure that users can apply. The final report counts "
                "from there."
            ),
        )

    def set_requested(self) -> None:
        """When the CSIRT asked for an intermediate report."""
        self._set_moment(
            "requested",
            tr("The CSIRT asked for an intermediate report"),
            tr("When the request reached you. Answer without delay, or by the day it names."),
        )

    def _set_moment(self, field: str, title: str, text: str) -> None:
        from crasuite.ui.dialogs.moment_dialog import MomentDialog

        if self.desk is None:
            return
        case_id = self.case_id
        at = MomentDialog.ask(self.desk, case_id, title, text, getattr(self.desk.case(case_id), field), self)
        if at is not None:
            self.do(lambda desk: desk.set_case(case_id, **{field: at}))

    def close_case(self) -> None:
        """Close the case; refused while something of it is due."""
        case_id = self.case_id
        self.do(lambda desk: desk.close_case(case_id))

    def reopen_case(self) -> None:
        """Open the case again."""
        case_id = self.case_id
        if self.do(lambda desk: desk.reopen_case(case_id)) is not None:
            self.segments.choose(OPEN)

    def rename(self) -> None:
        """Give the case another title."""
        from crasuite.ui.dialogs.name_dialog import NameDialog

        if self.desk is None:
            return
        case_id = self.case_id
        name = NameDialog.ask(
            tr("Title of the case"),
            tr("What is it called?"),
            tr("Save"),
            self.desk.case(case_id).title,
            parent=self,
        )
        if name:
            self.do(lambda desk: desk.set_case(case_id, title=name))

    def remove_case(self) -> None:
        """Remove the case after asking; Undo brings it back."""
        from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog

        if self.desk is None:
            return
        case_id = self.case_id
        if ConfirmDialog.ask(
            tr("Remove case {case}?", case=case_id),
            tr("It goes off the list, with its forms. Edit, Undo brings it back."),
            tr("Remove"),
            tr("Keep"),
            self,
        ):
            self.do(lambda desk: desk.remove_case(case_id))

    def _show_menu(self) -> None:
        assert self.desk is not None
        case = self.desk.case(self.case_id)
        menu = QMenu(self)
        menu.addAction(tr("&Title…"), self.rename)
        menu.addAction(tr("When you became &aware…"), self.set_awareness)
        if case.kind is CaseKind.VULNERABILITY:
            menu.addAction(tr("A &measure is available…"), self.set_measure)
        menu.addAction(tr("The CSIRT asked for an &intermediate report…"), self.set_requested)
        if self.desk.other_case(case.id) is None:
            menu.addAction(_SECOND_ITEM[case.kind], self.open_second)
        menu.addSeparator()
        if case.decision is Decision.NO_REPORT or not case.clock_runs:
            menu.addAction(tr("Export “&Not reportable, because”…"), lambda: self.export("docx", "ND"))
        if case.kind is CaseKind.VULNERABILITY:
            menu.addAction(tr("Export the &security advisory…"), lambda: self.export("docx", "SA"))
        menu.addSeparator()
        if case.is_open:
            menu.addAction(tr("&Close the case"), self.close_case)
        else:
            menu.addAction(tr("&Open the case again"), self.reopen_case)
        menu.addAction(tr("&Remove the case…"), self.remove_case)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.case_button.mapToGlobal(QPoint(0, self.case_button.height())))

    # -- papers ----------------------------------------------------------------------------------------------

    def _code(self) -> str:
        assert self.desk is not None
        return self.desk.law.stages[self.stage].document

    def copy(self) -> None:
        """The form as plain text, to paste into the platform."""
        if self.desk is not None:
            self.flush()
            QGuiApplication.clipboard().setText(self.desk.form_text(self.case_id, self.stage))
            self._say(tr("The text is on the clipboard."))

    def export(self, ending: str, code: str = "") -> None:
        """Write a paper; a form written is kept as a draft."""
        from crasuite.ui.dialogs import files

        if self.desk is None:
            return
        self.flush()
        code, case_id = code or self._code(), self.case_id
        papers = ReportingPapers(self.desk.workspace, self.desk.product_id)
        kinds = tr("Word (*.docx)") if ending == "docx" else tr("JSON (*.json)")
        try:
            name = papers.suggested_name(case_id, code, ending)
            path = files.ask_to_save(self, tr("Export"), self._folder() / name, kinds)
            if not path:
                return
            target = path if path.suffix.lower() == f".{ending}" else path.with_name(f"{path.name}.{ending}")
            papers.write(case_id, code, target)
        except UserFacingError as error:
            crash.show_error(error)
            return
        self._export_folder = target.parent
        self.written.emit()
        self._say(tr("Written to {file}.", file=target))

    def _folder(self) -> Path:
        return self._export_folder if self._export_folder.is_dir() else paths.data_dir()

    def preview(self) -> None:
        """The paper as it would be written now."""
        from crasuite.ui.dialogs.paper_dialog import PaperDialog

        if self.desk is None:
            return
        self.flush()
        papers = ReportingPapers(self.desk.workspace, self.desk.product_id)
        try:
            html = papers.html(self.case_id, self._code(), preview_colours())
        except UserFacingError as error:
            crash.show_error(error)
            return
        PaperDialog(self.desk.form(self.case_id, self.stage).title, html, self).exec()

    def keep_draft(self) -> None:
        """Keep the form as it reads now."""
        self.flush()
        case_id, stage = self.case_id, self.stage
        if self.do(lambda desk: desk.keep_draft(case_id, stage)) is not None:
            self._say(tr("The draft is kept. It is listed below the form."))

    def _show_draft(self, draft: Draft) -> None:
        from crasuite.ui.dialogs.text_dialog import TextDialog

        assert self.desk is not None
        titles = {one.id: one for one in self.desk.law.report_fields.values()}
        lines = []
        for field, value in draft.fields.items():
            said = ", ".join(value) if isinstance(value, tuple) else value
            title = titles[field].title if field in titles else field
            lines.append(f"**{title}**\n\n{_plain(said)}\n")
        TextDialog.show_text(tr("Draft {number}", number=draft.number), "\n".join(lines), self)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()


def _short(card: ClockCard) -> str:
    return _TITLES.get(card.stage) or card.title


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|" else letter for letter in text)
