"""A list of vulnerabilities as frozen data, the same for every format it can be read from.

Texts are as the file has them; what it leaves out is empty. A finding is one vulnerability in one component
or product. Nothing here says whether it concerns the maker's product: `matching` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum

from msgspec import Struct


class ListFormat(StrEnum):
    """What kind of list it is; the value is kept in workspaces."""

    CYCLONEDX = "CycloneDX"
    OSV_SCANNER = "OSV-Scanner"
    CSAF = "CSAF"
    KEV = "KEV"
    """A catalogue of vulnerabilities known to be exploited, or a plain list of CVE ids of such."""


class VexState(StrEnum):
    """What the list says of the vulnerability in that component."""

    NOT_SAID = ""
    AFFECTED = "affected"
    NOT_AFFECTED = "not_affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under_investigation"


class Range(Struct, frozen=True, gc=False):
    """Affected versions by their bounds, in the order the list has them.

    `events` are pairs of `introduced`, `fixed` or `last_affected` with a version; `introduced` `0` is before
    every other.
    """

    scheme: str
    """How versions are compared: `semver`, `pypi`, or the name of another ecosystem in small letters."""
    events: tuple[tuple[str, str], ...]


class Target(Struct, frozen=True, gc=False):
    """The component or product a finding is about, as far as the list says."""

    purl: str = ""
    name: str = ""
    version: str = ""
    ref: str = ""
    """Reference within a bill of materials, where the list names it by that."""
    bom: str = ""
    """Serial number of that bill of materials, as in `urn:uuid:…`; empty when it is the list itself."""
    cpe: str = ""
    versions: tuple[str, ...] = ()
    """Affected versions, one by one."""
    unaffected: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()
    stated: str = ""
    """Affected versions in the words of the list, where it gives them as text."""

    @property
    def words(self) -> str:
        """What it is called, with its version.

        >>> Target(purl="pkg:npm/%40a/b@1").words, Target(name="b", version="1").words
        ('pkg:npm/%40a/b@1', 'b 1')
        """
        return f"{self.name} {self.version}".strip() or self.purl or self.ref or self.cpe


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """One vulnerability in one component or product."""

    id: str
    """The name it is called by: the CVE where there is one."""
    aliases: tuple[str, ...] = ()
    title: str = ""
    summary: str = ""
    target: Target = Target()
    rating: str = ""
    """The severity in the words of CVSS, as the list states it; empty when it gives only vectors."""
    cvss: tuple[str, ...] = ()
    """Vectors of CVSS 3 and 4 as the list has them."""
    state: VexState = VexState.NOT_SAID
    justification: str = ""
    """Why it is not affected, in the code words of the list."""
    detail: str = ""
    """What the list says further about state or impact."""
    advice: str = ""
    """What to do, in the words of the list."""
    fixed_in: tuple[str, ...] = ()
    exploited: bool = False
    exploited_on: date | None = None
    """Day on which the catalogue noted the exploitation."""
    references: tuple[str, ...] = ()
    published: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """All its names."""
        return (self.id, *self.aliases)


class Findings(Struct, frozen=True, kw_only=True):
    """One list as read from one file."""

    name: str
    """Title of the list, else the name of the file."""
    file_name: str
    format: ListFormat
    version: str = ""
    """Version of the format."""
    tool: str = ""
    made_at: datetime | None = None
    """When the list was made, as it says itself."""
    sha256: str = ""
    size: int = 0
    items: tuple[Finding, ...] = ()
    left_out: tuple[str, ...] = ()
    """What the list has and is not taken over, one sentence each."""
    serial: str = ""
    """Serial number of the bill of materials, where the list is one."""

    @property
    def is_catalogue(self) -> bool:
        """True for a list of exploited vulnerabilities, which says nothing of components."""
        return self.format is ListFormat.KEV


CVE = re.compile(r"CVE-\d{4}-\d{4,19}", re.IGNORECASE)
_GHSA = re.compile(r"GHSA(-[0-9a-z]{4}){3}", re.IGNORECASE)
_EUVD = re.compile(r"EUVD-\d{4}-\d{1,19}", re.IGNORECASE)


def id_kind(name: str) -> str:
    """Which database a name of a vulnerability is from: `cve`, `euvd`, `ghsa` or `other`.

    >>> id_kind("CVE-2024-4068"), id_kind("EUVD-2024-3245"), id_kind("PYSEC-2021-98")
    ('cve', 'euvd', 'other')
    """
    for kind, form in (("cve", CVE), ("euvd", _EUVD), ("ghsa", _GHSA)):
        if form.fullmatch(name):
            return kind
    return "other"


def spelled(name: str) -> str:
    """One spelling for the names whose letters do not matter.

    >>> spelled(" cve-2024-4068"), spelled("ghsa-GRV7-fg5c-xmjg"), spelled("PYSEC-2021-98")
    ('CVE-2024-4068', 'GHSA-grv7-fg5c-xmjg', 'PYSEC-2021-98')
    """
    name = name.strip()
    kind = id_kind(name)
    if kind == "ghsa":
        return f"GHSA{name[4:].lower()}"
    return name if kind == "other" else name.upper()


_ORDER = ("cve", "euvd", "ghsa", "other")


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names of one vulnerability, each once, the one to call it by first.

    >>> in_order(["PYSEC-2021-98", "ghsa-grv7-fg5c-xmjg", "cve-2024-4068", "CVE-2024-4068"])
    ('CVE-2024-4068', 'GHSA-grv7-fg5c-xmjg', 'PYSEC-2021-98')
    """
    cleaned = dict.fromkeys(spelled(name) for name in names if name.strip())
    return tuple(sorted(cleaned, key=lambda name: _ORDER.index(id_kind(name))))


_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


def moment(said: str) -> datetime | None:
    """The instant a list names; without a zone it is taken as UTC, and what is no instant as none.

    >>> moment("2025-02-25T20:33:53.3676Z").isoformat(), moment("2025-02-25").isoformat(), moment("today")
    ('2025-02-25T20:33:53+00:00', '2025-02-25T00:00:00+00:00', None)
    """
    found = _MOMENT.fullmatch(said.strip())
    if found is None:
        return None
    day, time, zone = found.groups()
    zone = "+00:00" if zone in (None, "Z", "z") else zone
    try:
        return datetime.fromisoformat(f"{day}T{time or '00:00'}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def day_of(said: str) -> date | None:
    """The day a list names, or none.

    >>> day_of("2025-02-25"), day_of("soon")
    (datetime.date(2025, 2, 25), None)
    """
    at = moment(said)
    return None if at is None else at.date()
