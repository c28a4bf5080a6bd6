"""A newer rule pack decides nothing for a product until somebody says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crasuite.interview.export import product_record
from crasuite.interview.pack_book import reasons_since
from crasuite.interview.workspace import Workspace
from crasuite.language import speaking
from crasuite.rules import Pack, load_pack
from crasuite.rules.older_pack import completed
from crasuite.rules.translation import spoken
from tests.newer_pack import NEWER_VERSION, VERSION

TODAY = date(2026, 11, 24)
LOCK, MONITOR = "smart-door-lock", "patient-monitor"


@pytest.fixture(scope="module")
def old() -> Pack:
    return load_pack()


@pytest.fixture
def new(newer: Pack) -> Pack:
    return newer


@pytest.fixture
def file(tmp_path: Path, old: Pack) -> Path:
    """A workspace that was worked on with the older pack."""
    path = tmp_path / "work.crasuite"
    with Workspace.create(path, old, today=lambda: TODAY) as workspace:
        lock = workspace.add_sample(LOCK).id
        # Every point covered by standards: what a citation in the Official Journal changes.
        rows = dict.fromkeys(old.requirements, "standard")
        workspace.interview(lock).answer("standards-coverage", rows)
        workspace.refresh(lock)
        workspace.add_sample(MONITOR)
    return path


def opened(path: Path, pack: Pack, **more: Any) -> Workspace:
    return Workspace.open(path, pack, today=lambda: TODAY, daily_backup=False, **more)


def test_the_copy_kept_in_the_file_is_the_pack_as_it_was_read(tmp_path: Path, old: Pack, new: Pack) -> None:
    path = tmp_path / "work.crasuite"
    with speaking("de"), Workspace.create(path, spoken(old), today=lambda: TODAY) as workspace:
        workspace.add_sample(LOCK)
        said = workspace.pack.facts["class"].title
    with opened(path, new) as workspace:
        (lock,) = workspace.products_behind()
        assert workspace.pack_of(lock.id) == old
        with speaking("de"):
            assert workspace.pack_of(lock.id).facts["class"].title == said != old.facts["class"].title


def test_verdicts_stay_those_of_the_older_pack_until_somebody_decides(
    file: Path, old: Pack, new: Pack
) -> None:
    with opened(file, new) as workspace:
        lock, monitor = workspace.products_behind()
        assert workspace.pack_version_of(lock.id) == old.manifest.version
        assert workspace.assessment(lock.id).value("procedure-a") == "closed"
        assert workspace.pack_of(lock.id).sha256 == old.sha256
        assert product_record(workspace, lock.id).pack.manifest.version == old.manifest.version

        change = workspace.pack_change(lock.id)
        assert change.is_known
        assert [(one.before, one.after) for one in change.verdicts if "Module A" in one.title] == [
            ("Not open to you", "Open to you")
        ]
        assert not workspace.pack_change(monitor.id).verdicts

        workspace.use_new_pack([lock.id])
        assert workspace.assessment(lock.id).value("procedure-a") == "open"
        assert workspace.interview(lock.id).pack is new
        assert [one.id for one in workspace.products_behind()] == [monitor.id]
    with opened(file, new) as again:
        assert again.assessment(lock.id).value("procedure-a") == "open"
        assert [one.id for one in again.products_behind()] == [monitor.id]


def test_the_decision_stands_in_the_history_with_both_verdicts_and_can_be_taken_back(
    file: Path, old: Pack, new: Pack
) -> None:
    with opened(file, new) as workspace:
        lock, monitor = workspace.products_behind()
        workspace.use_new_pack([lock.id, monitor.id])
        assert workspace.products_behind() == []
        line = workspace.history(lock.id)[0]
        assert line.what == f"Rule pack {NEWER_VERSION} used instead of {old.manifest.version}"
        assert line.before.startswith(f"Rule pack {old.manifest.version}. The Cyber Resilience Act applies")
        assert line.after.startswith(f"Rule pack {NEWER_VERSION}. The Cyber Resilience Act applies")
        assert "Module A" in line.after
        assert "Module A" not in line.before
        assert workspace.undo_label() == f"using rule pack {NEWER_VERSION} for 2 products"
        workspace.undo()
        assert {one.id for one in workspace.products_behind()} == {lock.id, monitor.id}
        assert workspace.assessment(lock.id).value("procedure-a") == "closed"
        assert workspace.history(lock.id)[0].what == f"Rule pack {old.manifest.version} used again"
        workspace.redo()
        assert workspace.assessment(lock.id).value("procedure-a") == "open"


def test_answers_given_meanwhile_are_recorded_under_the_older_pack(file: Path, old: Pack, new: Pack) -> None:
    with opened(file, new) as workspace:
        lock = workspace.products_behind()[0]
        workspace.interview(lock.id).answer("support-years", 8)
        assert workspace.history(lock.id)[0].pack_version == old.manifest.version
        copy = workspace.duplicate_product(lock.id)
        assert workspace.pack_version_of(copy.id) == old.manifest.version
        assert workspace.new_product("Newer").id not in {one.id for one in workspace.products_behind()}


def test_an_older_program_goes_on_with_the_newer_pack_a_product_was_decided_with(
    file: Path, old: Pack, new: Pack
) -> None:
    with opened(file, new) as workspace:
        lock = workspace.products_behind()[0].id
        workspace.use_new_pack([lock])
    with opened(file, old) as workspace:
        assert workspace.products_behind() == []
        assert workspace.pack_of(lock).manifest.version == NEWER_VERSION
        assert workspace.assessment(lock).value("procedure-a") == "open"


def test_a_pack_that_only_a_newer_program_reads_is_named_as_not_at_hand(
    file: Path, old: Pack, new: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = msgspec.structs.replace(new, manifest=msgspec.structs.replace(new.manifest, minimum_program="99"))
    with opened(file, later) as workspace:
        assert workspace.products_without_pack() == []
        lock = workspace.products_behind()[0].id
        workspace.use_new_pack([lock])
    with opened(file, old) as workspace:
        assert [one.id for one in workspace.products_without_pack()] == [lock]
        assert workspace.products_behind() == []
        assert workspace.pack_of(lock) is old, "the program's stands in"
        workspace.interview(lock).answer("support-years", 9)
        line = workspace.history(lock)[0]
        assert (line.change.cell.what, line.pack_version) == ("support-years", old.manifest.version)
        assert workspace.pack_version_of(lock) == NEWER_VERSION, "it stays what somebody decided"


def test_without_a_copy_of_the_older_pack_nothing_is_said_of_what_was_before(
    tmp_path: Path, old: Pack, new: Pack
) -> None:
    path = tmp_path / "bare.crasuite"
    with Workspace.create(path, old, today=lambda: TODAY) as workspace:
        product = workspace.repository.add_product("Bare", {"product-name": "Bare"}).id
    with opened(path, new, read_only=True) as workspace:
        change = workspace.pack_change(product)
        assert (change.is_known, change.law_before, change.verdicts) == (False, None, ())
        assert workspace.assessment(product).pack is new


def test_the_reasons_are_the_changelog_entries_since(newer_folder: Path) -> None:
    said = reasons_since(VERSION, newer_folder)
    assert said.startswith(f"## {NEWER_VERSION}, law as of 20 November 2026")
    assert "cited in the Official Journal" in said
    assert VERSION not in said
    assert reasons_since(NEWER_VERSION, newer_folder) == ""
    assert f"## {VERSION}" in reasons_since("2025.12", newer_folder)


def test_a_copy_that_says_too_little_for_the_papers_is_completed(
    tmp_path: Path, old: Pack, new: Pack
) -> None:
    replace = msgspec.structs.replace
    silent = replace(
        old,
        procedures={key: replace(one, papers=None, other_body=None) for key, one in old.procedures.items()},
        facts={key: replace(one, rising=None) for key, one in old.facts.items()},
        requirements={key: replace(one, part=None) for key, one in old.requirements.items()},
        questions={key: replace(one, coverage=None) for key, one in old.questions.items()},
    )
    path = tmp_path / "work.crasuite"
    with Workspace.create(path, silent, today=lambda: TODAY) as workspace:
        workspace.add_sample(LOCK)
    with opened(path, new) as workspace:
        (lock,) = workspace.products_behind()
        kept = workspace.pack_of(lock.id)
        assert kept.manifest.version == old.manifest.version
        assert kept == old


def test_nothing_is_read_in_a_newer_pack_that_speaks_of_facts_unknown_to_the_older(old: Pack) -> None:
    replace = msgspec.structs.replace
    asked = old.questions["standards-coverage"]
    assert asked.coverage is not None
    older = replace(old, questions={**old.questions, asked.id: replace(asked, coverage=None)})
    strange = replace(asked.coverage, when={"is": {"fact-of-tomorrow": "yes"}})
    newer = replace(old, questions={**old.questions, asked.id: replace(asked, coverage=strange)})
    assert completed(older, old) == old
    assert completed(older, newer) == older


def test_an_order_that_lacks_a_value_of_the_older_pack_is_not_read(old: Pack) -> None:
    replace = msgspec.structs.replace
    fact = old.facts["class"]
    older_fact = replace(fact, rising=None, values=(*fact.values, "important-3"))
    older = replace(old, facts={**old.facts, fact.id: older_fact})
    kept = completed(older, old)
    assert kept.facts["class"].rising is None
    assert kept.facts["scope"].rising == old.facts["scope"].rising
