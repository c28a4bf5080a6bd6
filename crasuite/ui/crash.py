"""The crash net: nothing unexpected passes unseen, and nothing is sent anywhere.

`install` catches what Python, threads, Qt and the interpreter report. An error of the user's surroundings is
shown as three sentences; a defect of ours ends in a dialog with a report that can be copied. A hard crash
leaves a file that the next start shows once.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)

from crasuite import __version__, paths
from crasuite.errors import CraSuiteError, InternalError, UserFacingError

log = logging.getLogger("crasuite")
_HARD_CRASH = "crash.log"
_MAX_LINES = 200


class _Ring(logging.Handler):
    """The last log lines, for the report."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=_MAX_LINES)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class _LogFile(logging.FileHandler):
    """Appends; a large one is put aside at the start. Not `logging.handlers`, which loads sockets."""

    LARGE = 500_000

    def __init__(self, file: Path) -> None:
        if file.is_file() and file.stat().st_size > self.LARGE:
            file.replace(file.with_suffix(".old.log"))
        super().__init__(file, encoding="utf-8")


class _Bridge(QObject):
    """Carries errors of any thread into the window's."""

    raised = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.raised.connect(_show, Qt.ConnectionType.QueuedConnection)


class _Net:
    """What is installed; one per process."""

    ring = _Ring()
    bridge: _Bridge | None = None
    file: IO[str] | None = None
    showing = False
    presenter: Callable[[CraSuiteError, str], None] | None = None


def install(folder: Path | None = None) -> str:
    """Set up logging and all hooks. Returns the report of a hard crash of an earlier run, or ""."""
    folder = folder or paths.log_dir()
    earlier = ""
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    _Net.ring.setFormatter(formatter)
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(_Net.ring)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(folder / "crasuite.log")
        handler.setFormatter(formatter)
        root.addHandler(handler)
        earlier = _take_earlier(folder)
        # Kept open for the life of the process; a windowed build on Windows has no stderr to write to.
        _Net.file = (folder / _HARD_CRASH).open("w", encoding="utf-8")
        faulthandler.enable(_Net.file)
    except OSError:
        log.warning("The log folder cannot be written: %s", folder)
    _Net.bridge = _Bridge()
    sys.excepthook = _on_exception
    threading.excepthook = lambda args: _on_exception(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: log.error("Unraisable: %s %r", args.err_msg, args.exc_value)
    qInstallMessageHandler(_on_qt_message)
    return earlier


def uninstall() -> None:
    """Take the hooks out again, for tests."""
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    sys.unraisablehook = sys.__unraisablehook__
    qInstallMessageHandler(None)
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, (_Ring, _LogFile))]:
        root.removeHandler(handler)
        handler.close()
    if _Net.file is not None:
        faulthandler.disable()
        _Net.file.close()
        _Net.file = None
    _Net.bridge = None


def leave_cleanly() -> None:
    """Mark that the program ended in order, so that the next start has nothing to show."""
    if _Net.file is not None:
        faulthandler.disable()
        name = Path(_Net.file.name)
        _Net.file.close()
        _Net.file = None
        name.unlink(missing_ok=True)


def show_error(error: BaseException) -> None:
    """Show any error the way its kind deserves; may be called from any thread."""
    if _Net.bridge is not None:
        _Net.bridge.raised.emit(error)
    else:
        _show(error)


def report_of(error: BaseException) -> str:
    """Versions, traceback and the last log lines; no answers, no file names of the user's."""
    import platform

    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return "\n".join(
        [
            f"CRA Suite {__version__}, Python {platform.python_version()}, Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            "",
            trace,
            "Last log lines:",
            *_Net.ring.lines,
        ]
    )


def set_presenter(presenter: Callable[[CraSuiteError, str], None] | None) -> None:
    """How errors are shown: (error, report). The window sets its dialog; tests set a recorder."""
    _Net.presenter = presenter


def _show(error: BaseException) -> None:
    shown: CraSuiteError
    if isinstance(error, UserFacingError):
        log.warning("%s: %s", error.code, error.what)
        shown, report = error, ""
    else:
        report = report_of(error)
        log.error("Unexpected error", exc_info=error)
        shown = (
            error
            if isinstance(error, CraSuiteError)
            else InternalError(
                "UI-99",
                "Something went wrong that should not have.",
                "Your answers are saved; each one was written when you gave it.",
                "Go on working, or start the program again. The report says what happened.",
            )
        )
    if _Net.presenter is None or _Net.showing:
        return
    _Net.showing = True
    try:
        _Net.presenter(shown, report)
    finally:
        _Net.showing = False


def _on_exception(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    show_error(error)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }.get(kind, logging.ERROR)
    logging.getLogger("qt").log(level, "%s", message)


def _take_earlier(folder: Path) -> str:
    file = folder / _HARD_CRASH
    if not file.is_file():
        return ""
    return file.read_text(encoding="utf-8", errors="replace").strip()
