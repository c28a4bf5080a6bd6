"""A link whose words give way: their end is cut with an ellipsis, and the whole stands in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from crasuite.ui.theme import set_role
from crasuite.ui.widgets.push_button import PushButton


class ElidedButton(PushButton):
    """As wide as its words, or as the room there is."""

    def __init__(self, text: str, role: str = "link") -> None:
        super().__init__(_escaped(text))
        self._whole = text
        set_role(self, role)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.ensurePolished()
        hint = super().sizeHint().width()
        self._beside = hint - self.fontMetrics().horizontalAdvance(text)
        self.setMaximumWidth(hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 10, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics, room = self.fontMetrics(), self.width() - self._beside
        shown = self._whole
        if metrics.horizontalAdvance(shown) > room:
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
        self.setText(_escaped(shown))


def _escaped(text: str) -> str:
    return text.replace("&", "&&")
