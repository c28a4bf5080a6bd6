"""A real workspace with the door lock and some vulnerabilities, for the tests of the reporting screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crasuite.domain.case import CaseKind, CaseStatus, Exploit, Severity
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack
from crasuite.ui.pages.reporting_page import ReportingPage
from crasuite.ui.settings import Settings
from tests.desk_times import AWARE, NOW
from tests.ui.checks import lay_out


def open_desk(folder: Path) -> ReportingFile:
    """The desk of the door lock, with an empty register; the second product is the Cloud portal."""
    workspace = Workspace.create(
        folder / "larkfield.crasuite",
        load_pack(),
        clock=lambda: NOW,
        who=lambda: "Ana",
        today=lambda: NOW.date(),
    )
    sample = next(one for one in workspace.samples() if one.key == "smart-door-lock")
    answers = {**workspace.fitting(sample.answers), "product-name": "AeroLock 2"}
    lock = workspace.repository.add_product("AeroLock 2", answers).id
    workspace.new_product("Cloud portal")
    return ReportingFile(workspace, lock)


def fill(desk: ReportingFile) -> str:
    """A reporting case and four lines; the id of the case."""
    case_id = desk.new_case(
        CaseKind.VULNERABILITY,
        "BLE pairing bypass",
        aware=AWARE,
        zone="Europe/Amsterdam",
        summary="A device in range pairs without the code.",
        cve=("CVE-2026-10001",),
        components=("pkg:generic/zephyr/ble-host",),
        versions="2.2, 2.4.1",
        cvss=("CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N",),
        exploit=Exploit.KNOWN,
    )
    for title, more in (
        ("Overflow in TLS records", {"cve": ("CVE-2026-10002",), "exploit": Exploit.KNOWN}),
        ("Weak reset code", {"severity": Severity.LOW, "status": CaseStatus.FIXED, "exploit": Exploit.NONE}),
        ("Parser reads too far", {"severity": Severity.HIGH, "status": CaseStatus.AFFECTED}),
    ):
        desk.new_case(CaseKind.VULNERABILITY, title, opened=False, **more)  # type: ignore[arg-type]
    desk.new_case(CaseKind.INCIDENT, "Cloud login outage", opened=False)
    return case_id


def show_page(
    qtbot: Any, desk: ReportingFile, folder: Path, segment: str, size: tuple[int, int] = (1060, 745)
) -> ReportingPage:
    """The screen at one of its views, told of changes as the window does it."""
    page = ReportingPage(Settings(folder / "settings.ini"))
    qtbot.addWidget(page)
    page.resize(*size)
    page.load(desk.workspace, desk.product_id)
    desk.workspace.on_change(lambda _ids: page.load(desk.workspace, desk.product_id))
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.segments.choose(segment)
    lay_out(page)
    return page
