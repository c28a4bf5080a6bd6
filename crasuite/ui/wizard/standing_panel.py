"""The verdict panel as the interview uses it: with the class once it matters, and the caution at its foot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crasuite.interview.views import Line, Standing
from crasuite.language import tr_in
from crasuite.ui.widgets.build import button, column, label, row, rule
from crasuite.ui.widgets.class_badge import KINDS, ClassBadge
from crasuite.ui.widgets.verdict_panel import PanelLine, VerdictPanel


class StandingPanel(VerdictPanel):
    """Shows a `Standing`. Emits `caution_wanted` for "Guidance, not legal advice"."""

    caution_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(270)
        self._badge = ClassBadge("open", 22)
        self._class_words = label("", "caption", wrap=True)
        self._class = QWidget()
        self._class.setLayout(
            column(row(self._badge, None), self._class_words, spacing=6, margins=(0, 4, 0, 0))
        )
        inside = self._box.layout()
        assert inside is not None
        inside.addWidget(self._class)
        self.caution = button(
            tr_in("narrow panel", "Guidance, not legal advice"), "link", "scale", self.caution_wanted.emit
        )
        self.foot.addWidget(rule())
        self.foot.addLayout(row(self.caution, None))

    def show_standing(self, standing: Standing) -> None:
        """Show where the product stands; the headline is announced when it changes."""
        has_class = standing.class_kind in KINDS and standing.class_kind not in ("scope-open", "out-of-scope")
        self.set_state(
            standing.headline,
            standing.text,
            tone=standing.tone,
            decided=_lines(standing.decided),
            now=_lines(standing.now),
            to_come=_lines(standing.to_come),
        )
        self._class.setVisible(has_class)
        if has_class:
            self._badge.set_kind(standing.class_kind)
            self._class_words.setText(standing.class_words if standing.class_kind == "open" else "")
            self._class_words.setVisible(standing.class_kind == "open")


def _lines(lines: tuple[Line, ...]) -> list[PanelLine]:
    return [PanelLine(line.text, line.note, line.is_warned) for line in lines]
