"""Every kind of record reads what it wrote, forgives what it does not know, and loses nothing."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crasuite.domain.assessment_context import AssessmentContext
from crasuite.domain.component_record import ComponentRecord
from crasuite.domain.declaration import Declaration
from crasuite.domain.document_state import DocumentState
from crasuite.domain.evidence import Evidence, EvidenceKind
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.requirement import Applies, Requirement, RequirementStatus
from crasuite.domain.risk import Risk, RiskLevel, Treatment
from crasuite.domain.sbom_record import SbomRecord, current_sboms, versions_of
from crasuite.domain.standards_in_use import Extent, StandardsInUse, StandardUse
from crasuite.domain.technical_file import TechnicalFile
from crasuite.domain.text_fields import TextFields

CLASSES: list[Any] = [
    Requirement, Evidence, Risk, AssessmentContext, SbomRecord, ComponentRecord, TextFields, StandardsInUse,
    Declaration, DocumentState,
]  # fmt: skip

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
LIKELY = st.sampled_from(
    ["yes", "no", "not-sure", "met", "reduce", "note", "full", "2026-12-01", "2026-02-30", "20261201", "TBD",
     "2026-11-24T10:15:02Z", "2026-11-24T10:15:02", 0, 3, 5, 6, True, ["R-01"], ["a", 1], [["low"] * 5] * 5,
     {"a": "b"}, {"a": 1}]
)  # fmt: skip


def keys_of(cls: Any) -> list[str]:
    declared = [one.metadata["codec"].key or one.name for one in fields(cls) if "codec" in one.metadata]
    return [*declared, "annex-2-1", "unheard-of"]


def objects(cls: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(keys_of(cls)) | st.text(max_size=5), LIKELY | JSON, max_size=8)


def canonical(data: object) -> str:
    return json.dumps(data, sort_keys=True)


def without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return {key: held for key, held in data.items() if held is not None}


@pytest.mark.parametrize("cls", CLASSES)
@given(data=st.data())
def test_whatever_is_read_is_written_and_read_again(cls: Any, data: st.DataObject) -> None:
    given_json = data.draw(objects(cls))
    before = canonical(given_json)
    record = cls.from_json("X-1", given_json)
    written = record.to_json()
    assert canonical(given_json) == before, "what was handed in is left alone"
    assert cls.from_json("X-1", written) == record
    assert cls.from_json("X-1", json.loads(canonical(written))) == record
    assert list(written) == sorted(written)
    for key, held in written.items():
        if given_json.get(key) is None and held is not None:
            assert (cls, key, held) == (Evidence, "kind", "file"), "the one key that is always written"
            continue
        assert canonical(held) == canonical(given_json[key]) or _same_meaning(held, given_json[key])
    for key in set(without_nothing(given_json)) - set(written):
        assert given_json[key] in ("", [], False, 0, "to-do", "file") or given_json[key] == {}, key


def _same_meaning(written: Any, given_json: Any) -> bool:
    if isinstance(written, str):  # a moment, written one way
        return datetime.fromisoformat(written) == datetime.fromisoformat(given_json)
    return isinstance(written, dict)  # an entry of the standards in use, checked as a record of its own


@given(data=objects(StandardUse))
def test_a_standard_in_use_is_a_record_too(data: dict[str, Any]) -> None:
    used = StandardUse.from_json("en-18031-1", data)
    assert StandardUse.from_json("en-18031-1", used.to_json()) == used


@given(
    records=st.dictionaries(
        st.sampled_from([*RecordKind, "later-kind"]).map(str),
        st.dictionaries(
            st.sampled_from(["context", "annex-2", "annex-7-4", "in-use", "declaration", "E-01", "x"]),
            st.dictionaries(st.sampled_from(["title", "due", "status", "a"]), LIKELY, min_size=1, max_size=4),
            min_size=1,
            max_size=3,
        ),
        max_size=6,
    )
)
def test_whole_file_is_written_back_without_loss(records: dict[str, Any]) -> None:
    file = TechnicalFile.from_records(records)
    written = file.to_records()
    assert TechnicalFile.from_records(written) == file
    kept = {(kind, record_id) for kind, by_id in written.items() for record_id in by_id}
    for kind, by_id in records.items():
        for record_id, data in by_id.items():
            assert (kind, record_id) in kept or not _says_something(data), (kind, record_id)


def _says_something(data: dict[str, Any]) -> bool:
    return any(held not in ("", [], {}, None, False) for held in data.values())


EXAMPLES: list[tuple[Any, dict[str, Any]]] = [
    (
        Requirement(
            "X-1", applies=Applies.NO, status=RequirementStatus.MET, due=date(2026, 12, 1), risks=("R-01",)
        ),
        {"applies": "no", "status": "met", "due": "2026-12-01", "risks": ["R-01"]},
    ),
    (
        Evidence("X-1", kind=EvidenceKind.NOTE, text="seen", size=0, copied=True, added=date(2026, 11, 3)),
        {"kind": "note", "text": "seen", "size": 0, "copied": True, "added": "2026-11-03"},
    ),
    (
        Risk("X-1", likelihood_before=5, impact_before=None, treatment=Treatment.AVOID),
        {"likelihood_before": 5, "treatment": "avoid"},
    ),
    (
        AssessmentContext("X-1", assets=("key",), matrix=((RiskLevel.LOW,) * 5,) * 5),
        {"assets": ["key"], "matrix": [["low"] * 5] * 5},
    ),
    (
        SbomRecord("X-1", imported=datetime(2026, 11, 24, 10, tzinfo=UTC), components=0),
        {"imported": "2026-11-24T10:00:00+00:00", "components": 0},
    ),
    (Declaration("X-1", signed_on=date(2027, 1, 2)), {"date": "2027-01-02"}),
    (
        DocumentState("X-1", revision=2, inputs={"b": "2", "a": "1"}),
        {"inputs": {"a": "1", "b": "2"}, "revision": 2},
    ),
    (TextFields("X-1", {"annex-2-1": "Aero"}), {"annex-2-1": "Aero"}),
    (
        StandardsInUse("X-1", {"s": StandardUse("s", extent=Extent.PART, parts="5.2")}),
        {"s": {"extent": "part", "parts": "5.2"}},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("record", "data"), EXAMPLES, ids=lambda held: type(held).__name__)
def test_json_is_as_agreed(record: Any, data: dict[str, Any]) -> None:
    assert record.to_json() == data
    assert type(record).from_json("X-1", data) == record


@pytest.mark.parametrize("cls", CLASSES)
def test_nothing_said_is_an_empty_object(cls: Any) -> None:
    assert cls("X-1").to_json() == ({"kind": "file"} if cls is Evidence else {})
    assert cls.from_json("X-1", {}) == cls("X-1")


def test_records_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        Risk("R-01").title = "x"  # type: ignore[misc]


def test_what_does_not_fit_stays_until_it_is_replaced() -> None:
    odd = Requirement.from_json("a", {"due": "in spring", "status": "nearly", "colour": "red", "owner": 7})
    assert (odd.due, odd.status, odd.owner) == (None, RequirementStatus.TO_DO, "")
    assert odd.to_json() == {"colour": "red", "due": "in spring", "owner": 7, "status": "nearly"}
    set_right = replace(odd, due=date(2027, 3, 1), owner="Ana")
    assert set_right.to_json() == {"colour": "red", "due": "2027-03-01", "owner": "Ana", "status": "nearly"}


@pytest.mark.parametrize("held", [0, 6, True, 2.0, "3"])
def test_likelihood_is_one_to_five(held: object) -> None:
    assert Risk.from_json("R-01", {"likelihood_before": held}).likelihood_before is None


# Small sums on single kinds


def sbom(record_id: str, part: str, day: int | None) -> SbomRecord:
    return SbomRecord(record_id, part=part, imported=day and datetime(2026, 11, day, tzinfo=UTC))  # type: ignore[arg-type]


def test_newest_sbom_of_a_part_is_current() -> None:
    sboms = [
        sbom("S-01", "device", 3),
        sbom("S-02", "app", None),
        sbom("S-03", "device", 9),
        sbom("S-04", "device", 5),
        sbom("S-05", "app", None),
    ]
    assert {part: one.id for part, one in current_sboms(sboms).items()} == {"device": "S-03", "app": "S-05"}
    assert [one.id for one in versions_of(sboms, "device")] == ["S-03", "S-04", "S-01"]
    assert [one.id for one in versions_of(sboms, "app")] == ["S-05", "S-02"]


def test_due_diligence_names_what_is_missing() -> None:
    component = ComponentRecord(
        "openssl", support="until 2030", contact="TBD", updates="our build", decision="keep"
    )
    assert (component.missing, component.is_complete) == (("contact", "exit_plan"), False)
    assert replace(component, contact="openssl.org", exit_plan="change to another library").is_complete


def test_document_is_out_of_date_when_an_input_changed() -> None:
    state = DocumentState(
        "TD", exported=datetime(2026, 11, 24, tzinfo=UTC), inputs={"answers": "1", "risks": "2"}
    )
    assert state.changed_inputs({"risks": "2", "answers": "1"}) == ()
    assert state.changed_inputs({"answers": "9", "evidence": "3"}) == ("answers", "evidence", "risks")
    assert DocumentState("TD").changed_inputs({"answers": "9"}) == (), "never exported"


def test_form_counts_what_says_something() -> None:
    form = TextFields("annex-2", {"a": "Aero GmbH", "b": "tbd", "c": " "})
    counted = form.completeness(["a", "b", "c", "d"])
    assert (counted.filled, counted.empty, counted.placeholders) == (("a",), ("c", "d"), ("b",))
    assert (counted.total, counted.is_complete) == (4, False)
    assert form.completeness(["a"]).is_complete
