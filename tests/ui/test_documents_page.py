"""The documents screen with a real workspace: list, gaps, preview, export, out-of-date marks, letterhead."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, get_ident

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from crasuite.documents.dossier import Paper, ProductRecord, preview_document
from crasuite.domain.problem import Place
from crasuite.domain.procedure_step import StepStatus
from crasuite.domain.record_kind import RecordKind
from crasuite.interview import documents_file
from crasuite.interview.documents_file import DocumentsFile
from crasuite.interview.workspace import Workspace
from crasuite.rules import Pack, load_pack
from crasuite.ui import jobs
from crasuite.ui.dialogs import files
from crasuite.ui.dialogs.register_dialog import RegisterDialog
from crasuite.ui.pages.documents.paper_preview import PaperPreview
from crasuite.ui.pages.documents.steps_panel import StepsPanel
from crasuite.ui.pages.documents_page import DocumentsPage
from crasuite.ui.settings import Settings
from tests.ui.checks import check_all, lay_out

NOW = datetime(2026, 11, 24, 10, 2, tzinfo=UTC)
TODAY = date(2026, 11, 24)
HOW = "Each build is scanned against the national vulnerability database."


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def workspace(tmp_path: Path, pack: Pack) -> Iterator[Workspace]:
    with Workspace.create(
        tmp_path / "larkfield.crasuite", pack, clock=lambda: NOW, who=lambda: "Ana", today=lambda: TODAY
    ) as found:
        yield found


@pytest.fixture
def product(workspace: Workspace) -> int:
    """A door lock whose technical file is half finished."""
    product_id = workspace.add_sample("password-manager").id
    workspace.set_records(
        product_id,
        {
            "requirement": {
                "annex-1-1-2-a": {"applies": "yes", "how": HOW, "status": "met", "owner": "Jonas"}
            },
            "declaration": {"declaration": {"place": "Sample Town", "signatory_name": "Mara de Wit"}},
        },
        "filling the file",
    )
    return product_id


@pytest.fixture
def page(qtbot, tmp_path: Path, workspace: Workspace, product: int, look: str) -> DocumentsPage:
    page = DocumentsPage(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    workspace.on_change(lambda _ids: page.load(workspace, product))
    page.resize(1060, 740)
    page.load(workspace, product)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    done(qtbot)
    lay_out(page)
    return page


def done(qtbot) -> None:
    """Wait until everything is written, and read again after what it changed."""
    qtbot.waitUntil(lambda: jobs.running() == 0, timeout=30_000)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: jobs.running() == 0, timeout=30_000)


def choose(monkeypatch: pytest.MonkeyPatch, name: str, answer: Path | None) -> None:
    monkeypatch.setattr(files, name, lambda *_args: answer)


def test_the_screen_is_fit_to_use(page: DocumentsPage, artefacts: Path, look: str) -> None:
    page.tree.select("DC")
    lay_out(page)
    page.grab().save(str(artefacts / f"documents-{look}.png"))
    check_all(page)


def test_every_paper_stands_in_its_group(page: DocumentsPage) -> None:
    assert page.file is not None
    codes = [row.code for row in page.model.rows()]
    assert codes == [
        paper.meta.code
        for group in page.file.groups()
        for paper in [page.file.paper(c.code) for c in group.rows]
    ]
    assert {"CR", "TD", "RA", "DC", "SD", "UI", "RC"} <= set(codes)
    titles = [page.model.group(at).title for at in range(page.model.rowCount())]
    assert titles[:3] == ["Why and what", "Technical file, Annex VII", "Declaration and marking"]


def test_a_gap_leads_to_where_it_is_filled(page: DocumentsPage, qtbot) -> None:
    places: list[Place] = []
    questions: list[str] = []
    page.jump.connect(places.append)
    page.question_wanted.connect(questions.append)
    page.tree.select("DC")
    lay_out(page)
    assert page.file is not None
    line = page.file.gap_lines("DC")[0]
    assert line.words == "Function of the person who signs is missing"
    link = next(one for one in page.gaps.findChildren(QPushButton) if one.text() == "Enter")
    assert link.accessibleName() == "Enter: Function of the person who signs is missing"
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert places == [Place(RecordKind.DECLARATION, "declaration", "signatory_function")]
    page.tree.select("RC-W")
    lay_out(page)
    link = next(one for one in page.gaps.findChildren(QPushButton) if one.text() == "Go to requirements")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert places[-1].kind is RecordKind.REQUIREMENT
    assert questions == []


def test_preview_says_what_the_export_says(qtbot, page: DocumentsPage) -> None:
    page.tree.select("DC")
    text = page.preview.toPlainText()
    assert "EU declaration of conformity" in text
    assert "Thistle Password Manager" in text
    qtbot.waitUntil(lambda: "Mara de Wit" in page.preview.toPlainText())
    page.tree.select("SP")
    qtbot.waitUntil(lambda: "▲ Gap 4." in page.preview.toPlainText())
    page.tree.select("RC")
    qtbot.waitUntil(lambda: "Secure by default" in page.preview.toPlainText())


def test_a_long_paper_is_whole_once_its_beginning_is_painted(qtbot) -> None:
    blocks = [f"<p>Line {number}</p>" for number in range(1000)]
    paper = f"<html><head></head><body>{'<!--/-->'.join(blocks)}</body></html>"
    preview = PaperPreview()
    qtbot.addWidget(preview)
    preview.resize(400, 300)
    preview.show_paper("CR", "light", paper)
    assert "Line 0" in preview.toPlainText()
    assert "Line 999" not in preview.toPlainText()
    with qtbot.waitExposed(preview):
        preview.show()
    qtbot.waitUntil(lambda: preview.toPlainText().endswith("Line 999"))
    # Further down, the same paper is whole at once and stays where it is.
    bar = preview.verticalScrollBar()
    bar.setValue(5000)
    preview.show_paper("CR", "light", paper.replace("Line", "Row"))
    assert preview.toPlainText().endswith("Row 999")
    assert bar.value() == 5000
    preview.show_paper("SP", "light", paper)
    assert bar.value() == 0


def test_a_view_with_room_for_more_than_the_beginning_gets_the_whole_paper(qtbot) -> None:
    blocks = ["<p>Short</p>", f"<p><!-- {'x' * 4000} -->and long</p>", "<p>the end</p>"]
    preview = PaperPreview()
    qtbot.addWidget(preview)
    preview.resize(400, 300)
    preview.show_paper("CR", "light", f"<html><body>{'<!--/-->'.join(blocks)}</body></html>")
    preview.show()
    assert preview.toPlainText() == "Short\nand long\nthe end"


def test_every_paper_has_a_preview(page: DocumentsPage) -> None:
    for row in page.model.rows():
        page.tree.select(row.code)
        assert page.title.text() == row.title
        assert len(page.preview.toPlainText()) > 100, row.code


def test_export_notes_the_revision_and_a_change_marks_it(
    page: DocumentsPage,
    qtbot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    workspace: Workspace,
    product: int,
) -> None:
    page.tree.select("DC")
    choose(monkeypatch, "ask_to_save", tmp_path / "declaration")
    qtbot.mouseClick(page.paper_button, Qt.MouseButton.LeftButton)
    done(qtbot)
    written = tmp_path / "declaration.docx"
    assert zipfile.is_zipfile(written)
    assert page.note.isVisible()
    row = page.file.row("DC")
    assert row is not None
    assert (row.revision, row.changed) == (1, ())
    assert "exported on 24 Nov 2026" in page.per.text()
    workspace.set_records(product, {"declaration": {"declaration": {"place": "Another Town"}}}, "moving")
    done(qtbot)
    row = page.file.row("DC")
    assert row is not None
    assert any("place" in one for one in row.changed), row.changed
    assert "Changed since" in row.changed_words
    lay_out(page)
    assert page.gaps.isVisible()
    choose(monkeypatch, "ask_to_save", tmp_path / "declaration.docx")
    page.export_paper()
    done(qtbot)
    row = page.file.row("DC")
    assert row is not None
    assert (row.revision, row.changed) == (2, ())
    assert [line.revision.revision for line in page.file.register("DC")] == [2, 1]  # type: ignore[union-attr]
    assert workspace.undo_label() == "exporting “EU declaration of conformity”"


def test_the_register_lists_what_went_out(
    page: DocumentsPage, qtbot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, artefacts: Path, look: str
) -> None:
    assert not page.register_button.isEnabled()
    page.write_dossier(tmp_path / "dossier.zip")
    done(qtbot)
    assert page.register_button.isEnabled()
    assert page.file is not None
    dialog = RegisterDialog(page.file.register(), page.file.product_name, page)
    dialog.show()
    lay_out(dialog)
    assert dialog.table.model().rowCount() == len(page.model.rows())
    dialog.grab().save(str(artefacts / f"documents-register-{look}.png"))
    check_all(dialog)
    dialog.close()


def test_a_dossier_is_written_and_told_of(
    page: DocumentsPage, qtbot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, artefacts: Path, look: str
) -> None:
    choose(monkeypatch, "ask_to_save", tmp_path / "folder" / "dossier")
    qtbot.mouseClick(page.dossier_button, Qt.MouseButton.LeftButton)
    done(qtbot)
    assert (tmp_path / "folder" / "dossier" / "SHA256SUMS").is_file()
    assert "gaps marked and listed" in page.note._text.text()
    assert page.selected_button.isEnabled()
    lay_out(page)
    page.grab().save(str(artefacts / f"documents-written-{look}.png"))


def test_cancel_leaves_nothing(page: DocumentsPage, qtbot, tmp_path: Path) -> None:
    page.write_dossier(tmp_path / "new" / "dossier")
    page.job_panel.cancel()
    done(qtbot)
    assert not (tmp_path / "new").exists()
    assert "Nothing was written" in page.note._title.text()
    assert page.dossier_button.isEnabled()


def test_selected_papers_go_into_a_folder(
    page: DocumentsPage, qtbot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from PySide6.QtWidgets import QFileDialog

    page.tree.setFocus()
    QTest.keyClick(page.tree, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    count = len(page.model.rows())
    assert page.selected_button.text() == f"Export {count} &selected…"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    qtbot.mouseClick(page.selected_button, Qt.MouseButton.LeftButton)
    done(qtbot)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert sum(name.endswith((".docx", ".xlsx")) for name in names) == count


def test_a_letterhead_is_kept_and_a_refused_one_explained(
    page: DocumentsPage, qtbot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import docx

    good = tmp_path / "Larkfield.docx"
    docx.Document().save(str(good))
    choose(monkeypatch, "ask_to_open", good)
    qtbot.mouseClick(page.letterhead_button, Qt.MouseButton.LeftButton)
    done(qtbot)
    assert page._letterhead_words.text() == "Letterhead: Larkfield.docx"
    page.tree.select("DC")
    choose(monkeypatch, "ask_to_save", tmp_path / "dc.docx")
    page.export_paper()
    done(qtbot)
    with zipfile.ZipFile(tmp_path / "dc.docx") as archive:
        assert "word/theme/theme1.xml" in archive.namelist(), "the base is the letterhead"
    bad = tmp_path / "macro.docm"
    bad.write_bytes(good.read_bytes())
    choose(monkeypatch, "ask_to_open", bad)
    qtbot.mouseClick(page.letterhead_button, Qt.MouseButton.LeftButton)
    assert "cannot be used" in page.note._title.text()
    assert page._letterhead_words.text() == "Letterhead: Larkfield.docx"
    qtbot.mouseClick(page.plain_button, Qt.MouseButton.LeftButton)
    done(qtbot)
    assert page._letterhead_words.text() == "Letterhead: plain page"


def test_enter_exports_and_groups_fold(page: DocumentsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(files, "ask_to_save", lambda *args: asked.append(args[2].name))
    page.tree.select("TD")
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert len(asked) == 1
    assert "_TD_r01_2026-11-24_en_DRAFT.docx" in asked[0]
    group = page.model.index(0, 0)
    assert page.tree.isExpanded(group)
    page.tree.setCurrentIndex(group)
    QTest.keyClick(page.tree, Qt.Key.Key_Space)
    assert not page.tree.isExpanded(group)


def test_a_place_selects_its_paper(page: DocumentsPage) -> None:
    page.show_place(Place(RecordKind.DOCUMENT, "RA"))
    assert page.tree.current_code() == "RA"


def test_the_selection_survives_a_change(
    page: DocumentsPage, qtbot, workspace: Workspace, product: int
) -> None:
    page.tree.select("SD")
    workspace.set_records(product, {"user-info": {"annex-2": {"annex-2-1": "Sample maker, Town"}}}, "typing")
    done(qtbot)
    assert page.tree.current_code() == "SD"


def test_papers_are_made_in_another_thread_and_what_is_asked_meanwhile_is_done_then(
    page: DocumentsPage, qtbot, workspace: Workspace, product: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_in: list[int] = []

    may_end = Event()

    def watched(record: ProductRecord, code: str) -> Paper:
        made_in.append(get_ident())
        assert may_end.wait(10)
        return preview_document(record, code)

    monkeypatch.setattr(documents_file, "preview_document", watched)
    other = workspace.add_sample("smart-door-lock").id
    page.load(workspace, other)
    assert page.summary.text() == "Putting the documents together…"
    assert page.model.rows() == []
    page.show_place(Place(RecordKind.DOCUMENT, "SD"))
    may_end.set()
    done(qtbot)
    assert page.tree.current_code() == "SD"
    assert page.title.text() == "Simplified EU declaration of conformity"
    assert get_ident() != made_in[0]


def test_only_what_is_looked_at_is_made(
    page: DocumentsPage, workspace: Workspace, product: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def watched(record: ProductRecord, code: str) -> Paper:
        made.append(code)
        return preview_document(record, code)

    monkeypatch.setattr(documents_file, "preview_document", watched)
    file = DocumentsFile(workspace, product)
    file.reading("DC")()
    assert {row.code for group in file.groups() for row in group.rows} == {head.code for head in file.heads}
    assert file.register() == ()
    assert made == ["DC"]
    assert file.html("SD") == file.html("SD") != ""
    assert made == ["DC", "SD"]


def test_of_changes_in_a_row_the_last_one_stays_on_screen(
    page: DocumentsPage, qtbot, workspace: Workspace, product: int
) -> None:
    page.tree.select("DC")
    for place in ("Amber Town", "Birch Town", "Cedar Town"):
        workspace.set_records(product, {"declaration": {"declaration": {"place": place}}}, "moving")
    done(qtbot)
    assert "Cedar Town" in page.preview.toPlainText()


# ------------------------------------------------------------------------------------- steps of the procedure


def open_steps(page: DocumentsPage, qtbot) -> StepsPanel:
    assert page.tree.select("PC")
    page.what.choose("steps")
    lay_out(page)
    return page.steps


def test_the_steps_are_fit_to_use(page: DocumentsPage, qtbot, artefacts: Path, look: str) -> None:
    panel = open_steps(page, qtbot)
    first = panel.model.rows()[0].id
    panel.status.setCurrentIndex(panel.status.findText("Done"))
    panel.status.activated.emit(panel.status.currentIndex())
    done(qtbot)
    lay_out(page)
    page.grab().save(str(artefacts / f"documents-steps-{look}.png"))
    check_all(page)
    assert panel.id == first


def test_only_a_checklist_has_steps(page: DocumentsPage, qtbot) -> None:
    panel = open_steps(page, qtbot)
    assert panel.isVisible()
    assert page.tree.select("CR")
    assert not panel.isVisible()
    assert not page.what.isVisible()
    assert page.preview.isVisible()


def test_a_step_is_saved_at_once_and_survives_undo(
    page: DocumentsPage, workspace: Workspace, product: int, qtbot
) -> None:
    panel = open_steps(page, qtbot)
    step = panel.id
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert panel.status.hasFocus()
    QTest.keyClick(panel.status, Qt.Key.Key_Down)
    done(qtbot)
    assert workspace.technical_file(product).step(step).status is StepStatus.IN_PROGRESS
    assert panel.summary.text() == "Module A: 0 of 24 steps settled"
    panel.where.setFocus()
    QTest.keyClicks(panel.where, "E-07")
    panel.tree.setFocus()
    done(qtbot)
    assert workspace.technical_file(product).step(step).where == "E-07"
    workspace.undo()
    done(qtbot)
    assert panel.where.toPlainText() == ""
    workspace.undo()
    done(qtbot)
    assert panel.status.value() is StepStatus.TO_DO
    assert panel.id == step


def test_what_is_typed_of_a_step_is_saved_before_another_is_shown(
    page: DocumentsPage, workspace: Workspace, product: int, qtbot
) -> None:
    panel = open_steps(page, qtbot)
    first, second = (row.id for row in panel.model.rows()[:2])
    panel.where.setFocus()
    QTest.keyClicks(panel.where, "shelf 4")
    panel.tree.select(second)
    done(qtbot)
    file = workspace.technical_file(product)
    assert (file.step(first).where, file.step(second).where) == ("shelf 4", "")
    assert panel.where.toPlainText() == ""


def test_a_deadline_leads_to_its_step(page: DocumentsPage, qtbot) -> None:
    panel = open_steps(page, qtbot)
    wanted = panel.model.rows()[5].id
    page.tree.select("CR")
    page.show_place(Place(RecordKind.STEP, wanted, "due"))
    assert page.tree.current_code() == "PC"
    assert panel.id == wanted
    assert panel.due.edit.hasFocus()


def test_the_documents_get_a_language_of_their_own(qtbot, page: DocumentsPage, workspace, product) -> None:
    assert page.language_choice.accessibleName() == "Language of the documents"
    assert page.language_choice.currentText() == "English"
    summary = page.summary.text()
    page.language_choice.setCurrentIndex(page.language_choice.findText("Deutsch"))
    page.language_choice.activated.emit(page.language_choice.currentIndex())
    qtbot.waitUntil(lambda: page.file is not None and page.file.language == "de", timeout=60_000)
    assert page.language_choice.currentText() == "Deutsch"
    assert page.summary.text() == summary, "the window keeps its language"
    assert (paper := page.file.paper("CR")) is not None
    assert paper.meta.language == "de"
    lay_out(page)
    check_all(page)
    workspace.undo()
    qtbot.waitUntil(lambda: page.file is not None and page.file.language == "en", timeout=60_000)
    assert page.language_choice.currentText() == "English"
