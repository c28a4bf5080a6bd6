"""Shows what a changed answer would change, before it counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QDialog, QDialogButtonBox, QPushButton, QScrollArea, QWidget

from crasuite.interview.views import Impact, QuestionRef
from crasuite.interview.words import shortened
from crasuite.language import tr, trn
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, column, fit_height, label, row, rule

_LISTED = 6
_WIDTH = 520
_WIDE = 26
"""The same in heights of a line, for large letters."""


class ImpactDialog(QDialog):
    """`ask` returns True when the new answer shall count."""

    def __init__(self, impact: Impact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change an earlier answer"))
        width = max(_WIDTH, self.fontMetrics().height() * _WIDE)
        self.setMinimumWidth(width)
        body = column(spacing=8)
        if impact.verdicts:
            body.addWidget(label(tr("These results change"), "overline"))
            for change in impact.verdicts:
                body.addWidget(label(change.title, "strong", wrap=True))
                arrow = IconLabel("arrow-right", "text2", 16, tr("becomes"))
                line = row(
                    label(change.before, "muted", wrap=True), arrow, label(change.after, "body", wrap=True)
                )
                line.setStretch(0, 1)
                line.setStretch(2, 1)
                body.addLayout(line)
        self._list(
            body,
            impact.unused,
            trn(
                "{n} answer kept, but no longer used",
                "{n} answers kept, but no longer used",
                len(impact.unused),
            ),
            tr("Kept in your file; they count again if you change back."),
        )
        self._list(
            body,
            impact.used_again,
            trn("{n} answer used again", "{n} answers used again", len(impact.used_again)),
            "",
        )
        self._list(
            body,
            impact.new_questions,
            trn(
                "{n} question to answer in addition",
                "{n} questions to answer in addition",
                len(impact.new_questions),
            ),
            "",
        )
        if impact.other:
            body.addWidget(label(tr("Duties and other laws"), "overline"))
            for text in impact.other[:_LISTED]:
                body.addWidget(label(text, "body", wrap=True))
            if len(impact.other) > _LISTED:
                body.addWidget(label(tr("and {more} more", more=len(impact.other) - _LISTED), "caption"))
        body.addStretch(1)
        inner = QWidget()
        inner.setLayout(body)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scroll.setAccessibleName(tr("What would change"))
        scroll.setMinimumHeight(min(420, inner.sizeHint().height() + 24))
        before, after = shortened(impact.before, 34), shortened(impact.after, 34)
        buttons = QDialogButtonBox()
        self.change = QPushButton(tr("&Change the answer"))
        self.keep = QPushButton(tr("&Keep the old answer"))
        buttons.addButton(self.change, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.keep, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.change.setDefault(True)
        set_role(self.change, "primary")
        self.setLayout(
            column(
                label(impact.question.text, "headline", wrap=True),
                label(
                    tr("From “{before}” to “{after}”. Nothing is changed yet.", before=before, after=after),
                    "muted",
                    wrap=True,
                ),
                rule(),
                scroll,
                buttons,
                spacing=12,
                margins=(20, 18, 20, 16),
            )
        )
        fit_height(self, width)

    @classmethod
    def ask(cls, impact: Impact, parent: QWidget | None = None) -> bool:
        """Show the dialog over the window and wait for the decision; Escape keeps the old answer."""
        dialog = cls(impact, parent)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        decision = dialog.exec()
        dialog.deleteLater()
        return decision == QDialog.DialogCode.Accepted.value

    def _list(self, body: QBoxLayout, refs: Sequence[QuestionRef], title: str, note: str) -> None:
        if not refs:
            return
        body.addWidget(label(title, "overline", wrap=True))
        for ref in refs[:_LISTED]:
            said = f"{ref.number}  {ref.text}" if "." in ref.number else ref.text
            body.addWidget(label(said + (f"  {ref.answer}" if ref.answer else ""), "body", wrap=True))
        if len(refs) > _LISTED:
            body.addWidget(label(tr("and {more} more", more=len(refs) - _LISTED), "caption"))
        if note:
            body.addWidget(label(note, "caption", wrap=True))
