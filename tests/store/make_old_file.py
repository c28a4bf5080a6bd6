"""Writes the file that stands for a released format; run once per release that changed it, then commit it.

python -m tests.store.make_old_file tests/store/old_files/0.1.crasuite
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from crasuite.store.workspace_file import create_workspace
from tests.store.helpers import repository_of


def make(path: Path) -> None:
    with create_workspace(path) as workspace:
        repository = repository_of(workspace)
        lock = repository.add_product("AeroLock 2", {"own-brand": "yes", "parts": ["app", "cloud"]})
        repository.set_answer(lock.id, "own-brand", "not-sure")
        repository.set_note(lock.id, "own-brand", "Ask sales – größer?")
        repository.set_owner(lock.id, "own-brand", "Ana Costa")
        repository.set_due(lock.id, "own-brand", date(2026, 12, 1))
        stated = {"value": True, "reference": "OJ L, 2026/1", "date": "2026-11-20"}
        repository.set_answer(lock.id, "state.harmonised-standards", stated)
        band = repository.duplicate_product(lock.id, "PulseBand Fit")
        repository.archive_product(band.id)
        repository.delete_product(repository.add_product("Draft").id)
        repository.set_setting("person", "Ana Costa")
        kept = repository.add_file(b"report" * 500, "report.pdf")
        repository.set_many(
            lock.id,
            {
                "evidence": {"E-01": {"kind": "file", "name": "Prüfbericht.pdf", "sha256": kept.sha256}},
                "risk": {"R-01": {"title": "Replay", "likelihood_before": 4}, "R-02": {"title": "Theft"}},
            },
        )
        repository.set_record(lock.id, "risk", "R-02", None)
        repository.set_answer(lock.id, "size", "micro")
        repository.undo()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
