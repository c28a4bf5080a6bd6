"""The visible keyboard focus: a 2 px ring with a 2 px gap around whatever holds the focus.

One `QFocusFrame` follows the focus through all windows. Item views are left out: their delegates ring the
current row instead, unless there is no row. The property `ring` says otherwise: "parent" (the frame around
it), "own" or "none".
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFocusFrame, QWidget
from shiboken6 import isValid

from crasuite.ui.tokens import current

MARGIN = 4
_SCROLL_MARGIN = 24
_ROWS_COME_MS = 250
_WITHOUT_RING = ("QMenu", "QMenuBar", "QAbstractItemView")
_WITH_FIELD_INSIDE = ("QAbstractSpinBox", "QComboBox")
_WITH_RING = (
    "QAbstractButton",
    "QLineEdit",
    "QAbstractSpinBox",
    "QComboBox",
    "QAbstractSlider",
    "QLabel",
    "QAbstractScrollArea",
    "QTabBar",
)


class FocusRing(QObject):
    """Moves the ring to the widget with the focus, from `begin` on."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame: _Ring | None = None
        self._has_begun = False
        app.focusChanged.connect(self._move)

    def begin(self) -> None:
        """Its style is written in Python, which a start can do without until the window can be used."""
        self._has_begun = True
        self._move(None, QApplication.focusWidget())

    def _move(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and isValid(new) and _is_empty(new):
            # Rows may be on their way; a ring that comes and goes would only flicker.
            QTimer.singleShot(_ROWS_COME_MS, self._ring_empty_list)
        self._go_to(_target(new))

    def _ring_empty_list(self) -> None:
        """Around a list that has the focus and still no row, until one comes."""
        view = QApplication.focusWidget()
        if view is None or not _is_empty(view):
            return
        self._go_to(view)
        model = view.model()  # type: ignore[attr-defined]
        if model is not None and not model.property("ring-watched"):
            model.setProperty("ring-watched", True)
            for signal in (model.rowsInserted, model.modelReset):
                signal.connect(self._rows_came)

    def _rows_came(self) -> None:
        frame, view = self._frame, QApplication.focusWidget()
        if frame is not None and isValid(frame) and view is not None and frame.widget() is view:
            self._go_to(_target(view))

    def _go_to(self, target: QWidget | None) -> None:
        if not self._has_begun:
            return
        frame = self._frame
        if target is None:
            if frame is not None and isValid(frame):
                frame.setWidget(None)  # type: ignore[arg-type]
            return
        if frame is None or not isValid(frame):
            frame = self._frame = _Ring()
        frame.setWidget(target)
        if frame.isHidden():
            QTimer.singleShot(0, self._show)

    def _show(self) -> None:
        """Tab goes to a control before anything scrolls to it, and Qt hides the ring of what is out of sight.
        Qt scrolls only when Tab was pressed inside of the same area, so it is seen to here.
        """
        frame = self._frame
        if frame is None or not isValid(frame) or not frame.isHidden():
            return
        target = frame.widget()
        if target is None or not target.isVisible():
            return
        area = target.parentWidget()
        while area is not None and not area.inherits("QScrollArea"):
            area = area.parentWidget()
        if area is not None and target.visibleRegion().isEmpty():
            area.ensureWidgetVisible(target, _SCROLL_MARGIN, _SCROLL_MARGIN)  # type: ignore[attr-defined]
        frame.show()
        frame.raise_()


def _target(widget: QWidget | None) -> QWidget | None:
    if widget is None or not isValid(widget):
        return None
    if _is_any(widget, _WITHOUT_RING):
        return None
    if widget.property("ring") == "parent":
        return widget.parentWidget()
    if widget.property("ring") == "none":
        return None
    if widget.inherits("QLineEdit") and _is_any(widget.parentWidget(), _WITH_FIELD_INSIDE):
        return widget.parentWidget()
    if _is_any(widget, _WITH_RING):
        return widget
    return widget if widget.property("ring") == "own" else None


def _is_empty(widget: QWidget) -> bool:
    """True for a list without rows, where there is no row to ring."""
    if not widget.inherits("QAbstractItemView"):
        return False
    model = widget.model()  # type: ignore[attr-defined]
    return model is None or model.rowCount() == 0


def _is_any(widget: QWidget | None, classes: tuple[str, ...]) -> bool:
    """By name, because a Python class for each of them would have to be made at the start."""
    return widget is not None and any(widget.inherits(name) for name in classes)


class _Ring(QFocusFrame):
    """Paints itself, so that the ring is the same on every style."""

    def __init__(self) -> None:
        super().__init__()
        from crasuite.ui.style import RingStyle  # makes all of QStyle

        self._style = RingStyle()
        self.setStyle(self._style)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current().accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()
