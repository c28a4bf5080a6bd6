"""The evidence of a point: name, fingerprint and date, and whether the original is what it was."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from crasuite.domain.evidence import EvidenceKind
from crasuite.interview.requirement_views import EvidenceLine
from crasuite.language import tr
from crasuite.ui import icons
from crasuite.ui.delegates import Index, has_focus, paint_ring
from crasuite.ui.pages.requirements.evidence_model import CHIP_ROLE, LINE_ROLE, EvidenceModel
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.status_chip import STATUSES, chip_size, paint_chip

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ICONS = {EvidenceKind.FILE: "file-text", EvidenceKind.LINK: "link", EvidenceKind.NOTE: "pencil"}
_SHOWN = 6


class EvidenceList(QListView):
    """As high as its first six lines. Enter opens, Delete removes, Ctrl+C copies name and SHA-256."""

    opened = Signal()
    removed = Signal()
    chosen = Signal()

    def __init__(self, model: EvidenceModel, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name or tr("Evidence"))
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setAcceptDrops(False)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda *_: self.opened.emit())

    def fit(self) -> None:
        """Take the height of what there is to show."""
        shown = min(self.model().rowCount(), _SHOWN)
        self.setFixedHeight(shown * self.line_height() + 2)
        self.setVisible(bool(shown))

    def line_height(self) -> int:
        """Height of one line."""
        return 2 * self.fontMetrics().height() + 12

    def lines(self) -> list[EvidenceLine]:
        """What is selected."""
        return [index.data(LINE_ROLE) for index in self.selectionModel().selectedIndexes()]

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = [f"{one.record.name}\t{one.record.sha256 or one.record.url}" for one in self.lines()]
            QGuiApplication.clipboard().setText("\n".join(lines))
        elif event.matches(QKeySequence.StandardKey.Delete) or event.key() == Qt.Key.Key_Backspace:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: EvidenceList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, self._view.line_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect = current(), option.rect
        line: EvidenceLine = index.data(LINE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_soft))
        right = rect.right() - 4
        chip_words = index.data(CHIP_ROLE)
        if line.record.kind is EvidenceKind.FILE or chip_words == "expired":  # others cannot change
            status, icon, tone = STATUSES[chip_words]
            words = tr(status)
            chip = chip_size(words, option.font)
            right -= chip.width()
            place = QRectF(right, rect.y(), chip.width(), rect.height())
            paint_chip(painter, place, icon, words, tone, option.font)
        drawing = QRectF(rect.x() + 4, rect.center().y() - 8, 16, 16)
        icons.draw(painter, drawing, _ICONS[line.record.kind], "text2")
        small = scaled_font(option.font, 0.92)
        width = right - rect.x() - 29 - 10
        top = rect.y() + 6
        for text, font, colour in (
            (line.record.name, option.font, look.text),
            (line.detail, small, look.text2),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
            painter.drawText(QRectF(rect.x() + 29, top, width, metrics.height()), _LEFT, shown)
            top += QFontMetrics(option.font).height()
        if has_focus(option) and self._view.currentIndex() == index:
            paint_ring(painter, rect)
        painter.restore()
