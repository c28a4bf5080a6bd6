"""Annex I for one product: what applies, how it is met, and what proves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from crasuite.domain.evidence import EvidenceKind
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import StoreError, UserFacingError
from crasuite.interview.evidence_watch import EvidenceLook
from crasuite.interview.requirement_views import NewFile
from crasuite.interview.technical_file import RequirementsFile
from crasuite.language import tr, trn
from crasuite.ui import crash, jobs, web_links
from crasuite.ui.pages.checklist_export import ChecklistExport
from crasuite.ui.pages.product_page import ProductPage
from crasuite.ui.pages.requirements.attach_work import AttachResult, attach_work
from crasuite.ui.pages.requirements.bulk_pane import BulkPane
from crasuite.ui.pages.requirements.detail_pane import DetailPane
from crasuite.ui.pages.requirements.requirement_model import (
    SEGMENTS,
    RequirementFilter,
    RequirementModel,
    in_segment,
)
from crasuite.ui.pages.requirements.requirement_tree import RequirementTree
from crasuite.ui.product_screens import screen_of
from crasuite.ui.widgets.banner import Banner
from crasuite.ui.widgets.build import button, column, frame, label
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.job_panel import JobPanel
from crasuite.ui.widgets.list_and_detail import ListAndDetail
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.settings import Settings

_PROGRAMS = frozenset(
    (".app", ".bat", ".cmd", ".com", ".desktop", ".exe", ".jar", ".js", ".jse", ".lnk", ".msi", ".ps1", ".py")
    + (".reg", ".scr", ".sh", ".vbs", ".wsf")
)
"""Opening one of these would run it; its folder is shown instead."""


class RequirementsPage(ProductPage):
    """List at the left, the chosen point (or what several have in common) at the right."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tr("Requirements"), settings, scrolls=False, parent=parent)
        self.setAcceptDrops(True)
        self.file: RequirementsFile | None = None
        self.looks: dict[str, EvidenceLook] = {}
        self._look_job: jobs.Job | None = None
        self._temp: QTemporaryDir | None = None
        self._may_write = True
        self._build_head()
        self._build_list()
        self._build_panes()
        self.remember(self.splitter, "requirements")

    # -- building --------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        # Short, so that the head of the screen holds three of them beside the drawer.
        self.standards_button = button(
            tr("Standa&rds…"), icon_name="scale", on_click=self.open_standards, name=tr("Standards in use…")
        )
        self.attach_button = button(
            tr("Atta&ch…"), icon_name="paperclip", on_click=self.attach, name=tr("Attach evidence…")
        )
        self.standards_button.setToolTip(tr("Standards in use"))
        self.attach_button.setToolTip(tr("Attach evidence to the points chosen"))
        self.job_panel = JobPanel()
        self.checklist = ChecklistExport(self, self.job_panel)
        for one in (self.standards_button, self.checklist.button, self.attach_button):
            self.add_button(one)
        self.problem = Banner(tone="danger")
        self.problem.add_button(tr("Try again"), self.flush)
        self.problem.hide()
        self.out_of_scope = InfoBox(
            tr("The interview found that the CRA does not apply to this product."),
            tr("The list is kept. Nothing in it is asked of you while that stays so."),
            tone="info",
        )
        self.out_of_scope.hide()
        self.body.setSpacing(10)
        for widget in (self.problem, self.out_of_scope, self.checklist.note, self.job_panel):
            self.body.addWidget(widget)

    def _build_list(self) -> None:
        self.model = RequirementModel()
        self.filter = RequirementFilter(self.model)
        self.search = SearchField(tr("Find"))
        self.search.setAccessibleName(tr("Find a requirement"))
        self.search.setFixedWidth(self.fontMetrics().averageCharWidth() * 18)
        self.segments = Segments(tr("Which requirements"), [(key, tr(words)) for key, words in SEGMENTS])
        self.tree = RequirementTree(self.filter)
        self.search.textChanged.connect(self._set_words)
        self.search.leave.connect(self.tree.setFocus)
        self.segments.chosen.connect(self._set_segment)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.entered.connect(self._enter_pane)
        self._nothing = label(tr("No requirement fits. Change the words or choose All."), "muted", wrap=True)
        self._nothing.hide()

    def _build_panes(self) -> None:
        card = frame("card")
        card.setLayout(column(self.tree, margins=(1, 1, 1, 1)))
        left = QWidget()
        narrowing = FlowLayout(8)
        narrowing.addWidget(self.search)
        narrowing.addWidget(self.segments)
        holder = column(narrowing, card, self._nothing, spacing=10)
        holder.setStretch(1, 1)
        left.setLayout(holder)
        self.detail = DetailPane(self._do)
        self.detail.explain.connect(self.explain)
        self.detail.risk_opened.connect(lambda risk: self.jump.emit(Place(RecordKind.RISK, risk)))
        self.detail.handling_opened.connect(lambda line: self.jump.emit(Place(RecordKind.HANDLING, line)))
        self.panes = QStackedWidget()
        self.panes.addWidget(self.detail)
        self.splitter = ListAndDetail(
            left,
            self.panes,
            tr("List and details"),
            open_words=tr("Open this requirement"),
            both=740,
        )
        self.splitter.list_opened.connect(self.tree.setFocus)
        self.splitter.setSizes([618, 380])
        self.body.addWidget(self.splitter, 1)
        evidence = self.detail.evidence
        evidence.attach_wanted.connect(self._attach_as)
        evidence.open_wanted.connect(self.open_evidence)
        evidence.edit_wanted.connect(self.edit_evidence)
        evidence.remove_wanted.connect(self.remove_evidence)
        evidence.new_version_wanted.connect(self.take_new_version)
        evidence.new_place_wanted.connect(self.choose_new_place)
        evidence.replace_wanted.connect(self.replace_file)
        evidence.old_version_wanted.connect(self.keep_old_version)

    @cached_property
    def bulk(self) -> BulkPane:
        """What several points have in common; built when several are chosen for the first time."""
        pane = BulkPane()
        pane.change_wanted.connect(self._change_all)
        pane.attach_wanted.connect(self.attach)
        self.panes.addWidget(pane)
        return pane

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, workspace: Workspace, product_id: int) -> None:
        file = self.file
        other = file is None or file.workspace is not workspace or file.product_id != product_id
        if other:
            self.flush()
            file = self.file = RequirementsFile(workspace, product_id)
            self.looks = {}
            self.search.clear()
            self.segments.choose("all")
        assert file is not None
        self.checklist.load(workspace, product_id)
        self._may_write = not file.is_read_only
        self.attach_button.setEnabled(self._may_write)
        self.out_of_scope.setVisible(file.is_out_of_scope())
        self._show()
        if other:
            self.tree.select_first()
        if other or any(one not in self.looks for one in file.file.evidence):
            self.look()

    def _show(self) -> None:
        file = self.file
        if file is None:
            return
        rows = file.rows()
        self.set_summary(file.summary_words())
        self.model.set_rows(rows, self._flagged())
        for key, _ in SEGMENTS:
            self.segments.set_count(key, sum(in_segment(one, key) for one in rows))
        self._show_pane()

    def _show_pane(self) -> None:
        file, ids = self.file, self.tree.keys()
        if file is None:
            return
        if len(ids) > 1:
            rows = [one for one in self.model.rows() if one.id in ids]
            self.detail.flush()
            self.bulk.load(rows, file.people(), may_write=self._may_write)
            self.panes.setCurrentWidget(self.bulk)
            return
        # With nothing selected, because the filter hides it, the point at hand stays.
        wanted = ids[0] if ids else self.detail.id or self.model.rows()[0].id
        can_open = screen_of(RecordKind.RISK) is not None
        self.detail.load(file, wanted, self.looks, can_open_risks=can_open)
        self.panes.setCurrentWidget(self.detail)

    def _flagged(self) -> dict[str, int]:
        assert self.file is not None
        bad = {one for one, look in self.looks.items() if look.state.is_flagged}
        bad |= {one.id for one in self.file.file.evidence.values() if one.is_expired(self.file.today)}
        if not bad:
            return {}
        said = self.file.file.requirements.values()
        return {one.id: sum(name in bad for name in one.evidence) for one in said}

    def flush(self) -> None:
        self.detail.flush()

    def initial_focus(self) -> QWidget | None:
        return self.tree

    def filter_field(self) -> QWidget | None:
        return self.search

    def show_place(self, place: Place) -> None:
        if place.kind is RecordKind.STANDARDS:
            self.open_standards()
            return
        wanted, evidence = place.record_id, ""
        if place.kind is RecordKind.EVIDENCE and self.file is not None:
            evidence = place.record_id
            named = [one.id for one in self.file.file.requirements.values() if evidence in one.evidence]
            wanted = named[0] if named else ""
        if not self.tree.select(wanted):
            self.search.clear()
            self.segments.choose("all")
            self.tree.select(wanted)
        pane = self.detail
        pane.evidence.choose(evidence)
        if place.field or evidence:
            self.splitter.open_detail()
        target: QWidget = {
            "how": pane.how,
            "reason": pane.reason,
            "evidence": pane.evidence.attach_button,
            "risks": pane.risks.choice,
            "owner": pane.owner,
            "status": pane.status,
            "due": pane.due,
        }.get(place.field, pane.evidence.list if evidence else self.tree)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- choosing --------------------------------------------------------------------------------------------

    def ids(self) -> list[str]:
        """The points that are edited: the selected ones, else the one at hand."""
        return self.tree.keys() or ([self.detail.id] if self.detail.id else [])

    def _on_chosen(self, _ids: list[str]) -> None:
        self._show_pane()

    def _set_words(self, text: str) -> None:
        self.filter.set_words(text)
        self._after_filter()

    def _set_segment(self, segment: str) -> None:
        self.filter.set_segment(segment)
        self._after_filter()

    def _after_filter(self) -> None:
        nothing = self.filter.rowCount() == 0
        self._nothing.setVisible(nothing)
        if not nothing and not self.tree.keys() and not self.tree.select(self.detail.id):
            self.tree.select_first()

    def _enter_pane(self) -> None:
        self.splitter.open_detail()
        if len(self.tree.keys()) > 1:
            self.bulk.start()
        else:
            checked = [one for one in self.detail._radios.values() if one.isChecked()]
            (checked or [self.detail.applies])[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_all(self, values: dict[str, object]) -> None:
        file, ids = self.file, self.ids()
        if file is not None and self._do(lambda: file.change_all(ids, **values)):
            self.tree.setFocus()

    def _do(self, write: Callable[[], object]) -> bool:
        """Write something; what cannot be saved is said on the page and stays in its field."""
        try:
            write()
        except StoreError as error:
            self.problem.set_content(error.what, f"{error.why} {error.next_step}".strip(), tone="danger")
            self.problem.show()
            return False
        self.problem.hide()
        return True

    # -- standards -------------------------------------------------------------------------------------------

    def open_standards(self) -> None:
        """Choose the standards in use and see what they carry."""
        from crasuite.ui.dialogs.standards_dialog import StandardsDialog

        if self.file is not None:
            StandardsDialog(self.file, self._do, self.explain.emit, self).exec()

    # -- evidence --------------------------------------------------------------------------------------------

    def attach(self) -> None:
        """Choose files and take a copy of each in."""
        self._attach_as("file")

    def _attach_as(self, how: str) -> None:
        file, ids = self.file, self.ids()
        if file is None or not ids or not self._may_write:
            return
        if how in ("file", "place"):
            paths = self._choose_files(tr("Attach evidence"))
            self.attach_files(paths, copied=how == "file")
        elif how == "known":
            from crasuite.ui.dialogs.known_evidence_dialog import KnownEvidenceDialog

            chosen = KnownEvidenceDialog.ask(file.other_evidence(ids[0]), file.row(ids[0]).full_ref, self)
            if chosen:
                self._do(lambda: file.attach_known(ids[0], chosen))
        else:
            from crasuite.ui.dialogs.evidence_dialog import EvidenceDialog

            said = EvidenceDialog.ask("link" if how == "link" else "note", parent=self)
            if said is not None:
                attach = file.attach_link if how == "link" else file.attach_note
                self._do(lambda: attach(ids, said.name, said.content, said.valid_until))

    def _choose_files(self, title: str) -> list[Path]:
        folder = self.settings.text("evidence-folder", str(Path.home()))
        names, _ = QFileDialog.getOpenFileNames(self, title, folder)
        if names:
            self.settings.set_text("evidence-folder", str(Path(names[0]).parent))
        return [Path(name) for name in names]

    def attach_files(self, paths: Sequence[Path], *, copied: bool = True) -> None:
        """Take files in and attach them to the chosen points; also for files dropped here."""
        file, ids = self.file, self.ids()
        if file is not None and ids:
            self._take_in(file, paths, copied, lambda files: file.attach(ids, files))

    def _take_in(
        self,
        file: RequirementsFile,
        paths: Sequence[Path],
        copied: bool,
        then: Callable[[tuple[NewFile, ...]], object],
    ) -> None:
        if not paths or not self._may_write:
            return
        if self.job_panel.is_busy():
            crash.show_error(
                UserFacingError(
                    "FILE-03",
                    tr("Other files are still being taken in."),
                    tr("One after the other keeps the workspace whole."),
                    tr("Wait until they are in, or cancel them. Then attach these."),
                )
            )
            return
        job = jobs.Job(attach_work(file, paths, copied=copied), self)
        job.is_important = True
        job.done.connect(lambda result: self._taken_in(file, result, then))
        job.failed.connect(crash.show_error)
        self.job_panel.follow(job, trn("Taking in {n} file", "Taking in {n} files", len(paths)))
        job.start()

    def _taken_in(
        self, file: RequirementsFile, result: AttachResult, then: Callable[[tuple[NewFile, ...]], object]
    ) -> None:
        if result.files and self.file is not None and self.file.workspace is file.workspace:
            self._do(lambda: then(result.files))
        for problem in result.problems[:1]:
            more = len(result.problems) - 1
            why = (
                trn(
                    "{why} {n} more file could not be taken in either.",
                    "{why} {n} more files could not be taken in either.",
                    more,
                    why=problem.why,
                )
                if more
                else problem.why
            )
            crash.show_error(StoreError(problem.code, problem.what, why, problem.next_step))

    def take_new_version(self, evidence_id: str) -> None:
        """Put the present content of the original in place of the copy."""
        if self.file is not None:
            self._renew(evidence_id, Path(self.file.file.evidence[evidence_id].source_path))

    def choose_new_place(self, evidence_id: str) -> None:
        """Say where a missing file is now."""
        paths = self._choose_files(tr("Where is the file now?"))
        if paths:
            self._renew(evidence_id, paths[0])

    def replace_file(self, evidence_id: str) -> None:
        """Put another file in place of a proof; the old one stays among the earlier ones."""
        paths = self._choose_files(tr("Replace the file by"))
        if paths:
            self._renew(evidence_id, paths[0])

    def _renew(self, evidence_id: str, path: Path) -> None:
        file = self.file
        if file is None:
            return

        def renew(files: tuple[NewFile, ...]) -> None:
            self.looks.pop(evidence_id, None)
            file.take_new_version(evidence_id, files[0])

        self._take_in(file, [path], file.file.evidence[evidence_id].copied, renew)

    def keep_old_version(self, evidence_id: str) -> None:
        """Keep the copy and watch the original no longer."""
        file = self.file
        if file is not None:
            self.looks.pop(evidence_id, None)
            self._do(lambda: file.keep_old_version(evidence_id))

    def remove_evidence(self, evidence_ids: list[str]) -> None:
        """Take proofs away from the point; Undo brings them back."""
        file = self.file
        if file is not None:
            self._do(lambda: file.detach(self.detail.id, evidence_ids))
            left = self.detail.evidence.list
            (left if left.isVisible() else self.detail.evidence.attach_button).setFocus()

    def edit_evidence(self, evidence_id: str) -> None:
        """Another name, address or text."""
        from crasuite.ui.dialogs.evidence_dialog import EvidenceDialog

        file = self.file
        if file is None or not self._may_write:
            return
        record = file.file.evidence[evidence_id]
        line = file.evidence_line(evidence_id)
        said = EvidenceDialog.ask(record.kind.value, record, line.earlier, self)
        if said is None:
            return
        values: dict[str, object] = {"name": said.name or record.name, "valid_until": said.valid_until}
        if record.kind is EvidenceKind.LINK:
            values["url"] = said.content
        values["text"] = said.content if record.kind is EvidenceKind.NOTE else said.note
        self._do(lambda: file.change_evidence(evidence_id, **values))

    def open_evidence(self, evidence_id: str) -> None:
        """Open a copy of a file, so that the kept one cannot be changed, or follow an address."""
        file = self.file
        if file is None:
            return
        record = file.file.evidence[evidence_id]
        if record.kind is EvidenceKind.LINK:
            web_links.follow(record.url, self.settings)
            return
        if not record.copied:
            _open(Path(record.source_path))
            return
        if self._temp is None:
            self._temp = QTemporaryDir()
        target = Path(self._temp.filePath(evidence_id)) / (Path(record.name).name or "evidence")
        repository, sha256 = file.repository, record.sha256

        def copy_out(handle: jobs.JobHandle) -> Path:
            target.parent.mkdir(parents=True, exist_ok=True)
            repository.copy_file(sha256, target, cancelled=handle.is_cancelled)
            return target

        jobs.start(copy_out, done=lambda path: _open(Path(str(path))), parent=self)

    # -- looking whether originals changed -------------------------------------------------------------------

    def look(self) -> None:
        """Look at all originals again, off the window's thread; the point at hand comes first."""
        file = self.file
        if file is None or not file.file.evidence:
            return
        if self._look_job is not None:
            self._look_job.cancel()
        first = file.file.requirement(self.detail.id).evidence
        look = file.look([*first, *(one for one in file.file.evidence if one not in set(first))])
        job = jobs.Job(lambda handle: look(handle.is_cancelled), self)
        job.done.connect(lambda found: self._looked(file, job, found))
        job.failed.connect(lambda error: self._look_failed(file, error))
        self._look_job = job
        job.start()

    def _looked(self, file: RequirementsFile, job: jobs.Job, found: dict[str, EvidenceLook]) -> None:
        if file is not self.file:
            return
        if self._look_job is job:
            self._look_job = None
        if any(self.looks.get(one) != look for one, look in found.items()):
            self.looks = {**self.looks, **found}
            self._show()

    def _look_failed(self, file: RequirementsFile, error: Exception) -> None:
        # A workspace that was closed meanwhile has nothing left to look at.
        if file is self.file and not isinstance(error, StoreError):
            crash.show_error(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.checklist.fit(event.size().width())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and self.isActiveWindow():
            self.look()

    # -- dropping files --------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._may_write and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _dropped(event):
            event.acceptProposedAction()
            self.attach_files(paths)


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _open(path: Path) -> None:
    """Open with the system's program for it; never run it."""
    shown = path.parent if path.suffix.casefold() in _PROGRAMS else path
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))
