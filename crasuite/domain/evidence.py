"""A proof: a file kept or linked, an address, or a note; and whether it is still what it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from crasuite.domain.record import Record, choice, day, flag, number, text, value


class EvidenceKind(StrEnum):
    """What the proof consists of."""

    FILE = "file"
    LINK = "link"
    NOTE = "note"


class EvidenceState(StrEnum):
    """What a look at the files says."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    """The original is no longer what was added; a copy, if there is one, is kept."""
    MISSING = "missing"
    COPIED_ONLY = "copied-only"
    """The copy is kept, and there is no original to compare it with."""
    NOT_A_FILE = "not-a-file"

    @property
    def is_flagged(self) -> bool:
        return self in (EvidenceState.CHANGED, EvidenceState.MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFile(Record):
    """What a newer version took the place of. Its id is its place in the list."""

    name: str = text()
    sha256: str = text()
    size: int | None = number()
    added: date | None = day()
    replaced: date | None = day()
    copied: bool = flag()
    valid_until: date | None = day()


def _read_earlier(given: Any) -> tuple[EarlierFile, ...]:
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise TypeError
    return tuple(EarlierFile.from_json(str(place), one) for place, one in enumerate(given, 1))


def _write_earlier(held: tuple[EarlierFile, ...]) -> list[Any]:
    return [one.to_json() for one in held]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """One proof. `source_path` only serves to notice changes and is never exported."""

    kind: EvidenceKind = choice(EvidenceKind.FILE, always=True)
    name: str = text()
    sha256: str = text()
    size: int | None = number()
    added: date | None = day()
    source_path: str = text()
    copied: bool = flag()
    url: str = text()
    tool_state: str = text()
    valid_until: date | None = day()
    earlier: tuple[EarlierFile, ...] = value((), _read_earlier, _write_earlier)
    """Files this one took the place of, oldest first."""
    text: str = text()  # last: from here on the name means the property

    def state(
        self, hash_of: Callable[[str], str | None], is_kept: Callable[[str], bool] = lambda _: True
    ) -> EvidenceState:
        """Compare with the original. `hash_of` gives the SHA-256 of the file at a path, None when there is
        none; `is_kept` whether the workspace keeps the content with a SHA-256."""
        if self.kind is not EvidenceKind.FILE:
            return EvidenceState.NOT_A_FILE
        if self.copied and not (self.sha256 and is_kept(self.sha256)):
            return EvidenceState.MISSING
        if not self.source_path:
            return EvidenceState.COPIED_ONLY if self.copied else EvidenceState.MISSING
        found = hash_of(self.source_path)
        if found is None:
            return EvidenceState.COPIED_ONLY if self.copied else EvidenceState.MISSING
        return EvidenceState.UNCHANGED if found == self.sha256 else EvidenceState.CHANGED

    def replaced_by(self, on: date, **new: Any) -> Evidence:
        """With another file in place of this one, which goes among the earlier ones. The date of validity
        spoke of the old file and is not kept for the new one."""
        old = EarlierFile(
            str(len(self.earlier) + 1),
            name=self.name,
            sha256=self.sha256,
            size=self.size,
            added=self.added,
            replaced=on,
            copied=self.copied,
            valid_until=self.valid_until,
        )
        return replace(self, added=on, valid_until=None, earlier=(*self.earlier, old), **new)

    def is_expired(self, today: date) -> bool:
        """True after the last day it is valid."""
        return self.valid_until is not None and self.valid_until < today
