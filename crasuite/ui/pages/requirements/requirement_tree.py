"""The list of points: parts that fold, chips painted in place."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from crasuite.interview.requirement_views import STATE_WORDS, RequirementRow
from crasuite.language import tr, tr_in
from crasuite.ui import icons
from crasuite.ui.delegates import Index
from crasuite.ui.pages.requirements.requirement_model import (
    EVIDENCE,
    FLAGGED_ROLE,
    OWNER,
    REF,
    STATUS,
    TITLE,
    RequirementFilter,
    RequirementModel,
)
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.grouped_tree import LEFT, GroupedTree
from crasuite.ui.widgets.status_chip import STATUSES, chip_size, paint_chip

_SMALL = 0.88
"""Two lines of it fit into a row."""
_CHIPS = {"evidence-missing": "missing", "unjustified": "unjustified"}

_SPELLED_OUT = re.compile(r"(?:Nr|Buchst)\.\s")
"""What German references say and a narrow column under the name of its part does not: "2 a"."""


class RequirementTree(GroupedTree):
    """Emits `chosen(ids)` whenever other points are selected; Enter goes into the point: `entered`."""

    def __init__(self, model: RequirementFilter) -> None:
        super().__init__(tr("Requirements"), model)
        model.modelReset.connect(self._fit_columns)
        model.dataChanged.connect(lambda *_: self._fit_columns())

    def row_height(self, line: int) -> int:
        return max(line + 17, 2 * QFontMetrics(scaled_font(self.font(), _SMALL)).height() + 4)

    def _group_words(self, place: int) -> tuple[str, str, str]:
        model = self._grouped()
        assert isinstance(model, RequirementModel)
        return model.group_words(place)

    def _fit_columns(self) -> None:
        """The title takes what is left; where that is too little, the last columns go."""
        metrics = self.fontMetrics()
        # As wide as the words that stand there now; owners get the rest.
        rows: list[RequirementRow] = self._grouped().rows()
        states = {row.state for row in rows} or set(STATE_WORDS)
        shown = (STATUSES[_CHIPS.get(state.value, state.value)][0] for state in states)
        heading = metrics.horizontalAdvance(tr("Status")) + 24
        status = max(heading, *(chip_size(tr(text), self.font()).width() + 20 for text in shown))
        widths = {
            REF: QFontMetrics(scaled_font(self.font(), 1.0, 600)).horizontalAdvance("(2)(m)") + 20,
            STATUS: status,
            EVIDENCE: max(
                metrics.horizontalAdvance(tr_in("evidence", "None")) + 58,
                metrics.horizontalAdvance(tr("Evidence")) + 24,
            ),
            OWNER: metrics.horizontalAdvance(tr("Owner")) + 30,
        }
        room = self.viewport().width()
        least = metrics.averageCharWidth() * 24
        # A name gets the room that titles do not need; what is still too long is shortened, with a tooltip.
        spare = room - sum(widths.values()) - metrics.averageCharWidth() * 30
        widths[OWNER] += max(0, min(spare, metrics.averageCharWidth() * 15))
        for column in (OWNER, EVIDENCE):
            hide = room > 0 and sum(widths.values()) + least > room
            self.setColumnHidden(column, hide)
            if hide:
                del widths[column]
        self._set_widths(TITLE, widths, 60)

    def _draw_cells(self, painter: QPainter, rect: QRect, index: Index, row: RequirementRow) -> None:
        look = current()
        for column in range(self.model().columnCount()):
            if self.isColumnHidden(column):
                continue
            cell = self._cell(rect, column)
            if column == STATUS:
                words, icon, tone = STATUSES[_CHIPS.get(row.state.value, row.state.value)]
                paint_chip(painter, cell.adjusted(12, 0, 0, 0), icon, tr(words), tone, self.font())
                continue
            left = 12
            colour = look.text if column in (REF, TITLE) else look.text2
            text = str(index.siblingAtColumn(column).data() or "")
            if column == REF:
                text = _SPELLED_OUT.sub("", text)
            if column == EVIDENCE:
                text = str(row.evidence or tr_in("evidence", "None"))
                icons.draw(
                    painter, QRectF(cell.x() + 12, cell.center().y() - 7, 16, 16), "paperclip", "text2"
                )
                left = 33
                if index.siblingAtColumn(0).data(FLAGGED_ROLE):
                    at = cell.x() + left + self.fontMetrics().horizontalAdvance(text) + 6
                    icons.draw(painter, QRectF(at, cell.center().y() - 7, 15, 15), "triangle-alert", "warn")
            font = scaled_font(self.font(), 1.0, 600 if column == REF else 400)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            box = cell.adjusted(left, 0, 0, 0)
            if column == OWNER and QFontMetrics(font).horizontalAdvance(text) > box.width():
                self._draw_on_two_lines(painter, box, text)
                continue
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, LEFT, shown)

    def _draw_on_two_lines(self, painter: QPainter, box: QRect, text: str) -> None:
        """In smaller letters, broken between words."""
        font = scaled_font(self.font(), _SMALL)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        words = text.split()
        first = words.pop(0) if words else ""
        while words and metrics.horizontalAdvance(f"{first} {words[0]}") <= box.width():
            first = f"{first} {words.pop(0)}"
        lines = [one for one in (first, " ".join(words)) if one]
        top = box.center().y() + 1 - metrics.height() * len(lines) // 2
        for place, line in enumerate(lines):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(
                QRect(box.x(), top + place * metrics.height(), box.width(), metrics.height()), LEFT, shown
            )
