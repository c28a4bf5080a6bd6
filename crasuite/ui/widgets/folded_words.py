"""A sentence with a long list in it: the first few, and a link that shows the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from crasuite.domain.english import joined
from crasuite.language import tr
from crasuite.ui.widgets.build import button, column, label, row

_SHOWN = 3


class FoldedWords(QWidget):
    """`said` words the sentence around a list; `what` names one thing of it for the link's name."""

    def __init__(self, said: Callable[[str], str], items: Sequence[str], role: str, what: str) -> None:
        super().__init__()
        self._whole = f"{said(joined(items))}."
        more = len(items) - _SHOWN
        is_long = more > 1
        words = said(", ".join(items[:_SHOWN])) if is_long else self._whole
        self.words = label(words, role, wrap=True)
        self.more = button(
            tr("and {more} more", more=more),
            "link",
            on_click=self.show_all,
            name=tr("and {more} more, show all: {what}", more=more, what=what),
        )
        self.more.setVisible(is_long)
        self.setLayout(column(self.words, row(self.more, None), spacing=0))

    def show_all(self) -> None:
        """The whole sentence; the focus goes on, since the link goes away."""
        had_focus = self.more.hasFocus()
        self.words.setText(self._whole)
        if had_focus:
            self.focusNextChild()
        self.more.hide()
