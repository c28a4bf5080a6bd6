"""From what somebody typed to an instant with its zone, or to the question that is left.

Nothing is assumed: a time without an offset needs a zone, a local time that a clock change skips names no
instant, and one that it repeats names two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from crasuite.domain.english import joined
from crasuite.domain.zones import find_zone, near_zones
from crasuite.language import tr

_FORM = re.compile(
    r"""(?P<day>\d{4}-\d\d-\d\d)
    [T\ ]\s*(?P<time>\d\d:\d\d(:\d\d(\.\d{1,6})?)?)
    \s*(?P<offset>[Zz]|UTC|utc|[+-]\d\d:?\d\d)?
    \s*(\[(?P<zone>[^\]]+)\])?""",
    re.VERBOSE,
)


class Trouble(StrEnum):
    """Why a text names no instant yet."""

    NONE = ""
    FORM = "form"
    """Not a date with a time."""
    NEEDS_ZONE = "needs-zone"
    UNKNOWN_ZONE = "unknown-zone"
    SKIPPED = "skipped"
    """Clocks went forward over this local time: it never showed on one."""
    REPEATED = "repeated"
    """Clocks went back over this local time: it showed twice."""
    CONTRADICTION = "contradiction"
    """The offset is not the one of the zone at that instant."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An instant with its zone, or what is in the way and between what the user may choose."""

    at: datetime | None
    zone: str = ""
    """Name in the time-zone database; empty when only an offset is known."""
    trouble: Trouble = Trouble.NONE
    choices: tuple[datetime, ...] = ()
    """Instants that may be meant, earliest first."""
    near: tuple[str, ...] = ()
    """Zones that may be meant."""
    words: str = ""
    """What is in the way, in a sentence or two."""


def read_instant(text: str, zone: str = "") -> Reading:
    """Read `2026-11-23 17:20`, with or without offset, for instance `+01:00`, `Z`, or `[Europe/Paris]`.

    `zone` is what the user said of the zone; without one, a text without offset is asked about.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return Reading(
            None,
            trouble=Trouble.FORM,
            words=tr(
                "“{text}” is no date with a time like 2026-11-23 17:20 or 2026-11-23T17:20+01:00.", text=text
            ),
        )
    named = zone.strip() or found["zone"] or ""
    where = find_zone(named) if named else None
    if named and where is None:
        near = near_zones(named)
        if near:
            words = tr("“{name}” is no time zone. Did you mean {near}?", name=named, near=_either(near))
        else:
            words = tr("“{name}” is no time zone. Zones are named like Europe/Vienna.", name=named)
        return Reading(
            None,
            trouble=Trouble.UNKNOWN_ZONE,
            near=near,
            words=words,
        )
    local = f"{found['day']}T{found['time']}"
    try:
        naive = datetime.fromisoformat(local)
    except ValueError:
        words = tr("{moment} is in no calendar.", moment=f"{found['day']} {found['time']}")
        return Reading(None, trouble=Trouble.FORM, words=words)
    if not datetime(1970, 1, 2) <= naive <= datetime(9990, 1, 1):  # noqa: DTZ001 - bounds of local times
        return Reading(
            None, trouble=Trouble.FORM, words=tr("The year {year} is out of range.", year=naive.year)
        )
    if found["offset"]:
        return _with_offset(naive, found["offset"], where)
    if where is None:
        return Reading(
            None,
            trouble=Trouble.NEEDS_ZONE,
            words=tr(
                "{moment} is another instant in each time zone. Say which one is meant.",
                moment=local.replace("T", " "),
            ),
        )
    return read_local(naive, where)


def read_local(naive: datetime, zone: ZoneInfo) -> Reading:
    """The instant at which clocks in a zone show this time, if there is exactly one."""
    first, second = both_readings(naive, zone)
    key = zone.key
    choices = (first.astimezone(zone), second.astimezone(zone))
    if first == second:
        return Reading(choices[0], key)
    said = f"{naive:%Y-%m-%d %H:%M}"
    if shows(first, naive, zone):
        return Reading(
            None,
            key,
            Trouble.REPEATED,
            choices,
            words=tr(
                "{moment} was shown twice in {zone}, as clocks went back: at {first} and at {second}. "
                "Say which, with the offset.",
                moment=said,
                zone=key,
                first=_utc(first),
                second=_utc(second),
            ),
        )
    return Reading(
        None,
        key,
        Trouble.SKIPPED,
        choices,
        words=tr(
            "{moment} was never shown in {zone}, as clocks went forward. Near it are {before} and {after}.",
            moment=said,
            zone=key,
            before=_local(choices[0]),
            after=_local(choices[1]),
        ),
    )


def both_readings(naive: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The instants in UTC a local time can stand for, earlier first; the same twice where clocks run through.

    For a time that is skipped these are the readings by the offset after and before the change.
    """
    either = [naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    earlier, later = sorted(either)
    return earlier, later


def shows(at: datetime, naive: datetime, zone: tzinfo) -> bool:
    """True when clocks in the zone show this time at that instant."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0) == naive.replace(fold=0)


def _with_offset(naive: datetime, offset: str, where: ZoneInfo | None) -> Reading:
    plain = "+00:00" if offset.upper() in ("Z", "UTC") else offset
    try:
        at = datetime.fromisoformat(f"{naive.isoformat()}{plain}")
    except ValueError:
        return Reading(
            None, trouble=Trouble.FORM, words=tr("{offset} is no offset like +01:00.", offset=offset)
        )
    if where is None:
        return Reading(at, "UTC" if offset.upper() in ("Z", "UTC") else "")
    local = at.astimezone(where)
    if local.utcoffset() != at.utcoffset() and plain != "+00:00":
        return Reading(
            None,
            where.key,
            Trouble.CONTRADICTION,
            (local,),
            words=tr(
                "In {zone} clocks were at {right} then, not at {wrong}. Leave out one of the two.",
                zone=where.key,
                right=local.isoformat()[-6:],
                wrong=plain,
            ),
        )
    return Reading(local, where.key)


def _either(names: tuple[str, ...]) -> str:
    return joined(names, "or")


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%H:%M} UTC"


def _local(at: datetime) -> str:
    return f"{at:%H:%M} ({_utc(at)})"
