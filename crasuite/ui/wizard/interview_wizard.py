"""The interview window: a QWizard with pages made from the rule pack, in the order the interview decides.

Not modal, one per product. Nothing has to be saved by hand: Cancel is gone, "Save and close" only closes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QDialog, QPushButton, QStackedWidget, QWidget, QWizard

from crasuite.errors import StoreError
from crasuite.interview.change_preview import impact_of
from crasuite.interview.interview import RESULT
from crasuite.interview.product_summary import icon_of, type_line
from crasuite.interview.questions import question_view
from crasuite.interview.standing import standing_of
from crasuite.interview.steps import steps_of
from crasuite.interview.views import Cite
from crasuite.interview.workspace import Workspace
from crasuite.language import tr
from crasuite.ui.announce import announce
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.banner import Banner
from crasuite.ui.widgets.build import enlarged, height_on_screen
from crasuite.ui.wizard.explanation import Explanation
from crasuite.ui.wizard.impact_dialog import ImpactDialog
from crasuite.ui.wizard.question_desk import QuestionDesk
from crasuite.ui.wizard.question_page import QuestionPage
from crasuite.ui.wizard.result_page import ResultPage
from crasuite.ui.wizard.standing_panel import StandingPanel
from crasuite.ui.wizard.step_list import StepList
from crasuite.ui.wizard.unsaved_dialog import AGAIN, CLOSE, UnsavedDialog

Page = QuestionPage | ResultPage
Pages = list[tuple[str, str]]
"""Titles and addresses of pages of the help."""
_DESK = 0
"""Id of the wizard's page with the questions; the questions themselves are counted from 1."""
_PANEL_WIDTH, _WIDEST_PANEL = 270, 460
_QUIET_MS = 10
"""So long after a page was painted, the window has time for the next."""
_ROOM_FOR_PANEL = 1200
"""From this width on, more with larger letters, the verdict panel stands beside the question by itself."""


class InterviewWizard(QWizard):
    """Draws the interview of one product.

    QWizard itself goes between two pages: the one with the questions, and the result. Which question is shown
    and the way there are kept here, so ids and pages are those of the questions and the result.

    Emits `answers_changed(product id)` after each answer, `closed(product id)` when the window was closed,
    and `workspace_wanted(product id)` for "Open workspace". The workspace's own listeners are told when the
    window loses the focus or is closed. `set_save_copy` gives the banner about an unsaved answer a second way
    out.
    """

    answers_changed = Signal(int)
    closed = Signal(int)
    workspace_wanted = Signal(int)
    caution_wanted = Signal()
    help_wanted = Signal(str)
    """Address of a page of the help; empty for the one on the interview."""
    search_wanted = Signal()

    def __init__(self, workspace: Workspace, product_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.interview = interview = workspace.interview(product_id)
        self._is_dirty = self._is_telling = False
        self._wants_panel: bool | None = None
        self._moving = False
        self._number = -1
        self._path: list[int] = []
        """Ids of the pages behind the one shown, and its own at the end."""
        self._is_closed = False
        self._pages_on: Callable[[str], Pages] = lambda _about: []
        self.setWindowFlag(Qt.WindowType.Window, True)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOptions(
            QWizard.WizardOption.NoCancelButton
            | QWizard.WizardOption.HaveHelpButton
            | QWizard.WizardOption.HaveCustomButton1
            | QWizard.WizardOption.IndependentPages
        )
        self.setMinimumSize(1080, 640)
        self.resize(1280, height_on_screen(self, 800))
        self._ids = {question: number for number, question in enumerate(interview.pack.questions, 1)}
        self._result_id = len(self._ids) + 1
        self._questions = {number: question for question, number in self._ids.items()}
        self.steps = StepList(icon_of(interview.values()))
        self.steps.step_chosen.connect(self.open_question)
        self.setSideWidget(self.steps)
        self._is_to_look_ahead = False
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_QUIET_MS)
        self._ahead.timeout.connect(self._look_ahead)
        self._make_side()
        self._make_pages()
        self._make_buttons()
        self._make_shortcuts()
        self.open_question(interview.first_open() or RESULT)

    # Building

    def _make_side(self) -> None:
        self.panel = StandingPanel()
        self.panel.caution_wanted.connect(self.caution_wanted)
        self.explanation = Explanation()
        self.explanation.closed.connect(self._close_explanation)
        self.explanation.help_wanted.connect(self.help_wanted)
        self._explained_from: QWidget | None = None
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.side.addWidget(self.explanation)
        self.banner = Banner(tone="danger")
        self.retry_button = self.banner.add_button(tr("Try again"), self._retry)
        self.copy_button = self.banner.add_button(
            tr("Save a copy…"), lambda: self._save_copy and self._save_copy()
        )
        self._save_copy: Callable[[], object] | None = None
        self.copy_button.setVisible(False)
        self.banner.setVisible(False)

    def set_save_copy(self, save_copy: Callable[[], object]) -> None:
        """What "Save a copy…" does when an answer could not be saved."""
        self._save_copy = save_copy
        self.copy_button.setVisible(True)

    def set_help(self, pages_on: Callable[[str], Pages]) -> None:
        """How to find pages of the help on a citation, or on a text."""
        self._pages_on = pages_on

    def _make_pages(self) -> None:
        self.desk = QuestionDesk()
        self.setPage(_DESK, self.desk)
        self._question_pages: dict[int, QuestionPage] = {}
        for question, number in self._ids.items():
            page = QuestionPage(self.interview, question, self._confirm)
            page.edited.connect(self._edited)
            self._wire(page)
            self.desk.add(page)
            self._question_pages[number] = page
        self.result_page = ResultPage(self.interview)
        self._wire(self.result_page)
        self.setPage(self._result_id, self.result_page)
        self.setStartId(_DESK)
        # The panel stands over all pages, which leave room for it: moved from page to page it would be
        # styled anew each time, which takes longer than anything else about going on.
        self._ground = self.result_page.parentWidget()
        self.side.setParent(self._ground)
        self._ground.installEventFilter(self)

    def _wire(self, page: Page) -> None:
        page.explain.connect(self.explain)
        page.go_to.connect(self.open_question)
        page.announced.connect(self._announce)

    def _make_buttons(self) -> None:
        kinds = QWizard.WizardButton
        for kind, text in (
            (kinds.HelpButton, tr("&Explain this step")),
            (kinds.CustomButton1, tr("Save and c&lose")),
            (kinds.BackButton, tr("&Back")),
            (kinds.NextButton, tr("Ne&xt")),
            (kinds.FinishButton, tr("Open &workspace")),
        ):
            self.setButtonText(kind, text)
            button = self.button(kind)
            button.setMinimumWidth(88)
            button.setAccessibleName(text.replace("&", ""))
        self.setButtonLayout(
            [
                kinds.HelpButton,
                kinds.Stretch,
                kinds.CustomButton1,
                kinds.BackButton,
                kinds.NextButton,
                kinds.FinishButton,
            ]
        )
        for kind in (kinds.NextButton, kinds.FinishButton):
            set_role(self.button(kind), "primary")
            # Default because the page says so, not because it has the focus: else each step would make it one
            # twice over, and each time all widgets of all pages are looked through for others.
            if isinstance(primary := self.button(kind), QPushButton):
                primary.setAutoDefault(False)
        self.helpRequested.connect(self.explain_step)
        self.customButtonClicked.connect(lambda _which: self.close())
        for kind, slot in ((kinds.NextButton, self.next), (kinds.BackButton, self.back)):
            self.button(kind).clicked.disconnect()
            self.button(kind).clicked.connect(slot)
        self.button(kinds.FinishButton).clicked.connect(self._finished)

    def _make_shortcuts(self) -> None:
        for keys, slot in (
            ("F1", self.explain_focused),
            ("Shift+F1", partial(self.help_wanted.emit, "")),
            ("Ctrl+K", self.search_wanted.emit),
            ("F9", self.toggle_panel),
            ("F6", lambda: self._next_region(1)),
            ("Shift+F6", lambda: self._next_region(-1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        # A text field with the focus keeps its own undo.
        for standard, step in (
            (QKeySequence.StandardKey.Undo, self.workspace.undo),
            (QKeySequence.StandardKey.Redo, self.workspace.redo),
        ):
            shortcut = QShortcut(self)
            shortcut.setKeys(standard)
            shortcut.activated.connect(partial(self._step, step))

    def _step(self, step: Callable[[], object]) -> None:
        """Undo or redo an answer, as the main window does."""
        if isinstance(page := self.currentPage(), QuestionPage):
            page.collect()
        try:
            step()
        except StoreError as problem:
            announce(self, str(problem))
            self.banner.set_content(problem.what, f"{problem.why} {problem.next_step}".strip(), tone="danger")
            self._show_banner(True)

    # Moving

    def open_at(self, question: str = "") -> None:
        """Show the window at a question, or where the interview was left."""
        self._is_closed = False
        self.workspace.on_change(self._workspace_changed)
        wanted = question if question in self._ids or question == RESULT else ""
        self.open_question(wanted or self.interview.first_open() or RESULT)
        self.refresh()
        if self.isVisible():
            self.raise_()
        self.show()
        self.activateWindow()

    def current_question(self) -> str:
        """The question shown, or `result`."""
        return self._questions.get(self._number, RESULT)

    def currentId(self) -> int:
        return self._number

    def currentPage(self) -> Page:
        return self.page(self._number)

    def page(self, number: int) -> Page:
        return self._question_pages.get(number, self.result_page)

    def visitedIds(self) -> list[int]:
        return list(self._path)

    def nextId(self) -> int:
        question = self._questions.get(self._number)
        if question is None:
            return -1
        following = self.interview.next_after(question)
        return self._ids[following] if following else self._result_id

    def validateCurrentPage(self) -> bool:
        return self._moving or self.currentPage().validatePage()

    def next(self) -> None:
        """Asks for an answer if there is none, then shows what comes next."""
        if not self.validateCurrentPage():
            return
        target = self.nextId()
        if target == -1:
            return
        if target in self._path or target < self._number:
            self.open_question(self._questions.get(target, RESULT))
        else:
            self._follow([*self._path, target])

    def back(self) -> None:
        """The page this one was reached from."""
        if len(self._path) > 1:
            self._follow(self._path[:-1])

    def open_question(self, question: str) -> None:
        """Show a question (or `result`) as if the user had come to it on the path, so that Back works."""
        if self._path and self.current_question() == question:
            return
        if isinstance(page := self.currentPage(), QuestionPage):
            page.collect()
        target = self._ids.get(question, self._result_id)
        before = [
            self._ids[one]
            for one in self.interview.relevant()
            if self._ids[one] < target and self.interview.value(one) is not None
        ]
        self._follow([*before, target])

    def _follow(self, path: list[int]) -> None:
        """Show the page at the end of a path."""
        self._path, self._number = path, path[-1]
        page, before = self.currentPage(), self.desk.shown
        self._close_explanation(refocus=False)
        page.load()
        self._place_panel()
        if page is not self.result_page:
            self.desk.lay_out(page)
        self._moving = True
        if super().currentId() == -1:
            self.restart()
        self.setCurrentId(self._result_id if page is self.result_page else _DESK)
        self._moving = False
        self.button(QWizard.WizardButton.BackButton).setEnabled(len(path) > 1)
        self._show_banner(not self.banner.isHidden())
        self.setWindowTitle(
            tr(
                "{page} – {product} – CRA Suite",
                page=page.accessibleName(),
                product=self.interview.product_name,
            )
        )
        self._refresh()
        final = self.button(QWizard.WizardButton.FinishButton)
        give_focus = final.setFocus if page is self.result_page else page.initial_focus
        if self.isVisible():
            give_focus()
        else:
            # A window that comes up puts the focus elsewhere first.
            QTimer.singleShot(0, self, give_focus)
        if before is not None and before is not self.desk.shown:
            before.hide()
        self._wait_for_paint()

    def _wait_for_paint(self) -> None:
        """Look ahead once the page as it is now has been painted."""
        self._ahead.stop()
        self._is_to_look_ahead = True

    def _look_ahead(self) -> None:
        """While the question is read, work out what each answer to the one after it would change."""
        if not self.isVisible() or (following := self._questions.get(self.nextId())) is None:
            return
        question_view(self.interview, following)
        standing_of(self.interview, following)

    def _next_region(self, step: int) -> None:
        page = self.currentPage()
        regions: list[QWidget] = [self.steps, self.side, self.button(QWizard.WizardButton.NextButton)]
        if page is not None:
            regions.insert(1, page)
        focus = self.focusWidget()
        here = max(
            (
                place
                for place, region in enumerate(regions)
                if focus is region or region.isAncestorOf(focus or self)
            ),
            default=0,
        )
        if focus is not None and self.side.isAncestorOf(focus):
            here = regions.index(self.side)
        for offset in range(1, len(regions) + 1):
            region = regions[(here + step * offset) % len(regions)]
            if isinstance(region, (QuestionPage, ResultPage)):
                region.initial_focus()
                return
            target = region if isinstance(region, QPushButton) else _first_focusable(region)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # Answers

    def _confirm(self, question: str, value: Any) -> bool:
        """Ask before an earlier answer is changed with consequences."""
        impact = impact_of(self.interview, question, value)
        return impact.is_empty or ImpactDialog.ask(impact, self)

    def _edited(self) -> None:
        self._is_dirty = True
        self._refresh()
        self._wait_for_paint()
        self.answers_changed.emit(self.interview.product_id)

    def _refresh(self) -> None:
        current = self.current_question()
        values = self.interview.values()
        self.steps.set_product(
            self.interview.product_name, type_line(self.workspace.pack, values), icon_of(values)
        )
        answered = len(self.interview.assessment.used_answers())
        self.steps.set_steps(steps_of(self.interview, current), answered, self.interview.at_most_left())
        standing = standing_of(self.interview, current)
        self.panel.show_standing(standing)
        self.steps.set_verdict(standing.headline, standing.tone)
        self._show_saved()

    def refresh(self) -> None:
        """Show the page again, for example after undo."""
        page = self.currentPage()
        if isinstance(page, (QuestionPage, ResultPage)):
            page.load()
        self._refresh()

    def _show_saved(self) -> None:
        is_saved = self.interview.is_saved
        self.steps.set_saved(self.interview.save_words(), is_saved)
        problem = self.interview.save_problem
        if problem is not None:
            self.banner.set_content(
                self.interview.save_words() + ".",
                tr(
                    "{what} {why} Your last answers are held in memory. {next_step}",
                    what=problem.what,
                    why=problem.why,
                    next_step=problem.next_step,
                ),
                tone="danger",
            )
            if self.banner.isHidden():
                announce(self, tr("{what} Your last answers are held in memory.", what=problem.what))
        self._show_banner(problem is not None)

    def _retry(self) -> None:
        self.interview.retry()
        self._show_saved()

    # Explaining

    def explain(self, cite: object) -> None:
        """Explain a citation beside the question."""
        if isinstance(cite, Cite):
            self.explanation.explain_cite(cite, self._pages_on(cite.id))
            self._open_explanation()

    def explain_step(self) -> None:
        """Explain the question on screen: why it is asked, what decides, where it stands."""
        page = self.currentPage()
        if not isinstance(page, QuestionPage):
            self.explanation.explain_question(
                tr("Your result"),
                (
                    (
                        tr("What you see"),
                        tr("The verdict follows from your answers and the law on today's date."),
                    ),
                    (
                        tr("Open points"),
                        tr("They stay visible in every document until somebody settles them."),
                    ),
                ),
                (),
                self._pages_on("verdict"),
            )
            self._open_explanation()
            return
        view = question_view(self.interview, page.question)
        self.explanation.explain_question(
            view.text,
            (
                (tr("Why we ask"), view.why),
                (tr("What decides"), view.decides),
                (tr("Who may know"), view.who_can_tell),
                (tr("If you are not sure"), tr("Say so. It stays an open point and never counts as a no.")),
            ),
            view.cites,
            self._pages_on(f"{view.text} {view.why}"),
        )
        self._open_explanation()

    def explain_item(self, title: str, text: str, cites: Sequence[Cite], pages: Pages) -> None:
        """Explain something the search found, beside the question."""
        self.explanation.explain_question(
            title, [("", line) for line in text.splitlines() if line.strip()], cites, pages
        )
        self._open_explanation()

    def explain_focused(self) -> None:
        """F1: explain what has the focus, a citation or else the step."""
        focus = self.focusWidget()
        cite = getattr(focus, "citation", None)
        if isinstance(cite, Cite):
            self.explain(cite)
        else:
            self.explain_step()

    def _open_explanation(self) -> None:
        if self.side.currentWidget() is not self.explanation:
            self._explained_from = self.focusWidget()
        self.side.setVisible(True)
        self.side.setCurrentWidget(self.explanation)
        self._place_panel()
        self.explanation.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_explanation(self, refocus: bool = True) -> None:
        if self.side.currentWidget() is not self.explanation:
            return
        self.side.setCurrentWidget(self.panel)
        self._fit_panel()
        if refocus and self._explained_from is not None:
            self._explained_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._explained_from = None

    def toggle_panel(self) -> None:
        """F9: fold the panel away, or bring it back."""
        self._close_explanation()
        self._wants_panel = not self.side.isVisible()
        self._fit_panel()

    def _fit_panel(self) -> None:
        """A narrow window gives the panel's room to the question; the headline then stands with the steps."""
        wanted = (
            self.width() >= enlarged(self, _ROOM_FOR_PANEL)
            if self._wants_panel is None
            else self._wants_panel
        )
        self.side.setVisible(wanted or self.side.currentWidget() is self.explanation)
        self.steps.show_verdict(not wanted)
        self._place_panel()

    def _place_panel(self) -> None:
        """At the right of the page, which leaves room for it."""
        shown = not self.side.isHidden()
        width = min(enlarged(self, _PANEL_WIDTH), _WIDEST_PANEL)
        page = self.currentPage()
        if isinstance(page, (QuestionPage, ResultPage)):
            page.keep_room(width if shown else 0)
        layout = self._ground.layout()
        if shown and layout is not None:
            place = self._ground.contentsRect().marginsRemoved(layout.contentsMargins())
            self.side.setGeometry(place.right() + 1 - width, place.y(), width, place.height())

    def _show_banner(self, shown: bool) -> None:
        page = self.currentPage()
        if shown and isinstance(page, (QuestionPage, ResultPage)):
            page.show_banner(self.banner)
        self.banner.setVisible(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._ground and event.type() == QEvent.Type.Resize:
            self._place_panel()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panel()

    def _announce(self, text: str) -> None:
        announce(self, text)

    # Closing

    def reject(self) -> None:
        """Escape closes the explanation and nothing else; the window is closed by its buttons."""
        self._close_explanation()

    def done(self, result: int) -> None:
        """Finish was pressed; the window closes by `closeEvent`."""

    def _finished(self) -> None:
        if self.close():
            self.workspace_wanted.emit(self.interview.product_id)

    def closeEvent(self, event: QCloseEvent) -> None:
        if isinstance(page := self.currentPage(), QuestionPage):
            page.collect()
        if not self.interview.is_saved and not self.interview.retry() and not self._may_close_unsaved():
            self._show_saved()
            event.ignore()
            return
        event.accept()
        # Out of sight before the verdicts are worked out: keys pressed meanwhile belong to the main window.
        self.hide()
        self._tell_workspace()
        self.workspace.off_change(self._workspace_changed)
        if not self._is_closed:
            self._is_closed = True
            self.closed.emit(self.interview.product_id)

    def _may_close_unsaved(self) -> bool:
        """True once all is saved after all, or when the user closes without it."""
        while (problem := self.interview.save_problem) is not None:
            choice = UnsavedDialog.ask(problem, self.interview.unsaved(), self)
            if choice != AGAIN:
                return choice == CLOSE
            self.interview.retry()
        return True

    def _tell_workspace(self) -> None:
        if self._is_dirty:
            self._is_dirty = False
            self._is_telling = True
            self.workspace.refresh(self.interview.product_id)
            self._is_telling = False

    def _workspace_changed(self, product_ids: Collection[int]) -> None:
        """Undo, redo or a new name from the main window."""
        if self.interview.product_id in product_ids and not self._is_telling:
            self.refresh()

    def event(self, event: QEvent) -> bool:
        # QWizard answers a change of style by setting it on every page and rebuilding its layout, in the
        # midst of the walk through all widgets: a crash. One style sheet serves all; nothing is lost.
        if event.type() == QEvent.Type.StyleChange:
            return QDialog.event(self, event)
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and self._is_to_look_ahead:
            self._is_to_look_ahead = False
            self._ahead.start()
        return done

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            page = self.currentPage()
            if isinstance(page, QuestionPage) and not self._moving:
                page.collect()
            self._tell_workspace()


def _first_focusable(region: QWidget) -> QWidget | None:
    for child in region.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled():
            return child
    return None
