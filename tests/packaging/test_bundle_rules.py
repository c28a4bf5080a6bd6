"""What the frozen program leaves out, and that the examples in build/ are true."""

from __future__ import annotations

import doctest
import os
import runpy
import struct
import sys
from pathlib import Path
from types import ModuleType

import pytest

from crasuite.language import LANGUAGES
from tests.packaging.helpers import BUILD, build_module


@pytest.fixture(scope="module")
def rules() -> ModuleType:
    return build_module("bundle_rules")


@pytest.mark.parametrize("name", ["bundle_rules", "bundle_papers", "packages", "translations"])
def test_examples_are_true(name: str) -> None:
    result = doctest.testmod(build_module(name))
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    "kept",
    [
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so",
        "PySide6/Qt/translations/qtbase_en.qm",
        "PySide6/Qt/translations/qtbase_de.qm",
        "resources/rulepack/pack.yaml",
        "resources/translations/de/program.mo",
        "resources/translations/de/help/home.md",
        "docx/templates/default.docx",
        "libfontconfig.so.1",
        "libQt6Gui.so.6",
    ],
)
def test_stays(rules: ModuleType, kept: str) -> None:
    assert rules.stays(kept)


@pytest.mark.parametrize(
    "left_out",
    [
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/plugins/wayland-shell-integration/libivi-shell.so",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/translations/designer_de.qm",
        "resources/translations/de/program.po",
        "docx/templates/default-docx-template/word/styles.xml",
        "PySide6\\opengl32sw.dll",
        "PySide6\\Qt6Network.dll",
        "PySide6/Qt/lib/QtNetwork.framework/Versions/A/QtNetwork",
        "QtNetwork",
    ],
)
def test_is_left_out(rules: ModuleType, left_out: str) -> None:
    assert not rules.stays(left_out)


def test_qt_speaks_every_language_of_the_program(rules: ModuleType) -> None:
    assert len(LANGUAGES) > 1
    for code in LANGUAGES:
        assert rules.stays(f"PySide6/Qt/translations/qtbase_{code}.qm")


def test_nothing_that_talks_to_a_network_is_collected_on_purpose(rules: ModuleType) -> None:
    assert {"PySide6.QtNetwork", "pip"} <= set(rules.EXCLUDED_MODULES)


def test_libraries_that_only_a_left_out_plug_in_loads_go_with_it(rules: ModuleType) -> None:
    links = {
        "program": [],
        "QtGui.so": ["libQt6Gui.so.6", "libc.so.6"],
        "libQt6Gui.so.6": ["libglib-2.0.so.0"],
        "libglib-2.0.so.0": [],
        "libqxcb.so": ["libxcb-cursor.so.0"],
        "libxcb-cursor.so.0": [],
        "libpython3.11.so.1.0": ["libm.so.6"],
    }
    collected = [
        ("program", "program", "EXECUTABLE"),
        ("libpython3.11.so.1.0", "libpython3.11.so.1.0", "BINARY"),
        ("PySide6/QtGui.abi3.so", "QtGui.so", "EXTENSION"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "libQt6Gui.so.6", "BINARY"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "libqxcb.so", "BINARY"),
        ("libglib-2.0.so.0", "libglib-2.0.so.0", "BINARY"),
        ("libxcb-cursor.so.0", "libxcb-cursor.so.0", "BINARY"),
        ("PySide6/Qt/lib/libQt6Network.so.6", "libQt6Network.so.6", "BINARY"),
        ("libgssapi_krb5.so.2", "libgssapi_krb5.so.2", "BINARY"),
    ]
    kept = [entry[0] for entry in rules.needed(collected, links.__getitem__)]
    assert kept == [entry[0] for entry in collected[:-2]]


def elf(*entries: tuple[int, int], strings: bytes) -> bytes:
    """A library of 64 bits with these entries in its dynamic section, and these strings for them."""
    start, length = 64 + 2 * 56, 16 * (len(entries) + 2)
    base = 0x1000  # where the file comes to lie in memory
    table = [*entries, (5, base + start + length), (0, 0)]
    size = start + length + len(strings)
    header = b"\x7fELF\x02\x01\x01".ljust(32, b"\0") + struct.pack("<QQIHHHHHH", 64, 0, 0, 64, 56, 2, 0, 0, 0)
    load = struct.pack("<IIQQQQQQ", 1, 5, 0, base, base, size, size, 0x1000)
    dynamic = struct.pack("<IIQQQQQQ", 2, 6, start, base + start, base + start, length, length, 8)
    return header + load + dynamic + b"".join(struct.pack("<qQ", *one) for one in table) + strings


def test_no_library_is_searched_for_where_the_program_was_built(rules: ModuleType) -> None:
    names = b"\0libm.so.6\0/opt/hostedtoolcache/lib\0$ORIGIN/../lib\0"
    needed, built, beside = (1, names.index(b"libm")), names.index(b"/opt"), names.index(b"$ORIGIN")
    for tag in (15, 29):
        library = elf((tag, built), needed, strings=names)
        cleaned = rules.without_fixed_folders(library)
        start, end = 64 + 2 * 56, len(library) - len(names)
        assert (cleaned[:start], cleaned[end:]) == (library[:start], names)
        entries = list(struct.iter_unpack("<qQ", cleaned[start:end]))
        assert entries[0] == needed
        assert [entry[0] for entry in entries] == [1, 5, 0, 0]
        kept = elf((tag, beside), needed, strings=names)
        assert rules.without_fixed_folders(kept) == kept
    assert rules.without_fixed_folders(b"#!/bin/sh\n") == b"#!/bin/sh\n"


@pytest.mark.parametrize(
    "name", ["pyi_rth_inspect", "pyi_rth_pkgutil", "pyi_rth_multiprocessing", "pyi_rth_pyside6"]
)
def test_the_program_does_not_wait_for_steps_it_needs_nothing_of(rules: ModuleType, name: str) -> None:
    assert not rules.runs_first(name)


@pytest.mark.parametrize("name", ["__main__", "find_qt", "pyi_rth_unheard_of"])
def test_the_program_and_steps_nobody_looked_at_run(rules: ModuleType, name: str) -> None:
    assert rules.runs_first(name)


def test_nothing_asks_for_a_step_that_is_left_out(project_root: Path) -> None:
    for source in (project_root / "crasuite").rglob("*.py"):
        words = set(source.read_text(encoding="utf-8").replace(".", " ").split())
        assert not words & {"multiprocessing", "pkgutil", "getsource", "getsourcefile"}, source


@pytest.mark.parametrize(("system", "below"), [("linux", ("PySide6", "Qt")), ("win32", ("PySide6",))])
def test_qt_finds_the_plug_ins_of_the_bundle_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, below: tuple[str, ...]
) -> None:
    monkeypatch.setenv("QT_PLUGIN_PATH", "/usr/lib/another/qt")
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    runpy.run_path(str(BUILD / "find_qt.py"))
    assert os.environ["QT_PLUGIN_PATH"] == str(tmp_path.joinpath(*below, "plugins"))
