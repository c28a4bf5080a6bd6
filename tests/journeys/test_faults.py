"""Kill it, fill its disk, take its file away, put other bits in: what was confirmed stays, or it says so.

One seed decides every fault of a run; it is printed with the figures. Set CRASUITE_FAULT_SEED to choose it.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from crasuite.errors import StoreError
from crasuite.interview.workspace import Workspace
from crasuite.store import backups, sqlite_file
from crasuite.store.workspace_file import open_workspace
from tests.journeys import fault_child
from tests.journeys.fault_child import PRODUCT, Act, content, opened, perform
from tests.journeys.fault_figures import FIGURES
from tests.store.helpers import TickingClock, is_whole, repository_of

SEED = int(os.environ.get("CRASUITE_FAULT_SEED") or random.SystemRandom().randrange(1_000_000))
FIGURES.seed = SEED
KILLS = 200
FLIPS = 200
CUTS = 40
ACTS = 40
"""More than a session gets done before it is killed."""
YES_NO = ("own-brand", "is-final-product")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs rights and limits of POSIX")


# What must be in the file


class Model:
    """A plain account of the acts: values by their place, and what undo and redo would do."""

    def __init__(self, values: dict[Any, Any]) -> None:
        self.values = values
        self.done: list[dict[Any, tuple[Any, Any]]] = []
        self.undone: list[dict[Any, tuple[Any, Any]]] = []

    def follow(self, act: Act) -> None:
        if act[0] == "undo":
            step = self.done.pop()
            self.undone.append(step)
            self._put({cell: old for cell, (old, _) in step.items()})
        elif act[0] == "redo":
            step = self.undone.pop()
            self.done.append(step)
            self._put({cell: new for cell, (_, new) in step.items()})
        elif wanted := self._wanted(act):
            step = {cell: (self.values.get(cell), new) for cell, new in wanted.items()}
            step = {cell: (old, new) for cell, (old, new) in step.items() if old != new}
            if step:
                self.done.append(step)
                self.undone.clear()
                self._put(wanted)

    def _put(self, wanted: dict[Any, Any]) -> None:
        for cell, value in wanted.items():
            if value is None:
                self.values.pop(cell, None)
            else:
                self.values[cell] = value

    @staticmethod
    def _wanted(act: Act) -> dict[Any, Any]:
        match act:
            case ("answer", question, value):
                return {("answer", question): value}
            case ("note", question, text):
                return {("note", question): text}
            case ("rename", name):
                return {("name",): name, ("answer", "product-name"): name}
            case ("record", record_id, data):
                return {("requirement", record_id): data}
            case ("import", number, size, requirement):
                return {
                    ("evidence", f"E-{number}"): (f"log {number}", number, size),
                    ("requirement", requirement): {"n": number},
                }
        return {}


def found_in(path: Path, files: bool = False) -> dict[Any, Any]:
    """The same account, read from the file. `files`: with the content of imported files."""
    with open_workspace(path, clock=TickingClock(), daily_backup=False) as workspace:
        repository = repository_of(workspace)
        values: dict[Any, Any] = {("name",): repository.product(PRODUCT).name}
        for question, answer in repository.answers(PRODUCT).items():
            if answer.value is not None:
                values["answer", question] = answer.value
            if answer.note:
                values["note", question] = answer.note
        for kind, records in repository.records_by_kind(PRODUCT).items():
            for record_id, data in records.items():
                if kind == "evidence":
                    number = int(record_id[2:])
                    size = repository.file_size(data["sha256"])
                    assert size is not None, "a record names a file that is not there"
                    if files:
                        assert repository.file_bytes(data["sha256"]) == content(number, size)
                    values[kind, record_id] = (data["name"], number, size)
                else:
                    values[kind, record_id] = data
        return values


def acts_after(model: Model, chance: random.Random, many: int, questions: list[str]) -> list[Act]:
    """What somebody might do next; every text is new, so that every act changes something."""
    done, undone = len(model.done), len(model.undone)
    acts: list[Act] = []
    for _ in range(many):
        number = chance.randrange(10**9)
        kind = chance.choices(
            ["answer", "note", "record", "import", "rename", "undo", "redo", "export", "copy"],
            [38, 11, 14, 9, 4, 9, 20, 3, 2],
        )[0]
        if kind == "undo" and done:
            acts.append(("undo",))
            done, undone = done - 1, undone + 1
            continue
        if kind == "redo" and undone:
            acts.append(("redo",))
            done, undone = done + 1, undone - 1
            continue
        if kind in ("export", "copy"):
            acts.append((kind, number))
            continue
        text = f"{number} " + "Grüße " * chance.randrange(0, 400)
        question = chance.choice(questions)
        acts.append(
            {
                "note": ("note", question, text),
                "record": ("record", f"annex-{number % 20}", {"how": text, "n": number}),
                "import": ("import", number, int(10 ** chance.uniform(2, 6)), f"annex-{number % 20}"),
                "rename": ("rename", f"AeroLock {number}"),
            }.get(kind, ("answer", question, text))
        )
        done, undone = done + 1, 0
    return acts


@pytest.fixture(scope="session")
def questions() -> list[str]:
    """Questions that take any text."""
    return [one.id for one in fault_child.pack().questions.values() if one.type == "long-text"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "Ordner mit Umlaut ä"
    folder.mkdir()
    return folder / "work #1.crasuite"


@pytest.fixture
def fresh(path: Path) -> Path:
    """A workspace with one product and nothing said of it but its name."""
    with Workspace.create(path, fault_child.pack(), who=lambda: "Tester") as workspace:
        workspace.new_product("AeroLock")
    return path


# Killed


def test_200_kills_lose_nothing(fresh: Path, questions: list[str], tmp_path: Path) -> None:
    """kill −9 at random moments of a session of answers, notes, records, imports, undo, exports and copies,
    with backups made at the same time."""
    path, folder, chance = fresh, tmp_path / "out", random.Random(SEED)
    folder.mkdir()
    model = Model(found_in(path))
    context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(["tests.journeys.fault_preload"])
    for turn in range(KILLS):
        acts = acts_after(model, chance, ACTS, questions)
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=fault_child.work, args=(path, acts, folder, theirs), daemon=True)
        child.start()
        theirs.close()
        with ours:
            heard: list[Any] = []
            if chance.random() < 0.9 and ours.poll(30):  # the others are killed while they open it
                heard.append(ours.recv())
            time.sleep(chance.random() * 0.09)
            child.kill()
            heard += everything(ours)
        child.join()
        assert child.exitcode != 1, "the session failed by itself"
        ended = sum(said[0] == "ended" for said in heard)
        began = sum(said[0] == "began" for said in heard)
        for act in acts[:ended]:
            model.follow(act)
            FIGURES.confirmed[act[0]] += 1
        present = found_in(path, files=turn % 40 == 39)
        if present != model.values and began > ended:
            model.follow(acts[ended])  # saved, but the process was gone before it could say so
        if present != model.values:
            FIGURES.lost += 1
        assert present == model.values, f"kill {turn} of seed {SEED}"
        FIGURES.outcome("kill −9 under load", "all there")
    assert found_in(path, files=True) == model.values
    assert is_whole(path)
    backups.make_backup(path, datetime.now(UTC), backups.BY_HAND)
    # Whether the session ever came to the end of one of its own, hangs on the machine; none is half a file.
    assert all(sqlite_file.is_good_copy(one) for one in backups.list_backups(path))
    for written in folder.iterdir():
        if written.name.startswith("."):
            continue  # what a kill left is hidden, and never has the name of a document
        if written.suffix == ".docx":
            with zipfile.ZipFile(written) as document:
                assert document.testzip() is None
        else:
            assert sqlite_file.is_good_copy(written)
    assert not [one for one in backups.backups_folder(path).iterdir() if one.suffix == ".part"][1:], (
        "leftovers of killed backups are cleared away"
    )


def everything(said: Connection) -> list[Any]:
    """What the child said before it died; the last word may be cut off."""
    heard = []
    with suppress(EOFError, OSError):
        while True:
            heard.append(said.recv())
    return heard


# Other bits


def whole_state(path: Path) -> Any:
    """All that can be read of a workspace, its history and its files included."""
    with open_workspace(path, clock=TickingClock(), daily_backup=False) as workspace:
        repository = repository_of(workspace)
        return deepcopy(
            (
                repository.products(),
                repository.answers_of_all(),
                repository.records_by_kind(PRODUCT),
                repository.settings(),
                repository.history(),
                repository.undo_label(),
                repository.redo_label(),
                {one: read_or_refused(lambda one=one: repository.file_bytes(one)) for one in sorted(
                    repository.file_sizes()
                )},
            )
        )  # fmt: skip


def read_or_refused(read: Callable[[], Any]) -> Any:
    """What was read, or the code of the refusal."""
    try:
        return read()
    except StoreError as error:
        return error.code


@pytest.fixture
def worked_on(fresh: Path, questions: list[str]) -> Path:
    """A workspace after some hundred acts."""
    model, chance = Model(found_in(fresh)), random.Random(7)
    with opened(fresh) as workspace:
        for act in acts_after(model, chance, 120, questions):
            if act[0] not in ("export", "copy"):
                perform(workspace, act[:2] + (3000,) + act[3:] if act[0] == "import" else act, fresh.parent)
    return fresh


def same_or_refused(path: Path, wanted: Any) -> str:
    """Opens it: the whole truth, or an error that leaves the file as it is. Anything else fails."""
    before = path.read_bytes()
    try:
        found = whole_state(path)
    except StoreError as error:
        assert path.read_bytes() == before, "what is refused is left as it is"
        assert sorted(one.name for one in path.parent.iterdir() if one.is_file()) == [path.name]
        return error.code
    *values, files = found
    *wanted_values, wanted_files = wanted
    assert values == wanted_values, "a wrong value was shown"
    for sha256, data in files.items():
        assert data in (wanted_files[sha256], "STORE-17")
    if files != wanted_files:
        return "a kept file is named as damaged"
    with opened(path) as workspace:  # and it can be worked on
        assert workspace.interview(PRODUCT).answer("intended-purpose", "work goes on") == ""
        assert workspace.interview(PRODUCT).is_saved
    return "nothing was lost"


def test_flipped_bits_are_refused_or_change_nothing(worked_on: Path) -> None:
    """Never half open, never a wrong answer shown as if it were given."""
    chance, good, wanted = random.Random(SEED + 1), worked_on.read_bytes(), whole_state(worked_on)
    places = [*range(100), *(chance.randrange(len(good)) for _ in range(FLIPS))]
    for place in places:
        bit = chance.randrange(8)
        flipped = bytearray(good)
        flipped[place] ^= 1 << bit
        worked_on.write_bytes(flipped)
        try:
            how = same_or_refused(worked_on, wanted)
        except BaseException:
            print(f"seed {SEED}: bit {bit} of byte {place}")
            raise
        FIGURES.outcome("bit flipped in the file", how)
    assert FIGURES.outcomes["bit flipped in the file"]["STORE-04"] > FLIPS // 8


def test_cut_files_are_refused(worked_on: Path) -> None:
    chance, good, wanted = random.Random(SEED + 2), worked_on.read_bytes(), whole_state(worked_on)
    refused = 0
    for _ in range(CUTS):
        worked_on.write_bytes(good[: chance.randrange(len(good))])
        how = same_or_refused(worked_on, wanted)
        refused += how.startswith("STORE-")  # a page that held nothing may go unnoticed at the very end
        FIGURES.outcome("file cut short", how)
    assert refused >= CUTS * 0.9


def test_every_value_altered_by_hand_is_noticed(worked_on: Path) -> None:
    """A letter in a value is no damage to SQLite; the history knows what was said."""
    good = worked_on.read_bytes()
    for table, column, new in (
        ("answers", "value", "replace(value, 'Gr', 'gr')"),
        ("answers", "note", "note || '.'"),
        ("answers", "changed_at", "'2020-01-01T00:00:00.000Z'"),
        ("answers", "question_id", "question_id || '-b'"),
        ("products", "name", "name || '.'"),
        ("products", "state", "'archived'"),
        ("records", "data", "replace(data, 'Gr', 'gr')"),
        ("records", "data", "NULL"),
        ("records", "record_id", "record_id || '-b'"),
        ("files", "size", "size + 1"),
    ):
        worked_on.write_bytes(good)
        with closing(sqlite3.connect(worked_on)) as db, db:
            for (trigger,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {trigger}")
            assert db.execute(f"UPDATE {table} SET {column} = {new}").rowcount
        with pytest.raises(StoreError) as caught:
            whole_state(worked_on)
        assert caught.value.code == "STORE-04"
        FIGURES.outcome("value altered by hand", caught.value.code)
    for table, column in (
        ("steps", "who"),
        ("steps", "label"),
        ("steps", "pack_version"),
        ("history", "old"),
    ):
        worked_on.write_bytes(good)
        with closing(sqlite3.connect(worked_on)) as db, db:
            db.execute(f"DROP TRIGGER {table}_refuses_update")
            db.execute(f"UPDATE {table} SET {column} = {column} || '.' WHERE {column} IS NOT NULL")
        with pytest.raises(StoreError) as caught:
            whole_state(worked_on)
        assert caught.value.code == "STORE-04"
        FIGURES.outcome("history altered by hand", caught.value.code)


def test_a_refused_file_comes_back_from_its_backup(worked_on: Path) -> None:
    wanted = whole_state(worked_on)
    backups.make_backup(worked_on, datetime(2026, 11, 24, tzinfo=UTC), "daily")
    data = bytearray(worked_on.read_bytes())
    data[data.index(b"Gr\xc3\xbc")] ^= 1
    worked_on.write_bytes(data)
    with pytest.raises(StoreError) as caught:
        whole_state(worked_on)
    backup = caught.value.backup  # type: ignore[attr-defined]
    assert backup is not None
    aside = backups.restore_backup(worked_on, backup, datetime(2026, 11, 24, 1, tzinfo=UTC))
    assert aside is not None
    assert aside.read_bytes() == data
    assert whole_state(worked_on) == wanted


# No room


def limited(size: int, act: Callable[[], object]) -> None:
    """Do it while no file of this process may become larger than `size` bytes."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        act()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@posix_only
def test_no_room_for_any_kind_of_write(fresh: Path, tmp_path: Path, questions: list[str]) -> None:
    """Each kind of write with room for nothing, for a part, and for almost all; then with room again."""
    from crasuite.errors import CraSuiteError

    folder, number = tmp_path / "out", 0
    folder.mkdir()
    with opened(fresh) as workspace:
        interview = workspace.interview(PRODUCT)
        model = Model(found_in_open(workspace))
        for size in (0, 600, 3000, -5000, 0, 1, 4096, 9000):
            for kind in ("answer", "note", "rename", "record", "import", "undo", "redo", "export", "copy"):
                number += 1
                text = f"{number} " + "x" * 12_000
                act: Act = {
                    "answer": ("answer", questions[number % 4], text),
                    "note": ("note", questions[number % 4], text),
                    "rename": ("rename", f"AeroLock {text}"),
                    "record": ("record", f"annex-{number}", {"how": text}),
                    "import": ("import", number, 40_000, "annex-1"),
                    "export": ("export", number),
                    "copy": ("copy", number),
                }.get(kind, (kind,))
                if kind == "undo":
                    assert model.done
                elif kind == "redo" and not model.undone:
                    continue
                room = max(0, size if size < 4096 and size >= 0 else fresh.stat().st_size + size)
                before = {one.name: one.read_bytes() for one in folder.iterdir()}
                refused = ""
                try:
                    limited(room, lambda act=act: perform(workspace, act, folder))  # type: ignore[misc]
                except CraSuiteError as error:
                    refused = error.code
                except AssertionError:
                    assert interview.save_problem is not None, "held in memory, and said so"
                    refused = interview.save_problem.code
                if not refused:
                    model.follow(act)
                    FIGURES.confirmed[kind] += 1
                else:
                    assert refused in ("STORE-07", "STORE-10", "DOC-02"), refused
                    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
                    assert found_in_open(workspace) == model.values
                    if kind in ("answer", "note"):
                        assert interview.value(act[1]) == text or interview.note(act[1]) == text
                        assert interview.retry(), "there is room again"
                    else:
                        perform(workspace, act, folder)
                    model.follow(act)
                    FIGURES.confirmed[kind] += 1
                assert found_in_open(workspace) == model.values
                FIGURES.outcome("disk full", f"{refused} and saved later" if refused else "had room")
            with pytest.raises(StoreError):
                limited(1000, lambda: backups.make_backup(fresh, datetime.now(UTC), "no room"))
            FIGURES.outcome("disk full", "no backup, said so")
    assert found_in(fresh) == model.values
    assert is_whole(fresh)
    assert not list(fresh.parent.rglob("*.part"))


def found_in_open(workspace: Workspace) -> dict[Any, Any]:
    """The account of an open workspace."""
    repository = workspace.repository
    values: dict[Any, Any] = {("name",): repository.product(PRODUCT).name}
    for question, answer in repository.answers(PRODUCT).items():
        if answer.value is not None:
            values["answer", question] = answer.value
        if answer.note:
            values["note", question] = answer.note
    for kind, records in repository.records_by_kind(PRODUCT).items():
        for record_id, data in records.items():
            size = repository.file_size(data["sha256"]) if kind == "evidence" else None
            values[kind, record_id] = (data["name"], int(record_id[2:]), size) if kind == "evidence" else data
    return values


# The surroundings


@contextmanager
def folder_of_an_ordinary_user() -> Iterator[Path]:
    """Write protection means nothing to root."""
    folder, uid = Path(tempfile.mkdtemp()), os.geteuid()
    if uid == 0:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        os.seteuid(uid)
        folder.chmod(0o700)
        shutil.rmtree(folder)


def held_until(workspace: Workspace, code: str, mend: Callable[[], object]) -> None:
    """An answer that cannot be saved is held and said to be; it is saved once that is possible."""
    interview = workspace.interview(PRODUCT)
    before = found_in_open(workspace)
    assert interview.answer("intended-purpose", f"held {code}") == ""
    assert not interview.is_saved
    assert interview.save_problem is not None
    assert interview.save_problem.code == code
    assert interview.value("intended-purpose") == f"held {code}"
    assert found_in_open(workspace) == before
    mend()
    assert interview.retry()
    assert found_in_open(workspace)["answer", "intended-purpose"] == f"held {code}"
    FIGURES.confirmed["answer"] += 1


@posix_only
def test_a_folder_that_becomes_write_protected() -> None:
    with folder_of_an_ordinary_user() as folder:
        path = folder / "a.crasuite"
        with Workspace.create(path, fault_child.pack()) as workspace:
            workspace.new_product("AeroLock")
            folder.chmod(0o500)
            held_until(workspace, "STORE-08", lambda: folder.chmod(0o700))
        FIGURES.outcome("folder write-protected", "held, saved later")
        folder.chmod(0o500)
        with opened(path) as workspace:
            assert workspace.is_read_only
            with pytest.raises(StoreError):
                workspace.rename_product(PRODUCT, "PulseBand")
            FIGURES.outcome("folder write-protected", "open to read only")


@posix_only
def test_a_file_that_vanishes_and_comes_back(fresh: Path) -> None:
    away = fresh.with_name("away")
    with opened(fresh) as workspace:
        fresh.rename(away)
        held_until(workspace, "STORE-09", lambda: away.rename(fresh))
    FIGURES.outcome("file vanished", "held, saved later")
    assert found_in(fresh)["answer", "intended-purpose"] == "held STORE-09"


def test_a_file_held_by_another_program(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.05)
    with opened(fresh) as workspace, closing(sqlite3.connect(fresh, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        held_until(workspace, "STORE-06", other.rollback)
    FIGURES.outcome("file held by another program", "held, saved later")


def test_two_windows_on_one_file(fresh: Path) -> None:
    with opened(fresh) as first:
        with pytest.raises(StoreError) as caught:
            opened(fresh)
        assert caught.value.code == "STORE-05"
        with Workspace.open(fresh, fault_child.pack(), read_only=True) as second:
            assert first.interview(PRODUCT).answer("intended-purpose", "by the first") == ""
            FIGURES.confirmed["answer"] += 1
            assert second.interview(PRODUCT).value("intended-purpose") == "by the first"
            with pytest.raises(StoreError) as caught:
                second.rename_product(PRODUCT, "by the second")
            assert caught.value.code == "STORE-08"
            assert first.interview(PRODUCT).answer("intended-purpose", "by the first again") == ""
            FIGURES.confirmed["answer"] += 1
    FIGURES.outcome("two windows on one file", "second reads only")
    assert found_in(fresh)["answer", "intended-purpose"] == "by the first again"


def test_a_clock_that_goes_back(path: Path) -> None:
    """Undo, history and backups go by what was done, not by what the clock says."""
    moments = [datetime(2031, 5, 1, 12, tzinfo=UTC) + timedelta(minutes=n) for n in range(40)]
    moments += [datetime(2026, 11, 24, 12, tzinfo=UTC) - timedelta(minutes=n) for n in range(400)]
    clock = iter(moments)
    with Workspace.create(path, fault_child.pack(), clock=lambda: next(clock)) as workspace:
        workspace.new_product("AeroLock")
        interview = workspace.interview(PRODUCT)
        for number in range(6):
            assert interview.answer("intended-purpose", f"answer {number}") == ""
            backups.make_backup(path, datetime(2031, 5, 1, 12, number, tzinfo=UTC), "daily")
        while next(clock).year > 2026:
            pass
        for number in range(6, 9):
            assert interview.answer("intended-purpose", f"answer {number}") == ""
        assert [change.new for change in workspace.repository.history(what="intended-purpose")][:4] == [
            "answer 8", "answer 7", "answer 6", "answer 5",
        ]  # fmt: skip
        workspace.undo()
        workspace.undo()
        assert workspace.repository.values(PRODUCT)["intended-purpose"] == "answer 6"
        workspace.redo()
        assert workspace.repository.values(PRODUCT)["intended-purpose"] == "answer 7"
        for number in range(14):
            assert backups.is_backup_due(path, datetime(2026, 11, 24 - number, tzinfo=UTC))
            made = backups.make_daily_backup(path, datetime(2026, 11, 24 - number, tzinfo=UTC))
            assert made is not None
            assert made.exists(), "a new backup is not the first to be thrown away"
    assert found_in(path)["answer", "intended-purpose"] == "answer 7"
    FIGURES.outcome("clock went back", "nothing mixed up")


def test_files_of_other_formats(fresh: Path, tmp_path: Path) -> None:
    good = fresh.read_bytes()
    for version in (3, 4, 9, 200, 2**31 - 1):
        with closing(sqlite3.connect(fresh)) as db:
            db.execute(f"PRAGMA user_version = {version}")
        newer = fresh.read_bytes()
        with pytest.raises(StoreError) as caught:
            opened(fresh)
        assert caught.value.code == "STORE-03"
        assert fresh.read_bytes() == newer
        FIGURES.outcome("file of a newer version", caught.value.code)
        fresh.write_bytes(good)
    for old in sorted((Path(__file__).parents[1] / "store" / "old_files").glob("*.crasuite")):
        copy = tmp_path / old.name
        shutil.copyfile(old, copy)
        with closing(sqlite3.connect(old.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)) as db:
            told = db.execute(
                "SELECT product_id, question_id, value, note FROM answers ORDER BY 1, 2"
            ).fetchall()
        with opened(copy) as workspace, workspace.file.reading() as db:
            found = db.execute(
                "SELECT product_id, question_id, value, note FROM answers ORDER BY 1, 2"
            ).fetchall()
            assert found == told
            assert told
        FIGURES.outcome("file of an older version", "brought up to date")


def test_a_journal_that_is_damaged_never_mixes_two_states(worked_on: Path) -> None:
    """A change was cut off and what would take it back is damaged: all of the old state, or a refusal."""
    chance, wanted = random.Random(SEED + 3), whole_state(worked_on)
    good = worked_on.read_bytes()
    with closing(sqlite3.connect(worked_on, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE answers SET value = '\"not confirmed\"'")
        db.execute('UPDATE records SET data = \'{"not":"confirmed"}\'')
        half, journal = worked_on.read_bytes(), sqlite_file.journal_of(worked_on).read_bytes()
        db.execute("ROLLBACK")
    assert b"not confirmed" in half
    for _ in range(30):
        worked_on.write_bytes(half)
        broken = bytearray(journal)
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        cut = chance.randrange(len(broken)) if chance.random() < 0.3 else len(broken)
        sqlite_file.journal_of(worked_on).write_bytes(broken[:cut])
        try:
            found = whole_state(worked_on)
        except StoreError as error:
            how = error.code
        else:
            assert found == wanted
            how = "taken back"
        FIGURES.outcome("journal damaged", how)
        sqlite_file.journal_of(worked_on).unlink(missing_ok=True)
        worked_on.write_bytes(good)
