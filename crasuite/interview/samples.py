"""The finished examples that come with the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crasuite import paths
from crasuite.errors import InternalError
from crasuite.interview import words
from crasuite.interview.interview import NAME_QUESTION
from crasuite.language import tr


@dataclass(frozen=True, slots=True)
class Sample:
    """A finished example that can be opened as a copy."""

    key: str
    name: str
    description: str
    answers: Mapping[str, Any]
    technical_file: Path | None = None
    """Records of its technical file as JSON; the files they speak of lie in `files` beside it."""


def load_samples(folder: Path | None = None) -> list[Sample]:
    """Read the examples: each file holds answers by question, or name, description and answers.

    Raises:
        InternalError: a file that comes with the program is not readable.
    """
    samples = []
    folder = folder or paths.resources_dir() / "samples"
    for file in sorted(folder.glob("*.json")):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            answers = data.get("answers", data)
            name = str(data.get("name") or answers.get(NAME_QUESTION) or file.stem)
            said = (
                data.get("description")
                or answers.get("product-type")
                or answers.get("intended-purpose")
                or ""
            )
            records = folder / "technical-files" / file.name
            samples.append(
                Sample(
                    file.stem,
                    name,
                    words.shortened(str(said), 120),
                    answers,
                    records if records.is_file() else None,
                )
            )
        except (ValueError, AttributeError) as error:
            raise InternalError(
                "SAMPLES-01",
                tr("The example {file} cannot be read.", file=file.name),
                str(error),
                tr("Install CRA Suite again."),
            ) from None
    return samples
