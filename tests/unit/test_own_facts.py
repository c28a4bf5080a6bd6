"""The program says of itself what it asks of others."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from crasuite import own_facts, paths


def test_from_source_the_wanted_packages_are_its_components() -> None:
    found = {one.name: one.version for one in own_facts.components()}
    assert {"sqlite-utils", "openpyxl", "python-docx"} <= set(found)
    assert all(re.match(r"\d", version) for version in found.values())
    assert own_facts.sbom_file() is None


def test_in_the_bundle_the_sbom_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    listed = [{"name": "Qt", "version": "6.11.3", "licenses": [{"expression": "LGPL-3.0-only"}]}]
    (tmp_path / own_facts.SBOM_NAME).write_text(json.dumps({"components": listed}), encoding="utf-8")
    monkeypatch.setattr(paths, "is_frozen", lambda: True)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "crasuite"))
    assert own_facts.components() == (own_facts.OwnComponent("Qt", "6.11.3", "LGPL-3.0-only"),)


def test_contact_comes_from_security_txt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "resources_dir", lambda: tmp_path)
    assert own_facts.contact() == own_facts.NO_CONTACT
    (tmp_path / "security.txt").write_text(
        "# ours\nContact: mailto:security@maker.example\n", encoding="utf-8"
    )
    assert own_facts.contact() == "mailto:security@maker.example"


def test_security_policy_names_the_same_end_of_support(project_root: Path) -> None:
    policy = (project_root / "SECURITY.md").read_text(encoding="utf-8")
    end = own_facts.SUPPORTED_UNTIL
    assert f"until {end.day} {end:%B} {end.year}" in policy
