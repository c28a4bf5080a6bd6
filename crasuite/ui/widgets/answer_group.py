"""All answers of one question: keyboard, exclusivity and value in one place."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from crasuite.ui.widgets.answer_card import AnswerCard

_STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class AnswerGroup(QWidget):
    """Holds the cards of one question and emits `changed(value)`.

    Value of a single choice: that of the chosen card or None. Of a multiple choice: a list of values.
    In a multiple choice, `alone` names values that exclude all others ("none of these", "I'm not sure").
    Arrows only move the focus and Space chooses: an answer may have consequences that are asked about first,
    and walking past it must not give it.
    The mnemonic letters also work without Alt while an answer has the focus, as macOS has no mnemonics.
    """

    changed = Signal(object)

    def __init__(
        self,
        question: str,
        cards: Iterable[AnswerCard],
        *,
        multi: bool = False,
        alone: Iterable[object] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.cards = list(cards)
        self._multi = multi
        self._alone = list(alone)
        self._quiet = False
        self.setAccessibleName(question)
        self._group = QButtonGroup(self)
        self._group.setExclusive(not multi)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(8)
        for card in self.cards:
            layout.addWidget(card)
            if not multi:  # a group is one stop for Tab; check boxes are one each
                self._group.addButton(card.button)
            card.toggled.connect(self._on_toggled)
            card.button.installEventFilter(self)
        self._set_tab_stop()

    def value(self) -> object:
        """What is chosen now."""
        chosen = [card.value for card in self.cards if card.is_chosen()]
        if self._multi:
            return chosen
        return chosen[0] if chosen else None

    def set_value(self, value: object) -> None:
        """Show an answer without emitting `changed`."""
        wanted = value if self._multi and isinstance(value, (list, tuple, set)) else [value]
        self._quiet = True
        self._group.setExclusive(False)
        for card in self.cards:
            card.set_chosen(card.value in wanted)
        self._group.setExclusive(not self._multi)
        self._quiet = False
        self._set_tab_stop()

    def card(self, value: object) -> AnswerCard | None:
        """The card of a value."""
        return next((card for card in self.cards if card.value == value), None)

    def focus_first(self) -> None:
        """Put the focus on the chosen answer, or on the first."""
        chosen = [card for card in self.cards if card.is_chosen()] or self.cards
        if chosen:
            chosen[0].button.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and (self._move_by_arrow(watched, event) or self._choose_by_letter(event))
        ):
            return True
        return super().eventFilter(watched, event)

    def _move_by_arrow(self, watched: QObject, event: QKeyEvent) -> bool:
        step = _STEPS.get(event.key(), 0)
        buttons = [card.button for card in self.cards if card.button.isEnabled()]
        if not step or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or watched not in buttons:
            return False
        following = buttons[(buttons.index(watched) + step) % len(buttons)]
        following.setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)
        return True

    def _choose_by_letter(self, event: QKeyEvent) -> bool:
        if event.modifiers() != Qt.KeyboardModifier.NoModifier or not event.text().strip():
            return False
        for card in self.cards:
            letter = QKeySequence.mnemonic(card.button.text()).toString().removeprefix("Alt+")
            if letter and letter.casefold() == event.text().casefold() and card.button.isEnabled():
                card.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                card.button.click()
                return True
        return False

    def _set_tab_stop(self) -> None:
        """Tab stops at the chosen answer of a single choice, else at the first; arrows move from there."""
        if self._multi:
            return
        enabled = [card for card in self.cards if card.button.isEnabled()]
        stop = next((card for card in enabled if card.is_chosen()), enabled[0] if enabled else None)
        for card in self.cards:
            policy = Qt.FocusPolicy.StrongFocus if card is stop else Qt.FocusPolicy.ClickFocus
            card.button.setFocusPolicy(policy)

    def _on_toggled(self, value: object, on: bool) -> None:
        if self._quiet:
            return
        if on:
            self._set_tab_stop()
        if self._multi and on:
            self._quiet = True
            for card in self.cards:
                if card.value != value and (value in self._alone or card.value in self._alone):
                    card.set_chosen(False)
            self._quiet = False
        if on or self._multi:
            self.changed.emit(self.value())
