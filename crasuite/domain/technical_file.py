"""The technical file of one product: all its records, how they hang together, and what they add up to.

Made from what the workspace keeps and written back without loss. Ids of points, threats and standards are
those of the rule pack, which is not needed here: what it has to say is passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from crasuite.domain.assessment_context import CONTEXT_ID, AssessmentContext
from crasuite.domain.component_record import ComponentRecord
from crasuite.domain.declaration import DECLARATION_ID, Declaration
from crasuite.domain.document_state import DocumentState
from crasuite.domain.evidence import Evidence
from crasuite.domain.placeholder import placeholder_in
from crasuite.domain.problem import Place, Problem
from crasuite.domain.procedure_step import StepRecord
from crasuite.domain.record_kind import RecordData, RecordKind
from crasuite.domain.requirement import Requirement, RequirementProgress, RequirementState
from crasuite.domain.risk import Matrix, Risk
from crasuite.domain.sbom_record import SbomRecord, current_sboms
from crasuite.domain.standards_in_use import STANDARDS_ID, StandardsInUse
from crasuite.domain.text_fields import TextFields
from crasuite.language import tr

USER_INFO_ID = "annex-2"
SUPPORT_ID = "annex-7-4"

Records = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Kind, then id, then JSON object; as the workspace keeps them."""


class _Writable(Protocol):
    def to_json(self) -> RecordData: ...


_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class TechnicalFile:
    """All records of one product. `other` are kinds and ids this version does not know."""

    requirements: Mapping[str, Requirement] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    risks: Mapping[str, Risk] = field(default_factory=dict)
    context: AssessmentContext = field(default_factory=AssessmentContext)
    sboms: Mapping[str, SbomRecord] = field(default_factory=dict)
    components: Mapping[str, ComponentRecord] = field(default_factory=dict)
    user_info: TextFields = TextFields(USER_INFO_ID)
    support: TextFields = TextFields(SUPPORT_ID)
    standards: StandardsInUse = field(default_factory=StandardsInUse)
    declaration: Declaration = field(default_factory=Declaration)
    processes: Mapping[str, TextFields] = field(default_factory=dict)
    design: Mapping[str, TextFields] = field(default_factory=dict)
    documents: Mapping[str, DocumentState] = field(default_factory=dict)
    steps: Mapping[str, StepRecord] = field(default_factory=dict)
    other: Records = field(default_factory=dict)

    @classmethod
    def from_records(cls, records: Records) -> TechnicalFile:
        """The technical file from what the workspace keeps."""
        left = {kind: dict(by_id) for kind, by_id in records.items()}

        def all_of(kind: RecordKind, read: Callable[[str, Mapping[str, Any]], _Read]) -> dict[str, _Read]:
            return {record_id: read(record_id, data) for record_id, data in left.pop(kind, {}).items()}

        def the_one(
            kind: RecordKind, record_id: str, read: Callable[[str, Mapping[str, Any]], _Read]
        ) -> _Read:
            return read(record_id, left.get(kind, {}).pop(record_id, {}))

        return cls(
            requirements=all_of(RecordKind.REQUIREMENT, Requirement.from_json),
            evidence=all_of(RecordKind.EVIDENCE, Evidence.from_json),
            risks=all_of(RecordKind.RISK, Risk.from_json),
            context=the_one(RecordKind.ASSESSMENT, CONTEXT_ID, AssessmentContext.from_json),
            sboms=all_of(RecordKind.SBOM, SbomRecord.from_json),
            components=all_of(RecordKind.COMPONENT, ComponentRecord.from_json),
            user_info=the_one(RecordKind.USER_INFO, USER_INFO_ID, TextFields.from_json),
            support=the_one(RecordKind.SUPPORT, SUPPORT_ID, TextFields.from_json),
            standards=the_one(RecordKind.STANDARDS, STANDARDS_ID, StandardsInUse.from_json),
            declaration=the_one(RecordKind.DECLARATION, DECLARATION_ID, Declaration.from_json),
            processes=all_of(RecordKind.PROCESS, TextFields.from_json),
            design=all_of(RecordKind.DESIGN, TextFields.from_json),
            documents=all_of(RecordKind.DOCUMENT, DocumentState.from_json),
            steps=all_of(RecordKind.STEP, StepRecord.from_json),
            other={kind: by_id for kind, by_id in left.items() if by_id},
        )

    def to_records(self) -> dict[str, dict[str, RecordData]]:
        """What the workspace keeps; kinds without records, and empty forms, are left out."""
        kept: dict[str, dict[str, RecordData]] = {
            str(kind): {record_id: dict(data) for record_id, data in by_id.items()}
            for kind, by_id in self.other.items()
        }
        lists: dict[RecordKind, Mapping[str, _Writable]] = {
            RecordKind.REQUIREMENT: self.requirements,
            RecordKind.EVIDENCE: self.evidence,
            RecordKind.RISK: self.risks,
            RecordKind.SBOM: self.sboms,
            RecordKind.COMPONENT: self.components,
            RecordKind.PROCESS: self.processes,
            RecordKind.DESIGN: self.design,
            RecordKind.DOCUMENT: self.documents,
            RecordKind.STEP: self.steps,
        }
        for kind, records in lists.items():
            for record_id, record in records.items():
                kept.setdefault(kind.value, {})[record_id] = record.to_json()
        singles: dict[RecordKind, AssessmentContext | TextFields | StandardsInUse | Declaration] = {
            RecordKind.ASSESSMENT: self.context,
            RecordKind.USER_INFO: self.user_info,
            RecordKind.SUPPORT: self.support,
            RecordKind.STANDARDS: self.standards,
            RecordKind.DECLARATION: self.declaration,
        }
        for kind, single in singles.items():
            if data := single.to_json():
                kept.setdefault(kind.value, {})[single.id] = data
        return kept

    # Requirements. `points` is what the rule pack knows: id of each point, and whether it may be left out.

    def requirement(self, requirement_id: str) -> Requirement:
        """What is said of a point, or that nothing is."""
        return self.requirements.get(requirement_id) or Requirement(requirement_id)

    def risks_of_point(self, requirement_id: str) -> tuple[str, ...]:
        """The risks linked to a point, from whichever side: it names them, or they name it."""
        said = (one for one in self.requirement(requirement_id).risks if one in self.risks)
        naming = (one.id for one in self.risks.values() if requirement_id in one.requirements)
        return tuple(dict.fromkeys((*said, *naming)))

    def points_of_risk(self, risk_id: str) -> tuple[str, ...]:
        """The points of Annex I linked to a risk, from whichever side."""
        risk = self.risks.get(risk_id)
        named_by = (one.id for one in self.requirements.values() if risk_id in one.risks)
        return tuple(dict.fromkeys((*(risk.requirements if risk else ()), *named_by)))

    def problems_with_leaving_out(self, requirement_id: str, *, may_not_apply: bool) -> tuple[Problem, ...]:
        """What forbids saying of a point that it does not apply, with the links of both sides."""
        return self._linked(requirement_id).problems_with_leaving_out(
            may_not_apply=may_not_apply, risks=self.risks.keys()
        )

    def _linked(self, requirement_id: str) -> Requirement:
        return replace(self.requirement(requirement_id), risks=self.risks_of_point(requirement_id))

    def requirement_states(self, points: Mapping[str, bool]) -> dict[str, RequirementState]:
        """Where each point stands."""
        return {
            point: self._linked(point).state(
                may_not_apply=may_not_apply, risks=self.risks.keys(), evidence=self.evidence.keys()
            )
            for point, may_not_apply in points.items()
        }

    def requirement_progress(self, points: Mapping[str, bool]) -> RequirementProgress:
        """How many points stand where."""
        return RequirementProgress.of(self.requirement_states(points).values())

    # Steps of the procedure

    def step(self, step_id: str) -> StepRecord:
        """What is said of a step of the procedure, or that nothing is."""
        return self.steps.get(step_id) or StepRecord(step_id)

    # Risks

    def matrix(self, of_pack: Matrix) -> Matrix:
        """The matrix in use: the maker's own, else that of the rule pack."""
        return self.context.matrix or of_pack

    # Evidence

    def unused_evidence(self) -> tuple[str, ...]:
        """Proofs that no point names."""
        named = {one for requirement in self.requirements.values() for one in requirement.evidence}
        return tuple(one for one in self.evidence if one not in named)

    # SBOMs

    def current_sboms(self) -> dict[str, SbomRecord]:
        """The newest SBOM of each part."""
        return current_sboms(self.sboms.values())

    # Texts

    def placeholders(self) -> tuple[Problem, ...]:
        """Every text in the file that only keeps a place."""
        found = []
        for kind, by_id in self.to_records().items():
            if kind in _WITH_PROSE:
                for record_id, data in by_id.items():
                    for name, said in _texts(data):
                        if held := placeholder_in(said):
                            words = tr(
                                "“{text}” only keeps a place; write what belongs here.", text=_shortened(held)
                            )
                            place = Place(RecordKind(kind), record_id, name)
                            found.append(Problem("placeholder", place, words))
        return tuple(found)


_WITH_PROSE = frozenset(RecordKind) - {RecordKind.SBOM, RecordKind.DOCUMENT}
_NO_PROSE = frozenset(
    {"applies", "status", "kind", "treatment", "sha256", "added", "due", "valid_until", "source_path"}
)


def _texts(data: Mapping[str, Any], within: str = "") -> Iterable[tuple[str, str]]:
    """Every text of a record with the key it stands under."""
    for name, said in data.items():
        if within or name not in _NO_PROSE:
            key = within or name
            if isinstance(said, str):
                yield key, said
            elif isinstance(said, Mapping):
                yield from _texts(said, key)
            elif isinstance(said, list):
                for one in said:
                    yield from _texts(one, key) if isinstance(one, Mapping) else _texts({key: one}, key)


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
