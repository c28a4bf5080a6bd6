"""Opening the register of vulnerabilities of a product, and filtering it, with 5,000 of them against 50.

Each one touches all 20 products of the workspace, so that every product lists all of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Row, medians, milliseconds
from PySide6.QtWidgets import QApplication

from crasuite.domain.case import Case, CaseSource, CaseStatus, Exploit, Severity
from crasuite.domain.record_kind import RecordKind
from crasuite.interview.case_book import CaseBook
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack

if TYPE_CHECKING:
    from crasuite.ui.pages.reporting.register_view import RegisterView

MANY, FEW = 5_000, 50
PRODUCTS = 20
TIMES = 5
NOW = datetime(2026, 11, 24, 9, 2, tzinfo=UTC)


def case(number: int, products: list[int], home: int) -> Case:
    """A finding as imports leave it; one in a hundred is a reporting case with running clocks."""
    return Case(
        f"2026-{number:02}",
        title=f"Overflow number {number} in a parser of component {number % 400}",
        summary="A message of more bytes than expected is copied past the end of a buffer. " * 3,
        products=tuple(one for one in products if one != home),
        components=(f"pkg:generic/group-{number % 50}/component-{number % 400}",),
        source=CaseSource.IMPORT,
        aware=NOW - timedelta(hours=number % 2000),
        zone="Europe/Amsterdam",
        versions="2.2 to 2.4.1",
        cve=(f"CVE-2026-{10_000 + number}",),
        cvss=("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",),
        severity=list(Severity)[number % 6],
        exploit=list(Exploit)[number % 4],
        status=list(CaseStatus)[number % 7],
        opened=number % 100 == 0,
        origin="F-01",
    )


def fill(workspace: Workspace, count: int) -> list[int]:
    """Products with so many vulnerabilities, opened at each in turn."""
    products = [workspace.new_product(f"Product {number}").id for number in range(1, PRODUCTS + 1)]
    for place, home in enumerate(products):
        records = {
            found.id: found
            for found in (case(number, products, home) for number in range(place + 1, count + 1, PRODUCTS))
        }
        ReportingFile(workspace, home).write("findings", {RecordKind.CASE: records})
    return products


def opening(workspace: Workspace, product: int) -> Callable[[], float]:
    """From nothing read to all rows; nothing is kept from the time before."""

    def work() -> None:
        workspace.cases = CaseBook(workspace.repository)
        ReportingFile(workspace, product).rows()

    return lambda: milliseconds(work)


def changing(workspace: Workspace, product: int) -> Callable[[], float]:
    """One case is changed and all rows are made anew, as after each edit."""
    file = ReportingFile(workspace, product)
    file.rows()
    turn = iter(range(1_000_000))

    def work() -> None:
        file.set_case("2026-07", fix_version=f"2.4.{next(turn)}")
        file.rows()

    return lambda: milliseconds(work)


def filtering(workspace: Workspace, product: int) -> Callable[[], float]:
    """Three letters typed into the filter, one after another."""
    rows = ReportingFile(workspace, product).rows()

    def work() -> None:
        for typed in ("c", "co", "component-39"):
            [row for row in rows if typed in row.search]

    return lambda: milliseconds(work)


def next_due(workspace: Workspace, product: int) -> Callable[[], float]:
    """What the sidebar and the home screen ask for each minute."""
    file = ReportingFile(workspace, product)
    return lambda: milliseconds(file.next_due)


def _view(workspace: Workspace, product: int) -> RegisterView:
    from crasuite.ui.pages.reporting.register_view import RegisterView

    view = RegisterView()
    view.resize(1012, 640)
    view.load(ReportingFile(workspace, product))
    view.show()
    QApplication.processEvents()
    return view


def typing(workspace: Workspace, product: int) -> Callable[[], float]:
    """A letter typed into the filter of the window, the table painted anew, and the letter taken back."""
    view = _view(workspace, product)

    def work() -> None:
        for typed in ("component-3", "component-39", "component-3"):
            view.search.setText(typed)
            QApplication.processEvents()

    return lambda: milliseconds(work)


def saving(workspace: Workspace, product: int) -> Callable[[], float]:
    """A field of the current line saved, and table and line shown anew."""
    view = _view(workspace, product)
    view.written.connect(view.refresh)
    turn = iter(range(1_000_000))

    def work() -> None:
        view._save(view.current_id, {"fix_version": f"2.5.{next(turn)}"})
        QApplication.processEvents()

    return lambda: milliseconds(work)


def rows() -> list[Row]:
    from crasuite.ui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    pack = load_pack()
    with tempfile.TemporaryDirectory() as name:
        made = []
        for count in (MANY, FEW):
            workspace = Workspace.create(Path(name) / f"{count}.crasuite", pack, clock=lambda: NOW)
            made.append((workspace, fill(workspace, count)[PRODUCTS // 2]))
        found = []
        for title, measure, aim in (
            ("opened", opening, MANY / FEW),
            ("shown again after a change", changing, 10.0),
            ("filtered by three letters", filtering, MANY / FEW),
            ("asked for the next due instant", next_due, MANY / FEW),
            ("three filters typed and painted in the window", typing, 10.0),
            ("a field saved and shown in the window", saving, 10.0),
        ):
            ours, floor = (measure(workspace, product) for workspace, product in made)
            figures = medians(ours, floor, TIMES)
            name_of = f"register of {MANY:,} vulnerabilities × {PRODUCTS} products, {title}"
            found.append(Row(name_of, "ms", *figures, f"{FEW} vulnerabilities", aim))
        for workspace, _product in made:
            workspace.close()
    return found
