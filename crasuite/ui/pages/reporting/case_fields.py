"""What the fields of a line of the register offer, in words."""

from __future__ import annotations

import re
from enum import StrEnum

from crasuite.domain.case import CaseSource, Sensitivity, Severity
from crasuite.domain.english import Worded
from crasuite.findings.csaf_advisory import JUSTIFICATIONS
from crasuite.language import mark
from crasuite.ui.pages.reporting.register_model import EXPLOIT_WORDS, SEVERITY_LOOK, STATUS_WORDS

SOURCES: Worded[StrEnum] = Worded(
    {
        CaseSource.NOT_SAID: mark("Not said"),
        CaseSource.RESEARCHER: mark("A researcher"),
        CaseSource.USER: mark("A user or customer"),
        CaseSource.SUPPLIER: mark("The supplier of a component"),
        CaseSource.OWN_TEST: mark("Our own test or review"),
        CaseSource.IMPORT: mark("An imported list"),
        CaseSource.AUTHORITY: mark("An authority or CSIRT"),
        CaseSource.OTHER: mark("Somebody else"),
    }
)
STATUSES = STATUS_WORDS
EXPLOITS = EXPLOIT_WORDS
SEVERITIES: Worded[StrEnum] = Worded({one: SEVERITY_LOOK[one][0] for one in reversed(Severity)})
SENSITIVE: Worded[StrEnum] = Worded(
    {
        Sensitivity.UNDECIDED: mark("Not decided"),
        Sensitivity.YES: mark("Yes, sensitive for now"),
        Sensitivity.NO: mark("No"),
        Sensitivity.NOT_SURE: mark("I'm not sure"),
    }
)
_REASONS = (
    mark("The component is not in the product"),
    mark("The faulty code is not in the product"),
    mark("The faulty code is never run"),
    mark("An attacker cannot control the faulty code"),
    mark("Protection in the product stops it already"),
)
REASONS: Worded[str] = Worded({"": mark("Not said")} | dict(zip(JUSTIFICATIONS, _REASONS, strict=True)))
"""Why a product is not affected, by the code words of VEX."""
NEEDED: Worded[str] = Worded(
    {
        "": mark("Not decided"),
        "yes": mark("Yes, the weakness lies in a component"),
        "no": mark("No"),
    }
)
SHARED: Worded[str] = Worded(
    {
        "": mark("Not yet"),
        "yes": mark("Yes, the fix was shared"),
        "no-fix": mark("We made no fix of our own"),
    }
)


def split_ids(text: str) -> tuple[str, ...]:
    """Ids separated by commas, semicolons or blanks, each once.

    >>> split_ids("CVE-2026-1, CVE-2026-2 CVE-2026-1")
    ('CVE-2026-1', 'CVE-2026-2')
    """
    return tuple(dict.fromkeys(part for part in re.split(r"[,;\s]+", text) if part))


def split_lines(text: str) -> tuple[str, ...]:
    """Lines that say something, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
