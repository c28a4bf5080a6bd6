"""The components of the SBOMs as a sheet of the workbook; read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crasuite.documents.content.wording import counted
from crasuite.documents.sheets import Sheet, SheetColumn, SheetRow
from crasuite.domain.technical_file import TechnicalFile

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

SHEET = "SBOM"
MOST_ROWS = 100_000
_NOT_NAMED = "not named"


def build(record: ProductRecord) -> Sheet:
    """The sheet; without rows when the components were not read or there is no SBOM."""
    file = record.technical_file or TechnicalFile()
    rows = []
    for number, line in enumerate(record.components[:MOST_ROWS], 1):
        known = file.components.get(line.key)
        rows.append(
            SheetRow(
                f"component.{line.sbom}.{number}",
                (
                    line.part,
                    line.name,
                    line.version or _NOT_NAMED,
                    line.supplier or (known.supplier if known else "") or _NOT_NAMED,
                    line.licence or _NOT_NAMED,
                    line.purl or _NOT_NAMED,
                    (known.decision if known else "") or "not decided",
                ),
            )
        )
    left = len(record.components) - MOST_ROWS
    more = (
        f" The first {MOST_ROWS:,} of {len(record.components):,}; all are in the SBOM files."
        if left > 0
        else ""
    )
    return Sheet(
        SHEET,
        "Components of the SBOMs",
        f"{counted(len(rows), 'component')} as the imported files name them.{more}",
        (
            SheetColumn("part", "Part", 16),
            SheetColumn("component", "Component", 34, strong=True),
            SheetColumn("version", "Version", 14, kind="hash"),
            SheetColumn("supplier", "Supplier", 24),
            SheetColumn("licence", "Licence", 20),
            SheetColumn("purl", "Package URL", 50, kind="hash"),
            SheetColumn("decision", "Decision", 24),
        ),
        tuple(rows),
        freeze=2,
    )
