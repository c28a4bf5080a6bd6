"""Lists for the tests: where the real ones are, and how to write small ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crasuite.findings.model import Findings
from crasuite.findings.reader import read
from crasuite.findings.source import FindingsSource
from crasuite.sbom.source import Steps

REAL = Path(__file__).resolve().parents[2] / "data" / "findings"
SBOMS = REAL.parent / "sbom"
WS = {"bom-ref": "ws", "type": "library", "name": "ws", "version": "8.17.0", "purl": "pkg:npm/ws@8.17.0"}


def real(name: str) -> Findings:
    """One of the lists made by real tools."""
    return from_bytes((REAL / name).read_bytes(), name)


def from_bytes(raw: bytes, name: str = "a file") -> Findings:
    """A list from memory."""
    return read(FindingsSource(name, raw), Steps(None, None))


def cyclonedx(*vulnerabilities: Any, **members: Any) -> bytes:
    """CycloneDX with the component WS and these vulnerabilities."""
    start = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [WS]}
    return json.dumps({**start, "vulnerabilities": list(vulnerabilities), **members}, indent=1).encode()


def xml(inner: str) -> bytes:
    """CycloneDX in XML with this content."""
    return f'<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.6">\n{inner}</bom>'.encode()


def osv(package: dict[str, Any], *vulnerabilities: Any, groups: Any = ()) -> bytes:
    """The result of a scan that found one package."""
    found = {"package": package, "vulnerabilities": list(vulnerabilities), "groups": list(groups)}
    return json.dumps({"results": [{"packages": [found]}]}, indent=1).encode()


def csaf(tree: Any, *vulnerabilities: Any, version: str = "2.0") -> bytes:
    """A CSAF document with this product tree."""
    document = {
        "csaf_version": version,
        "title": "Advisory",
        "publisher": {"name": "Maker"},
        "tracking": {"id": "A-1", "current_release_date": "2026-11-20T10:00:00Z"},
    }
    members = {"document": document, "product_tree": tree, "vulnerabilities": list(vulnerabilities)}
    return json.dumps(members, indent=1).encode()


def kev(*entries: Any, **members: Any) -> bytes:
    """A catalogue of exploited vulnerabilities."""
    start = {"title": "Catalogue", "catalogVersion": "2026.11.20", "dateReleased": "2026-11-20T10:00:00Z"}
    return json.dumps({**start, "vulnerabilities": list(entries), **members}, indent=1).encode()
