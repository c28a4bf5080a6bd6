"""Screens with rows written by hand: content, keyboard, names, nothing cut, and a picture of each look."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QFocusFrame, QLabel, QLayout, QPushButton, QWidget

from crasuite.interview.views import Cite
from crasuite.language import speaking
from crasuite.ui.pages.deadlines_page import DeadlinesPage
from crasuite.ui.pages.history_page import HistoryPage
from crasuite.ui.pages.home_page import HomePage
from crasuite.ui.pages.overview_page import OverviewPage
from crasuite.ui.pages.product_model import CLASS, DEADLINE, PRODUCT, ROW_ROLE, ProductModel, in_segment
from crasuite.ui.pages.why_step_row import WhyStepRow
from crasuite.ui.product_row import ProductRow
from crasuite.ui.rows import (
    AnswerLine,
    DateLine,
    DeadlineRow,
    DutyLine,
    HistoryRow,
    LawData,
    LawDate,
    LawLine,
    NextAction,
    OverviewData,
    WhyStep,
)
from crasuite.ui.settings import Settings
from crasuite.ui.theme import scaled_font
from crasuite.ui.widgets.build import column
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.class_badge import KINDS, badge_size
from tests.ui.checks import check_all, lay_out, unreachable

TODAY = date(2026, 11, 24)
ROWS = [
    ProductRow(1, "AeroLock 2", "Smart door lock", "lock", "important-1", "B + C", "Your choice", 26, 42,
               "26 of 42 answered", 2, date(2026, 12, 1), "", "Early warning"),
    ProductRow(2, "Meridian Guard", "Firewall", "shield", "important-2", "H", "", 44, 44,
               "Interview complete", 0, date(2027, 1, 15), "", "Audit"),
    ProductRow(3, "PulseBand Fit", "Wearable", "heart-pulse", "scope-open", "Not chosen yet", "", 4, 40,
               "4 of 40 answered", 1, date(2027, 12, 11), "", "Only if in scope"),
    ProductRow(4, "CareFile Bedside", "Patient monitor", "heart-pulse", "out-of-scope", "None needed", "",
               9, 9, "Interview complete", 0),
    ProductRow(5, "Broken one", "", "box", "open", error="Its answers cannot be read."),
]  # fmt: skip
CITE = Cite(
    "cra art-2-1", "Art. 2(1)", "What the law covers", "Cyber Resilience Act", "Regulation (EU) 2024/2847"
)
OVERVIEW = OverviewData(
    1,
    "AeroLock 2",
    "smart door lock with cloud backend",
    "The Cyber Resilience Act applies to AeroLock 2",
    "On the route you chose, a notified body examines the type before you declare conformity.",
    "ok",
    "important-1",
    "B + C (your choice)",
    "31 Dec 2035",
    open_points=1,
    questions_left=0,
    provisional=("Are the spare cylinders identical? It can still change nothing of the class.",),
    warnings=("Other devices for advanced security purposes has no description: ask a lawyer.",),
    steps=(
        WhyStep(
            "It is a product with digital elements",
            "You said: Bluetooth, Wi-Fi",
            "ok",
            (CITE, structs.replace(CITE, id="cra art-3-1", label="Art. 3(1)")),
            "form",
            (AnswerLine("form", "What is AeroLock 2?", "A device with its software"),),
        ),
        WhyStep("Open: are the spare cylinders identical?", "Nobody is asked yet", "warn", (), "spare"),
        WhyStep("No exclusion applies", "All answered No", "ok", (CITE,), "excluded", is_main=False),
    ),
    answers_used=31,
    answered=31,
    steps_done=(("Organisation and role", "12 of 12"), ("Support and dates", "Not needed")),
    next_actions=(
        NextAction("Settle an open point", "Spare cylinders", "circle-question-mark", "warn", "spare"),
        NextAction("Export the documents", "", "folder-output", "accent", "export"),
    ),
    laws=(
        LawLine(
            "Radio equipment",
            "Applies too: until its repeal.",
            "The whole text.",
            "info",
            ("Do it",),
            (CITE,),
        ),
    ),
    dates=(
        DateLine(date(2026, 9, 1), "First units sold", "planned"),
        DateLine(date(2026, 9, 11), "Reporting duties apply", "law", "Art. 71(2)"),
        DateLine(date(2027, 12, 11), "The whole law applies", "law", "Art. 71(2)"),
    ),
    today=TODAY,
    duties=(DutyLine("Set the support period", "At least five years.", date(2027, 12, 11), (CITE,)),),
)


def shown(qtbot, page: QWidget, width: int = 1060, height: int = 745) -> None:
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    lay_out(page)


@pytest.fixture
def home(qtbot) -> HomePage:
    page = HomePage()
    page.load(ROWS)
    page.set_law(
        LawData("2026.4", date(2026, 10, 6)), [LawDate(date(2026, 9, 11), "Reporting duties")], TODAY
    )
    shown(qtbot, page)
    return page


def names(page: HomePage) -> list[str]:
    return [page.filter.index(at, 0).data(ROW_ROLE).name for at in range(page.filter.rowCount())]


def test_products_are_sorted_by_their_next_date(home: HomePage) -> None:
    assert names(home)[:3] == ["AeroLock 2", "Meridian Guard", "PulseBand Fit"]


def test_cells_say_in_words_what_they_paint(home: HomePage) -> None:
    texts = [home.filter.index(0, column).data() for column in range(home.filter.columnCount())]
    assert texts == [
        "AeroLock 2, Smart door lock",
        "Important, class I",
        "B + C, Your choice",
        "26 of 42 answered",
        "2 open",
        "1 Dec 2026, Early warning",
    ]


@pytest.mark.parametrize(
    ("segment", "expected"),
    [("all", 5), ("needs-action", 3), ("in", 3), ("open", 1), ("out", 1)],
)
def test_segments(home: HomePage, segment: str, expected: int) -> None:
    home.segments.choose(segment)
    assert home.filter.rowCount() == expected == sum(in_segment(row, segment) for row in ROWS)


def test_words_narrow_the_list_and_escape_brings_it_back(qtbot, home: HomePage) -> None:
    home.search.setFocus()
    qtbot.keyClicks(home.search, "guard fire")
    assert names(home) == ["Meridian Guard"]
    qtbot.keyClick(home.search, Qt.Key.Key_Down)
    assert home.table.hasFocus()
    home.search.setFocus()
    qtbot.keyClick(home.search, Qt.Key.Key_Escape)
    assert home.filter.rowCount() == 5


def test_a_product_opens_with_enter(qtbot, home: HomePage) -> None:
    home.table.setFocus()
    qtbot.keyClick(home.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(home.opened) as caught:
        qtbot.keyClick(home.table, Qt.Key.Key_Return)
    assert caught.args == [2]


def test_a_row_can_be_copied_as_text(qtbot, home: HomePage) -> None:
    home.table.setFocus()
    qtbot.keyClick(home.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("AeroLock 2, Smart door lock\tImportant, class I\t")


def test_verdicts_fill_in_without_losing_the_current_row(home: HomePage) -> None:
    home.select(3)
    home.update_row(replace(ROWS[2], badge="critical", deadline=date(2026, 11, 25)))
    home.settle()
    assert home.current_id() == 3
    assert names(home)[0] == "PulseBand Fit"


def test_rows_without_a_verdict_say_so() -> None:
    model = ProductModel([ProductRow(9, "New")])
    assert model.index(0, PRODUCT).data() == "New"
    assert model.index(0, 1).data() == "Working it out…"
    assert model.index(0, DEADLINE).data() == ""


def test_an_unreadable_product_stays_listed_with_its_reason(home: HomePage) -> None:
    place = names(home).index("Broken one")
    assert home.filter.index(place, 1).data() == "Could not be opened, Its answers cannot be read."


def test_an_old_rule_pack_is_said_to_be_old(qtbot, home: HomePage) -> None:
    home.set_law(LawData("2026.1", date(2026, 1, 1)), [], TODAY)
    assert "older than it should be" in home._law_text.text()
    assert "up to date" not in home._law_text.text()


def test_the_empty_list_offers_the_first_step(qtbot, home: HomePage, artefacts: Path) -> None:
    home.load([])
    assert home.initial_focus() is home._first_button
    assert not home.new_button.isVisible()
    home.initial_focus().setFocus()
    with qtbot.waitSignal(home.new_wanted):
        qtbot.keyClick(home._first_button, Qt.Key.Key_Space)
    with qtbot.waitSignal(home.report_wanted):
        qtbot.keyClick(home.report_button, Qt.Key.Key_Space)
    check_all(home)
    assert unreachable(home) == []
    home.grab().save(str(artefacts / "home-empty.png"))
    home.set_can_write(False)
    assert not any(one.isEnabled() for one in (home._first_button, home.report_button, home.new_button))


def test_focus_leaves_a_gap_around_the_button(qtbot, home: HomePage) -> None:
    from crasuite.ui.focus_ring import MARGIN

    home.new_button.setFocus()
    ring = next(one for one in home.findChildren(QFocusFrame) if one.isVisible())
    top_left = ring.mapTo(home, ring.rect().topLeft())
    of_button = home.new_button.mapTo(home, home.new_button.rect().topLeft())
    assert (of_button.x() - top_left.x(), of_button.y() - top_left.y()) == (MARGIN, MARGIN)


def test_home_can_be_used_by_all(qtbot, look: str, home: HomePage, artefacts: Path) -> None:
    home.table.setFocus()
    check_all(home)
    assert unreachable(home) == []
    home.table.setFocus()
    assert home.grab().save(str(artefacts / f"home-{look}.png"))


def test_the_column_has_room_for_each_badge(qtbot) -> None:
    with speaking("de"):
        home = HomePage()
        qtbot.addWidget(home)
        widest = max(badge_size(kind, 16, home.table.font()).width() for kind in KINDS)
    assert home.table.columnWidth(CLASS) >= widest + 26


def test_a_narrow_list_keeps_the_names_whole(qtbot, home: HomePage) -> None:
    for width, hidden in ((1400, set()), (910, {"Progress"}), (640, {"Progress", "Conformity route"})):
        home.resize(width, 600)
        lay_out(home)
        model = home.table.model()
        headings = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
        assert {one for at, one in enumerate(headings) if home.table.isColumnHidden(at)} == hidden
        assert home.table.columnWidth(PRODUCT) > 100


def test_a_name_shows_before_what_the_next_date_is_about(qtbot, home: HomePage) -> None:
    about = "AI Act: high-risk rules for the uses of Annex III"
    twins = [
        replace(one, name=f"Aldwin Smart Lock{suffix}", deadline_note=about)
        for one, suffix in zip(ROWS, ("", " (copy)"), strict=False)
    ]
    bold = QFontMetrics(scaled_font(home.table.font(), 1.0, 600))
    icon_and_margins = 63
    needed = bold.horizontalAdvance("Aldwin Smart Lock (copy)") + icon_and_margins
    home.load(twins)
    home.settle()
    widths = []
    for width in (1000, 1400):
        home.resize(width, 600)
        lay_out(home)
        assert home.table.columnWidth(PRODUCT) >= needed
        widths.append(home.table.columnWidth(DEADLINE))
    assert widths[0] < widths[1], "wider where there is room for both"


def parts_of(layout: QLayout) -> list[QWidget]:
    return [widget for at in range(layout.count()) if (widget := layout.itemAt(at).widget())]


def test_the_side_of_an_overview_is_never_cut(qtbot) -> None:
    page = OverviewPage()
    page.load(OVERVIEW)
    shown(qtbot, page, width=860, height=1300)
    for width in range(760, 1300, 60):
        page.resize(width, 1300)
        lay_out(page)
        right = page._side.mapTo(page, page._side.rect().topRight()).x()
        assert right <= page.width(), width


def test_an_overview_that_gets_its_room_back_does_not_scroll_sideways(qtbot) -> None:
    page = OverviewPage()
    page.load(OVERVIEW)
    shown(qtbot, page, width=860, height=700)
    for width in range(800, 1400, 10):
        page.resize(640, 700)  # the explanation opens beside it
        lay_out(page)
        page.resize(width, 700)
        lay_out(page)
        assert page.scroll_area.horizontalScrollBar().maximum() == 0, width


def test_overview_tells_verdict_reasons_and_dates(qtbot, look: str, artefacts: Path) -> None:
    page = OverviewPage()
    page.load(OVERVIEW)
    shown(qtbot, page, height=1300)
    page.initial_focus().setFocus()
    check_all(page)
    page.expand_all()
    lay_out(page)
    check_all(page)
    assert unreachable(page) == []
    assert page.grab().save(str(artefacts / f"overview-{look}.png"))


def test_an_overview_makes_anew_only_what_is_no_longer_the_same(qtbot) -> None:
    page = OverviewPage()
    data = OVERVIEW
    page.load(data)
    shown(qtbot, page)
    steps, laws, duties = parts_of(page._why), parts_of(page._laws), parts_of(page._duties)
    page.load(structs.replace(data))
    assert (parts_of(page._why), parts_of(page._laws), parts_of(page._duties)) == (steps, laws, duties)
    page.load(
        structs.replace(data, headline="Another verdict", duties=data.duties[:1], today=date(2028, 1, 1))
    )
    assert page._headline.text() == "Another verdict"
    assert parts_of(page._why) == steps
    assert len(parts_of(page._duties)) == 1
    assert parts_of(page._duties)[0] not in duties
    page.load(structs.replace(data, steps=data.steps[:1]))
    assert [one.step for one in page._steps()] == [data.steps[0]]
    assert not any(one.isVisible() for one in steps)
    page.load(structs.replace(data, product_id=data.product_id + 1))
    assert not set(parts_of(page._laws)) & set(laws)


def test_a_narrow_overview_puts_the_side_below_and_cuts_nothing(qtbot) -> None:
    page = OverviewPage()
    page.load(OVERVIEW)
    shown(qtbot, page, width=760, height=1500)
    check_all(page)
    assert page._side.mapTo(page, page._side.rect().topLeft()).y() > 300


def test_change_and_citation_work_from_the_keyboard(qtbot) -> None:
    page = OverviewPage()
    page.load(OVERVIEW)
    shown(qtbot, page)
    step = page.findChildren(WhyStepRow)[0]
    chip = step.findChild(CitationChip)
    chip.setFocus()
    with qtbot.waitSignal(page.explain) as caught:
        qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert caught.args[0].id == "cra art-2-1"
    step.toggle()
    assert step.is_open()
    change = next(one for one in step.findChildren(QWidget) if one.accessibleName().startswith("Change: "))
    with qtbot.waitSignal(page.change) as caught:
        qtbot.keyClick(change, Qt.Key.Key_Space)
    assert caught.args == ["form"]


def test_tab_follows_the_reading_order_after_another_product_was_shown(qtbot) -> None:
    page = OverviewPage()
    page.load(structs.replace(OVERVIEW, product_id=2))
    page.load(OVERVIEW)  # parts are made anew
    shown(qtbot, page)
    page.export_button.setFocus()
    passed = []
    for _ in range(60):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        if page.focusWidget() is page._next:
            break
        passed.append(page.focusWidget())
    rows = page._steps()
    seen = [row for row in rows if any(row.isAncestorOf(one) for one in passed)]
    assert seen == [row for row in rows if row.isVisible()], "each reason comes before the column beside it"
    places = [one.mapTo(page, one.rect().topLeft()).y() for one in passed if page._why_card.isAncestorOf(one)]
    assert [place // 40 for place in places] == sorted(place // 40 for place in places)


def test_steps_held_back_show_when_asked_for(qtbot) -> None:
    page = OverviewPage()
    page.load(OVERVIEW)
    shown(qtbot, page)
    steps = page._steps()
    assert [step.isVisible() for step in steps] == [True, True, False]
    page._more_steps.setFocus()
    qtbot.keyClick(page._more_steps, Qt.Key.Key_Space)
    assert all(step.isVisible() for step in steps)
    assert not page._more_steps.isVisible()


def test_do_next_opens_what_it_names(qtbot) -> None:
    page = OverviewPage()
    page.load(OVERVIEW)
    shown(qtbot, page)
    page._next.setFocus()
    with qtbot.waitSignal(page.change) as caught:
        qtbot.keyClick(page._next, Qt.Key.Key_Return)
    assert caught.args == ["spare"]
    with qtbot.waitSignal(page.export_wanted):
        qtbot.keyClick(page._next, Qt.Key.Key_Down)
        qtbot.keyClick(page._next, Qt.Key.Key_Return)


def test_an_unfinished_interview_is_the_first_thing_to_do(qtbot) -> None:
    page = OverviewPage()
    page.load(structs.replace(OVERVIEW, questions_left=4, headline="Still open", tone="warn", badge="open"))
    shown(qtbot, page)
    assert page.initial_focus() is page.interview_button
    assert page.interview_button.property("role") == "primary"
    assert page._certainty.text() == "At most 4 questions left"


def test_a_provisional_result_lists_what_can_change(qtbot) -> None:
    page = OverviewPage()
    page.load(OVERVIEW)
    shown(qtbot, page)
    assert page._certainty.text() == "Provisional, 1 open"
    assert page._provisional.isVisible()


def test_dates_are_also_a_table(qtbot) -> None:
    page = OverviewPage()
    page.load(OVERVIEW)
    shown(qtbot, page)
    page.show_dates_as_table(True)
    model = page._dates_table.model()
    assert [model.index(at, 0).data() for at in range(3)] == ["1 Sep 2026", "11 Sep 2026", "11 Dec 2027"]
    assert model.index(0, 2).data() == "Done"
    assert page._dates_table.isVisible()


def test_what_is_behind_a_step_is_built_when_opened_and_comes_next_for_tab(qtbot) -> None:
    answer = AnswerLine("brand", "Whose name is on it?", "Ours")
    step = WhyStep("It is in scope", "", "ok", (CITE, CITE), "other", (answer,), "In short.")
    folded, after = WhyStepRow(step), QPushButton("After")
    page = QWidget()
    page.setLayout(column(folded, after))
    shown(qtbot, page)
    assert "Ours" not in {one.text() for one in folded.findChildren(QLabel)}
    folded.toggle()
    words = folded.findChildren(QLabel)
    assert {"In short.", "Whose name is on it?", "Ours"} <= {one.text() for one in words}
    change, chip = folded.findChildren(QPushButton)[-1], folded.findChildren(CitationChip)[-1]
    assert change.accessibleName() == "Change the answer to: Whose name is on it?"
    folded._toggle.setFocus()
    for expected in (change, chip, after):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert page.focusWidget() is expected
    folded.toggle()
    folded.toggle()
    assert folded.is_open()
    assert folded.findChildren(QLabel) == words


def test_deadlines_show_what_is_ahead_first(qtbot, look: str, artefacts: Path) -> None:
    page = DeadlinesPage()
    page.load(
        [
            DeadlineRow(
                date(2027, 12, 11), 1, "AeroLock 2", "The whole law applies", "The law", "Art. 71(2)"
            ),
            DeadlineRow(date(2026, 9, 11), 1, "AeroLock 2", "Reporting duties", "The law"),
            DeadlineRow(date(2026, 12, 1), 2, "Guard", "Audit", "You"),
        ],
        TODAY,
    )
    shown(qtbot, page)
    texts = [page.filter.index(at, 0).data() for at in range(page.filter.rowCount())]
    assert texts == ["1 Dec 2026", "11 Dec 2027"]
    page.segments.choose("all")
    assert page.filter.rowCount() == 3
    page.table.setFocus()
    with qtbot.waitSignal(page.opened) as caught:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert caught.args == [1]
    check_all(page)
    assert unreachable(page) == []
    assert page.grab().save(str(artefacts / f"deadlines-{look}.png"))


def test_history_can_be_searched_but_not_changed(qtbot, look: str, artefacts: Path, tmp_path: Path) -> None:
    page = HistoryPage(Settings(tmp_path / "settings.ini"))
    page.load(
        [
            HistoryRow(
                datetime(2026, 11, 24, 9, tzinfo=UTC), "mara", "AeroLock 2", "Own brand?", "", "Yes", "2026.4"
            ),
            HistoryRow(
                datetime(2026, 11, 23, 9, tzinfo=UTC), "jonas", "Guard", "Form?", "Yes", "No", "2026.4"
            ),
        ]
    )
    shown(qtbot, page)
    qtbot.keyClicks(page.search, "mara yes")
    assert page.filter.rowCount() == 1
    index = page.filter.index(0, 3)
    assert not page.filter.flags(index) & Qt.ItemFlag.ItemIsEditable
    check_all(page)
    assert unreachable(page) == []
    assert page.grab().save(str(artefacts / f"history-{look}.png"))
