"""What all pages of the interview have in common: room at the right for the panel that they share."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget, QWizardPage

from crasuite.ui.widgets.build import column, row


class InterviewPage(QWizardPage):
    """`_centre` takes the page, `_foot` what stands below it. The page scrolls, so it need not say how large
    its content is: at each change of page QWizard would have every text measured.
    """

    LEAST, GOOD = QSize(400, 300), QSize(760, 560)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._foot: QVBoxLayout = column()
        # There from the start: QWizard asks an empty page whether it wants the height, and remembers.
        self._centre = QWidget()
        self._centre.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._line = QFrame()
        self._line.setProperty("role", "rule-vertical")
        self._outer = row(self._centre, self._line, spacing=0)
        self._outer.setStretch(0, 1)
        self.setLayout(self._outer)

    def keep_room(self, width: int) -> None:
        """Leave this many pixels at the right to the panel."""
        margins = self._outer.contentsMargins()
        if margins.right() != width:
            self._outer.setContentsMargins(0, 0, width, 0)

    def show_banner(self, banner: QWidget) -> None:
        """Take the banner, which all pages share, under the page."""
        if self._foot.indexOf(banner) < 0:
            self._foot.addWidget(banner)

    def sizeHint(self) -> QSize:
        return self.GOOD

    def minimumSizeHint(self) -> QSize:
        return self.LEAST

    def hasHeightForWidth(self) -> bool:
        return False
