"""What a not-sure answer asks for: who can tell, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from crasuite.language import tr
from crasuite.ui.widgets.build import IconLabel, column, label, row
from crasuite.ui.widgets.date_field import NO_DATE, DateField
from crasuite.ui.widgets.saver import SaveTimer
from crasuite.ui.widgets.side_by_side import SideBySide
from crasuite.ui.widgets.status_chip import StatusChip


class UnsureBox(QFrame):
    """Emits `owner_changed(text)` and `due_changed(date or None)`."""

    owner_changed = Signal(str)
    due_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "warn")
        self.setAccessibleName(tr("Kept as an open point"))
        self._text = label("", "body", wrap=True)
        self.owner = QComboBox()
        self.owner.setEditable(True)
        self.owner.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.owner.setAccessibleName(tr("Who can tell?"))
        self.owner.setMinimumWidth(self.owner.fontMetrics().averageCharWidth() * 24)
        self.due = DateField()
        self.due.setAccessibleName(tr("By when?"))
        who, when = label(tr("Who can &tell?"), "strong"), label(tr("By w&hen?"), "strong")
        for text, field in ((who, self.owner), (when, self.due)):
            text.setTextFormat(text.textFormat().AutoText)
            text.setBuddy(field)
        fields = SideBySide((column(who, self.owner, spacing=4), column(when, self.due, spacing=4)), 14)
        words = column(
            row(StatusChip("not-sure"), None), self._text, 2, row(fields, None, spacing=0), spacing=6
        )
        mark = IconLabel("circle-question-mark", "warn", 20)
        body = row(mark, words, spacing=10, margins=(14, 12, 14, 12))
        body.setStretch(1, 1)
        body.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        self.setLayout(body)
        self._timer = SaveTimer(self, self.flush)
        self._quiet = False
        self._known = ""
        self.owner.editTextChanged.connect(lambda _text: None if self._quiet else self._timer.start())
        self.due.dateChanged.connect(self._due_changed)

    def load(self, owner: str, due: date | None, who_can_tell: str, owners: Sequence[str]) -> None:
        """Show who and when, and who might know."""
        self._quiet = True
        self._text.setText(
            " ".join(
                (
                    tr("Kept as an open point. It never counts as a no, and your documents show it."),
                    *([tr("Who may know: {who}.", who=who_can_tell.rstrip("."))] if who_can_tell else []),
                )
            )
        )
        self.owner.clear()
        self.owner.addItems(list(owners))
        self.owner.setEditText(owner)
        self.due.setDate(QDate(due.year, due.month, due.day) if due else NO_DATE)
        self._known = owner
        self._quiet = False

    def flush(self) -> None:
        """Hand over a name that was typed and not handed over yet."""
        self._timer.stop()
        text = self.owner.currentText().strip()
        if text != self._known:
            self._known = text
            self.owner_changed.emit(text)

    def _due_changed(self, day: QDate) -> None:
        if not self._quiet:
            self.due_changed.emit(None if day == NO_DATE else date(day.year(), day.month(), day.day()))
