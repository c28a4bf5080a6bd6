"""The register of vulnerabilities and incidents as a table that stays fluent with thousands of rows.

A proxy would ask for each row through Qt at each key; here a key costs one pass over plain texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from crasuite.domain.case import CaseStatus, Exploit, Severity
from crasuite.domain.english import Worded, day
from crasuite.interview.reporting_views import CaseRow
from crasuite.language import mark, tr, trn
from crasuite.ui.widgets.word_filter import goes_on

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
NARROW_ROLE = Qt.ItemDataRole.UserRole + 1
SEVERITY, TITLE, COMPONENTS, STATUS, AWARE, REPORT = range(6)
HEADERS = (
    mark("Severity"),
    mark("Title and ids"),
    mark("Components"),
    mark("Status"),
    mark("Aware"),
    mark("Report"),
)
_TEXT_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)

SEVERITY_LOOK: dict[Severity, tuple[str, str, str]] = {
    Severity.NOT_RATED: (mark("Not rated"), "circle-question-mark", "warn"),
    Severity.NONE: (mark("None"), "circle-minus", "neutral"),
    Severity.LOW: (mark("Low"), "circle", "neutral"),
    Severity.MEDIUM: (mark("Medium"), "circle-dot", "info"),
    Severity.HIGH: (mark("High"), "triangle-alert", "warn"),
    Severity.CRITICAL: (mark("Critical"), "octagon-alert", "danger"),
}
"""Word to translate, icon and tone; a severity never shows by colour alone."""
STATUS_WORDS: Worded[CaseStatus] = Worded(
    {
        CaseStatus.NEW: mark("New"),
        CaseStatus.ASSESSING: mark("Being assessed"),
        CaseStatus.AFFECTED: mark("Affected"),
        CaseStatus.NOT_AFFECTED: mark("Not affected"),
        CaseStatus.FIXING: mark("Being fixed"),
        CaseStatus.FIXED: mark("Fixed"),
        CaseStatus.CLOSED: mark("Closed"),
    }
)
EXPLOIT_WORDS: Worded[Exploit] = Worded(
    {
        Exploit.UNKNOWN: mark("Exploitation not known"),
        Exploit.NONE: mark("Not exploited"),
        Exploit.SUSPECTED: mark("Exploitation suspected"),
        Exploit.KNOWN: mark("Known to be exploited"),
    }
)
_EXPLOIT_SHORT: Worded[Exploit] = Worded(
    {
        Exploit.NONE: mark("not exploited"),
        Exploit.SUSPECTED: mark("suspected"),
        Exploit.KNOWN: mark("exploited"),
    }
)
_CHECK_DUTY = mark("Check if to report")
_TONE_ICONS = {"danger": "siren", "warn": "clock", "ok": "circle-check", "neutral": "circle-minus"}


class CaseModel(QAbstractTableModel):
    """Narrowed by words and by kind, status, severity and exploitation; all of it done here."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[CaseRow] = []
        self._visible: list[int] = []
        self._sorted_by = -1
        self._is_down = False
        self._words: tuple[str, ...] = ()
        self._only: dict[str, str] = {}
        self._is_narrow = False

    # -- content ---------------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[CaseRow]) -> None:
        """Show these rows. What is listed stays listed in its place, unless lines came or went."""
        if [one.id for one in rows] != [one.id for one in self._rows]:
            self._rows = list(rows)
            self._narrow()
            return
        changed = {at for at, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new}
        self._rows = list(rows)
        for place, at in enumerate(self._visible if changed else ()):
            if at in changed:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(HEADERS) - 1))

    def set_narrow(self, *, on: bool) -> None:
        """True while the status has no column of its own and stands below the severity."""
        if on != self._is_narrow:
            self._is_narrow = on
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, SEVERITY, SEVERITY)
            if self._visible:
                self.dataChanged.emit(self.index(0, SEVERITY), self.index(len(self._visible) - 1, SEVERITY))

    def total(self) -> int:
        """All rows of the register."""
        return len(self._rows)

    # -- narrowing -------------------------------------------------------------------------------------------

    def set_words(self, text: str) -> None:
        """Show rows that contain every word."""
        before, self._words = self._words, tuple(text.casefold().split())
        if self._words != before:
            # Who types on narrows what is narrowed already.
            self._narrow(goes_on=goes_on(before, self._words))

    def set_only(self, name: str, value: str | None) -> None:
        """Only rows whose kind, status, severity or exploit is this; None: any."""
        only = {key: one for key, one in self._only.items() if key != name}
        if value is not None:
            only[name] = value
        if only != self._only:
            self._only = only
            self._narrow()

    @property
    def is_narrowed(self) -> bool:
        """True while words or a choice hold rows back."""
        return bool(self._words or self._only)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = column
        self._is_down = order == Qt.SortOrder.DescendingOrder
        self._narrow()

    def _narrow(self, *, goes_on: bool = False) -> None:
        rows = self._rows
        found = self._visible if goes_on else self._ordered()
        for name, value in self._only.items() if not goes_on else ():
            found = [at for at in found if getattr(rows[at], name) == value]
        for word in self._words:
            found = [at for at in found if word in rows[at].search]
        self.beginResetModel()
        self._visible = found
        self.endResetModel()

    def _ordered(self) -> list[int]:
        rows, places = self._rows, range(len(self._rows))
        if self._sorted_by < 0:
            return list(places)
        key = _KEYS[self._sorted_by]
        return sorted(places, key=lambda at: key(rows[at]), reverse=self._is_down)  # type: ignore[arg-type, return-value]

    # -- rows ------------------------------------------------------------------------------------------------

    def row_at(self, place: int) -> CaseRow:
        """A row as it is listed now."""
        return self._rows[self._visible[place]]

    def place_of(self, case_id: str) -> int:
        """Where a case is listed now, or -1."""
        rows = self._rows
        return next((at for at, place in enumerate(self._visible) if rows[place].id == case_id), -1)

    # -- Qt --------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._visible)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            if section == SEVERITY and self._is_narrow:
                return tr("Severity, status")
            return tr(HEADERS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        if role == NARROW_ROLE:
            return self._is_narrow
        if role in _TEXT_ROLES:
            if self._is_narrow and index.column() == SEVERITY:
                return ", ".join(part for part in (words_of(row, SEVERITY)[0], *_status(row)) if part)
            return ", ".join(part for part in words_of(row, index.column()) if part)
        return None


def words_of(row: CaseRow, column: int) -> tuple[str, str]:
    """The two lines of a cell."""
    return _CELLS[column](row)


def report_look(row: CaseRow) -> tuple[str, str, str]:
    """Words, icon and tone of the column Report; empty words where nothing is to be said."""
    if row.opened:
        return row.chip, _TONE_ICONS[row.chip_tone], row.chip_tone
    return (tr(_CHECK_DUTY), "siren", "danger") if is_duty(row) else ("", "", "")


def is_duty(row: CaseRow) -> bool:
    """True for a line that is known to be exploited and is no reporting case yet."""
    is_known = row.exploit is Exploit.KNOWN and row.status.needs_work
    return is_known and row.is_open and not row.opened


def severity_look(severity: Severity) -> tuple[str, str, str]:
    """Word, icon and tone of a severity."""
    word, icon, tone = SEVERITY_LOOK[severity]
    return tr(word), icon, tone


def _aware(row: CaseRow) -> tuple[str, str]:
    others = len(row.products) - 1
    also = trn("in {n} other product", "in {n} other products", others) if others else ""
    return day(row.aware.date()) if row.aware else tr("Not said"), also


def _status(row: CaseRow) -> tuple[str, str]:
    said = STATUS_WORDS[row.status]
    if not row.is_open and row.status is not CaseStatus.CLOSED:
        said = tr("{status}, closed", status=said)
    return said, EXPLOIT_WORDS[row.exploit] if row.kind == "vulnerability" else ""


def status_line(row: CaseRow) -> str:
    """Status and exploitation in one short line."""
    short = _EXPLOIT_SHORT.get(row.exploit, "") if row.kind == "vulnerability" else ""
    return f"{_status(row)[0]}, {short}" if short else _status(row)[0]


def _title(row: CaseRow) -> tuple[str, str]:
    kind = "" if row.kind == "vulnerability" else tr("incident")
    return row.title or tr("Without a title"), ", ".join(part for part in (row.id, kind, *row.ids) if part)


_CELLS: tuple[Callable[[CaseRow], tuple[str, str]], ...] = (
    lambda row: (severity_look(row.severity)[0] if row.kind == "vulnerability" else tr("Incident"), ""),
    _title,
    lambda row: (", ".join(map(short_component, row.components)), row.versions),
    _status,
    _aware,
    lambda row: (report_look(row)[0], ""),
)
_ORDER = list(CaseStatus)
_KEYS: tuple[Callable[[CaseRow], object], ...] = (
    lambda row: row.severity.weight,
    lambda row: row.title.casefold(),
    lambda row: (not row.components, row.components),
    lambda row: _ORDER.index(row.status),
    lambda row: row.aware.timestamp() if row.aware else 0.0,
    lambda row: (not row.opened, row.due.timestamp() if row.due else float("inf"), row.chip),
)


def short_component(key: str) -> str:
    """The last part of a package URL.

    >>> short_component("pkg:generic/group-1/component-1"), short_component("lwip")
    ('component-1', 'lwip')
    """
    return key.rpartition("/")[2] or key
