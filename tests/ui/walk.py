"""Walks a window as people do who use no mouse or see little: each control once, all checks on it.

What is measured in pixels (contrast, outlines, focus) is measured once for each kind of control and look, as
two buttons of one role are drawn by the same lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QTreeView,
    QWidget,
)
from shiboken6 import isValid

from crasuite.ui import theme
from crasuite.ui.tokens import contrast
from tests.ui import checks

TEXT, CONTROL = 4.5, 3.0
_SCALE = 2
"""Pixels for each point, so that thin strokes reach their full colour."""
_ENOUGH = QSize(240, 60)
_FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)


class Walk:
    """One look of the program; keeps in mind which kinds of control it has measured.

    `colours_only` is for a second look, in which everything has the names, places and keys of the first.
    """

    def __init__(self, colours_only: bool = False) -> None:
        self._colours_only = colours_only
        self._measured: set[tuple[object, ...]] = set()
        self.counts: Counter[str] = Counter()

    def through(self, window: QWidget, place: str) -> list[str]:
        """What is wrong in this window, as it shows now."""
        if self._colours_only:
            found = [*self.too_faint(window), *self._by_focus(window)]
            return [f"{place}: {one}" for one in found]
        found = [
            *(f"no name: {one}" for one in checks.nameless(window)),
            *(f"cut: {one}" for one in checks.clipped(window)),
            *(f"outside: {one}" for one in checks.outside(window)),
            *(f"two meanings: {one}" for one in checks.repeated_letters(window)),
            *(f"no letter: {one}" for one in checks.without_letter(window)),
            *(f"too small: {one}" for one in checks.small_targets(window)),
            *self.too_faint(window),
            *self._by_tab(window),
        ]
        return [f"{place}: {one}" for one in found]

    # -- what is drawn ---------------------------------------------------------------------------------------

    def too_faint(self, window: QWidget) -> list[str]:
        """Texts, items of lists and outlines that do not stand out from their ground."""
        found = []
        for widget in window.findChildren(QWidget):
            if not widget.isVisible() or not widget.isEnabled() or _seen(widget).isEmpty():
                continue
            if isinstance(widget, QAbstractItemView):
                found += self._faint_items(widget)
            elif isinstance(widget, (QLabel, QAbstractButton)) and widget.text().strip():
                is_whole = _seen(widget).height() == widget.height()  # not half scrolled away
                found += self._faint_text(widget) if is_whole else []
            if isinstance(widget, _FIELDS) or (
                isinstance(widget, QPushButton) and widget.property("role") != "link"
            ):
                found += self._faint_outline(widget)
        return found

    def _faint_text(self, widget: QLabel | QAbstractButton) -> list[str]:
        if not self._is_new("text", widget, _ground(widget)):
            return []
        ratio = _strongest(_picture(widget, _beginning(_seen(widget))))
        return [f"text at {ratio:.2f}:1: {widget.text()!r}"] if ratio < TEXT else []

    def _faint_items(self, view: QAbstractItemView) -> list[str]:
        model, found = view.model(), []
        if model is None or not self._is_new("items", view, view.accessibleName()):
            return []
        viewport = view.viewport()
        for index in _first_cells(view, 8):
            box = view.visualRect(index)
            # A drawing without words, or a row that is half scrolled away, says nothing.
            if not viewport.rect().contains(box) or box.isEmpty() or not str(index.data() or "").strip():
                continue
            if (ratio := _strongest(_picture(viewport, _beginning(box)))) < TEXT:
                found.append(f"item at {ratio:.2f}:1: {index.data()!r} of {view.accessibleName()}")
        return found

    def _faint_outline(self, widget: QWidget) -> list[str]:
        parent = widget.parentWidget()
        if parent is None or not self._is_new("outline", widget, _ground(widget)) or checks.is_inner(widget):
            return []
        if not _seen(widget).contains(widget.rect().center()):
            return []  # half scrolled away
        box = QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())
        strip = QRect(box.left() - 3, box.center().y() - 1, 7, 2)
        colours = _colours(_picture(widget.window(), strip))
        outer = _picture(widget.window(), QRect(strip.topLeft(), QSize(2, 2)))
        ground = _colours(outer).most_common(1)[0][0]
        ratio = max(contrast(_hex(one), _hex(ground)) for one in colours)
        return [f"outline at {ratio:.2f}:1: {checks.describe(widget)}"] if ratio < CONTROL else []

    # -- what Tab reaches ------------------------------------------------------------------------------------

    def _by_tab(self, window: QWidget) -> list[str]:
        wanted = {one for one in checks.focusable(window) if checks.is_stop(one)}
        missing, found = set(wanted), []
        for _ in range(len(wanted) * 2 + 10):
            focus = QApplication.focusWidget()
            if focus is not None:
                missing.discard(focus)
                found += [*_hidden_ring(window, focus), *self._invisible_focus(window, focus)]
            if not missing:
                break
            QTest.keyClick(focus or window, Qt.Key.Key_Tab)
        self.counts["stops"] += len(wanted) - len(missing)
        return [*found, *(f"not by Tab: {checks.describe(one)}" for one in missing)]

    def _by_focus(self, window: QWidget) -> list[str]:
        found = []
        for widget in filter(checks.is_stop, checks.focusable(window)):
            if self._kind("focus", widget, widget.property("ring")) not in self._measured:
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                QApplication.processEvents()
                if not _seen(widget).isEmpty():  # not everything scrolls to what got the focus without a key
                    found += self._invisible_focus(window, widget)
        return found

    def _invisible_focus(self, window: QWidget, widget: QWidget) -> list[str]:
        if not window.isAncestorOf(widget) or not self._is_new("focus", widget, widget.property("ring")):
            return []
        box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-8, -8, 8, 8)
        if isinstance(widget, QAbstractItemView) and not widget.model().rowCount():
            QTest.qWait(400)  # the ring of an empty list waits for rows
        QApplication.processEvents()
        box = box.united(_ring_box(window)).intersected(window.rect())
        reason = Qt.FocusReason.OtherFocusReason
        with_focus = _picture(window, box, 1)
        widget.clearFocus()
        QApplication.processEvents()
        without = _picture(window, box, 1)
        widget.setFocus(reason)
        changed = Counter(zip(_values(with_focus), _values(without), strict=True))
        visible = sum(
            count
            for (now, before), count in changed.items()
            if now != before and contrast(_hex(now), _hex(before)) >= CONTROL
        )
        # A ring of 1 px around the shorter side, at least; a text cursor alone is 1 × 20.
        return [f"focus not seen ({visible} px): {checks.describe(widget)}"] if visible < 40 else []

    def _is_new(self, what: str, widget: QWidget, more: object) -> bool:
        kind = self._kind(what, widget, more)
        if kind in self._measured:
            return False
        self._measured.add(kind)
        self.counts[what] += 1
        return True

    @staticmethod
    def _kind(what: str, widget: QWidget, more: object) -> tuple[object, ...]:
        looks = (widget.property(one) for one in ("role", "tone", "edge"))
        return (what, type(widget).__name__, *looks, more)


def ratio_of(picture: QImage) -> float:
    """The contrast between the ground of a picture and what stands out most from it."""
    return _strongest(picture)


def _first_cells(view: QAbstractItemView, rows: int) -> Iterable[QModelIndex]:
    """The cells of the first rows that show, those of groups among them."""
    model = view.model()
    columns = 1 if isinstance(view, QListView) else model.columnCount()
    index = model.index(0, 0)
    for row in range(rows):
        if not index.isValid():
            return
        yield from (index.siblingAtColumn(column) for column in range(columns))
        index = view.indexBelow(index) if isinstance(view, QTreeView) else model.index(row + 1, 0)


def _ring_box(window: QWidget) -> QRect:
    """Where the ring shows; empty where there is none."""
    ring = theme._State.ring._frame
    if ring is None or not isValid(ring) or ring.widget() is None or not window.isAncestorOf(ring):
        return QRect()
    return QRect(ring.mapTo(window, QPoint(0, 0)), ring.size())


def _hidden_ring(window: QWidget, widget: QWidget) -> list[str]:
    """The ring of every stop has to show, also after the screen was scrolled to it."""
    QApplication.processEvents()
    if (box := _ring_box(window)).isEmpty():
        return []
    ring = theme._State.ring._frame
    seen = not ring.isHidden() and window.rect().intersects(box) and not ring.visibleRegion().isEmpty()
    return [] if seen else [f"ring hidden: {checks.describe(widget)}"]


def _ground(widget: QWidget) -> tuple[object, ...]:
    """The roles of what lies behind a widget."""
    roles, parent = [], widget.parentWidget()
    while parent is not None and len(roles) < 2:
        if role := parent.property("role"):
            roles.append(role)
        parent = parent.parentWidget()
    checked = isinstance(widget, (QPushButton, QToolButton, QRadioButton, QCheckBox)) and widget.isChecked()
    return (*roles, checked)


def _seen(widget: QWidget) -> QRect:
    """The part of a widget that is not scrolled away."""
    return widget.visibleRegion().boundingRect()


def _beginning(box: QRect) -> QRect:
    """Enough of it to hold a few words."""
    return QRect(box.topLeft(), box.size().boundedTo(_ENOUGH))


def _picture(widget: QWidget, box: QRect, scale: int = _SCALE) -> QImage:
    """A part of a widget with what lies behind it, enlarged."""
    window = widget.window()
    origin = widget.mapTo(window, box.topLeft())
    picture = QImage(box.size() * scale, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    painter = QPainter(picture)
    window.render(painter, QPoint(0, 0), QRect(origin, box.size()))
    painter.end()
    return picture


def _values(picture: QImage) -> list[int]:
    # RGB32 has four bytes for each pixel and so no padding.
    return memoryview(picture.constBits()).cast("I").tolist()


def _colours(picture: QImage) -> Counter[int]:
    return Counter(_values(picture))


def _strongest(picture: QImage) -> float:
    colours = _colours(picture)
    ground, _ = colours.most_common(1)[0]
    # A colour of text covers more than a pixel or two.
    return max(contrast(_hex(one), _hex(ground)) for one, count in colours.items() if count >= 3)


def _hex(value: int) -> str:
    return f"#{value & 0xFFFFFF:06X}"
