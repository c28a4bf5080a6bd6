"""Narrowing a list by what somebody types and by a segment above it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QSortFilterProxyModel


class WordFilter(QSortFilterProxyModel):
    """Narrows when the words or the segment change, and never meanwhile: what is being edited stays listed.
    Subclasses say which rows are accepted."""

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self.segment = "all"
        self.setDynamicSortFilter(False)
        self.setSourceModel(model)

    def set_words(self, text: str) -> None:
        """List what contains every word."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange()

    def set_segment(self, segment: str) -> None:
        """List what belongs to a segment."""
        self.beginFilterChange()
        self.segment = segment
        self.endFilterChange()

    def _fits(self, casefolded: str) -> bool:
        """True when a text contains every word."""
        return all(word in casefolded for word in self._words)


def goes_on(before: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """True when somebody typed on: what is narrowed already is all that can stay.

    >>> goes_on(("ble",), ("ble", "pair")), goes_on(("ble",), ("blem",)), goes_on((), ("b",))
    (False, True, False)
    """
    return bool(before) and len(before) == len(words) and all(map(str.startswith, words, before))
