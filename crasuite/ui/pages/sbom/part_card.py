"""One part of the product with its current SBOM; several of them are chosen between."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QMenu

from crasuite.interview.sbom_file import PartView
from crasuite.language import tr, trn
from crasuite.ui.theme import set_role
from crasuite.ui.widgets.build import IconLabel, column, icon_button, row
from crasuite.ui.widgets.elided_text import ElidedText
from crasuite.ui.widgets.status_chip import StatusChip


class PartCard(QFrame):
    """Emits `chosen(part)` on click, Space or Enter, and `wanted(verb, part)` from its menu."""

    chosen = Signal(str)
    wanted = Signal(str, str)

    def __init__(self, part: PartView) -> None:
        super().__init__()
        self.part = part
        self._title = ElidedText(weight=600)
        self._caption = ElidedText(factor=0.92, token="text2", mode=Qt.TextElideMode.ElideRight)
        self._chip = StatusChip("met")
        self.more = icon_button("ellipsis", "", self._show_menu)
        words = column(self._title, self._caption, spacing=1)
        layout = row(
            IconLabel("package", "text2", 18), words, self._chip, self.more, spacing=11, margins=(16, 8, 8, 8)
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "own")
        self.show_part(part, is_current=False, parts=1)

    def show_part(self, part: PartView, *, is_current: bool, parts: int) -> None:
        """Show this part, one of so many; a current one among several is marked."""
        self.part = part
        self._title.set_text(f"{part.name}: {part.record.file_name}")
        self._caption.set_text(part.caption, part.short_caption)
        icon, tone = ("triangle-alert", "warn") if part.issues else ("circle-check", "ok")
        if part.issues is None:
            icon, tone = "circle-dashed", "neutral"
        self._chip.set_status("met", part.checks_words, icon=icon, tone=tone)
        is_marked = is_current and parts > 1
        set_role(self, "answer-chosen" if is_marked else "card")
        # Many parts leave room for the table: only the one shown says everything.
        is_low = parts > 2 and not is_current
        self._caption.setVisible(not is_low)
        edge, height = 1 if is_marked else 0, 2 if is_low else 8
        self.layout().setContentsMargins(16 - edge, height - edge, 8 - edge, height - edge)
        name = f"{part.name}, {part.record.file_name}"
        self.setAccessibleName(name)
        shown = (
            tr("Its components are listed below.")
            if is_current
            else tr("Press Enter to list its components.")
        )
        self.setAccessibleDescription(f"{part.caption}. {part.checks_words}. {shown}")
        self.more.setAccessibleName(tr("More about {name}", name=part.name))
        self.more.setToolTip(tr("More about {name}", name=part.name))

    def menu(self) -> QMenu:
        """What can be done with a part."""
        menu = QMenu(self)
        versions = (
            tr("Versions kept…")
            if self.part.versions == 1
            else trn("{n} version kept…", "{n} versions kept…", self.part.versions)
        )
        for verb, text in (
            ("versions", versions),
            ("export", tr("Export the original file…")),
            ("release", tr("Release it belongs to…")),
            ("rename", tr("Rename this part…")),
            ("remove", tr("Remove this part…")),
        ):
            menu.addAction(text, lambda verb=verb: self.wanted.emit(verb, self.part.name))
        return menu

    def _show_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.chosen.emit(self.part.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.part.name)
        elif event.key() == Qt.Key.Key_Menu:
            self._show_menu()
        else:
            super().keyPressEvent(event)
