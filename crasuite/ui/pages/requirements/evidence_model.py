"""Evidence as rows, with what a look at the originals found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crasuite.domain.english import day
from crasuite.domain.evidence import EvidenceKind, EvidenceState
from crasuite.interview.evidence_watch import EvidenceLook
from crasuite.interview.requirement_views import EvidenceLine
from crasuite.language import tr
from crasuite.ui.widgets.status_chip import STATUSES

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole
CHIP_ROLE = LINE_ROLE + 1
_CHIPS = {
    EvidenceState.UNCHANGED: "unchanged",
    EvidenceState.CHANGED: "changed",
    EvidenceState.MISSING: "file-missing",
    EvidenceState.COPIED_ONLY: "copy-kept",
}


def chip_of(line: EvidenceLine, look: EvidenceLook | None) -> str:
    """The status shown beside a proof."""
    if look is not None and look.state.is_flagged:
        return _CHIPS[look.state]
    if line.is_expired:
        return "expired"
    if line.record.kind is not EvidenceKind.FILE:
        return line.record.kind.value
    return "checking" if look is None else _CHIPS[look.state]


class EvidenceModel(QAbstractListModel):
    """One line per proof; any number of them costs only what is on screen."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[EvidenceLine] = []
        self._looks: Mapping[str, EvidenceLook] = {}

    def set_lines(self, lines: Sequence[EvidenceLine], looks: Mapping[str, EvidenceLook]) -> None:
        """Show these proofs."""
        same = [one.record.id for one in lines] == [one.record.id for one in self._lines]
        self._looks = looks
        if same:
            self._lines = list(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def lines(self) -> list[EvidenceLine]:
        """All of them."""
        return self._lines

    def place_of(self, evidence_id: str) -> int:
        """Where a proof stands, or -1."""
        return next((at for at, one in enumerate(self._lines) if one.record.id == evidence_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        chip = chip_of(line, self._looks.get(line.record.id))
        if role == LINE_ROLE:
            return line
        if role == CHIP_ROLE:
            return chip
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.record.name}, {tr(STATUSES[chip][0])}, {line.detail}"
        if role == Qt.ItemDataRole.ToolTipRole:
            record = line.record
            lines = [record.name, record.url, record.text]
            lines += [f"SHA-256 {record.sha256}"] if record.sha256 else []
            lines += [tr("Valid until {day}", day=day(record.valid_until))] if record.valid_until else []
            lines += [tr("Also proves {points}", points=", ".join(line.also_proves))] * bool(line.also_proves)
            lines += [tr("Before: {what}", what=text) for text in line.earlier[:5]]
            return "\n".join(one for one in lines if one)
        return None
