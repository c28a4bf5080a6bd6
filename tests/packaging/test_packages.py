"""What lies beside the frozen program, and what a desktop is told of it."""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from crasuite import __version__, own_facts
from crasuite.language import ENGLISH, LANGUAGES
from crasuite.rules import load_pack
from crasuite.sbom.quality import Status, check_sbom
from crasuite.sbom.reader import read_sbom
from crasuite.store.sqlite_file import APPLICATION_ID
from tests.packaging.helpers import build_module

#: Sets of checks that the project's own SBOM passes in full.
OWN_SETS = ("cra", "ntia")
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def papers() -> ModuleType:
    return build_module("bundle_papers")


@pytest.fixture(scope="module")
def packages() -> ModuleType:
    return build_module("packages")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A folder with the shape of the bundle: a program, and a library that no package brings."""
    folder = tmp_path / "CRA Suite"
    inside = folder / "_internal"
    inside.mkdir(parents=True)
    shutil.copyfile(sys.executable, folder / "crasuite")
    (inside / "libunknown.so.1").write_bytes(b"\x7fELF of nobody")
    return folder


def test_own_sbom_passes_what_the_program_asks_of_others(
    papers: ModuleType, tmp_path: Path, project_root: Path
) -> None:
    parts = [papers.python_itself(), *papers.packages(project_root / "build" / "requirements" / "run.txt")]
    file = tmp_path / "crasuite.cdx.json"
    file.write_text(json.dumps(papers.sbom(__version__, parts, [])), encoding="utf-8")
    read = read_sbom(file)
    assert {component.name for component in read.components} == {part.name for part in parts}
    report = check_sbom(read, load_pack())
    sections = {one.section.id: one for one in report.sections}
    for name in OWN_SETS:
        unmet = [one for one in sections[name].findings if one.status is not Status.MET]
        assert not unmet, unmet


def test_every_package_brings_its_licence_text(papers: ModuleType, project_root: Path) -> None:
    parts = papers.packages(project_root / "build" / "requirements" / "run.txt")
    assert len(parts) > 10
    assert [part.name for part in parts if not part.texts] == []


def test_licences_and_sbom_name_a_library_without_a_package(papers: ModuleType, bundle: Path) -> None:
    papers.main(bundle)
    index = (bundle / "licences" / "README.txt").read_text(encoding="utf-8")
    assert "LGPL-3.0-only" in index
    for name in re.findall(r"(\S+\.txt)\b", index):
        assert (bundle / "licences" / name).stat().st_size > 0, name
    listed = json.loads((bundle / papers.SBOM_NAME).read_text(encoding="utf-8"))["components"]
    found = next(one for one in listed if one["name"] == "libunknown.so.1")
    assert found["hashes"] == [
        {"alg": "SHA-256", "content": hashlib.sha256(b"\x7fELF of nobody").hexdigest()}
    ]


def test_the_program_of_macos_holds_the_papers_and_finds_them(
    papers: ModuleType, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = bundle.with_suffix(".app") / "Contents" / "MacOS" / "crasuite"
    (program.parent.parent / "Resources").mkdir(parents=True)
    program.parent.mkdir()
    program.touch()
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_facts.sbom_file() is None
    papers.main(bundle)
    resources = program.parent.parent / "Resources"
    assert own_facts.sbom_file() == resources.resolve() / papers.SBOM_NAME
    texts = {file.name for file in (resources / "licences").iterdir()}
    assert texts == {file.name for file in (bundle / "licences").iterdir()}
    monkeypatch.setattr(sys, "executable", str(bundle / "crasuite"))
    assert own_facts.sbom_file() == bundle.resolve() / papers.SBOM_NAME


def test_the_same_time_gives_the_same_sbom(papers: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    parts = [papers.python_itself()]
    papers._direct = set  # the interpreter alone, without the packages it serves
    first = papers.sbom("1.0", parts, [])
    assert first == papers.sbom("1.0", parts, [])
    assert first["metadata"]["timestamp"] == "2026-01-01T00:00:00Z"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_layout_for_linux(packages: ModuleType, bundle: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    packages.lay_out(bundle, root)
    command = root / "usr" / "bin" / "crasuite"
    assert command.resolve() == root / "usr" / "lib" / "crasuite" / "crasuite"
    share = root / "usr" / "share"
    entry = configparser.ConfigParser(interpolation=None, strict=True)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(share / "applications" / "crasuite.desktop", encoding="utf-8")
    mime = ElementTree.parse(share / "mime" / "packages" / "crasuite.xml").getroot()
    kind = mime.find(f"{MIME}mime-type")
    assert kind is not None
    assert entry["Desktop Entry"]["MimeType"] == f"{kind.get('type')};"
    assert entry["Desktop Entry"]["Exec"] == "crasuite %f"
    assert (share / "icons/hicolor/scalable/apps" / f"{entry['Desktop Entry']['Icon']}.svg").exists()
    match = kind.find(f".//{MIME}match/{MIME}match")
    assert match is not None
    assert (int(match.get("offset", "")), int(match.get("value", ""), 16)) == (68, APPLICATION_ID)
    about = ElementTree.parse(share / "metainfo" / "crasuite.metainfo.xml").getroot()
    release = about.find("releases/release")
    assert release is not None
    assert release.get("version") == __version__


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_desktops_are_told_the_same_in_every_language(
    packages: ModuleType, bundle: Path, tmp_path: Path
) -> None:
    packages.lay_out(bundle, tmp_path / "root")
    share = tmp_path / "root" / "usr" / "share"
    entry = configparser.ConfigParser(interpolation=None, strict=True)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(share / "applications" / "crasuite.desktop", encoding="utf-8")
    words = entry["Desktop Entry"]
    about = ElementTree.parse(share / "metainfo" / "crasuite.metainfo.xml").getroot()
    assert {lang.text for lang in about.iterfind("languages/lang")} == set(LANGUAGES)
    for code in LANGUAGES:
        if code == ENGLISH:
            continue
        for key in ("Name", "GenericName", "Comment", "Keywords"):
            assert words[f"{key}[{code}]"], key
        for place in ("summary", "description/p", "description/ul/li"):
            languages = [one.get(XML_LANG, ENGLISH) for one in about.iterfind(place)]
            assert languages.count(code) == languages.count(ENGLISH) > 0, place


@pytest.fixture(scope="module")
def manual(packages: ModuleType) -> str:
    """The manual page; it starts the program for each command."""
    page: str = packages.manual_page()
    return page


def test_the_manual_page_holds_the_help_of_every_command(manual: str) -> None:
    lines = manual.splitlines()
    assert lines[0].startswith(".TH CRASUITE 1 ")
    assert {".SS gui", r".SS import\-checklist", r".SS must\-report", r".SS self\-test"} <= set(lines)
    assert any(line.startswith("usage: crasuite assess ") for line in lines)
    # What begins with a point is a command to the printer of the page; only ours may.
    assert {line.split()[0] for line in lines if line.startswith(".")} == {".TH", ".SH", ".SS", ".nf", ".fi"}


@pytest.mark.skipif(shutil.which("man") is None, reason="needs man")
def test_the_manual_page_is_printed_without_complaint(manual: str, tmp_path: Path) -> None:
    page = tmp_path / "crasuite.1"
    page.write_text(manual, encoding="utf-8")
    command = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(page)]
    printed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (printed.returncode, printed.stderr) == (0, "")


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("", "crasuite"),
        ("A-Maker", "io.github.a_maker.crasuite"),
        ("42-makers", "io.github._42_makers.crasuite"),
    ],
)
def test_software_centres_know_the_program_by_who_publishes_it(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch, owner: str, name: str
) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY_OWNER", owner)
    assert packages.component_id() == name


def test_the_program_keeps_its_mark_where_the_desktop_looks(tmp_path: Path) -> None:
    from crasuite.store.workspace_file import create_workspace

    file = tmp_path / "a.crasuite"
    create_workspace(file).close()
    head = file.read_bytes()[:100]
    assert head.startswith(b"SQLite format 3\0")
    assert struct.unpack(">I", head[68:72])[0] == APPLICATION_ID


@pytest.mark.skipif(shutil.which("objdump") is None, reason="needs binutils")
def test_the_package_asks_for_the_files_that_its_libraries_read(packages: ModuleType, bundle: Path) -> None:
    assert "fontconfig-config" not in packages.needed_packages(bundle)
    (bundle / "_internal" / "libfontconfig.so.1").write_bytes(b"\x7fELF")
    assert "fontconfig-config" in packages.needed_packages(bundle)


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_only_the_program_itself_may_be_run(packages: ModuleType, bundle: Path) -> None:
    library = bundle / "_internal" / "libunknown.so.1"
    library.chmod(0o777)
    (bundle / "crasuite").chmod(0o700)
    packages._normalise(bundle)
    assert library.stat().st_mode & 0o777 == 0o644
    assert (bundle / "crasuite").stat().st_mode & 0o777 == 0o755


def test_debians_tools_read_the_changelog(packages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    first, *_, last = packages.debian_changelog().splitlines()
    assert re.fullmatch(rf"crasuite \({re.escape(__version__)}\) \w+; urgency=\w+", first)
    assert re.fullmatch(r" -- .+ <\S+@\S+>  Thu, 01 Jan 2026 00:00:00 [+-]0000", last)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_an_appimage_names_what_it_begins_with(
    papers: ModuleType, packages: ModuleType, bundle: Path, tmp_path: Path
) -> None:
    papers.main(bundle)
    root = tmp_path / "CRA-Suite.AppDir"
    packages.lay_out_appimage(bundle, root)
    assert (root / "AppRun").resolve() == root / "usr" / "lib" / "crasuite" / "crasuite"
    assert (root / "AppRun").stat().st_mode & 0o111
    assert (root / ".DirIcon").exists()
    entry = (root / "crasuite.desktop").read_text(encoding="utf-8")
    icon = re.search(r"^Icon=(.+)$", entry, flags=re.MULTILINE)
    assert icon is not None
    assert (root / f"{icon[1]}.svg").exists()
    place = root / "usr" / "lib" / "crasuite"
    index = (place / "licences" / "README.txt").read_text(encoding="utf-8")
    text = (place / "licences" / "AppImage.txt").read_text(encoding="utf-8")
    listed = {component.name for component in read_sbom(place / papers.SBOM_NAME).components}
    assert listed - {component.name for component in read_sbom(bundle / papers.SBOM_NAME).components} == {
        name for name, *_ in packages._START_PARTS
    }
    for name, *_ in packages._START_PARTS:
        assert name in index
        assert f"== {name} ==" in text


def test_the_start_of_an_appimage_says_nothing_of_another_program(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bytes([7]) * (packages._START_SIZE + 100)
    with pytest.raises(packages.PackageError, match="not the file it was"):
        packages.start_program(whole)
    monkeypatch.setattr(packages, "_START_FILE_SUM", hashlib.sha256(whole).hexdigest())
    start = packages.start_program(whole)
    assert len(start) == packages._START_SIZE
    assert {place for place, value in enumerate(start) if value != 7} == {
        place for first, length in packages._START_BLANKED for place in range(first, first + length)
    }


def test_every_system_has_an_sbom_of_its_own(packages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for system in ("linux", "win32", "darwin"):
        monkeypatch.setattr(packages.sys, "platform", system)
        names.add(packages.sbom_name())
    assert len(names) == 3


def test_sums_are_those_of_sha256sum(packages: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "crasuite.deb"
    file.write_bytes(b"content")
    digest = hashlib.sha256(b"content").hexdigest()
    assert packages.write_sum(file).read_text(encoding="utf-8") == f"{digest}  crasuite.deb\n"


def test_a_missing_bundle_is_said(
    packages: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "DIST", tmp_path)
    assert packages.main() == 1
    assert "build/dev.py bundle" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="the program is a script here")
def test_a_program_that_fails_its_own_test_is_not_packed(
    packages: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / packages.PROGRAM
    bundle.mkdir()
    (bundle / "crasuite").write_text('#!/bin/sh\ntest "$1" != self-test\n', encoding="utf-8")
    (bundle / "crasuite").chmod(0o755)
    monkeypatch.setattr(packages, "DIST", tmp_path)
    assert packages.main() == 1
    assert "crasuite failed" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [packages.PROGRAM]


def test_windows_script_associates_the_same_files(project_root: Path) -> None:
    script = (project_root / "build/installers/windows/crasuite.iss").read_text(encoding="utf-8")
    assert r"Software\Classes\.crasuite" in script
    assert "PrivilegesRequired=lowest" in script
    assert "ChangesAssociations=yes" in script


def test_security_txt_is_valid_for_less_than_a_year() -> None:
    made = datetime(2028, 2, 29, 12, tzinfo=UTC)
    text = build_module("security_txt").security_txt("mailto:a@b.example", "https://b.example/policy", made)
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:a@b.example"
    assert datetime.fromisoformat(fields["Expires"]) - made < timedelta(days=365)


def test_security_txt_needs_an_address_people_can_use() -> None:
    with pytest.raises(ValueError, match="'somewhere'"):
        build_module("security_txt").security_txt("somewhere", "https://b.example", datetime.now(UTC))
