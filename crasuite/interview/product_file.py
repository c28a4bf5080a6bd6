"""What every presenter of the technical file shares: its records, how they are written, and citations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from crasuite.domain.record_kind import RecordData
from crasuite.domain.technical_file import TechnicalFile
from crasuite.interview import words
from crasuite.interview.views import Cite
from crasuite.interview.workspace import Workspace
from crasuite.rules import Assessment, Pack
from crasuite.store.repository import Repository


class Writable(Protocol):
    """A record that knows its JSON."""

    def to_json(self) -> RecordData:
        """The JSON object."""


RecordChanges = Mapping[str, Mapping[str, Writable | RecordData | None]]
"""Kind, then id, then the record as it shall be; None removes it."""


class ProductFile:
    """The technical file of one product. Screens subclass nothing of this: they ask a presenter that does.

    Holds no state: the workspace keeps the records, drops them when they change, and tells its listeners.
    """

    def __init__(self, workspace: Workspace, product_id: int) -> None:
        self.workspace = workspace
        self.product_id = product_id

    @property
    def pack(self) -> Pack:
        """The rule pack the product is assessed with."""
        return self.workspace.pack_of(self.product_id)

    @property
    def repository(self) -> Repository:
        """Where files are kept; records are written by `write`."""
        return self.workspace.repository

    @property
    def file(self) -> TechnicalFile:
        """All records, as they are now."""
        return self.workspace.technical_file(self.product_id)

    @property
    def product_name(self) -> str:
        """Name of the product."""
        return self.workspace.product(self.product_id).name

    def filled(self, text: str) -> str:
        """A text of the pack with the product's name in it, looked up only where the text has one."""
        return words.filled(text, self.product_name) if words.PRODUCT in text else text

    @property
    def assessment(self) -> Assessment:
        """The verdicts of the interview."""
        return self.workspace.assessment(self.product_id)

    @property
    def today(self) -> date:
        """The as-of date of everything shown."""
        return self.workspace.today

    @property
    def is_read_only(self) -> bool:
        """True when nothing can be saved."""
        return self.workspace.is_read_only

    def write(self, label: str, records: RecordChanges) -> bool:
        """Write records as one step; `label` is what the menu says after "Undo". False when nothing changed.

        Raises:
            StoreError: it could not be saved; nothing was changed.
        """
        plain = {
            str(kind): {record_id: _plain(record) for record_id, record in by_id.items()}
            for kind, by_id in records.items()
        }
        return self.workspace.set_records(self.product_id, plain, label)

    def next_id(self, kind: str, prefix: str, after: int = 0) -> str:
        """A free id such as R-03; `after` is how many more are taken in the same step."""
        first = self.repository.next_record_id(self.product_id, kind, prefix)
        return f"{prefix}-{int(first.removeprefix(f'{prefix}-')) + after:02}"

    def cites(self, ids: tuple[str, ...]) -> tuple[Cite, ...]:
        """Citations as screens show them."""
        return self.workspace.interview(self.product_id).cites(ids)


def _plain(record: Writable | RecordData | None) -> RecordData | None:
    return record if record is None or isinstance(record, dict) else record.to_json()
