"""One open workspace file as the window shows it: products with verdicts, undo, samples, rule packs.

Holds no state of its own but caches; the file is the truth.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from crasuite.domain.change import Change, ChangeKind
from crasuite.domain.product import Product, ProductState
from crasuite.domain.record_kind import REPORTING_KINDS, RecordData, RecordKind
from crasuite.domain.technical_file import TechnicalFile
from crasuite.errors import StoreError
from crasuite.interview import words
from crasuite.interview.case_book import CaseBook
from crasuite.interview.history_lines import HistoryLine, history_line
from crasuite.interview.interview import NAME_QUESTION, Interview
from crasuite.interview.pack_book import RECORD_KIND as PACK_RECORD
from crasuite.interview.pack_book import PackBook, PackChange
from crasuite.interview.product_summary import ProductSummary, icon_of, summary_of
from crasuite.interview.samples import Sample, load_samples
from crasuite.language import tr, trn
from crasuite.rules import Assessment, Pack, assess
from crasuite.rules.answers import fitting
from crasuite.rules.translation import spoken
from crasuite.store import workspace_file
from crasuite.store.repository import Repository

Clock = Callable[[], datetime]


class Workspace:
    """Products of an open workspace file, ready to be shown. Close it when the window closes."""

    def __init__(
        self,
        file: workspace_file.Workspace,
        pack: Pack,
        *,
        clock: Clock | None = None,
        who: Callable[[], str] = lambda: "",
        today: Callable[[], date] | None = None,
    ) -> None:
        self.file = file
        self._pack = pack
        self._clock = clock or (lambda: datetime.now(UTC))
        self._today = today or (lambda: self._clock().astimezone().date())
        self.repository = Repository(
            file, clock=self._clock, who=who, pack_version=lambda: self._pack.manifest.version
        )
        self._who = who
        self._packs = PackBook(self.repository, lambda: self._pack, file.is_read_only)
        self._interviews: dict[int, Interview] = {}
        self._assessments: dict[int, tuple[date, Assessment]] = {}
        self._files: dict[int, TechnicalFile] = {}
        self.cases = CaseBook(self.repository)
        """Cases and reports of all products."""
        self._listeners: list[Callable[[Collection[int]], None]] = []

    @classmethod
    def open(
        cls, path: Path, pack: Pack, *, clock: Clock | None = None, read_only: bool = False, **more: Any
    ) -> Workspace:
        """Open a workspace file; further arguments as for the constructor and `open_workspace` (`take_over`).

        Raises:
            StoreError: it cannot be opened; nothing was changed.
        """
        clock = clock or (lambda: datetime.now(UTC))
        opening = {name: more.pop(name) for name in ("take_over", "daily_backup") if name in more}
        file = workspace_file.open_workspace(path, clock=clock, read_only=read_only, **opening)
        return cls(file, pack, clock=clock, **more)

    @classmethod
    def create(cls, path: Path, pack: Pack, **more: Any) -> Workspace:
        """Make a new workspace file and open it.

        Raises:
            StoreError: the name is taken or the folder cannot be written.
        """
        return cls(workspace_file.create_workspace(path), pack, **more)

    def opened_elsewhere(self, path: Path) -> Workspace:
        """A copy of this workspace that lies elsewhere, opened for the same person by the same clock.

        Raises:
            StoreError: it cannot be opened.
        """
        file = workspace_file.open_workspace(path, clock=self._clock, daily_backup=False)
        return Workspace(file, self._pack, clock=self._clock, who=self._who, today=self._today)

    def close(self) -> None:
        """Let go of the file; harmless when done twice."""
        self.file.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.file.path

    @property
    def is_read_only(self) -> bool:
        """True when nothing can be saved."""
        return self.file.is_read_only

    @property
    def today(self) -> date:
        """The as-of date of every verdict."""
        return self._today()

    @property
    def now(self) -> datetime:
        """The present moment, with its zone."""
        return self._clock()

    @property
    def who(self) -> str:
        """The person at the keyboard, as the history names them."""
        return self._who()

    def on_change(self, listener: Callable[[Collection[int]], None]) -> None:
        """Call this with the ids of products that were changed; an interview tells when it is left."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    def off_change(self, listener: Callable[[Collection[int]], None]) -> None:
        """Stop calling this; harmless when it is not called at all."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    # Products

    def products(self, *, archived: bool = False) -> list[Product]:
        """Products without their verdicts: quick, for a first list."""
        states = (ProductState.ACTIVE, ProductState.ARCHIVED) if archived else (ProductState.ACTIVE,)
        return self.repository.products(*states)

    def product(self, product_id: int) -> Product:
        """One product."""
        return self.repository.product(product_id)

    def summary(self, product_id: int) -> ProductSummary:
        """One row of the home screen, evaluated."""
        return self._summary(self.product(product_id))

    def interview(self, product_id: int) -> Interview:
        """The interview of a product; the same object each time."""
        if product_id not in self._interviews:
            self._interviews[product_id] = Interview(
                self.pack_of(product_id),
                self._repository_of(product_id),
                product_id,
                today=self._today,
                now=self._clock,
            )
        return self._interviews[product_id]

    def assessment(self, product_id: int) -> Assessment:
        """The verdicts of a product, kept until its answers, the day or the pack change."""
        if product_id in self._interviews:
            return self._interviews[product_id].assessment
        kept = self._assessments.get(product_id)
        if kept is None or kept[0] != self.today:
            self._keep(product_id, self.repository.values(product_id))
        return self._assessments[product_id][1]

    def _keep(self, product_id: int, answers: Mapping[str, Any]) -> None:
        pack = self.pack_of(product_id)
        self._assessments[product_id] = (self.today, assess(pack, fitting(pack, answers), self.today))

    def fitting(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers that this rule pack understands; others are kept in the file and not used."""
        return fitting(self.pack, answers)

    def _summary(self, product: Product) -> ProductSummary:
        known = self._interviews.get(product.id)
        return summary_of(product, self.assessment(product.id), len(known.misfits) if known else 0)

    def icon(self, answers: Mapping[str, Any]) -> str:
        """Name of the drawing for a product."""
        return icon_of(answers)

    def new_product(self, name: str) -> Product:
        """Add a product; answers about the organisation are taken from the product changed last."""
        answers: dict[str, Any] = {}
        others = self.products(archived=True)
        if others:
            last = max(others, key=lambda product: product.changed_at)
            kept = self.fitting(self.repository.values(last.id))
            answers = {
                question.id: kept[question.id]
                for question in self.pack.questions.values()
                if question.carry_over and question.id in kept
            }
        if NAME_QUESTION in self.pack.questions:
            answers[NAME_QUESTION] = name.strip()
        product = self.repository.add_product(name.strip(), answers)
        self._changed([product.id])
        return product

    def rename_product(self, product_id: int, name: str) -> None:
        """Give a product another name, also in its answers."""
        name = name.strip()
        answers = {NAME_QUESTION: name} if NAME_QUESTION in self.pack.questions else {}
        self._repository_of(product_id).set_answers(
            product_id, answers, name=name, label=tr("renaming a product")
        )
        self._changed([product_id])

    def duplicate_product(self, product_id: int, name: str = "") -> Product:
        """Add a copy with all answers and notes."""
        name = name.strip() or tr("{product} (copy)", product=self.product(product_id).name)
        repository = self._repository_of(product_id)  # the copy goes on with the pack of the original
        answers = {NAME_QUESTION: name} if NAME_QUESTION in self.pack.questions else {}
        copy = repository.duplicate_product(product_id, name, answers)
        self._changed([copy.id])
        return copy

    def archive_product(self, product_id: int) -> None:
        """Take a product off the list; it can be brought back."""
        self.repository.archive_product(product_id)
        self._changed([product_id])

    def restore_product(self, product_id: int) -> None:
        """Bring an archived or deleted product back."""
        self.repository.restore_product(product_id)
        self._changed([product_id])

    def delete_product(self, product_id: int) -> None:
        """Delete a product; undo brings it back."""
        self.repository.delete_product(product_id)
        self._changed([product_id])

    # The technical file

    def technical_file(self, product_id: int) -> TechnicalFile:
        """All records of a product, kept until they change."""
        if product_id not in self._files:
            records = self.repository.records_by_kind(product_id, without=REPORTING_KINDS)
            records.pop(PACK_RECORD, None)
            self._files[product_id] = TechnicalFile.from_records(records)
        return self._files[product_id]

    def set_records(
        self, product_id: int, records: Mapping[str, Mapping[str, RecordData | None]], label: str
    ) -> bool:
        """Write records of the technical file as one step; False when all was that way already.

        Answers and verdicts stay as they are, so nothing is worked out anew.
        """
        changes = self._repository_of(product_id).set_many(product_id, records, label=label)
        if changes:
            self._files.pop(product_id, None)
            touched = self.cases.touched(records)
            self.cases.forget([product_id], records)
            self._tell([product_id, *sorted(touched - {product_id})])
        return bool(changes)

    # Samples

    def samples(self) -> list[Sample]:
        """Finished examples that come with the program."""
        return load_samples()

    def add_sample(self, key: str) -> Product:
        """Open an example as a product of this workspace; the example itself stays as it is.

        Its technical file, where it has one, comes with it.
        """
        sample = next(one for one in self.samples() if one.key == key)
        answers = {**self.fitting(sample.answers), NAME_QUESTION: sample.name}
        label = tr("adding the example “{name}”", name=sample.name)
        records: dict[str, dict[str, RecordData]] = {}
        if sample.technical_file is not None:
            records = json.loads(sample.technical_file.read_text(encoding="utf-8"))
            wanted = {one.get("file_name") for one in records.get(RecordKind.SBOM, {}).values()}
            for file in sorted((sample.technical_file.parent / "files").iterdir()):
                if file.name in wanted:
                    self.repository.add_file(file, file.name)
            if RecordKind.SBOM in records:
                records[RecordKind.SBOM] = self._checked_sboms(records[RecordKind.SBOM])
        product = self.repository.add_product(sample.name, answers, records, label=label)
        self._changed([product.id])
        return product

    def _checked_sboms(self, records: Mapping[str, RecordData]) -> dict[str, RecordData]:
        """What an import would have noted of the SBOMs of an example."""
        from crasuite.domain.sbom_record import SbomRecord
        from crasuite.interview.sbom_file import check_kept

        return {
            one: check_kept(self.repository, self.pack, SbomRecord.from_json(one, data)).to_json()
            for one, data in records.items()
        }

    # Undo and history

    def undo_label(self) -> str | None:
        """What Undo would take back; None when there is nothing."""
        return self.repository.undo_label()

    def redo_label(self) -> str | None:
        """What Redo would make again; None when there is nothing."""
        return self.repository.redo_label()

    def undo(self) -> tuple[Change, ...]:
        """Take back the newest step, whichever product it concerned."""
        return self._stepped(self.repository.undo())

    def redo(self) -> tuple[Change, ...]:
        """Make the step again that was taken back last."""
        return self._stepped(self.repository.redo())

    def _stepped(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        self._changed({change.cell.product_id for change in changes if change.cell.product_id is not None})
        return changes

    def history(self, product_id: int | None = None, *, limit: int | None = None) -> list[HistoryLine]:
        """Recorded changes in words, newest first."""
        names = {one.id: one.name for one in self.repository.products(*ProductState)}
        return [
            history_line(self.pack, change, names)
            for change in self.repository.history(product_id=product_id, limit=limit)
        ]

    def put_back(self, line: HistoryLine) -> bool:
        """Give one value what it was before a change, as a step of its own. False when it is that already.

        Raises:
            StoreError: it could not be saved; nothing was changed.
        """
        cell, old = line.change.cell, line.change.old
        label = tr("putting back “{entry}”", entry=words.shortened(line.what, 50))
        if cell.product_id is None:
            changes = self.repository.put_back(line.change, label=label)
            self._tell([])
            return bool(changes)
        repository = self._repository_of(cell.product_id)
        is_name = cell.what == (NAME_QUESTION if cell.kind is ChangeKind.ANSWER else "name")
        if is_name and cell.kind in (ChangeKind.ANSWER, ChangeKind.PRODUCT) and isinstance(old, str):
            # The name stands in two places, which say the same.
            answers = {NAME_QUESTION: old} if NAME_QUESTION in self.pack.questions else {}
            changes = repository.set_answers(cell.product_id, answers, name=old, label=label)
        else:
            changes = repository.put_back(line.change, label=label)
        if changes:
            self._changed([cell.product_id])
        return bool(changes)

    def refresh(self, product_id: int) -> None:
        """Say that the interview of a product changed it: caches are dropped and listeners told."""
        self._assessments.pop(product_id, None)
        self._tell([product_id])

    def _tell(self, product_ids: Collection[int]) -> None:
        if any(not self._packs.is_behind(one) for one in product_ids):
            # What was changed is saved; the copy of the pack is tried again with the next change.
            with suppress(StoreError):
                self._packs.keep_current()
        for listener in tuple(self._listeners):
            listener(product_ids)

    def _changed(self, product_ids: Collection[int]) -> None:
        self._packs.forget(product_ids)
        self.cases.forget(product_ids)
        for product_id in product_ids:
            self._assessments.pop(product_id, None)
            self._files.pop(product_id, None)
            if product_id in self._interviews:
                try:
                    if self._interviews[product_id].pack is not self.pack_of(product_id):
                        del self._interviews[product_id]
                        continue
                    self._interviews[product_id].reload()
                except StoreError:  # the step that added it was taken back
                    del self._interviews[product_id]
        self._tell(product_ids)

    # The rule packs of the products

    @property
    def pack(self) -> Pack:
        """The program's rule pack, in the language spoken now."""
        return spoken(self._pack)

    def pack_of(self, product_id: int) -> Pack:
        """The rule pack a product is assessed with: the one it was added under, until somebody decides."""
        return self._packs.pack_of(product_id)

    def pack_version_of(self, product_id: int) -> str:
        """Version of that pack, also where the file has no copy of it."""
        return self._packs.version_of(product_id)

    def products_behind(self) -> list[Product]:
        """Products that are assessed with an older rule pack than the program's."""
        return [one for one in self.products(archived=True) if self._packs.is_behind(one.id)]

    def products_without_pack(self) -> list[Product]:
        """Products whose own rule pack the file has no copy of that can be read; the program's stands in."""
        return [one for one in self.products(archived=True) if not self._packs.is_at_hand(one.id)]

    def pack_change(self, product_id: int) -> PackChange:
        """What the program's rule pack would change for a product."""
        name = self.product(product_id).name
        return self._packs.change(product_id, name, self.assessment(product_id), self.today)

    def use_new_pack(self, product_ids: Collection[int]) -> None:
        """Assess these products with the program's rule pack from now on; undo takes it back.

        Raises:
            StoreError: it could not be saved; nothing was changed.
        """
        changes = [self.pack_change(product_id) for product_id in product_ids]
        who = changes[0].product if len(changes) == 1 else trn("{n} product", "{n} products", len(changes))
        self._packs.accept(
            changes,
            tr("using rule pack {version} for {products}", version=self.pack.manifest.version, products=who),
        )
        self._changed(product_ids)

    def _repository_of(self, product_id: int) -> Repository:
        """Writes steps under the rule pack that decides what the product shows."""
        version = self.pack_of(product_id).manifest.version
        if version == self.pack.manifest.version:
            return self.repository
        return Repository(self.file, clock=self._clock, who=self._who, pack_version=lambda: version)
