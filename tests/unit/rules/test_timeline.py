"""Dates that the pack computes from answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crasuite.rules import Assessment, Pack, assess
from crasuite.rules.evaluate import add_years
from tests.unit.rules.packs import make_pack

ON = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),  # 2100 is no leap year
        (date(2027, 12, 11), 5, date(2032, 12, 11)),
        (date(2027, 12, 11), 0, date(2027, 12, 11)),
        (date(2027, 8, 31), 0.5, date(2028, 2, 29)),  # half a year, into a shorter month
        (date(2027, 12, 31), 0.25, date(2028, 3, 31)),
        (date(2027, 1, 31), 1 / 12, date(2027, 2, 28)),
        (date(9999, 12, 31), 10, date.max),
        (date(2027, 1, 1), 1e9, date.max),
    ],
)
def test_add_years(day: date, years: float, expected: date) -> None:
    assert add_years(day, years) == expected


QUESTIONS = """
    - {id: sold, step: product, type: yes-no, text: Sold?, why: W., cites: [cra art-1]}
    - {id: first, step: support, type: date, text: First?, why: W., cites: [cra art-1]}
    - {id: last, step: support, type: date, text: Last?, why: W., cites: [cra art-1]}
    - {id: years, step: support, type: number, text: Years?, why: W., cites: [cra art-1]}
"""
RULES = """
    facts: [{id: scope, title: Scope, values: [in, out]}]
    rules:
      - {id: r-in, decides: {scope: in}, when: {is: {sold: "yes"}}, because: B., cites: [cra art-1]}
      - {id: r-out, decides: {scope: out}, otherwise: "true", because: B., cites: [cra art-1]}
    timeline:
      - {id: t-law, title: Law, date: 2027-12-11, cites: [cra art-1]}
      - {id: t-first, title: First, when: {is: {scope: in}}, date: {answer: first}, cites: [cra art-1]}
      - id: t-end
        title: End
        when: {is: {scope: in}}
        date: {end-of-month: {add-years: [{later-of: [{answer: first}, {answer: last}]}, {answer: years}]}}
        set_by: you
        cites: [cra art-1]
      - id: t-ten
        title: Ten
        when: {is: {scope: in}}
        date: {add-years: [{earlier-of: [{answer: first}, {answer: last}]}, 10]}
        cites: [cra art-1]
"""


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder: Path = tmp_path_factory.mktemp("dated")
    return make_pack(folder, questions=QUESTIONS, rules=RULES, goals="scope")


def dates(result: Assessment) -> dict[str, date | None]:
    return {item.entry.id: item.on for item in result.timeline()}


def look(pack: Pack, **answers: Any) -> Assessment:
    return assess(pack, answers, ON)


def test_dates_follow_from_answers_in_order(dated: Pack) -> None:
    result = look(dated, sold="yes", first="2028-02-29", last="2027-06-01", years=5)
    assert list(dates(result).items()) == [
        ("t-law", date(2027, 12, 11)),
        ("t-first", date(2028, 2, 29)),
        ("t-end", date(2033, 2, 28)),
        ("t-ten", date(2037, 6, 1)),
    ]


@pytest.mark.parametrize(
    ("last", "years", "end"),
    [
        ("2028-01-01", 1, date(2029, 1, 31)),
        ("2027-02-28", 1, date(2028, 2, 29)),  # the month's end in a leap year
        ("2027-04-30", 0.5, date(2027, 10, 31)),
    ],
)
def test_end_of_month(dated: Pack, last: str, years: float, end: date) -> None:
    assert dates(look(dated, sold="yes", first="2027-01-01", last=last, years=years))["t-end"] == end


def test_a_missing_answer_leaves_the_date_open_and_names_the_question(dated: Pack) -> None:
    result = look(dated, sold="yes", first="2028-01-01")
    open_dates = {item.entry.id: item.hangs_on for item in result.timeline() if item.on is None}
    assert open_dates == {"t-end": ("last", "years"), "t-ten": ("last",)}
    assert result.questions_to_ask() == ("last", "years")


def test_dates_are_not_asked_for_where_they_lead_to_nothing(dated: Pack) -> None:
    result = look(dated, sold="no", first="2028-01-01")
    assert dates(result) == {"t-law": date(2027, 12, 11)}
    assert result.questions_to_ask() == ()
    assert result.unused == ("first",)


def test_a_date_that_only_the_timeline_reads_is_used(dated: Pack) -> None:
    assert look(dated, sold="yes", first="2028-01-01", last="2030-01-01", years=5).unused == ()


def test_an_entry_that_may_apply_is_shown_as_open(dated: Pack) -> None:
    items = {item.entry.id: (item.applies, item.hangs_on) for item in look(dated).timeline()}
    assert items["t-law"] == (True, ())
    assert items["t-first"] == (None, ("sold", "first"))


def test_the_last_day_of_the_calendar_does_not_break_anything(dated: Pack) -> None:
    result = look(dated, sold="yes", first="9999-12-31", last="9999-12-31", years=1e9)
    assert dates(result)["t-end"] == date.max
