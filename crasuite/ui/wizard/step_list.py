"""The side of the interview: product, the seven steps, how much is left, whether all is saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from crasuite.interview.views import StepView
from crasuite.language import tr, trn
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, column, enlarged, frame, label, row, rule
from crasuite.ui.widgets.scroll_body import ScrollBody
from crasuite.ui.wizard.progress_line import ProgressLine
from crasuite.ui.wizard.step_row import StepRow

_EDGES = 14
"""Of the panel, and their lines."""


class StepList(QWidget):
    """Emits `step_chosen(question)` for a step that can be opened."""

    step_chosen = Signal(str)

    _LEAST, _MOST, _MOST_OF_ALL = 232, 280, 400

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(self._LEAST)
        self.setAccessibleName(tr("Steps of the interview"))
        panel = QFrame()
        panel.setProperty("role", "panel")
        self._icon = IconLabel(icon, "text", 20)
        self._name = label("", "section", wrap=True)
        self._type = label("", "caption", wrap=True)
        head = row(self._icon, column(self._name, self._type, spacing=1), spacing=10, margins=(10, 6, 6, 6))
        head.setStretch(1, 1)
        self.rows = [StepRow() for _ in range(7)]
        for step in self.rows:
            step.chosen.connect(self.step_chosen)
        self._left = label("", "strong", wrap=True)
        self._bar = ProgressLine(tr("Progress of the interview"))
        self._skipped = label(
            tr("Questions that can't change your result are skipped."), "caption", wrap=True
        )
        self._left_card = frame("panel-current")
        self._left_card.setToolTip(self._skipped.text())
        self._left_card.setLayout(
            column(
                self._left,
                self._bar,
                self._skipped,
                spacing=7,
                margins=(12, 10, 12, 10),
            )
        )
        self._save_icon = IconLabel("circle-check", "ok", 16)
        self._save_words = label("", "caption", wrap=True)
        save = row(self._save_icon, self._save_words, spacing=7, margins=(8, 2, 4, 2))
        save.setStretch(1, 1)
        self._top = column(head, rule(), 2, spacing=4, margins=(4, 4, 4, 4))
        for step in self.rows:
            self._top.addWidget(step)
        self._top.addStretch(1)
        self._scroll = ScrollBody(self._top, tr("Steps of the interview"), "sidebar")
        self._verdict = label("", "strong", wrap=True)
        self._verdict_box = frame("neutral")
        self._verdict_box.setLayout(column(self._verdict, margins=(12, 8, 12, 8)))
        self._verdict_box.setVisible(False)
        self._foot = column(self._verdict_box, self._left_card, save, spacing=4, margins=(4, 0, 4, 2))
        body = column(self._scroll, self._foot, spacing=0, margins=(6, 6, 6, 6))
        body.setStretch(0, 1)
        panel.setLayout(body)
        self.setLayout(column(panel))

    def set_product(self, name: str, type_line: str, icon: str) -> None:
        """Say which product this is about."""
        self._name.setText(name)
        self._type.setText(type_line)
        self._type.setVisible(bool(type_line))
        self._icon.set_icon(icon, "text")

    def set_steps(self, steps: Sequence[StepView], answered: int, left: int) -> None:
        """Show how far each step is."""
        for widget, step in zip(self.rows, steps, strict=True):
            widget.set_step(step)
        beside = self._LEAST - 210  # the edges of the panel
        needed = beside + max(widget.room_needed() for widget in self.rows)
        most = min(enlarged(self, self._MOST), self._MOST_OF_ALL)
        self.setFixedWidth(max(self._LEAST, min(most, needed)))
        self._left.setText(
            trn("At most {n} question left", "At most {n} questions left", left)
            if left
            else tr("No question left")
        )
        self._bar.set_value(answered, answered + left)
        self._give_way()

    def set_verdict(self, headline: str, tone: str) -> None:
        """The headline of the verdict panel, for when that is folded away."""
        self._verdict.setText(headline)
        set_role(self._verdict, tone if tone != "neutral" else "", "tone")
        set_role(self._verdict_box, tone)
        self._verdict_box.setAccessibleName(tr("Where you stand: {headline}", headline=headline))

    def show_verdict(self, shown: bool) -> None:
        """Show or hide that headline."""
        self._verdict_box.setVisible(shown)
        self._give_way()

    def _give_way(self) -> None:
        """The sentence on skipped questions is left to the tooltip where the steps need its room."""
        self._skipped.setVisible(self._verdict_box.isHidden())
        inner = self.width() - _EDGES
        needed = sum(_height_at(layout, inner) for layout in (self._top, self._foot))
        if needed > self.height() - _EDGES:
            self._skipped.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def set_saved(self, words: str, is_saved: bool) -> None:
        """Say whether everything is on the disk."""
        self._save_words.setText(words)
        set_role(self._save_words, "" if is_saved else "danger", "tone")
        self._save_icon.set_icon(
            "circle-check" if is_saved else "triangle-alert", "ok" if is_saved else "danger"
        )
        self._give_way()


def _height_at(layout: QLayout, width: int) -> int:
    """The height it needs with its words as they are now; a layout tells its inner ones too late."""
    _forget_heights(layout)
    return layout.totalHeightForWidth(width)


def _forget_heights(layout: QLayout) -> None:
    layout.invalidate()
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (inner := item.layout()) is not None:
            _forget_heights(inner)
