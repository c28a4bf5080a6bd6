"""The components of one SBOM as a table that stays fluent with 50,000 rows.

A proxy would ask for each row through Qt at each key; here a key costs one pass over plain texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from crasuite.domain.component_record import ComponentRecord
from crasuite.interview.sbom_file import LEAVING_DECISIONS, RELATION_WORDS, ComponentRow, SbomContent
from crasuite.language import LANGUAGES, mark, speaking, tr
from crasuite.ui.widgets.word_filter import goes_on

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
COMPONENT, VERSION, SUPPLIER, LICENCE, NOTES = range(5)
HEADERS = (mark("Component"), mark("Version"), mark("Supplier"), mark("Licence"), mark("Notes"))
SEGMENTS = ("all", "direct", "noted")
_TEXT_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
_NEEDED = 4


class ComponentModel(QAbstractTableModel):
    """Narrowed by words, by segment and by the components of a check; all of it done here."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[ComponentRow] = ()
        self._texts: list[str] = []
        self._places: Mapping[str, Sequence[int]] = {}
        self._direct = 0
        self._records: dict[str, ComponentRecord] = {}
        self._orders: dict[int, list[int]] = {}
        self._sorted_by = COMPONENT
        self._is_down = False
        self._words: tuple[str, ...] = ()
        self._segment = "all"
        self._refs: frozenset[str] | None = None
        self._visible: list[int] = []

    # -- content ---------------------------------------------------------------------------------------------

    def set_content(self, content: SbomContent | None) -> None:
        """Show another SBOM."""
        self._rows = content.rows if content is not None else ()
        self._places = content.places if content is not None else {}
        self._direct = content.direct if content is not None else 0
        self._texts = [row.text for row in self._rows]
        self._records = {}
        self._orders = {}
        self._refs = None
        self._narrow()

    def set_records(self, records: Mapping[str, ComponentRecord]) -> None:
        """Show what is noted; only the rows concerned are looked at again."""
        after = {key: record for key, record in records.items() if key in self._places}
        changed = [
            key for key in self._records.keys() | after.keys() if self._records.get(key) != after.get(key)
        ]
        if not changed:
            return
        self._records = after
        for key in changed:
            record = after.get(key)
            noted = f"\n{record.supplier}\n{record.decision}\n{record.note}".casefold() if record else ""
            for place in self._places[key]:
                self._texts[place] = self._rows[place].text + noted
        for column in (SUPPLIER, NOTES):
            self._orders.pop(column, None)
        if self._segment == "noted" or self._sorted_by in (SUPPLIER, NOTES) or self._words:
            self._narrow()
        elif self._visible:
            self.dataChanged.emit(self.index(0, SUPPLIER), self.index(len(self._visible) - 1, NOTES))

    def count(self, segment: str) -> int:
        """How many rows a segment has, whatever the words."""
        if segment == "direct":
            return self._direct
        return len(self._noted()) if segment == "noted" else len(self._rows)

    def total(self) -> int:
        """All rows of the SBOM."""
        return len(self._rows)

    # -- narrowing -------------------------------------------------------------------------------------------

    def set_words(self, text: str) -> None:
        """Show components that contain every word."""
        before, self._words = self._words, tuple(text.casefold().split())
        if self._words != before:
            # Who types on narrows what is narrowed already.
            self._narrow(goes_on=goes_on(before, self._words))

    def set_segment(self, segment: str) -> None:
        """Show one of `SEGMENTS`."""
        if segment != self._segment:
            self._segment = segment
            self._narrow()

    def set_refs(self, refs: Collection[str] | None) -> None:
        """Show only these components; None: no such limit."""
        self._refs = None if refs is None else frozenset(refs)
        self._narrow()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = max(column, 0)
        self._is_down = order == Qt.SortOrder.DescendingOrder
        self._narrow()

    def _narrow(self, *, goes_on: bool = False) -> None:
        found = self._visible if goes_on else self._candidates()
        texts = self._texts
        for word in self._words:
            found = [place for place in found if word in texts[place]]
        self.beginResetModel()
        self._visible = found
        self.endResetModel()

    def _candidates(self) -> list[int]:
        found = self._order(self._sorted_by)
        if self._is_down:
            found = found[::-1]
        rows = self._rows
        if self._refs is not None:
            refs = self._refs
            found = [place for place in found if rows[place].component.ref in refs]
        if self._segment == "direct":
            found = [place for place in found if rows[place].component.relation == "direct"]
        elif self._segment == "noted":
            noted = self._noted()
            found = [place for place in found if place in noted]
        return found

    def _order(self, column: int) -> list[int]:
        order = self._orders.get(column)
        if order is None:
            keys = [self._key(row, column) for row in self._rows] if column != COMPONENT else []
            places = range(len(self._rows))
            # The rows come sorted by name, and sorting keeps that among equals.
            order = self._orders[column] = sorted(places, key=keys.__getitem__) if keys else list(places)
        return order

    def _key(self, row: ComponentRow, column: int) -> tuple[bool, str]:
        said = self.words_of(row, column)[0].casefold()
        return (not said, said)

    def _noted(self) -> set[int]:
        return {place for key in self._records for place in self._places[key]}

    # -- rows ------------------------------------------------------------------------------------------------

    def row_at(self, place: int) -> ComponentRow:
        """A row as it is listed now."""
        return self._rows[self._visible[place]]

    def place_of(self, ref: str) -> int:
        """Where a component is listed now, or -1."""
        rows = self._rows
        return next((at for at, place in enumerate(self._visible) if rows[place].component.ref == ref), -1)

    def record_of(self, row: ComponentRow) -> ComponentRecord | None:
        """What is noted of a component."""
        return self._records.get(row.key)

    def words_of(self, row: ComponentRow, column: int) -> tuple[str, str]:
        """The two lines of a cell."""
        return _CELLS[column](row, self._records.get(row.key))

    def lacks_supplier(self, row: ComponentRow) -> bool:
        """True when neither the file nor the maker names one."""
        return not _supplier_of(row, self._records.get(row.key))

    # -- Qt --------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._visible)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADERS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        if role in _TEXT_ROLES:
            return ", ".join(part for part in self.words_of(row, index.column()) if part)
        return None


def relation_words(row: ComponentRow) -> str:
    """Direct, transitive or not linked."""
    return RELATION_WORDS[row.component.relation]


def _component(row: ComponentRow, _record: ComponentRecord | None) -> tuple[str, str]:
    one = row.component
    return one.full_name or tr("Without a name"), f"{relation_words(row)}, {address_words(row)}"


def address_words(row: ComponentRow) -> str:
    """The package URL without its version, which has a column of its own."""
    return row.key if row.component.purl else tr("no package URL")


def _supplier(row: ComponentRow, record: ComponentRecord | None) -> tuple[str, str]:
    return _supplier_of(row, record) or tr("Missing"), ""


def _supplier_of(row: ComponentRow, record: ComponentRecord | None) -> str:
    by_hand = record.supplier.strip() if record is not None else ""
    return row.component.supplier_name or by_hand


def _notes(_row: ComponentRow, record: ComponentRecord | None) -> tuple[str, str]:
    return (note_of(record)[0], "") if record is not None else ("", "")


def note_of(record: ComponentRecord) -> tuple[str, str, str]:
    """Words, icon and tone of the chip."""
    if record.decision.strip():
        leaves = record.decision.casefold().startswith(_leaving())
        return record.decision.strip(), "flag", "warn" if leaves else "info"
    filled = _NEEDED - len(record.missing)
    if filled == _NEEDED:
        return tr("Looked after"), "circle-check", "ok"
    if filled:
        return tr("{filled} of {needed} noted", filled=filled, needed=_NEEDED), "circle-dot", "info"
    return tr("Noted"), "file-text", "neutral"


@cache
def _leaving() -> tuple[str, ...]:
    """What a decision to part with a component begins with, in whatever language it was written."""
    found = []
    for code in LANGUAGES:
        with speaking(code):
            found += [tr(one).split()[0].casefold() for one in LEAVING_DECISIONS]
    return tuple(found)


_CELLS: tuple[Callable[[ComponentRow, ComponentRecord | None], tuple[str, str]], ...] = (
    _component,
    lambda row, _record: (row.component.version, ""),
    _supplier,
    lambda row, _record: (row.component.licence, ""),
    _notes,
)
