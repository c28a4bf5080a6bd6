"""What the requirements screen shows, as plain data. It draws these and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crasuite.domain.english import Worded
from crasuite.domain.evidence import Evidence
from crasuite.domain.requirement import Requirement, RequirementState
from crasuite.domain.standards_in_use import StandardUse
from crasuite.interview.views import Cite
from crasuite.language import mark, tr

PARTS: Worded[str] = Worded({"I": mark("Properties of the product"), "II": mark("Handling vulnerabilities")})
"""The two parts of Annex I."""

STATE_WORDS: Worded[RequirementState] = Worded(
    {
        RequirementState.TO_DO: mark("To do"),
        RequirementState.IN_PROGRESS: mark("In progress"),
        RequirementState.EVIDENCE_MISSING: mark("Evidence missing"),
        RequirementState.MET: mark("Met"),
        RequirementState.NOT_SURE: mark("Not sure yet"),
        RequirementState.NOT_APPLICABLE: mark("Not applicable"),
        RequirementState.UNJUSTIFIED: mark("Reason missing"),
    }
)

STRENGTHS = ("full", "partial", "weak", "planned", "silent")
"""How far a standard reaches, best first. `silent`: it was looked through and does not treat the point."""
STRENGTH_WORDS: Worded[str] = Worded(
    {
        "full": mark("Whole point"),
        "partial": mark("A part"),
        "weak": mark("A little"),
        "planned": mark("Planned"),
        "silent": mark("Not treated"),
        "": mark("Nothing"),
    }
)


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One line of the list."""

    id: str
    part: str
    ref: str
    """Without the part: `(2)(c)`."""
    title: str
    state: RequirementState
    evidence: int
    owner: str
    due: date | None
    is_overdue: bool
    words: str
    """All that is searched."""

    @property
    def full_ref(self) -> str:
        """`Part I (2)(c)`."""
        return tr("Part {part} {ref}", part=self.part, ref=self.ref)

    @property
    def is_open(self) -> bool:
        """True while something is left to do."""
        return not self.state.is_done

    @property
    def lacks_evidence(self) -> bool:
        """True when nothing is attached although the point may apply."""
        return not self.evidence and self.state is not RequirementState.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One proof of a requirement."""

    record: Evidence
    detail: str
    also_proves: tuple[str, ...]
    """Other requirements it is attached to, by their reference."""
    is_expired: bool = False
    """True after the last day it is valid."""
    earlier: tuple[str, ...] = ()
    """Files it took the place of, newest first."""


@dataclass(frozen=True, slots=True)
class RiskRef:
    """A risk as other screens mention it."""

    id: str
    title: str

    @property
    def words(self) -> str:
        """`R-01 Stolen key`."""
        return f"{self.id} {self.title}" if self.title else tr("{id} without a title", id=self.id)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one standard carries one point."""

    standard: str
    name: str
    """With its edition: `IEC 62443-4-1:2018`."""
    short: str
    strength: str
    clauses: tuple[str, ...]
    gap: str
    claim: str
    part_words: str = ""
    """What the maker says of applying it only in part."""


@dataclass(frozen=True, slots=True)
class RequirementDetail:
    """Everything about one requirement."""

    row: RequirementRow
    meaning: str
    typical_evidence: tuple[str, ...]
    typical_nonconformities: tuple[str, ...]
    cites: tuple[Cite, ...]
    said: Requirement
    applies_always: str
    """Why "not applicable" is not offered; empty where it is."""
    problems: tuple[str, ...]
    """What "not applicable" still needs."""
    evidence: tuple[EvidenceLine, ...]
    risks: tuple[RiskRef, ...]
    other_risks: tuple[RiskRef, ...]
    """Risks that could be linked."""
    reaches: tuple[Reach, ...]
    """The standards in use, best first."""


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One standard of the rule pack, and whether the maker works to it."""

    id: str
    name: str
    """With its edition."""
    title: str
    edition: str
    body: str
    about: str
    state: str
    claim: str
    note: str
    parts: tuple[tuple[str, str], ...]
    cites: tuple[Cite, ...]
    reach_words: str
    use: StandardUse | None

    @property
    def is_in_use(self) -> bool:
        """True when the maker works to it."""
        return self.use is not None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What the standards in use, or one standard, do for one point, and what is left."""

    requirement: str
    part: str
    ref: str
    title: str
    strength: str
    """The best of them; empty when none says anything."""
    clauses: str
    left: str


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file whose content is kept, or only hashed, and that no record names yet."""

    path: Path
    sha256: str
    size: int
    copied: bool
