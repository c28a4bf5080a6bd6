"""What the documents say: goldens, and what must and must never stand in them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from crasuite import paths
from crasuite.documents import tree
from crasuite.documents.dossier import LastChange, ProductRecord, Release, derive_code, preview_documents
from crasuite.documents.sheets import Workbook
from tests.documents.content.conftest import DAY, sample
from tests.documents.content.said import cells_of, lines_of, text_of
from tests.documents.content.test_samples import VERDICTS
from tests.documents.reading import assert_golden

STATED = {
    "value": "some",
    "reference": "OJ L, 2026/9001, 20 Nov 2026",
    "date": "2026-11-20",
}
UNSURE = {
    "remote-control": "not-sure",
    "backend-own": "not-sure",
    "nis2-entity": "not-sure",
    "intended-purpose": None,
}
FORBIDDEN = re.compile(
    r"\bNone\b(?! [a-z]|[.,])|\bnan\b|\b[Ll]orem\b|\b[Gg]uaranteed\b|\bup to date\b|\bTODO\b"
    r"|\bTrue\b|\bFalse\b"
    r"|\bscores?\b|\{product\}|\(\)|\[\]|not-sure|/work/|/tmp/"
)


def _by_code(record: ProductRecord) -> dict[str, tree.Document | Workbook]:
    return {paper.meta.code: paper for paper in preview_documents(record)}


# -------------------------------------------------------------------------------------------------- goldens


@pytest.mark.parametrize("name", VERDICTS)
def test_classification_record_of_a_sample(record, name: str) -> None:
    assert_golden(f"content-{name}-CR", text_of(_by_code(record(name))["CR"]))


def test_checklist_and_workbook_of_a_sample(record, pack) -> None:
    papers = _by_code(record("smart-door-lock"))
    assert_golden("content-smart-door-lock-PC", text_of(papers["PC"]))
    said = text_of(papers["RC"]).replace(pack.sha256, "(hash of the rule pack)")
    assert_golden("content-smart-door-lock-RC", said)


def test_classification_record_with_open_points(record) -> None:
    unsure = record(
        "smart-door-lock",
        UNSURE,
        owners={"remote-control": "Development"},
        due={"remote-control": date(2026, 12, 4)},
    )
    assert_golden("content-open-points-CR", text_of(_by_code(unsure)["CR"]))


def test_classification_record_with_stated_facts(record, pack) -> None:
    coverage = dict.fromkeys(pack.requirements, "standard")
    coverage["annex-1-1-2-l"] = "in-part"
    stated = record("smart-door-lock", {"state.harmonised-standards": STATED, "standards-coverage": coverage})
    assert_golden("content-stated-facts-CR", text_of(_by_code(stated)["CR"]))


# ---------------------------------------------------------------------------------------------- every paper


def _cases() -> list[tuple[str, dict[str, object], date]]:
    found = []
    for file in sorted((paths.resources_dir() / "rulepack" / "cases").glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            answers = json.loads(json.dumps(case["answers"], default=str))  # dates become text, as in files
            found.append((case["id"], answers, date.fromisoformat(str(case.get("on", DAY)))))
    return found


def _ids(pack) -> frozenset[str]:
    """Ids that are no words: with a hyphen, and not used as a word by the pack itself."""
    ids = {
        *pack.rules,
        *pack.facts,
        *pack.duties,
        *pack.neighbours,
        *pack.timeline,
        *pack.state,
        *pack.requirements,
    }
    ids |= {step.id for one in pack.procedures.values() for group in one.groups for step in group.steps}
    ids |= {question for question in pack.questions if question.count("-") > 1}
    return frozenset(one for one in ids if "-" in one)


def _problems(paper: tree.Document | Workbook, ids: frozenset[str]) -> list[str]:
    problems = [f"blank cell in {paper.meta.code}" for text in cells_of(paper) if not text.strip()]
    for line in lines_of(paper):
        words = re.sub(r"^(answer|annex1|step|date|duty|law)\.\S+: ", "", line)
        if FORBIDDEN.search(words):
            problems.append(words)
        tokens = set(re.findall(r"[\w.-]*\w", words)) & ids
        problems += [f"{one} in: {words}" for one in tokens]
        problems += [words] if re.search(r"\b(I|II|IV)-\d", words) else []
    return problems


@pytest.mark.parametrize("name", VERDICTS)
def test_a_sample_has_no_id_no_blank_and_no_forbidden_word(record, pack, name: str) -> None:
    for paper in preview_documents(record(name)):
        assert _problems(paper, _ids(pack)) == []


@pytest.mark.slow
def test_no_worked_case_has_an_id_a_blank_or_a_forbidden_word(pack) -> None:
    ids = _ids(pack)
    seen = set()
    for case, answers, on in _cases():
        record = ProductRecord.from_answers(pack, answers, on)
        found = record.assessment
        result = (*map(found.value, pack.manifest.goals), *(one.entry.id for one in found.neighbours()))
        if result in seen:
            continue  # another case with this outcome was looked at; its papers say the same in other words
        seen.add(result)
        for paper in preview_documents(record):
            assert _problems(paper, ids) == [], case
    assert len(seen) > 40


@pytest.mark.parametrize("changes", [{}, UNSURE, {"product-name": None, "manufacturer-name": " "}])
def test_counts_of_the_band_are_those_on_the_pages(record, changes) -> None:
    one = record("smart-door-lock", changes)
    for paper in preview_documents(one):
        said = text_of(paper)
        gaps = {
            number
            for number in re.findall(r"▲ Gap (\d+)|^gap (\d+)", said, re.MULTILINE)
            for number in number
            if number
        }
        points = {
            number
            for number in re.findall(r"\? Open (\d+)|^open (\d+)", said, re.MULTILINE)
            for number in number
            if number
        }
        assert (len(gaps), len(points)) == (paper.meta.gaps, paper.meta.open_points)
        assert not paper.meta.final


def test_day_pack_and_fingerprint_stand_on_the_first_page(record, pack) -> None:
    for paper in preview_documents(record("smart-door-lock")):
        assert paper.meta.day == "24 Nov 2026"
        assert pack.manifest.version in paper.meta.law_used
        assert re.fullmatch("[0-9a-f]{64}", paper.meta.fingerprint)


def test_one_answer_changes_the_fingerprints_and_the_day_alone_does_not(record) -> None:
    first = _by_code(record("patient-monitor"))
    other = _by_code(record("patient-monitor", {"product-parts": "One unit"}))
    assert first["CR"].meta.fingerprint != other["CR"].meta.fingerprint
    again = _by_code(record("patient-monitor"))
    assert {code: paper.meta.fingerprint for code, paper in first.items()} == {
        code: paper.meta.fingerprint for code, paper in again.items()
    }


# --------------------------------------------------------------------------------------- the single findings


def test_a_chosen_procedure_that_is_closed_is_a_gap_everywhere(record) -> None:
    closed = record("smart-door-lock", {"procedure-choice": "a"})
    assert [gap.question for gap in closed.gaps] == ["procedure-choice"]
    papers = _by_code(closed)
    row = next(line for line in lines_of(papers["CR"]) if line.startswith("| Module A"))
    assert all(words in row for words in ("□ Not open", "**Chosen**", "▲ Gap 1"))
    assert "is not open to Aldwin Smart Lock" in text_of(papers["PC"])
    assert "▲ Gap 1 It was chosen all the same" in text_of(papers["PC"])
    assert "Module A was chosen and is not open" in text_of(papers["RC"])


def test_without_a_choice_each_open_procedure_has_a_checklist(record) -> None:
    undecided = record("smart-door-lock", {"procedure-choice": None})
    assert [paper.meta.code for paper in preview_documents(undecided)] == ["CR", "PC-BC", "PC-H", "RC"]
    assert undecided.gaps[0].words == "Choice of the conformity assessment procedure is missing"


def test_a_product_outside_the_law_has_no_checklist_but_all_sections(record) -> None:
    papers = _by_code(record("patient-monitor"))
    assert set(papers) == {"CR", "RC"}
    said = text_of(papers["CR"])
    headings = [line for line in lines_of(papers["CR"]) if line.startswith("# ")]
    assert len(headings) == 7
    assert "The Cyber Resilience Act does not apply to Bedside Monitor BM-5." in said
    assert "Other answers and the result they lead to" in said
    assert "Regulation (EU) 2017/745 (MDR)" in said


def test_what_the_law_opens_but_nobody_serves_is_said_so(record) -> None:
    said = text_of(_by_code(record("smart-door-lock"))["CR"])
    assert said.count("Open by law, but no body listed yet.") == 2
    some = {**STATED, "reference": "List of notified bodies"}
    said = text_of(_by_code(record("smart-door-lock", {"state.notified-bodies": some}))["CR"])
    assert "no body listed yet" not in said
    assert "◊ stated by you: List of notified bodies, 20 Nov 2026" in said


def test_a_body_is_only_said_to_be_needed_when_self_assessment_is_closed(record) -> None:
    sentence = "A notified body has to take part"
    assert sentence in text_of(_by_code(record("small-office-firewall"))["CR"])
    assert sentence not in text_of(_by_code(record("password-manager"))["CR"])
    assert sentence not in text_of(_by_code(record("password-manager", {"file-public": "not-sure"}))["CR"])


def test_a_name_from_right_to_left_leaves_the_sentence_its_direction(record) -> None:
    hebrew = record("smart-door-lock", {"product-name": "מנעול חכם"})
    assert "Is מנעול חכם\u200e meant for use in homes?" in text_of(_by_code(hebrew)["CR"])


def test_points_that_call_for_a_third_party_are_listed(record, pack) -> None:
    coverage = dict.fromkeys(pack.requirements, "standard")
    coverage["annex-1-1-2-l"] = "in-part"
    stated = {"state.harmonised-standards": STATED, "standards-coverage": coverage}
    said = text_of(_by_code(record("smart-door-lock", stated))["CR"])
    assert "1 of the 22 points" in said
    assert "**Part I (2)(l)**" in said
    full = {
        "state.harmonised-standards": STATED,
        "standards-coverage": dict.fromkeys(pack.requirements, "standard"),
    }
    said = text_of(_by_code(record("smart-door-lock", full))["CR"])
    assert "call for a third party" not in said
    assert "| Module A: internal control | □ Open |" in said


def test_an_open_point_has_question_outcomes_owner_and_date(record) -> None:
    unsure = record(
        "smart-door-lock",
        {"remote-control": "not-sure"},
        owners={"remote-control": "Development"},
        due={"remote-control": date(2026, 12, 4)},
        notes={"remote-control": "The hub is still planned."},
    )
    said = text_of(_by_code(unsure)["CR"])
    (row,) = [line for line in lines_of(_by_code(unsure)["CR"]) if line.startswith("| ? Open 1")]
    assert "Can Aldwin Smart Lock be controlled or managed remotely" in row
    assert "Note: The hub is still planned." in row
    assert "important product, class I" in row
    assert row.endswith("Development / 4 Dec 2026 |")
    assert "Draft, 1 gap, 1 open point" in said or "Draft, 1 open point" in said


def test_the_stricter_outcome_is_marked(record) -> None:
    unsure = record("password-manager", {"file-public": "not-sure"})
    (point,) = unsure.open_points
    stricter = {outcome.answer: outcome.is_stricter for outcome in point.outcomes}
    assert stricter == {"Yes": False, "No": True}


def test_a_relief_is_not_the_stricter_outcome(record) -> None:
    (point,) = record("smart-door-lock", {"enterprise-size": "not-sure"}).open_points
    stricter = [outcome.options for outcome in point.outcomes if outcome.is_stricter]
    assert stricter == [("large",)]


def test_a_closed_procedure_claims_no_reason_that_open_answers_decide(record) -> None:
    said = "Open answers decide only for which of these reasons: / "
    unsure = record("smart-door-lock", {"placing": "not-sure"})
    row = next(line for line in lines_of(_by_code(unsure)["CR"]) if line.startswith("| European cybers"))
    assert f"{said}No scheme that counts for this product" in row
    assert said not in text_of(_by_code(record("smart-door-lock"))["CR"])


def test_another_role_is_named_in_place_of_the_manufacturer(record) -> None:
    importer = record("smart-door-lock", {"own-brand": "no", "modifies": "none", "activity": "imports"})
    meta = _by_code(importer)["CR"].meta
    assert meta.words.label_manufacturer == "Importer"
    assert "importer’s own statements" in meta.words.made_with


def test_a_released_record_has_no_band_and_names_what_was_accepted(record) -> None:
    released = record(
        "smart-door-lock",
        {"remote-control": "not-sure"},
        release=Release("Head of quality", date(2026, 11, 25)),
    )
    meta = _by_code(released)["CR"].meta
    assert meta.final
    assert meta.state.startswith("Released with ")
    assert "accepted as" in text_of(_by_code(released)["CR"])


def test_who_changed_an_answer_stands_in_the_workbook(record) -> None:
    changed = {"own-brand": LastChange("Product team", date(2026, 11, 2))}
    answers = next(
        sheet
        for sheet in _by_code(record("smart-door-lock", changed=changed))["RC"].sheets
        if sheet.name == "Answers"
    )
    row = next(row for row in answers.rows if row.id == "answer.own-brand")
    assert row.values[-2:] == ("Product team", date(2026, 11, 2))
    assert answers.rows[0].values[-2:] == ("not recorded", "not recorded")


def test_row_ids_are_stable_and_dates_are_dates(record) -> None:
    workbook = _by_code(record("smart-door-lock"))["RC"]
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    requirements = [row.id for row in sheets["Requirements"].rows]
    assert len(requirements) == 22
    assert requirements[:2] == ["annex1.i.1", "annex1.i.2.a"]
    assert requirements[-1] == "annex1.ii.8"
    assert "step.pc-bc-01" in {row.id for row in sheets["Procedure"].rows}
    dates = [row.values[0] for row in sheets["Duties and dates"].rows]
    assert all(isinstance(day, date) for day in dates)
    assert dates == sorted(dates)


def test_an_old_pack_says_how_old_it_is(record) -> None:
    said = text_of(_by_code(record("smart-door-lock", on=date(2027, 12, 20)))["CR"])
    assert re.search(r"The rule pack was \d+ days old on that day", said)
    assert "days old" not in text_of(_by_code(record("smart-door-lock"))["CR"])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("AeroLock 2", "AL2"),
        ("Vault", "VAULT"),
        ("מנעול", None),
        ("🔐", None),
        ("=1+1", "11"),
        ("x", None),
        ("", "PRODUCT"),
    ],
)
def test_a_product_code_is_letters_and_digits(name: str, code: str | None) -> None:
    derived = derive_code(name)
    assert re.fullmatch("[A-Z0-9]{2,8}", derived)
    assert code is None or derived == code


def test_samples_are_read_from_the_resources() -> None:
    assert Path(paths.resources_dir(), "samples", "smart-door-lock.json").is_file()
    assert sample("smart-door-lock")["product-name"] == "Aldwin Smart Lock"
    assert date(2026, 11, 24) == DAY
