"""Section 3 of the classification record: the categories that were looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crasuite.documents.content.parts import (
    missing,
)
from crasuite.documents.content.wording import (
    basis,
    category_place,
    category_words,
    in_words,
)
from crasuite.documents.tree import (
    CATEGORY,
    Block,
    Cell,
    Cite,
    Heading,
    Muted,
    Status,
    StatusKind,
    Strong,
    UserText,
    cell,
    note,
    para,
    table,
)
from crasuite.language import tr, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord
from crasuite.documents.content.parts import because, is_covered

_MOST_CATEGORIES = 8


def blocks(record: ProductRecord) -> Iterator[Block]:
    """Section 3: the category that matches, and those looked at and rejected."""
    yield Heading(1, tr("Categories considered"), tr("Art. 7, 8"))
    result, pack = record.assessment, record.pack
    if not is_covered(result):
        yield para(
            tr(
                "Classes and categories concern products that the law covers in full. This "
                "one is not covered in full, so no category had to be examined."
            )
        )
        return
    rows = list(_category_rows(record))
    yield table(CATEGORY, rows, tr("Categories looked at, and why they match or not"))
    category = result.value("category")
    if category in pack.categories and pack.categories[category].note:
        yield note(Strong(tr("Note.") + " "), in_words(pack, pack.categories[category].note))
    if not record.assessment.answers.get("categories-rejected"):
        yield note(tr("No further category was named as looked at and rejected."))


def _category_rows(record: ProductRecord) -> Iterator[tuple[Cell, Cell, Cell]]:
    pack, result = record.pack, record.assessment
    category = result.value("category")
    shown: set[str] = set()
    if category in pack.categories:
        shown.add(category)
        yield (
            _category_name(record, category),
            cell(Status(StatusKind.MET, tr("Matches"))),
            _matches(record, category),
        )
    elif category == "none":
        yield (
            cell(tr("None of the 26 categories")),
            cell(Status(StatusKind.MET, tr("Matches"))),
            cell((_core_reason(record), Cite(tr("Art. 7(1), 8(1)")))),
        )
    else:
        possible = [value for value in result.verdict("category").possible if value in pack.categories]
        if len(possible) > _MOST_CATEGORIES:
            tag = missing(record, "core-functionality")
            yield (
                cell(
                    tr("All 26 categories")
                    if len(possible) == len(pack.categories)
                    else trn("{n} category", "{n} categories", len(possible))
                ),
                cell(Status(StatusKind.NOT_SURE, tr("Not decided"))),
                cell(tag or _undecided(record)),
            )
        else:
            for value in possible:
                shown.add(value)
                yield (
                    _category_name(record, value),
                    cell(Status(StatusKind.NOT_SURE, tr("Not decided"))),
                    cell(f"{pack.categories[value].core} " + tr("Section 4 says what is open.")),
                )
    yield from _rejected_rows(record, shown)


def _rejected_rows(record: ProductRecord, shown: set[str]) -> Iterator[tuple[Cell, Cell, Cell]]:
    pack, result = record.pack, record.assessment
    category = result.value("category")
    rejected = Status(StatusKind.NOT_APPLICABLE, tr("Rejected"))
    first = result.answers.get("core-functionality")
    reasons = result.answers.get("categories-rejected")
    said = reasons if isinstance(reasons, dict) else {}
    if (
        isinstance(first, str)
        and first in pack.categories
        and first not in shown
        and result.value("first-choice-fits") == "no"
    ):
        shown.add(first)
        steps = [s for s in result.trace("first-choice-fits") if s.fact != "first-choice-fits"]
        words = " ".join(in_words(pack, step.rule.because) for step in steps) or because(
            result, "first-choice-fits"
        )
        cites = [cite for step in steps for cite in step.rule.cites]
        lines: list[Any] = [
            (
                tr("Looked at first.") + f" {words}",
                Cite(basis(pack, cites or pack.categories[first].cites)),
            )
        ]
        if said.get(first, "").strip():
            lines.append(UserText(said[first]))
        yield _category_name(record, first), cell(rejected), cell(*lines)
    for one, reason in said.items():
        if one in shown:
            continue
        shown.add(one)
        words_run: Any = UserText(reason) if reason.strip() else Muted(tr("no reason given"))
        yield _category_name(record, one), cell(rejected), cell(words_run)
    if category in pack.categories:
        known = pack.categories[category]
        for one in known.near:
            if one not in shown and known.near_reason.get(one):
                yield (
                    _category_name(record, one),
                    cell(Status(StatusKind.NOT_APPLICABLE, tr("Compared, not chosen"))),
                    cell((f"{known.near_reason[one]}", Cite(tr("practice")))),
                )


def _category_name(record: ProductRecord, category: str) -> Cell:
    known = record.pack.categories[category]
    return cell(f"{category_place(record.pack, known)}  {known.name}")


def _matches(record: ProductRecord, category: str) -> Cell:
    pack, result = record.pack, record.assessment
    lines: list[Any] = [(pack.categories[category].core, Cite(basis(pack, pack.categories[category].cites)))]
    fits = f"fits-{category.lower()}"
    if fits in pack.facts and result.value(fits) == "yes":
        lines.append(because(result, fits))
    return cell(*lines)


def _core_reason(record: ProductRecord) -> str:
    reason = because(record.assessment, "category")
    return reason or tr("What the product mainly does is in none of the categories.")


def _undecided(record: ProductRecord) -> str:
    """Why no category is decided, when the question itself was answered."""
    first = record.assessment.answers.get("core-functionality")
    if isinstance(first, str) and first in record.pack.categories:
        picked = category_words(record.pack, first)
        return tr(
            "Picked: {category}. It is not decided yet whether its conditions are met; section 4 says why.",
            category=picked,
        )
    if first is not None:
        return tr("It is not decided yet whether the law asks for a class; section 4 says why.")
    return tr("The core functionality is not named yet.")
