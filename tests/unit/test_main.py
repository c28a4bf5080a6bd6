"""Which arguments open the window, and what is said where there is no screen."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crasuite import __main__ as command


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (True, None)),
        (["gui"], (True, None)),
        (["gui", "a b.crasuite"], (True, "a b.crasuite")),
        (["Ünit.CRASUITE"], (True, "Ünit.CRASUITE")),
        (["--help"], (False, None)),
        (["--version"], (False, None)),
        (["gui", "--help"], (False, None)),
        (["gui", "one", "two"], (False, None)),
        (["assess", "a.crasuite"], (False, None)),
        (["export", "a.crasuite", "--product", "Lock"], (False, None)),
    ],
)
def test_arguments_that_ask_for_the_window(arguments: list[str], expected: tuple[bool, str | None]) -> None:
    assert command.wants_window(arguments) == expected


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display there")
def test_no_display_is_one_sentence_and_not_an_abort(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    assert command.main(["gui"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "no screen here" in said.err
    assert "UI-01" in said.err


@pytest.mark.parametrize(
    ("name", "path"), [("PySide6.QtWidgets", None), ("QtGui", "/usr/lib/PySide6/QtGui.abi3.so")]
)
def test_a_missing_qt_library_is_named(
    name: str,
    path: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class NoQt:
        def find_spec(self, wanted: str, *_: object) -> None:
            if wanted == "crasuite.ui.app":
                raise ImportError("libEGL.so.1: cannot open shared object file", name=name, path=path)

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delitem(sys.modules, "crasuite.ui.app", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoQt(), *sys.meta_path])
    assert command.main([]) == 2
    said = capsys.readouterr().err
    assert "libEGL.so.1" in said
    assert "UI-02" in said


def test_our_own_import_error_is_not_blamed_on_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setitem(sys.modules, "crasuite.ui.app", None)
    with pytest.raises(ImportError, match=r"crasuite\.ui\.app"):
        command.main([])


def test_help_and_version_need_no_display_and_no_qt() -> None:
    script = (
        "import sys\n"
        "from crasuite.__main__ import main\n"
        "for argument in ('--help', '--version'):\n"
        "    try:\n"
        "        code = main([argument])\n"
        "    except SystemExit as stop:\n"
        "        code = stop.code\n"
        "    assert code in (0, None), code\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]\n"
    )
    env = {"PATH": "", "HOME": "/nonexistent", "SYSTEMROOT": "C:\\Windows"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "crasuite" in done.stdout.lower()
