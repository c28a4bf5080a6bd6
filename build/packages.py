"""Turns the frozen program in `dist/` into what people install on this system, with its sum.

Called by `python3 build/dev.py package`. Linux: a `.deb`, and an AppImage where appimagetool is on the path.
Windows: the installer of Inno Setup, where ISCC is on the path. macOS: a disk image.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALLERS = ROOT / "build" / "installers"
DIST = ROOT / "dist"
PROGRAM = "CRA Suite"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
#: Libraries that the bundle brings and the files that they read, by the Debian package these come in.
_FILES_OF_LIBRARIES = {
    "libfontconfig.so.1": "fontconfig-config",
    "libX11.so.6": "libx11-data",
    "libxkbcommon.so.0": "xkb-data",
}


class PackageError(Exception):
    """Something this system lacks, with what to do."""


def version() -> str:
    """Version of the program."""
    sys.path.insert(0, str(ROOT))
    from crasuite import __version__

    return __version__


# --- Linux -------------------------------------------------------------------------------------------------


def needed_packages(bundle: Path) -> list[str]:
    """Debian packages of the shared libraries that the bundle asks for and does not bring, and of files that
    those it brings read.
    """
    files = [path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink() and _is_elf(path)]
    brought = {path.name for path in bundle.rglob("*")}
    wanted: set[str] = set()
    for path in files:
        said = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=False)
        wanted |= {line.split()[1] for line in said.stdout.splitlines() if line.strip().startswith("NEEDED")}
    packages = {owner for library, owner in _FILES_OF_LIBRARIES.items() if library in brought}
    for library in sorted(wanted - brought):
        said = subprocess.run(
            ["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True, check=False
        )
        owners = [line.split(":")[0] for line in said.stdout.splitlines() if line.endswith(f"/{library}")]
        packages |= set(owners[:1])
    return sorted(packages)


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def lay_out(bundle: Path, root: Path) -> None:
    """Put the program and what a desktop wants to know of it where Linux looks for it, below `root`."""
    place = root / "usr" / "lib" / "crasuite"
    shutil.copytree(bundle, place, symlinks=True)
    linux = INSTALLERS / "linux"
    share = root / "usr" / "share"
    _copy(linux / "crasuite.desktop", share / "applications" / "crasuite.desktop")
    _copy(linux / "crasuite-mime.xml", share / "mime" / "packages" / "crasuite.xml")
    icon = ROOT / "resources" / "icons" / "crasuite.svg"
    _copy(icon, share / "icons" / "hicolor" / "scalable" / "apps" / "crasuite.svg")
    about = (linux / "crasuite.metainfo.xml.in").read_text(encoding="utf-8")
    about = (
        about.replace("@ID@", component_id())
        .replace("@VERSION@", version())
        .replace("@DATE@", f"{_now():%Y-%m-%d}")
    )
    _write(share / "metainfo" / "crasuite.metainfo.xml", about)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "crasuite").symlink_to("../lib/crasuite/crasuite")


def manual_page() -> str:
    """crasuite(1): what `crasuite --help` says, and each command with its own help."""
    said = _help()
    commands = re.findall(r"^ {4}([a-z-]+)(?: |$)", said.partition("\ncommands:")[2], flags=re.MULTILINE)
    parts = [
        f'.TH CRASUITE 1 {_now():%Y-%m-%d} "CRA Suite {version()}"',
        ".SH NAME",
        "crasuite \\- offline assistant for the EU Cyber Resilience Act",
        ".SH SYNOPSIS",
        *_as_it_stands(said),
        ".SH COMMANDS",
    ]
    for command in commands:
        parts += [f".SS {command}".replace("-", "\\-"), *_as_it_stands(_help(command))]
    return "\n".join(parts) + "\n"


def _help(*command: str) -> str:
    said = subprocess.run(
        [sys.executable, "-m", "crasuite", *command, "--help"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "78", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return said.stdout.strip()


def _as_it_stands(text: str) -> list[str]:
    """Lines for a manual page that are not filled; nothing in them is a command of its language."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").splitlines()
    return [".nf", *(f"\\&{line}" if line[:1] in (".", "'") else line for line in lines), ".fi"]


def component_id() -> str:
    """The name under which software centres know the program: a reversed address of whoever publishes it.

    The project owns no domain, and one of somebody else would be a claim that is not true. Where a forge
    builds the release, the name is that of its account there; a package built by hand is called as before.
    """
    owner = os.environ.get("GITHUB_REPOSITORY_OWNER", "").lower().replace("-", "_")
    if not owner:
        return "crasuite"
    return f"io.github.{'_' if owner[0].isdigit() else ''}{owner}.crasuite"


def _now() -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def make_deb(bundle: Path) -> Path:
    """The Debian package.

    Raises:
        PackageError: dpkg-deb or objdump is missing.
    """
    for tool, owner in (("dpkg-deb", "dpkg"), ("objdump", "binutils")):
        if shutil.which(tool) is None:
            raise PackageError(f"{tool} is missing; install {owner}.")
    architecture = _ARCHITECTURES.get(platform.machine(), platform.machine())
    target = DIST / f"crasuite_{version()}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=DIST) as folder:
        root = Path(folder) / "root"
        lay_out(bundle, root)
        _write(
            root / "usr" / "share" / "doc" / "crasuite" / "copyright",
            (INSTALLERS / "linux" / "copyright").read_text(encoding="utf-8"),
        )
        changes = root / "usr" / "share" / "doc" / "crasuite" / "changelog.gz"
        changes.write_bytes(gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
        manual = root / "usr" / "share" / "man" / "man1" / "crasuite.1.gz"
        manual.parent.mkdir(parents=True)
        manual.write_bytes(gzip.compress(manual_page().encode(), mtime=0))
        size = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()) // 1024
        control = [
            "Package: crasuite",
            f"Version: {version()}",
            f"Architecture: {architecture}",
            "Maintainer: The CRA Suite project <crasuite@localhost>",
            f"Installed-Size: {size}",
            f"Depends: {', '.join(needed_packages(bundle))}",
            "Section: misc",
            "Priority: optional",
            "Description: Offline assistant for the EU Cyber Resilience Act",
            " Asks about a product with digital elements and says which duties of",
            " Regulation (EU) 2024/2847 follow, keeps the technical file and writes the",
            " documents. Works offline; everything stays in one local file.",
        ]
        _write(root / "DEBIAN" / "control", "\n".join(control) + "\n")
        _normalise(root)
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)]
        _call(command, SOURCE_DATE_EPOCH=str(int(_now().timestamp())))
    return target


def _normalise(root: Path) -> None:
    """Rights as Debian wants them, whatever the builder's umask was."""
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.name in ("crasuite", "AppRun")
        path.chmod(0o755 if runs else 0o644)


def make_appimage(bundle: Path) -> Path | None:
    """The AppImage, or None where appimagetool is not on the path."""
    tool = shutil.which("appimagetool")
    if tool is None:
        print("No AppImage: appimagetool is not on the path.")
        return None
    target = DIST / f"CRA-Suite-{version()}-{platform.machine()}.AppImage"
    with tempfile.TemporaryDirectory(dir=DIST) as folder:
        root = Path(folder) / "CRA-Suite.AppDir"
        lay_out(bundle, root)
        _copy(INSTALLERS / "linux" / "crasuite.desktop", root / "crasuite.desktop")
        _copy(ROOT / "resources" / "icons" / "crasuite.svg", root / "crasuite.svg")
        (root / "AppRun").symlink_to("usr/bin/crasuite")
        _normalise(root)
        _call([tool, str(root), str(target)], ARCH=platform.machine())
    return target


# --- Windows and macOS -------------------------------------------------------------------------------------


def make_setup(bundle: Path) -> Path:
    """The installer for Windows.

    Raises:
        PackageError: Inno Setup is missing.
    """
    tool = shutil.which("ISCC")
    if tool is None:
        raise PackageError("ISCC is missing; install Inno Setup 6 and put its folder on the path.")
    script = INSTALLERS / "windows" / "crasuite.iss"
    from program_icons import write_ico  # loads Qt, which only this installer needs here

    with tempfile.TemporaryDirectory() as folder:
        icon = write_ico(Path(folder) / "crasuite.ico")
        values = {"AppVersion": version(), "Bundle": bundle, "Output": DIST, "Icon": icon}
        _call([tool, *(f"/D{name}={value}" for name, value in values.items()), str(script)])
    return DIST / f"CRA-Suite-{version()}-setup.exe"


def make_dmg(bundle: Path) -> Path:
    """The disk image for macOS."""
    target = DIST / f"CRA-Suite-{version()}-{platform.machine()}.dmg"
    _call([str(INSTALLERS / "macos" / "make_dmg.sh"), str(bundle.with_suffix(".app")), str(target)])
    return target


# --- all ---------------------------------------------------------------------------------------------------


def _call(command: list[str], **extra: str) -> None:
    if subprocess.call(command, env={**os.environ, **extra}) != 0:
        raise PackageError(f"{Path(command[0]).name} failed; its message is above.")


def sbom_name() -> str:
    """Name of the SBOM beside the packages: each system has its own, and a release holds them all."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    return f"CRA-Suite-{version()}-{system}-{platform.machine().lower()}.cdx.json"


def write_sum(file: Path) -> Path:
    """Write the SHA-256 beside the file, as `sha256sum --check` reads it."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(1 << 20):
            digest.update(chunk)
    target = file.with_name(file.name + ".sha256")
    target.write_text(f"{digest.hexdigest()}  {file.name}\n", encoding="utf-8")
    return target


def main() -> int:
    """Make the packages of this system; returns an exit code."""
    bundle = DIST / PROGRAM
    if not bundle.is_dir():
        print("There is no program in dist/ yet: python3 build/dev.py bundle", file=sys.stderr)
        return 1
    try:
        if sys.platform == "win32":
            made = [make_setup(bundle)]
        elif sys.platform == "darwin":
            made = [make_dmg(bundle)]
        else:
            made = [file for file in (make_deb(bundle), make_appimage(bundle)) if file is not None]
    except PackageError as error:
        print(error, file=sys.stderr)
        return 1
    made.append(DIST / sbom_name())
    shutil.copyfile(bundle / "crasuite.cdx.json", made[-1])
    for file in made:
        write_sum(file)
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
