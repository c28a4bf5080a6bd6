"""The papers of one product: how complete, what is missing, a look at each, and export."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from crasuite.documents.content import procedure_checklist
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import StoreError, UserFacingError
from crasuite.interview.documents_file import DocumentsFile, Exported, GapLine, WrittenDossier
from crasuite.language import LANGUAGES, mark, tr, trn
from crasuite.ui import crash, jobs
from crasuite.ui.dialogs import files
from crasuite.ui.pages.documents.gap_card import GapCard
from crasuite.ui.pages.documents.paper_model import PaperModel
from crasuite.ui.pages.documents.paper_preview import PaperPreview
from crasuite.ui.pages.documents.paper_tree import PaperTree
from crasuite.ui.pages.product_page import ProductPage
from crasuite.ui.tokens import current
from crasuite.ui.widgets.build import button, clear, column, frame, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.elided_text import ElidedText
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.job_panel import JobPanel
from crasuite.ui.widgets.list_and_detail import ListAndDetail
from crasuite.ui.widgets.preview_colours import preview_colours
from crasuite.ui.widgets.saved_choice import SavedChoice
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.written_note import WrittenNote

if TYPE_CHECKING:
    from crasuite.interview.procedure_file import ProcedureFile
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.pages.documents.steps_panel import StepsPanel
    from crasuite.ui.settings import Settings

_FOLDER = "export-folder"
_SOON_SECONDS = 0.04
_WORD, _EXCEL = mark("Word documents (*.docx)"), mark("Excel workbooks (*.xlsx)")
_ZIP_OR_FOLDER = mark("ZIP file (*.zip);;Folder (*)")


class DocumentsPage(ProductPage):
    """Talks to a `DocumentsFile` alone; a new one is made after each change, away from the window's thread.

    What the user asks for before it is there is done once it is.
    """

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tr("Documents"), settings, scrolls=False, parent=parent)
        self.file: DocumentsFile | None = None
        """What is on screen; None while the papers are being made."""
        self._coming: DocumentsFile | None = None
        self._then: Callable[[], object] | None = None
        self._build_head()
        self._build_list()
        self._build_paper()
        self.remember(self.splitter, "documents")
        QShortcut(QKeySequence("Ctrl+Shift+E"), self, self.export_dossier)

    # -- building --------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        self.import_button = button(
            tr("&Import checklist…"), icon_name="upload", on_click=self.import_checklist
        )
        self.selected_button = button(tr("Export &selected…"), on_click=self.export_selected)
        self.dossier_button = button(
            tr("Export &all as dossier…"), "primary", "folder-output", self.export_dossier
        )
        for one in (self.import_button, self.selected_button, self.dossier_button):
            self.add_button(one)
        # A wrapped text that may be narrow asks for a height nobody has; the window would grow by it.
        self.summary.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
        self.note = WrittenNote()
        self.job_panel = JobPanel()
        self.body.setSpacing(10)
        self.body.addWidget(self.note)
        self.body.addWidget(self.job_panel)

    def _build_list(self) -> None:
        self.model = PaperModel()
        self.tree = PaperTree(self.model)
        self.tree.chosen.connect(lambda _codes: self._show_paper())
        self.tree.entered.connect(self.export_paper)
        self._letterhead_words = ElidedText(token="text2", mode=Qt.TextElideMode.ElideRight)
        self.letterhead_button = button(tr("&Letterhead…"), "link", on_click=self.choose_letterhead)
        self.plain_button = button(tr("Use the plain page"), "link", on_click=self.remove_letterhead)
        self.register_button = button(tr("Exported &revisions…"), "link", on_click=self.show_register)
        self.language_choice = SavedChoice(tr("Language of the documents"), LANGUAGES, self.choose_language)

    def _build_paper(self) -> None:
        card = frame("card")
        card.setLayout(column(self.tree, margins=(1, 1, 1, 1)))
        foot = row(self._letterhead_words, self.letterhead_button, self.plain_button, self.register_button)
        foot.setStretch(0, 1)
        said = label(tr("Language of the documents"), "muted")
        said.setBuddy(self.language_choice)
        spoken = row(said, self.language_choice, None)
        left = QWidget()
        holder = column(card, foot, spoken, spacing=6)
        holder.setStretch(0, 1)
        left.setLayout(holder)
        self.title = label("", "section", wrap=True)
        self.per = label("", "caption", wrap=True)
        for words in (self.title, self.per):
            words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 24)
        self._chips = row(spacing=6)
        self.paper_button = button(tr("Export &Word…"), icon_name="file-text", on_click=self.export_paper)
        states = QWidget()
        states.setLayout(self._chips)
        beside = QWidget()
        flow = FlowLayout(8, to_the_right=True)
        flow.addWidget(states)
        flow.addWidget(self.paper_button)
        beside.setLayout(flow)
        head = row(column(self.title, self.per, spacing=1), beside, spacing=8)
        head.setStretch(0, 1)
        head.setAlignment(beside, Qt.AlignmentFlag.AlignTop)
        self.gaps = GapCard()
        self.gaps.jump.connect(self._jump)
        self.preview = PaperPreview()
        self.preview.setFrameShape(QFrame.Shape.NoFrame)
        page = frame("card")
        page.setLayout(column(self.preview, margins=(1, 1, 1, 1)))
        paper = QWidget()
        inside = column(self.gaps, page, spacing=10)
        inside.setStretch(1, 1)
        paper.setLayout(inside)
        self.views = QStackedWidget()
        self.views.addWidget(paper)
        self.what = Segments(tr("Preview or steps"), (("preview", tr("Preview")), ("steps", tr("Steps"))))
        self.what.chosen.connect(lambda _key: self._show_steps())
        self._what_line = QWidget()
        self._what_line.setLayout(row(self.what, None))
        right = QWidget()
        layout = column(head, self._what_line, self.views, spacing=10)
        layout.setStretch(2, 1)
        right.setLayout(layout)
        self.splitter = ListAndDetail(
            left,
            right,
            tr("List and preview"),
            open_words=tr("Open the document"),
            both=640,
        )
        self.splitter.list_opened.connect(self.tree.setFocus)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([540, 466])
        self.body.addWidget(self.splitter, 1)

    @cached_property
    def steps(self) -> StepsPanel:
        """What is said of the steps of the procedure; built when it is first looked at."""
        from crasuite.ui.pages.documents.steps_panel import StepsPanel

        panel = StepsPanel(self._save)
        panel.explain.connect(self.explain)
        self.views.addWidget(panel)
        return panel

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, workspace: Workspace, product_id: int) -> None:
        before = self._coming
        other = before is None or (before.workspace, before.product_id) != (workspace, product_id)
        self.file, self._coming = None, DocumentsFile(workspace, product_id)
        if other:
            self._then = None
            self._show_nothing()
        else:
            self._show_steps()
        coming, made = self._coming, Event()
        read = coming.reading(self.tree.current_code())

        def work(_handle: jobs.JobHandle) -> None:
            read()
            made.set()

        jobs.start(
            work,
            done=lambda _nothing: self._fill(coming),
            failed=lambda error: self._not_made(coming, error),
            parent=self,
        )
        # Most products take less than a frame or two: then the page comes up whole, and once.
        if made.wait(_SOON_SECONDS):
            self._fill(coming)

    def let_go(self) -> None:
        self.file = self._coming = self._then = None

    def _show_nothing(self) -> None:
        self.note.hide()
        self._what_line.hide()
        self.views.setCurrentIndex(0)
        self.model.set_groups(())
        self.set_summary(tr("Putting the documents together…"))
        self.title.clear()
        self.per.clear()
        clear(self._chips)
        self.gaps.hide()
        self.preview.show_nothing()

    def _not_made(self, file: DocumentsFile, error: Exception) -> None:
        if file is self._coming:
            self.set_summary(tr("The documents could not be put together."))
            crash.show_error(error)

    def _fill(self, file: DocumentsFile) -> None:
        if file is not self._coming or file is self.file:
            return  # changed again by then, or there already
        self.file = file
        self.model.set_groups(file.groups())
        self.set_summary(file.summary_words())
        letterhead = file.letterhead()
        page = letterhead.name if letterhead else tr("Plain page")
        self._letterhead_words.set_text(
            tr("Letterhead: {file}", file=page) if letterhead else tr("Letterhead: plain page"), page
        )
        may_write = not file.is_read_only
        self.language_choice.load(file.language)
        self.language_choice.setEnabled(may_write)
        self.letterhead_button.setEnabled(may_write)
        self.import_button.setEnabled(may_write)
        self.plain_button.setVisible(letterhead is not None)
        self.plain_button.setEnabled(may_write)
        self.register_button.setEnabled(bool(file.register()))
        if not self.tree.keys():
            self.tree.select_first()
        self._show_paper()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _ready(self, then: Callable[[], object]) -> DocumentsFile | None:
        """What is on screen; None while it is being made, and `then` is called once it is there."""
        if self.file is None:
            self._then = then
        return self.file

    def show_place(self, place: Place) -> None:
        """Select the paper that is meant, or the first one that prints the record."""
        if self._ready(partial(self.show_place, place)) is None:
            return
        if place.kind is RecordKind.DOCUMENT and self.tree.select(place.record_id):
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        if place.kind is RecordKind.STEP:
            procedure = self._procedure()
            code = procedure.code_of_step(place.record_id) if procedure is not None else ""
            if self.tree.select(code):
                self.splitter.open_detail()
                self.what.choose("steps")
                self.steps.show_place(place)

    def initial_focus(self) -> QWidget | None:
        return self.tree

    def _show_paper(self) -> None:
        file, code = self.file, self.tree.current_code()
        if file is None:
            return  # comes again once the papers are made
        paper = file.row(code) if code else None
        count = len(self.tree.keys())
        self.selected_button.setEnabled(bool(count) and not self.job_panel.is_busy())
        self.selected_button.setText(
            tr("Export {number} &selected…", number=count) if count > 1 else tr("Export &selected…")
        )
        self.paper_button.setEnabled(paper is not None)
        if paper is None:
            return
        self.title.setText(paper.title)
        self.per.setText(f"{paper.per_words}. {paper.exported_words}.")
        self.paper_button.setText(tr("Export E&xcel…") if paper.is_workbook else tr("Export &Word…"))
        clear(self._chips)
        for cite in paper.cites:
            chip = CitationChip(cite)
            chip.activated.connect(self.explain)
            self._chips.addWidget(chip)
        self._show_steps()
        self.gaps.load(paper, file.gap_lines(code))
        self.preview.show_paper(code, current().name, file.html(code, preview_colours()))

    def _procedure(self) -> ProcedureFile | None:
        """The steps of the product's procedure, as they are now."""
        from crasuite.interview.procedure_file import ProcedureFile

        coming = self._coming
        return ProcedureFile(coming.workspace, coming.product_id) if coming is not None else None

    def _show_steps(self) -> None:
        """The checklist of a procedure can be filled where it is shown; other papers have a preview only."""
        code = self.tree.current_code()
        is_checklist = code.partition("-")[0] == procedure_checklist.CODE
        self._what_line.setVisible(is_checklist)
        if is_checklist and self.what.key() == "steps" and (procedure := self._procedure()) is not None:
            self.steps.load(procedure, code)
            self.views.setCurrentWidget(self.steps)
        else:
            self.flush()
            self.views.setCurrentIndex(0)

    def flush(self) -> None:
        if "steps" in self.__dict__:
            self.steps.flush()

    def _save(self, write: Callable[[], object]) -> bool:
        """Write something; what cannot be saved is said on the page and stays in its field."""
        try:
            write()
        except StoreError as error:
            self.note.say(error.what, f"{error.why} {error.next_step}".strip(), tone="danger")
            return False
        return True

    def _jump(self, line: GapLine) -> None:
        if line.place is not None:
            self.jump.emit(line.place)
        elif line.question:
            self.question_wanted.emit(line.question)

    # -- export ----------------------------------------------------------------------------------------------

    def _folder(self) -> Path:
        last = self.settings.text(_FOLDER)
        return Path(last) if last else Path.home() / "Documents"

    def export_paper(self) -> None:
        """Write the paper on screen to a file."""
        file, code = self._ready(self.export_paper), self.tree.current_code()
        if file is None or not code or self.job_panel.is_busy():
            return
        start = self._folder() / file.suggested_name(code)
        kinds = _EXCEL if start.suffix == ".xlsx" else _WORD
        target = files.ask_to_save(self, tr("Export document"), start, tr(kinds))
        if target is None:
            return
        if target.suffix.lower() != start.suffix:
            target = target.with_name(target.name + start.suffix)
        work = file.paper_work(code)
        self._run(
            lambda _handle: work(target),
            tr("Writing {name}", name=target.name),
            target.parent,
            self._papers_done,
        )

    def export_selected(self) -> None:
        """Write the selected papers into a folder."""
        from PySide6.QtWidgets import QFileDialog

        file, codes = self._ready(self.export_selected), self.tree.keys()
        if file is None or not codes or self.job_panel.is_busy():
            return
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder for the documents"), str(self._folder()))
        if not chosen:
            return
        folder, work = Path(chosen), file.papers_work(codes)

        def write(handle: jobs.JobHandle) -> object:
            done = work(folder, handle.report, handle.is_cancelled)
            if done is None:
                handle.check()
            return done

        self._run(
            write,
            trn("Writing {n} document", "Writing {n} documents", len(codes)),
            folder,
            self._papers_done,
        )

    def export_dossier(self) -> None:
        """Write everything into a folder or a ZIP."""
        file = self._ready(self.export_dossier)
        if file is None or self.job_panel.is_busy():
            return
        start = self._folder() / f"{file.dossier_name()}.zip"
        target = files.ask_to_save(
            self, tr("Export dossier as ZIP file or folder"), start, tr(_ZIP_OR_FOLDER)
        )
        if target is not None:
            self.write_dossier(target)

    def write_dossier(self, target: Path) -> None:
        """Write the dossier there."""
        assert self.file is not None
        work = self.file.dossier_work()

        def write(handle: jobs.JobHandle) -> object:
            done = work(target, handle.report, handle.is_cancelled)
            if done is None:
                handle.check()
            return done

        self._run(write, tr("Writing the dossier"), target.parent, self._dossier_done)

    def _run(
        self,
        work: Callable[[jobs.JobHandle], object],
        title: str,
        folder: Path,
        done: Callable[[object], None],
    ) -> None:
        self.note.hide()
        self.settings.set_text(_FOLDER, str(folder))
        self.note.folder = folder
        job = jobs.Job(work, self)
        job.is_important = True
        job.done.connect(done)
        job.failed.connect(self.note.say_failed)
        job.cancelled.connect(lambda: self.note.say(tr("Stopped. Nothing was written."), ""))
        self.job_panel.follow(job, title)
        job.ended.connect(self._ended)
        for one in (self.selected_button, self.dossier_button, self.paper_button):
            one.setEnabled(False)
        job.start()

    def _ended(self) -> None:
        self.dossier_button.setEnabled(True)
        self._show_paper()

    def _papers_done(self, result: object) -> None:
        assert isinstance(result, Exported)
        self._note(result)
        words = trn("{n} file", "{n} files", len(result.files))
        if len(result.files) == 1:
            words = result.files[0].name
        self.note.say(tr("{files} written.", files=words), str(self.note.folder), folder=self.note.folder)
        if result.problems:
            first = result.problems[0]
            self.note.say(
                tr(
                    "{files} written, {others} not.",
                    files=words,
                    others=trn("{n} file", "{n} files", len(result.problems)),
                ),
                f"{first.what} {first.why} {first.next_step}",
                tone="warn",
                folder=self.note.folder,
            )

    def _dossier_done(self, result: object) -> None:
        assert isinstance(result, WrittenDossier)
        dossier, exported = result.dossier, result.exported
        self._note(exported)
        words = [trn("{n} file.", "{n} files.", len(dossier.files) + 3)]
        if gaps := len(exported.record.gaps):
            words.append(trn("{n} gap marked and listed.", "{n} gaps marked and listed.", gaps))
        if dossier.left_out:
            first, more = dossier.left_out[0], len(dossier.left_out) - 1
            named = f"{first.id} {first.title}"
            words.append(
                tr("Not enclosed: {file} and {more} more; {why}.", file=named, more=more, why=first.why)
                if more
                else tr("Not enclosed: {file}; {why}.", file=named, why=first.why)
            )
        target = dossier.target
        self.note.say(
            tr("The dossier is in {name}.", name=target.name),
            " ".join(words),
            folder=target if target.is_dir() else target.parent,
        )

    def _note(self, exported: Exported) -> None:
        """Note what went out; the files are written whether that works or not."""
        if self._coming is None:
            return
        try:
            self._coming.note_export(exported)
        except StoreError as error:
            crash.show_error(error)

    # -- letterhead, register, import ------------------------------------------------------------------------

    def choose_letterhead(self) -> None:
        """Take a Word file of the maker's as the page of every paper."""
        path = files.ask_to_open(self, tr("Letterhead"), self._folder(), tr(_WORD))
        if path is not None:
            self.take_letterhead(path)

    def take_letterhead(self, path: Path | None) -> None:
        """Use this file, or the plain page; a refused file is explained."""
        file = self._ready(partial(self.take_letterhead, path))
        if file is None:
            return
        try:
            file.set_letterhead(path)
        except UserFacingError as error:
            self.note.say(error.what, f"{error.why} {error.next_step}".strip(), tone="danger")
            return
        self.note.hide()
        self.load(file.workspace, file.product_id)

    def remove_letterhead(self) -> None:
        """Back to the plain page."""
        self.take_letterhead(None)

    def choose_language(self, code: str) -> bool:
        """Make the documents in this language from now on; the window keeps its own."""
        file = self.file
        if file is None:
            return False
        try:
            file.set_language(code)
        except StoreError as error:
            self.note.say(error.what, f"{error.why} {error.next_step}".strip(), tone="danger")
            return False
        self.note.hide()
        self.load(file.workspace, file.product_id)
        return True

    def show_register(self) -> None:
        """Every revision that was exported."""
        from crasuite.ui.dialogs.register_dialog import RegisterDialog

        file = self._ready(self.show_register)
        if file is not None:
            RegisterDialog(file.register(), file.product_name, self).exec()

    def import_checklist(self) -> None:
        """Read a filled workbook back."""
        from crasuite.ui.dialogs.import_checklist_dialog import ImportChecklistDialog

        file = self._ready(self.import_checklist)
        if file is None:
            return
        path = files.ask_to_open(self, tr("Import checklist"), self._folder(), tr(_EXCEL))
        if path is None:
            return
        ImportChecklistDialog(file.workspace, file.product_id, path, self).exec()
