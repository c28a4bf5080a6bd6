"""A titled card; pages are made of these."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crasuite.ui.widgets.build import column, label, row


class SectionCard(QFrame):
    """`body` is the layout to fill; `header` takes widgets right of the title."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, padding: int = 16) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.title = label(title, "section")
        self.header: QHBoxLayout = row(self.title, None, spacing=12)
        self.body: QVBoxLayout = column(spacing=6)
        outer = column(spacing=8, margins=(padding + 2, padding - 2, padding + 2, padding - 2))
        if title:
            outer.addLayout(self.header)
            self.setAccessibleName(title)
        outer.addLayout(self.body, 1)
        self.setLayout(outer)
