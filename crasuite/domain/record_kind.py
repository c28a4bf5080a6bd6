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
