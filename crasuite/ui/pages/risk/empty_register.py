"""An empty register: three first risks that fit the product, none added by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crasuite.interview.risk_file import Offer
from crasuite.language import tr
from crasuite.ui.widgets.build import button, clear, column, label, row, rule
from crasuite.ui.widgets.section_card import SectionCard


class EmptyRegister(SectionCard):
    """Emits which threat to add, or that the whole catalogue is wanted."""

    add_wanted = Signal(str)
    catalogue_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Start with what could happen"), parent)
        self.body.addWidget(
            label(
                tr(
                    "Write down what could go wrong, how likely it is and how much harm it does. "
                    "These threats fit your answers. Add what could happen, and change its words."
                ),
                "muted",
                wrap=True,
            )
        )
        self._lines = column(spacing=10)
        self.body.addSpacing(6)
        self.body.addLayout(self._lines)
        self.body.addSpacing(6)
        self.all_button = button(
            tr("See the whole catalogue…"), icon_name="layers", on_click=self.catalogue_wanted.emit
        )
        self.body.addLayout(row(self.all_button, None))
        self._shown: tuple[Offer, ...] = ()
        self._first: QWidget = self.all_button

    def load(self, offers: Sequence[Offer], *, is_read_only: bool) -> None:
        """Show these threats."""
        self.all_button.setEnabled(not is_read_only)
        if tuple(offers) == self._shown:
            return
        self._shown = tuple(offers)
        clear(self._lines)
        self._first = self.all_button
        for offer in offers:
            add = button(
                tr("Add"),
                icon_name="plus",
                on_click=partial(self.add_wanted.emit, offer.id),
                name=tr("Add {threat}", threat=offer.title),
            )
            add.setEnabled(not is_read_only)
            if self._first is self.all_button:
                self._first = add
            words = column(
                label(offer.title, "strong", wrap=True),
                label(offer.description, wrap=True),
                label(offer.why, "caption", wrap=True),
                spacing=2,
            )
            line = QWidget()
            inner = row(words, add, spacing=12)
            inner.setStretch(0, 1)
            line.setLayout(inner)
            self._lines.addWidget(rule())
            self._lines.addWidget(line)

    def first(self) -> QWidget:
        """Where the focus starts."""
        return self._first
