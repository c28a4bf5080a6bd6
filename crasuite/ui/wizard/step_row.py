"""One step at the side of the interview: an icon and a line of words say how far it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crasuite.interview.views import STATE_WORDS, StepState, StepView
from crasuite.language import tr
from crasuite.ui import icons
from crasuite.ui.theme import scaled_font
from crasuite.ui.tokens import current

_ICONS = {
    StepState.NOT_STARTED: ("circle", "text3"),
    StepState.IN_PROGRESS: ("circle-dot", "accent"),
    StepState.DONE: ("circle-check", "ok"),
    StepState.NEEDS_ATTENTION: ("triangle-alert", "warn"),
    StepState.NOT_APPLICABLE: ("circle-minus", "text3"),
}
_LEFT, _TEXT, _RIGHT = 10, 37, 6


class StepRow(QAbstractButton):
    """A button where the step can be opened, else a line to read. Emits `chosen(question)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: StepView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)

    def set_step(self, step: StepView) -> None:
        """Show this step."""
        self._step = step
        can_open = bool(step.question) and not step.is_current
        self.setEnabled(can_open)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if can_open else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor)
        said = tr(
            "Step {number}, {title}, {state}",
            number=step.number,
            title=step.title,
            state=STATE_WORDS[step.state],
        )
        self.setAccessibleName(tr("{step}, you are here", step=said) if step.is_current else said)
        self.setAccessibleDescription(step.words)
        self.setToolTip(f"{_title(step)}\n{step.words}")
        self.update()

    def step(self) -> StepView | None:
        """The step shown."""
        return self._step

    def room_needed(self) -> int:
        """Width that shows the title whole, also while it is the current step."""
        if self._step is None:
            return 0
        title, words = scaled_font(self.font(), 1.0, 600), scaled_font(self.font(), 0.92)
        return (
            _TEXT
            + _RIGHT
            + 2
            + max(
                QFontMetrics(title).horizontalAdvance(_title(self._step)),
                QFontMetrics(words).horizontalAdvance(self._step.words),
            )
        )

    def sizeHint(self) -> QSize:
        return QSize(200, QFontMetrics(self.font()).lineSpacing() * 2 + 18)

    def _clicked(self) -> None:
        if self._step is not None and self._step.question:
            self.chosen.emit(self._step.question)

    def paintEvent(self, _event: QPaintEvent) -> None:
        step = self._step
        if step is None:
            return
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if step.is_current or self.underMouse() and self.isEnabled():
            painter.setPen(QPen(QColor(look.border if step.is_current else look.control), 1))
            painter.setBrush(QColor(look.surface) if step.is_current else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        name, token = _ICONS[step.state]
        if step.is_current and step.state is not StepState.DONE:
            name, token = "circle-dot", "accent"
        side = 18
        icons.draw(painter, QRectF(_LEFT, box.center().y() - side / 2, side, side), name, token)
        title_font = scaled_font(self.font(), 1.0, 600 if step.is_current else 400)
        words_font = scaled_font(self.font(), 0.92)
        faint = step.state is StepState.NOT_APPLICABLE or not (step.is_current or step.question)
        width = int(box.width()) - _TEXT - _RIGHT
        title_height = QFontMetrics(title_font).lineSpacing()
        words_height = QFontMetrics(words_font).lineSpacing()
        top = box.center().y() - (title_height + words_height) / 2
        for font, height, colour, text in (
            (title_font, title_height, look.text2 if faint else look.text, _title(step)),
            (words_font, words_height, look.text2, step.words),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                QRectF(_TEXT, top, width, height),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                shown,
            )
            top += height
        painter.end()


def _title(step: StepView) -> str:
    return f"{step.number}  {step.title}"
