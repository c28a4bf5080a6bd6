"""Two boxes side by side: what counts and what does not count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from crasuite.language import tr
from crasuite.ui.widgets.build import IconLabel, column, frame, label, row


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
        layout = row(spacing=12)
        if counts:
            layout.addWidget(_side("check", "ok", title or tr("This counts"), counts), 1)
        if does_not_count:
            layout.addWidget(_side("x", "text2", other_title or tr("This does not count"), does_not_count), 1)
        self.setLayout(layout)
        if not (counts or does_not_count):
            self.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


def _side(icon: str, token: str, title: str, lines: Sequence[str]) -> QFrame:
    box = frame("sunken")
    heading = label(
        title, "strong" if token == "ok" else "overline", wrap=True, tone="ok" if token == "ok" else ""
    )
    body = column(row(IconLabel(icon, token, 16), heading, spacing=6), spacing=6, margins=(14, 10, 14, 12))
    for line in lines:
        bullet = label("•", "muted")
        bullet.setAccessibleName(" ")
        bullet.setFixedWidth(12)
        text = label(line, "body", wrap=True)
        item = row(bullet, text, spacing=0)
        item.setStretch(1, 1)
        item.setAlignment(bullet, Qt.AlignmentFlag.AlignTop)
        body.addLayout(item)
    body.addStretch(1)
    box.setLayout(body)
    box.setAccessibleName(f"{title}: {'; '.join(lines)}")
    return box
