"""Alt letters for answers, unique in the window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

BUTTONS = frozenset("elbxw")
"""Explain this step, Save and close, Back, Next, Open workspace."""
PAGE = frozenset("socth")
"""I'm not sure, Note, Change, Who can tell, By when."""


def escaped(text: str) -> str:
    """A text of the pack as a label: its own ampersands are no mnemonics."""
    return text.replace("&", "&&")


def with_mnemonics(labels: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """Each label with the first free letter of its words marked; without one where none is free.

    >>> with_mnemonics(["Yes", "No", "Not at all"], "s")
    ['&Yes', '&No', 'Not &at all']
    """
    used = {letter.casefold() for letter in taken}
    marked = []
    for text in labels:
        place = _free_place(text, used)
        if place is None:
            marked.append(escaped(text))
            continue
        used.add(text[place].casefold())
        marked.append(f"{escaped(text[:place])}&{escaped(text[place:])}")
    return marked


def _free_place(text: str, used: set[str]) -> int | None:
    starts = [place for place, sign in enumerate(text) if place == 0 or not text[place - 1].isalnum()]
    for place in (*starts, *range(len(text))):
        sign = text[place]
        if sign.isascii() and sign.isalnum() and sign.casefold() not in used:
            return place
    return None
