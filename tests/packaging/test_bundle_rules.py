"""What the frozen program leaves out, and that the examples in build/ are true."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from tests.packaging.helpers import build_module


@pytest.fixture(scope="module")
def rules() -> ModuleType:
    return build_module("bundle_rules")


def test_examples_are_true(rules: ModuleType) -> None:
    result = doctest.testmod(rules)
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
        "resources/rulepack/pack.yaml",
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
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/translations/designer_de.qm",
    ],
)
def test_is_left_out(rules: ModuleType, left_out: str) -> None:
    assert not rules.stays(left_out)


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
