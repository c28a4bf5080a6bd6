"""Something to know or do on this page, above its content."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, button, column, label, row

_ICONS = {"danger": "triangle-alert", "warn": "triangle-alert", "info": "info"}


class Banner(QFrame):
    """`tone` is info, warn or danger; buttons are added with `add_button`."""

    def __init__(
        self,
        title: str = "",
        text: str = "",
        *,
        tone: str = "info",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel("info", "info", 22)
        self._title = label("", "strong", wrap=True, tone=tone)
        self._text = label("", "body", wrap=True)
        words = column(self._title, self._text, spacing=2)
        self._row = row(self._icon, words, spacing=12, margins=(16, 10, 14, 10))
        self._row.setStretch(1, 1)
        self.setLayout(self._row)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_content(title, text, tone=tone, icon=icon)

    def set_content(self, title: str, text: str = "", *, tone: str = "info", icon: str = "") -> None:
        """Say something else."""
        set_role(self, f"banner-{tone}")
        set_role(self._title, tone, "tone")
        self._icon.set_icon(icon or _ICONS[tone], tone)
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(title or text)
        self.setAccessibleDescription(text if title else "")

    def add_button(self, text: str, on_click: Callable[[], object]) -> QPushButton:
        """A verb at the right."""
        result = button(text, on_click=on_click)
        self._row.addWidget(result)
        return result
