"""A quiet box: an icon, a sentence in bold and more below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, column, label, row

_ICONS = {
    "sunken": ("info", "text2"),
    "info": ("info", "info"),
    "ok": ("circle-check", "ok"),
    "warn": ("circle-question-mark", "warn"),
    "danger": ("triangle-alert", "danger"),
}


class InfoBox(QFrame):
    """`tone` is sunken, info, ok, warn or danger."""

    def __init__(
        self,
        title: str = "",
        text: str = "",
        *,
        tone: str = "sunken",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        usual, token = _ICONS[tone]
        self._icon = IconLabel(icon or usual, token, 18)
        self._title = label(title, "strong", wrap=True, tone=tone if tone != "sunken" else "")
        self._text = label(text, "body", wrap=True)
        body = column(self._title, self._text, spacing=2)
        layout = row(self._icon, body, spacing=10, margins=(14, 9, 14, 9))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        layout.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.set_content(title, text, tone=tone, icon=icon)

    def set_content(self, title: str, text: str = "", *, tone: str = "sunken", icon: str = "") -> None:
        """Show something else."""
        usual, token = _ICONS[tone]
        set_role(self, tone)
        self._icon.set_icon(icon or usual, token)
        self._title.setText(title)
        self._title.setVisible(bool(title))
        set_role(self._title, tone if tone != "sunken" else "", "tone")
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(title or text)
        self.setAccessibleDescription(text if title else "")
