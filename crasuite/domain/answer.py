"""An answer and what people note beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

JsonValue: TypeAlias = "None | bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue]"
AnswerValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue]"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one question for one product.

    `value` is None while only a note, an owner or a date is kept. A fact stated by the user is an answer
    whose question id begins with `state.`.
    """

    product_id: int
    question_id: str
    value: AnswerValue | None
    note: str
    owner: str
    due_on: date | None
    changed_at: datetime

    def is_overdue(self, today: date) -> bool:
        """True when somebody was to settle this before today.

        >>> answer = Answer(1, "own-brand", "not-sure", "", "Ana", date(2026, 11, 1), datetime(2026, 10, 1))
        >>> answer.is_overdue(date(2026, 11, 1)), answer.is_overdue(date(2026, 11, 2))
        (False, True)
        """
        return self.due_on is not None and self.due_on < today
