"""The list of steps: groups that fold, with the status painted in place."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView

from crasuite.domain.procedure_step import StepStatus
from crasuite.interview.procedure_file import STATUS_WORDS, StepRow
from crasuite.language import tr
from crasuite.ui.delegates import Index
from crasuite.ui.pages.documents.step_model import NUMBER, STATUS, STEP, StepModel
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.grouped_tree import LEFT, GroupedTree
from crasuite.ui.widgets.status_chip import STATUSES, chip_size, paint_chip

_CHIPS = {StepStatus.TO_DO: "to-do", StepStatus.DONE: "met"}


class StepTree(GroupedTree):
    """Emits `chosen(ids)`; Enter goes to what can be said of the step: `entered`."""

    def __init__(self, model: StepModel) -> None:
        super().__init__(tr("Steps of the procedure"), model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def row_height(self, line: int) -> int:
        return 2 * line + 14

    def _group_words(self, place: int) -> tuple[str, str, str]:
        model = self._grouped()
        assert isinstance(model, StepModel)
        group = model.group(place)
        return group.number, group.title, group.words

    def _fit_columns(self) -> None:
        """The step takes what is left."""
        bold = QFontMetrics(scaled_font(self.font(), 1.0, 600))
        widths = {
            NUMBER: bold.horizontalAdvance("88.88") + 20,
            STATUS: max(chip_size(text, self.font()).width() for text in STATUS_WORDS.values()) + 22,
        }
        self._set_widths(STEP, widths, 80)

    def _draw_cells(self, painter: QPainter, rect: QRect, _index: Index, row: StepRow) -> None:
        look = current()
        _, icon, tone = STATUSES[_CHIPS.get(row.said.status, row.said.status.value)]
        if row.is_overdue:
            icon, tone = "triangle-alert", "danger"
        chip = self._cell(rect, STATUS).adjusted(10, 0, 0, 0)
        paint_chip(painter, chip, icon, row.status_words, tone, self.font())
        number, text = self._cell(rect, NUMBER).adjusted(12, 0, 0, 0), self._cell(rect, STEP)
        painter.setFont(scaled_font(self.font(), 1.0, 600))
        painter.setPen(QColor(look.text))
        painter.drawText(number, LEFT, row.number)
        painter.setFont(self.font())
        self._draw_two_lines(painter, text.adjusted(12, 0, -4, 0), row.text)

    def _draw_two_lines(self, painter: QPainter, box: QRect, text: str) -> None:
        metrics, words, first = self.fontMetrics(), text.split(), ""
        while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= box.width():
            first = f"{first} {words.pop(0)}".strip()
        lines = [first] if not words else [first, " ".join(words)]
        top = box.center().y() - len(lines) * metrics.height() // 2
        for line in lines:
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRect(box.x(), top, box.width(), metrics.height()), LEFT, shown)
            top += metrics.height()
