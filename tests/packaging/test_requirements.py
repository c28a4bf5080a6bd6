"""The lock files are exact, complete, and say nothing about the machine that made them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

LOCKS = ("run", "build", "test", "fuzz")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(path: Path) -> dict[str, str]:
    """Name and version of each line of a .in file."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("==") for line in lines if line and not line.startswith(("#", "-c "))]
    return {canonical(name): version for name, version in pairs}


def locked(path: Path) -> dict[str, tuple[str, int]]:
    """Name, version and number of hashes of each entry of a lock file."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    entries = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        match = re.match(r"^([A-Za-z0-9_.-]+)==(\S+)( ; [^-]+?)?((?:\s+--hash=sha256:[0-9a-f]{64})+)$", line)
        assert match, line
        entries[canonical(match[1])] = (match[2], match[4].count("--hash"))
    return entries


@pytest.fixture
def folder(project_root: Path) -> Path:
    return project_root / "build" / "requirements"


@pytest.mark.parametrize("name", LOCKS)
def test_every_wanted_package_is_locked_with_hashes(folder: Path, name: str) -> None:
    lock = locked(folder / f"{name}.txt")
    for package, version in wanted(folder / f"{name}.in").items():
        assert lock[package][0] == version
    assert all(hashes for _, hashes in lock.values())


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_host_no_path_and_no_date(folder: Path, name: str) -> None:
    text = (folder / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--index|--extra|--find-links|^#|/", text, flags=re.MULTILINE)


def test_one_package_has_one_version_in_all_lock_files(folder: Path) -> None:
    seen: dict[str, str] = {}
    for name in LOCKS:
        for package, (version, _) in locked(folder / f"{name}.txt").items():
            assert seen.setdefault(package, version) == version, package


def test_compiled_packages_are_locked_for_every_system(folder: Path) -> None:
    # Windows, two Macs and two kinds of Linux for each Python at the least.
    lock = locked(folder / "run.txt")
    assert lock["lxml"][1] > 15
    assert lock["msgspec"][1] > 15
    assert lock["pyyaml"][1] > 15
    assert lock["pyside6-essentials"][1] >= 5


def test_packages_only_other_systems_need_are_locked_too(folder: Path) -> None:
    assert {"colorama", "pefile", "pywin32-ctypes", "macholib"} <= set(locked(folder / "build.txt"))
    assert "colorama" in locked(folder / "test.txt")


def test_project_metadata_names_the_same_versions(project_root: Path, folder: Path) -> None:
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pairs = [dependency.split("==") for dependency in project["dependencies"]]
    assert {canonical(name): version for name, version in pairs} == wanted(folder / "run.in")
