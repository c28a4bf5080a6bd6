"""The count beside the documents is that of their screen."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from crasuite.interview.documents_count import documents_count
from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack


@pytest.mark.parametrize("sample", ["smart-door-lock", "password-manager"])
def test_it_counts_as_the_screen_does_and_from_any_thread(tmp_path: Path, sample: str) -> None:
    with Workspace.create(tmp_path / "work.crasuite", load_pack()) as workspace:
        product = workspace.add_sample(sample).id
        rows = [row for group in DocumentsFile(workspace, product).groups() for row in group.rows]
        work = documents_count(workspace, product)
        found: list[str] = []
        thread = Thread(target=lambda: found.append(work()))
        thread.start()
        thread.join()
    assert found == [f"{sum(row.is_complete for row in rows)} of {len(rows)}"]
