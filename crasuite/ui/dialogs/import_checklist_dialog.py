"""A filled workbook: every change before it is made, conflicts one by one, what is left out and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QStackedWidget, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crasuite.errors import StoreError, UserFacingError
from crasuite.interview.checklist_import import CellChange, ChecklistImport
from crasuite.language import tr, trn
from crasuite.ui import crash, icons
from crasuite.ui.delegates import Index, paint_row_ground
from crasuite.ui.dialogs.change_model import (
    CHANGE_ROLE,
    DECISION,
    DECISION_ROLE,
    DECISION_WORDS,
    KEEP,
    TAKE,
    UNDECIDED,
    WHAT,
    ChangeModel,
)
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.banner import Banner
from crasuite.ui.widgets.build import button, clear, column, fit_height, frame, label, row
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.table import Table, in_card

if TYPE_CHECKING:
    from crasuite.interview.workspace import Workspace

_MOST_PROBLEMS = 100
_ICONS = {
    TAKE: ("circle-check", "ok"),
    KEEP: ("circle-minus", "neutral"),
    UNDECIDED: ("triangle-alert", "warn"),
}


class ImportChecklistDialog(QDialog):
    """`imported` is how many cells were taken over once it is accepted."""

    def __init__(
        self, workspace: Workspace, product_id: int, path: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import checklist"))
        self.imported = 0
        self.found: ChecklistImport | None = None
        self.model = ChangeModel([])
        self._name = path.name
        self.heading = label(tr("What {name} would change", name=path.name), "headline", wrap=True)
        self.banner = Banner(tone="danger")
        self.banner.hide()
        self._body = QStackedWidget()
        close = button(tr("Cancel"), on_click=self.reject)
        self.close_button = close
        self.import_button = button(tr("&Import"), "primary", "download", self.accept_changes)
        self.import_button.setDefault(True)
        self.setLayout(
            column(
                self.heading,
                self.banner,
                self._body,
                row(None, close, self.import_button),
                spacing=12,
                margins=(22, 18, 22, 16),
            )
        )
        self.resize(1080, 640)
        try:
            self.found = ChecklistImport.read(workspace, product_id, path)
        except UserFacingError as error:
            self._refuse(error)
            return
        self._build(self.found)

    # -- building --------------------------------------------------------------------------------------------

    def _refuse(self, error: UserFacingError) -> None:
        self.heading.setText(tr("The workbook was not read"))
        self.banner.set_content(error.what, f"{error.why} {error.next_step}".strip(), tone="danger")
        self.banner.show()
        self._body.hide()
        self._only_close()

    def _only_close(self) -> None:
        """There is something to read and nothing to decide."""
        self.import_button.hide()
        self.close_button.setText(tr("Close"))
        self.close_button.setDefault(True)
        fit_height(self, 620)

    def _build(self, found: ChecklistImport) -> None:
        if found.product_note:
            self.banner.set_content(tr("Another product?"), found.product_note, tone="warn")
            self.banner.show()
        self.model = ChangeModel(found.changes)
        self.model.decided.connect(self._count)
        self.summary = label(found.summary_words(), "muted", wrap=True)
        self.table = _ChangeTable(self.model)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_change())
        self.detail = self._build_detail()
        body = column(self.summary, spacing=10)
        if found.changes:
            body.addWidget(in_card(self.table), 1)
            body.addWidget(self.detail)
        if found.problems:
            body.addWidget(self._build_problems(found))
        body.addStretch(0)
        page = QWidget()
        page.setLayout(body)
        self._body.addWidget(page)
        if found.changes:
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._count()
        else:
            self.heading.setText(tr("{name} brings nothing to import", name=self._name))
            self._only_close()

    def _build_detail(self) -> QWidget:
        self._where = label("", "strong", wrap=True)
        self._texts = column(spacing=6, margins=(12, 8, 4, 8))
        self.take_button = button(tr("&Take from the workbook"), on_click=lambda: self._decide(TAKE))
        self.keep_button = button(tr("&Keep the program's"), on_click=lambda: self._decide(KEEP))
        texts = ScrollBody(self._texts, tr("Values of this cell"), role="surface")
        texts.setProperty("role", "surface")
        card = frame("card")
        card.setLayout(column(texts, margins=(1, 1, 1, 1)))
        card.setFixedHeight(self.fontMetrics().height() * 5 + 34)
        head = row(self._where, self.keep_button, self.take_button, spacing=8)
        head.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(column(head, card, spacing=6))
        return holder

    def _build_problems(self, found: ChecklistImport) -> QWidget:
        lines = column(spacing=4)
        for problem in found.problems[:_MOST_PROBLEMS]:
            lines.addWidget(label(str(problem), wrap=True))
        more = len(found.problems) - _MOST_PROBLEMS
        if more > 0:
            lines.addWidget(label(trn("and {n} more", "and {n} more", more), "muted"))
        lines.addStretch(1)
        scroll = ScrollBody(lines, tr("Not imported"))
        count = min(len(found.problems), 4 if found.changes else 12)
        scroll.setFixedHeight((self.fontMetrics().height() + 6) * (count + 1))
        holder = QWidget()
        holder.setLayout(
            column(
                label(
                    trn(
                        "Not imported: {n} cell or row",
                        "Not imported: {n} cells or rows",
                        len(found.problems),
                    ),
                    "strong",
                ),
                scroll,
                spacing=4,
            )
        )
        return holder

    # -- deciding --------------------------------------------------------------------------------------------

    def _show_change(self) -> None:
        change: CellChange | None = self.table.currentIndex().data(CHANGE_ROLE)
        clear(self._texts)
        if change is None:
            return
        self._where.setText(f"{change.what}: {change.head}")
        values = [(tr("In the program now"), change.now), (tr("In the workbook"), change.theirs)]
        if change.is_conflict:
            values.insert(0, (tr("At export"), change.exported))
        widest = max(self.fontMetrics().horizontalAdvance(name) for name, _ in values)
        for name, said in values:
            caption = label(name, "caption")
            caption.setFixedWidth(widest + 12)
            line = row(caption, label(said or tr("(empty)"), wrap=True), spacing=8, margins=(2, 0, 8, 0))
            line.setStretch(1, 1)
            line.setAlignment(caption, Qt.AlignmentFlag.AlignTop)
            self._texts.addLayout(line)
        self._texts.addStretch(1)

    def _decide(self, decision: str) -> None:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        self.model.decide(rows, decision)
        # On to the next conflict, so that one key after the other settles them all.
        for place in (
            *range(rows[-1] + 1 if rows else 0, self.model.rowCount()),
            *range(self.model.rowCount()),
        ):
            if self.model.decision(place) == UNDECIDED:
                self.table.setCurrentIndex(self.model.index(place, 0))
                return

    def _count(self) -> None:
        taken, undecided = len(self.model.taken()), self.model.undecided()
        self.import_button.setText(
            trn("&Import {n} change", "&Import {n} changes", taken) if taken else tr("Nothing to import")
        )
        self.import_button.setEnabled(bool(taken) and not undecided)
        if undecided:
            self.import_button.setText(trn("{n} conflict to decide", "{n} conflicts to decide", undecided))

    def accept_changes(self) -> None:
        """Write what is taken, as one step for Undo."""
        if self.found is None:
            return
        left_before = len(self.found.problems)
        try:
            self.imported = self.found.apply(self.model.taken())
        except StoreError as error:
            crash.show_error(error)
            return
        late = self.found.problems[left_before:]
        if late:
            self.banner.set_content(
                trn(
                    "{n} change imported, {left} not.",
                    "{n} changes imported, {left} not.",
                    self.imported,
                    left=len(late),
                ),
                " ".join(str(one) for one in late),
                tone="warn",
            )
            self.banner.show()
            self.import_button.hide()
            self.close_button.setText(tr("Close"))
            return
        self.accept()


class _ChangeTable(Table):
    """Space and a click on the decision change it."""

    def __init__(self, model: ChangeModel) -> None:
        super().__init__(tr("Changes"), model)
        self.setSortingEnabled(False)
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.setItemDelegate(_Delegate(self))
        self.set_row_height(self.fontMetrics().height() + 16)
        width = self.fontMetrics().horizontalAdvance
        self.set_column_widths(
            max(width(words) for words in DECISION_WORDS.values()) + 52,
            width("Part I (2)(b) Secure by default, with") + 24,
            width(tr("How it is met, or why")) + 24,
            width("No default code; reset restores it") + 16,
            None,
            width(f"{tr('Requirements')} H22") + 24,
        )
        self.clicked.connect(self._toggle)

    def _toggle(self, index: Index) -> None:
        model = self.model()
        assert isinstance(model, ChangeModel)
        if index.column() == DECISION:
            model.toggle(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._toggle(self.currentIndex().siblingAtColumn(DECISION))
            return
        super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        paint_row_ground(painter, option, index)
        look, rect = current(), QRectF(option.rect.adjusted(12, 0, -8, 0))
        font = scaled_font(option.font, 1.0, 600 if index.column() in (DECISION, WHAT) else 400)
        colour = look.text
        if index.column() == DECISION:
            icon, tone = _ICONS[index.data(DECISION_ROLE)]
            icons.draw(painter, QRectF(rect.x(), rect.center().y() - 8, 16, 16), icon, tone)
            rect.adjust(22, 0, 0, 0)
            colour = look.color(tone)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        text = " ".join(str(index.data() or "").split())
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
