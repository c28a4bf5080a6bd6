"""The risk assessment of one product: register, editor, matrix, what is still needed, and the frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QWidget
from shiboken6 import isValid

from crasuite.domain.problem import Place, Problem
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import UserFacingError
from crasuite.interview.risk_file import Need, Offer, RiskFile, RiskRow, RiskView
from crasuite.language import mark, tr, trn
from crasuite.ui import crash
from crasuite.ui.pages.checklist_export import ChecklistExport
from crasuite.ui.pages.page import LEAST_LINES
from crasuite.ui.pages.product_page import ProductPage
from crasuite.ui.pages.risk.context_form import ContextForm
from crasuite.ui.pages.risk.empty_register import EmptyRegister
from crasuite.ui.pages.risk.matrix_card import MatrixCard
from crasuite.ui.pages.risk.needs_card import NeedsCard
from crasuite.ui.pages.risk.reassessment_card import ReassessmentCard
from crasuite.ui.pages.risk.register_delegate import CELL_MARGINS, RegisterDelegate, row_height
from crasuite.ui.pages.risk.register_model import TREATMENT, RegisterFilter, RegisterModel
from crasuite.ui.pages.risk.risk_editor import RiskEditor
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.job_panel import JobPanel
from crasuite.ui.widgets.list_and_detail import ListAndDetail
from crasuite.ui.widgets.row_model import ROW_ROLE
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.status_chip import chip_size
from crasuite.ui.widgets.table import Table, in_card

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.settings import Settings

_NARROW = 75  # letters across the register
_SINGLE_LINES = LEAST_LINES + 8  # of list and fields, where the matrix has a view of its own

_USUAL_LEVELS = mark("Low"), mark("Medium")


class RiskPage(ProductPage):
    """Talks to a `RiskFile` alone."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tr("Risk assessment"), settings, scrolls=False, parent=parent)
        self.risks: RiskFile | None = None
        self.view: RiskView | None = None
        self.current_id = ""
        self._loading = False
        self.law = CitationChip(tr("Art. 13(2)–(4)"))
        self.law.activated.connect(self.explain)
        self.context_button = button(
            tr("&Use and method"), icon_name="file-text", on_click=self._toggle_context
        )
        self.new_button = button(tr("&New risk"), "primary", "plus", self.new_risk)
        self.job_panel = JobPanel()
        self.checklist = ChecklistExport(self, self.job_panel)
        for one in (self.law, self.context_button, self.checklist.button, self.new_button):
            self.add_button(one)
        self.body.addWidget(self.checklist.note)
        self.body.addWidget(self.job_panel)
        # From the outside in: whatever is moved with its parts inside is styled anew, part by part.
        self.views = QStackedWidget()
        self.body.addWidget(self.views, 1)
        holder = QWidget()
        self.views.addWidget(holder)
        self._build_register(holder)

    # -- building --------------------------------------------------------------------------------------------

    @cached_property
    def context(self) -> ContextForm:
        """The frame of the assessment; built when it is first shown."""
        form = ContextForm(self._save_context)
        form.explain.connect(self.explain)
        form.question_wanted.connect(self.question_wanted)
        form.take_over_wanted.connect(self._take_over)
        form.method_wanted.connect(self.edit_method)
        self.reassessments = ReassessmentCard()
        self.reassessments.record_wanted.connect(self.record_reassessment)
        inside = column(form, self.reassessments, None, spacing=12)
        self._context_scroll = ScrollBody(inside, tr("Use, assets and method"))
        self.views.addWidget(self._context_scroll)
        if self.view is not None:
            form.load(self.view)
            self.reassessments.load(self.view.reassessments, is_read_only=self.view.is_read_only)
        return form

    def _has_context(self) -> bool:
        return "context" in self.__dict__

    def _build_register(self, holder: QWidget) -> None:
        self._left = QWidget(holder)
        self.model = RegisterModel()
        self.filter = RegisterFilter(self.model)
        self.search = SearchField(tr("Find risk"))
        self.search.setMinimumWidth(84)
        self.search.setMaximumWidth(140)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.segments = Segments(
            tr("Which risks"), [("all", tr("All")), ("untreated", tr("Untreated")), ("high", tr("High"))]
        )
        self.catalogue_button = button("", icon_name="layers", on_click=lambda: self.open_catalogue())
        self.table = Table(tr("Register of risks"), self.filter)
        self._delegate = RegisterDelegate(self.table)
        self.table.setItemDelegate(self._delegate)
        self.table.set_row_height(row_height(self.table.fontMetrics()))
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            width("R-00") + 26,
            None,
            chip_size(tr("Very high"), self.table.font()).width() + CELL_MARGINS,
            width(tr("To decide")) + 30,
            max(chip_size(tr(one), self.table.font()).width() for one in _USUAL_LEVELS) + CELL_MARGINS,
        )
        self._cell_words = label("", "body", wrap=True)
        self._show_all = button(tr("Show all"), "link", on_click=self.leave_cell)
        self._cell_bar = QWidget()
        bar = row(self._cell_words, self._show_all, margins=(12, 2, 8, 2))
        bar.setStretch(0, 1)
        self._cell_bar.setLayout(bar)
        self._cell_bar.hide()
        self._nothing = label("", "muted", wrap=True)
        self._nothing.setContentsMargins(12, 8, 12, 12)
        self._nothing.hide()
        self.editor = RiskEditor(self._save, self._left)
        self.editor.jump.connect(self._jump)
        self.editor.full_wanted.connect(self.show_full)
        self.editor.links_wanted.connect(self.edit_links)
        self.editor.delete_wanted.connect(self.delete)
        inside = column(self.editor, None, spacing=0)
        self._editor_scroll = ScrollBody(inside, tr("Current risk"), parent=self._left)
        self._filter_bar = QWidget(self._left)
        filters = row(self.search, self.segments, None, self.catalogue_button, spacing=8)
        self._filter_bar.setLayout(filters)
        self._table_card: QFrame = in_card(self.table)
        card_layout = self._table_card.layout()
        assert card_layout is not None
        card_layout.addWidget(self._nothing)
        card_layout.addWidget(self._cell_bar)
        rows = 2 * row_height(self.table.fontMetrics())
        self._table_card.setMinimumHeight(rows + self.table.horizontalHeader().sizeHint().height())
        self.empty = EmptyRegister(self._left)
        self.empty.add_wanted.connect(self._add_starter)
        self.empty.catalogue_wanted.connect(lambda: self.open_catalogue())
        self._empty_scroll = ScrollBody(column(self.empty, None), tr("First risks"), parent=self._left)
        left = column(self._filter_bar, self._table_card, self._editor_scroll, self._empty_scroll, spacing=12)
        left.setStretch(1, 1)
        left.setStretch(3, 1)
        self._left.setLayout(left)
        self.matrix = MatrixCard(holder)
        self.matrix.listed.connect(self._list_cell)
        self.needs = NeedsCard(holder)
        self.needs.wanted.connect(self._settle)
        self.changed_words = label("", "caption", wrap=True)
        side = column(self.matrix, self.needs, self.changed_words, None, spacing=12)
        self._side = ScrollBody(side, tr("Matrix and what is needed"), parent=holder)
        self.splitter = ListAndDetail(
            self._left,
            self._side,
            tr("Register and matrix"),
            open_words=tr("Risk matrix"),
            both=700,
        )
        self.splitter.list_opened.connect(self.table.setFocus)
        holder.setLayout(column(self.splitter))
        self.search.textChanged.connect(self._narrow)
        self.search.leave.connect(self.table.setFocus)
        self.segments.chosen.connect(self._segment)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.table.activated.connect(lambda _index: self.show_full(True))

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, workspace: Workspace, product_id: int) -> None:
        if self.risks is None or (self.risks.workspace, self.risks.product_id) != (workspace, product_id):
            self.flush()
            self.risks = RiskFile(workspace, product_id)
            self.current_id = ""
            self.search.clear()
            self.leave_cell()
            self.show_full(False)
            self.views.setCurrentIndex(0)
        self.checklist.load(workspace, product_id)
        self.reload()

    def reload(self) -> None:
        """Show the file as it is now; focus, line and what is being typed stay."""
        if self.risks is None:
            return
        view = self.view = self.risks.view()
        self._loading = True
        self.set_summary(view.summary)
        self.law.citation = view.law
        self.law.setText(view.law.label)
        self.model.update_rows(view.rows)
        for key, count in (("all", len(view.rows)), ("untreated", view.untreated), ("high", view.high)):
            self.segments.set_count(key, count)
        self.filter.set_segment(self.filter.segment)
        self.matrix.load(view)
        self.needs.load(view.needs)
        if self._has_context():
            self.context.load(view)
            self.reassessments.load(view.reassessments, is_read_only=view.is_read_only)
        self.changed_words.setText(
            tr("{change}. History lists every change.", change=view.last_changed) if view.last_changed else ""
        )
        self.new_button.setEnabled(not view.is_read_only)
        self.catalogue_button.setEnabled(not view.is_read_only)
        self._loading = False
        self._show_parts()
        self._select(self.current_id)

    def _show_parts(self) -> None:
        assert self.view is not None
        has_rows = bool(self.view.rows)
        full = self.editor.is_full and has_rows
        self._empty_scroll.setVisible(not has_rows)
        self._filter_bar.setVisible(has_rows and not full)
        self._table_card.setVisible(has_rows and not full)
        shown = self.filter.rowCount()
        self.table.setVisible(bool(shown))
        self._nothing.setVisible(has_rows and not shown)
        self._nothing.setText(tr("No risk fits. Empty the search or choose All."))
        self._editor_scroll.setVisible(has_rows and (bool(shown) or full))
        if not has_rows and self.risks is not None:
            self.empty.load(_starters(self.risks.offers()), is_read_only=self.view.is_read_only)
        self._fit_editor()

    def flush(self) -> None:
        self.editor.flush()
        if self._has_context():
            self.context.flush()

    def initial_focus(self) -> QWidget | None:
        if self.views.currentIndex() == 1:
            return self.context_button
        return self.table if self.view is not None and self.view.rows else self.empty.first()

    def filter_field(self) -> QWidget | None:
        return self.search

    def go_to_filter(self) -> None:
        """From wherever the list is hidden, back to it first; before the first risk, into the catalogue."""
        if self.view is None:
            return
        if not self.view.rows:
            if self.view.is_read_only:
                return
            self._show_register()
            self.open_catalogue(find=True)
            return
        self.flush()
        self._show_register()
        self.show_full(False)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_register(self) -> None:
        self.views.setCurrentIndex(0)
        self.splitter.open_list()
        self._show_titles()

    def show_place(self, place: Place) -> None:
        if place.kind is RecordKind.ASSESSMENT:
            self.show_context(place.field)
            return
        self._show_register()
        if self.view is not None and self.view.row(place.record_id) is not None:
            self.leave_cell()
            self.search.clear()
            self.segments.choose("all")
            self._select(place.record_id)
            if place.field:
                self.editor.focus_field(place.field)
            else:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back one view: from the frame, from a risk in full, from one cell to all risks."""
        if event.key() == Qt.Key.Key_Escape and self._go_back():
            return
        super().keyPressEvent(event)

    def _go_back(self) -> bool:
        if self.views.currentIndex() == 1:
            self._toggle_context()
            self.context_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.editor.is_full:
            self.editor.flush()
            self.show_full(False)
        elif self.filter.ids is not None:
            self.leave_cell()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.checklist.fit(event.size().width())
        letters = self.fontMetrics()
        most = max(300, letters.averageCharWidth() * 47)
        self.splitter.keep_width(self.splitter.right, min(most, max(322, self.width() * 3 // 8 - 18)))
        narrowing = self.segments.sizeHint().width()
        bar = self.search.minimumWidth() + narrowing + 16 + 64
        beside = self.width() * 5 // 8 - 40
        self.segments.setMinimumWidth(narrowing if bar <= beside else 0)  # the search gives way first
        is_single = not self.splitter.holds_both(self.width() - 48)
        self.set_least_lines(_SINGLE_LINES if is_single else LEAST_LINES)
        left = self.width() - 48 if is_single else beside
        bar += letters.horizontalAdvance(tr("Add from catalogue…"))
        narrow = left < max(letters.averageCharWidth() * _NARROW, bar)
        self.table.setColumnHidden(TREATMENT, narrow)
        # The words give way from the longest to none; the drawing and the name stay.
        room = left - bar + letters.horizontalAdvance(tr("Add from catalogue…"))
        only_icon = room < letters.horizontalAdvance(tr("Catalogue…"))
        short_words = "" if only_icon else tr("Catalogue…")
        self.catalogue_button.setText(short_words if narrow else tr("Add from catalogue…"))
        self.catalogue_button.setAccessibleName(tr("Add from catalogue"))
        self._fit_editor()

    def _fit_editor(self) -> None:
        """As high as its few fields need; all the height when it is open in full."""
        if not isValid(self):
            return
        if self.editor.is_full:
            self._editor_scroll.setMaximumHeight(16_777_215)
            self._editor_scroll.setMinimumHeight(0)
            self._editor_scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            return
        inner = self._editor_scroll.widget()
        layout = inner.layout() if inner is not None else None
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(self._left.width()) if layout.hasHeightForWidth() else 0
            needed = max(needed, layout.totalSizeHint().height())
            share = 3 if self.splitter.is_single else 2
            self._editor_scroll.setFixedHeight(min(needed, max(200, self.height() // share)))

    # -- the current risk ------------------------------------------------------------------------------------

    def _select(self, risk_id: str) -> None:
        """Make a risk the current one; the first one when it is not listed."""
        if self.view is None or not self.view.rows:
            self.current_id = ""
            return
        place = self.model.place_of(risk_id)
        index = self.filter.mapFromSource(self.model.index(place, 0)) if place >= 0 else QModelIndex()
        if not index.isValid():
            index = self.filter.index(0, 0)
        if index.isValid():
            self._loading = True
            if self.table.currentIndex().row() != index.row():
                self.table.setCurrentIndex(index)
            self.table.selectRow(index.row())
            self._loading = False
            self._show_risk(index.data(ROW_ROLE))

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._loading and current.isValid():
            self._show_risk(current.data(ROW_ROLE))

    def _show_risk(self, shown: RiskRow) -> None:
        assert self.view is not None
        self.current_id = shown.id
        self.editor.load(shown, self.view)
        self.matrix.choose(shown.id)
        self._fit_editor()
        QTimer.singleShot(0, self._fit_editor)  # once its new parts have their sizes

    def show_full(self, on: bool) -> None:
        """All fields of the current risk in place of the list, or the list again."""
        if self.editor.is_full == on:
            return
        self.editor.show_full(on)
        self.editor.full_button.setAccessibleName(tr("Back to the list") if on else tr("Open in full"))
        if self.view is not None:
            self._show_parts()
            if on:
                self._editor_scroll.to_top()
                self.editor.title.setFocus(Qt.FocusReason.OtherFocusReason)
            elif self.isVisible():
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, work: Callable[[RiskFile], Any]) -> Any:
        """Write; what could not be saved is shown and stays in its field. None when it failed."""
        if self.risks is None:
            return None
        try:
            result = work(self.risks)
        except UserFacingError as error:
            crash.show_error(error)
            return None
        self.reload()
        return True if result is None else result

    def _save(self, risk_id: str, values: dict[str, Any]) -> bool:
        result = self._do(lambda file: file.set_risk(risk_id, **values))
        if result:
            self._refuse(tr("{risk} keeps this link", risk=risk_id), result)
        return result is not None and not result

    def _save_context(self, name: str, text: str) -> bool:
        return self._do(lambda file: file.set_context(**{name: text})) is not None

    def _take_over(self, names: Sequence[str]) -> None:
        self.context.flush()
        self._do(lambda file: file.take_over(names))

    # -- actions ---------------------------------------------------------------------------------------------

    def new_risk(self) -> None:
        """An empty risk, opened in full."""
        self.flush()
        self._show_register()
        self.leave_cell()
        self.search.clear()
        self.segments.choose("all")
        risk_id = self._do(lambda file: file.new_risk())
        if isinstance(risk_id, str):
            self._select(risk_id)
            self.show_full(True)
            self.editor.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_catalogue(self, *, find: bool = False) -> None:
        """Threats that fit the answers; `find` starts in the search."""
        from crasuite.ui.dialogs.catalogue_dialog import CatalogueDialog

        if self.risks is None or self.view is None:
            return
        self.flush()
        known = {row.id for row in self.view.rows}
        dialog = CatalogueDialog(self.view.product, self.risks.offers(), self._accept, self)
        dialog.explain.connect(self.explain)
        if find:
            dialog.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        dialog.exec()
        self.reload()
        new = [row.id for row in self.view.rows if row.id not in known]
        if new:
            self._select(new[0])
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self, ids: Sequence[str]) -> Sequence[Offer]:
        assert self.risks is not None
        self._do(lambda file: file.accept(ids))
        return self.risks.offers()

    def _add_starter(self, threat_id: str) -> None:
        taken = self._do(lambda file: file.accept([threat_id]))
        if taken:
            self._select(taken[0])
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit_links(self) -> None:
        """Which requirements the current risk answers to."""
        from crasuite.ui.dialogs.check_dialog import CheckDialog

        if self.view is None or (shown := self.view.row(self.current_id)) is None:
            return
        items = [(one.id, f"{one.label}  {one.title}") for one in self.view.requirements]
        chosen = CheckDialog.ask(
            tr("{risk} answers to", risk=shown.id),
            tr("Tick the points of Annex I that this risk is treated by, or that it shows not to apply."),
            items,
            {one.id for one in shown.links},
            parent=self,
        )
        if chosen is not None:
            self._save(shown.id, {"requirements": chosen})

    def edit_method(self) -> None:
        """Scales and matrix."""
        from crasuite.ui.dialogs.method_dialog import MethodDialog

        if self.risks is None or self.view is None:
            return
        self.flush()
        dialog = MethodDialog.ask(self.view, self.risks.usual_matrix(), self)
        if dialog is not None:
            self._do(
                lambda file: file.set_method(
                    dialog.texts("likelihood"), dialog.texts("impact"), dialog.matrix
                )
            )

    def record_reassessment(self) -> None:
        """Keep that the assessment was looked at again, and set the next day."""
        from crasuite.ui.dialogs.reassessment_dialog import ReassessmentDialog

        if self.risks is None or self.view is None or self.view.is_read_only:
            return
        self.flush()
        said = ReassessmentDialog.ask(self.risks.today, self.view.people, self)
        if said is not None:
            self._do(
                lambda file: file.record_reassessment(
                    on=said.on,
                    who=said.who,
                    changed=said.changed,
                    outcome=said.outcome,
                    next_on=said.next_on,
                )
            )

    def delete(self, risk_id: str) -> None:
        """Delete after asking; refused with the places while it justifies that a point does not apply."""
        from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog

        if self.view is None or (shown := self.view.row(risk_id)) is None or self.risks is None:
            return
        self.editor.flush()
        problems = self.risks.problems_with_removing(risk_id)
        if problems:
            self._refuse(tr("{risk} cannot be deleted", risk=risk_id), problems)
            return
        if ConfirmDialog.ask(
            tr("Delete {risk}?", risk=risk_id),
            tr(
                "“{title}” goes off the register and out of the requirements. Edit, Undo brings it back.",
                title=shown.title,
            ),
            tr("Delete"),
            tr("Keep"),
            self,
        ):
            self.show_full(False)
            self._do(lambda file: file.remove(risk_id))

    def _refuse(self, title: str, problems: Sequence[Problem]) -> None:
        from crasuite.ui.dialogs.places_dialog import PlacesDialog

        place = PlacesDialog.ask(
            title, tr("Settle these places first. Nothing was changed."), problems, tr("Go there"), self
        )
        if place is not None:
            self.jump.emit(place)

    # -- going places ----------------------------------------------------------------------------------------

    def _settle(self, need: Need) -> None:
        if need.jump == "risk":
            self.show_place(Place(RecordKind.RISK, need.id, need.field))
        elif need.jump == "context":
            self.show_context(need.field)
        elif need.jump == "question":
            self.question_wanted.emit(need.id)
        elif need.jump == "catalogue":
            self.open_catalogue()
        elif need.jump == "reassess":
            self.record_reassessment()

    def _jump(self, place: Place) -> None:
        self.flush()
        self.jump.emit(place)

    def show_context(self, field: str = "") -> None:
        """The frame of the assessment, at a field."""
        self.context.setVisible(True)
        self.views.setCurrentIndex(1)
        self._show_titles()
        if field:
            self.context.focus_field(field)
            self._reveal(field)

    def _reveal(self, field: str, tries: int = 3) -> None:
        """Scroll to a field of the frame; again once a form that was just built has its sizes."""
        if isValid(self) and field in self.context.fields:
            self._context_scroll.ensureWidgetVisible(self.context.fields[field], 0, 60)
            if tries:
                QTimer.singleShot(0, partial(self._reveal, field, tries - 1))

    def _toggle_context(self) -> None:
        self.flush()
        if self.views.currentIndex() == 0:
            self.show_context()
            self._context_scroll.to_top()
        else:
            self._show_register()

    def _show_titles(self) -> None:
        self.context_button.setText(
            tr("Back to the &register") if self.views.currentIndex() else tr("&Use and method")
        )

    # -- narrowing -------------------------------------------------------------------------------------------

    def _narrow(self, text: str) -> None:
        self.filter.set_words(text)
        self._narrowed()

    def _segment(self, key: str) -> None:
        self.filter.set_segment(key)
        self._narrowed()

    def _narrowed(self) -> None:
        if self.view is not None and not self._loading:
            self._show_parts()
            self._select(self.current_id)

    def _list_cell(self, ids: Sequence[str], where: str) -> None:
        """Only the risks of a cell; one alone is chosen at once."""
        if not ids:
            return
        self.show_full(False)
        self.search.clear()
        self.segments.choose("all")
        self.filter.set_ids(ids)
        count = trn("{n} risk", "{n} risks", len(ids))
        self._cell_words.setText(f"{count}: {where}")
        self._cell_bar.show()
        self._show_parts()
        self._select(ids[0])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_cell(self) -> None:
        """All risks again."""
        if self.filter.ids is None:
            return
        had_focus = self._show_all.hasFocus()
        self.filter.set_ids(None)
        self._cell_bar.hide()
        self._narrowed()
        if had_focus:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _starters(offers: Sequence[Offer]) -> list[Offer]:
    """Three offers of different groups, those that speak of this product first."""
    groups: dict[str, Offer] = {}
    for one in offers:
        groups.setdefault(one.group, one)
    found = [*groups.values(), *offers]
    return list({one.id: one for one in found}.values())[:3]
