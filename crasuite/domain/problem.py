"""Something in the technical file that is missing or may not be done, and where it is set right."""

from __future__ import annotations

from dataclasses import dataclass

from crasuite.domain.record_kind import RecordKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a record, and the key of its JSON that is meant."""

    kind: RecordKind
    record_id: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in plain words. `code` is stable; one click leads to `place`."""

    code: str
    place: Place
    words: str
