"""What lies beside the frozen program: licence texts of everything in it, and its SBOM.

`python build/bundle_papers.py "dist/CRA Suite"` writes `licences/` and `crasuite.cdx.json` into that folder.
The packages are those of `build/requirements/run.txt` that the environment holds; libraries of the build
machine that PyInstaller collected are named file by file.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SBOM_NAME = "crasuite.cdx.json"
LICENCES = "licences"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_LIBRARY = re.compile(r"\.(so|dylib|dll|pyd)(\.|$)", re.IGNORECASE)
#: Packages of run.txt whose licence text the wheel leaves out, with the texts kept in this folder.
_OWN_TEXTS = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "cvss": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
#: Licences that the metadata of a package words freely.
_EXPRESSIONS = {
    "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "click": "BSD-3-Clause",
    "click-default-group": "LicenseRef-Public-Domain",
    "cvss": "LGPL-3.0-or-later",
    "et-xmlfile": "MIT",
    "lxml": "BSD-3-Clause",
    "openpyxl": "MIT",
    "pluggy": "MIT",
    "tabulate": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "python-docx": "MIT",
    "pyyaml": "MIT",
    "six": "MIT",
    "sqlite-fts4": "Apache-2.0",
    "sqlite-utils": "Apache-2.0",
    "tzdata": "Apache-2.0",
}


@dataclass(frozen=True)
class Part:
    """One package or library inside the bundle."""

    name: str
    version: str
    purl: str
    licence: str
    supplier: str
    texts: tuple[Path, ...]
    requires: tuple[str, ...] = ()


def pinned(lock: Path) -> Iterator[tuple[str, str]]:
    """Name and version of each package of a lock file."""
    for line in lock.read_text(encoding="utf-8").splitlines():
        found = _PINNED.match(line)
        if found:
            yield canonical(found[1]), found[2]


def canonical(name: str) -> str:
    """The name as package indexes compare it.

    >>> canonical("Python_DateUtil")
    'python-dateutil'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def packages(lock: Path) -> list[Part]:
    """The Python packages of the bundle, in the order of the lock file.

    Raises:
        SystemExit: one of them states no licence, so that nobody could say what comes along.
    """
    names = [name for name, _ in pinned(lock)]
    parts = []
    for name in names:
        try:
            held = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system, as the lock file is for all of them
        licence = _EXPRESSIONS.get(name) or held.metadata.get("License-Expression") or ""
        texts = [Path(str(held.locate_file(file))) for file in held.files or () if _is_licence(file.parts)]
        texts += [ROOT / "build" / LICENCES / text for text in _OWN_TEXTS.get(name, ())]
        if not licence:
            raise SystemExit(f"{name} {held.version} states no licence; add it to build/bundle_papers.py.")
        requires = {canonical(re.split(r"[^A-Za-z0-9._-]", line)[0]) for line in held.requires or ()}
        parts.append(
            Part(
                held.metadata["Name"],
                held.version,
                f"pkg:pypi/{name}@{held.version}",
                licence,
                _supplier(held),
                tuple(texts),
                tuple(sorted(requires.intersection(names) - {name})),
            )
        )
    return parts


def _is_licence(parts: tuple[str, ...]) -> bool:
    return any(part.endswith(".dist-info") for part in parts) and bool(_LICENCE_FILE.match(parts[-1]))


def _supplier(held: importlib.metadata.Distribution) -> str:
    for key in ("Author", "Maintainer", "Author-email", "Maintainer-email"):
        said = held.metadata.get(key) or ""
        name = said.split("<")[0].strip().strip('"')
        if name and not name.startswith("See "):
            return name
    return f"The maintainers of {held.metadata['Name']}"


def python_itself() -> Part:
    """The interpreter, which PyInstaller copies in."""
    text = Path(sysconfig.get_paths()["stdlib"]) / "LICENSE.txt"
    version = platform.python_version()
    return Part(
        "CPython",
        version,
        f"pkg:generic/cpython@{version}",
        "PSF-2.0",
        "Python Software Foundation",
        (text,) if text.exists() else (),
    )


def system_libraries(bundle: Path) -> list[tuple[Path, Part | None]]:
    """Libraries in the bundle that came from the build machine, each with its Debian package where known."""
    found: list[tuple[Path, Part | None]] = []
    inside = bundle / "_internal"
    for path in sorted(inside.iterdir()) if inside.is_dir() else ():
        own = path.is_symlink() or path.name.startswith("libpython")  # links lead into the packages
        if path.is_file() and _LIBRARY.search(path.name) and not own:
            found.append((path, _debian_part(path.name)))
    return found


def _debian_part(name: str) -> Part | None:
    if shutil.which("dpkg-query") is None:
        return None
    said = subprocess.run(["dpkg-query", "-S", f"*/{name}"], capture_output=True, text=True, check=False)
    owners = sorted({line.split(":")[0] for line in said.stdout.splitlines() if line.endswith(f"/{name}")})
    if not owners:
        return None
    owner = owners[0]
    asked = ["dpkg-query", "-W", "-f", "${Version}\n${source:Package}", owner]
    version, _, source = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.partition(
        "\n"
    )
    text = Path("/usr/share/doc") / owner / "copyright"
    return Part(
        owner,
        version,
        f"pkg:deb/debian/{owner}@{version}",
        _debian_licence(text),
        "Debian",
        (text,) if text.exists() else (),
    )


def _debian_licence(copyright_file: Path) -> str:
    """The licences a machine-readable copyright file names, or a reference to it."""
    if copyright_file.exists():
        lines = copyright_file.read_text(encoding="utf-8", errors="replace").splitlines()
        names = {line.partition(":")[2].strip() for line in lines if line.startswith("License:")}
        if len(names) == 1 and re.fullmatch(r"[A-Za-z0-9.+-]+", only := names.pop()):
            return f"LicenseRef-debian-{only}"
    return "LicenseRef-debian-copyright-file"


def write_licences(bundle: Path, parts: Iterable[Part]) -> Path:
    """Write the texts and an index of them; returns the folder."""
    folder = bundle / LICENCES
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copyfile(ROOT / "LICENSE", folder / "CRA-Suite.txt")
    lines = [
        "What CRA Suite is made of, and under which licences. The texts lie in this folder.",
        "",
        "Qt, PySide6 and Shiboken are used under LGPL-3.0-only, as separate shared libraries in",
        "_internal/PySide6 and _internal/shiboken6. You may replace them by builds of your own with the same",
        "interface: put the files in their place. Their source code: download.qt.io, under",
        "official_releases/qt and official_releases/QtForPython, in the version named below. Taking the",
        "program apart in order to debug such a change is allowed. The same goes for cvss, whose source",
        "files lie in _internal/cvss. In the program of macOS all of them lie in Contents/Frameworks, and it",
        'starts again after: codesign --force --deep --sign - "CRA Suite.app"',
        "",
    ]
    for part in parts:
        names = []
        for number, text in enumerate(part.texts):
            name = f"{part.name}-{part.version}".replace(":", "_") + (f"-{number + 1}" if number else "")
            shutil.copyfile(text, folder / f"{name}.txt")
            names.append(f"{name}.txt")
        lines.append(f"{part.name} {part.version}: {part.licence}. {', '.join(names)}")
    for folder_of, what in (("fonts", "Inter typeface: OFL-1.1"), ("icons", "Lucide icons: ISC")):
        for text in sorted((ROOT / "resources" / folder_of).glob("*LICEN*")):
            name = f"{folder_of}-{text.stem}.txt"
            shutil.copyfile(text, folder / name)
            lines.append(f"{what}. {name}")
    (folder / "README.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def sbom(version: str, parts: list[Part], libraries: list[tuple[Path, Part | None]]) -> dict[str, Any]:
    """The bundle as CycloneDX 1.6.

    SOURCE_DATE_EPOCH, where set, is its time, so that the same input gives the same file.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    made = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    purl = f"pkg:generic/crasuite@{version}"
    components: list[dict[str, Any]] = [_component(part) for part in parts]
    seen = {part.purl for part in parts}
    names = []
    for path, part in libraries:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if part is None:
            ref = f"file:{path.name}"
            components.append(
                {
                    "type": "library",
                    "bom-ref": ref,
                    "name": path.name,
                    "version": digest[:12],
                    "hashes": [{"alg": "SHA-256", "content": digest}],
                    "description": "Library of the build machine",
                }
            )
            names.append(ref)
        elif part.purl not in seen:
            seen.add(part.purl)
            components.append(_component(part) | {"hashes": [{"alg": "SHA-256", "content": digest}]})
            names.append(part.purl)
    of_name = {canonical(part.name): part.purl for part in parts}
    direct = _direct() & of_name.keys()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, purl + made.isoformat())}",
        "version": 1,
        "metadata": {
            "timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [{"type": "application", "name": "crasuite bundle", "version": version}]},
            "supplier": {"name": "The CRA Suite project"},
            "authors": [{"name": "The CRA Suite project"}],
            "component": {
                "type": "application",
                "bom-ref": purl,
                "name": "CRA Suite",
                "version": version,
                "purl": purl,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "supplier": {"name": "The CRA Suite project"},
            },
        },
        "components": components,
        "dependencies": [
            {
                "ref": purl,
                "dependsOn": sorted({of_name[name] for name in direct} | {of_name["cpython"], *names}),
            },
            *(
                {
                    "ref": part.purl,
                    "dependsOn": sorted(of_name[name] for name in part.requires if name in of_name),
                }
                for part in parts
            ),
            *({"ref": name, "dependsOn": []} for name in names),
        ],
        "compositions": [{"aggregate": "complete", "assemblies": [purl]}],
    }


def _component(part: Part) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "supplier": {"name": part.supplier},
        "licenses": [{"expression": part.licence}],
    }


def _direct() -> set[str]:
    lines = (ROOT / "build" / "requirements" / "run.in").read_text(encoding="utf-8").splitlines()
    return {canonical(line.split("==")[0]) for line in lines if "==" in line and not line.startswith("#")}


def main(bundle: Path) -> None:
    """Write both beside the program in `bundle`."""
    sys.path.insert(0, str(ROOT))
    from crasuite import __version__

    parts = [python_itself(), *packages(ROOT / "build" / "requirements" / "run.txt")]
    libraries = system_libraries(bundle)
    from_system = {part.purl: part for _, part in libraries if part is not None}
    write_licences(bundle, [*parts, *from_system.values()])
    written = json.dumps(sbom(__version__, parts, libraries), indent=1, ensure_ascii=False)
    (bundle / SBOM_NAME).write_text(written + "\n", encoding="utf-8")
    app = bundle.with_suffix(".app")  # macOS: made of the folder before these papers were
    if app.is_dir():
        place = app / "Contents" / "Resources"
        shutil.copytree(bundle / LICENCES, place / LICENCES, dirs_exist_ok=True)
        shutil.copyfile(bundle / SBOM_NAME, place / SBOM_NAME)
    print(
        f"{SBOM_NAME}: {len(parts)} packages, {len(from_system)} packages of the system; {LICENCES}/ written"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
