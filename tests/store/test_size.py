"""A workspace of a thousand products stays quick: what must not grow is counted, not timed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from crasuite.domain.technical_file import TechnicalFile
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import Workspace, open_workspace
from tests.store.helpers import ROOT, TickingClock, repository_of, statements


def test_thousand_products_take_as_many_queries_as_one(
    path: Path, workspace: Workspace, repository: Repository, clock: TickingClock
) -> None:
    answers = {f"question-{number}": "yes" for number in range(3)}
    with workspace.transaction():
        for number in range(1000):
            repository.add_product(f"Product {number}", answers)
    workspace.close()
    with open_workspace(path, clock=clock, daily_backup=False) as again:
        asked: list[str] = []
        with again.reading() as db, statements(db, asked):
            reader = repository_of(again)
            products = reader.products()
            values = reader.values_of_all([product.id for product in products])
            reader.undo_label()
        assert (len(products), len(asked)) == (1000, 3)
        assert all(values[product.id] == answers for product in products)


def test_thousand_proofs_are_read_in_one_query(
    path: Path, workspace: Workspace, repository: Repository, clock: TickingClock
) -> None:
    """All that the page of requirements shows."""
    product = repository.add_product("AeroLock 2").id
    evidence = {
        f"E-{number:02}": {
            "kind": "file",
            "name": f"Report {number}.pdf",
            "sha256": f"{number:064x}",
            "copied": True,
        }
        for number in range(1, 1001)
    }
    points = [f"annex-1-1-2-{letter}" for letter in "abcdefghijklm"]
    requirements = {
        point: {"status": "met", "evidence": list(evidence)[n::13]} for n, point in enumerate(points)
    }
    changes = repository.set_many(product, {"evidence": evidence, "requirement": requirements})
    assert len({change.step for change in changes}) == 1
    workspace.close()
    with open_workspace(path, clock=clock, daily_backup=False) as again:
        asked: list[str] = []
        with again.reading() as db, statements(db, asked):
            file = TechnicalFile.from_records(repository_of(again).records_by_kind(product))
        assert len(asked) == 1
        assert file.to_records() == {"evidence": evidence, "requirement": requirements}
        assert file.requirement_progress(dict.fromkeys(points, True)).met == 13
        assert list(file.evidence) == list(evidence)


def test_importing_the_store_is_cheap_until_a_file_is_opened() -> None:
    script = (
        "import sys, crasuite.store.repository, crasuite.store.backups; "
        "print(*sorted({'sqlite_utils', 'click', 'filelock', 'pip', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []


def test_command_line_of_the_library_is_never_loaded(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from crasuite.store.workspace_file import create_workspace; "
        "create_workspace(Path(sys.argv[1])).close(); "
        "print(*sorted({'sqlite_utils.cli', 'pip', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []
