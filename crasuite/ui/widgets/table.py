"""A table view set up the same way everywhere."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from crasuite.ui.widgets.build import column, frame, room_in

_LEAST_LETTERS = 12
"""Of a column that takes what is left."""


class Table(QTableView):
    """Whole rows, read-only, Tab leaves the table, Enter activates, Ctrl+C copies the row as text."""

    def __init__(self, name: str, model: QAbstractItemModel) -> None:
        super().__init__()
        self._widths: list[int] = []
        self._rest: list[int] = []
        self._headings: list[int] = []
        self._rest_letters = _LEAST_LETTERS
        self._kept: tuple[int, int, tuple[int, ...]] | None = None
        self.setAccessibleName(name)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(60)

    def set_row_height(self, height: int) -> None:
        """The same height for all rows, so that ten thousand rows cost nothing."""
        self.verticalHeader().setDefaultSectionSize(height)

    def set_column_widths(self, *widths: int | None, letters: int = _LEAST_LETTERS) -> None:
        """Fixed widths, but no heading is cut; None takes what is left, at least so many letters.

        Where all of them together need more than there is, the table scrolls sideways.
        """
        header = self.horizontalHeader()
        header.ensurePolished()  # what the heading needs follows the style
        for section, width in enumerate(widths):
            if width is None:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(section, max(width, header.sectionSizeHint(section)))
        self._widths = [self.columnWidth(section) for section in range(len(widths))]
        self._rest_letters = letters
        self._rest = [section for section, width in enumerate(widths) if width is None]
        is_marked = header.isSortIndicatorShown()
        header.setSortIndicatorShown(False)  # the mark of the order is the first to go
        self._headings = [header.sectionSizeHint(section) for section in range(len(widths))]
        header.setSortIndicatorShown(is_marked)

    def keep_readable(self, section: int, letters: int, *spared: int) -> None:
        """Where a column would get narrower than this many letters, those spared go, the first one first."""
        self._kept = (section, letters, spared)
        self._fit_columns()

    def _spare(self) -> None:
        if self._kept is None:
            return
        section, letters, spared = self._kept
        wanted = self.fontMetrics().averageCharWidth() * letters
        others = [one for one in range(len(self._widths)) if one != section]
        taken = sum(self._widths[one] for one in others if one in spared or not self.isColumnHidden(one))
        left = room_in(self) - taken
        for one in spared:
            self.setColumnHidden(one, left < wanted)
            left += self._widths[one] if left < wanted else 0

    def _fit_columns(self) -> None:
        """Spare what can be spared; what takes the rest keeps room for its heading and a few words."""
        self._spare()
        header = self.horizontalHeader()
        rest = [section for section in self._rest if not self.isColumnHidden(section)]
        if not rest:
            return
        few = self.fontMetrics().averageCharWidth() * self._rest_letters
        least = [max(few, self._headings[section]) for section in rest]
        taken = sum(
            header.sectionSize(section) for section in range(header.count()) if section not in self._rest
        )
        fits = taken + max(least) * len(rest) <= room_in(self)
        mode = QHeaderView.ResizeMode.Stretch if fits else QHeaderView.ResizeMode.Interactive
        for section, width in zip(rest, least, strict=True):
            if header.sectionResizeMode(section) != mode:
                header.setSectionResizeMode(section, mode)
            if not fits:
                header.resizeSection(section, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns()
        super().resizeEvent(event)

    def content_height(self) -> int:
        """Height at which all rows show without scrolling."""
        rows, bar = self.model().rowCount(), self.horizontalScrollBar()
        is_wider = self.horizontalHeader().length() > room_in(self)
        return (
            self.horizontalHeader().sizeHint().height()
            + rows * self.verticalHeader().defaultSectionSize()
            + (bar.sizeHint().height() if is_wider else 0)
            + 2
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self._repaint_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._repaint_ring()

    def _repaint_ring(self) -> None:
        """The ring of the current row shows only with the focus."""
        row = self.currentIndex().row()
        for at in range(self.model().columnCount() if row >= 0 else 0):
            self.update(self.model().index(row, at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            row = self.currentIndex().row()
            model = self.model()
            if row >= 0:
                cells = [str(model.index(row, at).data() or "") for at in range(model.columnCount())]
                QGuiApplication.clipboard().setText("\t".join(cells))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


def in_card(table: Table) -> QFrame:
    """The table inside a card, with room for the card's outline."""
    card = frame("card")
    card.setLayout(column(table, margins=(1, 1, 1, 1)))
    return card
