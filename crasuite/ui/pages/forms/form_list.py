"""The forms with how far each is; moving the line shows the form, Enter goes to its first gap."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crasuite.interview.text_forms import FormView
from crasuite.language import tr
from crasuite.ui import icons
from crasuite.ui.delegates import has_focus, paint_ring
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current

Index = QModelIndex | QPersistentModelIndex
_FORM = Qt.ItemDataRole.UserRole


class FormList(QListView):
    """Emits `chosen(form id)`; `left` when Enter or Right asks for the fields."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Forms"))
        self._items = QStandardItemModel()
        self.setModel(self._items)
        self._delegate = _FormDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._moved)

    def load(self, forms: Sequence[FormView], chosen: str) -> None:
        """Show these forms with one chosen."""
        self._quiet = True
        for at, form in enumerate(forms):
            item = self._items.item(at)
            if item is None:
                item = QStandardItem()
                item.setEditable(False)
                self._items.appendRow(item)
            item.setText(f"{form.title}, {form.words}")
            item.setToolTip(f"{form.title}: {form.words}")
            item.setData((form.id, form.title, form.words, form.filled, form.wanted), _FORM)
            if form.id == chosen and self.currentIndex().row() != at:
                self.setCurrentIndex(self._items.index(at, 0))
        self._quiet = False
        self.setFixedHeight(len(forms) * _height(self.fontMetrics()) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.chosen.emit(now.data(_FORM)[0])


class _FormDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, _height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        _, title, words, filled, wanted = index.data(_FORM)
        look, rect = current(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent_soft))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 5, 5)
        done = filled == wanted
        mark, tone = (
            ("circle-check", "ok")
            if done
            else ("circle-dot", "info")
            if filled
            else ("circle-dashed", "text2")
        )
        icons.draw(painter, QRectF(rect.x() + 8, rect.center().y() - 7.5, 16, 16), mark, tone)
        upper, lower = scaled_font(option.font, 1.0, 600 if chosen else 400), scaled_font(option.font, 0.92)
        line = QFontMetrics(upper).height()
        for text, font, token, top in (
            (title, upper, look.text, rect.y() + 7),
            (words, lower, look.text2, rect.y() + 7 + line),
        ):
            painter.setFont(font)
            painter.setPen(QColor(token))
            width = rect.width() - 40
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(rect.x() + 32, top, width, line), Qt.AlignmentFlag.AlignVCenter, shown)
        view = option.widget
        if has_focus(option) and isinstance(view, QListView) and view.currentIndex() == index:
            paint_ring(painter, rect)
        painter.restore()


def _height(metrics: QFontMetrics) -> int:
    return metrics.height() * 2 + 14
