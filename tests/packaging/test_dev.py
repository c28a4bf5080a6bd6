"""build/dev.py: what a person reads when set-up fails, and when it starts over or leaves things alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.helpers import BUILD, build_module


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, working on an empty folder."""
    module = build_module("dev")
    root = tmp_path / "Quelle für alle"
    requirements = root / "build" / "requirements"
    requirements.mkdir(parents=True)
    for name in ("run.txt", "build.txt", "test.txt", "fuzz.txt"):
        (requirements / name).write_text("one==1.0\n", encoding="utf-8")
    (root / "crasuite").mkdir()
    (root / "crasuite" / "__init__.py").write_text('__version__ = "1"\n', encoding="utf-8")
    (root / "pyproject.toml").write_text("", encoding="utf-8")
    for name, value in {
        "ROOT": root,
        "VENV": root / ".venv",
        "REQUIREMENTS": requirements,
        "STAMP": root / ".venv" / "crasuite-setup.json",
        "UNFINISHED": root / ".venv" / "crasuite-setup-unfinished",
    }.items():
        monkeypatch.setattr(module, name, value)
    return module


class Recorder:
    """Stands in for pip and for making an environment; remembers what was asked for."""

    def __init__(self, dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.dev = dev
        self.calls: list[str] = []
        self.fail: BaseException | None = None
        monkeypatch.setattr(dev, "pip", self.pip)
        monkeypatch.setattr(dev, "create_venv", self.create)
        monkeypatch.setattr(dev, "ensure_qt_libraries", lambda *_: None)
        monkeypatch.setattr(dev, "venv_version", lambda: "3.11.7" if dev.VENV.is_dir() else None)

    def pip(self, *arguments: str) -> None:
        self.calls.append("editable" if "-e" in arguments else Path(arguments[-1]).name)
        if self.fail:
            raise self.fail

    def create(self) -> None:
        self.dev.VENV.mkdir()
        self.calls.append("venv")


@pytest.fixture
def recorder(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    return Recorder(dev, monkeypatch)


def test_first_set_up_does_everything_and_the_second_nothing(dev: ModuleType, recorder: Recorder) -> None:
    dev.ensure("run")
    assert recorder.calls == ["venv", "build.txt", "editable"]
    recorder.calls.clear()
    dev.ensure("run")
    assert recorder.calls == []
    dev.ensure("test")
    assert recorder.calls == ["test.txt"]


def test_an_interrupted_set_up_starts_over(dev: ModuleType, recorder: Recorder) -> None:
    recorder.fail = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        dev.ensure("run")
    assert not dev.read_stamp()
    recorder.fail = None
    recorder.calls.clear()
    dev.ensure("run")
    assert recorder.calls == ["venv", "build.txt", "editable"]


def test_failing_to_add_the_test_tools_leaves_the_program_usable(dev: ModuleType, recorder: Recorder) -> None:
    dev.ensure("run")
    recorder.calls.clear()
    recorder.fail = dev.Stop("no network")
    with pytest.raises(dev.Stop):
        dev.ensure("test")
    recorder.fail = None
    recorder.calls.clear()
    dev.ensure("run")
    assert recorder.calls == []
    dev.ensure("test")
    assert recorder.calls == ["test.txt"]


def test_a_changed_lock_file_installs_again(dev: ModuleType, recorder: Recorder) -> None:
    dev.ensure("test")
    recorder.calls.clear()
    (dev.REQUIREMENTS / "test.txt").write_text("one==1.1\n", encoding="utf-8")
    dev.ensure("run")
    assert recorder.calls == []
    dev.ensure("test")
    assert recorder.calls == ["test.txt"]


def test_line_ends_of_the_lock_file_do_not_matter(dev: ModuleType, recorder: Recorder) -> None:
    dev.ensure("run")
    recorder.calls.clear()
    (dev.REQUIREMENTS / "run.txt").write_bytes(b"one==1.0\r\n")
    dev.ensure("run")
    assert recorder.calls == []


def test_a_moved_folder_is_another_environment(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dev.fingerprint("run", "3.11.7")
    monkeypatch.setattr(dev, "ROOT", dev.ROOT.parent)
    (dev.ROOT / "pyproject.toml").write_text("", encoding="utf-8")
    (dev.ROOT / "crasuite").mkdir()
    (dev.ROOT / "crasuite" / "__init__.py").write_text('__version__ = "1"\n', encoding="utf-8")
    assert dev.fingerprint("run", "3.11.7") != before


def test_a_broken_environment_is_made_anew(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    bin_folder = dev.venv_program("python").parent
    bin_folder.mkdir(parents=True)
    dev.venv_program("python").write_bytes(b"")  # neither executable nor a Python
    assert dev.venv_version() is None
    recorder = Recorder(dev, monkeypatch)
    monkeypatch.setattr(dev, "venv_version", lambda: "3.11.7" if not bin_folder.exists() else None)
    dev.ensure("run")
    assert recorder.calls[0] == "venv"


def test_a_damaged_stamp_counts_as_none(dev: ModuleType) -> None:
    dev.VENV.mkdir()
    dev.STAMP.write_text("[1", encoding="utf-8")
    assert dev.read_stamp() == {}
    dev.STAMP.write_text("[1]", encoding="utf-8")
    assert dev.read_stamp() == {}


@pytest.mark.parametrize(
    ("complaint", "expected"),
    [
        (
            "NewConnectionError: Failed to establish a new connection: Name or service not known",
            "HTTPS_PROXY",
        ),
        ("ERROR: No matching distribution found for lxml==6.1.3", "could not be reached"),
        ("SSLError(SSLCertVerificationError(1, 'certificate verify failed'))", "PIP_CERT"),
        ("ProxyError('Cannot connect to proxy.', OSError('407 Authentication Required'))", "HTTPS_PROXY"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash differs"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("PermissionError: [WinError 5] Access is denied", "could not be written"),
        ("something else", "its message is above"),
    ],
)
def test_a_failed_pip_says_what_to_do(dev: ModuleType, complaint: str, expected: str) -> None:
    advice = dev.pip_advice(complaint)
    assert expected in advice
    assert advice.startswith("Setting up stopped.")


def test_pip_failure_ends_the_command_with_that_advice(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "venv_program", lambda _name: Path(sys.executable))
    with pytest.raises(dev.Stop) as caught:
        dev.pip("--no-index", "--find-links", str(dev.ROOT), "no-such-package-here==1.0")
    assert "PIP_INDEX_URL" in str(caught.value)
    assert "no-such-package-here" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display there")
class TestDisplay:
    @pytest.fixture(autouse=True)
    def nothing_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(variable, raising=False)

    def test_none(self, dev: ModuleType) -> None:
        assert dev.display_answers() is False

    def test_named_but_nobody_listens(self, dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISPLAY", ":9876")
        assert dev.display_answers() is False

    def test_offscreen_is_no_display_for_a_person(
        self, dev: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
        assert dev.display_answers() is False

    def test_wayland_socket(self, dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        assert dev.display_answers() is False
        (tmp_path / "wayland-0").touch()
        assert dev.display_answers() is True


def test_missing_libraries_are_read_from_ldd(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if os.name == "nt":
        pytest.skip("no ldd there")
    folder = dev.VENV / "lib" / "python3.11" / "site-packages" / "PySide6"
    folder.mkdir(parents=True)
    (folder / "QtGui.abi3.so").touch()
    ldd = tmp_path / "ldd"
    ldd.write_text(
        "#!/bin/sh\nprintf '\\tlibEGL.so.1 => not found\\n\\tlibQt6Qml.so.6 => not found\\n"
        "\\tlibc.so.6 => /lib/libc.so.6 (0x1)\\n\\tlibEGL.so.1 => not found\\n'\n",
        encoding="utf-8",
    )
    ldd.chmod(0o755)
    monkeypatch.setattr(dev.shutil, "which", lambda name: str(ldd) if name == "ldd" else None)
    assert dev.missing_libraries(("QtGui.abi3.so",)) == ["libEGL.so.1"]


@pytest.mark.parametrize(
    ("tools", "line"),
    [
        (
            ("apt-get", "sudo"),
            "    sudo apt-get update && sudo apt-get install --no-install-recommends libegl1 libgl1",
        ),
        (
            ("apt-get",),
            "    su - -c 'apt-get update && apt-get install --no-install-recommends libegl1 libgl1'",
        ),
    ],
)
def test_without_root_the_line_to_type_is_printed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tools: tuple[str, ...], line: str
) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}" if name in tools else None)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev.subprocess, "run", None)  # nothing may be started
    with pytest.raises(dev.Stop) as caught:
        dev.install_debian_packages(["libegl1", "libgl1"], "otherwise")
    assert line in str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("qt", "always_there", "goes_on"),
    [
        ("window", False, False),
        ("window", True, False),
        ("unseen", False, False),
        ("unseen", True, True),
        ("none", False, True),
    ],
)
def test_libraries_of_qt_stop_only_what_needs_them(
    dev: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    qt: str,
    always_there: bool,
    goes_on: bool,
) -> None:
    dev.VENV.mkdir()
    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(
        dev,
        "missing_libraries",
        lambda parts: [] if parts == dev.QT_ALWAYS and always_there else ["libxcb-cursor.so.0"],
    )
    if not goes_on:
        with pytest.raises(dev.Stop, match="libxcb-cursor0"):
            dev.ensure_qt_libraries({}, qt)
        return
    stamp: dict[str, str] = {}
    dev.ensure_qt_libraries(stamp, qt)
    said = capsys.readouterr().out
    assert "libxcb-cursor0" in said
    assert "goes on without" in said
    assert stamp == {}, "the next command that needs them must look again"


def test_the_fuzzer_is_no_part_of_the_tests(dev: ModuleType, recorder: Recorder) -> None:
    dev.ensure("test")
    assert "fuzz.txt" not in recorder.calls
    recorder.calls.clear()
    dev.ensure("fuzz")
    assert recorder.calls == ["fuzz.txt"]
    recorder.calls.clear()
    dev.ensure("test")
    assert recorder.calls == []


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_fuzzing_says_where_it_does_not_run(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr(dev.sys, "platform", system)
    with pytest.raises(dev.Stop) as caught:
        dev.command_fuzz(dev.parser().parse_args(["fuzz"]))
    assert "Linux alone" in str(caught.value)


def test_a_wrong_target_lists_those_there_are(
    dev: ModuleType, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.fuzz.targets import TARGETS

    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "ROOT", BUILD.parent)
    with pytest.raises(dev.Stop) as caught:
        dev.command_fuzz(dev.parser().parse_args(["fuzz", "sbom"]))
    assert ", ".join(TARGETS) in str(caught.value)
    assert recorder.calls == []


@pytest.mark.parametrize("command", ["run", "setup", "bench", "fuzz", "lock"])
def test_help_of_each_command_sets_nothing_up(command: str, tmp_path: Path) -> None:
    script = tmp_path / "build" / "dev.py"
    script.parent.mkdir()
    script.write_bytes((BUILD / "dev.py").read_bytes())
    done = subprocess.run(
        [sys.executable, str(script), command, "--help"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert "usage" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_an_old_python_gets_a_sentence(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as caught:
        dev.require_python()
    assert "Python 3.11 or newer; this is Python 3.9.2" in str(caught.value)
