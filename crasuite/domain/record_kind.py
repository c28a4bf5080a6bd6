"""The kinds of records the technical file of a product is made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeAlias

RecordData: TypeAlias = dict[str, Any]
"""One record as the workspace keeps it: a JSON object."""


class RecordKind(StrEnum):
    """What a record is about. The value is the name the workspace file keeps, so it never changes."""

    REQUIREMENT = "requirement"
    EVIDENCE = "evidence"
    RISK = "risk"
    ASSESSMENT = "assessment"
    SBOM = "sbom"
    COMPONENT = "component"
    USER_INFO = "user-info"
    SUPPORT = "support"
    STANDARDS = "standards"
    DECLARATION = "declaration"
    PROCESS = "process"
    DESIGN = "design"
    DOCUMENT = "document"
    STEP = "step"
    CASE = "case"
    NOTIFICATION = "notification"
    SUBMISSION = "submission"
    FINDING_SOURCE = "finding-source"
    HANDLING = "handling"


REPORTING_KINDS = frozenset(
    {RecordKind.CASE, RecordKind.NOTIFICATION, RecordKind.SUBMISSION, RecordKind.FINDING_SOURCE}
)
"""Kinds that are no part of the technical file: what is known of a vulnerability is not handed on with it,
and there may be thousands."""
