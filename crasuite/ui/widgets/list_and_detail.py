"""A list with its detail beside it, or, where the room is too small for both, one of them at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from crasuite.ui.widgets.build import button, column, row

_GAP = 14


class ListAndDetail(QSplitter):
    """The list takes the extra width. With room for one only, `open_detail` and Back go between them."""

    detail_opened = Signal()
    list_opened = Signal()

    def __init__(
        self, left: QWidget, detail: QWidget, name: str, *, open_words: str, back_words: str
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setProperty("role", "gap")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(_GAP)
        self.open_button = button(open_words, icon_name="chevron-right", on_click=self.open_detail)
        self.back_button = button(back_words, "link", "arrow-left", self.open_list)
        self.left = QWidget()
        left_layout = column(left, row(None, self.open_button), spacing=8)
        left_layout.setStretch(0, 1)
        self.left.setLayout(left_layout)
        self.right = QWidget()
        right_layout = column(row(self.back_button, None), detail, spacing=6)
        right_layout.setStretch(1, 1)
        self.right.setLayout(right_layout)
        self.addWidget(self.left)
        self.addWidget(self.right)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self._is_single = False
        self._shows_detail = False
        self._arrange()

    @property
    def is_single(self) -> bool:
        """True while there is room for one side only."""
        return self._is_single

    def open_detail(self) -> None:
        """Show the detail; it is there already where there is room for both."""
        self._shows_detail = True
        self._arrange()
        if self._is_single:
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.detail_opened.emit()

    def open_list(self) -> None:
        """Show the list again."""
        self._shows_detail = False
        self._arrange()
        self.list_opened.emit()

    def minimumSizeHint(self) -> QSize:
        left, right = self.left.minimumSizeHint(), self.right.minimumSizeHint()
        return QSize(max(left.width(), right.width()), max(left.height(), right.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self.left.minimumSizeHint().width() + self.right.minimumSizeHint().width() + _GAP
        single = event.size().width() < needed
        if single != self._is_single:
            self._is_single = single
            self._arrange()

    def _arrange(self) -> None:
        self.open_button.setVisible(self._is_single)
        self.back_button.setVisible(self._is_single)
        self.left.setVisible(not (self._is_single and self._shows_detail))
        self.right.setVisible(not self._is_single or self._shows_detail)
