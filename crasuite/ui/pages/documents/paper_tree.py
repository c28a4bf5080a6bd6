"""The list of papers: groups that fold, two lines a row, how much is filled, and the state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from crasuite.interview.documents_file import PaperRow
from crasuite.language import mark, tr, trn
from crasuite.ui import icons
from crasuite.ui.delegates import Index
from crasuite.ui.pages.documents.paper_model import FILLED, STATE, TITLE, PaperModel
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current
from crasuite.ui.widgets.grouped_tree import LEFT, GroupedTree

_STATE_ICONS = {"ok": "circle-check", "warn": "circle-question-mark", "danger": "triangle-alert"}
_OUT_OF_DATE = mark("Out of date")
_BAR = 52
_TITLE_LETTERS = 30
"""Room for a title below which the bars give way to it, and a long title takes the second line."""


class PaperTree(GroupedTree):
    """Emits `chosen(codes)` whenever other papers are selected; Enter or a double click: `entered`."""

    def __init__(self, model: PaperModel) -> None:
        super().__init__(tr("Documents"), model)
        self._is_narrow = False
        self.doubleClicked.connect(self._enter)

    def current_code(self) -> str:
        """The paper with the cursor, if it is selected."""
        code, codes = self._grouped().key_of(self.currentIndex()), self.keys()
        return code if code in codes else (codes[0] if codes else "")

    def _enter(self, index: QModelIndex) -> None:
        if index.parent().isValid():
            self.entered.emit()

    def row_height(self, line: int) -> int:
        return 2 * line + 9

    def _group_words(self, place: int) -> tuple[str, str, str]:
        model = self._grouped()
        assert isinstance(model, PaperModel)
        group = model.group(place)
        return "", group.title, group.words

    def _fit_columns(self) -> None:
        """The title takes what is left."""
        metrics = self.fontMetrics()
        state = max(
            metrics.horizontalAdvance(words)
            for words in (tr(_OUT_OF_DATE), trn("{n} gap", "{n} gaps", 133), tr("Complete"))
        )
        widths = {
            FILLED: metrics.horizontalAdvance(tr("{filled} of {total}", filled=148, total=148)) + 12,
            STATE: state + 38,
        }
        room = self.viewport().width() - sum(widths.values()) - _BAR
        self._is_narrow = room < metrics.averageCharWidth() * _TITLE_LETTERS
        if not self._is_narrow:
            widths[FILLED] += _BAR
        self._set_widths(TITLE, widths, 80)

    def _draw_cells(self, painter: QPainter, rect: QRect, index: Index, row: PaperRow) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw_title(painter, self._cell(rect, TITLE), row)
        self._draw_filled(painter, self._cell(rect, FILLED), row)
        self._draw_state(painter, self._cell(rect, STATE), row)

    def _draw_title(self, painter: QPainter, cell: QRect, row: PaperRow) -> None:
        look = current()
        icon = "file-spreadsheet" if row.is_workbook else "file-text"
        icons.draw(painter, QRectF(cell.x() + 13, cell.center().y() - 9, 18, 18), icon, "text2")
        strong, small = scaled_font(self.font(), 1.0, 500), scaled_font(self.font(), 0.92)
        height = QFontMetrics(strong).height()
        top = cell.center().y() - height + 1
        box = QRect(cell.x() + 42, top, cell.width() - 46, height)
        if self._is_narrow and QFontMetrics(strong).horizontalAdvance(row.title) > box.width():
            self._draw_two_lines(painter, box, strong, row.title)
            return
        for font, text, colour in ((strong, row.title, look.text), (small, row.basis, look.text2)):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, LEFT, shown)
            box = box.translated(0, height)

    def _draw_two_lines(self, painter: QPainter, box: QRect, font: QFont, title: str) -> None:
        metrics, words = QFontMetrics(font), title.split()
        first = words.pop(0)
        while words and metrics.horizontalAdvance(f"{first} {words[0]}") <= box.width():
            first = f"{first} {words.pop(0)}"
        painter.setFont(font)
        painter.setPen(QColor(current().text))
        for text in (first, " ".join(words)):
            painter.drawText(box, LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()))
            box = box.translated(0, metrics.height())

    def _draw_filled(self, painter: QPainter, cell: QRect, row: PaperRow) -> None:
        look = current()
        if self._is_narrow:
            painter.setFont(self.font())
            painter.setPen(QColor(look.text))
            painter.drawText(
                cell.adjusted(4, 0, 0, 0), LEFT, tr("{filled} of {total}", filled=row.filled, total=row.total)
            )
            return
        track = QRectF(cell.x() + 4, cell.center().y() - 2.5, _BAR, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.track))
        painter.drawRoundedRect(track, 3, 3)
        share = row.filled / row.total if row.total else 1.0
        if share:
            full = QRectF(track)
            full.setWidth(max(6.0, track.width() * min(share, 1.0)))
            painter.setBrush(QColor(look.ok if row.is_complete else look.accent))
            painter.drawRoundedRect(full, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self.font())
        painter.setPen(QColor(look.text))
        painter.drawText(
            cell.adjusted(_BAR + 12, 0, 0, 0),
            LEFT,
            tr("{filled} of {total}", filled=row.filled, total=row.total),
        )

    def _draw_state(self, painter: QPainter, cell: QRect, row: PaperRow) -> None:
        look = current()
        lines = [(_STATE_ICONS[row.tone], row.tone, row.state_words, 1.0)]
        if row.changed:
            lines.append(("refresh-cw", "warn", tr(_OUT_OF_DATE), 0.92))
        height = self.fontMetrics().height() + 2
        top = cell.center().y() - height * len(lines) / 2 + 1
        for icon, tone, words, size in lines:
            icons.draw(painter, QRectF(cell.x() + 8, top + height / 2 - 8, 16, 16), icon, tone)
            painter.setFont(scaled_font(self.font(), size))
            painter.setPen(QColor(look.text if size == 1.0 else look.color(tone)))
            painter.drawText(QRectF(cell.x() + 31, top, cell.width() - 32, height), LEFT, words)
            top += height
