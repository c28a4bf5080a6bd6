"""Records made from the samples and from answers with gaps, open points and stated facts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crasuite import paths
from crasuite.documents.dossier import ProductRecord

DAY = date(2026, 11, 24)


def sample(name: str) -> dict[str, Any]:
    """The answers of a sample."""
    text = (paths.resources_dir() / "samples" / f"{name}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@pytest.fixture
def record(pack) -> Callable[..., ProductRecord]:
    """Makes a record from a sample; `changes` replaces answers, None takes one away."""

    def make(name: str, changes: dict[str, Any] | None = None, on: date = DAY, **more: Any) -> ProductRecord:
        answers = {**sample(name), **(changes or {})}
        given = {question: value for question, value in answers.items() if value is not None}
        return ProductRecord.from_answers(pack, given, on, **more)

    return make
