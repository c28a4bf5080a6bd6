"""What the interview needs of the place that keeps answers; `store.repository.Repository` is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from crasuite.domain.answer import Answer, AnswerValue
from crasuite.domain.product import Product


class AnswerBook(Protocol):
    """Answers of products. What a call wrote is on disk when it returns; otherwise it raises `StoreError`."""

    def product(self, product_id: int) -> Product:
        """One product."""

    def answers(self, product_id: int) -> dict[str, Answer]:
        """Everything kept for a product, by question."""

    def set_answers(
        self,
        product_id: int,
        answers: Mapping[str, AnswerValue | None],
        *,
        name: str | None = None,
        label: str | None = None,
    ) -> object:
        """Keep answers (None takes one back) and, if given, the product's new name, as one step."""

    def set_note(self, product_id: int, question_id: str, note: str) -> object:
        """Keep a note beside the answer."""

    def set_owner(self, product_id: int, question_id: str, owner: str) -> object:
        """Keep who can tell."""

    def set_due(self, product_id: int, question_id: str, due_on: date | None) -> object:
        """Keep by when."""
