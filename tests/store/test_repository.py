"""Products, answers, notes and settings, read back after closing the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crasuite.domain.answer import Answer, JsonValue
from crasuite.domain.product import ProductState
from crasuite.errors import StoreError
from crasuite.store.repository import Repository
from crasuite.store.workspace_file import Workspace, open_workspace
from tests.store.helpers import TickingClock, repository_of, statements


@pytest.fixture
def reopened(workspace: Workspace, path: Path, clock: TickingClock) -> Callable[[], Repository]:
    """Close the workspace and open it again."""
    opened: list[Workspace] = [workspace]

    def reopen() -> Repository:
        opened[-1].close()
        opened.append(open_workspace(path, clock=clock, daily_backup=False))
        return repository_of(opened[-1], clock)

    yield reopen
    opened[-1].close()


# Products


def test_product_lives_through_its_states(repository: Repository) -> None:
    lock, band = repository.add_product("AeroLock 2"), repository.add_product("PulseBand Fit")
    assert repository.products() == [lock, band]
    repository.rename_product(lock.id, "AeroLock 3")
    repository.archive_product(band.id)
    assert [product.name for product in repository.products()] == ["AeroLock 3"]
    assert [product.name for product in repository.products(ProductState.ARCHIVED)] == ["PulseBand Fit"]
    repository.restore_product(band.id)
    repository.delete_product(lock.id)
    assert [product.name for product in repository.products()] == ["PulseBand Fit"]
    assert repository.product(lock.id).state is ProductState.DELETED
    repository.restore_product(lock.id)
    assert [product.name for product in repository.products()] == ["AeroLock 3", "PulseBand Fit"]


def test_deleted_product_comes_back_with_its_answers(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2", {"own-brand": "yes"})
    repository.delete_product(product.id)
    repository.restore_product(product.id)
    assert repository.values(product.id) == {"own-brand": "yes"}


def test_product_knows_when_it_was_changed(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2")
    (change,) = repository.set_answer(product.id, "own-brand", "yes")
    after = repository.product(product.id)
    assert (after.created_at, after.changed_at) == (product.created_at, change.at)
    assert after.changed_at > after.created_at


def test_products_are_found_by_name(repository: Repository) -> None:
    first = repository.add_product("Ärolock")
    repository.delete_product(repository.add_product("ÄROLOCK").id)
    second = repository.add_product(" ärolock ")
    assert [product.id for product in repository.products_named("ÄROLOCK")] == [first.id, second.id]


@pytest.mark.parametrize("name", ["", "  \n"])
def test_product_needs_a_name(repository: Repository, name: str) -> None:
    product = repository.add_product("AeroLock 2")
    for act in (lambda: repository.add_product(name), lambda: repository.rename_product(product.id, name)):
        with pytest.raises(StoreError) as caught:
            act()
        assert caught.value.code == "STORE-16"
    assert [kept.name for kept in repository.products()] == ["AeroLock 2"]


def test_unknown_product_is_refused_and_nothing_written(repository: Repository) -> None:
    for act in (
        lambda: repository.product(7),
        lambda: repository.set_answer(7, "own-brand", "yes"),
        lambda: repository.rename_product(7, "x"),
        lambda: repository.duplicate_product(7, "x"),
    ):
        with pytest.raises(StoreError) as caught:
            act()
        assert caught.value.code == "STORE-15"
    assert repository.history() == []


def test_copy_has_everything_of_its_own(repository: Repository) -> None:
    original = repository.add_product("AeroLock 2", {"own-brand": "yes", "parts": ["app", "cloud"]})
    repository.set_note(original.id, "own-brand", "ask sales")
    repository.set_owner(original.id, "size", "Ana")
    copy = repository.duplicate_product(original.id, "AeroLock 2 Pro")
    repository.set_answer(copy.id, "own-brand", "no")
    assert repository.values(original.id) == {"own-brand": "yes", "parts": ["app", "cloud"]}
    assert repository.values(copy.id) == {"own-brand": "no", "parts": ["app", "cloud"]}
    assert repository.answers(copy.id)["own-brand"].note == "ask sales"
    assert repository.answers(copy.id)["size"].owner == "Ana"
    bare = repository.duplicate_product(original.id, "AeroLock 2 Lite", with_notes=False)
    assert repository.answers(bare.id)["own-brand"].note == ""
    assert "size" not in repository.answers(bare.id)


# Answers


def test_answer_with_note_owner_and_date(repository: Repository, reopened: Callable[[], Repository]) -> None:
    product = repository.add_product("AeroLock 2")
    repository.set_answer(product.id, "own-brand", "not-sure")
    repository.set_note(product.id, "own-brand", "ask sales")
    repository.set_owner(product.id, "own-brand", "Ana Costa")
    (last,) = repository.set_due(product.id, "own-brand", date(2026, 12, 1))
    repository.set_note(product.id, "size", "count the people")
    answers = reopened().answers(product.id)
    assert answers["own-brand"] == Answer(
        product.id, "own-brand", "not-sure", "ask sales", "Ana Costa", date(2026, 12, 1), last.at
    )
    assert answers["size"].value is None
    assert reopened().values(product.id) == {"own-brand": "not-sure"}


def test_clearing_an_answer_keeps_its_note(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2", {"a": "yes", "b": "no"})
    repository.set_note(product.id, "a", "note")
    repository.set_answers(product.id, {"a": None})
    repository.set_answers(product.id, {"b": None})
    assert list(repository.answers(product.id)) == ["a"]
    repository.set_note(product.id, "a", "")
    assert repository.answers(product.id) == {}


def test_same_answer_again_is_no_change(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2", {"n": 1})
    assert repository.set_answer(product.id, "n", 1) == ()
    assert repository.rename_product(product.id, "AeroLock 2") == ()
    assert len(repository.set_answer(product.id, "n", True)) == 1, (
        "1 and true differ, though Python says equal"
    )
    assert repository.values(product.id)["n"] is True


def test_stated_facts_are_answers(repository: Repository) -> None:
    product = repository.add_product("AeroLock 2")
    stated: dict[str, JsonValue] = {"value": True, "reference": "OJ L, 2026/1", "date": "2026-11-20"}
    repository.set_answer(product.id, "state.harmonised-standards", stated)
    assert repository.values(product.id) == {"state.harmonised-standards": stated}


def test_bulk_reading_takes_one_query_each(repository: Repository, workspace: Workspace) -> None:
    products = [repository.add_product(f"Product {n}", {"a": n, "b": "yes"}) for n in range(20)]
    asked: list[str] = []
    with workspace.reading() as db, statements(db, asked):
        repository.products()
        everything = repository.values_of_all()
        some = repository.answers_of_all([products[3].id, products[4].id, 999])
    assert len(asked) == 3
    assert everything == {product.id: {"a": n, "b": "yes"} for n, product in enumerate(products)}
    assert {product_id: len(answers) for product_id, answers in some.items()} == {
        products[3].id: 2,
        products[4].id: 2,
        999: 0,
    }
    assert repository.values_of_all([]) == {}


def test_reading_uses_the_indexes(workspace: Workspace) -> None:
    with workspace.reading() as db:
        for sql in (
            "SELECT * FROM answers WHERE product_id IN (SELECT value FROM json_each('[1]'))",
            "SELECT * FROM history h JOIN steps s ON s.id = h.step WHERE product_id = 1 ORDER BY h.step DESC",
            "SELECT id FROM steps WHERE target = 5 ORDER BY id DESC LIMIT 1",
        ):
            plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
            assert not [step for step in plan if step.startswith("SCAN") and "json_each" not in step], plan
            assert not [step for step in plan if "TEMP B-TREE" in step], plan


def test_settings(repository: Repository, reopened: Callable[[], Repository]) -> None:
    repository.set_setting("letterhead", {"company": "Aero GmbH", "lines": ["Hauptstr. 1", "Wien"]})
    repository.set_setting("person", "Ana Costa")
    repository.set_setting("person", None)
    assert reopened().settings() == {"letterhead": {"company": "Aero GmbH", "lines": ["Hauptstr. 1", "Wien"]}}


# Text

HARD_TEXTS = [
    "x" * 10_000,
    "".join(map(chr, range(32))) + "\x7f\x80\x9f\ufeff\ufffe",
    "null\0in the middle",
    "=SUM(A1)\r\n\ttab",
    "عربي שלום ‏RTL‎ हिन्दी 漢字",
    "👩‍👩‍👧‍👦 🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "e\u0301 is not é",
    "'; DROP TABLE answers; --",
    '"quoted" \\ back',
]


@pytest.mark.parametrize("text", HARD_TEXTS, ids=range(len(HARD_TEXTS)))
def test_any_text_survives_everywhere(
    repository: Repository, reopened: Callable[[], Repository], text: str
) -> None:
    product = repository.add_product(f"P{text}", {"free": text, "list": [text], "map": {text: text}})
    repository.set_note(product.id, "free", text)
    repository.set_owner(product.id, "free", text)
    repository.set_answer(product.id, f"q{text}", "yes", label=text)
    repository.set_setting(f"s{text}", text)
    again = reopened()
    assert again.product(product.id).name == f"P{text}"
    assert again.values(product.id) == {
        "free": text,
        "list": [text],
        "map": {text: text},
        f"q{text}": "yes",
    }
    assert (again.answers(product.id)["free"].note, again.answers(product.id)["free"].owner) == (text, text)
    assert again.settings() == {f"s{text}": text}
    assert again.history(what=f"q{text}")[0].label == text


@pytest.mark.parametrize(("given_text", "kept"), [("\ud83d\ude00", "😀"), ("a\ud800b", "a\ufffdb")])
def test_halves_of_characters_do_not_stop_anyone(repository: Repository, given_text: str, kept: str) -> None:
    product = repository.add_product(given_text, {"q": given_text})
    repository.set_note(product.id, "q", given_text)
    assert repository.product(product.id).name == kept
    answer = repository.answers(product.id)["q"]
    assert (answer.value, answer.note) == (kept, kept)


VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner | st.none(), max_size=4) | st.dictionaries(st.text("abc.-"), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(value=VALUES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_comes_back_as_it_was(repository: Repository, value: Any) -> None:
    product = repository.add_product("AeroLock 2")
    (change,) = repository.set_answer(product.id, "q", value)
    for back in (repository.values(product.id)["q"], change.new, repository.history(limit=1)[0].new):
        assert (back, type(back)) == (value, type(value))


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, datetime(2026, 1, 1, tzinfo=UTC)])
def test_what_is_no_json_is_our_mistake(repository: Repository, value: Any) -> None:
    product = repository.add_product("AeroLock 2")
    with pytest.raises((TypeError, ValueError)):
        repository.set_answer(product.id, "q", value)
    assert repository.values(product.id) == {}
