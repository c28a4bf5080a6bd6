"""The reporting cases of a product as a list of cards; what is due first stands first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crasuite.domain.case import CaseKind
from crasuite.interview.reporting_views import CaseRow
from crasuite.language import tr
from crasuite.ui import icons
from crasuite.ui.delegates import has_focus
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.status_chip import chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CHIP_ICONS = {"danger": "siren", "warn": "clock", "neutral": "circle-minus", "ok": "circle-check"}


class CaseListModel(QAbstractListModel):
    """Cases, and a heading above the closed ones."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[CaseRow | str] = []

    def set_items(self, items: Sequence[CaseRow | str]) -> None:
        """Show these; where only their words changed, the place in the list stays."""
        old = [one if isinstance(one, str) else one.id for one in self._items]
        if old == [one if isinstance(one, str) else one.id for one in items]:
            self._items = list(items)
            if items:
                self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, 0))
            return
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    def place_of(self, case_id: str) -> int:
        """Row of a case, or -1."""
        return next(
            (at for at, one in enumerate(self._items) if not isinstance(one, str) and one.id == case_id), -1
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._items[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._items[index.row()]
        if role == ROW_ROLE:
            return item
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            if isinstance(item, str):
                return item
            return ", ".join((item.title, item.kind_words, item.chip, tr("case {case}", case=item.id)))
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        if isinstance(index.data(ROW_ROLE), str):
            return QSize(100, line + 12)
        return QSize(100, 2 * line + chip_size("x", option.font).height() + 34)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect, item = current(), option.rect, index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, str):
            painter.setFont(scaled_font(option.font, 0.92, 600))
            painter.setPen(QColor(look.text2))
            painter.drawText(rect.adjusted(2, 0, 0, 0), _LEFT, item)
            painter.restore()
            return
        view = option.widget
        is_current = isinstance(view, QListView) and view.currentIndex() == index
        box = QRectF(rect).adjusted(1.5, 1.5, -1.5, -8.5)
        painter.setBrush(QColor(look.accent_soft if is_current else look.surface))
        painter.setPen(QPen(QColor(look.accent if is_current else look.border), 2 if is_current else 1))
        painter.drawRoundedRect(box, 8, 8)
        if is_current and has_focus(option):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), 5, 5)
        self._words(painter, option, box, item)
        painter.restore()

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, item: CaseRow) -> None:
        look, line = current(), option.fontMetrics.height()
        icon = "triangle-alert" if item.kind is CaseKind.INCIDENT else "shield-question-mark"
        token = "danger" if item.chip_tone == "danger" else "text2"
        icons.draw(painter, QRectF(box.x() + 11, box.y() + 9, 17, 17), icon, token)
        left, width = box.x() + 36, round(box.width() - 46)
        bold = scaled_font(option.font, 1.0, 600)
        painter.setFont(bold)
        painter.setPen(QColor(look.text))
        title = QFontMetrics(bold).elidedText(item.title, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left, box.y() + 8, width, line), _LEFT, title)
        small = scaled_font(option.font, 0.92)
        painter.setFont(small)
        painter.setPen(QColor(look.text2))
        kind = QFontMetrics(small).elidedText(item.kind_words, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left, box.y() + line + 10, width, line), _LEFT, kind)
        height = chip_size("x", option.font).height()
        room = width - chip_size("", option.font).width()
        chip_font = scaled_font(option.font, 0.92, 600)
        said = QFontMetrics(chip_font).elidedText(item.chip, Qt.TextElideMode.ElideRight, room)
        place = QRectF(left, box.y() + 2 * line + 15, width, height)
        chip_icon = _CHIP_ICONS.get(item.chip_tone, "circle-dot")
        paint_chip(painter, place, chip_icon, said, item.chip_tone, option.font)


class CaseList(QListView):
    """Emits `opened(case_id)` when another case becomes the current one, and `entered` on Enter."""

    opened = Signal(str)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self._items = CaseListModel()
        self.setModel(self._items)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(tr("Cases"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "cards")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(False)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.activated.connect(lambda _index: self.entered.emit())

    def load(self, items: Sequence[CaseRow | str], chosen: str) -> None:
        """Show these with one chosen, without opening it."""
        self._quiet = True
        self._items.set_items(items)
        place = self._items.place_of(chosen)
        if self.currentIndex().row() != place:
            self.setCurrentIndex(self._items.index(place, 0) if place >= 0 else QModelIndex())
        self._quiet = False
        self.viewport().update()

    def _on_current(self, index: QModelIndex) -> None:
        if not self._quiet and index.isValid() and not isinstance(index.data(ROW_ROLE), str):
            self.opened.emit(index.data(ROW_ROLE).id)
