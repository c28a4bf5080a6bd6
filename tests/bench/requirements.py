"""Opening the requirements screen of a product with much evidence against one with none."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from measure import Row, medians, milliseconds
from PySide6.QtWidgets import QApplication

from crasuite.domain.evidence import Evidence
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.requirement import Requirement
from crasuite.interview.technical_file import RequirementsFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack

MANY = 1000
TIMES = 5


def now() -> datetime:
    return datetime.now(UTC)


def fill(file: RequirementsFile, folder: Path, count: int) -> None:
    """Files attached to all points in turn, most of them to one."""
    points = list(file.pack.requirements)
    proofs: dict[str, Evidence] = {}
    for number in range(1, count + 1):
        path = folder / f"report {number}.txt"
        path.write_text(str(number))
        kept = file.look_in(path)  # its place matters here, not where the content lies
        name = f"E-{number:02}"
        proofs[name] = Evidence(
            name,
            name=path.name,
            sha256=kept.sha256,
            size=kept.size,
            added=date(2026, 11, 3),
            source_path=str(path),
        )
    ids = list(proofs)
    said = {point: ids[place :: len(points)] for place, point in enumerate(points)}
    said[points[0]] = ids[: count // 2]
    records = {point: Requirement(point, evidence=tuple(named)) for point, named in said.items()}
    file.write("evidence", {RecordKind.EVIDENCE: proofs, RecordKind.REQUIREMENT: records})


def opening(workspace: Workspace, product_id: int, settings_file: Path) -> Callable[[], float]:
    """Builds the screen, reads the records and paints once; nothing is kept from the time before."""
    from crasuite.ui import jobs
    from crasuite.ui.pages.requirements_page import RequirementsPage
    from crasuite.ui.settings import Settings

    def once() -> float:
        workspace._files.clear()
        settings = Settings(settings_file)

        def work() -> None:
            page = RequirementsPage(settings)
            page.resize(1060, 745)
            page.load(workspace, product_id)
            page.show()
            QApplication.processEvents()
            pages.append(page)

        pages: list[RequirementsPage] = []
        spent = milliseconds(work)
        jobs.wait_for_all()
        QApplication.processEvents()
        for page in pages:
            page.close()
            page.deleteLater()
        QApplication.processEvents()
        return spent

    return once


def rows() -> list[Row]:
    from crasuite.ui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Workspace.create(folder / "bench.crasuite", load_pack(), clock=now) as workspace:
            much, none = workspace.new_product("Much"), workspace.new_product("None")
            fill(RequirementsFile(workspace, much.id), folder, MANY)
            settings = folder / "settings.ini"
            figures = medians(
                opening(workspace, much.id, settings), opening(workspace, none.id, settings), TIMES
            )
    return [Row(f"requirements screen with {MANY} files of evidence", "ms", *figures, "no evidence", 2.0)]
