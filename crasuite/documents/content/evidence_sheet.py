"""The evidence register as a sheet of the workbook, with whole hashes; read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crasuite.documents.content.file_parts import places_in_file
from crasuite.documents.sheets import CellValue, Sheet, SheetColumn, SheetRow
from crasuite.domain.english import Worded, listed
from crasuite.domain.evidence import Evidence, EvidenceKind
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import mark, tr, trn

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

SHEET = mark("Evidence")
_KINDS = Worded(
    {
        EvidenceKind.FILE: mark("File"),
        EvidenceKind.LINK: mark("Address"),
        EvidenceKind.NOTE: mark("Note"),
    }
)


def build(record: ProductRecord) -> Sheet:
    """The sheet; without rows when there is no evidence."""
    file = record.technical_file or TechnicalFile()
    rows = tuple(
        SheetRow(f"evidence.{proof.id}", _cells(record, file, proof)) for proof in file.evidence.values()
    )
    return Sheet(
        SHEET,
        tr("Evidence register"),
        trn(
            "{n} proof. A file whose SHA-256 differs is not the one that was examined.",
            "{n} proofs. A file whose SHA-256 differs is not the one that was examined.",
            len(rows),
        ),
        (
            SheetColumn("number", tr("No."), 8, strong=True),
            SheetColumn("file", tr("File"), 44),
            SheetColumn("kind", tr("Kind"), 16),
            SheetColumn("added", tr("Added"), 12, kind="date"),
            SheetColumn("sha256", "SHA-256", 68, kind="hash"),
            SheetColumn("state", tr("State"), 20),
            SheetColumn("used", tr("Used in"), 30),
        ),
        rows,
        freeze=1,
    )


def _cells(record: ProductRecord, file: TechnicalFile, proof: Evidence) -> tuple[CellValue, ...]:
    used = [
        record.pack.requirements[one.id].ref
        for one in file.requirements.values()
        if proof.id in one.evidence and one.id in record.pack.requirements
    ]
    said = proof.name
    if proof.kind is EvidenceKind.LINK:
        said = f"{said}\n{proof.url}" if said else proof.url
    elif proof.kind is EvidenceKind.NOTE:
        said = f"{said}\n{proof.text}" if said else proof.text
    state = tr("– not a file")
    if proof.kind is EvidenceKind.FILE:
        state = tr("kept in the workspace") if proof.copied else tr("linked, not enclosed")
    if proof.is_expired(record.on):
        state = tr("{state}, no longer valid", state=state)
    return (
        proof.id,
        said or tr("without a name"),
        _KINDS[proof.kind],
        proof.added or tr("not recorded"),
        proof.sha256 or tr("– not a file"),
        state,
        listed(used or places_in_file(record.pack, file, proof)) or tr("no point yet"),
    )
