"""Search everything (Ctrl+K): a line to type in and the results in groups; keyboard alone is enough."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from crasuite.interview.search_everything import Entry, Index, search
from crasuite.language import mark, tr, trn
from crasuite.ui.announce import announce
from crasuite.ui.icons import icon
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.result_list import ResultList

SLICE_SECONDS = 0.006
"""How long a portion of the index may take; a frame is 0.016 s."""
_SAY_AFTER_MS = 600
_MOVES = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_EMPTY = mark(
    "Products, reporting cases, screens, commands, requirements, questions, terms, places in the law, help."
)


class SearchDialog(QDialog):
    """The indexes are finished here, a portion between two frames; `entry` is what was chosen."""

    def __init__(self, indexes: Sequence[Index], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Search everything"))
        self.setAccessibleDescription(tr(_EMPTY))
        self.entry: Entry | None = None
        self._indexes = list(indexes)
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Search everything"))
        self.field.setAccessibleDescription(tr("Down and Up go through the results, Enter opens one."))
        self.field.addAction(QAction(icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.field.setMaxLength(200)
        self.field.installEventFilter(self)
        self.list = ResultList(tr("Results"))
        self.list.chosen.connect(self._take)
        self.note = label(tr(_EMPTY), "caption", wrap=True)
        self.open_button = button(tr("&Open"), "primary", on_click=self._open)
        self.open_button.setDefault(True)
        self.open_button.setEnabled(False)
        close = button(tr("&Cancel"), on_click=self.reject)
        foot = row(self.note, close, self.open_button, spacing=10)
        foot.setStretch(0, 1)
        layout = column(self.field, self.list, foot, spacing=10, margins=(18, 16, 18, 14))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.resize(700, 560)
        self.field.textChanged.connect(self._search)
        self._say = QTimer(self)
        self._say.setSingleShot(True)
        self._say.setInterval(_SAY_AFTER_MS)
        self._say.timeout.connect(self._announce)
        self._building = QTimer(self)
        self._building.setInterval(0)
        self._building.timeout.connect(self._build)
        self._building.start()
        self.field.setFocus()

    def is_ready(self) -> bool:
        """True once everything can be found."""
        return all(index.is_complete for index in self._indexes)

    @classmethod
    def ask(cls, indexes: Sequence[Index], parent: QWidget | None = None) -> Entry | None:
        """What the user wants to open; None when the search was closed."""
        dialog = cls(indexes, parent)
        dialog.exec()
        entry = dialog.entry
        dialog.deleteLater()
        return entry

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            moves = event.key() in _MOVES  # Home and End stay with the text
            if moves:
                QApplication.sendEvent(self.list, event)
                self._announce_current()
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        waiting = next((index for index in self._indexes if not index.is_complete), None)
        if waiting is not None:
            waiting.build(SLICE_SECONDS)
            return
        self._building.stop()
        if self.field.text().strip():
            self._search(self.field.text())

    def _search(self, text: str) -> None:
        groups = search(self._indexes, text)
        self.list.set_groups(groups)
        found = sum(group.total for group in groups)
        self.open_button.setEnabled(bool(groups))
        if not text.strip():
            self.note.setText(tr(_EMPTY))
        elif not groups:
            self.note.setText(
                tr("Nothing found. Try fewer words, or the beginning of one.") if self.is_ready() else ""
            )
        else:
            self.note.setText(trn("{n} result.", "{n} results.", found))
        self._say.start()

    def _announce(self) -> None:
        current = self.list.current()
        first = tr("First: {title}", title=current.title) if current else ""
        announce(self.list, f"{self.note.text()} {first}".strip())

    def _announce_current(self) -> None:
        """The focus stays in the field, so a screen reader would not hear of the move."""
        self._say.stop()
        if self.list.currentIndex().isValid():
            role = Qt.ItemDataRole.AccessibleTextRole
            announce(self.list, str(self.list.currentIndex().data(role)))

    def _open(self) -> None:
        if (entry := self.list.current()) is not None:
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        self.entry = entry
        self.accept()
