"""The SBOMs of one product: parts, imports, components with due diligence, quality checks, versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crasuite.domain.problem import Place
from crasuite.domain.record_kind import RecordKind
from crasuite.domain.sbom_record import SbomRecord
from crasuite.errors import CraSuiteError, StoreError
from crasuite.interview.sbom_file import (
    ComparisonView,
    ComponentRow,
    PartView,
    ReadFile,
    SbomContent,
    SbomFile,
    compare_records,
    load_content,
    read_file,
)
from crasuite.language import mark, number, tr, trn
from crasuite.ui import crash, jobs
from crasuite.ui.announce import announce
from crasuite.ui.dialogs.confirm_dialog import ConfirmDialog
from crasuite.ui.dialogs.name_dialog import NameDialog
from crasuite.ui.dialogs.sbom_compare_dialog import SbomCompareDialog
from crasuite.ui.dialogs.sbom_part_dialog import SbomPartDialog
from crasuite.ui.dialogs.sbom_versions_dialog import SbomVersionsDialog
from crasuite.ui.pages.page import LEAST_LINES
from crasuite.ui.pages.product_page import ProductPage
from crasuite.ui.pages.sbom.checks_panel import ChecksPanel
from crasuite.ui.pages.sbom.component_delegate import ComponentDelegate, row_height
from crasuite.ui.pages.sbom.component_model import LICENCE, ROW_ROLE, SEGMENTS, ComponentModel
from crasuite.ui.pages.sbom.component_panel import ComponentPanel
from crasuite.ui.pages.sbom.part_card import PartCard
from crasuite.ui.widgets.build import IconLabel, button, column, frame, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.import_card import ImportCard
from crasuite.ui.widgets.import_cards import ImportCards, files_of
from crasuite.ui.widgets.list_and_detail import ListAndDetail
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.search_field import SearchField
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.table import Table, in_card

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace
    from crasuite.ui.settings import Settings

_FILTER = mark("SBOM files (*.json *.xml *.spdx *.cdx *.bom *.jsonld *.tag *.txt);;All files (*)")
_LAW = ("cra annex-1-2-1", "cra annex-2-9")
_DILIGENCE = ("cra art-13-5", "cra art-13-6")
_KEPT_CONTENTS = 3
_AROUND = 3
"""Lines of text that margins, and the button to the details, take below the list."""
_LICENCE_FROM = 560
"""Narrower tables leave the licence to the component's own panel."""
_UNREADABLE = mark("The components could not be read. Import the SBOM once more.")
CHECKS, COMPONENT = "checks", "component"


class SbomPage(ProductPage):
    """Talks to `SbomFile` only. Files are read and SBOMs are opened off the window's thread."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("SBOM", settings, scrolls=False, parent=parent)
        self.setAcceptDrops(True)
        self.sboms: SbomFile | None = None
        self.model = ComponentModel()
        self.cards: list[PartCard] = []
        self.dialog: QDialog | None = None
        self._part = ""
        self._content: SbomContent | None = None
        self._kept: dict[str, SbomContent] = {}
        self._loading: dict[str, jobs.Job] = {}
        self._bad: set[str] = set()
        self._wanted: tuple[str, str] | None = None
        self.compare_button = button(tr("Co&mpare versions…"), on_click=self.compare)
        self.import_button = button(tr("&Import SBOM…"), "primary", "download", self.choose_files)
        self.add_button(self.compare_button)
        self.add_button(self.import_button)
        self.imports = ImportCards(10)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_main())
        self._stack.addWidget(self._build_empty())
        self.body.addWidget(self._stack, 1)

    # -- building --------------------------------------------------------------------------------------------

    def _build_main(self) -> QWidget:
        self._card_layout: QVBoxLayout = column(spacing=8)
        self.search = SearchField(tr("Find component"))
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(self.search.fontMetrics().averageCharWidth() * 30)
        self.segments = Segments(
            tr("Show components"),
            list(zip(SEGMENTS, (tr("All"), tr("Direct"), tr("With notes")), strict=True)),
        )
        self._shown = label("", "caption")
        self.all_button = button(tr("Show all again"), "link", on_click=self.show_all)
        self._only = label("", "strong", wrap=True)
        self._only_box = frame("info")
        only = row(IconLabel("list-filter", "info", 16), self._only, self.all_button, margins=(12, 4, 8, 4))
        only.setStretch(1, 1)
        self._only_box.setLayout(only)
        self._only_box.hide()
        self.table = Table(tr("Components"), self.model)
        self.table.setItemDelegate(ComponentDelegate(self.model, self.table))
        self.table.set_row_height(row_height(self.table.fontMetrics()))
        width = self.table.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            None,
            width("2026.10.1") + 18,
            width(tr("A supplier, Inc. and")) + 18,
            width("BSD-3-Clause") + 22,
            width(tr("Looked after")) + 54,
            letters=20,
        )
        self.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self.model.modelReset.connect(self._say_shown)
        self.search.textChanged.connect(self._on_words)
        self.search.leave.connect(self.table.setFocus)
        self.segments.chosen.connect(self._on_segment)
        self.table.activated.connect(self._on_activated)
        self.table.doubleClicked.connect(self._on_activated)
        self._waiting = label(tr("Reading the components…"), "muted")
        self._table_card = in_card(self.table)
        self.table.horizontalScrollBar().rangeChanged.connect(lambda *_: self._fit_card())
        narrowing = FlowLayout(8)
        narrowing.addWidget(self.search)
        narrowing.addWidget(self.segments)
        filters = row(narrowing, self._shown, spacing=8)
        filters.setStretch(0, 1)
        self._left_layout: QVBoxLayout = column(
            self._card_layout,
            self.imports,
            filters,
            self._only_box,
            self._waiting,
            self._table_card,
            spacing=10,
        )
        # The table takes the room it can use; what is left over lies below it.
        self._left_layout.setStretch(5, 1)
        self._left_layout.addStretch(0)
        left = _Left(self._fit_height)
        left.setLayout(self._left_layout)
        self.splitter = ListAndDetail(
            left,
            self._build_side(),
            tr("Components and checks"),
            open_words=tr("Open checks and component"),
            both=740,
        )
        self.splitter.list_opened.connect(self.table.setFocus)
        self.splitter.setSizes([682, 330])
        self.remember(self.splitter, "sbom")
        return self.splitter

    def _build_side(self) -> QWidget:
        self.side = Segments(
            tr("Beside the table"), [(CHECKS, tr("Quality checks")), (COMPONENT, tr("Component"))]
        )
        self.checks = ChecksPanel()
        self.checks.explain.connect(self.explain)
        self.checks.show_wanted.connect(self.show_components)
        self.checks.supplier_wanted.connect(self._enter_suppliers)
        self.component = ComponentPanel(self._save)
        self.component.explain.connect(self.explain)
        self.component.left.connect(self.table.setFocus)
        self._side_stack = QStackedWidget()
        for panel, name in ((self.checks, tr("Quality checks")), (self.component, tr("Component"))):
            holder = QVBoxLayout()
            holder.setContentsMargins(0, 0, 0, 0)
            holder.addWidget(panel)
            self._side_stack.addWidget(ScrollBody(holder, name, "surface"))
        card = frame("card")
        card.setLayout(column(self._side_stack, margins=(1, 6, 1, 6)))
        side = QWidget()
        layout = column(self.side, card, spacing=10)
        layout.setStretch(1, 1)
        side.setLayout(layout)
        side.setMinimumWidth(280)
        self.side.chosen.connect(self._on_side)
        return side

    def _build_empty(self) -> QWidget:
        card = frame("card")
        self._empty_chips = row(spacing=6)
        self.first_button = button(
            tr("Import the first SBOM…"),
            "primary",
            "download",
            self.choose_files,
            name=tr("Import the first SBOM"),
        )
        self._drop_words = label(tr("Or drop the file here."), "caption")
        body = column(
            label(tr("List what is inside your product"), "headline"),
            label(
                tr(
                    "An SBOM (software bill of materials) lists the components of your software, with their "
                    "versions and what depends on what. The law asks for one in a common, machine-readable "
                    "format, with at least the top-level dependencies. You decide whether users get it."
                ),
                wrap=True,
            ),
            self._empty_chips,
            2,
            spacing=8,
            margins=(24, 20, 24, 20),
        )
        for icon, title, text in (
            (
                "cpu",
                tr("Let your build write it"),
                tr(
                    "Embedded: west spdx (Zephyr), create-spdx (Yocto), your vendor's SDK. "
                    "Apps: Maven, Gradle, npm sbom, cyclonedx-py, cargo-cyclonedx, dotnet CycloneDX. "
                    "Containers: Syft, Trivy."
                ),
            ),
            (
                "file-check",
                tr("Formats read here"),
                tr(
                    "CycloneDX 1.4 to 1.7 in JSON or XML. SPDX 2.1 to 2.3 in JSON or "
                    "tag-value, and 3.0 in JSON."
                ),
            ),
            (
                "package",
                tr("One for each part"),
                tr("Device, app and backend each get their own. Every imported version is kept, unchanged."),
            ),
        ):
            plate = frame("info")
            plate.setFixedSize(38, 38)
            plate.setLayout(row(IconLabel(icon, "accent", 20), margins=(9, 9, 9, 9)))
            words = column(label(title, "strong"), label(text, "caption", wrap=True), spacing=1)
            line = row(plate, words, spacing=12)
            line.setAlignment(plate, Qt.AlignmentFlag.AlignTop)
            line.setStretch(1, 1)
            body.addLayout(line)
        body.addSpacing(4)
        body.addLayout(row(self.first_button, self._drop_words, None))
        card.setLayout(body)
        card.setMinimumWidth(520)
        card.setMaximumWidth(640)
        line = row(card, None)
        line.setStretch(0, 1)
        self._empty_layout: QVBoxLayout = column(line, None, spacing=10)
        return ScrollBody(self._empty_layout, tr("How to begin"))

    # -- content ---------------------------------------------------------------------------------------------

    def load(self, workspace: Workspace, product_id: int) -> None:
        is_other = (
            self.sboms is None or self.sboms.workspace is not workspace or self.sboms.product_id != product_id
        )
        if is_other:
            self._kept, self._bad, self._part = {}, set(), ""
            self._show_content(None)
            self.show_all()
        self.sboms = SbomFile(workspace, product_id)
        self.set_summary(self.sboms.summary())
        parts = self.sboms.parts()
        known = [part.name for part in parts]
        if self._part not in known:
            self._part = known[0] if known else ""
        self._show_cards(parts)
        self._place_imports()
        self._stack.setCurrentIndex(0 if parts else 1)
        can_write = not self.sboms.is_read_only
        self.import_button.setVisible(bool(parts))
        self.import_button.setEnabled(can_write)
        self.first_button.setEnabled(can_write)
        self.component.set_read_only(not can_write)
        self.compare_button.setVisible(bool(parts))
        self.compare_button.setEnabled(len(self.sboms.sboms) > 1)
        if self._empty_chips.count() == 0:
            for cite in self.sboms.cites(_LAW):
                chip = CitationChip(cite)
                chip.activated.connect(self.explain)
                self._empty_chips.addWidget(chip)
            self._empty_chips.addStretch(1)
            self.component.set_cites(self.sboms.cites(_DILIGENCE))
        self._load_content()
        if isinstance(self.dialog, SbomVersionsDialog) and self.dialog.isVisible():
            self.dialog.load(self.sboms.versions(self.dialog.part))

    def _show_cards(self, parts: Sequence[PartView]) -> None:
        if [card.part.name for card in self.cards] != [part.name for part in parts]:
            had_focus = any(card.hasFocus() for card in self.cards)
            while self.cards:
                card = self.cards.pop()
                self._card_layout.removeWidget(card)
                card.hide()
                card.deleteLater()
            for part in parts:
                card = PartCard(part)
                card.chosen.connect(self.choose_part)
                card.wanted.connect(self._on_wanted)
                self._card_layout.addWidget(card)
                self.cards.append(card)
            if had_focus and self.cards:
                self.cards[0].setFocus()
        for card, part in zip(self.cards, parts, strict=True):
            card.show_part(part, is_current=part.name == self._part, parts=len(parts))

    def choose_part(self, part: str) -> None:
        """Show the components of a part."""
        if self.sboms is None or part == self._part:
            return
        self.flush()
        self._part = part
        self._show_cards(self.sboms.parts())
        self._load_content()

    def part(self) -> str:
        """The part whose components are shown."""
        return self._part

    def _record(self) -> SbomRecord | None:
        return self.sboms.file.current_sboms().get(self._part) if self.sboms is not None else None

    def _load_content(self) -> None:
        record = self._record()
        if record is None:
            self._show_content(None)
            return
        content = self._kept.get(record.sha256)
        if content is not None:
            if content is not self._content:
                self._show_content(content)
            self._show_notes()
            return
        self._show_content(None)
        self._waiting.show()
        if record.sha256 in self._bad:
            self._waiting.setText(tr(_UNREADABLE))
        if record.sha256 in self._bad or record.sha256 in self._loading:
            return
        assert self.sboms is not None
        self._start_load(self.sboms, record)

    def _start_load(self, sboms: SbomFile, record: SbomRecord) -> None:
        repository, pack = sboms.repository, sboms.pack
        job = jobs.Job(lambda handle: load_content(repository, pack, record, handle.check), self)
        job.done.connect(partial(self._on_loaded, sboms.workspace, record.sha256))
        job.failed.connect(partial(self._on_load_failed, record.sha256))
        job.cancelled.connect(lambda: self._loading.pop(record.sha256, None))
        self._loading[record.sha256] = job.start()

    def _on_loaded(self, workspace: Workspace, sha256: str, content: SbomContent) -> None:
        self._loading.pop(sha256, None)
        if self.sboms is not None and self.sboms.workspace is workspace:
            record = self._record()
            if record is not None and record.sha256 == sha256:
                self._keep_content(sha256, content)
                self._load_content()
            parts = self.sboms.parts()
            self._show_cards(parts)
            self._check_next(parts)

    def _check_next(self, parts: Sequence[PartView]) -> None:
        """Look at a part whose record does not say what the checks find, such as one of an example."""
        record = next((part.record for part in parts if part.issues is None), None)
        if (
            record is None
            or self.sboms is None
            or record.sha256 in self._loading
            or record.sha256 in self._bad
        ):
            return
        self._start_load(self.sboms, record)

    def _on_load_failed(self, sha256: str, error: Exception) -> None:
        self._loading.pop(sha256, None)
        self._bad.add(sha256)
        record = self._record()
        if record is not None and record.sha256 == sha256:
            self._waiting.setText(tr(_UNREADABLE))
            crash.show_error(error)

    def _keep_content(self, sha256: str, content: SbomContent) -> None:
        self._kept[sha256] = content
        while len(self._kept) > _KEPT_CONTENTS:
            del self._kept[next(iter(self._kept))]

    def _show_content(self, content: SbomContent | None) -> None:
        self._content = content
        self._waiting.setVisible(False)
        self._waiting.setText(tr("Reading the components…"))
        self._table_card.setVisible(content is not None)
        self._only_box.hide()
        self.model.set_content(content)
        self.component.show_row(None, None)
        if content is None:
            self.checks.set_sections((), {})

    def _show_notes(self) -> None:
        """What may have changed without the SBOM: notes, suppliers entered by hand, checks they settle."""
        content, sboms = self._content, self.sboms
        if content is None or sboms is None:
            return
        self._kept_current(lambda: self.model.set_records(sboms.components))
        for segment in SEGMENTS:
            self.segments.set_count(segment, self.model.count(segment))
        self.checks.set_sections(sboms.quality(content), content.names)
        shown = self.component.row()
        if shown is not None:
            self._show_component(shown)
        self._say_shown()
        if self._wanted is not None:
            key, field = self._wanted
            self._wanted = None
            self._go_to(key, field)

    # -- imports ---------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Choose SBOM files to import."""
        if self.sboms is None or self.sboms.is_read_only:
            return
        paths = self.ask_files()
        if paths:
            self.settings.set_text("sbom-folder", str(paths[0].parent))
            self.import_files(paths)

    def ask_files(self) -> list[Path]:
        """The system's file chooser; tests put their own here."""
        folder = self.settings.text("sbom-folder")
        names, _ = QFileDialog.getOpenFileNames(self, tr("Import SBOM"), folder, tr(_FILTER))
        return [Path(name) for name in names]

    def import_files(self, paths: Sequence[Path]) -> None:
        """Ask for the parts, then read; the window stays usable."""
        sboms = self.sboms
        if sboms is None or sboms.is_read_only or not paths:
            return
        known = [part.name for part in sboms.parts()]
        guesses = [sboms.guessed_part(path) for path in paths]
        parts = SbomPartDialog.ask([path.name for path in paths], guesses, known, self)
        for path, part in zip(paths, parts, strict=False):
            self._start_import(sboms, path, part)

    def _start_import(self, sboms: SbomFile, path: Path, part: str) -> None:
        card = ImportCard(sboms.product_id, path, part)
        repository, pack = sboms.repository, sboms.pack

        self.imports.start(
            card,
            lambda handle: read_file(repository, pack, path, handle.report, handle.is_cancelled),
            done=lambda found: self._on_read(sboms, card, found),
            failed=lambda error: self._on_import_failed(card, error),
            cancelled=lambda: self._on_cancelled(card),
            other=lambda: self._choose_other(card),
            is_important=True,
        )
        self._place_imports()

    def _on_read(self, sboms: SbomFile, card: ImportCard, found: object) -> None:
        assert isinstance(found, ReadFile)
        try:
            if self.sboms is None or self.sboms.workspace is not sboms.workspace:
                self.imports.remove(card)  # its workspace was closed meanwhile
                return
            is_here = self.sboms.product_id == sboms.product_id
            is_idle = self._is_idle(card)
            if is_here:
                self.flush()
                self._keep_content(found.sbom.sha256, found.content)
                # Who works on another part meanwhile stays there.
                self._part = card.part if is_idle else self._part
            sboms.keep(found, card.part)
        except CraSuiteError as error:
            self._on_import_failed(card, error)
            return
        self.imports.remove(card)
        # The window loads the screen when it hears of the change; without a window nobody does.
        if is_here:
            self.load(sboms.workspace, sboms.product_id)
            announce(
                self, tr("{name} is imported as the SBOM of {part}.", name=card.path.name, part=card.part)
            )
            if is_idle and self.isVisible():
                self.table.setFocus()

    def _is_idle(self, card: ImportCard) -> bool:
        """True when nobody works elsewhere on the page while a file is read."""
        focus = QApplication.focusWidget()
        waits = (None, self.first_button, self.import_button, self.table)
        # The page opens with the focus in the search field: only words in it are work.
        is_unused = focus is self.search and not self.search.text()
        return focus in (*waits, card) or is_unused or card.isAncestorOf(focus)

    def _on_import_failed(self, card: ImportCard, error: Exception) -> None:
        if not isinstance(error, CraSuiteError):
            self.imports.remove(card)
            crash.show_error(error)
            return
        is_idle = self._is_idle(card) and self.isVisible()
        card.show_error(error)
        announce(
            self,
            tr("{name} was not imported. {what} {why}", name=card.path.name, what=error.what, why=error.why),
        )
        if is_idle:
            card.other_button.setFocus()

    def _on_cancelled(self, card: ImportCard) -> None:
        is_idle = self._is_idle(card) and self.isVisible()
        self.imports.remove(card)
        announce(self, tr("Reading {name} was stopped. Nothing was kept.", name=card.path.name))
        target = self.initial_focus()
        if is_idle and target is not None:
            target.setFocus()

    def _choose_other(self, card: ImportCard) -> None:
        paths = self.ask_files()
        if paths:
            self.imports.remove(card)
            self.import_files(paths)

    def _fit_height(self, width: int) -> None:
        """With many parts, or messages above the table, the page scrolls: none of them is squeezed."""
        needed = self._left_layout.minimumHeightForWidth(width)
        self.set_least_lines(max(LEAST_LINES, _AROUND + -(-needed // self.fontMetrics().height())))

    def _place_imports(self) -> None:
        """Above the parts, or above the words of an empty page."""
        is_empty = self.sboms is not None and not self.sboms.sboms
        layout, place = (self._empty_layout, 0) if is_empty else (self._left_layout, 1)
        if layout.indexOf(self.imports) < 0:
            layout.insertWidget(place, self.imports)
        self.imports.show_of(self.sboms.product_id if self.sboms is not None else 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.sboms is not None and not self.sboms.is_read_only and files_of(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = files_of(event.mimeData().urls())
        if paths:
            event.acceptProposedAction()
            self.import_files(paths)

    # -- what can be done with a part ------------------------------------------------------------------------

    def _on_wanted(self, verb: str, part: str) -> None:
        {
            "versions": self.show_versions,
            "export": self._export_current,
            "release": self.set_release,
            "rename": self.rename_part,
            "remove": self.remove_part,
        }[verb](part)

    def show_versions(self, part: str) -> None:
        """List every version of a part."""
        assert self.sboms is not None
        dialog = SbomVersionsDialog(
            part, self.sboms.versions(part), read_only=self.sboms.is_read_only, parent=self
        )
        dialog.export_wanted.connect(self.export_original)
        dialog.remove_wanted.connect(self._remove_version)
        dialog.compare_wanted.connect(lambda record_id: self.compare(part, record_id))
        self._open(dialog)

    def _remove_version(self, record_id: str) -> None:
        assert self.sboms is not None
        sboms = self.sboms
        self._write(lambda: sboms.remove_version(record_id))
        if isinstance(self.dialog, SbomVersionsDialog):
            left = sboms.versions(self.dialog.part)
            self.dialog.load(left)
            if not left:
                self.dialog.reject()

    def compare(self, part: str = "", old: str = "") -> None:
        """Compare two versions; by default the newest with the one before it."""
        sboms = self.sboms
        if sboms is None or len(sboms.sboms) < 2:
            return
        part = part or self._part
        records = list(sboms.versions(part))
        for other in sboms.parts():
            if other.name != part:
                records += sboms.versions(other.name)
        new = records[0]
        earlier = old or records[1].id
        repository = sboms.repository

        def work(first: SbomRecord, second: SbomRecord, handle: jobs.JobHandle) -> ComparisonView:
            return compare_records(repository, first, second, handle.check)

        self._open(SbomCompareDialog(records, earlier, new.id, work, self))

    def _open(self, dialog: QDialog) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda *_: self._on_closed(dialog))
        dialog.open()

    def _on_closed(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _export_current(self, part: str) -> None:
        assert self.sboms is not None
        self.export_original(self.sboms.file.current_sboms()[part].id)

    def export_original(self, record_id: str) -> None:
        """Write the file as it was imported."""
        assert self.sboms is not None
        record, repository = self.sboms.sboms[record_id], self.sboms.repository
        target = self.ask_target(record.file_name)
        if target is None:
            return
        job = jobs.Job(
            lambda handle: repository.copy_file(record.sha256, target, handle.report, handle.is_cancelled),
            self,
        )
        job.is_important = True
        job.failed.connect(crash.show_error)
        job.done.connect(lambda _none: announce(self, tr("{name} is written.", name=target.name)))
        job.start()

    def ask_target(self, name: str) -> Path | None:
        """Where to write a file; tests put their own here."""
        folder = self.settings.text("sbom-folder")
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export the original file"), str(Path(folder) / name) if folder else name, tr(_FILTER)
        )
        return Path(chosen) if chosen else None

    def set_release(self, part: str) -> None:
        """Say for which release of the product the newest SBOM of a part was filed."""
        from crasuite.ui.dialogs.sbom_release_dialog import SbomReleaseDialog

        assert self.sboms is not None
        sboms = self.sboms
        record = sboms.file.current_sboms()[part]
        said = SbomReleaseDialog.ask(record, self)
        if said is not None:
            self._write(lambda: sboms.set_release(record.id, *said))

    def rename_part(self, part: str) -> None:
        """Give a part another name."""
        assert self.sboms is not None
        sboms = self.sboms
        name = NameDialog.ask(
            tr("Rename part"), tr("New name of “{part}”", part=part), tr("Rename"), part, parent=self
        )
        if not name or name == part:
            return
        if name in {other.name for other in sboms.parts()} and not ConfirmDialog.ask(
            tr("“{name}” is there already.", name=name),
            tr(
                "The versions of “{part}” would be counted among those of “{name}”. Undo takes it back.",
                part=part,
                name=name,
            ),
            tr("Put them together"),
            parent=self,
        ):
            return
        if self._part == part:
            self._part = name
        self._write(lambda: sboms.rename_part(part, name))

    def remove_part(self, part: str) -> None:
        """Take a part off the list."""
        assert self.sboms is not None
        sboms = self.sboms
        if ConfirmDialog.ask(
            tr("Remove “{part}” and its SBOMs?", part=part),
            tr("Notes on components stay. Undo in the Edit menu brings the SBOMs back."),
            tr("Remove"),
            parent=self,
        ):
            self._write(lambda: sboms.remove_part(part))

    def _write(self, step) -> bool:  # type: ignore[no-untyped-def]
        assert self.sboms is not None
        sboms = self.sboms
        try:
            step()
        except StoreError as error:
            crash.show_error(error)
            return False
        self.load(sboms.workspace, sboms.product_id)
        return True

    # -- components ------------------------------------------------------------------------------------------

    def _on_words(self, text: str) -> None:
        self._kept_current(lambda: self.model.set_words(text))

    def _on_segment(self, segment: str) -> None:
        self._kept_current(lambda: self.model.set_segment(segment))

    def _kept_current(self, change) -> None:  # type: ignore[no-untyped-def]
        """Narrow the table; the current row stays current where it is still listed."""
        index = self.table.currentIndex()
        ref = index.data(ROW_ROLE).component.ref if index.isValid() else ""
        change()
        if ref and not self.table.currentIndex().isValid():
            place = self.model.place_of(ref)
            if place >= 0:
                self.table.setCurrentIndex(self.model.index(place, 0))

    def _say_shown(self) -> None:
        shown, total = self.model.rowCount(), self.model.total()
        self._shown.setText(
            tr("Showing {shown} of {total}", shown=number(shown), total=number(total))
            if shown != total
            else trn("{n} shown", "{n} shown", total)
        )
        if shown == 0 and total:
            self._shown.setText(tr("Nothing fits"))
        self._fit_card()

    def _fit_card(self) -> None:
        """The card ends with its last row; only more rows than fit make the table scroll."""
        height = self.table.content_height() + 2
        self._table_card.setMaximumHeight(height)
        self._table_card.setMinimumHeight(min(height, 3 * row_height(self.table.fontMetrics())))

    def show_components(self, title: str, refs: Sequence[str]) -> None:
        """List only the components a check is about."""
        content = self._content
        if content is None:
            return
        subject = content.sbom.subject
        listed = [ref for ref in refs if subject is None or ref != subject.ref]
        self.search.clear()
        self.segments.choose("all")
        self.splitter.open_list()
        if listed:
            self.model.set_refs(listed)
            said = tr("Only those that concern: {check}.", check=title)
            if len(listed) < len(refs):
                said = f"{said} {tr('The product itself is among them and not listed.')}"
            self._only.setText(said)
            self._only_box.show()
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus()
        elif refs:
            self._show_component(content.row_of_ref[refs[0]])
            self._open_component()
        if len(refs) == 1 and listed:
            self._on_row()
            self._open_component()

    def show_all(self) -> None:
        """List everything again."""
        self._only_box.hide()
        self._kept_current(lambda: self.model.set_refs(None))

    def _enter_suppliers(self, title: str, refs: Sequence[str]) -> None:
        self.show_components(title, refs)
        self._on_row()
        self._open_component()
        self.component.focus_field("supplier")

    def _open_component(self) -> None:
        self.side.choose(COMPONENT)
        self.splitter.open_detail()

    def _on_row(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._show_component(index.data(ROW_ROLE))

    def _on_activated(self, index: QModelIndex) -> None:
        self._show_component(index.data(ROW_ROLE))
        self._open_component()
        self.component.focus_field("supplier")

    def _show_component(self, row: ComponentRow) -> None:
        if self.sboms is None or self._content is None:
            return
        record = self.sboms.components.get(row.key)
        self.component.show_row(row, record, _needs(row, self._content))

    def _on_side(self, which: str) -> None:
        self._side_stack.setCurrentIndex(0 if which == CHECKS else 1)
        if which == COMPONENT and self.component.row() is None:
            self._on_row()

    def _save(self, row: ComponentRow, field: str, text: str) -> bool:
        sboms = self.sboms
        if sboms is None or sboms.is_read_only:
            return False
        name = row.component.full_name or row.key
        return self._write(lambda: sboms.set_component(row.key, name, field, text))

    # -- the window ------------------------------------------------------------------------------------------

    def flush(self) -> None:
        self.component.flush()

    def show_place(self, place: Place) -> None:
        if self.sboms is None:
            return
        if place.kind is RecordKind.COMPONENT:
            self._wanted = (place.record_id, place.field)
            if self._content is not None:
                self._show_notes()
        elif place.record_id in self.sboms.sboms:
            self.choose_part(self.sboms.sboms[place.record_id].part)

    def _go_to(self, key: str, field: str) -> None:
        content = self._content
        if content is None or key not in content.places:
            return
        self.search.clear()
        self.segments.choose("all")
        self.show_all()
        place = self.model.place_of(content.rows[content.places[key][0]].component.ref)
        self.table.setCurrentIndex(self.model.index(place, 0))
        self._on_row()
        self._open_component()
        self.component.focus_field(field or "support")

    def initial_focus(self) -> QWidget | None:
        if self._stack.currentIndex() == 1:
            return self.first_button
        return self.table if self._content is not None else self.search

    def filter_field(self) -> QWidget | None:
        return self.search if self._stack.currentIndex() == 0 else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(LICENCE, self.table.width() < _LICENCE_FROM)


def _needs(row: ComponentRow, content: SbomContent) -> str:
    """What a component depends on, in one line."""
    refs = row.component.depends_on
    if not refs:
        return ""
    names = [content.row_of_ref[ref].component.full_name for ref in refs[:3] if ref in content.row_of_ref]
    if not names:
        return ""
    more, listed = len(refs) - len(names), ", ".join(names)
    if more:
        return tr("Depends on {components} and {more} more", components=listed, more=number(more))
    return tr("Depends on {components}", components=listed)


class _Left(QWidget):
    """Tells at which width its content is laid out anew."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__()
        self._tell = tell

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._tell(self.width())
        return done
