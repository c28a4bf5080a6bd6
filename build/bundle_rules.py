"""What goes into the frozen program. `installer.spec` and the packaging tests read it from here.

Qt's wheel brings far more than a form-filling program needs: display back ends for embedded devices, a
hundred translation files, and a GTK theme that would drag the build machine's own GTK along.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

#: Python modules left out. pip and setuptools come in through declared dependencies that are never used.
EXCLUDED_MODULES = [
    "pip",
    "setuptools",
    "pkg_resources",
    "wheel",
    "tkinter",
    "unittest",
    "PIL",
    "pytest",
    "hypothesis",
    "numpy",
    "pandas",
    "IPython",
    "sqlite_utils.cli",
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
]

#: Display back ends that stay: a screen on each system, and `offscreen` for the self-test.
_PLATFORMS = re.compile(r"(lib)?q(xcb|wayland|offscreen|cocoa|windows)(\..*)?$")
#: Picture formats that stay.
_IMAGE_FORMATS = re.compile(r"(lib)?q(svg|ico|jpeg|gif)(\..*)?$")
#: Plug-in folders without any use here: the network, sign-in, databases, embedded displays, QML.
_PLUGIN_FOLDERS = {
    "egldeviceintegrations",
    "generic",
    "networkinformation",
    "qmltooling",
    "sqldrivers",
    "tls",
    "wayland-graphics-integration-server",
}
#: What only the GTK theme and the embedded back ends load; they are collected before those are left out.
_ONLY_FOR_LEFT_OUT = re.compile(
    r"lib(atk-1|cairo|gdk|gtk|pango|pixman|thai|datrie|fribidi|graphite2|harfbuzz|epoxy|Qt6EglF)"
)
#: Languages of Qt's own dialogs that stay.
_LANGUAGES = ("de", "en")


def data_files(root: Path) -> list[tuple[str, str]]:
    """Folders to copy into the bundle, as PyInstaller's `datas`: where it lies, and where it goes."""
    return [(str(root / "resources"), "resources")]


def stays(destination: str) -> bool:
    """Whether a collected file belongs into the bundle.

    >>> stays("PySide6/Qt/plugins/platforms/libqxcb.so")
    True
    >>> stays("PySide6/Qt/plugins/platforms/libqvnc.so")
    False
    >>> stays("libgdk_pixbuf-2.0.so.0"), stays("libglib-2.0.so.0")
    (False, True)
    >>> stays("PySide6/Qt/translations/qtbase_de.qm"), stays("PySide6/Qt/translations/qtbase_ko.qm")
    (True, False)
    """
    path = PurePosixPath(destination.replace("\\", "/"))
    folder = path.parent.name
    if "plugins" in path.parts:
        if folder == "platforms":
            return _PLATFORMS.match(path.name) is not None
        if folder == "imageformats":
            return _IMAGE_FORMATS.match(path.name) is not None
        if folder == "platformthemes":
            return "gtk" not in path.name
        return folder not in _PLUGIN_FOLDERS
    if _ONLY_FOR_LEFT_OUT.match(path.name):
        return False
    if folder == "translations" and path.suffix == ".qm":
        return (
            path.stem.startswith("qtbase_") and path.stem.removeprefix("qtbase_").split("_")[0] in _LANGUAGES
        )
    return True
