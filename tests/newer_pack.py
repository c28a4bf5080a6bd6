"""A second, newer rule pack made from the one that comes with the program."""

from __future__ import annotations

import shutil
from pathlib import Path

from crasuite import paths
from crasuite.rules import load_pack

NEWER_VERSION = "2027.1"
VERSION = load_pack().manifest.version
"""The version of the pack that comes with the program."""


def write_newer_pack(folder: Path) -> Path:
    """A copy in which a harmonised standard is cited and the law was read later, with its changelog entry."""
    root = shutil.copytree(paths.resources_dir() / "rulepack", folder / "rulepack")
    _replace(root / "pack.yaml", f'version: "{VERSION}"', f'version: "{NEWER_VERSION}"')
    _replace(root / "pack.yaml", "law_as_of: 2026-10-06", "law_as_of: 2026-11-20")
    _replace(
        root / "state.yaml",
        "      value: none\n      text: No reference of a harmonised standard",
        "      value: some\n      text: A reference of a harmonised standard",
    )
    _replace(
        root / "CHANGELOG.md",
        f"\n## {VERSION},",
        f"\n## {NEWER_VERSION}, law as of 20 November 2026\n\n"
        f"A harmonised standard is cited in the Official Journal (Art. 27(1)).\n\n## {VERSION},",
    )
    return root


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, (file, old)
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
