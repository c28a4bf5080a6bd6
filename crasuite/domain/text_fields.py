"""Forms that are plain texts by field: user information, support period, processes, design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from crasuite.domain.placeholder import is_placeholder
from crasuite.domain.record_kind import RecordData


@dataclass(frozen=True, slots=True)
class Completeness:
    """Which of the fields asked for say something."""

    filled: tuple[str, ...]
    empty: tuple[str, ...]
    placeholders: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.filled) + len(self.missing)

    @property
    def missing(self) -> tuple[str, ...]:
        """Empty or only keeping a place."""
        return self.empty + self.placeholders

    @property
    def is_complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class TextFields:
    """One form. A field without text is left out; what is no text is carried along in `other`."""

    id: str
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    other: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)

    @classmethod
    def from_json(cls, record_id: str, data: Mapping[str, Any]) -> Self:
        """The form from its JSON object."""
        texts = {name: said for name, said in data.items() if isinstance(said, str) and said}
        other = {name: said for name, said in data.items() if not isinstance(said, str) and said is not None}
        return cls(record_id, texts, other)

    def to_json(self) -> RecordData:
        """The JSON object."""
        return dict(
            sorted({**self.other, **{name: said for name, said in self.texts.items() if said}}.items())
        )

    def text(self, name: str) -> str:
        """What a field says; empty when nothing."""
        return self.texts.get(name, "")

    def completeness(self, wanted: Iterable[str]) -> Completeness:
        """Which of the wanted fields are filled."""
        filled: list[str] = []
        empty: list[str] = []
        placeholders: list[str] = []
        for name in wanted:
            said = self.text(name).strip()
            (placeholders if is_placeholder(said) else filled if said else empty).append(name)
        return Completeness(tuple(filled), tuple(empty), tuple(placeholders))
