"""Collects what a window says, and finds the words in it that are not in the language that was chosen.

The made-up language (`crasuite.language.PSEUDO`) has accents on all its vowels. A word with a plain vowel was
not translated, unless somebody typed it: the texts of the examples, and names that are the same everywhere.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QPainter, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDateTimeEdit,
    QDialogButtonBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)

from crasuite import paths
from crasuite.interview.help_book import HelpLink, HelpPage

SAME_EVERYWHERE = {
    *("English", "Deutsch", "Europe", "Amsterdam"),
    *("CycloneDX", "Syft", "Trivy", "Inter", "Lucide", "Python", "PySide", "crasuite", "sqlite"),
    *("Shift", "Ctrl", "Alt"),
    *("Suite", "etsi", "en", "iec", "Canonical", "Expires", "Policy"),
}
"""Languages under their own names, names of formats, products and keys."""
_WORD = re.compile(r"[A-Za-z]*[aeiou][A-Za-z]*")
_NOT_WORDS = re.compile(
    r"https?://\S+|\b[A-Z][a-z]+/[A-Z]\w+"  # addresses, time zones
    r"|\ben-XA\b|\bsecurity-t(?:xt)?\b|\b(?:SHA|Annex|IEC|ISO|EN)[ -]?\d+"
    r"|\b[\w.-]+\.(?:json|xlsx|docx|pdf|zip|crasuite|ini|txt|md|html|ics)\b"
    r"|\bpkg:\S+|\b[0-9a-f]{6,}\b|`[^`]*`"
)
_LETTER = re.compile(r"&[aeiou]")
"""The letter of a control keeps its form."""
_SHORTENED = re.compile(r"([^…]*)…(\S*)")
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_MOST_ROWS = 60


class Listener:
    """Remembers what is painted, and excuses what was typed: `own` are texts of the people who use it."""

    def __init__(self, own: Iterable[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._own: set[str] = set()
        self._sorted: list[str] = []
        self.know(own)
        self.painted: set[str] = set()
        draw = QPainter.drawText

        def listen(painter: QPainter, *what: Any) -> Any:
            self.painted.update(one for one in what if isinstance(one, str))
            return draw(painter, *what)

        monkeypatch.setattr(QPainter, "drawText", listen)

    def know(self, own: Iterable[str]) -> None:
        """These texts were typed by somebody."""
        for text in own:
            text = re.sub(r"<[^<>]{1,80}>", "", text)
            self._own.update(one.strip() for one in (text, *text.splitlines(), *re.split(r"(?<=\.) ", text)))
        self._sorted = sorted((one for one in self._own if len(one) > 2), key=len, reverse=True)

    def untranslated(self, window: QWidget, place: str) -> list[str]:
        """Words of a window, as it shows now, that are in plain English; each with the text it stands in."""
        # A line of words is painted in pieces where it has no room.
        pieces = (one for one in sorted(self.painted) if not self._is_typed(one.rstrip("…")))
        said = [*texts_of(window), *(("painted", one) for one in pieces)]
        self.painted.clear()
        found = dict.fromkeys(
            f"{place}: {', '.join(words)} in {where}: {text!r}"
            for where, text in said
            if (words := self.words_in(text))
        )
        return list(found)

    def words_in(self, text: str) -> list[str]:
        """English words that nobody typed.

        Where room is short a text ends with "…": there, the beginning of a typed text is excused as well.
        """
        if not _WORD.search(text):
            return []
        text = re.sub(r"<[^<>]{1,80}>|\b[0-9a-f]{4}…[0-9a-f]{4}\b", " ", text)
        text = _SHORTENED.sub(lambda found: self._without_typed(*found.groups()), _LETTER.sub("_", text))
        text = _NOT_WORDS.sub(" ", text)
        for one in self._sorted:
            if one in text:
                text = text.replace(one, " ")
        return [word for word in _WORD.findall(text) if len(word) > 1 and word not in SAME_EVERYWHERE]

    def _is_typed(self, piece: str) -> bool:
        return any(piece in one for one in self._own)

    def _without_typed(self, before: str, after: str) -> str:
        """What stands around "…", without the beginning and the end of a typed text."""
        if any(one.endswith(after) for one in self._own):
            after = ""
        for start in [0, *(found.end() for found in re.finditer(r"[\s,:“(]+", before))]:
            if any(one.startswith(before[start:]) for one in self._own):
                return f"{before[:start]} {after}"
        return f"{before} {after}"


def texts_of(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of a window with where it stands: what shows, and what screen readers are told."""
    shown = [one for one in (window, *window.findChildren(QWidget)) if one.isVisible()]
    with_letter = {one.text().replace("&", "") for one in shown if isinstance(one, (QLabel, QAbstractButton))}
    for widget in shown:
        kind = f"{type(widget).__name__} {widget.objectName()}".strip()
        if widget.isWindow():
            yield f"title of {kind}", widget.windowTitle()
        for what, text in (
            ("tool tip", widget.toolTip()),
            ("name", widget.accessibleName()),
            ("description", widget.accessibleDescription()),
        ):
            if text not in with_letter:
                yield f"{what} of {kind}", text
        for text in _shown(widget):
            yield kind, text


def _shown(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractButton) and _is_of_qt(widget):
        return
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QDateTimeEdit):
        yield widget.specialValueText()
    elif isinstance(widget, QAbstractSpinBox):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        if not isinstance(widget.parentWidget(), QAbstractSpinBox):
            yield widget.text()
        yield widget.placeholderText()
    elif isinstance(widget, (QTextEdit, QPlainTextEdit)):
        yield from widget.toPlainText().splitlines()
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    elif isinstance(widget, QMenuBar):
        for action in widget.actions():
            yield action.text()
            if isinstance(menu := action.menu(), QMenu):
                yield from _menu(menu)
    elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        yield from _model(model, QModelIndex())
    if isinstance(widget, QToolButton) and (menu := widget.menu()) is not None:
        yield from _menu(menu)


def _is_of_qt(button: QAbstractButton) -> bool:
    """Cancel, Close and the like are worded by Qt."""
    box = button.parentWidget()
    return (
        isinstance(box, QDialogButtonBox)
        and isinstance(button, QPushButton)
        and box.standardButton(button) != QDialogButtonBox.StandardButton.NoButton
    )


def _menu(menu: QMenu) -> Iterator[str]:
    for action in menu.actions():
        yield action.text()
        if action.toolTip() != action.text().replace("&", "").replace("…", ""):  # as Qt makes it
            yield action.toolTip()
        if isinstance(inner := action.menu(), QMenu):
            yield from _menu(inner)


def _model(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent))
    if not parent.isValid():
        for column in columns:
            if isinstance(text := model.headerData(column, Qt.Orientation.Horizontal), str):
                yield text
    for row in range(min(model.rowCount(parent), _MOST_ROWS)):
        for column in columns:
            index = model.index(row, column, parent)
            yield from (text for role in _ROLES if isinstance(text := index.data(role), str))
        yield from _model(model, model.index(row, 0, parent))


def plain(markdown: str) -> str:
    """A text without its marks."""
    document = QTextDocument()
    document.setMarkdown(markdown)
    return document.toPlainText()


def typed_by_people() -> Iterator[str]:
    """All texts of the examples: their answers, their technical files and what their SBOMs name."""
    for file in sorted((paths.resources_dir() / "samples").rglob("*")):
        if file.suffix == ".json":
            content = json.loads(file.read_text(encoding="utf-8"))
            yield from strings_in(content)
            if file.parent.name == "files":
                yield from names_in(content)
        if file.is_file():
            yield from (file.name, file.stem)


def strings_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value that is more than a key."""
    if isinstance(value, str):
        if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
            yield value
    elif isinstance(value, dict):
        yield from (key for key in value if " " in key)
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def written_in(function: Callable[..., Any]) -> Iterator[str]:
    """The texts that a test hands over itself."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def names_in(value: Any) -> Iterator[str]:
    """What the components of an SBOM or of a list of findings are called."""
    if isinstance(value, dict):
        yield from (value[key] for key in ("name", "group") if isinstance(value.get(key), str))
        for inner in value.values():
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def help_texts() -> Iterator[str]:
    """Pages of the help, which are files of their own in each language."""
    for file in sorted((paths.resources_dir() / "help").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        yield from plain(text).splitlines()
        yield HelpPage(HelpLink("help", file.stem), "", text).plain.strip()
        yield from (one for found in re.findall(r"(?m)^#+ (.*)$|\[([^\]]*)\]", text) for one in found if one)
