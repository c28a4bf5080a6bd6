"""Two boxes side by side, or one above the other: what counts and what does not count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from crasuite.language import tr
from crasuite.ui.widgets.build import IconLabel, column, enlarged, frame, label, row

_EDGES = 14 + 14 + 4
_BULLET = 12


class CountsBox(QWidget):
    """`counts` and `does_not_count` are short examples; an empty side is left out."""

    def __init__(
        self,
        counts: Sequence[str],
        does_not_count: Sequence[str],
        *,
        title: str = "",
        other_title: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._boxes = row(spacing=12)
        if counts:
            self._boxes.addWidget(_side("check", "ok", title or tr("This counts"), counts), 1)
        if does_not_count:
            other = other_title or tr("This does not count")
            self._boxes.addWidget(_side("x", "text2", other, does_not_count), 1)
        self.setLayout(self._boxes)
        words = " ".join((*counts, *does_not_count)).split()
        metrics = self.fontMetrics()
        self._narrow = (
            2 * (max(map(metrics.horizontalAdvance, words), default=0) + _EDGES + enlarged(self, _BULLET))
            + 12
        )
        if not (counts or does_not_count):
            self.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._narrow
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._boxes.direction() != way:
            self._boxes.setDirection(way)
            self.updateGeometry()


def _side(icon: str, token: str, title: str, lines: Sequence[str]) -> QFrame:
    box = frame("sunken")
    heading = label(
        title, "strong" if token == "ok" else "overline", wrap=True, tone="ok" if token == "ok" else ""
    )
    body = column(row(IconLabel(icon, token, 16), heading, spacing=6), spacing=6, margins=(14, 10, 14, 12))
    for line in lines:
        bullet = label("•", "muted")
        bullet.setAccessibleName(" ")
        bullet.setFixedWidth(enlarged(bullet, _BULLET))
        text = label(line, "body", wrap=True)
        item = row(bullet, text, spacing=0)
        item.setStretch(1, 1)
        item.setAlignment(bullet, Qt.AlignmentFlag.AlignTop)
        body.addLayout(item)
    body.addStretch(1)
    box.setLayout(body)
    box.setAccessibleName(f"{title}: {'; '.join(lines)}")
    return box
