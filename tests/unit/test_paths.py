"""Where the program looks for its own files and for the user's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from crasuite import paths
from crasuite.errors import InternalError


def test_source_tree_has_its_resources_beside_the_package(project_root: Path) -> None:
    assert paths.resources_dir() == project_root / "resources"


def test_bundle_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "rulepack").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources_dir() == tmp_path / "resources"


def test_installed_package_holds_its_resources_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "crasuite" / "resources"
    (inside / "rulepack").mkdir(parents=True)
    (tmp_path / "resources" / "rulepack").mkdir(parents=True)  # somebody else's, lower in the order
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "crasuite" / "paths.py"))
    assert paths.resources_dir() == inside


def test_a_folder_without_a_rule_pack_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "crasuite" / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "crasuite" / "paths.py"))
    with pytest.raises(InternalError) as caught:
        paths.resources_dir()
    assert caught.value.code == "PATHS-01"
    assert caught.value.next_step


def test_frozen_is_what_the_bundle_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not paths.is_frozen()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.is_frozen()


def test_user_folders_are_three_and_redirected_in_tests(user_folders: Path) -> None:
    folders = {paths.config_dir(), paths.data_dir(), paths.log_dir()}
    assert len(folders) == 3
    assert all(user_folders in folder.parents for folder in folders)
