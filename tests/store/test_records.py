"""Records of the technical file: kept, ordered, bulk, undone, never confused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crasuite.domain.change import Cell, ChangeKind
from crasuite.domain.product import ProductState
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import StoreError
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import Workspace, open_workspace
from tests.store.helpers import TickingClock, repository_of, statements

PURL = "pkg:npm/%40babel/core"


@pytest.fixture
def product(repository: Repository) -> int:
    return repository.add_product("AeroLock 2").id


def test_records_come_back_in_the_order_they_were_added(
    repository: Repository, workspace: Workspace, clock: TickingClock, product: int
) -> None:
    repository.set_record(product, "risk", "R-02", {"title": "Größe", "likelihood_before": None})
    repository.set_record(product, "risk", "R-01", {"title": "b", "requirements": ["annex-1-1-2-a"]})
    repository.set_record(product, "component", PURL, {"support": "until 2030"})
    repository.set_record(product, "risk", "R-02", {"title": "changed"})
    workspace.close()
    with open_workspace(workspace.path, clock=clock, daily_backup=False) as again:
        reader = repository_of(again)
        risks = reader.records(product, "risk")
        assert list(risks.items()) == [
            ("R-02", {"title": "changed"}),
            ("R-01", {"requirements": ["annex-1-1-2-a"], "title": "b"}),
        ]
        assert reader.records(product, RecordKind.COMPONENT) == {PURL: {"support": "until 2030"}}
        assert reader.records(product, "evidence") == {}
        assert reader.records_by_kind(product) == {
            "risk": risks,
            "component": reader.records(product, "component"),
        }


def test_records_of_all_products(repository: Repository, product: int) -> None:
    other = repository.add_product("PulseBand")
    repository.set_record(other.id, "risk", "R-01", {"title": "theirs"})
    repository.set_record(product, "risk", "R-01", {"title": "ours"})
    repository.archive_product(other.id)
    assert repository.records_of_all("risk") == {
        product: {"R-01": {"title": "ours"}},
        other.id: {"R-01": {"title": "theirs"}},
    }
    assert repository.records_of_all("evidence") == {}


def test_removed_record_comes_back_to_its_place(repository: Repository, product: int) -> None:
    repository.set_records(product, "risk", {f"R-0{n}": {"n": n} for n in (1, 2, 3)})
    (change,) = repository.set_record(product, "risk", "R-02", None)
    assert (change.old, change.new, change.label) == ({"n": 2}, None, "removing risk R-02")
    assert list(repository.records(product, "risk")) == ["R-01", "R-03"]
    repository.undo()
    assert list(repository.records(product, "risk")) == ["R-01", "R-02", "R-03"]
    repository.redo()
    assert list(repository.records(product, "risk")) == ["R-01", "R-03"]


def test_numbers_are_never_given_twice(repository: Repository, product: int) -> None:
    assert repository.next_record_id(product, "risk", "R") == "R-01"
    repository.set_record(product, "risk", "R-01", {"n": 1})
    repository.set_record(product, "risk", "R-02", {"n": 2})
    repository.set_record(product, "risk", "R-02", None)
    assert repository.next_record_id(product, "risk", "R") == "R-03", "removed"
    repository.set_record(product, "risk", "R-03", {"n": 3})
    repository.undo()
    assert repository.next_record_id(product, "risk", "R") == "R-04", "taken back"
    for odd in ("R-", "R-x", "X-99", "R99", "R--7"):
        repository.set_record(product, "risk", odd, {})
    assert repository.next_record_id(product, "risk", "R") == "R-04"
    assert repository.next_record_id(product, "evidence", "R") == "R-01", "each kind counts by itself"
    assert repository.next_record_id(repository.add_product("B").id, "risk", "R") == "R-01", (
        "and each product"
    )
    repository.set_record(product, "risk", "R-99", {})
    assert repository.next_record_id(product, "risk", "R") == "R-100"
    repository.set_record(product, "risk", "R-100", {})
    assert repository.next_record_id(product, "risk", "R") == "R-101", "as numbers, not as text"


def test_several_kinds_are_one_step(repository: Repository, product: int) -> None:
    repository.set_record(product, "evidence", "E-01", {"name": "old"})
    changes = repository.set_many(
        product,
        {
            "requirement": {"annex-1-1-2-a": {"status": "met", "evidence": ["E-02"]}},
            "evidence": {"E-01": None, "E-02": {"name": "new"}},
            "risk": {"R-01": None},
        },
        label="import of a checklist",
    )
    assert {change.step for change in changes} == {changes[0].step}
    assert [change.cell.what for change in changes] == [
        "requirement/annex-1-1-2-a",
        "evidence/E-01",
        "evidence/E-02",
    ]
    assert repository.undo_label() == "import of a checklist"
    assert len(repository.undo()) == 3
    assert repository.records_by_kind(product) == {"evidence": {"E-01": {"name": "old"}}}
    repository.redo()
    assert set(repository.records_by_kind(product)) == {"evidence", "requirement"}


def test_same_record_again_is_no_change(repository: Repository, product: int) -> None:
    repository.set_record(product, "risk", "R-01", {"a": 1, "b": [True, None]})
    assert repository.set_record(product, "risk", "R-01", {"b": [True, None], "a": 1}) == ()
    assert repository.set_many(product, {}) == ()
    assert repository.set_record(product, "risk", "R-02", None) == ()
    assert len(repository.set_record(product, "risk", "R-01", {"a": 1.0, "b": [True, None]})) == 1


def test_bulk_step_is_all_or_nothing(repository: Repository, product: int) -> None:
    before = repository.undo_label()
    for wrong in ({"R-01": {"a": 1}, "R-02": {"b": object()}}, {"R-01": {"a": 1}, "R-02": ["no object"]}):
        with pytest.raises(TypeError):
            repository.set_records(product, "risk", wrong)  # type: ignore[arg-type]
    for kind, record_id in (("", "R-01"), ("a/b", "R-01"), ("risk", "")):
        with pytest.raises(ValueError, match="no record can be called"):
            repository.set_record(product, kind, record_id, {})
    with pytest.raises(StoreError) as caught:
        repository.set_record(999, "risk", "R-01", {})
    assert caught.value.code == "STORE-15"
    assert repository.records_by_kind(product) == {}
    assert repository.undo_label() == before


def test_history_tells_of_records(repository: Repository, product: int) -> None:
    (change,) = repository.set_record(product, "component", PURL, {"contact": "team"})
    assert change.cell == Cell(ChangeKind.RECORD, product, f"component/{PURL}")
    assert change.cell.record == ("component", PURL)
    assert repository.history(kinds=[ChangeKind.RECORD]) == [change]
    assert repository.history(what=f"component/{PURL}")[0].new == {"contact": "team"}
    assert repository.product(product).changed_at == change.at


def test_copied_product_has_its_own_records(repository: Repository, product: int) -> None:
    repository.set_many(
        product,
        {
            "risk": {"R-01": {"title": "a"}, "R-02": {"title": "b"}, "R-03": {"title": "c"}},
            "evidence": {"E-01": {"kind": "file", "sha256": "0" * 64}},
            "document": {"TD": {"revision": 4, "exported": "2026-11-01T10:00:00Z"}},
        },
    )
    repository.set_record(product, "risk", "R-02", None)
    copy = repository.duplicate_product(product, "AeroLock 2 Pro").id
    repository.set_record(copy, "risk", "R-01", {"title": "other"})
    assert repository.records(product, "risk")["R-01"] == {"title": "a"}
    assert repository.records_by_kind(copy) == {
        "risk": {"R-01": {"title": "other"}, "R-03": {"title": "c"}},
        "evidence": {"E-01": {"kind": "file", "sha256": "0" * 64}},
    }, "what was exported is a fact about the original alone"
    repository.undo()
    repository.undo()
    assert [kept.id for kept in repository.products(*ProductState)] == [product]


def test_records_of_a_deleted_product_come_back_with_it(repository: Repository, product: int) -> None:
    repository.set_record(product, "risk", "R-01", {"title": "a"})
    repository.delete_product(product)
    repository.restore_product(product)
    assert repository.records(product, "risk") == {"R-01": {"title": "a"}}


def test_reading_takes_one_query_and_the_indexes(
    repository: Repository, workspace: Workspace, product: int
) -> None:
    repository.set_many(product, {kind: {f"X-{n}": {"n": n} for n in range(20)} for kind in RecordKind})
    asked: list[str] = []
    with workspace.reading() as db, statements(db, asked):
        assert len(repository.records(product, "risk")) == 20
        assert len(repository.records_of_all("risk")[product]) == 20
        assert list(repository.records_by_kind(product)) == list(RecordKind)
        repository.next_record_id(product, "risk", "R")
    assert len(asked) == 4
    with workspace.reading() as db:
        for sql in (asked[0], asked[1]):
            plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?"))]
            assert all(step.startswith("SEARCH records USING INDEX records_by_kind") for step in plan), plan
        for sql in (asked[2], asked[3]):
            plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?"))]
            assert not [step for step in plan if step.startswith("SCAN")], plan


@pytest.mark.parametrize(("given_text", "kept"), [("\ud83d\ude00", "😀"), ("a\ud800b", "a\ufffdb")])
def test_halves_of_characters_do_not_stop_anyone(
    repository: Repository, product: int, given_text: str, kept: str
) -> None:
    repository.set_record(product, "component", given_text, {given_text: given_text})
    assert repository.records(product, "component") == {kept: {kept: kept}}


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc.-"), inner, max_size=4),
    max_leaves=8,
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(record_id=TEXTS, data=st.dictionaries(TEXTS, VALUES, max_size=5))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_record_comes_back_as_it_was(
    repository: Repository, record_id: str, data: dict[str, Any]
) -> None:
    product = repository.add_product("P").id
    (change,) = repository.set_record(product, "component", record_id, data)
    assert repository.records(product, "component") == {record_id: data}
    assert change.cell.record == ("component", record_id)
    assert repository.history(limit=1)[0].new == data


def test_a_number_can_be_free_in_the_whole_workspace(repository: Repository, product: int) -> None:
    other = repository.add_product("Other").id
    repository.set_record(product, "case", "2026-07", {"title": "a"})
    repository.set_record(product, "case", "2026-07", None)
    assert repository.next_record_id(None, "case", "2026") == "2026-08", "never given again"
    assert repository.next_record_id(other, "case", "2026") == "2026-01"
    assert repository.next_record_id(None, "case", "2027") == "2027-01"


def test_a_copy_of_a_product_has_no_cases(repository: Repository, product: int) -> None:
    records = {"case": {"2026-01": {"title": "a"}}, "risk": {"R-01": {"title": "b"}}}
    repository.set_many(product, records)
    copy = repository.duplicate_product(product, "Copy")
    assert repository.records_by_kind(copy.id) == {"risk": {"R-01": {"title": "b"}}}
    assert repository.records_by_kind(product, without=["risk"]) == {"case": records["case"]}
