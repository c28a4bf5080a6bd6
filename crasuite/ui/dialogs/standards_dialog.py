"""Which standards the maker works to, what each carries of Annex I, and what is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFrame, QLayout, QLineEdit, QSplitter, QWidget

from crasuite.domain.english import Worded
from crasuite.domain.standards_in_use import Extent
from crasuite.interview.requirement_views import STRENGTH_WORDS, STRENGTHS, CoverageRow, StandardLine
from crasuite.interview.technical_file import RequirementsFile
from crasuite.language import mark, tr
from crasuite.ui.dialogs.standards_list import StandardsList, StandardsModel
from crasuite.ui.pages.requirements.coverage_delegate import CoverageDelegate
from crasuite.ui.widgets.build import button, clear, column, enlarged, frame, height_on_screen, label, row
from crasuite.ui.widgets.citation_chip import CitationChip
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.row_model import Column, RowModel
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.segments import Segments
from crasuite.ui.widgets.table import Table

_EXTENTS: Worded[Extent] = Worded(
    {
        Extent.UNSAID: mark("Not said yet"),
        Extent.FULL: mark("As a whole"),
        Extent.PART: mark("In part"),
    }
)


def _rank(row: CoverageRow) -> int:
    return STRENGTHS.index(row.strength) if row.strength else len(STRENGTHS)


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Ref."), lambda row: f"{row.part} {row.ref}", lambda row: row.requirement),
        Column(tr("Requirement"), lambda row: row.title, lambda row: row.title.casefold()),
        Column(tr("Carried"), lambda row: STRENGTH_WORDS[row.strength], _rank),
        Column(tr("Clauses"), lambda row: row.clauses or "–", lambda row: row.clauses),
        Column(tr("Left to you"), lambda row: row.left or "–", lambda row: row.left),
    )


class StandardsDialog(QDialog):
    """Everything is saved as it is chosen; Undo takes it back."""

    def __init__(
        self,
        file: RequirementsFile,
        do: Callable[[Callable[[], object]], bool],
        explain: Callable[[object], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._file, self._do, self._explain = file, do, explain
        self._quiet = False
        self._id = ""
        self.setWindowTitle(tr("Standards in use"))
        self._intro = label(
            tr("Tick what you work to already. You see what it carries of Annex I, and what is left to you."),
            "muted",
            wrap=True,
        )
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(14)
        self.splitter.setProperty("role", "gap")
        self.splitter.setAccessibleName(tr("Standards and what they carry"))
        self.splitter.addWidget(self._build_list())
        self.splitter.addWidget(self._build_coverage())
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([380, 760])
        close = button(tr("Close"), "primary", on_click=self.accept)
        close.setDefault(True)
        layout = column(
            label(tr("Standards in use"), "headline"),
            self._intro,
            self.splitter,
            row(None, close),
            spacing=10,
            margins=(20, 16, 20, 14),
        )
        layout.setStretch(2, 1)
        # Qt reckons the smallest height as if wrapped lines were narrow; both halves scroll.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(layout)
        self.resize(1200, height_on_screen(self, 640))
        self.load()
        self.list.setCurrentIndex(self.list_model.index(0))
        self.list.setFocus()

    # -- building --------------------------------------------------------------------------------------------

    def _build_list(self) -> QWidget:
        self.list_model = StandardsModel()
        self.list = StandardsList(self.list_model)
        self.list_model.ticked.connect(self._tick)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_one())
        card = frame("card")
        card.setLayout(column(self.list, margins=(1, 1, 1, 1)))
        holder = QWidget()
        layout = column(card, self._build_use(), spacing=10)
        layout.setStretch(0, 3)
        layout.setStretch(1, 2)
        holder.setLayout(layout)
        return holder

    def _build_use(self) -> QFrame:
        self._title = label("", "section", wrap=True)
        self._about = label("", "muted", wrap=True)
        self._state = label("", "caption", wrap=True)
        self._claim = label("", "strong", wrap=True)
        self._note = label("", "hint", wrap=True)
        self._cites = FlowLayout(6)
        self.use_box = QCheckBox(tr("&We work to this"))
        self.use_box.clicked.connect(lambda on: self._tick(self._id, on))
        self.edition = QLineEdit()
        self.edition.setMaxLength(200)
        self.extent = QComboBox()
        for extent, words in _EXTENTS.items():
            self.extent.addItem(words, extent)
        self.parts = QLineEdit()
        self.parts.setMaxLength(400)
        self.edition.editingFinished.connect(self.flush)
        self.parts.editingFinished.connect(self.flush)
        self.extent.activated.connect(lambda *_: self.flush())
        self._fields = QWidget()
        lines = column(spacing=4)
        for text, field in (
            (tr("&Edition you use"), self.edition),
            (tr("How &far you apply it"), self.extent),
            (tr("Which &parts or clauses"), self.parts),
        ):
            caption = label(text, "strong")
            caption.setTextFormat(Qt.TextFormat.AutoText)
            caption.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            lines.addWidget(caption)
            lines.addWidget(field)
        self._fields.setLayout(lines)
        body = column(
            self._title,
            self._claim,
            self.use_box,
            self._fields,
            self._about,
            self._state,
            self._note,
            self._cites,
            None,
            spacing=6,
            margins=(16, 12, 16, 12),
        )
        card = frame("card")
        card.setLayout(
            column(ScrollBody(body, tr("About this standard"), role="surface"), margins=(1, 1, 1, 1))
        )
        return card

    def _build_coverage(self) -> QWidget:
        self.segments = Segments(
            tr("What is shown"), (("all", tr("All in use together")), ("one", tr("This standard")))
        )
        self.segments.chosen.connect(lambda *_: self._show_coverage())
        self._sentence = label("", "muted", wrap=True)
        self.model = RowModel(_columns())
        self.table = Table(tr("What is carried of Annex I"), self.model)
        self.table.setItemDelegate(CoverageDelegate(self.table))
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        width = self.fontMetrics().horizontalAdvance
        self.table.set_column_widths(
            width("II (2)(m)") + 26,
            enlarged(self, 150),
            CoverageDelegate.chip_width(self.font()),
            enlarged(self, 190),
            None,
        )
        self._later = QTimer(self.table)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit_rows)
        # Not while columns are at work: a bar that comes up with the new heights takes width from them again.
        self.table.horizontalHeader().sectionResized.connect(lambda *_: self._later.start())
        card = frame("card")
        card.setLayout(column(self.table, margins=(1, 1, 1, 1)))
        holder = QWidget()
        layout = column(row(self.segments, None), self._sentence, card, spacing=10)
        layout.setStretch(2, 1)
        holder.setLayout(layout)
        return holder

    # -- content ---------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Show what is in use now."""
        self.list_model.set_lines(self._file.standards(), may_write=not self._file.is_read_only)
        self._show_one()

    def line(self) -> StandardLine | None:
        """The standard at hand."""
        return self.list.line()

    def _show_one(self) -> None:
        line = self.line()
        if line is None:
            return
        if line.id != self._id:
            self.flush()
        self._id = line.id
        self._quiet = True
        for widget, text in (
            (self._title, f"{line.name}: {line.title}"),
            (self._about, line.about),
            (self._claim, line.claim),
            (self._state, line.state),
            (self._note, line.note),
        ):
            widget.setText(text)
            widget.setVisible(bool(text))
        clear(self._cites)
        for cite in line.cites:
            chip = CitationChip(cite)
            chip.setToolTip(cite.gist)
            chip.activated.connect(self._explain)
            self._cites.addWidget(chip)
        may_write = not self._file.is_read_only
        self.use_box.setChecked(line.is_in_use)
        self.use_box.setEnabled(may_write)
        self._fields.setVisible(line.use is not None)
        self._fields.setEnabled(may_write)
        if line.use is not None:
            if not self.edition.isModified():
                self.edition.setText(line.use.edition or line.edition)
                self.edition.setCursorPosition(0)
            if not self.parts.isModified():
                self.parts.setText(line.use.parts)
            self.extent.setCurrentIndex(self.extent.findData(line.use.extent))
            if line.parts:
                self.parts.setToolTip(", ".join(title for _, title in line.parts))
        self._quiet = False
        self._show_coverage()

    def _show_coverage(self) -> None:
        standard = self._id if self.segments.key() == "one" else ""
        self._sentence.setText(self._file.coverage_words(standard))
        self.model.set_rows(self._file.coverage(standard))
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.table.resizeRowsToContents()

    # -- doing -----------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Save what was typed about the standard at hand."""
        line = next((one for one in self._file.standards() if one.id == self._id), None)
        if line is None or line.use is None or self._quiet:
            return
        said = {
            "edition": self.edition.text().strip(),
            "extent": self.extent.currentData(),
            "parts": self.parts.text().strip(),
        }
        self.edition.setModified(False)
        self.parts.setModified(False)
        if any(getattr(line.use, name) != value for name, value in said.items()):
            self._do(lambda: self._file.describe_standard(line.id, **said))
            self.load()

    def _tick(self, standard_id: str, on: bool) -> None:
        self._do(lambda: self._file.use_standard(standard_id, on))
        self.load()

    def done(self, result: int) -> None:
        self.flush()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter in a field ends the field, not the dialog.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.focusWidget(), QLineEdit):
            self.focusWidget().clearFocus()
            return
        super().keyPressEvent(event)
