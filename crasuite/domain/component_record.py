"""The due diligence on one component from elsewhere (Art. 13(5)): who supports it, and what if not."""

from __future__ import annotations

from dataclasses import dataclass

from crasuite.domain.placeholder import is_filled
from crasuite.domain.record import Record, text

_NEEDED = ("support", "contact", "updates", "exit_plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentRecord(Record):
    """What is known of a component in all its versions; its id is the purl without version, or the name."""

    support: str = text()
    contact: str = text()
    updates: str = text()
    exit_plan: str = text()
    decision: str = text()
    supplier: str = text()
    note: str = text()

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of support, contact, way of updates and exit plan are not filled in."""
        return tuple(name for name in _NEEDED if not is_filled(getattr(self, name)))

    @property
    def is_complete(self) -> bool:
        return not self.missing
