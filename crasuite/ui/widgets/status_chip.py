"""A status in an icon and words, never in colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crasuite.language import mark, tr
from crasuite.ui import icons
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current

STATUSES: dict[str, tuple[str, str, str]] = {
    "met": (mark("Met"), "circle-check", "ok"),
    "in-progress": (mark("In progress"), "circle-dot", "info"),
    "to-do": (mark("To do"), "circle-dashed", "neutral"),
    "not-sure": (mark("Not sure yet"), "circle-question-mark", "warn"),
    "missing": (mark("Evidence missing"), "triangle-alert", "danger"),
    "not-applicable": (mark("Not applicable"), "circle-minus", "neutral"),
    "unjustified": (mark("Reason missing"), "circle-question-mark", "warn"),
    "unchanged": (mark("Unchanged"), "circle-check", "ok"),
    "changed": (mark("Changed"), "triangle-alert", "warn"),
    "file-missing": (mark("Missing"), "triangle-alert", "danger"),
    "expired": (mark("Expired"), "calendar-clock", "danger"),
    "copy-kept": (mark("Copy kept"), "circle-check", "ok"),
    "checking": (mark("Checking"), "circle-dashed", "neutral"),
    "link": (mark("Address"), "link", "neutral"),
    "note": (mark("Note"), "pencil", "neutral"),
    "full": (mark("Whole point"), "circle-check", "ok"),
    "partial": (mark("A part"), "circle-dot", "info"),
    "weak": (mark("A little"), "circle-dashed", "neutral"),
    "planned": (mark("Planned"), "clock", "neutral"),
    "silent": (mark("Not treated"), "circle-minus", "neutral"),
    "nothing": (mark("Nothing"), "circle-minus", "neutral"),
    "applies": (mark("Applies"), "circle-check", "ok"),
    "does-not-apply": (mark("Does not apply"), "circle-minus", "neutral"),
    "open": (mark("Still open"), "circle-question-mark", "warn"),
    "open-to-you": (mark("Open to you"), "circle-check", "ok"),
    "closed-to-you": (mark("Not open today"), "circle-x", "neutral"),
}
"""Words (marked only: `tr` says them), icon and tone of each status."""
_PADDING, _ICON, _GAP = 7, 14, 5


def chip_font(base: QFont) -> QFont:
    """The font of a chip."""
    return scaled_font(base, 0.92, 600)


def chip_size(text: str, base: QFont) -> QSize:
    """Room a chip needs."""
    metrics = QFontMetrics(chip_font(base))
    width = _PADDING + _ICON + _GAP + metrics.horizontalAdvance(text) + _PADDING + 2
    return QSize(width, max(22, metrics.height() + 4))


def paint_chip(
    painter: QPainter,
    rect: QRect | QRectF,
    icon: str,
    text: str,
    tone: str,
    base: QFont,
    *,
    dashed: bool = False,
) -> None:
    """Draw a chip at the left of `rect`, centred in its height."""
    look, needed, area = current(), chip_size(text, base), QRectF(rect)
    box = QRectF(area.x(), area.center().y() - needed.height() / 2, needed.width(), needed.height())
    ink = QColor(look.color(tone))
    edge = QColor(ink)
    edge.setAlpha(255 if dashed else 110)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
    painter.setBrush(QColor(look.color(f"{tone}_bg")))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    icons.draw(painter, QRectF(box.x() + _PADDING, box.center().y() - _ICON / 2, _ICON, _ICON), icon, tone)
    painter.setPen(ink)
    painter.setFont(chip_font(base))
    painter.drawText(
        box.adjusted(_PADDING + _ICON + _GAP, 0, 0, 0),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        text,
    )
    painter.restore()


class StatusChip(QWidget):
    """One status. `StatusChip("met")`, or own words: `StatusChip("open", "Provisional, 2 open")`."""

    def __init__(
        self,
        status: str = "to-do",
        text: str = "",
        *,
        icon: str = "",
        tone: str = "",
        dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._dashed = dashed
        self.set_status(status, text, icon=icon, tone=tone)

    def set_status(self, status: str, text: str = "", *, icon: str = "", tone: str = "") -> None:
        """Show another status; empty arguments take the words, icon and tone of the status."""
        words, usual_icon, usual_tone = STATUSES[status]
        self._text, self._icon, self._tone = text or tr(words), icon or usual_icon, tone or usual_tone
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words shown."""
        return self._text

    def sizeHint(self) -> QSize:
        return chip_size(self._text, self.font())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._icon, self._text, self._tone, self.font(), dashed=self._dashed)
        painter.end()
