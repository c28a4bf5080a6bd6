"""What is known of the last export of a document: from which inputs, and whether they still are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from crasuite.domain.record import Record, day, instant, number, text, value


@dataclass(frozen=True, slots=True)
class ExportedRevision:
    """One revision that left the house: its number, day, content, the state and the language it had."""

    revision: int
    exported: datetime
    fingerprint: str
    state: str = ""
    language: str = "en"


def _read_register(given: Any) -> tuple[ExportedRevision, ...]:
    if not isinstance(given, list):
        raise TypeError
    return tuple(
        ExportedRevision(
            int(one["revision"]),
            datetime.fromisoformat(one["exported"]),
            str(one["fingerprint"]),
            str(one.get("state", "")),
            str(one.get("language", "en")),
        )
        for one in map(_as_mapping, given)
    )


def _as_mapping(given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping) or not {"revision", "exported", "fingerprint"} <= given.keys():
        raise TypeError
    return given


def _write_register(register: tuple[ExportedRevision, ...]) -> list[dict[str, Any]]:
    return [
        {
            "revision": one.revision,
            "exported": one.exported.isoformat(),
            "fingerprint": one.fingerprint,
            "state": one.state,
            **({"language": one.language} if one.language != "en" else {}),
        }
        for one in register
    ]


def _read_inputs(given: Any) -> Mapping[str, str]:
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise TypeError
    return dict(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentState(Record):
    """The last export; the id is the document's code. `inputs` are hashes by the name of what went in,
    `register` all revisions that were ever exported, oldest first."""

    revision: int = number(default=0)
    exported: datetime | None = instant()
    fingerprint: str = text()
    inputs: Mapping[str, str] | None = value(None, _read_inputs, lambda given: dict(sorted(given.items())))
    state: str = text()
    released_by: str = text()
    released_on: date | None = day()
    register: tuple[ExportedRevision, ...] = value((), _read_register, _write_register)

    def changed_inputs(self, now: Mapping[str, str]) -> tuple[str, ...]:
        """Names of the inputs that are not what they were at the export; none before the first one."""
        if self.exported is None:
            return ()
        then = self.inputs or {}
        names = dict.fromkeys((*now, *sorted(then)))
        return tuple(name for name in names if then.get(name) != now.get(name))

    def next_revision(self, fingerprint: str) -> int:
        """The number of a revision that says this: the last one's when it said the same."""
        if self.revision and self.fingerprint == fingerprint:
            return self.revision
        return (self.revision or 0) + 1

    def exported_as(
        self,
        revision: int,
        fingerprint: str,
        inputs: Mapping[str, str],
        state: str,
        at: datetime,
        language: str = "en",
    ) -> DocumentState:
        """The state after an export. The register gets a line only for a revision it does not know."""
        line = ExportedRevision(revision, at, fingerprint, state, language)
        is_known = any(
            (one.revision, one.fingerprint, one.state) == (revision, fingerprint, state)
            for one in self.register
        )
        return replace(
            self,
            revision=revision,
            exported=at,
            fingerprint=fingerprint,
            inputs=dict(inputs),
            state=state,
            register=self.register if is_known else (*self.register, line),
        )
