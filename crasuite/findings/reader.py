"""Reads a list of vulnerabilities of any format that is known, judging by its content and not by its name."""

from __future__ import annotations

from pathlib import Path

from crasuite.findings import csaf, cyclonedx, kev, osv
from crasuite.findings.model import Findings
from crasuite.findings.source import OTHER_LIST, FindingsSource
from crasuite.language import tr
from crasuite.sbom.json_source import JsonObject
from crasuite.sbom.source import Cancelled, Progress, Steps


def read_findings(
    path: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Findings:
    """Read CycloneDX with vulnerabilities or VEX (JSON, XML; 1.4 to 1.7), OSV-Scanner JSON, CSAF 2.0, or a
    catalogue of exploited vulnerabilities (CISA's JSON or CSV, or CVE ids one a line).

    `progress` gets the entries done and the entries in all, more than once from 0 where a file has several
    lists.

    Raises:
        FindingsError: the file cannot be opened (FIND-01) or is no list that can be read.
        SbomCancelledError: `cancelled` returned True.
    """
    steps = Steps(progress, cancelled)
    steps.at(0, 1)
    return read(FindingsSource.of(path), steps)


def read(source: FindingsSource, steps: Steps) -> Findings:
    """Read a list whose bytes are in memory already.

    Raises:
        FindingsError: it is no list that can be read.
        SbomCancelledError: the caller cancelled.
    """
    if source.kind == "xml":
        return cyclonedx.read_xml(source, steps)
    if source.kind == "text":
        return kev.read_text(source, steps)
    if source.data.lstrip().startswith(b"["):
        raise source.error("FIND-02", tr("It is JSON, but a bare list."), tr(OTHER_LIST))
    members = JsonObject(source)
    if members.has("bomFormat") or members.has("specVersion"):
        if members.text("bomFormat") != "CycloneDX":
            raise source.error("FIND-02", tr("Its “bomFormat” is not CycloneDX."), tr(OTHER_LIST))
        return cyclonedx.read_json(source, members, steps)
    if members.has("document"):
        return csaf.read(source, members, steps)
    if members.has("results"):
        return osv.read(source, members, steps)
    if members.has("vulnerabilities") and (members.has("catalogVersion") or members.has("dateReleased")):
        return kev.read_json(source, members, steps)
    raise source.error("FIND-02", _what_it_is(members), tr(OTHER_LIST))


def _what_it_is(members: JsonObject) -> str:
    """Name the files that people take for such a list."""
    if members.has("statements"):
        return tr("It is a VEX document in OpenVEX, which is not read.")
    if members.has("runs"):
        return tr("It is SARIF, which is not read. Let the scanner write CycloneDX.")
    if members.has("Results"):
        return tr("It is the own JSON of Trivy. Let it write CycloneDX: trivy --format cyclonedx.")
    if members.has("matches"):
        return tr("It is the own JSON of Grype. Let it write CycloneDX: grype -o cyclonedx-json.")
    if members.has("auditReportVersion"):
        return tr("It is the report of npm audit, which is not read. OSV-Scanner reads the same lock file.")
    if members.has("dependencies") and members.has("fixes"):
        return tr("It is the own JSON of pip-audit. Let it write CycloneDX: pip-audit -f cyclonedx-json.")
    if members.has("spdxVersion") or members.has("@context"):
        return tr("It is SPDX, which has no list of vulnerabilities that is read. Import it as an SBOM.")
    if members.has("affected") and members.has("id"):
        return tr("It is a single record of OSV, not the result of a scan.")
    return tr("It is JSON, but no list of vulnerabilities in a format that is read.")
