"""Files for the tests: where the real ones are, and how to write small ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crasuite.sbom.model import Sbom
from crasuite.sbom.reader import read
from crasuite.sbom.source import Source, Steps

REAL = Path(__file__).resolve().parents[2] / "data" / "sbom"


def real(name: str) -> Sbom:
    """One of the SBOMs made by real generators."""
    return from_bytes((REAL / name).read_bytes(), name)


def from_bytes(raw: bytes, name: str = "a file") -> Sbom:
    """An SBOM from memory."""
    return read(Source(name, raw), Steps(None, None))


def cyclonedx(**members: Any) -> Sbom:
    """An SBOM from the members of a CycloneDX object."""
    return from_bytes(cyclonedx_bytes(**members))


def cyclonedx_bytes(**members: Any) -> bytes:
    """A CycloneDX file with these members."""
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", **members}, indent=1).encode()


def spdx(**members: Any) -> Sbom:
    """An SBOM from the members of an SPDX object."""
    start = {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "example"}
    return from_bytes(json.dumps({**start, **members}).encode())


def spdx3(*elements: dict[str, Any]) -> Sbom:
    """An SBOM from the elements of an SPDX 3.0 graph."""
    context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
    return from_bytes(json.dumps({"@context": context, "@graph": list(elements)}).encode())


def xml(inner: str, version: str = "1.6") -> bytes:
    """A CycloneDX file in XML with this content."""
    return f'<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/{version}">\n{inner}</bom>'.encode()
