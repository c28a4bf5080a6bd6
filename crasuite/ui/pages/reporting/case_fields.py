"""What the fields of a line of the register offer, in words."""

from __future__ import annotations

import re
from enum import StrEnum

from crasuite.domain.case import CaseSource, Sensitivity, Severity
from crasuite.findings.csaf_advisory import JUSTIFICATIONS
from crasuite.ui.pages.reporting.register_model import EXPLOIT_WORDS, SEVERITY_LOOK, STATUS_WORDS

SOURCES: dict[StrEnum, str] = {
    CaseSource.NOT_SAID: "Not said",
    CaseSource.RESEARCHER: "A researcher",
    CaseSource.USER: "A user or customer",
    CaseSource.SUPPLIER: "The supplier of a component",
    CaseSource.OWN_TEST: "Our own test or review",
    CaseSource.IMPORT: "An imported list",
    CaseSource.AUTHORITY: "An authority or CSIRT",
    CaseSource.OTHER: "Somebody else",
}
STATUSES = STATUS_WORDS
EXPLOITS = EXPLOIT_WORDS
SEVERITIES: dict[StrEnum, str] = {one: SEVERITY_LOOK[one][0] for one in reversed(Severity)}
SENSITIVE: dict[StrEnum, str] = {
    Sensitivity.UNDECIDED: "Not decided",
    Sensitivity.YES: "Yes, sensitive for now",
    Sensitivity.NO: "No",
    Sensitivity.NOT_SURE: "I'm not sure",
}
_REASONS = (
    "The component is not in the product",
    "The faulty code is not in the product",
    "The faulty code is never run",
    "An attacker cannot control the faulty code",
    "Protection in the product stops it already",
)
REASONS: dict[str, str] = {"": "Not said"} | dict(zip(JUSTIFICATIONS, _REASONS, strict=True))
"""Why a product is not affected, by the code words of VEX."""
NEEDED = {"": "Not decided", "yes": "Yes, the weakness lies in a component", "no": "No"}
SHARED = {"": "Not yet", "yes": "Yes, the fix was shared", "no-fix": "We made no fix of our own"}


def split_ids(text: str) -> tuple[str, ...]:
    """Ids separated by commas, semicolons or blanks, each once.

    >>> split_ids("CVE-2026-1, CVE-2026-2 CVE-2026-1")
    ('CVE-2026-1', 'CVE-2026-2')
    """
    return tuple(dict.fromkeys(part for part in re.split(r"[,;\s]+", text) if part))


def split_lines(text: str) -> tuple[str, ...]:
    """Lines that say something, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
