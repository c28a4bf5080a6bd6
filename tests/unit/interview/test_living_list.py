"""The living list and the figures of the register in the papers of the technical file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document

from crasuite.documents.content import technical_documentation, vulnerability_handling
from crasuite.documents.dossier_folder import paper_bytes
from crasuite.domain.case import CaseKind, Severity
from crasuite.domain.handling import FindingSource, HandlingState
from crasuite.domain.record_kind import RecordKind
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


def test_papers_of_a_product_nobody_looked_after_say_so_once(tmp_path: Path) -> None:
    with Workspace.create(
        tmp_path / "work.crasuite", load_pack(), clock=Clock(), who=lambda: "Ana", today=lambda: TODAY
    ) as workspace:
        product = add_answers_of(workspace, "smart-door-lock")
        path = tmp_path / "VH.docx"
        path.write_bytes(paper_bytes(vulnerability_handling.build(product_record(workspace, product))))
        said = _words(path)
    assert "No look at how these processes work is recorded yet." in said
    assert "Not looked at" not in said
    assert "0 open vulnerabilities. Not checked: no list of findings was compared" in said


@pytest.mark.parametrize(("days", "sentences"), [(1, 1), (400, 2)])
def test_only_a_fresh_list_lets_the_number_stand_alone(tmp_path: Path, days: int, sentences: int) -> None:
    with Workspace.create(
        tmp_path / "work.crasuite", load_pack(), clock=Clock(), who=lambda: "Ana", today=lambda: TODAY
    ) as workspace:
        product = add_answers_of(workspace, "smart-door-lock")
        at = workspace.now - timedelta(days=days)
        source = FindingSource("F-01", format="OSV", made=at, imported=workspace.now)
        workspace.repository.set_record(
            product, RecordKind.FINDING_SOURCE, source.id, source.to_json(), label="importing a list"
        )
        assert len(product_record(workspace, product).handling_figures) == sentences
