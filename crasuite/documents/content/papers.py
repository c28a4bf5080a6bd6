"""The one list of papers of a product: which there are, and how complete each is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crasuite.documents.content import (
    application,
    ce_marking,
    classification_record,
    declaration,
    procedure_checklist,
    requirements_checklist,
    risk_assessment,
    role_check,
    sbom_summary,
    standards_list,
    support_reasons,
    technical_documentation,
    user_information,
    vulnerability_handling,
    workbook,
)
from crasuite.documents.content.file_gaps import Completeness, completeness_of, is_maker, papers_of
from crasuite.documents.sheets import Workbook
from crasuite.documents.tree import Document

if TYPE_CHECKING:
    from crasuite.documents.record import ProductRecord

Paper = Document | Workbook
BUILDERS: dict[str, Callable[[ProductRecord], Document]] = {
    "TD": technical_documentation.build,
    "RA": risk_assessment.build,
    "RC-W": requirements_checklist.build,
    "VH": vulnerability_handling.build,
    "DP": vulnerability_handling.build_policy,
    "ST": vulnerability_handling.build_text,
    "SB": sbom_summary.build,
    "UI": user_information.build,
    "SP": support_reasons.build,
    "SL": standards_list.build,
    "DC": declaration.build,
    "SD": declaration.build_simplified,
    "AB": application.build_b,
    "AH": application.build_h,
    "PR": application.build_production,
    "CH": application.build_changes,
    "EN": application.build_enquiry,
    "CE": ce_marking.build,
}
"""Papers of the technical file by code."""


def has_technical_file(record: ProductRecord) -> bool:
    """True when the product has a technical file and the law asks us, its maker, for one."""
    is_asked = record.assessment.value("full-duties") != "no" and is_maker(record)
    return record.technical_file is not None and is_asked


def codes_of(record: ProductRecord) -> tuple[str, ...]:
    """Codes of all papers in the order of the dossier; those of the technical file only where there is "
    "one."""
    file_codes = (
        tuple(code for code in BUILDERS if code in papers_of(record)) if has_technical_file(record) else ()
    )
    checklists = tuple(
        procedure_checklist.build(record, fact).meta.code
        for fact in procedure_checklist.procedures_of(record)
    )
    check = (role_check.CODE,) if role_check.has_check(record) else ()
    return ("CR", *file_codes, *checklists, *check, "RC")


def documents_of(record: ProductRecord) -> list[tuple[str, Paper, Completeness]]:
    """Every paper with its code and how complete it is; fingerprints are still to be added."""
    made: list[tuple[str, Paper]] = [("CR", classification_record.build(record))]
    if has_technical_file(record):
        wanted = papers_of(record)
        made += [(code, build(record)) for code, build in BUILDERS.items() if code in wanted]
    for fact in procedure_checklist.procedures_of(record):
        paper = procedure_checklist.build(record, fact)
        made.append((paper.meta.code, paper))
    if role_check.has_check(record):
        made.append((role_check.CODE, role_check.build(record)))
    made.append(("RC", workbook.build(record)))
    return [(code, paper, completeness_of(record, code)) for code, paper in made]


def text_files_of(record: ProductRecord) -> list[tuple[str, str, str, Completeness]]:
    """Papers that are plain text: code, file name, text, completeness."""
    if not has_technical_file(record):
        return []
    text = vulnerability_handling.text_file(record)
    return [("ST", vulnerability_handling.TEXT_FILE, text, completeness_of(record, "ST"))]
