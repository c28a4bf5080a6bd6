"""What the standards in use do for a point, and what they leave open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crasuite.interview.requirement_views import Reach
from crasuite.language import tr
from crasuite.ui.widgets.build import clear, column, label, row
from crasuite.ui.widgets.status_chip import StatusChip


class ReachList(QWidget):
    """One block per standard: how far, which clauses, what is left."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks = column(spacing=8)
        self.setLayout(self._blocks)
        self._shown: Sequence[Reach] | None = None

    def load(self, reaches: Sequence[Reach]) -> None:
        """Show these."""
        if reaches == self._shown:
            return
        self._shown = reaches
        clear(self._blocks)
        for reach in reaches:
            self._blocks.addWidget(_block(reach))
        if not reaches:
            self._blocks.addWidget(
                label(tr("No standard in use says anything about this point."), "muted", wrap=True)
            )


def _block(reach: Reach) -> QWidget:
    head = row(label(reach.name, "strong", wrap=True), StatusChip(reach.strength), spacing=8)
    head.setStretch(0, 1)
    head.setAlignment(Qt.AlignmentFlag.AlignTop)
    body = column(head, spacing=2)
    if reach.clauses:
        body.addWidget(
            label(tr("Clauses: {clauses}", clauses=", ".join(reach.clauses)), "caption", wrap=True)
        )
    if reach.gap:
        body.addWidget(label(tr("Left to you: {gap}", gap=reach.gap), "caption", wrap=True))
    if reach.part_words:
        body.addWidget(label(reach.part_words, "caption", wrap=True))
    body.addWidget(label(reach.claim, "hint", wrap=True))
    block = QWidget()
    block.setLayout(body)
    return block
