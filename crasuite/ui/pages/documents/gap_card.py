"""What is missing in the paper on screen, each line with a link to where it is set right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from crasuite.interview.documents_file import GapLine, PaperRow
from crasuite.language import tr, trn
from crasuite.ui.widgets.build import IconLabel, button, clear, column, label, row
from crasuite.ui.widgets.scroll_body import ScrollBody

_SHOWN_LINES = 5
_MOST_LINES = 60
"""Widgets are dear; a paper with more gaps than this is filled on its own screen."""


class GapCard(QFrame):
    """Hidden when nothing is missing. Emits `jump(line)`."""

    jump = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._icon = IconLabel("triangle-alert", "danger", 18)
        self._title = label("", "strong", wrap=True)
        self._lines = column(spacing=0)
        self._scroll = ScrollBody(self._lines, tr("Gaps"), role="surface")
        self._scroll.setProperty("role", "surface")
        head = row(self._icon, self._title, spacing=10)
        head.setStretch(1, 1)
        self._changed = label("", "caption", wrap=True, tone="warn")
        for words in (self._title, self._changed):
            words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
        self.setLayout(column(head, self._changed, self._scroll, spacing=4, margins=(15, 10, 8, 8)))
        self._shown: tuple[GapLine, ...] = ()

    def load(self, paper: PaperRow, lines: Sequence[GapLine]) -> None:
        """Show what a paper misses and whether it is out of date."""
        self._changed.setText(paper.changed_words)
        self._changed.setVisible(bool(paper.changed))
        self.setVisible(bool(lines) or bool(paper.changed))
        if paper.gaps:
            words = trn("{n} gap before it is complete", "{n} gaps before it is complete", paper.gaps)
            if paper.open_points:
                words += ", " + trn("{n} open point", "{n} open points", paper.open_points)
            self._icon.set_icon("triangle-alert", "danger")
        elif paper.open_points:
            words = trn("{n} open point to settle", "{n} open points to settle", paper.open_points)
            self._icon.set_icon("circle-question-mark", "warn")
        else:
            words = tr("Out of date: export it again")
            self._icon.set_icon("refresh-cw", "warn")
        self._title.setText(words)
        self.setAccessibleName(words)
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        clear(self._lines)
        for line in lines[:_MOST_LINES]:
            self._lines.addWidget(self._line(line))
        if len(lines) > _MOST_LINES:
            self._lines.addWidget(label(tr("and {more} more", more=len(lines) - _MOST_LINES), "muted"))
        self._lines.addStretch(1)
        self._scroll.setVisible(bool(lines))
        self._scroll.verticalScrollBar().setValue(0)
        height = self.fontMetrics().height() + 12
        self._scroll.setFixedHeight(height * max(1, min(len(lines), _SHOWN_LINES)) + 4)

    def _line(self, line: GapLine) -> QWidget:
        number = label(line.number, "muted" if line.is_gap else "strong")
        number.setMinimumWidth(self.fontMetrics().horizontalAdvance("9.99") + 6)
        words = label(f"{line.words} ({line.note})" if line.note else line.words, wrap=True)
        words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 18)
        holder = QWidget()
        parts: list[QWidget] = [number, words]
        if line.verb:
            link = button(line.verb, "link", on_click=lambda: self.jump.emit(line))
            link.setAccessibleName(f"{line.verb}: {line.words}")
            parts.append(link)
        layout = row(*parts, spacing=8, margins=(28, 0, 6, 0))
        layout.setStretch(1, 1)
        layout.setAlignment(number, Qt.AlignmentFlag.AlignTop)
        number.setContentsMargins(0, 6, 0, 0)
        holder.setLayout(layout)
        return holder
