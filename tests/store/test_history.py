"""The audit trail, and undo and redo working from it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crasuite.domain.change import Cell, ChangeKind, Direction
from crasuite.domain.product import ProductState
from crasuite.language import PSEUDO, speaking
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import create_workspace, open_workspace
from tests.store.helpers import TickingClock, repository_of


def everything(repository: Repository) -> dict[str, Any]:
    """The state of the workspace without the times of change."""
    return {
        "products": [
            (product.id, product.name, product.state) for product in repository.products(*ProductState)
        ],
        "answers": {
            product_id: {
                question: (answer.value, answer.note, answer.owner, answer.due_on)
                for question, answer in answers.items()
            }
            for product_id, answers in repository.answers_of_all().items()
        },
        "settings": repository.settings(),
        "records": {
            product.id: {
                kind: list(records.items())
                for kind, records in repository.records_by_kind(product.id).items()
            }
            for product in repository.products(*ProductState)
        },
    }


def test_label_worded_by_the_store_is_read_in_each_language(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2")
    with speaking(PSEUDO):
        repository.set_note(product.id, "own-brand", "ask sales")
        repository.set_record(product.id, "risk", "R-01", {"title": "Theft"})
        assert (repository.undo_label() or "").startswith("rîsk R-01")
        repository.undo()
        assert (repository.redo_label() or "").startswith("rîsk R-01")
        assert (repository.undo_label() or "").startswith("nöté ön own-brand")
        repository.set_note(product.id, "own-brand", "", label="my own words")
        assert repository.undo_label() == "my own words"
        repository.undo()
    assert repository.undo_label() == "note on own-brand"


def test_change_says_who_when_what_and_under_which_pack(repository: Repository, clock: TickingClock) -> None:
    product = repository.add_product("AeroLock 2")
    repository.set_answer(product.id, "own-brand", "yes")
    repository.set_answer(product.id, "own-brand", "no", label="brand of AeroLock 2")
    change = repository.history(limit=1)[0]
    assert change.cell == Cell(ChangeKind.ANSWER, product.id, "own-brand")
    assert (change.old, change.new) == ("yes", "no")
    assert (change.who, change.pack_version, change.at) == ("Ana Costa", "2026.11", clock.now)
    assert (change.label, change.direction, change.undone_by) == ("brand of AeroLock 2", Direction.DO, None)


def test_times_are_utc_whatever_the_clock_says(path: Path) -> None:
    zone = datetime.now(UTC).astimezone().tzinfo
    moment = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=UTC)
    with create_workspace(path) as workspace:
        repository = Repository(
            workspace, clock=lambda: moment.astimezone(zone), who=lambda: "Ana", pack_version=lambda: "1"
        )
        repository.add_product("AeroLock 2")
        at = repository.history()[0].at
    assert at == moment.replace(microsecond=123000)
    assert at.utcoffset() == timedelta(0)


def test_clock_without_zone_is_our_mistake(path: Path) -> None:
    with create_workspace(path) as workspace:
        naive = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
        repository = Repository(workspace, clock=lambda: naive, who=lambda: "Ana", pack_version=lambda: "1")
        with pytest.raises(ValueError, match="time zone"):
            repository.add_product("AeroLock 2")
        assert repository.products() == []


def test_history_is_filtered_and_paged(repository: Repository, clock: TickingClock) -> None:
    lock, band = repository.add_product("AeroLock 2"), repository.add_product("PulseBand")
    noon = clock.now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    for number in range(5):
        repository.set_answer(lock.id, "q", number)
    repository.set_note(band.id, "q", "note")
    repository.set_setting("person", "Ana")
    news = [change.new for change in repository.history(product_id=lock.id, what="q")]
    assert news == [4, 3, 2, 1, 0]
    assert [change.new for change in repository.history(kinds=[ChangeKind.NOTE, ChangeKind.SETTING])] == [
        "Ana",
        "note",
    ]
    assert len(repository.history(since=noon)) == 7
    assert len(repository.history(until=noon)) == 4
    page = repository.history(product_id=lock.id, limit=2)
    following = repository.history(product_id=lock.id, limit=2, before_step=page[-1].step)
    assert [change.new for change in page + following] == [4, 3, 2, 1]


def test_undo_and_redo_walk_the_stack(repository: Repository) -> None:
    assert (repository.undo_label(), repository.redo_label()) == (None, None)
    assert repository.undo() == repository.redo() == ()
    product = repository.add_product("AeroLock 2")
    repository.set_answer(product.id, "a", "yes", label="first")
    repository.set_answer(product.id, "a", "no", label="second")
    assert (repository.undo_label(), repository.redo_label()) == ("second", None)
    (change,) = repository.undo()
    assert (change.cell.what, change.old, change.new, change.direction) == ("a", "no", "yes", Direction.UNDO)
    assert (repository.undo_label(), repository.redo_label()) == ("first", "second")
    repository.undo()
    assert repository.values(product.id) == {}
    repository.redo()
    assert repository.values(product.id) == {"a": "yes"}
    assert (repository.undo_label(), repository.redo_label()) == ("first", "second")
    repository.set_answer(product.id, "b", 1, label="third")
    assert (repository.undo_label(), repository.redo_label()) == ("third", None)
    repository.undo()
    repository.undo()
    assert (repository.undo_label(), repository.redo_label()) == ("adding “AeroLock 2”", "first")


def test_undone_steps_say_by_what(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2")
    (done,) = repository.set_answer(product.id, "a", "yes")
    (undone,) = repository.undo()
    assert undone.target == done.step
    assert repository.history(product_id=product.id, what="a")[-1].undone_by == undone.step
    (redone,) = repository.redo()
    assert redone.target == done.step
    assert repository.history(product_id=product.id, what="a")[-1].undone_by is None


def test_bulk_step_is_undone_as_one(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2", {"a": 1, "b": 2})
    before = everything(repository)
    changes = repository.set_answers(product.id, {"a": 10, "b": None, "c": 3, "d": None}, label="import")
    assert {change.step for change in changes} == {changes[0].step}
    assert repository.values(product.id) == {"a": 10, "c": 3}
    assert len(repository.undo()) == 3
    assert everything(repository) == before
    repository.redo()
    assert repository.values(product.id) == {"a": 10, "c": 3}


def test_name_and_answers_change_in_one_step(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2", {"a": 1})
    before = everything(repository)
    repository.set_answers(product.id, {"a": 2}, name="AeroLock 3")
    assert (repository.product(product.id).name, repository.values(product.id)) == ("AeroLock 3", {"a": 2})
    repository.undo()
    assert everything(repository) == before


def test_bulk_step_is_all_or_nothing(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2")
    with pytest.raises(TypeError):
        repository.set_answers(product.id, {"a": 1, "b": object()})  # type: ignore[dict-item]
    assert repository.values(product.id) == {}
    assert repository.undo_label() == "adding “AeroLock 2”"


def test_undo_of_deleting_adding_and_copying(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2", {"a": 1})
    repository.delete_product(product.id)
    repository.undo()
    assert repository.products()[0].name == "AeroLock 2"
    copy = repository.duplicate_product(product.id, "Copy")
    repository.undo()
    assert [kept.id for kept in repository.products(*ProductState)] == [product.id]
    assert repository.values_of_all() == {product.id: {"a": 1}}
    repository.redo()
    assert repository.values(copy.id) == {"a": 1}
    assert repository.product(copy.id).name == "Copy"


@pytest.mark.parametrize(
    ("act", "label"),
    [
        (lambda r, p: r.set_answer(p, "q", 1), "answer to q"),
        (lambda r, p: r.set_note(p, "q", "x"), "note on q"),
        (lambda r, p: r.set_owner(p, "q", "x"), "owner of q"),
        (lambda r, p: r.set_due(p, "q", datetime(2026, 1, 1, tzinfo=UTC).date()), "date for q"),
        (lambda r, p: r.rename_product(p, "x"), "renaming a product"),
        (lambda r, p: r.archive_product(p), "archiving a product"),
        (lambda r, p: r.delete_product(p), "deleting a product"),
        (lambda r, p: r.duplicate_product(p, "x"), "copying “AeroLock 2”"),
        (lambda r, p: r.set_setting("person", "x"), "setting person"),
    ],
)
def test_every_change_has_a_label_and_can_be_undone(repository: Repository, act: Any, label: str) -> None:
    product = repository.add_product("AeroLock 2")
    before = everything(repository)
    act(repository, product.id)
    after = everything(repository)
    assert after != before
    assert repository.undo_label() == label
    repository.undo()
    assert everything(repository) == before
    repository.redo()
    assert everything(repository) == after


def test_undo_works_after_a_restart(path: Path, clock: TickingClock) -> None:
    with create_workspace(path) as workspace:
        repository = repository_of(workspace, clock)
        product = repository.add_product("AeroLock 2")
        for number in range(3):
            repository.set_answer(product.id, "q", number)
    for expected in ({"q": 1}, {"q": 0}, {}):
        with open_workspace(path, clock=clock, daily_backup=False) as workspace:
            repository = repository_of(workspace, clock, who="Ben Okafor")
            assert repository.undo()[0].who == "Ben Okafor"
            assert repository.values(product.id) == expected
    for expected in ({"q": 0}, {"q": 1}, {"q": 2}):
        with open_workspace(path, clock=clock, daily_backup=False) as workspace:
            repository = repository_of(workspace, clock)
            repository.redo()
            assert repository.values(product.id) == expected
            assert len({change.step for change in repository.history()}) > 3


ACTIONS = st.sampled_from([
    "add", "copy", "answer", "bulk", "note", "clear", "delete", "restore", "setting", "record", "records",
])  # fmt: skip


@given(
    moves=st.lists(
        st.tuples(ACTIONS | st.sampled_from(["undo", "undo", "undo", "redo", "redo"]), st.integers(0, 3))
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_and_redo_agree_with_a_plain_stack(tmp_path_factory: pytest.TempPathFactory, moves: Any) -> None:
    """Compare against whole copies of the state kept on two lists."""
    with create_workspace(tmp_path_factory.mktemp("stack") / "a.crasuite") as workspace:
        repository = repository_of(workspace)
        done: list[Any] = []
        undone: list[Any] = []
        repository.add_product("AeroLock 2", {"q0": 0})
        done.append(None)
        for number, (move, n) in enumerate(moves):
            before = deepcopy(everything(repository))
            target = repository.products(*ProductState)[:1]
            if move == "undo":
                if len(done) > 1:
                    repository.undo()
                    assert everything(repository) == done[-1]
                    undone.append(before)
                    done.pop()
                continue
            if move == "redo":
                changes = repository.redo()
                assert bool(changes) == bool(undone)
                if undone:
                    done.append(before)
                    assert everything(repository) == undone.pop()
                continue
            product = target[0].id
            {
                "add": lambda: repository.add_product(f"P{number}", {"q0": n}),  # noqa: B023
                "copy": lambda: repository.duplicate_product(product, f"C{number}"),  # noqa: B023
                "answer": lambda: repository.set_answer(product, f"q{n}", number),  # noqa: B023
                "bulk": lambda: repository.set_answers(product, {"q0": n, "q1": number, "q2": None}),  # noqa: B023
                "note": lambda: repository.set_note(product, f"q{n}", f"note {n}"),  # noqa: B023
                "clear": lambda: repository.set_answers(product, {f"q{n}": None}),  # noqa: B023
                "delete": lambda: repository.delete_product(product),  # noqa: B023
                "restore": lambda: repository.restore_product(product),  # noqa: B023
                "setting": lambda: repository.set_setting("person", n),  # noqa: B023
                "record": lambda: repository.set_record(
                    product,  # noqa: B023
                    "risk",
                    repository.next_record_id(product, "risk", "R"),  # noqa: B023
                    {"title": number},  # noqa: B023
                ),
                "records": lambda: repository.set_many(
                    product,  # noqa: B023
                    {"risk": {f"R-0{n}": None, "R-02": {"n": number}}, "evidence": {"E-01": {"n": n}}},  # noqa: B023
                ),
            }[move]()
            if everything(repository) != before:
                done.append(before)
                undone.clear()
