"""What goes into the frozen program. `installer.spec` and the packaging tests read it from here.

Qt's wheel brings far more than a form-filling program needs: display back ends for embedded devices, a
hundred translation files, and a GTK theme that would drag the build machine's own GTK along.
"""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from crasuite.language import LANGUAGES

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
    "ssl",
    "_ssl",
    "readline",
    # For second processes, which the program never starts.
    "concurrent.futures.process",
    "multiprocessing",
    # Word and Excel files need lxml.etree; the rest would bring clients of the network and a debugger along.
    "lxml.ElementInclude",
    "lxml.builder",
    "lxml.cssselect",
    "lxml.doctestcompare",
    "lxml.html",
    "lxml.isoschematron",
    "lxml.objectify",
    "lxml.pyclasslookup",
    "lxml.sax",
    "lxml.usedoctest",
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
]

#: Steps that PyInstaller would run before the program: for the source of frozen modules, for lists of them
#: and for second processes, none of which it asks for, and for PySide6, which `find_qt.py` does without
#: loading Qt.
_STEPS_LEFT_OUT = {"pyi_rth_inspect", "pyi_rth_multiprocessing", "pyi_rth_pkgutil", "pyi_rth_pyside6"}
#: Display back ends that stay: a screen on each system, and `offscreen` for the self-test.
_PLATFORMS = re.compile(r"(lib)?q(xcb|wayland|offscreen|cocoa|windows)(\..*)?$")
#: Picture formats that stay.
_IMAGE_FORMATS = re.compile(r"(lib)?q(svg|ico|jpeg|gif)(\..*)?$")
#: What tells a Wayland desktop of a window; the others are for cars, for Qt's own desktop and for long ago.
_SHELLS = re.compile(r"libxdg-shell\.so$")
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

#: Libraries without any use here, as far as a system collects them: what drew where Windows has no graphics
#: driver for OpenGL, which nothing here asks for, and the network, which only plug-ins left out load.
_LIBRARIES = re.compile(r"(opengl32sw|d3dcompiler_\d+)\.dll$|(lib)?Qt6?Network(\.|$)", re.IGNORECASE)

#: What macOS is told of the program. PyInstaller would keep a program that can also be run in a terminal out
#: of the Dock and away from the keyboard, and leaves out the version that systems compare.
MAC_PROGRAM = {
    "LSBackgroundOnly": False,
    "LSMinimumSystemVersion": "14.0",
    "NSHighResolutionCapable": True,
    "NSHumanReadableCopyright": "The CRA Suite project, Apache-2.0",
    # Without these, the system words its own dialogs and menus in English.
    "CFBundleDevelopmentRegion": "en",
    "CFBundleLocalizations": list(LANGUAGES),
}
#: What macOS is told of workspace files: their kind, ending and icon, and that the program edits them.
MAC_FILE_TYPE = {
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": "CRA Suite workspace",
            "CFBundleTypeRole": "Editor",
            "CFBundleTypeIconFile": "crasuite.icns",
            "LSHandlerRank": "Owner",
            "LSItemContentTypes": ["crasuite.workspace"],
        }
    ],
    "UTExportedTypeDeclarations": [
        {
            "UTTypeIdentifier": "crasuite.workspace",
            "UTTypeDescription": "CRA Suite workspace",
            "UTTypeIconFile": "crasuite.icns",
            "UTTypeConformsTo": ["public.data"],
            "UTTypeTagSpecification": {
                "public.filename-extension": ["crasuite"],
                "public.mime-type": ["application/x-crasuite"],
            },
        }
    ],
}


def data_files(root: Path) -> list[tuple[str, str]]:
    """Folders to copy into the bundle, as PyInstaller's `datas`: where it lies, and where it goes."""
    return [(str(root / "resources"), "resources")]


def stays(destination: str) -> bool:
    """Whether a collected file belongs into the bundle.

    >>> stays("PySide6/Qt/plugins/platforms/libqxcb.so")
    True
    >>> stays("PySide6/Qt/plugins/platforms/libqvnc.so")
    False
    >>> stays("PySide6/Qt/translations/qtbase_de.qm"), stays("PySide6/Qt/translations/qtbase_ko.qm")
    (True, False)
    """
    path = PurePosixPath(destination.replace("\\", "/"))
    if path.suffix == ".po":  # the program reads the compiled form
        return False
    if any(_LIBRARIES.match(part) for part in path.parts):
        return False
    if "default-docx-template" in path.parts:  # what python-docx made its default.docx of
        return False
    folder = path.parent.name
    if "plugins" in path.parts:
        if folder == "platforms":
            return _PLATFORMS.match(path.name) is not None
        if folder == "imageformats":
            return _IMAGE_FORMATS.match(path.name) is not None
        if folder == "platformthemes":
            return "gtk" not in path.name
        if folder == "wayland-shell-integration":
            return _SHELLS.match(path.name) is not None
        return folder not in _PLUGIN_FOLDERS
    if folder == "translations" and path.suffix == ".qm":
        return (
            path.stem.startswith("qtbase_") and path.stem.removeprefix("qtbase_").split("_")[0] in LANGUAGES
        )
    return True


def runs_first(name: str) -> bool:
    """Whether a script stays among those run at the start: the program itself, and steps it needs.

    >>> runs_first("__main__"), runs_first("find_qt"), runs_first("pyi_rth_pyside6")
    (True, True, False)
    """
    return name not in _STEPS_LEFT_OUT


#: One file that PyInstaller collected: where it goes, where it lies (or points to), and its type.
Entry = tuple[str, str, str]


def needed(entries: Iterable[Entry], asks_for: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The entries without libraries that nothing left in the bundle loads.

    PyInstaller collects what every plug-in needs before `stays` has a say, so that the leavings of a plug-in
    that stays out would come along. `asks_for` names the libraries that a file is linked to.

    >>> links = {"python": ["libm.so"], "libm.so": []}.__getitem__
    >>> collected = [("python", "python", "EXECUTABLE"), ("libm.so", "libm.so", "BINARY"),
    ...              ("libgtk.so", "libgtk.so", "BINARY"), ("a/libgtk.so", "libgtk.so", "SYMLINK")]
    >>> [entry[0] for entry in needed(collected, links)]
    ['python', 'libm.so']
    """
    entries = list(entries)
    libraries = {PurePosixPath(entry[0]).name: entry for entry in entries if _is_loaded_by_name(entry)}
    reached: set[str] = set()
    queue = [entry for entry in entries if not _is_loaded_by_name(entry) and entry[2] != "SYMLINK"]
    while queue:
        for name in asks_for(queue.pop()[1]):
            if name in libraries and name not in reached:
                reached.add(name)
                queue.append(libraries[name])
    gone = {entry[0] for name, entry in libraries.items() if name not in reached}
    return [
        entry
        for entry in entries
        if entry[0] not in gone
        and not (
            entry[2] == "SYMLINK"
            and PurePosixPath(entry[0]).name in libraries
            and PurePosixPath(entry[0]).name not in reached
        )
    ]


def _is_loaded_by_name(entry: Entry) -> bool:
    """True for a shared library that others are linked to.

    Extension modules, plug-ins and Python itself are opened by their path.
    """
    path = PurePosixPath(entry[0].replace("\\", "/"))
    if entry[2] != "BINARY" or "plugins" in path.parts or path.name.startswith("libpython"):
        return False
    return re.search(r"^lib.*\.so(\.|$)", path.name) is not None


def linked(file: str) -> list[str]:
    """Names of the libraries that an ELF file is linked to, as `objdump` reads them."""
    said = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=False).stdout
    return [line.split()[1] for line in said.splitlines() if line.strip().startswith("NEEDED")]


def tidy(bundle: Path) -> None:
    """Take out of the frozen libraries of Linux what only their makers need: symbols and folders of theirs.

    Qt's stay as they were published.
    """
    inside = bundle / "_internal"
    for path in inside.rglob("*.so*"):
        place = path.relative_to(inside).parts
        if path.is_symlink() or place[0] in ("PySide6", "shiboken6"):
            continue
        if len(place) > 1 or place[0].startswith("libpython"):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)
        content = path.read_bytes()
        changed = without_fixed_folders(content)
        if changed != content:
            path.write_bytes(changed)


#: Places of the ELF format: entries of the dynamic section that matter here, and the kinds of segments.
_DT_STRTAB, _DT_RPATH, _DT_RUNPATH = 5, 15, 29
_PT_LOAD, _PT_DYNAMIC = 1, 2


def without_fixed_folders(elf: bytes) -> bytes:
    """The ELF file without an entry that has its libraries searched in a folder of the build machine first.

    Whoever owns a folder of that name elsewhere could put libraries of his own under the program. Files of
    another kind come back as they are.
    """
    if elf[:6] != b"\x7fELF\x02\x01":  # 64 bits, little-endian
        return elf
    (headers,) = struct.unpack_from("<Q", elf, 32)
    size, count = struct.unpack_from("<HH", elf, 54)
    segments = [struct.unpack_from("<IIQQQQQQ", elf, headers + size * number) for number in range(count)]
    dynamic = next(((one[2], one[5]) for one in segments if one[0] == _PT_DYNAMIC), None)
    if dynamic is None:
        return elf
    start, length = dynamic
    entries = list(struct.iter_unpack("<qQ", elf[start : start + length]))
    address = next(value for tag, value in entries if tag == _DT_STRTAB)
    strings = next(
        offset + address - begin
        for kind, _, offset, begin, _, held, _, _ in segments
        if kind == _PT_LOAD and begin <= address < begin + held
    )
    kept = [
        (tag, value)
        for tag, value in entries
        if not (tag in (_DT_RPATH, _DT_RUNPATH) and elf[strings + value : strings + value + 1] == b"/")
    ]
    kept += [(0, 0)] * (len(entries) - len(kept))
    packed = b"".join(struct.pack("<qQ", *entry) for entry in kept)
    return elf[:start] + packed + elf[start + len(packed) :]
