"""All deadlines in the window: clocks with time and zone, where Enter leads, and the calendar file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt

from crasuite.domain.handling import HandlingState
from crasuite.rules import Pack, load_pack
from crasuite.ui.dialogs import files
from crasuite.ui.main_window import MainWindow
from tests.ui.checks import check_all, lay_out
from tests.ui.main_windows import main_windows, settle
from tests.ui.reporting_desk import fill, open_desk


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def window(qtbot, tmp_path: Path, pack: Pack, monkeypatch) -> Iterator[Callable[..., MainWindow]]:
    with main_windows(qtbot, tmp_path, pack, monkeypatch) as start:
        yield start


def _rows(page) -> list[list[str]]:
    model = page.filter
    return [[str(model.index(at, to).data()) for to in range(5)] for at in range(model.rowCount())]


def test_clocks_and_looks_stand_among_the_dates_and_lead_to_their_place(
    qtbot, window, tmp_path: Path, look: str, artefacts: Path
) -> None:
    desk = open_desk(tmp_path)
    with desk.workspace:
        fill(desk)
        desk.look("h-contact", HandlingState.IN_PLACE, on=date(2026, 6, 1))
    shown = window()
    settle(qtbot, shown)
    shown.go("deadlines")
    page = shown.deadlines
    lay_out(shown)
    check_all(shown)
    shown.grab().save(str(artefacts / f"deadlines-window-{look}.png"))
    rows = _rows(page)
    assert rows[0][:3] == ["1 Sep 2026", "Overdue, 84 days ago", "AeroLock 2"], "overdue dates stay ahead"
    clock = next(row for row in rows if row[0] == "Tue 24 Nov, 17:20 CET")
    assert clock[1] == "In 7 h 18 min"
    assert "Early warning" in clock[3]
    page.table.setCurrentIndex(page.filter.index(2, 0))
    shown.session.clock = lambda: datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    shown.session.workspace._clock = shown.session.clock
    shown._tick()
    clock = next(row for row in _rows(page) if row[0] == "Tue 24 Nov, 17:20 CET")
    assert clock[1] == "Overdue, 10 min", "worked out anew from the wall clock"
    assert page.table.currentIndex().row() == 2, "the line stays"
    page.search.setText("early warning")
    page.table.setFocus()
    page.table.setCurrentIndex(page.filter.index(0, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert shown.shown_screen == "reporting"
    assert shown.product_page("reporting").segments.key() == "cases"  # type: ignore[attr-defined]


def test_the_calendar_file_opens_again_and_names_no_title_of_a_case(
    qtbot, window, tmp_path: Path, monkeypatch
) -> None:
    desk = open_desk(tmp_path)
    with desk.workspace:
        case_id = fill(desk)
    shown = window()
    settle(qtbot, shown)
    shown.go("deadlines")
    monkeypatch.setattr(files, "ask_to_save", lambda *_: tmp_path / "dates")
    shown.deadlines.export_button.setFocus()
    qtbot.keyClick(shown.deadlines.export_button, Qt.Key.Key_Space)
    text = (tmp_path / "dates.ics").read_bytes()
    events = Calendar.from_ical(text).walk("VEVENT")
    clock = next(one for one in events if case_id in one["SUMMARY"] and "Early warning" in one["SUMMARY"])
    assert clock["DTSTART"].dt == datetime(2026, 11, 24, 16, 20, tzinfo=UTC)
    assert b"BLE pairing" not in text
    assert len(events) >= shown.deadlines.filter.rowCount()
    assert shown.notices.note is not None
    assert "dates.ics" in shown.notices.note.accessibleName()
