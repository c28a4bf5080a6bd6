"""Which points of Annex I a standard, specification or certificate covers: one choice per point."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from crasuite.interview.interview import Interview
from crasuite.interview.views import QuestionView
from crasuite.interview.words import NOT_SURE_WORDS
from crasuite.language import tr
from crasuite.rules import NOT_SURE
from crasuite.ui.widgets.build import button, column, frame, label, row, rule
from crasuite.ui.wizard.answer_body import AnswerBody
from crasuite.ui.wizard.scroll_content import scrolled

NOT_APPLICABLE = "not-applicable"
_LINES = 3
"""Lines of the grid for each point: title, its choice where there is no room beside, and a rule above."""
_EDGES = 14 + 14 + 2 * 12 + 16
"""Of the grid, and a scroll bar."""


class CoverageBody(AnswerBody):
    """A row per requirement; rows can be set together. A point left open is not counted as covered."""

    fills_page = True
    shows_previous = False

    def __init__(self, interview: Interview, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(interview, view, parent)
        self._quiet = False
        self.combos: dict[str, QComboBox] = {}
        self.all = QComboBox()
        self.all.setAccessibleName(tr("Set all open points to"))
        for option in view.options:
            self.all.addItem(option.label, option.value)
        self.all.addItem(tr(NOT_SURE_WORDS), NOT_SURE)
        most = self.all.sizeHint().width()
        self.all.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.all.setMinimumContentsLength(14)
        self.all.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.all.setMaximumWidth(most)
        caption = label(tr("Set &all to"), "strong")
        caption.setTextFormat(Qt.TextFormat.AutoText)
        caption.setBuddy(self.all)
        self.apply_open = button(tr("Set open &points"), on_click=lambda: self._set_all(only_open=True))
        self.apply_all = button(tr("Set every po&int"), on_click=lambda: self._set_all(only_open=False))
        self._summary = label("", "strong", wrap=True)
        self._tools = row(caption, self.all, self.apply_open, self.apply_all, None, spacing=8)
        self._tools.setStretch(1, 100)
        hints = label(
            "  ·  ".join(f"{one.label}: {one.hint}" for one in view.options if one.hint), "hint", wrap=True
        )
        grid = QGridLayout()
        grid.setContentsMargins(14, 8, 14, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        pack = interview.pack
        self._grid, self._is_narrow = grid, False
        self._titles: list[QLabel] = []
        for place, point in enumerate(view.rows):
            if place:
                grid.addWidget(rule(), place * _LINES - 1, 0, 1, 3)
            title = label(point.title, "body", wrap=True)
            title.setToolTip(point.meaning)
            combo = _Combo()
            combo.setAccessibleName(f"{point.ref}, {point.title}")
            combo.setAccessibleDescription(point.meaning)
            combo.addItem(tr("Choose…"), None)
            for option in view.options:
                if option.value != NOT_APPLICABLE or pack.requirements[point.id].may_not_apply:
                    combo.addItem(option.label, option.value)
            combo.addItem(tr(NOT_SURE_WORDS), NOT_SURE)
            combo.currentIndexChanged.connect(self._changed)
            combo.setMinimumContentsLength(24)
            grid.addWidget(label(point.ref, "muted"), place * _LINES, 0)
            grid.addWidget(title, place * _LINES, 1)
            grid.addWidget(combo, place * _LINES, 2)
            self.combos[point.id] = combo
            self._titles.append(title)
        scroll = scrolled(grid, tr("Points of Annex I"))
        scroll.setMinimumHeight(260)
        card = frame("card")
        card.setLayout(column(scroll, margins=(1, 4, 1, 4)))
        whole = column(self._tools, hints, card, self._summary, spacing=8, margins=(4, 4, 4, 0))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.load(view)

    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (is_narrow := self.width() < self._needed()) == self._is_narrow:
            return
        self._is_narrow = is_narrow
        for place, combo in enumerate(self.combos.values()):
            self._grid.removeWidget(combo)
            line, first, across = (1, 0, 3) if is_narrow else (0, 2, 1)
            self._grid.addWidget(combo, place * _LINES + line, first, 1, across)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._tools.setDirection(way)

    def _needed(self) -> int:
        """The width that has room for the longest word of a title beside its choice."""
        metrics = self.fontMetrics()
        words = [word for title in self._titles for word in title.text().split()]
        refs = self._grid.cellRect(0, 0).width()
        widest = max((combo.sizeHint().width() for combo in self.combos.values()), default=0)
        return refs + max(map(metrics.horizontalAdvance, words), default=0) + widest + _EDGES

    def load(self, view: QuestionView) -> None:
        self.view = view
        self._quiet = True
        unsure = view.value == NOT_SURE
        for point in view.rows:
            combo = self.combos[point.id]
            combo.setCurrentIndex(max(0, combo.findData(NOT_SURE if unsure else point.value)))
        self._quiet = False
        self._say()

    def value(self) -> Any:
        given = {
            key: combo.currentData() for key, combo in self.combos.items() if combo.currentData() is not None
        }
        if not given:
            return None
        return NOT_SURE if len(given) == len(self.combos) and set(given.values()) == {NOT_SURE} else given

    def is_complete(self) -> bool:
        return all(combo.currentData() is not None for combo in self.combos.values())

    def missing(self) -> str:
        return tr("Choose an answer for each point. “I'm not sure” is one too.")

    def initial_focus(self) -> QWidget:
        first = next((one for one in self.combos.values() if one.currentData() is None), None)
        return first or self.all

    def _changed(self, _index: int) -> None:
        if not self._quiet:
            self._say()
            self.answered.emit(self.value())

    def _set_all(self, *, only_open: bool) -> None:
        wanted = self.all.currentData()
        self._quiet = True
        for combo in self.combos.values():
            index = combo.findData(wanted)
            if index >= 0 and not (only_open and combo.currentData() is not None):
                combo.setCurrentIndex(index)
        self._quiet = False
        self._changed(0)
        self.message.emit(self._summary.text())

    def _say(self) -> None:
        chosen = [combo for combo in self.combos.values() if combo.currentData() is not None]
        counts = Counter(combo.currentText() for combo in chosen)
        parts = [f"{number} × {words}" for words, number in counts.items()]
        left = len(self.combos) - len(chosen)
        self._summary.setText(
            ", ".join(
                [*parts, tr("{left} of {total} still to choose", left=left, total=len(self.combos))]
                if left
                else parts
            )
        )


class _Combo(QComboBox):
    """Scrolling the page must not change an answer the pointer happens to be over."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
