"""A list with its detail beside it, or, where the room is too small for both, one of them at a time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QSplitter, QWidget

from crasuite.language import tr
from crasuite.ui.widgets.build import button, column, enlarged, row

_GAP = 14
_ANY_WIDTH = (1 << 24) - 1


class ListAndDetail(QSplitter):
    """The list takes the extra width. With room for one only, `open_detail` and Back go between them.

    `both` are the pixels, in letters of the usual size, that both need beside each other to be read.
    """

    detail_opened = Signal()
    list_opened = Signal()

    def __init__(self, left: QWidget, detail: QWidget, name: str, *, open_words: str, both: int = 0) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._both = enlarged(self, both)
        self._kept: tuple[QWidget, int] | None = None
        self.setProperty("role", "gap")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(_GAP)
        self.open_button = button(open_words, icon_name="chevron-right", on_click=self.open_detail)
        self.back_button = button(tr("Back to the list"), "link", "arrow-left", self.open_list)
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
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    @property
    def is_single(self) -> bool:
        """True while there is room for one side only."""
        return self._is_single

    def keep_width(self, side: QWidget, width: int) -> None:
        """While both show, `left` or `right` is as wide as this, and the other takes the rest."""
        if self._kept != (side, width):
            self._kept = (side, width)
            self.handle(1).setEnabled(False)
            self._arrange()

    def open_detail(self, *, focus: bool = True) -> None:
        """Show the detail; it is there already where there is room for both."""
        self._shows_detail = True
        self._arrange()
        if self._is_single and focus:
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.detail_opened.emit()

    def open_list(self) -> None:
        """Show the list again."""
        self._shows_detail = False
        self._arrange()
        self.list_opened.emit()

    def holds_both(self, width: int) -> bool:
        """Whether this is room enough for both."""
        needed = self.left.minimumSizeHint().width() + self.right.minimumSizeHint().width() + _GAP
        return width >= max(needed, self._both)

    def minimumSizeHint(self) -> QSize:
        left, right = self.left.minimumSizeHint(), self.right.minimumSizeHint()
        return QSize(max(left.width(), right.width()), max(left.height(), right.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._decide()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # what they need has changed
            self._decide()
        return done

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """With room for one only, it is the side that was worked in last."""
        if not self._is_single and new is not None and self.isAncestorOf(new):
            self._shows_detail = self.right.isAncestorOf(new)

    def _decide(self) -> None:
        single = not self.holds_both(self.width())
        if single != self._is_single:
            if single and self.right.underMouse():
                self._shows_detail = True
            self._is_single = single
            self._arrange()

    def _arrange(self) -> None:
        self.open_button.setVisible(self._is_single)
        self.back_button.setVisible(self._is_single)
        self.left.setVisible(not (self._is_single and self._shows_detail))
        self.right.setVisible(not self._is_single or self._shows_detail)
        if self._kept is not None:
            side, width = self._kept
            side.setMinimumWidth(0 if self._is_single else width)
            side.setMaximumWidth(_ANY_WIDTH if self._is_single else width)
