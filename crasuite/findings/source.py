"""A file that may be a list of vulnerabilities, before it is understood: the limits of SBOM files apply."""

from __future__ import annotations

from pathlib import Path

from crasuite.errors import FindingsError
from crasuite.language import mark, tr
from crasuite.sbom.source import EXPORT_AGAIN, MAX_BYTES, Kind, Source, kind_of_text

MAX_FINDINGS = 500_000
"""Findings in one file, each vulnerability counted once for each component or product it is said to be in."""
OTHER_LIST = mark(
    "Export it as CycloneDX (JSON or XML), OSV-Scanner JSON or CSAF 2.0, or take the catalogue of exploited "
    "vulnerabilities as JSON or CSV. Nothing was changed."
)
IN_PARTS = mark("Export one list for each part of the product. Nothing was changed.")


class FindingsSource(Source):
    """One file in memory, with errors that speak of lists of vulnerabilities."""

    def recognise(self, raw: bytes) -> tuple[Kind, bytes]:
        """JSON, XML or other text, whatever the name of the file says, and the content in UTF-8."""
        return kind_of_text(self, raw, tr("a list of vulnerabilities"), tr(OTHER_LIST))

    def error(
        self,
        code: str,
        why: str,
        next_step: str = "",
        *,
        line: int | None = None,
        at: int | None = None,
    ) -> FindingsError:
        """The error to raise about this file. What readers of SBOMs say gets a code and advice of its own."""
        why, line = self._placed(why, line, at)
        digits = code.rpartition("-")[2]
        if code == "SBOM-06":
            next_step = tr(IN_PARTS)
        next_step = next_step or tr(EXPORT_AGAIN)
        what = tr("{file} could not be read as a list of vulnerabilities.", file=self.name)
        return FindingsError(f"FIND-{digits}", what, why, next_step, line=line)

    @classmethod
    def unreadable(cls, path: Path, why: str) -> FindingsError:
        """The error for a file that cannot be opened."""
        return FindingsError(
            "FIND-01", tr("{file} could not be opened.", file=path), why, tr("Check the name and try again.")
        )

    @classmethod
    def too_large(cls, path: Path) -> FindingsError:
        """The error for a file beyond the limit."""
        why = tr("It has more than {number} MB.", number=MAX_BYTES // (1024 * 1024))
        return FindingsError(
            "FIND-06", tr("{file} is too large to be read.", file=path.name), why, tr(IN_PARTS)
        )
