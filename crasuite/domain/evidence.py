"""A proof: a file kept or linked, an address, or a note; and whether it is still what it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crasuite.domain.record import Record, choice, day, flag, number, text


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

    def is_expired(self, today: date) -> bool:
        """True after the last day it is valid."""
        return self.valid_until is not None and self.valid_until < today
