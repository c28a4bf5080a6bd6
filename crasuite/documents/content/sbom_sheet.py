"""The components of the SBOMs as a sheet of the workbook; read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crasuite.documents.sheets import Sheet, SheetColumn, SheetRow
from crasuite.domain.technical_file import TechnicalFile
from crasuite.language import mark, tr, trn
from crasuite.language import number as in_thousands

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

SHEET = "SBOM"
MOST_ROWS = 100_000
_NOT_NAMED = mark("not named")


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
                    line.version or tr(_NOT_NAMED),
                    line.supplier or (known.supplier if known else "") or tr(_NOT_NAMED),
                    line.licence or tr(_NOT_NAMED),
                    line.purl or tr(_NOT_NAMED),
                    (known.decision if known else "") or tr("not decided"),
                ),
            )
        )
    left = len(record.components) - MOST_ROWS
    more = (
        " "
        + tr(
            "The first {most} of {total}; all are in the SBOM files.",
            most=in_thousands(MOST_ROWS),
            total=in_thousands(len(record.components)),
        )
        if left > 0
        else ""
    )
    return Sheet(
        SHEET,
        tr("Components of the SBOMs"),
        trn(
            "{n} component as the imported files name them.",
            "{n} components as the imported files name them.",
            len(rows),
        )
        + more,
        (
            SheetColumn("part", tr("Part"), 16),
            SheetColumn("component", tr("Component"), 34, strong=True),
            SheetColumn("version", tr("Version"), 14, kind="hash"),
            SheetColumn("supplier", tr("Supplier"), 24),
            SheetColumn("licence", tr("Licence"), 20),
            SheetColumn("purl", tr("Package URL"), 50, kind="hash"),
            SheetColumn("decision", tr("Decision"), 24),
        ),
        tuple(rows),
        freeze=2,
    )
