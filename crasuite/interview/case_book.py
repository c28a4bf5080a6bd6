"""Cases, reports and imported lists of a whole workspace, read once and again only where they changed.

They are kept apart from the technical file: a case may touch several products, and there may be thousands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crasuite.domain.case import Case
from crasuite.domain.handling import FindingSource
from crasuite.domain.notification import Notification, Submission
from crasuite.domain.record_kind import REPORTING_KINDS, RecordData, RecordKind
from crasuite.domain.uncollected import uncollected
from crasuite.store.repository import Repository


@dataclass(slots=True)
class _Shelf:
    """What lies at one product. Cases stay JSON until they are asked for."""

    raw: dict[str, RecordData] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    notifications: dict[str, Notification] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    sources: dict[str, FindingSource] = field(default_factory=dict)


class CaseBook:
    """All of them by product."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._shelves: dict[int, _Shelf] | None = None
        self._changed: set[int] = set()
        self.rows: dict[str, tuple[Case, Any]] = {}
        """Lines of lists by case, kept by whoever made them as long as the case is the same object."""

    def forget(self, product_ids: Collection[int], kinds: Collection[str] = REPORTING_KINDS) -> None:
        """Read these products again when they are next asked for, if one of these kinds was written."""
        if any(kind in REPORTING_KINDS for kind in kinds):
            self._changed.update(product_ids)

    def touched(self, records: Mapping[str, Mapping[str, RecordData | None]]) -> set[int]:
        """The products that cases of these records touch beside the one they lie at."""
        cases = set(records.get(RecordKind.CASE, ()))
        cases.update(one.partition("/")[0] for one in records.get(RecordKind.NOTIFICATION, ()))
        cases.update(str((one or {}).get("case")) for one in records.get(RecordKind.SUBMISSION, {}).values())
        if not cases:
            return set()
        before = self._shelves or {}
        known = [shelf.raw[one] for shelf in before.values() for one in cases & shelf.raw.keys()]
        known += [data for data in records.get(RecordKind.CASE, {}).values() if data]
        return {product for data in known for product in _listed(data) if isinstance(product, int)}

    def of_product(self, product_id: int) -> Iterator[tuple[int, Case]]:
        """Every case that touches a product, with the product it lies at."""
        for home, shelf in self._read().items():
            for case_id, data in shelf.raw.items():
                if home == product_id or product_id in _listed(data):
                    yield home, _case(shelf, case_id)

    def opened(self) -> Iterator[tuple[int, Case]]:
        """Every reporting case of the workspace, with the product it lies at."""
        for home, shelf in self._read().items():
            for case_id, data in shelf.raw.items():
                if data.get("opened"):
                    yield home, _case(shelf, case_id)

    def find(self, case_id: str) -> tuple[int, Case] | None:
        """A case and the product it lies at."""
        for home, shelf in self._read().items():
            if case_id in shelf.raw:
                return home, _case(shelf, case_id)
        return None

    def notification(self, home: int, case_id: str, stage: str) -> Notification:
        """The form of a stage, or an empty one."""
        key = Notification.id_of(case_id, stage)
        shelf = self._read().get(home)
        return (shelf.notifications.get(key) if shelf else None) or Notification(key)

    def submissions(self, home: int, case_id: str) -> tuple[Submission, ...]:
        """What was handed in for a case, earliest first."""
        shelf = self._read().get(home)
        found = [one for one in shelf.submissions.values() if one.case == case_id] if shelf else []
        return tuple(sorted(found, key=lambda one: (one.at is None, one.at.timestamp() if one.at else 0)))

    def handed_in(self, home: int, case_id: str) -> tuple[tuple[str, datetime], ...]:
        """Stage and instant of everything handed in for a case."""
        return tuple(
            (stage, one.at)
            for one in self.submissions(home, case_id)
            if one.at is not None
            for stage in one.stages
        )

    def sources(self, product_id: int) -> tuple[FindingSource, ...]:
        """The lists imported for a product, in the order they came."""
        shelf = self._read().get(product_id)
        return tuple(shelf.sources.values()) if shelf else ()

    def _read(self) -> dict[int, _Shelf]:
        if self._shelves is None:
            with uncollected():
                by_kind = {kind: self._repository.records_of_all(kind) for kind in REPORTING_KINDS}
                homes = {home for by_home in by_kind.values() for home in by_home}
                self._shelves = {
                    home: _shelf({kind: by_kind[kind].get(home, {}) for kind in by_kind})
                    for home in sorted(homes)
                }
        else:
            for home in self._changed:
                before = self._shelves.get(home)
                self._shelves[home] = _shelf(
                    {kind: self._repository.records(home, kind) for kind in REPORTING_KINDS}
                )
                if before is not None:
                    _keep_unchanged(before, self._shelves[home])
        self._changed.clear()
        return self._shelves


def _shelf(records: Mapping[RecordKind, Mapping[str, RecordData]]) -> _Shelf:
    return _Shelf(
        dict(records[RecordKind.CASE]),
        {},
        {key: Notification.from_json(key, data) for key, data in records[RecordKind.NOTIFICATION].items()},
        {key: Submission.from_json(key, data) for key, data in records[RecordKind.SUBMISSION].items()},
        {key: FindingSource.from_json(key, data) for key, data in records[RecordKind.FINDING_SOURCE].items()},
    )


def _keep_unchanged(before: _Shelf, now: _Shelf) -> None:
    """Cases that were read already and still say the same need not be read again."""
    for case_id, case in before.cases.items():
        if now.raw.get(case_id) == before.raw[case_id]:
            now.cases[case_id] = case


def _case(shelf: _Shelf, case_id: str) -> Case:
    if case_id not in shelf.cases:
        shelf.cases[case_id] = Case.from_json(case_id, shelf.raw[case_id])
    return shelf.cases[case_id]


def _listed(data: Mapping[str, Any]) -> Collection[Any]:
    listed = data.get("products")
    return listed if isinstance(listed, list) else ()
