"""Starts the window: crash net, settings, look, window first, file after it shows, law after that."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from crasuite import __version__, paths
from crasuite.language import ENGLISH, LANGUAGES, tr, use_language
from crasuite.ui import crash, garbage, theme
from crasuite.ui.main_window import MainWindow
from crasuite.ui.settings import Settings

BENCH_EXIT = "CRASUITE_BENCH_EXIT"
"""Set, the program prints "usable" once the window can be used and "verdicts" once all of them show.

It ends after the word it is set to, or after the first one when it is set to 1.
"""

_WAIT_FOR_DIALOG = 300  # ms until it is looked again whether a dialog is still open


def main(path: str | None) -> int:
    """Open the window with a workspace, or with what was open last. Returns the exit code."""
    gc.disable()  # hardly anything made for the start is garbage; see `_start`
    app, is_new = _application()
    earlier = crash.install()
    settings = Settings()
    if not is_new:
        theme.complete(app)
    theme.choose(app, settings.appearance())  # type: ignore[arg-type]
    speak(app, settings.language())
    window = _open(app, settings, Path(path).absolute() if path else None)
    if until := os.environ.get(BENCH_EXIT):
        for word, reached in (("usable", window.usable), ("verdicts", window.session.rows_done)):
            reached.connect(partial(_say, word, window if until in (word, "1") else None))
        # Nobody is there to close a dialog.
        crash.set_presenter(lambda error, report: _give_up(f"{error} [{error.code}]\n{report}"))
    elif earlier:
        window.usable.connect(lambda: _tell_of_crash(earlier))
    code = app.exec()
    crash.leave_cleanly()
    return code


def _complete(app: QApplication) -> None:
    """What the first screen can do without."""
    from crasuite.store import passing_copy
    from crasuite.ui import heading_role
    from crasuite.ui.small_screen import SmallScreen

    theme.complete(app)
    heading_role.install()
    SmallScreen(app)
    passing_copy.remove_left_behind()


_words: list[QTranslator] = []
"""What words Qt's own dialogs now. Searching the application's children for it would make their classes."""


def speak(app: QApplication, chosen: str) -> None:
    """Have the window and Qt's own dialogs speak a language; "system" is that of the computer, if known."""
    names = QLocale.system().uiLanguages() if chosen == "system" else [chosen]
    codes = (name.replace("_", "-").partition("-")[0] for name in names)
    code = next((code for code in codes if code in LANGUAGES), ENGLISH)
    use_language(code)
    while _words:
        app.removeTranslator(_words.pop())
    QLocale.setDefault(QLocale.system() if code == ENGLISH else QLocale(code))
    if code != ENGLISH:
        words = QTranslator()
        if words.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(words)
            _words.append(words)


def _open(app: QApplication, settings: Settings, path: Path | None) -> MainWindow:
    """A window that shows at once and opens the file after that."""
    window = MainWindow(settings)
    theme.dress(app)
    window.usable.connect(lambda: QTimer.singleShot(0, partial(_complete, app)))
    window.language_chosen.connect(partial(_speak_anew, app, window))
    window.show()
    start = _AfterFirstPaint(window, partial(_start, window, path))
    window.installEventFilter(start)
    # The rule pack stays as well; walking over it while verdicts come would hold up the window.
    window.session.pack_loaded.connect(gc.freeze)
    return window


def _speak_anew(app: QApplication, window: MainWindow, chosen: str) -> None:
    """Close the window and open it again in another language; it stays while a file is being written."""
    path = window.session.file.path if window.session.file is not None else None
    app.setQuitOnLastWindowClosed(False)
    try:
        if window.close():
            if isinstance(app, _Application):
                app.window = None
            speak(app, chosen)
            window.deleteLater()
            _open(app, window.settings, path)
    finally:
        app.setQuitOnLastWindowClosed(True)


def _application() -> tuple[QApplication, bool]:
    """The application, and whether it was made here."""
    QCoreApplication.setOrganizationName("CRA Suite")
    QCoreApplication.setApplicationName("CRA Suite")
    QCoreApplication.setApplicationVersion(__version__)
    app = QApplication.instance()
    is_new = app is None
    # Asked for as an argument: `setStyle` hands the style to Python, which takes longer than making it.
    app = app or _Application([*sys.argv[:1], "-style", "Fusion"])
    assert isinstance(app, QApplication)
    # No display name: Qt would add it to every title, behind a dash of another kind than ours.
    app.setQuitOnLastWindowClosed(True)
    return app, is_new


class _Application(QApplication):
    """Opens the files that macOS hands over as events, where other systems name them on the command line.

    One may come before the window can open it, or while a dialog asks something about the present file. This
    is no event filter, since Qt would show that every event of every widget.
    """

    window: MainWindow | None = None  # once it has opened its first file
    handed_over: Path | None = None  # what waits to be opened

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent) and event.file():
            self.handed_over = Path(event.file())
            self.open_handed_over()
            return True
        return super().event(event)

    def open_handed_over(self) -> None:
        if self.window is None or self.handed_over is None:
            return
        if self.activeModalWidget() is not None:
            QTimer.singleShot(_WAIT_FOR_DIALOG, self.open_handed_over)
            return
        path, self.handed_over = self.handed_over, None
        present = self.window.session.file
        if present is None or not (path.exists() and path.samefile(present.path)):
            self.window.files.open_file(path)
        self.window.raise_()
        self.window.activateWindow()


class _AfterFirstPaint(QObject):
    """Runs something once, after the window was painted for the first time."""

    def __init__(self, window: MainWindow, action) -> None:  # type: ignore[no-untyped-def]
        super().__init__(window)
        self._action = action

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._action is not None:
            action, self._action = self._action, None
            watched.removeEventFilter(self)
            QTimer.singleShot(0, action)
        return False


def _start(window: MainWindow, path: Path | None) -> None:
    app = QApplication.instance()
    is_ours = isinstance(app, _Application)
    try:
        if is_ours and app.handed_over is not None:
            path, app.handed_over = app.handed_over, None
        is_new = path is not None and not path.exists()
        window.start(path)
        if path is not None and is_new and window.session.file is not None:
            window.tell_new(path)
    finally:
        if is_ours:
            app.window = window
            app.open_handed_over()  # what came meanwhile
        gc.freeze()
        garbage.keep_to_this_thread()


def _say(word: str, leave: MainWindow | None) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
    if leave is not None:
        leave.close()
        QApplication.quit()


def _give_up(message: str) -> None:
    sys.stderr.write(message)
    QApplication.exit(1)


def _tell_of_crash(report: str) -> None:
    from crasuite.errors import InternalError
    from crasuite.ui.dialogs.error_dialog import ErrorDialog

    ErrorDialog.ask(
        InternalError(
            "UI-98",
            tr("CRA Suite ended unexpectedly last time."),
            tr("Every answer was saved when you gave it."),
            tr("Go on working. The report is also in {log_dir}.", log_dir=paths.log_dir()),
        ),
        report,
    )
