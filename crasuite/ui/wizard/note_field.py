"""The note for the file beside an answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crasuite.language import tr
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.saver import SaveTimer


class NoteField(QWidget):
    """Emits `changed(text)` 400 ms after the last key and when the field is left.

    `folded` shows a link in its place until there is a note, for pages that need the room.
    """

    changed = Signal(str)

    def __init__(self, where: str, *, folded: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_folded = folded
        caption = label(tr("N&ote for the file"), "strong")
        caption.setTextFormat(Qt.TextFormat.AutoText)
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * 2 + 26)
        self.edit.setAccessibleName(tr("Note for the file"))
        self.edit.setAccessibleDescription(where)
        self.edit.installEventFilter(self)
        caption.setBuddy(self.edit)
        head = row(caption, label(where, "caption", wrap=True), spacing=8)
        head.setStretch(1, 1)
        self._field = QWidget()
        self._field.setLayout(column(head, self.edit, spacing=6))
        self.unfold_button = button(tr("Add a n&ote for the file"), "link", "file-text", self._unfold)
        self.setLayout(column(self._field, row(self.unfold_button, None), spacing=0))
        self._timer = SaveTimer(self, self.flush)
        self._known = ""
        self.edit.textChanged.connect(self._timer.start)

    def load(self, note: str) -> None:
        """Show the note as it is kept."""
        self._known = note
        self.edit.setPlainText(note)
        self._timer.stop()
        self._show_field(bool(note) or not self._is_folded)

    def _show_field(self, shown: bool) -> None:
        self._field.setVisible(shown)
        self.unfold_button.setVisible(not shown)

    def _unfold(self) -> None:
        self._show_field(True)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Hand over what was typed and not handed over yet."""
        self._timer.stop()
        text = self.edit.toPlainText()
        if text != self._known:
            self._known = text
            self.changed.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.edit:
            self.flush()
        return super().eventFilter(watched, event)
