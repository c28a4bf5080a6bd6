"""Alt letters for answers, unique in the window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crasuite.language import mark, tr

NOT_SURE_LABEL = mark("I'm not &sure")
"""Marked only: `tr` says it."""
_BUTTONS = (
    mark("&Explain this step"),
    mark("Save and c&lose"),
    mark("&Back"),
    mark("Ne&xt"),
    mark("Open &workspace"),
)
_PAGE = (
    NOT_SURE_LABEL,
    mark("N&ote for the file"),
    mark("Add a n&ote for the file"),
    mark("&Change"),
    mark("Who can &tell?"),
    mark("By w&hen?"),
)


def letters_of(texts: Iterable[str]) -> frozenset[str]:
    """The letters that texts have as their mnemonics, in small.

    >>> sorted(letters_of(["&Back", "Ne&xt", "None"]))
    ['b', 'x']
    """
    return frozenset(text.replace("&&", "").partition("&")[2][:1].casefold() for text in texts) - {""}


def reserved() -> frozenset[str]:
    """Letters of the interview's own buttons and of what stands on each of its pages."""
    return letters_of(tr(one) for one in (*_BUTTONS, *_PAGE))


def answer_letters() -> tuple[str, str, str]:
    """Letters of yes, no and "I'm not sure", as capitals."""
    texts = (*with_mnemonics([tr("Yes"), tr("No")], reserved()), tr(NOT_SURE_LABEL))
    yes, no, unsure = (text.partition("&")[2][:1].upper() for text in texts)
    return yes, no, unsure


def way_letters() -> tuple[str, str]:
    """Letters of back and next, as capitals."""
    back, following = (tr(text).partition("&")[2][:1].upper() for text in (mark("&Back"), mark("Ne&xt")))
    return back, following


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
