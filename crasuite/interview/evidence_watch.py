"""Looks whether the originals of evidence are still what was attached. May run in any thread."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from crasuite.domain.evidence import Evidence, EvidenceState

_CHUNK = 1024 * 1024
_OTHER_SIZE = "of another size"


@dataclass(frozen=True, slots=True)
class EvidenceLook:
    """What was found; `changed_on` is the day the original was last written, where it differs."""

    state: EvidenceState
    changed_on: date | None = None


class EvidenceWatch:
    """Remembers the hash of a file until its time or size changes, so that looking again costs next to
    nothing."""

    def __init__(self) -> None:
        self._hashes: dict[str, tuple[tuple[int, int], str]] = {}

    def look(
        self,
        evidence: Iterable[Evidence],
        is_kept: Callable[[str], bool],
        cancelled: Callable[[], bool] = lambda: False,
    ) -> dict[str, EvidenceLook]:
        """Look at each; those not reached before `cancelled` said so are left out."""
        found: dict[str, EvidenceLook] = {}
        for one in evidence:
            if cancelled():
                break
            state = one.state(lambda path, size=one.size: self._hash_of(path, size, cancelled), is_kept)  # type: ignore[misc]
            if not cancelled():
                changed = state is EvidenceState.CHANGED
                found[one.id] = EvidenceLook(state, _written_on(one.source_path) if changed else None)
        return found

    def _hash_of(self, source: str, size: int | None, cancelled: Callable[[], bool]) -> str | None:
        try:
            path = Path(source)
            known = path.stat()
            if not path.is_file():
                return None
            if size is not None and known.st_size != size:
                return _OTHER_SIZE
            stamp = (known.st_mtime_ns, known.st_size)
            kept = self._hashes.get(source)
            if kept is None or kept[0] != stamp:
                digest = hash_file(path, cancelled=cancelled)
                if digest is None:
                    return None
                kept = self._hashes[source] = (stamp, digest)
        except (OSError, ValueError):  # a path that this system does not allow names nothing
            return None
        return kept[1]


def hash_file(
    path: Path,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> str | None:
    """SHA-256 of a file; None when cancelled."""
    digest = hashlib.sha256()
    total, done = path.stat().st_size, 0
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            if cancelled():
                return None
            digest.update(data)
            done += len(data)
            if progress is not None:
                progress(done, max(total, done))
    return digest.hexdigest()


def _written_on(source: str) -> date | None:
    try:
        written = Path(source).stat().st_mtime
        return datetime.fromtimestamp(written, UTC).astimezone().date()
    except (OSError, ValueError, OverflowError):
        return None


def kept_in(files: Collection[str]) -> Callable[[str], bool]:
    """Whether the workspace keeps a content, from the list of those it keeps."""
    return files.__contains__
