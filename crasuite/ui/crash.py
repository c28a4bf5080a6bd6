"""The crash net: nothing unexpected passes unseen, and nothing is sent anywhere.

`install` catches what Python, threads, Qt and the interpreter report. An error of the user's surroundings is
shown as three sentences; a defect of ours ends in a dialog with a report that can be copied. A hard crash
leaves a file that the next start shows once.

Reports and logs are made to be sent to somebody, so they hold nothing that was typed and no name of a file:
of an error they keep its kind and its place in the program, and its message only where Python itself wrote
it. A defect that comes again at once, as one in painting does, is shown once and not for ever.
"""

from __future__ import annotations

import faulthandler
import logging
import re
import sys
import threading
import time
import traceback
from collections import Counter, deque
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
from crasuite.language import tr

log = logging.getLogger("crasuite")
_HARD_CRASH = "crash.log"
_MAX_LINES = 200
_AT_ONCE_SECONDS = 3.0
"""A defect that comes back sooner than this is the same trouble still, not another try of the user."""
_SHOWN_AT_MOST = 5
_LOGGED_AT_MOST = 20
_FRAMES = 60
_CAUSES = 8
_WRITTEN_BY_PYTHON = (
    ArithmeticError,
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    NameError,
    NotImplementedError,
    RecursionError,
)
"""Kinds of error whose messages name parts of the program and never values."""
_SAYS_SOMETHING = re.compile(r"""(["'“‘`«]).*?["'”’`»]|(?:[A-Za-z]:)?[/\\]\S+""", re.DOTALL)
"""Quoted text and paths, in messages of Qt."""
_PROGRAM = Path(__file__).resolve().parents[2]


class _Ring(logging.Handler):
    """The last log lines, for the report."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=_MAX_LINES)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class _Formatter(logging.Formatter):
    """Errors by kind and place alone."""

    def format(self, record: logging.LogRecord) -> str:
        told, record.exc_text = record.exc_text, None  # what another handler made of it has the message in it
        try:
            return super().format(record)
        finally:
            record.exc_text = told

    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return "\n".join(trace_of(error)) if isinstance(error, BaseException) else ""


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
    seen: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    last: dict[str, float] = {}
    presenter: Callable[[CraSuiteError, str], None] | None = None


def install(folder: Path | None = None) -> str:
    """Set up logging and all hooks. Returns the report of a hard crash of an earlier run, or ""."""
    folder = folder or paths.log_dir()
    earlier = ""
    formatter = _Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
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
        log.warning("The log folder cannot be written")
    _Net.bridge = _Bridge()
    sys.excepthook = _on_exception
    threading.excepthook = lambda args: _on_exception(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: log.error("Unraisable", exc_info=args.exc_value)
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
    _Net.ring.lines.clear()
    forget_what_was_shown()


def forget_what_was_shown() -> None:
    """Every defect is news again, for tests."""
    _Net.seen.clear()
    _Net.shown.clear()
    _Net.last.clear()


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
    """Versions, kind and place of the error, the last log lines; no answers, no file names of the user's."""
    import platform

    return "\n".join(
        [
            f"CRA Suite {__version__}, Python {platform.python_version()}, Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            "",
            *trace_of(error),
            "",
            "Last log lines:",
            *_Net.ring.lines,
        ]
    )


def trace_of(error: BaseException, after: tuple[BaseException, ...] = ()) -> list[str]:
    """Where an error came from and what it came of, line by line, without anything that was typed."""
    lines: list[str] = []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and before not in after and len(after) < _CAUSES:
        lines += [*trace_of(before, (*after, error)), "", "This led to:", ""]
    for frame in traceback.extract_tb(error.__traceback__, limit=-_FRAMES):
        lines.append(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}")
        if frame.line:
            lines.append(f"    {frame.line}")
    is_written_by_python = type(error).__module__ == "builtins" and isinstance(error, _WRITTEN_BY_PYTHON)
    said = f": {_without_values(str(error))}" if is_written_by_python else ""
    code = f" {error.code}" if isinstance(error, CraSuiteError) else ""
    return [*lines, f"{type(error).__name__}{code}{said}"]


def _place(file: str) -> str:
    """Where a file lies in the program; of others their last two parts."""
    path = Path(file)
    if path.is_relative_to(_PROGRAM) and ".venv" not in path.parts:
        return path.relative_to(_PROGRAM).as_posix()
    return "/".join(path.parts[-2:])


def _without_values(message: str) -> str:
    """A message of Python or Qt without paths; quoted words stay where they are names of the program."""
    return _SAYS_SOMETHING.sub(
        lambda found: found[0] if re.fullmatch(r"'[A-Za-z_][\w.]{0,40}'", found[0]) else "…", message
    )


def set_presenter(presenter: Callable[[CraSuiteError, str], None] | None) -> None:
    """How errors are shown: (error, report). The window sets its dialog; tests set a recorder."""
    _Net.presenter = presenter


def _show(error: BaseException) -> None:
    shown: CraSuiteError
    where = ""
    if isinstance(error, UserFacingError):
        log.warning("Shown to the user: %s", error.code)
        shown, report = error, ""
    else:
        where = _where(error)
        if not _is_worth_showing(where, error):
            return
        report = report_of(error)
        shown = (
            error
            if isinstance(error, CraSuiteError)
            else InternalError(
                "UI-99",
                tr("Something went wrong that should not have."),
                tr(
                    "Your answers are saved; each one was written when you gave it. What is on screen may be "
                    "incomplete."
                ),
                tr(
                    "Go on working, or start the program again. The report says where it happened and holds "
                    "none of your answers."
                ),
            )
        )
    if _Net.presenter is None or _Net.showing:
        return
    _Net.showing = True
    try:
        _Net.presenter(shown, report)
    except Exception as broken:
        log.error("The error could not be shown", exc_info=broken)
        if sys.__stderr__ is not None:
            print(report or f"{shown.what} [{shown.code}]", file=sys.__stderr__)
    finally:
        _Net.showing = False
        if where:
            _Net.last[where] = time.monotonic()  # it may come again as soon as the dialog is gone


def _where(error: BaseException) -> str:
    """One name for one defect."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    place = f" {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__qualname__}{place}"


def _is_worth_showing(where: str, error: BaseException) -> bool:
    """Log a defect, and tell whether it is news: not one that comes again at every repainting."""
    now = time.monotonic()
    is_new = now - _Net.last.get(where, -_AT_ONCE_SECONDS) >= _AT_ONCE_SECONDS
    _Net.last[where] = now
    _Net.seen[where] += 1
    if _Net.seen[where] <= _LOGGED_AT_MOST:
        log.error("Unexpected error", exc_info=error)
    if not is_new or _Net.shown[where] >= _SHOWN_AT_MOST or _Net.showing:
        return False
    _Net.shown[where] += 1
    return True


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
    logging.getLogger("qt").log(level, "%s", _without_values(message))


def _take_earlier(folder: Path) -> str:
    file = folder / _HARD_CRASH
    if not file.is_file():
        return ""
    return file.read_text(encoding="utf-8", errors="replace").strip()
