"""Settings survive a restart, keep what they don't know, and never point to files that are gone."""

from __future__ import annotations

from pathlib import Path

from crasuite.ui import web_links
from crasuite.ui.settings import Settings
from tests.ui.main_windows import main_windows


def test_settings_are_read_back(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    first = Settings(file)
    first.set_appearance("dark")
    first.set_flag("narrow-sidebar", True)
    first.set_text("export-folder", "/somewhere")
    first.sync()
    second = Settings(file)
    assert second.appearance() == "dark"
    assert second.flag("narrow-sidebar") is True
    assert second.text("export-folder") == "/somewhere"


def test_nonsense_falls_back(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[view]\nappearance=pink\n[future]\nkey=value\n")
    settings = Settings(file)
    assert settings.appearance() == "system"
    settings.set_flag("show-archived", True)
    settings.sync()
    assert "[future]" in file.read_text()


def test_recent_files_are_newest_first_once_and_exist(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    files = [tmp_path / f"{name}.crasuite" for name in "abc"]
    for file in files:
        file.write_text("")
        settings.add_recent(file)
    settings.add_recent(files[0])
    assert settings.recent_files() == [files[0], files[2], files[1]]
    assert settings.missing_file() is None
    files[0].unlink()
    assert settings.recent_files() == [files[2], files[1]]
    assert settings.last_file() == files[2]
    assert settings.missing_file() == files[0]
    settings.add_recent(files[1])
    files[0].write_text("its disk is connected again")
    assert settings.recent_files() == [files[1], files[0], files[2]]


def test_copying_web_addresses_is_chosen_in_the_menu_and_kept(qtbot, tmp_path, pack, monkeypatch) -> None:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        assert not window.settings.flag(web_links.COPY_ONLY)
        window.menus.actions["copy_addresses"].trigger()
        window.settings.sync()
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        window = start()
        assert window.settings.flag(web_links.COPY_ONLY)
        assert window.menus.actions["copy_addresses"].isChecked()
