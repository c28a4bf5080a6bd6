"""The 26 categories as a tree: suggested ones, class I, class II, Annex IV, none of these."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPen,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from crasuite.interview.words import quoted
from crasuite.language import mark, tr, trn
from crasuite.rules.model import Category
from crasuite.rules.search import Hit
from crasuite.ui import icons
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.class_badge import paint_insignia

NONE = "none"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = _LEFT | Qt.TextFlag.TextWordWrap
_GROUP_AT, _TITLE_AT, _EDGE = 54, 48, 6
_NUMBER_ROOM = "IV-3  "
_LETTERS = 20
"""Titles with room for fewer on one line take as many lines as they need."""
_CATEGORY = Qt.ItemDataRole.UserRole + 1
_GROUP = Qt.ItemDataRole.UserRole + 2
_STATE = Qt.ItemDataRole.UserRole + 3
_NUMBER = Qt.ItemDataRole.UserRole + 4
_GROUPS = (
    ("important-1", mark("Annex III, class I")),
    ("important-2", mark("Annex III, class II")),
    ("critical", mark("Annex IV, critical")),
)
_STATES = {
    "": ("circle", "text3", mark("not looked at")),
    "seen": ("circle-dot", "text2", mark("looked at")),
    "rejected": ("circle-minus", "text2", mark("looked at and rejected")),
    "possible": ("circle-question-mark", "warn", mark("possible")),
    "chosen": ("circle-check", "ok", mark("chosen")),
}


class CategoryTree(QTreeView):
    """Emits `category_shown(id)` when a row becomes current; `none` is a row too."""

    category_shown = Signal(str)

    def __init__(self, categories: Mapping[str, Category], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._categories = categories
        self._rows = QStandardItemModel(self)
        self._states: dict[str, str] = {}
        self._quiet = False
        self.setModel(self._rows)
        self.setItemDelegate(_CategoryDelegate(self))
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Categories"))
        self.setExpandsOnDoubleClick(False)
        self.clicked.connect(self._clicked)

    def fill(self, suggested: Sequence[Hit], title: str) -> None:
        """Show all categories, with the suggested ones first; keeps the current one."""
        kept = self.current_category()
        self._quiet = True
        self._rows.clear()
        if suggested:
            reasons = {hit.category: hit.matched for hit in suggested}
            self._group("suggested", title, [self._categories[hit.category] for hit in suggested], reasons)
        for kind, heading in _GROUPS:
            self._group(
                kind, tr(heading), [one for one in self._categories.values() if one.class_ == kind], {}
            )
        none = QStandardItem(tr("None of these: default class"))
        none.setData(NONE, _CATEGORY)
        none.setAccessibleText(tr("None of these: default class"))
        self._rows.appendRow(none)
        self._quiet = False
        self.set_states(self._states)
        if kept:
            self.show_category(kept, quietly=True)

    def only(self, hits: Sequence[Hit], title: str) -> None:
        """Show what a search found, and nothing else but the way out; a row that is shown becomes current."""
        kept = self.current_category()
        self._quiet = True
        self._rows.clear()
        reasons = {hit.category: hit.matched for hit in hits}
        self._group("suggested", title, [self._categories[hit.category] for hit in hits], reasons)
        none = QStandardItem(tr("None of these: default class"))
        none.setData(NONE, _CATEGORY)
        self._rows.appendRow(none)
        self._quiet = False
        self.set_states(self._states)
        found = [hit.category for hit in hits]
        self.show_category(kept if kept in found else next(iter(found), NONE), quietly=True)

    def set_states(self, states: Mapping[str, str]) -> None:
        """How each category was judged: chosen, possible, rejected, seen."""
        self._states = dict(states)
        for item in self._items():
            category = item.data(_CATEGORY)
            state = self._states.get(category, "")
            item.setData(state, _STATE)
            item.setData(f"{item.text()}, {tr(_STATES[state][2])}", Qt.ItemDataRole.AccessibleTextRole)
        self.viewport().update()

    def current_category(self) -> str:
        """The category shown, `none`, or empty."""
        return str(self.currentIndex().data(_CATEGORY) or "")

    def show_category(self, category: str, *, quietly: bool = False) -> None:
        """Make a category current and open its group."""
        matches = [item for item in self._items() if item.data(_CATEGORY) == category]
        if not matches:
            return
        item = matches[0]
        if item.parent() is not None:
            self.expand(item.parent().index())
        self._quiet = quietly
        self.setCurrentIndex(item.index())
        self._quiet = False
        self.scrollTo(item.index())

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        category = str(current.data(_CATEGORY) or "")
        if category and not self._quiet:
            self.category_shown.emit(category)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _clicked(self, index: QModelIndex) -> None:
        if index.data(_GROUP):
            self.setExpanded(index, not self.isExpanded(index))

    def _items(self) -> list[QStandardItem]:
        found = []
        for row in range(self._rows.rowCount()):
            top = self._rows.item(row)
            if top.data(_CATEGORY):
                found.append(top)
            found += [top.child(place) for place in range(top.rowCount())]
        return found

    def _group(
        self, kind: str, title: str, categories: Collection[Category], reasons: Mapping[str, Sequence[str]]
    ) -> None:
        group = QStandardItem(title)
        group.setData(kind, _GROUP)
        group.setData(len(categories), _NUMBER)
        group.setData(
            trn("{title}, {n} category", "{title}, {n} categories", len(categories), title=title),
            Qt.ItemDataRole.AccessibleTextRole,
        )
        for category in categories:
            item = QStandardItem(f"{category.id}  {category.title}")
            item.setData(category.id, _CATEGORY)
            said = ", ".join(quoted(one) for one in reasons.get(category.id, ()))
            wrote = "\n" + tr("You wrote: {words}", words=said) if said else ""
            item.setToolTip(f"{category.id} {category.title}{wrote}")
            group.appendRow(item)
        self._rows.appendRow(group)
        self.setExpanded(group.index(), kind in ("suggested", "important-1"))


class _CategoryDelegate(QStyledItemDelegate):
    """Group: arrow, sign, title, count. Category: state, number, title."""

    def __init__(self, view: CategoryTree) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        line = QFontMetrics(self._view.font()).lineSpacing()
        lines = line
        if self._wraps():
            box = QRect(0, 0, self._room(index), 10_000)
            lines = self._bold().boundingRect(box, int(_WRAPPED), _title(index)).height()
        return QSize(220, max(line, lines) + (14 if index.data(_GROUP) else 12))

    def _bold(self) -> QFontMetrics:
        return QFontMetrics(scaled_font(self._view.font(), 1.0, 600))

    def _wraps(self) -> bool:
        bold = self._bold()
        room = self._view.viewport().width() - _TITLE_AT - bold.horizontalAdvance(_NUMBER_ROOM) - _EDGE
        return room < bold.averageCharWidth() * _LETTERS

    def _room(self, index: QModelIndex) -> int:
        """Width for the title."""
        if index.data(_GROUP):
            count = QFontMetrics(self._view.font()).horizontalAdvance(str(index.data(_NUMBER)))
            taken = _GROUP_AT + max(34, count + 20)
        elif index.data(_CATEGORY) == NONE:
            taken = 8 + 24 + 22 + _EDGE
        else:
            taken = _TITLE_AT + self._bold().horizontalAdvance(_NUMBER_ROOM) + _EDGE
        return max(60, self._view.viewport().width() - taken)

    def _paint_title(self, painter: QPainter, left: int, box: QRect, index: QModelIndex) -> None:
        """On as many lines as it needs where letters are large; else on one, shortened."""
        text, room = _title(index), self._room(index)
        if not self._wraps():
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, box.top(), room, box.height()), int(_WRAPPED), text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        look = current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(option.rect)
        is_current = index == self._view.currentIndex()
        if is_current:
            painter.fillRect(box, QColor(look.accent_soft))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(look.accent))
        if is_current and self._view.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(4, 1, -2, -1), 4, 4)
        if index.data(_GROUP):
            self._paint_group(painter, box, index)
        else:
            self._paint_category(painter, box, index, is_current)
        painter.restore()

    def _paint_group(self, painter: QPainter, box: QRect, index: QModelIndex) -> None:
        look = current()
        middle = box.center().y() + 1
        if index.row():
            painter.setPen(QPen(QColor(look.border), 1))
            painter.drawLine(box.topLeft(), box.topRight())
        arrow = "chevron-down" if self._view.isExpanded(index) else "chevron-right"
        icons.draw(painter, QRectF(box.left() + 8, middle - 8, 16, 16), arrow, "text2")
        sign = QRectF(box.left() + 31, middle - 8, 16, 16)
        kind = str(index.data(_GROUP))
        if kind == "suggested":
            icons.draw(painter, sign, "search", "accent")
        else:
            paint_insignia(painter, sign, kind)
        painter.setPen(QColor(look.text))
        painter.setFont(scaled_font(self._view.font(), 1.0, 600))
        self._paint_title(painter, box.left() + _GROUP_AT, box, index)
        painter.setFont(self._view.font())
        painter.setPen(QColor(look.text2))
        painter.drawText(
            box.adjusted(0, 0, -12, 0),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            str(index.data(_NUMBER)),
        )

    def _paint_category(self, painter: QPainter, box: QRect, index: QModelIndex, is_current: bool) -> None:
        look = current()
        category = str(index.data(_CATEGORY))
        name, token, _ = _STATES[str(index.data(_STATE) or "")]
        left = box.left() + (8 if category == NONE else 24)
        middle = box.center().y() + 1
        if category == NONE:
            painter.setPen(QPen(QColor(look.border), 1))
            painter.drawLine(box.topLeft(), box.topRight())
        icons.draw(painter, QRectF(left, middle - 8, 16, 16), name, token)
        left += 24
        strong = is_current or index.data(_STATE) == "chosen" or category == NONE
        painter.setFont(scaled_font(self._view.font(), 1.0, 600 if strong else 400))
        if category == NONE:
            paint_insignia(painter, QRectF(left - 1, middle - 8, 16, 16), "default")
            left += 22
        else:
            number = category
            painter.setPen(QColor(look.text2))
            width = self._bold().horizontalAdvance(_NUMBER_ROOM)
            painter.drawText(
                QRect(left, box.top(), width, box.height()),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                number,
            )
            left += width
        painter.setPen(QColor(look.text))
        self._paint_title(painter, left, box, index)


def _title(index: QModelIndex) -> str:
    """Of a group, or of a category without its number."""
    return str(index.data()).partition("  ")[2] or str(index.data())
