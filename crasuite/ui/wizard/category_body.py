"""The category picker: search, tree, explanation, and the question whether it fits.

Searching never selects.
"""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QWidget

from crasuite.interview.categories import own_words, reject, rejected
from crasuite.interview.interview import Interview
from crasuite.interview.views import QuestionView
from crasuite.interview.words import category_words, joined
from crasuite.language import tr, trn
from crasuite.rules import NOT_SURE
from crasuite.rules.search import STRONG, Hit, find_categories
from crasuite.ui.icons import icon
from crasuite.ui.widgets.build import column, frame, label
from crasuite.ui.wizard.answer_body import AnswerBody
from crasuite.ui.wizard.category_detail import NO, YES, CategoryDetail
from crasuite.ui.wizard.category_tree import NONE, CategoryTree
from crasuite.ui.wizard.reasons_body import NO_REASON

ONE_OF = "one-of"
_MAX_SUGGESTED = 4
_NARROW = 64
"""Fewer letters than these across, and the explanation stands below the list."""
_LEAST, _TREE_LINES, _STACKED_LINES = 380, 11, 34


class CategoryBody(AnswerBody):
    """Value: a category, `none`, "not sure", or one of several that were marked as possible."""

    fills_page = True
    shows_previous = False

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        self._value: Any = None
        self._seen: set[str] = set()
        self.search = QLineEdit()
        self.search.setPlaceholderText(
            tr("Search {number} categories: lock, VPN…", number=len(interview.pack.categories))
        )
        self.search.setAccessibleName(tr("Search the categories in your own words"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.tree = CategoryTree(interview.pack.categories)
        self.detail = CategoryDetail(interview)
        self._possible = label("", "caption", wrap=True)
        card = frame("card")
        card.setLayout(column(self.tree, margins=(1, 4, 1, 4)))
        left = self._left = QWidget()
        left.setLayout(column(self.search, card, self._possible, spacing=8, margins=(4, 4, 14, 0)))
        left.setMinimumWidth(250)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([306, 396])
        self.setLayout(column(self.splitter))
        self.setMinimumHeight(_LEAST)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(120)
        self._timer.timeout.connect(self._search)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.installEventFilter(self)
        self.search.returnPressed.connect(self._open_first)
        self.tree.category_shown.connect(self._show)
        self.detail.judged.connect(self._judged)
        self.detail.reason_changed.connect(self._reason_changed)
        self.detail.explain.connect(self.explain)
        self.detail.show_category.connect(self._go_to_category)
        self._suggested: list[Hit] = []
        self._looked_up = ""
        self.load(view)

    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letters = self.fontMetrics()
        stacked = self.width() < letters.averageCharWidth() * _NARROW
        way = Qt.Orientation.Vertical if stacked else Qt.Orientation.Horizontal
        if self.splitter.orientation() != way:
            self.splitter.setOrientation(way)
            self._left.setMinimumHeight(letters.height() * _TREE_LINES if stacked else 0)
            self.setMinimumHeight(letters.height() * _STACKED_LINES if stacked else _LEAST)

    def load(self, view: QuestionView) -> None:
        self.view = view
        self._value = view.value
        words = own_words(self.interview)
        if words != self._looked_up:
            self._looked_up = words
            own = find_categories(self.interview.pack, words)
            self._suggested = [hit for hit in own if hit.score >= STRONG][:_MAX_SUGGESTED]
        if not self.search.text():
            self.tree.fill(self._suggested, tr("Suggested from your words"))
        self._mark()
        if self.tree.current_category():
            self._show_detail(self.tree.current_category())
        else:
            first = (
                self._suggested[0].category if self._suggested else next(iter(self.interview.pack.categories))
            )
            marked = self._marked()
            self.tree.show_category(marked[0] if marked else first, quietly=True)
            self._show_detail(self.tree.current_category() or first)

    def value(self) -> Any:
        return self._value

    def flush(self) -> None:
        self.detail.flush()

    def missing(self) -> str:
        return tr("Say yes to the category that fits, to “None of these”, or choose “I'm not sure”.")

    def initial_focus(self) -> QWidget:
        return self.search

    # Searching

    def _search(self) -> None:
        text = self.search.text().strip()
        if not text:
            self.tree.fill(self._suggested, tr("Suggested from your words"))
            return
        hits = self._found(text)
        self.tree.only(
            hits, tr("Found for “{text}”", text=text) if hits else tr("Nothing found for “{text}”", text=text)
        )
        # What is explained and judged at the right is always a row that the list shows.
        self.flush()
        self._show_detail(self.tree.current_category())
        self.message.emit(trn("{n} category found", "{n} categories found", len(hits)))

    def _found(self, text: str) -> list[Hit]:
        hits = find_categories(self.interview.pack, text)
        known = {hit.category for hit in hits}
        part = text.casefold()
        for category in self.interview.pack.categories.values():
            said = f"{category.id} {category.title} {category.name}".casefold()
            if (
                category.id not in known
                and len(part) > 1
                and any(word.startswith(part) for word in said.split())
            ):
                hits.append(Hit(category.id, (text,), 0.0))
        return hits

    def _open_first(self) -> None:
        self._timer.stop()
        self._search()
        hits = self._found(self.search.text().strip()) if self.search.text().strip() else self._suggested
        if hits:
            self.tree.show_category(hits[0].category)
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow down leads from the search into what it found."""
        if (
            watched is self.search
            and event.type() == QEvent.Type.KeyPress
            and cast(QKeyEvent, event).key() == Qt.Key.Key_Down
        ):
            if self._timer.isActive():
                self._timer.stop()
                self._search()
            self.tree.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _go_to_category(self, category: str) -> None:
        self.search.clear()
        self._timer.stop()
        self._search()
        self.tree.show_category(category)

    # Judging

    def _show(self, category: str) -> None:
        self.flush()
        self._show_detail(category)
        if category != NONE:
            self._seen.add(category)
        self._mark()

    def _show_detail(self, category: str) -> None:
        answer = self._answer_for(category)
        if category == NONE:
            self.detail.show_none(answer)
        else:
            self.detail.show_entry(category, answer, rejected(self.interview).get(category, ""))

    def _answer_for(self, category: str) -> str:
        if self._value == category:
            return YES
        if category in self._several() or (self._value == NOT_SURE and category == NONE):
            return NOT_SURE
        return NO if category in rejected(self.interview) else ""

    def _several(self) -> list[str]:
        return list(self._value.get(ONE_OF, [])) if isinstance(self._value, dict) else []

    def _marked(self) -> list[str]:
        if isinstance(self._value, str) and self._value != NOT_SURE:
            return [self._value]
        return self._several()

    def _judged(self, category: str, answer: str) -> None:
        if answer == YES:
            self._forget_rejection(category)
            self._give(category)
        elif answer == NOT_SURE:
            self._forget_rejection(category)
            self._give(NOT_SURE if category == NONE else self._with_possible(category))
        else:
            self._reject(category)
        self._mark()

    def _with_possible(self, category: str) -> dict[str, list[str]]:
        """This category stays possible beside those marked before; alone, it stands beside "none"."""
        kept = [one for one in self._several() if one not in (category, NONE)]
        order = list(self.interview.pack.categories)
        marked = sorted({*kept, category}, key=order.index)
        return {ONE_OF: marked if len(marked) > 1 else [*marked, NONE]}

    def _reject(self, category: str) -> None:
        if self._value == category:
            self._give(None)
            if self._value == category:  # the user kept the old answer
                self._show_detail(category)
                return
        elif category in self._several():
            left = [one for one in self._several() if one != category]
            self._give({ONE_OF: left} if len(left) > 1 else NOT_SURE)
        reason = rejected(self.interview).get(category) or tr(NO_REASON)
        reject(self.interview, category, reason)
        self.detail.set_reason_wanted(True, reason)
        self.detail.reason.setFocus()
        self.detail.reason.selectAll()
        self.situation_changed.emit()

    def _forget_rejection(self, category: str) -> None:
        self.detail.set_reason_wanted(False)
        if category in rejected(self.interview):
            reject(self.interview, category, None)

    def _reason_changed(self, category: str, text: str) -> None:
        reject(self.interview, category, text or tr(NO_REASON))
        self.situation_changed.emit()

    def _give(self, value: Any) -> None:
        self._value = value
        self.answered.emit(value)
        # The interview may have refused it, or the user kept the old answer.
        self._value = self.interview.value(self.view.id)

    def _mark(self) -> None:
        states = dict.fromkeys(self._seen, "seen")
        states.update(dict.fromkeys(rejected(self.interview), "rejected"))
        states.update(dict.fromkeys(self._several(), "possible"))
        if isinstance(self._value, str) and self._value != NOT_SURE:
            states[self._value] = "chosen"
        self.tree.set_states(states)
        several = self._several()
        names = [category_words(self.interview.pack, one) for one in several]
        self._possible.setText(tr("Kept possible: {names}", names=joined(names, "or")) if several else "")
        self._possible.setVisible(bool(several))
