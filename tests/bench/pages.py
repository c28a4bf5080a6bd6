"""From the click to the end of the frame in which the page is painted: screens of the window, pages of the
interview, and the verdict after an answer.

The product is the sample with a filled technical file. Before each round an answer is changed that the class
hangs on, so that nothing worked out for the round before still holds. A first visit builds the page and is
counted apart. A frame counts once all of the page is that of now; what still follows is counted as "all of
it".
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Row
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget, QWizard

from crasuite import paths
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack
from crasuite.ui.pages.documents_page import DocumentsPage

if TYPE_CHECKING:
    from crasuite.ui.main_window import MainWindow

SAMPLE = "smart-door-lock"
SWITCH, VALUES = "other-certificate", ("yes", "no")
"""An answer that is changed before each round."""
ROUNDS = 5
NOW = datetime(2026, 11, 24, 9, 2, tzinfo=UTC)
AIM, WORST = 16.0, 50.0
_PATIENCE = 10.0
_QUIET = 0.012

Times = dict[str, list[tuple[float, float]]]
"""By page: milliseconds to the first frame that shows it, and to the last one."""


class Frames(QObject):
    """Watches a window: when a frame ended in which the wanted widget was painted, and when the last one."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self._wanted: list[QWidget] = []
        self._is_painted = False
        self.first = self.last = 0.0
        window.installEventFilter(self)

    def end(self) -> None:
        for one in self._wanted:
            one.removeEventFilter(self)
        self._window.removeEventFilter(self)

    def wait_for(self, wanted: QWidget | None) -> None:
        """From now on, a frame counts once it paints this widget or a list that covers it; None: each one."""
        for one in self._wanted:
            one.removeEventFilter(self)
        lists = wanted.findChildren(QAbstractScrollArea) if wanted is not None else ()
        self._wanted = [*([wanted] if wanted is not None else ()), *(area.viewport() for area in lists)]
        for one in self._wanted:
            one.installEventFilter(self)
        self.first = self.last = 0.0
        self._is_painted = wanted is None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Paint and watched is not self._window:
            self._is_painted = True
        elif kind == QEvent.Type.UpdateRequest and watched is self._window:
            # Comes when the frame is painted and handed to the screen: nothing else is left to do then.
            QApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
        return False

    def _is_whole(self) -> bool:
        """Not while the documents of the product as it is now are still being made."""
        return not any(isinstance(one, DocumentsPage) and one.file is None for one in self._wanted)

    def customEvent(self, _event: QEvent) -> None:
        if self._is_painted and self._is_whole():
            self.last = time.perf_counter()
            self.first = self.first or self.last


def settle() -> None:
    """Let everything end that goes on after the page shows."""
    from crasuite.ui import jobs

    until = time.perf_counter() + 0.05
    while time.perf_counter() < until:
        QApplication.processEvents()
    jobs.wait_for_all()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # outside of exec() nobody else does


def until_painted(frames: Frames, act: Callable[[], object], target: QWidget | None) -> tuple[float, float]:
    """Milliseconds from the act to the end of the first frame that paints the target, and of the last."""
    settle()
    frames.wait_for(target)
    begin = time.perf_counter()
    act()
    while not frames.first:
        QApplication.processEvents()
        if time.perf_counter() - begin > _PATIENCE:
            raise SystemExit(f"{target!r} was never painted: {act}")
    # The frame may be followed by others: what was put off until the page stood there.
    quiet = time.perf_counter()
    seen = frames.last
    while time.perf_counter() - quiet < _QUIET:
        QApplication.processEvents()
        if frames.last != seen:
            seen, quiet = frames.last, time.perf_counter()
    return (frames.first - begin) * 1000, (frames.last - begin) * 1000


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@contextmanager
def main_window(folder: Path) -> Iterator[MainWindow]:
    from crasuite.ui.main_window import MainWindow
    from crasuite.ui.session import Session
    from crasuite.ui.settings import Settings

    file = folder / "pages.crasuite"
    with Workspace.create(file, load_pack(), clock=lambda: NOW) as workspace:
        workspace.add_sample(SAMPLE)
    settings = Settings(folder / "settings.ini")
    window = MainWindow(settings, Session(settings, lambda: NOW))
    window.show()
    window.start(file)
    while window.session.workspace is None or window.session.is_filling():
        QApplication.processEvents()
    settle()
    yield window
    window.close()
    settle()


def change_answer(workspace: Workspace, product: int, turn: int) -> None:
    """Give the other answer, as the interview does."""
    problem = workspace.interview(product).answer(SWITCH, VALUES[turn % 2])
    assert not problem, problem
    workspace.refresh(product)
    settle()


def of_window(folder: Path) -> tuple[dict[str, float], Times]:
    """First visit and later ones, by screen."""
    from crasuite.ui.product_screens import product_screens

    first: dict[str, float] = {}
    again: Times = {}
    with main_window(folder) as window:
        product = window.listed_products()[0].id
        window.open_product(product)
        frames = Frames(window)
        workspace = window.session.workspace
        assert workspace is not None
        screens = ["home", "overview", *(one.key for one in product_screens()), "history", "deadlines"]
        for turn in range(ROUNDS + 1):
            change_answer(workspace, product, turn)
            for screen in screens:
                act = (
                    partial(window.open_product, product) if screen == "overview" else choose(window, screen)
                )
                spent = until_painted(frames, act, window.page(screen) if turn else None)
                if turn == 0:
                    first[screen] = spent[1]
                else:
                    again.setdefault(screen, []).append(spent)
        frames.end()
    return first, again


def choose(window: MainWindow, screen: str) -> Callable[[], object]:
    """A click in the sidebar; a screen that is in the menu only is opened as the menu does."""
    sidebar = window.sidebar
    model = sidebar.model()
    row = model.place_of(screen)
    if row < 0:
        return partial(window.go, screen)
    place = sidebar.visualRect(model.index(row, 0)).center()
    return partial(
        QTest.mouseClick,
        sidebar.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        place,
    )


def of_interview(folder: Path) -> tuple[dict[str, float], Times]:
    """The same, by question, going on with Next from the first to the result."""
    from crasuite.ui.wizard.interview_wizard import InterviewWizard

    first: dict[str, float] = {}
    again: Times = {}
    with Workspace.create(folder / "interview.crasuite", load_pack(), clock=lambda: NOW) as workspace:
        product = workspace.add_sample(SAMPLE)
        wizard = InterviewWizard(workspace, product.id)
        wizard.open_at()
        settle()
        frames = Frames(wizard)
        for turn in range(ROUNDS + 1):
            wizard.interview.answer(SWITCH, VALUES[turn % 2])
            wizard.open_question(wizard.interview.relevant()[0])
            last = ""
            while wizard.nextId() != -1 and last != wizard.current_question():
                last = wizard.current_question()
                target = wizard.page(wizard.nextId())
                spent = until_painted(
                    frames, partial(click, wizard.button(QWizard.WizardButton.NextButton)), target
                )
                name = wizard.current_question()
                if turn == 0:
                    first[name] = spent[1]
                else:
                    again.setdefault(name, []).append(spent)
        frames.end()
        wizard.close()
        wizard.deleteLater()
        settle()
    return first, again


def of_answers(folder: Path) -> tuple[dict[str, float], Times]:
    """From the click on another answer to the verdict painted beside it, by question with a choice.

    An answer with consequences is asked about first; here the question counts as agreed to.
    """
    from crasuite.ui.widgets.answer_group import AnswerGroup
    from crasuite.ui.wizard.interview_wizard import InterviewWizard
    from crasuite.ui.wizard.question_page import QuestionPage

    again: Times = {}
    with Workspace.create(folder / "answers.crasuite", load_pack(), clock=lambda: NOW) as workspace:
        product = workspace.add_sample(SAMPLE)
        wizard = InterviewWizard(workspace, product.id)
        wizard.open_at()
        settle()
        frames = Frames(wizard)
        for question in wizard.interview.relevant():
            wizard.open_question(question)
            page = wizard.currentPage()
            assert isinstance(page, QuestionPage)
            group = page.findChild(AnswerGroup)
            if group is None or wizard.interview.pack.questions[question].type not in ("yes-no", "choice"):
                continue
            page._confirm = lambda _question, _value: True
            given = wizard.interview.value(question)
            others = [card for card in group.cards if card.value != given]
            for _turn in range(ROUNDS):
                for card in (others[0], group.card(given)):
                    assert card is not None
                    area = page.scroll_area
                    area.ensureWidgetVisible(card)
                    settle()
                    spent = until_painted(frames, partial(click, card.button), wizard.panel)
                    again.setdefault(question, []).append(spent)
        frames.end()
        wizard.close()
        wizard.deleteLater()
        settle()
    return {}, again


def _row(name: str, ms: float, aim: float | None = None) -> Row:
    return Row(name, "ms", ms, aim=aim, aim_is_ratio=False)


def _prepare() -> None:
    from crasuite.ui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for file in sorted((paths.resources_dir() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    app.setFont(QFont("Inter", 10))
    theme.apply(app, "light")


MEASURES = (
    ("screen of the window, gone to", of_window),
    ("page of the interview, gone to", of_interview),
    ("verdict after an answer", of_answers),
)


def rows() -> list[Row]:
    _prepare()
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        for title, measure in MEASURES:
            first, again = measure(Path(name))
            shown = {page: statistics.median(one for one, _ in figures) for page, figures in again.items()}
            whole = {page: statistics.median(all_ for _, all_ in figures) for page, figures in again.items()}
            worst = max(shown, key=lambda page: shown[page])
            found += [
                _row(f"{title} (median of {len(shown)})", statistics.median(shown.values()), AIM),
                _row(f"{title} (worst: {worst})", shown[worst], WORST),
                _row(f"{title}, all of it (median)", statistics.median(whole.values())),
            ]
            if first:
                slowest = max(first, key=lambda page: first[page])
                found += [
                    _row(f"{title}, first visit (median)", statistics.median(first.values())),
                    _row(f"{title}, first visit (worst: {slowest})", first[slowest]),
                ]
    return found


if __name__ == "__main__":
    _prepare()
    with tempfile.TemporaryDirectory() as name:
        for _title, measure in MEASURES:
            first, again = measure(Path(name))
            for page, figures in again.items():
                shown, whole = (statistics.median(one) for one in zip(*figures, strict=True))
                print(f"{page:32} {shown:7.1f}  all of it {whole:7.1f}  first {first.get(page, 0):7.1f}")
