"""The living list of Annex I, Part II in papers: where each process stands, the looks at it, the figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crasuite.documents.content.wording import capital, day
from crasuite.documents.tree import LIVING_LIST, LOOKS, Block, Cell, Cite, Muted, UserText, cell, para, table
from crasuite.language import tr

if TYPE_CHECKING:
    from crasuite.documents.record import HandlingLine, ProductRecord


def figures(record: ProductRecord) -> Iterator[Block]:
    """The register in numbers, as it was on the day of the paper."""
    if record.handling_figures:
        yield para(
            tr(
                "The register of vulnerabilities on {day}: {figures}",
                day=day(record.on),
                figures=" ".join(record.handling_figures),
            )
        )


def state(record: ProductRecord) -> Iterator[Block]:
    """Every line of the list with its state and the day to look at it again; one sentence while nobody has
    used it."""
    if record.handling and not any(one.last for one in record.handling):
        yield para(Muted(tr("No look at how these processes work is recorded yet.")))
    elif record.handling:
        yield table(
            LIVING_LIST,
            [
                (
                    cell(one.title, *([(Cite(one.cites),)] if one.cites else [])),
                    one.state,
                    day(one.last) if one.last else cell(Muted(tr("never"))),
                    day(one.due)
                    if one.due
                    else cell(Muted(tr("now") if one.last is None else tr("on change"))),
                    _said(one.owner, tr("not named")),
                )
                for one in record.handling
            ],
            tr("Processes of Annex I, Part II, as last looked at"),
        )


def looks(record: ProductRecord) -> Iterator[Block]:
    """What the last look at each process found, with its proof; what was never looked at says so."""
    if not record.handling:
        return
    seen = [one for one in record.handling if one.last is not None]
    never = [one.title for one in record.handling if one.last is None]
    if seen:
        yield table(
            LOOKS,
            [
                (
                    one.title,
                    day(one.last) if one.last else "",
                    cell(one.state, *([UserText(one.found)] if one.found else [])),
                    _proofs(one),
                )
                for one in seen
            ],
            tr("Checks of the vulnerability handling processes"),
        )
    if seen and never:
        yield para(tr("Not checked yet: {processes}.", processes=capital("; ".join(never))))


def _proofs(one: HandlingLine) -> Cell:
    return cell(*(UserText(said) for said in one.evidence)) if one.evidence else cell(Muted(tr("none named")))


def _said(text: str, empty: str) -> Cell:
    return cell(UserText(text)) if text.strip() else cell(Muted(empty))
