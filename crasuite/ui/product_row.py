"""One line of the product list; apart from the other rows, because the first screen needs no other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ProductRow:
    """One product on the home screen. Until its verdict is known, `badge` is empty."""

    id: int
    name: str
    description: str = ""
    icon: str = "box"
    badge: str = ""  # a key of class_badge.KINDS; empty: not evaluated yet
    route: str = ""
    route_note: str = ""
    answered: int = 0
    total: int = 0
    progress_text: str = ""
    open_points: int = 0
    deadline: date | None = None
    deadline_text: str = ""
    deadline_note: str = ""
    is_archived: bool = False
    error: str = ""
    is_urgent: bool = False  # a report is due soon or overdue
    is_to_report: bool = False  # a report is due, however long that leaves

    @property
    def scope(self) -> str:
        """in, out, open, or empty while unknown."""
        if self.badge in ("open", "scope-open"):
            return "open" if self.badge == "scope-open" else "in"
        return {"": "", "out-of-scope": "out"}.get(self.badge, "in")

    @property
    def needs_action(self) -> bool:
        """True when something is left to answer, to settle or to report."""
        left = self.open_points > 0 or self.answered < self.total or self.is_to_report
        return bool(self.badge) and (left or bool(self.error))
