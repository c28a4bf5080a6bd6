"""The inside of a scrolled page: as high as its text needs at the width there is, and no higher."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


class ScrollContent(QWidget):
    """Wrapped labels claim the height they would need when narrow; here they are asked at the real width."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def scrolled(layout: QLayout, name: str, *, is_focusable: bool = False) -> QScrollArea:
    """A layout that scrolls up and down; `name` is what a screen reader says."""
    area = QScrollArea()
    area.setProperty("role", "surface")
    area.setWidget(ScrollContent(layout))
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_focusable else Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    return area
