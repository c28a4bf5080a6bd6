"""The risk assessment without a window: what is offered, linked, refused, counted and still missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crasuite.domain.requirement import Applies
from crasuite.domain.risk import RiskLevel, Treatment, is_monotonic
from crasuite.interview.risk_file import RiskFile, source_words
from crasuite.interview.suggestions import FieldState
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from tests.unit.interview.conftest import TODAY, Clock, add_answers_of


@pytest.fixture(scope="module")
def law() -> Pack:
    return load_pack()


@pytest.fixture
def lock(tmp_path: Path, law: Pack) -> Iterator[RiskFile]:
    """The door lock of the examples, with an empty register."""
    with Workspace.create(
        tmp_path / "lock.crasuite", law, clock=Clock(), who=lambda: "Ana", today=lambda: TODAY
    ) as workspace:
        yield RiskFile(workspace, add_answers_of(workspace, "smart-door-lock"))


def _treated(lock: RiskFile, likelihood: int, impact: int, **more: object) -> str:
    risk = lock.new_risk("Lock opened by a recorded message")
    lock.set_risk(
        risk,
        likelihood_before=5,
        impact_before=4,
        treatment=Treatment.REDUCE,
        measures="Counter in every message.",
        likelihood_after=likelihood,
        impact_after=impact,
        requirements=("annex-1-1-2-f",),
        **more,
    )
    return risk


def _codes(lock: RiskFile) -> set[str]:
    return {need.code for need in lock.view().needs}


# The catalogue


def test_offers_come_from_the_answers_and_say_why(lock: RiskFile) -> None:
    offers = {one.id: one for one in lock.offers()}
    assert "health-data-leaks" not in offers, "the lock has nothing to do with health"
    replay = next(one for one in offers.values() if "I-17" in one.why)
    assert replay.is_certain
    assert "mainly do for its user" in replay.why
    assert any(one.why == "Offered to every product." for one in offers.values())
    assert not any("{product}" in f"{one.title}{one.description}{one.measures}" for one in offers.values())


def test_an_answer_left_open_makes_an_offer_that_may_fit(lock: RiskFile) -> None:
    lock.repository.set_answer(lock.product_id, "data-connection", "not-sure")
    lock.workspace.refresh(lock.product_id)
    lock.workspace.interview(lock.product_id).reload()
    maybe = [one for one in lock.offers() if not one.is_certain]
    assert maybe
    assert all(one.why.startswith("May fit") for one in maybe)
    assert [one.is_certain for one in lock.offers()] == sorted(
        (one.is_certain for one in lock.offers()), reverse=True
    )


def test_taking_several_is_one_step_with_drafts_and_links_on_both_sides(lock: RiskFile) -> None:
    wanted = [one.id for one in lock.offers()[:3]]
    taken = lock.accept(wanted)
    assert taken == ("R-01", "R-02", "R-03")
    assert lock.workspace.undo_label() == "adding 3 risks from the catalogue"
    row = lock.view().row("R-01")
    assert row is not None
    assert row.risk.catalogue == wanted[0]
    assert row.risk.measures == "", "typical measures are not what the maker did"
    assert row.typical_measures
    for point in row.risk.requirements:
        assert "R-01" in lock.file.requirement(point).risks
    assert {one.id: one.taken_as for one in lock.offers()}[wanted[1]] == ("R-02",)
    lock.workspace.undo()
    assert not lock.view().rows
    assert not lock.file.requirements


def test_an_id_is_never_given_twice(lock: RiskFile) -> None:
    first = lock.new_risk("One")
    lock.remove(first)
    assert (first, lock.new_risk("Two")) == ("R-01", "R-02")


# Counting


def test_what_nobody_rated_counts_as_high_and_is_marked(lock: RiskFile) -> None:
    lock.new_risk("Nobody knows how likely")
    view = lock.view()
    assert (view.high, view.high_words) == (1, "1 high, 1 of them not rated")
    row = view.rows[0]
    assert row.is_unknown
    assert row.counts_as_high
    assert row.before_words == "Not known, counts as high"
    assert view.unrated_before == ("R-01",)
    assert not view.cells("before")
    lock.set_risk("R-01", likelihood_before=1)
    assert lock.view().rows[0].is_unknown, "impact is still not known"
    lock.set_risk("R-01", impact_before=1)
    assert lock.view().high == 0


def test_before_treatment_a_risk_stands_where_it_stood(lock: RiskFile) -> None:
    risk = lock.new_risk("Debug port read")
    lock.set_risk(risk, likelihood_before=2, impact_before=3)
    row = lock.view().row(risk)
    assert row is not None
    assert row.after is RiskLevel.NOT_RATED
    assert row.standing is row.before is RiskLevel.MEDIUM
    assert lock.view().untreated == 1


def test_the_matrix_names_the_cells_before_and_after(lock: RiskFile) -> None:
    risk = _treated(lock, 2, 4)
    view = lock.view()
    assert view.cells("before") == {(5, 4): (risk,)}
    assert view.cells("after") == {(2, 4): (risk,)}


# What is missing


def test_needs_lead_to_the_field_and_go_away(lock: RiskFile) -> None:
    assert "no-risks" in _codes(lock)
    risk = lock.new_risk("Old owner keeps access")
    needs = {need.code: need for need in lock.view().needs}
    assert "no-risks" not in needs
    assert (needs["not-rated"].id, needs["not-rated"].field) == (risk, "likelihood_before")
    assert (needs["no-treatment"].field, needs["no-link"].field) == ("treatment", "requirements")
    lock.set_risk(risk, likelihood_before=2, impact_before=2, treatment=Treatment.REDUCE)
    assert {"no-residual", "no-measures"} <= _codes(lock)
    lock.set_risk(risk, likelihood_after=1, impact_after=2, measures="Reset on sale.")
    lock.set_risk(risk, requirements=("annex-1-1-2-m",))
    assert not {"no-residual", "no-measures", "no-link", "no-treatment", "not-rated"} & _codes(lock)
    assert "all-treated" in _codes(lock)


def test_a_placeholder_is_no_measure(lock: RiskFile) -> None:
    risk = _treated(lock, 1, 1)
    assert "no-measures" not in _codes(lock)
    lock.set_risk(risk, measures="TBD")
    assert "no-measures" in _codes(lock)


def test_what_stays_high_has_to_be_accepted_by_somebody(lock: RiskFile) -> None:
    risk = _treated(lock, 3, 4)
    assert lock.view().row(risk).after is RiskLevel.HIGH  # type: ignore[union-attr]
    assert "high-not-accepted" in _codes(lock)
    lock.set_risk(risk, accepted_by="Managing director")
    assert "high-not-accepted" in _codes(lock), "the day is missing"
    lock.set_risk(risk, accepted_on=TODAY)
    assert "high-not-accepted" not in _codes(lock)


def test_a_risk_that_may_hurt_people_asks_for_the_harm(lock: RiskFile, law: Pack) -> None:
    dangerous = next(one for one in lock.offers() if one.may_hurt_people)
    (risk,) = lock.accept([dangerous.id])
    assert "no-harm" in _codes(lock)
    lock.set_risk(risk, safety_harm="H-07 Person locked in during a fire")
    assert "no-harm" not in _codes(lock)


def test_a_day_that_has_passed_is_red(lock: RiskFile) -> None:
    assert "no-reassess" in _codes(lock)
    lock.set_context(reassess_on="2026-11-01")
    need = next(one for one in lock.view().needs if one.code == "reassess-due")
    assert need.tone == "danger"
    assert "1 Nov 2026" in need.words
    lock.set_context(reassess_on=date(2027, 11, 1))
    assert "reassess" in _codes(lock)
    assert "reassess-due" not in _codes(lock)


def test_a_look_is_kept_with_the_day_it_was_set_for_and_sets_the_next(lock: RiskFile) -> None:
    lock.set_context(reassess_on="2026-11-20")
    said = {"who": "Mara", "changed": "New radio chip", "outcome": "R-03 rated anew"}
    assert lock.record_reassessment(on=date(2026, 11, 24), next_on=date(2027, 5, 31), **said)
    assert lock.record_reassessment(
        on=date(2026, 11, 24), who="Jonas", changed="", outcome="Nothing to do", next_on=None
    )
    view = lock.view()
    assert [(one.title, one.planned) for one in view.reassessments] == [
        ("24 Nov 2026, Jonas", "Was set for 31 May 2027"),
        ("24 Nov 2026, Mara", "Was set for 20 Nov 2026"),
    ]
    assert lock.file.context.reassess_on is None
    assert lock.workspace.undo_label() == "recording the re-assessment of 24 Nov 2026"
    lock.workspace.undo()
    assert lock.file.context.reassess_on == date(2027, 5, 31)
    assert [one.outcome for one in lock.view().reassessments] == ["R-03 rated anew"]
    assert any("last one on 24 Nov 2026" in need.words for need in lock.view().needs)


def test_a_look_lies_in_the_past_and_the_next_one_after_it(lock: RiskFile) -> None:
    said = {"who": "Mara", "changed": "", "outcome": "Nothing to do"}
    for on, next_on in ((date(2099, 1, 1), None), (date(2026, 11, 24), date(2026, 11, 24))):
        with pytest.raises(ValueError):
            lock.record_reassessment(on=on, next_on=next_on, **said)
    assert lock.file.context.reassessments == ()


def test_a_placeholder_in_a_past_look_is_a_gap(lock: RiskFile) -> None:
    lock.record_reassessment(on=date(2026, 11, 24), who="Mara", changed="", outcome="TBD", next_on=None)
    assert [one.place.field for one in lock.file.placeholders()] == ["reassessments"]


# Links and deleting


def test_links_are_kept_on_both_sides(lock: RiskFile) -> None:
    risk = lock.new_risk("Log shows when nobody is home")
    assert lock.set_risk(risk, requirements=("annex-1-1-2-e", "annex-1-1-2-g")) == ()
    assert lock.file.requirement("annex-1-1-2-g").risks == (risk,)
    lock.set_risk(risk, requirements=("annex-1-1-2-e",))
    assert "annex-1-1-2-g" not in lock.file.requirements
    assert lock.file.requirement("annex-1-1-2-e").risks == (risk,)


def test_a_link_made_from_the_other_side_counts_too(lock: RiskFile) -> None:
    risk = lock.new_risk("Debug port read on a stolen lock")
    lock.write("linking", {"requirement": {"annex-1-1-2-j": {"risks": [risk]}}})
    row = lock.view().row(risk)
    assert row is not None
    assert [one.ref for one in row.links] == ["(2)(j)"]
    assert "no-link" not in _codes(lock)
    lock.set_risk(risk, requirements=())
    assert "annex-1-1-2-j" not in lock.file.requirements


def test_a_risk_that_justifies_leaving_a_point_out_stays(lock: RiskFile) -> None:
    risk = lock.new_risk("No data that could be copied out")
    lock.set_risk(risk, requirements=("annex-1-1-2-m", "annex-1-1-2-e"))
    said = lock.file.requirement("annex-1-1-2-m").to_json() | {
        "applies": Applies.NO.value,
        "reason": "It holds no data at all of anybody.",
    }
    lock.write("leaving a point out", {"requirement": {"annex-1-1-2-m": said}})
    (problem,) = lock.remove(risk)
    assert "Annex I, Part I (2)(m)" in problem.words
    assert problem.place.record_id == "annex-1-1-2-m"
    assert lock.view().row(risk) is not None
    (problem,) = lock.set_risk(risk, requirements=("annex-1-1-2-e",))
    assert problem.code == "risk-justifies"
    assert len(lock.file.risks[risk].requirements) == 2, "nothing was changed"
    said["applies"] = Applies.YES.value
    lock.write("taking it in again", {"requirement": {"annex-1-1-2-m": said}})
    assert lock.remove(risk) == ()
    assert lock.file.requirement("annex-1-1-2-e").risks == ()


# The frame


def test_what_was_answered_is_suggested_and_taken_over_once(lock: RiskFile) -> None:
    fields = {one.name: one for one in lock.view().context}
    purpose = fields["intended_use"]
    assert purpose.state is FieldState.SUGGESTED
    assert purpose.suggestion is not None
    assert purpose.suggestion.question == "intended-purpose"
    assert fields["lifetime"].suggestion.text == "8 years"  # type: ignore[union-attr]
    lock.take_over(["intended_use", "lifetime"])
    fields = {one.name: one for one in lock.view().context}
    assert fields["intended_use"].text == purpose.suggestion.text
    assert fields["intended_use"].state is FieldState.FILLED
    assert fields["intended_use"].suggestion is None
    lock.workspace.undo()
    assert lock.file.context.intended_use == ""
    assert lock.file.context.lifetime == ""


def test_lists_are_typed_line_by_line(lock: RiskFile) -> None:
    lock.set_context(assets="Door keys\n\n  Log of openings ", interfaces="Bluetooth")
    assert lock.file.context.assets == ("Door keys", "Log of openings")
    assert {one.name: one.text for one in lock.view().context}["assets"] == "Door keys\nLog of openings"


def test_scale_and_matrix_can_be_own_and_be_set_back(lock: RiskFile, law: Pack) -> None:
    likelihood = [one.text for one in law.risk_method.likelihood]
    impact = [one.text for one in law.risk_method.impact]
    lock.set_method(["Once in ten years", *likelihood[1:]], impact, None)
    view = lock.view()
    assert view.likelihood[0].text == "Once in ten years"
    assert view.likelihood[0].usual == likelihood[0]
    assert lock.file.context.impact_scale == ()
    assert lock.workspace.undo_label() == "changing scales and matrix"
    strict = tuple(tuple(RiskLevel.VERY_HIGH for _ in range(5)) for _ in range(5))
    assert lock.set_method(likelihood, impact, strict) == ()
    assert lock.file.context.matrix == strict
    assert lock.file.context.likelihood_scale == ()
    risk = _treated(lock, 1, 1)
    assert lock.view().row(risk).after is RiskLevel.VERY_HIGH  # type: ignore[union-attr]
    odd = ((RiskLevel.HIGH, *[RiskLevel.LOW] * 4), *strict[1:])
    assert not is_monotonic(odd)
    assert lock.set_method(likelihood, impact, odd) != ()
    lock.set_method(likelihood, impact, lock.usual_matrix())
    assert lock.file.context.matrix is None


def test_own_words_for_a_source_stay() -> None:
    assert (source_words("physical"), source_words("Burglar")) == ("Physical access", "Burglar")


def test_the_view_says_who_changed_it_last(lock: RiskFile) -> None:
    assert lock.view().last_changed == ""
    lock.new_risk("One")
    assert lock.view().last_changed == "Last changed on 24 Nov 2026 by Ana"
    assert lock.high_words() == "1 high"


def test_before_the_first_risk_the_count_says_so(lock: RiskFile) -> None:
    assert lock.high_words() == "none yet"
