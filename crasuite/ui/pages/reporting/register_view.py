"""The register of vulnerabilities and incidents of the product: list, one line in full, lists taken in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QWidget

from crasuite.domain.case import CaseKind, Exploit
from crasuite.domain.english import Worded
from crasuite.domain.handling import ListState
from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.errors import CraSuiteError, UserFacingError
from crasuite.interview.findings_file import FindingsImport, ReadList, read_list
from crasuite.interview.moment_words import day_words
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.sbom_file import component_key, load_sbom
from crasuite.language import mark, number, tr, trn
from crasuite.ui import crash, jobs
from crasuite.ui.announce import announce
from crasuite.ui.pages.reporting.case_editor import CaseEditor, moment_words
from crasuite.ui.pages.reporting.case_fields import SEVERITIES
from crasuite.ui.pages.reporting.register_delegate import CaseDelegate, row_height
from crasuite.ui.pages.reporting.register_model import (
    AWARE,
    COMPONENTS,
    EXPLOIT_WORDS,
    ROW_ROLE,
    STATUS,
    STATUS_WORDS,
    TITLE,
    CaseModel,
)
from crasuite.ui.pages.reporting.reporting_view import ReportingView
from crasuite.ui.widgets.build import IconLabel, button, column, frame, label, row
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.import_card import ImportCard, ImportWords
from crasuite.ui.widgets.import_cards import ImportCards, files_of
from crasuite.ui.widgets.list_and_detail import ListAndDetail
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.status_chip import chip_size
from crasuite.ui.widgets.table import Table, in_card
from crasuite.ui.widgets.words_and_controls import WordsAndControls

_FILTER = mark("Lists of findings (*.json *.xml *.csv *.cdx);;All files (*)")
_WIDE_FROM = 860
"""Narrower tables leave out components and versions, and name the status below the severity."""
_CHOICES: dict[str, tuple[str, Mapping[Any, str]]] = {
    "kind": (
        mark("Kind"),
        Worded({CaseKind.VULNERABILITY: mark("Vulnerabilities"), CaseKind.INCIDENT: mark("Incidents")}),
    ),
    "status": (mark("Status"), STATUS_WORDS),
    "severity": (mark("Severity"), SEVERITIES),
    "exploit": (mark("Exploited"), EXPLOIT_WORDS),
}
_LEAST_LETTERS = 22
"""Of a title, below which the day somebody learned of it gives way; the line in full tells it too."""
_NARROW = 84
"""Fewer letters across leave what is said of the lists too little room beside its buttons."""
_SAMPLE_COMPONENTS = "a-component-name, one"
_SAMPLE_DUE = datetime(2026, 9, 28, tzinfo=UTC)
_STATE_LOOK = {
    ListState.CHECKED: ("circle-check", "ok"),
    ListState.NOT_CHECKED: ("circle-question-mark", "warn"),
    ListState.OLD: ("calendar-clock", "warn"),
}


class RegisterView(ReportingView):
    """Talks to `ReportingFile`; lists of findings are read off the window's thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.current_id = ""
        self._is_loading = False
        self._folder = ""
        self._build()

    # -- building --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.model = CaseModel()
        self.search = SearchField(tr("Find in the register"))
        self.search.setMinimumWidth(90)
        self.search.setMaximumWidth(self.search.fontMetrics().averageCharWidth() * 26)
        self.choices = {name: self._choice(name) for name in _CHOICES}
        self.add_button = button(tr("&Add…"), icon_name="plus", on_click=self._offer_kinds)
        self.import_button = button(tr("&Import findings…"), icon_name="download", on_click=self.choose_file)
        self.lists_button = button(
            tr("&Lists…"), "link", "layers", self.show_lists, name=tr("Imported lists")
        )
        self._state_icon = IconLabel("circle-question-mark", "warn", 18)
        self._state_words = label("", wrap=True)
        # Qt asks for the height of wrapped text at its smallest width, so that must not be absurd.
        self._state_words.setMinimumWidth(240)
        self._state = frame("sunken")
        self._state_line = WordsAndControls(
            column(self._state_words), row(self.lists_button, self.import_button), spacing=10
        )
        line = row(self._state_icon, self._state_line, spacing=10, margins=(14, 6, 10, 6))
        line.setStretch(1, 1)
        self._state.setLayout(line)
        self.imports = ImportCards(8)
        self.table = Table(tr("Register of vulnerabilities and incidents"), self.model)
        self.table.setItemDelegate(CaseDelegate(self.table))
        self.table.set_row_height(row_height(self.table.fontMetrics()))
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        width = self.table.fontMetrics().horizontalAdvance
        due = tr("due {date}, {time}", date=day_words(_SAMPLE_DUE.date(), _SAMPLE_DUE), time="00:00")
        self.table.set_column_widths(
            width(tr("New, suspected exploited")),
            None,
            width(_SAMPLE_COMPONENTS) + 12,
            width(EXPLOIT_WORDS[Exploit.UNKNOWN]) + 8,
            width(trn("in {n} other product", "in {n} other products", 12)) - 12,
            max(width(tr("Check if to report")) + 54, chip_size(due, self.table.font()).width() + 18),
        )
        self.table.keep_readable(TITLE, _LEAST_LETTERS, AWARE)
        self._nothing = label("", "muted", wrap=True)
        self._nothing.setContentsMargins(14, 12, 14, 14)
        card = in_card(self.table)
        card_layout = card.layout()
        assert card_layout is not None
        card_layout.addWidget(self._nothing)
        self._shown = label("", "caption")
        self.all_button = button(tr("Show all"), "link", on_click=self.show_all)
        top = row(self.search, self._shown, self.all_button, None, self.add_button, spacing=8)
        filters = FlowLayout(6)
        for box in self.choices.values():
            filters.addWidget(box)
        left = QWidget()
        left_layout = column(top, filters, card, spacing=8)
        left_layout.setStretch(2, 1)
        left.setLayout(left_layout)
        self.editor = CaseEditor(self._save)
        editor = column(self.editor)
        self._editor_scroll = ScrollBody(editor, tr("The chosen line"), "surface")
        detail = frame("card")
        detail.setLayout(column(self._editor_scroll, margins=(1, 1, 1, 1)))
        self.splitter = ListAndDetail(
            left,
            detail,
            tr("Register"),
            open_words=tr("Open the line"),
            both=850,
        )
        self.splitter.setSizes([640, 360])
        layout = column(self._state, self.imports, self.splitter, spacing=10)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.search.textChanged.connect(self._narrow_words)
        self.search.leave.connect(self.table.setFocus)
        self.model.modelReset.connect(self._say_shown)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.table.activated.connect(lambda _index: self._open_line())
        self.table.doubleClicked.connect(lambda _index: self._open_line())
        self.editor.explain.connect(self.explain)
        self.editor.moment_wanted.connect(self._ask_moment)
        self.editor.clear_wanted.connect(lambda name: self._save(self.current_id, {name: None}))
        self.editor.components_wanted.connect(self.choose_components)
        self.editor.products_wanted.connect(self.choose_products)
        self.editor.case_wanted.connect(self.open_case)
        self.editor.close_wanted.connect(self.close_or_reopen)
        self.editor.remove_wanted.connect(self.remove)
        self.editor.advisory_wanted.connect(self.write_advisory)

    def _choice(self, name: str) -> QComboBox:
        title, options = _CHOICES[name]
        words = tr(title)
        box = QComboBox()
        box.setAccessibleName(tr("Show only: {property}", property=words))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        any_value = tr("{property}: any", property=words)
        box.addItem(any_value, None)
        box.setMinimumWidth(box.fontMetrics().horizontalAdvance(any_value) + 46)
        for value, said in options.items():
            box.addItem(said, str(value))
        box.currentIndexChanged.connect(lambda _at: self._narrow_choice(name))
        view = box.view()
        view.setMinimumWidth(box.fontMetrics().horizontalAdvance(tr("Exploitation suspected")) + 40)
        return box

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, desk: ReportingFile) -> None:
        is_other = self.desk is None or (self.desk.workspace, self.desk.product_id) != (
            desk.workspace,
            desk.product_id,
        )
        if is_other:
            self.flush()
            self.current_id = ""
            self.editor.show_nothing()
            self.show_all()
        super().load(desk)

    def refresh(self) -> None:
        desk = self.desk
        if desk is None:
            return
        self._is_loading = True
        self.model.set_rows(desk.rows())
        self._is_loading = False
        state = desk.findings_state()
        icon, tone = _STATE_LOOK[state.state]
        self._state_icon.set_icon(icon, tone)
        self._state_words.setText(state.words)
        self._state.setAccessibleName(state.words)
        self.lists_button.setEnabled(bool(state.sources))
        can_write = not desk.is_read_only
        for one in (self.add_button, self.import_button):
            one.setEnabled(can_write)
        self.imports.show_of(self.desk.product_id if self.desk is not None else 0)
        self._say_shown()
        self._select(self.current_id)

    def tick(self) -> None:
        """Only what the chips say of time left."""
        self.refresh()

    def flush(self) -> None:
        self.editor.flush()

    def initial_focus(self) -> QWidget | None:
        return self.table if self.model.total() else self.add_button

    def filter_field(self) -> QWidget | None:
        return self.search

    def show_place(self, place: Place) -> None:
        if place.kind == RecordKind.FINDING_SOURCE:
            self.lists_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.show_all()
        self._select(place.record_id)
        self.splitter.open_detail()
        self.editor.focus_field(place.field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self._state_line.set_narrow(self.width() < self.fontMetrics().averageCharWidth() * _NARROW)

    def _fit_columns(self) -> None:
        width = self.splitter.left.width() or self.width()
        self.model.set_narrow(on=width < _WIDE_FROM)
        for column_ in (COMPONENTS, STATUS):
            self.table.setColumnHidden(column_, width < _WIDE_FROM)

    def _say_shown(self) -> None:
        shown, total = self.model.rowCount(), self.model.total()
        if self.model.is_narrowed:
            said = tr("{shown} of {total}", shown=number(shown), total=number(total))
        else:
            said = trn("{n} line", "{n} lines", total)
        self._shown.setText(said)
        self.all_button.setVisible(self.model.is_narrowed)
        self._nothing.setVisible(not shown)
        self.table.setVisible(bool(shown))
        if not total:
            self._nothing.setText(
                tr(
                    "No vulnerability and no incident is in the register. That says nothing about the "
                    "product: import a list of findings, or add what you were told."
                )
            )
        else:
            self._nothing.setText(tr("No line fits. Empty the search or choose Show all."))

    # -- the current line ------------------------------------------------------------------------------------

    def _select(self, case_id: str) -> None:
        place = self.model.place_of(case_id) if case_id else -1
        if place < 0 and self.model.rowCount():
            place = 0
        if place < 0:
            self.current_id = ""
            self.editor.show_nothing()
            return
        self._is_loading = True
        index = self.model.index(place, 0)
        if self.table.currentIndex().row() != place:
            self.table.setCurrentIndex(index)
        self.table.selectRow(place)
        self._is_loading = False
        self._show_line(self.model.row_at(place).id)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._is_loading and current.isValid():
            self._show_line(current.data(ROW_ROLE).id)

    def _show_line(self, case_id: str) -> None:
        if self.desk is None:
            return
        is_other = case_id != self.current_id
        self.current_id = case_id
        self.editor.load(self.desk, self.desk.row(case_id))
        if is_other:
            self._editor_scroll.to_top()

    def _open_line(self) -> None:
        self.splitter.open_detail()
        self.editor.focus_field("title")

    def _save(self, case_id: str, values: dict[str, Any]) -> bool:
        return bool(case_id) and self.do(lambda desk: desk.set_case(case_id, **values)) is not None

    # -- narrowing -------------------------------------------------------------------------------------------

    def _narrow_words(self, text: str) -> None:
        self._kept_current(lambda: self.model.set_words(text))

    def _narrow_choice(self, name: str) -> None:
        value = self.choices[name].currentData()
        self.choices[name].setToolTip(self.choices[name].currentText())
        self._kept_current(lambda: self.model.set_only(name, value))

    def show_all(self) -> None:
        """Without words and choices."""
        had_focus = self.all_button.hasFocus()
        self.search.clear()
        for box in self.choices.values():
            box.setCurrentIndex(0)
        if had_focus:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kept_current(self, change: Any) -> None:
        self.flush()
        self._is_loading = True
        change()
        self._is_loading = False
        if self.desk is not None:
            self._select(self.current_id)

    # -- adding, closing, removing ---------------------------------------------------------------------------

    def _offer_kinds(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr("&Vulnerability"), lambda: self.add(CaseKind.VULNERABILITY))
        menu.addAction(tr("&Incident"), lambda: self.add(CaseKind.INCIDENT))
        menu.exec(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def add(self, kind: CaseKind) -> None:
        """A new line without a title, ready to be typed in."""
        self.flush()
        self.show_all()
        case_id = self.do(lambda desk: desk.new_case(kind, "", opened=False))
        if isinstance(case_id, str):
            self._select(case_id)
            self.splitter.open_detail()
            self.editor.focus_field("title")

    def open_case(self, case_id: str) -> None:
        """Make the line a reporting case and go there."""
        if self.desk is None:
            return
        if self.desk.case(case_id).opened or self.do(lambda desk: desk.open_report(case_id)) is not None:
            self.wants_case.emit(case_id)

    def close_or_reopen(self, case_id: str) -> None:
        """Close the line, or open it again."""
        if self.desk is None:
            return
        self.flush()
        if self.desk.case(case_id).closed_on is None:
            self.do(lambda desk: desk.close_case(case_id))
        else:
            self.do(lambda desk: desk.reopen_case(case_id))

    def remove(self, case_id: str) -> None:
        """Remove after asking; refused once something was submitted."""
        from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog

        if self.desk is None:
            return
        self.flush()
        case = self.desk.case(case_id)
        if self.desk.submissions(case_id):
            self.do(lambda desk: desk.remove_case(case_id))  # says why not, and asks nothing first
            return
        title = case.title or tr("Without a title")
        if ConfirmDialog.ask(
            tr("Remove {case}?", case=case_id),
            tr("“{title}” goes off the register, with its forms. Edit, Undo brings it back.", title=title),
            tr("Remove"),
            tr("Keep"),
            self,
        ):
            self.do(lambda desk: desk.remove_case(case_id))

    # -- what a line is linked to ----------------------------------------------------------------------------

    def _ask_moment(self, name: str) -> None:
        desk, case_id = self.desk, self.current_id
        if desk is None or not case_id:
            return
        self.flush()
        if name == "aware":
            from crasuite.ui.dialogs.awareness_dialog import AwarenessDialog

            said = AwarenessDialog.ask(desk, case_id, self)
            if said is not None:
                self.do(
                    lambda file: file.set_awareness(
                        case_id, said.at, said.zone, how=said.how, reason=said.reason
                    )
                )
            return
        from crasuite.ui.dialogs.moment_dialog import MomentDialog

        title, text = moment_words(name)
        at = MomentDialog.ask(desk, case_id, title, text, getattr(desk.case(case_id), name), self)
        if at is not None:
            self._save(case_id, {name: at})

    def choose_products(self) -> None:
        """Which other products the line touches."""
        from crasuite.ui.dialogs.check_dialog import CheckDialog

        desk, case_id = self.desk, self.current_id
        if desk is None or not case_id:
            return
        self.flush()
        home, case = desk.home_of(case_id), desk.case(case_id)
        items = [(str(one.id), one.name) for one in desk.workspace.products(archived=True) if one.id != home]
        name = next((one.name for one in desk.workspace.products(archived=True) if one.id == home), "")
        chosen = CheckDialog.ask(
            tr("Products that {case} touches", case=case_id),
            tr(
                "It is kept at {product}. Tick every other product with the same weakness: it shows there "
                "too.",
                product=name,
            ),
            items,
            {str(one) for one in case.products},
            parent=self,
        )
        if chosen is not None:
            self._save(case_id, {"products": tuple(map(int, chosen))})

    def choose_components(self) -> None:
        """Tick components of the SBOMs; they are read off the window's thread."""
        desk, case_id = self.desk, self.current_id
        if desk is None or not case_id:
            return
        self.flush()
        records = list(desk.file.current_sboms().values())
        repository = desk.repository

        def work(handle: jobs.JobHandle) -> list[str]:
            found = {
                component_key(one)
                for record in records
                for one in load_sbom(repository, record, handle.check).components
            }
            return sorted(found, key=str.casefold)

        job = jobs.start(work, done=partial(self._offer_components, case_id), parent=self)
        self.editor.components_button.setEnabled(False)
        job.ended.connect(lambda: self.editor.components_button.setEnabled(not desk.is_read_only))

    def _offer_components(self, case_id: str, keys: object) -> None:
        from crasuite.ui.dialogs.check_dialog import CheckDialog

        if self.desk is None or self.current_id != case_id or not isinstance(keys, list):
            return
        case = self.desk.case(case_id)
        named = list(dict.fromkeys((*case.components, *keys)))
        text = tr("Tick the components in which the weakness lies.")
        if not keys:
            text = tr(
                "The product has no SBOM yet. Import one on the screen SBOM, or type the name in the field."
            )
        chosen = CheckDialog.ask(
            tr("Components of {case}", case=case_id),
            text,
            [(one, one) for one in named],
            set(case.components),
            parent=self,
        )
        if chosen is not None:
            self._save(case_id, {"components": chosen})

    # -- advisories ------------------------------------------------------------------------------------------

    def write_advisory(self, how: str) -> None:
        """The advisory to users: in CSAF for machines, or as Word."""
        from crasuite.ui.dialogs.advisory_dialog import AdvisoryDialog, write_word

        desk, case_id = self.desk, self.current_id
        if desk is None or not case_id:
            return
        self.flush()
        try:
            written = (
                AdvisoryDialog.ask(desk, case_id, self) if how == "csaf" else write_word(desk, case_id, self)
            )
        except UserFacingError as error:
            crash.show_error(error)
            return
        if written is not None:
            announce(self, tr("{file} is written.", file=written.name))

    # -- lists of findings -----------------------------------------------------------------------------------

    def show_lists(self) -> None:
        """Every imported list with its source and age."""
        from crasuite.ui.dialogs.sources_dialog import SourcesDialog

        if self.desk is not None:
            SourcesDialog(self.desk.findings_state(), self).exec()

    def choose_file(self) -> None:
        """Choose a list to import."""
        if self.desk is not None and not self.desk.is_read_only:
            path = self.ask_file()
            if path is not None:
                self._folder = str(path.parent)
                self.import_file(path)

    def ask_file(self) -> Path | None:
        """The system's file chooser; tests put their own here."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Import findings"), self._folder, tr(_FILTER))
        return Path(name) if name else None

    def import_file(self, path: Path) -> None:
        """Read a list; the window stays usable, and nothing is kept until the preview is accepted."""
        desk = self.desk
        if desk is None or desk.is_read_only:
            return
        self.flush()
        card = ImportCard(
            desk.product_id,
            path,
            "",
            words=ImportWords(
                tr("The list was not imported"),
                tr("The register and all lists imported before."),
                tr("Choose another list file"),
            ),
        )
        repository, sboms = desk.repository, desk.file.current_sboms()

        self.imports.start(
            card,
            lambda handle: read_list(repository, sboms, path, handle.report, handle.is_cancelled),
            done=lambda found: self._on_read(desk, card, found),
            failed=lambda error: self._on_failed(card, error),
            cancelled=lambda: self._on_cancelled(card),
            other=lambda: self._choose_other(card),
        )

    def _on_read(self, desk: ReportingFile, card: ImportCard, found: object) -> None:
        self.imports.remove(card)
        here = self.desk
        if here is None or (here.workspace, here.product_id) != (desk.workspace, desk.product_id):
            return  # another product is shown by now
        assert isinstance(found, ReadList)
        self.flush()
        try:
            preview = FindingsImport(desk.workspace, desk.product_id, found)
        except UserFacingError as error:
            crash.show_error(error)
            return
        self.show_preview(preview)

    def show_preview(self, preview: FindingsImport) -> None:
        """What the list would change; taken in as one step, or not at all."""
        from crasuite.ui.dialogs.findings_dialog import FindingsDialog

        dialog = FindingsDialog(preview, self)
        if dialog.exec():
            self.written.emit()
            announce(self, tr("{file} is imported.", file=preview.findings.file_name))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, card: ImportCard, error: Exception) -> None:
        if not isinstance(error, CraSuiteError):
            self.imports.remove(card)
            crash.show_error(error)
            return
        card.show_error(error)
        announce(self, " ".join((tr("{file} was not imported.", file=card.path.name), error.what, error.why)))
        if self.isVisible():
            card.other_button.setFocus()

    def _on_cancelled(self, card: ImportCard) -> None:
        self.imports.remove(card)
        announce(self, tr("Reading {file} was stopped. Nothing was kept.", file=card.path.name))
        if self.isVisible():
            self.import_button.setFocus()

    def _choose_other(self, card: ImportCard) -> None:
        path = self.ask_file()
        if path is not None:
            self.imports.remove(card)
            self.import_file(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.desk is not None and not self.desk.is_read_only and files_of(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := files_of(event.mimeData().urls()):
            event.acceptProposedAction()
            for path in paths:
                self.import_file(path)
