"""What the risk assessment rests on: use, surroundings, assets, scales, and who accepts what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crasuite.domain.placeholder import is_filled
from crasuite.domain.problem import Place, Problem
from crasuite.domain.record import Record, day, text, texts, value
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.risk import Matrix, read_matrix
from crasuite.language import mark, tr

CONTEXT_ID = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessment(Record):
    """One past look at the whole assessment (Art. 13(3), (7)). Its id is its place in the list."""

    on: date | None = day()
    who: str = text()
    changed: str = text()
    """What had changed, or what made somebody look."""
    outcome: str = text()
    planned: date | None = day()
    """The day this look was set for before; None when no day was set."""


def _read_reassessments(given: Any) -> tuple[Reassessment, ...]:
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise TypeError
    return tuple(Reassessment.from_json(str(place), one) for place, one in enumerate(given, 1))


def _write_reassessments(held: tuple[Reassessment, ...]) -> list[Any]:
    return [one.to_json() for one in held]


_NEEDED = {
    "intended_use": mark("Describe the intended purpose."),
    "foreseeable_use": mark("Describe the reasonably foreseeable use."),
    "conditions": mark("Describe the conditions of use."),
    "assets": mark("List what is worth protecting."),
    "interfaces": mark("List the interfaces."),
    "lifetime": mark("Say how long the product is expected to be in use."),
    "acceptance": mark("Say which risks you accept."),
    "accepted_by": mark("Say who accepted what is left."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentContext(Record):
    """The frame of the risk assessment of one product. Without a `matrix`, that of the rule pack counts."""

    id: str = field(default=CONTEXT_ID, kw_only=False)
    intended_use: str = text()
    foreseeable_use: str = text()
    foreseeable_misuse: str = text()
    conditions: str = text()
    assets: tuple[str, ...] = texts()
    interfaces: tuple[str, ...] = texts()
    lifetime: str = text()
    reassess_on: date | None = day()
    method_note: str = text()
    likelihood_scale: tuple[str, ...] = texts()
    impact_scale: tuple[str, ...] = texts()
    matrix: Matrix | None = value(None, read_matrix, lambda rows: [list(map(str, row)) for row in rows])
    acceptance: str = text()
    accepted_by: str = text()
    accepted_on: date | None = day()
    reassessments: tuple[Reassessment, ...] = value((), _read_reassessments, _write_reassessments)
    """In the order they were recorded."""

    def gaps(self) -> tuple[Problem, ...]:
        """What the frame still needs."""
        found = []
        for name, words in _NEEDED.items():
            held: Any = getattr(self, name)
            said = held if isinstance(held, str) else "\n".join(held)
            if not is_filled(said):
                found.append((name, tr(words)))
        for name, words in (
            ("reassess_on", tr("Say when the assessment is looked at again.")),
            ("accepted_on", tr("Say when what is left was accepted.")),
        ):
            if getattr(self, name) is None:
                found.append((name, words))
        return tuple(
            Problem(f"no-{name.replace('_', '-')}", Place(RecordKind.ASSESSMENT, self.id, name), words)
            for name, words in found
        )
