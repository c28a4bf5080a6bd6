"""Reads an SBOM file of any format that is known, judging by its content and not by its name."""

from __future__ import annotations

from pathlib import Path

from crasuite.language import tr
from crasuite.sbom import cyclonedx_json, cyclonedx_xml, spdx3, spdx_json, spdx_tag_value
from crasuite.sbom.json_source import JsonObject
from crasuite.sbom.model import Sbom
from crasuite.sbom.source import OTHER_FORMAT, Cancelled, Progress, Source, Steps, read_source


def read_sbom(path: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Sbom:
    """Read CycloneDX (JSON, XML; 1.4 to 1.7) or SPDX (JSON, tag-value; 2.1 to 2.3, and 3.0 in JSON-LD).

    `progress` gets the entries done and the entries in all, more than once from 0 where a file has several
    lists.

    Raises:
        SbomError: the file cannot be opened (SBOM-01) or is no SBOM that can be read.
        SbomCancelledError: `cancelled` returned True.
    """
    steps = Steps(progress, cancelled)
    steps.at(0, 1)
    return read(read_source(path), steps)


def read(source: Source, steps: Steps) -> Sbom:
    """Read an SBOM whose bytes are in memory already.

    Raises:
        SbomError: it is no SBOM that can be read.
        SbomCancelledError: the caller cancelled.
    """
    if source.kind == "xml":
        return cyclonedx_xml.read(source, steps)
    if source.kind == "tag-value":
        return spdx_tag_value.read(source, steps)
    members = JsonObject(source)
    is_cyclonedx = members.has("bomFormat") or members.has("specVersion")
    is_spdx = members.has("spdxVersion")
    is_spdx3 = members.has("@context")
    if is_cyclonedx and is_spdx:
        raise source.error("SBOM-02", tr("It says that it is CycloneDX and SPDX at once."))
    if is_cyclonedx:
        if members.text("bomFormat") != "CycloneDX":
            raise source.error("SBOM-02", tr("Its “bomFormat” is not CycloneDX."), tr(OTHER_FORMAT))
        return cyclonedx_json.read(source, members, steps)
    if is_spdx:
        return spdx_json.read(source, members, steps)
    if is_spdx3:
        return spdx3.read(source, members, steps)
    raise source.error("SBOM-02", _what_it_is(members), tr(OTHER_FORMAT))


def _what_it_is(members: JsonObject) -> str:
    """Name the files that people take for an SBOM."""
    if members.has("lockfileVersion"):
        return tr("It is a lock file of npm. An SBOM is made from it, for example with npm sbom.")
    if members.has("document") and members.has("vulnerabilities"):
        return tr("It is a security advisory in CSAF, not an SBOM.")
    if members.has("statements"):
        return tr("It is a VEX document, not an SBOM.")
    if members.has("predicateType"):
        return tr("It is an in-toto attestation. Take the SBOM out of it first.")
    if members.has("sbom"):
        return tr("Another file is wrapped around the SBOM. Take out what stands under “sbom”.")
    return tr("It is JSON, but neither CycloneDX nor SPDX.")
