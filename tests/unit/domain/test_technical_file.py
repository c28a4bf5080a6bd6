"""What the records of a product add up to, and what hangs on what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.domain.assessment_context import AssessmentContext
from crasuite.domain.deadlines import deadlines
from crasuite.domain.evidence import Evidence, EvidenceKind, EvidenceState
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.references import problems_with_removing, uses, without
from crasuite.domain.requirement import (
    Applies,
    Requirement,
    RequirementProgress,
    RequirementState,
    RequirementStatus,
)
from crasuite.domain.risk import (
    Matrix,
    Risk,
    RiskCounts,
    RiskLevel,
    Treatment,
    is_monotonic,
    level,
    matrix_cells,
    not_rated,
    read_matrix,
)
from crasuite.domain.sbom_record import SbomRecord
from crasuite.domain.technical_file import TechnicalFile
from crasuite.domain.text_fields import TextFields

LOW, MEDIUM, HIGH, VERY_HIGH, NOT_RATED = (
    RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH, RiskLevel.VERY_HIGH, RiskLevel.NOT_RATED,
)  # fmt: skip
MATRIX: Matrix = (
    (LOW, LOW, LOW, LOW, MEDIUM),
    (LOW, LOW, MEDIUM, MEDIUM, HIGH),
    (LOW, MEDIUM, MEDIUM, HIGH, VERY_HIGH),
    (LOW, MEDIUM, HIGH, VERY_HIGH, VERY_HIGH),
    (MEDIUM, HIGH, VERY_HIGH, VERY_HIGH, VERY_HIGH),
)
POINTS = {
    "annex-1-1-1": False,
    **{f"annex-1-1-2-{letter}": True for letter in "abcdefghijklm"},
    **{f"annex-1-2-{number}": False for number in range(1, 9)},
}
REASON = "The product stores no personal data."


def state(requirement: Requirement, *, may_not_apply: bool = True) -> RequirementState:
    return requirement.state(may_not_apply=may_not_apply, risks={"R-01"}, evidence={"E-01"})


# Requirements


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, RequirementState.TO_DO),
        ({"evidence": ("E-01",)}, RequirementState.TO_DO),
        ({"status": RequirementStatus.IN_PROGRESS}, RequirementState.EVIDENCE_MISSING),
        ({"status": RequirementStatus.MET}, RequirementState.EVIDENCE_MISSING),
        ({"status": RequirementStatus.MET, "evidence": ("E-99",)}, RequirementState.EVIDENCE_MISSING),
        ({"status": RequirementStatus.IN_PROGRESS, "evidence": ("E-01",)}, RequirementState.IN_PROGRESS),
        ({"status": RequirementStatus.MET, "evidence": ("E-99", "E-01")}, RequirementState.MET),
        ({"status": RequirementStatus.NOT_SURE, "evidence": ("E-01",)}, RequirementState.NOT_SURE),
        (
            {"status": RequirementStatus.MET, "evidence": ("E-01",), "applies": Applies.NOT_SURE},
            RequirementState.NOT_SURE,
        ),
        ({"applies": Applies.NO}, RequirementState.UNJUSTIFIED),
        ({"applies": Applies.NO, "reason": REASON}, RequirementState.UNJUSTIFIED),
        ({"applies": Applies.NO, "risks": ("R-01",)}, RequirementState.UNJUSTIFIED),
        ({"applies": Applies.NO, "reason": "TBD", "risks": ("R-01",)}, RequirementState.UNJUSTIFIED),
        ({"applies": Applies.NO, "reason": REASON, "risks": ("R-99",)}, RequirementState.UNJUSTIFIED),
        ({"applies": Applies.NO, "reason": REASON, "risks": ("R-01",)}, RequirementState.NOT_APPLICABLE),
    ],
)
def test_state_of_a_point(said: dict[str, Any], expected: RequirementState) -> None:
    assert state(Requirement("annex-1-1-2-g", **said)) is expected


def test_what_the_rule_pack_keeps_cannot_be_left_out() -> None:
    said = Requirement("annex-1-1-1", applies=Applies.NO, reason=REASON, risks=("R-01",))
    assert state(said, may_not_apply=False) is RequirementState.UNJUSTIFIED
    (problem,) = said.problems_with_leaving_out(may_not_apply=False, risks={"R-01"})
    assert (problem.code, problem.place) == (
        "applies-always",
        Place(RecordKind.REQUIREMENT, said.id, "applies"),
    )


def test_only_the_points_of_part_1_2_may_be_left_out(pack: Any) -> None:
    assert {one.id: one.may_not_apply for one in pack.requirements.values()} == POINTS


def test_progress_of_the_whole_annex() -> None:
    file = TechnicalFile(
        requirements={
            one.id: one
            for one in (
                Requirement("annex-1-1-1", status=RequirementStatus.MET, evidence=("E-01",)),
                Requirement("annex-1-1-2-a", status=RequirementStatus.MET),
                Requirement("annex-1-1-2-g", applies=Applies.NO, reason=REASON, risks=("R-01",)),
                Requirement("annex-1-2-1", applies=Applies.NO, reason=REASON, risks=("R-01",)),
                Requirement("annex-1-2-2", status=RequirementStatus.NOT_SURE),
                Requirement("unknown-to-this-pack", status=RequirementStatus.MET, evidence=("E-01",)),
            )
        },
        risks={"R-01": Risk("R-01")},
        evidence={"E-01": Evidence("E-01")},
    )
    progress = file.requirement_progress(POINTS)
    assert progress == RequirementProgress(
        22, met=1, evidence_missing=1, to_do=17, not_sure=1, not_applicable=1, unjustified=1
    )
    assert (progress.done, progress.open) == (2, 20)


@given(st.lists(st.sampled_from(list(RequirementState)), max_size=30))
def test_progress_counts_every_point_once(states: list[RequirementState]) -> None:
    progress = RequirementProgress.of(states)
    parts = (progress.met, progress.in_progress, progress.evidence_missing, progress.to_do, progress.not_sure,
             progress.not_applicable, progress.unjustified)  # fmt: skip
    assert sum(parts) == progress.total == progress.done + progress.open


# Risks


def test_matrix_has_impact_in_rows() -> None:
    assert level(MATRIX, likelihood=2, impact=5) is HIGH
    assert level(MATRIX, likelihood=5, impact=2) is HIGH
    assert level(MATRIX, likelihood=1, impact=5) is MEDIUM
    assert level(MATRIX, likelihood=4, impact=1) is LOW
    assert level(MATRIX, None, 5) is level(MATRIX, 5, None) is NOT_RATED


def test_rule_pack_counts_the_same_way(pack: Any) -> None:
    method = getattr(pack, "risk_method", None)
    if method is None:
        pytest.skip("the pack brings no method")
    matrix = read_matrix(method.matrix)
    assert is_monotonic(matrix)
    for likelihood in range(1, 6):
        for impact in range(1, 6):
            assert level(matrix, likelihood, impact) == method.level(likelihood, impact)


def test_matrix_is_read_strictly() -> None:
    assert read_matrix([[str(one) for one in row] for row in MATRIX]) == MATRIX
    for wrong in (
        [["low"] * 5] * 4,
        [["low"] * 4] * 5,
        [["low"] * 4 + ["not-rated"]] * 5,
        [["dire"] * 5] * 5,
        7,
    ):
        with pytest.raises((TypeError, ValueError)):
            read_matrix(wrong)
    assert is_monotonic(MATRIX)
    assert (
        not is_monotonic((*MATRIX[:4], (LOW, HIGH, VERY_HIGH, VERY_HIGH, VERY_HIGH))) or MATRIX[3][0] is LOW
    )
    assert not is_monotonic(((MEDIUM, LOW, LOW, LOW, LOW), *MATRIX[1:]))


def test_not_rated_counts_at_least_as_high() -> None:
    risks = [
        Risk("R-01", likelihood_before=5, impact_before=5, treatment=Treatment.REDUCE, likelihood_after=1,
             impact_after=5),
        Risk("R-02", likelihood_before=1, impact_before=1, treatment=Treatment.ACCEPT),
        Risk("R-03", likelihood_before=3),
        Risk("R-04", likelihood_before=2, impact_before=2, treatment=Treatment.REDUCE, likelihood_after=1),
    ]  # fmt: skip
    counts = RiskCounts.of(risks, MATRIX)
    assert (counts.total, counts.treated, counts.untreated) == (4, 2, 2)
    assert dict(counts.before) == {NOT_RATED: 1, LOW: 2, MEDIUM: 0, HIGH: 0, VERY_HIGH: 1}
    assert dict(counts.after) == {NOT_RATED: 2, LOW: 1, MEDIUM: 1, HIGH: 0, VERY_HIGH: 0}
    # What is undecided stands as before; what is decided and not rated after weighs as much as high.
    assert [one.standing(MATRIX) for one in risks] == [MEDIUM, LOW, NOT_RATED, NOT_RATED]
    assert (counts.high, counts.high_and_not_rated) == (2, 2)
    assert matrix_cells(risks, "before") == {(5, 5): ("R-01",), (1, 1): ("R-02",), (2, 2): ("R-04",)}
    assert matrix_cells(risks, "after") == {(1, 5): ("R-01",), (1, 1): ("R-02",)}
    assert (not_rated(risks, "before"), not_rated(risks, "after")) == (("R-03",), ("R-03", "R-04"))


STEPS = st.none() | st.integers(1, 5)


@given(st.lists(st.tuples(STEPS, STEPS, STEPS, STEPS, st.sampled_from(Treatment)), max_size=12))
def test_every_risk_is_in_one_cell_or_not_rated(rows: list[Any]) -> None:
    risks = [
        Risk(f"R-{n}", likelihood_before=a, impact_before=b, likelihood_after=c, impact_after=d, treatment=t)
        for n, (a, b, c, d, t) in enumerate(rows)
    ]
    counts = RiskCounts.of(risks, MATRIX)
    for when, by_level in (("before", counts.before), ("after", counts.after)):
        cells = matrix_cells(risks, when)  # type: ignore[arg-type]
        unrated = not_rated(risks, when)  # type: ignore[arg-type]
        assert sorted([*unrated, *(one for cell in cells.values() for one in cell)]) == sorted(
            r.id for r in risks
        )
        assert by_level[NOT_RATED] == len(unrated)
        assert sum(by_level.values()) == counts.total
    for risk in risks:
        level = risk.standing(MATRIX)
        if risk.treatment is Treatment.UNDECIDED:
            assert level is risk.level(MATRIX, "before")
        elif risk.id in not_rated(risks, "after"):
            assert level.counts_as_high
    assert counts.high == sum(risk.standing(MATRIX).counts_as_high for risk in risks)


@pytest.mark.parametrize(
    ("changed", "code", "where"),
    [
        ({"title": "xxx"}, "no-title", "title"),
        ({"impact_before": None}, "not-rated", "impact_before"),
        ({"treatment": Treatment.UNDECIDED}, "no-treatment", "treatment"),
        ({"likelihood_after": None}, "no-residual", "likelihood_after"),
        ({"measures": "TBD"}, "no-measures", "measures"),
        ({"treatment": Treatment.ACCEPT, "accepted_by": ""}, "nobody-accepted", "accepted_by"),
        ({"treatment": Treatment.ACCEPT, "accepted_on": None}, "no-acceptance-date", "accepted_on"),
    ],
)
def test_risk_says_what_it_needs(changed: dict[str, Any], code: str, where: str) -> None:
    whole = Risk(
        "R-01",
        title="Replay",
        likelihood_before=4,
        impact_before=4,
        treatment=Treatment.REDUCE,
        measures="Fresh nonce",
        likelihood_after=1,
        impact_after=4,
        accepted_by="Ana",
        accepted_on=date(2026, 11, 1),
    )
    assert whole.gaps(MATRIX) == ()
    (gap,) = replace(whole, **changed).gaps(MATRIX)
    assert (gap.code, gap.place) == (code, Place(RecordKind.RISK, "R-01", where))


def test_own_matrix_goes_before_that_of_the_pack() -> None:
    calm: Matrix = ((LOW,) * 5,) * 5
    assert TechnicalFile().matrix(MATRIX) is MATRIX
    assert TechnicalFile(context=AssessmentContext(matrix=calm)).matrix(MATRIX) is calm


def test_assessment_says_what_it_needs() -> None:
    context = AssessmentContext(
        intended_use="Locks doors of homes.",
        foreseeable_use="Locks sheds.",
        conditions="Outdoors.",
        assets=("key",),
        interfaces=("BLE",),
        lifetime="10 years",
        acceptance="Up to medium.",
        accepted_by="Ana",
        accepted_on=date(2026, 11, 1),
        reassess_on=date(2027, 11, 1),
    )
    assert context.gaps() == ()
    assert [gap.place.field for gap in replace(context, assets=("TBD",)).gaps()] == ["assets"]


# Evidence


@pytest.mark.parametrize(
    ("said", "on_disk", "kept", "expected"),
    [
        ({"copied": True, "source_path": "a"}, {"a": "1"}, True, EvidenceState.UNCHANGED),
        ({"copied": True, "source_path": "a"}, {"a": "2"}, True, EvidenceState.CHANGED),
        ({"copied": True, "source_path": "a"}, {}, True, EvidenceState.COPIED_ONLY),
        ({"copied": True}, {}, True, EvidenceState.COPIED_ONLY),
        ({"copied": True, "source_path": "a"}, {"a": "1"}, False, EvidenceState.MISSING),
        ({"source_path": "a"}, {"a": "1"}, False, EvidenceState.UNCHANGED),
        ({"source_path": "a"}, {"a": "2"}, False, EvidenceState.CHANGED),
        ({"source_path": "a"}, {}, False, EvidenceState.MISSING),
        ({}, {}, True, EvidenceState.MISSING),
        ({"kind": EvidenceKind.LINK, "source_path": "a"}, {}, True, EvidenceState.NOT_A_FILE),
        ({"kind": EvidenceKind.NOTE}, {}, True, EvidenceState.NOT_A_FILE),
    ],
)
def test_state_of_evidence(
    said: dict[str, Any], on_disk: Mapping[str, str], kept: bool, expected: EvidenceState
) -> None:
    evidence = Evidence("E-01", sha256="1", **said)
    assert evidence.state(on_disk.get, lambda _: kept) is expected
    assert expected.is_flagged == (expected in (EvidenceState.CHANGED, EvidenceState.MISSING))


def test_evidence_that_no_point_names() -> None:
    file = TechnicalFile(
        evidence={
            "E-01": Evidence("E-01", sha256="a", copied=True),
            "E-02": Evidence("E-02", sha256="b", source_path="x"),
            "E-03": Evidence("E-03", kind=EvidenceKind.NOTE, copied=True),
        },
        sboms={"S-01": SbomRecord("S-01", sha256="c")},
        requirements={"annex-1-1-1": Requirement("annex-1-1-1", evidence=("E-02",))},
    )
    assert file.unused_evidence() == ("E-01", "E-03")


def test_a_replaced_file_stays_with_its_dates() -> None:
    old = Evidence("E-01", name="Report", sha256="a", copied=True, valid_until=date(2026, 12, 1))
    new = old.replaced_by(date(2026, 11, 24), sha256="b", size=5)
    assert (new.sha256, new.added, new.valid_until) == ("b", date(2026, 11, 24), None)
    read = Evidence.from_json("E-01", new.to_json())
    assert read == new
    assert [(one.sha256, one.valid_until) for one in read.earlier] == [("a", date(2026, 12, 1))]


# What hangs on what


@pytest.fixture
def linked() -> TechnicalFile:
    return TechnicalFile.from_records(
        {
            "requirement": {
                "annex-1-1-2-c": {
                    "risks": ["R-02", "R-01"],
                    "evidence": ["E-01"],
                    "status": "met",
                    "later": 1,
                },
                "annex-1-1-2-g": {"applies": "no", "reason": REASON, "risks": ["R-02"]},
            },
            "risk": {
                "R-01": {"title": "Replay", "requirements": ["annex-1-1-2-c", "annex-9"]},
                "R-02": {"title": "Data", "requirements": ["annex-1-1-2-g"]},
            },
            "evidence": {"E-01": {"name": "a.pdf"}, "E-02": {"name": "b.pdf"}},
            "sbom": {"S-01": {}, "S-02": {"supersedes": "S-01"}, "S-03": {"supersedes": "S-02"}},
        }
    )


def test_risk_that_justifies_is_not_removed(linked: TechnicalFile) -> None:
    (problem,) = problems_with_removing(linked, RecordKind.RISK, "R-02", {"annex-1-1-2-g": "Part I (2)(g)"})
    assert problem.code == "risk-justifies"
    assert problem.place == Place(RecordKind.REQUIREMENT, "annex-1-1-2-g", "risks")
    assert problem.words == "Part I (2)(g) is said not to apply because of this risk."
    assert problems_with_removing(linked, RecordKind.RISK, "R-01") == (), "it only treats"


def test_a_link_counts_from_whichever_side(linked: TechnicalFile) -> None:
    one_sided = replace(
        linked,
        requirements={"annex-1-1-2-g": replace(linked.requirements["annex-1-1-2-g"], risks=())},
        risks={"R-02": Risk("R-02", requirements=("annex-1-1-2-g",)), "R-03": Risk("R-03")},
    )
    assert one_sided.risks_of_point("annex-1-1-2-g") == ("R-02",)
    assert one_sided.points_of_risk("R-02") == ("annex-1-1-2-g",)
    assert one_sided.points_of_risk("R-03") == ()
    assert one_sided.requirement_states({"annex-1-1-2-g": True}) == linked.requirement_states(
        {"annex-1-1-2-g": True}
    )
    (problem,) = problems_with_removing(one_sided, RecordKind.RISK, "R-02")
    assert problem.code == "risk-justifies"
    from_the_point = replace(linked, risks={"R-02": Risk("R-02")})
    assert from_the_point.points_of_risk("R-02") == ("annex-1-1-2-c", "annex-1-1-2-g")


def test_evidence_in_use_and_earlier_sboms_are_not_removed(linked: TechnicalFile) -> None:
    assert [one.code for one in problems_with_removing(linked, RecordKind.EVIDENCE, "E-01")] == [
        "evidence-in-use"
    ]
    assert problems_with_removing(linked, RecordKind.EVIDENCE, "E-02") == ()
    assert [one.code for one in problems_with_removing(linked, RecordKind.SBOM, "S-01")] == [
        "sbom-superseded"
    ]
    assert problems_with_removing(linked, RecordKind.SBOM, "S-03") == ()
    assert uses(linked, RecordKind.REQUIREMENT, "annex-1-1-2-g") == (
        Place(RecordKind.RISK, "R-02", "requirements"),
    )


@pytest.mark.parametrize(
    ("kind", "record_id", "touched"),
    [
        (RecordKind.RISK, "R-01", {"annex-1-1-2-c"}),
        (RecordKind.RISK, "R-02", {"annex-1-1-2-c", "annex-1-1-2-g"}),
        (RecordKind.EVIDENCE, "E-01", {"annex-1-1-2-c"}),
        (RecordKind.EVIDENCE, "E-02", set()),
        (RecordKind.REQUIREMENT, "annex-1-1-2-g", {"R-02"}),
        (RecordKind.SBOM, "S-02", {"S-03"}),
    ],
)
def test_removing_leaves_no_loose_end(
    linked: TechnicalFile, kind: RecordKind, record_id: str, touched: set[str]
) -> None:
    changes = without(linked, kind, record_id)
    assert {one for by_id in changes.values() for one in by_id} == touched | {record_id}
    records = linked.to_records()
    for changed_kind, by_id in changes.items():
        for changed, data in by_id.items():
            if data is None:
                del records[changed_kind][changed]
            else:
                records[changed_kind][changed] = data
    after = TechnicalFile.from_records(records)
    assert uses(after, kind, record_id) == ()
    if kind is not RecordKind.REQUIREMENT:
        assert after.to_records()["requirement"]["annex-1-1-2-c"]["later"] == 1
    if kind is RecordKind.SBOM:
        assert after.sboms["S-03"].supersedes == "S-01"


# Texts and dates


def test_placeholders_are_found_wherever_people_write() -> None:
    file = TechnicalFile.from_records(
        {
            "requirement": {"annex-1-1-1": {"how": "xxx", "status": "to-do", "applies": "no"}},
            "evidence": {"E-01": {"kind": "note", "text": "TBD", "source_path": "/home/xxx/a.pdf"}},
            "user-info": {"annex-2": {"annex-2-1": "ABC", "annex-2-2": "Aero GmbH"}},
            "declaration": {
                "declaration": {"place": "?", "other_acts": ["RED", "n/a"], "date": "2026-11-01"}
            },
            "standards": {
                "in-use": {"en-18031-1": {"edition": "2024", "extent": "part", "parts": "to be defined"}}
            },
            "document": {"TD": {"state": "xxx"}},
            "sbom": {"S-01": {"part": "app", "file_name": "xxx.json", "format": "xxx"}},
            "later-kind": {"a": {"b": "TBD"}},
        }
    )
    assert [(one.place.kind.value, one.place.record_id, one.place.field) for one in file.placeholders()] == [
        ("requirement", "annex-1-1-1", "how"),
        ("evidence", "E-01", "text"),
        ("user-info", "annex-2", "annex-2-1"),
        ("standards", "in-use", "en-18031-1"),
        ("declaration", "declaration", "other_acts"),
        ("declaration", "declaration", "place"),
    ]
    long = TechnicalFile(user_info=TextFields("annex-2", {"a": "[name " + "of the contact " * 3 + "]"}))
    assert "…" in long.placeholders()[0].words


def test_deadlines_of_a_product() -> None:
    file = TechnicalFile.from_records(
        {
            "requirement": {
                "annex-1-1-2-c": {"due": "2026-12-18", "owner": "Jonas", "status": "in-progress"},
                "annex-1-1-1": {"due": "2026-12-01", "status": "met", "evidence": ["E-01"]},
            },
            "risk": {
                "R-01": {"due": "2026-12-10", "owner": "Ana"},
                "R-02": {
                    "due": "2026-12-11",
                    "likelihood_before": 1,
                    "impact_before": 1,
                    "treatment": "accept",
                },
            },
            "evidence": {"E-01": {"name": "Certificate", "valid_until": "2027-02-01"}},
            "assessment": {"context": {"reassess_on": "2027-11-01"}},
        }
    )
    found = deadlines(
        file, points=POINTS, of_pack=MATRIX, names={"annex-1-1-2-c": "Part I (2)(c)"},
        support_until=date(2032, 5, 31), retention_until=date(2037, 5, 31),
    )  # fmt: skip
    assert [(one.on.isoformat(), one.words, one.owner) for one in found] == [
        ("2026-12-10", "Risk R-01 is to be treated", "Ana"),
        ("2026-12-18", "Requirement Part I (2)(c) is to be met", "Jonas"),
        ("2027-02-01", "Evidence Certificate expires", ""),
        ("2027-11-01", "Look at the risk assessment again", ""),
        ("2032-05-31", "The support period ends", ""),
        ("2037-05-31", "Documentation may be given up after this", ""),
    ]
    assert found[0].place == Place(RecordKind.RISK, "R-01", "due")
    assert [found[0].is_overdue(date(2026, 12, day)) for day in (10, 11)] == [False, True]
    assert deadlines(TechnicalFile(), points=POINTS, of_pack=MATRIX) == ()


def test_technical_file_needs_no_storage() -> None:
    """What is written is plain JSON."""
    file = TechnicalFile.from_records({"assessment": {"context": {"matrix": [["low"] * 5] * 5}}})
    assert json.loads(json.dumps(file.to_records())) == file.to_records()
