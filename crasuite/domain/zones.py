"""Time zones: those in use in the Union, and what a name that somebody typed stands for.

A zone is only ever offered, never assumed: an instant without one is asked about.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

EU_ZONES: dict[str, tuple[str, ...]] = {
    "AT": ("Europe/Vienna",),
    "BE": ("Europe/Brussels",),
    "BG": ("Europe/Sofia",),
    "HR": ("Europe/Zagreb",),
    "CY": ("Asia/Nicosia", "Asia/Famagusta"),
    "CZ": ("Europe/Prague",),
    "DK": ("Europe/Copenhagen",),
    "EE": ("Europe/Tallinn",),
    "FI": ("Europe/Helsinki", "Europe/Mariehamn"),
    "FR": (
        "Europe/Paris",
        "America/Guadeloupe",
        "America/Martinique",
        "America/Cayenne",
        "America/Marigot",
        "Indian/Reunion",
        "Indian/Mayotte",
    ),
    "DE": ("Europe/Berlin", "Europe/Busingen"),
    "GR": ("Europe/Athens",),
    "HU": ("Europe/Budapest",),
    "IE": ("Europe/Dublin",),
    "IT": ("Europe/Rome",),
    "LV": ("Europe/Riga",),
    "LT": ("Europe/Vilnius",),
    "LU": ("Europe/Luxembourg",),
    "MT": ("Europe/Malta",),
    "NL": ("Europe/Amsterdam",),
    "PL": ("Europe/Warsaw",),
    "PT": ("Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"),
    "RO": ("Europe/Bucharest",),
    "SK": ("Europe/Bratislava",),
    "SI": ("Europe/Ljubljana",),
    "ES": ("Europe/Madrid", "Africa/Ceuta", "Atlantic/Canary"),
    "SE": ("Europe/Stockholm",),
}
"""Zones of each Member State with its outermost regions, that of the capital first."""

_NAME = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of the time-zone database with this name; upper and lower case are the same.

    >>> find_zone("europe/amsterdam")
    zoneinfo.ZoneInfo(key='Europe/Amsterdam')
    >>> find_zone("../etc/passwd") is None
    True
    """
    name = name.strip()
    if not _NAME.fullmatch(name):
        return None
    return _zone(_by_lower_case().get(name.casefold(), ""))


def near_zones(name: str, count: int = 3) -> tuple[str, ...]:
    """Zones that may have been meant, likeliest first: by city, else by spelling.

    >>> near_zones("Amsterdam"), near_zones("Europe/Amsterdm")[0]
    (('Europe/Amsterdam',), 'Europe/Amsterdam')
    """
    sought = name.strip().casefold().replace(" ", "_")
    if not sought:
        return ()
    known = _by_lower_case()
    cities = [zone for lower, zone in known.items() if lower.rpartition("/")[2] == sought and "/" in lower]
    if cities:
        return tuple(sorted(cities, key=lambda zone: (not zone.startswith("Europe/"), zone))[:count])
    near = difflib.get_close_matches(sought, known, count, 0.7)
    if not near:
        by_city = {lower.rpartition("/")[2]: lower for lower in known if "/" in lower}
        near = [by_city[city] for city in difflib.get_close_matches(sought, by_city, count, 0.75)]
    return tuple(known[one] for one in near)


def _zone(key: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(key) if key else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@cache
def _by_lower_case() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones())}
