"""The categories that were looked at and rejected, each with its reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.views import QuestionView
from crasuite.interview.words import category_words
from crasuite.language import mark, tr
from crasuite.rules import NOT_SURE
from crasuite.ui.widgets.build import button, clear, column, frame, icon_button, label, row
from crasuite.ui.widgets.info_box import InfoBox
from crasuite.ui.widgets.saver import SaveTimer
from crasuite.ui.wizard.answer_body import AnswerBody

NO_REASON = mark("It is not what the product mainly does.")
"""Marked only: `tr` says it, and it is kept as it was said then."""


class ReasonsBody(AnswerBody):
    """One line per category; further ones are added from a list."""

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        self._edits: dict[str, QLineEdit] = {}
        self._lines = column(spacing=8)
        self._none = InfoBox(
            tr("No category rejected yet"),
            tr("Add those you considered, so that the record shows why they don't fit."),
        )
        self.picker = QComboBox()
        self.picker.setAccessibleName(tr("Category to add"))
        self.picker.setMinimumContentsLength(30)
        self.add = button(tr("&Add to the list"), on_click=self._add)
        self._timer = SaveTimer(self, self.flush)
        self._handed_over: Any = None
        self.setLayout(
            column(
                self._none, self._lines, row(self.picker, self.add, None), spacing=10, margins=(4, 4, 4, 4)
            )
        )
        self.load(view)

    def load(self, view: QuestionView) -> None:
        self.view = view
        self._show(view.value if isinstance(view.value, dict) else {})
        self._handed_over = self.value()

    def value(self) -> Any:
        kept = {category: edit.text().strip() or tr(NO_REASON) for category, edit in self._edits.items()}
        return kept or None

    def flush(self) -> None:
        self._timer.stop()
        value = self.value()
        if value != self._handed_over and self._handed_over != NOT_SURE:
            self._handed_over = value
            self.answered.emit(value)

    def initial_focus(self) -> QWidget:
        return next(iter(self._edits.values()), self.picker)

    def _show(self, reasons: dict[str, Any]) -> None:
        clear(self._lines)
        self._edits = {}
        pack = self.interview.pack
        for category, reason in reasons.items():
            title = category_words(pack, category)
            edit = QLineEdit(str(reason))
            edit.setCursorPosition(0)
            edit.setAccessibleName(tr("Why {title} does not fit", title=title))
            edit.textChanged.connect(lambda _text: self._timer.start())
            edit.editingFinished.connect(self.flush)
            remove = icon_button(
                "trash-2", tr("Take {title} off the list", title=title), partial(self._remove, category)
            )
            box = frame("sunken")
            box.setLayout(
                column(
                    label(title, "strong", wrap=True), row(edit, remove), spacing=6, margins=(14, 10, 10, 10)
                )
            )
            self._lines.addWidget(box)
            self._edits[category] = edit
        self._none.setVisible(not reasons)
        chosen = self.interview.value("core-functionality")
        self.picker.clear()
        for category in pack.categories:
            if category not in reasons and category != chosen:
                self.picker.addItem(category_words(pack, category), category)

    def _add(self) -> None:
        category = self.picker.currentData()
        if category is None:
            return
        kept = dict(self.value() or {})
        kept[str(category)] = tr(NO_REASON)
        order = list(self.interview.pack.categories)
        self._show({key: kept[key] for key in sorted(kept, key=order.index)})
        self.flush()
        self._edits[str(category)].setFocus()
        self._edits[str(category)].selectAll()

    def _remove(self, category: str) -> None:
        kept = dict(self.value() or {})
        kept.pop(category, None)
        self._show(kept)
        self.flush()
        self.initial_focus().setFocus()
