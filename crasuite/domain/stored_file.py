"""A file kept in the workspace, known by its content alone. What it is called is its record's business."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Content that never changes: equal content is one file, whatever names it came under."""

    sha256: str
    size: int
