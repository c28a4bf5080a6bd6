"""What is written for one stage of a report, its drafts, and what was handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from crasuite.domain.case import Sensitivity
from crasuite.domain.record import Record, choice, instant, mapping, text, texts, value

FieldValue: TypeAlias = "str | tuple[str, ...]"
"""A text, or several chosen options."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One kept version. `exported_as` names the file it was written to, empty when it was only kept."""

    number: int
    at: datetime
    by: str
    fields: Mapping[str, FieldValue]
    exported_as: str = ""

    @classmethod
    def from_json(cls, data: Any) -> Draft:
        """Raises TypeError, KeyError or ValueError when the data is something else."""
        at = datetime.fromisoformat(data["at"])
        if at.tzinfo is None or isinstance(data["number"], bool):
            raise ValueError
        fields = _read_fields(data["fields"])
        return cls(int(data["number"]), at, str(data.get("by", "")), fields, str(data.get("exported_as", "")))

    def to_json(self) -> dict[str, Any]:
        """Its JSON object."""
        said: dict[str, Any] = {
            "number": self.number,
            "at": self.at.isoformat(),
            "fields": _write_fields(self.fields),
        }
        if self.by:
            said["by"] = self.by
        if self.exported_as:
            said["exported_as"] = self.exported_as
        return said


def _read_fields(given: Any) -> dict[str, FieldValue]:
    if not isinstance(given, dict):
        raise TypeError
    read: dict[str, FieldValue] = {}
    for key, one in given.items():
        if isinstance(one, list) and all(isinstance(part, str) for part in one):
            read[key] = tuple(one)
        elif isinstance(one, str):
            read[key] = one
        else:
            raise TypeError
    return read


def _write_fields(held: Mapping[str, FieldValue]) -> dict[str, Any]:
    return {key: list(one) if isinstance(one, tuple) else one for key, one in held.items()}


def _read_drafts(given: Any) -> tuple[Draft, ...]:
    try:
        return tuple(map(Draft.from_json, given))
    except KeyError as error:
        raise ValueError from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification(Record):
    """The form of one stage of a case; its id is that of the case, a slash and that of the stage."""

    fields: Mapping[str, FieldValue] = mapping(_read_fields, _write_fields)
    """Only what somebody wrote; what is prefilled is made anew each time."""
    drafts: tuple[Draft, ...] = value((), _read_drafts, lambda held: [one.to_json() for one in held])
    sensitive: Sensitivity = choice(Sensitivity.UNDECIDED)

    @staticmethod
    def id_of(case_id: str, stage: str) -> str:
        """The id of the form of a stage.

        >>> Notification.id_of("2026-03", "vulnerability-early-warning")
        '2026-03/vulnerability-early-warning'
        """
        return f"{case_id}/{stage}"

    @property
    def case(self) -> str:
        """Id of its case."""
        return self.id.partition("/")[0]

    @property
    def stage(self) -> str:
        """Id of its stage."""
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Record):
    """What was handed in on the platform, as somebody recorded it."""

    case: str = text()
    stage: str = text()
    covers: tuple[str, ...] = texts()
    """Further stages for which everything was given here already."""
    at: datetime | None = instant()
    zone: str = text()
    by: str = text()
    csirt: str = text()
    """Two letters of the country of the CSIRT designated as coordinator."""
    csirt_why: str = text()
    reference: str = text()
    draft: str = text()
    """Number of the draft that was handed in."""
    note: str = text()

    @property
    def stages(self) -> tuple[str, ...]:
        """All stages it answers."""
        return tuple(dict.fromkeys((self.stage, *self.covers)))
