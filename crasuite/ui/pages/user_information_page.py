"""The texts of the technical file as forms: user information, support, handling, design, declaration."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget
from shiboken6 import isValid

from crasuite.domain.problem import Place
from crasuite.errors import UserFacingError
from crasuite.interview.text_forms import FORM_TITLES, FieldView, FormId, FormView, TextForms
from crasuite.language import mark, tr, trn
from crasuite.ui import crash, jobs
from crasuite.ui.pages.forms.form_body import FormBody
from crasuite.ui.pages.forms.form_list import FormList
from crasuite.ui.pages.product_page import ProductPage
from crasuite.ui.theme import scaled_font
from crasuite.ui.widgets.build import button, clear, column, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.job_panel import JobPanel
from crasuite.ui.widgets.list_and_detail import ListAndDetail
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.section_card import SectionCard

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.settings import Settings

_GAPS_SHOWN = 9
_PICTURES = mark("Pictures (*.png *.jpg *.jpeg)")


class UserInformationPage(ProductPage):
    """Forms at the left, fields in the middle; each form is built when it is first opened."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tr("Texts of the file"), settings, scrolls=False, parent=parent)
        self.forms: TextForms | None = None
        self.form_id: FormId = "user-information"
        self.law = CitationChip(tr("Annex II"))
        self.law.activated.connect(self.explain)
        self.take_all = button("", icon_name="download", on_click=self._take_all)
        self.add_button(self.law)
        self.add_button(self.take_all)
        self.list = FormList()
        self.list.chosen.connect(self._chosen)
        self.list.left.connect(self.focus_first_gap)
        lists = SectionCard(tr("Forms"), padding=12)
        lists.body.addWidget(self.list)
        self.gaps = SectionCard(tr("What is missing here"), padding=12)
        self._gap_lines = column(spacing=2)
        self._gap_words = label("", "muted", wrap=True)
        self.gaps.body.addWidget(self._gap_words)
        self.gaps.body.addLayout(self._gap_lines)
        self._gap_buttons: list[tuple[str, QAbstractButton]] = []
        self._side = ScrollBody(column(lists, self.gaps, None, spacing=12), tr("Forms and what is missing"))
        self.job_panel = JobPanel()
        self.body.addWidget(self.job_panel)
        self._bodies: dict[FormId, FormBody] = {}
        self._place = column(spacing=0)
        self._scroll = ScrollBody(self._place, tr("Fields"))
        self.splitter = ListAndDetail(
            self._side,
            self._scroll,
            tr("Forms and fields"),
            open_words=tr("Open the form"),
            both=640,
        )
        self.splitter.list_opened.connect(self.list.setFocus)
        self.body.addWidget(self.splitter, 1)

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, workspace: Workspace, product_id: int) -> None:
        if self.forms is None or (self.forms.workspace, self.forms.product_id) != (workspace, product_id):
            self.flush()
            self.forms = TextForms(workspace, product_id)
            self._scroll.to_top()
        self.reload()

    def reload(self) -> None:
        """Show the file as it is now; focus and what is being typed stay."""
        if self.forms is None:
            return
        views = {form.id: form for form in self.forms.forms()}
        self.list.load(tuple(views.values()), self.form_id)
        self._show(views[self.form_id])

    def _show(self, form: FormView) -> None:
        self.set_summary(f"{form.title}: {form.words}. {form.help}")
        self.law.citation = form.law[0]
        self.law.setText(form.law[0].label)
        self.law.setAccessibleName(tr("{place}, explain", place=self.law.text()))
        count = len(form.suggested)
        self.take_all.setText(trn("Take over {n} suggestion", "Take over {n} suggestions", count))
        self.take_all.setVisible(bool(count) and not form.is_read_only)
        if form.id not in self._bodies:
            body = FormBody(form, self._save)
            body.explain.connect(self.explain)
            body.question_wanted.connect(self.question_wanted)
            body.take_over_wanted.connect(lambda name: self._take_over([name]))
            body.pictures_wanted.connect(self.choose_pictures)
            self._bodies[form.id] = body
            self._place.addWidget(body)
        for form_id, body in self._bodies.items():
            body.setVisible(form_id == form.id)
        assert self.forms is not None
        owner = (str(self.forms.workspace.path), self.forms.product_id)
        self._bodies[form.id].load(form, owner)
        self._show_gaps(form.open)

    def _show_gaps(self, gaps: Sequence[FieldView]) -> None:
        shown = [(one.id, one.name) for one in gaps[:_GAPS_SHOWN]]
        more = len(gaps) - len(shown)
        self._gap_words.setText(
            tr("Nothing. Every field that the file needs says something.")
            if not gaps
            else tr("{more} more below these.", more=more)
            if more
            else ""
        )
        self._gap_words.setVisible(not gaps or bool(more))
        if [(name, one.toolTip()) for name, one in self._gap_buttons] == shown:
            return
        at = next((place for place, (_, one) in enumerate(self._gap_buttons) if one.hasFocus()), -1)

        clear(self._gap_lines)
        self._gap_buttons = []
        for name, title in shown:
            go = button(
                "", "link", on_click=partial(self.focus_field, name), name=tr("Go to {field}", field=title)
            )
            go.setToolTip(title)
            self._gap_lines.addLayout(row(go, None))
            self._gap_buttons.append((name, go))
        if at >= 0 and self._gap_buttons:
            self._gap_buttons[min(at, len(self._gap_buttons) - 1)][1].setFocus()
        self._fit_gaps()
        QTimer.singleShot(0, self._fit_gaps)  # once the list has its width

    def _fit_gaps(self) -> None:
        """Shorten the titles to the room there is; the tooltip says all."""
        if not isValid(self):
            return
        room = self._side.viewport().width() - 56
        for _, go in self._gap_buttons:
            metrics = QFontMetrics(scaled_font(go.font(), 1.0, 600))
            shown = metrics.elidedText(go.toolTip(), Qt.TextElideMode.ElideRight, max(60, room))
            go.setText(shown.replace("&", "&&"))

    def flush(self) -> None:
        for body in self._bodies.values():
            body.flush()

    def initial_focus(self) -> QWidget | None:
        return self.list

    def show_place(self, place: Place) -> None:
        if self.forms is not None and (found := self.forms.where(place)) is not None:
            self.focus_field(found[1])

    def open_form(self, form_id: FormId) -> None:
        """Show another form."""
        if form_id != self.form_id:
            self.flush()
            self.form_id = form_id
            self._scroll.to_top()
        self.reload()

    def focus_field(self, field: str) -> None:
        """Go to a field of any form."""
        if self.forms is None:
            return
        form_id = next(
            (one.id for one in self.forms.forms() if any(view.id == field for view in one.fields)), None
        )
        if form_id is None:
            return
        self.open_form(form_id)
        self.splitter.open_detail()
        widget = self._bodies[form_id].field(field)
        widget.focus_field()
        self._reveal(widget)

    def _reveal(self, widget: QWidget, tries: int = 3) -> None:
        """Scroll to a field; again once a form that was just built has its sizes."""
        if not isValid(widget) or not isValid(self):
            return
        self._scroll.ensureWidgetVisible(widget, 0, 60)
        if tries:
            QTimer.singleShot(0, partial(self._reveal, widget, tries - 1))

    def focus_first_gap(self) -> None:
        """The first field that is still open, or the first one."""
        assert self.forms is not None
        form = self.forms.form(self.form_id)
        self.focus_field((form.open or form.fields)[0].id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inner, bar = self._side.widget(), self._side.verticalScrollBar().sizeHint().width()
        needed = inner.minimumSizeHint().width() + bar if inner is not None else 0
        self.splitter.keep_width(self.splitter.left, max(needed, 200, min(280, self.width() // 4)))
        QTimer.singleShot(0, self._fit_gaps)

    # -- writing ---------------------------------------------------------------------------------------------

    def _save(self, field: str, text: str) -> bool:
        if self.forms is None:
            return False
        try:
            self.forms.set_text(field, text)
        except UserFacingError as error:
            crash.show_error(error)
            return False
        self.reload()
        return True

    def _take_over(self, fields: Sequence[str]) -> None:
        if self.forms is None:
            return
        self.flush()
        try:
            self.forms.take_over(fields)
        except UserFacingError as error:
            crash.show_error(error)
        self.reload()

    def _take_all(self) -> None:
        assert self.forms is not None
        self._take_over([one.id for one in self.forms.form(self.form_id).suggested])
        if not self.take_all.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pictures --------------------------------------------------------------------------------------------

    def choose_pictures(self, field: str) -> None:
        """Choose pictures that a text shall name."""
        folder = self.settings.text("evidence-folder", str(Path.home()))
        names, _ = QFileDialog.getOpenFileNames(self, tr("Attach pictures"), folder, tr(_PICTURES))
        if names:
            self.settings.set_text("evidence-folder", str(Path(names[0]).parent))
            self.attach_pictures(field, [Path(name) for name in names])

    def attach_pictures(self, field: str, paths: Sequence[Path]) -> None:
        """Take copies in as evidence and name each in the text."""
        from crasuite.interview.technical_file import RequirementsFile
        from crasuite.ui.pages.requirements.attach_work import AttachResult, attach_work

        forms = self.forms
        if forms is None or not paths or self.job_panel.is_busy():
            return
        file = RequirementsFile(forms.workspace, forms.product_id)

        def taken_in(result: object) -> None:
            assert isinstance(result, AttachResult)
            if result.files and self.forms is not None and self.forms.workspace is forms.workspace:
                try:
                    forms.attach_pictures(field, result.files)
                except UserFacingError as error:
                    crash.show_error(error)
                self.reload()
            if result.problems:
                crash.show_error(result.problems[0])

        job = jobs.Job(attach_work(file, paths, copied=True), self)
        job.is_important = True
        job.done.connect(taken_in)
        job.failed.connect(crash.show_error)
        self.job_panel.follow(job, trn("Taking in {n} picture", "Taking in {n} pictures", len(paths)))
        job.start()

    def _chosen(self, form_id: str) -> None:
        if form_id in FORM_TITLES:
            self.open_form(form_id)
