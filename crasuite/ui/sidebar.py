"""The list at the left: all products first, then the screens of the current product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from crasuite.language import mark, tr
from crasuite.ui import icons
from crasuite.ui.delegates import has_focus
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.build import room_in
from crasuite.ui.widgets.class_badge import KINDS, paint_badge

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole.UserRole
WIDE, MOST, NARROW = 220, 300, 56
_WORDS_AT, _EDGE = 49, 19
_NAME_AT, _NAME_LINES = 41, 3
_BESIDE_WORDS = _WORDS_AT + _EDGE + 6
_WIDEST = mark("Risk assessment"), mark("none yet")
"""A screen's name and what is counted there; with these the sidebar is as wide as it needs to be."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = _LEFT | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True)
class SidebarItem:
    """One line. `kind` is page, rule, heading or product (name and badge of the current product)."""

    kind: str
    key: str = ""
    text: str = ""
    icon: str = ""
    count: str = ""
    badge: str = ""


class SidebarModel(QAbstractListModel):
    """Lines; only pages can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[SidebarItem] = []

    def set_items(self, items: Sequence[SidebarItem]) -> None:
        """Show other lines."""
        if [(i.kind, i.key) for i in items] == [(i.kind, i.key) for i in self._items]:
            self._items = list(items)
            self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, 0))
            self.layoutChanged.emit()
            return
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    def place_of(self, key: str) -> int:
        """Row of a page, or -1."""
        return next(
            (place for place, one in enumerate(self._items) if one.kind == "page" and one.key == key), -1
        )

    def pages(self) -> list[tuple[str, str]]:
        """Words and count of each screen."""
        return [(one.text, one.count) for one in self._items if one.kind == "page"]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._items[index.row()].kind == "page":
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._items[index.row()]
        if role == _ROLE:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            badge = KINDS[item.badge].text if item.badge else ""
            return ", ".join(part for part in (item.text, item.count, badge) if part)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: Sidebar) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: SidebarItem = index.data(_ROLE)
        line = option.fontMetrics.height()
        height = {"rule": 25, "heading": line + 10, "product": line + 46}.get(item.kind, line + 20)
        if item.kind == "page" and not self._view.is_narrow():
            height = sum(self._view.page_lines(item)) + 20
        if item.kind == "product":
            height += self._view.name_lines(item.text)[1]
        if item.kind == "product" and self._view.is_narrow():
            height = 40
        return QSize(100, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: SidebarItem = index.data(_ROLE)
        look, rect = current(), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item.kind == "rule":
            painter.setPen(QPen(QColor(look.border), 1))
            painter.drawLine(rect.left() + 8, rect.center().y(), rect.right() - 8, rect.center().y())
        elif item.kind == "heading" and not self._view.is_narrow():
            painter.setFont(scaled_font(option.font, 0.92, 600))
            painter.setPen(QColor(look.text2))
            painter.drawText(rect.adjusted(16, 0, -8, 0), _LEFT, item.text)
        elif item.kind == "product":
            self._product(painter, option, item)
        elif item.kind == "page":
            self._page(painter, option, index, item)
        painter.restore()

    def _product(self, painter: QPainter, option: QStyleOptionViewItem, item: SidebarItem) -> None:
        look, rect, line = current(), option.rect, option.fontMetrics.height()
        icons.draw(painter, QRectF(rect.x() + 17, rect.y() + line / 2 - 2, 18, 18), item.icon, "text")
        if self._view.is_narrow():
            return
        name, more = self._view.name_lines(item.text)
        painter.setFont(_name_font(option.font))
        painter.setPen(QColor(look.text))
        box = QRectF(rect.x() + _NAME_AT, rect.y() + 4, self._view.name_room(), line + more + 6)
        painter.drawText(box, int(_WRAPPED), name)
        if item.badge:
            place = QRectF(rect.x() + 17, rect.y() + line + more + 12, rect.width() - 24, 26)
            paint_badge(painter, place, item.badge, 16, option.font)

    def _page(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, item: SidebarItem) -> None:
        look, rect = current(), option.rect
        chosen = self._view.currentIndex() == index
        box = QRectF(rect).adjusted(8.5, 1.5, -8.5, -1.5)
        if chosen:
            painter.setPen(QPen(QColor(look.border), 1))
            painter.setBrush(QColor(look.surface))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawRoundedRect(QRectF(box.x() + 5, box.center().y() - 8, 3, 16), 1.5, 1.5)
            if has_focus(option):
                painter.setPen(QPen(QColor(look.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left = rect.x() + (self._view.width() / 2 - 9 if self._view.is_narrow() else 24)
        icons.draw(
            painter, QRectF(left, rect.center().y() - 8.5, 18, 18), item.icon, "accent" if chosen else "text2"
        )
        if self._view.is_narrow():
            return
        painter.setFont(scaled_font(option.font, 1.0, 600 if chosen else 400))
        painter.setPen(QColor(look.text if chosen else look.text2))
        words, below = self._view.page_lines(item)
        room = QRectF(rect).adjusted(_WORDS_AT, 10, -_EDGE, -10)
        painter.drawText(room.adjusted(0, 0, 0, -below), int(_WRAPPED), item.text)
        painter.setFont(scaled_font(option.font, 0.92))
        painter.setPen(QColor(look.text2))
        if below:
            painter.drawText(room.adjusted(0, words, 0, 0), _LEFT, item.count)
        elif item.count:
            painter.drawText(room, _RIGHT, item.count)


def _name_font(font: QFont) -> QFont:
    return scaled_font(font, 1.15, 600)


class Sidebar(QListView):
    """Moving the current line opens its screen: `opened(key)`. Enter goes into the screen: `left`."""

    opened = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "sidebar")
        self.setAccessibleName(tr("Screens"))
        self._narrow = False
        self._quiet = False
        self._measures: tuple[QFontMetrics, QFontMetrics] | None = None
        self._items = SidebarModel()
        self.setModel(self._items)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setViewportMargins(0, 8, 0, 0)
        self.set_narrow(False)
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_items(self, items: Sequence[SidebarItem], chosen: str) -> None:
        """Show these lines with one chosen, without opening it."""
        self._quiet = True
        self._items.set_items(items)
        self._quiet = False
        if not self._narrow and self.width() != (wide := self.wide()):
            self.setFixedWidth(wide)
        self.choose(chosen)

    def choose(self, key: str) -> None:
        """Mark a screen as the open one."""
        place = self._items.place_of(key)
        self._quiet = True
        self.setCurrentIndex(self._items.index(place, 0) if place >= 0 else QModelIndex())
        self._quiet = False

    def key(self) -> str:
        """The chosen screen."""
        index = self.currentIndex()
        return index.data(_ROLE).key if index.isValid() else ""

    def keys(self) -> list[str]:
        """All screens, in order."""
        items = [self._items.index(place, 0).data(_ROLE) for place in range(self._items.rowCount())]
        return [item.key for item in items if item.kind == "page"]

    def is_narrow(self) -> bool:
        """True while only icons show."""
        return self._narrow

    def set_narrow(self, on: bool) -> None:
        """Icons only, or icons and words."""
        self._narrow = on
        self.setFixedWidth(NARROW if on else self.wide())
        self.scheduleDelayedItemsLayout()

    def page_lines(self, item: SidebarItem) -> tuple[int, int]:
        """Height of a screen's name, and of what is counted there where it has to stand below the name."""
        names, counts = self._metrics()
        room = room_in(self) - _WORDS_AT - _EDGE
        count = counts.horizontalAdvance(item.count) + 6 if item.count else 0
        if names.horizontalAdvance(item.text) + count <= room:
            return self.fontMetrics().height(), 0
        box = QRect(0, 0, room, 10_000)
        return names.boundingRect(box, int(_WRAPPED), item.text).height(), counts.height() if count else 0

    def name_room(self) -> int:
        """Width for the name of the current product."""
        return room_in(self) - _NAME_AT - 9

    def name_lines(self, text: str) -> tuple[str, int]:
        """The name as it is written, and the height that it takes beyond one line."""
        metrics, room = QFontMetrics(_name_font(self.font())), max(self.name_room(), 60)
        right = Qt.TextElideMode.ElideRight
        words = shown = " ".join(metrics.elidedText(word, right, room) for word in text.split())
        box, width = QRect(0, 0, room, 10_000), room * _NAME_LINES
        while (height := metrics.boundingRect(box, int(_WRAPPED), shown).height()) > (
            _NAME_LINES * metrics.lineSpacing()
        ):
            width -= room // 8
            shown = metrics.elidedText(words, right, width)
        return shown, max(0, height - metrics.height())

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        """Of a name that is chosen, and of what is counted."""
        if self._measures is None:
            fonts = scaled_font(self.font(), 1.0, 600), scaled_font(self.font(), 0.92)
            self._measures = QFontMetrics(fonts[0]), QFontMetrics(fonts[1])
        return self._measures

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measures = None
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def wide(self) -> int:
        """Room for the words of every screen, chosen or not, with what is counted beside them."""
        names, counts = self._metrics()
        lines = [(tr(_WIDEST[0]), tr(_WIDEST[1])), *self._items.pages()]
        needed = max(names.horizontalAdvance(text) + counts.horizontalAdvance(count) for text, count in lines)
        return max(WIDE, min(MOST, _BESIDE_WORDS + needed + 4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _on_current(self, index: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self.opened.emit(index.data(_ROLE).key)
