"""Which records name which, what that forbids, and how to take a record away without loose ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crasuite.domain.problem import Place, Problem
from crasuite.domain.record_kind import RecordData, RecordKind
from crasuite.domain.requirement import Applies
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import tr

_REQUIREMENT_FIELD = {RecordKind.RISK: "risks", RecordKind.EVIDENCE: "evidence"}


def uses(file: TechnicalFile, kind: RecordKind, record_id: str) -> tuple[Place, ...]:
    """Every place that names this record."""
    found: list[Place] = []
    if kind in _REQUIREMENT_FIELD:
        where = _REQUIREMENT_FIELD[kind]
        found += [
            Place(RecordKind.REQUIREMENT, one.id, where)
            for one in file.requirements.values()
            if record_id in (one.risks if kind is RecordKind.RISK else one.evidence)
        ]
    if kind is RecordKind.REQUIREMENT:
        found += [
            Place(RecordKind.RISK, one.id, "requirements")
            for one in file.risks.values()
            if record_id in one.requirements
        ]
    if kind is RecordKind.SBOM:
        found += [
            Place(RecordKind.SBOM, one.id, "supersedes")
            for one in file.sboms.values()
            if one.supersedes == record_id
        ]
    return tuple(found)


def problems_with_removing(
    file: TechnicalFile, kind: RecordKind, record_id: str, names: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Why this record is to stay; nothing when it may go.

    A risk that only treats points may go, `without` unlinks it. One that justifies "not applicable" may not,
    nor evidence in use, nor an SBOM that is part of the kept versions. `names` is how to call records by id.
    """
    called = names or {}
    found = []
    if kind is RecordKind.RISK:
        for point in file.points_of_risk(record_id):
            if file.requirement(point).applies is Applies.NO:
                words = tr(
                    "{point} is said not to apply because of this risk.", point=called.get(point, point)
                )
                found.append(Problem("risk-justifies", Place(RecordKind.REQUIREMENT, point, "risks"), words))
        return tuple(found)
    for place in uses(file, kind, record_id):
        there = called.get(place.record_id, place.record_id)
        if kind is RecordKind.EVIDENCE:
            found.append(
                Problem("evidence-in-use", place, tr("{place} rests on this evidence.", place=there))
            )
        elif kind is RecordKind.SBOM:
            found.append(
                Problem(
                    "sbom-superseded",
                    place,
                    tr("{place} was imported as the next version of it.", place=there),
                )
            )
    return tuple(found)


def without(file: TechnicalFile, kind: RecordKind, record_id: str) -> dict[str, dict[str, RecordData | None]]:
    """All changes that take a record away and every mention of it, for one step of the workspace."""
    changes: dict[str, dict[str, RecordData | None]] = {kind.value: {record_id: None}}
    for place in uses(file, kind, record_id):
        by_id = changes.setdefault(place.kind.value, {})
        if place.kind is RecordKind.REQUIREMENT:
            requirement = file.requirements[place.record_id]
            by_id[place.record_id] = replace(
                requirement,
                risks=_less(requirement.risks, record_id) if kind is RecordKind.RISK else requirement.risks,
                evidence=_less(requirement.evidence, record_id)
                if kind is RecordKind.EVIDENCE
                else requirement.evidence,
            ).to_json()
        elif place.kind is RecordKind.RISK:
            risk = file.risks[place.record_id]
            by_id[risk.id] = replace(risk, requirements=_less(risk.requirements, record_id)).to_json()
        else:
            sbom = file.sboms[place.record_id]
            earlier = file.sboms[record_id].supersedes if record_id in file.sboms else ""
            by_id[sbom.id] = replace(sbom, supersedes=earlier).to_json()
    return changes


def _less(named: tuple[str, ...], record_id: str) -> tuple[str, ...]:
    return tuple(one for one in named if one != record_id)
