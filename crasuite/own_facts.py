"""What the program says of itself as a product with digital elements: support, contact, components.

The tool meets what it asks of others: Annex I, Part II (1) and (5), Annex II (2), (7) and (9).
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crasuite import paths
from crasuite.language import mark, tr

SUPPORTED_UNTIL = date(2031, 12, 31)
"""Last day of security updates; SECURITY.md says the same."""
SBOM_NAME = "crasuite.cdx.json"
NO_CONTACT = mark("where you got the program, as a private security report (see SECURITY.md)")


@dataclass(frozen=True)
class OwnComponent:
    """One part of the program."""

    name: str
    version: str
    licence: str = ""


def sbom_file() -> Path | None:
    """The SBOM beside the frozen program; None when it runs from source."""
    if not paths.is_frozen():
        return None
    folder = Path(sys.executable).resolve().parent
    # In a program of macOS, what is no code lies in a folder of its own.
    places = (folder / SBOM_NAME, folder.parent / "Resources" / SBOM_NAME)
    return next((file for file in places if file.is_file()), None)


def components() -> tuple[OwnComponent, ...]:
    """The parts of the running program: those of its SBOM, or the installed packages it asks for."""
    file = sbom_file()
    if file is not None:
        listed = json.loads(file.read_text(encoding="utf-8"))["components"]
        return tuple(OwnComponent(one["name"], one["version"], _licence(one)) for one in listed)
    try:
        wanted = importlib.metadata.requires("crasuite") or []
    except importlib.metadata.PackageNotFoundError:
        return ()
    found = []
    for line in wanted:
        name = re.split(r"[^A-Za-z0-9._-]", line)[0]
        try:
            held = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system
        found.append(OwnComponent(held.metadata["Name"], held.version))
    return tuple(found)


def _licence(component: dict[str, object]) -> str:
    licences = component.get("licenses")
    if not isinstance(licences, list) or not licences:
        return ""
    return str(licences[0].get("expression") or licences[0].get("license", {}).get("id", ""))


def contact() -> str:
    """Where a vulnerability of the program is reported: the address of `security.txt`, or words."""
    file = paths.resources_dir() / "security.txt"
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            label, _, value = line.partition(":")
            if label.strip().lower() == "contact":
                return value.strip()
    return tr(NO_CONTACT)
