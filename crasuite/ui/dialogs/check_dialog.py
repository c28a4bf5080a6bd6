"""Choose several of a list, with words to narrow it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, QSortFilterProxyModel, Qt
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crasuite.language import tr
from crasuite.ui.delegates import Index, has_focus, paint_ring
from crasuite.ui.widgets.build import column, label
from crasuite.ui.widgets.search_field import SearchField

_KEY = Qt.ItemDataRole.UserRole


class CheckDialog(QDialog):
    """`items` are key and words; Space ticks a line."""

    def __init__(
        self,
        title: str,
        text: str,
        items: Sequence[tuple[str, str]],
        chosen: Collection[str],
        verb: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.resize(620, 520)
        self._items = QStandardItemModel()
        for key, words in items:
            item = QStandardItem(words)
            item.setData(key, _KEY)
            item.setCheckable(True)
            item.setEditable(False)
            item.setToolTip(words)
            item.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
            self._items.appendRow(item)
        self._filter = QSortFilterProxyModel()
        self._filter.setSourceModel(self._items)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = SearchField(tr("Find in the list"))
        self.list = QListView()
        self.list.setAccessibleName(title)
        self.list.setModel(self._filter)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setSpacing(2)
        self.list.setItemDelegate(_Lines(self.list))
        self.search.textChanged.connect(self._filter.setFilterFixedString)
        self.search.leave.connect(self._to_list)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        done = buttons.addButton(f"&{verb}", QDialogButtonBox.ButtonRole.AcceptRole)
        done.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = column(
            label(title, "section"),
            label(text, "muted", wrap=True),
            self.search,
            self.list,
            buttons,
            spacing=8,
            margins=(22, 18, 22, 14),
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self._to_list()

    def chosen(self) -> tuple[str, ...]:
        """The keys ticked, in the order of the list."""
        items = [self._items.item(at) for at in range(self._items.rowCount())]
        return tuple(one.data(_KEY) for one in items if one.checkState() == Qt.CheckState.Checked)

    def _to_list(self) -> None:
        self.list.setFocus()
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._filter.index(0, 0))

    @classmethod
    def ask(
        cls,
        title: str,
        text: str,
        items: Sequence[tuple[str, str]],
        chosen: Collection[str],
        verb: str = "",
        parent: QWidget | None = None,
    ) -> tuple[str, ...] | None:
        """The keys ticked; None when the user left it. Without a `verb` the button says “Use these”."""
        dialog = cls(title, text, items, chosen, verb or tr("Use these"), parent)
        return dialog.chosen() if dialog.exec() else None


class _Lines(QStyledItemDelegate):
    """High enough to hit, with the ring of all lists."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(size.height(), option.fontMetrics.height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        view = option.widget
        if has_focus(option) and isinstance(view, QListView) and view.currentIndex() == index:
            paint_ring(painter, option.rect)
