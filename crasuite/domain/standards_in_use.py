"""Which standards and specifications the maker works to, in which edition and how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from crasuite.domain.record import Record, choice, text
from crasuite.domain.record_kind import RecordData

STANDARDS_ID = "in-use"


class Extent(StrEnum):
    """How much of a standard is applied."""

    UNSAID = ""
    FULL = "full"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardUse(Record):
    """One standard in use; its id is that of the rule pack. `parts` says which, if not all of it."""

    edition: str = text()
    extent: Extent = choice(Extent.UNSAID)
    parts: str = text()
    note: str = text()


@dataclass(frozen=True, slots=True)
class StandardsInUse:
    """All standards in use, by id."""

    id: str = STANDARDS_ID
    standards: Mapping[str, StandardUse] = field(default_factory=dict, hash=False)
    other: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)

    @classmethod
    def from_json(cls, record_id: str, data: Mapping[str, Any]) -> Self:
        """The list from its JSON object."""
        standards = {
            name: StandardUse.from_json(name, said)
            for name, said in data.items()
            if isinstance(said, Mapping)
        }
        other = {name: said for name, said in data.items() if name not in standards and said is not None}
        return cls(record_id, standards, other)

    def to_json(self) -> RecordData:
        """The JSON object."""
        by_id = {name: standard.to_json() for name, standard in self.standards.items()}
        return dict(sorted({**self.other, **by_id}.items()))
