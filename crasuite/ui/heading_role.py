"""Titles as headings for screen readers, so that one can jump from title to title.

Qt gives a label the role of plain text and has no setter for it; a factory makes the thing that assistive
technology sees. It is asked only once something reads the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAttributesInterface, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QLabel
from shiboken6 import isValid

LEVELS = {"title": 1, "headline": 1, "section": 2}
"""How deep a heading stands, by the role of the label in the style sheet."""
_PRUNE_EVERY = 64


class _Level(QAccessibleAttributesInterface):
    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        return [QAccessible.Attribute.Level]

    def attributeValue(self, key: QAccessible.Attribute) -> int | None:
        return self._level if key == QAccessible.Attribute.Level else None


class _Heading(QAccessibleWidget):
    def __init__(self, title: QLabel, level: int) -> None:
        super().__init__(title, QAccessible.Role.Heading)
        self._level = _Level(level)

    def text(self, kind: QAccessible.Text) -> str:
        title = self.widget()
        if kind == QAccessible.Text.Name and isinstance(title, QLabel):
            return title.accessibleName() or title.text()
        return super().text(kind)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:
        if kind == QAccessible.InterfaceType.AttributesInterface:
            return self._level
        return super().interface_cast(kind)


_kept: list[QAccessibleInterface] = []
"""Qt deletes each with its label, and must be the one to do so: Python lets go afterwards."""
_is_installed = False


def install() -> None:
    """Let titles be headings from now on, also those that show already; harmless when called again."""
    global _is_installed
    if _is_installed:
        return
    _is_installed = True
    QAccessible.installFactory(_make)
    if QAccessible.isActive():
        for title in QApplication.allWidgets():
            if isinstance(title, QLabel) and _level_of(title):
                known = QAccessible.queryAccessibleInterface(title)
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


def _level_of(title: QLabel) -> int:
    return LEVELS.get(title.property("role"), 0)


def _make(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, QLabel) or not (level := _level_of(thing)):
        return None
    if len(_kept) % _PRUNE_EVERY == 0:
        _kept[:] = [one for one in _kept if isValid(one)]
    _kept.append(_Heading(thing, level))
    return _kept[-1]
