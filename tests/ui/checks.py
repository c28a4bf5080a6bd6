"""What every screen must pass: names for all, nothing cut, one meaning per letter, every control by Tab."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QWidget,
)

from crasuite.language import tr
from crasuite.ui.widgets.grouped_tree import GroupedTree
from crasuite.ui.widgets.table import Table

_REJECT = QDialogButtonBox.ButtonRole.RejectRole
TARGET = 24
"""The smallest side of a target, in points."""
_LEAST_LETTERS = 6
"""Of what is shortened: fewer, with the ellipsis, tell nobody what it was."""


def focusable(window: QWidget) -> list[QWidget]:
    """Visible, enabled widgets that Tab can reach."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def nameless(window: QWidget) -> list[str]:
    """Widgets with focus that a screen reader has no name for."""
    found = []
    for widget in focusable(window):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not name.strip() and widget.focusProxy() is None and not is_inner(widget):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def clipped(window: QWidget) -> list[str]:
    """Labels and buttons whose text does not fit into their box."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QLabel, QAbstractButton)):
            continue
        text = widget.text()
        if not text or (isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.RichText):
            continue
        metrics = QFontMetrics(widget.font())
        flags = int(Qt.TextFlag.TextShowMnemonic)
        room = widget.contentsRect()
        wraps = (isinstance(widget, QLabel) and widget.wordWrap()) or widget.hasHeightForWidth()
        if wraps:
            indent = 30 if isinstance(widget, QAbstractButton) else 0
            box = QRect(0, 0, room.width() - indent, 100_000)
            need = metrics.boundingRect(box, flags | int(Qt.TextFlag.TextWordWrap), text)
            if need.height() > widget.height() + 2 or need.width() > room.width() + 2:
                found.append(
                    f"{text!r}: needs {need.width()}×{need.height()}, has {room.width()}×{widget.height()}"
                )
        else:
            need = metrics.size(flags, text)
            width = need.width()
            if isinstance(widget, QPushButton):  # with its padding, and bold where it is bold
                width = max(widget.sizeHint().width(), widget.minimumWidth())
            if width > widget.width() + 1:
                found.append(f"{text!r}: needs {width}, has {widget.width()}")
    return found


def cut_headings(window: QWidget) -> list[str]:
    """Headings of columns that do not fit."""
    found = []
    lists = [*window.findChildren(Table), *window.findChildren(GroupedTree)]
    for shown in lists:
        header = shown.horizontalHeader() if isinstance(shown, Table) else shown.header()
        is_marked = header.isSortIndicatorShown()
        header.setSortIndicatorShown(False)  # only one column has the mark at a time
        for section in range(header.count()):
            need, has = header.sectionSizeHint(section), header.sectionSize(section)
            if shown.isVisible() and 0 < has < need:
                text = header.model().headerData(section, Qt.Orientation.Horizontal)
                found.append(f"{text!r}: needs {need}, has {has}")
        header.setSortIndicatorShown(is_marked)
    return found


def cut_words(window: QWidget) -> list[str]:
    """Words painted by hand that reach over the box they were given, and shortened ones that say nothing."""
    found: list[str] = []
    usual = QPainter.drawText

    def draw(painter: QPainter, *given: Any) -> Any:
        if len(given) == 3 and isinstance(given[0], (QRect, QRectF)):
            room, flags, text = given
            words = text.strip()
            need = painter.fontMetrics().boundingRect(QRectF(room).toRect(), int(flags), words)
            if words.endswith("…") and words != "…" and len(words) <= _LEAST_LETTERS:
                found.append(f"{words!r} says nothing, has {room.width():.0f}")
            elif need.width() > room.width() + 2 or need.height() > room.height() + 2:
                has = f"{room.width():.0f}×{room.height():.0f}"
                found.append(f"{words!r}: needs {need.width()}×{need.height()}, has {has}")
        return usual(painter, *given)

    QPainter.drawText = draw  # type: ignore[assignment]
    try:
        window.grab()
    finally:
        QPainter.drawText = usual  # type: ignore[method-assign]
    return sorted(set(found))


def overflowing(window: QWidget) -> list[str]:
    """Scrolling areas whose content is wider than they are; pages shall scroll up and down only."""
    found = []
    for area in window.findChildren(QScrollArea):
        inner = area.widget()
        if not area.isVisible() or inner is None:
            continue
        if inner.width() > area.viewport().width():
            found.append(f"{area.accessibleName()}: needs {inner.width()}, has {area.viewport().width()}")
    return found


def outside(window: QWidget) -> list[str]:
    """Controls that reach over the right edge of what holds them."""
    found = []
    for widget in focusable(window):
        parent = widget.parentWidget()
        if parent is not None and widget.geometry().right() > parent.width() + 1 and not is_inner(widget):
            found.append(f"{type(widget).__name__} {widget.accessibleName()}")
    return found


def repeated_letters(window: QWidget) -> list[str]:
    """Letters that mean two things in one window, menus included."""
    seen: dict[str, list[str]] = {}
    for bar in window.findChildren(QMenuBar):
        for action in bar.actions():
            _note(seen, action.text())
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            _note(seen, button.text())
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.buddy() is not None:
            _note(seen, label.text())
    return [f"Alt+{letter}: {texts}" for letter, texts in seen.items() if len(texts) > 1]


def unreachable(window: QWidget) -> list[str]:
    """Controls that Tab does not reach, starting anywhere."""
    wanted = {widget for widget in focusable(window) if is_stop(widget)}
    reached: set[QWidget] = set()
    for _ in range(len(wanted) * 2 + 10):
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(focus)
        QTest.keyClick(focus or window, Qt.Key.Key_Tab)
    return [
        f"{type(widget).__name__} {widget.accessibleName() or _text(widget)}" for widget in wanted - reached
    ]


def without_letter(window: QWidget) -> list[str]:
    """Menus and their items, and buttons that end or go on with a dialog, which have no letter of their own
    or share it with another one of the same menu."""
    found = []
    for bar in window.findChildren(QMenuBar):
        found += _letters_of([action.text() for action in bar.actions()], "menu bar")
        for action in bar.actions():
            if (menu := action.menu()) is not None:
                found += _in_menu(menu)
    for button in window.findChildren(QPushButton):
        box = button.parentWidget()
        rejects = isinstance(box, QDialogButtonBox) and box.buttonRole(button) == _REJECT
        is_way_out = rejects or button.text() in (tr("Close"), tr("Cancel"))  # Escape does it
        ends = not is_way_out and (button.isDefault() or button.property("role") == "primary")
        if ends and button.isVisible() and button.isEnabled() and "&" not in button.text():
            found.append(f"button {button.text()!r}")
    return found


def small_targets(window: QWidget) -> list[str]:
    """Controls that are hard to hit, and rows of lists."""
    found = []
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or is_inner(widget):
            continue
        if isinstance(widget, QToolButton) and isinstance(widget.parentWidget(), QLineEdit):
            continue  # the drawing inside a search field does nothing
        if isinstance(widget, kinds) and min(widget.width(), widget.height()) < TARGET:
            found.append(f"{widget.width()}×{widget.height()} {describe(widget)}")
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            for row in range(min(model.rowCount(), 20)):
                index = model.index(row, 0)
                height = widget.visualRect(index).height()
                if index.flags() & Qt.ItemFlag.ItemIsSelectable and 0 < height < TARGET:
                    found.append(f"row of {height} in {widget.accessibleName()}")
                    break
    return found


def describe(widget: QWidget) -> str:
    """Kind and name of a control, for messages."""
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text or widget.objectName()}"


def lay_out(window: QWidget) -> None:
    """Let layouts that depend on each other's width come to rest."""
    for _ in range(6):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    assert window.isVisible()


def check_all(window: QWidget) -> None:
    """Everything at once."""
    assert nameless(window) == []
    assert clipped(window) == []
    assert overflowing(window) == []
    assert outside(window) == []
    assert repeated_letters(window) == []


def letter_of(text: str) -> str:
    """The letter that goes with Alt; empty if there is none."""
    match = re.search(r"&([^&\s])", text.replace("&&", ""))
    return match[1].upper() if match else ""


def is_stop(widget: QWidget) -> bool:
    """True for what Tab has to reach by itself: no part of another control, no unchosen one of a group."""
    return widget.focusProxy() is None and not is_inner(widget) and not _is_unchosen_radio(widget)


def _in_menu(menu: QMenu) -> Iterable[str]:
    yield from _letters_of([one.text() for one in menu.actions() if one.text()], menu.title())
    for action in menu.actions():
        if (inner := action.menu()) is not None:
            yield from _in_menu(inner)


def _letters_of(texts: list[str], where: str) -> list[str]:
    letters = Counter(letter_of(text) for text in texts)
    return [f"{text!r} in {where}" for text in texts if not letter_of(text) or letters[letter_of(text)] > 1]


def _note(seen: dict[str, list[str]], text: str) -> None:
    if letter := letter_of(text):
        seen.setdefault(letter, []).append(text)


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""


def is_inner(widget: QWidget) -> bool:
    """True for a part of a control. Parts of composed controls are named by the whole."""
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox) or (
        isinstance(widget, QLineEdit) and widget.objectName().startswith("qt_")
    )


def _is_unchosen_radio(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) and widget.group() is not None and not widget.isChecked()
