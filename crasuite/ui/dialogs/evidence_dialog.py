"""Asks for an address or a note, or for another name, note and last day of a proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPlainTextEdit, QWidget

from crasuite.domain.english import Worded
from crasuite.domain.evidence import Evidence
from crasuite.language import mark, tr, trn
from crasuite.ui.widgets.build import add_labelled, column, fit_height, label
from crasuite.ui.widgets.date_field import NO_DATE, DateField

Sort = Literal["file", "link", "note"]
_TITLES: Worded[Sort] = Worded(
    {
        "file": mark("Edit evidence"),
        "link": mark("Web address as evidence"),
        "note": mark("Note as evidence"),
    }
)
_CONTENT: Worded[Sort] = Worded({"link": mark("&Address"), "note": mark("&Note")})
_HINTS: Worded[Sort] = Worded(
    {
        "link": mark(
            "Kept as text. CRA Suite never opens it, so check now and then that it still leads there."
        ),
        "note": mark("For instance who checked what, when, and with which result."),
    }
)
_WIDTH = 480
_MOST_EARLIER = 5


@dataclass(frozen=True)
class SaidEvidence:
    """What was entered. `content` is the address or the text of a note; `note` stands beside a file or an
    address."""

    name: str
    content: str = ""
    note: str = ""
    valid_until: date | None = None


class EvidenceDialog(QDialog):
    """`ask` gives what was entered, or None."""

    def __init__(
        self,
        sort: Sort,
        record: Evidence | None = None,
        earlier: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_TITLES[sort])
        self._sort = sort
        known = record or Evidence("")
        self.name = QLineEdit(known.name)
        self.name.setMaxLength(200)
        self.content: QLineEdit | QPlainTextEdit | None = None
        self.note: QPlainTextEdit | None = None
        self.valid_until = DateField()
        if known.valid_until is not None:
            said = known.valid_until
            self.valid_until.setDate(QDate(said.year, said.month, said.day))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        verb = tr("Save") if record is not None else tr("Attach")
        self.accept_button = buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        body = column(spacing=6, margins=(20, 18, 20, 14))
        if sort == "link":
            self.content = QLineEdit(known.url)
            self.content.setMaxLength(2000)
            self.content.textChanged.connect(lambda *_: self._check())
        elif sort == "note":
            self.content = self._text_field(known.text, 7)
            self.content.textChanged.connect(self._check)
        if self.content is not None:
            add_labelled(body, _CONTENT[sort], self.content)
            body.addWidget(label(_HINTS[sort], "caption", wrap=True))
            body.addSpacing(6)
        add_labelled(body, tr("Na&me, if you want one") if record is None else tr("Na&me"), self.name)
        if sort != "note" and record is not None:
            self.note = self._text_field(known.text, 3)
            add_labelled(body, tr("N&ote"), self.note)
        add_labelled(body, tr("&Valid until"), self.valid_until)
        valid = tr("For a certificate or a report that runs out. The day is listed among the deadlines.")
        body.addWidget(label(valid, "caption", wrap=True))
        if earlier:
            body.addSpacing(6)
            body.addWidget(label(tr("Earlier files"), "strong"))
            for text in earlier[:_MOST_EARLIER]:
                body.addWidget(label(text, "caption", wrap=True))
            if len(earlier) > _MOST_EARLIER:
                left = len(earlier) - _MOST_EARLIER
                more = trn("and {n} more, see History", "and {n} more, see History", left)
                body.addWidget(label(more, "caption"))
        body.addSpacing(8)
        body.addWidget(buttons)
        self.setLayout(body)
        self.setMinimumWidth(_WIDTH)
        fit_height(self, _WIDTH)
        self.name.textChanged.connect(lambda *_: self._check())
        self._check()
        (self.content or self.name).setFocus()

    def _text_field(self, text: str, lines: int) -> QPlainTextEdit:
        field = QPlainTextEdit(text)
        field.setTabChangesFocus(True)
        field.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 12)
        return field

    def values(self) -> SaidEvidence:
        """What is entered."""
        if isinstance(self.content, QPlainTextEdit):
            content = self.content.toPlainText().strip()
        else:
            content = self.content.text().strip() if self.content is not None else ""
        note = self.note.toPlainText().strip() if self.note is not None else ""
        held = self.valid_until.date()
        until = None if held == NO_DATE else date(held.year(), held.month(), held.day())
        return SaidEvidence(self.name.text().strip(), content, note, until)

    @classmethod
    def ask(
        cls,
        sort: Sort,
        record: Evidence | None = None,
        earlier: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> SaidEvidence | None:
        """What was entered, or None when cancelled."""
        dialog = cls(sort, record, earlier, parent)
        return dialog.values() if dialog.exec() else None

    def _check(self) -> None:
        said = self.values()
        self.accept_button.setEnabled(bool(said.name if self._sort == "file" else said.content))
