"""Domain objects are plain, frozen and speak for themselves."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime

import pytest

from crasuite.domain.answer import Answer
from crasuite.domain.change import Cell, ChangeKind, describe
from crasuite.domain.product import Product, ProductState

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_on", "overdue"),
    [(None, False), (date(2026, 11, 23), True), (date(2026, 11, 24), False), (date(2026, 11, 25), False)],
)
def test_answer_is_overdue_the_day_after(due_on: date | None, overdue: bool) -> None:
    answer = Answer(1, "own-brand", "not-sure", "", "Ana Costa", due_on, NOON)
    assert answer.is_overdue(date(2026, 11, 24)) is overdue


def test_objects_cannot_be_changed_in_place() -> None:
    product = Product(1, "AeroLock 2", ProductState.ACTIVE, NOON, NOON)
    with pytest.raises(FrozenInstanceError):
        product.name = "x"  # type: ignore[misc]
    assert replace(product, name="AeroLock 3") != product


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_kind_of_change_has_words(kind: ChangeKind) -> None:
    what = {ChangeKind.PRODUCT: "name", ChangeKind.RECORD: "risk/R-01"}.get(kind, "own-brand")
    assert describe(Cell(kind, 1, what), "new") not in ("", "new")


@pytest.mark.parametrize("state", list(ProductState))
def test_every_state_of_a_product_has_words(state: ProductState) -> None:
    assert describe(Cell(ChangeKind.PRODUCT, 1, "state"), state.value).endswith("a product")
