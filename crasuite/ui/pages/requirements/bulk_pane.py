"""The same owner, status or date for several points at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QWidget

from crasuite.interview.requirement_views import PARTS, RequirementRow
from crasuite.language import tr, trn
from crasuite.ui.pages.requirements.detail_pane import statuses
from crasuite.ui.widgets.build import button, column, label, row
from crasuite.ui.widgets.due_field import DueField
from crasuite.ui.widgets.owner_field import OwnerField
from crasuite.ui.widgets.scroll_body import ScrollBody


class BulkPane(QFrame):
    """Only what is ticked is changed. Emits `change_wanted(values)` and `attach_wanted`."""

    change_wanted = Signal(dict)
    attach_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(tr("The chosen requirements"))
        self._title = label("", "section", wrap=True)
        self._refs = label("", "muted", wrap=True)
        self.owner = OwnerField(tr("New owner"))
        self.status = QComboBox()
        self.status.setAccessibleName(tr("New status"))
        for status, words in statuses():
            self.status.addItem(words, status)
        self.due = DueField(tr("New due date"))
        self.owner_box = QCheckBox(tr("Change the o&wner to"))
        self.status_box = QCheckBox(tr("Change the stat&us to"))
        self.due_box = QCheckBox(tr("Change the &due date to"))
        self._fields = (
            ("owner", self.owner_box, self.owner),
            ("status", self.status_box, self.status),
            ("due", self.due_box, self.due),
        )
        fields = column(spacing=6)
        for _, box, field in self._fields:
            fields.addWidget(box)
            holder = QWidget()
            holder.setLayout(row(field, margins=(28, 0, 0, 6)))
            fields.addWidget(holder)
            box.toggled.connect(lambda *_: self._check())
        # Whoever fills a field means it: the tick follows.
        self.owner.editTextChanged.connect(lambda text: self._tick(self.owner_box, bool(text)))
        self.status.activated.connect(lambda *_: self._tick(self.status_box, True))
        self.due.edit.dateChanged.connect(lambda *_: self._tick(self.due_box, True))
        self.change_button = button("", "primary", on_click=self._change)
        self.attach_button = button(
            tr("Attach files to all…"), icon_name="paperclip", on_click=self.attach_wanted.emit
        )
        body = column(
            self._title,
            self._refs,
            8,
            fields,
            row(self.change_button, None),
            8,
            row(self.attach_button, None),
            None,
            spacing=6,
            margins=(17, 14, 17, 14),
        )
        scroll = ScrollBody(body, tr("Requirements chosen"), role="surface")
        self.setLayout(column(scroll, margins=(1, 1, 1, 1)))
        self._ids: list[str] = []
        self._quiet = False

    def load(self, rows: Sequence[RequirementRow], people: Sequence[str], *, may_write: bool) -> None:
        """Offer to change these points."""
        ids = [one.id for one in rows]
        self._title.setText(trn("{n} requirement chosen", "{n} requirements chosen", len(rows)))
        parts = {part: [one.ref for one in rows if one.part == part] for part in PARTS}
        self._refs.setText(
            "\n".join(
                tr("Part {part}: {refs}", part=part, refs=", ".join(refs))
                for part, refs in parts.items()
                if refs
            )
        )
        if ids != self._ids:
            self._ids = ids
            self._quiet = True
            self.owner.load("", people)
            self.status.setCurrentIndex(0)
            self.due.load(None)
            for _, box, _field in self._fields:
                box.setChecked(False)
            self._quiet = False
        for widget in (self.owner, self.status, self.due, self.attach_button):
            widget.setEnabled(may_write)
        for _, box, _field in self._fields:
            box.setEnabled(may_write)
        self._check()

    def values(self) -> dict[str, Any]:
        """What is ticked."""
        values = {"owner": self.owner.name(), "status": self.status.currentData(), "due": self.due.due()}
        return {name: values[name] for name, box, _ in self._fields if box.isChecked()}

    def start(self) -> None:
        """Put the focus on the first choice."""
        self.owner_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tick(self, box: QCheckBox, on: bool) -> None:
        if not self._quiet and on:
            box.setChecked(True)

    def _check(self) -> None:
        self.change_button.setText(trn("&Change {n} requirement", "&Change {n} requirements", len(self._ids)))
        self.change_button.setEnabled(
            any(box.isChecked() for _, box, _ in self._fields) and self.owner.isEnabled()
        )

    def _change(self) -> None:
        self.due.flush()
        if values := self.values():
            self.change_wanted.emit(values)
