"""The interview walked with plain data on a small pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crasuite.errors import StoreError
from crasuite.interview.categories import reject, rejected
from crasuite.interview.change_preview import impact_of
from crasuite.interview.effects import effects_of
from crasuite.interview.interview import RESULT, Interview
from crasuite.interview.procedures import procedures_of
from crasuite.interview.questions import question_view
from crasuite.interview.result import open_points_of, result_of
from crasuite.interview.standing import standing_of
from crasuite.interview.state_facts import state_facts_of
from crasuite.interview.steps import steps_of
from crasuite.interview.verdict_words import class_kind, class_value
from crasuite.interview.views import StepState
from crasuite.interview.workspace import Workspace
from crasuite.rules import NOT_SURE, Assessment, load_pack
from crasuite.rules.model import STEPS

COVERED = {"annex-1-1-1": "standard", "annex-1-1-2-a": "not-applicable", "annex-1-2-1": "standard"}
WHOLE: dict[str, Any] = {
    "manufacturer-name": "Example Ltd",
    "own-brand": "yes",
    "intended-purpose": "A door lock for homes",
    "data-connection": "yes",
    "medical-device": "none",
    "core-functionality": "I-17",
    "residential": "yes",
    "standards-coverage": COVERED,
    "procedure-choice": "a",
    "features": [],
    "support-years": 5,
    "first-placed-on": "2027-12-12",
}


def walk(interview: Interview, answers: dict[str, Any]) -> list[str]:
    """Answer every question the interview asks; returns them in the order they came."""
    asked: list[str] = []
    question = interview.first_open()
    while question is not None:
        asked.append(question)
        if question in answers:
            assert interview.answer(question, answers[question]) == ""
        elif interview.value(question) is None:
            assert interview.is_optional(question), f"{question} has no answer and is not optional"
        question = interview.next_after(question)
        assert question not in asked
    return asked


def state_of(interview: Interview, step: str, current: str = "") -> StepState:
    return next(one.state for one in steps_of(interview, current) if one.id == step)


def test_whole_path_leads_to_the_result(interview: Interview) -> None:
    asked = walk(interview, WHOLE)
    assert asked == [
        "manufacturer-name",
        "manufacturer-address",
        "own-brand",
        "product-name",
        "intended-purpose",
        "data-connection",
        "medical-device",
        "core-functionality",
        "residential",
        "categories-rejected",
        "standards-coverage",
        "procedure-choice",
        "features",
        "support-years",
        "first-placed-on",
    ]
    assert interview.left() == ()
    result = result_of(interview)
    assert (
        result.sentence
        == "The Cyber Resilience Act applies to AeroLock 2. It is an important product, class I."
    )
    assert not result.is_provisional
    assert {state_of(interview, step) for step in STEPS} == {StepState.DONE}
    assert state_of(interview, RESULT) is StepState.DONE


def test_questions_that_cannot_matter_are_skipped(interview: Interview) -> None:
    asked = walk(interview, {**WHOLE, "data-connection": "no"})
    assert "core-functionality" not in asked
    assert "first-placed-on" not in asked
    # Medical devices still matter: another law applies then.
    assert asked[-1] == "medical-device"
    assert standing_of(interview).headline == "The CRA does not apply"
    assert standing_of(interview).text == "AeroLock 2 exchanges no data."
    assert state_of(interview, "class") is StepState.NOT_APPLICABLE


def test_path_is_what_was_answered_and_what_comes_next(interview: Interview) -> None:
    interview.answer("manufacturer-name", "Example Ltd")
    interview.answer("own-brand", "yes")
    assert interview.assessment.used_answers() == ("manufacturer-name", "own-brand", "product-name")
    assert interview.first_open() == "intended-purpose"
    assert interview.before("own-brand") == "manufacturer-name"


def test_optional_question_left_empty_does_not_hold_the_interview(interview: Interview) -> None:
    interview.answer("manufacturer-name", "Example Ltd")
    assert interview.first_open() == "manufacturer-address"
    interview.answer("own-brand", "yes")
    assert interview.first_open() == "intended-purpose"


def test_answers_carried_over_do_not_pass_the_questions_before_them(workspace: Workspace) -> None:
    walk(workspace.interview(workspace.new_product("First").id), WHOLE)
    second = workspace.interview(workspace.new_product("Second").id)
    assert second.value("manufacturer-name") == "Example Ltd"
    assert second.value("own-brand") is None
    assert second.first_open() == "manufacturer-address"
    assert state_of(second, "scope") is StepState.NOT_STARTED


def test_at_most_left_never_grows_on_the_way(interview: Interview) -> None:
    left = [interview.at_most_left()]
    question = interview.first_open()
    while question is not None:
        if question in WHOLE:
            interview.answer(question, WHOLE[question])
        left.append(interview.at_most_left())
        question = interview.next_after(question)
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0


def test_each_option_says_what_it_would_change(interview: Interview) -> None:
    interview.answer("data-connection", "yes")
    effects = {option.value: option.effect for option in question_view(interview, "medical-device").options}
    assert effects["device"].startswith("Then the CRA would not apply to this product; 5 questions fall away")
    assert effects["none"].startswith("Then the CRA applies to this product")
    view = question_view(interview, "data-connection")
    assert view.not_sure.effect == "Kept as an open point in your documents; you can go on"


def test_effects_are_worked_out_once_until_an_answer_changes(interview: Interview) -> None:
    asked: list[str] = []

    def effects() -> tuple[str, ...]:
        def without() -> Assessment:
            asked.append("medical-device")
            return interview.assessment_without("medical-device")

        return effects_of(interview.assessment, without, "medical-device", ["device", "none"])

    first = effects()
    assert effects() == first
    assert len(asked) == 1
    interview.answer("data-connection", "no")
    second = effects()
    assert len(asked) == 2
    assert second != first
    shown = question_view(interview, "medical-device").options
    assert tuple(one.effect for one in shown if one.value in ("device", "none")) == second


def test_effect_names_the_end_of_the_interview(interview: Interview) -> None:
    for question in ("manufacturer-name", "manufacturer-address", "intended-purpose"):
        interview.answer(question, "text")
    interview.answer("own-brand", "yes")
    interview.answer("data-connection", "yes")
    effects = {option.value: option.effect for option in question_view(interview, "medical-device").options}
    assert effects["device"] == "Then the CRA would not apply to this product, and the interview ends here"


def test_effect_speaks_of_the_class(interview: Interview) -> None:
    walk(interview, {**WHOLE, "residential": NOT_SURE})
    effects = {option.value: option.effect for option in question_view(interview, "residential").options}
    assert effects == {
        "yes": "Then the class would be important (class I)",
        "no": "Then the class would be default",
    }


def test_question_is_told_with_the_name_of_the_product(interview: Interview) -> None:
    view = question_view(interview, "data-connection")
    assert view.text == "Can AeroLock 2 exchange data?"
    assert [(cite.label, cite.gist) for cite in view.cites] == [
        ("Art. 2(1)", "Products with a data connection are covered")
    ]
    assert [cite.label for cite in question_view(interview, "medical-device").cites] == [
        "Art. 2(2)(a)",
        "MDR Art. 2(1)",
    ]


def test_answering_the_name_renames_the_product_in_one_step(
    workspace: Workspace, interview: Interview
) -> None:
    assert interview.answer("product-name", "  AeroLock 3 ") == ""
    assert workspace.product(interview.product_id).name == "AeroLock 3"
    assert interview.text("data-connection") == "Can AeroLock 3 exchange data?"
    workspace.undo()
    assert interview.product_name == "AeroLock 2"
    assert interview.value("product-name") == "AeroLock 2"
    assert interview.answer("product-name", " ") == "A product needs a name."


@pytest.mark.parametrize(
    ("question", "value", "problem"),
    [
        ("support-years", -1, "Enter at least 0 years."),
        ("support-years", 51, "Enter at most 50 years."),
        ("support-years", "five", "Enter a number."),
        ("first-placed-on", "soon", "Enter a date, for example 11 Dec 2027."),
    ],
)
def test_wrong_values_are_refused_in_plain_words(
    interview: Interview, question: str, value: Any, problem: str
) -> None:
    assert interview.answer(question, value) == problem
    assert interview.value(question) is None


def test_not_sure_is_kept_open_and_never_read_as_no(interview: Interview) -> None:
    walk(interview, {**WHOLE, "medical-device": NOT_SURE})
    standing = standing_of(interview, "medical-device")
    assert standing.headline == "Still open"
    assert standing.text == "1 open point keeps this open. Both outcomes stay possible."
    (point,) = [one for one in open_points_of(interview) if one.question.id == "medical-device"]
    assert "Scope" in point.can_change
    assert result_of(interview).is_provisional


def test_open_point_has_owner_and_date_and_can_be_overdue(workspace: Workspace, interview: Interview) -> None:
    interview.answer("own-brand", NOT_SURE)
    interview.set_owner("own-brand", "Jonas")
    interview.set_due("own-brand", date(2026, 11, 20))
    (point,) = open_points_of(interview)
    assert (point.owner, point.due, point.is_overdue) == ("Jonas", date(2026, 11, 20), True)
    assert point.who_can_tell == "Your sales team"
    interview.answer("manufacturer-name", "Example Ltd")
    interview.answer("manufacturer-address", "Somewhere")
    assert state_of(interview, "organisation") is StepState.NEEDS_ATTENTION
    assert interview.owners() == ("Jonas",)


def test_impact_is_shown_before_anything_changes(interview: Interview) -> None:
    walk(interview, WHOLE)
    assert interview.is_earlier("data-connection")
    impact = impact_of(interview, "data-connection", "no")
    assert interview.value("data-connection") == "yes"
    changes = {change.title: (change.before, change.after) for change in impact.verdicts}
    assert changes["Scope"] == ("The Cyber Resilience Act applies", "It does not apply")
    assert changes["Class"] == ("Important, class I", "No class")
    assert "core-functionality" in {ref.id for ref in impact.unused}
    assert "Duty no longer applies: Keep a technical file" in impact.other
    assert impact_of(interview, "intended-purpose", "another text").is_empty


def test_answers_that_no_longer_count_are_kept_and_come_back(interview: Interview) -> None:
    walk(interview, WHOLE)
    interview.answer("data-connection", "no")
    assert "core-functionality" in {ref.id for ref in interview.unused()}
    assert interview.value("core-functionality") == "I-17"
    assert not question_view(interview, "core-functionality").is_used
    interview.answer("data-connection", "yes")
    assert interview.unused() == ()
    assert class_kind(interview.assessment) == "important-1"


def test_standing_says_from_which_questions_a_verdict_comes(interview: Interview) -> None:
    walk(interview, WHOLE)
    standing = standing_of(interview)
    lines = {line.text: line.note for line in standing.decided}
    assert lines["You are the manufacturer"] == "From question 1.3"
    assert standing.headline == "The CRA applies"
    assert standing.class_words == "Important, class I"
    now = standing_of(interview, "residential").now
    assert "Category: I-17 Smart home security products" in [line.text for line in now]
    assert now[0].note == "With your answer “Yes”"


def test_unanswered_question_shows_what_waits_for_it(interview: Interview) -> None:
    standing = standing_of(interview, "own-brand")
    assert [(line.text, line.note) for line in standing.now] == [("Your role", "Waits for your answer")]


def test_half_filled_matrix_is_still_to_answer(interview: Interview) -> None:
    walk(interview, WHOLE)
    interview.answer("standards-coverage", {"annex-1-1-1": "standard"})
    assert interview.left() == ("standards-coverage",)
    assert interview.next_after("first-placed-on") == "standards-coverage"


def test_several_possible_categories(interview: Interview) -> None:
    walk(interview, {**WHOLE, "core-functionality": {"one-of": ["I-12", "I-17"]}})
    assert class_value(interview.assessment) == "important-1"
    assert question_view(interview, "core-functionality").value == {"one-of": ["I-12", "I-17"]}


def test_rejected_categories_keep_their_reason(interview: Interview) -> None:
    reject(interview, "II-2", "It filters nothing.")
    reject(interview, "I-12", "It does not route.")
    assert rejected(interview) == {"I-12": "It does not route.", "II-2": "It filters nothing."}
    reject(interview, "II-2", None)
    reject(interview, "I-12", None)
    assert interview.value("categories-rejected") is None


def test_procedures_are_compared_with_reasons(interview: Interview) -> None:
    walk(interview, {**WHOLE, "standards-coverage": dict.fromkeys(COVERED, "none")})
    views = {view.option: view for view in procedures_of(interview)}
    assert {option: view.state for option, view in views.items()} == {
        "a": "closed",
        "b-c": "open",
        "h": "open",
        "certification": "closed",
    }
    assert views["a"].reasons == ("A third party is needed for this class.",)
    assert views["b-c"].waiting == "No body is listed yet."
    assert views["a"].cites[0].label == "Art. 32(2)"


def test_newer_fact_can_be_stated_and_withdrawn(interview: Interview) -> None:
    walk(interview, WHOLE)
    item = "state.notified-bodies"
    assert (
        interview.state_fact(item, "some", " ", date(2026, 11, 1)) == "Say where the newer fact can be read."
    )
    assert "future" in interview.state_fact(item, "some", "OJ", date(2027, 1, 1))
    assert "newer" in interview.state_fact(item, "some", "OJ", date(2020, 1, 1))
    assert interview.state_fact(item, "some", "Commission list", date(2026, 11, 20)) == ""
    (fact,) = state_facts_of(interview)
    assert (fact.value, fact.is_stated, fact.reference) == ("some", True, "Commission list")
    assert {view.waiting for view in procedures_of(interview)} == {""}
    interview.withdraw_fact(item)
    assert state_facts_of(interview)[0].value == "none"


class _FullDisk:
    """The real repository, except that writing fails while the disk is full."""

    def __init__(self, workspace: Workspace) -> None:
        self._repository = workspace.repository
        self.is_full = True

    def __getattr__(self, name: str) -> Any:
        if self.is_full and name.startswith("set_"):
            raise StoreError("STORE-09", "The disk is full.", "", "Free some space.")
        return getattr(self._repository, name)


def test_unsaved_answers_are_held_and_saved_later(workspace: Workspace) -> None:
    product = workspace.new_product("AeroLock 2")
    book = _FullDisk(workspace)
    interview = Interview(workspace.pack, book, product.id, today=lambda: workspace.today)  # type: ignore[arg-type]
    assert interview.answer("own-brand", "yes") == ""
    interview.set_note("own-brand", "see contract")
    assert interview.save_problem is not None
    assert interview.save_words() == "Not saved"
    assert interview.assessment.value("role") == "manufacturer"
    interview.reload()
    assert interview.value("own-brand") == "yes"
    assert not interview.retry()
    book.is_full = False
    assert interview.retry()
    assert interview.is_saved
    assert interview.save_words().startswith("All answers saved · ")
    kept = workspace.repository.answers(product.id)["own-brand"]
    assert (kept.value, kept.note) == ("yes", "see contract")


def test_stored_answers_the_pack_does_not_know_are_kept_but_not_used(workspace: Workspace) -> None:
    product = workspace.repository.add_product("Old", {"gone-question": "yes", "own-brand": "maybe"})
    interview = workspace.interview(product.id)
    assert interview.assessment.value("role") is None
    assert set(interview.misfits) == {"gone-question", "own-brand"}


def test_answers_are_in_the_file_when_the_call_returns(tmp_path: Path, workspace: Workspace) -> None:
    interview = workspace.interview(workspace.new_product("AeroLock 2").id)
    interview.answer("own-brand", "yes")
    workspace.file.save_copy(tmp_path / "copy.crasuite")
    with Workspace.open(tmp_path / "copy.crasuite", workspace.pack, daily_backup=False) as copy:
        assert copy.interview(interview.product_id).value("own-brand") == "yes"


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with the rule pack of the program."""
    with Workspace.create(
        tmp_path / "whole.crasuite", load_pack(), today=lambda: date(2026, 11, 24)
    ) as found:
        yield found


def test_the_last_unit_cannot_come_before_the_first(whole: Workspace) -> None:
    interview = whole.interview(whole.new_product("Lock").id)
    assert interview.answer("first-placed-on", "2028-02-01") == ""
    assert (
        interview.answer("last-placed-on", "2028-01-31")
        == "The last unit cannot come before the first one, on 1 Feb 2028."
    )
    assert interview.value("last-placed-on") is None
    assert interview.answer("last-placed-on", "2028-02-01") == ""
    assert "cannot come after the last one" in interview.answer("first-placed-on", "2028-02-02")
    assert interview.answer("first-placed-on", "not-sure") == ""
    assert interview.answer("last-placed-on", "2027-12-31") == ""


def test_the_result_says_which_open_route_nobody_can_carry_out_yet(whole: Workspace) -> None:
    sample = next(one for one in whole.samples() if one.key == "smart-door-lock")
    product = whole.repository.add_product(sample.name, sample.answers)
    result = result_of(whole.interview(product.id))
    assert result.routes_words.startswith("Open to you: Modules B + C")
    assert "can be prepared but not completed" in result.routes_note


@pytest.mark.parametrize(
    ("use", "support", "warning"),
    [
        (8, 3, "The support period is too short. Provide security updates for at least five years."),
        (4, 3, "The support period is too short. Provide security updates for as long as"),
        (8, 6, "An authority may find this period too short."),
        (8, 8, ""),
    ],
)
def test_the_result_warns_of_a_support_period_that_is_too_short(
    whole: Workspace, use: int, support: int, warning: str
) -> None:
    sample = next(one for one in whole.samples() if one.key == "smart-door-lock")
    answers = {**sample.answers, "expected-use-years": use, "support-years": support}
    product = whole.repository.add_product(sample.name, answers)
    interview = whole.interview(product.id)
    warnings = result_of(interview).warnings
    assert [one.startswith(warning) for one in warnings] == ([True] if warning else [])
    warned = [line.text for line in standing_of(interview).decided if line.is_warned]
    assert [one.startswith("The support period is") for one in warned] == ([True] if warning else [])


def test_an_interview_is_complete_when_only_optional_questions_are_empty(whole: Workspace) -> None:
    sample = next(one for one in whole.samples() if one.key == "patient-monitor")
    optional = {one.id for one in whole.pack.questions.values() if one.optional}
    answers = {key: value for key, value in sample.answers.items() if key not in optional}
    product = whole.repository.add_product(sample.name, answers)
    interview = whole.interview(product.id)
    assert "released-by" in interview.assessment.questions_to_ask()
    assert interview.left() == ()
    assert interview.at_most_left() == 0
    assert interview.first_open() is None
    assert whole.summary(product.id).left == 0
