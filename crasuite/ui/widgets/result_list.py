"""Results of a search in groups: a heading that cannot be chosen, then title and one line for each result."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crasuite.interview.search_everything import Entry, Group, Kind
from crasuite.language import tr
from crasuite.ui.delegates import has_focus, paint_ring
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import CAPTION, current

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MARGIN = 12


class ResultModel(QAbstractListModel):
    """Headings are texts, results are entries."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str | Entry] = []
        self._groups: dict[int, str] = {}

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Show other results."""
        self.beginResetModel()
        self._lines, self._groups = [], {}
        for group in groups:
            shown = len(group.entries)
            more = tr(", {shown} of {total}", shown=shown, total=group.total) if group.total > shown else ""
            self._lines.append(f"{group.title}{more}")
            for entry in group.entries:
                self._groups[len(self._lines)] = group.title
                self._lines.append(entry)
        self.endResetModel()

    def first(self) -> QModelIndex:
        """The best result."""
        return self.index(1, 0) if len(self._lines) > 1 else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._lines[index.row()], Entry):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        if role == _ROLE:
            return line
        if not isinstance(line, Entry):
            return line if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.title}, {self._groups[index.row()]}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return line.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.title}\n{line.text}" if line.text else line.title
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        entry = index.data(_ROLE)
        return QSize(100, line * 2 + 12 if isinstance(entry, Entry) and entry.text else line + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, look, rect = index.data(_ROLE), current(), option.rect
        painter.save()
        width = rect.width() - 2 * _MARGIN
        small = scaled_font(option.font, CAPTION)
        if not isinstance(entry, Entry):
            font = scaled_font(option.font, CAPTION, 600)
            painter.setFont(font)
            painter.setPen(QColor(look.text2))
            painter.drawText(QRectF(rect.x() + _MARGIN, rect.y() + 4, width, rect.height() - 4), _LEFT, entry)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_soft))
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), QColor(look.accent))
            if has_focus(option):
                paint_ring(painter, rect)
        line = option.fontMetrics.height()
        bold = scaled_font(option.font, 1.0, 600)
        painter.setFont(bold)
        painter.setPen(QColor(look.text))
        top = rect.y() + (6 if entry.text else (rect.height() - line) // 2)
        self._line(painter, bold, QRectF(rect.x() + _MARGIN, top, width, line), entry.title)
        if entry.text:
            painter.setFont(small)
            painter.setPen(QColor(look.text2))
            self._line(painter, small, QRectF(rect.x() + _MARGIN, top + line, width, line), entry.text)
        painter.restore()

    def _line(self, painter: QPainter, font: QFont, box: QRectF, text: str) -> None:
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, _LEFT, shown)


class ResultList(QListView):
    """`chosen(Entry)` on Enter or click; headings are passed over."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._results = ResultModel()
        self.setModel(self._results)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._take)

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Show other results, with the best one at hand."""
        self._results.set_groups(groups)
        self.scrollToTop()
        if (first := self._results.first()).isValid():
            self.setCurrentIndex(first)

    def current(self) -> Entry | None:
        """The result at hand."""
        found = self.currentIndex().data(_ROLE) if self.currentIndex().isValid() else None
        return found if isinstance(found, Entry) else None

    def entries(self) -> list[Entry]:
        """All results that are listed, in order."""
        lines = (self._results.index(at, 0).data(_ROLE) for at in range(self._results.rowCount()))
        return [line for line in lines if isinstance(line, Entry)]

    def choose(self, kind: Kind, key: str) -> None:
        """Put a result at hand, if it is listed."""
        for at in range(self._results.rowCount()):
            index = self._results.index(at, 0)
            entry = index.data(_ROLE)
            if isinstance(entry, Entry) and (entry.kind, entry.key) == (kind, key):
                self.setCurrentIndex(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self._take(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _take(self, index: QModelIndex) -> None:
        entry = index.data(_ROLE)
        if isinstance(entry, Entry):
            self.chosen.emit(entry)
