"""Runs in the frozen program before anything else, in place of PyInstaller's own step for PySide6.

That one loads Qt to see whether it finds its plug-ins: on the command line as well, and before
`crasuite.ui.lean_binding` has a say in how it is loaded. PySide6 knows where it lies; only a path that was
set for another Qt must not win.
"""

import os
import sys
from pathlib import Path

_QT = Path(sys._MEIPASS, "PySide6", *(() if sys.platform == "win32" else ("Qt",)))  # type: ignore[attr-defined]
os.environ["QT_PLUGIN_PATH"] = str(_QT / "plugins")
