"""Fields in one line where there is room for their words, else in lines of half as many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


class SideBySide(QWidget):
    """Columns of equal width."""

    def __init__(self, columns: Sequence[QLayout], spacing: int = 12) -> None:
        super().__init__()
        self._holders = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(spacing)
        self._grid.setVerticalSpacing(8)
        for layout in columns:
            holder = QWidget()
            layout.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(layout)
            self._holders.append(holder)
        self._across = 0
        self._place(len(columns))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(lambda: self._place(self._wanted()))
        self.setLayout(self._grid)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(self._fewest()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wanted() != self._across:
            self._later.start()  # not while the layout around it is at work

    def _wanted(self) -> int:
        whole = len(self._holders)
        return whole if self._needed(whole) <= self.width() else self._fewest()

    def _fewest(self) -> int:
        return (len(self._holders) + 1) // 2

    def _needed(self, across: int) -> int:
        widest = max(holder.minimumSizeHint().width() for holder in self._holders)
        return widest * across + self._grid.horizontalSpacing() * (across - 1)

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for at, holder in enumerate(self._holders):
            self._grid.removeWidget(holder)
            self._grid.addWidget(holder, at // across, at % across)
        for at in range(len(self._holders)):
            self._grid.setColumnStretch(at, 1 if at < across else 0)
