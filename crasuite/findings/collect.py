"""What every reader needs: findings collected within bounds, and values cleaned once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crasuite.errors import FindingsError
from crasuite.findings.model import Finding, Findings, ListFormat, Target, VexState, moment
from crasuite.findings.source import IN_PARTS, MAX_FINDINGS, FindingsSource
from crasuite.language import mark, number, tr, trn

MAX_TEXT = 20_000
"""Letters kept of one text; longer ones are cut with a note."""
MAX_LISTED = 200
"""References, names or versions kept of one finding."""
_CUT = mark(" … (cut)")


class Collected:
    """The findings of one file."""

    def __init__(self, source: FindingsSource) -> None:
        self.source = source
        self.items: list[Finding] = []
        self.withdrawn = 0
        """Entries not taken over because their source withdrew them."""
        self._seen: set[tuple[str, Target, VexState]] = set()

    def add(self, finding: Finding) -> None:
        """Take in a finding; the same vulnerability in the same component with the same state counts once.

        Raises:
            FindingsError: there are too many (FIND-06).
        """
        key = (finding.id, finding.target, finding.state)
        if key in self._seen:
            return
        self._seen.add(key)
        if len(self.items) >= MAX_FINDINGS:
            why = tr("It has more than {number} findings.", number=number(MAX_FINDINGS))
            raise self.source.error("FIND-06", why, tr(IN_PARTS))
        self.items.append(finding)

    def build(
        self,
        kind: ListFormat,
        *,
        name: str = "",
        version: str = "",
        tool: str = "",
        made_at: str = "",
        serial: str = "",
    ) -> Findings:
        """The list."""
        return Findings(
            name=cut(name) or self.source.name,
            file_name=self.source.name,
            format=kind,
            version=version,
            tool=cut(tool),
            made_at=moment(made_at),
            sha256=self.source.sha256,
            size=self.source.size,
            items=tuple(self.items),
            left_out=(_withdrawn(self.withdrawn),) if self.withdrawn else (),
            serial=serial,
        )

    def needs_id(self, path: str, line: int | None) -> FindingsError:
        """The error for an entry without a name."""
        why = tr("“{place}” has no id, so nobody can tell which vulnerability it is.", place=path)
        return self.source.error("FIND-09", why, line=line)


def _withdrawn(count: int) -> str:
    return trn("{n} were withdrawn by their source", "{n} were withdrawn by their source", count)


def cut(given: Any) -> str:
    """A text without blanks around it and no longer than is kept; empty for what is no text.

    Half of a surrogate pair, as a careless tool may escape it, becomes a mark: no file could hold it.
    """
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return ""
    said = str(given).strip()
    if not said.isascii():
        said = said.encode("utf-8", "replace").decode("utf-8")
    said = said.replace("\0", "\ufffd")
    return said if len(said) <= MAX_TEXT else said[:MAX_TEXT] + tr(_CUT)


def several(given: Iterable[Any] | None) -> tuple[str, ...]:
    """Texts, each once and not empty, as many as are kept."""
    kept: dict[str, None] = {}
    for one in given or ():
        said = cut(one)
        if said:
            kept[said] = None
            if len(kept) >= MAX_LISTED:
                break
    return tuple(kept)


def vectors(given: Iterable[Any]) -> tuple[str, ...]:
    """Those that look like vectors of CVSS 3 or 4; whether they can be rated is found out when they are."""
    return tuple(one for one in several(given) if one.startswith(("CVSS:3.", "CVSS:4.")))


_RATINGS = {"moderate": "medium", "important": "high", "info": "none", "informational": "none"}
_WORDS = frozenset(("none", "low", "medium", "high", "critical"))


def rating(given: Any) -> str:
    """A severity in the words of CVSS, or empty.

    >>> rating("HIGH"), rating("MODERATE"), rating("unknown"), rating(None)
    ('high', 'medium', '', '')
    """
    said = cut(given).lower()
    said = _RATINGS.get(said, said)
    return said if said in _WORDS else ""


def worst(given: Iterable[str]) -> str:
    """The most serious of several severities."""
    order = ("none", "low", "medium", "high", "critical")
    return max((one for one in given if one in order), key=order.index, default="")
