"""Walks all there is in a process of its own, no larger than a small screen has room for.

`python -m tests.ui.twice FOLDER LANGUAGE POINTS SPACING PART…`: letters of so many points and so many percent
of the usual distance; parts are `screens`, `dialogs` and `interview`. The scale comes with `QT_SCALE_FACTOR`.
Prints one fault a line, with a picture of its window in the folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QScrollArea, QWidget

from crasuite import language, paths
from crasuite.ui import jobs, theme
from crasuite.ui.drill_window import DrillWindow
from crasuite.ui.main_window import MainWindow
from crasuite.ui.session import Session
from crasuite.ui.settings import Settings
from crasuite.ui.small_screen import SmallScreen
from crasuite.ui.wizard.interview_wizard import InterviewWizard
from tests.ui import checks
from tests.ui.every_window import PAGES, SMALL_SCREEN, UNSURE, dialogs, screens
from tests.ui.main_windows import NOW


def out_of_reach(window: QWidget) -> list[str]:
    """Texts and controls beyond the edges of the window, which no scrolling brings in."""
    found = []
    stops = checks.focusable(window)
    for widget in window.findChildren(QWidget):
        is_text = isinstance(widget, (QLabel, QAbstractButton)) and widget.text()
        if not widget.isVisible() or not (is_text or widget in stops) or checks.is_inner(widget):
            continue
        holder = widget.parentWidget()
        while not holder.isWindow() and not isinstance(holder, QAbstractScrollArea):
            holder = holder.parentWidget()
        box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        if holder.isWindow() and not window.rect().contains(box):
            found.append(f"{checks.describe(widget)} at {box.getCoords()}")
    return found


def unscrollable(window: QWidget) -> list[str]:
    """Areas whose content is larger than they are, and that have no bar for it."""
    found = []
    for area in window.findChildren(QScrollArea):
        inner, view = area.widget(), area.viewport()
        if area.isVisible() and inner is not None:
            is_cut = inner.width() > view.width() and not area.horizontalScrollBar().isVisible()
            is_short = inner.height() > view.height() and not area.verticalScrollBar().isVisible()
            if is_cut or is_short:
                found.append(f"{area.accessibleName()}: {inner.size()} in {view.size()}")
    return found


def faults(window: QWidget, place: str, folder: Path) -> Iterator[str]:
    """What is cut or cannot be got to."""
    while jobs.running():
        QApplication.processEvents()
    checks.lay_out(window)
    window.resize(window.size().boundedTo(SMALL_SCREEN))
    checks.lay_out(window)
    if window.width() > SMALL_SCREEN.width() or window.height() > SMALL_SCREEN.height():
        yield f"{place}: {window.width()}×{window.height()} is larger than a small screen"
    looks: dict[str, Callable[[QWidget], list[str]]] = {
        "cut": checks.clipped,
        "painted": checks.cut_words,
        "heading": checks.cut_headings,
        "over the edge": checks.outside,
        "not to be scrolled": unscrollable,
        "out of reach": out_of_reach,
        "too small": checks.small_targets,
    }
    found = [f"{place}: {fault}: {one}" for fault, look in looks.items() for one in look(window)]
    if found:
        window.grab().save(str(folder / f"{place}.png"))
    yield from found


def through_dialogs(window: MainWindow, folder: Path) -> Iterator[str]:
    """Every dialog, and the window of a drill."""
    for name, make in dialogs(window).items():
        dialog = make()
        dialog.show()
        dialog.activateWindow()
        yield from faults(dialog, name, folder)
        if isinstance(dialog, DrillWindow):
            dialog.throw_away()
        else:
            dialog.close()
            dialog.deleteLater()


def through_the_screens(window: MainWindow, folder: Path) -> Iterator[str]:
    """Every screen of the main window, and the explanation beside the last one."""
    window.resize(SMALL_SCREEN)
    for screen in screens():
        window.go(screen)
        yield from faults(window, f"screen-{screen}", folder)
    window.explain_focus()
    yield from faults(window, "screen-explanation", folder)
    window.dock.close()


def through_the_interview(window: MainWindow, folder: Path) -> Iterator[str]:
    """A page of each kind, and the explanation beside them."""
    window.open_interview()
    wizard = next(one for one in QApplication.topLevelWidgets() if isinstance(one, InterviewWizard))
    wizard.resize(SMALL_SCREEN)
    for question in PAGES:
        if question == UNSURE:
            wizard.interview.answer(UNSURE, "not-sure")
        wizard.open_question(question)
        yield from faults(wizard, f"interview-{question}", folder)
    wizard.explain_step()
    yield from faults(wizard, "interview-explanation", folder)
    wizard.close()


PARTS = {
    "screens": through_the_screens,
    "dialogs": through_dialogs,
    "interview": through_the_interview,
}


def main(folder: Path, code: str, points: int, spacing: int, parts: list[str]) -> None:
    """Make a window on an example, and say what is wrong."""
    app = QApplication([])
    for file in sorted((paths.resources_dir() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    letters = QFont("Inter", points)
    letters.setLetterSpacing(QFont.SpacingType.PercentageSpacing, spacing)
    app.setFont(letters)
    small_screen = SmallScreen(app)
    theme.apply(app, "light")
    language.use_language(code)
    settings = Settings(folder / "settings.ini")
    window = MainWindow(settings, Session(settings, lambda: NOW))
    window.show()
    window.start(folder / "twice.crasuite")
    assert window.session.workspace is not None
    window.session.workspace.add_sample("smart-door-lock")
    while jobs.running():
        QApplication.processEvents()
    window.open_product(window.listed_products()[0].id)
    for part in parts:
        for one in PARTS[part](window, folder):
            print("FAULT", one)
    print("WALKED", window.devicePixelRatioF(), small_screen.parent() is app)
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
