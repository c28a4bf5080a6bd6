"""What the program reads from and writes to an open workspace, in domain objects.

Every writing method is one transaction that also writes the history: when it returns, the data is on the
disk. It returns the changes it made, none when everything was that way already.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crasuite.domain.answer import Answer, AnswerValue, JsonValue
from crasuite.domain.change import Cell, Change, ChangeKind, Direction, describe, in_words
from crasuite.domain.product import Product, ProductState
from crasuite.domain.record_kind import REPORTING_KINDS, RecordData, RecordKind
from crasuite.domain.stored_file import StoredFile
from crasuite.language import ENGLISH, language, speaking, tr
from crasuite.store import cells, files, history, problems, proof
from crasuite.store.workspace_file import Clock, Workspace

if TYPE_CHECKING:
    from crasuite.store.connection import Connection

Changes = tuple[Change, ...]
Wanted = Iterable[tuple[Cell, JsonValue]]

_PRODUCT = "SELECT id, name, state, created_at, changed_at FROM products"
_ANSWER = "SELECT product_id, question_id, value, note, owner, due_on, changed_at FROM answers"


class Repository:
    """Products, answers, records, files, settings and their history.

    `clock` tells the time (with zone), `who` the person at the keyboard, `pack_version` the rule pack in
    use; all three are asked at each change. `label` is what the menu says after "Undo"; without it a plain
    one is made.
    """

    def __init__(
        self, workspace: Workspace, *, clock: Clock, who: Callable[[], str], pack_version: Callable[[], str]
    ) -> None:
        self._workspace = workspace
        self._clock = clock
        self._who = who
        self._pack_version = pack_version

    # Products

    def products(self, *states: ProductState) -> list[Product]:
        """Products in these states (without any: active ones), in the order they were added."""
        wanted = states or (ProductState.ACTIVE,)
        sql = f"{_PRODUCT} WHERE state IN ({', '.join('?' * len(wanted))}) ORDER BY id"
        with self._workspace.reading() as db:
            return [_product(row) for row in db.execute(sql, wanted)]

    def product(self, product_id: int) -> Product:
        """One product, whatever its state."""
        with self._workspace.reading() as db:
            return _one_product(db, product_id)

    def products_named(self, name: str) -> list[Product]:
        """Active and archived products with this name; upper and lower case are the same."""
        sought = name.strip().casefold()
        listed = self.products(ProductState.ACTIVE, ProductState.ARCHIVED)
        return [product for product in listed if product.name.strip().casefold() == sought]

    def add_product(
        self,
        name: str,
        answers: Mapping[str, AnswerValue] | None = None,
        records: Mapping[str, Mapping[str, RecordData | None]] | None = None,
        *,
        label: str | None = None,
    ) -> Product:
        """Add a product, with answers and records carried over from elsewhere if there are any. One step."""
        with self._workspace.transaction() as db:
            product_id = self._new_product(db)
            wanted = [*_named(product_id, name), *_answers(product_id, answers or {})]
            wanted += _records(product_id, records or {})
            self._apply(db, wanted, label or tr("adding “{product}”", product=name))
            return _one_product(db, product_id)

    def duplicate_product(
        self,
        product_id: int,
        name: str,
        answers: Mapping[str, AnswerValue] | None = None,
        *,
        with_notes: bool = True,
        label: str | None = None,
    ) -> Product:
        """Add a product with the answers and records of another, and its notes, owners and dates if wanted.

        `answers` are put in the place of those of the original.

        One step. Files are not copied, only named again. The state of documents stays behind: those of the
        new product have never been exported. So do cases and reports: they are of the product they came up
        at.
        """
        with self._workspace.transaction() as db:
            original = _one_product(db, product_id)
            copy_id = self._new_product(db)
            wanted = [*_named(copy_id, name)]
            for answer in _answer_rows(db, [product_id]):
                wanted += _carried_over(answer, copy_id, with_notes)
            for _, kind, record_id, data in _record_rows(db, "product_id = ?", [product_id]):
                if kind != RecordKind.DOCUMENT and kind not in REPORTING_KINDS:
                    wanted.append((Cell.of_record(copy_id, kind, record_id), data))
            replaced = _answers(copy_id, answers or {})
            cells_replaced = {cell for cell, _ in replaced}
            wanted = [(cell, value) for cell, value in wanted if cell not in cells_replaced] + replaced
            self._apply(db, wanted, label or tr("copying “{product}”", product=original.name))
            return _one_product(db, copy_id)

    def rename_product(self, product_id: int, name: str, *, label: str | None = None) -> Changes:
        """Give a product another name."""
        return self._change([(_name_cell(product_id), _checked_name(name))], label)

    def archive_product(self, product_id: int, *, label: str | None = None) -> Changes:
        """Take a product off the list without deleting it."""
        return self._change([(_state_cell(product_id), ProductState.ARCHIVED.value)], label)

    def delete_product(self, product_id: int, *, label: str | None = None) -> Changes:
        """Delete a product. Its answers stay in the file: undo and `restore_product` bring all of it back."""
        return self._change([(_state_cell(product_id), ProductState.DELETED.value)], label)

    def restore_product(self, product_id: int, *, label: str | None = None) -> Changes:
        """Put an archived or deleted product back on the list."""
        return self._change([(_state_cell(product_id), ProductState.ACTIVE.value)], label)

    # Answers

    def answers(self, product_id: int) -> dict[str, Answer]:
        """Everything kept for a product, by question, including notes on questions without an answer."""
        return self.answers_of_all([product_id])[product_id]

    def answers_of_all(self, product_ids: Collection[int] | None = None) -> dict[int, dict[str, Answer]]:
        """The same for many products (None: all, whatever their state) in one query."""
        found: dict[int, dict[str, Answer]] = {product_id: {} for product_id in product_ids or ()}
        with self._workspace.reading() as db:
            for answer in _answer_rows(db, product_ids):
                found.setdefault(answer.product_id, {})[answer.question_id] = answer
        return found

    def values(self, product_id: int) -> dict[str, AnswerValue]:
        """The answers of a product as the rules take them: question id to value."""
        return self.values_of_all([product_id])[product_id]

    def values_of_all(self, product_ids: Collection[int] | None = None) -> dict[int, dict[str, AnswerValue]]:
        """The same for many products (None: all, whatever their state) in one query."""
        found: dict[int, dict[str, AnswerValue]] = {product_id: {} for product_id in product_ids or ()}
        chosen, parameters = _chosen(product_ids)
        sql = f"SELECT product_id, question_id, value FROM answers WHERE value IS NOT NULL AND {chosen}"
        with self._workspace.reading() as db:
            for product_id, question_id, value in db.execute(sql, parameters):
                found.setdefault(product_id, {})[question_id] = _value(value)
        return found

    def set_answer(
        self, product_id: int, question_id: str, value: AnswerValue, *, label: str | None = None
    ) -> Changes:
        """Answer a question, or answer it differently."""
        return self.set_answers(product_id, {question_id: value}, label=label)

    def set_answers(
        self,
        product_id: int,
        answers: Mapping[str, AnswerValue | None],
        *,
        name: str | None = None,
        label: str | None = None,
    ) -> Changes:
        """Answer several questions and, with `name`, rename the product in one step; None clears one."""
        renamed = [] if name is None else [(_name_cell(product_id), _checked_name(name))]
        return self._change([*renamed, *_answers(product_id, answers)], label)

    def set_note(self, product_id: int, question_id: str, note: str, *, label: str | None = None) -> Changes:
        """Write a note beside a question; an empty one removes it."""
        return self._change([(Cell(ChangeKind.NOTE, product_id, question_id), note or None)], label)

    def set_owner(
        self, product_id: int, question_id: str, owner: str, *, label: str | None = None
    ) -> Changes:
        """Say who can settle a question; empty: nobody."""
        return self._change([(Cell(ChangeKind.OWNER, product_id, question_id), owner or None)], label)

    def set_due(
        self, product_id: int, question_id: str, due_on: date | None, *, label: str | None = None
    ) -> Changes:
        """Say until when a question is to be settled; None: no date."""
        due = due_on.isoformat() if due_on else None
        return self._change([(Cell(ChangeKind.DUE, product_id, question_id), due)], label)

    # Records of the technical file

    def records(self, product_id: int, kind: str) -> dict[str, RecordData]:
        """The records of one kind by id, in the order they were first added."""
        with self._workspace.reading() as db:
            rows = _record_rows(db, "kind = ? AND product_id = ?", [kind, product_id])
            return {record_id: data for _, _, record_id, data in rows}

    def records_by_kind(
        self, product_id: int, without: Collection[str] = ()
    ) -> dict[str, dict[str, RecordData]]:
        """All records of a product in one query, but for some kinds: kind, then id; kinds without records
        are left out."""
        found: dict[str, dict[str, RecordData]] = {}
        chosen = f"product_id = ? AND kind NOT IN ({', '.join('?' * len(without))})"
        with self._workspace.reading() as db:
            for _, kind, record_id, data in _record_rows(db, chosen, [product_id, *without]):
                found.setdefault(kind, {})[record_id] = data
        return found

    def records_of_all(self, kind: str) -> dict[int, dict[str, RecordData]]:
        """The records of one kind of all products that have any, whatever their state, in one query."""
        found: dict[int, dict[str, RecordData]] = {}
        with self._workspace.reading() as db:
            for product_id, _, record_id, data in _record_rows(db, "kind = ?", [kind]):
                found.setdefault(product_id, {})[record_id] = data
        return found

    def set_record(
        self, product_id: int, kind: str, record_id: str, data: RecordData | None, *, label: str | None = None
    ) -> Changes:
        """Add a record or put another in its place; None removes it."""
        return self.set_many(product_id, {kind: {record_id: data}}, label=label)

    def set_records(
        self,
        product_id: int,
        kind: str,
        records: Mapping[str, RecordData | None],
        *,
        label: str | None = None,
    ) -> Changes:
        """The same for several records in one step."""
        return self.set_many(product_id, {kind: records}, label=label)

    def set_many(
        self,
        product_id: int,
        records: Mapping[str, Mapping[str, RecordData | None]],
        *,
        label: str | None = None,
    ) -> Changes:
        """The same for records of several kinds in one step."""
        return self._change(_records(product_id, records), label)

    def set_record_of_many(
        self, kind: str, record_id: str, data: Mapping[int, RecordData | None], *, label: str | None = None
    ) -> Changes:
        """The same record of several products, by product id, in one step."""
        wanted = [
            (Cell.of_record(product_id, kind, cells.clean(record_id)), _checked_record(record))
            for product_id, record in data.items()
        ]
        return self._change(wanted, label)

    def next_record_id(self, product_id: int | None, kind: str, prefix: str) -> str:
        """The next free id such as R-03, of this product or, with None, of the whole workspace. A number once
        used is never given again, not even after removing."""
        start = f"{prefix}-"
        only, values = ("product_id = ? AND ", [product_id]) if product_id is not None else ("", [])
        with self._workspace.reading() as db:
            (newest,) = db.execute(
                "SELECT max(CAST(substr(record_id, ?) AS INTEGER)) FROM records "
                f"WHERE {only}kind = ? AND substr(record_id, 1, ?) = ?",
                [len(start) + 1, *values, kind, len(start), start],
            ).fetchone()
        return f"{start}{max(newest or 0, 0) + 1:02}"

    # Contents of files. These may be called from any thread.

    def add_file(
        self,
        source: Path | bytes,
        name: str,
        progress: files.Progress | None = None,
        cancelled: files.Cancelled | None = None,
    ) -> StoredFile:
        """Copy a file in; `name` is what messages call it. Not a step: only the record that names it is one.

        Raises:
            StoreError: too large, unreadable, changed meanwhile, or no room; nothing was added.
            FileCancelledError: `cancelled` returned True; nothing was added.
        """
        return files.add(self._workspace, source, name, progress, cancelled)

    def file_bytes(self, sha256: str) -> bytes:
        """The content of a file.

        Raises:
            StoreError: it is not kept, or no longer what was added.
        """
        return b"".join(files.chunks(self._workspace, sha256))

    def file_chunks(self, sha256: str) -> Iterator[bytes]:
        """The same piece by piece, for files of any size; the error may come after the first pieces."""
        return files.chunks(self._workspace, sha256)

    def copy_file(
        self,
        sha256: str,
        target: Path,
        progress: files.Progress | None = None,
        cancelled: files.Cancelled | None = None,
    ) -> None:
        """Write the content of a file to `target`, whole and proven or not at all.

        Raises:
            StoreError: it is missing or damaged, or the target cannot be written.
            FileCancelledError: `cancelled` returned True; the target is as it was.
        """
        files.copy(self._workspace, sha256, target, progress, cancelled)

    def file_size(self, sha256: str) -> int | None:
        """How large a file is; None when its content is not kept."""
        return files.size_of(self._workspace, sha256)

    def file_sizes(self) -> dict[str, int]:
        """All files kept: SHA-256 to size."""
        return files.sizes(self._workspace)

    # Settings of the workspace

    def settings(self) -> dict[str, JsonValue]:
        """All settings kept in the file, such as the letterhead or the default person."""
        with self._workspace.reading() as db:
            rows = db.execute(
                "SELECT key, value FROM settings WHERE key != ? ORDER BY key", [proof.CHECK_SUM]
            ).fetchall()
            return {key: cells.from_json(value) for key, value in rows}

    def set_setting(self, key: str, value: JsonValue, *, label: str | None = None) -> Changes:
        """Keep a setting in the file; None removes it."""
        return self._change([(Cell(ChangeKind.SETTING, None, key), value)], label)

    def note_setting(self, key: str, value: JsonValue) -> None:
        """Keep what the program itself notes. It is no step: the history and undo know nothing of it."""
        with self._workspace.transaction() as db:
            cell = Cell(ChangeKind.SETTING, None, key)
            cells.write(db, cell, cells.to_json(value), history.to_utc(self._clock()))

    # History

    def first_packs(self, product_id: int | None = None) -> dict[int, str]:
        """Version of the rule pack under which each product, or this one, was added."""
        only, values = ("WHERE p.id = ?", [product_id]) if product_id is not None else ("", [])
        with self._workspace.reading() as db:
            rows = db.execute(
                "SELECT p.id, (SELECT s.pack_version FROM history AS h JOIN steps AS s ON s.id = h.step "
                f"WHERE h.product_id = p.id ORDER BY h.step LIMIT 1) FROM products AS p {only}",
                values,
            ).fetchall()
        return {one: version or "" for one, version in rows}

    def history(
        self,
        *,
        product_id: int | None = None,
        what: str | None = None,
        kinds: Collection[ChangeKind] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        before_step: int | None = None,
        limit: int | None = None,
    ) -> list[Change]:
        """Changes that fit all filters, newest first; the next page is `before_step` the last one of this."""
        with self._workspace.reading() as db:
            return history.listing(
                db,
                product_id=product_id,
                what=what,
                kinds=kinds,
                since=since,
                until=until,
                before_step=before_step,
                limit=limit,
            )

    def put_back(self, change: Change, *, label: str | None = None) -> Changes:
        """Give one value what it was before a change, whatever was done since. None when it is so already."""
        return self._change([(change.cell, change.old)], label)

    def undo_label(self) -> str | None:
        """What undo would take back, in words; None when there is nothing."""
        with self._workspace.reading() as db:
            return _label(db, history.next_undo(db))

    def redo_label(self) -> str | None:
        """What redo would make again, in words; None when there is nothing."""
        with self._workspace.reading() as db:
            return _label(db, history.next_redo(db))

    def undo(self) -> Changes:
        """Take back the newest step that counts, all of it. None to take back: no changes."""
        with self._workspace.transaction() as db:
            if (found := history.next_undo(db)) is None:
                return ()
            step, label = found
            wanted = [(change.cell, change.old) for change in reversed(history.changes_of(db, step))]
            return self._apply(db, wanted, label, Direction.UNDO, step)

    def redo(self) -> Changes:
        """Make the step again that undo took back last. None to make again: no changes."""
        with self._workspace.transaction() as db:
            if (found := history.next_redo(db)) is None:
                return ()
            step, label = found
            wanted = [(change.cell, change.new) for change in history.changes_of(db, step)]
            return self._apply(db, wanted, label, Direction.REDO, step)

    # How all of them write

    def _change(self, wanted: Wanted, label: str | None) -> Changes:
        with self._workspace.transaction() as db:
            return self._apply(db, wanted, label)

    def _apply(
        self,
        db: Connection,
        wanted: Wanted,
        label: str | None,
        direction: Direction = Direction.DO,
        target: int | None = None,
    ) -> Changes:
        """Put each value into its cell and record what changed as one step."""
        differing = []
        for cell, value in wanted:
            if cell.product_id is not None and not _exists(db, cell.product_id):
                raise problems.no_such_product(cell.product_id)
            old, new = cells.read(db, cell), None if value is None else cells.to_json(value)
            if old != new:
                differing.append((cell, old, new))
        if not differing and direction is Direction.DO:
            return ()
        at = history.to_utc(self._clock())
        if label is None:
            cell, _, new = differing[0]
            with speaking(ENGLISH):  # worded anew for each reader: see `in_words`
                label = describe(cell, new and cells.from_json(new))
        step = history.append_step(
            db, at, cells.clean(self._who()), cells.clean(label), self._pack_version(), direction, target
        )
        changes = []
        for position, (cell, old, new) in enumerate(differing):
            cells.write(db, cell, new, at)
            changes.append(history.append_change(db, step, position, cell, old, new))
        proof.note_step(db, step.id)
        for product_id in {cell.product_id for cell, _, _ in differing}:
            db.execute("UPDATE products SET changed_at = ? WHERE id = ?", [at, product_id])
        return tuple(changes)

    def _new_product(self, db: Connection) -> int:
        """A row that does not count yet: name and state come through the history, where undo finds them."""
        at = history.to_utc(self._clock())
        cursor = db.execute("INSERT INTO products (created_at, changed_at) VALUES (?, ?)", [at, at])
        assert cursor.lastrowid is not None
        return cursor.lastrowid


def _value(text: str) -> AnswerValue:
    value = cells.from_json(text)
    assert value is not None
    return value


def _name_cell(product_id: int) -> Cell:
    return Cell(ChangeKind.PRODUCT, product_id, "name")


def _state_cell(product_id: int) -> Cell:
    return Cell(ChangeKind.PRODUCT, product_id, "state")


def _named(product_id: int, name: str) -> list[tuple[Cell, JsonValue]]:
    return [
        (_name_cell(product_id), _checked_name(name)),
        (_state_cell(product_id), ProductState.ACTIVE.value),
    ]


def _checked_name(name: str) -> str:
    if not name.strip():
        raise problems.nameless_product()
    return name


def _answers(product_id: int, answers: Mapping[str, AnswerValue | None]) -> list[tuple[Cell, JsonValue]]:
    return [(Cell(ChangeKind.ANSWER, product_id, question), value) for question, value in answers.items()]


def _records(
    product_id: int, records: Mapping[str, Mapping[str, RecordData | None]]
) -> list[tuple[Cell, JsonValue]]:
    return [
        (Cell.of_record(product_id, kind, cells.clean(record_id)), _checked_record(data))
        for kind, by_id in records.items()
        for record_id, data in by_id.items()
    ]


def _carried_over(answer: Answer, product_id: int, with_notes: bool) -> list[tuple[Cell, JsonValue]]:
    parts: dict[ChangeKind, JsonValue] = {ChangeKind.ANSWER: answer.value}
    if with_notes:
        parts[ChangeKind.NOTE] = answer.note or None
        parts[ChangeKind.OWNER] = answer.owner or None
        parts[ChangeKind.DUE] = answer.due_on.isoformat() if answer.due_on else None
    return [(Cell(kind, product_id, answer.question_id), part) for kind, part in parts.items()]


def _checked_record(data: RecordData | None) -> RecordData | None:
    if data is not None and not isinstance(data, dict):
        raise TypeError(f"a record is a JSON object, not {type(data).__name__}")
    return data


def _record_rows(
    db: Connection, chosen: str, parameters: list[object]
) -> Iterator[tuple[int, str, str, RecordData]]:
    sql = (
        "SELECT product_id, kind, record_id, data FROM records "
        f"WHERE data IS NOT NULL AND {chosen} ORDER BY product_id, number"
    )
    for product_id, kind, record_id, data in db.execute(sql, parameters):
        record = cells.from_json(data)
        if not isinstance(record, dict):
            raise cells.UnreadableValueError("a record is no JSON object")
        yield product_id, kind, record_id, record


def _label(db: Connection, found: tuple[int, str] | None) -> str | None:
    """Label of a step in the language of the reader, as far as it was worded by the store."""
    if found is None or language() == ENGLISH:
        return found[1] if found else None
    step, label = found
    first = next(iter(history.changes_of(db, step)), None)
    return label if first is None else in_words(label, first.cell, first.new)


def _exists(db: Connection, product_id: int) -> bool:
    return db.execute("SELECT 1 FROM products WHERE id = ?", [product_id]).fetchone() is not None


def _one_product(db: Connection, product_id: int) -> Product:
    row = db.execute(f"{_PRODUCT} WHERE id = ? AND state IS NOT NULL", [product_id]).fetchone()
    if row is None:
        raise problems.no_such_product(product_id)
    return _product(row)


def _product(row: tuple[int, str, str, str, str]) -> Product:
    product_id, name, state, created_at, changed_at = row
    return Product(
        product_id, name, ProductState(state), history.from_utc(created_at), history.from_utc(changed_at)
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise cells.UnreadableValueError("a day is none") from error


def _chosen(product_ids: Collection[int] | None) -> tuple[str, list[str]]:
    """A condition on product_id; as JSON, because SQLite limits the number of parameters."""
    if product_ids is None:
        return "TRUE", []
    return "product_id IN (SELECT value FROM json_each(?))", [json.dumps(list(product_ids))]


def _answer_rows(db: Connection, product_ids: Collection[int] | None) -> Iterable[Answer]:
    chosen, parameters = _chosen(product_ids)
    for row in db.execute(f"{_ANSWER} WHERE {chosen} ORDER BY product_id, question_id", parameters):
        product_id, question_id, value, note, owner, due_on, changed_at = row
        yield Answer(
            product_id,
            question_id,
            None if value is None else _value(value),
            note or "",
            owner or "",
            _day(due_on) if due_on else None,
            history.from_utc(changed_at),
        )
