"""Something linked, as a button that leads there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton

from crasuite.ui.icons import icon


class LinkChip(QToolButton):
    """Looks like a citation; the icon says what it leads to."""

    def __init__(self, text: str, tip: str, on_click: Callable[[], object], icon_name: str = "link") -> None:
        super().__init__()
        self.setProperty("role", "citation")
        self.setText(text.replace("&", "&&"))
        self.setIcon(icon(icon_name, "accent"))
        self.setIconSize(QSize(18, 14))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{text}, {tip}")
        self.setToolTip(tip)
        self.clicked.connect(lambda *_: on_click())

    def sizeHint(self) -> QSize:
        # Qt leaves room for two spaces after the text.
        usual = super().sizeHint()
        return QSize(usual.width() - 2 * self.fontMetrics().horizontalAdvance(" "), usual.height())
