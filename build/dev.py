#!/usr/bin/env python3
"""One command for everything a developer or a first-time user does with the source folder.

    python3 build/dev.py run [FILE]     set up what is missing, then open the window
    python3 build/dev.py test [ARGS]    set up what is missing, then check and test (ARGS go to pytest)
    python3 build/dev.py setup          set up only: afterwards .venv holds the `crasuite` command
    python3 build/dev.py bench          measure, print the table (--json FILE writes it)
    python3 build/dev.py fuzz [TARGET]  feed the readers of files with damaged ones (Linux; --seconds N)
    python3 build/dev.py bundle         freeze the program into dist/
    python3 build/dev.py package        the bundle, and what people install on this system
    python3 build/dev.py translations   bring the catalogues up to date with the texts (maintainers)
    python3 build/dev.py lock           make the lock files anew (maintainers)

Standard library only, because it runs before anything is installed. It never writes outside the source
folder, except that on Debian and Ubuntu, as root, it installs the system libraries that Qt needs.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

MINIMUM = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "build" / "requirements"
SAMPLE = ROOT / "resources" / "samples" / "smart-door-lock.json"
STAMP = VENV / "crasuite-setup.json"
UNFINISHED = VENV / "crasuite-setup-unfinished"
UV_VERSION = "0.13.8"  # makes the lock files; nothing else needs it

#: What each level of the environment is made from. "test" and "fuzz" stand on "run".
LOCKS = {"run": ("run.txt", "build.txt"), "test": ("test.txt",), "fuzz": ("fuzz.txt",)}

#: In the order in which one is made from the other.
LOCK_FILES = ("run", "build", "test", "fuzz")

#: The library files Qt asks for and a bare Debian lacks, with the package that brings each.
#: Names are the same on Debian 12 and later and on Ubuntu 22.04 and later.
DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}

#: Qt parts that every command with a window needs, and those only a window on a real screen needs.
QT_ALWAYS = (
    "QtCore.abi3.so",
    "QtGui.abi3.so",
    "QtWidgets.abi3.so",
    "QtSvg.abi3.so",
    "QtSvgWidgets.abi3.so",
    "QtPrintSupport.abi3.so",
    "QtTest.abi3.so",
    "Qt/plugins/platforms/libqoffscreen.so",
)
QT_X11 = ("Qt/plugins/platforms/libqxcb.so", "Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so")
QT_WAYLAND = (
    "Qt/plugins/platforms/libqwayland.so",
    "Qt/plugins/wayland-shell-integration/libxdg-shell.so",
    "Qt/plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
)


class Stop(Exception):
    """Work cannot go on; the text says what to do, the code is the exit code."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


def say(text: str = "") -> None:
    print(text, flush=True)


# --- the Python that runs this file ------------------------------------------------------------------------


def require_python() -> None:
    """Go on with a newer Python where one is installed under its own name; stop with a sentence otherwise."""
    if sys.version_info >= MINIMUM:
        return
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        newer = shutil.which(name)
        if newer:
            sys.exit(subprocess.call([newer, *sys.argv]))
    here = ".".join(map(str, sys.version_info[:3]))
    sys.exit(
        f"CRA Suite needs Python 3.11 or newer; this is Python {here} ({sys.executable}).\n"
        "Install a newer Python (from python.org or your system's packages) and use it for this command,\n"
        "for example:\n"
        "    python3.12 build/dev.py run"
    )


# --- the environment ---------------------------------------------------------------------------------------


def venv_program(name: str) -> Path:
    """Path of a program inside .venv, on any system."""
    if os.name == "nt":
        return VENV / "Scripts" / f"{name}.exe"
    return VENV / "bin" / name


def clean_environment(**extra: str) -> dict[str, str]:
    """Our environment without the settings that would send an installation or an import elsewhere."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name
        not in ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_HASHES")
    }
    env.update({"PYTHONNOUSERSITE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}, **extra)
    return env


def venv_version() -> str | None:
    """Version of the Python inside .venv, or None when it does not start."""
    try:
        answer = subprocess.run(
            [str(venv_program("python")), "-c", "import sys; print(sys.version.split()[0], sys.prefix)"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=clean_environment(PYTHONIOENCODING="utf-8"),
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version, _, prefix = answer.stdout.strip().partition(" ")
    # A copied or moved folder leaves scripts that point to the old place.
    same_place = prefix and Path(prefix).resolve() == VENV.resolve()
    return version if same_place and tuple(map(int, re.findall(r"\d+", version)[:2])) >= MINIMUM else None


def fingerprint(level: str, version: str) -> str:
    """Changes whenever that level of the environment would be made differently."""
    digest = hashlib.sha256()
    for part in (level, version, sys.platform, str(ROOT)):
        digest.update(part.encode() + b"\0")
    files = [REQUIREMENTS / name for name in LOCKS[level]]
    if level == "run":
        files += [ROOT / "pyproject.toml", ROOT / "crasuite" / "__init__.py"]
    for file in files:
        digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    new = STAMP.with_suffix(".new")
    new.write_text(json.dumps(stamp, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(new, STAMP)


def remove_venv() -> None:
    try:
        if VENV.is_symlink() or VENV.is_file():
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        raise Stop(
            f"The old environment in {VENV} could not be removed: {error}.\n"
            "Close the programs that use it, delete that folder, and run the command again."
        ) from error


def create_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        # Debian and Ubuntu ship Python without it.
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        say("This Python comes without the venv module.")
        install_debian_packages([package], f"Install {package} and run the command again.")
    say(f"Making the environment {VENV}")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], env=clean_environment())
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(
            f"Python could not make an environment in {VENV}; its message is above.\n"
            "Is the disk full or the folder read-only? Free about 1 GB of space, or move the source folder."
        )


def pip(*arguments: str) -> None:
    """Run pip in the environment; on failure say what a person can do about it."""
    # A person sees pip's progress bars; a log gets no more than pip's complaints.
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    command = [str(venv_program("python")), "-m", "pip", "install", "--no-input", *quiet, *arguments]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=clean_environment(),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    complaint: list[str] = []
    with process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                sys.stderr.write(line)
                complaint.append(line)
            process.wait()
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise Stop(pip_advice("".join(complaint)))


def pip_advice(complaint: str) -> str:
    """Turn pip's complaint into what went wrong and what to do now."""
    text = complaint.lower()
    if "no space left" in text or "errno 28" in text:
        cause = "The disk is full. Free about 1 GB and run the command again."
    elif "do not match the hashes" in text or "hash" in text and "expected" in text:
        cause = (
            "A downloaded package is not the one this project was tested with (its hash differs).\n"
            "Run the command again. If it happens again, something between you and the package index\n"
            "changes downloads: ask whoever runs your network or your package mirror."
        )
    elif "certificate" in text or "sslerror" in text:
        cause = (
            "The package index's certificate was not accepted. Behind a company proxy, tell pip the\n"
            "company's certificate file: set PIP_CERT to its path, and run the command again."
        )
    elif "proxyerror" in text or "407" in text:
        cause = (
            "The proxy refused the connection. Set HTTPS_PROXY to http://user:password@proxy:port,\n"
            "or ask whoever runs your network, and run the command again."
        )
    elif any(
        sign in text for sign in ("connection", "timed out", "name resolution", "no matching distribution")
    ):
        cause = (
            "The Python package index could not be reached, or does not have a package for this system.\n"
            "Setting up needs the internet once (the program never does). Check the connection; behind\n"
            "a proxy set HTTPS_PROXY; with a company mirror set PIP_INDEX_URL. Then run the command again."
        )
    elif "permission" in text:
        cause = (
            f"A file in {VENV} could not be written.\n"
            "Close the programs that use it, or delete that folder, and run the command again."
        )
    else:
        cause = (
            "pip could not install the packages; its message is above.\n"
            "Deleting the .venv folder and running the command again may help."
        )
    return f"Setting up stopped.\n{cause}"


def ensure(level: str, qt: str = "unseen") -> None:
    """Bring .venv to the wanted level ("run", "test" or "fuzz"); does nothing when it is there already.

    `qt` is what the command does with it: open a "window", draw "unseen", or nothing ("none").
    """
    version = venv_version()
    if version is None or UNFINISHED.exists():
        if UNFINISHED.exists():
            say("An earlier set-up was interrupted; starting again.")
        elif VENV.exists():
            say("The environment in .venv does not work; making a new one.")
        remove_venv()
        create_venv()
        version = venv_version()
        if version is None:
            raise Stop(f"The environment in {VENV} does not start. Delete that folder and try again.")
    stamp = read_stamp()
    levels = ["run"] if level == "run" else ["run", level]
    todo = [name for name in levels if stamp.get(name) != fingerprint(name, version)]
    if "run" in todo:
        stamp.pop("qt-libraries", None)
    for name in todo:
        stamp.pop(name, None)
        UNFINISHED.write_text("", encoding="utf-8")
        say(f"Installing what it takes to {name} CRA Suite (once; needs the internet)")
        locks = [argument for lock in LOCKS[name] for argument in ("-r", str(REQUIREMENTS / lock))]
        try:
            # The lock files name everything, so nothing is left to resolve; wheels need no compiler.
            pip("--no-deps", "--require-hashes", "--only-binary", ":all:", *locks)
            if name == "run":
                pip("--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))
        except Stop:
            # pip gave up in good order, so what was there still works; only an interruption leaves halves.
            UNFINISHED.unlink()
            raise
        stamp[name] = fingerprint(name, version)
        write_stamp(stamp)
        UNFINISHED.unlink()
    ensure_catalogues()
    if sys.platform.startswith("linux"):
        ensure_qt_libraries(stamp, qt)


def ensure_catalogues() -> None:
    """Compile the words of the other languages, where a catalogue is newer than its compiled form."""
    files = (ROOT / "resources" / "translations").glob("*/*.po")
    if all(
        file.with_suffix(".mo").exists()
        and file.with_suffix(".mo").stat().st_mtime_ns >= file.stat().st_mtime_ns
        for file in files
    ):
        return
    command = [str(venv_program("python")), str(ROOT / "build" / "translations.py"), "--compile"]
    if subprocess.call(command, cwd=ROOT, env=clean_environment()) != 0:
        raise Stop("The translations could not be compiled; the message is above.")


# --- system libraries for Qt -------------------------------------------------------------------------------


def missing_libraries(parts: tuple[str, ...]) -> list[str]:
    """Names of the shared libraries these Qt parts ask for and the system does not have."""
    ldd = shutil.which("ldd")
    folder = next(VENV.glob("lib*/python*/site-packages/PySide6"), None)
    if ldd is None or folder is None:
        return []
    files = [str(folder / part) for part in parts if (folder / part).exists()]
    answer = subprocess.run(
        [ldd, *files], capture_output=True, text=True, errors="replace", env=clean_environment(LC_ALL="C")
    )
    names = re.findall(r"^\s*(\S+) => not found", answer.stdout, flags=re.MULTILINE)
    return sorted({name for name in names if not name.startswith(("libQt6", "libpyside", "libshiboken"))})


def ensure_qt_libraries(stamp: dict[str, str], qt: str) -> None:
    """Have the libraries Qt needs: as root on Debian or Ubuntu install them, else print the line to type."""
    session = "wayland" if os.environ.get("WAYLAND_DISPLAY") else "x11"
    if stamp.get("qt-libraries") in ("x11+wayland", session):
        return
    always = missing_libraries(QT_ALWAYS)
    on_screen = missing_libraries(QT_X11 + (QT_WAYLAND if session == "wayland" else ()))
    missing = sorted({*always, *on_screen})
    if missing:
        say("Qt needs system libraries that are not installed: " + ", ".join(missing))
        packages = sorted({DEBIAN_PACKAGES[name] for name in missing if name in DEBIAN_PACKAGES})
        unknown = [name for name in missing if name not in DEBIAN_PACKAGES]
        needed_now = qt == "window" or (qt == "unseen" and bool(always))
        try:
            if unknown or not packages:
                raise Stop(other_system_line(missing))
            install_debian_packages(packages, other_system_line(missing))
            left = missing_libraries(QT_ALWAYS) + (missing_libraries(QT_X11) if qt == "window" else [])
            if left:
                raise Stop(
                    "Still missing after the installation: "
                    + ", ".join(left)
                    + ".\n"
                    + other_system_line(left)
                )
        except Stop as stop:
            if needed_now:
                raise
            say(str(stop))
            say("Only the window needs them, so this command goes on without.")
            return
    stamp["qt-libraries"] = "x11+wayland" if session == "wayland" else "x11"
    write_stamp(stamp)


def other_system_line(missing: list[str]) -> str:
    """The line to type where there is no apt-get; rpm systems find a package by the library it provides."""
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            names = " ".join(f"'{name}()(64bit)'" for name in missing)
            return f"Type this line, then run the command again:\n    sudo {tool} install {names}"
    return "Install the packages of your system that bring these libraries, then run the command again."


def install_debian_packages(packages: list[str], otherwise: str) -> None:
    """Install as root; not being root, stop with the one line to type."""
    apt = shutil.which("apt-get")
    if apt is None:
        raise Stop(otherwise)
    if os.geteuid() != 0:
        # A fresh machine has no package list yet, and Debian only brings sudo where root has no password.
        line = f"apt-get update && apt-get install --no-install-recommends {' '.join(packages)}"
        as_root = "sudo " + line.replace("&& ", "&& sudo ") if shutil.which("sudo") else f"su - -c '{line}'"
        raise Stop(f"Type this line, then run the command again:\n    {as_root}")
    say("Installing " + " ".join(packages))
    env = clean_environment(DEBIAN_FRONTEND="noninteractive")
    # Where a list cannot be fetched, an older one may still serve.
    listed = subprocess.run([apt, "update", "-q"], env=env, capture_output=True, text=True, errors="replace")
    install = [apt, "install", "-y", "-q", "--no-install-recommends", *packages]
    installed = subprocess.run(install, env=env, capture_output=True, text=True, errors="replace")
    if installed.returncode == 0:
        importlib.invalidate_caches()
        return
    say(listed.stderr + installed.stderr)
    raise Stop(
        "apt-get could not install them; its message is above. By hand:\n"
        f"    apt-get install --no-install-recommends {' '.join(packages)}"
    )


def missing_for_freezing() -> list[str]:
    """Debian packages of what PyInstaller needs on Linux and a bare system lacks."""
    if not sys.platform.startswith("linux"):
        return []
    packages = [] if shutil.which("objdump") else ["binutils"]
    library = str(sysconfig.get_config_var("INSTSONAME") or "")
    if ".so" in library:
        beside = Path(str(sysconfig.get_config_var("LIBDIR") or "")) / library
        try:
            ctypes.CDLL(str(beside) if beside.exists() else library)
        except OSError:
            packages.append(f"libpython{sys.version_info[0]}.{sys.version_info[1]}")
    return packages


def missing_for_tracing() -> list[str]:
    """Debian packages of what the test needs that watches for connections."""
    return ["strace"] if sys.platform.startswith("linux") and not shutil.which("strace") else []


def ensure_tools(packages: list[str], what: str, required: bool) -> None:
    """Have these packages, for what is named; only where `required` one cannot do without."""
    if not packages:
        return
    names = " and ".join(packages)
    say(f"{what} needs {names}.")
    try:
        install_debian_packages(packages, f"Install {names} and run the command again.")
    except Stop as stop:
        if required:
            raise
        say(str(stop))
        say("Only one test needs it, so the others run without it.")


# --- run ---------------------------------------------------------------------------------------------------


def display_answers() -> bool:
    """True when a person could see a window: a real display is named and something listens there."""
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / wayland).exists():
        return True
    match = re.fullmatch(r"(?P<host>.*?):(?P<number>\d+)(\.\d+)?", os.environ.get("DISPLAY", ""))
    if match is None:
        return False
    host, number = match["host"], int(match["number"])
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return any(listens(socket.AF_UNIX, address) for address in (path, "\0" + path))
    if host.startswith("/"):  # macOS XQuartz and the like name a socket file
        return True
    return listens(socket.AF_INET, (host, 6000 + number))


def listens(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(3)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True


def crasuite(*arguments: str) -> int:
    return subprocess.call(
        [str(venv_program("python")), "-m", "crasuite", *arguments], env=clean_environment()
    )


def command_run(options: argparse.Namespace) -> int:
    window = display_answers()
    ensure("run", "window" if window else "none")
    file: str | None = options.file
    if window:
        return crasuite("gui", *([file] if file else []))
    say("There is no display here, so the window cannot open; the command line does the same job instead.")
    if file and not file.lower().endswith(".json"):
        say(f"To write the documents of a product in {file}:")
        say(f"    {venv_program('crasuite')} export {file} --product NAME --to out")
        return 2
    answers = file or str(SAMPLE)
    target = Path.cwd() / "out"
    say(f"Product: {'the sample ' if not file else ''}{answers}")
    say()
    code = crasuite("assess", answers)
    if code == 0:
        say()
        code = crasuite("export", answers, "--to", str(target))
    if code == 0:
        say()
        say(f"The documents are in {target}")
    return code


# --- test --------------------------------------------------------------------------------------------------


def run_check(command: list[str], env: dict[str, str]) -> tuple[int, float, str]:
    """Run one check; its exit code, how long it took in seconds, and all that it printed."""
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    return done.returncode, time.monotonic() - start, done.stdout.rstrip()


def command_test(options: argparse.Namespace) -> int:
    ensure("test")
    ensure_tools(missing_for_freezing(), "The test of the frozen program", required=False)
    ensure_tools(missing_for_tracing(), "The test that nothing goes online", required=False)
    python = str(venv_program("python"))
    env = clean_environment(QT_QPA_PLATFORM="offscreen")
    env.pop("DISPLAY", None)
    env.pop("WAYLAND_DISPLAY", None)
    checks = {
        "ruff": [python, "-m", "ruff", "check", "."],
        "mypy": [python, "-m", "mypy"],
        "import-linter": [str(venv_program("lint-imports")), "--no-logo"],
        "lint-pack": [python, "-m", "crasuite", "lint-pack"],
    }
    failed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {name: pool.submit(run_check, command, env) for name, command in checks.items()}
        for name, check in running.items():
            code, seconds, output = check.result()
            # What went well is told in one line; lint-pack alone has hundreds of lines of advice.
            say(f"== {name}: {f'FAILED ({code})' if code else 'ok'} ({seconds:.1f} s)")
            if code:
                failed.append(name)
                say(output)
    if failed:
        say(f"Failed: {', '.join(failed)} (see above). The tests run all the same; the exit code will be 1.")
    # One more than cores: much of the time a test waits for the disk or for a program it started.
    workers = str(min(4, (os.cpu_count() or 2) + 1))
    tests = subprocess.call([python, "-m", "pytest", "-n", workers, *options.arguments], cwd=ROOT, env=env)
    return tests or (1 if failed else 0)


# --- the rest ----------------------------------------------------------------------------------------------


def command_setup(options: argparse.Namespace) -> int:
    ensure("test" if options.test else "run", "window" if display_answers() else "none")
    say(f"Ready. The command is {venv_program('crasuite')}")
    return 0


def command_translations(options: argparse.Namespace) -> int:
    ensure("run", "none")
    script = str(ROOT / "build" / "translations.py")
    arguments = ["--check"] if options.check else []
    return subprocess.call(
        [str(venv_program("python")), script, *arguments], cwd=ROOT, env=clean_environment()
    )


def command_bench(options: argparse.Namespace) -> int:
    ensure("run")
    arguments = ["--json", str(Path(options.json).resolve())] if options.json else []
    return subprocess.call(
        [str(venv_program("python")), str(ROOT / "tests" / "bench" / "run.py"), *arguments],
        cwd=ROOT,
        env=clean_environment(QT_QPA_PLATFORM="offscreen"),
    )


def command_fuzz(options: argparse.Namespace) -> int:
    """Each target for its seconds, one after the other; the exit code tells whether an input ended badly."""
    if not sys.platform.startswith("linux"):
        raise Stop("The fuzzer has packages for Linux alone. Run this command on Linux, or in a container.")
    script = ROOT / "tests" / "fuzz" / "run.py"
    text = (script.parent / "targets.py").read_text(encoding="utf-8")
    targets = re.findall(r'^    "([a-z-]+)": Target\(', text, flags=re.MULTILINE)
    if options.target and options.target not in targets:
        raise Stop(f"There is no target {options.target}. There are: {', '.join(targets)}.", 2)
    ensure("fuzz")
    more = ["--seconds", str(options.seconds)]
    if options.again:
        more += ["--again", str(Path(options.again).resolve())]
    failed = []
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None  # each input of some targets is a file
    for target in [options.target] if options.target else targets:
        say(f"== {target}")
        command = [str(venv_program("python")), str(script), target, *more]
        # The fuzzer ends without tidying up.
        with tempfile.TemporaryDirectory(prefix="crasuite-fuzz-", dir=memory) as folder:
            if subprocess.call(command, cwd=ROOT, env=clean_environment(TMPDIR=folder)) != 0:
                failed.append(target)
    if failed:
        say(f"Ended badly: {', '.join(failed)} (see above). The inputs are in work/fuzz/found/.")
    return 1 if failed else 0


def command_bundle(options: argparse.Namespace) -> int:
    ensure("run")
    ensure_tools(missing_for_freezing(), "Freezing the program", required=True)
    # PyInstaller's own default would be ./build, which is this folder.
    folders = ["--workpath", str(ROOT / "work" / "bundle"), "--distpath", str(ROOT / "dist")]
    command = [
        str(venv_program("python")),
        "-m",
        "PyInstaller",
        "--noconfirm",
        *folders,
        str(ROOT / "installer.spec"),
    ]
    code = subprocess.call(command, cwd=ROOT, env=clean_environment())
    if code != 0:
        return code
    papers = [
        str(venv_program("python")),
        str(ROOT / "build" / "bundle_papers.py"),
        str(ROOT / "dist" / "CRA Suite"),
    ]
    return subprocess.call(papers, cwd=ROOT, env=clean_environment())


def command_package(options: argparse.Namespace) -> int:
    """Bundle, and what people install on this system."""
    code = command_bundle(options)
    if code != 0:
        return code
    command = [str(venv_program("python")), str(ROOT / "build" / "packages.py")]
    return subprocess.call(command, cwd=ROOT, env=clean_environment())


def command_lock(options: argparse.Namespace) -> int:
    """Resolve the .in files for every system and Python at once, not just for the machine this runs on."""
    ensure("run", "none")
    with tempfile.TemporaryDirectory() as folder:
        pip("--target", folder, "--no-deps", f"uv=={UV_VERSION}")
        uv = Path(folder) / "bin" / ("uv.exe" if os.name == "nt" else "uv")
        for name in LOCK_FILES:
            command = [str(uv), "pip", "compile", f"{name}.in", "-o", f"{name}.txt", "--universal", "--quiet"]
            command += ["--python-version", ".".join(map(str, MINIMUM)), "--generate-hashes", "--no-header"]
            # sqlite-utils names pip as a dependency; the environment has its own.
            command += ["--no-annotate", "--no-emit-package", "pip"]
            if options.upgrade:
                command.append("--upgrade")
            if subprocess.call(command, cwd=REQUIREMENTS, env=clean_environment()) != 0:
                raise Stop(f"{name}.in could not be resolved; the message is above.")
    say("Made anew: " + ", ".join(f"build/requirements/{name}.txt" for name in LOCK_FILES))
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run", help="open the window; without a display, do a sample on the command line"
    )
    run.add_argument("file", nargs="?", metavar="FILE", help="a workspace to open")
    run.set_defaults(action=command_run)
    test = commands.add_parser("test", help="check and test; further arguments go to pytest", add_help=False)
    test.set_defaults(action=command_test, arguments=[])
    setup = commands.add_parser("setup", help="environment only")
    setup.add_argument("--test", action="store_true", help="with what the tests need")
    setup.set_defaults(action=command_setup)
    bench = commands.add_parser("bench", help="measure and print the table")
    bench.add_argument("--json", metavar="FILE", help="write the figures there as well")
    bench.set_defaults(action=command_bench)
    fuzz = commands.add_parser("fuzz", help="feed the readers of files with damaged ones; Linux only")
    fuzz.add_argument("target", nargs="?", metavar="TARGET", help="one reader only; a wrong name lists them")
    fuzz.add_argument("--seconds", type=int, default=60, metavar="N", help="for each target (default: 60)")
    fuzz.add_argument("--again", metavar="FILE", help="only read this input that ended badly once more")
    fuzz.set_defaults(action=command_fuzz)
    commands.add_parser("bundle", help="freeze the program into dist/").set_defaults(action=command_bundle)
    commands.add_parser("package", help="the bundle, and what people install on this system").set_defaults(
        action=command_package
    )
    translations = commands.add_parser("translations", help="bring the catalogues up to date")
    translations.add_argument("--check", action="store_true", help="only say what is missing or wrong")
    translations.set_defaults(action=command_translations)
    lock = commands.add_parser("lock", help="make the lock files anew")
    lock.add_argument(
        "--upgrade", action="store_true", help="newer versions of what the .in files leave open"
    )
    lock.set_defaults(action=command_lock)
    return top


def main(arguments: list[str]) -> int:
    top = parser()
    options, rest = top.parse_known_args(arguments)
    if options.command == "test":
        options.arguments = rest
    elif rest:
        top.error(f"unknown arguments: {' '.join(rest)}")
    try:
        code: int = options.action(options)
        return code
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr, flush=True)
        return stop.code
    except BrokenPipeError:
        # Whoever read our output has seen enough (`... | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nStopped. Run the command again to go on.", file=sys.stderr, flush=True)
        return 130


if __name__ == "__main__":
    require_python()
    sys.exit(main(sys.argv[1:]))
