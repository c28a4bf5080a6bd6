"""What the register says of a case in single words, as they stand inside sentences."""

from __future__ import annotations

from crasuite.domain.case import CaseStatus, Severity
from crasuite.domain.english import Worded
from crasuite.language import mark

STATUS_WORDS: Worded[CaseStatus] = Worded(
    {
        CaseStatus.NEW: mark("new"),
        CaseStatus.ASSESSING: mark("assessing"),
        CaseStatus.AFFECTED: mark("affected"),
        CaseStatus.NOT_AFFECTED: mark("not affected"),
        CaseStatus.FIXING: mark("fixing"),
        CaseStatus.FIXED: mark("fixed"),
        CaseStatus.CLOSED: mark("closed"),
    }
)
SEVERITY_WORDS: Worded[Severity] = Worded(
    {
        Severity.NOT_RATED: mark("not rated"),
        Severity.NONE: mark("without severity"),
        Severity.LOW: mark("low"),
        Severity.MEDIUM: mark("medium"),
        Severity.HIGH: mark("high"),
        Severity.CRITICAL: mark("critical"),
    }
)
RATING_WORDS: Worded[Severity] = Worded(
    {
        Severity.NONE: mark("none"),
        Severity.LOW: mark("low"),
        Severity.MEDIUM: mark("medium"),
        Severity.HIGH: mark("high"),
        Severity.CRITICAL: mark("critical"),
    }
)
"""The words of CVSS."""
