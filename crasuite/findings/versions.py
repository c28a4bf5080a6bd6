"""Whether a version is among those a list calls affected, where a library can say so without guessing."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from crasuite.findings.model import Range, Target

_SCHEMES = {
    "semver": "semver",
    "npm": "semver",
    "cargo": "semver",
    "crates.io": "semver",
    "go": "semver",
    "golang": "semver",
    "hex": "semver",
    "pub": "semver",
    "swifturl": "semver",
    "swift": "semver",
    "pypi": "pypi",
}
"""Ecosystems whose order of versions is that of Semantic Versioning 2.0 or of Python packages."""
_NUMBER_LETTERS = 200


class Verdict(StrEnum):
    """What comes of the comparison."""

    AFFECTED = "affected"
    NOT_AFFECTED = "not-affected"
    NOT_COMPARED = "not-compared"
    """The list gives no versions, or none that can be compared without guessing."""


def verdict(version: str, target: Target) -> Verdict:
    """Whether this version is affected.

    >>> spans = (Range("semver", (("introduced", "0"), ("fixed", "4.17.21"))),)
    >>> str(verdict("4.17.20", Target(ranges=spans))), str(verdict("4.17.21", Target(ranges=spans)))
    ('affected', 'not-affected')
    >>> str(verdict("1:2.36-9", Target(ranges=(Range("debian", spans[0].events),))))
    'not-compared'
    """
    version = version.strip()
    if not version:
        return Verdict.NOT_COMPARED
    if version in target.unaffected:
        return Verdict.NOT_AFFECTED
    if version == target.version or version in target.versions:
        return Verdict.AFFECTED
    found = [_in_range(version, one) for one in target.ranges]
    if True in found:
        return Verdict.AFFECTED
    if found and None not in found:
        return Verdict.NOT_AFFECTED
    # Another version than the one the list names may be affected as well; only ranges say that it is not.
    return Verdict.NOT_COMPARED


def _in_range(version: str, span: Range) -> bool | None:
    scheme = _SCHEMES.get(span.scheme)
    if scheme is None or not span.events:
        return None
    mine = _parsed(scheme, version)
    if mine is None:
        return None
    inside = False
    events = []
    for what, bound in span.events:
        parsed = _START if what == "introduced" and bound == "0" else _parsed(scheme, bound)
        if parsed is None or what not in _RANK:
            return None
        events.append((parsed, _RANK[what], what))
    # As OSV says: walk through the events in the order of their versions.
    events.sort(key=_event_order)
    for bound_value, _, what in events:
        at_or_above = bound_value is _START or mine >= bound_value
        if what == "introduced" and at_or_above:
            inside = True
        elif (what == "fixed" and at_or_above) or (
            what == "last_affected" and bound_value is not _START and mine > bound_value
        ):
            inside = False
    return inside


class _Start:
    """Before every version."""


_START = _Start()
_RANK = {"fixed": 0, "introduced": 1, "last_affected": 2}


class _EventOrder:
    __slots__ = ("event",)

    def __init__(self, event: tuple[Any, int, str]) -> None:
        self.event = event

    def __lt__(self, other: _EventOrder) -> bool:
        (mine, rank, _), (theirs, their_rank, _) = self.event, other.event
        if mine is _START or theirs is _START:
            return theirs is not _START
        if mine == theirs:
            return rank < their_rank
        return bool(mine < theirs)


_event_order = _EventOrder


@lru_cache(maxsize=65536)
def _parsed(scheme: str, version: str) -> Any:
    """The version as its library understands it; None when it is none of this scheme."""
    if len(version) > _NUMBER_LETTERS:
        return None
    if scheme == "pypi":
        from packaging.version import InvalidVersion, Version

        try:
            return Version(version)
        except InvalidVersion:
            return None
    from semver import Version as SemVer

    try:
        # Go writes v1.2.3; the letter is no part of the version.
        parsed = SemVer.parse(version.removeprefix("v"), optional_minor_and_patch=True)
    except (ValueError, TypeError):
        return None
    return parsed


_CONSTRAINT = re.compile(r"(<=|>=|!=|<|>|=)?\s*(.+)")


def read_vers(said: str) -> tuple[tuple[Range, ...], tuple[str, ...]]:
    """Ranges and single versions of a range in the `vers` notation; nothing when it is none.

    >>> read_vers("vers:npm/1.0.0|>=2.0.0|<2.4.1")
    ((Range(scheme='npm', events=(('introduced', '2.0.0'), ('fixed', '2.4.1'))),), ('1.0.0',))
    >>> read_vers("before 2.4")
    ((), ())
    """
    if not said.startswith("vers:") or len(said) > 10_000:
        return (), ()
    scheme, slash, rest = said[5:].partition("/")
    if not slash:
        return (), ()
    events: list[tuple[str, str]] = []
    single: list[str] = []
    for part in rest.split("|"):
        found = _CONSTRAINT.fullmatch(part.strip())
        if found is None:
            return (), ()
        sign, bound = found[1] or "=", unquote(found[2].strip())
        if bound == "*" and sign == "=":
            return (Range(scheme.lower(), (("introduced", "0"),)),), ()
        if sign == "=":
            single.append(bound)
        elif sign in (">=", ">"):
            if sign == ">":  # no bound of OSV excludes its own version from below
                return (), ()
            events.append(("introduced", bound))
        elif sign in ("<", "<="):
            if not events or events[-1][0] != "introduced":
                events.append(("introduced", "0"))
            events.append(("fixed" if sign == "<" else "last_affected", bound))
        else:
            return (), ()
    ranges = (Range(scheme.lower(), tuple(events)),) if events else ()
    return ranges, tuple(single)
