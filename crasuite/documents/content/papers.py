"""The one list of papers of a product: which there are, what each is called and lacks, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from crasuite.documents.content.file_view import FileView
from crasuite.documents.sheets import Workbook
from crasuite.documents.tree import Document
from crasuite.language import tr

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


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What a list of papers says of one, without making it: the same as its meta."""

    code: str
    title: str
    legal_basis: str
    gaps: int
    open_points: int
    is_workbook: bool = False


_HEADS: dict[str, tuple[str, str]] = {
    "TD": (technical_documentation.TITLE, technical_documentation.BASIS),
    "RA": (risk_assessment.TITLE, risk_assessment.BASIS),
    "RC-W": (requirements_checklist.TITLE, requirements_checklist.BASIS),
    "VH": (vulnerability_handling.TITLE, vulnerability_handling.BASIS),
    "DP": (vulnerability_handling.POLICY_TITLE, vulnerability_handling.POLICY_BASIS),
    "SB": (sbom_summary.TITLE, sbom_summary.BASIS),
    "UI": (user_information.TITLE, user_information.BASIS),
    "SP": (support_reasons.TITLE, support_reasons.BASIS),
    "SL": (standards_list.TITLE, standards_list.BASIS),
    "DC": (declaration.TITLE, declaration.BASIS),
    "SD": (declaration.SIMPLIFIED_TITLE, declaration.SIMPLIFIED_BASIS),
    "AB": (application.B_TITLE, application.B_BASIS),
    "AH": (application.H_TITLE, application.H_BASIS),
    "PR": (application.PRODUCTION_TITLE, application.PRODUCTION_BASIS),
    "CH": (application.CHANGES_TITLE, application.CHANGES_BASIS),
    "EN": (application.ENQUIRY_TITLE, application.ENQUIRY_BASIS),
    "CE": (ce_marking.TITLE, ce_marking.BASIS),
}
"""Title and legal basis of the papers of the technical file; security.txt is called as its file is."""


def codes_of(record: ProductRecord) -> tuple[str, ...]:
    """Codes of all papers in the order of the dossier; those of the technical file where there is one."""
    wanted = papers_of(record) if has_technical_file(record) else ()
    file_codes = tuple(code for code in BUILDERS if code in wanted)
    check = (role_check.CODE,) if role_check.has_check(record) else ()
    return (classification_record.CODE, *file_codes, *_checklists(record), *check, workbook.CODE)


def _checklists(record: ProductRecord) -> dict[str, str]:
    """The procedure of each checklist by its code."""
    facts = procedure_checklist.procedures_of(record)
    return {procedure_checklist.code_of(record, fact): fact for fact in facts}


def heads_of(record: ProductRecord) -> tuple[PaperHead, ...]:
    """All papers as a list says them."""
    return tuple(_head(record, code) for code in codes_of(record))


def _head(record: ProductRecord, code: str) -> PaperHead:
    title, basis = _called(record, code)
    if code in BUILDERS:
        view = FileView(record, code)
        return PaperHead(code, title, basis, len(view.gaps), view.open_count)
    gaps, points = len(record.gaps_of(code)), len(record.open_points)
    return PaperHead(code, title, basis, gaps, points, code == workbook.CODE)


def _called(record: ProductRecord, code: str) -> tuple[str, str]:
    """Title and legal basis."""
    if code == classification_record.CODE:
        return tr(classification_record.TITLE), classification_record.legal_basis(record)
    if code == workbook.CODE:
        return tr(workbook.TITLE), tr(workbook.BASIS)
    if code == role_check.CODE:
        title, _, _, article = role_check.ROLES[record.assessment.value("role") or ""]
        return tr(title), tr(article)
    if code == vulnerability_handling.TEXT_CODE:
        return vulnerability_handling.TEXT_FILE, tr(vulnerability_handling.TEXT_BASIS)
    if code in _HEADS:
        title, basis = _HEADS[code]
        return tr(title), tr(basis)
    fact = _checklists(record)[code]
    return procedure_checklist.title_of(fact), procedure_checklist.basis_of(fact)


def document_of(record: ProductRecord, code: str) -> Paper:
    """One paper of the list; its fingerprint is still to be added."""
    if code == workbook.CODE:
        return workbook.build(record)
    if code == classification_record.CODE:
        return classification_record.build(record)
    if code == role_check.CODE:
        return role_check.build(record)
    if code in BUILDERS:
        return BUILDERS[code](record)
    return procedure_checklist.build(record, _checklists(record)[code])


def documents_of(record: ProductRecord) -> list[tuple[str, Paper, Completeness]]:
    """Every paper with its code and how complete it is; fingerprints are still to be added."""
    return [(code, document_of(record, code), completeness_of(record, code)) for code in codes_of(record)]


def text_files_of(record: ProductRecord) -> list[tuple[str, str, str, Completeness]]:
    """Papers that are plain text: code, file name, text, completeness."""
    if not has_technical_file(record):
        return []
    text = vulnerability_handling.text_file(record)
    return [("ST", vulnerability_handling.TEXT_FILE, text, completeness_of(record, "ST"))]
