"""The self-test tells what is missing of a language that the program says it speaks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from crasuite import language, paths, selftest


def compiled(file: Path, *texts: str) -> None:
    catalogue = Catalog(locale="de")
    for text in texts:
        catalogue.add(text, f"{text} auf Deutsch")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        write_mo(out, catalogue)


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small but whole German."""
    shutil.copytree(paths.resources_dir() / "help", tmp_path / "help")
    place = tmp_path / "translations" / "de"
    compiled(place / "program.mo", "Open", "Close")
    compiled(place / "rulepack.mo", "Manufacturer")
    shutil.copytree(tmp_path / "help", place / "help")
    monkeypatch.setattr(language, "LANGUAGES", {"en": "English", "de": "Deutsch"})
    monkeypatch.setattr(paths, "resources_dir", lambda: tmp_path)
    return place


def test_languages_are_named_with_how_much_there_is(german: Path) -> None:
    pages = len(list((german / "help").iterdir()))
    assert selftest._languages(german) == (
        f"English, Deutsch (2 texts of the program, 1 of the rule pack, {pages} help pages)"
    )


@pytest.mark.parametrize("domain", ["program", "rulepack"])
def test_a_catalogue_that_translates_nothing_fails(german: Path, domain: str) -> None:
    compiled(german / f"{domain}.mo")
    with pytest.raises(selftest.CheckError, match=rf"{domain}\.mo translates nothing"):
        selftest._languages(german)


def test_a_damaged_catalogue_fails(german: Path) -> None:
    file = german / "program.mo"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(selftest.CheckError, match=r"program\.mo is damaged"):
        selftest._languages(german)


def test_a_missing_catalogue_or_page_fails(german: Path) -> None:
    (german / "help" / "home.md").unlink()
    with pytest.raises(selftest.CheckError, match=r"no help on home\.md"):
        selftest._languages(german)
    (german / "program.mo").unlink()
    with pytest.raises(OSError, match=r"program\.mo"):
        selftest._languages(german)


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the fonts, to be spoilt."""
    shutil.copytree(paths.resources_dir() / "fonts", tmp_path / "fonts")
    monkeypatch.setattr(paths, "resources_dir", lambda: tmp_path)
    return tmp_path / "fonts"


def test_the_font_is_named_when_it_is_whole(fonts: Path) -> None:
    assert selftest._font(fonts) == "Inter-Regular, Inter-SemiBold"


def test_a_font_cut_off_or_missing_fails(fonts: Path) -> None:
    file = fonts / "Inter-SemiBold.otf"
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(selftest.CheckError, match=r"Inter-SemiBold\.otf is damaged"):
        selftest._font(fonts)
    file.unlink()
    with pytest.raises(OSError, match=r"Inter-SemiBold\.otf"):
        selftest._font(fonts)
