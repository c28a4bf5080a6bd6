"""Documents in another language than the window: chosen as a step, built, registered, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from crasuite import cli
from crasuite.documents.content import requirements_sheet, steps_sheet, workbook
from crasuite.documents.dossier_folder import paper_bytes
from crasuite.documents.xlsx_writer import CUT_NOTE, HEAD_ROW, is_cut
from crasuite.domain.procedure_step import StepStatus
from crasuite.domain.requirement import RequirementStatus
from crasuite.interview.checklist_import import ChecklistImport
from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.export import product_record
from crasuite.interview.workspace import Workspace
from crasuite.language import speaking, tr, use_language
from crasuite.rules import Pack, load_pack
from tests.unit.interview.conftest import TODAY, Clock


@pytest.fixture(scope="module")
def law() -> Pack:
    return load_pack()


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use_language("en")


@pytest.fixture
def workspace(tmp_path: Path, law: Pack) -> Iterator[Workspace]:
    with Workspace.create(
        tmp_path / "lock.crasuite", law, clock=Clock(), who=lambda: "Ana", today=lambda: TODAY
    ) as found:
        yield found


def test_the_language_is_a_step_of_its_product_and_can_be_undone(workspace: Workspace) -> None:
    lock, other = (workspace.add_sample(one).id for one in ("smart-door-lock", "password-manager"))
    documents = DocumentsFile(workspace, lock)
    assert documents.language == "en"
    use_language("de")
    assert DocumentsFile(workspace, lock).language == "de", "follows the window until somebody chooses"
    use_language("en")
    documents.set_language("de")
    assert DocumentsFile(workspace, lock).language == "de"
    assert DocumentsFile(workspace, other).language == "en"
    workspace.undo()
    assert DocumentsFile(workspace, lock).language == "en"


def test_papers_speak_their_language_and_the_list_that_of_the_window(
    workspace: Workspace, tmp_path: Path
) -> None:
    product = workspace.add_sample("password-manager").id
    english = DocumentsFile(workspace, product)
    done = english.papers_work(["CR"])(tmp_path / "en", None, None)
    assert done is not None
    english.note_export(done)
    english.set_language("de")
    german = DocumentsFile(workspace, product)
    german.reading()()
    with speaking("de"):
        title = tr("Classification record")
    assert german.paper("CR").meta.title == title  # type: ignore[union-attr]
    row = german.row("CR")
    assert row is not None
    assert row.title == "Classification record"
    assert "language of the documents" in row.changed
    assert german.record.assessment.value("class") == english.record.assessment.value("class")
    assert [one.words for one in german.gap_lines("DC")] == [one.words for one in english.gap_lines("DC")]
    done = german.papers_work(["CR"])(tmp_path / "de", None, None)
    assert done is not None
    german.note_export(done)
    assert done.files[0].name.endswith("_r02_2026-11-24_de_DRAFT.docx"), "another content, another revision"
    word = docx.Document(str(done.files[0]))
    assert word.core_properties.language == "de-DE"
    assert title in {paragraph.text for paragraph in word.paragraphs}
    lines = DocumentsFile(workspace, product).register("CR")
    assert [(one.revision.revision, one.language_words) for one in lines] == [(2, "Deutsch"), (1, "English")]
    assert DocumentsFile(workspace, product).row("CR").changed == ()  # type: ignore[union-attr]


def _cell(sheet: Any, row_id: str, head: str) -> Any:
    column = next(cell.column for cell in sheet[HEAD_ROW] if cell.value == head)
    row = next(at for at in range(HEAD_ROW + 1, sheet.max_row + 1) if sheet.cell(at, 1).value == row_id)
    return sheet.cell(row, column)


@pytest.mark.parametrize("window", ["en", "de"])
def test_a_german_workbook_comes_back_whatever_the_window_speaks(
    workspace: Workspace, tmp_path: Path, window: str
) -> None:
    product = workspace.add_sample("password-manager").id
    workspace.set_records(
        product,
        {
            "requirement": {"annex-1-1-2-a": {"applies": "yes", "how": "Scan.", "status": "in-progress"}},
            "risk": {"R-01": {"title": "Replay", "likelihood_before": 3, "impact_before": 5}},
        },
        "filling the file",
    )
    record = product_record(workspace, product, in_language="de")
    path = tmp_path / "filled.xlsx"
    with speaking("de"):
        path.write_bytes(paper_bytes(workbook.build(record)))
        sheets = [workbook.sheet_name(one) for one in ("Requirements", "Procedure")]
        status, met, done = tr("Status"), tr(requirements_sheet.STATUS[0]), steps_sheet.STATUS_WORDS
        done_words = done[StepStatus.DONE]
    use_language(window)
    untouched = ChecklistImport.read(workspace, product, path)
    assert (untouched.changes, untouched.problems) == ([], [])
    # Changed in the program meanwhile, but not to something else than the workbook says.
    workspace.set_records(
        product,
        {"requirement": {"annex-1-1-2-b": {"applies": "yes", "how": "Reset.", "status": "to-do"}}},
        "going on",
    )
    book = openpyxl.load_workbook(path)
    step = book[sheets[1]].cell(HEAD_ROW + 1, 1).value
    _cell(book[sheets[0]], "annex1.i.2.a", status).value = met
    _cell(book[sheets[1]], step, status).value = done_words
    book.save(path)
    found = ChecklistImport.read(workspace, product, path)
    assert not found.problems
    assert [change.is_conflict for change in found.changes] == [False, False]
    assert found.apply({change.key for change in found.changes}) == 2
    file = workspace.technical_file(product)
    assert file.requirement("annex-1-1-2-a").status is RequirementStatus.MET
    assert file.step(steps_sheet.step_of(step)).status is StepStatus.DONE


def test_a_cut_text_is_known_in_every_language() -> None:
    with speaking("de"):
        assert is_cut("much text" + tr(CUT_NOTE))
    assert is_cut("much text" + CUT_NOTE)
    assert not is_cut("much text")


def test_sheets_have_names_that_excel_takes() -> None:
    for code in ("en", "de", "en-XA"):
        with speaking(code):
            names = [workbook.sheet_name(one) for one in workbook._SHEETS]
        assert len(set(names)) == len(names)
        assert all(0 < len(one) <= 31 and not set(one) & set("[]:*?/\\") for one in names)


def test_the_command_line_exports_in_another_language_without_choosing_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    product = workspace.add_sample("password-manager")
    workspace.close()
    path = str(workspace.path)
    said = ["dossier", path, "--product", product.name, "--to", str(tmp_path / "dossier"), "--language", "de"]
    assert cli.main(said) == 0
    names = [one.name for one in (tmp_path / "dossier").rglob("*.docx")]
    assert names
    assert all("_de_" in one for one in names)
    said = ["export", path, "--product", product.name, "--to", str(tmp_path / "papers")]
    assert cli.main(said) == 0
    assert all("_en_" in one.name for one in (tmp_path / "papers").glob("*.docx"))
