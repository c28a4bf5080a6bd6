"""The living list and the figures of the register in the papers of the technical file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docx import Document

from crasuite.documents.content import technical_documentation, vulnerability_handling
from crasuite.documents.dossier_folder import paper_bytes
from crasuite.domain.case import CaseKind, Severity
from crasuite.domain.handling import HandlingState
from crasuite.interview.export import product_record
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import load_pack
from tests.unit.interview.conftest import TODAY, Clock, add_answers_of


def _words(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells]).replace("\xa0", " ")


def test_the_papers_print_list_looks_and_figures_and_no_single_vulnerability(tmp_path: Path) -> None:
    with Workspace.create(
        tmp_path / "work.crasuite", load_pack(), clock=Clock(), who=lambda: "Ana", today=lambda: TODAY
    ) as workspace:
        desk = ReportingFile(workspace, add_answers_of(workspace, "smart-door-lock"))
        desk.new_case(CaseKind.VULNERABILITY, "BLE pairing bypass", opened=False, severity=Severity.HIGH)
        desk.look("h-contact", HandlingState.IN_PLACE, "A test mail was answered.", date(2026, 11, 2))
        desk.set_handling("h-contact", owner="Support lead", evidence=("Mail of 2 Nov",))
        record = product_record(workspace, desk.product_id)
        for name, build in (("VH", vulnerability_handling.build), ("TD", technical_documentation.build)):
            path = tmp_path / f"{name}.docx"
            path.write_bytes(paper_bytes(build(record)))
            said = _words(path)
            assert "1 open vulnerability: 1 high." in said, name
            for words in (
                "The contact address works",
                "In place",
                "2 Nov 2026",
                "2 Feb 2027",
                "Support lead",
            ):
                assert words in said, (name, words)
            assert "Not looked at" in said, name
            assert "BLE pairing" not in said, "a paper of the file names no vulnerability"
        assert "A test mail was answered." in said, "Annex VII (6): what the check found"
        assert "Mail of 2 Nov" in said
        assert "Not checked yet: " in said
