"""What is known of the last export of a document: from which inputs, and whether they still are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crasuite.domain.record import Record, day, instant, number, text, value


def _read_inputs(given: Any) -> Mapping[str, str]:
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise TypeError
    return dict(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentState(Record):
    """The last export; the id is the document's code. `inputs` are hashes by the name of what went in."""

    revision: int = number(default=0)
    exported: datetime | None = instant()
    fingerprint: str = text()
    inputs: Mapping[str, str] | None = value(None, _read_inputs, lambda given: dict(sorted(given.items())))
    state: str = text()
    released_by: str = text()
    released_on: date | None = day()

    def changed_inputs(self, now: Mapping[str, str]) -> tuple[str, ...]:
        """Names of the inputs that are not what they were at the export; none before the first one."""
        if self.exported is None:
            return ()
        then = self.inputs or {}
        names = dict.fromkeys((*now, *sorted(then)))
        return tuple(name for name in names if then.get(name) != now.get(name))

    def is_out_of_date(self, now: Mapping[str, str]) -> bool:
        """True when something that went in has changed since."""
        return bool(self.changed_inputs(now))
