"""Quality reports and comparisons as plain data for `--json`; keys are ids and never change their meaning."""

from __future__ import annotations

from typing import Any

from crasuite.rules.model import Pack
from crasuite.sbom.compare import Comparison
from crasuite.sbom.model import Component, Sbom
from crasuite.sbom.quality import QualityReport


def identity(sbom: Sbom) -> dict[str, Any]:
    """Which file, and what it says about itself."""
    return {
        "file": sbom.file_name,
        "sha256": sbom.sha256,
        "size": sbom.size,
        "format": sbom.format,
        "spec_version": sbom.spec_version,
        "encoding": sbom.encoding,
        "serial": sbom.serial,
        "timestamp": sbom.timestamp,
        "tools": list(sbom.tools),
        "subject": component(sbom.subject) if sbom.subject else None,
        "components": len(sbom.components),
        "direct": len(sbom.direct),
    }


def component(one: Component) -> dict[str, Any]:
    """The fields that tell a component from others."""
    return {
        "ref": one.ref,
        "name": one.full_name,
        "version": one.version,
        "purl": one.purl,
        "supplier": one.supplier_name,
        "licence": one.licence,
        "relation": one.relation,
    }


def quality(sbom: Sbom, report: QualityReport, pack: Pack) -> dict[str, Any]:
    """Every point with its outcome."""
    return {
        "sbom": identity(sbom),
        "meets_law": report.meets_law,
        "count": {status.value: count for status, count in sorted(report.count.items())},
        "sections": [
            {
                "id": section.section.id,
                "title": section.section.title,
                "findings": [
                    {
                        "id": one.check.id,
                        "title": one.check.title,
                        "status": one.status.value,
                        "detail": one.detail,
                        "todo": one.check.todo,
                        "who": one.check.who,
                        "kind": one.check.kind,
                        "cites": [pack.label(cite) for cite in one.check.cites],
                        "components": list(one.refs),
                    }
                    for one in section.findings
                ],
            }
            for section in report.sections
        ],
    }


def comparison(found: Comparison) -> dict[str, Any]:
    """What was added, removed and changed."""
    return {
        "old": identity(found.old),
        "new": identity(found.new),
        "added": [component(one) for one in found.added],
        "removed": [component(one) for one in found.removed],
        "changed": [
            {
                "old": component(change.old),
                "new": component(change.new),
                "differences": [
                    {"part": one.part.value, "old": one.old, "new": one.new} for one in change.differences
                ],
            }
            for change in found.changed
        ],
        "unchanged": found.unchanged,
    }
