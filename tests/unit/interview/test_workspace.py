"""The workspace as the window shows it, on a real file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from crasuite.interview.law_ahead import changes_ahead, next_change_ahead
from crasuite.interview.samples import load_samples
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack


def test_row_of_a_new_product(workspace: Workspace) -> None:
    product = workspace.new_product("AeroLock 2")
    row = workspace.summary(product.id)
    assert (row.name, row.class_kind) == ("AeroLock 2", "scope-open")
    assert row.answered == 1
    assert row.deadline == date(2027, 12, 11)
    assert row.route == ""


def test_row_of_a_finished_product(workspace: Workspace) -> None:
    product = workspace.new_product("AeroLock 2")
    interview = workspace.interview(product.id)
    for question, value in {
        "data-connection": "yes",
        "medical-device": "none",
        "core-functionality": "II-2",
        "procedure-choice": "b-c",
        "intended-purpose": "Filters traffic for small offices",
    }.items():
        assert interview.answer(question, value) == ""
    row = workspace.summary(product.id)
    assert (row.class_kind, row.class_words, row.route) == ("important-2", "Important, class II", "B + C")
    assert row.type_line == "Filters traffic for small offices"


def test_listeners_hear_of_changes(workspace: Workspace) -> None:
    heard: list[list[int]] = []
    workspace.on_change(lambda ids: heard.append(sorted(ids)))
    product = workspace.new_product("One")
    workspace.rename_product(product.id, "Two")
    workspace.refresh(product.id)
    assert heard == [[product.id]] * 3


def test_rename_reaches_the_answer_and_is_one_step(workspace: Workspace) -> None:
    product = workspace.new_product("One")
    interview = workspace.interview(product.id)
    workspace.rename_product(product.id, "Two")
    assert (interview.product_name, interview.value("product-name")) == ("Two", "Two")
    workspace.undo()
    assert (interview.product_name, interview.value("product-name")) == ("One", "One")
    workspace.redo()
    assert interview.product_name == "Two"


def test_archive_delete_restore(workspace: Workspace) -> None:
    product = workspace.new_product("One")
    workspace.archive_product(product.id)
    assert workspace.products() == []
    assert [one.id for one in workspace.products(archived=True)] == [product.id]
    workspace.restore_product(product.id)
    workspace.delete_product(product.id)
    assert workspace.products(archived=True) == []
    workspace.undo()
    assert [one.name for one in workspace.products()] == ["One"]


def test_duplicate_has_answers_and_a_name_of_its_own(workspace: Workspace) -> None:
    product = workspace.new_product("One")
    workspace.interview(product.id).answer("own-brand", "yes")
    copy = workspace.duplicate_product(product.id)
    assert copy.name == "One (copy)"
    assert workspace.interview(copy.id).value("own-brand") == "yes"
    assert workspace.interview(copy.id).value("product-name") == "One (copy)"


def test_undo_of_a_new_product_forgets_its_interview(workspace: Workspace) -> None:
    product = workspace.new_product("One")
    workspace.interview(product.id)
    workspace.undo()
    assert workspace.products() == []
    workspace.redo()
    assert workspace.interview(product.id).product_name == "One"


def test_undo_label_names_the_question(workspace: Workspace) -> None:
    product = workspace.new_product("One")
    workspace.interview(product.id).answer("own-brand", "yes")
    assert workspace.undo_label() == "answer to “Do you sell One under your own name?”"
    workspace.undo()
    assert workspace.redo_label() == "answer to “Do you sell One under your own name?”"
    assert workspace.interview(product.id).value("own-brand") is None


def test_history_is_told_in_words(workspace: Workspace) -> None:
    product = workspace.new_product("One")
    interview = workspace.interview(product.id)
    interview.answer("own-brand", "no")
    interview.answer("own-brand", "yes")
    interview.set_note("own-brand", "as on the box")
    note, last, _first, *_ = workspace.history(product.id)
    assert (note.what, note.after) == ("Note: Do you sell One under your own name?", "as on the box")
    assert (last.what, last.before, last.after) == ("Do you sell One under your own name?", "No", "Yes")
    assert (last.who, last.product) == ("Ana", "One")


def test_changes_ahead_name_duties_that_begin(workspace: Workspace) -> None:
    product = workspace.new_product("One")
    interview = workspace.interview(product.id)
    interview.answer("data-connection", "yes")
    interview.answer("medical-device", "none")
    (change,) = changes_ahead(workspace.assessment(product.id))
    assert change.on == date(2027, 12, 11)
    assert change.other == ("Duty begins: Keep a technical file",)


def test_the_next_change_ahead_follows_the_answers(workspace: Workspace) -> None:
    product = workspace.new_product("One")
    interview = workspace.interview(product.id)
    interview.answer("data-connection", "yes")
    interview.answer("medical-device", "none")
    first = next_change_ahead(workspace.assessment(product.id))
    assert first == next(iter(changes_ahead(workspace.assessment(product.id))))
    assert next_change_ahead(workspace.assessment(product.id)) is first
    interview.answer("data-connection", "no")
    assert next_change_ahead(workspace.assessment(product.id)) is None
    interview.answer("data-connection", "yes")
    assert next_change_ahead(workspace.assessment(product.id)) == first


def test_sample_is_added_as_a_copy(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").mkdir()
    sample = {"product-name": "Example lock", "own-brand": "yes", "unknown": 1}
    (tmp_path / "samples" / "lock.json").write_text(json.dumps(sample), encoding="utf-8")
    monkeypatch.setattr("crasuite.paths.resources_dir", lambda: tmp_path)
    assert [(one.key, one.name) for one in workspace.samples()] == [("lock", "Example lock")]
    product = workspace.add_sample("lock")
    assert product.name == "Example lock"
    assert workspace.interview(product.id).value("own-brand") == "yes"


def test_samples_that_come_with_the_program_fit_its_pack(tmp_path: Path) -> None:
    pack = load_pack()
    samples = load_samples()
    assert len(samples) >= 6
    with Workspace.create(tmp_path / "a.crasuite", pack, today=lambda: date(2026, 11, 24)) as workspace:
        for sample in samples:
            assert workspace.fitting(sample.answers) == dict(sample.answers), sample.key
            row = workspace.summary(workspace.add_sample(sample.key).id)
            assert row.class_kind not in ("open", "scope-open"), sample.key
            assert row.left == 0, (sample.key, workspace.interview(row.id).left())


def test_a_product_of_this_pack_is_not_behind(workspace: Workspace) -> None:
    product = workspace.new_product("One")
    assert workspace.products_behind() == []
    assert workspace.pack_of(product.id) is workspace.pack


def test_a_sample_brings_its_technical_file_and_the_files_it_speaks_of(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "samples.crasuite", load_pack()) as workspace:
        product = workspace.add_sample("smart-door-lock")
        file = workspace.technical_file(product.id)
        assert len(file.requirements) == 22
        assert file.risks
        assert file.evidence
        stored = workspace.repository.file_sizes()
        assert {sbom.sha256 for sbom in file.current_sboms().values()} <= set(stored)
        assert workspace.add_sample("patient-monitor").name == "Bedside Monitor BM-5"
