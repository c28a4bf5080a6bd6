"""Records made from the samples and from answers with gaps, open points and stated facts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crasuite import paths
from crasuite.documents.dossier import ProductRecord
from crasuite.domain.technical_file import TechnicalFile

DAY = date(2026, 11, 24)


def sample(name: str) -> dict[str, Any]:
    """The answers of a sample."""
    text = (paths.resources_dir() / "samples" / f"{name}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def sample_records(name: str) -> dict[str, dict[str, dict[str, Any]]]:
    """The records of a sample's technical file."""
    path = paths.resources_dir() / "samples" / "technical-files" / f"{name}.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture
def file_record(record) -> Callable[..., ProductRecord]:
    """Makes a record with a technical file: that of the sample, or the one given."""

    def make(
        name: str, changes: dict[str, Any] | None = None, file: TechnicalFile | None = None, **more: Any
    ) -> ProductRecord:
        known = TechnicalFile.from_records(sample_records(name)) if file is None else file
        return record(name, changes, technical_file=known, **more)

    return make


@pytest.fixture
def record(pack) -> Callable[..., ProductRecord]:
    """Makes a record from a sample; `changes` replaces answers, None takes one away."""

    def make(name: str, changes: dict[str, Any] | None = None, on: date = DAY, **more: Any) -> ProductRecord:
        answers = {**sample(name), **(changes or {})}
        given = {question: value for question, value in answers.items() if value is not None}
        return ProductRecord.from_answers(pack, given, on, **more)

    return make
