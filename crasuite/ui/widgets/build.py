"""Short constructors for labels, buttons, rules and layouts, so that a page reads as a list of its parts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crasuite.ui.icons import icon
from crasuite.ui.icons import pixmap as icon_pixmap
from crasuite.ui.tokens import TEXT_COLUMN
from crasuite.ui.widgets.icon_button import IconButton
from crasuite.ui.widgets.push_button import PushButton

LayoutT = TypeVar("LayoutT", bound=QBoxLayout)


def label(text: str = "", role: str = "body", *, wrap: bool = False, tone: str = "") -> QLabel:
    """A plain-text label in a role of the style sheet; wrapped text stops at the reading width."""
    result = QLabel()
    result.setProperty("role", role)  # before the text: with it, screen readers are told what kind it is
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setText(text)
    if tone:
        result.setProperty("tone", tone)
    if wrap:
        result.setWordWrap(True)
        result.setMinimumWidth(40)
        result.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return result


def room_in(area: QAbstractScrollArea) -> int:
    """Width of what shows of it. To ask for its viewport would, at the start, make all of Qt's classes."""
    bar = area.verticalScrollBar()
    return area.maximumViewportSize().width() - (bar.width() if bar.isVisible() else 0)


def stop_at_reading_width(widget: QWidget) -> None:
    """Keep a block of text from growing past the width a line can be read at."""
    widget.setMaximumWidth(widget.fontMetrics().averageCharWidth() * (TEXT_COLUMN + 16))


_USUAL_LINE = 16
"""Pixels of a line in the letters that widths in pixels are chosen for."""


def enlarged(widget: QWidget, width: int) -> int:
    """A width in pixels, more where the system's letters are larger than usual."""
    return max(width, width * widget.fontMetrics().height() // _USUAL_LINE)


class IconLabel(QLabel):
    """A drawing that follows the theme; decoration unless it is given a name."""

    def __init__(self, name: str, token: str = "text2", size: int = 18, accessible_name: str = "") -> None:
        super().__init__()
        self._name, self._token, self._size = name, token, size
        self.setFixedSize(size, size)
        self.setAccessibleName(accessible_name)

    def set_icon(self, name: str, token: str) -> None:
        """Show another drawing."""
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(0, 0, icon_pixmap(self._name, self._token, self._size, ratio))
        painter.end()


def button(
    text: str,
    role: str = "normal",
    icon_name: str = "",
    on_click: Callable[[], object] | None = None,
    *,
    name: str = "",
) -> PushButton:
    """A push button; `role` is normal, primary, link or segment. `name` is for screen readers."""
    result = PushButton(text)
    result.setProperty("role", role)
    if icon_name:
        token = {"primary": "on_accent", "link": "accent"}.get(role, "text2")
        result.setIcon(icon(icon_name, token))
        result.setIconSize(QSize(20, 16))
    if on_click is not None:
        result.clicked.connect(lambda *_: on_click())
    if name:
        result.setAccessibleName(name)
    result.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return result


def icon_button(icon_name: str, name: str, on_click: Callable[[], object] | None = None) -> IconButton:
    """A button with a drawing only; `name` is its tooltip and accessible name."""
    result = IconButton()
    result.setProperty("role", "icon")
    result.setIcon(icon(icon_name))
    result.setIconSize(QSize(18, 18))
    result.setAccessibleName(name)
    result.setToolTip(name)
    if on_click is not None:
        result.clicked.connect(lambda *_: on_click())
    return result


def rule(*, vertical: bool = False) -> QFrame:
    """A hairline."""
    result = QFrame()
    result.setProperty("role", "rule-vertical" if vertical else "rule")
    return result


def frame(role: str) -> QFrame:
    """A frame in a role of the style sheet."""
    result = QFrame()
    result.setProperty("role", role)
    return result


def row(
    *items: QWidget | QLayout | int | None, spacing: int = 8, margins: tuple[int, ...] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Items side by side; a number is a fixed gap, None takes the free space."""
    return _fill(QHBoxLayout(), items, spacing, margins)


def at_reading_width(text: QLabel) -> QHBoxLayout:
    """Wrapped text that stops at the reading width; a column alone would reckon with the full width."""
    stop_at_reading_width(text)
    line = row(text, None, spacing=0)
    line.setStretch(0, 1000)
    return line


def column(
    *items: QWidget | QLayout | int | None, spacing: int = 8, margins: tuple[int, ...] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Items one below the other; a number is a fixed gap, None takes the free space."""
    return _fill(QVBoxLayout(), items, spacing, margins)


def add_labelled(body: QBoxLayout, text: str, field: QWidget) -> None:
    """Put a field below its label, whose letter leads to it."""
    caption = label(text, "strong")
    caption.setTextFormat(Qt.TextFormat.AutoText)
    caption.setBuddy(field)
    field.setAccessibleName(text.replace("&", ""))
    body.addWidget(caption)
    body.addWidget(field)


def clear(layout: QLayout, *, orphaned: bool = True) -> None:
    """Remove and delete everything in a layout.

    Without a parent a widget becomes a window and is styled anew, which takes far longer than all the rest.
    Where nobody looks for it among its siblings, it keeps its parent, hidden, until it is gone.
    """
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            if orphaned:
                widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner, orphaned=orphaned)


_FRAME = 40
"""Pixels that the title bar and edges drawn by the system take at most."""


def height_on_screen(window: QWidget, wanted: int) -> int:
    """This height, or what the window's screen has room for: buttons stand at the lower edge."""
    return min(wanted, window.screen().availableSize().height() - _FRAME)


def fit_height(window: QWidget, width: int) -> None:
    """The height its texts need at this width; Qt guesses as if wrapped lines were narrow."""
    layout = window.layout()
    assert layout is not None
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    layout.invalidate()
    height = max(layout.totalHeightForWidth(width), layout.totalMinimumHeightForWidth(width))
    # Without any wrapped text a layout tells no height for a width.
    wanted = height if layout.hasHeightForWidth() else layout.totalSizeHint().height()
    window.resize(width, height_on_screen(window, wanted))


def tab_in_reading_order(layout: QLayout) -> None:
    """Let Tab visit what a layout holds as it is read; without it, parts made later come after all others."""
    stops = [widget for widget in _widgets(layout) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for one, following in itertools.pairwise(stops):
        QWidget.setTabOrder(one, following)


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if (widget := item.widget()) is not None:
            yield widget
            if (inside := widget.layout()) is not None:
                yield from _widgets(inside)
        elif (inner := item.layout()) is not None:
            yield from _widgets(inner)


def _fill(layout: LayoutT, items: tuple, spacing: int, margins: tuple[int, ...]) -> LayoutT:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout
