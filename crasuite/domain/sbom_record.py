"""One imported SBOM. All versions are kept; the newest of a part is the current one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from crasuite.domain.record import Record, day, instant, number, text, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class SbomRecord(Record):
    """What the workspace notes of an SBOM; the file itself is kept by its SHA-256."""

    part: str = text()
    file_name: str = text()
    sha256: str = text()
    size: int | None = number()
    format: str = text()
    spec_version: str = text()
    imported: datetime | None = instant()
    components: int | None = number()
    supersedes: str = text()
    file_version: str = text()
    """Version of the product as the file names it."""
    file_date: date | None = day()
    """The day the file says it was made."""
    release: str = text()
    """The release of the product it was filed for, where the maker said so."""
    released_on: date | None = day()
    quick_form: str = text()
    """SHA-256 of what was read from the file, kept so that it need not be read again; can be made anew."""
    unmet: tuple[str, ...] = texts()
    """Names of the checks that were not met, or could not be made, when it was imported."""
    without_supplier: tuple[str, ...] = texts()
    """Ids of components for which the file names no supplier; empty when there are too many to list."""


def stands_for(sbom: SbomRecord) -> tuple[str, date | None]:
    """Release and day: what the maker said, else what the file says; neither where nobody says it."""
    return sbom.release or sbom.file_version, sbom.released_on or sbom.file_date


def current_sboms(sboms: Iterable[SbomRecord]) -> dict[str, SbomRecord]:
    """The newest SBOM of each part (device, app, backend …), in the order the parts first came."""
    newest: dict[str, SbomRecord] = {}
    for sbom in sboms:
        kept = newest.get(sbom.part)
        if kept is None or _when(sbom) >= _when(kept):
            newest[sbom.part] = sbom
    return newest


def versions_of(sboms: Iterable[SbomRecord], part: str) -> tuple[SbomRecord, ...]:
    """All SBOMs of a part, newest first."""
    last_added_first = [sbom for sbom in sboms if sbom.part == part][::-1]
    return tuple(sorted(last_added_first, key=_when, reverse=True))


def _when(sbom: SbomRecord) -> datetime:
    return sbom.imported or datetime.min.replace(tzinfo=UTC)
