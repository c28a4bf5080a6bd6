"""The `crasuite` command: opens the window, or hands the arguments to the command line.

The window is opened for no argument, for `gui [FILE]` and for a workspace file; everything else is the
command line's, which never loads Qt and so works where there is no display.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from crasuite.errors import UserFacingError

WORKSPACE_SUFFIX = ".crasuite"


def wants_window(arguments: Sequence[str]) -> tuple[bool, str | None]:
    """Whether these arguments ask for the window, and with which file.

    >>> wants_window([])
    (True, None)
    >>> wants_window(["gui", "acme.crasuite"])
    (True, 'acme.crasuite')
    >>> wants_window(["acme.crasuite"])
    (True, 'acme.crasuite')
    >>> wants_window(["gui", "--help"])
    (False, None)
    >>> wants_window(["assess", "answers.json"])
    (False, None)
    """
    match list(arguments):
        case [] | ["gui"]:
            return True, None
        case ["gui", file] if not file.startswith("-"):
            return True, file
        case [file] if file.lower().endswith(WORKSPACE_SUFFIX) and not file.startswith("-"):
            return True, file
    return False, None


def has_display() -> bool:
    """False on a Linux or BSD machine without a screen to draw on; Qt would end the process there."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def open_window(path: str | None) -> int:
    """Start the user interface; Qt is loaded here and not before.

    Raises:
        UserFacingError: there is no display, or a shared library that Qt needs is not installed.
    """
    if not has_display():
        raise UserFacingError(
            "UI-01",
            "The window cannot open.",
            "There is no screen here to open a window on.",
            "Use the command line instead: crasuite --help lists what it can do.",
        )
    gc.disable()  # hardly anything made for the start is garbage; see also `ui.app`
    try:
        from crasuite.ui.lean_binding import load_qt

        load_qt()
        from crasuite.ui.app import main as ui_main
    except ImportError as error:
        # A missing system library names the module without its package, but the path tells whose it is.
        if not any(qt in f"{error.name} {error.path}" for qt in ("PySide6", "shiboken6")):
            raise
        raise UserFacingError(
            "UI-02",
            "The window cannot open.",
            f"Qt could not be loaded: {error}.",
            "Install the library it names, or run python3 build/dev.py setup in the source folder.",
        ) from error
    finally:
        gc.enable()
    return ui_main(path)


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the `crasuite` command; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    window, path = wants_window(arguments)
    if window:
        try:
            return open_window(path)
        except UserFacingError as error:
            print(f"crasuite: {error} [{error.code}]", file=sys.stderr)
            return 2
    from crasuite.cli import main as cli_main

    return cli_main(arguments)


if __name__ == "__main__":
    sys.exit(main())
