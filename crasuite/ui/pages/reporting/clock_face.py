"""One stage of a case as a clock: what is left, of how much, due when, and how far the form is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from crasuite.domain.clocks import ClockState
from crasuite.domain.english import Worded, small_first
from crasuite.interview.reporting_views import ClockCard
from crasuite.language import mark, tr
from crasuite.ui.pages.reporting.tone_chip import ToneChip
from crasuite.ui.theme import scaled_font, set_role
from crasuite.ui.tokens import current
from crasuite.ui.widgets.build import IconLabel, column, label, row, rule

_LOOKS = {
    ClockState.NOT_RUNNING: ("circle-dashed", "text2"),
    ClockState.RUNNING: ("clock", "warn"),
    ClockState.DUE_SOON: ("siren", "danger"),
    ClockState.OVERDUE: ("triangle-alert", "danger"),
    ClockState.DONE: ("circle-check", "ok"),
}
STATE_WORDS: Worded[ClockState] = Worded(
    {
        ClockState.NOT_RUNNING: mark("Not running"),
        ClockState.RUNNING: mark("Running"),
        ClockState.DUE_SOON: mark("Due soon"),
        ClockState.OVERDUE: mark("Overdue"),
        ClockState.DONE: mark("Done"),
    }
)
_CHIP_ICONS = {"ok": "circle-check", "warn": "triangle-alert", "danger": "triangle-alert"}


class BigWords(QWidget):
    """A few words, large, and smaller where there is no room for that."""

    LARGEST, SMALLEST, STEP = 1.9, 1.2, 0.1

    def __init__(self) -> None:
        super().__init__()
        self._text, self._token = "", "text"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The words shown."""
        return self._text

    def set_words(self, text: str, token: str) -> None:
        """Show other words, in the colour of a token."""
        self._text, self._token = text, token
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(60, QFontMetrics(scaled_font(self.font(), self.LARGEST, 600)).height())

    def minimumSizeHint(self) -> QSize:
        smallest = QFontMetrics(scaled_font(self.font(), self.SMALLEST, 600))
        return QSize(smallest.horizontalAdvance(self._text), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._fitting())
        painter.setPen(QColor(current().color(self._token)))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()

    def _fitting(self) -> QFont:
        factor = self.LARGEST
        while factor > self.SMALLEST:
            font = scaled_font(self.font(), factor, 600)
            if QFontMetrics(font).horizontalAdvance(self._text) <= self.width():
                return font
            factor -= self.STEP
        return scaled_font(self.font(), self.SMALLEST, 600)


class ClockFace(QFrame):
    """Emits `chosen(stage)` on a click; by keyboard the stages above the form do the same."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.card: ClockCard | None = None
        self._icon = IconLabel("clock", "text2", 18)
        self._title = label("", "strong", wrap=True)
        self.big = BigWords()
        self.of = label("", "caption", wrap=True)
        self.due = label("", "strong", wrap=True)
        self.chip = ToneChip()
        head = row(self._icon, self._title, spacing=7)
        head.setStretch(1, 1)
        self.setLayout(
            column(
                head,
                self.big,
                self.of,
                rule(),
                self.due,
                self.chip,
                None,
                spacing=4,
                margins=(13, 9, 13, 11),
            )
        )

    def room_needed(self) -> int:
        """Width that shows the longest word of the title whole."""
        metrics = QFontMetrics(scaled_font(self.font(), 1.0, 600))
        return max(map(metrics.horizontalAdvance, self._title.text().split()), default=0) + 18 + 7 + 26 + 4

    def load(self, card: ClockCard, title: str) -> None:
        """Show the clock as it is now."""
        self.card = card
        icon, token = _LOOKS[card.state]
        is_urgent = card.state in (ClockState.DUE_SOON, ClockState.OVERDUE)
        set_role(self, "banner-danger" if is_urgent else "card")
        self._icon.set_icon(icon, token)
        self._title.setText(title)
        self.big.set_words(card.big_words, "danger" if is_urgent else "text")
        self.of.setText(card.of_words)
        self.due.setText(card.due_words)
        self.due.setToolTip(card.utc_words)
        self.chip.setToolTip(card.why)
        usual = "circle-dashed" if card.state is ClockState.NOT_RUNNING else "circle-dot"
        self.chip.set_content(card.chip, _CHIP_ICONS.get(card.chip_tone, usual), card.chip_tone)
        self.setAccessibleName(f"{card.title}: {STATE_WORDS[card.state]}")
        self.setAccessibleDescription(sentence(card))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self.card is not None and event.button() == Qt.MouseButton.LeftButton and inside:
            self.chosen.emit(self.card.stage)


def sentence(card: ClockCard) -> str:
    """The clock in full, for those who do not see it."""
    left = f"{card.big_words} {card.of_words}".strip()
    state = small_first(STATE_WORDS[card.state])
    if card.due is not None:
        said = tr(
            "{stage}, {state}: {left}, due {moment}, that is {in_utc}.",
            stage=card.title,
            state=state,
            left=left,
            moment=card.due_words,
            in_utc=card.utc_words,
        )
    else:
        said = f"{card.title}, {state}: {left}. {card.due_words}."
    return " ".join(one for one in (said, card.why, f"{card.chip}.") if one)
