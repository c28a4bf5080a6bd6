"""The status bar: is everything saved, where does it lie, which law, and that this is guidance."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStatusBar, QWidget

from crasuite.language import tr
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, button, label, row


class StatusLine(QStatusBar):
    """Labels only, except the caution, which opens."""

    caution_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setAccessibleName(tr("Status"))
        self._saved_icon = IconLabel("circle-check", "ok", 16)
        self._saved = label("", "caption")
        self._file = label("", "caption")
        self._pack = label("", "caption")
        self._file_icon = IconLabel("hard-drive", "text2", 16)
        self._pack_icon = IconLabel("scale", "text2", 16)
        self.caution = button(tr("Guidance, not legal advice"), "link", on_click=self.caution_wanted.emit)
        self.setContentsMargins(8, 0, 6, 0)
        left = row(self._saved_icon, self._saved, self._file_icon, self._file)
        right = row(self._pack_icon, self._pack, self.caution)
        self._halves = left, right
        self._both = row(left, None, right)
        words = QWidget()
        words.setLayout(self._both)
        self.addWidget(words, 1)
        self.set_file("")
        self.set_pack("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """On two lines where one is too short for all of it."""
        widths = sum(half.sizeHint().width() for half in self._halves)
        fits = widths + 2 * self._both.spacing() <= self.contentsRect().width()
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._both.direction() != way:
            self._both.setDirection(way)
            for half in self._halves:
                self._both.setAlignment(half, Qt.AlignmentFlag(0) if fits else Qt.AlignmentFlag.AlignLeft)

    def set_saved(self, text: str, *, tone: str = "ok") -> None:
        """`tone` is ok, warn (read only) or danger (not saved)."""
        icon = {"ok": "circle-check", "warn": "lock", "danger": "triangle-alert", "text2": "refresh-cw"}[tone]
        self._saved_icon.set_icon(icon, tone)
        self._saved.setText(text)
        set_role(self._saved, tone if tone in ("danger", "warn") else "", "tone")

    def set_file(self, name: str, tooltip: str = "") -> None:
        """Which file is open."""
        self._file.setText(tr("{name} · on this computer only", name=name) if name else "")
        self._file.setToolTip(tooltip)
        self._file_icon.setVisible(bool(name))

    def set_pack(self, text: str) -> None:
        """Which rule pack counts."""
        self._pack.setText(text)
        self._pack_icon.setVisible(bool(text))

    def texts(self) -> list[str]:
        """What stands there, for tests."""
        return [self._saved.text(), self._file.text(), self._pack.text()]
