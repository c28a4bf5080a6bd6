"""What the assessment still needs, each line with the way to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crasuite.domain.english import Worded
from crasuite.interview.risk_file import Need
from crasuite.language import mark, tr
from crasuite.ui.widgets.build import IconLabel, button, clear, column, label, row
from crasuite.ui.widgets.section_card import SectionCard

_ICONS = {"danger": "triangle-alert", "warn": "circle-question-mark", "ok": "circle-check"}
_TONE_WORDS: Worded[str] = Worded({"danger": mark("Needed"), "warn": mark("Open"), "ok": mark("Done")})


class NeedsCard(SectionCard):
    """Emits `wanted(need)`."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What the assessment still needs"), parent)
        self.title.setWordWrap(True)
        self.header.setStretch(0, 1)
        self._lines = column(spacing=4)
        self.body.addLayout(self._lines)
        self._shown: tuple[Need, ...] = ()

    def load(self, needs: Sequence[Need]) -> None:
        """Show these; the focus stays on the line it was on, or goes to the next one."""
        if tuple(needs) == self._shown:
            return
        focus = self.focusWidget()
        buttons = self.findChildren(QWidget, "settle")
        at = buttons.index(focus) if focus in buttons and focus.hasFocus() else -1
        self._shown = tuple(needs)
        clear(self._lines)
        left = []
        for need in needs:
            line = QWidget()
            words = label(need.words, wrap=True)
            mark = IconLabel(_ICONS[need.tone], need.tone, 16, _TONE_WORDS[need.tone])
            inner = row(mark, words, spacing=8)
            inner.setStretch(1, 1)
            inner.setAlignment(mark, Qt.AlignmentFlag.AlignVCenter)
            if need.verb:
                settle = button(
                    need.verb,
                    "link",
                    on_click=partial(self.wanted.emit, need),
                    name=f"{need.verb}: {need.words}",
                )
                settle.setObjectName("settle")
                inner.addWidget(settle)
                left.append(settle)
            line.setLayout(inner)
            self._lines.addWidget(line)
        if at >= 0 and left:
            left[min(at, len(left) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
