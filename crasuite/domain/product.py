"""A product with digital elements as the workspace keeps it. What the law asks about it is an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ProductState(StrEnum):
    """Where a product is listed. Deleting only hides it: history and undo must still reach it."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Product:
    """One product of the workspace. `id` is never reused; names need not be unique."""

    id: int
    name: str
    state: ProductState
    created_at: datetime
    changed_at: datetime
