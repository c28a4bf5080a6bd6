"""What the words of a drop-down mean, in whatever language a workbook was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar

from crasuite.language import LANGUAGES, speaking, tr

_Meaning = TypeVar("_Meaning")


class Meanings(Mapping[str, _Meaning], Generic[_Meaning]):
    """Values by marked words: English words first, then those of the other languages.

    >>> Meanings({"Reduce": 1})["Reduce"]
    1
    """

    def __init__(self, of_english: Mapping[str, _Meaning]) -> None:
        self._of_english = dict(of_english)

    @cached_property
    def _of_words(self) -> dict[str, _Meaning]:
        found = dict(self._of_english)
        for code in LANGUAGES:
            with speaking(code):
                for words, meaning in self._of_english.items():
                    found.setdefault(tr(words), meaning)
        return found

    def __getitem__(self, words: str) -> _Meaning:
        return self._of_words[words]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of_words)

    def __len__(self) -> int:
        return len(self._of_words)
