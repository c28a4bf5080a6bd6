"""What all screens share: title, one line below it, buttons at the right, and a body that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QVBoxLayout, QWidget

from crasuite.ui.widgets.build import column, label, row
from crasuite.ui.widgets.flow_layout import FlowLayout
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.widgets.tall_enough import TallEnough

LEAST_LINES = 23
"""Lines of text below which a screen that does not scroll by itself does so as a whole."""


class Page(QWidget):
    """Subclasses fill `body`; `heading` and buttons stay put while the body scrolls."""

    explain = Signal(object)  # a citation was opened

    def __init__(self, title: str, *, scrolls: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName(title)
        self.heading = label(title, "title")
        self.summary = label("", "muted", wrap=True)
        self.buttons = FlowLayout(8)
        self._buttons = QWidget()
        self._buttons.setLayout(self.buttons)
        words = column(self.heading, self.summary, spacing=2)
        head = row(words, self._buttons, spacing=16, margins=(24, 14, 24, 10))
        head.setStretch(0, 1)
        head.setAlignment(self._buttons, Qt.AlignmentFlag.AlignVCenter)
        self._head = head
        self.body: QVBoxLayout = column(spacing=12, margins=(24, 4, 24, 16))
        self.scroll_area: ScrollBody | None = None
        holder: QWidget
        if scrolls:
            holder = self.scroll_area = ScrollBody(self.body, title)
        else:
            holder = QWidget()
            holder.setLayout(self.body)
        layout = column(head, holder, spacing=0)
        layout.setStretch(1, 1)  # or a heading above its buttons takes half of what is to spare
        self._tall = None if scrolls else TallEnough(layout, head, LEAST_LINES, title)
        self.setLayout(layout if self._tall is None else column(self._tall))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_head()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_head()
        return super().event(event)

    def _fit_head(self) -> None:
        """Put the buttons below the title where they would leave it no room."""
        edges = self._head.contentsMargins().left() * 2 + self._head.spacing()
        words = max(self.heading.sizeHint().width(), self.fontMetrics().averageCharWidth() * 26)
        fits = words + self.buttons.sizeHint().width() + edges <= self.width()
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._head.direction() != way:
            self._head.setDirection(way)
            self._head.setAlignment(
                self._buttons, Qt.AlignmentFlag.AlignVCenter if fits else Qt.AlignmentFlag(0)
            )
        self._buttons.setMinimumWidth(self.buttons.sizeHint().width() if fits else 0)

    def set_least_lines(self, lines: int) -> None:
        """How high the body is at least, before the screen scrolls as a whole."""
        if self._tall is not None:
            self._tall.set_least_lines(lines)

    def set_summary(self, text: str) -> None:
        """The line below the title."""
        self.summary.setText(text)
        self.summary.setVisible(bool(text))

    def add_button(self, button: QAbstractButton) -> None:
        """A button right of the title; the primary one comes last."""
        self.buttons.addWidget(button)

    def initial_focus(self) -> QWidget | None:
        """Where the focus goes when the screen opens."""
        return None

    def go_to_filter(self) -> None:
        """Ctrl+F."""
        if (field := self.filter_field()) is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def filter_field(self) -> QWidget | None:
        """What Ctrl+F goes to; None where there is nothing to filter."""
        return None
