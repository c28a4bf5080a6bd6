"""Facts in order, exceptions as conditions, spans of days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crasuite.errors import PackError
from crasuite.rules import assess
from crasuite.rules.program import change_dates, program_for
from tests.unit.rules.packs import make_pack

ON = date(2027, 1, 1)
QUESTIONS = "".join(
    f"""
    - {{id: {name}, step: product, type: yes-no, text: {name}?, why: W., cites: [cra art-1]}}"""
    for name in ("a", "b", "c")
)


def rule(key: str, fact: str, value: str, when: str = "", more: str = "") -> str:
    condition = f"when: {when}" if when else 'otherwise: "true"'
    return (
        f"- {{id: {key}, decides: {{{fact}: {value}}}, {condition}, because: B., cites: [cra art-1]{more}}}\n"
    )


def pack_text(facts: dict[str, str], *rules: str) -> str:
    listed = "".join(f"- {{id: {name}, title: T, values: [{values}]}}\n" for name, values in facts.items())
    return "facts:\n" + listed + "rules:\n" + "".join(rules)


def test_facts_come_after_those_they_read(tmp_path: Path) -> None:
    text = pack_text(
        {"top": "u, v", "middle": "u, v", "bottom": "u, v"},
        rule("t1", "top", "u", "{is: {middle: u}}"),
        rule("t2", "top", "v"),
        rule("m1", "middle", "u", "{is: {bottom: u}}"),
        rule("m2", "middle", "v"),
        rule("b1", "bottom", "u", '{is: {a: "yes"}}'),
        rule("b2", "bottom", "v"),
    )
    program = program_for(make_pack(tmp_path, questions=QUESTIONS, rules=text, goals="top"), ON)
    assert program.order == ("bottom", "middle", "top")
    assert program.variables_of["top"] == {"a"}
    assert program.readers_of["a"] == {"bottom", "middle", "top"}


def test_facts_in_a_circle_are_named(tmp_path: Path) -> None:
    text = pack_text(
        {"egg": "u, v", "hen": "u, v"},
        rule("e1", "egg", "u", "{is: {hen: u}}"),
        rule("e2", "egg", "v"),
        rule("h1", "hen", "u", "{is: {egg: u}}"),
        rule("h2", "hen", "v"),
    )
    pack = make_pack(tmp_path, questions=QUESTIONS, rules=text, goals="egg")
    with pytest.raises(PackError, match="in a circle: (egg → hen → egg|hen → egg → hen)"):
        program_for(pack, ON)


def test_a_rule_that_is_an_exception_of_itself(tmp_path: Path) -> None:
    text = pack_text(
        {"f": "u, v"},
        rule("r1", "f", "u", '{is: {a: "yes"}}', ", except: [r2]"),
        rule("r2", "f", "v", '{is: {b: "yes"}}', ", except: [r1]"),
    )
    pack = make_pack(tmp_path, questions=QUESTIONS, rules=text, goals="f")
    with pytest.raises(PackError, match="exception of itself"):
        program_for(pack, ON)


@pytest.mark.parametrize(
    ("a", "b", "c", "value"),
    [
        ("yes", "no", "no", "u"),  # the rule
        ("yes", "yes", "no", "v"),  # its exception
        ("yes", "yes", "yes", "u"),  # the exception of the exception
        ("no", "yes", "no", "w"),  # an exception decides nothing by itself where it gives the same value
        ("no", "no", "no", "w"),
    ],
)
def test_exceptions_go_first_and_have_exceptions(tmp_path: Path, a: str, b: str, c: str, value: str) -> None:
    text = pack_text(
        {"f": "u, v, w"},
        rule("r1", "f", "u", '{is: {a: "yes"}}', ", except: [r2]"),
        rule("r2", "f", "v", '{all: [{is: {a: "yes"}}, {is: {b: "yes"}}]}', ", except: [r3]"),
        rule("r3", "f", "u", '{all: [{is: {a: "yes"}}, {is: {b: "yes"}}, {is: {c: "yes"}}]}'),
        rule("r4", "f", "w"),
    )
    pack = make_pack(tmp_path, questions=QUESTIONS, rules=text, goals="f")
    assert assess(pack, {"a": a, "b": b, "c": c}, ON).value("f") == value


def test_otherwise_means_that_no_other_rule_of_the_fact_fires(tmp_path: Path) -> None:
    text = pack_text(
        {"f": "u, v"},
        rule("r1", "f", "u", '{is: {a: "yes"}}'),
        rule("r2", "f", "u", '{is: {b: "yes"}}'),
        rule("r3", "f", "v"),
    )
    pack = make_pack(tmp_path, questions=QUESTIONS, rules=text, goals="f")
    assert assess(pack, {"a": "no"}, ON).verdict("f").possible == ("u", "v")
    assert assess(pack, {"a": "no", "b": "no"}, ON).value("f") == "v"
    assert assess(pack, {"b": "yes"}, ON).value("f") == "u"


DATED = pack_text(
    {"f": "old, new"},
    rule("r-old", "f", "old", '{is: {a: "yes"}}', ", until: 2027-03-25"),
    rule("r-new", "f", "new", '{is: {a: "yes"}}', ", from: 2027-03-26"),
    rule("r-rest", "f", "old", '{is: {a: "no"}}'),
)


@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2020, 1, 1), "old"),
        (date(2027, 3, 25), "old"),
        (date(2027, 3, 26), "new"),
        (date(2040, 1, 1), "new"),
    ],
)
def test_a_rule_holds_from_its_first_to_its_last_day(tmp_path: Path, on: date, value: str) -> None:
    pack = make_pack(tmp_path, questions=QUESTIONS, rules=DATED, goals="f")
    assert assess(pack, {"a": "yes"}, on).value("f") == value
    assert assess(pack, {"a": "no"}, on).value("f") == "old"


def test_one_program_per_span_of_days(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, questions=QUESTIONS, rules=DATED, goals="f")
    assert change_dates(pack) == (date(2027, 3, 26),)
    before = program_for(pack, date(2027, 3, 25))
    assert program_for(pack, date(2020, 1, 1)) is before
    assert program_for(pack, date(2027, 3, 26)) is not before
    assert [rule.id for rule in before.rules_of["f"]] == ["r-old", "r-rest"]


def test_regions_of_numbers_and_dates(tmp_path: Path) -> None:
    questions = """
        - {id: years, step: product, type: number, text: Y?, why: W., cites: [cra art-1]}
        - {id: use, step: product, type: number, text: U?, why: W., cites: [cra art-1]}
        - {id: least, step: product, type: number, text: L?, why: W., cites: [cra art-1]}
        - {id: day, step: product, type: date, text: D?, why: W., cites: [cra art-1]}
    """
    text = pack_text(
        {"f": "u, v"},
        rule(
            "r1",
            "f",
            "u",
            "{any: [{at-least: {years: 5}}, {less-than: {years: 2}}, {before: {day: 2027-12-11}}]}",
        ),
        rule("r2", "f", "u", "{at-least: {use: {answer: least}}}"),
        rule("r3", "f", "v"),
    )
    program = program_for(make_pack(tmp_path, questions=questions, rules=text, goals="f"), ON)
    assert program.domain("years") == (1, 2, 5)
    assert program.domain("day") == (date(2027, 12, 10), date(2027, 12, 11))
    assert program.domain("use") is None  # compared with another answer: no finite list of regions
